//! Addresses of files that are read in.

use url::form_urlencoded;

use super::fill;

pub const IMPORTS: &str = "/imports";
/// Also `/imports/new?sort=people`.
pub const IMPORT_NEW: &str = "/imports/new";
pub const IMPORT: &str = "/imports/{import}";
pub const IMPORT_MAPPING: &str = "/imports/{import}/mapping";
/// Does what the preview says.
pub const IMPORT_ROWS: &str = "/imports/{import}/rows";
pub const IMPORT_UNDOING: &str = "/imports/{import}/undoing";
pub const IMPORT_DELETION: &str = "/imports/{import}/deletion";
pub const IMPORT_FAULTS: &str = "/imports/{import}/faults.csv";

/// A page under an import: `import_at(IMPORT_MAPPING, id)`.
pub fn import_at(pattern: &str, id: &str) -> String {
    fill(pattern, &[id])
}

/// The form for a file of this sort.
pub fn import_of(sort: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("sort", sort).finish();
    format!("{IMPORT_NEW}?{query}")
}
