//! Erasures as rows of the house's book, what is to be known of a person before, and what goes.

mod clearing;
mod found;
mod rows;

pub use clearing::clear;
pub use found::{About, Person, about, called, find, not_nobody, stated};
pub use rows::{
    ErasureRow, Shown, admins, agree, committed_rows, decline, done, known, one, outright, propose, shown,
    told,
};
