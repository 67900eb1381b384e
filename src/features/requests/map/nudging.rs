//! A training lead reminds trainees of what no signer can be reminded of: nobody is asked by name, or whoever decided has
//! not opened the letter at their work address. Of one entry at most once in seven days; one letter for each trainee.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::sight::SightOver;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId, EntryId};
use crate::domain::policy::requests::{NudgeCase, may_nudge};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::REMIND_EVERY_DAYS;
use crate::features::requests::store::{self, Owned};
use crate::features::standing::{alone_of, headed, unconfirmed_of};
use crate::web::form::{Form, FromForm};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Words;

#[derive(Debug, Clone)]
pub struct Wanted {
    entries: Vec<EntryId>,
    /// Where the button was.
    back: String,
}

impl FromForm for Wanted {
    fn read(words: &Words, faults: &mut Faults) -> Option<Wanted> {
        let entries: Vec<EntryId> = words.one("entries").split_whitespace().map(EntryId::new).collect();
        if entries.is_empty() {
            faults.add("", "Say of what the trainee is to be reminded.");
        }
        let back = paths::local(words.one("back")).unwrap_or(paths::WAITING_MAP).to_owned();
        Some(Wanted { entries, back })
    }
}

pub async fn nudge(who: Lead, app: App, mut form: Form<Wanted>) -> Answer {
    let (wanted, sight) = (form.given()?, who.sight());
    let Wanted { entries, back } = wanted;
    let asked = entries.clone();
    let waiting = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            named(r.conn(), (&shelf, now), &sight, &asked)
        })
        .await?;
    // What is not theirs to see is not there.
    if waiting.is_empty() {
        return Err(Fault::NotFound.into());
    }
    let books: BTreeSet<BookId> = waiting.iter().map(|(one, _)| one.portfolio.clone().into()).collect();
    let books: Vec<BookId> = books.into_iter().collect();
    let person = who.person().clone();
    let back = app
        .write_once(form.once(&who.account), Books::Named(books.clone()), move |tx| {
            Ok(put_nudges(tx, &person, &entries, &books)?.map(|()| back))
        })
        .await?;
    saying(back, "The reminder is sent: it stands among the notices of whoever recorded it, and in a letter.")
}

/// What of these stands before the lead as asked of nobody, or as waiting for a letter to be opened: and whether for that.
fn named(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    sight: &Sight,
    only: &[EntryId],
) -> Result<Vec<(Owned, bool)>, Fault> {
    let over = SightOver::of(conn, sight, Capacity::Lead)?;
    let heads = headed(conn, &over)?;
    let mut letter: HashMap<EntryId, bool> = HashMap::new();
    letter.extend(alone_of(conn, (shelf, now), &over, &heads)?.into_iter().map(|one| (one.entry, false)));
    letter.extend(unconfirmed_of(conn, &over)?.into_iter().map(|one| (one.entry, true)));
    letter.retain(|entry, _| only.contains(entry));
    let owned = store::owned(conn, letter.keys())?;
    Ok(owned
        .into_iter()
        .filter_map(|one| letter.get(&one.entry).map(|letter| (one.clone(), *letter)))
        .collect())
}

fn put_nudges(
    tx: &mut Tx<'_>,
    person: &Person,
    only: &[EntryId],
    books: &[BookId],
) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let mut waiting = named(tx.conn(), (&shelf, now), &person.sight(), only)?;
    waiting.retain(|(one, _)| books.contains(&BookId::from(one.portfolio.clone())));
    let last = store::last_nudges(tx.conn(), now.plus_days(-REMIND_EVERY_DAYS))?;
    let case = NudgeCase {
        waiting: waiting.iter().map(|(one, _)| (one.entry.clone(), last.get(&one.entry).copied())).collect(),
        now,
        zone: person.zone,
    };
    let grant = may_nudge(person, &case)?;
    waiting.retain(|(one, _)| grant.act().entries.contains(&one.entry));
    let mut told: BTreeMap<(&AccountId, bool), Vec<(EntryId, Day)>> = BTreeMap::new();
    for (one, letter) in &waiting {
        told.entry((&one.owner, *letter)).or_default().push((one.entry.clone(), one.day));
    }
    for ((to, letter), entries) in told {
        tx.later(Job::Tell { to: to.clone(), what: Notice::NobodyDecides { entries, letter } })?;
    }
    let mut events = waiting.iter().map(|(one, _)| {
        grant.event("entry/nudged", format!("entry/{}", one.entry)).in_book(one.portfolio.clone())
    });
    let first = events.next().ok_or(Fault::NotFound)?;
    let rest: Vec<_> = events.collect();
    Ok(Outcome::of((), first).and_all(rest))
}
