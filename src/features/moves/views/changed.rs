//! What a move changes for one person: before it is done, and afterwards on their own page.

use askama::Template;

use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::moves::beside::{Beside, Line, Side};
use crate::features::moves::pages::MoveFound;
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;

/// One person's changes in words.
#[derive(Debug, Clone, Default)]
pub struct Changed {
    pub before: String,
    pub after: String,
    pub loses: usize,
    pub gains: usize,
    pub rows: Vec<ChangedRow>,
    pub stays: usize,
    pub counted_no_more: Vec<String>,
    pub terms_ending: Vec<String>,
    /// Approvals by name that end with the move, or hold for less after.
    pub approvals_ending: Vec<String>,
    pub approvals_along: Vec<String>,
    /// Who approves anew, in the new version’s name.
    pub anew: String,
}

#[derive(Debug, Clone)]
pub struct ChangedRow {
    pub old: String,
    pub old_figures: String,
    pub new: String,
    pub new_figures: String,
    /// `Met before, not after`, `New, and met already`; nothing where it is met or not as before.
    pub said: &'static str,
}

pub fn changed(beside: &Beside, new: &Version) -> Changed {
    let told = |side: &Option<Side>, otherwise: &str| match side {
        Some(side) => {
            let met = if side.met { "met" } else { "not met" };
            (side.title.clone(), format!("{}, {met}", side.figures))
        }
        None => (otherwise.to_owned(), String::new()),
    };
    let row = |line: &Line| {
        let (old, old_figures) = told(&line.old, "Not asked before");
        let (new, new_figures) = told(&line.new, "Asked no more");
        let said = match (&line.old, &line.new) {
            (Some(Side { met: true, .. }), None) => "Met before, asked no more",
            (Some(_), None) => "Asked no more",
            (None, Some(Side { met: true, .. })) => "New, and met already",
            (None, _) => "New",
            _ if line.loses() => "Met before, not after",
            _ if line.gains() => "Met after, not before",
            _ => "",
        };
        ChangedRow { old, old_figures, new, new_figures, said }
    };
    let all = &beside.lines;
    let approvals = |ends: bool| {
        let these = beside.approvals.iter().filter(|goes| goes.ends == ends);
        these.map(|goes| goes.sentence.clone()).collect()
    };
    let anew = "Approved assessors: a training lead approves anew, where they are still to sign.";
    Changed {
        anew: Called::of(new).say(anew),
        before: beside.before.clone(),
        after: beside.after.clone(),
        loses: all.iter().filter(|line| line.loses()).count(),
        gains: all.iter().filter(|line| line.gains()).count(),
        stays: all.iter().filter(|line| line.stays()).count(),
        rows: all.iter().filter(|line| !line.stays()).map(row).collect(),
        counted_no_more: beside.counted_no_more.clone(),
        terms_ending: beside.terms_ending.clone(),
        approvals_ending: approvals(true),
        approvals_along: approvals(false),
    }
}

#[derive(Template)]
#[template(path = "moves/move.html")]
pub struct MovePage {
    pub(super) shell: Shell,
    /// Whose it is, for a lead.
    pub(super) whose: Option<String>,
    pub(super) programme: String,
    pub(super) sentence: String,
    pub(super) back: (String, String),
    pub(super) change: Changed,
    pub(super) undo: Option<String>,
    pub(super) since: Option<String>,
    pub(super) again: String,
    /// Where assessors are approved.
    pub(super) assessors: String,
}

impl View for MovePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl MovePage {
    pub fn new(who: &SignedIn, found: MoveFound) -> MovePage {
        let own = found.row.person == who.account;
        let id = found.row.id.as_str();
        let (old, new) = (&found.old.version, &found.new.version);
        let day = found.moved.known_from.day_in(found.row.zone.parse().unwrap_or(DEFAULT_ZONE));
        let whom = if own { "You were" } else { &format!("{} was", found.row.name) };
        let place = if own { Place::Home } else { Place::People };
        MovePage {
            shell: who.shell("Moved to another version", place),
            sentence: format!("{whom} moved from version {old} to version {new} on {day}, by {}.", found.by),
            programme: found.new.title.clone(),
            back: match own {
                true => ("Home".to_owned(), paths::HOME.to_owned()),
                false => (found.row.name.clone(), paths::trainee(id)),
            },
            undo: (!own && found.latest && found.since.is_none())
                .then(|| paths::move_undoing(id, found.moved.id.as_str())),
            since: found.since.filter(|_| !own),
            again: paths::new_move(&found.new.code),
            assessors: paths::assessors(id),
            change: changed(&found.beside, &found.new),
            whose: (!own).then_some(found.row.name),
        }
    }
}
