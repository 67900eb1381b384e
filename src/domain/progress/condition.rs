//! Whether one condition of a rule holds for one fact.

use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Outcome, Value, Values};
use crate::domain::rule::{Condition, Test};

impl Condition {
    /// Speaks of the decision, not of the entry: unknown until it is signed.
    pub fn of_decision(&self) -> bool {
        matches!(self.test, Test::Outcome(_) | Test::Level(_))
    }

    /// What the fields say; of the decision nothing is asked.
    pub fn holds_of(&self, values: &Values) -> bool {
        let value = |field: &str| values.get(field);
        match &self.test {
            Test::Is { field, any_of } => {
                value(field).is_some_and(|v| any_of.iter().any(|code| v.names(code)))
            }
            Test::IsNot { field, none_of } => {
                value(field).is_none_or(|v| !none_of.iter().any(|code| v.names(code)))
            }
            Test::AtLeast { field, amount } => {
                value(field).and_then(Value::number).is_some_and(|n| n >= *amount)
            }
            Test::AtMost { field, amount } => {
                value(field).and_then(Value::number).is_some_and(|n| n <= *amount)
            }
            // An empty box was not ticked.
            Test::Yes { field, yes } => matches!(value(field), Some(Value::Yes(true))) == *yes,
            Test::Outcome(_) | Test::Level(_) => true,
        }
    }

    /// Whether the field is filled in that it cannot hold without.
    pub fn is_answered(&self, values: &Values) -> bool {
        match &self.test {
            Test::Is { field, .. } | Test::AtLeast { field, .. } | Test::AtMost { field, .. } => {
                values.contains_key(field)
            }
            _ => true,
        }
    }

    pub fn holds(&self, kind: &Kind, fact: &Fact) -> bool {
        match &self.test {
            Test::Outcome(outcome) => fact.outcome.unwrap_or(Outcome::Satisfactory) == *outcome,
            Test::Level(level) => {
                let levels = || kind.scale.iter().flat_map(|scale| &scale.levels);
                let rank = |code: &str| levels().position(|one| one.code == code);
                match (fact.level.as_deref().and_then(rank), rank(level)) {
                    (Some(have), Some(needed)) => have >= needed,
                    _ => false,
                }
            }
            _ => self.holds_of(&fact.values),
        }
    }
}

/// Whether the fact is the rule's business at all.
pub(super) fn concerns(about: &[Condition], kind: &Kind, fact: &Fact) -> bool {
    about.iter().all(|condition| condition.of_decision() || condition.holds(kind, fact))
}
