//! Every page of this room with something on it, and with nothing.

use crate::domain::fault::Faults;
use crate::features::results::views::ask::Ask;
use crate::features::results::views::checklist::{CheckedLine, Checklist, OpenLine};
use crate::features::results::views::cohort::{Cohort, RowLine};
use crate::features::results::views::index::{CohortLine, ConfirmLine, Index};
use crate::features::results::views::person::{Correction, OneForm, Person, ResultLine};
use crate::features::results::views::wholes::{BlockLine, WholeLine, WholePage, Wholes};
use crate::web::page::{Place, Shell};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub fn samples() -> Vec<Sample> {
    let mut without = cohort(Typed::nothing());
    without.unit_missing = true;
    vec![
        Sample::of("results/index", &index(1)),
        Sample::of("results/index, empty", &index(0)),
        Sample::of("results/index, a university", &university()),
        Sample::of("results/cohort", &cohort(Typed::nothing())),
        Sample::of("results/cohort, again", &cohort(faulty())),
        Sample::of("results/cohort, no unit yet", &without),
        Sample::of("results/person", &person(true)),
        Sample::of("results/person, empty", &person(false)),
        Sample::of("results/checklist", &checklist(true)),
        Sample::of("results/checklist, all checked", &checklist(false)),
        Sample::of("results/correction", &correction()),
        Sample::of("results/wholes", &wholes(true)),
        Sample::of("results/wholes, none", &wholes(false)),
        Sample::of("results/whole, open", &whole(true)),
        Sample::of("results/whole, blocked", &whole(false)),
    ]
}

fn shell(title: &str) -> Shell {
    samples::shell_for(&samples::lead(), title, Place::Waiting)
}

fn ask(name: &str, label: &str, shape: &'static str) -> Ask {
    Ask {
        name: name.to_owned(),
        label: label.to_owned(),
        hint: "A <hint>".to_owned(),
        unit: if shape == "number" { "of 100".to_owned() } else { String::new() },
        shape,
        options: vec![Choice::of("a", "One"), Choice::of("b", "Other").meaning("Its meaning")],
    }
}

fn all_shapes(suffix: &str) -> Vec<Ask> {
    let shapes = ["text", "number", "choice", "choices", "yes", "long", "date"];
    shapes.iter().map(|shape| ask(&format!("f-{shape}{suffix}"), &format!("Label {shape}"), shape)).collect()
}

fn faulty() -> Typed {
    let mut faults = Faults::one("on", "Enter the date of the result.");
    faults.add("f-number-e1", "Ann Field: Enter a number from 0 to 100 of 100.");
    faults.add("f-text", "Enter the unit.");
    faults.add("board", "Enter the day of the board’s meeting.");
    Typed::holding([("f-number-e1", "640"), ("f-yes-e1", "yes"), ("f-choice", "b")]).with_faults(faults)
}

fn index(lines: usize) -> Index {
    let cohort = |_| CohortLine {
        title: "MSc Clinical Perfusion Science, version 2025".to_owned(),
        people: "12 people".to_owned(),
        links: vec![("Unit results".to_owned(), "/results?version=v&kind=unit-result".to_owned())],
    };
    let waiting = |_| ConfirmLine {
        path: "/confirmations/e1".to_owned(),
        trainee: "Ann Field".to_owned(),
        what: "Document: Degree".to_owned(),
        day: "3 November 2026".to_owned(),
        since: "4 November 2026".to_owned(),
    };
    Index {
        shell: shell("Results"),
        cohorts: (0..lines).map(cohort).collect(),
        confirms: true,
        waiting: (0..lines).map(waiting).collect(),
    }
}

fn university() -> Index {
    let shell = samples::shell_for(&samples::university(), "Results", Place::Results);
    Index { shell, confirms: false, waiting: Vec::new(), ..index(1) }
}

fn cohort(typed: Typed) -> Cohort {
    let row = |n: usize, corrects| RowLine {
        name: format!("Ann Field {n}"),
        path: format!("/results/e{n}"),
        known: vec!["64 of 100, 12 June 2026".to_owned()],
        take: format!("take-e{n}"),
        asks: all_shapes(&format!("-e{n}")),
        corrects,
    };
    Cohort {
        shell: shell("Unit results"),
        typed,
        heading: "Unit results".to_owned(),
        programme: "MSc Clinical Perfusion Science, version 2025".to_owned(),
        about: "One mark for one unit.".to_owned(),
        units: vec![("Foundations (BRMSM0072)".to_owned(), "/results?unit=BRMSM0072".to_owned(), true)],
        unit_missing: false,
        hidden: vec![("version", "v".to_owned()), ("kind", "unit-result".to_owned())],
        day_label: "Date of the result".to_owned(),
        until_label: "Valid until".to_owned(),
        shared: all_shapes(""),
        columns: all_shapes("").into_iter().map(|ask| ask.label).collect(),
        rows: vec![row(1, false), row(2, true)],
        provisional: true,
        before_the_board: vec![("Ann <Field>".to_owned(), "64 of 100".to_owned())],
        seen: "seen".to_owned(),
    }
}

