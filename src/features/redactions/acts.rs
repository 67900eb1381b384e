//! Reporting, striking out, and keeping an incident: each a write in the portfolio's book.

pub mod in_pack;
pub mod in_review;
mod keeping;

pub use keeping::{close, refer};

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal, refuse_unless};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId, EntryId, IncidentId, PortfolioId};
use crate::domain::policy::redactions::{may_report, may_see_incident, may_strike};
use crate::domain::redaction::{Place, Sort, Within};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::entries::{Seen, said_in_its_names, seen, seen_for_incident, seen_to_strike};
use crate::features::redactions::forms;
use crate::features::redactions::pages;
use crate::features::redactions::places::spots;
use crate::features::redactions::store::{self, Copied, Shown};
use crate::features::redactions::striking::{self, Wanted};
use crate::features::{enrolments, entries, people};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub const REPORTED: &str = "It is reported. The training lead is told, and information governance; where nobody holds that, an admin is told to \
     appoint somebody.";

pub async fn report(who: SignedIn, app: App, id: Path<EntryId>, mut form: Form<forms::Report>) -> Answer {
    let id = id.into_inner();
    match reported(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, said_in_its_names(&app, &id, REPORTED).await?),
        Err(fault) => pages::report_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn reported(
    who: &SignedIn,
    app: &App,
    id: &EntryId,
    form: &mut Form<forms::Report>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (sight, entry, places) = (who.sight(), id.clone(), given.places.clone());
    // Before any book is taken: an entry out of sight is not there.
    let books = app.read(move |r| {
        let shelf = r.shelf();
        let entry = seen(r.conn(), &shelf, &sight, &entry)?;
        books_of(r.conn(), &entry, &places)
    });
    let (books, person, id) = (books.await?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        Ok(put_report(tx, &person, &id, &given)?.map(|incident| paths::incident(incident.as_str())))
    })
    .await
}

/// The books of an entry and of those into which the same act wrote what stands in these places.
fn books_of(conn: &mut Conn, entry: &Seen, places: &BTreeSet<Place>) -> Result<Vec<BookId>, Fault> {
    let mut all: BTreeSet<EntryId> = [entry.id.clone()].into();
    all.extend(store::copies(conn, entry, places)?.into_iter().map(|one| one.entry));
    store::books_of(conn, &all)
}

/// Opens an incident, inside a write that has taken the entry's book, and those of the entries into which the same act
/// wrote the same words: each of them has an incident of its own.
pub fn put_report(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    given: &forms::Report,
) -> Result<Outcome<IncidentId>, Fault> {
    let shelf = tx.shelf();
    let entry = seen(tx.conn(), &shelf, &person.sight(), id)?;
    let known = spots(tx.conn(), &person.sight(), &entry)?.into_iter().map(|spot| spot.place).collect();
    put_report_of(tx, person, &entry, &known, given)
}

/// The same of an entry that the person was shown, in these of its places.
pub fn put_report_of(
    tx: &mut Tx<'_>,
    person: &Person,
    entry: &Seen,
    known: &BTreeSet<Place>,
    given: &forms::Report,
) -> Result<Outcome<IncidentId>, Fault> {
    let id = &entry.id;
    if !given.places.is_subset(known) {
        return Err(Faults::one("place", "The entry has changed meanwhile. Choose again.").into());
    }
    if let Some(open) = store::reached(tx.conn(), id)? {
        let what = format!("It has been reported already: see {}.", paths::incident(open.as_str()));
        return Err(Refusal::new("reported-already", what).into());
    }
    let mut others = Vec::new();
    for copy in store::copies(tx.conn(), entry, &given.places)? {
        if store::reached(tx.conn(), &copy.entry)?.is_none() {
            others.push(open(tx, person, &Reported::of_copy(&copy), given.sort)?.1);
        }
    }
    let (incident, event) = open(tx, person, &Reported::of(entry, given.places.clone()), given.sort)?;
    Ok(Outcome::of(incident, event).and_all(others))
}

/// An entry, or a review, of which an incident is opened.
struct Reported {
    within: Within,
    portfolio: PortfolioId,
    /// Nobody where its owner is not to know of the entry.
    owner: Option<AccountId>,
    places: BTreeSet<Place>,
}

