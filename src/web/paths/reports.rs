//! Addresses of reports of a portfolio, and of its history.

use url::form_urlencoded;

use super::fill;

/// Also `/exports/new?enrolment=…`, for one portfolio.
pub const EXPORT_NEW: &str = "/exports/new";
pub const EXPORT: &str = "/exports/{export}";

pub fn export(id: &str) -> String {
    fill(EXPORT, &[id])
}

/// The form for a report of one enrolment.
pub fn export_of(enrolment: &str) -> String {
    let query: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("enrolment", enrolment).finish();
    format!("{EXPORT_NEW}?{query}")
}

pub const HISTORY: &str = "/history/{portfolio}";
pub const VERIFICATION: &str = "/history/{portfolio}/verification";

pub fn history(portfolio: &str) -> String {
    fill(HISTORY, &[portfolio])
}

pub fn verification(portfolio: &str) -> String {
    fill(VERIFICATION, &[portfolio])
}
