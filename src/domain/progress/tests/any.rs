//! Anything that a portfolio, an enrolment or a programme may hold, drawn at random: facts of every kind on
//! the shelf with any values, enrolments with any life, programmes of any rules under any modifiers.

use proptest::prelude::*;
use proptest::sample::select;

use super::shelf;
use super::*;
use crate::domain::fact::{Accepted, LifeEvent, LifeState, OnRegister, StandsElsewhere, Working};
use crate::domain::kind::FieldType;

pub const FIRST: &str = "2025-07-01";

pub fn at(days: i64) -> Moment {
    day(FIRST).plus_days(days).ends_in(DEFAULT_ZONE)
}

/// Texts that some rule knows, and one that none does.
const TEXTS: &[&str] = &["S-CS-R1/1", "S-CS-R1/2", "PROJECT", "TAUGHT", "SKILLS", "nobody's"];

fn value(kind: &FieldType, seed: u64) -> Option<Value> {
    let at = |length: usize| usize::try_from(seed / 7).unwrap() % length;
    if seed.is_multiple_of(7) {
        return None;
    }
    Some(match kind {
        FieldType::Choice { choices } => text(&choices[at(choices.len())].code),
        FieldType::Choices { choices } => {
            let some = choices.iter().enumerate().filter(|(place, _)| (seed >> (place + 3)) & 1 == 1);
            Value::Several(some.map(|(_, choice)| choice.code.clone()).collect())
        }
        FieldType::Number { max, .. } => {
            let most = max.hundredths().min(12_000);
            Value::Number(Amount::of_hundredths(i64::try_from(seed % 1_000_003).unwrap() % (most + 1)))
        }
        FieldType::YesNo => Value::Yes(seed.is_multiple_of(3)),
        FieldType::Date => text("2026-01-01"),
        _ => text(TEXTS[at(TEXTS.len())]),
    })
}

fn signatures(seed: u64, on: Day) -> Vec<Confirmation> {
    let one = |seed: u64, person: &str| {
        let capacity = ["supervisor", "lead", "university"][usize::try_from(seed % 5).unwrap() % 3];
        let mut one =
            signature(capacity, on.plus_days(i64::try_from(seed % 40).unwrap()).starts_in(DEFAULT_ZONE));
        one.person = person.to_owned();
        (one.own, one.current_trainee) = (seed.is_multiple_of(17), seed.is_multiple_of(19));
        one.approved = [None, Some(true), Some(true), Some(false)][usize::try_from(seed / 3 % 4).unwrap()];
        let full = OnRegister { body: "ccps".to_owned(), category: "full".to_owned() };
        one.registrations =
            [None, Some(vec![full]), Some(Vec::new())][usize::try_from(seed / 5 % 3).unwrap()].clone();
        one.entrusted = [None, Some(vec!["S-CS-R1/1".to_owned(), "case".to_owned()]), Some(Vec::new())]
            [usize::try_from(seed / 11 % 3).unwrap()]
        .clone();
        one
    };
    match seed % 4 {
        0 => vec![one(seed / 4, "ann")],
        _ => vec![one(seed / 4, "ann"), one(seed / 9, "ben")],
    }
}

