//! The reader's pages as plain values. None of them holds who decided, what, or whose the entry is.

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::signoff::ReturnReason;
use crate::features::entries::Panel;
use crate::features::quality::reading::{Blind, asks_good};
use crate::features::quality::store::{Item, SampleRow};
use crate::features::signoffs::outcomes;
use crate::web::gate::QualityReader;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// One of the reader's samples.
pub struct ToRead {
    pub(super) title: String,
    pub(super) read: usize,
    pub(super) items: Vec<ToReadLine>,
}

pub(super) struct ToReadLine {
    pub(super) text: String,
    /// Empty once it is judged.
    pub(super) href: String,
}

/// The samples of a reader, without a word of what was decided.
pub fn to_read(all: &[(SampleRow, Vec<Item>)], kinds: &BTreeMap<String, String>) -> Vec<ToRead> {
    let line = |item: &Item| {
        let first = item.first.as_ref()?;
        let kind = kinds.get(&first.kind).map_or("Entry", String::as_str);
        let href = match item.second {
            None => paths::second_reading(item.row.id.as_str()),
            Some(_) => String::new(),
        };
        Some(ToReadLine { text: format!("{}. {kind} of {}", item.row.position, first.day), href })
    };
    let sample = |(row, items): &(SampleRow, Vec<Item>)| ToRead {
        title: format!("Decisions of {} to {}", row.from_day, row.until_day),
        read: items.iter().filter(|item| item.second.is_some()).count(),
        items: items.iter().filter_map(line).collect(),
    };
    all.iter().map(sample).collect()
}

#[derive(Template)]
#[template(path = "quality/readings.html")]
pub struct Readings {
    pub(super) shell: Shell,
    pub(super) samples: Vec<ToRead>,
}

impl View for Readings {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Readings {
    pub fn new(who: &QualityReader, samples: Vec<ToRead>) -> Readings {
        Readings { shell: who.shell("Second readings", Place::SecondReadings), samples }
    }
}

#[derive(Template)]
#[template(path = "quality/reading.html")]
pub struct Reading {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) heading: String,
    pub(super) position: String,
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
        let Blind { item, seen, panel, position, .. } = blind;
        let heading = capital(&format!("{} of {}", seen.kind.name, seen.day));
        Reading {
            shell: who.shell(heading.clone(), Place::SecondReadings),
            typed,
            heading,
            position: format!("{} of {}", position.0, position.1),
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

pub(super) fn reasons() -> Vec<Choice> {
    ReturnReason::ALL.iter().map(|reason| Choice::of(reason.as_str(), reason.shown())).collect()
}

fn levels(kind: &Kind) -> Vec<Choice> {
    let all = kind.scale.iter().flat_map(|scale| &scale.levels);
    all.map(|level| Choice::of(&level.code, &level.label).meaning(&level.definition)).collect()
}
