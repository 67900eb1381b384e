//! A person on a version of a programme, and what holds for one person only, as rows. Enrolling itself
//! is in the room `roster`, above the standing that it makes.

pub mod store;
