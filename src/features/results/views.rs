//! The pages of this room as plain values.

mod ask;
mod checklist;
mod cohort;
mod index;
mod person;
mod samples;

pub use checklist::Checklist;
pub use cohort::Cohort;
pub use index::Index;
pub use person::{Correction, Person};
pub use samples::samples;