pub fn any_fact() -> impl Strategy<Value = Fact> {
    let state = select(FactState::ALL.to_vec());
    let seeds = prop::collection::vec(any::<u64>(), 10);
    (0..shelf::kinds().len(), state, 0i64..900, prop::option::of(-20i64..400), seeds, 0i64..900).prop_map(
        |(kind, state, on, lasts, seeds, since)| {
            let kind = &shelf::kinds()[kind];
            let start = day(FIRST);
            let mut fact = fact("", &kind.code, &start.plus_days(on).iso(), &[]);
            let said = kind
                .fields
                .iter()
                .zip(&seeds)
                .filter_map(|(field, seed)| Some((field.code.clone(), value(&field.kind, *seed)?)));
            fact.values = said.collect();
            (fact.state, fact.filed) = (state, !seeds[6].is_multiple_of(12));
            fact.until = lasts.map(|days| fact.day.plus_days(days));
            fact.known_from = Some(fact.day.starts_in(DEFAULT_ZONE));
            fact.state_since = Some(start.plus_days(on.max(since)).starts_in(DEFAULT_ZONE));
            fact.confirmed = signatures(seeds[7], fact.day);
            fact.case = (seeds[6] % 3 > 0).then(|| format!("case {}", seeds[6] % 3));
            fact.level = ["observes", "direct", "indirect", "alone"]
                .get(usize::try_from(seeds[8] % 6).unwrap())
                .map(|l| (*l).to_owned());
            fact.outcome =
                (seeds[8].is_multiple_of(11)).then_some(crate::domain::kind::Outcome::Unsatisfactory);
            fact.entered =
                (seeds[9] % 3 > 0).then(|| fact.day.plus_days(i64::try_from(seeds[9] % 60).unwrap()));
            if seeds[9].is_multiple_of(4) {
                let on = fact.day.plus_days(i64::try_from(seeds[9] % 50).unwrap());
                fact.entered_items.insert("S-CS-R1/1".to_owned(), on);
            }
            fact.site_accredited = [None, Some(true), Some(false)][usize::try_from(seeds[9] % 3).unwrap()];
            if seeds[9].is_multiple_of(9) {
                let against = (seeds[9].is_multiple_of(2)).then(|| format!("r{}", seeds[9] / 9 % 8));
                let credit =
                    (seeds[9].is_multiple_of(4)).then(|| Amount::whole(i64::try_from(seeds[9] % 5).unwrap()));
                let items =
                    if seeds[9].is_multiple_of(5) { vec!["S-CS-R1/2".to_owned()] } else { Vec::new() };
                fact.accepted = Some(Accepted {
                    by: "Lee Moor".to_owned(),
                    reason: String::new(),
                    against,
                    credit,
                    items,
                });
            }
            fact
        },
    )
}

/// Facts, registrations, and an enrolment with part time, time out and whatever else may befall it.
pub fn any_facts() -> impl Strategy<Value = Facts> {
    let registration = (0i64..900, 0i64..400, any::<bool>());
    let registrations = prop::collection::vec(registration, 0..3);
    let life = prop::collection::vec((0i64..900, prop::option::of(1i64..200), 0usize..4), 0..3);
    let working = prop::collection::vec((0i64..900, 0u32..120), 0..2);
    let facts = prop::collection::vec(any_fact(), 0..30);
    (facts, registrations, life, working, any::<bool>()).prop_map(
        |(mut all, rows, life, working, elsewhere)| {
            for (at, fact) in all.iter_mut().enumerate() {
                fact.id = format!("f{at:02}");
            }
            let mut facts = super::facts(all);
            for (at, (from, lasts, confirmed)) in rows.into_iter().enumerate() {
                let from = day(FIRST).plus_days(from);
                let mut row =
                    registered(&format!("r{at}"), "trainee", &from.iso(), Some(&from.plus_days(lasts).iso()));
                row.confirmed = confirmed;
                facts.registrations.push(row);
            }
            facts.enrolment.life = life
                .into_iter()
                .map(|(on, lasts, state)| {
                    let day = day(FIRST).plus_days(on);
                    LifeEvent {
                        state: [
                            LifeState::TimeOut,
                            LifeState::TimeOut,
                            LifeState::Active,
                            LifeState::Extended,
                        ][state],
                        day,
                        until: lasts.map(|days| day.plus_days(days)),
                        reason: String::new(),
                        by: "Lee Moor".to_owned(),
                        award: String::new(),
                        known_from: None,
                    }
                })
                .collect();
            facts.enrolment.working = working
                .into_iter()
                .map(|(on, percent)| Working { from: day(FIRST).plus_days(on), percent, known_from: None })
                .collect();
            if elsewhere {
                facts.elsewhere.push(StandsElsewhere {
                    programme: "stp-cardiac".to_owned(),
                    requirement: None,
                    met: true,
                    met_on: Some(day(FIRST)),
                    known_from: None,
                });
            }
            facts
        },
    )
}

