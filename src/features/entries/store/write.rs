//! The writes that change an entry. Each takes the grant that allows it; who calls them refreshes the
//! standing and hands back the event. A version is never changed after it was written, except that it
//! may be marked as withdrawn.

use std::sync::Arc;

use diesel::prelude::*;

use crate::db::schema::{entries, entry_versions, evidence, filings, portfolios, unread};
use crate::db::tx::Tx;
use crate::domain::entry::{Content, EntryState};
use crate::domain::fault::{Fault, Refusal};
use crate::domain::folding::fold;
use crate::domain::kind::{Kind, Reader, Values};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::{Record, Withdraw};
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments;
use crate::features::entries::seen::{FileShown, Seen};
use crate::features::entries::store::asking::{Closed, close_requests};
use crate::features::entries::store::committed::{EntryRow, VersionRow, filing_rows, version_row};
use crate::features::entries::title::title;

/// What is recorded. `kind` may carry fields that programmes added; its version is the house's.
#[derive(Debug, Clone)]
pub struct New {
    pub portfolio: PortfolioId,
    pub kind: Arc<Kind>,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    /// Files that are stored already; each gets a row of its own with the version.
    pub files: Vec<FileShown>,
    pub filed_under: Vec<EnrolmentId>,
}

/// What was written; its rows are in the book's event already.
#[derive(Debug, Clone)]
pub struct Written {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub number: i32,
    pub root: String,
    /// False: it was sent again as it is, so nothing was written and this is the version that waits.
    pub changed: bool,
}

/// A new entry: version 1, submitted, with the portfolio's next number.
pub fn record(tx: &mut Tx<'_>, grant: &Grant<Record>, new: &New) -> Result<Written, Fault> {
    in_granted_portfolio(grant, &new.portfolio)?;
    let (id, now): (EntryId, _) = (tx.new_id(), tx.now());
    let next: i32 = diesel::update(portfolios::table.find(&new.portfolio))
        .set(portfolios::next_number.eq(portfolios::next_number + 1))
        .returning(portfolios::next_number)
        .get_result(tx.conn())?;
    let title = title(&new.kind, &new.values);
    diesel::insert_into(entries::table)
        .values((
            entries::id.eq(&id),
            entries::portfolio_id.eq(&new.portfolio),
            entries::kind.eq(&new.kind.code),
            entries::number.eq(next - 1),
            entries::happened_on.eq(new.day),
            entries::title.eq(&title),
            entries::state.eq(EntryState::Submitted.as_str()),
            entries::latest.eq(1),
            entries::changed_at.eq(now),
            entries::folded.eq(fold(&title)),
        ))
        .execute(tx.conn())?;
    let (portfolio, kind) = (new.portfolio.clone(), new.kind.code.clone());
    let row = EntryRow { id: id.clone(), portfolio: portfolio.clone(), kind, number: next - 1 };
    tx.vouch(portfolio, &row);
    for closed in new.kind.closed_to() {
        diesel::insert_into(unread::table)
            .values((unread::entry_id.eq(&id), unread::capacity.eq(closed.as_str())))
            .execute(tx.conn())?;
    }
    version(tx, grant, id, 1, new)
}

/// The next version of an entry: submitted again; whoever was asked about the one before no longer is.
pub fn new_version(
    tx: &mut Tx<'_>,
    grant: &Grant<Record>,
    before: &Seen,
    new: &New,
) -> Result<Written, Fault> {
    next_version(tx, grant, before, new, None)
}

/// The same, but for a request that goes on to this version.
pub fn next_version(
    tx: &mut Tx<'_>,
    grant: &Grant<Record>,
    before: &Seen,
    new: &New,
    goes_on: Option<&RequestId>,
) -> Result<Written, Fault> {
    in_granted_portfolio(grant, &new.portfolio)?;
    if before.portfolio != new.portfolio {
        return Err(Fault::broken("a version in another portfolio than its entry"));
    }
    close_requests(tx, grant, &before.id, goes_on, Closed::Replaced)?;
    let (number, now) = (before.version_number + 1, tx.now());
    let title = title(&new.kind, &new.values);
    diesel::update(entries::table.find(&before.id))
        .set((
            entries::happened_on.eq(new.day),
            entries::title.eq(&title),
            entries::folded.eq(fold(&title)),
            entries::state.eq(EntryState::Submitted.as_str()),
            entries::latest.eq(number),
            entries::changed_at.eq(now),
        ))
        .execute(tx.conn())?;
    version(tx, grant, before.id.clone(), number, new)
}

