//! Drafts: words not yet submitted, outside every book. A draft's id is made with the form; whichever
//! of autosave, upload or submitting comes first makes the row. Nobody but its owner ever sees it.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, earlier_tables, evidence, files, reflections};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::KeepDraft;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::entries::seen::FileShown;
use crate::features::entries::store::holds::unhold;
use crate::features::entries::store::refilings::forget_refiling;
use crate::features::entries::store::seen::draft_files;
use crate::features::identifiers::{self, FileCheck};
use crate::files::reading;
use crate::on_both;

/// What was typed, by the names of the form's fields, in the order in which it came.
pub type Pairs = Vec<(String, String)>;

#[derive(Debug, Clone)]
pub struct Draft {
    pub id: DraftId,
    pub kind: String,
    /// The entry of which this will be the next version.
    pub entry: Option<EntryId>,
    pub words: Pairs,
    pub saved_at: Moment,
}

/// A file whose bytes are stored; it becomes a row with the draft or version that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub name: String,
    pub hash: String,
    pub size: i64,
    pub media_type: String,
    /// Empty without a small picture.
    pub thumb_hash: String,
    /// What looking inside said, if somebody has looked already.
    pub check: Option<FileCheck>,
}

type Columns = (DraftId, String, Option<EntryId>, String, Moment);

fn of((id, kind, entry, words, saved_at): Columns) -> Result<Draft, Fault> {
    Ok(Draft { id, kind, entry, words: serde_json::from_str(&words).map_err(Fault::broken)?, saved_at })
}

/// One's own draft; nothing for one that is not there yet, and `NotFound` for somebody else's.
pub fn draft(conn: &mut Conn, who: &Sight, id: &DraftId) -> Result<Option<Draft>, Fault> {
    let Some(owner) = draft_owner(conn, id)? else { return Ok(None) };
    if owner != *who.viewer() {
        return Err(Fault::NotFound);
    }
    let row: Columns = drafts::table
        .find(id)
        .select((drafts::id, drafts::kind, drafts::entry_id, drafts::words, drafts::saved_at))
        .first(conn)?;
    of(row).map(Some)
}

/// One's own drafts, the one saved last first.
pub fn drafts_of(conn: &mut Conn, who: &Sight) -> Result<Vec<Draft>, Fault> {
    let rows: Vec<Columns> = drafts::table
        .filter(drafts::owner_id.eq(who.viewer()))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select((drafts::id, drafts::kind, drafts::entry_id, drafts::words, drafts::saved_at))
        .load(conn)?;
    rows.into_iter().map(of).collect()
}

// open: the policy asks whose it is before it grants anything
pub fn draft_owner(conn: &mut Conn, id: &DraftId) -> Result<Option<AccountId>, Fault> {
    Ok(drafts::table.find(id).select(drafts::owner_id).first(conn).optional()?)
}

/// The draft of the next version of an entry, if there is one already.
pub fn draft_of_entry(conn: &mut Conn, who: &Sight, entry: &EntryId) -> Result<Option<DraftId>, Fault> {
    Ok(drafts::table
        .filter(drafts::owner_id.eq(who.viewer()))
        .filter(drafts::entry_id.eq(entry))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select(drafts::id)
        .first(conn)
        .optional()?)
}

/// What a draft says from now on.
pub struct Saying<'a> {
    pub kind: &'a str,
    pub entry: Option<&'a EntryId>,
    pub words: &'a [(String, String)],
    /// The private thought; kept beside the draft, never in its words.
    pub reflection: &'a str,
}

/// Makes the draft or writes over it; gives the instant that the form carries from now on.
pub fn keep_draft(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, saying: &Saying<'_>) -> Result<Moment, Fault> {
    let owner = grant.account().ok_or_else(|| Fault::broken("a draft is a person's"))?;
    let (id, now) = (&grant.act().draft, tx.now());
    // What is changed after it was sent is a draft like any other again.
    unhold(tx, grant)?;
    let words = serde_json::to_string(saying.words).map_err(Fault::broken)?;
    let row = (
        drafts::id.eq(id),
        drafts::owner_id.eq(owner),
        drafts::kind.eq(saying.kind),
        drafts::entry_id.eq(saying.entry),
        drafts::words.eq(&words),
        drafts::made_at.eq(now),
        drafts::saved_at.eq(now),
    );
    // Of autosave and upload at once either may be first: the second waits here, and writes over the row of the first.
    let new = on_both!(tx.conn(), |c| diesel::insert_into(drafts::table)
        .values(row)
        .on_conflict(drafts::id)
        .do_nothing()
        .execute(c))?;
    if new == 0 {
        let own = drafts::table.find(id).filter(drafts::owner_id.eq(owner));
        let changed = diesel::update(own)
            .set((drafts::words.eq(&words), drafts::saved_at.eq(now)))
            .execute(tx.conn())?;
        if changed == 0 {
            return Err(Fault::NotFound);
        }
    }
    if saying.entry.is_none() {
        keep_reflection(tx, owner, id, saying.reflection)?;
    }
    Ok(now)
}

