//! The lead's list of samples, and what is said of patterns.

use askama::Template;

use crate::domain::names::capital;
use crate::domain::time::{Day, Moment};
use crate::features::quality::store::{Item, SampleRow, Tally};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Pages;
use crate::web::paths;

#[derive(Template)]
#[template(path = "quality/index.html")]
pub struct Index {
    pub(super) shell: Shell,
    pub(super) lines: Vec<SampleLine>,
    pub(super) pages: Pages,
    /// Who, the sentence, since when they know; none where the house shows no patterns.
    pub(super) patterns: Option<Vec<(String, String, String)>>,
}

pub struct SampleLine {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) reader: String,
    pub(super) read: String,
    /// `10 December 2026`; none in samples that are older.
    pub(super) until: String,
    /// The day is over and something is not read.
    pub(super) late: bool,
    pub(super) state: &'static str,
    pub(super) open_actions: usize,
}

impl SampleLine {
    pub fn of(
        row: &SampleRow,
        place: &str,
        reader: &str,
        (tally, open_actions): (Tally, usize),
        today: Day,
    ) -> SampleLine {
        SampleLine {
            title: format!("{}, {} to {}", capital(place), row.from_day, row.until_day),
            href: paths::quality_sample(row.id.as_str()),
            reader: reader.to_owned(),
            read: read_of(tally),
            until: row.read_by.map_or_else(|| "No day".to_owned(), |day| day.to_string()),
            late: is_late(row, tally, today),
            state: if row.ended_at.is_some() { "Closed" } else { "Open" },
            open_actions,
        }
    }
}

pub(super) fn is_late(row: &SampleRow, tally: Tally, today: Day) -> bool {
    let over = row.ended_at.is_none() && row.read_by.is_some_and(|day| day < today);
    over && tally.read < tally.count
}

pub(super) fn tally_of(items: &[Item]) -> Tally {
    Tally {
        read: items.iter().filter(|item| item.second.is_some()).count(),
        count: items.iter().filter(|item| !item.is_lost()).count(),
    }
}

pub(super) fn read_of(tally: Tally) -> String {
    format!("{} of {} read", tally.read, tally.count)
}

impl View for Index {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Index {
    pub fn new(
        who: &Lead,
        lines: Vec<SampleLine>,
        pages: Pages,
        patterns: Option<Vec<(String, String, Moment)>>,
    ) -> Index {
        let known = |at: Moment| format!("They have known since {}.", at.day_in(who.zone));
        Index {
            shell: who.shell("Quality assurance", Place::Waiting),
            lines,
            pages,
            patterns: patterns
                .map(|all| all.into_iter().map(|(name, said, told)| (name, said, known(told))).collect()),
        }
    }
}
