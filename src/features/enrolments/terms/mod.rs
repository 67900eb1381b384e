//! What holds for one person only: the last day of the enrolment, a personal target inside the
//! programme's range, a due day, a waiver. Each carries a reason and the name of who set it.

pub mod acts;
pub mod forms;
pub mod pages;
pub mod views;
