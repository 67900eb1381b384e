//! Reporting, striking out, and keeping an incident: each a write in the portfolio's book.

pub mod in_pack;

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, EntryId, IncidentId};
use crate::domain::policy::redactions::{
    may_close_incident, may_keep_incident, may_report, may_see_incident, may_strike,
};
use crate::domain::redaction::{Place, Standing};
use crate::domain::role::{Person, Sight};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::entries::{Seen, said_in_its_names, seen};
use crate::features::identifiers::refuse;
use crate::features::people;
use crate::features::redactions::forms;
use crate::features::redactions::pages;
use crate::features::redactions::places::spots;
use crate::features::redactions::store::{self, Shown};
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
    let (sight, entry) = (who.sight(), id.clone());
    // Before any book is taken: an entry out of sight is not there.
    app.read(move |r| {
        let shelf = r.shelf();
        seen(r.conn(), &shelf, &sight, &entry).map(drop)
    })
    .await?;
    let (person, id) = (who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
        Ok(put_report(tx, &person, &id, &given)?.map(|incident| paths::incident(incident.as_str())))
    })
    .await
}

/// Opens an incident, inside a write that has taken the entry's book.
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
    let grant = may_report(person, id);
    let incident = store::report(tx, &grant, &entry.portfolio, &given.places, given.sort)?;
    for to in concerned(tx, person, entry)? {
        tx.later(Job::Tell { to, what: Notice::IncidentOpened { incident: incident.clone() } })?;
    }
    let event = grant.event("entry/reported", format!("entry/{id}"));
    Ok(Outcome::of(incident.clone(), event.with("incident", &incident).with("sort", given.sort)))
}

/// The owner, who leads them, and information governance; whoever reports it knows.
fn concerned(tx: &mut Tx<'_>, person: &Person, entry: &Seen) -> Result<BTreeSet<AccountId>, Fault> {
    let today = tx.now().day_in(DEFAULT_ZONE);
    let mut all: BTreeSet<AccountId> = store::leads_of(tx.conn(), &entry.id, today)?.into_iter().collect();
    all.extend(people::governors(tx.conn(), today)?);
    all.insert(entry.owner.clone());
    all.remove(&person.account);
    Ok(all)
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
    on_incident(who, app, id, form, put_strike).await
}

/// Strikes out, inside a write that has taken the entry's book.
pub fn put_strike(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &IncidentId,
    given: &forms::Strike,
) -> Result<Outcome<()>, Fault> {
    let (case, shown) = store::about(tx.conn(), person, id)?;
    let grant = may_strike(person, &case, given.places.is_subset(&shown.row.reported()))?;
    // Somebody of information governance sees no entry: what is struck out is found as its owner finds it.
    let (shelf, sight) = (tx.shelf(), as_owner(&shown, person));
    let entry = seen(tx.conn(), &shelf, &sight, &case.entry)?;
    in_their_reviews(tx, person, &entry, &given.places, &shown.row.reported())?;
    let wanted =
        Wanted { places: given.places.clone(), sort: given.sort, incident: Some(id.clone()), first: None };
    let row = striking::strike(tx, &grant, &entry, wanted)?.row;
    store::settle(tx, &grant, id)?;
    let event = grant
        .event("entry/struck-out", format!("entry/{}", case.entry))
        .with("redaction", &row.id)
        .with("incident", id)
        .with("sort", given.sort)
        .with("reopened", row.reopened);
    if !row.reopened {
        let what = Notice::StruckOut { entry: case.entry.clone() };
        tx.later(Job::Tell { to: case.owner, what })?;
    }
    Ok(Outcome::of((), event))
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

/// The sight in which the entry lies whole.
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
        if may_see_incident(&person, &case) { Ok(case.entry) } else { Err(Fault::NotFound) }
    })
    .await
}
