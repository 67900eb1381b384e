//! What can be done in this room: enter results for a cohort or for one person, correct one, confirm or
//! return what a trainee stated. Everything of one form is written together or not at all.

use std::sync::Arc;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::kind::{Kind, Recorder, Role};
use crate::domain::names::{BookId, EnrolmentId, EntryId, VersionId};
use crate::domain::role::Capacity;
use crate::features::enrolments::{in_its_names, in_names_of, marked_one};
use crate::features::entries::seen;
use crate::features::programmes;
use crate::features::results::checklist::checklist;
use crate::features::results::entering::{as_provisional, enter, enter_as_confirmed, sign_off_whole};
use crate::features::results::sheet::{ToEnter, read_one};
use crate::features::results::store::Known;
use crate::features::results::wholes::wholes;
use crate::features::results::{forms, gathering, pages};
use crate::features::signoffs::{self, Return, Sign};
use crate::web::form::Form;
use crate::web::gate::{Lead, Marker};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn enter_cohort(who: Marker, app: App, mut form: Form<forms::AsTyped>) -> Answer {
    match cohort_entered(&who, &app, &mut form).await {
        Ok(location) => saying(location, entered_words(&who)),
        Err(fault) => {
            let typed = form.again(fault)?;
            pages::cohort_with(&who, &app, &form.words, Some(typed)).await
        }
    }
}

/// What waits for a board does not count yet.
fn entered_words(who: &Marker) -> &'static str {
    if who.is(Capacity::Lead) {
        "The results are entered. They are signed; what is not provisional counts at once."
    } else {
        "The results are entered. What a board has yet to confirm counts once you enter the board’s meeting."
    }
}

/// The books of everybody on one sheet, as its reader finds them.
async fn books_of(
    who: &Marker,
    app: &App,
    (version, kind, unit): (VersionId, String, String),
) -> Result<Vec<BookId>, Fault> {
    let sight = who.sight();
    app.read(move |r| {
        let shelf = r.shelf();
        let cohort = gathering::cohort(r.conn(), &shelf, &sight, &version, &kind, &unit)?;
        Ok(cohort.people.into_iter().map(|row| row.portfolio.into()).collect())
    })
    .await
}

async fn cohort_entered(who: &Marker, app: &App, form: &mut Form<forms::AsTyped>) -> Result<String, Fault> {
    form.given()?;
    let words = form.words.clone();
    let version = VersionId::new(words.one("version"));
    let (kind, unit) = (words.one("kind").to_owned(), words.one("unit").to_owned());
    let books = books_of(who, app, (version.clone(), kind.clone(), unit.clone())).await?;
    let person = who.person().clone();
    let of = version.clone();
    let done = app
        .write_once(form.once(&who.account), Books::from(books), move |tx| {
            let shelf = tx.shelf();
            let cohort = gathering::cohort(tx.conn(), &shelf, &person.sight(), &version, &kind, &unit)?;
            let all = cohort.sheet.read(&words, &cohort.places(), person.today())?;
            let mut events: Vec<Event> = Vec::new();
            for one in &all {
                events.push(enter(tx, &person, &cohort.sheet.kind, one)?);
            }
            let location = pages::cohort_path(&version, &kind, cohort.unit.as_deref());
            outcome(location, events)
        })
        .await;
    in_names_of(app, &of, done).await
}

/// Everything of one sheet that a board had yet to confirm is confirmed, with the day of its meeting.
pub async fn board_meeting(who: Marker, app: App, mut form: Form<forms::Meeting>) -> Answer {
    match confirmed_by_board(&who, &app, &mut form).await {
        Ok(location) => {
            saying(location, "Confirmed. The marks count now, with the day of the board’s meeting.")
        }
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::cohort_with(&who, &app, &form.words, Some(typed)).await
        }
    }
}

