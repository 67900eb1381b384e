//! Out of office as dates, with a deputy: one's own, or written down by a lead for somebody who is ill.

pub mod acts;
mod case;
mod forms;
pub mod pages;
pub mod views;

pub use acts::put_away;
pub use forms::Days;
