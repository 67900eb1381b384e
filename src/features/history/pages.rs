//! The trail of a portfolio, and the page that checks it.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::names::{BookId, PortfolioId};
use crate::domain::role::Capacity;
use crate::features::history::content::verify_content;
use crate::features::history::{store, verify_book, views};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::typed::Asked;

pub async fn history(who: SignedIn, app: App, id: Path<PortfolioId>, asked: Asked) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let before = asked.one("before").parse::<i64>().ok();
    let (reader, trail) = app
        .read(move |r| {
            let shelf = r.shelf();
            let reader = store::reader(r.conn(), &sight, &id)?;
            let trail = store::trail(r.conn(), &shelf, &sight, &reader, before)?;
            Ok((reader, trail))
        })
        .await?;
    let place = if reader.own { Place::Portfolio } else { Place::Nowhere };
    let staff = who.is(Capacity::Supervisor) || who.is(Capacity::Lead);
    let shell = who.shell(views::title(&reader), place);
    page(views::History::new(shell, reader, staff, trail, before.is_some()))
}

pub async fn verification(who: SignedIn, app: App, id: Path<PortfolioId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let (reader, book, content, now) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let reader = store::reader(r.conn(), &sight, &id)?;
            let book = verify_book(r.conn(), &BookId::from(id.clone()))?;
            let content = verify_content(r.conn(), &shelf, &id)?;
            Ok((reader, book, content, now))
        })
        .await?;
    let place = if reader.own { Place::Portfolio } else { Place::Nowhere };
    let shell = who.shell("Is this record whole?", place);
    page(views::Verification::new(shell, reader, book, content, now))
}

/// Who opened what in a month, for the owner and for information governance.
pub async fn openings(who: SignedIn, app: App, id: Path<PortfolioId>, asked: Asked) -> Answer {
    let (person, id, today) = (who.person().clone(), id.into_inner(), who.today());
    let month = views::asked_month(asked.one("month"), today);
    let (whose, opened, whole) = app
        .read(move |r| {
            let whose = store::whose(r.conn(), &person, &id)?;
            let shelf = r.shelf();
            let opened = store::openings(r.conn(), &shelf, &whose, month)?;
            let reports = store::reports(r.conn(), &whose, month)?;
            let packs = store::packs_read(r.conn(), &whose, month)?;
            Ok((whose, opened, (reports, packs)))
        })
        .await?;
    let place = if whose.own { Place::Portfolio } else { Place::Incidents };
    let shell = who.shell("Who opened what", place);
    page(views::Openings::new(shell, &whose, month, today, opened, whole))
}
