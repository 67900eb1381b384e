//! The list of a lead's people, one page for each, and their way in.

pub mod acts;
pub mod pages;
pub mod views;
