//! Notices: what this person was told, in the app, whether or not any letter arrived. And how often a letter
//! of what is new comes.

pub mod acts;
mod begun;
mod of_reviews;
pub mod pages;
mod said;
pub mod views;

pub use begun::Begun;
pub use of_reviews::{ReviewNamed, review_of};
pub use said::{how_ended, recorded_for};
