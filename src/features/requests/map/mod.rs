//! The bottleneck map: what waits with whom, at which site and for which module, how long, and who will miss what
//! because of it. The reminder is sent from the same row.

pub mod nudging;
pub mod pages;
pub mod views;
mod weighing;