async fn confirmed_by_board(
    who: &Marker,
    app: &App,
    form: &mut Form<forms::Meeting>,
) -> Result<String, Fault> {
    let meeting = form.given()?;
    let (version, kind, unit) = (meeting.version, meeting.kind, meeting.unit);
    let books = books_of(who, app, (version.clone(), kind.clone(), unit.clone())).await?;
    let person = who.person().clone();
    let of = version.clone();
    let done = app.write_once(form.once(&who.account), Books::from(books), move |tx| {
        let shelf = tx.shelf();
        let cohort = gathering::cohort(tx.conn(), &shelf, &person.sight(), &version, &kind, &unit)?;
        if meeting.day > person.today() {
            return Err(Faults::one("board", "This day is still to come. Enter the day of the meeting.").into());
        }
        if cohort.as_seen() != meeting.seen {
            let sentence = "A mark was entered or changed while you were reading. Look at the list again, then \
                            confirm it.";
            return Err(Refusal::new("changed-since", sentence).into());
        }
        let mut events: Vec<Event> = Vec::new();
        let waiting: Vec<ToEnter> = cohort.before_the_board().into_iter().map(confirmed).collect();
        for one in &waiting {
            events.push(enter_as_confirmed(tx, &person, &cohort.sheet.kind, one, meeting.day)?);
        }
        outcome(pages::cohort_path(&version, &kind, cohort.unit.as_deref()), events)
    })
    .await;
    in_names_of(app, &of, done).await
}

/// The same mark, no longer provisional.
fn confirmed(known: &Known) -> ToEnter {
    let mut values = known.values.clone();
    if let Some(field) = known.kind.role(Role::Provisional) {
        values.remove(&field.code);
    }
    ToEnter {
        enrolment: known.enrolment.clone(),
        corrects: Some(known.entry.clone()),
        day: known.day,
        until: known.until,
        values,
    }
}

/// The events of all books; there is at least one.
fn outcome(location: String, events: Vec<Event>) -> Result<Outcome<String>, Fault> {
    let mut events = events.into_iter();
    let first = events.next().ok_or_else(|| Faults::one("", "There is nothing to enter."))?;
    Ok(Outcome::of(location, first).and_all(events))
}

pub async fn enter_one(
    who: Marker,
    app: App,
    id: Path<EnrolmentId>,
    mut form: Form<forms::AsTyped>,
) -> Answer {
    match one_entered(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, entered_words(&who)),
        Err(fault) => {
            let typed = form.again(fault)?;
            let kind = form.words.one("kind").to_owned();
            pages::person_with(&who, &app, &id, &kind, typed).await
        }
    }
}

async fn one_entered(
    who: &Marker,
    app: &App,
    id: &EnrolmentId,
    form: &mut Form<forms::AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let (words, person, id) = (form.words.clone(), who.person().clone(), id.clone());
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&id), move |tx| {
            let shelf = tx.shelf();
            let row = marked_one(tx.conn(), &person.sight(), &id)?;
            let led = gathering::is_led(tx.conn(), &person.sight(), &id)?;
            let version = programmes::version_at(tx.conn(), &shelf, &row.version, row.layer.as_ref())?;
            let used = version.kind(words.one("kind")).ok_or(Fault::NotFound)?;
            let kind = recorded_by_lead(used.kind.clone())?;
            let (day, until, mut values) = read_one(&kind, &words, person.today())?;
            if !led {
                as_provisional(&kind, &mut values);
            }
            let one = ToEnter { enrolment: id.clone(), corrects: None, day, until, values };
            let event = enter(tx, &person, &kind, &one)?;
            outcome(paths::results_of(id.as_str()), vec![event])
        })
        .await;
    in_its_names(app, &of, done).await
}

/// The conditions of entry that were ticked, together.
pub async fn tick_off(who: Lead, app: App, id: Path<EnrolmentId>, mut form: Form<forms::AsTyped>) -> Answer {
    match ticked_off(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, "What you ticked is recorded and signed."),
        Err(fault) => {
            let typed = form.again(fault)?;
            pages::checklist_with(&who, &app, &id, typed).await
        }
    }
}

