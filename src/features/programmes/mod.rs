//! Programmes and their versions: what is asked of people, as data. The files that come with the
//! binary are loaded at start; every one is shown, requirement by requirement, with its sources.

mod builtin;
mod store;

pub use store::{
    FileRules, VersionRow, committed_rows, file_rules, kind_version, load_builtin, newest_kinds, published,
    shipped_kinds, version, version_named, version_row,
};
