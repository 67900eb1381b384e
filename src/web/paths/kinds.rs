//! Addresses of the house's forms.

use super::fill;

pub const KINDS: &str = "/forms";
pub const KIND: &str = "/forms/{kind}";
/// The version that becomes the newest again.
pub const KIND_VERSION: &str = "/forms/{kind}/newest";
pub const KIND_DRAFT: &str = "/forms/{kind}/draft";

pub fn kind(code: &str) -> String {
    fill(KIND, &[code])
}

pub fn kind_version(code: &str) -> String {
    fill(KIND_VERSION, &[code])
}

pub fn kind_draft(code: &str) -> String {
    fill(KIND_DRAFT, &[code])
}
