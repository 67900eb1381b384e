//! The demo's other house: one person on every shipped programme that a lead may enrol on, beside those of the
//! first house, each at some stage of it. Nobody here is written down by hand but their names: what they have
//! done follows from what their programme asks, so a programme that is added has somebody the next day.

mod acts;
mod answers;
mod deeds;
mod people;
mod timeline;

pub use acts::{Home, Others};
pub use people::{Act, Student, students};
pub use timeline::steps;
