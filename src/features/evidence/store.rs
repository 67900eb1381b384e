//! Which file an address means, for this person.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, entries, entry_versions, evidence, files, portfolios};
use crate::db::sight;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::features::identifiers::{self, Outcome};

#[derive(Debug, Clone, Queryable)]
pub struct File {
    pub name: String,
    pub hash: String,
    pub media_type: String,
    /// Empty without a small picture.
    pub thumb_hash: String,
}

/// A file of a version of an entry that this person sees, or of a draft of their own.
pub fn file(conn: &mut Conn, who: &Sight, id: &EvidenceId) -> Result<File, Fault> {
    let own_entries = entries::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(who.viewer()))
        .select(entries::id);
    let versions = entry_versions::table
        .filter(
            entry_versions::entry_id
                .eq_any(own_entries)
                .or(entry_versions::entry_id.eq_any(sight::entries_seen(who))),
        )
        .select(entry_versions::id.nullable());
    let own_drafts = drafts::table.filter(drafts::owner_id.eq(who.viewer())).select(drafts::id.nullable());
    let found: File = evidence::table
        .inner_join(files::table)
        .filter(evidence::id.eq(id))
        .filter(evidence::version_id.eq_any(versions).or(evidence::draft_id.eq_any(own_drafts)))
        .select((evidence::name, files::hash, files::media_type, files::thumb_hash))
        .first(conn)?;
    let check = identifiers::file_check(conn, &found.hash)?;
    if check.is_some_and(|check| check.outcome == Outcome::Infected) {
        return Err(Refusal::new(
            "infected",
            "A virus scanner found something harmful in this file, so nobody is given it.",
        )
        .into());
    }
    Ok(found)
}