/// Rules of every sort, small enough that random facts reach their edges. `#` becomes a small number.
const RULES: &[&str] = &[
    "count = \"case\"\ntarget = #\nwhere = { field = \"part-played\", is = \"ran-it\" }",
    "count = \"case\"\ntarget = #\nminimum = { label = \"valve\", at_least = 1, where = { field = \"procedure\", is = \"valve\" } }",
    "count = \"case\"\ntarget = #\none_per_case = true\ntolerance = 1\nweight = { field = \"procedure\", credits = { standby = 0.5, shift = 0 } }\ncap = { label = \"assisted\", at_most = 2, where = { field = \"part-played\", is = \"assisted\" } }",
    "count = \"echo\"\nabout = { field = \"findings\", is = [\"lv\", \"valve\"] }\ntarget = #\nlatest = { number = 2, label = \"the last two\", where = { field = \"reported\", is = \"alone\" } }",
    "sum = \"points\"\nof = \"points\"\ntarget = #",
    "pool = [\"dops\", \"oce\"]\ntarget = #\nabout = { field = \"module\", is = \"s-cs-r1\" }",
    "length = \"placement\"\ntarget = #\nunit = \"weeks\"\nwhole_time = \"whole-time\"",
    "length = \"placement\"\ntarget = #\nat_most = 60\nunit = \"months\"\nabsence = \"absence\"",
    "length = \"enrolment\"\ntarget = #\nunit = \"months\"",
    "share = \"study\"\nof = \"hours\"\ncontracted = 37.5\ntarget = #",
    "share = \"study\"\nof = \"hours\"\ntarget = #",
    "share = \"study\"\nof = \"hours\"\nover = \"work\"\nover_of = \"hours\"\ntarget = #",
    "signoff = \"activity\"\nitem = \"activity\"\ntypes = [{ code = \"eta\", title = \"E\", level = \"indirect\", evidence = { label = \"seen\", kind = [\"dops\", \"oce\"], at_least = 1 } }]\nitems = [{ code = \"S-CS-R1/1\", title = \"A\", type = \"eta\" }, { code = \"S-CS-R1/2\", title = \"B\" }]",
    "signoff = \"duty\"\nabout = { field = \"duty\", is = \"ecg\" }\nlevel = \"direct\"\nexpires_months = #",
    "marks = \"unit\"\nunits = [{ code = \"PROJECT\", title = \"P\", credits = 70, pass = 50, resit_cap = 50 }, { code = \"TAUGHT\", title = \"T\", credits = 110, pass = 40, mandatory = false, group = \"g\", attempts = 2 }, { code = \"SKILLS\", title = \"S\", credits = 10, pass = \"result\" }]\ntarget = 80\ngroups = [{ code = \"g\", title = \"G\", credits = 110 }]\nbands = [{ name = \"Pass\", from = 50 }]\nexit = [{ award = \"PGCert\", credits = 60 }]",
    "exam = \"exam\"\nabout = { field = \"exam\", is = \"practical-viva\" }\nparts = [{ code = \"practical\", title = \"P\", pass = 40 }, { code = \"viva\", title = \"V\" }]\nwithin_months = #\nattempts = 3",
    "exam = \"exam\"\nabout = { field = \"exam\", is = \"written\" }\npass = 50\nhurdles = { field = \"essentials\", yes = true }\nresit = \"whole\"",
    "coverage = [\"reflection\", \"case-discussion\"]\nitem = \"domains\"\nitems = [{ code = \"professional\", title = \"P\" }, { code = \"research\", title = \"R\" }]",
    "held = \"certificate\"\nvalid_months = #",
    "held = \"document\"\nwords = { field = \"words\", number = 60, percent = 50 }",
    "registration = \"ccps\"\ncategory = \"trainee\"\non = { fact = \"exam\" }",
    "registration = \"ccps\"\nunknown = \"counts\"",
    "mix = \"cpd\"\ntypes = 2\ngap_months = 3\nexplained_by = \"absence\"",
    "feedback = \"feedback-round\"\nraters = { field = \"raters\", at_least = 20 }\ngroups = [{ label = \"clinical\", field = \"clinical\", at_least = # }]\nself_rating = \"self-rating\"\nreleased = \"released\"\nfloor = 3",
    "meeting = \"meeting\"\ntarget = #\nattends = { field = \"present\", all_of = [\"trainee\"] }",
    "meeting = \"meeting\"\nevery_months = #\nmay_miss = 2",
];

