//! What a training lead does: draws a sample, closes it, notes what follows from it and that it is done.

pub mod reading;

use actix_web::web::Path;

use super::forms::{Action, Drawing, Nothing};
use super::{framing, pages, store};
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome};
use crate::domain::entry::cover_prose;
use crate::domain::fault::Fault;
use crate::domain::names::{QualityActionId, QualitySampleId};
use crate::domain::policy::Grant;
use crate::domain::policy::quality::{FollowUp, may_follow_up};
use crate::domain::role::Person;
use crate::features::identifiers::refuse_all;
use crate::features::people;
use crate::features::quality::store::{ActionRow, SampleRow};
use crate::features::roster::spots;
use crate::features::signoffs::passed_over;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn draw(who: Lead, app: App, mut form: Form<Drawing>) -> Answer {
    match drawn(&who, &app, &mut form).await {
        Ok(id) => saying(paths::quality_sample(id.as_str()), "The sample is drawn, and its reader is told."),
        Err(fault) => pages::new_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn drawn(who: &Lead, app: &App, form: &mut Form<Drawing>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let written = app.write_once(once, Books::house(), move |tx| {
        Ok(framing::put_sample(tx, &person, &asked)?.map(|id| id.to_string()))
    });
    written.await
}

/// The sample, for whoever leads its place; for everybody else it is not there.
// open: asks the rule itself
pub fn followed(
    conn: &mut Conn,
    person: &Person,
    id: &QualitySampleId,
) -> Result<(SampleRow, String, Grant<FollowUp>), Fault> {
    let (row, reader) = store::sample(conn, id)?;
    let spot = spots(conn, &[row.over()])?.pop().ok_or(Fault::NotFound)?;
    let territory = people::territory(conn, &person.account, person.today())?;
    let grant = may_follow_up(person, id, &spot, &territory).map_err(|_| Fault::NotFound)?;
    Ok((row, reader, grant))
}

pub async fn end(who: Lead, app: App, id: Path<QualitySampleId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let path = app
        .write_once(form.once(&who.account), Books::house(), move |tx| {
            let (_, _, grant) = followed(tx.conn(), &person, &id)?;
            let now = tx.now();
            store::end_sample(tx, &grant, now)?;
            let event = grant.event("quality/ended", format!("quality-sample/{id}"));
            Ok(Outcome::of(paths::quality_sample(id.as_str()), event))
        })
        .await?;
    saying(path, "The sample is closed: its reader sees nothing of it any more.")
}

pub async fn note_action(who: Lead, app: App, id: Path<QualitySampleId>, mut form: Form<Action>) -> Answer {
    let id = id.into_inner();
    match noted(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The action is noted."),
        Err(fault) => pages::sample_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn noted(who: &Lead, app: &App, id: QualitySampleId, form: &mut Form<Action>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let (row, _, grant) = followed(tx.conn(), &person, &id)?;
        let words = [("what".to_owned(), asked.what.clone()), ("who".to_owned(), asked.who.clone())];
        let passed = refuse_all(tx.conn(), &words, asked.nobody)?;
        let salts = cover_prose(&[store::WHAT, store::WHO], || tx.secret());
        let items = store::items(tx.conn(), &row.id)?;
        let item = asked.item.filter(|item| items.iter().any(|one| one.row.id == *item));
        let action = ActionRow {
            id: tx.new_id(),
            sample_id: row.id,
            item_id: item,
            what: asked.what,
            who: asked.who,
            due_day: asked.due,
            made_by: person.account.clone(),
            known_from: tx.now(),
            done_by: None,
            done_at: None,
            salts: serde_json::to_string(&salts).map_err(Fault::broken)?,
        };
        store::keep_action(tx, &grant, &action)?;
        let event = grant
            .event("quality/action-noted", format!("quality-sample/{id}"))
            .with("action", &action.id)
            .with("due", action.due_day.iso());
        let event = passed_over(event, &passed);
        Ok(Outcome::of(paths::quality_sample(id.as_str()), event))
    })
    .await
}

pub async fn done(who: Lead, app: App, id: Path<QualityActionId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let path = app
        .write_once(form.once(&who.account), Books::house(), move |tx| {
            let sample = store::action(tx.conn(), &id)?.sample_id;
            let (_, _, grant) = followed(tx.conn(), &person, &sample)?;
            let now = tx.now();
            store::end_action(tx, &grant, &id, now)?;
            let event = grant.event("quality/action-done", format!("quality-action/{id}"));
            Ok(Outcome::of(paths::quality_sample(sample.as_str()), event))
        })
        .await?;
    saying(path, "Done.")
}
