//! Drafts of programmes, every save of them, and what a change would do, as rows. A save is never written over:
//! each has the number after the one that its writer had before them, so that of two who write at the same
//! time the second is told, and going back to an earlier text is one more save.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, programme_drafts, programme_saves, simulations};
use crate::db::tx::Tx;
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, ProgrammeDraftId, ProgrammeId, SimulationId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::authoring::Author;
use crate::domain::role::{Sight, System};
use crate::domain::time::Moment;

/// A version that is being written, or was.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DraftRow {
    pub id: ProgrammeDraftId,
    pub programme: ProgrammeId,
    pub number: i32,
    pub from: Option<VersionId>,
    pub begun_by: AccountId,
    pub begun_at: Moment,
    pub state: String,
    /// The number of the latest save.
    pub saves: i32,
    pub published: Option<VersionId>,
}

impl DraftRow {
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// One save of a draft, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SaveRow {
    pub number: i32,
    /// `requirement`, `head`, `undo`: a code with words of its own on the page.
    pub what: String,
    /// The code of the requirement, or the number that was gone back to.
    pub about: String,
    /// The name of who saved it.
    pub by: String,
    pub at: Moment,
}

// open: the desk has asked the rule about the reader
pub fn draft(conn: &mut Conn, programme: &ProgrammeId, number: i32) -> Result<DraftRow, Fault> {
    Ok(programme_drafts::table
        .filter(programme_drafts::programme_id.eq(programme))
        .filter(programme_drafts::number.eq(number))
        .first(conn)?)
}

/// The newest first.
// open: the desk has asked the rule about the reader
pub fn drafts_of(conn: &mut Conn, programme: &ProgrammeId) -> Result<Vec<(DraftRow, String)>, Fault> {
    Ok(programme_drafts::table
        .inner_join(accounts::table.on(accounts::id.eq(programme_drafts::begun_by)))
        .filter(programme_drafts::programme_id.eq(programme))
        .order(programme_drafts::number.desc())
        .select((programme_drafts::all_columns, accounts::name))
        .load(conn)?)
}

/// The text of one save.
// open: the desk has asked the rule about the reader
pub fn words(conn: &mut Conn, draft: &ProgrammeDraftId, number: i32) -> Result<String, Fault> {
    Ok(programme_saves::table.find((draft, number)).select(programme_saves::words).first(conn)?)
}

/// The newest first.
// open: the desk has asked the rule about the reader
pub fn saves_of(conn: &mut Conn, draft: &ProgrammeDraftId) -> Result<Vec<SaveRow>, Fault> {
    Ok(programme_saves::table
        .inner_join(accounts::table.on(accounts::id.eq(programme_saves::saved_by)))
        .filter(programme_saves::draft_id.eq(draft))
        .order(programme_saves::number.desc())
        .select((
            programme_saves::number,
            programme_saves::what,
            programme_saves::about,
            accounts::name,
            programme_saves::saved_at,
        ))
        .load(conn)?)
}

fn by<A>(grant: &Grant<A>) -> Result<AccountId, Fault> {
    grant.account().cloned().ok_or_else(|| Fault::broken("only people write programmes"))
}

/// Begins a draft with its first save. Gives its number.
pub fn begin(
    tx: &mut Tx<'_>,
    grant: &Grant<Author>,
    from: Option<&VersionId>,
    text: &str,
) -> Result<(ProgrammeDraftId, i32), Fault> {
    let (id, now, by): (ProgrammeDraftId, _, _) = (tx.new_id(), tx.now(), by(grant)?);
    let programme = &grant.act().programme;
    let last: Option<i32> = programme_drafts::table
        .filter(programme_drafts::programme_id.eq(programme))
        .select(diesel::dsl::max(programme_drafts::number))
        .first(tx.conn())?;
    let number = last.unwrap_or(0) + 1;
    diesel::insert_into(programme_drafts::table)
        .values((
            programme_drafts::id.eq(&id),
            programme_drafts::programme_id.eq(programme),
            programme_drafts::number.eq(number),
            programme_drafts::from_version_id.eq(from),
            programme_drafts::begun_by.eq(&by),
            programme_drafts::begun_at.eq(now),
            programme_drafts::state.eq("open"),
            programme_drafts::saves.eq(1),
        ))
        .execute(tx.conn())?;
    put(tx, &id, 1, (text, "begun", ""), &by)?;
    Ok((id, number))
}

