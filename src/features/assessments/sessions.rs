//! One session for many: a teaching session, an audit or a morbidity meeting is written once, and each who was there
//! gets the entry, signed. Decided: it is all or nothing, in one write with the books of all; whoever cannot get it
//! (an enrolment that is frozen, an appointment that does not cover the day) is named, and nothing is recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::Kind;
use crate::domain::names::{BookId, EnrolmentId};
use crate::domain::role::{Person, Sight};
use crate::features::assessments::beginning::{begins, put};
use crate::features::assessments::forms::{Begun, Session};
use crate::features::enrolments::{Enrolled, trained};
use crate::features::programmes;

/// So many people at most get an entry at once.
pub const MOST: usize = 100;

/// What was there for several: nobody's procedure is judged in it.
fn is_session(kind: &Kind) -> bool {
    begins(kind) && !kind.has_two_sides() && kind.scale.is_none() && kind.signers.is_empty()
}

/// Everybody whom this person supervises or leads today, once each, whose programme uses the kind.
pub fn people(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    kind: &str,
) -> Result<(Arc<Kind>, Vec<Enrolled>), Fault> {
    let (mut people, mut known, mut newest): (Vec<Enrolled>, _, Option<Kind>) =
        (Vec::new(), BTreeSet::new(), None);
    for row in trained(conn, who)? {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        let Some(used) = version.kind(kind).filter(|used| is_session(&used.kind)) else { continue };
        if newest.as_ref().is_none_or(|newest| newest.version < used.kind.version) {
            newest = Some(used.kind.clone());
        }
        if known.insert(row.portfolio.clone()) {
            people.push(row);
        }
    }
    Ok((Arc::new(newest.ok_or(Fault::NotFound)?), people))
}

/// The kinds of which a session may be, in the order of the programmes.
pub fn kinds(conn: &mut Conn, shelf: &Shelf, who: &Sight) -> Result<Vec<Arc<Kind>>, Fault> {
    let mut all: Vec<Arc<Kind>> = Vec::new();
    for row in trained(conn, who)? {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        for used in version.kinds.iter().filter(|used| is_session(&used.kind)) {
            if !all.iter().any(|known| known.code == used.kind.code) {
                all.push(Arc::new(used.kind.clone()));
            }
        }
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

/// The entry of everybody chosen; gives how many that are.
pub fn put_all(tx: &mut Tx<'_>, person: &Person, given: &Session) -> Result<Outcome<usize>, Fault> {
    let names = trained(tx.conn(), &person.sight())?;
    let mut all: Option<Outcome<String>> = None;
    for id in &given.people {
        let one = Begun {
            trainee: id.clone(),
            kind: given.kind.clone(),
            words: given.words.clone(),
            sign: given.sign.clone(),
        };
        let done = put(tx, person, one).map_err(|fault| match fault {
            Fault::Refused(refusal) => {
                let name = names.iter().find(|row| row.id == *id).map_or("", |row| row.name.as_str());
                Faults::one("who", format!("{name}: {}", refusal.sentence)).into()
            }
            // Nothing more is filed under what this person is on; everybody chosen is theirs, or the books were not.
            Fault::NotFound => {
                let name = names.iter().find(|row| row.id == *id).map_or("", |row| row.name.as_str());
                Faults::one("who", format!("{name}: nothing like this can be filed for them any more."))
                    .into()
            }
            other => other,
        })?;
        all = Some(match all {
            Some(before) => done.after(before),
            None => done,
        });
    }
    let count = given.people.len();
    let all = all.ok_or_else(|| Fault::from(Faults::one("who", "Choose who was there.")))?;
    Ok(all.map(|_| count))
}
