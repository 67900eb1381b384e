//! What waits, put together by person, site or module. No query is here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono_tz::Tz;

use crate::domain::names::{AccountId, EnrolmentId, EntryId, RequestId};
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::next_reminder;
use crate::features::requests::store::Hung;
use crate::features::standing::{Alone, Unconfirmed, Waits, since_days};

/// By what the rows are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Person,
    Site,
    Module,
}

impl By {
    pub fn read(word: &str) -> By {
        match word {
            "site" => By::Site,
            "module" => By::Module,
            _ => By::Person,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            By::Person => "person",
            By::Site => "site",
            By::Module => "module",
        }
    }
}

/// Something that waits, as one of its enrolments sees it.
#[derive(Debug, Clone, Copy)]
pub enum Thing<'a> {
    Asked(&'a Waits),
    Alone(&'a Alone),
    Unconfirmed(&'a Unconfirmed),
}

/// For what the things of a row wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// Somebody who is asked by name.
    Somebody,
    Nobody,
    /// Whoever decided without an account and has not opened the letter at their work address.
    Letter,
}

impl For {
    pub fn said(self) -> &'static str {
        match self {
            For::Somebody => "",
            For::Nobody => "Asked of nobody by name",
            For::Letter => "Decided, waits for the work address to be opened",
        }
    }
}

impl Thing<'_> {
    pub fn waits_for(&self) -> For {
        match self {
            Thing::Asked(_) => For::Somebody,
            Thing::Alone(_) => For::Nobody,
            Thing::Unconfirmed(_) => For::Letter,
        }
    }

    pub fn entry(&self) -> &EntryId {
        match self {
            Thing::Asked(one) => &one.entry,
            Thing::Alone(one) => &one.entry,
            Thing::Unconfirmed(one) => &one.entry,
        }
    }

    pub fn enrolment(&self) -> &EnrolmentId {
        match self {
            Thing::Asked(one) => &one.enrolment,
            Thing::Alone(one) => &one.enrolment,
            Thing::Unconfirmed(one) => &one.enrolment,
        }
    }

    fn since(&self) -> Moment {
        match self {
            Thing::Asked(one) => one.since,
            Thing::Alone(one) => one.since,
            Thing::Unconfirmed(one) => one.taken,
        }
    }

    /// `Aortic surgery, 3 November 2026`, and what it waits for; none where somebody is asked by name.
    fn told(&self, zone: Tz) -> Option<(String, String)> {
        match self {
            Thing::Asked(_) => None,
            Thing::Alone(one) => Some((format!("{}, {}", one.title, one.day), one.said(zone))),
            Thing::Unconfirmed(one) => Some((format!("{}, {}", one.title, one.day), one.said(zone))),
        }
    }
}

/// Something of a row of which no signer can be reminded, but its trainee.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unasked {
    pub since: Moment,
    pub trainee: String,
    pub title: String,
    pub said: String,
    pub entry: EntryId,
    /// The first moment at which its trainee may be reminded of it; none: now.
    pub next: Option<Moment>,
}

/// Whoever is asked in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub person: AccountId,
    pub name: String,
    pub count: usize,
    /// The first moment at which any of it may be reminded of; none: now.
    pub next: Option<Moment>,
    /// What of theirs stands in this row.
    pub requests: Vec<RequestId>,
}

/// From when on somebody misses something; the longest missed first. That it is behind today says nothing of since when:
/// the stored day is the one on which that was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// It was to be met by then.
    WasDue(Day),
    Behind,
    /// The first day on which it is behind, or by which it is to be met.
    From(Day),
}

impl When {
    fn of(one: &Hung, today: Day) -> Option<When> {
        match (one.due, one.behind_from) {
            (Some(due), _) if due < today => Some(When::WasDue(due)),
            (_, Some(from)) if from <= today => Some(When::Behind),
            (due, from) => from.or(due).map(When::From),
        }
    }
}

/// Somebody who will miss something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// All that waits would not meet it either: more is missing.
    pub short: bool,
    pub when: Option<When>,
    pub trainee: String,
    pub title: String,
    pub enrolment: EnrolmentId,
    pub requirement: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub waits_for: For,
    pub count: usize,
    pub median: i64,
    pub longest: i64,
    pub asked: Vec<Asked>,
    /// What nobody is asked, or waits for a letter to be answered, the oldest first.
    pub unasked: Vec<Unasked>,
    pub misses: Vec<Miss>,
}

/// Everything about what waits.
pub struct Known<'a> {
    pub things: &'a [Thing<'a>],
    pub hung: &'a [Hung],
    pub trainees: &'a HashMap<EnrolmentId, String>,
    pub reminded: &'a HashMap<RequestId, Moment>,
    /// Of what no signer is reminded of: when its trainee was.
    pub nudged: &'a HashMap<EntryId, Moment>,
    pub now: Moment,
    pub zone: Tz,
}

