//! What can be done in this room: with the log form and its draft (`log`), and with an entry that is
//! written (`entry`).

pub mod entry;
pub mod log;
