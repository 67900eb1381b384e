//! Planning a review, changing the plan, calling it off.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal, refuse_unless};
use crate::domain::job::{Job, Notice};
use crate::domain::kind::Role;
use crate::domain::names::{AccountId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::{PlanReview, may_call_off, may_change_plan, may_plan_review, may_seat};
use crate::domain::review::terms_of;
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::enrolments::{Enrolled, in_its_names, led_one};
use crate::features::programmes;
use crate::features::reviews::acts::sides::everybody;
use crate::features::reviews::forms::{GUEST, Plan};
use crate::features::reviews::store::{self, Found, NewPlan, ReviewRow, SeatRow};
use crate::features::reviews::{pages, points};
use crate::features::signoffs::in_training;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn plan(who: Lead, app: App, mut form: Form<Plan>) -> Answer {
    match planned(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The review is planned. Both sides and whoever sits are told."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::new_with(&who, &app, &form.words, typed).await
        }
    }
}

async fn planned(who: &Lead, app: &App, form: &mut Form<Plan>) -> Result<String, Fault> {
    let given = form.given()?;
    let (sight, id) = (who.sight(), given.enrolment.clone());
    // Out of sight: before any book is taken.
    app.read(move |r| led_one(r.conn(), &sight, &id).map(drop)).await?;
    let (person, books) = (who.person().clone(), Books::of_enrolment(&given.enrolment));
    let of = given.enrolment.clone();
    let done = app.write_once(form.once(&who.account), books, move |tx| put_plan(tx, &person, &given)).await;
    in_its_names(app, &of, done).await
}

/// Plans it, inside a write that has taken the enrolment's book.
pub fn put_plan(tx: &mut Tx<'_>, person: &Person, given: &Plan) -> Result<Outcome<String>, Fault> {
    let enrolled = led_one(tx.conn(), &person.sight(), &given.enrolment)?;
    let grant = may_plan_review(person, &enrolled.person, &enrolled.id, true)?;
    let new = checked(tx, person, &enrolled, given)?;
    let row = store::plan(tx, &grant, &enrolled.portfolio, new)?;
    take_seats(tx, &grant, person, (&enrolled, &row, &[]), given)?;
    for to in sides(tx, person, &enrolled)? {
        tx.later(Job::Tell { to, what: Notice::ReviewPlanned { review: row.id.clone() } })?;
    }
    let event = grant
        .event("review/planned", format!("review/{}", row.id))
        .with("enrolment", &row.enrolment_id)
        .with("sort", &row.sort)
        .with("held", row.held_on.iso());
    Ok(Outcome::of(paths::review(row.id.as_str()), event))
}

/// The days and the sort, held against the form of reviews and today.
fn checked(tx: &mut Tx<'_>, person: &Person, enrolled: &Enrolled, given: &Plan) -> Result<NewPlan, Fault> {
    let shelf = tx.shelf();
    let version = programmes::version_at(tx.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let kind = points::form(tx.conn(), &shelf, &version)?;
    let sorts = kind.role(Role::Type).map(|field| field.choices()).unwrap_or_default();
    let mut faults = Faults::none();
    if !sorts.iter().any(|one| one.code == given.sort) {
        faults.add("sort", "Choose which review it is.");
    }
    if given.prepare_by < person.today() {
        faults.add("prepare", "This day is over. Enter a day from today on.");
    }
    let terms = terms_of(&version.reviews).map_err(Fault::Broken)?;
    if let Some(by) = terms.ready_by(given.held_on).filter(|by| given.prepare_by > *by) {
        let sentence = format!(
            "{} wants both sides ready by {by} for a review on that day. Enter that day or an earlier one, or hold the review \
             later.",
            version.title
        );
        faults.add("prepare", sentence);
    }
    if given.held_on > person.today().plus_months(36) {
        faults.add("held", "This day is more than three years away. Enter an earlier one.");
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let asked = points::asked(&version).any(|(one, _)| one.code == given.requirement);
    Ok(NewPlan {
        sort: given.sort.clone(),
        requirement: if asked { given.requirement.clone() } else { String::new() },
        held_on: given.held_on,
        prepare_by: given.prepare_by,
    })
}

/// Seats as they were chosen: who has one already keeps it, who is no longer chosen loses it; who is new and who goes
/// is told. Gives who keeps one.
fn take_seats(
    tx: &mut Tx<'_>,
    grant: &Grant<PlanReview>,
    person: &Person,
    (enrolled, row, before): (&Enrolled, &ReviewRow, &[SeatRow]),
    given: &Plan,
) -> Result<Vec<AccountId>, Fault> {
    let (shelf, now, today) = (tx.shelf(), tx.now(), person.today());
    let wanted = chosen(tx, person, enrolled, given, before)?;
    for old in before {
        let stays = wanted.iter().any(|(id, _, chair)| *id == old.person_id && *chair == old.chair);
        if !stays {
            store::unseat(tx, grant, &row.portfolio_id, old.clone())?;
        }
        let gone = wanted.iter().all(|(id, ..)| *id != old.person_id);
        if gone && old.person_id != person.account {
            let (to, what) = (old.person_id.clone(), Notice::ReviewSeatEnded { review: row.id.clone() });
            tx.later(Job::Tell { to, what })?;
        }
    }
    let sat = before.iter().map(|old| old.person_id.clone());
    let kept = sat.filter(|old| wanted.iter().any(|(id, ..)| id == old)).collect();
    for (id, name, chair) in wanted {
        if before.iter().any(|old| old.person_id == id && old.chair == chair) {
            continue;
        }
        let in_training = in_training(tx.conn(), &shelf, &id, &enrolled.id, (now, today))?;
        let seat = may_seat(grant, person, &enrolled.person, (&id, &name, in_training))?;
        store::seat(tx, &seat, row, chair)?;
        if id != person.account && !before.iter().any(|old| old.person_id == id) {
            tx.later(Job::Tell { to: id, what: Notice::ReviewSeat { review: row.id.clone() } })?;
        }
    }
    Ok(kept)
}

/// Account, name, and whether they chair.
type Chosen = (AccountId, String, bool);

fn chosen(
    tx: &mut Tx<'_>,
    person: &Person,
    enrolled: &Enrolled,
    given: &Plan,
    before: &[SeatRow],
) -> Result<Vec<Chosen>, Fault> {
    let offered = store::candidates(tx.conn(), &person.sight(), &enrolled.person)?;
    let mut wanted: Vec<Chosen> = Vec::new();
    for id in &given.panel {
        let known = offered.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone());
        // Who sits already may be of no department of the lead's.
        let sits = before.iter().any(|old| old.person_id == *id);
        let name = match known {
            Some(name) => name,
            None if sits => String::new(),
            None => return Err(Faults::one("panel", "Choose people from the list.").into()),
        };
        wanted.push((id.clone(), name, given.chair == id.as_str()));
    }
    if let Some(guest) = &given.guest {
        let found = store::somebody_with(tx.conn(), &guest.folded())?;
        let (id, name) = found.ok_or_else(|| {
            let sentence = "Nobody here has this address. Invite them on the page of people first.";
            Faults::one("guest", sentence)
        })?;
        wanted.retain(|(known, ..)| *known != id);
        wanted.push((id, name, given.chair == GUEST));
    }
    Ok(wanted)
}

/// The trainee and whoever supervises them, who have something to prepare, but for whoever acts.
fn sides(tx: &mut Tx<'_>, person: &Person, enrolled: &Enrolled) -> Result<Vec<AccountId>, Fault> {
    let mut sides = store::supervisors_of(tx.conn(), &enrolled.id, person.today())?;
    sides.push(enrolled.person.clone());
    sides.retain(|to| *to != person.account);
    Ok(sides)
}

pub async fn change_plan(who: Lead, app: App, id: Path<ReviewId>, mut form: Form<Plan>) -> Answer {
    match plan_changed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The plan is changed."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::plan_with(&who, &app, &id, Some(typed)).await
        }
    }
}