#[derive(Default)]
struct Heap {
    days: BTreeMap<EntryId, i64>,
    unasked: BTreeSet<Unasked>,
    asked: BTreeMap<(String, AccountId), BTreeMap<RequestId, Option<Moment>>>,
    misses: BTreeSet<Miss>,
}

/// A row before it is put together. Two people, two sites and two modules may have one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heading {
    pub name: String,
    /// What nobody is asked has a row of its own beside what somebody is.
    pub waits_for: For,
    /// What tells it from another of the same name.
    pub key: String,
    /// Where it is, said beside a name that two of them have; empty: nothing to say.
    pub within: String,
}

impl Heading {
    /// The one of this name.
    pub fn of(name: &str) -> Heading {
        Heading::at(name, "", "")
    }

    /// One of a name that another place may have too.
    pub fn at(name: &str, key: &str, within: &str) -> Heading {
        let waits_for = For::Somebody;
        Heading { name: name.to_owned(), waits_for, key: key.to_owned(), within: within.to_owned() }
    }

    /// Whoever is asked, if anybody is.
    pub fn asked(thing: &Thing<'_>) -> Heading {
        match thing {
            Thing::Asked(wait) => Heading::at(&wait.asked_name, wait.asked.as_str(), ""),
            other => Heading::of(other.waits_for().said()),
        }
    }
}

/// Under which headings each thing stands: several where it counts for several.
pub fn rows(known: &Known<'_>, headed: impl Fn(&Thing<'_>) -> Vec<Heading>) -> Vec<Row> {
    let mut by_entry: HashMap<(&str, &EnrolmentId), Vec<&Hung>> = HashMap::new();
    for one in known.hung {
        for entry in &one.waiting {
            by_entry.entry((entry.as_str(), &one.enrolment)).or_default().push(one);
        }
    }
    let mut heaps: BTreeMap<Heading, Heap> = BTreeMap::new();
    for thing in known.things {
        for heading in headed(thing) {
            let heap = heaps.entry(Heading { waits_for: thing.waits_for(), ..heading }).or_default();
            heap.days.insert(thing.entry().clone(), since_days(thing.since(), known.now));
            if let Thing::Asked(wait) = thing {
                let last = known.reminded.get(&wait.request).copied();
                let asked = heap.asked.entry((wait.asked_name.clone(), wait.asked.clone())).or_default();
                asked.insert(wait.request.clone(), last);
            }
            heap.unasked.extend(thing.told(known.zone).map(|(title, said)| Unasked {
                since: thing.since(),
                trainee: known.trainees.get(thing.enrolment()).cloned().unwrap_or_default(),
                title,
                said,
                next: next_reminder(known.nudged.get(thing.entry()).copied(), known.now),
                entry: thing.entry().clone(),
            }));
            let misses = by_entry.get(&(thing.entry().as_str(), thing.enrolment())).into_iter().flatten();
            heap.misses.extend(misses.map(|one| Miss {
                short: !one.would_meet,
                when: When::of(one, known.now.day_in(known.zone)),
                trainee: known.trainees.get(&one.enrolment).cloned().unwrap_or_default(),
                title: one.title.clone(),
                enrolment: one.enrolment.clone(),
                requirement: one.requirement.clone(),
            }));
        }
    }
    let mut named: HashMap<String, BTreeSet<String>> = HashMap::new();
    for heading in heaps.keys() {
        named.entry(heading.name.clone()).or_default().insert(heading.key.clone());
    }
    let mut all: Vec<Row> = heaps
        .into_iter()
        .map(|(heading, heap)| {
            let twice = named.get(&heading.name).is_some_and(|keys| keys.len() > 1);
            let name = match twice && !heading.within.is_empty() {
                true => format!("{}, {}", heading.name, heading.within),
                false => heading.name,
            };
            row((name, heading.waits_for), heap, known.now)
        })
        .collect();
    all.sort_by(|a, b| {
        (b.longest, b.count, &a.name, a.waits_for).cmp(&(a.longest, a.count, &b.name, b.waits_for))
    });
    all
}

fn row((name, waits_for): (String, For), heap: Heap, now: Moment) -> Row {
    let mut days: Vec<i64> = heap.days.into_values().collect();
    days.sort_unstable();
    let mut misses: Vec<Miss> = heap.misses.into_iter().collect();
    misses.sort_by_key(|one| (one.short, one.when.is_none(), one.when));
    let asked = heap.asked.into_iter().map(|((name, person), requests)| Asked {
        count: requests.len(),
        requests: requests.keys().cloned().collect(),
        // Free at once if any of it is.
        next: requests.into_values().map(|last| next_reminder(last, now)).min().flatten(),
        person,
        name,
    });
    Row {
        count: days.len(),
        median: days.get(days.len().saturating_sub(1) / 2).copied().unwrap_or_default(),
        longest: days.last().copied().unwrap_or_default(),
        asked: asked.collect(),
        unasked: heap.unasked.into_iter().collect(),
        misses,
        waits_for,
        name,
    }
}

#[cfg(test)]
mod tests;
