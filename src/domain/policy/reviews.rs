//! Who does what in a review. A training lead plans it, says who sits, calls it off and freezes the pack. The trainee
//! and whoever supervises them prepare until then. The chair or a lead records the outcome; only the trainee objects,
//! once and within the days for it, and a lead answers who did not record it. Nobody has a part in their own review
//! but the trainee's, and nobody sits who is in training themselves.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, EnrolmentId, OutcomeId, PortfolioId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::review::{Phase, Side};
use crate::domain::role::{Capacity, Person, System};
use crate::domain::time::Day;

#[cfg(test)]
mod tests;

/// Planning a review of an enrolment, or changing the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanReview {
    pub enrolment: EnrolmentId,
}

/// Giving somebody a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub person: AccountId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallOff {
    pub review: ReviewId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepare {
    pub review: ReviewId,
    pub side: Side,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freeze {
    pub review: ReviewId,
}

/// Recording what a review decided, in a capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclude {
    pub review: ReviewId,
    pub capacity: Capacity,
}

/// The trainee says something of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTo {
    pub outcome: OutcomeId,
}

/// A lead answers an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerObjection {
    pub outcome: OutcomeId,
}

/// Somebody's seat on the panel, as it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seated {
    pub chair: bool,
}

/// What the rules need to know of a review and of who asks.
#[derive(Debug, Clone)]
pub struct ReviewCase {
    pub review: ReviewId,
    pub owner: AccountId,
    /// Of the enrolment, today.
    pub leads: bool,
    pub supervises: bool,
    pub seat: Option<Seated>,
    pub phase: Phase,
    /// The last day on which both sides prepare.
    pub prepare_by: Day,
    /// The last day on which a panel reads the pack; none before there is an outcome.
    pub readable_until: Option<Day>,
    pub latest: Option<Latest>,
}

/// The outcome that holds, with what was said of it.
#[derive(Debug, Clone)]
pub struct Latest {
    pub outcome: OutcomeId,
    pub recorded_by: AccountId,
    pub objection_until: Day,
    pub acknowledged: bool,
    /// The trainee has objected to this or an earlier outcome of the review.
    pub objected: bool,
}

/// How much of a review somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// Everything that their sight of the portfolio holds besides.
    Whole,
    /// The pack and the outcome, and nothing of the portfolio itself.
    Pack,
    /// That they sit, and when.
    Announced,
    Nothing,
}

pub fn sees(person: &Person, case: &ReviewCase) -> Sees {
    let own = person.account == case.owner;
    if own || case.leads || case.supervises {
        return Sees::Whole;
    }
    match (case.seat, case.phase) {
        (None, _) | (Some(_), Phase::CalledOff) => Sees::Nothing,
        (Some(_), Phase::Planned) => Sees::Announced,
        (Some(_), _) if case.readable_until.is_none_or(|until| person.today() <= until) => Sees::Pack,
        (Some(_), _) => Sees::Nothing,
    }
}

fn not_own(person: &Person, owner: &AccountId) -> Result<(), Refusal> {
    refuse_unless(person.account != *owner, || {
        Refusal::new("own-review", "Nobody decides about their own review. Ask another training lead.")
    })
}

fn leads(held: bool) -> Result<(), Refusal> {
    refuse_unless(held, || Refusal::new("review-not-lead", "Only a training lead of the trainee does this."))
}

pub fn may_plan_review(
    person: &Person,
    owner: &AccountId,
    enrolment: &EnrolmentId,
    led: bool,
) -> Result<Grant<PlanReview>, Refusal> {
    not_own(person, owner)?;
    leads(led)?;
    Ok(Grant::to(person, PlanReview { enrolment: enrolment.clone() }))
}

pub fn may_change_plan(
    person: &Person,
    case: &ReviewCase,
    enrolment: &EnrolmentId,
) -> Result<Grant<PlanReview>, Refusal> {
    not_own(person, &case.owner)?;
    leads(case.leads)?;
    refuse_unless(case.phase == Phase::Planned, || {
        Refusal::new("pack-frozen", "The pack is frozen, so the plan stays as it is.")
    })?;
    Ok(Grant::to(person, PlanReview { enrolment: enrolment.clone() }))
}

