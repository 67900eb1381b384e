//! A trainee makes a link to an entry of theirs, and withdraws it; and has the letter sent again which whoever decided
//! without work mail at hand has not found.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::assessor::LINK_DAYS;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, OutsideLetter};
use crate::domain::names::{EntryId, StatementId, TicketId};
use crate::domain::policy::assessors::{may_hand_over, may_send_letter, may_withdraw_link};
use crate::features::accounts::Nothing;
use crate::features::entries::{in_its_names, seen};
use crate::features::outside::{forms, pages, store};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn make(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<forms::Handing>) -> Answer {
    let done = made(&who, &app, &id, &mut form).await;
    match in_its_names(&app, &id, done).await {
        Ok(path) => see_other(path),
        Err(fault) => pages::handing::link_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn made(
    who: &Trainee,
    app: &App,
    id: &EntryId,
    form: &mut Form<forms::Handing>,
) -> Result<String, Fault> {
    let (given, person, entry, sealing) =
        (form.given()?, who.person().clone(), id.clone(), app.sealing.clone());
    app.write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let seen = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
        let case = pages::handing::link_case(tx.conn(), &shelf, &seen, now)?;
        let grant = may_hand_over(&person, &case)?;
        let (ticket, token): (TicketId, _) = (tx.new_id(), tx.secret());
        let sealed = sealing.seal(&store::about(&ticket), token.as_bytes(), tx.random())?;
        store::make(tx, &grant, (&ticket, &seen.version), given.handed, (&token, &sealed))?;
        tx.later_at(Job::LapseLink { ticket: ticket.clone() }, tx.now().plus_days(LINK_DAYS))?;
        let event = grant
            .event("entry/handed", format!("entry/{entry}"))
            .with("ticket", &ticket)
            .with("version", &seen.version)
            .with("handed", given.handed);
        Ok(Outcome::of(paths::hand_over(entry.as_str()), event))
    })
    .await
}

pub async fn withdraw(who: Trainee, app: App, id: Path<EntryId>, form: Form<Nothing>) -> Answer {
    let (person, entry) = (who.person().clone(), id.into_inner());
    let path = app
        .write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
            let shelf = tx.shelf();
            let seen = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
            let grant = may_withdraw_link(&person, &seen.owner, &entry)?;
            let ended = store::end_open(tx, &grant, "withdrawn")?;
            let event = grant.event("entry/link-withdrawn", format!("entry/{entry}")).with("links", ended);
            Ok(Outcome::of(paths::hand_over(entry.as_str()), event))
        })
        .await?;
    saying(path, "The link is withdrawn. Whoever has it sees nothing of the entry any more.")
}

/// As the letter is written its link is made anew, so the one before works no more.
pub async fn letter(who: Trainee, app: App, at: Path<(EntryId, StatementId)>, form: Form<Nothing>) -> Answer {
    let (person, (entry, statement)) = (who.person().clone(), at.into_inner());
    who.visit().limits.letter(&format!("{} {statement}", person.account))?;
    let back = app
        .write_once(form.once(&who.account), Books::of_entry(&entry), move |tx| {
            let (shelf, now) = (tx.shelf(), tx.now());
            let seen = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
            let row = store::statement(tx.conn(), &statement)?;
            if row.entry != seen.id || !seen.is_owner(&person.account) {
                return Err(Fault::NotFound);
            }
            let waits = row.is_unconfirmed() && now < row.confirm_until();
            let grant = may_send_letter(&person, &seen.owner, &statement, waits)?;
            let what = OutsideLetter::Confirm { statement: grant.act().statement.clone() };
            tx.later(Job::WriteOutside { what })?;
            let event = grant
                .event("statement/sent-again", format!("entry/{entry}"))
                .with("statement", &grant.act().statement);
            Ok(Outcome::of(paths::entry(entry.as_str()), event))
        })
        .await?;
    saying(back, "The letter is sent again, with a new link. The link of the letter before works no more.")
}
