//! The pages of this room, as they are shown.

use askama::Template;

use crate::domain::audit::Head;
use crate::domain::names::{BookId, EnrolmentId, EntryId, PortfolioId};
use crate::domain::time::Moment;
use crate::features::history::check::{BookReport, Wrong};
use crate::features::history::content::ContentReport;
use crate::features::history::store::{Reader, Step, Trail};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::samples::{self, Sample};

mod openings;

pub use openings::{Openings, asked_month};

impl View for History {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl View for Verification {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub fn title(reader: &Reader) -> String {
    if reader.own {
        "History of your portfolio".to_owned()
    } else {
        format!("History of {}’s portfolio", reader.name)
    }
}

#[derive(Template)]
#[template(path = "history/trail.html")]
pub struct History {
    shell: Shell,
    title: String,
    /// Words and address.
    back: Option<(String, String)>,
    steps: Vec<Line>,
    hidden: usize,
    verification: String,
    openings: Option<String>,
    pages: Pages,
}

/// One event as a sentence in three parts, the middle one a link where it is an entry.
struct Line {
    who: String,
    before: String,
    it: String,
    link: Option<String>,
    after: String,
    at: String,
    iso: String,
    seq: i64,
}

impl History {
    /// `staff`: supervisors and leads have a page of the trainee to go back to.
    pub fn new(shell: Shell, reader: Reader, staff: bool, trail: Trail, is_later_page: bool) -> History {
        let path = paths::history(reader.portfolio.as_str());
        let line = |step: Step| {
            let (before, after) = step.said.split_once("{it}").unwrap_or((step.said.as_str(), ""));
            let is_about = step.said.contains("{it}");
            Line {
                who: step.who,
                before: before.to_owned(),
                after: after.to_owned(),
                it: if is_about { step.it } else { String::new() },
                link: step.entry.filter(|_| is_about).map(|id| format!("/entries/{id}")),
                at: step.at.shown_in(reader.zone),
                iso: step.at.to_string(),
                seq: step.seq,
            }
        };
        History {
            back: match &reader.enrolment {
                _ if reader.own => Some(("Back to the portfolio".to_owned(), paths::PORTFOLIO.to_owned())),
                Some(id) if staff => Some((reader.name.clone(), paths::trainee(id.as_str()))),
                _ => None,
            },
            title: title(&reader),
            steps: trail.steps.into_iter().map(line).collect(),
            hidden: trail.hidden,
            verification: paths::verification(reader.portfolio.as_str()),
            openings: reader.own.then(|| paths::openings(reader.portfolio.as_str())),
            pages: Pages {
                earlier: is_later_page.then(|| path.clone()),
                later: trail.older.map(|seq| format!("{path}?before={seq}")),
            },
            shell,
        }
    }
}

#[derive(Template)]
#[template(path = "history/verification.html")]
pub struct Verification {
    shell: Shell,
    name: String,
    own: bool,
    is_whole: bool,
    checked_at: String,
    events: i64,
    head: i64,
    hash: String,
    rows: usize,
    versions: usize,
    decisions: usize,
    struck: usize,
    wrong: Vec<Wrong>,
    /// "3 rows of evidence": what exists and no event commits to.
    without_event: Vec<String>,
    unread: Vec<String>,
    history: String,
}

impl Verification {
    pub fn new(
        shell: Shell,
        reader: Reader,
        book: BookReport,
        content: ContentReport,
        now: Moment,
    ) -> Verification {
        let counted = |(table, number): (&String, &usize)| format!("{number} of {}", table.replace('_', " "));
        Verification {
            shell,
            own: reader.own,
            is_whole: book.is_whole() && content.wrong.is_empty(),
            checked_at: now.shown_in(reader.zone),
            events: book.events,
            head: book.head.seq,
            rows: book.rows,
            versions: content.versions,
            decisions: content.decisions,
            struck: content.struck,
            without_event: book.without_event.iter().map(counted).collect(),
            unread: book.unread.iter().map(counted).collect(),
            wrong: book.wrong.into_iter().chain(content.wrong).collect(),
            hash: book.head.hash,
            history: paths::history(reader.portfolio.as_str()),
            name: reader.name,
        }
    }
}

pub fn samples() -> Vec<Sample> {
    let person = samples::trainee();
    let reader = |own| Reader {
        portfolio: PortfolioId::new("p1"),
        name: "Ann <Field>".to_owned(),
        own,
        enrolment: (!own).then(|| EnrolmentId::new("e1")),
        zone: person.zone,
    };
    let step = |seq, said: &str, entry: bool| Step {
        seq,
        at: person.now,
        who: "Sue Carter".to_owned(),
        said: said.to_owned(),
        it: "entry 118, Valve operation, 12 November 2026".to_owned(),
        entry: entry.then(|| EntryId::new("e1")),
    };
    let trail = |steps, hidden, older| Trail { steps, hidden, older };
    let steps = vec![
        step(9, "asked for a report of this portfolio", false),
        step(8, "undid a decision on {it}", true),
        step(7, "made {it}", false),
    ];
    let book = |wrong: Vec<Wrong>| BookReport {
        book: BookId::new("p1"),
        head: Head { seq: 9, hash: "ab".repeat(32) },
        events: 9,
        rows: 7,
        wrong,
        without_event: [("evidence".to_owned(), 3)].into(),
        unread: [("answers".to_owned(), 1)].into(),
    };
    let wrong = vec![Wrong::at("decisions/d1", "is gone; event 8 says that it was there")];
    let shell = |title: &str| samples::shell_for(&person, title, Place::Portfolio);
    let content = || ContentReport { versions: 4, decisions: 2, struck: 1, wrong: Vec::new() };
    let mut all = vec![
        Sample::of(
            "history/trail",
            &History::new(shell("History"), reader(true), false, trail(steps, 0, Some(7)), true),
        ),
        Sample::of(
            "history/trail, empty",
            &History::new(shell("History"), reader(false), true, trail(Vec::new(), 2, None), false),
        ),
        Sample::of(
            "history/verification",
            &Verification::new(
                shell("Is this record whole?"),
                reader(true),
                book(Vec::new()),
                content(),
                person.now,
            ),
        ),
        Sample::of(
            "history/verification, broken",
            &Verification::new(
                shell("Is this record whole?"),
                reader(false),
                book(wrong),
                content(),
                person.now,
            ),
        ),
    ];
    all.extend(openings::samples());
    all
}