fn keep_reflection(tx: &mut Tx<'_>, owner: &AccountId, draft: &DraftId, words: &str) -> Result<(), Fault> {
    let of_draft = reflections::table.filter(reflections::draft_id.eq(draft));
    if words.is_empty() {
        diesel::delete(of_draft).execute(tx.conn())?;
        return Ok(());
    }
    let now = tx.now();
    let changed = diesel::update(of_draft)
        .set((reflections::words.eq(words), reflections::written_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 0 {
        use crate::db::schema::portfolios;
        let portfolio: PortfolioId = portfolios::table
            .filter(portfolios::person_id.eq(owner))
            .select(portfolios::id)
            .first(tx.conn())?;
        let id: ReflectionId = tx.new_id();
        diesel::insert_into(reflections::table)
            .values((
                reflections::id.eq(id),
                reflections::portfolio_id.eq(portfolio),
                reflections::draft_id.eq(draft),
                reflections::words.eq(words),
                reflections::written_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// The thought beside a draft; empty if there is none.
// open: the caller has the draft, which only its owner gets
pub fn draft_reflection(conn: &mut Conn, draft: &DraftId) -> Result<String, Fault> {
    let words: Option<String> = reflections::table
        .filter(reflections::draft_id.eq(draft))
        .select(reflections::words)
        .first(conn)
        .optional()?;
    Ok(words.unwrap_or_default())
}

/// Attaches stored files to a draft that exists.
pub fn attach(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, new: &[StoredFile]) -> Result<(), Fault> {
    let (draft, now) = (&grant.act().draft, tx.now());
    let there = draft_files(tx.conn(), draft)?;
    let mut position = i32::try_from(there.len()).unwrap_or(i32::MAX);
    for file in new {
        // The same file sent twice, for instance by a script and then by the form, is there once.
        if there.iter().any(|known| known.hash == file.hash) {
            continue;
        }
        keep_file(tx, file)?;
        position = position.saturating_add(1);
        let id: EvidenceId = tx.new_id();
        diesel::insert_into(evidence::table)
            .values((
                evidence::id.eq(id),
                evidence::draft_id.eq(draft),
                evidence::file_hash.eq(&file.hash),
                evidence::name.eq(&file.name),
                evidence::position.eq(position),
                evidence::added_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Takes one file off a draft. The bytes are swept later, when nothing names them.
pub fn detach(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, id: &EvidenceId) -> Result<(), Fault> {
    let row = evidence::table.find(id).filter(evidence::draft_id.eq(&grant.act().draft));
    match diesel::delete(row).execute(tx.conn())? {
        0 => Err(Fault::NotFound),
        _ => Ok(()),
    }
}

/// The row of a stored file, once for each content. Brought again it is as new, so that the nightly sweep,
/// which may be looking at it now, leaves it.
// open: called inside a granted write; it names bytes, not whose they are
pub fn keep_file(tx: &mut Tx<'_>, file: &StoredFile) -> Result<(), Fault> {
    let now = tx.now();
    let values = (
        files::hash.eq(&file.hash),
        files::size.eq(file.size),
        files::media_type.eq(&file.media_type),
        files::thumb_hash.eq(&file.thumb_hash),
        files::stored_at.eq(now),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(files::table)
        .values(values)
        .on_conflict(files::hash)
        .do_update()
        .set(files::stored_at.eq(now))
        .execute(c))?;
    match &file.check {
        Some(check) => identifiers::keep_check(tx, &file.hash, check),
        None if reading::has_words(&file.media_type)
            && identifiers::file_check(tx.conn(), &file.hash)?.is_none() =>
        {
            identifiers::wait_for_check(tx, &file.hash)
        }
        None => Ok(()),
    }
}

/// The files that a version gets: those of the draft, then those that came with the form.
// open: called inside a granted write
pub fn files_to_submit(
    tx: &mut Tx<'_>,
    draft: Option<&Draft>,
    new: &[StoredFile],
) -> Result<Vec<FileShown>, Fault> {
    let mut all = match draft {
        Some(draft) => draft_files(tx.conn(), &draft.id)?,
        None => Vec::new(),
    };
    for file in new {
        if all.iter().any(|known| known.hash == file.hash) {
            continue;
        }
        keep_file(tx, file)?;
        all.push(FileShown {
            id: EvidenceId::new(""),
            name: file.name.clone(),
            size: file.size,
            media_type: file.media_type.clone(),
            hash: file.hash.clone(),
            has_thumb: !file.thumb_hash.is_empty(),
        });
    }
    Ok(all)
}

/// Ends a draft: its files and its thought go with it.
pub fn remove_draft(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>) -> Result<(), Fault> {
    let id = &grant.act().draft;
    unhold(tx, grant)?;
    diesel::delete(evidence::table.filter(evidence::draft_id.eq(id))).execute(tx.conn())?;
    diesel::delete(reflections::table.filter(reflections::draft_id.eq(id))).execute(tx.conn())?;
    diesel::delete(earlier_tables::table.find(id)).execute(tx.conn())?;
    forget_refiling(tx, grant)?;
    diesel::delete(drafts::table.find(id)).execute(tx.conn())?;
    Ok(())
}
