//! The pages of tutors and co-ordinators as plain values.

mod recording;
mod samples;

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;

use super::gathering::{Person, Short, Slice, bottlenecks, employer_of, employers, figures, short};
use super::store::Listed;
use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::role::Capacity;
use crate::domain::time::{Day, Moment};
use crate::features::people::Atlas;
use crate::features::standing::{CohortRow, Course};
use crate::web::gate::{Coordinator, Overseer, Tutor};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::typed::Typed;

pub use recording::Recording;
pub use samples::samples;

/// What a capacity may read, said to who holds it.
fn to_the_reader(reads: &str) -> String {
    reads.replacen("May read", "You may read", 1)
}

#[derive(Template)]
#[template(path = "oversight/shortfalls.html")]
pub struct Shortfalls {
    shell: Shell,
    reads: String,
    /// Enrolments on all pages.
    people: usize,
    /// How many of those on this page fall short of something, and how many are on it.
    falling: (usize, usize),
    /// `page 2 of 7`; empty where all are on this page.
    part: String,
    rows: Vec<ShortRow>,
    /// Who falls short of more than is listed: name, page and of how much.
    more: Vec<(String, String, usize)>,
    /// Who falls short of nothing: name and page.
    enough: Vec<(String, String)>,
    pages: Pages,
}

/// Lines of one person; the others are on their page.
const MOST: usize = 18;

struct ShortRow {
    name: String,
    href: String,
    programme: String,
    title: String,
    figures: String,
    due: String,
    state: &'static str,
    illustrative: bool,
    why: String,
    stale: bool,
}

