//! What waits, put together by person, site or module. No query is here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::names::{AccountId, EnrolmentId, RequestId};
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::next_reminder;
use crate::features::requests::store::Hung;
use crate::features::standing::Waits;

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
    pub count: usize,
    pub median: i64,
    pub longest: i64,
    pub asked: Vec<Asked>,
    pub misses: Vec<Miss>,
}

/// Everything about what waits.
pub struct Known<'a> {
    pub waits: &'a [Waits],
    pub hung: &'a [Hung],
    pub trainees: &'a HashMap<EnrolmentId, String>,
    pub reminded: &'a HashMap<RequestId, Moment>,
    pub now: Moment,
}

#[derive(Default)]
struct Heap {
    days: BTreeMap<RequestId, i64>,
    asked: BTreeMap<(String, AccountId), BTreeMap<RequestId, Option<Moment>>>,
    misses: BTreeSet<Miss>,
}

/// A row before it is put together. Two people, two sites and two modules may have one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heading {
    pub name: String,
    /// What tells it from another of the same name.
    pub key: String,
    /// Where it is, said beside a name that two of them have; empty: nothing to say.
    pub within: String,
}

impl Heading {
    /// The one of this name.
    pub fn of(name: &str) -> Heading {
        Heading { name: name.to_owned(), key: String::new(), within: String::new() }
    }

    /// One of a name that another place may have too.
    pub fn at(name: &str, key: &str, within: &str) -> Heading {
        Heading { name: name.to_owned(), key: key.to_owned(), within: within.to_owned() }
    }

    /// Whoever is asked.
    pub fn asked(wait: &Waits) -> Heading {
        Heading::at(&wait.asked_name, wait.asked.as_str(), "")
    }
}

/// Under which headings each request stands: several where it counts for several.
pub fn rows(known: &Known<'_>, headed: impl Fn(&Waits) -> Vec<Heading>) -> Vec<Row> {
    let mut by_entry: HashMap<(&str, &EnrolmentId), Vec<&Hung>> = HashMap::new();
    for one in known.hung {
        for entry in &one.waiting {
            by_entry.entry((entry.as_str(), &one.enrolment)).or_default().push(one);
        }
    }
    let mut heaps: BTreeMap<Heading, Heap> = BTreeMap::new();
    for wait in known.waits {
        for heading in headed(wait) {
            let heap = heaps.entry(heading).or_default();
            heap.days.insert(wait.request.clone(), wait.days(known.now));
            let last = known.reminded.get(&wait.request).copied();
            let asked = heap.asked.entry((wait.asked_name.clone(), wait.asked.clone())).or_default();
            asked.insert(wait.request.clone(), last);
            let misses = by_entry.get(&(wait.entry.as_str(), &wait.enrolment)).into_iter().flatten();
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
    let mut named: HashMap<String, usize> = HashMap::new();
    for heading in heaps.keys() {
        *named.entry(heading.name.clone()).or_default() += 1;
    }
    let mut all: Vec<Row> = heaps
        .into_iter()
        .map(|(heading, heap)| {
            let twice = named.get(&heading.name).is_some_and(|times| *times > 1);
            let name = match twice && !heading.within.is_empty() {
                true => format!("{}, {}", heading.name, heading.within),
                false => heading.name,
            };
            row(name, heap, known.now)
        })
        .collect();
    all.sort_by(|a, b| (b.longest, b.count, &a.name).cmp(&(a.longest, a.count, &b.name)));
    all
}

fn row(name: String, heap: Heap, now: Moment) -> Row {
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
        misses,
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::EntryId;

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
        let known = Known {
            waits: &waits,
            hung: &hung,
            trainees: &[(EnrolmentId::new("e1"), "Ann".to_owned())].into(),
            reminded: &[(RequestId::new("a"), at("2026-11-11T09:00:00Z"))].into(),
            now: at("2026-11-13T09:00:00Z"),
        };
        let found = rows(&known, |wait| vec![Heading::asked(wait)]);
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
        let found = rows(&reminded, |wait| vec![Heading::asked(wait)]);
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
        let known = Known {
            waits: &waits,
            hung: &[],
            trainees: &HashMap::new(),
            reminded: &HashMap::new(),
            now: at("2026-11-13T09:00:00Z"),
        };
        let found = rows(&known, |wait| vec![Heading::asked(wait)]);
        let told: Vec<(&str, usize, i64, usize)> =
            found.iter().map(|row| (row.name.as_str(), row.count, row.median, row.asked.len())).collect();
        assert_eq!(told, [("Sue", 1, 12, 1), ("Sue", 2, 1, 1)]);
        let by_site = rows(&known, |_| vec![Heading::of("Northgate")]);
        assert_eq!((by_site.len(), by_site[0].count, by_site[0].asked.len()), (1, 3, 2));
    }

    #[test]
    fn two_sites_of_one_name_are_two_rows_that_say_where_they_are() {
        let waits = [
            wait("a", "Sue", "2026-11-01T09:00:00Z"),
            wait("b", "Sue", "2026-11-02T09:00:00Z"),
            wait("c", "Sue", "2026-11-03T09:00:00Z"),
        ];
        let known = Known {
            waits: &waits,
            hung: &[],
            trainees: &HashMap::new(),
            reminded: &HashMap::new(),
            now: at("2026-11-13T09:00:00Z"),
        };
        let found = rows(&known, |wait| {
            vec![match wait.request.as_str() {
                "a" => Heading::at("Main site", "s1", "Northgate"),
                "b" => Heading::at("Main site", "s2", "Southmead"),
                _ => Heading::at("Other site", "s3", "Northgate"),
            }]
        });
        let told: Vec<(&str, usize)> = found.iter().map(|row| (row.name.as_str(), row.count)).collect();
        assert_eq!(told, [("Main site, Northgate", 1), ("Main site, Southmead", 1), ("Other site", 1)]);
        assert_eq!(found[1].asked[0].requests, [RequestId::new("b")], "a reminder is of this row alone");
    }
}
