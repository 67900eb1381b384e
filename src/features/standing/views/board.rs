//! The lead's board.

use askama::Template;

use crate::features::standing::views::home::sample_bar;
use crate::web::nav::Place;
use crate::web::page::{Shell, View};
use crate::web::parts::{Choice, Pages, Progress};
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Debug, Clone, Template)]
#[template(path = "standing/board.html")]
pub struct Board {
    pub shell: Shell,
    pub numbers: Numbers,
    /// Figures that are being worked out again.
    pub again: Option<Again>,
    /// Supervisors whose registration ends soon, where the board is asked for what lapses.
    pub lapsing: Vec<LapsingLine>,
    /// How many people there are before any filter.
    pub all: usize,
    /// What the table counts: `24 trainees, 25 enrolments`.
    pub caption: String,
    /// Rows that fit, on all pages.
    pub total: usize,
    /// The number of the first row on this page.
    pub first: usize,
    pub filtered: bool,
    pub typed: Typed,
    pub sort: String,
    /// The same board, the nearest trouble first.
    pub nearest: String,
    /// Programmes, cohorts, departments, states.
    pub choices: [Vec<Choice>; 4],
    pub columns: Vec<Column>,
    pub rows: Vec<BoardRow>,
    pub pages: Pages,
}

impl View for Board {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Board {
    pub fn last(&self) -> usize {
        (self.first + self.rows.len()).saturating_sub(1)
    }

    pub fn choice(&self, at: usize) -> &[Choice] {
        self.choices.get(at).map_or(&[], Vec::as_slice)
    }
}

/// How far the figures of many are worked out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    pub done: usize,
    pub all: usize,
}

impl Again {
    /// Nothing where all of them are up to date.
    pub fn of(all: usize, old: usize) -> Option<Again> {
        (old > 0).then(|| Again { done: all.saturating_sub(old), all })
    }
}

/// What matters today.
#[derive(Debug, Clone)]
pub struct Numbers {
    pub behind: usize,
    pub waiting: usize,
    pub lapsing: usize,
}

/// A supervisor, and when their registration ends.
#[derive(Debug, Clone)]
pub struct LapsingLine {
    pub name: String,
    pub href: String,
    pub on: String,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub title: String,
    pub href: String,
    /// `ascending`, `descending` or nothing.
    pub sorted: &'static str,
}

#[derive(Debug, Clone)]
pub struct BoardRow {
    pub name: String,
    pub href: String,
    pub export: String,
    pub programme: String,
    pub cohort: String,
    pub figures: String,
    /// What the figures count.
    pub what: String,
    pub bar: Option<Progress>,
    pub state: &'static str,
    pub behind: String,
    pub trouble: String,
    pub waits: String,
    /// `Signed by Dr A. Malik, waits for confirmation until 19 November 2026`; empty without one.
    pub unconfirmed: String,
    pub lapsing: String,
    pub last: String,
    /// `On time out until 3 March 2027`; empty where there is nothing to say.
    pub life: String,
    pub stale: bool,
}

pub fn sample_row(name: &str, state: &'static str) -> BoardRow {
    BoardRow {
        name: name.to_owned(),
        href: "/trainees/e1".to_owned(),
        export: "/exports/new?enrolment=e1".to_owned(),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        cohort: "2025".to_owned(),
        figures: "118 of 150 signed".to_owned(),
        what: "Supervised bypass cases".to_owned(),
        bar: (state != "Met").then(sample_bar),
        state,
        behind: if state == "Behind" { "Supervised bypass cases".to_owned() } else { String::new() },
        trouble: "Behind from 1 December 2026 if nothing more is done".to_owned(),
        waits: "17 days with Sue Carter, and 5 more".to_owned(),
        unconfirmed: if state == "Behind" {
            "Signed by Dr A. Malik, waits for confirmation until 19 November 2026".to_owned()
        } else {
            String::new()
        },
        lapsing: "Registration ends 1 December 2026".to_owned(),
        last: "3 November 2026".to_owned(),
        life: if state == "Met" { "Completed on 1 November 2026".to_owned() } else { String::new() },
        stale: state == "Met",
    }
}

pub fn samples() -> Vec<Sample> {
    let board = Board {
        caption: "1 trainee, 2 enrolments".to_owned(),
        shell: samples::shell_for(&samples::lead(), "Board", Place::Board),
        again: Again::of(2_000, 1_188),
        numbers: Numbers { behind: 4, waiting: 9, lapsing: 1 },
        lapsing: vec![LapsingLine {
            name: "Sue Carter".to_owned(),
            href: "/people/p1".to_owned(),
            on: "1 December 2026".to_owned(),
        }],
        all: 24,
        total: 2,
        first: 1,
        filtered: true,
        typed: Typed::holding([("q", "ann"), ("state", "Behind")]),
        sort: "-name".to_owned(),
        nearest: "/board?q=ann".to_owned(),
        choices: [
            vec![Choice::of("perfusion-msc", "MSc Clinical Perfusion Science")],
            vec![Choice::of("2025", "2025")],
            vec![Choice::of("d1", "Cardiac theatres")],
            vec![Choice::of("Behind", "Behind")],
        ],
        columns: vec![
            Column { title: "Trainee".to_owned(), href: "/board?sort=name".to_owned(), sorted: "descending" },
            Column { title: "Progress".to_owned(), href: "/board?sort=progress".to_owned(), sorted: "" },
        ],
        rows: vec![sample_row("Ann Field", "Behind"), sample_row("Ben Ash", "Met")],
        pages: Pages { earlier: Some("/board?page=1".to_owned()), later: Some("/board?page=3".to_owned()) },
    };
    let none = Board { rows: Vec::new(), total: 0, ..board.clone() };
    let empty = Board { all: 0, filtered: false, typed: Typed::nothing(), ..none.clone() };
    vec![
        Sample::of("standing/board", &board),
        Sample::of("standing/board, nobody found", &none),
        Sample::of("standing/board, empty", &empty),
    ]
}
