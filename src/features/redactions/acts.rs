//! Reporting, striking out, and keeping an incident: each a write in the portfolio's book.

pub mod in_pack;

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, EntryId, IncidentId, PortfolioId};
use crate::domain::policy::redactions::{
    may_close_incident, may_keep_incident, may_report, may_see_incident, may_strike,
};
use crate::domain::redaction::{Place, Sort, Standing};
use crate::domain::role::{Person, Sight};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::entries::{Seen, said_in_its_names, seen, seen_for_incident, seen_to_strike};
use crate::features::identifiers::refuse;
use crate::features::people;
use crate::features::redactions::forms;
use crate::features::redactions::pages;
use crate::features::redactions::places::spots;
use crate::features::redactions::store::{self, Copied, Shown};
use crate::features::redactions::striking::{self, Wanted};
use crate::web::form::{Form, FromForm};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub const REPORTED: &str = "It is reported. The training lead and information governance are told.";

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
        let mut all: BTreeSet<EntryId> = [entry.id.clone()].into();
        all.extend(store::copies(r.conn(), &entry, &places)?.into_iter().map(|one| one.entry));
        store::books_of(r.conn(), &all)
    });
    let (books, person, id) = (books.await?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        Ok(put_report(tx, &person, &id, &given)?.map(|incident| paths::incident(incident.as_str())))
    })
    .await
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

/// An entry of which an incident is opened.
struct Reported {
    entry: EntryId,
    portfolio: PortfolioId,
    /// Nobody where its owner is not to know of the entry.
    owner: Option<AccountId>,
    places: BTreeSet<Place>,
}

impl Reported {
    fn of(entry: &Seen, places: BTreeSet<Place>) -> Reported {
        Reported {
            entry: entry.id.clone(),
            portfolio: entry.portfolio.clone(),
            owner: (!entry.is_closed_to_owner()).then(|| entry.owner.clone()),
            places,
        }
    }

    fn of_copy(copy: &Copied) -> Reported {
        Reported {
            entry: copy.entry.clone(),
            portfolio: copy.portfolio.clone(),
            owner: (!copy.closed_to_owner).then(|| copy.owner.clone()),
            places: copy.places.clone(),
        }
    }
}

/// The incident, with the letters to its owner, to who leads them and to information governance; whoever reports it
/// knows.
fn open(tx: &mut Tx<'_>, person: &Person, of: &Reported, sort: Sort) -> Result<(IncidentId, Event), Fault> {
    let grant = may_report(person, &of.entry);
    let incident = store::report(tx, &grant, &of.portfolio, &of.places, sort)?;
    let today = tx.now().day_in(DEFAULT_ZONE);
    let mut told: BTreeSet<AccountId> = store::leads_of(tx.conn(), &of.entry, today)?.into_iter().collect();
    told.extend(people::governors(tx.conn(), today)?);
    told.extend(of.owner.clone());
    told.remove(&person.account);
    for to in told {
        tx.later(Job::Tell { to, what: Notice::IncidentOpened { incident: incident.clone() } })?;
    }
    let event = grant.event("entry/reported", format!("entry/{}", of.entry)).in_book(of.portfolio.clone());
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
    let books = app.read(move |r| {
        let shelf = r.shelf();
        let (case, _) = store::about(r.conn(), &person, &asked)?;
        let sees = may_see_incident(&person, &case).ok_or(Fault::NotFound)?;
        let entry = seen_for_incident(r.conn(), &shelf, &sees)?;
        let mut all: BTreeSet<EntryId> = [case.entry].into();
        all.extend(store::copies(r.conn(), &entry, &places)?.into_iter().map(|one| one.entry));
        store::books_of(r.conn(), &all)
    });
    let (books, person, id) = (books.await?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        Ok(put_strike(tx, &person, &id, &given)?.map(|()| paths::incident(id.as_str())))
    })
    .await
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
    let grant = may_strike(person, &case, given.places.is_subset(&shown.row.reported()))?;
    let shelf = tx.shelf();
    let entry = seen_to_strike(tx.conn(), &shelf, &grant)?;
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
        .event("entry/struck-out", format!("entry/{}", case.entry))
        .in_book(entry.portfolio.clone())
        .with("redaction", &row.id)
        .with("incident", id)
        .with("sort", given.sort)
        .with("reopened", row.reopened);
    if !row.reopened && !case.closed_to_owner {
        let what = Notice::StruckOut { entry: case.entry.clone() };
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
        let wanted = forms::Strike { places: copy.places.clone(), sort: given.sort, copies: BTreeSet::new() };
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

pub async fn refer(
    who: SignedIn,
    app: App,
    id: Path<IncidentId>,
    mut form: Form<forms::Reference>,
) -> Answer {
    let id = id.into_inner();
    match referred(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The reference is kept."),
        Err(fault) => pages::incident_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn referred(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<forms::Reference>,
) -> Result<String, Fault> {
    on_incident(who, app, id, form, |tx, person, id, given| {
        let (case, _) = store::about(tx.conn(), person, id)?;
        let grant = may_keep_incident(person, &case)?;
        refuse(tx.conn(), "reference", &given.0, false)?;
        store::refer(tx, &grant, &given.0)?;
        let event = grant.event("incident/referred", format!("entry/{}", case.entry));
        Ok(Outcome::of((), event.with("incident", id)))
    })
    .await
}

pub async fn close(who: SignedIn, app: App, id: Path<IncidentId>, mut form: Form<forms::End>) -> Answer {
    let id = id.into_inner();
    match closed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The incident is over."),
        Err(fault) => pages::incident_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn closed(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<forms::End>,
) -> Result<String, Fault> {
    on_incident(who, app, id, form, |tx, person, id, given| {
        let (case, _) = store::about(tx.conn(), person, id)?;
        let grant = may_close_incident(person, &case, given.unfounded)?;
        let how = if given.unfounded { Standing::Unfounded } else { Standing::Closed };
        store::close(tx, &grant, how)?;
        let event = grant.event("incident/closed", format!("entry/{}", case.entry));
        Ok(Outcome::of((), event.with("incident", id).with("how", how)))
    })
    .await
}

/// One act on an incident, once, in the book of its entry; gives the incident's address.
async fn on_incident<F: FromForm + Send + 'static>(
    who: &SignedIn,
    app: &App,
    id: &IncidentId,
    form: &mut Form<F>,
    act: impl FnOnce(&mut Tx<'_>, &Person, &IncidentId, &F) -> Result<Outcome<()>, Fault> + Send + 'static,
) -> Result<String, Fault> {
    let given = form.given()?;
    let entry = entry_of(who, app, id).await?;
    let (person, id) = (who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
        Ok(act(tx, &person, &id, &given)?.map(|()| paths::incident(id.as_str())))
    })
    .await
}

/// The entry of an incident, for the book that a write takes; for a stranger there is none.
async fn entry_of(who: &SignedIn, app: &App, id: &IncidentId) -> Result<EntryId, Fault> {
    let (person, id) = (who.person().clone(), id.clone());
    app.read(move |r| {
        let (case, _) = store::about(r.conn(), &person, &id)?;
        may_see_incident(&person, &case).map(|_| case.entry).ok_or(Fault::NotFound)
    })
    .await
}
