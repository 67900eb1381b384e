//! One's own registrations, and the form for one of them.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::RegistrationId;
use crate::features::people;
use crate::features::programmes;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn registrations(who: SignedIn, app: App) -> Answer {
    registrations_with(&who, &app, Typed::nothing()).await
}

pub async fn registrations_with(who: &SignedIn, app: &App, typed: Typed) -> Answer {
    let me = who.account.clone();
    let (known, own, numbers) = app
        .read(move |r| {
            let shelf = r.shelf();
            let own = people::statements_of(r.conn(), &me)?;
            let numbers = people::numbers_of(r.conn(), &me)?;
            Ok((programmes::registers(r.conn(), &shelf)?, own, numbers))
        })
        .await?;
    page(views::Registrations::new(who, &known, &own, &numbers, typed))
}

pub async fn registration(who: SignedIn, app: App, id: Path<RegistrationId>) -> Answer {
    registration_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

/// One's own statement, to be corrected. Another's is not found.
pub async fn registration_with(who: &SignedIn, app: &App, id: RegistrationId, typed: Typed) -> Answer {
    let me = who.account.clone();
    let (known, own) = app
        .read(move |r| {
            let shelf = r.shelf();
            let own = people::statements_of(r.conn(), &me)?;
            let own = own.into_iter().find(|stated| stated.row.id == id).ok_or(Fault::NotFound)?;
            Ok((programmes::registers(r.conn(), &shelf)?, own))
        })
        .await?;
    page(views::Registration::new(who, &known, &own, typed))
}
