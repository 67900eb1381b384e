//! What was written in a portfolio, with everything that its hashes and lists are made from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, entries, entry_versions, evidence, portfolios, requests, unread};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::signoffs::UNDONE;

/// One version with everything that its root is computed from.
pub struct VersionWords {
    pub id: EntryVersionId,
    pub entry: EntryId,
    pub number: i32,
    pub withdrawn_at: Option<Moment>,
    pub kind: String,
    pub kind_version: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub words: String,
    pub salts: String,
    pub root: String,
    /// Name and hash, in their order.
    pub files: Vec<(String, String)>,
}

// open: verification hashes the words; nothing of them is shown
pub fn versions(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<VersionWords>, Fault> {
    let attached: Vec<(EntryVersionId, String, String)> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order((entry_versions::id, evidence::position, evidence::id))
        .select((entry_versions::id, evidence::name, evidence::file_hash))
        .load(conn)?;
    let mut by_version: HashMap<EntryVersionId, Vec<(String, String)>> = HashMap::new();
    for (version, name, hash) in attached {
        by_version.entry(version).or_default().push((name, hash));
    }
    type Row = (
        (EntryVersionId, EntryId, i32, Option<Moment>),
        (String, i32, Day, Option<Day>, String, String, String),
    );
    let rows: Vec<Row> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order(entry_versions::id)
        .select((
            (
                entry_versions::id,
                entry_versions::entry_id,
                entry_versions::number,
                entry_versions::withdrawn_at,
            ),
            (
                entries::kind,
                entry_versions::kind_version,
                entry_versions::happened_on,
                entry_versions::until_day,
                entry_versions::words,
                entry_versions::salts,
                entry_versions::root,
            ),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|((id, entry, number, withdrawn_at), (kind, kind_version, day, until, words, salts, root))| {
            let files = by_version.remove(&id).unwrap_or_default();
            VersionWords {
                id,
                entry,
                number,
                withdrawn_at,
                kind,
                kind_version,
                day,
                until,
                words,
                salts,
                root,
                files,
            }
        })
        .collect())
}

/// A decision beside the version that it was given for.
pub struct SignedRoot {
    pub id: DecisionId,
    pub version: EntryVersionId,
    pub verdict: String,
    pub stands: bool,
    pub root: String,
    pub version_root: String,
    pub same_entry: bool,
}

// open: verification compares hashes
pub fn signed_roots(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<SignedRoot>, Fault> {
    type Row = ((DecisionId, EntryVersionId, String, Option<Moment>), (EntryId, String, EntryId, String));
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order((decisions::known_from, decisions::id))
        .select((
            (decisions::id, decisions::version_id, decisions::verdict, decisions::known_until),
            (decisions::entry_id, decisions::root, entry_versions::entry_id, entry_versions::root),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|((id, version, verdict, until), (entry, root, of, version_root))| SignedRoot {
            id,
            version,
            verdict,
            stands: until.is_none(),
            root,
            version_root,
            same_entry: entry == of,
        })
        .collect())
}

/// What lists show of an entry, which follows from its versions and decisions.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Listed {
    pub id: EntryId,
    pub day: Day,
    pub title: String,
    pub state: String,
    pub latest: i32,
    pub earlier: String,
}

// open: verification compares; nothing of it is shown
pub fn listed(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Listed>, Fault> {
    Ok(entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .order(entries::id)
        .select((
            entries::id,
            entries::happened_on,
            entries::title,
            entries::state,
            entries::latest,
            entries::earlier,
        ))
        .load(conn)?)
}

/// The number that the portfolio would give next, and the one that it should.
// open: verification compares; nothing of it is shown
pub fn next_number(conn: &mut Conn, portfolio: &PortfolioId) -> Result<(i32, i32), Fault> {
    let next = portfolios::table.find(portfolio).select(portfolios::next_number).first(conn)?;
    let last: Option<i32> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .select(diesel::dsl::max(entries::number))
        .first(conn)?;
    Ok((next, last.unwrap_or(0) + 1))
}

/// The versions about which somebody is asked and has not answered.
// open: ids only
pub fn waiting_versions(conn: &mut Conn, portfolio: &PortfolioId) -> Result<HashSet<EntryVersionId>, Fault> {
    let asked: Vec<EntryVersionId> = requests::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(requests::closed_at.is_null())
        .select(requests::version_id)
        .load(conn)?;
    Ok(asked.into_iter().collect())
}

/// To whom each entry is closed, by the words of `Reader`; what is open to everybody is not there.
// open: ids and capacities
pub fn closed_entries(
    conn: &mut Conn,
    portfolio: &PortfolioId,
) -> Result<BTreeMap<EntryId, BTreeSet<String>>, Fault> {
    let rows: Vec<(EntryId, String)> = unread::table
        .inner_join(entries::table.on(entries::id.eq(unread::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .select((unread::entry_id, unread::capacity))
        .load(conn)?;
    let mut all: BTreeMap<EntryId, BTreeSet<String>> = BTreeMap::new();
    for (entry, capacity) in rows {
        all.entry(entry).or_default().insert(capacity);
    }
    Ok(all)
}

/// Those that somebody began for its owner and whose first decision was undone.
// open: ids only
pub fn begun_and_undone(conn: &mut Conn, portfolio: &PortfolioId) -> Result<HashSet<EntryId>, Fault> {
    let begun: Vec<EntryId> = entry_versions::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entry_versions::number.eq(1))
        .filter(entry_versions::written_by.ne(portfolios::person_id))
        .select(entries::id)
        .load(conn)?;
    let decided: Vec<(EntryId, String)> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order((decisions::known_from.desc(), decisions::id.desc()))
        .select((decisions::entry_id, decisions::undone_why))
        .load(conn)?;
    // The earliest stays.
    let first: HashMap<EntryId, String> = decided.into_iter().collect();
    Ok(begun.into_iter().filter(|id| first.get(id).is_some_and(|why| why == UNDONE)).collect())
}
