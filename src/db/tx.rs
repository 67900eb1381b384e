//! A write, from the inside. A closure is given a `Tx` and must hand back an `Outcome`: what came of
//! it and what happened. The events are linked and appended here and nowhere else, as the last thing
//! before COMMIT; the books' heads were taken as the first thing, so no chain can fork and one
//! person's acts come one after another on both engines.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::queue;
use crate::db::schema::{audit_events, books};
use crate::db::shelf::Shelf;
use crate::db::twins;
use crate::domain::audit::{Committed, Event, Head, digest};
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::{AccountId, BookId, EnrolmentId, EntryId, JobId};
use crate::domain::time::Moment;
use crate::ids::Ids;

/// What came of a write and what happened in it. It cannot be made without an event.
pub struct Outcome<T> {
    pub(super) value: T,
    pub(super) events: Vec<Event>,
}

impl<T> Outcome<T> {
    pub fn of(value: T, event: Event) -> Outcome<T> {
        Outcome { value, events: vec![event] }
    }

    /// The same events with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: f(self.value), events: self.events }
    }

    pub fn and_all(mut self, events: impl IntoIterator<Item = Event>) -> Outcome<T> {
        self.events.extend(events);
        self
    }

    /// With what happened in another act of the same write.
    pub fn after<U>(mut self, before: Outcome<U>) -> Outcome<T> {
        self.events.splice(0..0, before.events);
        self
    }

    pub fn and(mut self, event: Event) -> Outcome<T> {
        self.events.push(event);
        self
    }
}

/// The books that a write takes, named directly or through a thing that is in one.
#[derive(Debug, Clone)]
pub enum Books {
    Named(Vec<BookId>),
    OfEntry(EntryId),
    OfEnrolment(EnrolmentId),
    /// The person's portfolio.
    OfPerson(AccountId),
}

impl Books {
    pub fn house() -> Books {
        Books::Named(vec![BookId::house()])
    }

    pub fn of_entry(id: &EntryId) -> Books {
        Books::OfEntry(id.clone())
    }

    pub fn of_enrolment(id: &EnrolmentId) -> Books {
        Books::OfEnrolment(id.clone())
    }

    pub fn of_person(id: &AccountId) -> Books {
        Books::OfPerson(id.clone())
    }

    fn resolve(self, conn: &mut Conn) -> Result<Vec<BookId>, Fault> {
        use crate::db::schema::{enrolments, entries, portfolios};
        let mut named = match self {
            Books::Named(ids) => ids,
            Books::OfEntry(id) => vec![entries::table.find(id).select(entries::portfolio_id).first(conn)?],
            Books::OfEnrolment(id) => {
                vec![enrolments::table.find(id).select(enrolments::portfolio_id).first(conn)?]
            }
            Books::OfPerson(id) => vec![
                portfolios::table.filter(portfolios::person_id.eq(id)).select(portfolios::id).first(conn)?,
            ],
        };
        named.sort();
        named.dedup();
        Ok(named)
    }
}

impl From<BookId> for Books {
    fn from(id: BookId) -> Books {
        Books::Named(vec![id])
    }
}

impl From<Vec<BookId>> for Books {
    fn from(ids: Vec<BookId>) -> Books {
        Books::Named(ids)
    }
}

/// Why something is written that is nobody's act: the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    SessionSeen,
    SignIn,
    Reading,
    /// A code for somebody without an account, and each try of one.
    CodeTried,
    DraftSaved,
    FileStored,
    JobTaken,
    LinkMade,
    /// The code of a room, opened by whoever assesses there.
    Scanned,
    /// What a colleague says in a round of feedback: an event would tell when, and so who.
    FeedbackGiven,
    StandingRefreshed,
    ExportBuilt,
    Reminded,
    Simulated,
    Swept,
}

/// A form sent twice gives the first answer. `key` was made with the form, `body_hash` says what was sent.
#[derive(Debug, Clone)]
pub struct Once {
    pub account: AccountId,
    pub key: String,
    pub route: String,
    pub body_hash: String,
}

