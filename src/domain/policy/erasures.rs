//! Who erases a whole person: somebody of information governance proposes it, an admin who is neither they nor the
//! person agrees. Not while the person trains or holds an appointment: what is needed tomorrow is not erased today,
//! and a house does not lose its last admin like this. Assessors who never had an account to sign in to are erased in the
//! same way: the house holds an address and a registration of them, proved or not.

use crate::domain::erasure::{Declined, Why};
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::{AccountId, ErasureId, PortfolioId, StatementId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;

/// Taking whoever stated this as an assessor for a person of the house, so that they can be erased: nobody has proved
/// the address, so there is none yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeIn {
    pub statement: StatementId,
}

/// Asking that somebody be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposeErasure {
    pub person: AccountId,
    pub why: Why,
}

/// Agreeing as the second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreeErasure {
    pub erasure: ErasureId,
    pub person: AccountId,
}

/// Declining it, or withdrawing one's own proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclineErasure {
    pub erasure: ErasureId,
    pub why: Declined,
}

/// Erasing, which the house does once two people said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasePerson {
    pub erasure: ErasureId,
    pub person: AccountId,
    /// Empty for an assessor without an account, who has no record.
    pub portfolio: PortfolioId,
    /// They signed for others in an appointment, so their name stays beside those signatures.
    pub keeps_name: bool,
}

impl ErasePerson {
    pub fn has_record(&self) -> bool {
        !self.portfolio.as_str().is_empty()
    }
}

/// What the one who acts is, and what is to be known of the person.
#[derive(Debug, Clone)]
pub struct ErasureCase {
    pub person: AccountId,
    /// Holds information governance today.
    pub governs: bool,
    /// Holds an admin's appointment today.
    pub keeps_house: bool,
    pub has_record: bool,
    /// Stated or proved a work address as an assessor, and never had an account to sign in to.
    pub assessed: bool,
    pub is_erased: bool,
    /// Two people have said so already.
    pub is_agreed: bool,
    /// A sentence for each enrolment that runs.
    pub running: Vec<String>,
    /// The person holds an appointment today or later.
    pub appointed: bool,
    /// Open, and not lapsed.
    pub proposal: Option<Proposal>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub erasure: ErasureId,
    pub by: String,
}

/// Everybody else is told that there is no such page.
pub fn may_see_erasures(case: &ErasureCase) -> bool {
    case.governs || case.keeps_house
}

/// Who proposes it; for everybody else there is no such statement.
pub fn may_take_in(person: &Person, governs: bool, statement: &StatementId) -> Result<Grant<TakeIn>, Fault> {
    if governs {
        Ok(Grant::to(person, TakeIn { statement: statement.clone() }))
    } else {
        Err(Fault::NotFound)
    }
}

pub fn may_propose_erasure(
    person: &Person,
    case: &ErasureCase,
    why: Why,
) -> Result<Grant<ProposeErasure>, Refusal> {
    refuse_unless(case.governs, || {
        let sentence = "Only whoever holds information governance proposes to erase somebody.";
        Refusal::new("erasure-not-yours", sentence)
    })?;
    not_oneself(person, case)?;
    can_be_erased(case)?;
    refuse_unless(case.proposal.is_none(), || {
        Refusal::new(
            "erasure-proposed",
            "This is proposed already. An admin agrees to it or declines it now.",
        )
    })?;
    Ok(Grant::to(person, ProposeErasure { person: case.person.clone(), why }))
}

pub fn may_agree_erasure(person: &Person, case: &ErasureCase) -> Result<Grant<AgreeErasure>, Refusal> {
    refuse_unless(case.keeps_house, || {
        Refusal::new("erasure-not-yours", "Only an admin agrees that somebody is erased.")
    })?;
    not_oneself(person, case)?;
    can_be_erased(case)?;
    let proposal = proposed(case)?;
    refuse_unless(proposal.by != person.account.as_str(), || {
        let sentence = "You proposed this yourself. Another admin has to agree.";
        Refusal::new("erasure-same-person", sentence)
    })?;
    Ok(Grant::to(person, AgreeErasure { erasure: proposal.erasure.clone(), person: case.person.clone() }))
}

/// Whoever proposed it may think again; any other is an admin, who says why.
pub fn may_decline_erasure(
    person: &Person,
    case: &ErasureCase,
    why: Declined,
) -> Result<Grant<DeclineErasure>, Refusal> {
    refuse_unless(case.keeps_house || case.governs, || {
        Refusal::new("erasure-not-yours", "Only an admin, or who proposed it, declines this.")
    })?;
    not_oneself(person, case)?;
    let proposal = proposed(case)?;
    let own = proposal.by == person.account.as_str();
    refuse_unless(own || case.keeps_house, || {
        Refusal::new("erasure-not-yours", "Only an admin, or who proposed it, declines this.")
    })?;
    let why = if own { Declined::Withdrawn } else { why };
    Ok(Grant::to(person, DeclineErasure { erasure: proposal.erasure.clone(), why }))
}

fn not_oneself(person: &Person, case: &ErasureCase) -> Result<(), Refusal> {
    refuse_unless(case.person != person.account, || {
        Refusal::new("own-erasure", "Nobody decides on their own record. Ask two others.")
    })
}

