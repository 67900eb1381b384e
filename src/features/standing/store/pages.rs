//! What rules read of a portfolio's entries, kept ready: sixteen entries to a row, as the rows behind them
//! say now. A save then reads a dozen rows that lie together instead of some thousand pages of rows that
//! lie apart (61 % of a save, measured at 2 000 trainees), and writes one. It is a copy and nothing else:
//! `refresh` renews it in the transaction that changes an entry, `refresh_all` makes it anew from the rows,
//! and the check holds it against them. Where it is not whole it is not read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{fact_pages, portfolios};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Values};
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;
use crate::features::standing::facts::{DecisionRow, EntryRow, Holdings, Origin, Waits};

/// Entries on one page. Smaller pages are quicker to write and slower to read.
const ENTRIES: i32 = 16;
/// Raised when a line is written otherwise: pages of before are then made anew.
const FORM: u32 = 2;

/// One entry, as short as JSON is: id, kind and its version, number, title, version; from and until; values;
/// first known, version known and withdrawn, in milliseconds; decisions; with whom it waits; filed under; from before.
type Line = (
    EntryId,
    String,
    i32,
    i32,
    String,
    EntryVersionId,
    Day,
    Option<Day>,
    Values,
    i64,
    i64,
    Option<i64>,
    Vec<Decided>,
    Option<(AccountId, i64)>,
    Vec<EnrolmentId>,
    Before,
);
/// Where it is from: nothing for here; `e`, `a` or `r` for earlier, accepted and refused, and by what.
type Before = Option<(char, String)>;
/// Signer, capacity, verdict, satisfactory, level, when.
type Decided = (AccountId, String, Verdict, bool, String, i64);
type Page = (u32, Vec<Line>);

/// The entries but for those left out, in the order of their ids, where the copy is whole and nothing in it
/// is later than `now`. Of those left out, as they change, the copy may hold nothing yet.
// open: for rules, refreshes and the owner; others reach one enrolment through their sight
pub(super) fn read(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    now: Moment,
    but: &[EntryId],
) -> Result<Option<Vec<EntryRow>>, Fault> {
    let next: i32 = portfolios::table.find(portfolio).select(portfolios::next_number).first(conn)?;
    let bodies: Vec<String> = fact_pages::table
        .filter(fact_pages::portfolio_id.eq(portfolio))
        .order(fact_pages::page)
        .select(fact_pages::body)
        .load(conn)?;
    let mut entries: Vec<EntryRow> = Vec::new();
    let mut kinds: Kinds = BTreeMap::new();
    for body in &bodies {
        let Ok((FORM, lines)) = serde_json::from_str::<Page>(body) else { return Ok(None) };
        for line in lines.into_iter().filter(|line| !but.contains(&line.0)) {
            entries.push(row(conn, shelf, &mut kinds, line)?);
        }
    }
    let whole = i32::try_from(entries.len() + but.len()).is_ok_and(|count| count == next - 1);
    if !whole || entries.iter().any(|entry| entry.last_known() > now) {
        return Ok(None);
    }
    entries.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    Ok(Some(entries))
}

/// Whether the copy says of every entry what its rows say; `None` where it is not whole.
// open: for the check
pub fn copy_agrees(
    conn: &mut Conn,
    shelf: &Shelf,
    holdings: &Holdings,
    portfolio: &PortfolioId,
) -> Result<Option<bool>, Fault> {
    let copy = read(conn, shelf, portfolio, holdings.as_of, &[])?;
    copy.map(|copy| Ok(bodies(&copy, None)? == bodies(&holdings.entries, None)?)).transpose()
}

/// Writes every page that is not as these entries say, and takes away what is too many.
pub(super) fn keep_all(tx: &mut Tx<'_>, portfolio: &PortfolioId, entries: &[EntryRow]) -> Result<(), Fault> {
    let stored: Vec<(i32, String)> = fact_pages::table
        .filter(fact_pages::portfolio_id.eq(portfolio))
        .select((fact_pages::page, fact_pages::body))
        .load(tx.conn())?;
    let mut stored: BTreeMap<i32, String> = stored.into_iter().collect();
    for (page, body) in bodies(entries, None)? {
        match stored.remove(&page) {
            Some(known) if known == body => {}
            Some(_) => change(tx, portfolio, page, &body)?,
            None => put(tx, portfolio, page, &body)?,
        }
    }
    for page in stored.keys() {
        diesel::delete(fact_pages::table.find((portfolio, page))).execute(tx.conn())?;
    }
    Ok(())
}

/// Writes the pages of these entries only; the others are as they were.
pub(super) fn keep_of(
    tx: &mut Tx<'_>,
    portfolio: &PortfolioId,
    entries: &[EntryRow],
    changed: &[EntryId],
) -> Result<(), Fault> {
    let numbers = entries.iter().filter(|entry| changed.contains(&entry.id)).map(|entry| entry.number);
    let wanted: BTreeSet<i32> = numbers.map(page_of).collect();
    for (page, body) in bodies(entries, Some(&wanted))? {
        let there = diesel::update(fact_pages::table.find((portfolio, page)))
            .set(fact_pages::body.eq(&body))
            .execute(tx.conn())?;
        if there == 0 {
            put(tx, portfolio, page, &body)?;
        }
    }
    Ok(())
}

