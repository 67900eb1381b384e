//! What can be done in this room: with the log form and its draft (`log`), and with an entry that is
//! written (`entry`), and with what was
//! held (`check`).

pub mod check;
pub mod entry;
pub mod log;
