//! Books, their events, and the rows behind them as they are now. The trail asks the reader's sight;
//! what verification reads, nobody is shown.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, audit_events, books, decisions, enrolments, entries, entry_versions, evidence, exports, files,
    portfolios,
};
use crate::domain::audit::{Committed, Head, Link};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::{
    accounts as account_rows, enrolments as enrolled, entries as log, exports as reports, people, programmes,
    signoffs,
};

mod trail;

pub use trail::{Reader, Step, Trail, reader, trail};

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

/// The tables whose rows of this book can be read again and compared.
// open: names of tables
pub fn tables_of(book: &Book) -> &'static [&'static str] {
    match book.kind.as_str() {
        "house" => &["accounts", "appointments", "registrations", "registration_confirmations", "exports"],
        "programme" => &["confirmed_figures"],
        _ => &["enrolments", "personal_terms", "entry_versions", "filings", "decisions", "exports"],
    }
}

/// The rows that the book commits to, as they are now.
// open: verification compares hashes
pub fn rows_of(conn: &mut Conn, book: &Book) -> Result<Vec<Box<dyn Committed>>, Fault> {
    match book.kind.as_str() {
        "house" => {
            let mut rows = people::store::committed_rows(conn)?;
            let all: Vec<account_rows::Account> =
                accounts::table.select(account_rows::Account::as_select()).load(conn)?;
            rows.extend(all.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
            rows.extend(reports::committed_of_house(conn)?);
            Ok(rows)
        }
        "programme" => programmes::committed_rows(conn, &ProgrammeId::new(book.id.as_str())),
        _ => {
            let portfolio = PortfolioId::new(book.id.as_str());
            let mut rows = enrolled::store::committed_rows(conn, &portfolio)?;
            rows.extend(log::store::committed_rows(conn, &portfolio)?);
            rows.extend(signoffs::committed_rows(conn, &portfolio)?);
            rows.extend(reports::committed_of(conn, &portfolio)?);
            Ok(rows)
        }
    }
}

/// One version with everything that its root is computed from.
pub struct VersionWords {
    pub id: EntryVersionId,
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
    type Row = (EntryVersionId, String, i32, Day, Option<Day>, String, String, String);
    let rows: Vec<Row> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(portfolio))
        .order(entry_versions::id)
        .select((
            entry_versions::id,
            entries::kind,
            entry_versions::kind_version,
            entry_versions::happened_on,
            entry_versions::until_day,
            entry_versions::words,
            entry_versions::salts,
            entry_versions::root,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, kind, kind_version, day, until, words, salts, root)| {
            let files = by_version.remove(&id).unwrap_or_default();
            VersionWords { id, kind, kind_version, day, until, words, salts, root, files }
        })
        .collect())
}

/// A decision beside the version that it was given for.
pub struct SignedRoot {
    pub id: DecisionId,
    pub root: String,
    pub version_root: String,
    pub same_entry: bool,
}

// open: verification compares hashes
pub fn signed_roots(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<SignedRoot>, Fault> {
    let rows: Vec<(DecisionId, EntryId, String, EntryId, String)> = decisions::table
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(decisions::id)
        .select((
            decisions::id,
            decisions::entry_id,
            decisions::root,
            entry_versions::entry_id,
            entry_versions::root,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, entry, root, of, version_root)| SignedRoot {
            id,
            root,
            version_root,
            same_entry: entry == of,
        })
        .collect())
}

/// Every file that a row says is there: its hash, and what says so. Drafts' files are not among them.
// open: hashes only
pub fn stored_files(conn: &mut Conn, _: System) -> Result<BTreeMap<String, String>, Fault> {
    let mut found = BTreeMap::new();
    let kept: Vec<(String, String)> = exports::table
        .filter(exports::state.eq("ready"))
        .select((exports::file_hash, exports::id))
        .load::<(String, String)>(conn)?;
    found.extend(kept.into_iter().map(|(hash, id)| (hash, format!("exports/{id}"))));
    let attached: Vec<(String, String, String)> = evidence::table
        .inner_join(files::table)
        .filter(evidence::version_id.is_not_null())
        .select((files::hash, files::thumb_hash, evidence::id))
        .load(conn)?;
    for (hash, thumb, id) in attached {
        let says = format!("evidence/{id}");
        if !thumb.is_empty() {
            found.insert(thumb, format!("{says} (its small picture)"));
        }
        found.insert(hash, says);
    }
    Ok(found)
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
