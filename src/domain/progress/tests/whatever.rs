//! What must hold for every programme and every portfolio (requirements.md, "Properties worth testing"), over
//! programmes drawn at random from all rules and modifiers, and over the one of the format's own page.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::any::{FIRST, any_fact, any_facts, any_programme, at};
use super::beside::beside;
use super::shelf::EVERYTHING;
use super::*;
use crate::domain::outlook::{outlook, reads_days};
use crate::domain::programme::Requirement;
use crate::domain::rule::{HeldThing, LengthOf, Rule, Window};

/// The conditions that say which facts are a rule's business.
fn concerned<'f>(version: &Version, requirement: &Requirement, facts: &'f Facts) -> Option<Vec<&'f Fact>> {
    let about = match &requirement.rule {
        Rule::Count(rule) | Rule::Sum(rule) | Rule::Pool(rule) => &rule.about,
        Rule::Length(rule) if matches!(rule.of, LengthOf::Kinds(_)) => &rule.about,
        Rule::Share(rule) => &rule.part.about,
        Rule::Signoff(rule) => &rule.about,
        Rule::Coverage(rule) => &rule.about,
        Rule::Feedback(rule) => &rule.about,
        Rule::Meeting(rule) => &rule.about,
        Rule::Exam(rule) => &rule.about,
        Rule::Held(held) => match &held.what {
            HeldThing::Fact { about, .. } => about,
            HeldThing::Registration(_) => return None,
        },
        Rule::Mix(_) => return Some(of_kinds(requirement, facts)),
        Rule::Marks(rule) => {
            let named = |fact: &&Fact| {
                let kind = &version.kind(&fact.kind).unwrap().kind;
                let unit = kind.value(&fact.values, crate::domain::kind::Role::Unit).and_then(Value::text);
                unit.is_some_and(|code| {
                    rule.units.iter().any(|unit| unit.code.eq_ignore_ascii_case(code.trim()))
                })
            };
            return Some(of_kinds(requirement, facts).into_iter().filter(named).collect());
        }
        _ => return None,
    };
    let kind = |fact: &Fact| &version.kind(&fact.kind).unwrap().kind;
    let all = of_kinds(requirement, facts).into_iter();
    Some(all.filter(|fact| about.iter().all(|c| c.of_decision() || c.holds(kind(fact), fact))).collect())
}

fn of_kinds<'f>(requirement: &Requirement, facts: &'f Facts) -> Vec<&'f Fact> {
    let kinds = requirement.rule.kinds();
    let own = |fact: &&Fact| fact.accepted.as_ref().is_none_or(|one| one.against.is_none());
    facts.facts.iter().filter(|fact| kinds.contains(&fact.kind.as_str())).filter(own).collect()
}

/// More signed facts can only help: nothing is capped, ordered, taken out or ended by another fact.
fn is_monotone(requirement: &Requirement) -> bool {
    let still = match &requirement.window {
        Window::Between { .. } => false,
        Window::Cycle(_) => requirement.first_cycle.is_none(),
        _ => true,
    };
    still
        && match &requirement.rule {
            Rule::Count(rule) | Rule::Sum(rule) | Rule::Pool(rule) => {
                rule.caps.is_empty() && rule.latest.is_none()
            }
            Rule::Length(rule) => rule.absence.is_empty(),
            Rule::Coverage(_) | Rule::Signoff(_) | Rule::Feedback(_) | Rule::Meeting(_) => true,
            _ => false,
        }
}

