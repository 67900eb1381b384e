//! Who may say what happened to an enrolment: its training lead, inside their territory, never about
//! themselves, and always with a reason. What happened must fit what is known already: nobody returns who is
//! not away, nothing follows an end, and grace lasts no longer than the programme lets it.

use crate::domain::fact::{Enrolment, LifeState};
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::life::{Happened, Happening};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::policy::enrolments::theirs;
use crate::domain::role::Person;
use crate::domain::territory::{Spot, Territory};
use crate::domain::time::{Day, Moment};

#[cfg(test)]
mod tests;

/// To record that something happened.
#[derive(Debug, Clone)]
pub struct RecordLife {
    pub happened: Happened,
}

#[derive(Debug, Clone)]
pub struct LifeCase {
    pub trainee: AccountId,
    pub spot: Spot,
    pub territory: Territory,
    pub wanted: Happened,
    /// As it is known now.
    pub enrolment: Enrolment,
    pub today: Day,
    pub now: Moment,
    /// As it is known today.
    pub last_day: Day,
    /// What the programme may award to those who leave early.
    pub exits: Vec<String>,
    /// The last day to which the programme lets the grace of this requirement be extended.
    pub grace_most: Option<Day>,
    pub reason_given: bool,
}

pub fn may_record_life(person: &Person, case: &LifeCase) -> Result<Grant<RecordLife>, Refusal> {
    theirs(person, &case.trainee, &case.spot, &case.territory)?;
    reason(case.reason_given)?;
    let wanted = &case.wanted;
    refuse_unless(wanted.day >= case.enrolment.started, || {
        Refusal::new("life-before-start", "The day cannot be before the first day of the enrolment.")
    })?;
    refuse_unless(!case.enrolment.is_over(wanted.day.max(case.today), case.now), || {
        Refusal::new(
            "life-over",
            "This enrolment has ended. If that is wrong, take back what ended it; then record this.",
        )
    })?;
    match wanted.what {
        Happening::TimeOut => time_out(case)?,
        Happening::Return => refuse_unless(is_out(case) && !begins(case), || {
            Refusal::new(
                "life-not-out",
                "They are not on time out on that day, so there is nothing to return from.",
            )
        })?,
        Happening::Working => refuse_unless(wanted.percent.is_some_and(|p| (1..=100).contains(&p)), || {
            Refusal::new("life-percent", "The share of whole time is from 1 to 100 per cent.")
        })?,
        Happening::Extension => extension(case)?,
        Happening::Grace => grace(case)?,
        Happening::Deadline => refuse_unless(wanted.at.is_some_and(|at| at > case.now), || {
            Refusal::new(
                "life-deadline-past",
                "This deadline has passed already. Give one that is still to come.",
            )
        })?,
        Happening::Withdrawal => {
            refuse_unless(wanted.award.is_empty() || case.exits.contains(&wanted.award), || {
                Refusal::new("life-award", "The programme has no such award for those who leave early.")
            })?;
        }
        Happening::Transfer | Happening::Completion | Happening::Incomplete => {}
    }
    Ok(Grant::to(person, RecordLife { happened: wanted.clone() }))
}

fn is_out(case: &LifeCase) -> bool {
    case.enrolment.life_on(case.wanted.day, case.now).0 == LifeState::TimeOut
}

/// Whether the time out of that day began on it.
fn begins(case: &LifeCase) -> bool {
    let (_, event) = case.enrolment.life_on(case.wanted.day, case.now);
    event.is_some_and(|event| event.day == case.wanted.day)
}

fn time_out(case: &LifeCase) -> Result<(), Refusal> {
    refuse_unless(!is_out(case), || {
        Refusal::new(
            "life-out-already",
            "They are on time out on that day already. Record the return first, or take the other one back.",
        )
    })?;
    refuse_unless(case.wanted.until.is_none_or(|until| until >= case.wanted.day), || {
        Refusal::new("life-until-before", "The last day of time out cannot be before the first.")
    })
}

fn extension(case: &LifeCase) -> Result<(), Refusal> {
    refuse_unless(!is_out(case), || {
        let sentence =
            "They are on time out on that day, and an extension would end it. Record the return first.";
        Refusal::new("life-extension-out", sentence)
    })?;
    let last = case.last_day;
    refuse_unless(case.wanted.until.is_some_and(|until| until > last), || {
        Refusal::new("life-extension-earlier", format!("The last day is {last} now. Give a later one."))
    })
}

fn grace(case: &LifeCase) -> Result<(), Refusal> {
    let most = case.grace_most.ok_or_else(|| {
        Refusal::new("life-grace-none", "The programme gives no grace here, or its window has no end yet.")
    })?;
    refuse_unless(case.wanted.until.is_some_and(|until| until <= most), || {
        Refusal::new("life-grace-most", format!("The programme lets this grace last until {most} at most."))
    })
}

fn reason(given: bool) -> Result<(), Refusal> {
    refuse_unless(given, || Refusal::new("life-reason", "Say why: the reason stays with the record."))
}

/// To take back what was recorded by mistake.
#[derive(Debug, Clone)]
pub struct TakeLifeBack;

pub fn may_take_life_back(
    person: &Person,
    trainee: &AccountId,
    (spot, territory): (&Spot, &Territory),
    reason_given: bool,
) -> Result<Grant<TakeLifeBack>, Refusal> {
    theirs(person, trainee, spot, territory)?;
    reason(reason_given)?;
    Ok(Grant::to(person, TakeLifeBack))
}
