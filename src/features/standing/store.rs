//! The rows that rules read, and the stored answer. `refresh` is called inside every write that
//! touches a portfolio: it loads the portfolio's holdings once, asks `assess` for each enrolment, and
//! stores what changed. The stored row is always the value of the same pure function, so it cannot
//! drift. Acts that *others'* rules read (a registration, a confirmed figure) raise `stale_no`
//! instead, and queue the refresh; a refresh clears only the number that it read first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fact::{ConfirmedFigure, Facts, WaitsWith};
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::kind::{FieldType, Value};
use crate::domain::names::*;
use crate::domain::outlook::{Outlook, Overall, outlook, overall};
use crate::domain::programme::Version;
use crate::domain::progress::{Assessment, ENGINE, Standing, assess};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::store::{self as enrolled, Enrolled};
use crate::features::people::store::registrations_of;
use crate::features::programmes;
use crate::features::standing::facts::{DecisionRow, EntryRow, Held, Holdings};

/// One enrolment's version, facts and fresh assessment.
pub struct Assessed {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub facts: Facts,
    pub assessment: Assessment,
    pub outlooks: Vec<Outlook>,
    pub overall: Overall,
}

/// Everything the portfolio holds, as known at the instant.
// open: for rules, refreshes and the owner; others reach one enrolment through their sight
pub fn holdings(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<Holdings, Fault> {
    let person: AccountId = portfolios::table.find(portfolio).select(portfolios::person_id).first(conn)?;
    let entries = entry_rows(conn, shelf, portfolio, as_of)?;
    let enrolments = held(conn, portfolio, as_of)?;
    let mut people: HashSet<AccountId> = HashSet::from([person.clone()]);
    let mut places: HashSet<String> = HashSet::new();
    for entry in &entries {
        people.extend(entry.decisions.iter().map(|d| d.signer.clone()));
        for field in &entry.kind.fields {
            let Some(text) = entry.values.get(&field.code).and_then(Value::text) else { continue };
            match field.kind {
                FieldType::Person => drop(people.insert(AccountId::new(text))),
                FieldType::Place => drop(places.insert(text.to_owned())),
                _ => {}
            }
        }
    }
    let people: Vec<AccountId> = people.into_iter().collect();
    let registrations = registrations_of(conn, &people, as_of)?;
    let names = names_of(conn, &people)?;
    let sites = sites_of(conn, &places)?;
    let trainees = trainees_among(conn, &people)?;
    Ok(Holdings { as_of, person, entries, registrations, sites, names, trainees, enrolments })
}

fn entry_rows(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<Vec<EntryRow>, Fault> {
    type VersionRow =
        (EntryId, String, i32, String, EntryVersionId, i32, Day, Option<Day>, String, Moment, Option<Moment>);
    let versions: Vec<VersionRow> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entry_versions::known_from.le(as_of))
        .order((entries::id, entry_versions::number))
        .select((
            entries::id,
            entries::kind,
            entries::number,
            entries::title,
            entry_versions::id,
            entry_versions::kind_version,
            entry_versions::happened_on,
            entry_versions::until_day,
            entry_versions::words,
            entry_versions::known_from,
            entry_versions::withdrawn_at,
        ))
        .load(conn)?;
    let mut decisions = decision_rows(conn, portfolio, as_of)?;
    let mut waits = waiting(conn, portfolio, as_of)?;
    let mut filed = filed(conn, portfolio, as_of)?;
    let mut rows: Vec<EntryRow> = Vec::new();
    for (id, kind, number, title, version, kind_version, day, until, words, known, withdrawn) in versions {
        let kind = programmes::kind_version(conn, shelf, &kind, kind_version)?;
        let first_known = match rows.last() {
            Some(last) if last.id == id => rows.pop().map_or(known, |earlier| earlier.first_known),
            _ => known,
        };
        rows.push(EntryRow {
            decisions: decisions.remove(&version).unwrap_or_default(),
            waits: waits.remove(&version),
            filed_under: filed.get(&id).cloned().unwrap_or_default(),
            values: serde_json::from_str(&words).map_err(Fault::broken)?,
            withdrawn_at: withdrawn.filter(|at| *at <= as_of),
            version_known: known,
            id,
            kind,
            number,
            title,
            version,
            day,
            until,
            first_known,
        });
    }
    filed.clear();
    Ok(rows)
}

fn decision_rows(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<EntryVersionId, Vec<DecisionRow>>, Fault> {
    type Row = (EntryVersionId, AccountId, String, String, String, bool, String, Moment);
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(decisions::known_from.le(as_of))
        .filter(decisions::known_until.is_null().or(decisions::known_until.gt(as_of)))
        .order((decisions::known_from, decisions::id))
        .select((
            decisions::version_id,
            decisions::signer_id,
            accounts::name,
            decisions::capacity,
            decisions::verdict,
            decisions::satisfactory,
            decisions::level,
            decisions::known_from,
        ))
        .load(conn)?;
    let mut by_version: HashMap<EntryVersionId, Vec<DecisionRow>> = HashMap::new();
    for (version, signer, name, capacity, verdict, satisfactory, level, at) in rows {
        let verdict = verdict.parse().map_err(Fault::broken)?;
        let row = DecisionRow { signer, name, capacity, verdict, satisfactory, level, at };
        by_version.entry(version).or_default().push(row);
    }
    Ok(by_version)
}

fn waiting(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<EntryVersionId, WaitsWith>, Fault> {
    let rows: Vec<(EntryVersionId, String, Moment)> = requests::table
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(requests::known_from.le(as_of))
        .filter(requests::closed_at.is_null().or(requests::closed_at.gt(as_of)))
        .order((requests::known_from, requests::id))
        .select((requests::version_id, accounts::name, requests::known_from))
        .load(conn)?;
    Ok(rows.into_iter().map(|(version, name, since)| (version, WaitsWith { name, since })).collect())
}

fn filed(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<EntryId, Vec<EnrolmentId>>, Fault> {
    let rows: Vec<(EntryId, EnrolmentId)> = filings::table
        .inner_join(enrolments::table)
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(filings::known_from.le(as_of))
        .filter(filings::known_until.is_null().or(filings::known_until.gt(as_of)))
        .select((filings::entry_id, filings::enrolment_id))
        .load(conn)?;
    let mut by_entry: HashMap<EntryId, Vec<EnrolmentId>> = HashMap::new();
    for (entry, enrolment) in rows {
        by_entry.entry(entry).or_default().push(enrolment);
    }
    Ok(by_entry)
}

fn held(conn: &mut Conn, portfolio: &PortfolioId, as_of: Moment) -> Result<Vec<Held>, Fault> {
    let rows = enrolled::of_portfolio(conn, portfolio)?;
    rows.into_iter()
        .map(|row| {
            let programme = programme_versions::table
                .find(&row.version)
                .select(programme_versions::programme_id)
                .first(conn)?;
            let terms = enrolled::terms_of(conn, &row.id, as_of)?;
            let confirmed = confirmed_figures_of(conn, &row.version, as_of)?;
            Ok(Held { row, programme, terms, confirmed })
        })
        .collect()
}

fn confirmed_figures_of(
    conn: &mut Conn,
    version: &VersionId,
    as_of: Moment,
) -> Result<Vec<ConfirmedFigure>, Fault> {
    let rows: Vec<(String, i64, String, String, Moment)> = confirmed_figures::table
        .inner_join(accounts::table.on(accounts::id.eq(confirmed_figures::confirmed_by)))
        .filter(confirmed_figures::version_id.eq(version))
        .filter(confirmed_figures::known_from.le(as_of))
        .filter(confirmed_figures::known_until.is_null().or(confirmed_figures::known_until.gt(as_of)))
        .order((confirmed_figures::known_from, confirmed_figures::id))
        .select((
            confirmed_figures::requirement,
            confirmed_figures::amount,
            confirmed_figures::source,
            accounts::name,
            confirmed_figures::known_from,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(requirement, amount, source, by, known)| ConfirmedFigure {
            requirement,
            target: Some(crate::domain::amount::Amount::of_hundredths(amount)),
            by,
            source,
            known_from: Some(known),
        })
        .collect())
}

fn names_of(conn: &mut Conn, people: &[AccountId]) -> Result<HashMap<String, String>, Fault> {
    let mut names = HashMap::new();
    for person in people {
        let name: Option<String> =
            accounts::table.find(person).select(accounts::name).first(conn).optional()?;
        if let Some(name) = name {
            names.insert(person.to_string(), name);
        }
    }
    Ok(names)
}

type Accredited = (String, Option<Day>, Option<Day>);

fn sites_of(conn: &mut Conn, places: &HashSet<String>) -> Result<HashMap<String, Accredited>, Fault> {
    let mut found = HashMap::new();
    for place in places {
        let row: Option<Accredited> = sites::table
            .find(place)
            .select((sites::name, sites::accredited_from, sites::accredited_until))
            .first(conn)
            .optional()?;
        if let Some(row) = row {
            found.insert(place.clone(), row);
        }
    }
    Ok(found)
}

fn trainees_among(
    conn: &mut Conn,
    people: &[AccountId],
) -> Result<Vec<(AccountId, ProgrammeId, Day, Day)>, Fault> {
    let mut found = Vec::new();
    for person in people {
        let rows: Vec<(ProgrammeId, Day, Day)> = enrolments::table
            .inner_join(portfolios::table)
            .inner_join(programme_versions::table)
            .filter(portfolios::person_id.eq(person))
            .filter(enrolments::known_until.is_null())
            .select((programme_versions::programme_id, enrolments::started_on, enrolments::ends_on))
            .load(conn)?;
        found.extend(
            rows.into_iter().map(|(programme, from, until)| (person.clone(), programme, from, until)),
        );
    }
    Ok(found)
}

/// Assesses one enrolment afresh, as known at the instant.
// open: the answer for rules, refreshes and exports; pages check that the enrolment is in sight
pub fn assess_enrolment(
    conn: &mut Conn,
    shelf: &Shelf,
    id: &EnrolmentId,
    as_of: Moment,
) -> Result<Assessed, Fault> {
    let row = enrolled::enrolment(conn, id)?;
    let holdings = holdings(conn, shelf, &row.portfolio, as_of)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == *id).ok_or(Fault::NotFound)?;
    assessed(conn, shelf, &holdings, held)
}

fn assessed(conn: &mut Conn, shelf: &Shelf, holdings: &Holdings, held: &Held) -> Result<Assessed, Fault> {
    let version = programmes::version(conn, shelf, &held.row.version)?;
    let facts = holdings.facts_for(held);
    let assessment = assess(&version, &facts, holdings.as_of);
    let outlooks = outlook(&version, &facts, &assessment, assessment.day);
    let overall = overall(&assessment, &outlooks);
    Ok(Assessed { row: held.row.clone(), version, facts, assessment, outlooks, overall })
}

/// Recomputes and stores every enrolment of the portfolio. The last thing of every write to it.
// open: called inside a granted write; it stores what the pure function says
pub fn refresh(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<(), Fault> {
    let (now, shelf) = (tx.now(), tx.shelf());
    let holdings = holdings(tx.conn(), &shelf, portfolio, now)?;
    for held in &holdings.enrolments {
        let stale: Option<i64> =
            standings::table.find(&held.row.id).select(standings::stale_no).first(tx.conn()).optional()?;
        let fresh = assessed(tx.conn(), &shelf, &holdings, held)?;
        keep(tx, &fresh, stale)?;
    }
    Ok(())
}

fn keep(tx: &mut Tx<'_>, fresh: &Assessed, stale: Option<i64>) -> Result<(), Fault> {
    let id = &fresh.row.id;
    let behind_from = fresh.outlooks.iter().filter_map(|o| o.behind_from).min();
    let last_entry = fresh
        .facts
        .facts
        .iter()
        .filter(|f| f.filed && f.state != crate::domain::fact::FactState::Withdrawn)
        .map(|f| f.day)
        .max();
    let values = (
        standings::engine.eq(i32::try_from(ENGINE).unwrap_or(i32::MAX)),
        standings::fresh_no.eq(stale.unwrap_or(0)),
        standings::computed_at.eq(tx.now()),
        standings::holds_until.eq(fresh.assessment.holds_until),
        standings::behind_from.eq(behind_from),
        standings::met.eq(i32::try_from(fresh.overall.met).unwrap_or(i32::MAX)),
        standings::total.eq(i32::try_from(fresh.overall.of).unwrap_or(i32::MAX)),
        standings::last_entry_on.eq(last_entry),
    );
    if stale.is_some() {
        diesel::update(standings::table.find(id)).set(values).execute(tx.conn())?;
    } else {
        diesel::insert_into(standings::table)
            .values((standings::enrolment_id.eq(id), standings::stale_no.eq(0), values))
            .execute(tx.conn())?;
    }
    let stored: HashMap<String, String> = standing_items::table
        .filter(standing_items::enrolment_id.eq(id))
        .select((standing_items::requirement, standing_items::body))
        .load::<(String, String)>(tx.conn())?
        .into_iter()
        .collect();
    for (standing, position) in fresh.assessment.requirements.iter().zip(0_i32..) {
        let body = serde_json::to_string(standing).map_err(Fault::broken)?;
        let known = stored.get(&standing.id);
        if known == Some(&body) {
            continue;
        }
        let values = (
            standing_items::position.eq(position),
            standing_items::recorded.eq(standing.recorded.hundredths()),
            standing_items::submitted.eq(standing.submitted.hundredths()),
            standing_items::signed.eq(standing.signed.hundredths()),
            standing_items::target.eq(standing.target.hundredths()),
            standing_items::met.eq(standing.met),
            standing_items::body.eq(&body),
        );
        let place = standing_items::table.find((id, &standing.id));
        if known.is_some() {
            diesel::update(place).set(values).execute(tx.conn())?;
        } else {
            diesel::insert_into(standing_items::table)
                .values((
                    standing_items::enrolment_id.eq(id),
                    standing_items::requirement.eq(&standing.id),
                    values,
                ))
                .execute(tx.conn())?;
        }
    }
    Ok(())
}

/// An act that the rules of these enrolments read, but that is in another book: marks them stale in
/// this transaction and queues the refresh.
// open: called inside a granted write
pub fn raise_stale(tx: &mut Tx<'_>, enrolments: &[EnrolmentId]) -> Result<(), Fault> {
    for id in enrolments {
        diesel::update(standings::table.find(id))
            .set(standings::stale_no.eq(standings::stale_no + 1))
            .execute(tx.conn())?;
        tx.later(Job::RefreshStanding { enrolment: id.clone() })?;
    }
    Ok(())
}

/// The enrolments whose rules read this person's registrations: those with an entry that the person
/// signed, supervised or owns. (A field that names them is found through the decisions and filings of
/// the same portfolio only where they signed; the nightly refresh finds the rest.)
// open: called inside a granted write
pub fn enrolments_reading(conn: &mut Conn, person: &AccountId) -> Result<Vec<EnrolmentId>, Fault> {
    let own: Vec<EnrolmentId> = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(person))
        .select(enrolments::id)
        .load(conn)?;
    let signed: Vec<EnrolmentId> = decisions::table
        .inner_join(filings::table.on(filings::entry_id.eq(decisions::entry_id)))
        .filter(decisions::signer_id.eq(person))
        .select(filings::enrolment_id)
        .distinct()
        .load(conn)?;
    let overseen: Vec<EnrolmentId> = sight::table
        .filter(sight::viewer_id.eq(person))
        .filter(sight::capacity.ne("trainee"))
        .select(sight::enrolment_id)
        .distinct()
        .load(conn)?;
    let all: HashSet<EnrolmentId> = own.into_iter().chain(signed).chain(overseen).collect();
    Ok(all.into_iter().collect())
}

/// A stored standing: the numbers for lists, and each requirement's whole answer.
#[derive(Debug, Clone)]
pub struct Stored {
    pub engine: i32,
    /// Something that the rules read has changed since; shown so until the refresh ran.
    pub stale: bool,
    pub computed_at: Moment,
    pub holds_until: Option<Day>,
    pub requirements: Vec<Standing>,
}

// open: pages check that the enrolment is in sight
pub fn stored(conn: &mut Conn, id: &EnrolmentId) -> Result<Option<Stored>, Fault> {
    let head: Option<(i32, i64, i64, Moment, Option<Day>)> = standings::table
        .find(id)
        .select((
            standings::engine,
            standings::stale_no,
            standings::fresh_no,
            standings::computed_at,
            standings::holds_until,
        ))
        .first(conn)
        .optional()?;
    let Some((engine, stale_no, fresh_no, computed_at, holds_until)) = head else { return Ok(None) };
    let bodies: Vec<String> = standing_items::table
        .filter(standing_items::enrolment_id.eq(id))
        .order(standing_items::position)
        .select(standing_items::body)
        .load(conn)?;
    let requirements = bodies
        .iter()
        .map(|body| serde_json::from_str(body).map_err(Fault::broken))
        .collect::<Result<Vec<Standing>, Fault>>()?;
    Ok(Some(Stored { engine, stale: stale_no != fresh_no, computed_at, holds_until, requirements }))
}
