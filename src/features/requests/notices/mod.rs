//! Notices: what this person was told, in the app, whether or not any letter arrived. And how often a letter
//! of what is new comes.

pub mod acts;
pub mod pages;
mod said;
pub mod views;

pub use said::how_ended;
