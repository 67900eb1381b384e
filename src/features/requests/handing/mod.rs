//! Handing requests over: one to somebody entitled, or everything that waits with a person in one act, with a
//! proposal for each trainee. The request stays the same; what cannot be moved is named with the reason.

pub mod acts;
mod forms;
pub mod pages;
mod planning;
pub mod views;
