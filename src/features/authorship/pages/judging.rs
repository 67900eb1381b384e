//! The pages on which a draft is judged: its history, what it changes, whom it would touch, and publishing it.

use std::sync::Arc;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::authoring::{Comparison, compare};
use crate::domain::fault::Fault;
use crate::domain::names::VersionId;
use crate::domain::policy::authoring::PublishCase;
use crate::domain::programme::Version;
use crate::domain::time::Day;
use crate::features::authorship::desk::{Desk, desk};
use crate::features::authorship::simulating::{self, Turns};
use crate::features::authorship::{store, views};
use crate::features::programmes::{self, VersionRow};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

type At = (String, i32);

pub async fn saves(who: Lead, app: App, path: Path<At>, asked: Asked) -> Answer {
    let (at, person) = (path.into_inner(), who.person().clone());
    let wanted: Option<i32> = asked.one("save").parse().ok();
    let (desk, saves, text) = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&at.0, at.1))?;
            let saves = store::saves_of(r.conn(), &desk.draft.id)?;
            let text = wanted.map(|number| store::words(r.conn(), &desk.draft.id, number)).transpose()?;
            Ok((desk, saves, text))
        })
        .await?;
    page(views::SavesPage::new(&who, &desk, saves, wanted.zip(text)))
}

/// The version to compare with: the one that the draft came from, else the newest that is published.
fn origin(conn: &mut Conn, shelf: &Shelf, desk: &Desk) -> Result<Option<Arc<Version>>, Fault> {
    let id: Option<VersionId> = match &desk.draft.from {
        Some(id) => Some(id.clone()),
        None => {
            programmes::versions_of(conn, &desk.written.programme.id)?.into_iter().map(|row| row.id).next()
        }
    };
    id.map(|id| programmes::version(conn, shelf, &id)).transpose()
}

pub async fn comparison(who: Lead, app: App, path: Path<At>) -> Answer {
    let (at, person) = (path.into_inner(), who.person().clone());
    let (desk, before) = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&at.0, at.1))?;
            let before = origin(r.conn(), &shelf, &desk)?;
            Ok((desk, before))
        })
        .await?;
    let told = told(&desk, before.as_deref());
    page(views::ComparisonPage::new(&who, &desk, before.as_deref(), told))
}

fn told(desk: &Desk, before: Option<&Version>) -> Option<Comparison> {
    Some(compare(before?, desk.read.version.as_ref()?))
}

pub async fn simulation(who: Lead, app: App, path: Path<At>) -> Answer {
    let (at, person) = (path.into_inner(), who.person().clone());
    let shown = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&at.0, at.1))?;
            let sight = person.sight();
            // Names are looked up under the sight of today: who is not led any more is not named.
            let people = simulating::people(r.conn(), &sight, desk.draft.from.as_ref())?;
            let row = store::simulation_of(r.conn(), &sight, &desk.draft.id)?;
            let from =
                desk.draft.from.as_ref().map(|id| programmes::version_row(r.conn(), id)).transpose()?;
            Ok((desk, people, row, from))
        })
        .await?;
    let (desk, people, row, from) = shown;
    let found: Vec<Turns> = match &row {
        Some(row) => serde_json::from_str(&row.found).map_err(Fault::broken)?,
        None => Vec::new(),
    };
    page(views::SimulationPage::new(&who, &desk, from, row, people, found))
}

pub async fn publication(who: Lead, app: App, path: Path<At>) -> Answer {
    publication_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn publication_with(who: &Lead, app: &App, at: At, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (desk, before, overlaps) = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&at.0, at.1))?;
            let before = origin(r.conn(), &shelf, &desk)?;
            let overlaps = overlap(r.conn(), &shelf, &desk)?;
            Ok((desk, before, overlaps))
        })
        .await?;
    let told = told(&desk, before.as_deref());
    page(views::PublicationPage::new(who, &desk, before.as_deref(), told, overlaps, typed))
}

/// What the rule needs to know before a draft is published.
pub fn publish_case(
    conn: &mut Conn,
    shelf: &Shelf,
    desk: &Desk,
    base: i32,
    may_overlap: bool,
) -> Result<PublishCase, Fault> {
    let versions = programmes::versions_of(conn, &desk.written.programme.id)?;
    let version = desk.read.version.as_ref();
    let named = |row: &VersionRow| version.is_some_and(|version| version.version == row.version);
    Ok(PublishCase {
        author: desk.written.case.clone(),
        draft: desk.draft.id.clone(),
        // What was looked at is what is published.
        is_open: desk.draft.is_open() && desk.draft.saves == base,
        faults: desk.read.flaws.len() + usize::from(version.is_none()),
        is_of_programme: version.is_some_and(|version| version.code == desk.written.programme.code),
        taken: versions.iter().any(named),
        overlaps: overlap(conn, shelf, desk)?,
        may_overlap,
    })
}

/// The published version to whose cohort somebody could belong as well.
fn overlap(conn: &mut Conn, shelf: &Shelf, desk: &Desk) -> Result<Option<String>, Fault> {
    let Some(mine) = &desk.read.version else { return Ok(None) };
    for row in programmes::versions_of(conn, &desk.written.programme.id)? {
        if row.state != "published" {
            continue;
        }
        let other = programmes::version(conn, shelf, &row.id)?;
        let before = |until: Option<Day>, from: Option<Day>| matches!((until, from), (Some(until), Some(from)) if until < from);
        let apart =
            before(mine.cohort_until, other.cohort_from) || before(other.cohort_until, mine.cohort_from);
        if !apart {
            return Ok(Some(row.version));
        }
    }
    Ok(None)
}
