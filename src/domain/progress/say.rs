//! Why a fact does not count, in words that can stand after "because".

use crate::domain::fact::{Fact, FactState};
use crate::domain::kind::{Field, Kind, Role, lower};
use crate::domain::programme::Registered;
use crate::domain::rule::{Condition, Register, Test};
use crate::domain::time::Day;

use super::Reason;
use super::context::Context;
use super::windows::Bounds;

/// `part played is “Observed”`, `part played is not filled in`.
pub(super) fn said(field: &Field, fact: &Fact) -> String {
    let label = lower(&field.label);
    match fact.values.get(&field.code) {
        Some(value) => format!("{label} is “{}”", field.shown(value)),
        None => format!("{label} is not filled in"),
    }
}

pub(super) fn condition(condition: &Condition, kind: &Kind, fact: &Fact) -> String {
    // Of what was struck out nobody knows whether it held.
    let is_known = fact.state != FactState::Returned || condition.is_answered(&fact.values);
    if let Some(because) = condition.because.as_ref().filter(|_| is_known) {
        return because.clone();
    }
    let of = |code: &str| match kind.field(code) {
        Some(field) => said(field, fact),
        None => format!("it says nothing about {code}"),
    };
    match &condition.test {
        Test::Is { field, .. } | Test::IsNot { field, .. } | Test::Yes { field, .. } => of(field),
        Test::AtLeast { field, amount } => format!("{}, and at least {amount} is needed", of(field)),
        Test::AtMost { field, amount } => format!("{}, and at most {amount} is allowed", of(field)),
        Test::Outcome(outcome) => format!("the outcome was not {outcome}"),
        Test::Level(level) => {
            let levels = || kind.scale.iter().flat_map(|scale| &scale.levels);
            let label = |code: &str| levels().find(|one| one.code == code).map(|one| one.label.clone());
            let wanted = label(level).unwrap_or_else(|| level.clone());
            match fact.level.as_deref().and_then(label) {
                Some(have) => format!("it was signed at “{have}”, and “{wanted}” is needed"),
                None => format!("it was signed without a level, and “{wanted}” is needed"),
            }
        }
    }
}

/// With whom it waits for a signature.
pub(super) fn waits(fact: &Fact) -> String {
    match (&fact.waits_with, &fact.accepted) {
        (Some(who), None) => format!("it waits for {}", who.name),
        (None, None) => "it waits for a signature".to_owned(),
        (Some(who), Some(_)) => {
            format!("it is from an earlier record, which waits for {} to accept it", who.name)
        }
        (None, Some(_)) => "it is from an earlier record that nobody has accepted yet".to_owned(),
    }
}

pub(super) fn frozen(ctx: &Context<'_>) -> (Reason, String) {
    let zone = ctx.facts.enrolment.zone;
    (Reason::Frozen, format!("it came after the deadline, {}", ctx.as_of.shown_in(zone)))
}

pub(super) fn outside(day: Day, bounds: &Bounds) -> String {
    match (bounds.rolling, bounds.from.filter(|from| day < *from), bounds.last().filter(|last| day > *last)) {
        (Some(months), ..) => format!("{day} is longer ago than the last {months} months"),
        (None, Some(from), _) => format!("{day} is before {from}, when the time that counts begins"),
        (None, None, Some(until)) => format!("{day} is after {until}, when the time that counts ends"),
        (None, None, None) => format!("{day} is outside the time that counts"),
    }
}

/// What a chosen result says by itself: `result is “Failed”`.
pub(super) fn bad_result(kind: &Kind, fact: &Fact) -> String {
    kind.role(Role::Result)
        .filter(|field| fact.values.contains_key(&field.code))
        .map_or_else(|| "the outcome was unsatisfactory".to_owned(), |field| said(field, fact))
}

/// `on the register of the College (full) or HCPC`.
pub(super) fn registers(wanted: &Registered) -> String {
    let one = |register: &Register| match register.categories.as_slice() {
        [] => register.body_name.clone(),
        some => format!("{} ({})", register.body_name, some.join(" or ")),
    };
    format!("on the register of {}", wanted.registers().map(one).collect::<Vec<_>>().join(" or "))
}
