//! Two versions of a programme side by side: which requirement of the old one is which of the new one,
//! and what of a person's own terms goes along. Suggestions only: the same code; else the same title;
//! else the only two that are left with a rule of the same shape. A lead corrects them.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use crate::domain::amount::Amount;
use crate::domain::programme::{Requirement, Version};

/// The code of the old version, and what it becomes in the new one; nothing: it is asked no more.
pub type Pairs = BTreeMap<String, Option<String>>;

/// A pair for every requirement of the old version; no requirement of the new one stands in two.
pub fn suggested(old: &Version, new: &Version) -> Pairs {
    let mut pairs: Pairs = Pairs::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let ways: [fn(&Requirement, &Requirement) -> bool; 3] =
        [|a, b| a.code == b.code, |a, b| folded(&a.title) == folded(&b.title), |a, b| shape(a) == shape(b)];
    for is_same in ways {
        for one in &old.requirements {
            if pairs.contains_key(&one.code) {
                continue;
            }
            // One that the next way would pair better is not taken: only where nobody else fits.
            let fits = |other: &&Requirement| !taken.contains(other.code.as_str()) && is_same(one, other);
            let mut fitting = new.requirements.iter().filter(fits);
            let (Some(other), None) = (fitting.next(), fitting.next()) else { continue };
            let rivals = old.requirements.iter().filter(|rival| !pairs.contains_key(&rival.code));
            if rivals.filter(|rival| is_same(rival, other)).count() == 1 {
                taken.insert(&other.code);
                pairs.insert(one.code.clone(), Some(other.code.clone()));
            }
        }
    }
    for one in &old.requirements {
        pairs.entry(one.code.clone()).or_insert(None);
    }
    pairs
}

fn folded(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What sort of rule, over which kinds, how binding.
fn shape(one: &Requirement) -> (std::mem::Discriminant<crate::domain::rule::Rule>, Vec<&str>, bool) {
    (discriminant(&one.rule), one.rule.kinds(), one.rule.combines().is_some() || one.part_of.is_some())
}

/// What is wrong with pairs that somebody chose, by the old requirement's code.
pub fn faults(old: &Version, new: &Version, pairs: &Pairs) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
    for (code, becomes) in pairs {
        let Some(one) = old.requirement(code) else { continue };
        let Some(becomes) = becomes else { continue };
        let Some(other) = new.requirement(becomes) else {
            found.push((code.clone(), format!("Choose what “{}” becomes from the list.", one.title)));
            continue;
        };
        if let Some(before) = taken.insert(&other.code, &one.title) {
            let sentence = format!(
                "“{}” stands beside “{before}” already. Two requirements cannot become one: leave it at one of them.",
                other.title
            );
            found.push((code.clone(), sentence));
        }
    }
    found
}

/// Requirements of the new version that stand in no pair.
pub fn added<'v>(new: &'v Version, pairs: &Pairs) -> Vec<&'v Requirement> {
    let taken: BTreeSet<&String> = pairs.values().flatten().collect();
    new.requirements.iter().filter(|one| !taken.contains(&one.code)).collect()
}

/// The requirement under which a person's term goes on; nothing where it ends with the old version. A
/// target goes along only where the new version lets it be set for one person, and that high.
pub fn carried(new: &Version, pairs: &Pairs, requirement: &str, target: Option<Amount>) -> Option<String> {
    let becomes = pairs.get(requirement)?.as_ref()?;
    let other = new.requirement(becomes)?;
    if let Some(target) = target {
        let range = other.personal?;
        if target < range.least || range.most < target {
            return None;
        }
    }
    Some(other.code.clone())
}

/// What becomes of an approval for one section of the old version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Went {
    /// Codes of the new version for which it stands after; none: it stands for nothing any more.
    pub sections: Vec<String>,
    /// Titles of what it held for and does not any more, though it is still asked.
    pub lost: Vec<String>,
    /// Titles of what was not asked before and stands in those sections now.
    pub more: Vec<String>,
}

/// Where an approval by name for one section goes: to each section into which something of it went, or to the one of the
/// same code where nothing went elsewhere; never to one that holds what the approval did not hold for before, since
/// nobody approved that. Only what asks for approval by name is looked at.
pub fn section_went(old: &Version, new: &Version, pairs: &Pairs, section: &str) -> Went {
    let of = |code: &str| old.requirement(code).and_then(|one| one.section.as_deref());
    let before: BTreeMap<&str, Option<&str>> =
        pairs.iter().filter_map(|(code, becomes)| Some((becomes.as_deref()?, of(code)))).collect();
    let asked: Vec<&Requirement> = new.requirements.iter().filter(|one| one.signers.approved).collect();
    let came = |one: &Requirement| before.get(one.code.as_str()).copied();
    let ours: Vec<&Requirement> =
        asked.iter().copied().filter(|one| came(one) == Some(Some(section))).collect();
    let mut into: BTreeSet<&str> = ours.iter().filter_map(|one| one.section.as_deref()).collect();
    if ours.is_empty() && new.sections.iter().any(|one| one.code == section) {
        into.insert(section);
    }
    let within = |one: &Requirement, code: &str| one.section.as_deref() == Some(code);
    let widens = |code: &str| {
        asked.iter().any(|one| within(one, code) && came(one).is_some_and(|was| was != Some(section)))
    };
    let kept: Vec<&str> = into.into_iter().filter(|code| !widens(code)).collect();
    let stands = |one: &Requirement| kept.iter().any(|code| within(one, code));
    Went {
        lost: ours.iter().filter(|one| !stands(one)).map(|one| one.title.clone()).collect(),
        more: asked
            .iter()
            .filter(|one| came(one).is_none() && stands(one))
            .map(|one| one.title.clone())
            .collect(),
        sections: kept.into_iter().map(str::to_owned).collect(),
    }
}

/// The pairs of a move, seen from the version that it led to.
pub fn turned(pairs: &Pairs) -> Pairs {
    let back = pairs.iter().filter_map(|(code, becomes)| Some((becomes.clone()?, Some(code.clone()))));
    back.collect()
}

#[cfg(test)]
mod tests;
