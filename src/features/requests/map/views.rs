//! The map as plain values.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use chrono_tz::Tz;

use super::weighing::{Asked, By, For, Row, Unasked, When};
use crate::domain::names::{AccountId, RequestId};
use crate::features::people::Away;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

/// So many misses, and things that nobody can be reminded of, stand in a row; the others behind one line.
const AT_ONCE: usize = 5;
/// Of so many entries one press of the button reminds.
const REMINDED_AT_ONCE: usize = 100;

#[derive(Template)]
#[template(path = "requests/map.html")]
pub struct Map {
    shell: Shell,
    tabs: Vec<Tab>,
    here: String,
    what: &'static str,
    rows: Vec<Line>,
}

struct Tab {
    text: &'static str,
    href: String,
    current: bool,
}

struct Line {
    name: String,
    /// `away until 24 November 2026; Tom Hill deputises`; empty for whoever is there.
    away: String,
    /// What its things wait for, where that is nobody who is asked by name and the name does not say so.
    note: &'static str,
    count: usize,
    days: String,
    misses: Vec<Missed>,
    more: Vec<Missed>,
    asked: Vec<Nudge>,
    unasked: Vec<Thing>,
    nudge: Option<Trainees>,
    /// How many more, and where all of them stand.
    rest: Option<(usize, String)>,
}

/// The reminder to those who recorded what no signer can be reminded of.
struct Trainees {
    /// `Remind Ann Field`, `Remind 3 trainees`
    said: String,
    /// Of which, parted by spaces; empty where all were reminded of it lately.
    entries: String,
    /// From when on it is possible again; empty: now.
    next: String,
}

/// What no signer can be reminded of.
struct Thing {
    /// `Ann Field: Aortic surgery, 3 November 2026`
    name: String,
    href: String,
    said: String,
}

struct Missed {
    said: String,
    href: String,
}

struct Nudge {
    id: String,
    name: String,
    /// `Sue Carter (3)`; empty where the row is theirs alone.
    said: String,
    /// Since when a reminder is possible again; empty: now.
    next: String,
    /// What of theirs stands in this row, parted by spaces; empty: the row is all that waits with them.
    requests: String,
    /// Where it is handed over, if they can decide on none of it any more: nobody is reminded then.
    hand_over: Option<String>,
}

impl View for Map {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Map {
    /// `no_more`: what waits with somebody who can decide on it no more.
    pub fn new(
        who: &Lead,
        by: By,
        rows: Vec<Row>,
        (away, no_more): (&HashMap<AccountId, Away>, &BTreeSet<RequestId>),
    ) -> Map {
        let line = |row: Row| {
            let alone = by == By::Person;
            let mut misses: Vec<Missed> = row
                .misses
                .iter()
                .map(|one| Missed {
                    said: {
                        let when = match one.when {
                            Some(When::WasDue(day)) => format!(", was due {day}"),
                            Some(When::Behind) => ", behind".to_owned(),
                            Some(When::From(day)) => format!(", behind from {day}"),
                            None => String::new(),
                        };
                        let short = if one.short { "; more is missing besides" } else { "" };
                        format!("{}: {}{when}{short}", one.trainee, one.title)
                    },
                    href: paths::requirement(one.enrolment.as_str(), &one.requirement),
                })
                .collect();
            let more = misses.split_off(AT_ONCE.min(misses.len()));
            let nudge = |one: &Asked| Nudge {
                hand_over: one
                    .requests
                    .iter()
                    .all(|id| no_more.contains(id))
                    .then(|| paths::person_handover(one.person.as_str())),
                id: one.person.to_string(),
                name: one.name.clone(),
                said: if alone { String::new() } else { format!("{} ({})", one.name, one.count) },
                next: one.next.map(|at| at.day_in(who.zone).to_string()).unwrap_or_default(),
                requests: match alone {
                    true => String::new(),
                    false => one.requests.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
                },
            };
            let thing = |one: &Unasked| Thing {
                name: format!("{}: {}", one.trainee, one.title),
                href: paths::entry(one.entry.as_str()),
                said: one.said.clone(),
            };
            let list = if row.waits_for == For::Letter { "unconfirmed" } else { "alone" };
            let rest = row.unasked.len().saturating_sub(AT_ONCE);
            let gone = row.asked.first().filter(|_| alone).and_then(|one| away.get(&one.person));
            Line {
                away: gone.map(Away::said).unwrap_or_default(),
                count: row.count,
                days: format!("Typically {}, at most {}", days(row.median), days(row.longest)),
                asked: row.asked.iter().map(nudge).collect(),
                unasked: row.unasked.iter().take(AT_ONCE).map(thing).collect(),
                nudge: trainees(&row.unasked, who.zone),
                rest: (rest > 0).then(|| (rest, format!("{}#{list}", paths::WAITING))),
                note: if alone { "" } else { row.waits_for.said() },
                misses,
                more,
                name: row.name,
            }
        };
        Map {
            shell: who.shell("What waits with whom", Place::Waiting),
            tabs: tabs(by),
            here: address(by),
            what: match by {
                By::Person => "Waits with",
                By::Site => "Site",
                By::Module => "Module",
            },
            rows: rows.into_iter().map(line).collect(),
        }
    }
}

/// Of those that a reminder may go for now, as many as one form takes, the oldest first.
fn trainees(unasked: &[Unasked], zone: Tz) -> Option<Trainees> {
    let free: Vec<&Unasked> =
        unasked.iter().filter(|one| one.next.is_none()).take(REMINDED_AT_ONCE).collect();
    let names: BTreeSet<&str> = free.iter().map(|one| one.trainee.as_str()).collect();
    let said = match names.iter().collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!("Remind {one}"),
        many => format!("Remind {} trainees", many.len()),
    };
    let next = unasked.iter().filter_map(|one| one.next).min().filter(|_| free.is_empty());
    (!unasked.is_empty()).then(|| Trainees {
        said,
        entries: free.iter().map(|one| one.entry.as_str()).collect::<Vec<_>>().join(" "),
        next: next.map(|at| at.day_in(zone).to_string()).unwrap_or_default(),
    })
}

