//! The pages of this room as plain values.

mod progress;
mod sample;

use askama::Template;

pub use progress::ProgressPage;
pub use sample::samples;

use super::desk::{Desk, Done, Group, ToEnter};
use crate::domain::time::Day;
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "official/to_enter.html")]
pub struct ToEnterPage {
    shell: Shell,
    typed: Typed,
    system: String,
    programme: String,
    /// Whose it is, for a lead.
    whose: Option<String>,
    back: (String, String),
    action: String,
    file: String,
    with_thoughts: bool,
    to_enter: usize,
    shown: usize,
    items: Vec<ItemShown>,
    entered: Vec<EnteredShown>,
}

pub struct ItemShown {
    code: String,
    title: String,
    entries: Vec<EntryShown>,
}

pub struct EntryShown {
    id: String,
    title: String,
    day: String,
    href: String,
    signed: String,
    text: String,
    rows: usize,
    files: Vec<(String, String)>,
    again: bool,
    also: String,
    chosen: bool,
}

pub struct EnteredShown {
    title: String,
    href: String,
    signed: String,
    entered: String,
    end: String,
}

impl View for ToEnterPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl ToEnterPage {
    pub fn new(who: &SignedIn, desk: Desk, with_thoughts: bool, typed: Typed) -> ToEnterPage {
        let title = format!("To enter in {}", desk.system);
        let place = if desk.by_lead { Place::People } else { Place::Requirements };
        ToEnterPage::of(who.shell(title, place), desk, with_thoughts, typed)
    }

    fn of(shell: Shell, desk: Desk, with_thoughts: bool, mut typed: Typed) -> ToEnterPage {
        let id = desk.row.id.as_str();
        if ["day", "month", "year"].iter().all(|part| typed.word(&format!("on-{part}")).is_empty())
            && typed.fault("on").is_none()
        {
            typed.words.add_day("on", desk.today);
        }
        let shown = desk.groups.iter().map(|group| group.entries.len()).sum();
        let chosen = |entry: &str| typed.has("entry", entry);
        ToEnterPage {
            back: back(desk.by_lead, &desk.row.name, id),
            action: paths::to_enter(id),
            file: paths::progress_file(id),
            programme: format!("{}, version {}", desk.version.title, desk.version.version),
            whose: desk.by_lead.then(|| desk.row.name.clone()),
            with_thoughts,
            to_enter: desk.to_enter,
            shown,
            items: desk.groups.iter().map(|group| item(group, &chosen)).collect(),
            entered: desk.entered.iter().map(|done| entered(done, &desk.system, id)).collect(),
            system: desk.system,
            typed,
            shell,
        }
    }
}

fn back(by_lead: bool, name: &str, enrolment: &str) -> (String, String) {
    match by_lead {
        true => (name.to_owned(), paths::trainee(enrolment)),
        false => ("Requirements".to_owned(), paths::REQUIREMENTS.to_owned()),
    }
}

fn item(group: &Group, chosen: &impl Fn(&str) -> bool) -> ItemShown {
    let one = |entry: &ToEnter| EntryShown {
        id: entry.entry.to_string(),
        title: entry.title.clone(),
        day: entry.day.to_string(),
        href: paths::entry(entry.entry.as_str()),
        signed: entry.signed.clone(),
        rows: entry.text.lines().count().clamp(4, 14),
        text: entry.text.clone(),
        files: entry.files.clone(),
        again: entry.again,
        also: entry.also.join(", "),
        chosen: chosen(entry.entry.as_str()),
    };
    ItemShown {
        code: group.code.clone(),
        title: group.title.clone(),
        entries: group.entries.iter().map(one).collect(),
    }
}

/// `Entered in OneFile on 3 February 2026, said by Ann Field; there it is E-17`.
pub fn said(system: &str, on: Day, by: &str, reference: &str) -> String {
    let reference = if reference.is_empty() { String::new() } else { format!("; there it is {reference}") };
    format!("Entered in {system} on {on}, said by {by}{reference}")
}

fn entered(done: &Done, system: &str, enrolment: &str) -> EnteredShown {
    let row = &done.said.row;
    EnteredShown {
        title: done.title.clone(),
        href: paths::entry(row.entry.as_str()),
        signed: done.signed.clone(),
        entered: said(system, row.entered_on, &done.said.by, &row.reference),
        end: paths::entered_end(enrolment, row.id.as_str()),
    }
}
