//! Who is on which programme, since when, and what they have done there, before any of it is written.

use std::collections::BTreeMap;

use super::deeds::{Asked, leaves};
use crate::cli::demo::arrivals::PROGRAMMES;
use crate::cli::demo::chance::Chance;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::kind::Recorder;
use crate::domain::programme::Version;
use crate::domain::rule::Anchor;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::programmes::shipped_versions;

pub const INSTITUTION: &str = "Fernhollow Heart and Science Centre (demo)";
pub const SITE: &str = "Fernhollow General Hospital";
pub const DEPARTMENT: &str = "Cardiac Science, Fernhollow";
pub const LEAD: (&str, &str) = ("Dorothea Quayle", "science.lead");
pub const SUPERVISORS: [(&str, &str); 2] =
    [("Hamish Elderflower", "hamish.elderflower"), ("Nadia Thistlewood", "nadia.thistlewood")];

/// Names for as many programmes as there may be; a longer list of programmes begins again with a number.
const NAMES: [&str; 44] = [
    "Alder Whitcombe",
    "Beatrix Larkspur",
    "Caspian Holloway",
    "Delphine Marlowe",
    "Edmund Hazelgrove",
    "Freya Stonecroft",
    "Gideon Pemberly",
    "Hester Applegarth",
    "Ignatius Birchall",
    "Jocasta Wildwood",
    "Kester Nightingale",
    "Lavinia Oakhurst",
    "Magnus Fairbrother",
    "Nerys Gladwell",
    "Octavia Penrose",
    "Peregrine Ashdown",
    "Quentin Marchbanks",
    "Rosalind Underhill",
    "Silas Merryweather",
    "Tamsin Goldsworthy",
    "Ulric Farthingale",
    "Verity Swithin",
    "Winifred Hartnell",
    "Xanthe Rookwood",
    "Yorick Bellweather",
    "Zinnia Copperfield",
    "Ambrose Tidewell",
    "Briony Calloway",
    "Crispin Windermere",
    "Dulcie Harebell",
    "Evander Loxley",
    "Flora Kestrel",
    "Godfrey Plumtree",
    "Hyacinth Moorland",
    "Ivo Saltwood",
    "Jessamy Thornbury",
    "Kit Bramblewick",
    "Lorcan Emberly",
    "Minerva Starling",
    "Nolan Brackenridge",
    "Ottilie Greenhalgh",
    "Percy Winterbourne",
    "Ramona Dovecote",
    "Sorrel Haverstock",
];

/// Entries that one person has at most, and how many of what asks for more.
const MOST: usize = 26;
const OF_MANY: usize = 6;
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
    Supervisor(usize),
    Enrol(usize),
    Target(usize),
    State { student: usize, registration: usize },
    Record { student: usize, deed: usize },
    Decide { student: usize, deed: usize },
}

/// Everybody of the other house. `opens`: the day on which it does.
pub fn students(day: Day, opens: Day, chance: &Chance) -> Result<Vec<Student>, Fault> {
    let mut all = Vec::new();
    // The first house is full of people on this one; on its other programme it has one, who has met it all.
    let [(code, number), _] = PROGRAMMES;
    let has_people = |one: &Version| one.code == code && one.version == number;
    for version in shipped_versions()?.iter().filter(|one| one.offered && !has_people(one)) {
        let nth = all.len();
        let name = NAMES.get(nth % NAMES.len()).copied().unwrap_or_default();
        let round = if nth < NAMES.len() { String::new() } else { format!(" {}", nth / NAMES.len() + 1) };
        all.push(student(version, format!("{name}{round}"), day, opens, chance));
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
    };
    let gone = i64::from(months) * 30;
    let gone = (last.days_since(start) * 100 / gone.max(1)).clamp(0, 66);
    for (asked, met) in chosen(version, &mut student, usize::try_from(gone).unwrap_or(0)) {
        let number = if met { asked.wanted.len() } else { asked.wanted.len().min(OF_MANY) / 2 };
        let number = number.max(1).min(asked.wanted.len());
        let from = if asked.each_year { start } else { start.max(last.plus_days(-300)) };
        let span = last.days_since(from).max(0);
        for (nth, wanted) in asked.wanted.iter().take(number).enumerate() {
            let share = i64::try_from(nth * 2 + 1).unwrap_or(1);
            let on = from.plus_days(span * share / i64::try_from(number * 2).unwrap_or(2)).min(last);
            let began = last.plus_days(-wanted.days);
            let on = match wanted.days {
                0 => on,
                _ if asked.any_time => began,
                _ => began.max(start),
            };
            let until = (wanted.days > 0).then(|| on.plus_days(wanted.days).min(last));
            let sent = on.plus_days(chance.between(0, 2)).max(joined.plus_days(1)).min(last_sent);
            let sent = minute(sent, chance.between(17 * 60, 21 * 60));
            // The last one that was sent still waits with somebody.
            let waits = !met && nth + 1 == number && number > 1;
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
    student
}

/// What of the programme they have worked on, each with whether it is done: in the order of the programme as
/// far as the time that is `gone`, in per cent, and never all of it. What is long is begun; what waits for
/// something else is left.
fn chosen(version: &Version, student: &mut Student, gone: usize) -> Vec<(Asked, bool)> {
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
        let costs = if met { asked.wanted.len() } else { asked.wanted.len().min(OF_MANY) / 2 };
        short += usize::from(asked.is_short());
        if entries + costs <= MOST && (met || asked.wanted.len() > 1) {
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
