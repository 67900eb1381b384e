//! The pages on which requests are handed over.

use actix_web::web::Path;

use super::{planning, views};
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, RequestId};
use crate::features::entries::{leads_any, seen};
use crate::features::requests::store;
use crate::features::{accounts, people};
use crate::web::gate::{Door, Lead, Passed, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn one(who: SignedIn, app: App, id: Path<RequestId>) -> Answer {
    one_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn one_with(who: &SignedIn, app: &App, id: &RequestId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let request = id.clone();
    let (entry, able, away) = app
        .read(move |r| {
            let (shelf, now, sight) = (r.shelf(), r.now(), person.sight());
            let (entry, asked) = store::one_request(r.conn(), &request)?;
            let entry = seen(r.conn(), &shelf, &sight, &entry)?;
            let own = entry.owner == person.account && !entry.waits_with_writer();
            let theirs = own || asked == person.account;
            if !theirs && !leads_any(r.conn(), &sight, &entry.filings)? {
                return Err(Fault::NotFound);
            }
            let able = planning::entitled(r.conn(), &shelf, &person, &entry, now)?;
            let away = people::away_on(r.conn(), None, sight.today())?;
            Ok((entry, able, away))
        })
        .await?;
    page(views::One::new(who, &id, &entry, able, &away, typed))
}

pub async fn own(who: SignedIn, app: App) -> Answer {
    let me = who.account.clone();
    all_with(&who, &app, me, Typed::nothing()).await
}

pub async fn of_person(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    let id = id.into_inner();
    reached(&who, &app, &id).await?;
    all_with(&who, &app, id, Typed::nothing()).await
}

/// Somebody whom the lead does not reach is not there, unless something that the lead may move still waits with them.
pub async fn reached(who: &Lead, app: &App, id: &AccountId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    let there = app.read(move |r| {
        Ok(people::reaches(r.conn(), &sight, &id)? || !store::held(r.conn(), &sight, &id)?.0.is_empty())
    });
    if there.await? { Ok(()) } else { Err(Fault::NotFound) }
}

pub async fn all_with<D: Door>(who: &Passed<D>, app: &App, from: AccountId, typed: Typed) -> Answer {
    let (sight, person) = (who.sight(), from.clone());
    let (name, plan, has_page) = app
        .read(move |r| {
            let name = accounts::account(r.conn(), &person)?.name;
            let has_page = people::reaches(r.conn(), &sight, &person)?;
            Ok((name, planning::plan(r.conn(), &sight, &person)?, has_page))
        })
        .await?;
    page(views::All::new(who, (&from, &name, has_page), plan, typed))
}
