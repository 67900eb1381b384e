//! Requests and decisions as rows: what waits for a person, what they decided, and the three writes
//! (decide, undo, take back) with the row that an event commits to.

mod around;
mod decided;
mod decisions;
mod waiting;

pub use around::{enrolments_in_sight, trained_on};
pub use decided::{Decided, decided, decided_since};
pub use decisions::{
    DecisionRow, DeputisedRow, New, case_of, committed_rows, decide_case, decided_case, decision,
    entry_of_decision, keep, keep_deputised, standing_in, take_back, undo,
};
pub use waiting::{Waiting, frozen, request, waiting};
