//! What this room shows.

pub mod factor;

use actix_web::web::Path;
use serde::Serialize;

use crate::app::App;
use crate::features::accounts::store::{self, Purpose};
use crate::features::accounts::views;
use crate::web::gate::{Public, SignedIn};
use crate::web::nav::first_place;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{data, see_other};
use crate::web::typed::{Asked, Typed};

/// `/` leads everybody to the first place of their menu.
pub async fn door(who: SignedIn) -> Answer {
    see_other(first_place(&who))
}

pub async fn sign_in(who: Public, asked: Asked) -> Answer {
    let next = paths::local(asked.one("next")).unwrap_or(paths::DOOR);
    match who.person() {
        Some(_) => see_other(next),
        None => page(views::SignIn::new(&who, Typed::holding([("next", next)]))),
    }
}

#[derive(Serialize)]
struct Running {
    on: bool,
}

/// Asked by the script of a page that was left open. Not a use of the session: it would never end by rest.
pub async fn session(who: Public) -> Answer {
    data(&Running { on: who.person().is_some() })
}

pub async fn invitation(who: Public, app: App, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let link = link(&app, &token, Purpose::Join).await?;
    let typed = Typed::holding([("name", link.name.as_str())]);
    page(views::Join::new(&who, &token, &link, typed))
}

pub async fn set_up(who: Public, app: App, token: Path<String>) -> Answer {
    let token = token.into_inner();
    link(&app, &token, Purpose::FirstAdmin).await?;
    page(views::SetUp::new(&who, &token, Typed::nothing()))
}

pub async fn forgotten(who: Public) -> Answer {
    page(views::Forgotten::new(&who, Typed::nothing()))
}

pub async fn new_password(who: Public, app: App, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let link = link(&app, &token, Purpose::Reset).await?;
    page(views::NewPassword::new(&who, &token, &link, Typed::nothing()))
}

pub async fn account(who: SignedIn, app: App) -> Answer {
    account_with(&who, &app, Typed::nothing()).await
}

/// The account page with the words of whichever of its forms had faults.
pub async fn account_with(who: &SignedIn, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (sessions, keys, standing) = app
        .read(move |r| {
            let keys = store::single_keys(r.conn(), &person.account)?;
            Ok((store::sessions(r, &person.account)?, keys, factor::standing(r, &person)?))
        })
        .await?;
    page(views::Account::new(who, sessions, keys, &standing, typed))
}

/// The link behind a token, if it can still be used.
pub async fn link(
    app: &App,
    token: &str,
    purpose: Purpose,
) -> Result<store::Link, crate::domain::fault::Fault> {
    let token = token.to_owned();
    app.read(move |r| {
        let now = r.now();
        store::link(r.conn(), &token, purpose, now)
    })
    .await
}