/// A write in progress: everything or nothing. Made only here.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    now: Moment,
    means: &'a Means,
    act_id: String,
    heads: Vec<(BookId, Head)>,
    vouched: Vec<Vouched>,
    told: Vec<Event>,
}

/// What a row is now, to be said in its book: the book, `table/id`, the hash.
struct Vouched {
    book: BookId,
    place: String,
    hash: String,
}

impl Tx<'_> {
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// One instant for the whole act.
    pub fn now(&self) -> Moment {
        self.now
    }

    pub fn new_id<I: From<String>>(&self) -> I {
        self.means.ids.make(self.now)
    }

    /// 256 random bits for a link, a cookie or a salt.
    pub fn secret(&self) -> String {
        self.means.ids.secret()
    }

    /// Random bytes for a secret that is not a text.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.means.ids.bytes()
    }

    pub fn shelf(&self) -> Shelf {
        self.means.shelf.clone()
    }

    /// Whether this write leaves standings to be worked out later.
    pub fn owes_standings(&self) -> bool {
        self.means.dues == Dues::Owed
    }

    /// Queues a job that exists exactly if this write does. In the past of a demo house nothing is
    /// queued: its letters would go to nobody, and its standings are owed anyway.
    pub fn later(&mut self, job: Job) -> Result<(), Fault> {
        self.later_at(job, self.now)
    }

    pub fn later_at(&mut self, job: Job, at: Moment) -> Result<(), Fault> {
        let id: JobId = self.new_id();
        if self.means.dues == Dues::Owed {
            return Ok(());
        }
        if let Job::Tell { to, what } = &job {
            twins::put(self.conn, &id, to, what, at)?;
        }
        queue::put(self.conn, id, &job, self.now, at)
    }

    /// Begins a chain: a portfolio's or a programme's. Its first event may be in this same write.
    pub fn open_book(&mut self, id: BookId, kind: &str) -> Result<(), Fault> {
        let head = Head::start();
        diesel::insert_into(books::table)
            .values((
                books::id.eq(&id),
                books::kind.eq(kind),
                books::seq.eq(head.seq),
                books::hash.eq(&head.hash),
                books::opened_at.eq(self.now),
            ))
            .execute(self.conn)?;
        self.heads.push((id, head));
        Ok(())
    }

    /// Whether the book was ever opened.
    pub fn knows_book(&mut self, id: &BookId) -> Result<bool, Fault> {
        Ok(diesel::select(diesel::dsl::exists(books::table.find(id))).get_result(self.conn)?)
    }

    /// Takes one more book in the middle of a write. Whoever calls it holds no book that comes after it, nor a row for which
    /// somebody who has the book may wait.
    pub fn take_also(&mut self, id: BookId) -> Result<(), Fault> {
        if self.heads.iter().any(|(taken, _)| *taken == id) { Ok(()) } else { self.take(vec![id]) }
    }

    /// The act's event in this book commits to the row as it is now. Said by the store that wrote the
    /// row, so that no act can forget it: without an event in the book the write fails.
    pub fn vouch(&mut self, book: impl Into<BookId>, row: &dyn Committed) {
        let (book, place, hash) = (book.into(), row.place(), digest(&row.fields()));
        self.vouched.push(Vouched { book, place, hash });
    }

    /// One more event of the same act, for a book that the act's own event is not in.
    pub fn tells(&mut self, event: Event) {
        self.told.push(event);
    }

    fn take(&mut self, ids: Vec<BookId>) -> Result<(), Fault> {
        for id in ids {
            let (seq, hash) = diesel::update(books::table.find(&id))
                .set(books::seq.eq(books::seq))
                .returning((books::seq, books::hash))
                .get_result::<(i64, String)>(self.conn)?;
            self.heads.push((id, Head { seq, hash }));
        }
        Ok(())
    }

    /// Puts what was vouched for into the last event of its book.
    fn sealed(&mut self, mut events: Vec<Event>) -> Result<Vec<Event>, Fault> {
        events.append(&mut self.told);
        let first = self.heads.first().map(|(book, _)| book.clone());
        for Vouched { book, place, hash } in std::mem::take(&mut self.vouched) {
            let of_book = |event: &Event| event.book().or(first.as_ref()) == Some(&book);
            let event = events.iter_mut().rfind(|event| of_book(event));
            let event =
                event.ok_or_else(|| Fault::Broken(format!("{place}: no event of its book tells of it")))?;
            event.commit_to(place, hash);
        }
        Ok(events)
    }

    pub(super) fn append(&mut self, events: Vec<Event>) -> Result<(), Fault> {
        for event in self.sealed(events)? {
            let place = match event.book() {
                Some(book) => self.heads.iter().position(|(id, _)| id == book),
                None => (!self.heads.is_empty()).then_some(0),
            };
            let Some((book, head)) = place.and_then(|at| self.heads.get_mut(at)) else {
                return Err(Fault::Broken(format!("{}: its book was not taken", event.act())));
            };
            let link = event.link(book, head.seq + 1, self.now, &self.act_id, &head.hash);
            diesel::insert_into(audit_events::table)
                .values((
                    audit_events::book_id.eq(&link.book),
                    audit_events::seq.eq(link.seq),
                    audit_events::at.eq(link.at),
                    audit_events::act_id.eq(&link.act_id),
                    audit_events::actor.eq(&link.actor),
                    audit_events::act.eq(&link.act),
                    audit_events::subject.eq(&link.subject),
                    audit_events::detail.eq(&link.detail),
                    audit_events::prev.eq(&link.prev),
                    audit_events::hash.eq(&link.hash),
                ))
                .execute(self.conn)?;
            *head = Head { seq: link.seq, hash: link.hash };
        }
        for (id, head) in &self.heads {
            diesel::update(books::table.find(id))
                .set((books::seq.eq(head.seq), books::hash.eq(&head.hash)))
                .execute(self.conn)?;
        }
        Ok(())
    }
}

