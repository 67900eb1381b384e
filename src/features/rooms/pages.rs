//! What this room shows: a lead's rooms, the sheet that hangs on a wall, and what scanning it opens. Opening it is
//! noted quietly, outside the books: it is an assessor's statement only once they make it one.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Refusal;
use crate::domain::names::{RoomId, capital};
use crate::domain::role::{Capacity, Person, Scope};
use crate::features::accounts::Qr;
use crate::features::people::{self, Atlas};
use crate::features::rooms::scanning::{OFFERED, label};
use crate::features::rooms::{acts, store, views};
use crate::features::roster::offers;
use crate::web::gate::{Holder, Lead};
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

pub async fn rooms(who: Lead, app: App) -> Answer {
    rooms_with(&who, &app, Typed::nothing()).await
}

pub async fn rooms_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let (lines, choices) = app
        .read(move |r| {
            let territory = people::territory(r.conn(), sight.viewer(), sight.today())?;
            let atlas = Atlas::load(r.conn())?;
            let mut lines = Vec::new();
            for (row, by) in store::holding(r.conn())? {
                let over = row.over()?;
                if atlas.spot(&over).is_ok_and(|spot| territory.holds(&spot)) {
                    lines.push((row, capital(&atlas.label(&over)), by));
                }
            }
            let choices: Vec<Choice> = offers(&atlas, &territory)
                .into_iter()
                .filter(|(over, _)| matches!(over.scope, Scope::Site | Scope::Department))
                .map(|(over, label)| Choice::of(over.code(), label))
                .collect();
            Ok((lines, choices))
        })
        .await?;
    page(views::Rooms::new(who, &lines, choices, typed))
}

pub async fn sheet(who: Lead, app: App, id: Path<RoomId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let (row, said) = app
        .read(move |r| {
            let (row, _) = acts::kept(r.conn(), &person, &id)?;
            let said = label(&Atlas::load(r.conn())?, &row)?;
            Ok((row, said))
        })
        .await?;
    let qr = Qr::of(&app.config.link(&paths::room_code(&row.token)))?;
    page(views::Sheet::new(&who, &row, said, qr))
}

/// Opened again within the half hour it is the same scan: a page that is only looked at again was not scanned again. Of a
/// stranger nothing is noted: they may have an account, or a trainee's link, and the page leads on to both.
pub async fn scan(who: Holder, app: App, token: Path<String>) -> Answer {
    if who.visit().owes_factor {
        return Err(Oops::Away(paths::SECOND_FACTOR.to_owned()));
    }
    let (person, token) = (who.person().cloned(), token.into_inner());
    let (sight, scanned) = (person.as_ref().map(Person::sight), token.clone());
    let (room, said, known) = app
        .read(move |r| {
            let room = store::of_token(r.conn(), &token)?;
            if room.known_until.is_some() {
                return Err(ended().into());
            }
            let said = label(&Atlas::load(r.conn())?, &room)?;
            let since = r.now().plus_seconds(-OFFERED);
            let known = match &sight {
                Some(sight) => store::newest(r.conn(), sight, Some(&room.id), since)?,
                None => None,
            };
            Ok((room, said, known))
        })
        .await?;
    let assesses = |person: &&Person| person.is(Capacity::Supervisor) || person.is(Capacity::Lead);
    let at = match (known, person.as_ref().filter(assesses)) {
        (Some(scan), _) => Some(scan.at),
        (None, Some(person)) => {
            let sight = person.sight();
            Some(app.write_quietly(Why::Scanned, move |tx| Ok(store::note(tx, &sight, room)?.at)).await?)
        }
        (None, None) => None,
    };
    page(views::ScanPage::new(&who, said, &scanned, at))
}

fn ended() -> Refusal {
    let sentence = "This code is no longer in use. Ask your training lead for the new one.";
    Refusal::new("room-ended", sentence)
}
