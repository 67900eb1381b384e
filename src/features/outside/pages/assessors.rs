//! One assessor, for a lead of a trainee for whom they signed: what they stated, and their confirmed registrations.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::names::AccountId;
use crate::features::outside::{store, views};
use crate::features::{people, programmes};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn assessor(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    assessor_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn assessor_with(who: &Lead, app: &App, id: &AccountId, typed: Typed) -> Answer {
    let (sight, id) = (who.sight(), id.clone());
    let (found, registered, known, resembles) = app
        .read(move |r| {
            let shelf = r.shelf();
            let found = store::assessor(r.conn(), &sight, &id)?;
            let registered = people::statements_of(r.conn(), &found.person)?;
            let resembles = store::resembling(r.conn(), &found.person)?;
            Ok((found, registered, programmes::registers(r.conn(), &shelf)?, resembles))
        })
        .await?;
    page(views::AssessorPage::new(who, &found, (&registered, &known), resembles, typed))
}
