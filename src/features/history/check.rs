//! A book against itself and against the rows that it commits to. The latest commitment to a row must
//! be what the row says now; a row that no event made is as suspicious as one that is gone.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::domain::audit::{Detail, Gone, Head, digest, verify};
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::features::history::{coverage, store};

/// Rows of these tables had an event from the first release on; those of the others once the house's
/// book says so (`adopt`). From then on a row without one is named as wrong.
const ALWAYS_BY_EVENT: [&str; 5] = ["entry_versions", "decisions", "filings", "enrolments", "personal_terms"];

const HOUSE: &str = "house";

/// Something that does not fit, as a sentence, with the place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong {
    /// `table/id`, or `event 12`.
    pub place: String,
    pub what: String,
}

impl Wrong {
    pub fn at(place: impl Into<String>, what: impl Into<String>) -> Wrong {
        Wrong { place: place.into(), what: what.into() }
    }
}

/// What was checked of one book, and what was found.
#[derive(Debug, Clone)]
pub struct BookReport {
    pub book: BookId,
    pub head: Head,
    /// Events that follow from one another, from the first.
    pub events: i64,
    /// Rows that are as the book says.
    pub rows: usize,
    pub wrong: Vec<Wrong>,
    /// Rows of release 0.1.0 that no event commits to yet, by table.
    pub without_event: BTreeMap<String, usize>,
    /// Commitments to rows that this release cannot read again, by table.
    pub unread: BTreeMap<String, usize>,
}

impl BookReport {
    pub fn is_whole(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Checks one book in the caller's snapshot.
// open: verification reads everything and shows places and hashes, never words
pub fn verify_book(conn: &mut Conn, book: &BookId) -> Result<BookReport, Fault> {
    let found = store::book(conn, book)?;
    let links = store::links(conn, book)?;
    let mut committed: BTreeMap<String, (i64, String)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for link in &links {
        match serde_json::from_str::<Detail>(&link.detail) {
            Ok(detail) => {
                committed.extend(detail.rows.into_iter().map(|(place, hash)| (place, (link.seq, hash))));
            }
            Err(_) => wrong.push(Wrong::at(format!("event {}", link.seq), "its detail cannot be read")),
        }
    }
    let events = match verify(book, &found.head, links) {
        Ok(events) => events,
        Err(broken) => {
            wrong.push(Wrong::at(format!("event {}", broken.seq), broken.what));
            broken.seq - 1
        }
    };
    let mut report = BookReport {
        book: book.clone(),
        head: found.head.clone(),
        events,
        rows: 0,
        wrong,
        without_event: BTreeMap::new(),
        unread: BTreeMap::new(),
    };
    if !store::has_owner(conn, &found)? {
        let what = format!("is the book of a {} that is not there", found.kind);
        report.wrong.push(Wrong::at(format!("books/{book}"), what));
    }
    if book.as_str() == HOUSE {
        for owner in store::without_book(conn)? {
            report.wrong.push(Wrong::at(owner, "has lost its book, and every event in it"));
        }
    }
    match rows(conn, &found, committed, &mut report) {
        Err(why @ Fault::Busy(_)) => return Err(why),
        Err(why) => report.wrong.push(Wrong::at("its rows", format!("cannot be read: {why}"))),
        Ok(()) => {}
    }
    Ok(report)
}

fn rows(
    conn: &mut Conn,
    book: &store::Book,
    mut committed: BTreeMap<String, (i64, String)>,
    report: &mut BookReport,
) -> Result<(), Fault> {
    let covers_all = store::covers_all(conn)?;
    for row in store::rows_of(conn, book)? {
        let place = row.place();
        match committed.remove(&place) {
            Some((_, hash)) if hash == digest(&row.fields()) => report.rows += 1,
            Some((seq, _)) => {
                report.wrong.push(Wrong::at(
                    place,
                    format!("is not as event {seq} left it: it was changed outside the book"),
                ));
            }
            None if covers_all || ALWAYS_BY_EVENT.contains(&table(&place)) => {
                report.wrong.push(Wrong::at(place, "is in no event: it was added outside the book"));
            }
            None => *report.without_event.entry(table(&place).to_owned()).or_default() += 1,
        }
    }
    for (place, (seq, _)) in committed.into_iter().filter(|(_, (_, hash))| !Gone::is(hash)) {
        match coverage::is_known(table(&place)) {
            true => {
                report.wrong.push(Wrong::at(place, format!("is gone; event {seq} says that it was there")))
            }
            false => *report.unread.entry(table(&place).to_owned()).or_default() += 1,
        }
    }
    Ok(())
}

fn table(place: &str) -> &str {
    place.split_once('/').map_or(place, |(table, _)| table)
}
