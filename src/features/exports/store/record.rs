//! What a report says beyond the holdings that rules read: roots, writers, comments, files, who
//! confirmed. Everything as it was known at the instant, and only of entries that the asker may see
//! today: a report of last year shows nothing that has since been taken out of sight.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, assessments, batched, books, decisions, deputised, enrolments, entries, entry_versions,
    evidence, files, portfolios, registration_confirmations, registrations,
};
use crate::db::sight as seen;
use crate::domain::assessor::{Observed, Scanned};
use crate::domain::audit::Head;
use crate::domain::fault::Fault;
use crate::domain::names::{
    AccountId, BookId, DecisionId, EnrolmentId, EntryId, EntryVersionId, PortfolioId, RegistrationId,
};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

/// Refuses what is out of sight; gives whether the portfolio is the asker's own.
pub fn is_own(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<bool, Fault> {
    let owner: AccountId = enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::id.eq(id))
        .filter(enrolments::id.eq_any(seen::enrolments_seen(who)))
        .select(portfolios::person_id)
        .first(conn)?;
    Ok(owner == *who.viewer())
}

/// The entries of the portfolio that the asker sees; an owner sees their own.
pub fn entries_in_sight(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
) -> Result<HashSet<EntryId>, Fault> {
    let owned = portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id);
    let ids: Vec<EntryId> =
        entries::table
            .filter(entries::portfolio_id.eq(portfolio))
            .filter(entries::id.eq_any(seen::entries_seen(who)).or(
                entries::portfolio_id.eq_any(owned).and(entries::id.ne_all(seen::entries_closed_to_owner())),
            ))
            .select(entries::id)
            .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// What a version has besides its words.
#[derive(Debug, Clone)]
pub struct Written {
    pub number: i32,
    pub root: String,
    pub by: String,
    pub at: Moment,
}

// open: the entries were chosen by `entries_in_sight`
pub fn written(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<EntryVersionId, Written>, Fault> {
    let rows: Vec<(EntryVersionId, i32, String, String, Moment)> = entry_versions::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(entry_versions::written_by)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entry_versions::known_from.le(as_of))
        .select((
            entry_versions::id,
            entry_versions::number,
            entry_versions::root,
            accounts::name,
            entry_versions::known_from,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, number, root, by, at)| (id, Written { number, root, by, at })).collect())
}

/// A signature or a return on any version, as it stood at the instant.
#[derive(Debug, Clone)]
pub struct Decided {
    pub id: DecisionId,
    pub version: i32,
    pub signer: String,
    pub capacity: String,
    /// The name of whoever was away, for whom the signer stood in.
    pub instead_of: Option<String>,
    /// Taken together with others: how many, and whether this is the one that was looked at.
    pub batch: Option<(i32, bool)>,
    pub verdict: String,
    pub level: String,
    pub reason: String,
    pub comment: String,
    pub at: Moment,
    /// How, where and when they saw it; where a statement says it, that does.
    pub seen: Option<Observed>,
}

// open: the entries were chosen by `entries_in_sight`
pub fn decided(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<EntryId, Vec<Decided>>, Fault> {
    type Saw = (String, String, Option<Day>, String, String);
    type Batch = Option<(i32, bool)>;
    type Taken = (DecisionId, i32, Batch);
    type Row = (EntryId, Taken, String, String, String, String, String, String, Moment, Option<Saw>);
    let mut instead: HashMap<DecisionId, String> = deputised::table
        .inner_join(decisions::table.on(decisions::id.eq(deputised::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(deputised::for_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .select((deputised::decision_id, accounts::name))
        .load::<(DecisionId, String)>(conn)?
        .into_iter()
        .collect();
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .left_join(assessments::table.on(assessments::decision_id.eq(decisions::id.nullable())))
        .left_join(batched::table.on(batched::decision_id.eq(decisions::id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(decisions::known_from.le(as_of))
        .filter(decisions::known_until.is_null().or(decisions::known_until.gt(as_of)))
        .order((decisions::known_from, decisions::id))
        .select((
            decisions::entry_id,
            (decisions::id, entry_versions::number, (batched::entries, batched::viewed).nullable()),
            accounts::name,
            decisions::capacity,
            decisions::verdict,
            decisions::level,
            decisions::reason,
            decisions::comment,
            decisions::known_from,
            (
                assessments::seen_how,
                assessments::seen_where,
                assessments::seen_on,
                assessments::seen_time,
                assessments::scanned,
            )
                .nullable(),
        ))
        .load(conn)?;
    let mut by_entry: HashMap<EntryId, Vec<Decided>> = HashMap::new();
    for (entry, (id, version, batch), signer, capacity, verdict, level, reason, comment, at, saw) in rows {
        let instead_of = instead.remove(&id);
        let seen = match saw {
            Some((how, place, Some(on), time, code)) => {
                let scanned = Scanned::read(&code);
                Some(Observed { how: how.parse().map_err(Fault::broken)?, place, on, time, scanned })
            }
            _ => None,
        };
        let decision = Decided {
            id,
            version,
            signer,
            capacity,
            instead_of,
            batch,
            verdict,
            level,
            reason,
            comment,
            at,
            seen,
        };
        by_entry.entry(entry).or_default().push(decision);
    }
    Ok(by_entry)
}

/// A file of a version.
#[derive(Debug, Clone)]
pub struct Attached {
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub hash: String,
}

// open: the entries were chosen by `entries_in_sight`
pub fn attached(
    conn: &mut Conn,
    portfolio: &PortfolioId,
) -> Result<HashMap<EntryVersionId, Vec<Attached>>, Fault> {
    let rows: Vec<(EntryVersionId, String, String, i64, String)> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .inner_join(files::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order((entry_versions::id, evidence::position, evidence::id))
        .select((entry_versions::id, evidence::name, files::media_type, files::size, files::hash))
        .load(conn)?;
    let mut by_version: HashMap<EntryVersionId, Vec<Attached>> = HashMap::new();
    for (version, name, media_type, size, hash) in rows {
        by_version.entry(version).or_default().push(Attached { name, media_type, size, hash });
    }
    Ok(by_version)
}

/// A registration of the trainee with its number, which rules do not read, and who confirmed it when.
#[derive(Debug, Clone)]
pub struct OnPaper {
    pub number: String,
    pub confirmed: Option<(String, Moment)>,
}

// open: the enrolment was found in sight before
pub fn on_paper(
    conn: &mut Conn,
    ids: &[RegistrationId],
    as_of: Moment,
) -> Result<HashMap<RegistrationId, OnPaper>, Fault> {
    let mut found = HashMap::new();
    for id in ids {
        let number = registrations::table.find(id).select(registrations::number).first(conn)?;
        let confirmed = registration_confirmations::table
            .inner_join(accounts::table.on(accounts::id.eq(registration_confirmations::confirmed_by)))
            .filter(registration_confirmations::registration_id.eq(id))
            .filter(registration_confirmations::known_from.le(as_of))
            .filter(
                registration_confirmations::known_until
                    .is_null()
                    .or(registration_confirmations::known_until.gt(as_of)),
            )
            .order((registration_confirmations::known_from, registration_confirmations::id))
            .select((accounts::name, registration_confirmations::known_from))
            .first(conn)
            .optional()?;
        found.insert(id.clone(), OnPaper { number, confirmed });
    }
    Ok(found)
}

/// Where a book stands.
// open: a number and a hash
pub fn head(conn: &mut Conn, book: &BookId) -> Result<Head, Fault> {
    let (seq, hash) = books::table.find(book).select((books::seq, books::hash)).first(conn)?;
    Ok(Head { seq, hash })
}
