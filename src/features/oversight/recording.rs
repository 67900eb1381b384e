//! A tutor records what registered staff took part in, once for all who were there. Each gets it as an entry of their own
//! that says who recorded it; a tutor signs nothing, so only what counts by its owner's word is recorded so. It is all or
//! nothing, in one write with the books of all, and whoever cannot get it is named.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::kind::{Kind, Value};
use crate::domain::names::{BookId, EnrolmentId, PortfolioId};
use crate::domain::policy::assessments::{AttendanceCase, may_record_attendance};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, closings, overseen};
use crate::features::entries::store::{asked_by_staff, own_now};
use crate::features::entries::{
    AskedKind, Entered, New, entered, entered_whole, name_of, newest_used, record, union,
};
use crate::features::identifiers::refuse_all;
use crate::features::oversight::forms::Took;
use crate::features::signoffs::both;
use crate::features::{programmes, standing};
use crate::web::paths;
use crate::web::typed::Words;

/// The kind of entry in which registered staff keep what they took part in.
const ACTIVITY: &str = "cpd-activity";

/// Everybody whom the asker looks after, whose programme keeps such activities and who can still get an entry, once each,
/// and the form with whatever any of these programmes asks for; none where there is nobody.
pub fn people(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    now: Moment,
) -> Result<Option<(AskedKind, Vec<Enrolled>)>, Fault> {
    let (mut people, mut known, mut versions) = (Vec::new(), BTreeSet::new(), Vec::new());
    let rows = overseen(conn, who, Capacity::Tutor)?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let closed = closings(conn, shelf, &ids, now)?;
    for row in rows.into_iter().filter(|row| !closed.contains_key(&row.id)) {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        if !version.kind(ACTIVITY).is_some_and(|used| used.kind.is_attendance()) {
            continue;
        }
        versions.push(version);
        if known.insert(row.portfolio.clone()) && row.person != *who.viewer() {
            people.push(row);
        }
    }
    let Some(number) = newest_used(ACTIVITY, &versions).filter(|_| !people.is_empty()) else {
        return Ok(None);
    };
    let base = programmes::kind_version(conn, shelf, ACTIVITY, number)?;
    Ok(Some((plain(union(&base, &versions)), people)))
}

/// Only what cannot be left empty: what somebody learnt is theirs to write.
fn plain(mut asked: AskedKind) -> AskedKind {
    let mut kind = Kind::clone(&asked.kind);
    kind.fields.retain(|field| field.required);
    let known: BTreeSet<String> = kind.fields.iter().map(|field| field.code.clone()).collect();
    // What depends on an answer that is not asked for here is never asked.
    kind.fields.retain(|field| field.show_if.as_ref().is_none_or(|show| known.contains(&show.field)));
    asked.kind = Arc::new(kind);
    asked
}

/// The books that the write takes: those of everybody chosen whom this person looks after.
pub fn books(conn: &mut Conn, who: &Sight, chosen: &[EnrolmentId]) -> Result<Vec<BookId>, Fault> {
    let rows = overseen(conn, who, Capacity::Tutor)?;
    let mut books = BTreeSet::new();
    for id in chosen {
        let row = rows.iter().find(|row| row.id == *id).ok_or(Fault::NotFound)?;
        books.insert(BookId::from(row.portfolio.clone()));
    }
    Ok(books.into_iter().collect())
}

/// The entry of everybody chosen. What is wrong with the form stands beside its fields; what is wrong for one of them
/// only, with their name, where they were chosen.
pub fn put_all(tx: &mut Tx<'_>, person: &Person, given: &Took) -> Result<Outcome<()>, Fault> {
    let (shelf, sight, now) = (tx.shelf(), person.sight(), tx.now());
    let (asked, _) = people(tx.conn(), &shelf, &sight, now)?.ok_or(Fault::NotFound)?;
    let words = (&given.words, given.nobody);
    let passed = looked(tx.conn(), (&asked, person.today()), &given.people, words)?;
    let rows = overseen(tx.conn(), &sight, Capacity::Tutor)?;
    let mut all: Option<Outcome<()>> = None;
    // Nobody was there twice, however many enrolments of theirs were sent.
    let mut had: BTreeSet<&PortfolioId> = BTreeSet::new();
    for id in &given.people {
        let row = rows.iter().find(|row| row.id == *id).ok_or(Fault::NotFound)?;
        if !had.insert(&row.portfolio) {
            continue;
        }
        let theirs: Vec<EnrolmentId> = rows
            .iter()
            .filter(|other| other.portfolio == row.portfolio)
            .map(|other| other.id.clone())
            .collect();
        let done =
            put(tx, person, (row, &theirs), (given, &passed)).map_err(|fault| named(fault, &row.name))?;
        all = Some(match all {
            Some(before) => done.after(before),
            None => done,
        });
    }
    all.ok_or_else(|| Faults::one("who", "Choose who was there.").into())
}

