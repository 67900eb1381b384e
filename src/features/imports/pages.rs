//! What this room shows: the sorts and one's files, the form for a file, its columns, and its rows before and
//! after they were imported.

use actix_web::web::Path;

use super::planning::{Planned, as_seen, plan};
use super::store::{self, Import, ImportRow, State};
use super::views;
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::import::{Holds, RowOutcome, Sort};
use crate::domain::names::ImportId;
use crate::domain::role::Person;
use crate::render::csv;
use crate::web::gate::Importer;
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{Shown, download, see_other};
use crate::web::typed::{Asked, Typed};

pub async fn imports(who: Importer, app: App) -> Answer {
    let person = who.person().clone();
    let (holds, files) = app
        .read(move |r| Ok((store::holds(r.conn(), &person)?, store::all_own(r.conn(), &person.account)?)))
        .await?;
    page(views::Imports::new(&who, holds, &files))
}

pub async fn new(who: Importer, app: App, asked: Asked) -> Answer {
    let sort = asked.one("sort").parse().ok();
    new_with(&who, &app, sort, Typed::nothing()).await
}

pub async fn new_with(who: &Importer, app: &App, sort: Option<Sort>, typed: Typed) -> Answer {
    let person = who.person().clone();
    let holds: Holds = app.read(move |r| store::holds(r.conn(), &person)).await?;
    page(views::Upload::new(who, holds, sort, typed))
}

pub async fn mapping(who: Importer, app: App, id: Path<ImportId>, asked: Asked) -> Answer {
    mapping_as(&who, &app, id.into_inner(), None, asked.one("like") == "colleague").await
}

pub async fn mapping_with(who: &Importer, app: &App, id: ImportId, typed: Option<Typed>) -> Answer {
    mapping_as(who, app, id, typed, false).await
}

/// `like_colleague`: the form holds what a colleague said of such a file; nothing is kept before it is sent.
async fn mapping_as(
    who: &Importer,
    app: &App,
    id: ImportId,
    typed: Option<Typed>,
    like_colleague: bool,
) -> Answer {
    let (person, looked_for) = (who.person().clone(), id.clone());
    let (import, theirs) = app
        .read(move |r| {
            let import = store::own(r.conn(), &person.account, &looked_for)?;
            let theirs = store::mapping_of_colleagues(r.conn(), &person, &import)?;
            Ok((import, theirs))
        })
        .await?;
    match &import.sheet {
        Some(sheet) if matches!(import.state, State::Arrived | State::Mapped) => {
            page(views::Columns::new(who, &import, sheet, typed, (theirs, like_colleague)))
        }
        _ => see_other(paths::import_at(paths::IMPORT, id.as_str())),
    }
}

/// A file with its rows, as far as it has come.
pub struct Found {
    pub import: Import,
    /// What each row would do; before it is imported.
    pub planned: Vec<Planned>,
    /// What became of each row; afterwards.
    pub rows: Vec<ImportRow>,
}

fn found(r: &mut Reading<'_>, person: &Person, id: &ImportId) -> Result<Found, Fault> {
    let shelf = r.shelf();
    let import = store::own(r.conn(), &person.account, id)?;
    let planned = match (&import.sheet, import.state) {
        (Some(sheet), State::Mapped) => plan(r.conn(), &shelf, person, import.sort, sheet, &import.mapping)?,
        _ => Vec::new(),
    };
    let rows = store::rows(r.conn(), id)?;
    Ok(Found { import, planned, rows })
}

pub async fn import(who: Importer, app: App, id: Path<ImportId>) -> Answer {
    import_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn import_with(who: &Importer, app: &App, id: ImportId, typed: Typed) -> Answer {
    let (person, looked_for) = (who.person().clone(), id.clone());
    let found = app.read(move |r| found(r, &person, &looked_for)).await?;
    match found.import.state {
        State::Arrived => see_other(paths::import_at(paths::IMPORT_MAPPING, id.as_str())),
        State::Mapped => {
            let seen = as_seen(&found.planned);
            page(views::Preview::new(who, &found, seen, typed))
        }
        State::Done | State::Undone => page(views::Result::new(who, &found)),
    }
}

/// The rows with faults as they were, with the sentence beside each: to be mended and sent again.
pub async fn faults(who: Importer, app: App, id: Path<ImportId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let found = app.read(move |r| found(r, &person, &id)).await?;
    let sheet = found.import.sheet.as_ref().ok_or(Fault::NotFound)?;
    let planned = found.planned.iter().map(|one| (one.line, one.outcome, one.sentence.as_str()));
    let done = found
        .rows
        .iter()
        .map(|row| (u64::try_from(row.line).unwrap_or_default(), row.outcome, row.sentence.as_str()));
    let faults = planned.chain(done).filter(|(_, outcome, _)| *outcome == RowOutcome::Fault);
    let mut lines =
        vec![["Line", "Fault"].map(str::to_owned).into_iter().chain(sheet.headings.clone()).collect()];
    for (line, _, sentence) in faults {
        let cells = sheet.rows.iter().find(|row| row.line == line).map(|row| row.cells.clone());
        let told = [line.to_string(), sentence.to_owned()];
        lines.push(told.into_iter().chain(cells.unwrap_or_default()).collect::<Vec<String>>());
    }
    let bytes = csv::lines(&lines).map_err(Oops::broken)?;
    download(bytes, "faults.csv", "text/csv; charset=utf-8", Shown::Attached)
}
