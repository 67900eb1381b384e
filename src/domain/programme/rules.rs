//! The `rule` table: exactly one key names the rule, the others are its parameters.

use crate::domain::reading::{Table, nearest};
use crate::domain::rule::{HeldThing, Register, Rule};

use super::combining::{combined, percent};
use super::conditions::{conditions, kind_named};
use super::items::{coverage, signoff};
use super::meetings::{feedback, meeting};
use super::periods::{length, share};
use super::read::Known;
use super::results::{exam, held, marks, mix};
use super::tallies::tally;

const RULES: &[&str] = &[
    "count",
    "sum",
    "pool",
    "length",
    "share",
    "signoff",
    "marks",
    "exam",
    "coverage",
    "held",
    "registration",
    "mix",
    "feedback",
    "meeting",
    "all",
    "any",
    "at_least",
    "percent",
];

pub(super) fn rule(table: &Table<'_>, known: &Known<'_>) -> Option<Rule> {
    let named: Vec<&str> = RULES.iter().copied().filter(|key| table.has(key)).collect();
    let rule = match named.as_slice() {
        [one] => named_rule(one, table, known),
        [] => {
            let keys = table.open_keys();
            let near = keys.iter().find_map(|key| nearest(&key.text, RULES.iter().copied()));
            let meant = near.map(|word| format!(" Did you mean “{word}”?")).unwrap_or_default();
            table.fault(format!("The rule says nothing: write one of {}.{meant}", RULES.join(", ")));
            return None;
        }
        more => {
            table.fault(format!("A requirement has one rule: keep one of {}.", more.join(", ")));
            return None;
        }
    };
    // A rule that could not be read did not ask for all its keys.
    if rule.is_some() {
        table.finish();
    }
    rule
}

fn named_rule(name: &str, table: &Table<'_>, known: &Known<'_>) -> Option<Rule> {
    match name {
        "count" => tally(table, "count", known).map(Rule::Count),
        "sum" => tally(table, "sum", known).map(Rule::Sum),
        "pool" => tally(table, "pool", known).map(Rule::Pool),
        "length" => length(table, known).map(Rule::Length),
        "share" => share(table, known).map(Rule::Share),
        "signoff" => signoff(table, known).map(Rule::Signoff),
        "coverage" => coverage(table, known).map(Rule::Coverage),
        "marks" => marks(table, known).map(Rule::Marks),
        "exam" => exam(table, known).map(Rule::Exam),
        "held" => {
            let kind = kind_named(table, "held", known)?;
            let about = conditions(table, "about", std::slice::from_ref(&kind), known);
            let title = table.text_or_empty("title");
            Some(Rule::Held(held(table, HeldThing::Fact { kind, about, title }, known)))
        }
        "registration" => {
            let body = table.need_code("registration");
            let register = Register {
                body_name: table.text("body_name").unwrap_or_else(|| body.clone()),
                body,
                categories: table.texts("category").into_iter().map(|placed| placed.text).collect(),
            };
            Some(Rule::Held(held(table, HeldThing::Registration(register), known)))
        }
        "mix" => mix(table, known).map(Rule::Mix),
        "feedback" => feedback(table, known).map(Rule::Feedback),
        "meeting" => meeting(table, known).map(Rule::Meeting),
        "all" => Some(Rule::All(combined(table, "all", known))),
        "any" => Some(Rule::Any(combined(table, "any", known))),
        "at_least" => {
            let of = combined(table, "of", known);
            let number = table.small("at_least", 1, 1000)?;
            let named = of.codes.len() + of.elsewhere.len();
            if of.groups.is_empty() && usize::try_from(number).is_ok_and(|number| number > named) {
                table.fault_at("at_least", format!("At least {number} of {named} can never be."));
            }
            Some(Rule::AtLeast { number, of })
        }
        _ => percent(table, known),
    }
}