impl Reported {
    fn of(entry: &Seen, places: BTreeSet<Place>) -> Reported {
        Reported {
            within: Within::Entry(entry.id.clone()),
            portfolio: entry.portfolio.clone(),
            owner: (!entry.is_closed_to_owner()).then(|| entry.owner.clone()),
            places,
        }
    }

    fn of_copy(copy: &Copied) -> Reported {
        Reported {
            within: Within::Entry(copy.entry.clone()),
            portfolio: copy.portfolio.clone(),
            owner: (!copy.closed_to_owner).then(|| copy.owner.clone()),
            places: copy.places.clone(),
        }
    }
}

/// The incident, with the letters to its owner, to who leads them and to information governance; whoever reports it
/// knows.
fn open(tx: &mut Tx<'_>, person: &Person, of: &Reported, sort: Sort) -> Result<(IncidentId, Event), Fault> {
    let grant = may_report(person, &of.within);
    let incident = store::report(tx, &grant, &of.portfolio, &of.places, sort)?;
    let today = tx.now().day_in(DEFAULT_ZONE);
    let mut told: BTreeSet<AccountId> = store::leads_of(tx.conn(), &of.within, today)?.into_iter().collect();
    let governing = people::holding(tx.conn(), Capacity::Governance, today)?;
    // An admin sees no incident: what they can do is appoint somebody who does.
    if governing.is_empty() {
        for to in people::holding(tx.conn(), Capacity::Admin, today)? {
            tx.later(Job::Tell { to, what: Notice::NobodyGoverns })?;
        }
    }
    told.extend(governing);
    told.extend(of.owner.clone());
    told.remove(&person.account);
    for to in told {
        tx.later(Job::Tell { to, what: Notice::IncidentOpened { incident: incident.clone() } })?;
    }
    let act = match of.within {
        Within::Entry(_) => "entry/reported",
        Within::Review(_) => "review/reported",
    };
    let event = grant.event(act, of.within.subject()).in_book(of.portfolio.clone());
    let event = event.with("incident", &incident).with("sort", sort);
    Ok((incident, event))
}

pub async fn strike(who: SignedIn, app: App, id: Path<IncidentId>, mut form: Form<forms::Strike>) -> Answer {
    let id = id.into_inner();
    match struck(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "It is struck out, in every version. Nobody can read it again."),
        Err(fault) => pages::strike_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn struck(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<forms::Strike>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, asked, places) = (who.person().clone(), id.clone(), given.places.clone());
    let found = app.read(move |r| {
        let shelf = r.shelf();
        let (case, shown) = store::about(r.conn(), &person, &asked)?;
        let sees = may_see_incident(&person, &case).ok_or(Fault::NotFound)?;
        if let Within::Review(_) = case.within {
            return Ok((vec![BookId::from(shown.row.portfolio_id.clone())], shown));
        }
        let entry = seen_for_incident(r.conn(), &shelf, &sees)?;
        Ok((books_of(r.conn(), &entry, &places)?, shown))
    });
    let ((books, shown), person, id) = (found.await?, who.person().clone(), id.clone());
    let done = app
        .write_once(form.once(&who.account), Books::from(books), move |tx| {
            Ok(put_strike(tx, &person, &id, &given)?.map(|()| paths::incident(id.as_str())))
        })
        .await;
    in_names(app, &shown, done).await
}

/// Strikes out, inside a write that has taken the entry's book and those of the copies.
pub fn put_strike(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &IncidentId,
    given: &forms::Strike,
) -> Result<Outcome<()>, Fault> {
    strike_one(tx, person, id, (given, false))
}

