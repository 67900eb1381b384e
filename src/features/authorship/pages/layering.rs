//! What an institution adds to a version, for its leads.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::domain::authoring::{self, Said};
use crate::domain::fault::Fault;
use crate::domain::names::InstitutionId;
use crate::domain::policy::authoring::LayerCase;
use crate::domain::role::{Scope, Sight};
use crate::domain::territory::Over;
use crate::features::authorship::layering::Layer;
use crate::features::authorship::views;
use crate::features::people::{Atlas, territory};
use crate::features::programmes::{self, VersionRow};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::{fragment, page};
use crate::web::typed::{Asked, Typed};

/// The programme's code and the version's name.
type At = (String, String);
type Inside = (String, String, String);

async fn at_layer(who: &Lead, app: &App, at: At, institution: String) -> Result<Layer, Fault> {
    let person = who.person().clone();
    app.read(move |r| {
        let shelf = r.shelf();
        Layer::find(r.conn(), &shelf, &person, (&at.0, &at.1), &institution)
    })
    .await
}

/// For whom the page is, where its form was not sent yet.
fn of(asked: &Asked) -> Typed {
    Typed::holding([("institution", asked.one("institution"))])
}

fn with(said: &Said, typed: &mut Typed) {
    for (name, words) in said {
        for word in words {
            typed.words.add(name, word);
        }
    }
}

pub async fn layer(who: Lead, app: App, path: Path<At>, asked: Asked) -> Answer {
    layer_with(&who, &app, path.into_inner(), of(&asked)).await
}

pub async fn layer_with(who: &Lead, app: &App, at: At, mut typed: Typed) -> Answer {
    let layer = at_layer(who, app, at, typed.word("institution").to_owned()).await?;
    if typed.word("words").is_empty() {
        typed.words.add("words", layer.text());
    }
    page(views::LayerPage::new(who, &layer, typed))
}

pub async fn new_in_layer(who: Lead, app: App, path: Path<At>, asked: Asked) -> Answer {
    let at = path.into_inner();
    let layer = at_layer(&who, &app, at, asked.one("institution").to_owned()).await?;
    let mut typed = of(&asked);
    // Whose rule it is, is known; a document can be named beside it.
    typed.words.add("source", layer.name.as_str());
    typed.words.add("earlier", "yes");
    page(views::LayerRequirementPage::new(&who, &layer, None, "held", typed))
}

pub async fn layer_requirement(who: Lead, app: App, path: Path<Inside>, asked: Asked) -> Answer {
    let (programme, version, code) = path.into_inner();
    let layer = at_layer(&who, &app, (programme, version), asked.one("institution").to_owned()).await?;
    let block = layer.block("requirements", &code).ok_or(Fault::NotFound)?;
    let held = authoring::held(&block, &layer.holds().kinds).ok_or(Fault::NotFound)?;
    let mut typed = of(&asked);
    with(&held.said, &mut typed);
    page(views::LayerRequirementPage::new(&who, &layer, Some(&code), &held.rule, typed))
}

/// The form as it was sent, perhaps for another rule, with its sentence.
pub async fn layer_requirement_with(
    who: &Lead,
    app: &App,
    at: At,
    code: Option<String>,
    rule: String,
    typed: Typed,
) -> Answer {
    let layer = at_layer(who, app, at, typed.word("institution").to_owned()).await?;
    if let Some(code) = &code {
        layer.block("requirements", code).ok_or(Fault::NotFound)?;
    }
    page(views::LayerRequirementPage::new(who, &layer, code.as_deref(), &rule, typed))
}

/// The rule in words, for a script that asks while somebody types.
pub async fn layer_sentence(
    who: &Lead,
    app: &App,
    at: At,
    institution: String,
    code: Option<String>,
    rule: String,
    said: Said,
) -> Answer {
    let layer = at_layer(who, app, at, institution).await?;
    fragment(views::layer_sentence(&layer, code.as_deref(), &rule, &said))
}

pub async fn layer_kind(who: Lead, app: App, path: Path<Inside>, asked: Asked) -> Answer {
    let (programme, version, kind) = path.into_inner();
    let layer = at_layer(&who, &app, (programme, version), asked.one("institution").to_owned()).await?;
    let mut typed = of(&asked);
    if let Some(block) = layer.block("kinds", &kind) {
        match authoring::kind_held(&block, &layer.base.kinds) {
            Some(said) => with(&said, &mut typed),
            None => return page(views::LayerPage::only_as_text(&who, &layer, typed)),
        }
    }
    shown_kind(&who, &layer, &kind, typed)
}

pub async fn layer_kind_with(who: &Lead, app: &App, at: At, kind: String, typed: Typed) -> Answer {
    let layer = at_layer(who, app, at, typed.word("institution").to_owned()).await?;
    shown_kind(who, &layer, &kind, typed)
}

fn shown_kind(who: &Lead, layer: &Layer, kind: &str, typed: Typed) -> Answer {
    let used = layer.base.kind(kind).ok_or(Fault::NotFound)?;
    page(views::LayerKindPage::new(who, layer, used, typed))
}

pub async fn stricter(who: Lead, app: App, path: Path<Inside>, asked: Asked) -> Answer {
    let (programme, version, code) = path.into_inner();
    let layer = at_layer(&who, &app, (programme, version), asked.one("institution").to_owned()).await?;
    let mut typed = of(&asked);
    let owner = layer.owners(&code)?;
    match authoring::stricter_held(layer.block("stricter", &code).as_deref(), owner, &layer.base.kinds) {
        Some(said) => with(&said, &mut typed),
        None => return page(views::LayerPage::only_as_text(&who, &layer, typed)),
    }
    shown_stricter(&who, &layer, &code, typed)
}

pub async fn stricter_with(who: &Lead, app: &App, at: At, code: String, typed: Typed) -> Answer {
    let layer = at_layer(who, app, at, typed.word("institution").to_owned()).await?;
    shown_stricter(who, &layer, &code, typed)
}

fn shown_stricter(who: &Lead, layer: &Layer, code: &str, typed: Typed) -> Answer {
    let owner = layer.owners(code)?;
    if owner.rule.target().is_none() {
        return Err(Fault::NotFound.into());
    }
    page(views::StricterPage::new(who, layer, owner, typed))
}

/// What the rule needs to know.
pub fn layer_case(
    conn: &mut Conn,
    who: &Sight,
    row: &VersionRow,
    institution: &InstitutionId,
) -> Result<LayerCase, Fault> {
    let atlas = Atlas::load(conn)?;
    let spot = atlas.spot(&Over::of(Scope::Institution, institution))?;
    Ok(LayerCase {
        version: row.id.clone(),
        is_published: row.state == "published",
        institution: institution.clone(),
        spot,
        owner: programmes::owner(conn, &row.programme)?.map(|owner| owner.institution),
        territory: territory(conn, who.viewer(), who.today())?,
    })
}
