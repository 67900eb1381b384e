//! What only stands beside what a rule counts: evidence, absences, explanations, the other side of a share.

use super::*;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Over, Rule};

/// Facts on which the answer depends although they add nothing to it.
pub fn beside<'f>(version: &Version, requirement: &Requirement, facts: &'f Facts) -> Vec<&'f Fact> {
    let of = |kinds: &[String]| -> Vec<&'f Fact> {
        let own = |fact: &&Fact| fact.accepted.as_ref().is_none_or(|one| one.against.is_none());
        facts.facts.iter().filter(|fact| kinds.contains(&fact.kind)).filter(own).collect()
    };
    let kind = |fact: &Fact| &version.kind(&fact.kind).unwrap().kind;
    match &requirement.rule {
        Rule::Length(rule) => of(&rule.absence),
        Rule::Mix(rule) => of(rule.explained_by.as_slice()),
        Rule::Share(rule) => match &rule.over {
            Over::Part(part) => {
                let ours =
                    |fact: &&Fact| part.about.iter().all(|c| c.of_decision() || c.holds(kind(fact), fact));
                of(&part.kinds).into_iter().filter(ours).collect()
            }
            _ => Vec::new(),
        },
        Rule::Signoff(rule) => {
            let all = rule.evidence.iter().chain(rule.types.iter().flat_map(|one| &one.evidence));
            let kinds: Vec<String> = all.flat_map(|evidence| evidence.kinds.clone()).collect();
            let named = |fact: &&Fact| {
                let field = rule.item.as_ref().filter(|field| kind(fact).field(field).is_some());
                let mut said = fact.items.clone();
                match field.and_then(|field| fact.values.get(field)) {
                    Some(Value::Text(one)) => said.push(one.clone()),
                    Some(Value::Several(several)) => said.extend(several.clone()),
                    _ => {}
                }
                (field.is_none() && fact.items.is_empty())
                    || rule.item.is_none()
                    || said.iter().any(|code| rule.items.iter().any(|item| item.code == code.trim()))
            };
            of(&kinds).into_iter().filter(named).collect()
        }
        _ => Vec::new(),
    }
}

fn next_of(version: &Version, facts: &Facts, on: &str, code: &str) -> String {
    let assessment = assess(version, facts, end_of(on));
    of(&assessment, code).next.as_ref().unwrap().sentence.clone()
}

#[test]
fn the_cheapest_step_serves_the_minimum_too() {
    let rule = "count = \"bypass-case\"\ntarget = 5\nunit = \"cases\"\n\
        minimum = [{ label = \"valve operations\", at_least = 2, where = { field = \"procedure\", is = \"valve\" } }]";
    let version = one("", rule);
    let all = facts(vec![case("a", "2025-10-01")]);
    assert_eq!(
        next_of(&version, &all, "2025-11-01", "x"),
        "4 more reach 5, and at least 2 valve operations among them."
    );
    let four: Vec<Fact> = ["a", "b", "c", "d"].iter().map(|id| case(id, "2025-10-01")).collect();
    assert_eq!(next_of(&version, &facts(four), "2025-11-01", "x"), "2 more needed: valve operations.");
}

#[test]
fn the_cheapest_step_of_several_is_that_of_the_nearest() {
    let text = requirement("far", "", "count = \"bypass-case\"\ntarget = 9")
        + &requirement("near", "", "count = \"bypass-case\"\ntarget = 3")
        + &requirement("either", "", "any = [\"far\", \"near\"]")
        + &requirement("both", "", "all = [\"far\", \"near\"]");
    let version = version(&text);
    let with = facts(vec![case("a", "2025-10-01"), case("b", "2025-10-02")]);
    assert_eq!(next_of(&version, &with, "2025-11-01", "either"), "Next: The near. 1 more reaches 3.");
    let waits =
        facts(vec![case("a", "2025-10-01"), case("b", "2025-10-02"), waiting(case("c", "2025-10-03"))]);
    assert_eq!(
        next_of(&version, &waits, "2025-11-01", "either"),
        "What waits for a signature will be enough."
    );
    // Of all that are asked, what only waits is not the next thing to do.
    let next = next_of(&version, &waits, "2025-11-01", "both");
    assert_eq!(next, "Next: The far. 1 waits for a signature; 6 more reach 9.");
}
