//! One of each page, without a house behind it.

use super::changed::{Changed, ChangedRow};
use super::{BatchPage, ChosenShown, LookedShown, MovePage, NewMove, PairShown};
use crate::domain::fault::Faults;
use crate::web::page::Place;
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn changes() -> Changed {
    let row = |said, new: &str| ChangedRow {
        old: "Supervised <cases>".to_owned(),
        old_figures: "118 of 150 cases signed, not met".to_owned(),
        new: new.to_owned(),
        new_figures: if new.is_empty() { String::new() } else { "118 of 100 cases signed, met".to_owned() },
        said,
    };
    Changed {
        before: "5 of 12 met".to_owned(),
        after: "6 of 13 met".to_owned(),
        loses: 1,
        gains: 2,
        rows: vec![row("Met after, not before", "Cases"), row("", "Asked no more")],
        stays: 4,
        counted_no_more: vec!["Aortic surgery, 3 November 2026".to_owned()],
        terms_ending: vec!["Cases: the target of 90, set by Lea Brook".to_owned()],
        approvals_ending: vec![
            "Tom Hill, approved for “Part <a>”: the approval stands for nothing after, since nothing of it is asked any more."
                .to_owned(),
        ],
        anew: "Approved assessors: a training lead approves anew, where they are still to sign.".to_owned(),
        approvals_along: vec!["Sue Carter, approved for “Part b”: it goes along, for “Part c”.".to_owned()],
    }
}

fn new_move(chosen: bool, looked: bool, typed: Typed) -> NewMove {
    let pair = |code: &str, becomes: &str| PairShown {
        field: super::pair_field(code),
        title: "Supervised <cases>".to_owned(),
        rule: "At least 150 cases".to_owned(),
        becomes: becomes.to_owned(),
        becomes_title: becomes.to_uppercase(),
        becomes_rule: if becomes.is_empty() { String::new() } else { "At least 100 cases".to_owned() },
    };
    NewMove {
        shell: samples::shell_for(&samples::lead(), "Move to another version", Place::Programmes),
        typed,
        title: "MSc <Perfusion>".to_owned(),
        choose: paths::new_move("msc"),
        action: paths::moves("msc"),
        versions: vec![Choice::of("v1", "MSc, version 2024"), Choice::of("v2", "MSc, version 2025")],
        cohorts: vec![Choice::of("2024", "2024")],
        nobody: !chosen && !looked,
        same: false,
        chosen: chosen.then(|| ChosenShown {
            from: "v1".to_owned(),
            to: "v2".to_owned(),
            old: "2024".to_owned(),
            new: "2025".to_owned(),
            pairs: vec![pair("a", "cases"), pair("b", "")],
            offers: vec![("cases".to_owned(), "Cases".to_owned())],
            added: vec![("Exam".to_owned(), "Passed".to_owned())],
            people: vec![
                ("e1".to_owned(), "Ann Field, cohort 2024".to_owned(), true),
                ("e2".to_owned(), "Ben Hill, cohort 2024".to_owned(), false),
            ],
        }),
        looked: looked.then(|| LookedShown {
            people: vec![("Ann Field".to_owned(), changes()), ("Ben Hill".to_owned(), Changed::default())],
            more: 3,
            next: 50,
            all: 53,
        }),
    }
}

fn batch(waiting: usize) -> BatchPage {
    BatchPage {
        shell: samples::shell_for(&samples::lead(), "People moved", Place::Programmes),
        title: "MSc <Perfusion>".to_owned(),
        old: "2024".to_owned(),
        new: "2025".to_owned(),
        here: paths::move_batch("msc", "b"),
        board: paths::BOARD,
        people: 60,
        done: 59 - waiting,
        waiting,
        moved: vec![("Ann Field".to_owned(), paths::moved("e", "m"))],
        approvals: vec![(
            "Ann Field".to_owned(),
            paths::assessors("e"),
            "Tom Hill, approved for “Part <a>”: the approval stands for nothing after, since nothing of it is asked any more."
                .to_owned(),
        )],
        hindered: vec![(
            "Ben Hill".to_owned(),
            paths::trainee("e"),
            "This person is not on the old version any more.".to_owned(),
        )],
    }
}

fn moved(whose: Option<&str>, since: Option<&str>) -> MovePage {
    MovePage {
        shell: samples::shell_for(&samples::lead(), "Moved to another version", Place::People),
        whose: whose.map(str::to_owned),
        programme: "MSc <Perfusion>".to_owned(),
        sentence: "Ann Field was moved from version 2024 to version 2025 on 12 November 2026, by Lea Brook."
            .to_owned(),
        back: ("Ann Field".to_owned(), paths::trainee("e")),
        change: changes(),
        undo: (whose.is_some() && since.is_none()).then(|| paths::move_undoing("e", "m")),
        since: since.map(str::to_owned),
        again: paths::new_move("msc"),
        assessors: paths::assessors("e"),
    }
}

pub fn samples() -> Vec<Sample> {
    let faults = Faults::one("pair-b", "“Cases” stands beside another already.");
    vec![
        Sample::of("moves/new", &new_move(true, false, Typed::nothing().with_faults(faults))),
        Sample::of("moves/new, looked at", &new_move(true, true, Typed::nothing())),
        Sample::of("moves/new, nobody", &new_move(false, false, Typed::nothing())),
        Sample::of("moves/batch", &batch(12)),
        Sample::of("moves/batch, done", &batch(0)),
        Sample::of("moves/move", &moved(Some("Ann Field"), None)),
        Sample::of("moves/move, used", &moved(Some("Ann Field"), Some("Sue Carter signed an entry"))),
        Sample::of("moves/move, own", &moved(None, None)),
    ]
}
