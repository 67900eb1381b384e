//! Who may draw a sample of decisions, who may read it a second time, and who follows up what differs. A training lead
//! draws inside their territory, for a quality reader who is appointed there today. The reader judges what is in their
//! own sample while it is open, once, and never their own decision or their own entry, nor one that was taken back, struck
//! out or erased since. A current trainee is given nothing to read and reads nothing, whenever they were appointed.
//! Drawing again changes nothing.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, QualityItemId, QualitySampleId};
use crate::domain::policy::Grant;
use crate::domain::quality::{LONGEST_DAYS, MOST};
use crate::domain::role::Person;
use crate::domain::territory::{Over, Spot, Territory};
use crate::domain::time::Day;

/// To draw a sample over a place and a period, for this reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    pub over: Over,
    pub reader: AccountId,
    pub from: Day,
    pub until: Day,
    pub size: i32,
    pub read_by: Day,
}

#[derive(Debug, Clone)]
pub struct DrawCase {
    pub spot: Spot,
    pub territory: Territory,
    pub reader: AccountId,
    /// What the reader is appointed over today as a quality reader.
    pub reads: Territory,
    /// The reader is a trainee at present.
    pub in_training: bool,
    pub from: Day,
    pub until: Day,
    pub size: i32,
    /// Until when they are to be read.
    pub read_by: Day,
    pub today: Day,
    /// Decisions from which would be drawn.
    pub decisions: usize,
    /// As many of the same are drawn for the same reader, in a sample that is open.
    pub drawn_already: bool,
}

pub fn may_draw(person: &Person, case: &DrawCase) -> Result<Grant<Draw>, Refusal> {
    refuse_unless(case.territory.holds(&case.spot), || {
        Refusal::new("quality-outside", "You can draw samples only of what you lead yourself.")
    })?;
    refuse_unless(case.reader != person.account, || {
        Refusal::new(
            "reads-own-sample",
            "Whoever draws a sample is not its second reader. Choose somebody else.",
        )
    })?;
    refuse_unless(case.reads.holds(&case.spot), || {
        Refusal::new(
            "no-reader-there",
            "The second reader is not appointed as a quality reader there today. Appoint them first.",
        )
    })?;
    refuse_unless(!case.in_training, || {
        Refusal::new(
            "reader-in-training",
            "They are a trainee at present, and trainees do not read what others have decided a second time. Choose \
             somebody else.",
        )
    })?;
    refuse_unless(case.from <= case.until, || {
        Refusal::new("quality-ends-before", "The last day cannot be before the first.")
    })?;
    refuse_unless((1..=MOST).contains(&case.size), || {
        Refusal::new("quality-size", format!("Draw between 1 and {MOST} decisions."))
    })?;
    refuse_unless(case.read_by >= case.today && case.read_by <= case.today.plus_days(LONGEST_DAYS), || {
        Refusal::new(
            "quality-read-by",
            "The day until which they are to be read is today at the earliest, and within a year.",
        )
    })?;
    refuse_unless(case.decisions > 0, || {
        Refusal::new(
            "quality-nothing",
            "Nothing was decided there in that time that this reader could judge, so there is nothing to draw from.",
        )
    })?;
    refuse_unless(!case.drawn_already, || {
        Refusal::new(
            "quality-drawn-already",
            "This sample is drawn already: as many decisions of the same days and place, for the same reader. It is on the \
             list. Close it first, or choose other days or another number.",
        )
    })?;
    Ok(Grant::to(
        person,
        Draw {
            over: case.spot.over.clone(),
            reader: case.reader.clone(),
            from: case.from,
            until: case.until,
            size: case.size,
            read_by: case.read_by,
        },
    ))
}

/// To judge one entry of a sample a second time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAgain {
    pub item: QualityItemId,
}

#[derive(Debug, Clone)]
pub struct ReadingCase {
    pub item: QualityItemId,
    pub reader: AccountId,
    /// The reader is still appointed over the place of the sample.
    pub appointed: bool,
    /// The reader is a trainee at present.
    pub in_training: bool,
    pub open: bool,
    pub signer: AccountId,
    pub owner: AccountId,
    /// The decision was not taken back, struck out or erased since.
    pub stands: bool,
    /// It was judged a second time already.
    pub judged: bool,
    /// What was on the screen is what was decided on.
    pub current: bool,
}

/// To whoever was appointed to read before they came into training.
pub const IN_TRAINING: &str =
    "You are a trainee at present, and trainees do not read what others have decided a second time.";

/// Whether this reader may see it at all; asked before anything of it is shown.
pub fn may_see_again(person: &Person, case: &ReadingCase) -> Result<(), Refusal> {
    refuse_unless(person.account == case.reader && case.appointed, || {
        Refusal::new("not-your-sample", "This sample is somebody else’s to read.")
    })?;
    refuse_unless(!case.in_training, || Refusal::new("reader-in-training", IN_TRAINING))?;
    refuse_unless(case.open, || {
        Refusal::new("sample-ended", "This sample is closed: nothing of it is shown any more.")
    })?;
    let own = person.account == case.signer || person.account == case.owner;
    refuse_unless(!own, || {
        Refusal::new("own-again", "Nobody reads their own decisions or entries a second time.")
    })?;
    refuse_unless(case.stands, || {
        Refusal::new(
            "decision-gone",
            "This decision was taken back, struck out or erased, so it is not read a second time.",
        )
    })
}

pub fn may_read_again(person: &Person, case: &ReadingCase) -> Result<Grant<ReadAgain>, Refusal> {
    may_see_again(person, case)?;
    refuse_unless(!case.judged, || {
        Refusal::new("judged-already", "You have judged this already. Nothing was changed.")
    })?;
    refuse_unless(case.current, || {
        Refusal::new("not-on-screen", "What was on your screen is not what was decided on. Read it again.")
    })?;
    Ok(Grant::to(person, ReadAgain { item: case.item.clone() }))
}

/// To follow up a sample: to close it, to note an action and that it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    pub sample: QualitySampleId,
}

pub fn may_follow_up(
    person: &Person,
    sample: &QualitySampleId,
    spot: &Spot,
    territory: &Territory,
) -> Result<Grant<FollowUp>, Refusal> {
    refuse_unless(territory.holds(spot), || {
        Refusal::new("quality-outside", "You can follow up samples only of what you lead yourself.")
    })?;
    Ok(Grant::to(person, FollowUp { sample: sample.clone() }))
}

#[cfg(test)]
mod tests;
