//! History, comparison, simulation and publication of a draft.

use askama::Template;
use chrono_tz::Tz;

use super::{Around, at};
use crate::domain::authoring::{Change, Comparison, Turned};
use crate::domain::programme::Version;
use crate::features::authorship::desk::Desk;
use crate::features::authorship::simulating::Turns;
use crate::features::authorship::store::{SaveRow, SimulationRow};
use crate::features::enrolments::Enrolled;
use crate::features::programmes::VersionRow;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "authorship/saves.html")]
pub struct SavesPage {
    pub(super) shell: Shell,
    pub(super) around: Around,
    pub(super) saves: Vec<SaveLine>,
    pub(super) action: String,
    /// The save that was asked for, with its text.
    pub(super) text: Option<(i32, String)>,
}

pub struct SaveLine {
    pub number: i32,
    pub what: String,
    pub said: String,
    pub href: String,
    pub is_latest: bool,
}

impl View for SavesPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl SavesPage {
    pub fn new(who: &Lead, desk: &Desk, saves: Vec<SaveRow>, text: Option<(i32, String)>) -> SavesPage {
        SavesPage::with(who.shell("Every save of this draft", Place::Programmes), who.zone, desk, saves, text)
    }

    pub(super) fn with(
        shell: Shell,
        zone: Tz,
        desk: &Desk,
        saves: Vec<SaveRow>,
        text: Option<(i32, String)>,
    ) -> SavesPage {
        let action = at(desk, paths::DRAFT_SAVES);
        let line = |row: SaveRow| SaveLine {
            what: what_said(&row, desk),
            said: format!("by {}, {}", row.by, row.at.shown_in(zone)),
            href: format!("{action}?save={}", row.number),
            is_latest: row.number == desk.draft.saves,
            number: row.number,
        };
        SavesPage {
            shell,
            around: Around::of(desk),
            saves: saves.into_iter().map(line).collect(),
            action,
            text,
        }
    }
}

fn what_said(row: &SaveRow, desk: &Desk) -> String {
    // What was removed since has its code alone.
    let about = desk.read.requirement(&row.about).map_or(row.about.as_str(), |one| one.title.as_str());
    match row.what.as_str() {
        "begun" => "The draft was begun".to_owned(),
        "head" => "Title, cohort, kinds or sections changed".to_owned(),
        "text" => "The whole text changed".to_owned(),
        "added" => format!("“{about}” added"),
        "removed" => format!("“{about}” removed"),
        "moved" => format!("“{about}” moved"),
        "undo" => format!("Back to save {}", row.about),
        _ => format!("“{about}” changed"),
    }
}

#[derive(Template)]
#[template(path = "authorship/comparison.html")]
pub struct ComparisonPage {
    pub(super) shell: Shell,
    pub(super) around: Around,
    /// `version 2025`; empty where there is nothing to compare with.
    pub(super) before: String,
    pub(super) head: Vec<String>,
    pub(super) changes: Vec<Change>,
}

impl View for ComparisonPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl ComparisonPage {
    pub fn new(
        who: &Lead,
        desk: &Desk,
        before: Option<&Version>,
        told: Option<Comparison>,
    ) -> ComparisonPage {
        let told = told.unwrap_or_default();
        ComparisonPage {
            shell: who.shell("What this draft changes", Place::Programmes),
            around: Around::of(desk),
            before: before.map(|version| format!("version {}", version.version)).unwrap_or_default(),
            head: told.head,
            changes: told.requirements,
        }
    }
}

#[derive(Template)]
#[template(path = "authorship/simulation.html")]
pub struct SimulationPage {
    pub(super) shell: Shell,
    pub(super) around: Around,
    pub(super) action: String,
    /// `version 2025`; empty where the draft came from none.
    pub(super) from: String,
    /// How many people it would be run on now.
    pub(super) people: usize,
    pub(super) has_faults: bool,
    pub(super) run: Option<Run>,
}

/// What was found, or how far it is.
pub struct Run {
    pub said: String,
    pub is_old: bool,
    pub waits: bool,
    pub done: i32,
    pub total: i32,
    pub touched: usize,
    pub groups: Vec<TurnGroup>,
}

/// All that turn in the same way in the same requirement.
pub struct TurnGroup {
    pub heading: String,
    pub requirement: String,
    pub people: Vec<TurnLine>,
}

pub struct TurnLine {
    pub name: String,
    pub href: String,
    pub before: String,
    pub after: String,
}

