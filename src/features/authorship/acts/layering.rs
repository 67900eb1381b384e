//! Adding to a version for the people of one institution, and ending what was added. Every act is one step on the
//! latest text, and holds at once.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{BookId, InstitutionId};
use crate::domain::policy::authoring::may_add_layer;
use crate::domain::role::Person;
use crate::features::authorship::layering::{Change, Layer};
use crate::features::authorship::{forms, pages};
use crate::features::programmes;
use crate::features::standing::raise_all;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::{Answer, Oops};
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

type Typing = Form<forms::AsTyped>;
/// The programme's code and the version's name.
type At = (String, String);
/// The same, and what of the layer it is about.
type Inside = (String, String, String);

pub async fn set_layer(who: Lead, app: App, path: Path<At>, form: Typing) -> Answer {
    let at = path.into_inner();
    let change = match form.words.one("do") {
        "end" => Change::End,
        _ => Change::Text(form.words.one("words").replace("\r\n", "\n")),
    };
    match kept(&who, &app, &at, &form, change).await? {
        Ok(done) => done,
        Err(typed) => pages::layer_with(&who, &app, at, typed).await,
    }
}

pub async fn add_to_layer(who: Lead, app: App, path: Path<At>, form: Typing) -> Answer {
    requirement(who, app, path.into_inner(), None, form).await
}

pub async fn save_in_layer(who: Lead, app: App, path: Path<Inside>, form: Typing) -> Answer {
    let (programme, version, code) = path.into_inner();
    requirement(who, app, (programme, version), Some(code), form).await
}

async fn requirement(who: Lead, app: App, at: At, code: Option<String>, form: Typing) -> Answer {
    let words = &form.words;
    let (rule, next) = (words.one("rule").to_owned(), words.one("rule-next").to_owned());
    let chosen = if next.is_empty() { rule.clone() } else { next };
    let change = match (words.one("do"), &code) {
        ("remove", Some(code)) => Change::Remove { code: code.clone() },
        ("save", _) if chosen == rule => {
            Change::Requirement { code: code.clone(), rule, said: forms::said(words) }
        }
        _ => {
            let typed = Typed { words: words.kept(), ..Typed::nothing() };
            return pages::layer_requirement_with(&who, &app, at, code, chosen, typed).await;
        }
    };
    match kept(&who, &app, &at, &form, change).await? {
        Ok(done) => done,
        Err(typed) => pages::layer_requirement_with(&who, &app, at, code, chosen, typed).await,
    }
}

/// The rule in words while somebody is typing; nothing is saved.
pub async fn say_in_layer(who: Lead, app: App, path: Path<At>, form: Typing) -> Answer {
    let words = &form.words;
    let code = Some(words.one("own").to_owned()).filter(|code| !code.is_empty());
    let (rule, institution) = (words.one("rule").to_owned(), words.one("institution").to_owned());
    pages::layer_sentence(&who, &app, path.into_inner(), institution, code, rule, forms::said(words)).await
}

pub async fn save_layer_kind(who: Lead, app: App, path: Path<Inside>, form: Typing) -> Answer {
    let (programme, version, kind) = path.into_inner();
    let at = (programme, version);
    if form.words.one("do") != "save" {
        let typed = Typed { words: form.words.kept(), ..Typed::nothing() };
        return pages::layer_kind_with(&who, &app, at, kind, typed).await;
    }
    let change = Change::Kind { kind: kind.clone(), said: forms::said(&form.words) };
    match kept(&who, &app, &at, &form, change).await? {
        Ok(done) => done,
        Err(typed) => pages::layer_kind_with(&who, &app, at, kind, typed).await,
    }
}

pub async fn save_stricter(who: Lead, app: App, path: Path<Inside>, form: Typing) -> Answer {
    let (programme, version, requirement) = path.into_inner();
    let at = (programme, version);
    if form.words.one("do") != "save" {
        let typed = Typed { words: form.words.kept(), ..Typed::nothing() };
        return pages::stricter_with(&who, &app, at, requirement, typed).await;
    }
    let change = Change::Stricter { requirement: requirement.clone(), said: forms::said(&form.words) };
    match kept(&who, &app, &at, &form, change).await? {
        Ok(done) => done,
        Err(typed) => pages::stricter_with(&who, &app, at, requirement, typed).await,
    }
}

/// The answer where the change holds; the form again with its faults where it does not.
async fn kept(
    who: &Lead,
    app: &App,
    at: &At,
    form: &Typing,
    change: Change,
) -> Result<Result<Answer, Typed>, Oops> {
    match changed(who, app, at, form, change).await {
        Ok(path) => {
            let said = "This holds from now on for everybody on this version in your institution.";
            Ok(Ok(saying(path, said)))
        }
        Err(fault) => form.again(beside_the_form(fault)).map(Err),
    }
}

async fn changed(who: &Lead, app: &App, at: &At, form: &Typing, change: Change) -> Result<String, Fault> {
    let (person, named) = (who.person().clone(), at.clone());
    let book = app
        .read(move |r| Ok(BookId::from(programmes::version_named(r.conn(), &named.0, &named.1)?.programme)))
        .await?;
    let institution = InstitutionId::new(form.words.one("institution"));
    let (at, seen) = (at.clone(), form.words.one("seen").to_owned());
    app.write_once(form.once(&who.account), Books::from(book), move |tx| {
        let done = put_layer(tx, &person, (&at.0, &at.1), &institution, &seen, &change)?;
        let path = paths::of_layer(paths::LAYER, (&at.0, &at.1), "", institution.as_str());
        Ok(done.map(|()| path))
    })
    .await
}

/// Changes what an institution adds to a version, inside a write that has taken the programme's book. `seen`: what
/// the page had before it, or nothing.
pub fn put_layer(
    tx: &mut Tx<'_>,
    person: &Person,
    (code, version): (&str, &str),
    institution: &InstitutionId,
    seen: &str,
    change: &Change,
) -> Result<Outcome<()>, Fault> {
    let shelf = tx.shelf();
    let row = programmes::version_named(tx.conn(), code, version)?;
    let case = pages::layer_case(tx.conn(), &person.sight(), &row, institution)?;
    let grant = may_add_layer(person, &case)?;
    let layer = Layer::find(tx.conn(), &shelf, person, (code, version), institution.as_str())?;
    if !seen.is_empty() && seen != layer.seen() {
        let sentence = "Somebody else changed what your institution adds while you wrote. Look at it in another window; what you typed is still here, and holds once you save again.";
        return Err(Faults::one("", sentence).into());
    }
    let words = change.applied(&layer)?;
    let rows = programmes::set_layer(tx, &grant, words.as_deref())?;
    raise_all(tx, |conn| programmes::enrolments_in(conn, &row.id, institution))?;
    let act = if words.is_some() { "programme/layered" } else { "programme/layer-ended" };
    let event = grant.event(act, format!("version/{}", row.id)).with("institution", institution);
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}
