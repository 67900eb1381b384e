//! What can be done in this room: with the log form and its draft (`log`), with an entry that is written
//! (`entry`), with one that somebody else began (`begun`), and with what was held (`check`).

pub mod begun;
pub mod check;
pub mod entry;
pub mod log;
