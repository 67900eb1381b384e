//! The page that says what would be filed.

use askama::Template;

use super::pages::Found;
use super::store::{Old, StaysOut};
use crate::domain::names::EnrolmentId;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

/// Lines of one list: whoever has more finds them in the portfolio.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "portfolio/filing.html")]
pub struct Filing {
    shell: Shell,
    programme: String,
    days: String,
    closed: Option<String>,
    action: String,
    fits: usize,
    lists: Vec<List>,
}

/// Entries of which one thing is said.
pub struct List {
    title: String,
    /// What will be filed is read before the button is pressed.
    open: bool,
    lines: Vec<Line>,
    /// How many more there are than are shown.
    more: usize,
}

pub struct Line {
    title: String,
    path: String,
    what: String,
}

impl View for Filing {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl StaysOut {
    fn said(self) -> &'static str {
        match self {
            StaysOut::Kind => "Not filed: this programme asks nothing of that kind",
            StaysOut::Before => "Not filed: from before your first day there",
            StaysOut::After => "Not filed: from after your last day there",
            StaysOut::Withdrawn => "Not filed: withdrawn",
            StaysOut::TakenOut => "Not filed: you took these out yourself; put one back by changing it",
        }
    }
}

impl Filing {
    pub fn new(shell: Shell, found: Found) -> Filing {
        let line = |old: &Old| {
            let kind = found.kinds.iter().find(|(code, _)| *code == old.kind);
            Line {
                title: old.title.clone(),
                path: paths::entry(old.entry.as_str()),
                what: format!(
                    "{}, number {}, {}",
                    kind.map_or(old.kind.as_str(), |(_, name)| name),
                    old.number,
                    old.day
                ),
            }
        };
        let list = |title: String, which: Option<StaysOut>| {
            let all: Vec<&Old> = found.old.iter().filter(|old| old.stays_out == which).collect();
            List {
                title: format!("{title} ({})", all.len()),
                open: which.is_none(),
                lines: all.iter().take(SHOWN).map(|old| line(old)).collect(),
                more: all.len().saturating_sub(SHOWN),
            }
        };
        use StaysOut::*;
        let outside =
            [Kind, Before, After, Withdrawn, TakenOut].map(|why| list(why.said().to_owned(), Some(why)));
        let inside = list("Will be filed".to_owned(), None);
        Filing {
            programme: found.programme,
            days: format!("{} to {}", found.under.started_on, found.under.ends_on),
            closed: found.closed,
            action: action(&found.under.id),
            fits: found.old.iter().filter(|old| old.stays_out.is_none()).count(),
            lists: std::iter::once(inside).chain(outside).filter(|list| !list.lines.is_empty()).collect(),
            shell,
        }
    }
}

fn action(id: &EnrolmentId) -> String {
    paths::enrolment_filing(id.as_str())
}

pub fn samples() -> Vec<Sample> {
    let page = |fits: usize| Filing {
        shell: samples::shell_for(&samples::trainee(), "Count what is recorded", Place::Portfolio),
        programme: "CPD for <HCPC>".to_owned(),
        days: "1 September 2025 to 31 August 2027".to_owned(),
        closed: (fits == 2).then(|| "The MSc was frozen on 15 September 2027, 17:00.".to_owned()),
        action: action(&EnrolmentId::new("e")),
        fits,
        lists: (0..fits)
            .map(|_| List {
                title: "Will be filed (51)".to_owned(),
                open: true,
                lines: vec![Line {
                    title: "Aortic <surgery>".to_owned(),
                    path: paths::entry("e"),
                    what: "Bypass case, number 119, 3 November 2026".to_owned(),
                }],
                more: 50,
            })
            .collect(),
    };
    vec![
        Sample::of("portfolio/filing", &page(1)),
        Sample::of("portfolio/filing, nothing", &page(0)),
        Sample::of("portfolio/filing, closed", &page(2)),
    ]
}