fn form() -> OneForm {
    OneForm {
        action: "/results/e1".to_owned(),
        heading: "Add unit result".to_owned(),
        about: "One mark for one unit.".to_owned(),
        kind: "unit-result".to_owned(),
        day_label: "Date of the result".to_owned(),
        until_label: "Valid until".to_owned(),
        asks: all_shapes(""),
        button: "Add unit result".to_owned(),
    }
}

fn person(with: bool) -> Person {
    let line = ResultLine {
        what: "Unit result: BRMSM0072".to_owned(),
        told: "64 of 100".to_owned(),
        day: "12 June 2026".to_owned(),
        state: "Signed",
        entry: "/entries/e1".to_owned(),
        correct: "/results/e1/e1".to_owned(),
    };
    Person {
        shell: shell("Results of Ann Field"),
        typed: if with { faulty() } else { Typed::nothing() },
        name: "Ann Field".to_owned(),
        programme: "MSc Clinical Perfusion Science, version 2025, cohort 2025".to_owned(),
        lines: if with { vec![line] } else { Vec::new() },
        adds: vec![("Add unit result".to_owned(), "/results/e1?kind=unit-result".to_owned(), with)],
        form: with.then(form),
        checklist: with.then(|| "/checklists/e1".to_owned()),
    }
}

fn whole_line(open: bool) -> WholeLine {
    let block = || BlockLine {
        title: "S-CS-R1: case discussions <b>".to_owned(),
        href: "/requirements/e1/s-cs-r1-discussions".to_owned(),
        figures: "2 of 3 case discussions signed, 1 submitted".to_owned(),
        state: "With others",
    };
    WholeLine {
        title: "S-CS-R1: the whole module".to_owned(),
        section: "S-CS-R1 Introduction to Cardiac Science".to_owned(),
        state: if open { "Not started" } else { "Locked" },
        said: if open { "Nothing stands in its way." } else { "These come first:" }.to_owned(),
        blocks: if open { Vec::new() } else { vec![block()] },
        open: if open { vec![block()] } else { Vec::new() },
        act: open.then(|| ("Sign it off".to_owned(), "/module-sign-offs/e1/s-cs-r1-signoff".to_owned())),
    }
}

fn wholes(some: bool) -> Wholes {
    Wholes {
        shell: samples::shell_for(&samples::lead(), "Modules of Ann Field", Place::Board),
        name: "Ann Field".to_owned(),
        programme: "Scientist Training Programme (2022), 2022".to_owned(),
        closed: if some { String::new() } else { "This enrolment ended on 31 August 2025.".to_owned() },
        lines: if some { vec![whole_line(true), whole_line(false)] } else { Vec::new() },
        back: "/trainees/e1".to_owned(),
    }
}

fn whole(open: bool) -> WholePage {
    let faults = Faults::one("on", "Enter the date completed.");
    WholePage {
        shell: samples::shell_for(&samples::lead(), "Sign off: S-CS-R1", Place::Board),
        typed: if open { Typed::holding([("notes", "<i>")]).with_faults(faults) } else { Typed::nothing() },
        name: "Ann Field".to_owned(),
        programme: "Scientist Training Programme (2022), 2022".to_owned(),
        line: WholeLine { act: None, ..whole_line(open) },
        day_label: "Date completed".to_owned(),
        open,
        action: "/module-sign-offs/e1/s-cs-r1-signoff".to_owned(),
        back: "/module-sign-offs/e1".to_owned(),
    }
}

fn correction() -> Correction {
    Correction {
        shell: shell("Correct: Unit result of 12 June 2026"),
        typed: faulty(),
        name: "Ann Field".to_owned(),
        heading: "Unit result of 12 June 2026".to_owned(),
        back: "/results/e1".to_owned(),
        form: form(),
    }
}

fn checklist(open: bool) -> Checklist {
    let line = OpenLine {
        take: "take-post".to_owned(),
        seen: "seen-post".to_owned(),
        label: "Employed in a <training> post".to_owned(),
        ask: "What you saw: Employed in a <training> post".to_owned(),
        asked_by: "Training post".to_owned(),
    };
    let done = CheckedLine { label: "GCSEs".to_owned(), seen: vec!["Certificate, 12 June 2026".to_owned()] };
    let faults = Faults::one("seen-post", "Enter what you saw.");
    Checklist {
        shell: shell("Entry requirements of Ann Field"),
        typed: Typed::holding([("take-post", "yes")]).with_faults(faults),
        name: "Ann Field".to_owned(),
        programme: "MSc Clinical Perfusion Science, version 2026, cohort 2026".to_owned(),
        heading: "Entry requirements".to_owned(),
        day_label: "Date checked".to_owned(),
        seen_hint: "Such as the degree certificate.".to_owned(),
        open: if open { vec![line] } else { Vec::new() },
        checked: vec![done],
        action: "/checklists/e1".to_owned(),
        back: "/results/e1".to_owned(),
    }
}
