//! Reviews as rows of the portfolio's book, and what is read for their pages.

mod collected;
mod erase;
mod found;
mod listed;
mod outcomes;
mod packs;
mod plan;
mod preparing;
mod readers;
mod reminders;
mod rows;
mod strike;

pub use collected::{found_wanting, in_sight};
pub use erase::erase_reviews;
pub use found::{Found, found, found_by_house};
pub use listed::{Listed, MOST_OVER, Points, listed, objections, points, to_enter};
pub use outcomes::{ConditionRow, NewOutcome, OutcomeShown, ReplyRow, answer, conclude, entered, reply};
pub use packs::{PackRow, changed_after, freeze, pack, withdraw};
pub use plan::{
    NewPlan, call_off, candidates, change_plan, plan, seat, somebody_with, supervisors_of, unseat,
};
pub use preparing::{PreparationShown, kept_by, prepare, prepared};
pub use readers::{has_read_pack, held_in, keep_held, note_pack_reading, readers_of};
pub use reminders::{claim, leads_of, to_freeze, unprepared};
pub use rows::{ReviewRow, SeatRow, committed_rows};
pub use strike::{
    first_written, has_words, stands_for, strike_words, struck_through, written_beside, written_for,
};