/// One more save, where the latest is the one that the writer had before them; else somebody was faster, and
/// that is a taken number. Gives the hash of the text.
pub fn keep(
    tx: &mut Tx<'_>,
    grant: &Grant<Author>,
    draft: &DraftRow,
    base: i32,
    (text, what, about): (&str, &str, &str),
) -> Result<String, Fault> {
    let by = by(grant)?;
    let moved = diesel::update(programme_drafts::table.find(&draft.id))
        .filter(programme_drafts::saves.eq(base))
        .filter(programme_drafts::state.eq("open"))
        .set(programme_drafts::saves.eq(base + 1))
        .execute(tx.conn())?;
    if moved == 0 {
        return Err(Fault::Taken("programme_saves.number".to_owned()));
    }
    put(tx, &draft.id, base + 1, (text, what, about), &by)
}

fn put(
    tx: &mut Tx<'_>,
    draft: &ProgrammeDraftId,
    number: i32,
    (text, what, about): (&str, &str, &str),
    by: &AccountId,
) -> Result<String, Fault> {
    let (now, hash) = (tx.now(), digest(std::slice::from_ref(&text.to_owned())));
    diesel::insert_into(programme_saves::table)
        .values((
            programme_saves::draft_id.eq(draft),
            programme_saves::number.eq(number),
            programme_saves::words.eq(text),
            programme_saves::words_hash.eq(&hash),
            programme_saves::what.eq(what),
            programme_saves::about.eq(about),
            programme_saves::saved_by.eq(by),
            programme_saves::saved_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(hash)
}

/// Closes a draft that nobody goes on with; its saves stay.
pub fn drop_draft(tx: &mut Tx<'_>, _grant: &Grant<Author>, draft: &ProgrammeDraftId) -> Result<(), Fault> {
    diesel::update(programme_drafts::table.find(draft))
        .set(programme_drafts::state.eq("dropped"))
        .execute(tx.conn())?;
    Ok(())
}

/// What a change would do, as far as it is worked out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SimulationRow {
    pub id: SimulationId,
    pub draft: ProgrammeDraftId,
    pub save: i32,
    pub asked_by: AccountId,
    pub asked_at: Moment,
    pub state: String,
    pub done: i32,
    pub total: i32,
    pub found: String,
}

/// Writes down that somebody asked; the rest is worked out at once or by a job.
pub fn ask(
    tx: &mut Tx<'_>,
    grant: &Grant<Author>,
    draft: &DraftRow,
    total: i32,
    found: Option<&str>,
) -> Result<SimulationId, Fault> {
    let (id, now, by): (SimulationId, _, _) = (tx.new_id(), tx.now(), by(grant)?);
    diesel::delete(simulations::table)
        .filter(simulations::draft_id.eq(&draft.id))
        .filter(simulations::asked_by.eq(&by))
        .execute(tx.conn())?;
    diesel::insert_into(simulations::table)
        .values((
            simulations::id.eq(&id),
            simulations::draft_id.eq(&draft.id),
            simulations::save.eq(draft.saves),
            simulations::asked_by.eq(&by),
            simulations::asked_at.eq(now),
            simulations::state.eq(if found.is_some() { "done" } else { "waiting" }),
            simulations::done.eq(if found.is_some() { total } else { 0 }),
            simulations::total.eq(total),
            simulations::found.eq(found.unwrap_or("[]")),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// What this person asked for last about the draft.
pub fn simulation_of(
    conn: &mut Conn,
    who: &Sight,
    draft: &ProgrammeDraftId,
) -> Result<Option<SimulationRow>, Fault> {
    Ok(simulations::table
        .filter(simulations::draft_id.eq(draft))
        .filter(simulations::asked_by.eq(who.viewer()))
        .order((simulations::asked_at.desc(), simulations::id.desc()))
        .first(conn)
        .optional()?)
}

/// For the job: what is asked, the text that it is asked of, and the version that this came from.
pub fn simulation(
    conn: &mut Conn,
    id: &SimulationId,
    _system: System,
) -> Result<(SimulationRow, String, Option<VersionId>), Fault> {
    let row: SimulationRow = simulations::table.find(id).first(conn)?;
    let text = words(conn, &row.draft, row.save)?;
    let from =
        programme_drafts::table.find(&row.draft).select(programme_drafts::from_version_id).first(conn)?;
    Ok((row, text, from))
}

/// How far the job is.
pub fn progress(
    tx: &mut Tx<'_>,
    id: &SimulationId,
    done: i32,
    found: Option<&str>,
    _system: System,
) -> Result<(), Fault> {
    let row = || diesel::update(simulations::table.find(id));
    match found {
        None => row().set(simulations::done.eq(done)).execute(tx.conn())?,
        Some(found) => row()
            .set((simulations::done.eq(done), simulations::state.eq("done"), simulations::found.eq(found)))
            .execute(tx.conn())?,
    };
    Ok(())
}
