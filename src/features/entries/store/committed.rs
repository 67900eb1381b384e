//! The rows whose state events commit to: entries, versions, requests and filings. The words of a version are not in its
//! commitment, its root is: a field can be struck out later and the chain still holds.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, entry_versions, filings, requests};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::FilingRow;
use crate::features::entries::store::begun::acknowledgement_rows;
use crate::features::entries::store::handing::handover_rows;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct VersionRow {
    pub id: EntryVersionId,
    pub entry: EntryId,
    pub number: i32,
    pub kind_version: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub root: String,
    pub written_by: AccountId,
    pub known_from: Moment,
    pub withdrawn_at: Option<Moment>,
}

impl Committed for VersionRow {
    fn place(&self) -> String {
        format!("entry_versions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.number.to_string(),
            self.kind_version.to_string(),
            self.day.iso(),
            self.until.map(Day::iso).unwrap_or_default(),
            self.root.clone(),
            self.written_by.to_string(),
            self.known_from.to_string(),
            self.withdrawn_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// What stays of an entry over its versions. Day, title, state and the number of the latest version are
/// kept for lists, and checked against the versions and decisions that they follow from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct EntryRow {
    pub id: EntryId,
    pub portfolio: PortfolioId,
    pub kind: String,
    pub number: i32,
}

impl Committed for EntryRow {
    fn place(&self) -> String {
        format!("entries/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.id.to_string(), self.portfolio.to_string(), self.kind.clone(), self.number.to_string()]
    }
}

/// One person asked to decide on one version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct RequestRow {
    pub id: RequestId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub asked: AccountId,
    pub asked_by: AccountId,
    pub known_from: Moment,
    pub closed_at: Option<Moment>,
    pub closed_how: String,
}

impl Committed for RequestRow {
    fn place(&self) -> String {
        format!("requests/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.asked.to_string(),
            self.asked_by.to_string(),
            self.known_from.to_string(),
            self.closed_at.map(|at| at.to_string()).unwrap_or_default(),
            self.closed_how.clone(),
        ]
    }
}

const VERSION_COLUMNS: (
    entry_versions::id,
    entry_versions::entry_id,
    entry_versions::number,
    entry_versions::kind_version,
    entry_versions::happened_on,
    entry_versions::until_day,
    entry_versions::root,
    entry_versions::written_by,
    entry_versions::known_from,
    entry_versions::withdrawn_at,
) = (
    entry_versions::id,
    entry_versions::entry_id,
    entry_versions::number,
    entry_versions::kind_version,
    entry_versions::happened_on,
    entry_versions::until_day,
    entry_versions::root,
    entry_versions::written_by,
    entry_versions::known_from,
    entry_versions::withdrawn_at,
);

// open: read back inside a granted write, to commit to what was written
pub fn version_row(conn: &mut Conn, id: &EntryVersionId) -> Result<VersionRow, Fault> {
    Ok(entry_versions::table.find(id).select(VERSION_COLUMNS).first(conn)?)
}

// open: read back inside a granted write, to commit to what was written
pub fn filing_rows(conn: &mut Conn, entry: &EntryId) -> Result<Vec<FilingRow>, Fault> {
    Ok(filings::table
        .filter(filings::entry_id.eq(entry))
        .order(filings::enrolment_id)
        .select(filings::all_columns)
        .load(conn)?)
}

/// Has the portfolio's book say what the request is now.
pub(super) fn vouch_request(tx: &mut Tx<'_>, id: &RequestId) -> Result<(), Fault> {
    let (portfolio, row): (PortfolioId, RequestRow) = requests::table
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .filter(requests::id.eq(id))
        .select((entries::portfolio_id, requests::all_columns))
        .first(tx.conn())?;
    tx.vouch(portfolio, &row);
    Ok(())
}

/// Every row of one portfolio that its book commits to, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    let versions: Vec<VersionRow> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order(entry_versions::id)
        .select(VERSION_COLUMNS)
        .load(conn)?;
    all.extend(versions.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let fixed: Vec<EntryRow> = entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .order(entries::id)
        .select((entries::id, entries::portfolio_id, entries::kind, entries::number))
        .load(conn)?;
    all.extend(fixed.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let asked: Vec<RequestRow> = requests::table
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(requests::id)
        .select(requests::all_columns)
        .load(conn)?;
    all.extend(asked.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let filed: Vec<FilingRow> = filings::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order((filings::entry_id, filings::enrolment_id))
        .select(filings::all_columns)
        .load(conn)?;
    all.extend(filed.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(handover_rows(conn, portfolio)?);
    all.extend(acknowledgement_rows(conn, portfolio)?);
    Ok(all)
}