const WINDOWS: &[&str] = &[
    "",
    "window = \"enrolment\"",
    "window = { last_months = 6 }",
    "window = { year_from = \"07-01\" }",
    "window = { from = { months = 3 }, until = { nth = 1, on = \"09-30\" } }\ngrace = { months = 3, label = \"in grace\" }",
    "window = { until = { fact = \"exam\", last = true } }",
    "window = \"enrolment\"\ngrace = { months = 6, most = 9, label = \"in grace\" }\ndue = { nth = 1, on = \"06-30\" }",
    "due = { every = \"03-01\" }",
    "window = { from = { nth = 1, on = \"first Monday of October\" } }\ndue = { every = \"third Saturday of November\", days = 1 }",
    "due = { nth = 2, on = \"last Friday of March\" }\nexpected = [[3, 0], [12, 40]]",
];

/// Windows that only a rule that counts can have.
const YEARS: &[&str] = &[
    "window = { any_months = 5 }",
    "window = { year_from = \"07-01\", years = 2, each = 2, carry = 1 }\ndue = \"window\"",
    "window = { year_from = \"01-01\", years = 3, each = 1, enough = 2 }",
    "window = { year_from = \"07-01\" }\nfirst_cycle = { from = { fact = \"certificate\" }, target = 2 }",
    "window = { year_from = \"07-01\" }\nfirst_cycle = { from = \"start\" }",
];

const CARRIES: &[&str] = &[
    "",
    "",
    "official = true",
    "accredited_site = true",
    "supervised_by = [{ body = \"ccps\", category = \"full\", unknown = \"refuses\" }, { body = \"hcpc\" }]",
    "necessity = \"optional\"",
    "earlier = false",
    "necessity = \"part\"",
    "necessity = \"recommended\"",
    "signers = { capacities = [\"supervisor\", \"lead\"], number = 2, approved = true }",
    "signers = { capacities = [\"supervisor\", \"lead\"], order = true }",
    "signers = { capacities = [\"supervisor\", \"lead\", \"university\"], entrusted = true, registered = { body = \"ccps\", unknown = \"refuses\" }, either = true }",
];

const COMBINED: &[&str] = &[
    "all = [\"r0\", \"r1\"]",
    "any = [\"r2\", { phase = \"1\" }]",
    "at_least = 2\nof = [\"r0\", \"r3\", { section = \"practice\" }]",
    "percent = 50\nof = [\"r0\", \"r1\", \"r2\", \"r3\"]",
    "percent = 60\nby = \"items\"\nof = [\"r1\", \"r4\", { programme = \"stp-cardiac\" }]",
];

/// Eight requirements of any rules, and two that combine them, of which one opens the other.
pub fn any_programme() -> impl Strategy<Value = Version> {
    let one = (0..RULES.len(), 0usize..WINDOWS.len() + YEARS.len(), 0..CARRIES.len(), 1u32..9);
    let all = prop::collection::vec(one, 8);
    (all, 0..COMBINED.len(), 0..COMBINED.len()).prop_map(|(all, first, second)| {
        let mut text = String::new();
        for (at, (rule, window, carries, number)) in all.into_iter().enumerate() {
            let rule = RULES[rule].replace('#', &number.to_string());
            let counts = ["count", "sum", "pool"].iter().any(|word| rule.starts_with(word));
            let window = match window.checked_sub(WINDOWS.len()) {
                None => WINDOWS[window],
                Some(year) if counts => YEARS[year],
                Some(_) => "",
            };
            let place = ["phase = \"1\"", "section = \"practice\"", ""][at % 3];
            let carries = format!("{place}\n{window}\n{}", CARRIES[carries]);
            text += &requirement(&format!("r{at}"), &carries, &rule);
        }
        // Whatever was drawn, phase and section have somebody in them.
        text += &requirement("p", "phase = \"1\"\nneeds = [\"r0\"]", RULES[0].replace('#', "2").as_str());
        text += &requirement(
            "s",
            "section = \"practice\"\ndue = { met = \"r0\", months = 2 }",
            RULES[4].replace('#', "2").as_str(),
        );
        text += &requirement("c1", "", COMBINED[first]);
        text += &requirement("c2", "needs = [\"c1\"]", COMBINED[second]);
        shelf::read_with(24, &text)
    })
}
