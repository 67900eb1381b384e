//! Who is on which programme, since when, and what they have done there, before any of it is written.

use std::collections::BTreeMap;

use super::cast::name_of;
use super::deeds::{Asked, leaves};
use super::stories::{self, Turn};
use crate::cli::demo::arrivals::PROGRAMMES;
use crate::cli::demo::chance::Chance;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::kind::Recorder;
use crate::domain::programme::Version;
use crate::domain::rule::Anchor;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::programmes::shipped_versions;

/// The kind whose entries a lead makes at the beginning.
const ENTRY: &str = "entry-criterion";
/// Beside one on each version: programme, version and name.
const MORE: [(&str, &str, &str); 1] = [("perfusion-msc", "2024", "Quilla Fernleigh")];

/// Entries that one person has at most, and how many of what asks for more.
const MOST: usize = 26;
const OF_MANY: usize = 3;

/// One person on one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    pub name: String,
    /// The part of the address before `@demo.example`.
    pub address: String,
    pub code: String,
    pub version: String,
    pub start: Day,
    /// None: as long as the programme lasts.
    pub until: Option<Day>,
    /// Body and category of each registration that they state and the lead confirms.
    pub registrations: Vec<(String, String)>,
    /// A target of their own, where the programme allows one: requirement and figure.
    pub target: Option<(String, Amount)>,
    pub deeds: Vec<Deed>,
    pub turns: Vec<Turn>,
}

/// One thing that is recorded, by the trainee or by the lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub kind: String,
    pub by: Recorder,
    pub on: Day,
    pub until: Option<Day>,
    /// By the codes of the kind's fields.
    pub typed: BTreeMap<String, Vec<String>>,
    pub level: String,
    pub sent: Moment,
    /// Still waits where nobody has decided.
    pub decided: Option<Moment>,
}

/// What somebody of the other house does; people and deeds are told by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Found,
    /// Somebody who enters marks comes.
    University,
    /// The department adds to a programme, and writes one of its own.
    Layer,
    Draft,
    Supervisor(usize),
    Enrol(usize),
    Target(usize),
    State {
        student: usize,
        registration: usize,
    },
    Record {
        student: usize,
        deed: usize,
    },
    Decide {
        student: usize,
        deed: usize,
    },
    Tell {
        student: usize,
        turn: usize,
    },
}

/// Everybody of the other house. `opens`: the day on which it does.
pub fn students(day: Day, opens: Day, chance: &Chance) -> Result<Vec<Student>, Fault> {
    let mut all = Vec::new();
    // The first house is full of people on this one; on its other programme it has one, who has met it all.
    let [(code, number), _] = PROGRAMMES;
    let has_people = |one: &Version| one.code == code && one.version == number;
    let shipped = shipped_versions()?;
    let mut spare = 0;
    for version in shipped.iter().filter(|one| one.offered && !has_people(one)) {
        let name = name_of(&version.code, &version.version, &mut spare);
        all.push(student(version, name, day, opens, chance));
    }
    for (code, number, name) in MORE {
        let version = shipped.iter().find(|one| one.code == code && one.version == number);
        all.extend(version.map(|version| student(version, name.to_owned(), day, opens, chance)));
    }
    Ok(all)
}

