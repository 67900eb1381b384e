//! The pages of the second factor: the second step of signing in, and one's own.

use crate::app::App;
use crate::db::Reading;
use crate::domain::factor::Demand;
use crate::domain::fault::Fault;
use crate::features::accounts::store::{self, Half};
use crate::features::accounts::totp::{Qr, Secret};
use crate::features::accounts::views;
use crate::web::gate::{Arriving, Public};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::Typed;

/// So long after sign-in the password need not be typed again to begin a set-up.
const FRESH_SECONDS: i64 = 15 * 60;

pub async fn code(who: Public, app: App) -> Answer {
    match half(&who, &app).await? {
        Some(_) => page(views::SignInCode::new(&who, Typed::nothing())),
        None => begin_again(&who),
    }
}

pub async fn recovery_code(who: Public, app: App) -> Answer {
    match half(&who, &app).await? {
        Some(_) => page(views::SignInRecovery::new(&who, Typed::nothing())),
        None => begin_again(&who),
    }
}

pub async fn lost(who: Public, app: App) -> Answer {
    match half(&who, &app).await? {
        Some(_) => page(views::LostFactor::new(&who)),
        None => begin_again(&who),
    }
}

/// The sign-in of this browser that waits for its code.
pub async fn half(who: &Public, app: &App) -> Result<Option<Half>, Fault> {
    let Some(hash) = who.visit().half.clone() else { return Ok(None) };
    app.read(move |r| {
        let now = r.now();
        store::half(r.conn(), &hash, now)
    })
    .await
}

/// Nothing waits: five minutes were over, or the code came already, perhaps by a second press.
pub fn begin_again(who: &Public) -> Answer {
    match who.person() {
        Some(_) => see_other(paths::DOOR),
        None => saying(paths::SIGN_IN, "The five minutes for the code are over. Sign in once more."),
    }
}

/// How somebody stands with their second factor.
pub struct Standing {
    pub on: bool,
    pub left: i64,
    pub demand: Demand,
    /// The password must be typed to begin.
    pub ask_password: bool,
}

pub async fn second_factor(who: Arriving, app: App) -> Answer {
    second_factor_with(&who, &app, Typed::nothing()).await
}

pub async fn second_factor_with(who: &Arriving, app: &App, typed: Typed) -> Answer {
    let person = who.person().clone();
    let standing = app.read(move |r| standing(r, &person)).await?;
    page(views::SecondFactor::new(who, &standing, typed))
}

pub fn standing(r: &mut Reading<'_>, person: &crate::domain::role::Person) -> Result<Standing, Fault> {
    let (begun, _) = store::beginning(r.conn(), &person.session)?;
    let on = store::factor(r.conn(), &person.account)?.is_some();
    Ok(Standing {
        on,
        left: if on { store::recovery_codes_left(r.conn(), &person.account)? } else { 0 },
        demand: store::demands(r.conn())?.of_person(&person.capacities, person.portfolio.is_some()),
        ask_password: begun.plus_seconds(FRESH_SECONDS) < person.now,
    })
}

pub async fn set_up_factor(who: Arriving, app: App) -> Answer {
    set_up_factor_with(&who, &app, Typed::nothing()).await
}

pub async fn set_up_factor_with(who: &Arriving, app: &App, typed: Typed) -> Answer {
    let me = who.account.clone();
    let begun = app
        .read(move |r| {
            let now = r.now();
            store::factor_being_set_up(r.conn(), &me, now)
        })
        .await?;
    let Some(factor) = begun else { return see_other(paths::SECOND_FACTOR) };
    let secret = Secret::unsealed(&app.sealing, &factor.id, &factor.sealed)?;
    let qr = Qr::of(&secret.address(&issuer(app), &who.email)?)?;
    page(views::SetUpFactor::new(who, qr, secret.in_letters()?, typed))
}

/// What the app calls this house: people may have accounts in several.
fn issuer(app: &App) -> String {
    match app.config.public_url.host_str() {
        Some(host) if app.config.secure() => format!("Perfolio {host}"),
        _ => "Perfolio".to_owned(),
    }
}
