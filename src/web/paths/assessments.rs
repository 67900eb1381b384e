//! Addresses of assessments that an assessor begins, of what a trainee makes of one, and of reviews.

mod reviews;

pub use reviews::*;

use url::form_urlencoded;

use super::fill;

pub const ASSESSMENTS: &str = "/assessments";
pub const NEW_ASSESSMENT: &str = "/assessments/new";
/// A session that is written once for many.
pub const SESSIONS: &str = "/sessions";
pub const NEW_SESSION: &str = "/sessions/new";
/// That the trainee has seen what somebody else began.
pub const ENTRY_ACKNOWLEDGEMENT: &str = "/entries/{entry}/acknowledgement";
/// Goals of the actions that were agreed in an entry.
pub const ENTRY_GOALS: &str = "/entries/{entry}/goals";

/// Which form to begin for this trainee.
pub fn assessments_of(enrolment: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("trainee", enrolment).finish();
    format!("{NEW_ASSESSMENT}?{query}")
}

pub fn new_assessment(enrolment: &str, kind: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("trainee", enrolment).append_pair("kind", kind);
    format!("{NEW_ASSESSMENT}?{}", query.finish())
}

pub fn new_session(kind: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("kind", kind).finish();
    format!("{NEW_SESSION}?{query}")
}

pub fn entry_goals(entry: &str) -> String {
    fill(ENTRY_GOALS, &[entry])
}
