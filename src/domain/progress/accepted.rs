//! Earlier learning: what somebody did before or elsewhere, accepted by a named person against one
//! requirement, whole or in part. It counts under its own label and never pretends to be signed here.

use crate::domain::amount::Amount;
use crate::domain::fact::{Accepted, Fact, FactState};
use crate::domain::programme::Requirement;
use crate::domain::time::Moment;

use super::context::{Context, Extra};
use super::{Reason, Standing};

/// What counts for a requirement besides its own facts. Acceptance of the whole is asked for afterwards.
pub(super) fn accepted(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) -> Extra {
    let mut extra = Extra::default();
    for (fact, state) in ctx.against(&requirement.code) {
        let Some(accepted) = &fact.accepted else { continue };
        if let Some((reason, sentence)) = refused(ctx, requirement, fact, *state) {
            standing.refuse(&fact.id, reason, sentence);
            continue;
        }
        let credit = accepted.credit.unwrap_or(Amount::ZERO).max(Amount::ZERO);
        let signed = *state == FactState::Signed;
        if signed {
            extra.signed = extra.signed + credit;
            extra.items.extend(accepted.items.iter().map(|code| (code.clone(), fact.day)));
            standing.count(fact, credit, label(fact, accepted, ctx.facts.enrolment.zone, ctx.as_of));
        } else {
            extra.waiting = extra.waiting + credit;
            extra.items_waiting.extend(accepted.items.iter().cloned());
            standing.wait(fact, credit, Reason::WaitsForSignature, waits(fact));
        }
    }
    extra
}

/// Whether earlier learning was accepted for the whole requirement, and whether some waits to be.
pub(super) fn whole(ctx: &Context<'_>, requirement: &Requirement, standing: &Standing) -> (bool, bool) {
    let mut found = (false, false);
    for (fact, _) in ctx.against(&requirement.code) {
        let is_whole = fact.accepted.as_ref().is_some_and(|one| one.credit.is_none() && one.items.is_empty());
        found.0 |= is_whole && standing.counted.iter().any(|one| one.fact == fact.id);
        found.1 |= is_whole && standing.pending.iter().any(|one| one.fact == fact.id);
    }
    found
}

fn refused(
    ctx: &Context<'_>,
    requirement: &Requirement,
    fact: &Fact,
    state: FactState,
) -> Option<(Reason, String)> {
    if !fact.filed {
        return Some((Reason::NotFiled, "it is not filed under this programme".to_owned()));
    }
    if let Some(refusal) = earlier(ctx, requirement) {
        return Some(refusal);
    }
    if ctx.too_late(fact) {
        return Some(super::say::frozen(ctx));
    }
    (state == FactState::Returned)
        .then(|| (Reason::Returned, "it was returned to you and not submitted again".to_owned()))
}

/// Why nothing from before counts here.
pub(super) fn earlier(ctx: &Context<'_>, requirement: &Requirement) -> Option<(Reason, String)> {
    if !ctx.version.accepts_earlier {
        return Some((Reason::EarlierNotAccepted, "this programme takes nothing from before it".to_owned()));
    }
    (!requirement.earlier)
        .then(|| (Reason::EarlierNotAccepted, "nothing from before the programme counts for this".to_owned()))
}

fn waits(fact: &Fact) -> String {
    match &fact.waits_with {
        Some(who) => format!("it waits for {} to accept it", who.name),
        None => "it waits to be accepted".to_owned(),
    }
}

/// `accepted from an earlier record by Lee Moor on 3 November 2026`; the day where it is known.
pub(super) fn label(fact: &Fact, accepted: &Accepted, zone: chrono_tz::Tz, as_of: Moment) -> String {
    let on = fact
        .state_since
        .filter(|at| *at <= as_of)
        .map(|at| format!(" on {}", at.day_in(zone)))
        .unwrap_or_default();
    match accepted.against {
        Some(_) => format!("accepted as equivalent by {}{on}", accepted.by),
        None => format!("accepted from an earlier record by {}{on}", accepted.by),
    }
}
