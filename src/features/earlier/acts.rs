//! What can be done in this room.

mod bringing;
mod claiming;
mod files;
mod judging;

pub use bringing::{begin, bring_in, map, put_away, put_set, scans};
pub use claiming::{claim, put_claim};
pub use judging::{accept, ask, put_acceptance, send_back, take_back, undo};
