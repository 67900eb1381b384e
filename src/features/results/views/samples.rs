//! Every page of this room with something on it, and with nothing.

use crate::domain::fault::Faults;
use crate::features::results::views::ask::Ask;
use crate::features::results::views::checklist::{CheckedLine, Checklist, OpenLine};
use crate::features::results::views::cohort::{Cohort, RowLine};
use crate::features::results::views::index::{CohortLine, ConfirmLine, Index};
use crate::features::results::views::person::{Correction, OneForm, Person, ResultLine};
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
        Sample::of("results/cohort", &cohort(Typed::nothing())),
        Sample::of("results/cohort, again", &cohort(faulty())),
        Sample::of("results/cohort, no unit yet", &without),
        Sample::of("results/person", &person(true)),
        Sample::of("results/person, empty", &person(false)),
        Sample::of("results/checklist", &checklist(true)),
        Sample::of("results/checklist, all checked", &checklist(false)),
        Sample::of("results/correction", &correction()),
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
    Typed::holding([("f-number-e1", "640"), ("f-yes-e1", "yes"), ("f-choice", "b")]).with_faults(faults)
}

fn index(lines: usize) -> Index {
    let cohort = |_| CohortLine {
        title: "MSc Clinical Perfusion Science (2025)".to_owned(),
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
        waiting: (0..lines).map(waiting).collect(),
    }
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
        programme: "MSc Clinical Perfusion Science (2025)".to_owned(),
        about: "One mark for one unit.".to_owned(),
        units: vec![("Foundations (BRMSM0072)".to_owned(), "/results?unit=BRMSM0072".to_owned(), true)],
        unit_missing: false,
        hidden: vec![("version", "v".to_owned()), ("kind", "unit-result".to_owned())],
        day_label: "Date of the result".to_owned(),
        until_label: "Valid until".to_owned(),
        shared: all_shapes(""),
        columns: all_shapes("").into_iter().map(|ask| ask.label).collect(),
        rows: vec![row(1, false), row(2, true)],
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
        programme: "MSc Clinical Perfusion Science (2025), 2025".to_owned(),
        lines: if with { vec![line] } else { Vec::new() },
        adds: vec![("Add unit result".to_owned(), "/results/e1?kind=unit-result".to_owned(), with)],
        form: with.then(form),
        checklist: with.then(|| "/checklists/e1".to_owned()),
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
        programme: "MSc Clinical Perfusion Science (2026), 2026".to_owned(),
        heading: "Entry requirements".to_owned(),
        day_label: "Date checked".to_owned(),
        seen_hint: "Such as the degree certificate.".to_owned(),
        open: if open { vec![line] } else { Vec::new() },
        checked: vec![done],
        action: "/checklists/e1".to_owned(),
        back: "/results/e1".to_owned(),
    }
}
