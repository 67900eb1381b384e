//! Addresses of alike entries that are signed together, and of how people decide.

use url::form_urlencoded;

use super::fill;

/// How one decides oneself, beside one's department.
pub const FIGURES: &str = "/figures";
/// What holds of those who decide about the trainees whom one leads.
pub const PATTERNS_OF_OTHERS: &str = "/waiting/patterns";
/// Whether the house shows any of it.
pub const CALIBRATION_RULE: &str = "/settings/calibration";

/// Alike entries, to be signed together after a look at one of them. With `?kind=…&of=…` or `&title=…` one group.
pub const TOGETHER: &str = "/together";
pub const BATCH: &str = "/together/{batch}";
pub const BATCH_SIGNATURE: &str = "/together/{batch}/signature";
pub const BATCH_END: &str = "/together/{batch}/end";
pub const BATCH_UNDOING: &str = "/together/{batch}/undoing";

pub fn batch(id: &str) -> String {
    fill(BATCH, &[id])
}

pub fn batch_signature(id: &str) -> String {
    fill(BATCH_SIGNATURE, &[id])
}

pub fn batch_end(id: &str) -> String {
    fill(BATCH_END, &[id])
}

pub fn batch_undoing(id: &str) -> String {
    fill(BATCH_UNDOING, &[id])
}

/// One group of alike entries: of one trainee, or about one procedure.
pub fn together_of(kind: &str, by: (&str, &str)) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.append_pair("kind", kind).append_pair(by.0, by.1).finish();
    format!("{TOGETHER}?{query}")
}
