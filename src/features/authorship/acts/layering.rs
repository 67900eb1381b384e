//! Adding to a version for the people of one institution, and ending what was added.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{BookId, InstitutionId};
use crate::domain::policy::authoring::may_add_layer;
use crate::domain::programme::layered;
use crate::domain::role::Person;
use crate::features::authorship::{forms, pages};
use crate::features::programmes;
use crate::features::standing::raise_stale;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn set_layer(
    who: Lead,
    app: App,
    path: Path<(String, String)>,
    form: Form<forms::AsTyped>,
) -> Answer {
    let at = path.into_inner();
    match layer_set(&who, &app, at.clone(), &form).await {
        Ok(path) => saying(path, "This holds from now on for everybody on this version in your institution."),
        Err(fault) => pages::layer_with(&who, &app, at, form.again(beside_the_form(fault))?).await,
    }
}

async fn layer_set(
    who: &Lead,
    app: &App,
    at: (String, String),
    form: &Form<forms::AsTyped>,
) -> Result<String, Fault> {
    let (person, named) = (who.person().clone(), at.clone());
    let book = app
        .read(move |r| Ok(BookId::from(programmes::version_named(r.conn(), &named.0, &named.1)?.programme)))
        .await?;
    let institution = InstitutionId::new(form.words.one("institution"));
    let words = form.words.one("words").replace("\r\n", "\n");
    let ends = form.words.one("do") == "end";
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let words = (!ends).then_some(words.as_str());
        let done = put_layer(tx, &person, (&at.0, &at.1), &institution, words)?;
        Ok(done.map(|()| paths::of_version(paths::LAYER, &at.0, &at.1)))
    })
    .await
}

/// Adds to a version, or with no words ends what was added, inside a write that has taken the programme's book.
pub fn put_layer(
    tx: &mut Tx<'_>,
    person: &Person,
    (code, version): (&str, &str),
    institution: &InstitutionId,
    words: Option<&str>,
) -> Result<Outcome<()>, Fault> {
    let shelf = tx.shelf();
    let row = programmes::version_named(tx.conn(), code, version)?;
    let (case, name) = pages::layer_case(tx.conn(), &person.sight(), &row, institution)?;
    let grant = may_add_layer(person, &case)?;
    let base = programmes::version(tx.conn(), &shelf, &row.id)?;
    if let Some(words) = words {
        let kinds = programmes::house_kinds(tx.conn(), &shelf)?;
        if let Err(flaws) = layered(&base, words, &kinds, &name) {
            let said = flaws.first().map(|flaw| format!("Line {}: {}", flaw.line, flaw.sentence));
            return Err(Faults::one("words", said.unwrap_or_default()).into());
        }
    }
    let rows = programmes::set_layer(tx, &grant, words)?;
    let measured = programmes::enrolments_in(tx.conn(), &row.id, institution)?;
    raise_stale(tx, &measured)?;
    let act = if words.is_some() { "programme/layered" } else { "programme/layer-ended" };
    let event = grant.event(act, format!("version/{}", row.id)).with("institution", institution);
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}
