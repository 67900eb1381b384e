//! Entries as rows: what a person may see of them, and the writes that other rooms build on.

mod committed;
mod seen;
mod write;

pub use committed::{FilingRow, VersionRow, committed_rows};
pub use seen::{DecisionShown, FileShown, OpenRequest, Seen, VersionShown, files, seen};
pub use write::{Closed, New, Written, ask, close_request, new_version, record, reopen_request, set_state};
