//! Addresses of earlier records and earlier learning.

use super::fill;
use url::form_urlencoded;

pub const EARLIER: &str = "/earlier";
pub const EARLIER_NEW: &str = "/earlier/new";
/// Which column is what, of a table that is on its way in.
pub const EARLIER_DRAFT: &str = "/earlier/drafts/{draft}";
/// What would come in, line by line.
pub const EARLIER_LINES: &str = "/earlier/drafts/{draft}/lines";
/// The scan of the signed log.
pub const EARLIER_SCANS: &str = "/earlier/drafts/{draft}/scans";
pub const EARLIER_END: &str = "/earlier/drafts/{draft}/end";
pub const EARLIER_CLAIMS: &str = "/earlier/claims";
pub const EARLIER_CLAIM_NEW: &str = "/earlier/claims/new";
/// A logbook that came in, or a claim.
pub const EARLIER_RECORD: &str = "/earlier/{entry}";
pub const EARLIER_REQUEST: &str = "/earlier/{entry}/request";
pub const EARLIER_UNDOING: &str = "/earlier/{entry}/undoing";
pub const EARLIER_ACCEPTANCE: &str = "/earlier/{entry}/acceptance";
pub const EARLIER_RETURN: &str = "/earlier/{entry}/return";
/// Taking an acceptance back.
pub const EARLIER_RETRACTION: &str = "/earlier/acceptances/{acceptance}";

pub fn earlier_draft(draft: &str) -> String {
    fill(EARLIER_DRAFT, &[draft])
}

pub fn earlier_lines(draft: &str) -> String {
    fill(EARLIER_LINES, &[draft])
}

pub fn earlier_scans(draft: &str) -> String {
    fill(EARLIER_SCANS, &[draft])
}

pub fn earlier_end(draft: &str) -> String {
    fill(EARLIER_END, &[draft])
}

/// `EARLIER_REQUEST` and its neighbours, of one record.
pub fn earlier_at(pattern: &str, entry: &str) -> String {
    fill(pattern, &[entry])
}

pub fn earlier_record(entry: &str) -> String {
    fill(EARLIER_RECORD, &[entry])
}

pub fn earlier_retraction(acceptance: &str) -> String {
    fill(EARLIER_RETRACTION, &[acceptance])
}

/// The form by which earlier learning is claimed against one requirement.
pub fn earlier_claim_of(enrolment: &str, requirement: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("enrolment", enrolment).append_pair("requirement", requirement);
    format!("{EARLIER_CLAIM_NEW}?{}", query.finish())
}