/// Whether this person may sit; `in_training` today, on anything.
pub fn may_seat(
    plan: &Grant<PlanReview>,
    person: &Person,
    owner: &AccountId,
    (seated, name, in_training): (&AccountId, &str, bool),
) -> Result<Grant<Seat>, Refusal> {
    debug_assert!(plan.account() == Some(&person.account));
    refuse_unless(seated != owner, || {
        Refusal::new("own-review", "Nobody sits on their own review. Choose somebody else.")
    })?;
    refuse_unless(!in_training, || {
        let sentence = format!("{name} is in training themselves, so they cannot sit. Choose somebody else.");
        Refusal::new("trainee-cannot-sit", sentence)
    })?;
    Ok(Grant::to(person, Seat { person: seated.clone() }))
}

pub fn may_call_off(person: &Person, case: &ReviewCase) -> Result<Grant<CallOff>, Refusal> {
    not_own(person, &case.owner)?;
    leads(case.leads)?;
    refuse_unless(matches!(case.phase, Phase::Planned | Phase::Frozen), || {
        Refusal::new("review-over", "It has an outcome, or was called off already. Nothing was changed.")
    })?;
    Ok(Grant::to(person, CallOff { review: case.review.clone() }))
}

/// The side on which this person prepares; a lead who supervises as well prepares as supervisor.
pub fn may_prepare(person: &Person, case: &ReviewCase) -> Result<Grant<Prepare>, Refusal> {
    let own = person.account == case.owner;
    refuse_unless(own || case.supervises, || {
        let sentence = "Only the trainee and whoever supervises them prepare this review.";
        Refusal::new("not-a-side", sentence)
    })?;
    refuse_unless(case.phase == Phase::Planned, || {
        let sentence = "The pack is frozen or the review is over: what was prepared stays as it is.";
        Refusal::new("pack-frozen", sentence)
    })?;
    refuse_unless(person.today() <= case.prepare_by, || {
        let until = case.prepare_by;
        let sentence = format!("This could be prepared until {until}. A training lead can set a later day.");
        Refusal::new("prepared-until", sentence)
    })?;
    let side = if own { Side::Trainee } else { Side::Supervisor };
    Ok(Grant::to(person, Prepare { review: case.review.clone(), side }))
}

pub fn may_freeze(person: &Person, case: &ReviewCase) -> Result<Grant<Freeze>, Refusal> {
    not_own(person, &case.owner)?;
    leads(case.leads)?;
    refuse_unless(case.phase == Phase::Planned, || {
        Refusal::new(
            "frozen-already",
            "The pack is frozen already, or the review is over. Nothing was changed.",
        )
    })?;
    Ok(Grant::to(person, Freeze { review: case.review.clone() }))
}

/// The house freezes what nobody froze, once the last day that is in it is over.
pub fn may_freeze_by_itself(
    system: System,
    case: &ReviewCase,
    is_over: bool,
) -> Result<Grant<Freeze>, Refusal> {
    refuse_unless(case.phase == Phase::Planned && is_over, || {
        Refusal::new("not-to-freeze", "There is nothing to freeze: it is done, or its day is still to come.")
    })?;
    Ok(Grant::to_system(system, Freeze { review: case.review.clone() }))
}

/// The chair as a member of the panel; a lead of the trainee as that.
pub fn may_conclude(person: &Person, case: &ReviewCase) -> Result<Grant<Conclude>, Refusal> {
    let capacity = concludes(person, case)?;
    refuse_unless(!case.phase.has_outcome(), || {
        let sentence =
            "Somebody has recorded the outcome already. Read it before you go on. Nothing was changed.";
        Refusal::new("concluded-already", sentence)
    })?;
    refuse_unless(case.phase == Phase::Frozen, || {
        let sentence = match case.leads {
            true => "Freeze the pack first: an outcome rests on what was read.",
            false => {
                "Nothing is frozen to read at present, and an outcome rests on what was read. A training lead freezes it, \
                 and you are told."
            }
        };
        Refusal::new("no-pack", sentence)
    })?;
    Ok(Grant::to(person, Conclude { review: case.review.clone(), capacity }))
}

