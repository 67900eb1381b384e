//! Which file an address means, for this person.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, entries, entry_versions, evidence, files, portfolios};
use crate::db::sight;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::features::entries::has_read_file;
use crate::features::identifiers::{self, Outcome};
use crate::files::intake::STRUCK_OUT;

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
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
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
    if found.media_type == STRUCK_OUT {
        return Err(Refusal::new(
            "struck-out",
            "This file was struck out, because a patient could be recognised in it. Nobody can open it again.",
        )
        .into());
    }
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

/// Somebody other than its owner opened a file of a version, for the first time today.
pub fn is_news(conn: &mut Conn, who: &Sight, id: &EvidenceId) -> Result<bool, Fault> {
    let owner: Option<AccountId> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .filter(evidence::id.eq(id))
        .select(portfolios::person_id)
        .first(conn)
        .optional()?;
    match owner {
        Some(owner) if owner != *who.viewer() => Ok(!has_read_file(conn, who, id)?),
        _ => Ok(false),
    }
}
