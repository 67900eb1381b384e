//! The conditions of entry of one enrolment, to be ticked off.

use askama::Template;

use crate::domain::kind::{Field, lower};
use crate::domain::names::capital;
use crate::features::results::checklist::{self as list, box_in_row, seen_in_row};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "results/checklist.html")]
pub struct Checklist {
    pub shell: Shell,
    pub typed: Typed,
    pub name: String,
    pub programme: String,
    pub heading: String,
    pub day_label: String,
    pub seen_hint: String,
    pub open: Vec<OpenLine>,
    pub checked: Vec<CheckedLine>,
    pub action: String,
    pub back: String,
}

pub struct OpenLine {
    pub take: String,
    pub seen: String,
    pub label: String,
    /// `What you saw: GCSEs`; empty where nothing is asked beside the box.
    pub ask: String,
    /// The requirements that look for it, where they say more than its label.
    pub asked_by: String,
}

pub struct CheckedLine {
    pub label: String,
    /// `Degree certificate, 12 June 2026`
    pub seen: Vec<String>,
}

impl Checklist {
    pub fn new(who: &Lead, found: &list::Checklist, mut typed: Typed) -> Checklist {
        if typed.words.is_empty() {
            typed.words.add_day("on", who.today());
        }
        let heading = capital(&found.kind.plural);
        let (open, checked): (Vec<&list::Criterion>, Vec<&list::Criterion>) =
            found.criteria.iter().partition(|one| one.checked.is_empty());
        let seen = found.seen.as_ref();
        Checklist {
            shell: who.shell(format!("{heading} of {}", found.row.name), Place::Waiting),
            typed,
            name: found.row.name.clone(),
            programme: format!(
                "{}, version {}, cohort {}",
                found.version.title, found.version.version, found.row.cohort
            ),
            heading,
            day_label: found.kind.day_label.clone(),
            seen_hint: seen.map(|field| field.hint.clone()).unwrap_or_default(),
            open: open.into_iter().map(|one| open_line(one, seen)).collect(),
            checked: checked.into_iter().map(checked_line).collect(),
            action: paths::checklist(found.row.id.as_str()),
            back: paths::results_of(found.row.id.as_str()),
        }
    }
}

fn open_line(one: &list::Criterion, seen: Option<&Field>) -> OpenLine {
    let others = one.asked_by.iter().filter(|title| lower(title) != lower(&one.label));
    OpenLine {
        take: box_in_row(&one.code),
        seen: seen_in_row(&one.code),
        label: one.label.clone(),
        ask: seen.map(|field| format!("{}: {}", field.label, one.label)).unwrap_or_default(),
        asked_by: others.cloned().collect::<Vec<_>>().join("; "),
    }
}

fn checked_line(one: &list::Criterion) -> CheckedLine {
    CheckedLine {
        label: one.label.clone(),
        seen: one.checked.iter().map(|(seen, day)| format!("{seen}, {day}")).collect(),
    }
}

impl View for Checklist {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