impl View for SimulationPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl SimulationPage {
    pub fn new(
        who: &Lead,
        desk: &Desk,
        from: Option<VersionRow>,
        row: Option<SimulationRow>,
        people: Vec<Enrolled>,
        found: Vec<Turns>,
    ) -> SimulationPage {
        let shell = who.shell("Whom this draft would touch", Place::Programmes);
        SimulationPage::with(
            shell,
            who.zone,
            desk,
            from,
            row,
            groups(&people, &found),
            (people.len(), found.len()),
        )
    }

    pub(super) fn with(
        shell: Shell,
        zone: Tz,
        desk: &Desk,
        from: Option<VersionRow>,
        row: Option<SimulationRow>,
        found: Vec<TurnGroup>,
        (people, touched): (usize, usize),
    ) -> SimulationPage {
        let run = row.map(|row| Run {
            said: format!("Worked out from save {}, asked for {}", row.save, row.asked_at.shown_in(zone)),
            is_old: row.save != desk.draft.saves,
            waits: row.state == "waiting",
            done: row.done,
            total: row.total,
            touched,
            groups: found,
        });
        SimulationPage {
            shell,
            around: Around::of(desk),
            action: at(desk, paths::DRAFT_SIMULATION),
            from: from.map(|row| format!("version {}", row.version)).unwrap_or_default(),
            people,
            has_faults: !desk.read.flaws.is_empty() || desk.read.version.is_none(),
            run,
        }
    }
}

fn groups(people: &[Enrolled], found: &[Turns]) -> Vec<TurnGroup> {
    let mut all: Vec<TurnGroup> = Vec::new();
    for turned in Turned::ALL {
        let mut codes: Vec<(&str, &str)> = Vec::new();
        for turn in found.iter().flat_map(|one| &one.turns).filter(|turn| turn.turned == turned) {
            if !codes.iter().any(|(code, _)| *code == turn.code) {
                codes.push((&turn.code, &turn.title));
            }
        }
        for (code, title) in codes {
            let line = |one: &Turns| {
                let turn = one.turns.iter().find(|turn| turn.turned == turned && turn.code == code)?;
                let row = people.iter().find(|row| row.id == one.enrolment)?;
                Some(TurnLine {
                    name: row.name.clone(),
                    href: paths::trainee(row.id.as_str()),
                    before: turn.before.clone(),
                    after: turn.after.clone(),
                })
            };
            let lines: Vec<TurnLine> = found.iter().filter_map(line).collect();
            if !lines.is_empty() {
                all.push(TurnGroup {
                    heading: turned.shown().to_owned(),
                    requirement: title.to_owned(),
                    people: lines,
                });
            }
        }
    }
    all
}

#[derive(Template)]
#[template(path = "authorship/publication.html")]
pub struct PublicationPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) version: String,
    pub(super) cohort: String,
    /// `4 compared with version 2025`; empty where there is nothing to compare with.
    pub(super) changes: String,
    pub(super) faults: usize,
    /// The version whose cohort overlaps; empty where none does.
    pub(super) overlaps: String,
    pub(super) action: String,
    pub(super) comparison: String,
    pub(super) simulation: String,
}

impl View for PublicationPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl PublicationPage {
    pub fn new(
        who: &Lead,
        desk: &Desk,
        before: Option<&Version>,
        told: Option<Comparison>,
        overlaps: Option<String>,
        typed: Typed,
    ) -> PublicationPage {
        let version = desk.read.version.as_ref();
        let cohort = match version.map(|version| (version.cohort_from, version.cohort_until)) {
            Some((Some(from), Some(until))) => format!("People who start from {from} to {until}"),
            Some((Some(from), None)) => format!("People who start on {from} or later"),
            Some((None, Some(until))) => format!("People who start by {until}"),
            _ => "People of every cohort".to_owned(),
        };
        let told = told.unwrap_or_default();
        PublicationPage {
            shell: who.shell("Publish this version", Place::Programmes),
            typed,
            around: Around::of(desk),
            version: version.map(|version| version.version.clone()).unwrap_or_default(),
            cohort,
            changes: before
                .map(|version| {
                    let number = told.requirements.len() + told.head.len();
                    format!("{number} compared with version {}", version.version)
                })
                .unwrap_or_default(),
            faults: desk.read.flaws.len(),
            overlaps: overlaps.unwrap_or_default(),
            action: at(desk, paths::DRAFT_PUBLICATION),
            comparison: at(desk, paths::DRAFT_COMPARISON),
            simulation: at(desk, paths::DRAFT_SIMULATION),
        }
    }
}
