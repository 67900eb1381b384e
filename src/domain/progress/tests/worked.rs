//! The tables under `tests/worked`: real figures with their sources, what a portfolio holds, and what must
//! come out on a day. They are written so that a supervisor can read and correct them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::shelf;
use super::*;
use crate::domain::fact::{
    Accepted, ConfirmedFigure, LifeEvent, OnRegister, StandsElsewhere, Supervision, Waiver, Working,
};
use crate::domain::kind::{Confirmer, Outcome, Values};
use crate::domain::outlook::outlook;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    title: String,
    /// Where the figures come from.
    source: String,
    /// `[[requirements]]` tables; the one in question has the code `x`.
    asks: String,
    #[serde(default = "two_years")]
    months: u32,
    #[serde(default = "september")]
    started: Day,
    #[serde(default)]
    ends: Option<Day>,
    #[serde(default)]
    working: Vec<Working>,
    #[serde(default)]
    life: Vec<LifeEvent>,
    #[serde(default)]
    targets: Vec<crate::domain::fact::PersonalTarget>,
    #[serde(default)]
    graces: Vec<crate::domain::fact::PersonalGrace>,
    #[serde(default)]
    waivers: Vec<Waiver>,
    #[serde(default)]
    confirmed: Vec<ConfirmedFigure>,
    #[serde(default)]
    due_days: BTreeMap<String, Day>,
    #[serde(default)]
    freeze: Option<Moment>,
    #[serde(default)]
    registrations: Vec<Registration>,
    #[serde(default)]
    elsewhere: Vec<StandsElsewhere>,
    #[serde(default)]
    has: Vec<Has>,
    then: Vec<Then>,
}

fn two_years() -> u32 {
    24
}

fn september() -> Day {
    day("2025-09-01")
}

/// So many facts of a kind, so many days apart.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Has {
    kind: String,
    day: Day,
    #[serde(default = "once")]
    times: i64,
    #[serde(default = "once")]
    apart: i64,
    #[serde(default)]
    until: Option<Day>,
    #[serde(default)]
    values: Values,
    #[serde(default)]
    state: Option<FactState>,
    #[serde(default)]
    outcome: Option<Outcome>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    entered: Option<Day>,
    #[serde(default)]
    entered_items: BTreeMap<String, Day>,
    #[serde(default)]
    accepted: Option<Accepted>,
    #[serde(default)]
    case: Option<String>,
    /// Who signed, instead of one person in the capacity that the kind names.
    #[serde(default)]
    signed_by: Vec<Signer>,
    /// The registers on which the supervisor was; nobody supervised where it is not said.
    #[serde(default)]
    supervisor: Option<Vec<OnRegister>>,
    #[serde(default)]
    site_accredited: Option<bool>,
    /// Recorded before its day: a plan.
    #[serde(default)]
    known: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signer {
    name: String,
    capacity: String,
    #[serde(default)]
    own: bool,
    #[serde(default)]
    current_trainee: bool,
    #[serde(default)]
    registrations: Option<Vec<OnRegister>>,
    #[serde(default)]
    approved: Option<bool>,
    #[serde(default)]
    approved_for: Vec<String>,
    #[serde(default)]
    approved_other_days: bool,
    #[serde(default)]
    entrusted: Option<Vec<String>>,
}

fn once() -> i64 {
    1
}

/// What must come out; what is not named may be anything.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    on: Day,
    #[serde(default)]
    of: Option<String>,
    #[serde(default)]
    recorded: Option<Amount>,
    #[serde(default)]
    submitted: Option<Amount>,
    #[serde(default)]
    signed: Option<Amount>,
    #[serde(default)]
    target: Option<Amount>,
    #[serde(default)]
    met: Option<bool>,
    #[serde(default)]
    met_on: Option<Day>,
    #[serde(default)]
    binding: Option<bool>,
    #[serde(default)]
    locked: Option<bool>,
    #[serde(default)]
    lapsed: Option<bool>,
    #[serde(default)]
    due: Option<Day>,
    #[serde(default)]
    result: Option<String>,
    #[serde(default)]
    next: Option<String>,
    /// In the words of every page: `On track`.
    #[serde(default)]
    state: Option<String>,
    /// The forecast's sentence, or why there is none.
    #[serde(default)]
    forecast: Option<String>,
    #[serde(default)]
    likely: Option<Day>,
    /// How many of the facts that count have this label.
    #[serde(default)]
    labels: BTreeMap<String, usize>,
    /// How many do not count for this reason.
    #[serde(default)]
    because: BTreeMap<String, usize>,
}

