//! What a review looks at, collected by itself from the portfolio as one reader sees it: nobody types what is there
//! already. What is missing is named, with where to write it; what the reader may not read is not named at all.

use std::collections::HashSet;

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::goal::GOAL;
use crate::domain::kind::{Kind, Outcome, Reader, Value, lower};
use crate::domain::life::said;
use crate::domain::names::{EntryId, capital};
use crate::domain::outlook::{Outlook, State};
use crate::domain::programme::coded::in_words;
use crate::domain::programme::{Necessity, Version};
use crate::domain::progress::Standing;
use crate::domain::review::Side;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::Enrolled;
use crate::features::reviews::points::REVIEW;
use crate::features::reviews::store::{found_wanting, in_sight};
use crate::features::standing::{Assessed, EntryRow, Held, Holdings, assess_held, holdings, told_figures};
use crate::render::review::{Asked, Collected, Group, Line};
use crate::web::paths;

/// Longer lists are cut; the portfolio has the rest.
const MOST: usize = 40;
const MEETING: &str = "meeting";
const ROUND: &str = "feedback-round";

/// Kinds that a review looks for, with who writes them; all are written since the review before.
const PIECES: [(&str, Side); 5] = [
    (MEETING, Side::Supervisor),
    ("supervisor-report", Side::Supervisor),
    ("supervisor-evaluation", Side::Supervisor),
    ("placement-evaluation", Side::Trainee),
    (ROUND, Side::Trainee),
];

/// As whom the reader reads: what is in confidence is told only to those for whom it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub own: bool,
    pub leads: bool,
    pub supervises: bool,
    /// For a panel, of whom nobody knows who reads: nothing that is in confidence.
    pub open_only: bool,
}

impl Reading {
    fn may_read(self, kind: &Kind) -> bool {
        let closed: Vec<Reader> = kind.closed_to().collect();
        let held =
            [(self.own, Reader::Trainee), (self.leads, Reader::Lead), (self.supervises, Reader::Supervisor)];
        match (self.open_only, closed.is_empty()) {
            (_, true) => true,
            (true, false) => false,
            (false, false) => held.iter().any(|(is, reader)| *is && !closed.contains(reader)),
        }
    }
}

pub fn collect(
    conn: &mut Conn,
    shelf: &Shelf,
    (who, reading): (&Sight, Reading),
    enrolled: &Enrolled,
    now: Moment,
) -> Result<Collected, Fault> {
    let holdings = holdings(conn, shelf, &enrolled.portfolio, now)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == enrolled.id).ok_or(Fault::NotFound)?;
    let assessed = assess_held(conn, shelf, &holdings, held)?;
    let seen = in_sight(conn, who, &enrolled.portfolio)?;
    let wanting = found_wanting(conn, shelf, &enrolled.portfolio)?;
    let filed = |entry: &&EntryRow| {
        entry.filed_under.contains(&enrolled.id)
            && seen.contains(&entry.id)
            && entry.state() != EntryState::Withdrawn
            && reading.may_read(&entry.kind)
    };
    let mut entries: Vec<&EntryRow> = holdings.entries.iter().filter(filed).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.day, entry.number)));
    let zone: Tz = enrolled.zone.parse().unwrap_or(DEFAULT_ZONE);
    let before =
        entries.iter().find(|entry| entry.kind.code == REVIEW && entry.state() == EntryState::Signed);
    let since = before.map_or(enrolled.started_on, |entry| entry.day);
    let new = before.map_or(enrolled.started_on, |entry| entry.day.plus_days(1));
    let looking =
        Looking { holdings: &holdings, held, entries: &entries, wanting: &wanting, since, new, zone };
    let (met, unmet, apart) = requirements(&assessed, enrolled);
    Ok(Collected { since, met, unmet, apart, groups: looking.groups(), missing: looking.missing(reading) })
}

