//! What this room shows: to everybody in the house, because what a programme asks is no secret.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::features::programmes::figure::looked_at;
use crate::features::programmes::store;
use crate::features::programmes::views;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn programmes(who: SignedIn, app: App) -> Answer {
    let versions = app.read(|r| {
        let shelf = r.shelf();
        let rows = store::published(r.conn())?;
        rows.into_iter()
            .map(|row| {
                let version = store::version(r.conn(), &shelf, &row.id)?;
                let figures = store::figures(r.conn(), &row.id)?;
                Ok((row, version, figures))
            })
            .collect::<Result<Vec<_>, Fault>>()
    });
    page(views::Programmes::new(&who, versions.await?))
}

pub async fn version(who: SignedIn, app: App, path: Path<(String, String)>) -> Answer {
    let (code, number) = path.into_inner();
    let person = who.person().clone();
    let shown = app.read(move |r| looked_at(r, &person, &code, &number)).await?;
    page(views::VersionPage::new(&who, &shown))
}
