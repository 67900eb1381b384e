//! The pages of this room as plain values.

mod ask;
mod cohort;
mod index;
mod person;
mod samples;

pub use cohort::Cohort;
pub use index::Index;
pub use person::{Correction, Person};
pub use samples::samples;
