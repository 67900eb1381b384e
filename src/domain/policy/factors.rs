//! Who may take a lost second factor away. It is an act of two people: one vouches for the person and
//! says how they were recognised, another, within three days, agrees. Each is an admin, or a training
//! lead of that person; for an admin's own second factor only admins count, so that no lead takes an
//! admin's account over. In a house with one admin the second act is done on the server itself.

use crate::domain::factor::Check;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, ResetId};
use crate::domain::policy::Grant;
use crate::domain::role::{Person, System};

/// How long a proposal waits for its second person.
pub const HOURS_TO_CONFIRM: i64 = 72;

/// What both rules need to know of the asker and the one whose second factor it is.
#[derive(Debug, Clone)]
pub struct ResetCase {
    pub account: AccountId,
    /// A second factor is on: there is something to take away.
    pub has_factor: bool,
    /// The owner is an admin today.
    pub is_admin: bool,
    /// The asker leads the owner.
    pub theirs: bool,
    pub keeps_house: bool,
    /// Somebody has vouched, and the three days are not over.
    pub proposal: Option<Proposal>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub reset: ResetId,
    pub by: AccountId,
}

/// To vouch for somebody who has lost their second factor.
#[derive(Debug, Clone)]
pub struct ProposeReset {
    pub account: AccountId,
    pub checked: Check,
}

pub fn may_propose_reset(
    person: &Person,
    case: &ResetCase,
    checked: Check,
) -> Result<Grant<ProposeReset>, Refusal> {
    entitled(person, case)?;
    refuse_unless(case.proposal.is_none(), || {
        Refusal::new(
            "reset-proposed",
            "Somebody has vouched for this person already. A second person agrees now.",
        )
    })?;
    Ok(Grant::to(person, ProposeReset { account: case.account.clone(), checked }))
}

/// To agree as the second person, which takes the second factor away; or to decline.
#[derive(Debug, Clone)]
pub struct SettleReset {
    pub reset: ResetId,
    pub account: AccountId,
}

pub fn may_confirm_reset(person: &Person, case: &ResetCase) -> Result<Grant<SettleReset>, Refusal> {
    entitled(person, case)?;
    let proposal = proposed(case)?;
    refuse_unless(proposal.by != person.account, || {
        Refusal::new(
            "reset-same-person",
            "You vouched for this person yourself. Somebody else has to agree: another admin or training lead.",
        )
    })?;
    Ok(Grant::to(person, settling(case, proposal)))
}

/// The one who vouched may think again, and anybody else who may agree may decline.
pub fn may_decline_reset(person: &Person, case: &ResetCase) -> Result<Grant<SettleReset>, Refusal> {
    entitled(person, case)?;
    Ok(Grant::to(person, settling(case, proposed(case)?)))
}

/// Whoever can run commands on the server counts as the second person. `only_admin_asks`: the house's one
/// admin has asked for it with their own password; nobody could vouch for them, so that is the first act.
pub fn may_confirm_on_server(
    system: System,
    case: &ResetCase,
    only_admin_asks: Option<ResetId>,
) -> Result<Grant<SettleReset>, Refusal> {
    refuse_unless(case.has_factor, no_factor)?;
    let settled = match (proposed(case), only_admin_asks) {
        (Ok(proposal), _) => settling(case, proposal),
        (Err(_), Some(reset)) => SettleReset { reset, account: case.account.clone() },
        (Err(refusal), None) => return Err(refusal),
    };
    Ok(Grant::to_system(system, settled))
}

fn settling(case: &ResetCase, proposal: &Proposal) -> SettleReset {
    SettleReset { reset: proposal.reset.clone(), account: case.account.clone() }
}

fn proposed(case: &ResetCase) -> Result<&Proposal, Refusal> {
    case.proposal.as_ref().ok_or_else(|| {
        Refusal::new(
            "reset-not-proposed",
            "Nobody vouches for this person any more, or the three days are over. Begin again.",
        )
    })
}

fn entitled(person: &Person, case: &ResetCase) -> Result<(), Refusal> {
    refuse_unless(case.account != person.account, || {
        Refusal::new("own-factor", "Nobody takes their own second factor away like this. Ask two others.")
    })?;
    refuse_unless(case.keeps_house || (case.theirs && !case.is_admin), || {
        Refusal::new("reset-not-yours", "Only admins and this person’s training leads can do this.")
    })?;
    refuse_unless(case.has_factor, no_factor)
}

fn no_factor() -> Refusal {
    Refusal::new("no-factor", "This person has no second factor, so there is nothing to take away.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn case(theirs: bool, keeps_house: bool, by: Option<&str>) -> ResetCase {
        ResetCase {
            account: AccountId::new("ann"),
            has_factor: true,
            is_admin: false,
            theirs,
            keeps_house,
            proposal: by.map(|by| Proposal { reset: ResetId::new("r"), by: AccountId::new(by) }),
        }
    }

    #[test]
    fn one_vouches_and_another_agrees() {
        let propose =
            |who: &str, case: &ResetCase| code_of(may_propose_reset(&somebody(who), case, Check::Badge));
        let confirm = |who: &str, case: &ResetCase| code_of(may_confirm_reset(&somebody(who), case));
        assert_eq!(propose("lea", &case(true, false, None)), "ok");
        assert_eq!(propose("adam", &case(false, true, None)), "ok");
        assert_eq!(propose("sue", &case(false, false, None)), "reset-not-yours");
        assert_eq!(propose("ann", &case(true, true, None)), "own-factor");
        assert_eq!(propose("adam", &case(false, true, Some("lea"))), "reset-proposed");
        assert_eq!(confirm("adam", &case(false, true, Some("lea"))), "ok");
        assert_eq!(confirm("lea", &case(true, false, Some("lea"))), "reset-same-person");
        assert_eq!(confirm("ann", &case(true, true, Some("lea"))), "own-factor");
        assert_eq!(confirm("adam", &case(false, true, None)), "reset-not-proposed");
        assert_eq!(confirm("sue", &case(false, false, Some("lea"))), "reset-not-yours");
        assert_eq!(code_of(may_decline_reset(&somebody("lea"), &case(true, false, Some("lea")))), "ok");
    }

    #[test]
    fn no_lead_takes_an_admins_away_and_nothing_is_taken_where_nothing_is() {
        let admin = ResetCase { is_admin: true, ..case(true, false, None) };
        assert_eq!(code_of(may_propose_reset(&somebody("lea"), &admin, Check::Video)), "reset-not-yours");
        let none = ResetCase { has_factor: false, ..case(false, true, None) };
        assert_eq!(code_of(may_propose_reset(&somebody("adam"), &none, Check::Video)), "no-factor");
    }

    #[test]
    fn the_server_is_a_second_person_and_never_both() {
        let server =
            |by, asks| code_of(may_confirm_on_server(System::at_work(), &case(false, false, by), asks));
        assert_eq!(server(Some("adam"), None), "ok");
        assert_eq!(server(None, None), "reset-not-proposed");
        assert_eq!(server(None, Some(ResetId::new("r"))), "ok");
    }
}