fn student(version: &Version, name: String, day: Day, opens: Day, chance: &Chance) -> Student {
    let months = version.months.and_then(|months| i32::try_from(months).ok()).unwrap_or(24);
    let (start, until) = period(version, months, day);
    let ends = until.unwrap_or(start.plus_months(months).plus_days(-1));
    let joined = opens.plus_days(8).max(start);
    let frozen = version.freeze.as_ref().and_then(|due| match due.edge.anchor {
        Anchor::Day(day) => Some(day.plus_days(-1)),
        _ => None,
    });
    // What happened can be written down later, unless a deadline stops it.
    let last_sent = frozen.unwrap_or(day).min(day.plus_days(-2));
    let story = stories::of(&name, (start, joined), day);
    let last_sent = story.quiet_from.map_or(last_sent, |from| last_sent.min(from.plus_days(-1)));
    let last = day.plus_days(-3).min(ends).min(last_sent).max(start);
    let mut student = Student {
        address: name.to_lowercase().replace(' ', "."),
        name,
        code: version.code.clone(),
        version: version.version.clone(),
        start,
        until,
        registrations: Vec::new(),
        target: version.requirements.iter().find_map(|asked| {
            let range = asked.personal?;
            let figure = Amount::whole((range.least + range.most).hundredths() / 200);
            Some((asked.code.clone(), figure))
        }),
        deeds: Vec::new(),
        turns: story.turns,
    };
    let gone = i64::from(months) * 30;
    let gone = (last.days_since(start) * 100 / gone.max(1)).clamp(0, 66);
    let many = story.many.unwrap_or(OF_MANY);
    for (asked, met) in chosen(version, &mut student, usize::try_from(gone).unwrap_or(0), many) {
        let number = if met { asked.wanted.len() } else { asked.wanted.len().min(many * 2) / 2 };
        let number = number.max(1).min(asked.wanted.len());
        let from = if asked.each_year { start } else { start.max(last.plus_days(-300)) };
        let span = last.days_since(from).max(0);
        for (nth, wanted) in asked.wanted.iter().take(number).enumerate() {
            let share = i64::try_from(nth * 2 + 1).unwrap_or(1);
            let on = from.plus_days(span * share / i64::try_from(number * 2).unwrap_or(2)).min(last);
            let began = last.plus_days(-wanted.days);
            let on = match wanted.days {
                // Conditions of entry are checked when somebody comes.
                _ if wanted.kind == ENTRY => joined.plus_days(1).min(last),
                0 => on,
                _ if asked.any_time => began,
                _ => began.max(start),
            };
            let known = |one: &Deed| one.kind == wanted.kind && one.typed == wanted.typed;
            if wanted.by == Recorder::Lead && student.deeds.iter().any(known) {
                continue;
            }
            let until = (wanted.days > 0).then(|| on.plus_days(wanted.days).min(last));
            let sent = on.plus_days(chance.between(0, 2)).max(joined.plus_days(1)).min(last_sent);
            let sent = minute(sent, chance.between(17 * 60, 21 * 60));
            // The last one that was sent still waits with somebody.
            let waits = !met && nth + 1 == number && number > 1 && story.quiet_from.is_none();
            let decided = sent.day_in(DEFAULT_ZONE).plus_days(chance.between(0, 1));
            let decided = minute(decided, chance.between(21 * 60 + 1, 21 * 60 + 20));
            student.deeds.push(Deed {
                kind: wanted.kind.clone(),
                by: wanted.by,
                on,
                until,
                typed: wanted.typed.clone(),
                level: wanted.level.clone(),
                sent,
                decided: (!waits).then_some(decided),
            });
        }
    }
    student.deeds.extend(story.deeds);
    student
}

/// What of the programme they have worked on, each with whether it is done: in the order of the programme as
/// far as the time that is `gone`, in per cent, and never all of it. What is long is begun; what waits for
/// something else is left.
fn chosen(version: &Version, student: &mut Student, gone: usize, many: usize) -> Vec<(Asked, bool)> {
    let mut all = leaves(version);
    for asked in &all {
        student.registrations.extend(asked.registration.clone());
    }
    student.registrations.dedup();
    all.retain(|asked| !asked.wanted.is_empty() && asked.is_open);
    let most = all.iter().filter(|asked| asked.is_short()).count();
    let most = (most * gone / 100).max(1);
    let (mut entries, mut short, mut chosen) = (0, 0, Vec::new());
    for asked in all {
        let met = asked.is_short() && short < most;
        let costs = if met { asked.wanted.len() } else { asked.wanted.len().min(many * 2) / 2 };
        short += usize::from(asked.is_short());
        if entries + costs <= MOST + many - OF_MANY && (met || asked.wanted.len() > 1) {
            entries += costs;
            chosen.push((asked, met));
        }
    }
    chosen
}

/// So that today lies in it, as far as the cohort allows.
fn period(version: &Version, months: i32, day: Day) -> (Day, Option<Day>) {
    // Where nothing but time can be done with, its time is over.
    let short = leaves(version).iter().any(|asked| asked.is_open && asked.is_short());
    let yearly = leaves(version).iter().any(|asked| asked.each_year);
    let gone = match (short, yearly) {
        (false, _) => months + 1,
        (true, true) => months - 6,
        (true, false) => (months * 2 / 5).min(20),
    };
    let wanted = day.plus_months(-gone);
    let start = version.cohort_until.map_or(wanted, |until| wanted.min(until.plus_days(-320)));
    let start = version.cohort_from.map_or(start, |from| start.max(from.plus_days(35)));
    let until = version.months.is_none().then(|| start.plus_months(months).plus_days(-1));
    (start.min(day.plus_days(-60)), until)
}

/// Minutes after midnight.
pub fn minute(day: Day, minutes: i64) -> Moment {
    day.starts_in(DEFAULT_ZONE).plus_seconds(minutes * 60)
}
