//! Records from before: a logbook that somebody kept elsewhere, read from a table into the fields of one
//! kind of entry. Pure: `files/tables` makes the table from a file, `mapping` says which column is what,
//! `reading` makes entries of the lines, each with its faults. What comes in this way is never signed here;
//! it is accepted by a named person, whole or in part, or not at all.

pub mod mapping;
pub mod private;
pub mod reading;
pub mod table;
#[cfg(test)]
mod tests;

/// What the list's column `earlier` holds; empty for what was recorded here.
pub const BROUGHT: &str = "brought";
pub const ACCEPTED: &str = "accepted";
pub const REFUSED: &str = "refused";

/// The kind of the entry that stands for a logbook, with the scan as its evidence.
pub const LOGBOOK: &str = "earlier-logbook";
/// The kind of an entry that claims earlier learning against one requirement.
pub const LEARNING: &str = "earlier-learning";

/// Whether entries of this kind are accepted rather than signed.
pub fn is_accepted_kind(kind: &str) -> bool {
    kind == LOGBOOK || kind == LEARNING
}
