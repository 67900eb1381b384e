//! What this room shows: to everybody in the house, because what a programme asks is no secret.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::exchange::{Published, to_case, to_csv};
use crate::domain::fault::Fault;
use crate::domain::reading::Flaw;
use crate::features::programmes::figure::{looked_at, written_here};
use crate::features::programmes::form::Form;
use crate::features::programmes::store;
use crate::features::programmes::views;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::reply::{Shown, download};

pub async fn programmes(who: SignedIn, app: App) -> Answer {
    let person = who.person().clone();
    let shown = app.read(move |r| {
        let shelf = r.shelf();
        let rows = store::published(r.conn())?;
        let versions = rows
            .into_iter()
            .map(|row| {
                let version = store::version(r.conn(), &shelf, &row.id)?;
                let figures = store::figures(r.conn(), &row.id)?;
                Ok((row, version, figures))
            })
            .collect::<Result<Vec<_>, Fault>>()?;
        Ok((versions, written_here(r.conn(), &person)?))
    });
    let (versions, written) = shown.await?;
    page(views::Programmes::new(&who, versions, written))
}

/// The version as a file: our own text as it was published, or made of it.
pub async fn file(_who: SignedIn, app: App, path: Path<(String, String, String)>) -> Answer {
    let (code, number, form) = path.into_inner();
    let Some(form) = Form::of(&form) else { return Err(Fault::NotFound.into()) };
    let base = app.config.public_url.as_str().trim_end_matches('/').to_owned();
    let words = app.read(move |r| {
        let row = store::version_named(r.conn(), &code, &number)?;
        let (words, at) = store::published_words(r.conn(), &row.id)?;
        let published = Published { base: Some(&base), at, status: "Adopted" };
        let made = match form {
            Form::Toml => Ok(words),
            Form::Case => to_case(&words, &published),
            Form::Csv => to_csv(&words),
        };
        let broken = |flaws: Vec<Flaw>| Fault::Broken(format!("{} of {code} {number}", flaws.len()));
        Ok((made.map_err(broken)?, format!("{}-{}.{}", row.code, row.version, form.ending())))
    });
    let (words, name) = words.await?;
    download(words, &name, form.media_type(), Shown::Attached)
}

pub async fn version(who: SignedIn, app: App, path: Path<(String, String)>) -> Answer {
    let (code, number) = path.into_inner();
    let person = who.person().clone();
    let shown = app.read(move |r| looked_at(r, &person, &code, &number)).await?;
    page(views::VersionPage::new(&who, &shown))
}
