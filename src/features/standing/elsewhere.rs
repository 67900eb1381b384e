//! Where one person stands in their other enrolments, for a rule that asks about another programme. It follows
//! from the same holdings by the same function, so that nothing is stored twice. Two programmes that ask about
//! each other end there: whoever asks is itself answered for by what stands in it alone.

use std::collections::BTreeSet;

use crate::domain::fact::{Facts, LifeState, StandsElsewhere};
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Version;
use crate::domain::progress::{Assessment, assess, frozen};
use crate::domain::time::{Day, Moment};
use crate::features::standing::facts::{Held, Holdings, enrolment};

/// A programme's code, and one of its requirements; its completion where none is named.
type Wanted = (String, Option<String>);

/// What the rules of a version ask about other programmes.
fn wanted(version: &Version) -> BTreeSet<Wanted> {
    let asked = version.requirements.iter().filter_map(|requirement| requirement.rule.combines());
    asked.flat_map(|of| &of.elsewhere).map(|one| (one.programme.clone(), one.requirement.clone())).collect()
}

/// Whether another enrolment of the same person may change where they stand under this version.
pub fn reads_elsewhere(version: &Version) -> bool {
    version
        .requirements
        .iter()
        .any(|requirement| requirement.rule.combines().is_some_and(|of| !of.elsewhere.is_empty()))
}

impl Holdings {
    /// What this enrolment reads of the others, and the first day on which one of their answers may change.
    pub fn elsewhere(&self, held: &Held) -> (Vec<StandsElsewhere>, Option<Day>) {
        self.elsewhere_via(held, &[])
    }

    fn elsewhere_via(&self, held: &Held, way: &[&EnrolmentId]) -> (Vec<StandsElsewhere>, Option<Day>) {
        let wanted = wanted(&held.version);
        if wanted.is_empty() {
            return (Vec::new(), None);
        }
        // A frozen enrolment reads what was so at its deadline.
        let at = frozen(&held.version, &enrolment(held), self.as_of).unwrap_or(self.as_of);
        let way: Vec<&EnrolmentId> = way.iter().copied().chain([&held.row.id]).collect();
        let (mut all, mut until) = (Vec::new(), None);
        for other in self.enrolments.iter().filter(|other| other.row.id != held.row.id) {
            let mut asked = wanted.iter().filter(|(code, _)| *code == other.version.code).peekable();
            if asked.peek().is_none() {
                continue;
            }
            let (assessment, changes) = self.assess_via(other, at, &way);
            until = [until, changes].into_iter().flatten().min();
            all.extend(asked.map(|one| stands(other, &assessment, one)));
        }
        (all, until)
    }

    fn assess_via(&self, held: &Held, at: Moment, way: &[&EnrolmentId]) -> (Assessment, Option<Day>) {
        let (elsewhere, until) = match way.contains(&&held.row.id) {
            true => (Vec::new(), None),
            false => self.elsewhere_via(held, way),
        };
        let (facts, registrations) = (self.facts_of(held), self.own_registrations());
        let facts = Facts { enrolment: enrolment(held), facts, registrations, elsewhere };
        let assessment = assess(&held.version, &facts, at);
        let until = [until, assessment.holds_until].into_iter().flatten().min();
        (assessment, until)
    }
}

fn stands(other: &Held, assessment: &Assessment, (programme, requirement): &Wanted) -> StandsElsewhere {
    let (met, met_on) = match requirement {
        Some(code) => match assessment.requirements.iter().find(|one| one.id == *code) {
            Some(standing) => (standing.met, standing.met_on),
            None => (false, None),
        },
        None => completed(other, assessment),
    };
    StandsElsewhere {
        programme: programme.clone(),
        requirement: requirement.clone(),
        met,
        met_on: met_on.filter(|_| met),
        known_from: None,
    }
}

/// By its rules, or because a lead recorded it.
fn completed(other: &Held, assessment: &Assessment) -> (bool, Option<Day>) {
    let life = &assessment.life;
    if life.state == LifeState::Completed {
        return (true, life.since);
    }
    let named = other.version.completion.as_deref();
    let asked = assessment.requirements.iter().filter(|one| match named {
        Some(code) => one.id == code,
        None => one.binding,
    });
    (life.completed, asked.filter_map(|one| one.met_on).max())
}
