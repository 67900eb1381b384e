//! Reports that were asked for, as rows. A row belongs to who asked: nobody else finds it. Who may ask
//! for what is in `chosen`; what the reports say is read by `record`.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, exports, files, institutions};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, ExportId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::exports::Export;
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Moment};

pub mod carried;
pub mod chosen;
pub mod record;
pub mod reviewed;
mod row;

use row::{COLUMNS, Loaded, row};
pub use row::{ExportRow, Format, KEPT_DAYS, State, What};

/// The newest of one's own reports.
pub fn own(conn: &mut Conn, who: &Sight) -> Result<Vec<ExportRow>, Fault> {
    let rows: Vec<Loaded> = exports::table
        .filter(exports::asked_by.eq(who.viewer()))
        .order((exports::asked_at.desc(), exports::id.desc()))
        .limit(50)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(row).collect()
}

/// One of one's own reports.
pub fn one(conn: &mut Conn, who: &Sight, id: &ExportId) -> Result<ExportRow, Fault> {
    let found: Loaded =
        exports::table.find(id).filter(exports::asked_by.eq(who.viewer())).select(COLUMNS).first(conn)?;
    row(found)
}

// open: the job that builds it, and the check of the books
pub fn asked(conn: &mut Conn, id: &ExportId, _: System) -> Result<ExportRow, Fault> {
    row(exports::table.find(id).select(COLUMNS).first(conn)?)
}

/// The account's name: who asked.
// open: the job prints it on the report
pub fn name_of(conn: &mut Conn, id: &AccountId, _: System) -> Result<String, Fault> {
    Ok(accounts::table.find(id).select(accounts::name).first(conn)?)
}

/// The zone of the house's institutions, if they agree on one.
// open: no person's data
pub fn house_zone(conn: &mut Conn) -> Result<chrono_tz::Tz, Fault> {
    let zones: Vec<String> = institutions::table.select(institutions::zone).distinct().limit(2).load(conn)?;
    Ok(match zones.as_slice() {
        [one] => one.parse().unwrap_or(DEFAULT_ZONE),
        _ => DEFAULT_ZONE,
    })
}

/// The book in which it is written that a report was asked for and made.
// open: the answer is an id; nothing of the portfolio is read
pub fn book_of(conn: &mut Conn, row: &ExportRow) -> Result<BookId, Fault> {
    Ok(match row.what {
        What::Cohort => BookId::house(),
        What::Portfolio => {
            let portfolio: PortfolioId =
                enrolments::table.find(row.enrolment()).select(enrolments::portfolio_id).first(conn)?;
            BookId::from(portfolio)
        }
    })
}

/// The reports that a portfolio's book tells of, for `verify`.
// open: the house checks itself
pub fn committed_of(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mine = enrolments::table.filter(enrolments::portfolio_id.eq(portfolio)).select(enrolments::id);
    let about: Vec<String> = mine.load(conn)?;
    let rows: Vec<Loaded> = exports::table
        .filter(exports::what.eq(What::Portfolio.as_str()))
        .filter(exports::subject.eq_any(about))
        .order(exports::id)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(|loaded| Ok(Box::new(row(loaded)?) as Box<dyn Committed>)).collect()
}

/// Those that the book of the house tells of.
// open: the house checks itself
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<Loaded> = exports::table
        .filter(exports::what.eq(What::Cohort.as_str()))
        .order(exports::id)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(|loaded| Ok(Box::new(row(loaded)?) as Box<dyn Committed>)).collect()
}

/// What is asked for, before it has a row.
#[derive(Debug, Clone)]
pub struct New {
    pub what: What,
    pub subject: String,
    pub title: String,
    pub format: Format,
    pub as_at: Moment,
}