async fn plan_changed(who: &Lead, app: &App, id: &ReviewId, form: &mut Form<Plan>) -> Result<String, Fault> {
    let given = form.given()?;
    let found = pages::found(who, app, id).await?;
    let (person, id) = (who.person().clone(), id.clone());
    let books = Books::of_enrolment(&found.row.enrolment_id);
    let done = app
        .write_once(form.once(&who.account), books, move |tx| {
            let shelf = tx.shelf();
            let found = store::found(tx.conn(), &shelf, &person, &id)?;
            let is_current = given.was.is_empty() || given.was == found.planned();
            let Found { row, enrolled, seats, case, .. } = found;
            let grant = may_change_plan(&person, &case, &enrolled.id)?;
            refuse_unless(is_current, || {
                let sentence = "This plan was changed after you opened the page, and nothing is changed now. Look at the \
                                review as it is, then send your plan again if it still holds.";
                Refusal::new("plan-changed", sentence)
            })?;
            let new = checked(tx, &person, &enrolled, &given)?;
            let moved = (new.held_on, new.prepare_by) != (row.held_on, row.prepare_by);
            let row = store::change_plan(tx, &grant, row, new)?;
            let before: Vec<SeatRow> = seats.into_iter().map(|one| one.row).collect();
            let kept = take_seats(tx, &grant, &person, (&enrolled, &row, &before), &given)?;
            if moved {
                let mut all: BTreeSet<AccountId> = sides(tx, &person, &enrolled)?.into_iter().collect();
                all.extend(kept.into_iter().filter(|to| *to != person.account));
                for to in all {
                    tx.later(Job::Tell { to, what: Notice::ReviewMoved { review: row.id.clone() } })?;
                }
            }
            let event = grant
                .event("review/plan-changed", format!("review/{id}"))
                .with("enrolment", &row.enrolment_id)
                .with("sort", &row.sort)
                .with("held", row.held_on.iso());
            Ok(Outcome::of(paths::review(id.as_str()), event))
        })
        .await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

pub async fn call_off(who: Lead, app: App, id: Path<ReviewId>, form: Form<Nothing>) -> Answer {
    let found = pages::found(&who, &app, &id).await?;
    let (person, id) = (who.person().clone(), id.into_inner());
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&found.row.enrolment_id), move |tx| {
            let shelf = tx.shelf();
            let found = store::found(tx.conn(), &shelf, &person, &id)?;
            let grant = may_call_off(&person, &found.case)?;
            for to in everybody(tx, &person, &found)? {
                tx.later(Job::Tell { to, what: Notice::ReviewCalledOff { review: id.clone() } })?;
            }
            let event = grant.event("review/called-off", format!("review/{id}"));
            let event = event.with("enrolment", &found.row.enrolment_id);
            store::call_off(tx, &grant, found.row)?;
            Ok(Outcome::of(paths::REVIEWS.to_owned(), event))
        })
        .await;
    let path = in_its_names(&app, &found.row.enrolment_id, done).await?;
    saying(path, "The review is called off. It stays in the list as that.")
}
