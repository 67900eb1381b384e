//! What an institution adds to a version, for its leads.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::InstitutionId;
use crate::domain::policy::authoring::LayerCase;
use crate::domain::programme::layered;
use crate::domain::role::{Scope, Sight};
use crate::domain::territory::{Over, Spot};
use crate::features::authorship::views;
use crate::features::people::{Atlas, territory};
use crate::features::programmes::{self, VersionRow};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::{Asked, Typed};

pub async fn layer(who: Lead, app: App, path: Path<(String, String)>, asked: Asked) -> Answer {
    let mut typed = Typed::nothing();
    if !asked.one("institution").is_empty() {
        typed.words.add("institution", asked.one("institution"));
    }
    layer_with(&who, &app, path.into_inner(), typed).await
}

pub async fn layer_with(who: &Lead, app: &App, at: (String, String), mut typed: Typed) -> Answer {
    let person = who.person().clone();
    let shown = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = programmes::version_named(r.conn(), &at.0, &at.1)?;
            let base = programmes::version(r.conn(), &shelf, &row.id)?;
            let owner = programmes::owner(r.conn(), &row.programme)?.map(|owner| owner.institution);
            let led = territory(r.conn(), &person.account, person.today())?;
            let atlas = Atlas::load(r.conn())?;
            let mine: Vec<_> = atlas
                .institutions
                .iter()
                .filter(|one| led.holds(&Spot::alone(Over::of(Scope::Institution, &one.id))))
                .filter(|one| owner.as_ref() != Some(&one.id))
                .collect();
            let wanted = typed.words.one("institution").to_owned();
            let Some(chosen) = mine.iter().find(|one| one.id.as_str() == wanted).or(mine.first()) else {
                return Err(Fault::NotFound);
            };
            if typed.words.one("institution").is_empty() {
                typed.words.add("institution", chosen.id.as_str());
            }
            let stored = programmes::layer_words(r.conn(), &row.id, &chosen.id)?;
            if typed.words.one("words").is_empty() {
                let begun = format!("layer_of = \"{}@{}\"\n", base.code, base.version);
                typed.words.add("words", stored.clone().unwrap_or(begun));
            }
            let kinds = programmes::house_kinds(r.conn(), &shelf)?;
            let words = typed.words.one("words").replace("\r\n", "\n");
            let tried = layered(&base, &words, &kinds, &chosen.name);
            let holds = stored.as_deref().and_then(|words| layered(&base, words, &kinds, &chosen.name).ok());
            let choices: Vec<Choice> =
                mine.iter().map(|one| Choice::of(one.id.as_str(), &one.name)).collect();
            // A layer that was not begun yet is no fault.
            let faults = if stored.is_none() && typed.faults.is_empty() {
                Vec::new()
            } else {
                tried.err().unwrap_or_default()
            };
            Ok(views::Layer { base, holds, faults, institutions: choices, typed })
        })
        .await?;
    page(views::LayerPage::new(who, shown))
}

/// What the rule needs to know, and the institution's name.
pub fn layer_case(
    conn: &mut Conn,
    who: &Sight,
    row: &VersionRow,
    institution: &InstitutionId,
) -> Result<(LayerCase, String), Fault> {
    let atlas = Atlas::load(conn)?;
    let spot = atlas.spot(&Over::of(Scope::Institution, institution))?;
    let case = LayerCase {
        version: row.id.clone(),
        is_published: row.state == "published",
        institution: institution.clone(),
        spot,
        owner: programmes::owner(conn, &row.programme)?.map(|owner| owner.institution),
        territory: territory(conn, who.viewer(), who.today())?,
    };
    Ok((case, atlas.institution(institution).map(|one| one.name.clone()).unwrap_or_default()))
}
