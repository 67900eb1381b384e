//! Recompute one, store what changed. `refresh` is called inside every write that touches a portfolio.
//! Acts that *others'* rules read (a registration, a confirmed figure) raise `stale_no` instead, and
//! queue the refresh; a refresh clears only the number that it read before it read anything else.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fact::{FactState, Facts};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::outlook::{Outlook, Overall, outlook, overall};
use crate::domain::programme::Version;
use crate::domain::progress::{Assessment, ENGINE, assess, frozen};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{self as enrolled, Enrolled};
use crate::features::standing::facts::{EntryRow, Held, Holdings, enrolment};
use crate::features::standing::figures::calm;
use crate::features::standing::living::KeptLife;
use crate::features::standing::store::holdings::{When, Whose, around, entry_rows, holdings, holdings_now};
use crate::features::standing::store::signers::raise_entrusted;
use crate::features::standing::store::{kept, pages};

/// One enrolment's version, facts and fresh assessment.
pub struct Assessed {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub facts: Facts,
    pub assessment: Assessment,
    pub outlooks: Vec<Outlook>,
    pub overall: Overall,
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
    assess_held(conn, shelf, &holdings, held)
}

/// As it is known now.
// open: the answer for rules, refreshes and exports; pages check that the enrolment is in sight
pub fn assess_now(conn: &mut Conn, shelf: &Shelf, id: &EnrolmentId, now: Moment) -> Result<Assessed, Fault> {
    let row = enrolled::enrolment(conn, id)?;
    let holdings = holdings_now(conn, shelf, &row.portfolio, now)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == *id).ok_or(Fault::NotFound)?;
    assess_held(conn, shelf, &holdings, held)
}

/// The same, from holdings that are there already.
// open: the answer for rules, refreshes and exports; pages check that the enrolment is in sight
pub fn assess_held(
    conn: &mut Conn,
    shelf: &Shelf,
    holdings: &Holdings,
    held: &Held,
) -> Result<Assessed, Fault> {
    let (facts, until) = facts_held(conn, shelf, holdings, held)?;
    let version = held.version.clone();
    let mut assessment = assess(&version, &facts, holdings.as_of);
    assessment.holds_until = [assessment.holds_until, until].into_iter().flatten().min();
    let outlooks = outlook(&version, &facts, &assessment, assessment.day);
    let overall = overall(&assessment, &outlooks);
    Ok(Assessed { row: held.row.clone(), version, facts, assessment, outlooks, overall })
}

/// What the rules of one enrolment read, and the day on which what they read elsewhere may change. What was
/// submitted anew after its deadline is there as it was at the deadline.
fn facts_held(
    conn: &mut Conn,
    shelf: &Shelf,
    holdings: &Holdings,
    held: &Held,
) -> Result<(Facts, Option<Day>), Fault> {
    let (elsewhere, until) = holdings.elsewhere(held);
    let enrolment = enrolment(held);
    let freeze = frozen(&held.version, &enrolment, holdings.as_of);
    let changed = |freeze: Moment| {
        let anew = |entry: &&EntryRow| entry.first_known <= freeze && freeze < entry.version_known;
        holdings.entries.iter().any(|entry| anew(&entry))
    };
    let facts = match freeze.filter(|freeze| changed(*freeze)) {
        None => holdings.facts_of(held),
        Some(freeze) => {
            let (portfolio, when) = (&held.row.portfolio, When { known: freeze, stands: holdings.as_of });
            let left = entry_rows(conn, shelf, Whose::Portfolio(portfolio), when)?;
            let left = around(conn, shelf, portfolio, left, holdings.as_of)?;
            let late = holdings.facts_of(held).into_iter();
            let late = late.filter(|fact| fact.known_from.is_some_and(|known| known > freeze));
            left.facts_of(held).into_iter().chain(late).collect()
        }
    };
    Ok((Facts { enrolment, facts, registrations: holdings.own_registrations(), elsewhere }, until))
}

/// Recomputes and stores every enrolment of the portfolio, where nothing of its entries changed but these.
/// The last thing of every write to it.
// open: called inside a granted write; it stores what the pure function says
pub fn refresh(tx: &mut Tx<'_>, portfolio: &PortfolioId, changed: &[EntryId]) -> Result<(), Fault> {
    if tx.owes_standings() {
        return owe(tx, portfolio);
    }
    let (now, shelf) = (tx.now(), tx.shelf());
    tx.beside_standings()?;
    let raised = raised(tx, portfolio)?;
    let Some(mut entries) = pages::read(tx.conn(), &shelf, portfolio, now, changed)? else {
        anew(tx, portfolio, &raised)?;
        return if changed.is_empty() { Ok(()) } else { raise_entrusted(tx, portfolio) };
    };
    for id in changed {
        entries.extend(entry_rows(tx.conn(), &shelf, Whose::Entry(id), When::at(now))?);
    }
    entries.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    pages::keep_of(tx, portfolio, &entries, changed)?;
    let holdings = around(tx.conn(), &shelf, portfolio, entries, now)?;
    store(tx, &holdings, &raised)?;
    if changed.is_empty() { Ok(()) } else { raise_entrusted(tx, portfolio) }
}