fn days(number: i64) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

fn address(by: By) -> String {
    format!("{}?by={}", paths::WAITING_MAP, by.word())
}

fn tabs(here: By) -> Vec<Tab> {
    [(By::Person, "By person"), (By::Site, "By site"), (By::Module, "By module")]
        .map(|(by, text)| Tab { text, href: address(by), current: by == here })
        .into()
}

pub fn samples() -> Vec<Sample> {
    let missed = || Missed {
        said: "Ann <Field>: Supervised bypass cases, behind from 3 December 2026".to_owned(),
        href: "/requirements/e/c".to_owned(),
    };
    let nudge = |next: &str, said: &str| Nudge {
        id: "s".to_owned(),
        name: "Sue Carter".to_owned(),
        said: said.to_owned(),
        next: next.to_owned(),
        requests: if said.is_empty() { String::new() } else { "r1 r2".to_owned() },
        hand_over: None,
    };
    let map = |by, rows| Map {
        shell: samples::shell_for(&samples::lead(), "What waits with whom", Place::Waiting),
        tabs: tabs(by),
        here: address(by),
        what: "Waits with",
        rows,
    };
    let line = |away: &str, asked| Line {
        name: "Sue Carter".to_owned(),
        away: away.to_owned(),
        count: 6,
        days: "Typically 8 days, at most 21 days".to_owned(),
        misses: vec![missed()],
        more: vec![missed()],
        asked,
        note: "",
        unasked: Vec::new(),
        nudge: None,
        rest: None,
    };
    let unasked = Line {
        name: "Heart <Centre>".to_owned(),
        note: For::Nobody.said(),
        unasked: vec![Thing {
            name: "Ann <Field>: Aortic surgery, 3 November 2026".to_owned(),
            href: "/entries/1".to_owned(),
            said: "nobody is asked".to_owned(),
        }],
        nudge: Some(Trainees {
            said: "Remind Ann <Field>".to_owned(),
            entries: "1 2".to_owned(),
            next: String::new(),
        }),
        rest: Some((5, "/waiting#alone".to_owned())),
        ..line("", Vec::new())
    };
    let person = vec![line("away until 24 November 2026; Tom Hill deputises", vec![nudge("", "")])];
    let left = Nudge { hand_over: Some(paths::person_handover("t")), ..nudge("", "Tom Hill (1)") };
    let site = vec![line("", vec![nudge("19 November 2026", "Sue Carter (3)"), left]), unasked];
    vec![
        Sample::of("requests/map", &map(By::Person, person)),
        Sample::of("requests/map, by site", &map(By::Site, site)),
        Sample::of("requests/map, empty", &map(By::Module, Vec::new())),
    ]
}
