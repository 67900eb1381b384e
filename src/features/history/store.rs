//! Books, their events, and the rows behind them as they are now. The trail asks the reader's sight;
//! what verification reads, nobody is shown.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, audit_events, books, enrolments, portfolios};
use crate::db::settings;
use crate::domain::audit::{Committed, Head, Link};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::Moment;
use crate::features::{
    accounts as account_rows, approvals, certificates, earlier, enrolments as enrolled, entries as log,
    erasures, exports as reports, feedback, identifiers, outside, people, programmes, quality, redactions,
    reviews, rooms, signoffs,
};

mod files;
mod kept;
mod openings;
mod struck;
mod trail;
mod written;

pub use files::{Named, named_files};
pub use openings::{Opening, PackRead, Report, Whose, openings, packs_read, reports, whose};
pub use struck::covered;
pub use trail::{Reader, Step, Trail, reader, trail};
pub use written::{
    Listed, VersionWords, begun_and_undone, closed_entries, listed, next_number, signed_roots, versions,
    waiting_versions,
};

pub use crate::features::earlier::said_of_before;

/// A chain: whose, of what sort, and where it ends.
#[derive(Debug, Clone)]
pub struct Book {
    pub id: BookId,
    /// `house`, `programme` or `portfolio`.
    pub kind: String,
    pub head: Head,
}

impl Book {
    pub fn portfolio(&self) -> Option<PortfolioId> {
        (self.kind == "portfolio").then(|| PortfolioId::new(self.id.as_str()))
    }
}

fn whole((id, kind, seq, hash): (BookId, String, i64, String)) -> Book {
    Book { id, kind, head: Head { seq, hash } }
}

// open: numbers and hashes
pub fn books(conn: &mut Conn, _: System) -> Result<Vec<Book>, Fault> {
    let rows: Vec<(BookId, String, i64, String)> = books::table
        .order((books::kind, books::id))
        .select((books::id, books::kind, books::seq, books::hash))
        .load(conn)?;
    Ok(rows.into_iter().map(whole).collect())
}

// open: numbers and hashes
pub fn book(conn: &mut Conn, id: &BookId) -> Result<Book, Fault> {
    let found =
        books::table.find(id).select((books::id, books::kind, books::seq, books::hash)).first(conn)?;
    Ok(whole(found))
}

type LinkRow = (BookId, i64, Moment, String, String, String, String, String, String, String);

fn link(row: LinkRow) -> Link {
    let (book, seq, at, act_id, actor, act, subject, detail, prev, hash) = row;
    Link { book, seq, at, act_id, actor, act, subject, detail, prev, hash }
}

/// Every event of a book, in order.
// open: verification walks the whole chain
pub fn links(conn: &mut Conn, book: &BookId) -> Result<Vec<Link>, Fault> {
    let rows: Vec<LinkRow> = audit_events::table
        .filter(audit_events::book_id.eq(book))
        .order(audit_events::seq)
        .select(audit_events::all_columns)
        .load(conn)?;
    Ok(rows.into_iter().map(link).collect())
}

/// Every account, as the house's book commits to it.
// open: verification compares hashes
pub fn accounts(conn: &mut Conn) -> Result<Vec<account_rows::Account>, Fault> {
    Ok(accounts::table.select(account_rows::Account::as_select()).load(conn)?)
}

/// The subject of the house's event that says: from here on no row of a covered table is without an event.
pub const COVERS_ALL: &str = "coverage/2";

/// Whether that event is there; a house of release 0.1.0 has it once a later one has opened it.
// open: one yes or no
pub fn covers_all(conn: &mut Conn) -> Result<bool, Fault> {
    let said = audit_events::table
        .filter(audit_events::subject.eq(COVERS_ALL))
        .filter(audit_events::book_id.eq(BookId::house()));
    Ok(diesel::select(diesel::dsl::exists(said)).get_result(conn)?)
}

