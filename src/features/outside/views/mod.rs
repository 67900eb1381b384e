//! The pages of this room as plain values.

mod assessors;
mod confirming;
mod domains;
mod handing;
mod holder;
mod samples;

pub use assessors::AssessorPage;
pub use confirming::Confirm;
pub use domains::Domains;
pub use handing::{Hand, ToldOfLink};
pub use holder::{Code, Ended, Holder};
pub use samples::samples;
