//! What this room shows: a move in the planning, how far one has come, and what one changed for somebody.

use std::sync::Arc;

use actix_web::web::Path;

use super::approved::{Goes, approvals_after};
use super::beside::{Beside, beside};
use super::planning::{self, Looked};
use super::{store, views};
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, MoveBatchId, MoveId};
use crate::domain::programme::Version;
use crate::domain::role::Sight;
use crate::features::enrolments::{self, BatchRow, Enrolled, MoveRow, moves_of};
use crate::features::moves::store::Progress;
use crate::features::{programmes, standing};
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

pub async fn new(who: Lead, app: App, code: Path<String>, asked: Asked) -> Answer {
    let typed = Typed { words: asked.0, ..Typed::nothing() };
    new_with(&who, &app, code.into_inner(), typed, None).await
}

/// The page of a move in the planning, with what was typed and what was looked at.
pub async fn new_with(who: &Lead, app: &App, code: String, typed: Typed, looked: Option<Looked>) -> Answer {
    let sight = who.sight();
    let (from, to) = (typed.word("from").to_owned(), typed.word("to").to_owned());
    let plan = app
        .read(move |r| {
            let shelf = r.shelf();
            planning::plan(r.conn(), &shelf, &sight, &code, Some((&from, &to)))
        })
        .await?;
    page(views::NewMove::new(who, plan, typed, looked))
}

/// What was asked for and how far it has come.
pub struct BatchFound {
    pub row: BatchRow,
    pub old: Arc<Version>,
    pub new: Arc<Version>,
    pub progress: Progress,
    /// Approvals by name of those who were moved, where they do not stay as they were.
    pub approvals: Vec<(EnrolmentId, Goes)>,
}

pub async fn batch(who: Lead, app: App, path: Path<(String, MoveBatchId)>) -> Answer {
    let (_, id) = path.into_inner();
    let sight = who.sight();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = store::own_batch(r.conn(), &sight, &id)?;
            let old = programmes::version(r.conn(), &shelf, &row.from)?;
            let new = programmes::version(r.conn(), &shelf, &row.to)?;
            let progress = store::progress(r.conn(), &sight, &row)?;
            let pairs = store::pairs_of(r.conn(), &row.id)?;
            let moved: Vec<&EnrolmentId> = progress.moved.iter().map(|(id, ..)| id).collect();
            // As they were before anybody of these was moved: none is moved before it was asked for.
            let then = row.known_from;
            let between = (&*old, &*new, &pairs);
            let approvals = approvals_after(r.conn(), &shelf, between, &moved, (then, then.plus_millis(-1)))?;
            Ok(BatchFound { old, new, progress, row, approvals })
        })
        .await?;
    page(views::BatchPage::new(&who, found))
}

/// One move of one enrolment, and what it changed.
pub struct MoveFound {
    pub row: Enrolled,
    pub moved: MoveRow,
    pub by: String,
    pub old: Arc<Version>,
    pub new: Arc<Version>,
    pub beside: Beside,
    /// Why it cannot be undone; nothing: the lead may.
    pub since: Option<String>,
    pub latest: bool,
}

pub async fn moved(who: SignedIn, app: App, path: Path<(EnrolmentId, MoveId)>) -> Answer {
    let (id, moved) = path.into_inner();
    let sight = who.sight();
    let found = app.read(move |r| found(r, &sight, &id, &moved)).await?;
    page(views::MovePage::new(&who, found))
}

/// For the trainee and for whoever leads them; nobody else has it.
fn found(r: &mut Reading<'_>, who: &Sight, id: &EnrolmentId, moved: &MoveId) -> Result<MoveFound, Fault> {
    let shelf = r.shelf();
    let row = enrolments::enrolment(r.conn(), id)?;
    if row.person != *who.viewer() {
        enrolments::led_one(r.conn(), who, id)?;
    }
    let all = moves_of(r.conn(), id)?;
    let latest = all.first().is_some_and(|(first, _)| first.id == *moved);
    let (moved, by) = all.into_iter().find(|(one, _)| one.id == *moved).ok_or(Fault::NotFound)?;
    let pairs = store::pairs_of(r.conn(), &moved.batch)?;
    let before = standing::assess_enrolment(r.conn(), &shelf, id, moved.known_from.plus_millis(-1))?;
    let after = standing::assess_enrolment(r.conn(), &shelf, id, moved.known_from)?;
    let since = store::first_act_since(r.conn(), &row.portfolio, id, &moved.id)?;
    let old = programmes::version(r.conn(), &shelf, &moved.from)?;
    let new = programmes::version(r.conn(), &shelf, &moved.to)?;
    let instants = (moved.known_from, moved.known_from.plus_millis(-1));
    let approvals = approvals_after(r.conn(), &shelf, (&old, &new, &pairs), &[id], instants)?;
    let approvals = approvals.into_iter().map(|(_, goes)| goes).collect();
    Ok(MoveFound {
        old,
        new,
        beside: Beside { approvals, ..beside(&before, &after, &pairs) },
        row,
        moved,
        by,
        since,
        latest,
    })
}