/// Whether the programme or portfolio of the book is there.
// open: one yes or no
pub fn has_owner(conn: &mut Conn, book: &Book) -> Result<bool, Fault> {
    use diesel::dsl::exists;
    Ok(match book.kind.as_str() {
        "house" => book.id == BookId::house(),
        "programme" => {
            let found = crate::db::schema::programmes::table.find(ProgrammeId::new(book.id.as_str()));
            diesel::select(exists(found)).get_result(conn)?
        }
        _ => {
            let found = portfolios::table.find(PortfolioId::new(book.id.as_str()));
            diesel::select(exists(found)).get_result(conn)?
        }
    })
}

/// Programmes and portfolios whose books are gone, as `table/id`.
// open: ids only
pub fn without_book(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    let known: HashSet<String> = books::table.select(books::id).load(conn)?.into_iter().collect();
    let programmes: Vec<String> =
        crate::db::schema::programmes::table.select(crate::db::schema::programmes::id).load(conn)?;
    let portfolios: Vec<String> = portfolios::table.select(portfolios::id).load(conn)?;
    let programmes = programmes.into_iter().map(|id| ("programmes", id));
    let all = programmes.chain(portfolios.into_iter().map(|id| ("portfolios", id)));
    let lost = all.filter(|(_, id)| !known.contains(id));
    Ok(lost.map(|(table, id)| format!("{table}/{id}")).collect())
}

/// The rows that the book commits to, as they are now.
// open: verification compares hashes
pub fn rows_of(conn: &mut Conn, book: &Book) -> Result<Vec<Box<dyn Committed>>, Fault> {
    match book.kind.as_str() {
        "house" => {
            let mut rows = people::store::committed_rows(conn)?;
            let all = self::accounts(conn)?;
            rows.extend(all.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
            rows.extend(settings::rows(conn)?);
            rows.extend(identifiers::committed_rows(conn)?);
            rows.extend(rooms::committed_of_house(conn)?);
            rows.extend(outside::committed_of_house(conn)?);
            rows.extend(signoffs::committed_of_house(conn)?);
            rows.extend(programmes::committed_of_house(conn)?);
            rows.extend(enrolled::committed_of_house(conn)?);
            rows.extend(reports::committed_of_house(conn)?);
            rows.extend(erasures::committed_rows(conn)?);
            rows.extend(quality::committed_of_house(conn)?);
            rows.extend(approvals::committed_of_house(conn)?);
            Ok(rows)
        }
        "programme" => {
            let programme = ProgrammeId::new(book.id.as_str());
            let mut rows = programmes::committed_rows(conn, &programme)?;
            rows.extend(enrolled::committed_batches(conn, &programme)?);
            Ok(rows)
        }
        _ => {
            let portfolio = PortfolioId::new(book.id.as_str());
            let mut rows = enrolled::store::committed_rows(conn, &portfolio)?;
            rows.extend(log::store::committed_rows(conn, &portfolio)?);
            rows.extend(signoffs::committed_rows(conn, &portfolio)?);
            rows.extend(outside::committed_rows(conn, &portfolio)?);
            rows.extend(earlier::committed_rows(conn, &portfolio)?);
            rows.extend(reports::committed_of(conn, &portfolio)?);
            rows.extend(identifiers::committed_strikes(conn, &portfolio)?);
            rows.extend(redactions::committed_rows(conn, &portfolio)?);
            rows.extend(certificates::committed_rows(conn, &portfolio)?);
            rows.extend(reviews::committed_rows(conn, &portfolio)?);
            rows.extend(feedback::committed_rows(conn, &portfolio)?);
            Ok(rows)
        }
    }
}

/// Whose portfolio it is, for sentences.
fn owner(conn: &mut Conn, portfolio: &PortfolioId) -> Result<(AccountId, String), Fault> {
    Ok(portfolios::table
        .inner_join(accounts::table)
        .filter(portfolios::id.eq(portfolio))
        .select((accounts::id, accounts::name))
        .first(conn)?)
}

fn enrolment_zone(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Option<String>, Fault> {
    use crate::db::schema::{departments, institutions};
    Ok(enrolments::table
        .inner_join(departments::table.inner_join(institutions::table))
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(institutions::zone)
        .first(conn)
        .optional()?)
}
