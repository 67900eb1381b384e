//! What this room shows: the list, planning, and one review with what it looks at.

mod working;

use std::sync::Arc;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, EnrolmentId, ReviewId};
use crate::domain::policy::reviews::{Sees, may_change_plan};
use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::review::{Terms, terms_of};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, led_one};
use crate::features::programmes;
use crate::features::reviews::collecting::{Reading, collect};
use crate::features::reviews::store::{self, Found};
use crate::features::reviews::{points, views};
use crate::features::standing::assess_now;
use crate::web::gate::{Door, Lead, Passed, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::typed::{Asked, Typed, Words};

pub use working::{
    answer, answer_with, objection, objection_with, outcome, outcome_with, pack, paper, preparation,
    preparation_with,
};

/// Reviews of programmes that are due within so many days are listed to be planned.
const AHEAD_DAYS: i64 = 120;

pub async fn list(who: SignedIn, app: App) -> Answer {
    let (sight, leads, until) = (who.sight(), who.is(Capacity::Lead), who.today().plus_days(AHEAD_DAYS));
    let (rows, more, todo, form) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let (rows, more) = store::listed(r.conn(), &shelf, &sight)?;
            let todo = match leads {
                true => views::ToDo {
                    points: store::points(r.conn(), &shelf, &sight, until)?,
                    to_enter: store::to_enter(r.conn(), &shelf, &sight, &rows, now)?,
                    objections: store::objections(r.conn(), &sight, &rows)?,
                },
                false => views::ToDo::default(),
            };
            Ok((rows, more, todo, points::newest(r.conn(), &shelf)?))
        })
        .await?;
    page(views::List::new(&who, (&rows, more), &todo, &form))
}

/// Everything that the page of planning needs.
pub struct ToPlan {
    pub enrolled: Enrolled,
    pub version: Arc<Version>,
    pub form: Arc<Kind>,
    /// The days that the programme counts.
    pub terms: Terms,
    pub people: Vec<(AccountId, String)>,
    /// What the programme asks for: code, title, sort, due day.
    pub asked: Vec<AskedFor>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFor {
    pub code: String,
    pub title: String,
    pub sort: String,
    pub due: Option<Day>,
    pub met: bool,
}

fn to_plan(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
) -> Result<ToPlan, Fault> {
    let enrolled = led_one(conn, who, id)?;
    let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let form = points::form(conn, shelf, &version)?;
    let people = store::candidates(conn, who, &enrolled.person)?;
    let mut asked = Vec::new();
    if points::asked(&version).next().is_some() {
        let assessed = assess_now(conn, shelf, id, now)?;
        for (requirement, sort) in points::asked(&version) {
            let standing = assessed.assessment.requirements.iter().find(|one| one.id == requirement.code);
            asked.push(AskedFor {
                code: requirement.code.clone(),
                title: requirement.title.clone(),
                sort: sort.unwrap_or_default(),
                due: standing.and_then(|one| one.due),
                met: standing.is_some_and(|one| one.met),
            });
        }
    }
    let terms = terms_of(&version.reviews).map_err(Fault::Broken)?;
    Ok(ToPlan { enrolled, version, form, terms, people, asked })
}

pub async fn new(who: Lead, app: App, asked: Asked) -> Answer {
    new_with(&who, &app, &asked, Typed::nothing()).await
}

pub async fn new_with(who: &Lead, app: &App, asked: &Words, typed: Typed) -> Answer {
    let (sight, id) = (who.sight(), EnrolmentId::new(asked.one("enrolment")));
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        to_plan(r.conn(), &shelf, &sight, &id, now)
    });
    page(views::PlanPage::new(who, &found.await?, asked.one("requirement"), typed))
}

/// The review for who sees anything of it, before any book is taken.
pub async fn found(person: &Person, app: &App, id: &ReviewId) -> Result<Found, Fault> {
    let (person, id) = (person.clone(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        store::found(r.conn(), &shelf, &person, &id)
    })
    .await
}

pub async fn plan(who: Lead, app: App, id: Path<ReviewId>) -> Answer {
    plan_with(&who, &app, &id, None).await
}

pub async fn plan_with(who: &Lead, app: &App, id: &ReviewId, typed: Option<Typed>) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (found, to_plan) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let found = store::found(r.conn(), &shelf, &person, &id)?;
            let to_plan = to_plan(r.conn(), &shelf, &person.sight(), &found.row.enrolment_id, now)?;
            let may = may_change_plan(&person, &found.case, &found.enrolled.id);
            may.map_err(|why| Called::of(&to_plan.version).fault(why.into()))?;
            Ok((found, to_plan))
        })
        .await?;
    page(views::PlanPage::again(who, &to_plan, &found, typed))
}

pub async fn review(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    review_with(&who, &app, &id, Typed::nothing()).await
}

/// The review, with what was typed before it was frozen.
pub async fn review_with<D: Door>(who: &Passed<D>, app: &App, id: &ReviewId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (found, form, looked) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let mut found = store::found(r.conn(), &shelf, &person, &id)?;
            let enrolled = &found.enrolled;
            let version =
                programmes::version_at(r.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
            let form = points::form(r.conn(), &shelf, &version)?;
            // Once it is decided there is nothing to look at but what was frozen: the portfolio has gone on.
            let collected = match found.sees {
                Sees::Whole if found.latest().is_none() => {
                    let reading = reading(&person, &found);
                    Some(collect(r.conn(), &shelf, (&person.sight(), reading), enrolled, now)?)
                }
                _ => None,
            };
            found.called = Called::of(&version);
            let prepared = store::prepared(r.conn(), &found.row.id)?;
            let report = reported_at(r.conn(), &person.sight(), &found, !prepared.is_empty())?;
            Ok((found, form, (collected, prepared, report)))
        })
        .await?;
    page(views::ReviewPage::new(who, &found, &form, looked, typed)?)
}

/// Where patient data in what was written here is reported: with the entry that came of it, or else the first of the
/// enrolment that the reader sees; where there is none, with the review itself.
fn reported_at(conn: &mut Conn, who: &Sight, found: &Found, prepared: bool) -> Result<Option<String>, Fault> {
    if found.sees != Sees::Whole || !(prepared || found.latest().is_some()) {
        return Ok(None);
    }
    let entry = match found.outcomes.iter().rev().find_map(|one| one.row.entry_id.clone()) {
        Some(entry) => Some(entry),
        None => store::stands_for(conn, who, &found.row)?,
    };
    Ok(match entry {
        Some(entry) => Some(paths::entry_report(entry.as_str())),
        None => store::has_words(conn, &found.row.id)?.then(|| paths::review_report(found.row.id.as_str())),
    })
}

/// As whom somebody reads what is collected.
pub fn reading(person: &Person, found: &Found) -> Reading {
    Reading {
        own: person.account == found.enrolled.person,
        leads: found.case.leads,
        supervises: found.case.supervises,
        open_only: false,
    }
}
