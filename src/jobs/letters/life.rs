//! The letters about the life of an enrolment: that something was recorded, by whom and for which programme. A time out,
//! part time and how a programme ended stay in the app: they are nothing for a locked screen.

use super::Words;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::LifeEventId;
use crate::domain::programme::called::Called;
use crate::domain::role::System;
use crate::features::enrolments::{LifeShown, enrolment, life_one};
use crate::features::programmes;
use crate::web::paths;

/// Nothing where it was taken back or gave way to another before anybody could be told.
pub(super) async fn recorded(app: &App, id: &LifeEventId, system: System) -> Result<Option<Words>, Fault> {
    let found = read(app, id, system).await?;
    let stands = found.one.row.known_until.is_none();
    Ok(stands.then(|| Words {
        subject: format!("Recorded for you: {}", found.programme),
        lines: vec![
            format!("{} recorded something for your place on {}.", found.one.by, found.programme),
            format!(
                "What it is, from when, why and what it changes stands in Perfolio. If it is wrong, tell your {}.",
                found.called.name("lead")
            ),
        ],
        link: Some(("See what happened", found.path)),
    }))
}

pub(super) async fn taken_back(app: &App, id: &LifeEventId, system: System) -> Result<Option<Words>, Fault> {
    let found = read(app, id, system).await?;
    let gone = !found.one.row.undone_why.is_empty();
    Ok(gone.then(|| Words {
        subject: format!("Taken back: {}", found.programme),
        lines: vec![
            format!(
                "{} took back something that was recorded for your place on {}.",
                found.one.undone_by, found.programme
            ),
            "It holds no longer. The list in Perfolio says what it was, and why.".to_owned(),
        ],
        link: Some(("See what happened", found.path)),
    }))
}

struct Found {
    one: LifeShown,
    programme: String,
    path: String,
    called: Called,
}

async fn read(app: &App, id: &LifeEventId, system: System) -> Result<Found, Fault> {
    let id = id.clone();
    app.read(move |r| {
        let shelf = r.shelf();
        let one = life_one(r.conn(), &id, system)?;
        let row = enrolment(r.conn(), &one.row.enrolment)?;
        let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
        let (programme, path) = (version.title.clone(), paths::life(row.id.as_str()));
        Ok(Found { programme, path, called: Called::of(&version), one })
    })
    .await
}
