//! A person on a version of a programme: enrolling, and what holds for that person only.

pub mod enrol;
pub mod store;
