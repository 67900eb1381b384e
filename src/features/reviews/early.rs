//! What is asked once before a step that nobody takes back comes earlier than everybody was told.

use crate::domain::fault::{Fault, Faults};
use crate::domain::names::capital;
use crate::domain::review::Side;
use crate::domain::time::Day;
use crate::features::reviews::store::{Found, PreparationShown};

/// The name of the tick by which it is meant.
pub const EARLY: &str = "early";

/// Asked by a tick of its own; without it the fault stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Early {
    pub tick: String,
    pub fault: String,
}

/// Both sides have written something.
pub fn both_prepared(prepared: &[PreparationShown]) -> bool {
    without(prepared).is_none()
}

/// `the trainee has not`, `neither side has`
fn without(prepared: &[PreparationShown]) -> Option<&'static str> {
    let wrote = |side: Side| prepared.iter().any(|one| one.row.side == side.as_str());
    match (wrote(Side::Trainee), wrote(Side::Supervisor)) {
        (true, true) => None,
        (false, true) => Some("the trainee has not"),
        (true, false) => Some("the supervisor has not"),
        (false, false) => Some("neither side has"),
    }
}

/// Freezing while a side can still prepare and has not.
pub fn freezes_early(today: Day, found: &Found, prepared: &[PreparationShown]) -> Option<Early> {
    let until = found.row.prepare_by;
    let who = without(prepared).filter(|_| today <= until)?;
    Some(Early {
        tick: format!("Freeze it before {until} is over, though {who} prepared"),
        fault: format!(
            "{} prepared, and can until {until}. Tick that it is frozen all the same.",
            capital(who)
        ),
    })
}

/// An outcome before the day of the review.
pub fn decides_early(today: Day, found: &Found) -> Option<Early> {
    let held_on = found.row.held_on;
    (today < held_on).then(|| Early {
        tick: format!("Record it before {held_on}, the day of the review"),
        fault: format!("The review is planned for {held_on}. Tick that it is decided before that day."),
    })
}

pub fn asked_once(early: Option<Early>, meant: bool) -> Result<(), Fault> {
    match early.filter(|_| !meant) {
        Some(early) => Err(Faults::one(EARLY, early.fault).into()),
        None => Ok(()),
    }
}
