//! Addresses of rooms further up, which this room's pages lead to.

use crate::domain::names::{DraftId, EnrolmentId, EntryId};
use crate::web::paths;

pub fn entry(id: &EntryId) -> String {
    paths::fill("/entries/{entry}", &[id.as_str()])
}

pub fn draft(id: &DraftId) -> String {
    paths::fill("/drafts/{draft}", &[id.as_str()])
}

pub fn log(kind: &str) -> String {
    format!("/entries/new?kind={kind}")
}

pub fn export(enrolment: &EnrolmentId) -> String {
    paths::export_of(enrolment.as_str())
}
