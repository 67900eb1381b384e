//! One fact before one requirement: does it count, does it wait, or why not. The order of the questions
//! is the order in which a person would ask them, and the first *no* is the reason given: filed here? the
//! right sort of thing? at the right time and place, under the right supervision? then: what became of it?

use crate::domain::fact::{Confirmation, Fact, FactState, OnRegister};
use crate::domain::kind::{Confirmer, Kind, Outcome, Value};
use crate::domain::programme::{Registered, Requirement};
use crate::domain::rule::{Condition, Test, Unknown};

use super::context::{Bounds, Context};
use super::{NotCounted, Reason, Standing, Wait, Warning, say};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    Waits,
    No(Reason, String),
}

/// The verdict, and whether the fact is among the *recorded* whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judged {
    pub recorded: bool,
    pub verdict: Verdict,
}

impl Context<'_> {
    pub fn judge(
        &self,
        requirement: &Requirement,
        conditions: &[Condition],
        bounds: &Bounds,
        (fact, state): (&Fact, FactState),
        standing: &mut Standing,
    ) -> Judged {
        let no =
            |recorded, reason, sentence: String| Judged { recorded, verdict: Verdict::No(reason, sentence) };
        let Some(kind) = self.kind(&fact.kind) else {
            return no(false, Reason::Condition, "this programme does not use such entries".to_owned());
        };
        if let Some((reason, sentence)) =
            self.misplaced(requirement, kind, conditions, bounds, fact, standing)
        {
            return no(false, reason, sentence);
        }
        if state == FactState::Returned {
            return no(true, Reason::Returned, "it was returned to you and not submitted again".to_owned());
        }
        if kind.outcome(&fact.values) == Some(Outcome::Unsatisfactory) {
            return no(true, Reason::Unsatisfactory, say::bad_result(kind, fact));
        }
        if state != FactState::Signed {
            return Judged { recorded: true, verdict: Verdict::Waits };
        }
        if self.is_preview(fact) {
            return Judged { recorded: true, verdict: Verdict::Counts };
        }
        if let Some((reason, sentence)) = self.unsigned(requirement, kind, fact, standing) {
            return no(true, reason, sentence);
        }
        if fact.outcome == Some(Outcome::Unsatisfactory) {
            return no(true, Reason::Unsatisfactory, "the outcome was unsatisfactory".to_owned());
        }
        if let Some(condition) = conditions.iter().find(|c| c.of_decision() && !c.holds(kind, fact)) {
            return no(true, Reason::Condition, say::condition(condition, kind, fact));
        }
        Judged { recorded: true, verdict: Verdict::Counts }
    }

    /// Why it would not count even with every signature.
    fn misplaced(
        &self,
        requirement: &Requirement,
        kind: &Kind,
        conditions: &[Condition],
        bounds: &Bounds,
        fact: &Fact,
        standing: &mut Standing,
    ) -> Option<(Reason, String)> {
        if !fact.filed {
            return Some((Reason::NotFiled, "it is not filed under this programme".to_owned()));
        }
        if let Some(condition) = conditions.iter().find(|c| !c.of_decision() && !c.holds(kind, fact)) {
            return Some((Reason::Condition, say::condition(condition, kind, fact)));
        }
        if fact.day > self.day {
            standing.wake(fact.day, self.day);
            return Some((Reason::InFuture, format!("its date, {}, is still to come", fact.day)));
        }
        if !bounds.holds(fact.day) {
            return Some((Reason::OutsideWindow, say::outside(fact.day, bounds)));
        }
        bounds.leaves(fact.day).inspect(|day| standing.wake(*day, self.day));
        if requirement.accredited_site {
            match fact.site_accredited {
                Some(true) => {}
                Some(false) => {
                    return Some((
                        Reason::SiteNotAccredited,
                        "the site was not accredited on that day".to_owned(),
                    ));
                }
                None => standing.warn(fact, "nobody has recorded whether the site was accredited"),
            }
        }
        let wanted = requirement.supervised_by.as_ref()?;
        let Some(supervision) = &fact.supervised_by else {
            let sentence = format!("it names nobody {} who supervised", say::register(&wanted.register));
            return Some((Reason::NoSupervisor, sentence));
        };
        match on_register(wanted, supervision.registrations.as_deref()) {
            Standing3::Yes => None,
            Standing3::No => Some((
                Reason::SupervisorNotRegistered,
                format!("{} was not {} on that day", supervision.name, say::register(&wanted.register)),
            )),
            Standing3::Unknown if wanted.unknown == Unknown::Counts => {
                standing.warn(fact, "nobody has recorded the supervisor's registration");
                None
            }
            Standing3::Unknown => {
                let sentence = format!("nobody has recorded whether {} is registered", supervision.name);
                Some((Reason::SupervisorUnknown, sentence))
            }
        }
    }

    /// Why the signatures on a signed fact are not enough.
    fn unsigned(
        &self,
        requirement: &Requirement,
        kind: &Kind,
        fact: &Fact,
        standing: &mut Standing,
    ) -> Option<(Reason, String)> {
        if kind.confirmed_by == Confirmer::Nobody {
            return None;
        }
        let mut fit: Vec<&str> = Vec::new();
        let mut first = None;
        let mut unknown = false;
        for signature in fact.confirmed.iter().filter(|signature| signature.at <= self.as_of) {
            match fault(requirement, kind, signature) {
                Ok(known) => {
                    unknown |= !known;
                    if !fit.contains(&signature.person.as_str()) {
                        fit.push(&signature.person);
                    }
                }
                Err(found) => first = first.or(Some(found)),
            }
        }
        let needed = usize::try_from(requirement.signers.number.max(1)).unwrap_or(1);
        if fit.len() >= needed {
            if unknown {
                standing.warn(fact, "nobody has recorded the signer's registration");
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

/// Whether one signature counts: with a known registration, without one that is needed, or why not.
fn fault(requirement: &Requirement, kind: &Kind, signature: &Confirmation) -> Result<bool, (Reason, String)> {
    let signers = &requirement.signers;
    let name = &signature.name;
    if signature.own {
        return Err((Reason::OwnSignature, "nobody can sign their own work".to_owned()));
    }
    if signature.current_trainee && !signers.trainees {
        return Err((Reason::SignerIsTrainee, format!("{name}, who signed it, was a trainee then")));
    }
    let fits = if signers.capacities.is_empty() {
        signature.capacity == kind.confirmed_by.as_str()
    } else {
        signers.capacities.contains(&signature.capacity)
    };
    if !fits {
        let wanted = match signers.capacities.as_slice() {
            [] => say::capacity(kind.confirmed_by.as_str()),
            some => some.iter().map(|one| say::capacity(one)).collect::<Vec<_>>().join(" or a "),
        };
        return Err((Reason::SignerCapacity, format!("{name} did not sign it as a {wanted}")));
    }
    let Some(wanted) = &signers.registered else { return Ok(true) };
    match on_register(wanted, signature.registrations.as_deref()) {
        Standing3::Yes => Ok(true),
        Standing3::No => Err((
            Reason::SignerNotRegistered,
            format!("{name}, who signed it, was not {} on that day", say::register(&wanted.register)),
        )),
        Standing3::Unknown if wanted.unknown == Unknown::Counts => Ok(false),
        Standing3::Unknown => Err((
            Reason::SignerUnknown,
            format!("nobody has recorded whether {name}, who signed it, is registered"),
        )),
    }
}

enum Standing3 {
    Yes,
    No,
    Unknown,
}

fn on_register(wanted: &Registered, have: Option<&[OnRegister]>) -> Standing3 {
    let register = &wanted.register;
    let fits = |one: &OnRegister| {
        one.body == register.body
            && (register.categories.is_empty() || register.categories.contains(&one.category))
    };
    match have {
        None => Standing3::Unknown,
        Some(all) if all.iter().any(fits) => Standing3::Yes,
        Some(_) => Standing3::No,
    }
}

impl Condition {
    /// Speaks of the decision, not of the entry: unknown until it is signed.
    pub fn of_decision(&self) -> bool {
        matches!(self.test, Test::Outcome(_) | Test::Level(_))
    }

    pub fn holds(&self, kind: &Kind, fact: &Fact) -> bool {
        let value = |field: &str| fact.values.get(field);
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
            Test::Outcome(outcome) => fact.outcome.unwrap_or(Outcome::Satisfactory) == *outcome,
            Test::Level(level) => {
                let levels = || kind.scale.iter().flat_map(|scale| &scale.levels);
                let rank = |code: &str| levels().position(|one| one.code == code);
                match (fact.level.as_deref().and_then(rank), rank(level)) {
                    (Some(have), Some(needed)) => have >= needed,
                    _ => false,
                }
            }
        }
    }
}

impl Standing {
    pub(super) fn refuse(&mut self, fact: &str, reason: Reason, sentence: String) {
        self.not_counted.push(NotCounted { fact: fact.to_owned(), reason, sentence });
    }

    /// Notes a fact that waits: with whom, and the reason why it does not count yet.
    pub(super) fn wait(&mut self, fact: &Fact) {
        let sentence = match &fact.waits_with {
            Some(who) => format!("it waits for {}", who.name),
            None => "it waits for a signature".to_owned(),
        };
        self.refuse(&fact.id, Reason::WaitsForSignature, sentence);
        if let Some(who) = &fact.waits_with {
            self.waits.push(Wait { fact: fact.id.clone(), with: who.name.clone(), since: who.since });
        }
    }

    pub(super) fn warn(&mut self, fact: &Fact, sentence: &str) {
        match self.warnings.iter_mut().find(|warning| warning.sentence == sentence) {
            Some(warning) => warning.facts.push(fact.id.clone()),
            None => {
                self.warnings.push(Warning { facts: vec![fact.id.clone()], sentence: sentence.to_owned() });
            }
        }
    }
}
