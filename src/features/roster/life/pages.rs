//! The list of what happened, the form of one act with what it would change, and the page on which a mistake is
//! taken back.

use std::sync::Arc;

use actix_web::web::Path;

use super::{case, forms, views};
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::life::Happening;
use crate::domain::names::{EnrolmentId, LifeEventId};
use crate::domain::policy::life::may_record_life;
use crate::domain::programme::Version;
use crate::features::enrolments::{self, Enrolled, LifeShown};
use crate::features::{programmes, standing};
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::typed::Typed;

/// An enrolment with all that was ever recorded of its life.
pub struct Shown {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub events: Vec<LifeShown>,
    /// What there is to say today.
    pub now: Vec<String>,
    /// The reader leads it; otherwise it is their own.
    pub leads: bool,
}

/// For the trainee, and for whoever leads the enrolment.
pub async fn life(who: SignedIn, app: App, id: Path<EnrolmentId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let shown = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let (row, leads) = match enrolments::led_one(r.conn(), &sight, &id) {
                Ok(row) => (row, true),
                Err(Fault::NotFound) => (enrolments::enrolment(r.conn(), &id)?, false),
                Err(fault) => return Err(fault),
            };
            if !leads && row.person != *sight.viewer() {
                return Err(Fault::NotFound);
            }
            let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
            let one = std::slice::from_ref(&id);
            let lives = enrolments::lives(r.conn(), enrolments::Whose::Enrolments(one), now)?;
            let lived = lives.get(&id).map(Vec::as_slice).unwrap_or_default();
            let told = standing::life_said(&version, &enrolments::as_ruled(&row, &version, lived), now);
            Ok(Shown { events: enrolments::life_shown(r.conn(), &id)?, row, version, now: told, leads })
        })
        .await?;
    page(views::Life::new(&who, shown))
}

/// The word in the address; one that nobody knows leads nowhere.
pub fn happening(word: &str) -> Result<Happening, Oops> {
    word.parse().map_err(|_| Oops::Fault(Fault::NotFound))
}

pub async fn act(who: Lead, app: App, path: Path<(EnrolmentId, String)>) -> Answer {
    let (id, what) = path.into_inner();
    let what = happening(&what)?;
    act_with(&who, &app, id, what, Typed::nothing(), None).await
}

/// `asked`: what was asked to be shown before it is recorded.
pub async fn act_with(
    who: &Lead,
    app: &App,
    id: EnrolmentId,
    what: Happening,
    typed: Typed,
    asked: Option<forms::Wanted>,
) -> Answer {
    let person = who.person().clone();
    let (hand, preview) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let hand = case::in_hand(r.conn(), &shelf, &person, &id, now)?;
            let Some(asked) = asked else { return Ok((hand, None)) };
            let wanted = asked.happened(hand.today(), hand.facts.enrolment.zone);
            let case = hand.case(r.conn(), &person, wanted.clone(), !asked.reason.is_empty())?;
            let answer = may_record_life(&person, &case).map(|_| hand.changes(&wanted));
            Ok((hand, Some(answer)))
        })
        .await?;
    page(views::Act::new(who, what, &hand, typed, preview))
}

pub async fn end(who: Lead, app: App, path: Path<(EnrolmentId, LifeEventId)>) -> Answer {
    let (id, event) = path.into_inner();
    end_with(&who, &app, id, event, Typed::nothing()).await
}

pub async fn end_with(who: &Lead, app: &App, id: EnrolmentId, event: LifeEventId, typed: Typed) -> Answer {
    let sight = who.sight();
    let (row, version, one) = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = enrolments::led_one(r.conn(), &sight, &id)?;
            let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
            let all = enrolments::life_shown(r.conn(), &id)?;
            let holds = |one: &LifeShown| one.row.id == event && one.row.known_until.is_none();
            let one = all.into_iter().find(holds).ok_or(Fault::NotFound)?;
            Ok((row, version, one))
        })
        .await?;
    page(views::End::new(who, &row, &version, &one, typed))
}

/// Before any book is taken: an enrolment that the lead does not lead is not found.
pub async fn seen(who: &Lead, app: &App, id: &EnrolmentId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| enrolments::led_one(r.conn(), &sight, &id).map(drop)).await
}
