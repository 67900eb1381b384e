//! `perfolio demo`.

mod cases;
mod cast;
mod chance;
mod plan;
mod says;

pub use plan::{Plan, Size};
