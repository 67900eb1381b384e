//! What differs between two versions of an entry, field by field, in the words of its kind.

use crate::domain::kind::Kind;
use crate::features::entries::store::VersionShown;

/// One line: what it was and what it is; empty where there was or is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub label: String,
    pub before: String,
    pub after: String,
}

pub fn differences(kind: &Kind, before: &VersionShown, after: &VersionShown) -> Vec<Difference> {
    let mut all = Vec::new();
    let mut compare = |label: &str, before: String, after: String| {
        if before != after {
            all.push(Difference { label: label.to_owned(), before, after });
        }
    };
    compare(&kind.day_label, before.day.to_string(), after.day.to_string());
    let until = |version: &VersionShown| version.until.map(|day| day.to_string()).unwrap_or_default();
    compare(&kind.until_label, until(before), until(after));
    for field in &kind.fields {
        let shown = |version: &VersionShown| {
            version.values.get(&field.code).map(|value| field.shown(value)).unwrap_or_default()
        };
        compare(&field.label, shown(before), shown(after));
    }
    let files = |version: &VersionShown| {
        version.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    compare("Evidence", files(before), files(after));
    all
}
