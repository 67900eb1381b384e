//! The form on which a programme is put together, with what it would ask below.

use std::sync::Arc;

use super::views;
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::asp::{Wanted, compose, modules};
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::Kind;
use crate::domain::names::VersionId;
use crate::domain::programme::{self, Version};
use crate::features::programmes::store::{self, VersionRow};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::{Asked, Typed};

/// The shipped example whose frame every such programme has.
const FRAME: (&str, &str) = ("asp-generic", "2026");

/// A published version with modules to choose from.
pub struct Curriculum {
    pub row: VersionRow,
    pub version: Arc<Version>,
    pub modules: Vec<(String, String)>,
}

pub async fn new(who: Lead, app: App, asked: Asked) -> Answer {
    let chosen = asked.one("curriculum").to_owned();
    new_with(&who, &app, &chosen, Typed::nothing(), None).await
}

pub async fn new_with(who: &Lead, app: &App, chosen: &str, typed: Typed, made: Option<Version>) -> Answer {
    let all = app
        .read(|r| {
            let shelf = r.shelf();
            curricula(r.conn(), &shelf)
        })
        .await?;
    page(views::PutTogether::new(who, &all, chosen, typed, made.as_ref()))
}

// open: what programmes ask is public within the house
pub fn curricula(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<Curriculum>, Fault> {
    let mut all = Vec::new();
    for row in store::published(conn)? {
        let version = store::version(conn, shelf, &row.id)?;
        let modules = modules(&version);
        // One list of everything is no choice, and what was put together itself is no curriculum.
        if modules.len() > 1 && version.offered && version.accepts_earlier {
            all.push(Curriculum { row, version, modules });
        }
    }
    all.sort_by(|a, b| b.version.version.cmp(&a.version.version));
    Ok(all)
}

/// The file and what it says, checked by the reader of all files.
// open: what programmes ask is public within the house
pub fn made(
    conn: &mut Conn,
    shelf: &Shelf,
    curriculum: &VersionId,
    wanted: &Wanted,
    year: i32,
) -> Result<(String, Version), Fault> {
    let frame = store::version_named(conn, FRAME.0, FRAME.1)?;
    let known = curricula(conn, shelf)?.into_iter().find(|one| one.row.id == *curriculum);
    let known = known.ok_or_else(|| Faults::one("module", "Choose the curriculum first."))?;
    if wanted.modules.iter().any(|code| !known.modules.iter().any(|(other, _)| other == code)) {
        return Err(Faults::one("module", "Choose modules of this curriculum.").into());
    }
    let (frame, words) = (store::words(conn, &frame.id)?, store::words(conn, curriculum)?);
    let text = compose(wanted, &year.to_string(), &frame, &words);
    let kinds: Vec<Kind> = store::every_kind(conn, shelf)?.iter().map(|kind| Kind::clone(kind)).collect();
    let version = programme::read(&text, &kinds).map_err(|flaws| {
        let first = flaws.first().map(|flaw| flaw.sentence.clone()).unwrap_or_default();
        Faults::one("", format!("These modules do not make a programme: {first}"))
    })?;
    Ok((text, version))
}