/// What is met, what is not with why, and what holds nobody back: the first two are counted as on every other page.
fn requirements(assessed: &Assessed, enrolled: &Enrolled) -> (Vec<Asked>, Vec<Asked>, Vec<Asked>) {
    let (mut all_met, mut unmet, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for standing in &assessed.assessment.requirements {
        let Some(requirement) = assessed.version.requirement(&standing.id) else { continue };
        let Some(outlook) = assessed.outlooks.iter().find(|one| one.id == standing.id) else { continue };
        // What is asked by a choice of several is told by the choice.
        if requirement.necessity == Necessity::Part {
            continue;
        }
        let met = standing.met || standing.waived.is_some();
        let asked = Asked {
            title: requirement.title.clone(),
            figures: told_figures(requirement, standing),
            state: outlook.state.as_str().to_owned(),
            why: if met { String::new() } else { why(standing, outlook) },
            href: paths::requirement(enrolled.id.as_str(), &standing.id),
        };
        match (standing.binding, met) {
            (false, _) => apart.push(asked),
            (true, true) => all_met.push(asked),
            (true, false) => unmet.push(asked),
        }
    }
    (all_met, unmet, apart)
}

/// The due day, what to expect against it, and how much does not count.
fn why(standing: &Standing, outlook: &Outlook) -> String {
    let mut said: Vec<String> = Vec::new();
    said.extend(standing.due.map(|day| format!("Due {day}.")));
    match &outlook.forecast {
        _ if outlook.state == State::Locked => {}
        Some(forecast) => said.push(forecast.about.clone()),
        None if outlook.state == State::WithOthers => {
            said.push("What is submitted would meet it.".to_owned());
        }
        None if outlook.state == State::ToEnter => {
            said.push(
                "What is signed would meet it, once it is entered where the official record is.".to_owned(),
            );
        }
        None => {}
    }
    // What would count once signed is no such entry. Why stands on the requirement's page, in words to its trainee.
    let waits = |id: &str| standing.pending.iter().any(|one| one.fact == id);
    match standing.not_counted.iter().filter(|one| !waits(&one.fact)).count() {
        0 => {}
        1 => said.push("1 entry does not count.".to_owned()),
        many => said.push(format!("{many} entries do not count.")),
    }
    said.join(" ")
}

struct Looking<'a> {
    holdings: &'a Holdings,
    held: &'a Held,
    /// Those that the reader may read, the newest first.
    entries: &'a [&'a EntryRow],
    /// An earlier version of these was signed as not good enough.
    wanting: &'a HashSet<EntryId>,
    /// The day of the review before; of the first, the day on which the enrolment began.
    since: Day,
    /// The first day that was not looked at yet: the day after a review, but the first day itself.
    new: Day,
    zone: Tz,
}

