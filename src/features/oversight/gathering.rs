//! What the pages of this room are made of: whom somebody looks after and where they stand, from stored answers.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::sight::SightOver;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, InstitutionId};
use crate::domain::outlook::State;
use crate::domain::programme::{Necessity, Requirement};
use crate::domain::progress::Standing;
use crate::domain::role::{Capacity, Sight};
use crate::domain::rule::Rule;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{overseen, overseen_one};
use crate::features::people::Atlas;
use crate::features::standing::{CohortRow, Course, cohort, courses, told_figures};

/// Somebody on one programme, and what they fall short of.
pub struct Person {
    pub id: EnrolmentId,
    pub name: String,
    pub programme: String,
    pub place: String,
    pub short: Vec<Short>,
    /// The figures may be old.
    pub stale: bool,
}

/// A requirement that is asked and not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    pub title: String,
    pub figures: String,
    pub due: Option<Day>,
    pub state: State,
    pub illustrative: bool,
    /// Why it is not met yet, in one sentence; may be empty.
    pub why: String,
}

/// People on one page: each brings a line for everything they fall short of.
const PAGE: usize = 6;

/// One page of people, and where it stands among all.
pub struct Slice {
    pub people: Vec<Person>,
    /// Of all pages.
    pub total: usize,
    /// Counted from 1.
    pub page: usize,
    pub last: usize,
}

/// Whom the asker looks after in this capacity, nearest trouble first, each with what they fall short of. The order is
/// that of the small columns of stored standings; whole ones are read for the people of this page only.
pub fn nearest(
    conn: &mut Conn,
    shelf: &Shelf,
    (who, capacity): (&Sight, Capacity),
    wanted: usize,
    now: Moment,
) -> Result<Slice, Fault> {
    let over = SightOver::narrow(conn, who, capacity)?;
    let mut all = cohort(conn, shelf, &over, who.today(), now)?;
    all.sort_by_key(CohortRow::nearness);
    let (total, last) = (all.len(), all.len().saturating_sub(1) / PAGE + 1);
    let page = wanted.clamp(1, last);
    let shown: Vec<EnrolmentId> =
        all.into_iter().skip((page - 1) * PAGE).take(PAGE).map(|row| row.id).collect();
    let mut rows = overseen(conn, who, capacity)?;
    rows.retain(|row| shown.contains(&row.id));
    let people = courses(conn, shelf, rows, now)?.iter().map(|course| person(course, capacity)).collect();
    Ok(Slice { people, total, page, last })
}

fn person(course: &Course, capacity: Capacity) -> Person {
    Person {
        id: course.row.id.clone(),
        name: course.row.name.clone(),
        programme: course.version.title.clone(),
        place: course.row.department_name.clone(),
        short: if course.is_closed() { Vec::new() } else { short(course, capacity) },
        stale: course.stale.is_some(),
    }
}

/// What is required or recommended, not waived and not met; the earliest due first.
pub fn short(course: &Course, capacity: Capacity) -> Vec<Short> {
    let asked = |necessity| matches!(necessity, Necessity::Required | Necessity::Recommended);
    let mut all: Vec<Short> = course
        .lines()
        .filter(|(_, standing, _)| !standing.met && standing.waived.is_none() && asked(standing.necessity))
        .map(|(requirement, standing, outlook)| Short {
            title: requirement.title.clone(),
            figures: figures(capacity, requirement, standing),
            due: standing.due,
            state: outlook.state,
            illustrative: standing.illustrative,
            why: outlook.forecast.as_ref().map(|one| one.about.clone()).unwrap_or_default(),
        })
        .collect();
    all.sort_by_key(|one| (one.due.is_none(), one.due));
    all
}

/// A tutor reads no marks: that a unit or an exam is passed is all that they are told of it.
pub fn figures(capacity: Capacity, requirement: &Requirement, standing: &Standing) -> String {
    match (capacity, &requirement.rule) {
        (Capacity::Tutor, Rule::Marks(_) | Rule::Exam(_)) => String::new(),
        _ => told_figures(requirement, standing),
    }
}

/// One person whom the asker looks after, in this capacity.
pub fn one(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (capacity, id): (Capacity, &EnrolmentId),
    now: Moment,
) -> Result<Course, Fault> {
    let row = overseen_one(conn, who, capacity, id)?;
    courses(conn, shelf, vec![row], now)?.pop().ok_or(Fault::NotFound)
}

/// One employer of a consortium.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employer {
    pub id: InstitutionId,
    pub name: String,
    pub people: usize,
    pub behind: usize,
    pub waiting: usize,
    pub longest: i64,
}

/// Where each trainee is employed, and what each employer comes to. By name.
pub fn employers(atlas: &Atlas, rows: &[CohortRow], now: Moment) -> Vec<Employer> {
    let mut all: BTreeMap<(String, InstitutionId), Vec<&CohortRow>> = BTreeMap::new();
    for row in rows {
        if let Some((id, name)) = employer_of(atlas, &row.department) {
            all.entry((name, id)).or_default().push(row);
        }
    }
    let employer = |((name, id), rows): ((String, InstitutionId), Vec<&CohortRow>)| {
        let people = |rows: &mut dyn Iterator<Item = &&CohortRow>| {
            rows.map(|row| &row.person).collect::<BTreeSet<_>>().len()
        };
        let waits: BTreeSet<_> =
            rows.iter().flat_map(|row| &row.waits).map(|wait| (&wait.request, wait.days(now))).collect();
        Employer {
            people: people(&mut rows.iter()),
            behind: people(&mut rows.iter().filter(|row| row.state == State::Behind)),
            waiting: waits.len(),
            longest: waits.iter().map(|(_, days)| *days).max().unwrap_or_default(),
            id,
            name,
        }
    };
    all.into_iter().map(employer).collect()
}

pub fn employer_of(atlas: &Atlas, department: &str) -> Option<(InstitutionId, String)> {
    let at = atlas.departments.iter().find(|one| one.id.as_str() == department)?;
    atlas.institution(&at.institution).map(|one| (one.id.clone(), one.name.clone()))
}

/// With whom work waits: the name, at which employer, how many requests, and the days of the oldest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    pub name: String,
    pub employers: Vec<String>,
    pub requests: usize,
    pub longest: i64,
}

/// The longest first. A request about something that is filed twice is one request.
pub fn bottlenecks(atlas: &Atlas, rows: &[CohortRow], now: Moment) -> Vec<Bottleneck> {
    type Heap<'a> = (BTreeSet<String>, BTreeMap<&'a str, i64>);
    let mut all: BTreeMap<(&str, &str), Heap<'_>> = BTreeMap::new();
    for row in rows {
        for wait in &row.waits {
            let heap = all.entry((wait.asked_name.as_str(), wait.asked.as_str())).or_default();
            heap.0.extend(employer_of(atlas, &row.department).map(|(_, name)| name));
            heap.1.insert(wait.request.as_str(), wait.days(now));
        }
    }
    let mut found: Vec<Bottleneck> = all
        .into_iter()
        .map(|((name, _), (employers, requests))| Bottleneck {
            name: name.to_owned(),
            employers: employers.into_iter().collect(),
            longest: requests.values().copied().max().unwrap_or_default(),
            requests: requests.len(),
        })
        .collect();
    found.sort_by(|a, b| (b.longest, b.requests, &a.name).cmp(&(a.longest, a.requests, &b.name)));
    found
}