async fn ticked_off(
    who: &Lead,
    app: &App,
    id: &EnrolmentId,
    form: &mut Form<forms::AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let (words, person, id) = (form.words.clone(), who.person().clone(), id.clone());
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&id), move |tx| {
            let shelf = tx.shelf();
            let list = checklist(tx.conn(), &shelf, &person.sight(), &id)?;
            let mut events: Vec<Event> = Vec::new();
            for one in &list.read(&words, person.today())? {
                events.push(enter(tx, &person, &list.kind, one)?);
            }
            outcome(paths::checklist(id.as_str()), events)
        })
        .await;
    in_its_names(app, &of, done).await
}

pub async fn sign_off(
    who: Lead,
    app: App,
    path: Path<(EnrolmentId, String)>,
    mut form: Form<forms::AsTyped>,
) -> Answer {
    let path = path.into_inner();
    match signed_off(&who, &app, &path, &mut form).await {
        Ok(location) => saying(location, "It is signed off."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::whole_with(&who, &app, path, typed).await
        }
    }
}

async fn signed_off(
    who: &Lead,
    app: &App,
    (id, code): &(EnrolmentId, String),
    form: &mut Form<forms::AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let (words, person) = (form.words.clone(), who.person().clone());
    let (id, code) = (id.clone(), code.clone());
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&id), move |tx| {
            let (shelf, now) = (tx.shelf(), tx.now());
            let found = wholes(tx.conn(), &shelf, &person.sight(), &id, now)?;
            let one = found.all.iter().find(|one| one.code == code).ok_or(Fault::NotFound)?;
            let (kind, entry) = one.read(&found.row, &words, person.today())?;
            let event = sign_off_whole(tx, &person, &kind, &entry)?.with("requirement", &code);
            outcome(paths::wholes(id.as_str()), vec![event])
        })
        .await;
    in_its_names(app, &of, done).await
}

pub async fn correct(
    who: Marker,
    app: App,
    path: Path<(EnrolmentId, EntryId)>,
    mut form: Form<forms::AsTyped>,
) -> Answer {
    let (enrolment, entry) = path.into_inner();
    match corrected(&who, &app, (&enrolment, &entry), &mut form).await {
        Ok(location) => saying(location, "The result is corrected. What it was before stays in its history."),
        Err(fault) => {
            let typed = form.again(fault)?;
            pages::correction_with(&who, &app, &enrolment, &entry, Some(typed)).await
        }
    }
}

async fn corrected(
    who: &Marker,
    app: &App,
    (enrolment, entry): (&EnrolmentId, &EntryId),
    form: &mut Form<forms::AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let (words, person) = (form.words.clone(), who.person().clone());
    let (enrolment, entry) = (enrolment.clone(), entry.clone());
    let of = enrolment.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&enrolment), move |tx| {
            let shelf = tx.shelf();
            let before = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
            let kind = recorded_by_lead(Kind::clone(&before.kind))?;
            let (day, until, mut values) = read_one(&kind, &words, person.today())?;
            if !gathering::is_led(tx.conn(), &person.sight(), &enrolment)? {
                as_provisional(&kind, &mut values);
            }
            let one = ToEnter { enrolment: enrolment.clone(), corrects: Some(entry), day, until, values };
            let event = enter(tx, &person, &kind, &one)?;
            outcome(paths::results_of(enrolment.as_str()), vec![event])
        })
        .await;
    in_its_names(app, &of, done).await
}

fn recorded_by_lead(kind: Kind) -> Result<Arc<Kind>, Fault> {
    if kind.recorded_by == Recorder::Lead { Ok(Arc::new(kind)) } else { Err(Fault::NotFound) }
}

pub async fn confirm(who: Lead, app: App, id: Path<EntryId>, mut form: Form<Sign>) -> Answer {
    match signoffs::decide(&who, &app, &id, &mut form, gathering::next).await {
        Ok(next) => signoffs::lead_on(&who, &app, &id, next).await,
        Err(fault) => pages::again(&who, &app, &id, &form.words, fault).await,
    }
}

pub async fn send_back(who: Lead, app: App, id: Path<EntryId>, mut form: Form<Return>) -> Answer {
    match signoffs::decide(&who, &app, &id, &mut form, gathering::next).await {
        Ok(next) => signoffs::lead_on(&who, &app, &id, next).await,
        Err(fault) => pages::again(&who, &app, &id, &form.words, fault).await,
    }
}
