//! Being away, and being back earlier. Both are in the house's book.

use actix_web::web::Path;

use super::case::case;
use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AbsenceId, AccountId, BookId};
use crate::domain::policy::requests::{BackCase, may_be_away, may_come_back};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::people;
use crate::web::form::Form;
use crate::web::gate::{Door, Lead, Passed, SignedIn, Staff};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn go_away(who: Staff, app: App, mut form: Form<forms::Days>) -> Answer {
    let me = who.account.clone();
    match written(&who, &app, &me, paths::AWAY.to_owned(), &mut form).await {
        Ok(path) => {
            saying(path, "It is written down. Whoever asks you for something is told before they send it.")
        }
        Err(fault) => pages::with(&who, &app, me, form.again(fault)?).await,
    }
}

pub async fn say_away(who: Lead, app: App, id: Path<AccountId>, mut form: Form<forms::Days>) -> Answer {
    let id = id.into_inner();
    pages::reached(&who, &app, &id).await?;
    let path = paths::person_away(id.as_str());
    match written(&who, &app, &id, path, &mut form).await {
        Ok(path) => saying(path, "It is written down, with your name, and they are told."),
        Err(fault) => pages::with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn written<D: Door>(
    who: &Passed<D>,
    app: &App,
    id: &AccountId,
    path: String,
    form: &mut Form<forms::Days>,
) -> Result<String, Fault> {
    let (asked, person, id) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        Ok(put_away(tx, &person, &id, &asked)?.map(|()| path))
    })
    .await
}

/// Writes down that somebody is away, inside a write that has taken the house's book.
pub fn put_away(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &AccountId,
    asked: &forms::Days,
) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let case = case(tx.conn(), &shelf, (person, now), id, asked)?;
    let grant =
        may_be_away(person, &case).map_err(|refusal| Faults::one(field(refusal.code), refusal.sentence))?;
    let row = people::go_away(tx, &grant)?;
    let absence = row.id.clone();
    if let Some(deputy) = &row.deputy {
        let what = Notice::DeputyNamed { absence: absence.clone() };
        tx.later(Job::Tell { to: deputy.clone(), what })?;
    }
    if person.account != *id {
        tx.later(Job::Tell { to: id.clone(), what: Notice::SaidAway { absence } })?;
    }
    let event = grant
        .event("absence/written", format!("account/{id}"))
        .with("from", row.from.iso())
        .with("until", row.until.iso())
        .in_book(BookId::house());
    let event = match &row.deputy {
        Some(deputy) => event.with("deputy", deputy),
        None => event,
    };
    Ok(Outcome::of((), event))
}

/// Beside which field a refusal stands.
fn field(code: &str) -> &'static str {
    match code {
        "away-turned" | "away-past" | "away-long" => "until",
        "away-twice" => "from",
        code if code.starts_with("deputy-") => "deputy",
        _ => "",
    }
}

pub async fn come_back(who: SignedIn, app: App, id: Path<AbsenceId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let row = people::absence(tx.conn(), &id)?;
            let (own, today) = (row.person == person.account, person.today());
            let led = !own
                && person.is(crate::domain::role::Capacity::Lead)
                && people::reaches(tx.conn(), &person.sight(), &row.person)?;
            if !own && !led {
                return Err(Fault::NotFound);
            }
            let stands = row.until >= today;
            let case = BackCase { absence: id.clone(), person: row.person.clone(), led, stands };
            let grant = may_come_back(&person, &case)?;
            let last = today.plus_days(-1);
            people::come_back(tx, &grant, last)?;
            let event = grant
                .event("absence/ended", format!("account/{}", row.person))
                .with("last", last.iso())
                .in_book(BookId::house());
            let path = if own { paths::AWAY.to_owned() } else { paths::person_away(row.person.as_str()) };
            Ok(Outcome::of(path, event))
        })
        .await?;
    saying(path, "It is ended. What waits is in the own inbox alone again.")
}