/// What is wrong with the form, whoever was there: said together with that nobody was chosen.
pub fn look(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (words, now): (&Words, Moment),
) -> Result<(), Fault> {
    let (asked, rows) = people(conn, shelf, who, now)?.ok_or(Fault::NotFound)?;
    let anybody: Vec<EnrolmentId> = rows.into_iter().map(|row| row.id).collect();
    looked(conn, (&asked, who.today()), &anybody, (words, Took::says_nobody(words))).map(|_| ())
}

/// What in its words was passed over.
fn looked(
    conn: &mut Conn,
    (asked, today): (&AskedKind, Day),
    under: &[EnrolmentId],
    (words, nobody): (&Words, bool),
) -> Result<String, Fault> {
    let found = entered_whole(words, asked, under, today);
    let passed = refuse_all(conn, &prose(&asked.kind, &found), nobody);
    let whole = if found.faults.is_empty() { Ok(()) } else { Err(found.faults.into()) };
    Ok(both(whole, passed)?.1)
}

fn put(
    tx: &mut Tx<'_>,
    person: &Person,
    (row, theirs): (&Enrolled, &[EnrolmentId]),
    (given, passed): (&Took, &str),
) -> Result<Outcome<()>, Fault> {
    let (shelf, now, today) = (tx.shelf(), tx.now(), person.today());
    let own = own_now(tx.conn(), &shelf, &row.portfolio, now)?;
    let asked = asked_by_staff(tx.conn(), &shelf, &own, ACTIVITY)?;
    let under: Vec<EnrolmentId> =
        own.ids_using(ACTIVITY).into_iter().filter(|id| theirs.contains(id)).collect();
    if under.is_empty() {
        return Err(Fault::NotFound);
    }
    let whole = asked.kind.clone();
    let found = entered(&given.words, &plain(asked), &under, today);
    if !found.faults.is_empty() {
        return Err(found.faults.into());
    }
    let case = AttendanceCase {
        portfolio: row.portfolio.clone(),
        owner: row.person.clone(),
        is_attendance: whole.is_attendance(),
        looks_after: true,
    };
    let grant = may_record_attendance(person, &case)?;
    let new = New {
        portfolio: row.portfolio.clone(),
        kind: whole,
        day: found.day.ok_or_else(|| Fault::from(Faults::one("on", "Enter the day.")))?,
        until: found.until,
        values: found.values,
        files: Vec::new(),
        filed_under: under,
    };
    let written = record(tx, &grant, &new)?;
    standing::refresh(tx, &new.portfolio, std::slice::from_ref(&written.entry))?;
    let what = Notice::RecordedFor {
        entry: written.entry.clone(),
        what: new.kind.one(),
        day: new.day,
        by: person.account.clone(),
    };
    tx.later(Job::Tell { to: row.person.clone(), what })?;
    let event = grant
        .event("attendance/recorded", format!("entry/{}", written.entry))
        .with("kind", &new.kind.code)
        .with("version", &written.version)
        .with("root", &written.root)
        .in_book(new.portfolio);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of((), event))
}

fn prose(kind: &Kind, found: &Entered) -> Vec<(String, String)> {
    let text = |code: &str| found.values.get(code).and_then(Value::text).unwrap_or_default().to_owned();
    let fields = kind.fields.iter().filter(|field| field.is_prose());
    fields.map(|field| (name_of(&field.code), text(&field.code))).collect()
}

/// The fault as one about this person among those who were chosen: the form itself was found right.
fn named(fault: Fault, name: &str) -> Fault {
    let about = |sentence: &str| -> Fault { Faults::one("who", format!("{name}: {sentence}")).into() };
    match fault {
        Fault::Refused(refusal) => about(&refusal.sentence),
        Fault::NotFound => about("nothing like this can be filed for them any more."),
        Fault::Typed(faults) => {
            let sentences: Vec<&str> = faults.iter().map(|(_, sentence)| sentence).collect();
            about(&sentences.join(" "))
        }
        other => other,
    }
}

/// Where it stands afterwards.
pub fn path() -> String {
    paths::ATTENDANCE.to_owned()
}