fn concludes(person: &Person, case: &ReviewCase) -> Result<Capacity, Refusal> {
    not_own(person, &case.owner)?;
    let chairs = case.seat.is_some_and(|seat| seat.chair);
    refuse_unless(chairs || case.leads, || {
        let sentence = "The chair of the panel or a training lead records the outcome.";
        Refusal::new("not-the-chair", sentence)
    })?;
    Ok(if case.leads { Capacity::Lead } else { Capacity::Panel })
}

fn own_latest<'c>(person: &Person, case: &'c ReviewCase) -> Result<&'c Latest, Refusal> {
    refuse_unless(person.account == case.owner, || {
        Refusal::new("not-yours", "Only the trainee whose review it is does this.")
    })?;
    case.latest.as_ref().ok_or_else(|| Refusal::new("no-outcome", "There is no outcome yet."))
}

pub fn may_acknowledge_outcome(person: &Person, case: &ReviewCase) -> Result<Grant<ReplyTo>, Refusal> {
    let latest = own_latest(person, case)?;
    refuse_unless(!latest.acknowledged && case.phase != Phase::Objected, || {
        Refusal::new("said-already", "You have said already what you think of it. Nothing was changed.")
    })?;
    Ok(Grant::to(person, ReplyTo { outcome: latest.outcome.clone() }))
}

/// Once in a review: what was decided about an objection is not objected to again.
pub fn may_object(person: &Person, case: &ReviewCase) -> Result<Grant<ReplyTo>, Refusal> {
    let latest = own_latest(person, case)?;
    refuse_unless(!latest.objected, || {
        Refusal::new("objected-already", "You have objected already. Nothing was changed.")
    })?;
    refuse_unless(person.today() <= latest.objection_until, || {
        let until = latest.objection_until;
        let sentence = format!("An objection was possible until {until}. Talk to your training lead.");
        Refusal::new("too-late", sentence)
    })?;
    Ok(Grant::to(person, ReplyTo { outcome: latest.outcome.clone() }))
}

pub fn may_answer_objection(person: &Person, case: &ReviewCase) -> Result<Grant<AnswerObjection>, Refusal> {
    not_own(person, &case.owner)?;
    leads(case.leads)?;
    let open = case.latest.as_ref().filter(|_| case.phase == Phase::Objected);
    let latest =
        open.ok_or_else(|| Refusal::new("no-objection", "There is no objection that waits for an answer."))?;
    let chaired = case.seat.is_some_and(|seat| seat.chair) || latest.recorded_by == person.account;
    refuse_unless(!chaired, || {
        let sentence = "Whoever chaired the panel or recorded the outcome does not answer the objection. Ask another \
                        training lead.";
        Refusal::new("own-outcome", sentence)
    })?;
    Ok(Grant::to(person, AnswerObjection { outcome: latest.outcome.clone() }))
}

/// Another outcome beside the one that was objected to, by whoever may answer.
pub fn may_change_outcome(person: &Person, case: &ReviewCase) -> Result<Grant<Conclude>, Refusal> {
    may_answer_objection(person, case)?;
    Ok(Grant::to(person, Conclude { review: case.review.clone(), capacity: Capacity::Lead }))
}

/// The outcome of a chair who does not lead the trainee, put into the trainee's record by a lead.
pub fn may_enter_outcome(
    person: &Person,
    case: &ReviewCase,
    portfolio: &PortfolioId,
) -> Result<Grant<Record>, Refusal> {
    not_own(person, &case.owner)?;
    leads(case.leads)?;
    Ok(Grant::to(person, Record { portfolio: portfolio.clone() }))
}
