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

/// Something of a row that nobody can be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unasked {
    pub since: Moment,
    pub trainee: String,
    pub title: String,
    pub said: String,
    pub entry: EntryId,
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

/// Somebody who will miss something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Miss {
    /// All that waits would not meet it either: more is missing.
    pub short: bool,
    pub from: Option<Day>,
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
                entry: thing.entry().clone(),
            }));
            let misses = by_entry.get(&(thing.entry().as_str(), thing.enrolment())).into_iter().flatten();
            heap.misses.extend(misses.map(|one| Miss {
                short: !one.would_meet,
                from: one.behind_from.or(one.due),
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
    misses.sort_by_key(|one| (one.short, one.from.is_none(), one.from));
    let asked = heap.asked.into_iter().map(|((name, person), requests)| Asked {
        count: requests.len(),
        requests: requests.keys().cloned().collect(),
        // Free at once if any of it is.
        next: requests
            .into_values()
            .map(|last| next_reminder(last).filter(|next| now < *next))
            .min()
            .flatten(),
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
mod tests {
    use super::*;
    use crate::domain::time::DEFAULT_ZONE;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn wait(request: &str, asked: &str, since: &str) -> Waits {
        Waits {
            enrolment: EnrolmentId::new("e1"),
            request: RequestId::new(request),
            entry: EntryId::new(format!("entry-{request}")),
            title: "Case".to_owned(),
            day: "2026-11-01".parse().unwrap(),
            asked: AccountId::new(asked),
            asked_name: asked.to_owned(),
            since: at(since),
            brought: false,
        }
    }

    /// Of things for which nothing else is known.
    fn bare(things: &[Thing<'_>], headed: impl Fn(&Thing<'_>) -> Vec<Heading>) -> Vec<Row> {
        let known = Known {
            things,
            hung: &[],
            trainees: &HashMap::new(),
            reminded: &HashMap::new(),
            now: at("2026-11-13T09:00:00Z"),
            zone: DEFAULT_ZONE,
        };
        rows(&known, headed)
    }

    #[test]
    fn rows_tell_how_much_how_long_and_who_misses_what() {
        let waits = [
            wait("a", "Sue", "2026-11-01T09:00:00Z"),
            wait("b", "Sue", "2026-11-10T09:00:00Z"),
            wait("c", "Sue", "2026-11-11T09:00:00Z"),
            wait("d", "Tom", "2026-11-12T09:00:00Z"),
        ];
        let hang = |requirement: &str, would_meet, waiting: &[&str]| Hung {
            enrolment: EnrolmentId::new("e1"),
            requirement: requirement.to_owned(),
            title: requirement.to_owned(),
            due: None,
            behind_from: Some("2026-12-01".parse().unwrap()),
            would_meet,
            waiting: waiting.iter().map(|one| (*one).to_owned()).collect(),
        };
        let hung = [hang("cases", true, &["entry-a", "entry-d"]), hang("hours", false, &["entry-a"])];
        let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
        let known = Known {
            things: &things,
            zone: DEFAULT_ZONE,
            hung: &hung,
            trainees: &[(EnrolmentId::new("e1"), "Ann".to_owned())].into(),
            reminded: &[(RequestId::new("a"), at("2026-11-11T09:00:00Z"))].into(),
            now: at("2026-11-13T09:00:00Z"),
        };
        let found = rows(&known, |thing| vec![Heading::asked(thing)]);
        assert_eq!(found.len(), 2);
        let sue = &found[0];
        assert_eq!((sue.name.as_str(), sue.count, sue.median, sue.longest), ("Sue", 3, 3, 12));
        assert_eq!(sue.asked[0].next, None, "two of the three may be reminded of");
        let missed: Vec<(&str, &str, bool)> =
            sue.misses.iter().map(|one| (one.trainee.as_str(), one.title.as_str(), one.short)).collect();
        assert_eq!(missed, [("Ann", "cases", false), ("Ann", "hours", true)], "what is short even so too");
        let theirs: Vec<&str> = sue.asked[0].requests.iter().map(RequestId::as_str).collect();
        assert_eq!(theirs, ["a", "b", "c"]);
        let reminded =
            Known { reminded: &[(RequestId::new("d"), at("2026-11-11T09:00:00Z"))].into(), ..known };
        let found = rows(&reminded, |thing| vec![Heading::asked(thing)]);
        assert_eq!(found[1].asked[0].next, Some(at("2026-11-18T09:00:00Z")));
    }

    #[test]
    fn two_people_of_one_name_are_two_rows() {
        let sue = |request: &str, account: &str, since: &str| Waits {
            asked: AccountId::new(account),
            ..wait(request, "Sue", since)
        };
        let waits = [
            sue("a", "sue-1", "2026-11-01T09:00:00Z"),
            sue("b", "sue-2", "2026-11-12T09:00:00Z"),
            sue("c", "sue-2", "2026-11-12T09:00:00Z"),
        ];
        let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
        let found = bare(&things, |thing| vec![Heading::asked(thing)]);
        let told: Vec<(&str, usize, i64, usize)> =
            found.iter().map(|row| (row.name.as_str(), row.count, row.median, row.asked.len())).collect();
        assert_eq!(told, [("Sue", 1, 12, 1), ("Sue", 2, 1, 1)]);
        let by_site = bare(&things, |_| vec![Heading::of("Northgate")]);
        assert_eq!((by_site.len(), by_site[0].count, by_site[0].asked.len()), (1, 3, 2));
    }

    #[test]
    fn two_sites_of_one_name_are_two_rows_that_say_where_they_are() {
        let waits = [
            wait("a", "Sue", "2026-11-01T09:00:00Z"),
            wait("b", "Sue", "2026-11-02T09:00:00Z"),
            wait("c", "Sue", "2026-11-03T09:00:00Z"),
        ];
        let things: Vec<Thing<'_>> = waits.iter().map(Thing::Asked).collect();
        let found = bare(&things, |thing| {
            vec![match thing.entry().as_str() {
                "entry-a" => Heading::at("Main site", "s1", "Northgate"),
                "entry-b" => Heading::at("Main site", "s2", "Southmead"),
                _ => Heading::at("Other site", "s3", "Northgate"),
            }]
        });
        let told: Vec<(&str, usize)> = found.iter().map(|row| (row.name.as_str(), row.count)).collect();
        assert_eq!(told, [("Main site, Northgate", 1), ("Main site, Southmead", 1), ("Other site", 1)]);
        assert_eq!(found[1].asked[0].requests, [RequestId::new("b")], "a reminder is of this row alone");
    }

    #[test]
    fn what_nobody_is_asked_and_what_is_not_confirmed_have_rows_of_their_own_and_count() {
        let asked = wait("a", "Sue", "2026-11-01T09:00:00Z");
        let alone = Alone {
            enrolment: EnrolmentId::new("e1"),
            entry: EntryId::new("entry-b"),
            title: "Valve".to_owned(),
            day: "2026-11-02".parse().unwrap(),
            since: at("2026-11-03T09:00:00Z"),
            link: None,
            missing: String::new(),
        };
        let unconfirmed = Unconfirmed {
            enrolment: EnrolmentId::new("e1"),
            entry: EntryId::new("entry-c"),
            title: "Aorta".to_owned(),
            day: "2026-11-02".parse().unwrap(),
            by: "Dr A. Malik".to_owned(),
            signed: true,
            taken: at("2026-11-12T09:00:00Z"),
        };
        let things = [Thing::Asked(&asked), Thing::Alone(&alone), Thing::Unconfirmed(&unconfirmed)];
        let hung = [Hung {
            enrolment: EnrolmentId::new("e1"),
            requirement: "cases".to_owned(),
            title: "cases".to_owned(),
            due: None,
            behind_from: None,
            would_meet: true,
            waiting: vec!["entry-b".to_owned(), "entry-c".to_owned()],
        }];
        let known = Known {
            things: &things,
            hung: &hung,
            trainees: &[(EnrolmentId::new("e1"), "Ann".to_owned())].into(),
            reminded: &HashMap::new(),
            now: at("2026-11-13T09:00:00Z"),
            zone: DEFAULT_ZONE,
        };
        let by_site = rows(&known, |_| vec![Heading::at("Main site", "s1", "Northgate")]);
        let told: Vec<(&str, For, i64, usize, usize)> = by_site
            .iter()
            .map(|row| (row.name.as_str(), row.waits_for, row.longest, row.asked.len(), row.misses.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("Main site", For::Somebody, 12, 1, 0),
                ("Main site", For::Nobody, 10, 0, 1),
                ("Main site", For::Letter, 1, 0, 1)
            ]
        );
        let said: Vec<(&str, &str)> = by_site
            .iter()
            .flat_map(|row| &row.unasked)
            .map(|one| (one.title.as_str(), one.said.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("Valve, 2 November 2026", "nobody is asked"),
                (
                    "Aorta, 2 November 2026",
                    "Signed by Dr A. Malik, waits for confirmation until 19 November 2026"
                )
            ]
        );
        let by_person = rows(&known, |thing| vec![Heading::asked(thing)]);
        let names: Vec<&str> = by_person.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Sue", "Asked of nobody by name", For::Letter.said()]);
    }
}