fn version(
    tx: &mut Tx<'_>,
    grant: &Grant<Record>,
    entry: EntryId,
    number: i32,
    new: &New,
) -> Result<Written, Fault> {
    let writer = grant.account().ok_or_else(|| Fault::broken("an entry is written by a person"))?;
    let (id, now): (EntryVersionId, _) = (tx.new_id(), tx.now());
    let kind_version = i32::try_from(new.kind.version).map_err(Fault::broken)?;
    let content = Content {
        kind: new.kind.code.clone(),
        kind_version,
        day: new.day,
        until: new.until,
        values: new.values.clone(),
        files: new.files.iter().map(FileShown::mark).collect(),
    };
    let covers = content.cover(|| tx.secret());
    let root = content.root(&covers);
    diesel::insert_into(entry_versions::table)
        .values((
            entry_versions::id.eq(&id),
            entry_versions::entry_id.eq(&entry),
            entry_versions::number.eq(number),
            entry_versions::kind_version.eq(kind_version),
            entry_versions::happened_on.eq(new.day),
            entry_versions::until_day.eq(new.until),
            entry_versions::words.eq(serde_json::to_string(&new.values).map_err(Fault::broken)?),
            entry_versions::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
            entry_versions::root.eq(&root),
            entry_versions::written_by.eq(writer),
            entry_versions::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    for (file, position) in new.files.iter().zip(1_i32..) {
        let evidence_id: EvidenceId = tx.new_id();
        diesel::insert_into(evidence::table)
            .values((
                evidence::id.eq(evidence_id),
                evidence::version_id.eq(&id),
                evidence::file_hash.eq(&file.hash),
                evidence::name.eq(&file.name),
                evidence::position.eq(position),
                evidence::added_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    file_under(tx, &entry, new)?;
    let written = version_row(tx.conn(), &id)?;
    tx.vouch(new.portfolio.clone(), &written);
    for filing in filing_rows(tx.conn(), &entry)? {
        tx.vouch(new.portfolio.clone(), &filing);
    }
    Ok(Written { entry, version: id, number, root, changed: true })
}

/// Files the entry under exactly these enrolments; what it was filed under before keeps its row.
fn file_under(tx: &mut Tx<'_>, entry: &EntryId, new: &New) -> Result<(), Fault> {
    let now = tx.now();
    let known: Vec<(EnrolmentId, Option<Moment>)> = filings::table
        .filter(filings::entry_id.eq(entry))
        .select((filings::enrolment_id, filings::known_until))
        .load(tx.conn())?;
    // What is frozen or over keeps what was filed under it, as it was.
    let wanted = new.filed_under.iter().chain(known.iter().map(|(id, _)| id));
    let wanted: Vec<EnrolmentId> = wanted.cloned().collect();
    let shelf = tx.shelf();
    let closed = enrolments::closings(tx.conn(), &shelf, &wanted, now)?;
    let newly = |id: &&EnrolmentId| !known.iter().any(|(known, until)| known == *id && until.is_none());
    if let Some(closing) = new.filed_under.iter().filter(newly).find_map(|id| closed.get(id)) {
        return Err(Refusal::new("closed", closing.sentence.clone()).into());
    }
    for (enrolment, ended) in known.iter().filter(|(id, _)| !closed.contains_key(id)) {
        let row = filings::table.find((entry, enrolment));
        let stays = new.filed_under.contains(enrolment);
        let until = if stays { None } else { Some(ended.unwrap_or(now)) };
        diesel::update(row)
            .set((filings::happened_on.eq(new.day), filings::known_until.eq(until)))
            .execute(tx.conn())?;
    }
    for enrolment in &new.filed_under {
        if known.iter().any(|(id, _)| id == enrolment) {
            continue;
        }
        diesel::insert_into(filings::table)
            .values((
                filings::entry_id.eq(entry),
                filings::enrolment_id.eq(enrolment),
                filings::happened_on.eq(new.day),
                filings::known_from.eq(now),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// The state for lists; it must be what versions, withdrawals and decisions say.
pub fn set_state<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    id: &EntryId,
    state: EntryState,
) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(entries::table.find(id))
        .set((entries::state.eq(state.as_str()), entries::changed_at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// Marks the latest version as withdrawn; rules then read it as if it had never been.
pub fn mark_withdrawn(
    tx: &mut Tx<'_>,
    grant: &Grant<Withdraw>,
    version: &EntryVersionId,
) -> Result<VersionRow, Fault> {
    let now = tx.now();
    diesel::update(entry_versions::table.find(version))
        .set(entry_versions::withdrawn_at.eq(now))
        .execute(tx.conn())?;
    let entry = grant.act().entry.clone();
    set_state(tx, grant, &entry, EntryState::Withdrawn)?;
    version_row(tx.conn(), version)
}

/// What was begun and undone before its owner was told is not theirs to find.
pub fn hide_from_owner(tx: &mut Tx<'_>, grant: &Grant<Withdraw>) -> Result<(), Fault> {
    let entry = &grant.act().entry;
    let hidden = unread::table
        .filter(unread::entry_id.eq(entry))
        .filter(unread::capacity.eq(Reader::Trainee.as_str()));
    if !diesel::select(diesel::dsl::exists(hidden)).get_result::<bool>(tx.conn())? {
        diesel::insert_into(unread::table)
            .values((unread::entry_id.eq(entry), unread::capacity.eq(Reader::Trainee.as_str())))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Folds titles of release 0.1.0, which had none folded; gives how many that were.
pub fn fold_titles(tx: &mut Tx<'_>, most: i64, _: System) -> Result<usize, Fault> {
    let bare: Vec<(EntryId, String)> = entries::table
        .filter(entries::folded.eq(""))
        .filter(entries::title.ne(""))
        .order(entries::id)
        .limit(most)
        .select((entries::id, entries::title))
        .load(tx.conn())?;
    for (id, title) in &bare {
        let folded = fold(title);
        // A title of marks alone is found as it is written.
        let folded = if folded.is_empty() { title } else { &folded };
        diesel::update(entries::table.find(id)).set(entries::folded.eq(folded)).execute(tx.conn())?;
    }
    Ok(bare.len())
}

fn in_granted_portfolio(grant: &Grant<Record>, portfolio: &PortfolioId) -> Result<(), Fault> {
    if grant.act().portfolio == *portfolio { Ok(()) } else { Err(Fault::NotFound) }
}
