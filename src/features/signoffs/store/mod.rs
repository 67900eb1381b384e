//! Requests and decisions as rows: what waits for a person, what they decided, and the three writes
//! (decide, undo, take back) with the row that an event commits to.

mod after;
mod around;
mod assessed;
mod back;
mod begun;
mod calibration;
mod decided;
mod decisions;
mod first;
mod late;
mod rounds;
mod same;
mod strike;
mod together;
mod waiting;

pub use after::{next_person, waits_with_nobody};
pub use around::{enrolments_in_sight, in_training, trained_on};
pub use assessed::{Beside, bind_assessed, keep_assessed, strike_assessed};
pub use back::{decided_case, goes_back_to, undo};
pub use begun::begun_in_one_act;
pub use calibration::{
    acts_beside, acts_by_person, acts_of_told, counts_from, forget, set_shown, shown, tell, tell_staff, told,
    told_before, told_of,
};
pub use decided::{Decided, decided, decided_since, returned_by};
pub use decisions::{
    DecisionRow, DeputisedRow, New, UNDONE, case_of, committed_rows, decide_case, decision, keep,
    keep_deputised, put, standing_in, stands, take_back,
};
pub use first::not_yet;
pub use late::keep_late;
pub use rounds::rounds_waiting;
pub use same::signed_by;
pub use strike::{reopen, strike_words};
pub use together::{
    Batch, BatchedRow, Item, batch, begin, committed_of_house, decisions_of, drawn_before, end_batch,
    keep_batched, reopen_batch,
};
pub use waiting::{Waiting, frozen, request, waiting};