pub fn ask(tx: &mut Tx<'_>, grant: &Grant<Export>, new: New) -> Result<ExportRow, Fault> {
    let asked_by = grant.account().cloned().ok_or_else(|| Fault::broken("a report without an asker"))?;
    let row = ExportRow {
        id: tx.new_id(),
        asked_by,
        what: new.what,
        subject: new.subject,
        title: new.title,
        format: new.format,
        as_at: new.as_at,
        state: State::Asked,
        file_hash: String::new(),
        size: 0,
        fault: String::new(),
        asked_at: tx.now(),
        ended_at: None,
    };
    diesel::insert_into(exports::table)
        .values((
            exports::id.eq(&row.id),
            exports::asked_by.eq(&row.asked_by),
            exports::what.eq(row.what.as_str()),
            exports::subject.eq(&row.subject),
            exports::title.eq(&row.title),
            exports::format.eq(row.format.as_str()),
            exports::as_at.eq(row.as_at),
            exports::state.eq(row.state.as_str()),
            exports::file_hash.eq(&row.file_hash),
            exports::size.eq(row.size),
            exports::fault.eq(&row.fault),
            exports::asked_at.eq(row.asked_at),
            exports::ended_at.eq(row.ended_at),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

/// The file is there. `None` when somebody else has already ended it.
pub fn made(
    tx: &mut Tx<'_>,
    _grant: &Grant<Export>,
    row: &ExportRow,
    hash: &str,
    size: i64,
) -> Result<Option<ExportRow>, Fault> {
    let now = tx.now();
    let changed = diesel::update(exports::table.find(&row.id))
        .filter(exports::state.eq(State::Asked.as_str()))
        .set((
            exports::state.eq(State::Ready.as_str()),
            exports::file_hash.eq(hash),
            exports::size.eq(size),
            exports::ended_at.eq(now),
        ))
        .execute(tx.conn())?;
    let ended = Some(now);
    let file_hash = hash.to_owned();
    Ok((changed == 1).then(|| ExportRow {
        state: State::Ready,
        file_hash,
        size,
        ended_at: ended,
        ..row.clone()
    }))
}

/// It could not be made; `why` is a sentence for the person. Gives whether it was still waited for.
pub fn failed(tx: &mut Tx<'_>, _: System, id: &ExportId, why: &str) -> Result<bool, Fault> {
    let now = tx.now();
    let changed = diesel::update(exports::table.find(id))
        .filter(exports::state.eq(State::Asked.as_str()))
        .set((exports::state.eq(State::Failed.as_str()), exports::fault.eq(why), exports::ended_at.eq(now)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Marks what has been ready for a week as expired; gives the hashes that nothing else
/// has.
pub fn expire(tx: &mut Tx<'_>, _: System) -> Result<Vec<String>, Fault> {
    let before = tx.now().plus_days(-KEPT_DAYS);
    let old: Vec<(ExportId, String)> = exports::table
        .filter(exports::state.eq(State::Ready.as_str()))
        .filter(exports::ended_at.le(before))
        .select((exports::id, exports::file_hash))
        .load(tx.conn())?;
    for (id, _) in &old {
        diesel::update(exports::table.find(id))
            .set(exports::state.eq(State::Expired.as_str()))
            .execute(tx.conn())?;
    }
    unshared(tx, old.into_iter().map(|(_, hash)| hash))
}

/// Whether a report that is there, or an entry, has this file, or has it as its small picture.
// open: one yes or no
pub fn is_named(conn: &mut Conn, hash: &str) -> Result<bool, Fault> {
    let ready =
        exports::table.filter(exports::state.eq(State::Ready.as_str())).filter(exports::file_hash.eq(hash));
    let named: bool = diesel::select(diesel::dsl::exists(ready)).get_result(conn)?;
    let stored = files::table.filter(files::hash.eq(hash).or(files::thumb_hash.eq(hash)));
    let stored: bool = diesel::select(diesel::dsl::exists(stored)).get_result(conn)?;
    Ok(named || stored)
}

/// Those of the files of reports that ended which nothing else has.
fn unshared(tx: &mut Tx<'_>, ended: impl Iterator<Item = String>) -> Result<Vec<String>, Fault> {
    let mut gone = Vec::new();
    for hash in ended {
        // Somebody may have attached the report to an entry: then the same bytes are evidence.
        if !is_named(tx.conn(), &hash)? && !gone.contains(&hash) {
            gone.push(hash);
        }
    }
    Ok(gone)
}
