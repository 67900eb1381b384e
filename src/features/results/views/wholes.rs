//! Whole modules and the programme of one enrolment, and one of them to be signed off.

use askama::Template;

use crate::features::results::wholes::{self, Step};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "results/wholes.html")]
pub struct Wholes {
    pub shell: Shell,
    pub name: String,
    pub programme: String,
    pub closed: String,
    pub lines: Vec<WholeLine>,
    pub back: String,
}

pub struct WholeLine {
    pub title: String,
    pub section: String,
    pub state: &'static str,
    /// `Signed off on 12 November 2026`, or what is to be done.
    pub said: String,
    pub blocks: Vec<BlockLine>,
    /// Not met, and in nobody's way.
    pub open: Vec<BlockLine>,
    /// What to do about it, and where.
    pub act: Option<(String, String)>,
}

pub struct BlockLine {
    pub title: String,
    pub href: String,
    pub figures: String,
    pub state: &'static str,
}

#[derive(Template)]
#[template(path = "results/whole.html")]
pub struct WholePage {
    pub shell: Shell,
    pub typed: Typed,
    pub name: String,
    pub programme: String,
    pub line: WholeLine,
    pub day_label: String,
    /// Nothing stands in the way and all that is needed is a day, or nothing did when it was sent.
    pub open: bool,
    pub action: String,
    pub back: String,
}

impl View for Wholes {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl View for WholePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Wholes {
    pub fn new(who: &Lead, found: &wholes::Wholes) -> Wholes {
        Wholes {
            shell: who.shell(format!("Modules of {}", found.row.name), Place::Board),
            name: found.row.name.clone(),
            programme: programme(found),
            closed: found.closed.clone().unwrap_or_default(),
            lines: found.all.iter().map(|one| line(found, one, true)).collect(),
            back: paths::trainee(found.row.id.as_str()),
        }
    }
}

impl WholePage {
    pub fn new(who: &Lead, found: &wholes::Wholes, one: &wholes::Whole, mut typed: Typed) -> WholePage {
        // What was typed is given back, even where something came in between.
        let open = matches!(one.step, Step::SignOff(..)) || !typed.words.is_empty();
        if typed.words.is_empty() {
            typed.words.add_day("on", who.today());
        }
        WholePage {
            shell: who.shell(format!("Sign off: {}", one.title), Place::Board),
            typed,
            name: found.row.name.clone(),
            programme: programme(found),
            line: line(found, one, false),
            day_label: one.day_label.clone(),
            open,
            action: paths::whole(found.row.id.as_str(), &one.code),
            back: paths::wholes(found.row.id.as_str()),
        }
    }
}

fn programme(found: &wholes::Wholes) -> String {
    format!("{}, version {}, cohort {}", found.version.title, found.version.version, found.row.cohort)
}

fn line(found: &wholes::Wholes, one: &wholes::Whole, listed: bool) -> WholeLine {
    let id = found.row.id.as_str();
    let act = match &one.step {
        Step::Confirm(entry) => Some((
            "Look at what the trainee asks you to accept".to_owned(),
            paths::confirmation(entry.as_str()),
        )),
        Step::Signed(entry, _) => Some(("Look at what is signed".to_owned(), paths::entry(entry.as_str()))),
        Step::SignOff(..) if listed => Some(("Sign it off".to_owned(), paths::whole(id, &one.code))),
        Step::Record(kind) => Some((
            "Record it with the other results".to_owned(),
            format!("{}?kind={kind}", paths::results_of(id)),
        )),
        Step::Nothing | Step::SignOff(..) | Step::Ask => None,
    };
    let said = match (&one.step, one.met_on) {
        (_, Some(day)) => format!("Met on {day}."),
        (Step::Nothing, None) if !one.blocks.is_empty() => "These come first:".to_owned(),
        (Step::Signed(_, system), _) => format!("Signed off. It counts once it is entered in {system}."),
        (Step::Confirm(_), _) => "The trainee has asked for it.".to_owned(),
        (Step::SignOff(..) | Step::Record(_), _) => "Nothing stands in its way.".to_owned(),
        (Step::Ask, _) => "Nothing stands in its way: the trainee records it, and you confirm it.".to_owned(),
        (Step::Nothing, None) => String::new(),
    };
    let block = |block: &wholes::Blocks| BlockLine {
        title: block.title.clone(),
        href: paths::requirement(id, &block.code),
        figures: block.figures.clone(),
        state: block.state.as_str(),
    };
    WholeLine {
        title: one.title.clone(),
        section: one.section.clone(),
        state: one.state.as_str(),
        said,
        blocks: one.blocks.iter().map(block).collect(),
        open: one.open.iter().map(block).collect(),
        act,
    }
}
