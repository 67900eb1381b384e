//! Which versions of which entries a report held: whoever was given it has read them, and when something is found
//! in one of them, every report that holds it is known and goes.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, carried, decisions, enrolments, entries, entry_versions, exports, statements,
};
use crate::db::tx::Tx;
use crate::domain::erasure::NOBODY;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, EntryId, EntryVersionId, ExportId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::exports::Export;
use crate::domain::policy::redactions::StrikesOut;
use crate::domain::time::Moment;
use crate::features::exports::store::row::{State, What};
use crate::on_both;

/// Rows in one statement.
const AT_ONCE: usize = 1_000;

/// Written with the event that the report was made.
pub fn keep_carried(
    tx: &mut Tx<'_>,
    _grant: &Grant<Export>,
    export: &ExportId,
    versions: &[EntryVersionId],
) -> Result<(), Fault> {
    for some in versions.chunks(AT_ONCE) {
        let rows: Vec<_> = some
            .iter()
            .map(|version| (carried::export_id.eq(export.as_str()), carried::version_id.eq(version.as_str())))
            .collect();
        on_both!(tx.conn(), |c| diesel::insert_into(carried::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// A report that held an entry, as who looks into it sees it.
#[derive(Debug, Clone)]
pub struct Carrying {
    pub export: ExportId,
    pub asker: AccountId,
    pub by: String,
    pub format: String,
    /// None where it never was.
    pub made: Option<Moment>,
    pub asked: Moment,
    /// It can still be fetched.
    pub there: bool,
}

/// Every report that held any version of the entry, the newest first.
// open: the entry was found in a sight, or the asker keeps its incident; no words
pub fn carrying(conn: &mut Conn, entry: &EntryId) -> Result<Vec<Carrying>, Fault> {
    let versions =
        entry_versions::table.filter(entry_versions::entry_id.eq(entry)).select(entry_versions::id);
    let held = carried::table.filter(carried::version_id.eq_any(versions)).select(carried::export_id);
    let held = held.distinct().load(conn)?;
    told(conn, held)
}

/// Every report of an enrolment that was asked for from an instant on: each lists its reviews as they were then.
// open: the asker keeps an incident about a review of it; no words
pub fn made_since(conn: &mut Conn, enrolment: &EnrolmentId, from: Moment) -> Result<Vec<Carrying>, Fault> {
    let held = exports::table
        .filter(exports::what.eq(What::Portfolio.as_str()))
        .filter(exports::subject.eq(enrolment.as_str()))
        .filter(exports::asked_at.ge(from))
        .select(exports::id);
    let held = held.load(conn)?;
    told(conn, held)
}

fn told(conn: &mut Conn, held: Vec<String>) -> Result<Vec<Carrying>, Fault> {
    type Row = (ExportId, AccountId, String, String, Option<Moment>, Moment, String, String);
    let rows: Vec<Row> = exports::table
        .inner_join(accounts::table.on(accounts::id.eq(exports::asked_by)))
        .filter(exports::id.eq_any(held))
        .order((exports::asked_at.desc(), exports::id.desc()))
        .select((
            exports::id,
            accounts::id,
            accounts::name,
            exports::format,
            exports::ended_at,
            exports::asked_at,
            exports::state,
            exports::file_hash,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(export, asker, by, format, ended, asked, state, hash)| Carrying {
            there: state == State::Ready.as_str(),
            made: ended.filter(|_| !hash.is_empty()),
            export,
            asker,
            by,
            format,
            asked,
        })
        .collect())
}

/// Those that held a version on which they decided as an assessor without an account: the address stands in them.
fn stated_in(conn: &mut Conn, person: &AccountId) -> Result<Vec<String>, Fault> {
    let versions = statements::table
        .inner_join(decisions::table.on(decisions::id.nullable().eq(statements::decision_id)))
        .filter(decisions::signer_id.eq(person))
        .select(statements::version_id);
    Ok(carried::table
        .filter(carried::version_id.eq_any(versions))
        .select(carried::export_id)
        .distinct()
        .load(conn)?)
}

/// As its person is erased: every report of theirs, every one that they asked for, every one that held an entry of
/// theirs or one that they assessed, and every one over many, which may name them. Gives the hashes of the files, to be taken away.
pub fn erase_reports(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<Vec<String>, Fault> {
    let (person, portfolio) = (&grant.act().person, &grant.act().portfolio);
    let of: Vec<String> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::id)
        .load(tx.conn())?;
    let versions = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .select(entry_versions::id);
    let mut held: Vec<String> = carried::table
        .filter(carried::version_id.eq_any(versions))
        .select(carried::export_id)
        .distinct()
        .load(tx.conn())?;
    held.extend(stated_in(tx.conn(), person)?);
    let about = exports::what.eq(What::Portfolio.as_str()).and(exports::subject.eq_any(&of));
    let titled = exports::table.filter(exports::asked_by.eq(person).or(about.clone()));
    diesel::update(titled).set((exports::title.eq(NOBODY), exports::fault.eq(""))).execute(tx.conn())?;
    let there =
        exports::table.filter(exports::state.eq_any([State::Asked.as_str(), State::Ready.as_str()])).filter(
            exports::asked_by
                .eq(person)
                .or(about)
                .or(exports::what.eq(What::Cohort.as_str()))
                .or(exports::id.eq_any(held)),
        );
    let ended: Vec<(ExportId, String)> = there.select((exports::id, exports::file_hash)).load(tx.conn())?;
    take_away(tx, ended, "somebody whom it may name was erased")
}

/// When they were made stays, so that copies are found by it; whoever asked is told why they are gone. Gives the
/// hashes that nothing else has.
fn take_away(tx: &mut Tx<'_>, ended: Vec<(ExportId, String)>, why: &str) -> Result<Vec<String>, Fault> {
    let now = tx.now();
    let day = now.day_in(super::house_zone(tx.conn())?);
    let said = format!("Taken away on {day}, because {why}.");
    for (id, hash) in &ended {
        diesel::update(exports::table.find(id))
            .set((exports::state.eq(State::Expired.as_str()), exports::fault.eq(&said)))
            .execute(tx.conn())?;
        // It was never made.
        if hash.is_empty() {
            let it = diesel::update(exports::table.find(id));
            it.set(exports::ended_at.eq(now)).execute(tx.conn())?;
        }
    }
    super::unshared(tx, ended.into_iter().map(|(_, hash)| hash).filter(|hash| !hash.is_empty()))
}

/// Every report of this portfolio that is there or being made ends now: those that held the entry, and those of
/// before 0.3.0, of which nobody wrote down what they held. Gives the hashes of the files, to be taken away once
/// this is committed.
pub fn end_reports<A: StrikesOut>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    portfolio: &PortfolioId,
) -> Result<Vec<String>, Fault> {
    let of: Vec<String> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::id)
        .load(tx.conn())?;
    let theirs = exports::table
        .filter(exports::what.eq(What::Portfolio.as_str()))
        .filter(exports::subject.eq_any(of))
        .filter(exports::state.eq_any([State::Asked.as_str(), State::Ready.as_str()]));
    let ended: Vec<(ExportId, String)> = theirs.select((exports::id, exports::file_hash)).load(tx.conn())?;
    take_away(tx, ended, "something in this portfolio was struck out")
}
