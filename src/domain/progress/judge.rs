//! One fact before one requirement: does it count, does it wait, or why not. The order of the questions
//! is the order in which a person would ask them, and the first *no* is the reason given: filed here? the
//! right sort of thing? at the right time and place, under the right supervision? then: what became of it?

use crate::domain::fact::{Fact, FactState};
use crate::domain::kind::{Kind, Outcome};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Condition, Unknown};

use super::context::{Context, Known};
use super::signers::{OnRoll, on_register};
use super::signoff::named;
use super::windows::Bounds;
use super::{Counted, NotCounted, Reason, Standing, Wait, Warning, accepted, say};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    /// Would count if that were done, for which it waits.
    Waits(Reason, String),
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
        (fact, state): Known<'_>,
        standing: &mut Standing,
    ) -> Judged {
        let no =
            |recorded, reason, sentence: String| Judged { recorded, verdict: Verdict::No(reason, sentence) };
        let waits = |reason, sentence| Judged { recorded: true, verdict: Verdict::Waits(reason, sentence) };
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
            return waits(Reason::WaitsForSignature, say::waits(fact));
        }
        if self.is_preview(fact) {
            return Judged { recorded: true, verdict: Verdict::Counts };
        }
        if fact.accepted.is_none()
            && let Some((reason, sentence)) = self.unsigned(requirement, kind, fact, standing)
        {
            // Asked on to the next person: another signature is all that is missing.
            let asked_on = fact.waits_with.is_some()
                && matches!(reason, Reason::TooFewSigners | Reason::SignersOrder)
                && fact.outcome != Some(Outcome::Unsatisfactory);
            return if asked_on { waits(reason, sentence) } else { no(true, reason, sentence) };
        }
        if fact.outcome == Some(Outcome::Unsatisfactory) {
            return no(true, Reason::Unsatisfactory, "the outcome was unsatisfactory".to_owned());
        }
        if let Some(condition) = conditions.iter().find(|c| c.of_decision() && !c.holds(kind, fact)) {
            return no(true, Reason::Condition, say::condition(condition, kind, fact));
        }
        match self.not_there(requirement, fact, standing) {
            Some((reason, sentence)) => waits(reason, sentence),
            None => Judged { recorded: true, verdict: Verdict::Counts },
        }
    }

    /// Where the official record is elsewhere: that nothing of the fact is there yet for this requirement.
    /// Of a list of items each is there or not by itself, which whoever has the list asks for each.
    fn not_there(
        &self,
        requirement: &Requirement,
        fact: &Fact,
        standing: &mut Standing,
    ) -> Option<(Reason, String)> {
        let Some((field, items)) = requirement.rule.items() else {
            return self.not_there_for(requirement, fact, None, standing);
        };
        let mut first = None;
        for item in items.iter().filter(|item| named(fact, field).any(|code| code == item.code)) {
            let missing = self.not_there_for(requirement, fact, Some(&item.code), standing)?;
            first = first.or(Some(missing));
        }
        first
    }

    /// The same for one item of its list.
    pub(super) fn not_there_for(
        &self,
        requirement: &Requirement,
        fact: &Fact,
        item: Option<&str>,
        standing: &mut Standing,
    ) -> Option<(Reason, String)> {
        let system = self.version.official_record.as_deref().filter(|_| requirement.official)?;
        let there = fact.entered_for(item);
        if there.is_some_and(|day| day <= self.day) {
            return None;
        }
        there.inspect(|day| standing.wake(*day, self.day));
        Some((Reason::NotEntered, format!("it is signed here and not entered in {system} yet")))
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
        if self.too_late(fact) {
            return Some(say::frozen(self));
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
        if fact.accepted.is_some()
            && let Some(refusal) = accepted::earlier(self, requirement)
        {
            return Some(refusal);
        }
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
        self.unsupervised(requirement, fact, standing)
    }

    fn unsupervised(
        &self,
        requirement: &Requirement,
        fact: &Fact,
        standing: &mut Standing,
    ) -> Option<(Reason, String)> {
        let wanted = requirement.supervised_by.as_ref()?;
        let Some(supervision) = &fact.supervised_by else {
            // Whoever accepted an earlier record has seen who supervised it.
            if fact.accepted.is_some() {
                return None;
            }
            let sentence = format!("it names nobody {} who supervised", say::registers(wanted));
            return Some((Reason::NoSupervisor, sentence));
        };
        match on_register(wanted, supervision.registrations.as_deref()) {
            OnRoll::Yes => None,
            OnRoll::No => Some((
                Reason::SupervisorNotRegistered,
                format!("{} was not {} on that day", supervision.name, say::registers(wanted)),
            )),
            OnRoll::Unknown if wanted.unknown == Unknown::Counts => {
                standing.warn(fact, "nobody has recorded the supervisor's registration");
                None
            }
            OnRoll::Unknown => {
                let sentence = format!("nobody has recorded whether {} is registered", supervision.name);
                Some((Reason::SupervisorUnknown, sentence))
            }
        }
    }

    /// What stands beside a fact that counts although it is not one like all others.
    pub fn label(&self, requirement: &Requirement, bounds: &Bounds, fact: &Fact) -> String {
        match (&fact.accepted, &requirement.grace) {
            (Some(one), _) => accepted::label(fact, one, self.facts.enrolment.zone, self.as_of),
            (None, Some(grace)) if bounds.in_grace(fact.day) => grace.label.clone(),
            _ => String::new(),
        }
    }
}

impl Standing {
    pub(super) fn refuse(&mut self, fact: &str, reason: Reason, sentence: String) {
        self.not_counted.push(NotCounted { fact: fact.to_owned(), reason, sentence });
    }

    pub(super) fn count(&mut self, fact: &Fact, credit: crate::domain::amount::Amount, label: String) {
        self.counted.push(Counted { fact: fact.id.clone(), day: fact.day, credit, label });
    }

    /// Notes a fact that would count: with whom it waits, and the reason why it does not count yet.
    pub(super) fn wait(
        &mut self,
        fact: &Fact,
        credit: crate::domain::amount::Amount,
        reason: Reason,
        sentence: String,
    ) {
        self.pending.push(Counted { fact: fact.id.clone(), day: fact.day, credit, label: String::new() });
        self.refuse(&fact.id, reason, sentence);
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
