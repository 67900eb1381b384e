//! Whether the signatures on a fact are enough: by enough different people, in the right capacities and
//! order, none of them the trainee, each entitled on the day of the fact.

use crate::domain::fact::{Confirmation, Fact, OnRegister};
use crate::domain::kind::{Confirmer, Kind, Value};
use crate::domain::names::with_article;
use crate::domain::programme::{Registered, Requirement, Signers, Version};
use crate::domain::role::Capacity;
use crate::domain::rule::Unknown;

use super::context::Context;
use super::{Reason, Standing, say};

type Refusal = (Reason, String);

impl Context<'_> {
    /// Why the signatures on a signed fact are not enough.
    pub(super) fn unsigned(
        &self,
        requirement: &Requirement,
        kind: &Kind,
        fact: &Fact,
        standing: &mut Standing,
    ) -> Option<Refusal> {
        if kind.confirmed_by == Confirmer::Nobody {
            return None;
        }
        let signers = &requirement.signers;
        let mut fit: Vec<&Confirmation> = Vec::new();
        let mut first = None;
        let mut unknown: Vec<&'static str> = Vec::new();
        for signature in fact.confirmed.iter().filter(|signature| signature.at <= self.as_of) {
            match fault(requirement, kind, fact, signature, self.version) {
                Ok(not_known) => {
                    unknown.extend(not_known);
                    if !fit.iter().any(|one| one.person == signature.person) {
                        fit.push(signature);
                    }
                }
                Err(found) => first = first.or(Some(found)),
            }
        }
        if signers.order {
            return out_of_order(signers, fit, self.version).map(|refusal| first.unwrap_or(refusal));
        }
        let needed = usize::try_from(signers.number.max(1)).unwrap_or(1);
        if fit.len() >= needed {
            for sentence in unknown {
                standing.warn_once(fact, sentence);
            }
            return None;
        }
        Some(first.unwrap_or_else(|| {
            let sentence = match (needed, fit.len()) {
                (1, _) => "nobody entitled has signed it".to_owned(),
                (_, have) => format!("{have} of {needed} people have signed it"),
            };
            (Reason::TooFewSigners, sentence)
        }))
    }
}

/// One signature in each capacity, each after the one before it.
fn out_of_order(signers: &Signers, mut fit: Vec<&Confirmation>, version: &Version) -> Option<Refusal> {
    fit.sort_by(|a, b| (a.at, &a.person).cmp(&(b.at, &b.person)));
    let mut wanted = signers.capacities.iter().peekable();
    for signature in fit {
        wanted.next_if(|capacity| **capacity == signature.capacity);
    }
    let have = signers.capacities.len().saturating_sub(wanted.len());
    let next = wanted.peek()?;
    let sentence = format!(
        "{have} of {} have signed it in order; next is {}",
        signers.capacities.len(),
        with_article(version.called(next))
    );
    Some((Reason::SignersOrder, sentence))
}

/// Whether one signature counts, with what is not known about it; or why not.
fn fault(
    requirement: &Requirement,
    kind: &Kind,
    fact: &Fact,
    signature: &Confirmation,
    version: &Version,
) -> Result<Vec<&'static str>, Refusal> {
    let (signers, name) = (&requirement.signers, &signature.name);
    if signature.own {
        return Err((Reason::OwnSignature, "nobody can sign their own work".to_owned()));
    }
    if signature.current_trainee && !signers.trainees {
        return Err((Reason::SignerIsTrainee, format!("{name}, who signed it, was a trainee then")));
    }
    let fits = if signers.capacities.is_empty() {
        signature.capacity == kind.confirmed_by.as_str()
            || (kind.university && signature.capacity == Capacity::University.as_str())
            || (kind.confirmed_by == Confirmer::Supervisor
                && signature.capacity == Capacity::Assessor.as_str())
    } else {
        signers.capacities.contains(&signature.capacity) || stands_in(signers, kind, signature)
    };
    if !fits && signature.approved_other_days && could_stand_in(signers, kind, signature) {
        return Err(not_that_day(name, fact));
    }
    if !fits {
        let wanted = match signers.capacities.as_slice() {
            [] => with_article(version.called(kind.confirmed_by.as_str())),
            some => some.iter().map(|one| with_article(version.called(one))).collect::<Vec<_>>().join(" or "),
        };
        return Err((Reason::SignerCapacity, format!("{name} did not sign it as {wanted}")));
    }
    let mut unknown = Vec::new();
    match signature.approved.filter(|_| signers.approved) {
        Some(false) if signature.approved_other_days => return Err(not_that_day(name, fact)),
        Some(false) => {
            let sentence = format!("{name}, who signed it, was not approved for this trainee");
            return Err((Reason::SignerNotApproved, sentence));
        }
        None if signers.approved => {
            unknown.push("nobody has recorded whether the signer was approved for this trainee");
        }
        Some(true) if elsewhere(requirement, signature) => {
            let sentence =
                format!("{name}, who signed it, was approved for this trainee, but not for this part");
            return Err((Reason::SignerNotApproved, sentence));
        }
        _ => {}
    }
    let (trusted, registered) = (entrusted(signers, fact, signature), registration(signers, signature));
    match (trusted, registered) {
        (Ok(a), Ok(b)) => unknown.extend(a.into_iter().chain(b)),
        (Ok(known), Err(_)) | (Err(_), Ok(known)) if signers.either => unknown.extend(known),
        (Err(refusal), _) | (_, Err(refusal)) => return Err(refusal),
    }
    Ok(unknown)
}

