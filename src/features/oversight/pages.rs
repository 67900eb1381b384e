//! The pages of tutors and co-ordinators.

use actix_web::web::Path;

use super::{gathering, recording, store, views};
use crate::app::App;
use crate::db::sight::SightOver;
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::role::Capacity;
use crate::features::people::Atlas;
use crate::features::programmes;
use crate::features::standing::cohort;
use crate::web::gate::{Coordinator, Overseer, Tutor};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

/// Months that the register of attendance can look back on; the first where none is asked for.
const MONTHS: [i32; 3] = [12, 3, 24];

pub async fn shortfalls(who: Tutor, app: App, asked: Asked) -> Answer {
    let (sight, wanted) = (who.sight(), asked.one("page").parse().unwrap_or(1));
    let (slice, reads) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let slice = gathering::nearest(r.conn(), &shelf, (&sight, Capacity::Tutor), wanted, now)?;
            Ok((slice, programmes::may_read(r.conn(), &shelf, Capacity::Tutor)?))
        })
        .await?;
    page(views::Shortfalls::new(&who, slice, reads))
}

pub async fn attendance(who: Tutor, app: App, asked: Asked) -> Answer {
    let (sight, today) = (who.sight(), who.today());
    let months =
        asked.one("months").parse().ok().filter(|months| MONTHS.contains(months)).unwrap_or(MONTHS[0]);
    let from = today.plus_months(-months);
    let (listed, kinds) = app
        .read(move |r| {
            let shelf = r.shelf();
            let listed = store::listed(r.conn(), &sight, Capacity::Tutor, None, (from, today))?;
            Ok((listed, programmes::newest_kinds(r.conn(), &shelf)?))
        })
        .await?;
    page(views::Attendance::new(&who, (months, from), listed, &kinds))
}

pub async fn record(who: Tutor, app: App) -> Answer {
    record_with(&who, &app, Typed::nothing()).await
}

pub async fn record_with(who: &Tutor, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        recording::people(r.conn(), &shelf, &sight, now)
    });
    page(views::Recording::new(who, found.await?, typed))
}

pub async fn consortium(who: Coordinator, app: App, asked: Asked) -> Answer {
    let sight = who.sight();
    let (rows, atlas, reads, now) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let over = SightOver::narrow(r.conn(), &sight, Capacity::Coordinator)?;
            let rows = cohort(r.conn(), &shelf, &over, sight.today(), now)?;
            let reads = programmes::may_read(r.conn(), &shelf, Capacity::Coordinator)?;
            Ok((rows, Atlas::load(r.conn())?, reads, now))
        })
        .await?;
    page(views::Consortium::new(&who, (&atlas, rows), asked.one("employer"), reads, now))
}

/// One person, in whichever of the two capacities the asker looks after them.
pub async fn overseen(who: Overseer, app: App, id: Path<EnrolmentId>) -> Answer {
    let (sight, today, held) = (who.sight(), who.today(), who.capacities.clone());
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        for capacity in [Capacity::Tutor, Capacity::Coordinator].into_iter().filter(|one| held.contains(one))
        {
            let course = match gathering::one(r.conn(), &shelf, &sight, (capacity, &id), now) {
                Err(Fault::NotFound) => continue,
                other => other?,
            };
            let days = (course.row.started_on.min(today.plus_months(-24)), today);
            let listed = store::listed(r.conn(), &sight, capacity, Some(&id), days)?;
            let reads = programmes::may_read(r.conn(), &shelf, capacity)?;
            let kinds = programmes::newest_kinds(r.conn(), &shelf)?;
            return Ok((capacity, course, listed, reads, kinds));
        }
        Err(Fault::NotFound)
    });
    let (capacity, course, listed, reads, kinds) = found.await?;
    page(views::Overseen::new(&who, capacity, &course, listed, (reads, &kinds)))
}