fn can_be_erased(case: &ErasureCase) -> Result<(), Refusal> {
    refuse_unless(!case.is_erased && !case.is_agreed, || {
        Refusal::new("erased-already", "This record is erased already, or is being erased.")
    })?;
    refuse_unless(case.has_record || case.assessed, || {
        let sentence = "There is no record of this person. An admin can close the account.";
        Refusal::new("no-record", sentence)
    })?;
    refuse_unless(case.running.is_empty(), || {
        let sentence = format!("{} End that first.", case.running.join(" "));
        Refusal::new("enrolment-runs", sentence)
    })?;
    refuse_unless(!case.appointed, || {
        let sentence = "This person holds an appointment, so others rely on them. End the appointment first.";
        Refusal::new("appointment-runs", sentence)
    })
}

fn proposed(case: &ErasureCase) -> Result<&Proposal, Refusal> {
    case.proposal.as_ref().ok_or_else(|| {
        let sentence = "Nobody proposes this any more, or the 14 days are over. Begin again.";
        Refusal::new("erasure-not-proposed", sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn case(governs: bool, keeps_house: bool, by: Option<&str>) -> ErasureCase {
        let proposal = by.map(|by| Proposal { erasure: ErasureId::new("x"), by: by.to_owned() });
        ErasureCase {
            person: AccountId::new("ann"),
            governs,
            keeps_house,
            has_record: true,
            assessed: false,
            is_erased: false,
            is_agreed: false,
            running: Vec::new(),
            appointed: false,
            proposal,
        }
    }

    #[test]
    fn one_proposes_and_another_agrees() {
        let propose = |who: &str, case: &ErasureCase| {
            code_of(may_propose_erasure(&somebody(who), case, Why::Retention))
        };
        let agree = |who: &str, case: &ErasureCase| code_of(may_agree_erasure(&somebody(who), case));
        let decline = |who: &str, case: &ErasureCase| {
            code_of(may_decline_erasure(&somebody(who), case, Declined::Needed))
        };
        // Who, what they hold, who proposed it: proposing, agreeing, declining.
        let table = [
            ("ivo", true, false, None, "ok", "erasure-not-yours", "erasure-not-proposed"),
            ("ivo", true, false, Some("ivo"), "erasure-proposed", "erasure-not-yours", "ok"),
            ("ina", true, false, Some("ivo"), "erasure-proposed", "erasure-not-yours", "erasure-not-yours"),
            ("adam", false, true, None, "erasure-not-yours", "erasure-not-proposed", "erasure-not-proposed"),
            ("adam", false, true, Some("ivo"), "erasure-not-yours", "ok", "ok"),
            ("ivo", true, true, Some("ivo"), "erasure-proposed", "erasure-same-person", "ok"),
            ("bea", true, true, Some("ivo"), "erasure-proposed", "ok", "ok"),
            ("ann", true, true, Some("ivo"), "own-erasure", "own-erasure", "own-erasure"),
            ("lea", false, false, Some("ivo"), "erasure-not-yours", "erasure-not-yours", "erasure-not-yours"),
        ];
        for (who, governs, keeps_house, by, proposing, agreeing, declining) in table {
            let case = case(governs, keeps_house, by);
            assert_eq!(propose(who, &case), proposing, "{who} proposes: {case:?}");
            assert_eq!(agree(who, &case), agreeing, "{who} agrees: {case:?}");
            assert_eq!(decline(who, &case), declining, "{who} declines: {case:?}");
            assert_eq!(may_see_erasures(&case), governs || keeps_house);
        }
    }

    #[test]
    fn nobody_is_erased_who_trains_is_appointed_or_has_no_record() {
        let open = case(true, true, None);
        let agreed_on = case(true, true, Some("ivo"));
        type Spoil = fn(&mut ErasureCase);
        let spoiled: [(Spoil, &str); 5] = [
            (|case| case.is_erased = true, "erased-already"),
            (|case| case.is_agreed = true, "erased-already"),
            (|case| case.has_record = false, "no-record"),
            (|case| case.running.push("Ann trains until 31 August 2027.".into()), "enrolment-runs"),
            (|case| case.appointed = true, "appointment-runs"),
        ];
        for (spoil, code) in spoiled {
            let (mut open, mut agreed_on) = (open.clone(), agreed_on.clone());
            spoil(&mut open);
            spoil(&mut agreed_on);
            assert_eq!(code_of(may_propose_erasure(&somebody("ivo"), &open, Why::Asked)), code);
            assert_eq!(code_of(may_agree_erasure(&somebody("adam"), &agreed_on)), code);
        }
    }

    #[test]
    fn an_assessor_without_an_account_is_erased_like_anybody() {
        let mut case = case(true, true, None);
        (case.has_record, case.assessed) = (false, true);
        assert_eq!(code_of(may_propose_erasure(&somebody("ivo"), &case, Why::Asked)), "ok");
        case.proposal = Some(Proposal { erasure: ErasureId::new("x"), by: "ivo".to_owned() });
        assert_eq!(code_of(may_agree_erasure(&somebody("ivo"), &case)), "erasure-same-person");
        assert_eq!(code_of(may_agree_erasure(&somebody("adam"), &case)), "ok");
    }

    #[test]
    fn who_proposed_it_withdraws_and_an_admin_says_why() {
        let why = |who: &str| {
            let case = case(true, true, Some("ivo"));
            may_decline_erasure(&somebody(who), &case, Declined::Early).unwrap().act().why
        };
        assert_eq!((why("ivo"), why("adam")), (Declined::Withdrawn, Declined::Early));
    }
}
