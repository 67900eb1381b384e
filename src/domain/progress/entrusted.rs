//! With what somebody is entrusted: the items that were signed off in their own portfolio, from which day and
//! until when. It asks only their own entries and who signed them, so that nobody's standing hangs on a chain
//! of other people's: a level that the rule asks for is asked, its evidence is not.

use crate::domain::fact::{Fact, FactState};
use crate::domain::kind::{Kind, Outcome, Values};
use crate::domain::programme::Version;
use crate::domain::rule::{Condition, Rule, Signoff, Test};
use crate::domain::time::Day;

use super::condition::concerns;
use super::signoff::{expires, named, runs_out, said_in};

/// A sign-off that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrusted {
    /// Of the item; of the kind, where the list has no items.
    pub code: String,
    pub from: Day,
    pub until: Option<Day>,
}

impl Entrusted {
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Whether any sign-off of this version may entrust somebody.
pub fn entrusts(version: &Version) -> bool {
    version.requirements.iter().any(|requirement| matches!(requirement.rule, Rule::Signoff(_)))
}

/// Whether a signature under this version is judged by what its signer is entrusted with.
pub fn asks_entrusted(version: &Version) -> bool {
    version.requirements.iter().any(|requirement| requirement.signers.entrusted)
}

/// Whether a signature under this version is judged by who approved its signer.
pub fn asks_approved(version: &Version) -> bool {
    version.requirements.iter().any(|requirement| requirement.signers.approved)
}

/// All that these facts, which are the person's own, say under the version.
pub fn entrusted(version: &Version, facts: &[Fact]) -> Vec<Entrusted> {
    let mut all = Vec::new();
    for requirement in &version.requirements {
        let Rule::Signoff(rule) = &requirement.rule else { continue };
        let Some(used) = version.kind(&rule.kind) else { continue };
        for fact in facts.iter().filter(|fact| accepted(rule, &used.kind, fact)) {
            let until = expires(rule, fact);
            let mut put = |code: &str| {
                all.push(Entrusted { code: code.to_owned(), from: fact.day, until });
            };
            match &rule.item {
                None => put(&rule.kind),
                Some(field) => {
                    for code in named(fact, field) {
                        let item = rule.items.iter().find(|item| item.code == code);
                        if item.is_some_and(|item| at_level(rule, item.of_type.as_deref(), &used.kind, fact))
                        {
                            put(code);
                        }
                    }
                }
            }
        }
    }
    all
}

/// The last day that the lists of this version give to an entry of this kind, whoever decided on it and how: the
/// earliest of those that it is about. None where no list lets it run out.
pub fn lapses(version: &Version, kind: &str, values: &Values, day: Day) -> Option<Day> {
    let rules = version.requirements.iter().filter_map(|requirement| match &requirement.rule {
        Rule::Signoff(rule) if rule.kind == kind => Some(rule),
        _ => None,
    });
    let about = |rule: &&Signoff| {
        let of_list = rule.item.as_ref().is_none_or(|field| {
            said_in(values, field).iter().any(|code| rule.items.iter().any(|item| item.code == code.trim()))
        });
        of_list && rule.about.iter().all(|condition| condition.holds_of(values))
    };
    rules.filter(about).filter_map(|rule| runs_out(rule, day)).min()
}

/// Signed by somebody else, satisfactory, filed here and about the list.
fn accepted(rule: &Signoff, kind: &Kind, fact: &Fact) -> bool {
    fact.kind == rule.kind
        && fact.filed
        && fact.state == FactState::Signed
        && fact.outcome != Some(Outcome::Unsatisfactory)
        && fact.confirmed.iter().any(|signature| !signature.own)
        && concerns(&rule.about, kind, fact)
        && (rule.item.is_some() || at_level(rule, None, kind, fact))
}

fn at_level(rule: &Signoff, of_type: Option<&str>, kind: &Kind, fact: &Fact) -> bool {
    let own = of_type.and_then(|code| rule.types.iter().find(|one| one.code == code));
    let wanted = match own {
        Some(one) => one.level.clone(),
        None => rule.level.clone(),
    };
    wanted.is_none_or(|level| Condition { test: Test::Level(level), because: None }.holds(kind, fact))
}
