//! What an entry will count for, said while it is still being written: the draft is judged as if it were
//! signed by somebody entitled, together with everything else that is there.

use crate::domain::amount::Amount;
use crate::domain::fact::{Fact, Facts};
use crate::domain::programme::Version;
use crate::domain::time::Moment;

use super::assess::assess_with;
use super::{Lock, NotCounted, Standing};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WouldCount {
    /// The requirement's code and title.
    pub id: String,
    pub title: String,
    pub binding: bool,
    /// What must be met before it counts at all.
    pub locked_by: Vec<Lock>,
    /// The credit it would give, or the first reason why it gives none.
    pub answer: Result<Amount, NotCounted>,
}

/// One line for each requirement that such an entry touches. An entry with the draft's id that is there
/// already is replaced by the draft.
pub fn would_count(version: &Version, facts: &Facts, draft: &Fact, as_of: Moment) -> Vec<WouldCount> {
    let mut all = facts.clone();
    all.facts.retain(|fact| fact.id != draft.id);
    all.facts.push(draft.clone());
    let assessment = assess_with(version, &all, as_of, Some(&draft.id));
    assessment.requirements.iter().filter_map(|standing| line(standing, &draft.id)).collect()
}

fn line(standing: &Standing, draft: &str) -> Option<WouldCount> {
    let counted = standing.counted.iter().find(|one| one.fact == draft).map(|one| Ok(one.credit));
    let refused = || standing.not_counted.iter().find(|one| one.fact == draft).map(|one| Err(one.clone()));
    let answer = counted.or_else(refused)?;
    let (id, title) = (standing.id.clone(), standing.title.clone());
    Some(WouldCount { id, title, binding: standing.binding, locked_by: standing.locked_by.clone(), answer })
}

/// `Counts for: Supervised bypass cases. Not for: Valve operations, because …`
pub fn summary(lines: &[WouldCount]) -> String {
    let yes: Vec<&str> =
        lines.iter().filter(|one| one.answer.is_ok()).map(|one| one.title.as_str()).collect();
    let no = lines.iter().filter_map(|one| match &one.answer {
        Ok(_) => None,
        Err(reason) => Some(format!("Not for: {}, because {}.", one.title, reason.sentence)),
    });
    let yes = if yes.is_empty() { None } else { Some(format!("Counts for: {}.", yes.join(", "))) };
    yes.into_iter().chain(no).collect::<Vec<_>>().join(" ")
}
