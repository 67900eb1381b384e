//! What this room shows: which form to begin for a trainee, the form with both its sides, and a session for many.

use crate::app::App;
use crate::domain::feedback::MEETING;
use crate::domain::names::EnrolmentId;
use crate::features::assessments::agenda::agenda;
use crate::features::assessments::{beginning, sessions, views};
use crate::features::enrolments::in_its_names;
use crate::features::rooms;
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::reply::see_other;
use crate::web::typed::{Asked, Typed};

/// Without a trainee in the address: their list. Without a kind: which form; straight on where there is one only.
pub async fn new(who: Staff, app: App, asked: Asked) -> Answer {
    let (trainee, kind) = (asked.one("trainee").to_owned(), asked.one("kind").to_owned());
    match (trainee.is_empty(), kind.is_empty()) {
        (true, _) => see_other(paths::TRAINEES),
        (false, true) => which(&who, &app, EnrolmentId::new(trainee)).await,
        (false, false) => form_with(&who, &app, EnrolmentId::new(trainee), kind, Typed::nothing()).await,
    }
}

async fn which(who: &Staff, app: &App, id: EnrolmentId) -> Answer {
    let (sight, of) = (who.sight(), id.clone());
    let done = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let trainee = beginning::trainee(r.conn(), &shelf, &sight, &id, now)?;
            let kinds = trainee.kinds();
            if kinds.is_empty() {
                return Err(beginning::nothing_to_begin().into());
            }
            Ok((trainee.row, kinds))
        })
        .await;
    let (trainee, kinds) = in_its_names(app, &of, done).await?;
    match kinds.as_slice() {
        [only] => see_other(paths::new_assessment(trainee.id.as_str(), &only.code)),
        _ => page(views::Which::new(who.shell("Begin an assessment", Place::Trainees), &trainee, &kinds)),
    }
}

/// The form, with what was typed in it; a meeting that nobody has typed anything into opens filled.
pub async fn form_with(who: &Staff, app: &App, id: EnrolmentId, kind: String, typed: Typed) -> Answer {
    let sight = who.sight();
    let zone = who.zone;
    let (row, (asked, offers), agenda, scan) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let trainee = beginning::trainee(r.conn(), &shelf, &sight, &id, now)?;
            let form = beginning::form(r.conn(), &shelf, &sight, &trainee, &kind)?;
            let agenda = match kind == MEETING {
                true => Some(agenda(r.conn(), &shelf, &sight, (&trainee.own.portfolio, &form.0.kind))?),
                false => None,
            };
            let scan = match form.0.kind.seen || form.0.kind.lets_say_seen() {
                true => rooms::offered(r.conn(), &sight, (now, zone))?,
                false => None,
            };
            Ok((trainee.row, form, agenda, scan))
        })
        .await?;
    let title = format!(
        "{} {} {}",
        asked.kind.name,
        if asked.kind.code == MEETING { "with" } else { "of" },
        row.name
    );
    let shell = who.shell(title, Place::Trainees);
    page(views::Begin::new(shell, who.person(), &row, (&asked, &offers), (agenda, scan), typed))
}

/// Without a kind in the address: which session; straight on where there is one only.
pub async fn session(who: Staff, app: App, asked: Asked) -> Answer {
    let kind = asked.one("kind").to_owned();
    if !kind.is_empty() {
        return session_with(&who, &app, kind, Typed::nothing()).await;
    }
    let sight = who.sight();
    let kinds = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        sessions::kinds(r.conn(), &shelf, &sight, now)
    });
    match kinds.await?.as_slice() {
        [only] => see_other(paths::new_session(&only.code)),
        kinds => page(views::Sessions::new(who.shell("Record for several", Place::Trainees), kinds)),
    }
}

pub async fn session_with(who: &Staff, app: &App, kind: String, typed: Typed) -> Answer {
    let sight = who.sight();
    let (asked, people) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            sessions::people(r.conn(), &shelf, &sight, (&kind, now))
        })
        .await?;
    let shell = who.shell(format!("{} for several", asked.kind.name), Place::Trainees);
    page(views::Session::new(shell, who.person(), &asked, &people, typed))
}
