//! What stands in a backup, as data; README describes it for other programs.

use serde::{Deserialize, Serialize};

use crate::db::rows::Table;

/// Raised when an older release could not read it any more.
pub const FORMAT: u32 = 1;

pub const HEAD: &str = "perfolio-backup.json";
pub const MANIFEST: &str = "manifest.json";
pub const SEAL: &str = "manifest.sha256";
pub const ROWS: &str = "rows/";
pub const FILES: &str = "files/";

/// The first member: what this is and how to read the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub format: u32,
    /// The release that wrote it.
    pub perfolio: String,
    /// The numbers of the migrations that the database had taken.
    pub schema: Vec<String>,
    /// From which engine the rows came; it does not matter to the rows.
    pub engine: String,
    /// Everything that was acknowledged before this instant is in.
    pub as_at: String,
    /// Each after those that its rows refer to.
    pub tables: Vec<Table>,
}

/// The last member but one: what must have gone before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// SHA-256 of the head's bytes.
    pub head: String,
    pub tables: Vec<Told>,
    pub files: FilesTold,
    pub missing: Vec<Missing>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub table: String,
    pub rows: u64,
    /// SHA-256 of its lines, each with its line feed.
    pub sha256: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesTold {
    pub count: u64,
    pub bytes: u64,
    /// SHA-256 of one line `HASH SIZE` for each file, in the order of their hashes.
    pub sha256: String,
}

/// A file that a row names and that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    pub hash: String,
    pub what: String,
}

pub fn rows_member(table: &str, number: u32) -> String {
    format!("{ROWS}{table}.{number:04}.jsonl.gz")
}

/// The table of a member with rows.
pub fn table_of(member: &str) -> Option<&str> {
    member.strip_prefix(ROWS)?.strip_suffix(".jsonl.gz")?.rsplit_once('.').map(|(table, _)| table)
}

pub fn file_member(hash: &str) -> String {
    format!("{FILES}{hash}")
}

/// The line of a file that `FilesTold` sums.
pub fn file_line(hash: &str, size: u64) -> String {
    format!("{hash} {size}\n")
}
