//! What somebody does in a review: prepare, read the pack, record the outcome, object, answer.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Path;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::kind::Kind;
use crate::domain::names::{PackId, ReviewId};
use crate::domain::policy::reviews::{Sees, may_answer_objection, may_conclude, may_object, may_prepare};
use crate::domain::programme::called::Called;
use crate::domain::review::Side;
use crate::domain::role::{Person, Sight};
use crate::features::programmes;
use crate::features::reviews::store::{self, Found, PackRow};
use crate::features::reviews::{packing, points, views};
use crate::render::pdf::{self, Envelope};
use crate::web::gate::{Lead, SignedIn, Trainee};
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::reply::{Shown, download};
use crate::web::typed::Typed;

/// A pack takes as long as a report of the portfolio.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 60 });

/// The review with the form that it is on.
async fn with_form(person: &Person, app: &App, id: &ReviewId) -> Result<(Found, Arc<Kind>), Fault> {
    let (person, id) = (person.clone(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        let mut found = store::found(r.conn(), &shelf, &person, &id)?;
        let enrolled = &found.enrolled;
        let version = programmes::version_at(r.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
        let form = points::form(r.conn(), &shelf, &version)?;
        found.called = Called::of(&version);
        Ok((found, form))
    })
    .await
}

/// In the names of the programme, which `with_form` has found.
fn refused(found: &Found, refusal: Refusal) -> Fault {
    found.called.fault(refusal.into())
}

pub async fn preparation(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    preparation_with(&who, &app, &id, None).await
}

/// With what was typed; without it, with what is kept.
pub async fn preparation_with(who: &SignedIn, app: &App, id: &ReviewId, typed: Option<Typed>) -> Answer {
    let (found, form) = with_form(who, app, id).await?;
    let side = match (may_prepare(who, &found.case), &typed) {
        (Ok(grant), _) => grant.act().side,
        // The pack was frozen meanwhile: the words are given back.
        (Err(_), Some(_)) if found.enrolled.person == who.account => Side::Trainee,
        (Err(_), Some(_)) => Side::Supervisor,
        (Err(refusal), None) => return Err(refused(&found, refusal).into()),
    };
    let (review, me) = (found.row.id.clone(), who.account.clone());
    let kept = app.read(move |r| {
        let all = store::prepared(r.conn(), &review)?;
        let mine = all.into_iter().find(|one| one.row.written_by == me);
        let answers = mine.map(|one| one.row.answers()).transpose()?;
        Ok((answers.unwrap_or_default(), store::kept_by(r.conn(), &review, &me)?))
    });
    let (answers, kept) = kept.await?;
    page(views::PreparationPage::new(who, &found, &form, side, (answers, typed)).over(kept))
}

/// The pack for whoever reads it, with its document unless it was withdrawn. The trainee is told who read it.
async fn pack_of(who: &Person, app: &App, id: &ReviewId) -> Result<(Found, PackRow), Fault> {
    let (person, id) = (who.clone(), id.clone());
    let (found, pack, told) = app
        .read(move |r| {
            let shelf = r.shelf();
            let found = store::found(r.conn(), &shelf, &person, &id)?;
            let newest = found.packs.last().ok_or(Fault::NotFound)?;
            if !matches!(found.sees, Sees::Whole | Sees::Pack) {
                return Err(Fault::NotFound);
            }
            let pack = store::pack(r.conn(), &newest.id)?;
            let nothing = person.account == found.enrolled.person || pack.withdrawn_at.is_some();
            let told = nothing || store::has_read_pack(r.conn(), &person.sight(), &pack.id)?;
            Ok((found, pack, told))
        })
        .await?;
    if !told {
        note_reading(app, who.sight(), pack.id.clone());
    }
    Ok((found, pack))
}

/// Written after the answer; if it is lost, the next look writes it.
fn note_reading(app: &App, sight: Sight, pack: PackId) {
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let noted = app.write_quietly(Why::Reading, move |tx| store::note_pack_reading(tx, &sight, &pack));
        if let Err(fault) = noted.await {
            tracing::warn!(%fault, "the reading of a pack was not written");
        }
        Ok::<(), Fault>(())
    });
}

pub async fn pack(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    let (found, pack) = pack_of(&who, &app, &id).await?;
    let (sight, row) = (who.sight(), found.row.clone());
    let (at, whole) = (pack.frozen_at, found.sees == Sees::Whole);
    let (of, panel) = (pack.id.clone(), found.sees == Sees::Pack);
    let (changed, seen, held) = app
        .read(move |r| {
            let changed = store::changed_after(r.conn(), &row.enrolment_id, at)?;
            let seen = match whole {
                true => store::in_sight(r.conn(), &sight, &row.portfolio_id)?,
                false => std::collections::HashSet::new(),
            };
            // Everybody else reports from the entry itself.
            let held = if panel { store::held_in(r.conn(), &of)? } else { Vec::new() };
            Ok((changed, seen, held))
        })
        .await?;
    page(views::PackPage::new(&who, &found, &pack, (changed, seen), held)?)
}

pub async fn paper(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    let (_, pack) = pack_of(&who, &app, &id).await?;
    if pack.withdrawn_at.is_some() || !pack.is_intact() {
        return Err(Fault::NotFound.into());
    }
    let report = packing::read(&pack)?;
    let (program, name) = (app.program.clone(), format!("review-pack-{}.pdf", pack.id));
    let bytes =
        spawn_blocking(move || pdf::in_child(&program, &Envelope::Portfolio(Box::new(report)), PATIENCE));
    let bytes = bytes.await.map_err(Oops::broken)?.map_err(Fault::from)?;
    download(bytes, &name, "application/pdf", Shown::Inline)
}

pub async fn outcome(who: SignedIn, app: App, id: Path<ReviewId>) -> Answer {
    outcome_with(&who, &app, &id, None).await
}

pub async fn outcome_with(who: &SignedIn, app: &App, id: &ReviewId, typed: Option<Typed>) -> Answer {
    let (found, form) = with_form(who, app, id).await?;
    // Whoever came second gets their words back, with what stands now.
    if typed.is_none() {
        may_conclude(who, &found.case).map_err(|why| refused(&found, why))?;
    }
    page(views::OutcomePage::new(who.person(), who.visit(), &found, &form, typed.unwrap_or_default()))
}

pub async fn objection(who: Trainee, app: App, id: Path<ReviewId>) -> Answer {
    let (found, _) = with_form(&who, &app, &id).await?;
    may_object(&who, &found.case).map_err(|why| refused(&found, why))?;
    objection_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn objection_with(who: &Trainee, app: &App, id: &ReviewId, typed: Typed) -> Answer {
    let (found, form) = with_form(who, app, id).await?;
    page(views::ObjectionPage::new(who, &found, &form, typed))
}

pub async fn answer(who: Lead, app: App, id: Path<ReviewId>) -> Answer {
    let (found, _) = with_form(&who, &app, &id).await?;
    may_answer_objection(&who, &found.case).map_err(|why| refused(&found, why))?;
    answer_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn answer_with(who: &Lead, app: &App, id: &ReviewId, typed: Typed) -> Answer {
    let (found, form) = with_form(who, app, id).await?;
    if found.latest().is_none() {
        return Err(Fault::from(Refusal::new("no-outcome", "There is no outcome yet.")).into());
    }
    page(views::AnswerPage::new(who, &found, &form, typed))
}
