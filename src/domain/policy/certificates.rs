//! Who puts a sign-off on paper: its holder and a training lead where the kind is a certificate of competence, and
//! for any other sign-off the lead who marks it. Only what is signed, satisfactory and as it was signed. A lead
//! withdraws one; nobody withdraws or marks in their own record. Who signed knew the holder by another name where that was
//! changed since: then a lead makes it, who knows that it is one person, and nobody's signature can be put on paper for
//! somebody else.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, DecisionId, EntryId, EntryVersionId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;
use crate::domain::time::Day;

/// The kind whose sign-offs are certificates by themselves.
pub const DUTY: &str = "duty-certificate";
/// By which a page tells this refusal from the others.
pub const RENAMED: &str = "renamed-since-signed";
/// The same.
pub const WITHDRAWN: &str = "withdrawn-by-lead";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certify {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub decision: DecisionId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdraw {
    pub entry: EntryId,
}

#[derive(Debug, Clone)]
pub struct CertifyCase {
    pub entry: EntryId,
    pub owner: AccountId,
    pub kind: String,
    /// The signature on the latest version, if it stands and is satisfactory.
    pub signed: Option<(EntryVersionId, DecisionId)>,
    /// When its holder last took another name, if that was after the first of the signatures.
    pub renamed_on: Option<Day>,
    /// There is one that was not withdrawn.
    pub has_one: bool,
    /// There was one of this very signature, and a lead withdrew it.
    pub withdrawn: bool,
    /// Leads one of the enrolments that it is filed under, today.
    pub leads: bool,
}

pub fn may_certify(person: &Person, case: &CertifyCase) -> Result<Grant<Certify>, Refusal> {
    let own = person.account == case.owner;
    let entitled = if case.kind == DUTY { own || case.leads } else { case.leads && !own };
    refuse_unless(entitled, || {
        let sentence = "A training lead says which sign-off becomes a certificate.";
        Refusal::new("certify-not-yours", sentence)
    })?;
    let Some((version, decision)) = case.signed.clone() else {
        let sentence = "Only what is signed, and was good enough, becomes a certificate.";
        return Err(Refusal::new("not-signed", sentence));
    };
    refuse_unless(!case.has_one, || Refusal::new("certified-already", "It has a certificate already."))?;
    refuse_unless(!(own && case.withdrawn), || {
        let sentence = "Your training lead withdrew the certificate of this signature, and only they make another of it. Ask \
                        them, or be assessed again.";
        Refusal::new(WITHDRAWN, sentence)
    })?;
    if let Some(day) = case.renamed_on.filter(|_| own) {
        let sentence = format!(
            "Your name was changed on {day}, after this was signed, and a certificate is made out to your name of today. Your \
             training lead, who knows you by both, makes this one: ask them."
        );
        return Err(Refusal::new(RENAMED, sentence));
    }
    Ok(Grant::to(person, Certify { entry: case.entry.clone(), version, decision }))
}

pub fn may_withdraw_certificate(person: &Person, case: &CertifyCase) -> Result<Grant<Withdraw>, Refusal> {
    refuse_unless(case.leads && person.account != case.owner, || {
        Refusal::new("withdraw-not-yours", "Only a training lead of its holder withdraws a certificate.")
    })?;
    refuse_unless(case.has_one, || {
        Refusal::new("no-certificate", "There is no certificate that could be withdrawn.")
    })?;
    Ok(Grant::to(person, Withdraw { entry: case.entry.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn case(owner: &str, kind: &str, signed: bool, has_one: bool, leads: bool) -> CertifyCase {
        let signed = signed.then(|| (EntryVersionId::new("v"), DecisionId::new("d")));
        CertifyCase {
            entry: EntryId::new("e"),
            owner: AccountId::new(owner),
            kind: kind.to_owned(),
            signed,
            renamed_on: None,
            has_one,
            withdrawn: false,
            leads,
        }
    }

    #[test]
    fn what_a_lead_withdrew_a_lead_makes_again() {
        let me = somebody("me");
        let after = |owner, leads| CertifyCase { withdrawn: true, ..case(owner, DUTY, true, false, leads) };
        assert_eq!(code_of(may_certify(&me, &after("me", false))), WITHDRAWN);
        assert_eq!(code_of(may_certify(&me, &after("ann", true))), "ok");
    }

    #[test]
    fn nobody_puts_a_signature_on_paper_under_a_name_that_they_took_since() {
        let me = somebody("me");
        let renamed =
            |owner| CertifyCase { renamed_on: Day::of(2026, 11, 12), ..case(owner, DUTY, true, false, true) };
        assert_eq!(code_of(may_certify(&me, &renamed("me"))), RENAMED);
        assert_eq!(code_of(may_certify(&me, &renamed("ann"))), "ok", "a lead knows who it is");
    }

    #[test]
    fn who_may_put_a_sign_off_on_paper() {
        let me = somebody("me");
        let table = [
            ("me", DUTY, true, false, false, "ok"),
            ("ann", DUTY, true, false, true, "ok"),
            ("ann", DUTY, true, false, false, "certify-not-yours"),
            ("me", DUTY, false, false, false, "not-signed"),
            ("me", DUTY, true, true, false, "certified-already"),
            ("ann", "dops", true, false, true, "ok"),
            ("me", "dops", true, false, false, "certify-not-yours"),
            ("me", "dops", true, false, true, "certify-not-yours"),
        ];
        for (owner, kind, signed, has_one, leads, said) in table {
            let case = case(owner, kind, signed, has_one, leads);
            assert_eq!(code_of(may_certify(&me, &case)), said, "{case:?}");
        }
    }

    #[test]
    fn a_lead_withdraws_and_nobody_in_their_own_record() {
        let me = somebody("me");
        let table = [
            ("ann", true, true, "ok"),
            ("ann", true, false, "withdraw-not-yours"),
            ("me", true, true, "withdraw-not-yours"),
            ("ann", false, true, "no-certificate"),
        ];
        for (owner, has_one, leads, said) in table {
            let case = case(owner, DUTY, true, has_one, leads);
            assert_eq!(code_of(may_withdraw_certificate(&me, &case)), said, "{case:?}");
        }
    }
}
