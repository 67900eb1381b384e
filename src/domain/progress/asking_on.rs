//! Who is still to sign something that somebody has signed: where a requirement asks for several people, or
//! for an order of capacities, one signature is not the last word.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::programme::{Requirement, Version};

/// What is still missing after the signatures that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSigner {
    pub have: usize,
    pub of: usize,
    /// Codes of the capacities in which the next may sign; empty: whoever the kind names.
    pub capacities: Vec<String>,
    /// One signs after the other, and each stands on those before: nobody has to ask for the next.
    pub ordered: bool,
}

/// The signatures on one version of an entry, the earliest first: who, and in which capacity.
pub type Signatures<'a> = [(&'a str, &'a str)];

/// What the requirement that asks for most still asks. None where the signatures are enough, or none is there.
pub fn next_signer(version: &Version, kind: &str, signed: &Signatures<'_>) -> Option<NextSigner> {
    let touched = version.requirements.iter().filter(|requirement| requirement.rule.kinds().contains(&kind));
    touched
        .filter_map(|requirement| missing(requirement, signed))
        .max_by_key(|next| (next.of.saturating_sub(next.have), next.ordered))
}

/// The kinds of entries that are signed in an order, by the capacity in which the last signs.
pub fn signed_last(version: &Version) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for requirement in version.requirements.iter().filter(|one| one.signers.order) {
        if let Some(last) = requirement.signers.capacities.last() {
            all.entry(last).or_default().extend(requirement.rule.kinds());
        }
    }
    all
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
        return wanted.next().map(|next| NextSigner {
            have,
            of,
            capacities: vec![next.clone()],
            ordered: true,
        });
    }
    let of = usize::try_from(signers.number).unwrap_or(usize::MAX);
    let have = signed.iter().map(|(person, _)| *person).collect::<BTreeSet<_>>().len();
    let capacities = signers.capacities.clone();
    let next = NextSigner { have, of, capacities, ordered: false };
    (have < of).then_some(next).filter(|_| of > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::progress::tests::one;

    fn next(more: &str, signed: &Signatures<'_>) -> Option<(usize, usize, String)> {
        let version = one(more, "count = \"bypass-case\"\ntarget = 1\nunit = \"cases\"");
        let next = next_signer(&version, "bypass-case", signed)?;
        Some((next.have, next.of, next.capacities.join(" ")))
    }

    #[test]
    fn one_signature_is_enough_unless_more_are_asked() {
        let (sue, tom) = (("sue", "supervisor"), ("tom", "supervisor"));
        assert_eq!(next("", &[sue]), None);
        let two = "signers = { number = 2 }";
        assert_eq!(next(two, &[]), Some((0, 2, String::new())));
        assert_eq!(next(two, &[sue]), Some((1, 2, String::new())));
        assert_eq!(next(two, &[sue, sue]), Some((1, 2, String::new())), "of different people");
        assert_eq!(next(two, &[sue, tom]), None);
    }

    #[test]
    fn an_order_asks_one_capacity_after_the_other() {
        let order = "signers = { capacities = [\"supervisor\", \"lead\"], order = true }";
        let (sue, lea) = (("sue", "supervisor"), ("lea", "lead"));
        assert_eq!(next(order, &[sue]), Some((1, 2, "lead".to_owned())));
        assert_eq!(next(order, &[lea]), Some((0, 2, "supervisor".to_owned())));
        assert_eq!(next(order, &[lea, sue]), Some((1, 2, "lead".to_owned())));
        assert_eq!(next(order, &[sue, lea]), None);
    }

    #[test]
    fn the_last_of_an_order_is_known_by_the_kinds_that_they_sign() {
        let last = |more: &str| {
            let version = one(more, "count = \"bypass-case\"\ntarget = 1\nunit = \"cases\"");
            let found = signed_last(&version);
            found.into_iter().map(|(last, kinds)| (last.to_owned(), kinds.len())).collect::<Vec<_>>()
        };
        let order = "signers = { capacities = [\"supervisor\", \"lead\"], order = true }";
        assert_eq!(last(order), [("lead".to_owned(), 1)]);
        assert!(last("signers = { number = 2 }").is_empty());
    }

    #[test]
    fn an_order_says_that_it_is_one() {
        let ordered = |more: &str| {
            let version = one(more, "count = \"bypass-case\"\ntarget = 1\nunit = \"cases\"");
            next_signer(&version, "bypass-case", &[("sue", "supervisor")]).map(|next| next.ordered)
        };
        let order = "signers = { capacities = [\"supervisor\", \"lead\"], order = true }";
        assert_eq!(ordered(order), Some(true));
        assert_eq!(ordered("signers = { number = 2 }"), Some(false));
        assert_eq!(ordered(""), None);
    }
}
