//! One of each page, without a house behind it.

use super::{EnteredShown, EntryShown, ItemShown, ModuleShown, ProgressPage, ToEnterPage};
use crate::domain::fault::Faults;
use crate::domain::names::*;
use crate::domain::official::{Columns, Compared, Flaw, Match};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, ProgressFile, ProgressFileRow};
use crate::features::official::progress::{Around, Looked};
use crate::web::page::Place;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

fn day() -> Day {
    Day::of(2026, 2, 3).unwrap_or_else(|| Moment::of_millis(0).day_in(chrono_tz::UTC))
}

fn row() -> Enrolled {
    Enrolled {
        id: EnrolmentId::new("e"),
        portfolio: PortfolioId::new("p"),
        person: AccountId::new("a"),
        name: "Ann <Field>".to_owned(),
        version: VersionId::new("v"),
        department: DepartmentId::new("d"),
        department_name: "Cardiac".to_owned(),
        institution_name: "Northgate".to_owned(),
        zone: "Europe/London".to_owned(),
        cohort: "2025".to_owned(),
        started_on: day(),
        ends_on: day(),
        layer: None,
    }
}

fn to_enter(items: usize, typed: Typed, whose: Option<String>) -> ToEnterPage {
    let item = |nth: usize| ItemShown {
        value: format!("v{nth}:S-CS-R1/{nth}"),
        code: format!("S-CS-R1/{nth}"),
        title: "Record a <12>-lead ECG".to_owned(),
        entries: vec![EntryShown {
            title: "Clinic <in> November".to_owned(),
            day: "3 November 2026".to_owned(),
            href: paths::entry("entry"),
            signed: "Signed here by Sue Carter on 12 November 2026".to_owned(),
            also: "S-CS-R1/2".to_owned(),
        }],
        before: if nth.is_multiple_of(2) { String::new() } else { "It is in OneFile already.".to_owned() },
        text: "S-CS-R1/1 Record a 12-lead ECG\nDate: 3 November 2026\n".to_owned(),
        rows: 4,
        files: vec![("trace.pdf".to_owned(), paths::evidence("f"))],
        folded: "Text and 1 file".to_owned(),
        chosen: !nth.is_multiple_of(2),
    };
    let entered = |nth: usize| EnteredShown {
        item: if nth > 0 { "S-CS-R1/1 Record a 12-lead ECG".to_owned() } else { String::new() },
        entries: vec![(
            "Record a 12-lead ECG".to_owned(),
            paths::entry("x"),
            "Signed here by Sue Carter on 12 November 2026".to_owned(),
        )],
        entered: super::said("OneFile", day(), "Ann Field", "E-17"),
        end: paths::entered_end("e", "s"),
    };
    ToEnterPage {
        shell: samples::shell_for(&samples::trainee(), "To enter in OneFile", Place::Requirements),
        typed,
        system: "OneFile".to_owned(),
        programme: "STP, version 2022".to_owned(),
        back: super::back(whose.is_some(), "Ann Field", "e"),
        whose,
        action: paths::to_enter("e"),
        file: paths::progress_file("e"),
        with_thoughts: items == 1,
        to_enter: items * 50,
        shown: items * 2,
        modules: (0..items)
            .map(|nth| ModuleShown {
                title: if nth > 0 { "Introduction to Cardiac Science".to_owned() } else { String::new() },
                to_enter: 2,
                items: vec![item(nth * 2), item(nth * 2 + 1)],
            })
            .collect(),
        entered: (0..items).map(entered).collect(),
        entered_open: items < 2,
    }
}

fn progress(looked: Option<Looked>, typed: Typed) -> ProgressPage {
    let file = |until: Option<Moment>| ProgressFile {
        row: ProgressFileRow {
            id: ProgressFileId::new("f"),
            enrolment: EnrolmentId::new("e"),
            made_by: AccountId::new("a"),
            file_hash: String::new(),
            matched: 2,
            known_from: Moment::of_millis(1_794_492_153_000),
            known_until: until,
        },
        by: "Ann Field".to_owned(),
    };
    let around = Around {
        row: row(),
        by_lead: false,
        system: "OneFile".to_owned(),
        programme: "STP".to_owned(),
        files: vec![file(None), file(Some(Moment::of_millis(1_794_492_163_000)))],
    };
    let shell = samples::shell_for(&samples::trainee(), "Progress file from OneFile", Place::Requirements);
    ProgressPage::of(shell, around, looked, typed)
}

fn looked() -> Looked {
    let flaw = |line| Flaw { line, sentence: "“x” is <no> date.".to_owned() };
    Looked {
        text: "Code,Date\nA,1/2/2026\n".to_owned(),
        headings: vec!["Code".to_owned(), "Date".to_owned(), String::new()],
        columns: Columns { item: Some(0), day: Some(1), ..Columns::default() },
        flaws: vec![flaw(4)],
        compared: Compared {
            matched: vec![Match {
                line: 2,
                item: "S-CS-R1/1".to_owned(),
                day: day(),
                reference: "E-1".to_owned(),
                entries: vec!["entry".to_owned()],
            }],
            agrees: vec!["S-CS-R1/2".to_owned()],
            not_here: vec![flaw(5)],
            not_there: vec!["S-CS-R1/3".to_owned()],
            differs: vec![flaw(6)],
            open: 1,
        },
        titles: vec![("entry".to_owned(), "Record a 12-lead ECG, 3 November 2026".to_owned())],
        hindered: None,
    }
}

pub fn samples() -> Vec<Sample> {
    let mut faults = Faults::one("item", "Tick at least one item that you have entered there.");
    faults.add("on", "Enter the day.");
    let no_file = Faults::one("file", "Choose the file, or paste its text.");
    vec![
        Sample::of("official/to-enter", &to_enter(1, Typed::nothing().with_faults(faults), None)),
        Sample::of("official/to-enter, lead", &to_enter(2, Typed::nothing(), Some("Ann Field".to_owned()))),
        Sample::of("official/to-enter, none", &to_enter(0, Typed::nothing(), None)),
        Sample::of("official/progress-file", &progress(Some(looked()), Typed::nothing())),
        Sample::of("official/progress-file, none", &progress(None, Typed::nothing().with_faults(no_file))),
    ]
}
