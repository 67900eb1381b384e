//! Addresses of a record kept clean (reports of patient data, incidents, striking out), of who opened what, of
//! certificates, and of erasing a whole person.

use super::fill;

/// Filing an entry anew as another type.
pub const ENTRY_REFILING: &str = "/entries/{entry}/refiling";
/// Saying that an entry may name a patient.
pub const ENTRY_REPORT: &str = "/entries/{entry}/report";
/// For whoever sits on a panel and sees the pack alone.
pub const PACK_REPORT: &str = "/reviews/{review}/pack/{entry}/report";
/// Of a review that no entry stands for, in what was written in it.
pub const REVIEW_REPORT: &str = "/reviews/{review}/report";
pub const INCIDENTS: &str = "/incidents";
pub const INCIDENT: &str = "/incidents/{incident}";
pub const INCIDENT_REFERENCE: &str = "/incidents/{incident}/reference";
pub const INCIDENT_END: &str = "/incidents/{incident}/end";
/// Choosing what goes, and letting it go.
pub const INCIDENT_STRIKE: &str = "/incidents/{incident}/redaction";

/// Who opened what of a portfolio, month by month.
pub const OPENINGS: &str = "/history/{portfolio}/openings";

pub fn openings(portfolio: &str) -> String {
    fill(OPENINGS, &[portfolio])
}

pub fn entry_report(entry: &str) -> String {
    fill(ENTRY_REPORT, &[entry])
}

pub fn pack_report(review: &str, entry: &str) -> String {
    fill(PACK_REPORT, &[review, entry])
}

pub fn review_report(review: &str) -> String {
    fill(REVIEW_REPORT, &[review])
}

pub fn incident(incident: &str) -> String {
    fill(INCIDENT, &[incident])
}

pub fn incident_reference(incident: &str) -> String {
    fill(INCIDENT_REFERENCE, &[incident])
}

pub fn incident_end(incident: &str) -> String {
    fill(INCIDENT_END, &[incident])
}

pub fn incident_strike(incident: &str) -> String {
    fill(INCIDENT_STRIKE, &[incident])
}

/// A sign-off on paper.
pub const CERTIFICATE: &str = "/entries/{entry}/certificate";
pub const CERTIFICATE_PDF: &str = "/entries/{entry}/certificate/pdf";
pub const CERTIFICATE_END: &str = "/entries/{entry}/certificate/end";
/// Where anybody checks one.
pub const CERTIFICATES: &str = "/certificates";

pub fn certificate(entry: &str) -> String {
    fill(CERTIFICATE, &[entry])
}

pub fn certificate_pdf(entry: &str) -> String {
    fill(CERTIFICATE_PDF, &[entry])
}

pub fn certificate_end(entry: &str) -> String {
    fill(CERTIFICATE_END, &[entry])
}

/// What the code on the paper says.
pub fn certificate_check(number: &str) -> String {
    format!("{CERTIFICATES}?number={number}")
}

/// What is proposed, done and declined.
pub const ERASURES: &str = "/erasures";
/// Looking for the person.
pub const ERASURE_NEW: &str = "/erasures/new";
/// Proposing it, about one person.
/// Taking in whoever only stated an address.
pub const ERASURE_STATED: &str = "/erasures/stated";
pub const ERASURE_OF: &str = "/erasures/of/{account}";
pub const ERASURE: &str = "/erasures/{erasure}";
pub const ERASURE_AGREEMENT: &str = "/erasures/{erasure}/agreement";
pub const ERASURE_REFUSAL: &str = "/erasures/{erasure}/refusal";

pub fn erasure_of(account: &str) -> String {
    fill(ERASURE_OF, &[account])
}

pub fn erasure(erasure: &str) -> String {
    fill(ERASURE, &[erasure])
}

pub fn erasure_agreement(erasure: &str) -> String {
    fill(ERASURE_AGREEMENT, &[erasure])
}

pub fn erasure_refusal(erasure: &str) -> String {
    fill(ERASURE_REFUSAL, &[erasure])
}
