//! The page that explains the programme file says nothing that cannot be read.

use super::shelf::{EVERYTHING, documented};
use crate::domain::rule::{Rule, describe};

#[test]
fn every_example_of_the_format_is_read_and_said_in_words() {
    let version = &*EVERYTHING;
    assert!(version.requirements.len() > 25, "{}", version.requirements.len());
    for requirement in &version.requirements {
        let said = describe(requirement, version);
        assert!(said.len() > 10 && said.ends_with('.') && !said.contains(".."), "{said}");
    }
}

/// One example at least of each rule, so that none is added without its page.
#[test]
fn no_rule_is_without_an_example() {
    let name =
        |rule: &Rule| serde_json::to_value(rule).unwrap().as_object().unwrap().keys().next().unwrap().clone();
    let mut shown: Vec<String> = EVERYTHING.requirements.iter().map(|one| name(&one.rule)).collect();
    shown.sort();
    shown.dedup();
    let all = [
        "all", "any", "at-least", "count", "coverage", "exam", "feedback", "held", "length", "marks",
        "meeting", "mix", "percent", "pool", "share", "signoff", "sum",
    ];
    assert_eq!(shown, all);
    assert!(documented().contains("registration = "));
}