/// What a write pays at once besides its rows and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dues {
    /// Standings are made fresh in the write, jobs are queued with it.
    Paid,
    /// Standings are only marked as old and no job is queued: for years that are made up in seconds.
    /// Whoever makes them refreshes every portfolio once, at the end.
    Owed,
}

/// What the door hands to each write: the instant and the source of ids.
#[derive(Clone)]
pub struct Means {
    pub clock: crate::clock::Clock,
    pub ids: Ids,
    pub shelf: Shelf,
    pub dues: Dues,
}

/// Inside an open transaction: takes the books, runs the act, appends what happened.
pub fn act<T>(
    conn: &mut Conn,
    means: &Means,
    books: Books,
    f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<T>, Fault>,
) -> Result<T, Fault> {
    let mut tx = taken(conn, means, books)?;
    let outcome = f(&mut tx)?;
    tx.append(outcome.events)?;
    Ok(outcome.value)
}

/// A write that has its books. The instant is read after waiting for their heads: an event is never older than the one
/// before it.
pub(super) fn taken<'a>(conn: &'a mut Conn, means: &'a Means, books: Books) -> Result<Tx<'a>, Fault> {
    let ids = books.resolve(conn)?;
    let mut tx = begin(conn, means);
    tx.take(ids)?;
    tx.now = means.clock.now();
    Ok(tx)
}

/// Housekeeping that is nobody's act: no book, no event.
pub fn quietly<T>(
    conn: &mut Conn,
    means: &Means,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut tx = begin(conn, means);
    let value = f(&mut tx)?;
    match tx.vouched.first() {
        None => Ok(value),
        Some(row) => {
            Err(Fault::Broken(format!("{}: a row of a book was written without an event", row.place)))
        }
    }
}

fn begin<'a>(conn: &'a mut Conn, means: &'a Means) -> Tx<'a> {
    let now = means.clock.now();
    Tx {
        conn,
        now,
        means,
        act_id: means.ids.make(now),
        heads: Vec::new(),
        vouched: Vec::new(),
        told: Vec::new(),
    }
}
