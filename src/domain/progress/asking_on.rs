//! Who is still to sign something that somebody has signed: where a requirement asks for several people, or
//! for an order of capacities, one signature is not the last word.

use std::collections::BTreeSet;

use crate::domain::programme::{Requirement, Version};

/// What is still missing after the signatures that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSigner {
    pub have: usize,
    pub of: usize,
    /// Codes of the capacities in which the next may sign; empty: whoever the kind names.
    pub capacities: Vec<String>,
}

/// The signatures on one version of an entry, the earliest first: who, and in which capacity.
pub type Signatures<'a> = [(&'a str, &'a str)];

/// What the requirement that asks for most still asks. None where the signatures are enough, or none is there.
pub fn next_signer(version: &Version, kind: &str, signed: &Signatures<'_>) -> Option<NextSigner> {
    let touched = version.requirements.iter().filter(|requirement| requirement.rule.kinds().contains(&kind));
    touched
        .filter_map(|requirement| missing(requirement, signed))
        .max_by_key(|next| next.of.saturating_sub(next.have))
}

fn missing(requirement: &Requirement, signed: &Signatures<'_>) -> Option<NextSigner> {
    let signers = &requirement.signers;
    if signers.order {
        let mut wanted = signers.capacities.iter().peekable();
        for (_, capacity) in signed {
            wanted.next_if(|next| next == capacity);
        }
        let of = signers.capacities.len();
        let have = of.saturating_sub(wanted.len());
        return wanted.next().map(|next| NextSigner { have, of, capacities: vec![next.clone()] });
    }
    let of = usize::try_from(signers.number).unwrap_or(usize::MAX);
    let have = signed.iter().map(|(person, _)| *person).collect::<BTreeSet<_>>().len();
    let capacities = signers.capacities.clone();
    (have < of).then_some(NextSigner { have, of, capacities }).filter(|_| of > 1)
}
