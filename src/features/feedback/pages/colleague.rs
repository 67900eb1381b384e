//! What the link in a colleague's letter opens: the questions, with who will see what; or why it opens nothing.

use std::sync::Arc;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, RoundId};
use crate::domain::policy::feedback::{AnswerCase, answers};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::accounts::house_of;
use crate::features::enrolments::institutions_of;
use crate::features::feedback::round::form_of;
use crate::features::feedback::store::{self, Begun, Rater};
use crate::features::feedback::views;
use crate::web::gate::{Holder, Public};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Typed;

/// What stands behind a link at this moment.
pub struct HeldRound {
    pub rater: Rater,
    pub round: RoundId,
    pub begun: Begun,
    /// The version of the form that the round was begun with.
    pub form: Arc<Kind>,
    /// Whose Perfolio it is.
    pub house: String,
    /// Why nothing more is taken.
    pub ended: Option<Refusal>,
}

/// One that was never made is not found. `signed_in`: whoever holds it, if they have signed in.
pub fn held(
    conn: &mut Conn,
    shelf: &Shelf,
    token: &str,
    signed_in: Option<&AccountId>,
    now: Moment,
) -> Result<HeldRound, Fault> {
    let store::Held { rater, round } = store::by_token(conn, token)?;
    let begun = store::named(conn, &round)?;
    let today = now.day_in(DEFAULT_ZONE);
    let case = AnswerCase {
        asked: rater.asked,
        state: begun.row.state()?,
        closes_on: begun.row.closes_on.unwrap_or(today.plus_days(-1)),
        today,
        is_owner: signed_in == Some(&begun.owner),
        trainee: begun.owner_name.clone(),
    };
    let form = form_of(conn, shelf, &begun)?;
    let house = house_of(&institutions_of(conn, std::slice::from_ref(&begun.row.enrolment_id))?);
    Ok(HeldRound { rater, round, begun, form, house, ended: answers(&case).err() })
}

pub async fn asked(who: Holder, app: App, token: Path<String>) -> Answer {
    asked_with(&who, &app, &token, Typed::nothing(), false).await
}

/// `sent`: something was sent, and is not kept.
pub async fn asked_with(who: &Public, app: &App, token: &str, typed: Typed, sent: bool) -> Answer {
    let (asked, person) = (token.to_owned(), who.person().map(|person| person.account.clone()));
    let held = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            held(r.conn(), &shelf, &asked, person.as_ref(), now)
        })
        .await?;
    match &held.ended {
        Some(refusal) => page(views::Ended::new(who, refusal, sent)),
        None => page(views::Colleague::new(who, token, &held, typed)?),
    }
}

/// After they answered or declined: the same address, where the link opens nothing more.
pub async fn thanked(token: &str) -> Answer {
    saying(paths::colleague(token), "Thank you. Nothing more is asked of you.")
}
