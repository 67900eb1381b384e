//! One session for many: a teaching session, an audit or a morbidity meeting is written once, and each who was there
//! gets the entry, signed. Decided: it is all or nothing, in one write with the books of all; whoever cannot get it
//! (an enrolment that is frozen, an appointment that does not cover the day) is named, and nothing is recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::feedback::MEETING;
use crate::domain::kind::Kind;
use crate::domain::names::{BookId, DecisionId, EnrolmentId, PortfolioId};
use crate::domain::role::{Person, Sight};
use crate::domain::time::Moment;
use crate::features::assessments::beginning::{of_house, put};
use crate::features::assessments::forms::{Begun, Session};
use crate::features::assessments::views::{PRESENT, TRAINEE, asks_present};
use crate::features::enrolments::{Enrolled, closings, trained};
use crate::features::entries::{AskedKind, entered_whole, name_of, newest_used, union};
use crate::features::identifiers::refuse_all;
use crate::features::programmes;
use crate::features::signoffs::{both, whole_words};
use crate::web::typed::Words;

/// So many people at most get an entry at once.
pub const MOST: usize = 100;

/// The enrolments that this person supervises or leads today and that take entries still.
fn open(conn: &mut Conn, shelf: &Shelf, who: &Sight, now: Moment) -> Result<Vec<Enrolled>, Fault> {
    let mut rows = trained(conn, who)?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let closed = closings(conn, shelf, &ids, now)?;
    rows.retain(|row| !closed.contains_key(&row.id));
    Ok(rows)
}

/// Everybody whom this person supervises or leads today, once each, whose programme uses the kind and who can still get
/// an entry of it; and the form with every field that any of their programmes asks for.
pub fn people(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (kind, now): (&str, Moment),
) -> Result<(AskedKind, Vec<Enrolled>), Fault> {
    let meeting = match kind {
        MEETING => meeting(conn, shelf)?,
        _ => None,
    };
    let (mut people, mut known, mut versions) = (Vec::new(), BTreeSet::new(), Vec::new());
    for row in open(conn, shelf, who, now)? {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        match version.kind(kind) {
            Some(used) if used.kind.is_session() => versions.push(version),
            None if meeting.is_some() => {}
            _ => continue,
        }
        if known.insert(row.portfolio.clone()) {
            people.push(row);
        }
    }
    let base = match newest_used(kind, &versions) {
        Some(number) => programmes::kind_version(conn, shelf, kind, number)?,
        None => meeting.filter(|_| !people.is_empty()).ok_or(Fault::NotFound)?,
    };
    Ok((union(&base, &versions), people))
}

/// The house's own form of meetings, for those whose programmes name none.
fn meeting(conn: &mut Conn, shelf: &Shelf) -> Result<Option<Arc<Kind>>, Fault> {
    Ok(of_house(conn, shelf)?.filter(|kind| kind.is_session()))
}

/// The kinds of which a session may be, in the order of the programmes.
pub fn kinds(conn: &mut Conn, shelf: &Shelf, who: &Sight, now: Moment) -> Result<Vec<Arc<Kind>>, Fault> {
    let mut all: Vec<Arc<Kind>> = Vec::new();
    let rows = open(conn, shelf, who, now)?;
    for row in &rows {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        for used in version.kinds.iter().filter(|used| used.kind.is_session()) {
            if !all.iter().any(|known| known.code == used.kind.code) {
                all.push(Arc::new(used.kind.clone()));
            }
        }
    }
    if !rows.is_empty() && !all.iter().any(|known| known.code == MEETING) {
        all.extend(meeting(conn, shelf)?);
    }
    Ok(all)
}

/// The books that the write takes: those of everybody chosen whom this person trains.
pub fn books(conn: &mut Conn, who: &Sight, chosen: &[EnrolmentId]) -> Result<Vec<BookId>, Fault> {
    let rows = trained(conn, who)?;
    let mut books = BTreeSet::new();
    for id in chosen {
        let row = rows.iter().find(|row| row.id == *id).ok_or(Fault::NotFound)?;
        books.insert(BookId::from(row.portfolio.clone()));
    }
    Ok(books.into_iter().collect())
}

/// What is wrong with the form, whoever was there: said together with that nobody was chosen.
pub fn look(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (words, now): (&Words, Moment),
) -> Result<(), Fault> {
    let (asked, rows) = people(conn, shelf, who, (words.one("kind"), now))?;
    let anybody: Vec<EnrolmentId> = rows.into_iter().map(|row| row.id).collect();
    let found = entered_whole(&with_themselves(words, &asked.kind), &asked, &anybody, who.today());
    if found.faults.is_empty() { Ok(()) } else { Err(found.faults.into()) }
}

/// The entry of everybody chosen; gives one of the decisions. What is wrong with the form stands beside its fields; what is
/// wrong for one of them only, with their name, where they were chosen.
pub fn put_all(tx: &mut Tx<'_>, person: &Person, given: &Session) -> Result<Outcome<DecisionId>, Fault> {
    let (shelf, sight, now) = (tx.shelf(), person.sight(), tx.now());
    let (asked, _) = people(tx.conn(), &shelf, &sight, (&given.kind, now))?;
    let words = with_themselves(&given.words, &asked.kind);
    let found = entered_whole(&words, &asked, &given.people, person.today());
    let looked = refuse_all(tx.conn(), &whole_words(&asked.kind, &found, &given.sign), given.sign.nobody);
    let whole = if found.faults.is_empty() { Ok(()) } else { Err(found.faults.into()) };
    both(whole, looked)?;
    let rows = trained(tx.conn(), &sight)?;
    let mut all: Option<Outcome<DecisionId>> = None;
    // Nobody was there twice, however many enrolments of theirs were sent.
    let mut had: BTreeSet<&PortfolioId> = BTreeSet::new();
    for id in &given.people {
        let row = rows.iter().find(|row| row.id == *id);
        if row.is_some_and(|row| !had.insert(&row.portfolio)) {
            continue;
        }
        let one = Begun {
            trainee: id.clone(),
            kind: given.kind.clone(),
            words: words.clone(),
            sign: given.sign.clone(),
        };
        let name = row.map_or("", |row| row.name.as_str());
        let done = put(tx, person, one).map_err(|fault| named(fault, name))?.map(|(_, decision)| decision);
        all = Some(match all {
            Some(before) => done.after(before),
            None => done,
        });
    }
    all.ok_or_else(|| Faults::one("who", "Choose who was there.").into())
}

/// Everybody who gets the entry was there, as a trainee: it is not asked a second time.
fn with_themselves(words: &Words, kind: &Kind) -> Words {
    let (mut words, name) = (words.clone(), name_of(PRESENT));
    if asks_present(kind) && !words.has(&name, TRAINEE) {
        words.add(name, TRAINEE);
    }
    words
}

/// The fault as one about this person among those who were chosen.
fn named(fault: Fault, name: &str) -> Fault {
    match fault {
        Fault::Refused(refusal) => Faults::one("who", format!("{name}: {}", refusal.sentence)).into(),
        // Nothing more is filed under what this person is on; everybody chosen is theirs, or the books were not.
        Fault::NotFound => {
            Faults::one("who", format!("{name}: nothing like this can be filed for them any more.")).into()
        }
        // The form itself was found right: their programme asks for something else.
        Fault::Typed(faults) => {
            let mut all = Faults::none();
            for (field, sentence) in faults.iter() {
                match field.starts_with(&name_of("")) {
                    true => all.add("who", format!("{name}: {sentence}")),
                    false => all.add(field, sentence),
                }
            }
            all.into()
        }
        other => other,
    }
}