impl View for Shortfalls {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Shortfalls {
    pub fn new(who: &Tutor, slice: Slice, reads: String) -> Shortfalls {
        let Slice { people, total, page, last } = slice;
        let mut rows: Vec<(Option<Day>, ShortRow)> = Vec::new();
        let (mut enough, mut more) = (Vec::new(), Vec::new());
        for person in &people {
            if person.short.is_empty() {
                let name = format!("{}: {}", person.name, person.programme);
                enough.push((name, paths::overseen(person.id.as_str())));
            }
            rows.extend(person.short.iter().take(MOST).map(|one| (one.due, row(person, one))));
            if let Some(left) = person.short.len().checked_sub(MOST).filter(|left| *left > 0) {
                more.push((person.name.clone(), paths::overseen(person.id.as_str()), left));
            }
        }
        rows.sort_by(|a, b| (a.0.is_none(), a.0, &a.1.name).cmp(&(b.0.is_none(), b.0, &b.1.name)));
        Shortfalls {
            shell: who.shell("Registered staff", Place::Shortfalls),
            reads: to_the_reader(&reads),
            people: total,
            falling: (people.len().saturating_sub(enough.len()), people.len()),
            part: match last {
                1 => String::new(),
                _ => format!("page {page} of {last}"),
            },
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            more,
            enough,
            pages: Pages {
                earlier: (page > 1).then(|| turned(page - 1)),
                later: (page < last).then(|| turned(page + 1)),
            },
        }
    }
}

fn turned(to: usize) -> String {
    format!("{}?page={to}", paths::SHORTFALLS)
}

fn row(person: &Person, one: &Short) -> ShortRow {
    ShortRow {
        name: person.name.clone(),
        href: paths::overseen(person.id.as_str()),
        programme: format!("{}, {}", person.programme, person.place),
        title: one.title.clone(),
        figures: one.figures.clone(),
        due: one.due.map(|day| day.to_string()).unwrap_or_default(),
        state: one.state.as_str(),
        illustrative: one.illustrative,
        why: one.why.clone(),
        stale: person.stale,
    }
}

/// An entry of a kind that may be read.
struct EntryLine {
    person: String,
    kind: String,
    title: String,
    href: String,
    day: String,
    state: &'static str,
}

fn entry_line(one: Listed, kinds: &[Arc<Kind>]) -> EntryLine {
    let kind = kinds.iter().find(|kind| kind.code == one.kind);
    EntryLine {
        kind: kind.map(|kind| kind.name.clone()).unwrap_or_default(),
        href: paths::entry(one.entry.as_str()),
        title: one.title,
        day: one.day.to_string(),
        state: kind.map_or(one.state.shown(), |kind| one.state.said(kind.confirmed_by)),
        person: one.person,
    }
}

#[derive(Template)]
#[template(path = "oversight/attendance.html")]
pub struct Attendance {
    shell: Shell,
    typed: Typed,
    from: String,
    months: Vec<Choice>,
    /// How often each person attended something, by name.
    counts: Vec<(String, usize)>,
    rows: Vec<EntryLine>,
}

impl View for Attendance {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Attendance {
    pub fn new(
        who: &Tutor,
        (months, from): (i32, Day),
        listed: Vec<Listed>,
        kinds: &[Arc<Kind>],
    ) -> Attendance {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for one in &listed {
            *counts.entry(one.person.clone()).or_default() += 1;
        }
        Attendance {
            shell: who.shell("Attendance", Place::Attendance),
            typed: Typed::holding([("months", months.to_string())]),
            from: from.to_string(),
            months: months_offered(),
            counts: counts.into_iter().collect(),
            rows: listed.into_iter().map(|one| entry_line(one, kinds)).collect(),
        }
    }
}

fn months_offered() -> Vec<Choice> {
    [("3", "3 months"), ("12", "12 months"), ("24", "24 months")]
        .map(|(code, said)| Choice::of(code, said))
        .into()
}

#[derive(Template)]
#[template(path = "oversight/consortium.html")]
pub struct Consortium {
    shell: Shell,
    typed: Typed,
    reads: String,
    employers: Vec<EmployerRow>,
    choices: Vec<Choice>,
    bottlenecks: Vec<(String, String, String, String)>,
    rows: Vec<TraineeRow>,
}

struct EmployerRow {
    name: String,
    href: String,
    people: usize,
    behind: usize,
    waits: String,
}

struct TraineeRow {
    name: String,
    href: String,
    employer: String,
    programme: String,
    figures: String,
    state: &'static str,
    behind: String,
    waits: String,
    life: String,
}

impl View for Consortium {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Consortium {
    pub fn new(
        who: &Coordinator,
        (atlas, mut rows): (&Atlas, Vec<CohortRow>),
        only: &str,
        reads: String,
        now: Moment,
    ) -> Consortium {
        let all = employers(atlas, &rows, now);
        let choices = all.iter().map(|one| Choice::of(one.id.as_str(), &one.name)).collect();
        let of = |row: &CohortRow| employer_of(atlas, &row.department);
        rows.retain(|row| only.is_empty() || of(row).is_some_and(|(id, _)| id.as_str() == only));
        rows.sort_by_key(|row| (row.nearness(), std::cmp::Reverse(row.longest(now))));
        let stuck = bottlenecks(atlas, &rows, now);
        Consortium {
            shell: who.shell("Consortium", Place::Consortium),
            typed: Typed::holding([("employer", only)]),
            reads: to_the_reader(&reads),
            employers: all
                .iter()
                .map(|one| EmployerRow {
                    name: one.name.clone(),
                    href: format!("{}?employer={}", paths::CONSORTIUM, one.id),
                    people: one.people,
                    behind: one.behind,
                    waits: match one.waiting {
                        0 => "Nothing waits".to_owned(),
                        some => format!("{some}, the oldest for {}", days(one.longest)),
                    },
                })
                .collect(),
            choices,
            bottlenecks: stuck
                .into_iter()
                .map(|one| (one.name, one.employers.join(", "), one.requests.to_string(), days(one.longest)))
                .collect(),
            rows: rows.iter().map(|row| trainee(row, of(row).map(|(_, name)| name), now)).collect(),
        }
    }
}

fn trainee(row: &CohortRow, employer: Option<String>, now: Moment) -> TraineeRow {
    TraineeRow {
        name: row.name.clone(),
        href: paths::overseen(row.id.as_str()),
        employer: employer.unwrap_or_default(),
        programme: match row.cohort.as_str() {
            "" => row.version.title.clone(),
            cohort => format!("{}, cohort {cohort}", row.version.title),
        },
        figures: match &row.bar {
            Some(bar) => format!("{}, {}", bar.said(), bar.title),
            None if row.total == 0 => String::new(),
            None => format!("{} of {} met", row.met, row.total),
        },
        state: row.state.as_str(),
        behind: row.behind.join("; "),
        waits: row
            .waits
            .first()
            .map(|first| format!("{} with {}", days(first.days(now)), first.asked_name))
            .unwrap_or_default(),
        life: row.life.join(". "),
    }
}

fn days(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

#[derive(Template)]
#[template(path = "oversight/overseen.html")]
pub struct Overseen {
    shell: Shell,
    programme: String,
    place: String,
    reads: String,
    stale: bool,
    life: Vec<String>,
    overall: String,
    short: Vec<ShortLine>,
    lines: Vec<Figure>,
    rows: Vec<EntryLine>,
    back: (&'static str, &'static str),
}

struct ShortLine {
    title: String,
    figures: String,
    due: String,
    why: String,
}

struct Figure {
    title: String,
    figures: String,
    state: &'static str,
    illustrative: bool,
}

impl View for Overseen {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Overseen {
    pub fn new(
        who: &Overseer,
        capacity: Capacity,
        course: &Course,
        listed: Vec<Listed>,
        (reads, kinds): (String, &[Arc<Kind>]),
    ) -> Overseen {
        let row = &course.row;
        let (place, back) = match capacity {
            Capacity::Tutor => (Place::Shortfalls, ("Registered staff", paths::SHORTFALLS)),
            _ => (Place::Consortium, ("Consortium", paths::CONSORTIUM)),
        };
        Overseen {
            shell: who.shell(row.name.clone(), place),
            programme: course.version.title.clone(),
            place: format!("{}, {}", row.department_name, row.institution_name),
            reads: to_the_reader(&reads),
            stale: course.stale.is_some(),
            life: course.life.clone(),
            overall: capital(&course.overall.sentence),
            short: short(course, capacity)
                .into_iter()
                .map(|one| ShortLine {
                    due: one.due.map(|day| format!("by {day}")).unwrap_or_default(),
                    title: one.title,
                    figures: one.figures,
                    why: one.why,
                })
                .collect(),
            lines: course
                .lines()
                .map(|(requirement, standing, outlook)| Figure {
                    title: requirement.title.clone(),
                    figures: figures(capacity, requirement, standing),
                    state: outlook.state.as_str(),
                    illustrative: standing.illustrative,
                })
                .collect(),
            rows: listed.into_iter().map(|one| entry_line(one, kinds)).collect(),
            back,
        }
    }
}