/// Where standings are owed nobody keeps the copy either.
pub(super) fn drop_all(tx: &mut Tx<'_>, portfolio: &PortfolioId) -> Result<(), Fault> {
    diesel::delete(fact_pages::table.filter(fact_pages::portfolio_id.eq(portfolio))).execute(tx.conn())?;
    Ok(())
}

fn put(tx: &mut Tx<'_>, portfolio: &PortfolioId, page: i32, body: &str) -> Result<(), Fault> {
    diesel::insert_into(fact_pages::table)
        .values((
            fact_pages::portfolio_id.eq(portfolio),
            fact_pages::page.eq(page),
            fact_pages::body.eq(body),
        ))
        .execute(tx.conn())?;
    Ok(())
}

fn change(tx: &mut Tx<'_>, portfolio: &PortfolioId, page: i32, body: &str) -> Result<(), Fault> {
    diesel::update(fact_pages::table.find((portfolio, page)))
        .set(fact_pages::body.eq(body))
        .execute(tx.conn())?;
    Ok(())
}

fn page_of(number: i32) -> i32 {
    number.div_euclid(ENTRIES)
}

/// The pages as they should be: all, or those that are wanted. Within a page by number.
fn bodies(entries: &[EntryRow], wanted: Option<&BTreeSet<i32>>) -> Result<BTreeMap<i32, String>, Fault> {
    let mut pages: BTreeMap<i32, Vec<&EntryRow>> = BTreeMap::new();
    for entry in entries {
        let page = page_of(entry.number);
        if wanted.is_none_or(|wanted| wanted.contains(&page)) {
            pages.entry(page).or_default().push(entry);
        }
    }
    pages
        .into_iter()
        .map(|(page, mut entries)| {
            entries.sort_by_key(|entry| entry.number);
            let lines: Vec<Line> = entries.into_iter().map(line).collect();
            Ok((page, serde_json::to_string(&(FORM, lines)).map_err(Fault::broken)?))
        })
        .collect()
}

fn line(entry: &EntryRow) -> Line {
    let decided = |one: &DecisionRow| {
        let level = one.level.clone();
        (one.signer.clone(), one.capacity.clone(), one.verdict, one.satisfactory, level, one.at.millis())
    };
    let mut filed = entry.filed_under.clone();
    filed.sort();
    (
        entry.id.clone(),
        entry.kind.code.clone(),
        i32::try_from(entry.kind.version).unwrap_or(i32::MAX),
        entry.number,
        entry.title.clone(),
        entry.version.clone(),
        entry.day,
        entry.until,
        entry.values.clone(),
        entry.first_known.millis(),
        entry.version_known.millis(),
        entry.withdrawn_at.map(Moment::millis),
        entry.decisions.iter().map(decided).collect(),
        entry.waits.as_ref().map(|waits| (waits.asked.clone(), waits.since.millis())),
        filed,
        match &entry.origin {
            Origin::Here => None,
            Origin::Earlier => Some(('e', String::new())),
            Origin::Accepted(id) => Some(('a', id.to_string())),
            Origin::Refused(id) => Some(('r', id.to_string())),
        },
    )
}

type Kinds = BTreeMap<(String, i32), Arc<Kind>>;

fn row(conn: &mut Conn, shelf: &Shelf, kinds: &mut Kinds, line: Line) -> Result<EntryRow, Fault> {
    let (
        id,
        kind,
        of,
        number,
        title,
        version,
        day,
        until,
        values,
        first,
        known,
        withdrawn,
        decided,
        waits,
        filed,
        before,
    ) = line;
    let place = (kind, of);
    let kind = match kinds.get(&place) {
        Some(kind) => kind.clone(),
        None => {
            let kind = programmes::kind_version(conn, shelf, &place.0, place.1)?;
            kinds.insert(place, kind.clone());
            kind
        }
    };
    let decision = |(signer, capacity, verdict, satisfactory, level, at)| {
        let at = Moment::of_millis(at);
        DecisionRow { signer, capacity, verdict, satisfactory, level, at }
    };
    Ok(EntryRow {
        id,
        kind,
        number,
        title,
        version,
        day,
        until,
        values,
        first_known: Moment::of_millis(first),
        version_known: Moment::of_millis(known),
        withdrawn_at: withdrawn.map(Moment::of_millis),
        decisions: decided.into_iter().map(decision).collect(),
        waits: waits.map(|(asked, since)| Waits { asked, since: Moment::of_millis(since) }),
        filed_under: filed,
        origin: match before {
            None => Origin::Here,
            Some(('a', id)) => Origin::Accepted(AcceptanceId::new(id)),
            Some(('r', id)) => Origin::Refused(AcceptanceId::new(id)),
            Some(_) => Origin::Earlier,
        },
    })
}