/// `own_alone`: the entry is a copy itself, so that nobody looks for more of them.
fn strike_one(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &IncidentId,
    (given, own_alone): (&forms::Strike, bool),
) -> Result<Outcome<()>, Fault> {
    let (case, shown) = store::about(tx.conn(), person, id)?;
    if let Within::Review(_) = case.within {
        return in_review::put_strike(tx, person, (&case, &shown), given);
    }
    let grant = may_strike(person, &case, given.places.is_subset(&shown.row.reported()))?;
    let shelf = tx.shelf();
    let entry = seen_to_strike(tx.conn(), &shelf, &grant)?;
    refuse_unless(given.was.is_empty() || given.was == entry.version.as_str(), || {
        let sentence = "The entry was changed after you opened this page, and nothing was struck out. Look at it as it is \
                        now: a place goes from the new version too.";
        Refusal::new("changed-meanwhile", sentence)
    })?;
    in_their_reviews(tx, person, &entry, &given.places, &shown.row.reported())?;
    // Found while the words are there: afterwards nothing says what was the same.
    let copies = if own_alone { Vec::new() } else { store::copies(tx.conn(), &entry, &given.places)? };
    let mut others = Vec::new();
    for copy in &copies {
        others.extend(of_copy(tx, person, copy, given)?);
    }
    let wanted =
        Wanted { places: given.places.clone(), sort: given.sort, incident: Some(id.clone()), first: None };
    let row = striking::strike(tx, &grant, &entry, wanted)?.row;
    store::settle(tx, &grant, id)?;
    let event = grant
        .event("entry/struck-out", case.within.subject())
        .in_book(entry.portfolio.clone())
        .with("redaction", &row.id)
        .with("incident", id)
        .with("sort", given.sort)
        .with("reopened", row.reopened);
    if !row.reopened && !case.closed_to_owner {
        let what = Notice::StruckOut { entry: entry.id.clone() };
        tx.later(Job::Tell { to: case.owner, what })?;
    }
    Ok(others.into_iter().fold(Outcome::of((), event), Outcome::after))
}

/// Another entry with the same words: it has an incident of its own, opened now where there is none, and where it was
/// chosen the words go out of it too.
fn of_copy(
    tx: &mut Tx<'_>,
    person: &Person,
    copy: &Copied,
    given: &forms::Strike,
) -> Result<Vec<Outcome<()>>, Fault> {
    let (known, mut done) = (store::reached(tx.conn(), &copy.entry)?, Vec::new());
    let incident = match known {
        Some(known) => known,
        None => {
            let (incident, event) = open(tx, person, &Reported::of_copy(copy), given.sort)?;
            done.push(Outcome::of((), event));
            incident
        }
    };
    if given.copies.contains(&copy.entry) {
        let wanted = forms::Strike {
            places: copy.places.clone(),
            sort: given.sort,
            copies: BTreeSet::new(),
            was: String::new(),
        };
        done.push(strike_one(tx, person, &incident, (&wanted, true))?);
    }
    Ok(done)
}

/// An entry may be filed under several enrolments, and a review is of one: beyond what was reported a lead strikes out of
/// those reviews that they read.
fn in_their_reviews(
    tx: &mut Tx<'_>,
    person: &Person,
    entry: &Seen,
    wanted: &BTreeSet<Place>,
    reported: &BTreeSet<Place>,
) -> Result<(), Fault> {
    let is_more = |place: &&Place| matches!(place, Place::Review(_)) && !reported.contains(*place);
    let mut more = wanted.iter().filter(is_more).peekable();
    if more.peek().is_none() {
        return Ok(());
    }
    let known: BTreeSet<Place> =
        spots(tx.conn(), &person.sight(), entry)?.into_iter().map(|spot| spot.place).collect();
    match more.all(|place| known.contains(place)) {
        true => Ok(()),
        false => Err(Faults::one("place", "The entry has changed meanwhile. Choose again.").into()),
    }
}

/// In whose sight all that is written around the entry lies.
pub fn as_owner(shown: &Shown, person: &Person) -> Sight {
    Sight::on_behalf_of(shown.owner.clone(), person.today())
}

/// Who leads the enrolment finds what is of a review in the history by it, and what is of an entry by that.
fn of_review(event: Event, shown: &Shown) -> Event {
    match &shown.enrolment {
        Some(enrolment) => event.with("enrolment", enrolment),
        None => event,
    }
}

/// What was refused, in the names of the programme.
pub async fn in_names<T>(app: &App, shown: &Shown, done: Result<T, Fault>) -> Result<T, Fault> {
    match (&shown.row.entry_id, &shown.enrolment) {
        (Some(entry), _) => entries::in_its_names(app, entry, done).await,
        (None, Some(enrolment)) => enrolments::in_its_names(app, enrolment, done).await,
        (None, None) => done,
    }
}
