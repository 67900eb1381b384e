//! The pages of this room as plain values.

mod progress;
mod sample;

use askama::Template;

pub use progress::ProgressPage;
pub use sample::samples;

use super::desk::{Before, Desk, Done, Standing, ToEnter};
use crate::domain::time::Day;
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

/// So many that were entered do not hide what is still to be entered.
const FEW: usize = 3;

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
    modules: Vec<ModuleShown>,
    entered: Vec<EnteredShown>,
    /// What is entered stands open where there is little of it or nothing else.
    entered_open: bool,
}

pub struct ModuleShown {
    title: String,
    to_enter: usize,
    items: Vec<ItemShown>,
}

pub struct ItemShown {
    /// What is sent when it is ticked.
    value: String,
    /// Empty where the item is a requirement as a whole, whose code nobody there knows.
    code: String,
    title: String,
    entries: Vec<EntryShown>,
    /// What was entered of it before; empty where nothing was.
    before: String,
    text: String,
    rows: usize,
    files: Vec<(String, String)>,
    /// What is folded away: `Text` or `Text and 2 files`.
    folded: String,
    chosen: bool,
}

pub struct EntryShown {
    title: String,
    day: String,
    href: String,
    signed: String,
    also: String,
}

pub struct EnteredShown {
    /// Code and title of an item; empty where it is an entry as a whole.
    item: String,
    entries: Vec<(String, String, String)>,
    entered: String,
    end: String,
}

impl ItemShown {
    /// What a listener is told beside each of its buttons.
    fn named(&self) -> &str {
        if self.code.is_empty() { &self.title } else { &self.code }
    }
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
        let shown = desk.modules.iter().map(|module| module.items.len()).sum();
        let chosen = |value: &str| typed.has("item", value);
        ToEnterPage {
            back: back(desk.by_lead, &desk.row.name, id),
            action: paths::to_enter(id),
            file: paths::progress_file(id),
            programme: format!("{}, version {}", desk.version.title, desk.version.version),
            whose: desk.by_lead.then(|| desk.row.name.clone()),
            with_thoughts,
            to_enter: desk.to_enter,
            shown,
            modules: desk
                .modules
                .iter()
                .map(|module| ModuleShown {
                    title: module.title.clone(),
                    to_enter: module.to_enter,
                    items: module.items.iter().map(|one| item(one, &desk.system, &chosen)).collect(),
                })
                .collect(),
            entered_open: desk.to_enter == 0 || desk.entered.len() <= FEW,
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

fn item(one: &ToEnter, system: &str, chosen: &impl Fn(&str) -> bool) -> ItemShown {
    let value = one.ticked().value();
    let entry = |entry: &Standing| EntryShown {
        title: entry.title.clone(),
        day: entry.day.to_string(),
        href: paths::entry(entry.entry.as_str()),
        signed: entry.signed.clone(),
        also: entry.also.join(", "),
    };
    let files = match one.files.len() {
        0 => "Text".to_owned(),
        1 => "Text and 1 file".to_owned(),
        many => format!("Text and {many} files"),
    };
    ItemShown {
        chosen: chosen(&value),
        value,
        code: if one.place.listed { one.place.code.clone() } else { String::new() },
        title: one.place.title.clone(),
        entries: one.entries.iter().map(entry).collect(),
        before: match one.before {
            Before::Nothing => String::new(),
            Before::Earlier => {
                format!("An earlier version of it was entered in {system}; this one has changed since.")
            }
            Before::Others => format!("It is in {system} already; this was signed since."),
        },
        rows: one.text.lines().count().clamp(4, 14),
        text: one.text.clone(),
        files: one.files.clone(),
        folded: files,
    }
}

/// `Entered in OneFile on 3 February 2026, said by Ann Field; there it is E-17`.
pub fn said(system: &str, on: Day, by: &str, reference: &str) -> String {
    let reference = if reference.is_empty() { String::new() } else { format!("; there it is {reference}") };
    format!("Entered in {system} on {on}, said by {by}{reference}")
}

fn entered(done: &Done, system: &str, enrolment: &str) -> EnteredShown {
    let row = &done.said.row;
    let entries = done
        .entries
        .iter()
        .map(|(entry, title, signed)| (title.clone(), paths::entry(entry.as_str()), signed.clone()));
    EnteredShown {
        item: format!("{} {}", done.code, done.title).trim().to_owned(),
        entries: entries.collect(),
        entered: said(system, row.entered_on, &done.said.by, &row.reference),
        end: paths::entered_end(enrolment, row.id.as_str()),
    }
}