/// An assessor where the rule names supervisors and asks that whoever signs was approved by name. Decided: the approval is
/// what the body asks of a delegated assessor (requirements.md, signers; domain.md 2.4 and 8.2, rule 6: "delegated assessors
/// must be approved by the training officer"; they have no appointment), so it stands in the place of the supervisor's
/// appointment, however they proved who they are. Whether they are the one who was approved, and for this part, is judged
/// after this. Where nobody was approved yet the rule keeps to the capacities that it names; one that names leads alone, or
/// an order, always does.
fn stands_in(signers: &Signers, kind: &Kind, signature: &Confirmation) -> bool {
    signature.approved.is_some() && could_stand_in(signers, kind, signature)
}

/// The same of whoever is approved on other days: their days are what is missing, and no capacity.
fn could_stand_in(signers: &Signers, kind: &Kind, signature: &Confirmation) -> bool {
    let instead_of = |capacity: Capacity| signers.capacities.iter().any(|one| one == capacity.as_str());
    signers.approved
        && !signers.order
        && signature.capacity == Capacity::Assessor.as_str()
        && kind.confirmed_by == Confirmer::Supervisor
        && instead_of(Capacity::Supervisor)
}

fn not_that_day(name: &str, fact: &Fact) -> Refusal {
    let sentence = format!("{name}, who signed it, was not approved for this trainee on {}", fact.day);
    (Reason::SignerNotApproved, sentence)
}

/// The approval names sections, and none of them holds this requirement.
fn elsewhere(requirement: &Requirement, signature: &Confirmation) -> bool {
    let holds = |section: &String| signature.approved_for.contains(section);
    !signature.approved_for.is_empty() && !requirement.section.as_ref().is_some_and(holds)
}

/// Entrusted with what the fact is about: one of its items, its kind, or a choice in it.
fn entrusted(
    signers: &Signers,
    fact: &Fact,
    signature: &Confirmation,
) -> Result<Option<&'static str>, Refusal> {
    if !signers.entrusted {
        return Ok(None);
    }
    let Some(with) = &signature.entrusted else {
        return Ok(Some("nobody has recorded with what the signer was entrusted"));
    };
    let about = |code: &String| {
        fact.kind == *code
            || fact.items.contains(code)
            || fact.values.values().any(|value| !matches!(value, Value::Number(_)) && value.names(code))
    };
    if with.iter().any(about) {
        return Ok(None);
    }
    let sentence = format!("{}, who signed it, was not entrusted with it on that day", signature.name);
    Err((Reason::SignerNotEntrusted, sentence))
}

fn registration(signers: &Signers, signature: &Confirmation) -> Result<Option<&'static str>, Refusal> {
    let Some(wanted) = &signers.registered else { return Ok(None) };
    let name = &signature.name;
    match on_register(wanted, signature.registrations.as_deref()) {
        OnRoll::Yes => Ok(None),
        OnRoll::No => Err((
            Reason::SignerNotRegistered,
            format!("{name}, who signed it, was not {} on that day", say::registers(wanted)),
        )),
        OnRoll::Unknown if wanted.unknown == Unknown::Counts => {
            Ok(Some("nobody has recorded the signer's registration"))
        }
        OnRoll::Unknown => Err((
            Reason::SignerUnknown,
            format!("nobody has recorded whether {name}, who signed it, is registered"),
        )),
    }
}

pub(super) enum OnRoll {
    Yes,
    No,
    Unknown,
}

pub(super) fn on_register(wanted: &Registered, have: Option<&[OnRegister]>) -> OnRoll {
    let fits = |one: &OnRegister| {
        wanted.registers().any(|register| {
            one.body == register.body
                && (register.categories.is_empty() || register.categories.contains(&one.category))
        })
    };
    match have {
        None => OnRoll::Unknown,
        Some(all) if all.iter().any(fits) => OnRoll::Yes,
        Some(_) => OnRoll::No,
    }
}

impl Standing {
    /// Of two signatures with the same doubt it is told once.
    fn warn_once(&mut self, fact: &Fact, sentence: &str) {
        let told = self.warnings.iter().find(|warning| warning.sentence == sentence);
        if told.is_none_or(|warning| warning.facts.last() != Some(&fact.id)) {
            self.warn(fact, sentence);
        }
    }
}
