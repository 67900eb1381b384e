//! Who nominates an assessor, who approves one, and who ends that. The trainee nominates under an enrolment of their own
//! that asks for it; somebody who leads it answers, or approves without being asked. Nobody assesses themselves through
//! any of their addresses, nobody in training assesses others, and nobody approves themselves (domain.md 2.8). What was
//! signed while an approval held stays signed.

use crate::domain::approval::OPEN_AT_ONCE;
use crate::domain::assessor::Mailbox;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, ApprovalId, EnrolmentId, NominationId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;

#[cfg(test)]
mod tests;

/// To say whom one wants approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominate {
    pub enrolment: EnrolmentId,
}

/// To take a nomination back that nobody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeBackNomination {
    pub nomination: NominationId,
}

/// To say that somebody is not approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decline {
    pub nomination: NominationId,
}

/// To approve somebody by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approve {
    pub enrolment: EnrolmentId,
}

/// To end an approval before its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndApproval {
    pub approval: ApprovalId,
}

/// Somebody who would be an assessor, as far as the house knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    pub mailbox: Mailbox,
    /// Whose mailbox it is, of an account or proved before.
    pub person: Option<AccountId>,
    /// In training today, on this programme or on any while they train nobody.
    pub in_training: bool,
    pub closed: bool,
    /// A nomination of them for the same waits, or an approval of them for the same holds.
    pub already: bool,
}

/// What the rules need to know of the enrolment and of who acts.
#[derive(Debug, Clone)]
pub struct AssessorsCase {
    pub enrolment: EnrolmentId,
    pub owner: AccountId,
    /// Every mailbox that is known to be the trainee's.
    pub own: Vec<Mailbox>,
    /// The programme asks for approval by name somewhere.
    pub asks: bool,
    /// Whoever acts leads the enrolment today.
    pub leads: bool,
    /// Nominations that wait.
    pub open: usize,
    /// Why nothing more is filed under it.
    pub closed: Option<String>,
}

/// What the rules need to know of one nomination.
#[derive(Debug, Clone)]
pub struct NominationCase {
    pub nomination: NominationId,
    pub owner: AccountId,
    pub leads: bool,
    pub answered: bool,
}

pub fn may_nominate(person: &Person, case: &AssessorsCase) -> Result<Grant<Nominate>, Refusal> {
    refuse_unless(person.account == case.owner, || {
        Refusal::new("nominate-other", "Only the trainee nominates assessors for their own training.")
    })?;
    asked_for(case)?;
    refuse_unless(case.open < OPEN_AT_ONCE, || {
        Refusal::new(
            "nominations-wait",
            format!(
                "{OPEN_AT_ONCE} nominations wait already. Take one back, or ask your training lead to answer."
            ),
        )
    })?;
    Ok(Grant::to(person, Nominate { enrolment: case.enrolment.clone() }))
}

pub fn may_approve(person: &Person, case: &AssessorsCase) -> Result<Grant<Approve>, Refusal> {
    refuse_unless(case.leads, || {
        Refusal::new("approve-not-lead", "Only a training lead of this trainee approves assessors.")
    })?;
    asked_for(case)?;
    Ok(Grant::to(person, Approve { enrolment: case.enrolment.clone() }))
}

fn asked_for(case: &AssessorsCase) -> Result<(), Refusal> {
    refuse_unless(case.asks, || {
        Refusal::new(
            "approval-not-asked",
            "This programme does not ask for assessors who are approved by name: any supervisor of the trainee signs.",
        )
    })?;
    match &case.closed {
        Some(sentence) => Err(Refusal::new("approval-closed", sentence.clone())),
        None => Ok(()),
    }
}

/// Whether this somebody may be an assessor of this trainee at all; asked when they are nominated and again when they
/// are approved, as things change in between.
pub fn may_assess(person: &Person, case: &AssessorsCase, nominee: &Nominee) -> Result<(), Refusal> {
    let own = case.own.contains(&nominee.mailbox) || nominee.person.as_ref() == Some(&case.owner);
    refuse_unless(!own, || {
        Refusal::new("assess-oneself", "This address is the trainee’s own. Nobody assesses themselves.")
    })?;
    // Who nominates is the trainee, whom the line above has caught.
    refuse_unless(nominee.person.as_ref() != Some(&person.account), || {
        Refusal::new("approve-oneself", "Nobody approves themselves. Ask another training lead.")
    })?;
    refuse_unless(!nominee.in_training, || {
        Refusal::new(
            "assessor-in-training",
            "They are in training themselves, and trainees do not assess others.",
        )
    })?;
    refuse_unless(!nominee.closed, || {
        Refusal::new(
            "assessor-closed",
            "The account with this address is closed. Ask an admin to open it again.",
        )
    })?;
    refuse_unless(!nominee.already, || {
        Refusal::new("assessor-already", "They are nominated or approved for this already. See the list.")
    })
}

pub fn may_take_back_nomination(
    person: &Person,
    case: &NominationCase,
) -> Result<Grant<TakeBackNomination>, Refusal> {
    refuse_unless(person.account == case.owner, || {
        Refusal::new("nomination-other", "Only the trainee takes a nomination back.")
    })?;
    waits(case)?;
    Ok(Grant::to(person, TakeBackNomination { nomination: case.nomination.clone() }))
}

pub fn may_decline(person: &Person, case: &NominationCase) -> Result<Grant<Decline>, Refusal> {
    refuse_unless(case.leads, || {
        Refusal::new("answer-not-lead", "Only a training lead of this trainee answers nominations.")
    })?;
    waits(case)?;
    Ok(Grant::to(person, Decline { nomination: case.nomination.clone() }))
}

/// Answered twice is answered once: the second is told, and nothing changes.
pub fn waits(case: &NominationCase) -> Result<(), Refusal> {
    refuse_unless(!case.answered, || {
        Refusal::new(
            "nomination-answered",
            "This nomination was answered or taken back meanwhile. Nothing was changed.",
        )
    })
}

pub fn may_end_approval(
    person: &Person,
    approval: &ApprovalId,
    leads: bool,
    ended: bool,
) -> Result<Grant<EndApproval>, Refusal> {
    refuse_unless(leads, || {
        Refusal::new("end-approval-not-lead", "Only a training lead of this trainee ends an approval.")
    })?;
    refuse_unless(!ended, || {
        Refusal::new("approval-ended", "This approval was ended already. Nothing was changed.")
    })?;
    Ok(Grant::to(person, EndApproval { approval: approval.clone() }))
}
