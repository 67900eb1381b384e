//! Saying what was entered there and taking it back, item by item. Each is an event of the portfolio's book,
//! and the standing is made fresh in the same write.

pub mod filing;

use actix_web::web::Path;

use super::progress::ToMark;
use super::telling::{changed_since, granted, seen, tell};
use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{EnrolmentId, EnteredId};
use crate::domain::policy::official::{Stater, WRONG_DAYS, theirs};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::identifiers::refuse;
use crate::features::{enrolments, standing};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn mark(who: SignedIn, app: App, id: Path<EnrolmentId>, mut form: Form<forms::Marked>) -> Answer {
    let id = id.into_inner();
    match marked(&who, &app, id.clone(), &mut form).await {
        Ok(path) => {
            saying(path, "Marked as entered. It is off this list, and counts where it had to be there.")
        }
        Err(fault) => {
            let typed = form.again(at_the_day(fault))?;
            let with_thoughts = form.words.one("reflection") == "yes";
            pages::to_enter_with(&who, &app, id, with_thoughts, typed).await
        }
    }
}

/// What is wrong with the day stands at the day, below a list that may be long; anything else above the form.
fn at_the_day(fault: Fault) -> Fault {
    match fault {
        Fault::Refused(refusal) if WRONG_DAYS.contains(&refusal.code) => {
            Faults::one("on", refusal.sentence).into()
        }
        other => beside_the_form(other),
    }
}

async fn marked(
    who: &SignedIn,
    app: &App,
    id: EnrolmentId,
    form: &mut Form<forms::Marked>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    seen(who, app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            Ok(put_entered(tx, &person, &id, &asked)?.map(|()| paths::to_enter(id.as_str())))
        })
        .await;
    enrolments::in_its_names(app, &of, done).await
}

/// Says of each that it is entered there, inside a write that has taken the enrolment's book.
pub fn put_entered(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    asked: &forms::Marked,
) -> Result<Outcome<()>, Fault> {
    let (row, grant) = granted(tx, person, id)?;
    refuse(tx.conn(), "reference", &asked.reference, false)?;
    let (shelf, now) = (tx.shelf(), tx.now());
    let holdings = standing::holdings_now(tx.conn(), &shelf, &row.portfolio, now)?;
    let mut marks = Vec::new();
    for ticked in &asked.ticked {
        for version in &ticked.versions {
            let entry = holdings.entries.iter().find(|entry| entry.version == *version);
            let entry = entry.ok_or_else(changed_since)?;
            marks.push(ToMark {
                entry: entry.id.clone(),
                version: version.clone(),
                item: ticked.item.clone(),
                happened_on: entry.day,
                on: asked.on,
                reference: asked.reference.clone(),
            });
        }
    }
    let rows = tell(tx, &grant, &row, &holdings, marks, None)?;
    let event = grant
        .event("official/entered", format!("enrolment/{id}"))
        .with("items", asked.ticked.len())
        .with("entries", rows.iter().filter(|row| row.known_until.is_none()).count())
        .with("on", asked.on.iso());
    standing::refresh(tx, &row.portfolio, &[])?;
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}

pub async fn take_back(
    who: SignedIn,
    app: App,
    path: Path<(EnrolmentId, EnteredId)>,
    form: Form<Nothing>,
) -> Answer {
    let (id, statement) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    seen(&who, &app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let (row, grant) = granted(tx, &person, &id)?;
            let mut event = grant.event("official/taken-back", format!("enrolment/{id}"));
            for before in enrolments::standing_entered(tx.conn(), &id, &statement)? {
                theirs(&grant, before.capacity.parse::<Stater>().ok())?;
                event = event.row(&enrolments::end_entered(tx, &grant, before)?);
            }
            standing::refresh(tx, &row.portfolio, &[])?;
            Ok(Outcome::of(paths::to_enter(id.as_str()), event))
        })
        .await;
    let path = enrolments::in_its_names(&app, &of, done).await?;
    saying(path, "Taken back. It is on the list again.")
}
