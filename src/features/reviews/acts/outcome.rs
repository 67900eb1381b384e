//! What a review decided: recorded by the chair or a lead, entered into the trainee's record by a lead.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::kind::{Kind, Outcome as HowItEnded};
use crate::domain::names::ReviewId;
use crate::domain::policy::reviews::may_conclude;
use crate::domain::role::{Capacity, Person};
use crate::features::accounts::Nothing;
use crate::features::enrolments::in_its_names;
use crate::features::identifiers::refuse_all;
use crate::features::reviews::acts::sides::everybody;
use crate::features::reviews::early::{asked_once, decides_early};
use crate::features::reviews::entering::{enter, form_of, outcomes};
use crate::features::reviews::forms::{Conclusion, condition_field};
use crate::features::reviews::pages;
use crate::features::reviews::store::{self, NewOutcome};
use crate::features::signoffs::both;
use crate::web::form::Form;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn conclude(who: SignedIn, app: App, id: Path<ReviewId>, mut form: Form<Conclusion>) -> Answer {
    match concluded(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The outcome is recorded, and the trainee is told."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::outcome_with(&who, &app, &id, Some(typed)).await
        }
    }
}

async fn concluded(
    who: &SignedIn,
    app: &App,
    id: &ReviewId,
    form: &mut Form<Conclusion>,
) -> Result<String, Fault> {
    // Out of sight comes before any fault of the words.
    let found = pages::found(who, app, id).await?;
    let given = form.given()?;
    let (person, id) = (who.person().clone(), id.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&found.row.enrolment_id), move |tx| {
            put_outcome(tx, &person, &id, &given)
        })
        .await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

/// Inside a write that has taken the portfolio's book.
pub fn put_outcome(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    given: &Conclusion,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let found = store::found(tx.conn(), &shelf, person, id)?;
    let grant = may_conclude(person, &found.case)?;
    let form = form_of(tx, &found)?;
    let meant = asked_once(decides_early(person.today(), &found), given.early);
    let (passed, ()) = both(looked_through(tx, given), meant)?;
    let pack = found.pack().ok_or(Fault::NotFound)?.id.clone();
    let new = checked(&form, given, person)?;
    let outcome = store::conclude(tx, &grant, &found.row, &pack, new)?;
    let enters = match grant.act().capacity {
        Capacity::Lead => Vec::new(),
        // It counts for nothing until a lead has entered it, so each is told.
        _ => store::leads_of(tx.conn(), &found.row.enrolment_id, person.today())?,
    };
    for to in everybody(tx, person, &found)?.into_iter().filter(|to| !enters.contains(to)) {
        tx.later(Job::Tell { to, what: Notice::ReviewOutcome { review: id.clone() } })?;
    }
    for to in enters {
        tx.later(Job::Tell { to, what: Notice::ReviewToEnter { review: id.clone() } })?;
    }
    let event = grant
        .event("review/concluded", format!("review/{id}"))
        .with("enrolment", &found.row.enrolment_id)
        .with("outcome", &outcome.row.outcome)
        .with("conditions", outcome.conditions.len())
        .with("pack", &pack);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    let entered = match grant.act().capacity {
        Capacity::Lead => enter(tx, person, &found, &form, outcome)?,
        // A lead of the trainee enters what a panel decided.
        _ => Vec::new(),
    };
    Ok(Outcome::of(paths::review(id.as_str()), event).and_all(entered))
}

/// What others will read, looked through for patients.
pub(super) fn looked_through(tx: &mut Tx<'_>, given: &Conclusion) -> Result<String, Fault> {
    let mut words = vec![("reasons".to_owned(), given.reasons.clone())];
    for ((text, _), number) in given.conditions.iter().zip(1..) {
        words.push((condition_field(number), text.clone()));
    }
    refuse_all(tx.conn(), &words, given.nobody)
}

/// Held against the choices of the form, and today.
pub(super) fn checked(form: &Kind, given: &Conclusion, person: &Person) -> Result<NewOutcome, Fault> {
    let mut faults = Faults::none();
    let chosen = outcomes(form).iter().find(|one| one.code == given.outcome);
    if chosen.is_none() {
        faults.add("outcome", "Choose the outcome.");
    }
    for ((_, due), number) in given.conditions.iter().zip(1..) {
        if *due < person.today() {
            faults.add(format!("due-{number}"), "This day is over. Enter a day from today on.");
        }
    }
    if given.next_on.is_some_and(|day| day <= person.today()) {
        faults.add("next", "The next review comes after today. Enter a later day, or none.");
    }
    let Some(chosen) = chosen.filter(|_| faults.is_empty()) else { return Err(faults.into()) };
    Ok(NewOutcome {
        outcome: chosen.code.clone(),
        label: chosen.label.clone(),
        satisfactory: chosen.outcome != Some(HowItEnded::Unsatisfactory),
        words: given.reasons.clone(),
        next_on: given.next_on,
        conditions: given.conditions.clone(),
    })
}

/// A lead puts into the trainee's record what the chair recorded.
pub async fn put_in_record(who: Lead, app: App, id: Path<ReviewId>, form: Form<Nothing>) -> Answer {
    let found = pages::found(&who, &app, &id).await?;
    let (person, id) = (who.person().clone(), id.into_inner());
    let books = Books::of_enrolment(&found.row.enrolment_id);
    let done = app
        .write_once(form.once(&who.account), books, move |tx| {
            let shelf = tx.shelf();
            let found = store::found(tx.conn(), &shelf, &person, &id)?;
            let form = form_of(tx, &found)?;
            let latest = found.latest().cloned().filter(|one| one.row.entry_id.is_none());
            let latest = latest.ok_or_else(|| {
                Refusal::new("entered-already", "It is in the record already. Nothing was changed.")
            })?;
            let mut events = enter(tx, &person, &found, &form, latest)?.into_iter();
            let first = events.next().ok_or_else(|| {
                let sentence =
                    "The enrolment takes nothing more, so the outcome stays here and makes no entry.";
                Refusal::new("closed", sentence)
            })?;
            Ok(Outcome::of(paths::review(id.as_str()), first).and_all(events))
        })
        .await;
    let path = in_its_names(&app, &found.row.enrolment_id, done).await?;
    saying(path, "It is in the trainee’s record now, and counts where the programme asks for it.")
}
