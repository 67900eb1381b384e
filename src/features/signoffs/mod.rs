//! Signing off: what waits for a supervisor, most urgent first, one entry on one screen, signed or
//! returned in seconds, undone within ten. A signature covers exactly the version that was on the
//! screen; nobody signs their own work or outside their appointment.

mod forms;
pub mod store;