fn both() -> impl Strategy<Value = Version> {
    prop_oneof![3 => any_programme(), 1 => Just(EVERYTHING.clone())]
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn the_order_of_facts_does_not_matter(version in both(), facts in any_facts(), on in 0i64..1000, turn in 0usize..25) {
        let mut turned = facts.clone();
        let middle = turn % turned.facts.len().max(1);
        turned.facts.rotate_left(middle);
        turned.registrations.reverse();
        turned.enrolment.working.reverse();
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &turned, at(on)));
    }

    #[test]
    fn one_more_signed_fact_never_lowers_what_is_monotone(version in both(), facts in any_facts(), more in any_fact(), on in 0i64..1000) {
        let mut with = facts.clone();
        let mut more = more;
        (more.id, more.state) = ("new".to_owned(), FactState::Signed);
        with.facts.push(more);
        let (before, after) = (assess(&version, &facts, at(on)), assess(&version, &with, at(on)));
        let mut never: BTreeMap<&str, bool> = BTreeMap::new();
        for requirement in &version.requirements {
            let (was, is) = (of(&before, &requirement.code), of(&after, &requirement.code));
            let alone = requirement.needs.is_empty() && is_monotone(requirement);
            let of_such = |codes: &[String]| codes.iter().all(|code| never.get(code.as_str()) == Some(&true));
            let combines = matches!(&requirement.rule, Rule::All(of) | Rule::Any(of) if of_such(&of.codes));
            if alone {
                prop_assert!(is.signed >= was.signed, "{} fell from {} to {}", requirement.code, was.signed, is.signed);
            }
            if alone || (combines && requirement.needs.is_empty()) {
                prop_assert!(is.met || !was.met, "{} became unmet", requirement.code);
            }
            never.insert(&requirement.code, alone || combines);
        }
    }

    #[test]
    fn signed_and_submitted_are_recorded(version in both(), facts in any_facts(), on in 0i64..1000) {
        for standing in assess(&version, &facts, at(on)).requirements {
            prop_assert!(standing.signed + standing.submitted <= standing.recorded, "{:#?}", standing);
            prop_assert!(!standing.met || standing.would_meet, "{:#?}", standing);
        }
    }

    #[test]
    fn a_withdrawn_fact_changes_nothing(version in both(), facts in any_facts(), on in 0i64..1000) {
        let mut without = facts.clone();
        without.facts.retain(|fact| fact.state_at(at(on)) != Some(FactState::Withdrawn));
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &without, at(on)));
    }

    #[test]
    fn as_of_a_day_is_what_was_known_by_then(version in both(), facts in any_facts(), on in 0i64..1000) {
        let mut known = facts.clone();
        known.facts.retain(|fact| fact.known_from.is_none_or(|from| from <= at(on)));
        for fact in &mut known.facts {
            if let Some(state) = fact.state_at(at(on)) {
                let since = fact.state_since.filter(|since| *since <= at(on));
                (fact.state, fact.state_since) = (state, since);
            }
            fact.confirmed.retain(|signature| signature.at <= at(on));
        }
        prop_assert_eq!(assess(&version, &facts, at(on)), assess(&version, &known, at(on)));
    }

    #[test]
    fn every_fact_that_a_rule_touches_counts_or_has_one_reason(version in both(), facts in any_facts(), on in 0i64..1000) {
        let assessment = assess(&version, &facts, at(on));
        for requirement in &version.requirements {
            let standing = of(&assessment, &requirement.code);
            let told = |fact: &Fact| {
                standing.counted.iter().filter(|one| one.fact == fact.id).count()
                    + standing.not_counted.iter().filter(|one| one.fact == fact.id).count()
            };
            let known = |fact: &Fact| !matches!(fact.state_at(at(on)), None | Some(FactState::Withdrawn));
            for fact in concerned(&version, requirement, &facts).unwrap_or_default() {
                prop_assert_eq!(told(fact), usize::from(known(fact)), "{} {} in {:#?}", fact.id, fact.kind, standing);
            }
            let against = facts.facts.iter().filter(|fact| {
                fact.accepted.as_ref().and_then(|one| one.against.as_ref()) == Some(&requirement.code)
            });
            for fact in against {
                prop_assert_eq!(told(fact), usize::from(known(fact)), "{} in {:#?}", fact.id, standing);
            }
            // So is what only stands beside what counts: evidence, absences, the other side of a share.
            for fact in beside(&version, requirement, &facts) {
                prop_assert_eq!(told(fact), usize::from(known(fact)), "{} beside {:#?}", fact.id, standing);
            }
            if let Rule::Held(crate::domain::rule::Held { what: HeldThing::Registration(register), .. }) = &requirement.rule {
                for row in facts.registrations.iter().filter(|row| row.body == register.body) {
                    let counts = standing.counted.iter().filter(|one| one.fact == row.id).count();
                    let not = standing.not_counted.iter().filter(|one| one.fact == row.id).count();
                    prop_assert_eq!(counts + not, 1, "{} in {:#?}", row.id, standing);
                }
            }
            // What waits would count, and says why it does not yet.
            for one in &standing.pending {
                prop_assert!(standing.not_counted.iter().any(|other| other.fact == one.fact));
            }
        }
    }

    /// Days pass without any act: facts known and states as at the first day, only the clock moves.
    #[test]
    fn each_answer_holds_until_the_day_it_names(version in both(), facts in any_facts(), on in 0i64..700) {
        let mut still = facts.clone();
        still.facts.retain(|fact| fact.state_at(at(on)).is_some());
        for fact in &mut still.facts {
            fact.state = fact.state_at(at(on)).unwrap();
            fact.state_since = None;
            for signature in &mut fact.confirmed {
                signature.at = at(0);
            }
        }
        let first = assess(&version, &still, at(on));
        for later in [on + 1, on + 7, on + 31, on + 120, on + 400] {
            let then = assess(&version, &still, at(later));
            for (now, then) in first.requirements.iter().zip(&then.requirements) {
                let holds = now.holds_until.is_none_or(|until| until > day(FIRST).plus_days(later));
                if holds {
                    prop_assert_eq!(now, then, "{} days later", later - on);
                }
            }
        }
    }

    #[test]
    fn what_blocks_nobody_changes_nobody(version in any_programme(), facts in any_facts(), on in 0i64..1000) {
        let before = assess(&version, &facts, at(on));
        let mut with = version.clone();
        let mut soft = version.requirement("r0").unwrap().clone();
        soft.code = "soft".to_owned();
        soft.provenance.illustrative = true;
        with.requirements.push(soft);
        for requirement in &mut with.requirements {
            if requirement.code == "r1" {
                requirement.needs.push("soft".to_owned());
            }
        }
        let after = assess(&with, &facts, at(on));
        for (was, requirement) in before.requirements.iter().zip(&version.requirements) {
            let is = of(&after, &was.id);
            prop_assert_eq!((was.met, was.locked, was.signed), (is.met, is.locked, is.signed));
            if requirement.code != "r1" && !with.requirement(&was.id).unwrap().depends_on().contains(&"r1") {
                prop_assert_eq!((was.target, &was.result), (is.target, &is.result));
            }
        }
    }

    /// After the deadline nothing that comes later changes any figure.
    #[test]
    fn a_frozen_enrolment_stands_still(version in both(), facts in any_facts(), on in 100i64..800, later in 1i64..200) {
        let mut frozen = facts.clone();
        frozen.enrolment.freeze = Some(at(on));
        let mut without = frozen.clone();
        without.facts.retain(|fact| fact.state_at(at(on)).is_some());
        for fact in &mut without.facts {
            if let Some(state) = fact.state_at(at(on)) {
                (fact.state, fact.state_since) = (state, None);
            }
            fact.confirmed.retain(|signature| signature.at <= at(on));
        }
        let (with, out) = (assess(&version, &frozen, at(on + later)), assess(&version, &without, at(on + later)));
        for (a, b) in with.requirements.iter().zip(&out.requirements) {
            prop_assert_eq!((a.met, a.signed, a.submitted), (b.met, b.signed, b.submitted), "{}", a.id);
        }
        prop_assert!(with.life.is_frozen);
    }

    /// On every day before the one that an answer names, down to the last of them, it is the same.
    #[test]
    fn an_answer_holds_to_the_very_day_before(version in both(), facts in any_facts(), on in 0i64..700) {
        let mut still = facts.clone();
        still.facts.retain(|fact| fact.state_at(at(on)).is_some());
        for fact in &mut still.facts {
            fact.state = fact.state_at(at(on)).unwrap();
            fact.state_since = None;
            for signature in &mut fact.confirmed {
                signature.at = at(0);
            }
        }
        let first = assess(&version, &still, at(on));
        let mut days: Vec<i64> = first.requirements.iter().filter_map(|one| one.holds_until)
            .map(|day| day.days_since(self::day(FIRST)) - 1).filter(|later| *later > on).collect();
        days.sort_unstable();
        days.dedup();
        for later in days {
            let then = assess(&version, &still, at(later));
            for (now, then) in first.requirements.iter().zip(&then.requirements) {
                if now.holds_until.is_none_or(|until| until > self::day(FIRST).plus_days(later)) {
                    prop_assert_eq!(now, then, "{} days later", later - on);
                }
            }
        }
    }

    /// What is stored of an answer has no facts, only the days of some: the outlook is the same. And it is never
    /// silent: there is a forecast, or it is said why there is none.
    #[test]
    fn the_outlook_needs_no_fact_and_is_never_silent(version in both(), facts in any_facts(), on in 0i64..1000, later in 0i64..300) {
        let assessment = assess(&version, &facts, at(on));
        let mut kept = assessment.clone();
        for standing in &mut kept.requirements {
            standing.not_counted.clear();
            let days = standing.counted.iter().fold(BTreeMap::new(), |mut days, one| {
                let sum = days.entry(one.day).or_insert(Amount::ZERO);
                *sum = *sum + one.credit;
                days
            });
            standing.counted.clear();
            if reads_days(version.requirement(&standing.id).unwrap(), standing.target) {
                standing.counted = days.into_iter().map(|(day, credit)| super::super::Counted {
                    fact: String::new(), day, credit, label: String::new(),
                }).collect();
            }
        }
        let today = day(FIRST).plus_days(on + later);
        let alone = Facts { enrolment: facts.enrolment.clone(), ..super::facts(Vec::new()) };
        let (whole, stored) = (outlook(&version, &facts, &assessment, today), outlook(&version, &alone, &kept, today));
        prop_assert_eq!(&whole, &stored);
        for one in &whole {
            prop_assert_eq!(one.forecast.is_none(), !one.no_forecast.is_empty(), "{:?}", one);
            prop_assert!(one.forecast.as_ref().is_none_or(|forecast| forecast.sentence.ends_with('.')), "{:?}", one);
        }
    }

    #[test]
    fn what_an_assessment_means_can_always_be_said(version in both(), facts in any_facts(), on in 0i64..1000, ahead in -400i64..2000) {
        let assessment = assess(&version, &facts, at(on));
        let told = outlook(&version, &facts, &assessment, day(FIRST).plus_days(ahead));
        prop_assert_eq!(told.len(), version.requirements.len());
        for (one, standing) in told.iter().zip(&assessment.requirements) {
            let behind = one.state == crate::domain::outlook::State::Behind;
            prop_assert!(!behind || standing.binding, "{:?}", one);
        }
    }

    #[test]
    fn facts_and_assessments_survive_json(version in both(), facts in any_facts(), on in 0i64..1000) {
        let text = serde_json::to_string(&facts).unwrap();
        let assessment = assess(&version, &facts, at(on));
        prop_assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
        let text = serde_json::to_string(&assessment).unwrap();
        prop_assert_eq!(serde_json::from_str::<Assessment>(&text).unwrap(), assessment);
    }
}

/// Found by the property above, at the two thousandth try: what waits ends a silence, and so begins another.
#[test]
fn the_silence_after_what_waits_is_awaited_too() {
    let rule = "mix = \"cpd\"\ntypes = 2\ngap_months = 3";
    let version = super::shelf::read(&requirement("x", "official = true", rule));
    let activity = |id: &str, kind: &str, from: &str, until: &str, entered: bool| {
        let mut one = fact(id, "cpd", from, &[("type", text(kind))]);
        (one.until, one.entered) = (Some(day(until)), entered.then(|| day(from)));
        one
    };
    let all = vec![
        activity("a", "formal", "2025-09-02", "2025-09-02", true),
        activity("b", "work", "2025-09-13", "2026-02-10", false),
    ];
    let now = standing(&version, &facts(all.clone()), "2026-01-10");
    assert!(now.would_meet && now.failing == now.met, "{now:#?}");
    assert_eq!(now.holds_until, Some(day("2026-05-10")), "{now:#?}");
    let later = standing(&version, &facts(all), "2026-05-10");
    assert!(!later.would_meet && later.failing);
}
