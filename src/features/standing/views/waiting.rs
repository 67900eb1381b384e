//! What waits for a signature, by the person asked.

use askama::Template;

use crate::features::standing::views::board::Again;
use crate::web::nav::Place;
use crate::web::page::{Shell, View};
use crate::web::parts::Pages;
use crate::web::samples::{self, Sample};

#[derive(Debug, Clone, Template)]
#[template(path = "standing/waiting.html")]
pub struct Waiting {
    pub shell: Shell,
    pub again: Option<Again>,
    pub total: usize,
    /// What has waited too long or is due soon, by the person with whom it waits.
    pub brought: Vec<String>,
    /// Only what has waited for more than so many days.
    pub over: Option<i64>,
    /// From before, and nobody was asked to accept it.
    pub unasked: Vec<WaitingRow>,
    /// Decided by somebody without an account, and not confirmed.
    pub unconfirmed: Vec<Unconfirmed>,
    /// Submitted, and nobody is asked by name.
    pub alone: Rows,
    pub rounds: Rounds,
    /// The house shows patterns in how people decide.
    pub patterns: bool,
    pub groups: Vec<Asked>,
    pub pages: Pages,
}

impl View for Waiting {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Some of several, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub rows: Vec<Unconfirmed>,
    /// How many there are, shown or not.
    pub total: usize,
}

/// What waits with nobody who is asked by name.
#[derive(Debug, Clone)]
pub struct Unconfirmed {
    pub title: String,
    pub href: String,
    pub trainee: String,
    pub trainee_href: String,
    /// `Signed by Dr A. Malik, waits for confirmation until 19 November 2026`
    pub said: String,
}

/// Rounds of feedback that wait for anybody, the oldest first.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    pub rows: Vec<RoundRow>,
    /// How many there are, shown or not.
    pub total: usize,
}

#[derive(Debug, Clone)]
pub struct RoundRow {
    pub href: String,
    pub trainee: String,
    /// `3 of 12 colleagues answered, open until 10 December 2026`
    pub said: String,
    pub since: String,
    pub late: bool,
    /// What is to be said of a supervisor who is one no more; may be empty.
    pub gone: String,
}

/// What one person was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: String,
    pub name: String,
    /// `6 entries wait, the oldest since 4 November 2026 (17 days)`.
    pub said: String,
    /// That they can decide no more, on all of it or some, and where all of it is handed over.
    pub gone: Option<(String, String)>,
    pub rows: Vec<WaitingRow>,
}

#[derive(Debug, Clone)]
pub struct WaitingRow {
    pub title: String,
    pub href: String,
    pub trainee: String,
    pub trainee_href: String,
    pub since: String,
    pub late: bool,
    /// Where it is given to somebody else; nobody was asked for what has none.
    pub hand_over: Option<String>,
}

pub fn samples() -> Vec<Sample> {
    let row = WaitingRow {
        title: "Aortic surgery, 3 November 2026".to_owned(),
        href: "/entries/1".to_owned(),
        trainee: "Ann Field".to_owned(),
        trainee_href: "/trainees/e1".to_owned(),
        since: "since 4 November 2026 (17 days)".to_owned(),
        late: true,
        hand_over: Some("/requests/r/handover".to_owned()),
    };
    let full = Waiting {
        shell: samples::shell_for(&samples::lead(), "Waiting", Place::Waiting),
        again: Again::of(3, 1),
        total: 1,
        brought: vec!["Sue Carter: 3 entries, the oldest since 4 November 2026 (17 days)".to_owned()],
        over: Some(14),
        unasked: vec![WaitingRow {
            title: "BSc unit <Perfusion>, 1 June 2024".to_owned(),
            href: "/earlier/1".to_owned(),
            late: false,
            ..row.clone()
        }],
        unconfirmed: vec![Unconfirmed {
            title: "Aortic surgery, 3 November 2026".to_owned(),
            href: "/entries/1".to_owned(),
            trainee: "Ann <Field>".to_owned(),
            trainee_href: "/trainees/e1".to_owned(),
            said: "Signed by Dr A. Malik, waits for confirmation until 19 November 2026".to_owned(),
        }],
        alone: Rows {
            rows: vec![Unconfirmed {
                title: "Valve surgery, 4 November 2026".to_owned(),
                href: "/entries/2".to_owned(),
                trainee: "Ann <Field>".to_owned(),
                trainee_href: "/trainees/e1".to_owned(),
                said: "a link is open until 26 November 2026, waiting since 4 November 2026 (8 days)"
                    .to_owned(),
            }],
            total: 70,
        },
        rounds: Rounds {
            rows: vec![RoundRow {
                href: "/feedback/r".to_owned(),
                trainee: "Ann <Field>".to_owned(),
                said: "3 of 12 colleagues answered, open until 10 December 2026".to_owned(),
                since: "since 4 November 2026 (17 days)".to_owned(),
                late: true,
                gone: "Sue Carter does not supervise there any more: whoever does can go on with it."
                    .to_owned(),
            }],
            total: 60,
        },
        patterns: true,
        groups: vec![Asked {
            id: "a1".to_owned(),
            name: "Sue Carter".to_owned(),
            said: "1 entry waits, the oldest since 4 November 2026 (17 days)".to_owned(),
            gone: Some((
                "Sue Carter can decide on this no more.".to_owned(),
                "/people/s/handover".to_owned(),
            )),
            rows: vec![row],
        }],
        pages: Pages { earlier: None, later: Some("/waiting?page=2".to_owned()) },
    };
    let empty = Waiting {
        total: 0,
        brought: Vec::new(),
        over: None,
        unasked: Vec::new(),
        unconfirmed: Vec::new(),
        alone: Rows::default(),
        rounds: Rounds::default(),
        patterns: false,
        groups: Vec::new(),
        pages: Pages::default(),
        ..full.clone()
    };
    vec![Sample::of("standing/waiting", &full), Sample::of("standing/waiting, empty", &empty)]
}
