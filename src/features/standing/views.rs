//! What the pages show, as plain fields.

pub mod board;
pub mod home;
pub mod requirement;
pub mod trainees;
pub mod waiting;

use crate::web::samples::Sample;

/// Every view of this room, rendered without a house behind it.
pub fn samples() -> Vec<Sample> {
    let mut all = home::samples();
    all.extend(requirement::samples());
    all.extend(trainees::samples());
    all.extend(board::samples());
    all.extend(waiting::samples());
    all
}
