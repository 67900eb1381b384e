//! The demo's other house: one person on every shipped programme that a lead may enrol on, beside those of the
//! first house, each at some stage of it. What they have done follows from what their programme asks, so a
//! programme that is added has somebody the next day; written down by hand are their names and, of a few, what
//! became of them besides: time out, less than full time, grace, another version.

mod acts;
mod answers;
mod cast;
mod deeds;
mod house;
mod people;
mod stories;
mod telling;
mod timeline;

pub use acts::{Home, Others};
pub use people::{Act, Student, students};
pub use timeline::steps;
