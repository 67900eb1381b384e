//! Worked examples of each rule, with real figures and their source, and what must hold for any facts.

mod any;
mod beside;
mod counts;
mod documented;
mod enrolments;
mod gates;
mod lives;
mod properties;
mod results;
pub mod shelf;
mod whatever;
mod worked;

use std::collections::BTreeMap;

use super::{Assessment, Reason, Standing, assess};
use crate::domain::amount::Amount;
use crate::domain::fact::{Confirmation, Enrolment, Fact, FactState, Facts, Registration, WaitsWith};
use crate::domain::kind::{self, Kind, Value};
use crate::domain::programme::{self, Version};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

/// So many cases of a property, or as many as `PROPTEST_CASES` says.
pub fn cases(number: u32) -> proptest::test_runner::Config {
    let own = proptest::test_runner::Config::default();
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => own,
        None => proptest::test_runner::Config { cases: number, ..own },
    }
}

/// The shipped kinds that the examples use, and one with points.
pub fn kinds() -> Vec<Kind> {
    let points = r#"
        kind = "points"
        version = 1
        name = "Event"
        confirmed_by = "lead"
        [[fields]]
        code = "points"
        label = "Points"
        type = "number"
        decimals = 2
        [[fields]]
        code = "category"
        label = "Category"
        type = "choice"
        choices = [{ code = "one", label = "I" }, { code = "two", label = "II" }, { code = "self", label = "Self-directed" }]
    "#;
    [
        include_str!("../../../programmes/kinds/bypass-case.toml"),
        include_str!("../../../programmes/kinds/unit-result.toml"),
        include_str!("../../../programmes/kinds/exam-attempt.toml"),
        include_str!("../../../programmes/kinds/certificate.toml"),
        include_str!("../../../programmes/kinds/document.toml"),
        include_str!("../../../programmes/kinds/cpd-activity.toml"),
        include_str!("../../../programmes/kinds/gap-explanation.toml"),
        points,
    ]
    .iter()
    .map(|text| kind::read(text).unwrap())
    .collect()
}

/// A version with all kinds and these `[[requirements]]` tables.
pub fn version(requirements: &str) -> Version {
    let mut text =
        "programme = \"test\"\nversion = \"1\"\ntitle = \"Test\"\nbody = \"Nobody\"\nmonths = 24\n"
            .to_owned();
    for kind in kinds() {
        text += &format!("[[kinds]]\nkind = \"{}\"\nversion = 1\n", kind.code);
    }
    match programme::read(&(text + requirements), &kinds()) {
        Ok(version) => version,
        Err(flaws) => panic!("{flaws:#?}"),
    }
}

/// One requirement `x` from a source, with a rule and whatever else it carries.
pub fn one(carries: &str, rule: &str) -> Version {
    version(&requirement("x", carries, rule))
}

pub fn requirement(code: &str, carries: &str, rule: &str) -> String {
    format!(
        "[[requirements]]\ncode = \"{code}\"\ntitle = \"The {code}\"\nsource = \"a source\"\n{carries}\n[requirements.rule]\n{rule}\n"
    )
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The end of a day in London.
pub fn end_of(text: &str) -> Moment {
    day(text).ends_in(DEFAULT_ZONE)
}

/// Enrolled on 1 September 2025 for two years.
pub fn facts(facts: Vec<Fact>) -> Facts {
    let enrolment = Enrolment::begun(day("2025-09-01"));
    Facts { enrolment, facts, registrations: Vec::new(), elsewhere: Vec::new() }
}

pub fn signature(capacity: &str, at: Moment) -> Confirmation {
    Confirmation {
        person: "sue".to_owned(),
        name: "Sue Carter".to_owned(),
        capacity: capacity.to_owned(),
        at,
        own: false,
        current_trainee: false,
        registrations: None,
        approved: None,
        approved_for: Vec::new(),
        approved_other_days: false,
        entrusted: None,
    }
}

/// A signed and satisfactory fact.
pub fn fact(id: &str, kind: &str, on: &str, values: &[(&str, Value)]) -> Fact {
    let capacity = if kind == "bypass-case" { "supervisor" } else { "lead" };
    Fact {
        id: id.to_owned(),
        kind: kind.to_owned(),
        label: String::new(),
        day: day(on),
        until: None,
        values: values.iter().map(|(code, value)| ((*code).to_owned(), value.clone())).collect(),
        state: FactState::Signed,
        state_since: None,
        outcome: None,
        level: None,
        waits_with: None,
        confirmed: vec![signature(capacity, day(on).starts_in(DEFAULT_ZONE))],
        supervised_by: None,
        site_accredited: None,
        case: None,
        known_from: None,
        filed: true,
        items: Vec::new(),
        accepted: None,
        entered: None,
        entered_items: BTreeMap::new(),
    }
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn number(number: &str) -> Value {
    Value::Number(Amount::typed(number).unwrap())
}

/// A signed case that the trainee ran.
pub fn case(id: &str, on: &str) -> Fact {
    part(id, on, "ran-it")
}

pub fn part(id: &str, on: &str, part: &str) -> Fact {
    fact(id, "bypass-case", on, &[("procedure", text("cabg")), ("part-played", text(part))])
}

pub fn waiting(mut fact: Fact) -> Fact {
    fact.state = FactState::Submitted;
    fact.confirmed.clear();
    fact.waits_with =
        Some(WaitsWith { name: "Sue Carter".to_owned(), since: fact.day.starts_in(DEFAULT_ZONE) });
    fact
}

pub fn registered(id: &str, category: &str, from: &str, until: Option<&str>) -> Registration {
    Registration {
        id: id.to_owned(),
        body: "ccps".to_owned(),
        category: category.to_owned(),
        valid_from: Some(day(from)),
        valid_until: until.map(day),
        confirmed: true,
        waits_with: None,
        known_from: None,
        known_until: None,
    }
}

pub fn standing(version: &Version, facts: &Facts, on: &str) -> Standing {
    of(&assess(version, facts, end_of(on)), "x")
}

pub fn of(assessment: &Assessment, id: &str) -> Standing {
    assessment.requirements.iter().find(|standing| standing.id == id).unwrap().clone()
}

pub fn ids(standing: &Standing) -> Vec<&str> {
    standing.counted.iter().map(|one| one.fact.as_str()).collect()
}

pub fn reasons(standing: &Standing) -> Vec<(&str, Reason)> {
    let mut all: Vec<_> = standing.not_counted.iter().map(|one| (one.fact.as_str(), one.reason)).collect();
    all.sort_unstable();
    all
}

pub fn figures(standing: &Standing) -> [String; 4] {
    [standing.recorded, standing.submitted, standing.signed, standing.target].map(|amount| amount.to_string())
}