/// The same from the rows themselves, and the rules' copy of them with it: where anything may have changed,
/// and where what is stored is not to be trusted.
// open: called inside a granted write; it stores what the pure function says
pub fn refresh_all(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<(), Fault> {
    if tx.owes_standings() {
        return owe(tx, portfolio);
    }
    tx.beside_standings()?;
    let raised = raised(tx, portfolio)?;
    anew(tx, portfolio, &raised)
}

/// Asked for before anything else is read: what is raised from there on asks for another refresh.
fn raised(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<HashMap<EnrolmentId, i64>, Fault> {
    let rows: Vec<(EnrolmentId, i64)> = standings::table
        .inner_join(enrolments::table)
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select((standings::enrolment_id, standings::stale_no))
        .load(tx.conn())?;
    Ok(rows.into_iter().collect())
}

fn anew(tx: &mut Tx<'_>, portfolio: &PortfolioId, raised: &HashMap<EnrolmentId, i64>) -> Result<(), Fault> {
    let (now, shelf) = (tx.now(), tx.shelf());
    let holdings = holdings(tx.conn(), &shelf, portfolio, now)?;
    pages::keep_all(tx, portfolio, &holdings.entries)?;
    store(tx, &holdings, raised)
}

fn store(tx: &mut Tx<'_>, holdings: &Holdings, raised: &HashMap<EnrolmentId, i64>) -> Result<(), Fault> {
    let shelf = tx.shelf();
    for held in &holdings.enrolments {
        let fresh = assess_held(tx.conn(), &shelf, holdings, held)?;
        keep(tx, &fresh, raised.get(&held.row.id).copied())?;
    }
    Ok(())
}

/// Only marks the portfolio's standings as old, where they are not already.
fn owe(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<(), Fault> {
    pages::drop_all(tx, portfolio)?;
    let good: Vec<(EnrolmentId, Option<i64>)> = enrolments::table
        .left_join(standings::table)
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(
            standings::stale_no
                .nullable()
                .is_null()
                .or(standings::stale_no.nullable().eq(standings::fresh_no.nullable())),
        )
        .select((enrolments::id, standings::stale_no.nullable()))
        .load(tx.conn())?;
    for (id, raised) in good {
        match raised {
            Some(raised) => diesel::update(standings::table.find(&id))
                .set(standings::stale_no.eq(raised + 1))
                .execute(tx.conn())?,
            None => diesel::insert_into(standings::table)
                .values((
                    standings::enrolment_id.eq(&id),
                    standings::engine.eq(0),
                    standings::stale_no.eq(1),
                    standings::fresh_no.eq(0),
                    standings::computed_at.eq(tx.now()),
                    standings::met.eq(0),
                    standings::total.eq(0),
                ))
                .execute(tx.conn())?,
        };
    }
    Ok(())
}

/// The row of the whole standing, without when it was worked out and whether it is old.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Sum {
    pub engine: i32,
    pub holds_until: Option<Day>,
    pub behind_from: Option<Day>,
    pub met: i32,
    pub total: i32,
    pub last_entry_on: Option<Day>,
    /// What pages say of the enrolment's life; empty where there is nothing to say.
    pub life: String,
}

// open: for the check
pub fn sum(conn: &mut Conn, id: &EnrolmentId) -> Result<Option<Sum>, Fault> {
    Ok(standings::table
        .find(id)
        .select((
            standings::engine,
            standings::holds_until,
            standings::behind_from,
            standings::met,
            standings::total,
            standings::last_entry_on,
            standings::life,
        ))
        .first(conn)
        .optional()?)
}

/// Whether it says itself that another answer may be due.
// open: for the check
pub fn is_marked(conn: &mut Conn, id: &EnrolmentId, today: Day) -> Result<bool, Fault> {
    let found: Option<(i32, i64, i64, Option<Day>)> = standings::table
        .find(id)
        .select((standings::engine, standings::stale_no, standings::fresh_no, standings::holds_until))
        .first(conn)
        .optional()?;
    Ok(found.is_some_and(|(engine, raised, fresh, holds_until)| {
        raised != fresh
            || u32::try_from(engine).ok() != Some(ENGINE)
            || holds_until.is_some_and(|day| day <= today)
    }))
}

/// The row as it should be.
// open: no row is read
pub fn fresh_sum(fresh: &Assessed) -> Sum {
    let there = |fact: &&crate::domain::fact::Fact| fact.filed && fact.state != FactState::Withdrawn;
    Sum {
        engine: i32::try_from(ENGINE).unwrap_or(i32::MAX),
        holds_until: fresh.assessment.holds_until,
        behind_from: fresh.outlooks.iter().filter_map(|one| one.behind_from).min(),
        met: i32::try_from(fresh.overall.met).unwrap_or(i32::MAX),
        total: i32::try_from(fresh.overall.of).unwrap_or(i32::MAX),
        last_entry_on: fresh.facts.facts.iter().filter(there).map(|fact| fact.day).max(),
        life: KeptLife::of(&fresh.facts.enrolment).written(),
    }
}

fn keep(tx: &mut Tx<'_>, fresh: &Assessed, raised: Option<i64>) -> Result<(), Fault> {
    let (id, sum) = (&fresh.row.id, fresh_sum(fresh));
    let values = (
        standings::engine.eq(sum.engine),
        standings::fresh_no.eq(raised.unwrap_or(0)),
        standings::computed_at.eq(tx.now()),
        standings::holds_until.eq(sum.holds_until),
        standings::behind_from.eq(sum.behind_from),
        standings::met.eq(sum.met),
        standings::total.eq(sum.total),
        standings::last_entry_on.eq(sum.last_entry_on),
        standings::life.eq(&sum.life),
    );
    if raised.is_some() {
        diesel::update(standings::table.find(id)).set(values).execute(tx.conn())?;
    } else {
        let values = (standings::enrolment_id.eq(id), standings::stale_no.eq(0), values);
        diesel::insert_into(standings::table).values(values).execute(tx.conn())?;
    }
    keep_items(tx, fresh)
}

/// One requirement's row, whole; compared, so that an unchanged row is not written, and by the check.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Item {
    pub position: i32,
    pub recorded: i64,
    pub submitted: i64,
    pub signed: i64,
    pub target: i64,
    pub met: bool,
    pub binding: bool,
    pub calm: String,
    pub due: Option<Day>,
    pub behind_from: Option<Day>,
    pub body: String,
}

/// The rows as they are stored, by requirement.
// open: for the refresh and for the check
pub fn items(conn: &mut Conn, id: &EnrolmentId) -> Result<HashMap<String, Item>, Fault> {
    Ok(standing_items::table
        .filter(standing_items::enrolment_id.eq(id))
        .select((
            standing_items::requirement,
            (
                standing_items::position,
                standing_items::recorded,
                standing_items::submitted,
                standing_items::signed,
                standing_items::target,
                standing_items::met,
                standing_items::binding,
                standing_items::calm,
                standing_items::due,
                standing_items::behind_from,
                standing_items::body,
            ),
        ))
        .load::<(String, Item)>(conn)?
        .into_iter()
        .collect())
}

/// The rows as they should be, in the order of the programme.
// open: no row is read
pub fn fresh_items(fresh: &Assessed) -> Result<Vec<(String, Item)>, Fault> {
    let both = fresh.assessment.requirements.iter().zip(&fresh.outlooks).zip(0_i32..);
    both.map(|((standing, outlook), position)| {
        let item = Item {
            position,
            recorded: standing.recorded.hundredths(),
            submitted: standing.submitted.hundredths(),
            signed: standing.signed.hundredths(),
            target: standing.target.hundredths(),
            met: standing.met,
            binding: standing.binding,
            calm: calm(standing, outlook).to_string(),
            due: standing.due,
            behind_from: outlook.behind_from,
            body: kept::written(&fresh.version, standing)?,
        };
        Ok((standing.id.clone(), item))
    })
    .collect()
}

fn keep_items(tx: &mut Tx<'_>, fresh: &Assessed) -> Result<(), Fault> {
    let id = &fresh.row.id;
    let mut stored = items(tx.conn(), id)?;
    for (requirement, item) in fresh_items(fresh)? {
        let known = stored.remove(&requirement);
        if known.as_ref() == Some(&item) {
            continue;
        }
        let values = (
            standing_items::position.eq(item.position),
            standing_items::recorded.eq(item.recorded),
            standing_items::submitted.eq(item.submitted),
            standing_items::signed.eq(item.signed),
            standing_items::target.eq(item.target),
            standing_items::met.eq(item.met),
            standing_items::body.eq(&item.body),
            standing_items::binding.eq(item.binding),
            standing_items::calm.eq(&item.calm),
            standing_items::due.eq(item.due),
            standing_items::behind_from.eq(item.behind_from),
        );
        let place = standing_items::table.find((id, &requirement));
        if known.is_some() {
            diesel::update(place).set(values).execute(tx.conn())?;
        } else {
            diesel::insert_into(standing_items::table)
                .values((
                    standing_items::enrolment_id.eq(id),
                    standing_items::requirement.eq(&requirement),
                    values,
                ))
                .execute(tx.conn())?;
        }
    }
    // Of the version from before a move.
    for requirement in stored.keys() {
        diesel::delete(standing_items::table.find((id, requirement))).execute(tx.conn())?;
    }
    Ok(())
}
