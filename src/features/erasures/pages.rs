//! The list, looking for a person, proposing, and one proposal. Governance and admins see days, programmes and
//! numbers; nobody sees a word of the record here.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, ErasureId};
use crate::domain::policy::erasures::{ErasureCase, may_see_erasures};
use crate::domain::role::Person;
use crate::features::erasures::store::{self, About, Shown};
use crate::features::erasures::views;
use crate::features::people;
use crate::web::gate::Eraser;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

pub async fn erasures(who: Eraser, app: App) -> Answer {
    let person = who.person().clone();
    let (all, governs) = app
        .read(move |r| {
            let governs = comes_in(r.conn(), &person)?;
            Ok((store::shown(r.conn())?, governs))
        })
        .await?;
    page(views::Erasures::new(&who, &all, governs))
}

/// Whoever's appointment has ended is a stranger here. Gives whether it is information governance.
fn comes_in(conn: &mut Conn, person: &Person) -> Result<bool, Fault> {
    let governs = people::governs(conn, &person.account, person.today())?;
    match governs || people::keeps_house(conn, &person.account, person.today())? {
        true => Ok(governs),
        false => Err(Fault::NotFound),
    }
}

pub async fn people(who: Eraser, app: App, asked: Asked) -> Answer {
    let (person, words) = (who.person().clone(), asked.one("words").to_owned());
    let wanted = words.clone();
    let (found, stated) = app
        .read(move |r| {
            if !comes_in(r.conn(), &person)? {
                return Err(Fault::NotFound);
            }
            // Without a word there is no list of everybody.
            match wanted.trim().chars().count() {
                0 | 1 => Ok((Vec::new(), Vec::new())),
                _ => Ok((store::find(r.conn(), &wanted)?, store::stated(r.conn(), &wanted)?)),
            }
        })
        .await?;
    page(views::People::new(&who, &words, &found, stated))
}

pub async fn person(who: Eraser, app: App, id: Path<AccountId>) -> Answer {
    person_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn person_with(who: &Eraser, app: &App, id: AccountId, typed: Typed) -> Answer {
    let reader = who.person().clone();
    let (case, about) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (case, about) = store::about(r.conn(), &shelf, &reader, &id)?;
            if case.governs { Ok((case, about)) } else { Err(Fault::NotFound) }
        })
        .await?;
    page(views::PersonPage::new(who, &case, &about, typed))
}

/// What the page of a proposal shows.
pub struct Found {
    pub shown: Shown,
    pub case: ErasureCase,
    pub about: About,
}

pub async fn erasure(who: Eraser, app: App, id: Path<ErasureId>) -> Answer {
    erasure_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn erasure_with(who: &Eraser, app: &App, id: ErasureId, typed: Typed) -> Answer {
    let reader = who.person().clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = store::one(r.conn(), &id)?;
            let (case, about) = store::about(r.conn(), &shelf, &reader, &row.person_id)?;
            let shown = store::shown(r.conn())?.into_iter().find(|shown| shown.row.id == id);
            match (may_see_erasures(&case), shown) {
                (true, Some(shown)) => Ok(Found { shown, case, about }),
                _ => Err(Fault::NotFound),
            }
        })
        .await?;
    page(views::ErasurePage::new(who, &found, typed))
}
