//! Asking what a draft would do, publishing it, dropping it, and retiring a version.

use actix_web::web::Path;

use super::At;
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::BookId;
use crate::domain::policy::authoring::{may_publish, may_retire};
use crate::domain::programme;
use crate::features::authorship::desk::{desk, written};
use crate::features::authorship::simulating::{self, AT_ONCE};
use crate::features::authorship::{forms, pages, store};
use crate::features::programmes;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn ask_simulation(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let at = path.into_inner();
    let (person, place) = (who.person().clone(), at.clone());
    // A small department is worked out while its lead waits; a larger one by a job, with its progress.
    let (book, total, found) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let desk = desk(r.conn(), &shelf, &person, (&place.0, place.1))?;
            let people = simulating::people(r.conn(), &person.sight(), desk.draft.from.as_ref())?;
            let found = match &desk.read.version {
                Some(version) if desk.read.flaws.is_empty() && people.len() <= AT_ONCE => {
                    Some(simulating::all(r.conn(), &shelf, version, &people, now)?)
                }
                _ => None,
            };
            Ok((BookId::from(desk.written.programme.id), people.len(), found))
        })
        .await?;
    let found = found.map(|found| serde_json::to_string(&found)).transpose().map_err(Fault::broken)?;
    let (person, place) = (who.person().clone(), at.clone());
    let total = i32::try_from(total).map_err(Fault::broken)?;
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let shelf = tx.shelf();
        let desk = desk(tx.conn(), &shelf, &person, (&place.0, place.1))?;
        simulating::refuse_faults(&desk.read)?;
        let id = store::ask(tx, &desk.written.grant, &desk.draft, total, found.as_deref())?;
        if found.is_none() {
            tx.later(Job::Simulate { simulation: id.clone() })?;
        }
        let event = desk
            .written
            .grant
            .event("programme/simulated", format!("draft/{}", desk.draft.id))
            .with("save", desk.draft.saves)
            .with("people", total);
        Ok(Outcome::of(String::new(), event))
    })
    .await?;
    see_other(paths::of_draft(paths::DRAFT_SIMULATION, &at.0, at.1))
}

pub async fn publish(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let at = path.into_inner();
    match published(&who, &app, at.clone(), &form).await {
        Ok(path) => saying(
            path,
            "The version is published. It never changes from now on, and people can be enrolled on it.",
        ),
        Err(fault) => pages::publication_with(&who, &app, at, form.again(beside_the_form(fault))?).await,
    }
}

async fn published(who: &Lead, app: &App, at: At, form: &Form<forms::AsTyped>) -> Result<String, Fault> {
    let (person, code) = (who.person().clone(), at.0.clone());
    let book = app.read(move |r| Ok(BookId::from(programmes::programme_named(r.conn(), &code)?.id))).await?;
    let may_overlap = form.words.has("overlap", "yes");
    let base = forms::base(&form.words);
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let shelf = tx.shelf();
        let desk = desk(tx.conn(), &shelf, &person, (&at.0, at.1))?;
        let case = pages::publish_case(tx.conn(), &shelf, &desk, base, may_overlap)?;
        let grant = may_publish(&person, &case)?;
        let version = programme::read(&desk.text, &desk.read.house)
            .map_err(|flaws| Fault::broken(format!("{} faults appeared in a draft", flaws.len())))?;
        let (id, row) = programmes::publish(tx, &grant, &version, &desk.text)?;
        let event = grant
            .event("programme/published", format!("version/{id}"))
            .with("code", &version.code)
            .with("version", &version.version)
            .with("draft", &desk.draft.id)
            .with("save", desk.draft.saves)
            .row(&row);
        Ok(Outcome::of(paths::version(&version.code, &version.version), event))
    })
    .await
}

pub async fn drop_draft(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let at = path.into_inner();
    let (person, code) = (who.person().clone(), at.0.clone());
    let book = app.read(move |r| Ok(BookId::from(programmes::programme_named(r.conn(), &code)?.id))).await?;
    let path = app
        .write_once(form.once(&who.account), Books::from(book), move |tx| {
            let shelf = tx.shelf();
            let desk = desk(tx.conn(), &shelf, &person, (&at.0, at.1))?;
            if !desk.draft.is_open() {
                return Err(Fault::NotFound);
            }
            store::drop_draft(tx, &desk.written.grant, &desk.draft.id)?;
            let event =
                desk.written.grant.event("programme/draft-dropped", format!("draft/{}", desk.draft.id));
            Ok(Outcome::of(paths::workshop(&at.0), event))
        })
        .await?;
    saying(path, "The draft is closed. Its saves are still kept.")
}

pub async fn retire(who: Lead, app: App, path: Path<(String, String)>, form: Form<forms::AsTyped>) -> Answer {
    let (code, number) = path.into_inner();
    let (person, named) = (who.person().clone(), code.clone());
    let book = app.read(move |r| Ok(BookId::from(programmes::programme_named(r.conn(), &named)?.id))).await?;
    let path = app
        .write_once(form.once(&who.account), Books::from(book), move |tx| {
            let written = written(tx.conn(), &person, &code)?;
            let row = programmes::version_named(tx.conn(), &code, &number)?;
            let grant = may_retire(&person, &written.case, &row.id, row.state == "published")?;
            let retired = programmes::retire(tx, &grant)?;
            let event = grant.event("programme/retired", format!("version/{}", row.id)).row(&retired);
            Ok(Outcome::of(paths::workshop(&code), event))
        })
        .await?;
    saying(path, "The version is retired. People who are on it stay on it; nobody new can be enrolled on it.")
}
