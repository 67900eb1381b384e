//! The reader's pages as plain values. None of them holds who decided, what, or whose the entry is.

use std::collections::BTreeMap;

use askama::Template;

use super::index::{is_late, tally_of};
use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::policy::quality::IN_TRAINING;
use crate::domain::signoff::ReturnReason;
use crate::domain::time::Day;
use crate::features::entries::Panel;
use crate::features::quality::reading::{Blind, asks_good};
use crate::features::quality::store::{Item, SampleRow};
use crate::features::signoffs::outcomes;
use crate::web::gate::QualityReader;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::typed::Typed;

/// One of the reader's samples.
pub struct ToRead {
    pub(super) title: String,
    /// `10 December 2026`; empty where the sample has no day.
    pub(super) until: String,
    /// The day is over and something is not read.
    pub(super) late: bool,
    pub(super) read: usize,
    /// Those that still can be read and those that were.
    pub(super) count: usize,
    pub(super) items: Vec<ToReadLine>,
}

pub(super) struct ToReadLine {
    pub(super) text: String,
    /// Empty once it is judged, and where its decision is gone.
    pub(super) href: String,
    pub(super) state: &'static str,
}

/// The samples of a reader, without a word of what was decided.
pub fn to_read(all: &[(SampleRow, Vec<Item>)], kinds: &BTreeMap<String, String>, today: Day) -> Vec<ToRead> {
    let line = |item: &Item| {
        let what = match &item.first {
            Some(first) => {
                format!("{} of {}", kinds.get(&first.kind).map_or("Entry", String::as_str), first.day)
            }
            None => "An entry that is gone".to_owned(),
        };
        // Whether a decision was taken back or struck out would tell something of it.
        let (href, state) = match (item.second.is_some(), item.is_lost()) {
            (true, _) => (String::new(), "Read"),
            (false, true) => (String::new(), "No longer to be read"),
            (false, false) => (paths::second_reading(item.row.id.as_str()), ""),
        };
        ToReadLine { text: format!("{}. {what}", item.row.position), href, state }
    };
    let sample = |(row, items): &(SampleRow, Vec<Item>)| {
        let tally = tally_of(items);
        ToRead {
            title: format!("Decisions of {} to {}", row.from_day, row.until_day),
            until: row.read_by.map(|day| day.to_string()).unwrap_or_default(),
            late: is_late(row, tally, today),
            read: tally.read,
            count: tally.count,
            items: items.iter().map(line).collect(),
        }
    };
    all.iter().map(sample).collect()
}

#[derive(Template)]
#[template(path = "quality/readings.html")]
pub struct Readings {
    pub(super) shell: Shell,
    pub(super) samples: Vec<ToRead>,
    pub(super) pages: Pages,
    /// Why nothing is open to them, whatever was drawn for them; empty otherwise.
    pub(super) closed: &'static str,
}

impl View for Readings {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Readings {
    /// Nothing was looked for where they are a trainee at present.
    pub fn new(who: &QualityReader, found: Option<(Vec<ToRead>, Pages)>) -> Readings {
        let closed = if found.is_none() { IN_TRAINING } else { "" };
        let (samples, pages) = found.unwrap_or_default();
        Readings { shell: who.shell("Second readings", Place::SecondReadings), samples, pages, closed }
    }
}

#[derive(Template)]
#[template(path = "quality/reading.html")]
pub struct Reading {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) heading: String,
    pub(super) position: String,
    /// Empty where the sample has no day.
    pub(super) until: String,
    pub(super) panel: Panel,
    pub(super) root: String,
    pub(super) judged: bool,
    pub(super) verdicts: Vec<Choice>,
    pub(super) scale: String,
    pub(super) levels: Vec<Choice>,
    pub(super) outcomes: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
    pub(super) action: String,
}

impl View for Reading {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Reading {
    pub fn new(who: &QualityReader, blind: Blind, typed: Typed) -> Reading {
        let Blind { item, seen, panel, position, read_by, .. } = blind;
        let heading = capital(&format!("{} of {}", seen.kind.name, seen.day));
        Reading {
            shell: who.shell(heading.clone(), Place::SecondReadings),
            typed,
            heading,
            position: format!("{} of {}", position.0, position.1),
            until: read_by.map(|day| day.to_string()).unwrap_or_default(),
            panel,
            judged: item.second.is_some(),
            verdicts: verdicts(),
            scale: seen.kind.scale.as_ref().map(|scale| scale.name.clone()).unwrap_or_default(),
            levels: levels(&seen.kind),
            outcomes: if asks_good(&seen.kind, &seen) { outcomes() } else { Vec::new() },
            reasons: reasons(),
            action: paths::second_reading(item.row.id.as_str()),
            root: seen.root,
        }
    }
}

pub(super) fn verdicts() -> Vec<Choice> {
    vec![Choice::of("signed", "I would sign it"), Choice::of("returned", "I would return it")]
}

/// A second reader was never there.
pub(super) fn reasons() -> Vec<Choice> {
    let fit = ReturnReason::ALL.iter().filter(|reason| **reason != ReturnReason::NotThere);
    fit.map(|reason| Choice::of(reason.as_str(), reason.shown())).collect()
}

fn levels(kind: &Kind) -> Vec<Choice> {
    let all = kind.scale.iter().flat_map(|scale| &scale.levels);
    all.map(|level| Choice::of(&level.code, &level.label).meaning(&level.definition)).collect()
}
