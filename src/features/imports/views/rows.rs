//! The rows of a file: what each would do, and what became of each. Of thousands the first of each sort are
//! shown, faults before all; every fault is in the file to download.

use askama::Template;

use super::{counted, place};
use crate::domain::import::RowOutcome;
use crate::features::imports::pages::Found;
use crate::features::imports::planning::Planned;
use crate::features::imports::store::{ImportRow, State};
use crate::web::gate::Importer;
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// Rows of one list.
const SHOWN: usize = 100;

/// Rows of which one thing is said.
pub struct Group {
    pub title: String,
    pub open: bool,
    pub lines: Vec<RowLine>,
    /// How many more there are than are shown.
    pub more: usize,
}

pub struct RowLine {
    pub line: String,
    pub sentence: String,
    /// What became of the undoing; empty where there was none.
    pub afterwards: String,
}

fn group(title: &str, open: bool, mut lines: Vec<RowLine>) -> Option<Group> {
    let all = lines.len();
    lines.truncate(SHOWN);
    (all > 0).then(|| Group {
        title: format!("{title} ({all})"),
        open,
        lines,
        more: all.saturating_sub(SHOWN),
    })
}

#[derive(Template)]
#[template(path = "imports/preview.html")]
pub struct Preview {
    pub shell: Shell,
    pub typed: Typed,
    pub sort: &'static str,
    pub file: String,
    /// `12 new, 3 changed, 2 the same, 1 with a fault`
    pub told: String,
    pub groups: Vec<Group>,
    pub seen: String,
    /// Rows that would do something.
    pub good: usize,
    pub faults: usize,
    pub hows: Vec<Choice>,
    pub action: String,
    pub mapping: String,
    pub throw_away: String,
    pub faults_file: String,
}

impl View for Preview {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Preview {
    pub fn new(who: &Importer, found: &Found, seen: String, typed: Typed) -> Preview {
        let id = found.import.id.as_str();
        let of = |what: RowOutcome| found.planned.iter().filter(move |one| one.outcome == what);
        let count = |what| of(what).count();
        let lines = |what| of(what).map(planned).collect::<Vec<_>>();
        use RowOutcome::{Changed, Fault, New, Same};
        let groups = [
            group("Rows with faults", true, lines(Fault)),
            group("Changed", true, lines(Changed)),
            group("New", true, lines(New)),
            group("Nothing to do", false, lines(Same)),
        ];
        let good = count(New) + count(Changed);
        Preview {
            shell: who.shell("What would happen", place(who)),
            typed,
            sort: found.import.sort.shown(),
            file: found.import.name.clone(),
            told: told(count(New), count(Changed), count(Same), count(Fault)),
            groups: groups.into_iter().flatten().collect(),
            seen,
            good,
            faults: count(Fault),
            hows: hows(good),
            action: paths::import_at(paths::IMPORT_ROWS, id),
            mapping: paths::import_at(paths::IMPORT_MAPPING, id),
            throw_away: paths::import_at(paths::IMPORT_DELETION, id),
            faults_file: paths::import_at(paths::IMPORT_FAULTS, id),
        }
    }
}

fn planned(one: &Planned) -> RowLine {
    RowLine { line: format!("Line {}", one.line), sentence: one.sentence.clone(), afterwards: String::new() }
}

pub fn told(new: usize, changed: usize, same: usize, faults: usize) -> String {
    let faults = counted(faults, "row with a fault", "rows with faults");
    format!("{new} new, {changed} changed, {same} with nothing to do, {faults}")
}

pub fn hows(good: usize) -> Vec<Choice> {
    vec![
        Choice::of("good", format!("The {} without a fault", counted(good, "row", "rows")))
            .meaning("Rows with faults are left out, and told afterwards"),
        Choice::of("all", "Everything or nothing").meaning("Only if no row has a fault"),
    ]
}

#[derive(Template)]
#[template(path = "imports/result.html")]
pub struct Result {
    pub shell: Shell,
    pub sort: &'static str,
    pub file: String,
    pub told: String,
    pub when: String,
    /// When it was undone; empty where it was not.
    pub undone: String,
    pub groups: Vec<Group>,
    pub faults: usize,
    pub undo: String,
    pub faults_file: String,
}

impl View for Result {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Result {
    pub fn new(who: &Importer, found: &Found) -> Result {
        let (import, id) = (&found.import, found.import.id.as_str());
        let of = |what: RowOutcome| found.rows.iter().filter(move |row| row.outcome == what);
        let count = |what| of(what).count();
        let lines = |what| of(what).map(became).collect::<Vec<_>>();
        use RowOutcome::{Changed, Fault, New, Same};
        let stays = found.rows.iter().filter(|row| !row.kept_because.is_empty()).map(became).collect();
        let groups = [
            group("Not undone", true, stays),
            group("Left out because of a fault", true, lines(Fault)),
            group("Changed", false, lines(Changed)),
            group("New", false, lines(New)),
            group("Nothing to do", false, lines(Same)),
        ];
        let shown =
            |at: Option<crate::domain::time::Moment>| at.map(|at| at.shown_in(who.zone)).unwrap_or_default();
        Result {
            shell: who.shell("What was imported", place(who)),
            sort: import.sort.shown(),
            file: import.name.clone(),
            told: told(count(New), count(Changed), count(Same), count(Fault)),
            when: shown(import.done_at),
            undone: shown(import.undone_at),
            groups: groups.into_iter().flatten().collect(),
            faults: if import.sheet.is_some() { count(Fault) } else { 0 },
            undo: if import.state == State::Done {
                paths::import_at(paths::IMPORT_UNDOING, id)
            } else {
                String::new()
            },
            faults_file: paths::import_at(paths::IMPORT_FAULTS, id),
        }
    }
}

fn became(row: &ImportRow) -> RowLine {
    let afterwards = match (row.undone_at, row.kept_because.as_str()) {
        (Some(_), _) => "Undone.".to_owned(),
        (None, "") => String::new(),
        (None, why) => format!("Not undone: {why}."),
    };
    RowLine { line: format!("Line {}", row.line), sentence: row.sentence.clone(), afterwards }
}
