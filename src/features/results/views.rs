//! The pages of this room as plain values.

mod ask;
mod checklist;
mod cohort;
mod index;
mod person;
mod samples;
mod wholes;

pub use checklist::Checklist;
pub use cohort::Cohort;
pub use index::Index;
pub use person::{Correction, Person};
pub use samples::samples;
pub use wholes::{WholePage, Wholes};
