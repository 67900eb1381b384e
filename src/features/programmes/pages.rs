//! What this room shows: to everybody in the house, because what a programme asks is no secret.

use std::sync::Arc;

use actix_web::web::Path;

use crate::app::App;
use crate::db::Reading;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::policy::programmes::{FigureCase, may_confirm_figure};
use crate::domain::programme::{Requirement, Version};
use crate::domain::role::{Person, Scope, Sight};
use crate::domain::territory::{Over, Spot};
use crate::features::people::store::{Atlas, territory};
use crate::features::programmes::store::{self, Figure, VersionRow};
use crate::features::programmes::views;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

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

/// A version with its confirmed figures, and whether the reader may confirm them.
pub struct Looked {
    pub version: Arc<Version>,
    pub figures: Vec<Figure>,
    /// The reader passes the rule, whatever the requirement.
    pub may_confirm: bool,
}

fn looked_at(r: &mut Reading<'_>, person: &Person, code: &str, number: &str) -> Result<Looked, Fault> {
    let shelf = r.shelf();
    let row = store::version_named(r.conn(), code, number)?;
    let version = store::version(r.conn(), &shelf, &row.id)?;
    let figures = store::figures(r.conn(), &row.id)?;
    let mut may_confirm = false;
    if let Some(requirement) = version.requirements.iter().find(|asked| open_figure(asked).is_some()) {
        let case = case(r.conn(), &person.sight(), &row, requirement, Amount::ONE)?;
        may_confirm = may_confirm_figure(person, &case).is_ok();
    }
    Ok(Looked { version, figures, may_confirm })
}

/// The figure of a requirement that a lead may confirm or replace.
pub fn open_figure(requirement: &Requirement) -> Option<Amount> {
    requirement.rule.target().filter(|_| requirement.provenance.illustrative)
}

pub async fn figure(who: Lead, app: App, path: Path<(String, String, String)>) -> Answer {
    figure_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

/// The form for one figure; only for those who may set it.
pub async fn figure_with(who: &Lead, app: &App, path: (String, String, String), typed: Typed) -> Answer {
    let (code, number, requirement) = path;
    let person = who.person().clone();
    let looked = app.read(move |r| looked_at(r, &person, &code, &number)).await?;
    let asked = looked.version.requirement(&requirement).filter(|asked| open_figure(asked).is_some());
    let asked = asked.filter(|_| looked.may_confirm).ok_or(Fault::NotFound)?;
    page(views::FigurePage::new(who, &looked, asked, typed))
}

/// What the rule needs to know about one figure.
pub fn case(
    conn: &mut crate::db::conn::Conn,
    who: &Sight,
    row: &VersionRow,
    requirement: &Requirement,
    wanted: Amount,
) -> Result<FigureCase, Fault> {
    let atlas = Atlas::load(conn)?;
    let departments = store::departments_on(conn, &row.id)?;
    let departments = departments.iter().map(|id| atlas.enrolment(id, &row.programme));
    Ok(FigureCase {
        version: row.id.clone(),
        requirement: requirement.code.clone(),
        illustrative: requirement.provenance.illustrative,
        figure: requirement.rule.target(),
        wanted,
        source_given: true,
        programme: Spot::alone(Over::of(Scope::Programme, &row.programme)),
        departments: departments.collect::<Result<Vec<_>, Fault>>()?,
        own: store::is_on(conn, &row.id, who.viewer())?,
        territory: territory(conn, who.viewer(), who.today())?,
    })
}