impl Looking<'_> {
    fn version(&self) -> &Version {
        &self.held.version
    }

    fn line(&self, entry: &EntryRow) -> Line {
        let waits = entry.waits.as_ref().map(|waits| {
            format!(", with {} since {}", self.holdings.name(&waits.asked), waits.since.day_in(self.zone))
        });
        let before = match self.wanting.contains(&entry.id) {
            true => ", an earlier version was not good enough",
            false => "",
        };
        Line {
            text: format!("{}: {}", entry.kind.name, in_words([self.version()], &entry.title)),
            about: format!("{}: {}{}{before}", entry.day, entry.state().shown(), waits.unwrap_or_default()),
            href: paths::entry(entry.id.as_str()),
        }
    }

    fn group(&self, title: impl Into<String>, none: &str, of: impl Fn(&EntryRow) -> bool) -> Group {
        let mut lines: Vec<Line> =
            self.entries.iter().filter(|entry| of(entry)).map(|entry| self.line(entry)).collect();
        let more = lines.len().saturating_sub(MOST);
        lines.truncate(MOST);
        if more > 0 {
            lines.push(Line { text: format!("and {more} more in the portfolio"), ..Line::default() });
        }
        Group { title: title.into(), none: none.to_owned(), lines }
    }

    fn groups(&self) -> Vec<Group> {
        let since = self.since;
        let lately = |entry: &EntryRow| entry.day >= self.new;
        let piece = |entry: &EntryRow| PIECES.iter().any(|(code, _)| *code == entry.kind.code);
        vec![
            self.signed(),
            self.group("Not good enough, or sent back", "Nothing was found wanting.", |entry| {
                was_unsatisfactory(entry)
                    || self.wanting.contains(&entry.id)
                    || entry.state() == EntryState::Returned
            }),
            self.group("Open goals", "No goal is open.", is_open_goal),
            self.group(format!("Meetings since {since}"), "No meeting is recorded.", |entry| {
                entry.kind.code == MEETING && lately(entry)
            }),
            self.group(
                format!("Reports, evaluations and feedback since {since}"),
                "None is there yet.",
                |entry| piece(entry) && entry.kind.code != MEETING && lately(entry),
            ),
            self.group("Waits for somebody", "Nothing waits.", |entry| entry.waits.is_some()),
            self.life(),
        ]
    }

    /// How many of each kind were signed since.
    fn signed(&self) -> Group {
        let mut counts: Vec<(&Kind, usize)> = Vec::new();
        let from = self.new.starts_in(self.zone);
        for entry in self.entries.iter().filter(|entry| entry.state() == EntryState::Signed) {
            let signed = |entry: &EntryRow| {
                entry.decisions.iter().any(|one| one.verdict == Verdict::Signed && one.at >= from)
            };
            if !signed(entry) {
                continue;
            }
            match counts.iter_mut().find(|(kind, _)| kind.code == entry.kind.code) {
                Some((_, count)) => *count += 1,
                None => counts.push((&entry.kind, 1)),
            }
        }
        let line = |(kind, count): (&Kind, usize)| {
            let name = if count == 1 { lower(&kind.name) } else { kind.plural.clone() };
            Line { text: format!("{count} {name}"), ..Line::default() }
        };
        Group {
            title: format!("Signed since {}", self.since),
            none: "Nothing was signed.".to_owned(),
            lines: counts.into_iter().map(line).collect(),
        }
    }

    fn life(&self) -> Group {
        let line = |one: &crate::features::enrolments::Lived| Line {
            text: said(self.version(), &one.happened, self.zone),
            about: format!("recorded by {} on {}", one.by, one.known_from.day_in(self.zone)),
            href: String::new(),
        };
        Group {
            title: "Life of the enrolment".to_owned(),
            none: "No time out, no part time, no extension.".to_owned(),
            lines: self.held.life.iter().map(line).collect(),
        }
    }

    /// Of the pieces that the programme has forms for, those that nobody has written since the review before.
    fn missing(&self, reading: Reading) -> Vec<Line> {
        let written =
            |code: &str| self.entries.iter().any(|entry| entry.kind.code == code && entry.day >= self.new);
        let missing = PIECES.iter().filter_map(|(code, side)| {
            let kind = &self.version().kind(code)?.kind;
            if written(code) || !reading.may_read(kind) {
                return None;
            }
            let href = match side {
                Side::Trainee if reading.own => paths::new_entry(code),
                Side::Supervisor if reading.supervises || reading.leads => {
                    paths::new_assessment(self.held.row.id.as_str(), code)
                }
                _ => String::new(),
            };
            let who = match side {
                Side::Trainee => "the trainee writes it",
                Side::Supervisor => "a supervisor writes it",
            };
            Some(Line { text: capital(&kind.name), about: format!("none since {}; {who}", self.since), href })
        });
        missing.collect()
    }
}

fn was_unsatisfactory(entry: &EntryRow) -> bool {
    entry.kind.outcome(&entry.values) == Some(Outcome::Unsatisfactory)
        || entry.decisions.iter().any(|one| !one.satisfactory)
}

fn is_open_goal(entry: &EntryRow) -> bool {
    entry.kind.code == GOAL && entry.values.get("progress").is_some_and(|said: &Value| said.names("open"))
}