fn portfolio(example: &Example) -> Facts {
    let mut all = Vec::new();
    for (place, has) in example.has.iter().enumerate() {
        let kind = shelf::kinds().iter().find(|kind| kind.code == has.kind);
        let kind = kind.unwrap_or_else(|| panic!("{}: no kind {}", example.title, has.kind));
        for time in 0..has.times {
            let on = has.day.plus_days(time * has.apart);
            let mut one = fact(&format!("{place:02}-{time:03}"), &has.kind, &on.iso(), &[]);
            for field in has.values.keys() {
                assert!(kind.field(field).is_some(), "{}: {} has no field {field}", example.title, kind.code);
            }
            one.values = has.values.clone();
            one.state = has.state.unwrap_or(FactState::Signed);
            let capacity = if kind.confirmed_by == Confirmer::Lead { "lead" } else { "supervisor" };
            one.confirmed = vec![signature(capacity, on.ends_in(DEFAULT_ZONE))];
            one.confirmed.retain(|_| one.state == FactState::Signed && has.accepted.is_none());
            (one.outcome, one.level, one.until) = (has.outcome, has.level.clone(), has.until);
            one.entered_items = has.entered_items.clone();
            (one.entered, one.accepted, one.case) = (has.entered, has.accepted.clone(), has.case.clone());
            if !has.signed_by.is_empty() {
                let signed = |(at, by): (i64, &Signer)| Confirmation {
                    person: by.name.clone(),
                    name: by.name.clone(),
                    capacity: by.capacity.clone(),
                    at: on.starts_in(DEFAULT_ZONE).plus_seconds(at),
                    own: by.own,
                    current_trainee: by.current_trainee,
                    registrations: by.registrations.clone(),
                    approved: by.approved,
                    approved_for: by.approved_for.clone(),
                    approved_other_days: by.approved_other_days,
                    entrusted: by.entrusted.clone(),
                };
                one.confirmed = (0..).zip(&has.signed_by).map(signed).collect();
            }
            one.supervised_by = has.supervisor.as_ref().map(|registers| Supervision {
                person: None,
                name: "Sue Carter".to_owned(),
                registrations: Some(registers.clone()),
            });
            one.site_accredited = has.site_accredited;
            one.known_from = Some(has.known.unwrap_or(on).starts_in(DEFAULT_ZONE));
            all.push(one);
        }
    }
    let mut facts = facts(all);
    facts.enrolment = Enrolment::begun(example.started);
    facts.enrolment.ends = example.ends;
    facts.enrolment.working.clone_from(&example.working);
    facts.enrolment.life.clone_from(&example.life);
    facts.enrolment.targets.clone_from(&example.targets);
    facts.enrolment.graces.clone_from(&example.graces);
    facts.enrolment.freeze = example.freeze;
    facts.enrolment.waivers.clone_from(&example.waivers);
    facts.enrolment.confirmed.clone_from(&example.confirmed);
    facts.enrolment.due_days.clone_from(&example.due_days);
    facts.registrations.clone_from(&example.registrations);
    facts.elsewhere.clone_from(&example.elsewhere);
    facts
}

fn check(example: &Example) {
    assert!(!example.source.is_empty(), "{} has no source", example.title);
    let version = shelf::read_with(example.months, &example.asks);
    let facts = portfolio(example);
    for then in &example.then {
        let assessment = assess(&version, &facts, then.on.ends_in(DEFAULT_ZONE));
        let standing = of(&assessment, then.of.as_deref().unwrap_or("x"));
        let place = format!("{} on {}: {standing:#?}", example.title, then.on);
        let same = |wanted: Option<Amount>, found: Amount, name: &str| {
            assert!(wanted.is_none_or(|wanted| wanted == found), "{name} is {found} in {place}");
        };
        same(then.recorded, standing.recorded, "recorded");
        same(then.submitted, standing.submitted, "submitted");
        same(then.signed, standing.signed, "signed");
        same(then.target, standing.target, "target");
        assert!(then.met.is_none_or(|met| met == standing.met), "met in {place}");
        assert!(then.locked.is_none_or(|locked| locked == standing.locked), "locked in {place}");
        assert!(then.binding.is_none_or(|binding| binding == standing.binding), "binding in {place}");
        assert!(then.lapsed.is_none_or(|lapsed| lapsed == standing.lapsed), "lapsed in {place}");
        assert!(then.met_on.is_none_or(|day| Some(day) == standing.met_on), "met on in {place}");
        assert!(then.due.is_none_or(|day| Some(day) == standing.due), "due in {place}");
        let said = standing.next.as_ref().map(|next| next.sentence.clone());
        assert!(then.next.is_none() || then.next == said, "next in {place}");
        assert!(then.result.is_none() || then.result == standing.result, "result in {place}");
        let outlooks = outlook(&version, &facts, &assessment, then.on);
        let told = outlooks.into_iter().find(|one| one.id == standing.id).unwrap();
        let place = format!("{place} {told:#?}");
        assert!(then.state.as_deref().is_none_or(|state| state == told.state.as_str()), "state in {place}");
        let likely = told.forecast.as_ref().and_then(|forecast| forecast.likely);
        assert!(then.likely.is_none_or(|day| Some(day) == likely), "likely in {place}");
        let said = told.forecast.as_ref().map_or(&told.no_forecast, |forecast| &forecast.sentence);
        assert!(!said.is_empty(), "nothing is said of the time to come in {place}");
        assert!(then.forecast.as_ref().is_none_or(|wanted| wanted == said), "forecast in {place}");
        for (label, number) in &then.labels {
            let found = standing.counted.iter().filter(|one| one.label == *label).count();
            assert_eq!(found, *number, "{label} in {place}");
        }
        for (reason, number) in &then.because {
            let found = standing.not_counted.iter().filter(|one| one.reason.as_str() == reason).count();
            assert_eq!(found, *number, "{reason} in {place}");
        }
    }
}

#[test]
fn the_worked_tables_come_out() {
    let mut files: Vec<_> = std::fs::read_dir(shelf::root().join("tests/worked"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let (mut seen, mut wrong) = (0, Vec::new());
    for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
        let text = std::fs::read_to_string(path).unwrap();
        let table: Table =
            toml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        seen += table.example.len();
        // One that is wrong does not hide the others: each has said why by then.
        let come_out = |example: &Example| std::panic::catch_unwind(|| check(example)).is_ok();
        wrong.extend(table.example.iter().filter(|one| !come_out(one)).map(|one| one.title.clone()));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen >= 60, "{seen}");
}
