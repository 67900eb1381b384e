//! What letters about a request and a decision need to know: who, whose, of which day, and who wrote what it is about.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;
use crate::features::requests::Begun;

/// A request that is still open: who asks, and about what.
pub struct Asked {
    pub trainee: String,
    pub happened_on: Day,
    pub request: RequestId,
    /// The kind of the entry.
    pub kind: String,
    /// Who wrote it and what it is called, where that was not the trainee.
    pub written: Option<(String, String)>,
}

pub fn asked(conn: &mut Conn, shelf: &Shelf, id: &RequestId, _: System) -> Result<Option<Asked>, Fault> {
    type Row = (AccountId, String, Day, String, (AccountId, i32));
    let row: Option<Row> = requests::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(requests::version_id)))
        .filter(requests::id.eq(id))
        .filter(requests::closed_at.is_null())
        .select((
            accounts::id,
            accounts::name,
            entries::happened_on,
            entries::kind,
            (entry_versions::written_by, entry_versions::kind_version),
        ))
        .first(conn)
        .optional()?;
    let Some((owner, trainee, happened_on, kind, (writer, version))) = row else { return Ok(None) };
    let written = match writer == owner {
        true => None,
        false => {
            let called = programmes::kind_version(conn, shelf, &kind, version)?.name.clone();
            Some((name(conn, &writer)?, called))
        }
    };
    Ok(Some(Asked { trainee, happened_on, request: id.clone(), kind, written }))
}

/// Whether the entry still waits with this person.
pub fn waits_with(conn: &mut Conn, entry: &EntryId, asked: &AccountId, _: System) -> Result<bool, Fault> {
    let open = requests::table
        .filter(requests::entry_id.eq(entry))
        .filter(requests::asked_id.eq(asked))
        .filter(requests::closed_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// A decision as a letter tells it.
pub struct Decided {
    pub signer: String,
    pub trainee: String,
    pub owner: AccountId,
    pub happened_on: Day,
    pub entry: EntryId,
    pub signed: bool,
    /// Prose about a case goes with it, which no letter carries.
    pub has_words: bool,
    /// It was undone or taken back since.
    pub gone: bool,
    /// What it is about was not written by the trainee.
    pub begun: Option<Begun>,
}

pub fn decided(conn: &mut Conn, shelf: &Shelf, id: &DecisionId, _: System) -> Result<Decided, Fault> {
    type Written = (AccountId, String, i32, Option<AcknowledgementId>);
    type Row = (String, PortfolioId, Day, EntryId, (String, String, String, Option<Moment>), Written);
    let row: Row = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .left_join(acknowledgements::table.on(acknowledgements::version_id.eq(decisions::version_id)))
        .filter(decisions::id.eq(id))
        .select((
            accounts::name,
            entries::portfolio_id,
            entries::happened_on,
            entries::id,
            (decisions::verdict, decisions::reason, decisions::comment, decisions::known_until),
            (
                entry_versions::written_by,
                entries::kind,
                entry_versions::kind_version,
                acknowledgements::id.nullable(),
            ),
        ))
        .first(conn)?;
    let (signer, portfolio, happened_on, entry, (verdict, reason, comment, until), written) = row;
    let (owner, trainee): (AccountId, String) = portfolios::table
        .inner_join(accounts::table)
        .filter(portfolios::id.eq(portfolio))
        .select((accounts::id, accounts::name))
        .first(conn)?;
    let (writer, kind, version, said) = written;
    let begun = match writer == owner {
        true => None,
        false => {
            let kind = programmes::kind_version(conn, shelf, &kind, version)?;
            let by = name(conn, &writer)?;
            Some(Begun::of(&kind, (writer, by), said.is_some()))
        }
    };
    Ok(Decided {
        signer,
        trainee,
        owner,
        happened_on,
        entry,
        signed: verdict == "signed",
        has_words: !reason.is_empty() || !comment.is_empty(),
        gone: until.is_some(),
        begun,
    })
}

fn name(conn: &mut Conn, id: &AccountId) -> Result<String, Fault> {
    Ok(accounts::table.find(id).select(accounts::name).first(conn)?)
}
