//! What can be done in this room: begin a form, write its next version, publish it, go back to an earlier one.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::kind::edit::{applied, code_of, fields_in, next_version, told};
use crate::domain::kind::{self, Kind, written};
use crate::domain::policy::kinds::may_write_kind;
use crate::domain::role::Person;
use crate::features::entries::is_at_once;
use crate::features::kinds::at_once::{may_be_newest, whole as whole_at_once};
use crate::features::kinds::forms::{BackTo, Draft, NewKind, Wish};
use crate::features::kinds::{pages, store};
use crate::features::programmes::publish_kind;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn begin_new(who: Lead, app: App, mut form: Form<NewKind>) -> Answer {
    match new_begun(&who, &app, &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => pages::kinds_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn new_begun(who: &Lead, app: &App, form: &mut Form<NewKind>) -> Result<String, Fault> {
    let given = form.given()?;
    let (code, person) = (code_of(&given.name), who.person().clone());
    let path = paths::kind_draft(&code);
    app.write_quietly(Why::DraftSaved, move |tx| {
        let taken =
            !store::versions(tx.conn(), &code)?.is_empty() || store::draft(tx.conn(), &code)?.is_some();
        let kind = blank(&code, &given.name).filter(|_| !taken);
        let there = || Faults::one("name", "There is a form of this name. Choose another, or edit that one.");
        let kind = kind.ok_or_else(there)?;
        let grant = may_write_kind(&person, &code, store::leads(tx.conn(), &person.sight())?)?;
        match store::begin(tx, &grant, &written(&kind))? {
            true => Ok(()),
            false => Err(there().into()),
        }
    })
    .await?;
    Ok(path)
}

/// A form with a title and nothing else; none where the name makes no code.
fn blank(code: &str, name: &str) -> Option<Kind> {
    let text = "kind = \"new\"\nversion = 1\nname = \"New\"\nconfirmed_by = \"supervisor\"\n[[fields]]\ncode = \"title\"\n\
                label = \"What it is about\"\ntype = \"text\"\nrole = \"title\"\nrequired = true\n";
    let plain = kind::read(text).ok().filter(|_| kind::is_code(code))?;
    Some(Kind {
        code: code.to_owned(),
        version: next_version(0),
        name: name.to_owned(),
        plural: format!("{}s", name.to_lowercase()),
        ..plain
    })
}

pub async fn write(who: Lead, app: App, code: Path<String>, mut form: Form<Draft>) -> Answer {
    let code = code.into_inner();
    match wished(&who, &app, &code, &mut form).await {
        Ok(Done::Draft(sentence)) => saying(paths::kind_draft(&code), sentence),
        Ok(Done::Dropped) => saying(paths::KINDS, "The draft is deleted. Nothing was changed for anybody."),
        Ok(Done::Published(version)) => saying(
            paths::kind(&code),
            match is_at_once(&code) {
                true => {
                    format!("Published as {}. The house uses it from now on, for everybody.", told(version))
                }
                false => {
                    format!(
                        "Published as {}. Programmes use it once a version of theirs names it.",
                        told(version)
                    )
                }
            },
        ),
        Err(fault) => pages::draft_with(&who, &app, code, form.again(beside_the_form(fault))?).await,
    }
}

enum Done {
    Draft(&'static str),
    Dropped,
    Published(u32),
}

async fn wished(who: &Lead, app: &App, code: &str, form: &mut Form<Draft>) -> Result<Done, Fault> {
    let given = form.given()?;
    let (person, code) = (who.person().clone(), code.to_owned());
    match given.wish {
        Wish::Publish => {
            let published = code.clone();
            // Once, however often its button is pressed.
            app.write_once(form.once(&who.account), Books::house(), move |tx| {
                let path = paths::kind(&code);
                Ok(publish(tx, &person, &code, &given)?.map(|()| path))
            })
            .await?;
            Ok(Done::Published(newest(app, published).await?))
        }
        _ => app.write_quietly(Why::DraftSaved, move |tx| changed(tx, &person, &code, &given)).await,
    }
}

/// Which version was published last.
async fn newest(app: &App, code: String) -> Result<u32, Fault> {
    app.read(move |r| {
        let all = store::versions(r.conn(), &code)?;
        Ok(all.first().ok_or(Fault::NotFound)?.kind.version)
    })
    .await
}

fn changed(tx: &mut Tx<'_>, person: &Person, code: &str, given: &Draft) -> Result<Done, Fault> {
    let grant = may_write_kind(person, code, store::leads(tx.conn(), &person.sight())?)?;
    if given.wish == Wish::Begin {
        let newest = store::versions(tx.conn(), code)?.into_iter().next().ok_or(Fault::NotFound)?.kind;
        // The one that is there already stays.
        store::begin(tx, &grant, &written(&newest))?;
        return Ok(Done::Draft(
            "You write the next version. Nothing changes for anybody before you publish it.",
        ));
    }
    let draft = current(tx, code, given)?;
    if given.wish == Wish::Drop {
        let ended = store::end(tx, &grant, draft.saved)?;
        return if ended { Ok(Done::Dropped) } else { Err(overtaken(tx, code, given)) };
    }
    let kind = whole(&draft.kind, given)?;
    if !store::keep(tx, &grant, draft.saved, &written(&kind))? {
        return Err(overtaken(tx, code, given));
    }
    Ok(Done::Draft("Saved. Below is how the form looks now."))
}

/// The draft that was on the screen; somebody who saved meanwhile is not written over.
fn current(tx: &mut Tx<'_>, code: &str, given: &Draft) -> Result<store::Draft, Fault> {
    let draft = store::draft(tx.conn(), code)?.ok_or(Fault::NotFound)?;
    if draft.saved.millis().to_string() != given.saved {
        let sentence = format!(
            "{} has saved this draft meanwhile, so yours is not kept yet. How it looks now is below; save again to write \
             yours over it.",
            draft.by
        );
        return Err(Refusal::new("saved-meanwhile", sentence).into());
    }
    Ok(draft)
}

/// Somebody saved or ended the draft after it was read here: what `current` says of it now.
fn overtaken(tx: &mut Tx<'_>, code: &str, given: &Draft) -> Fault {
    match current(tx, code, given) {
        Ok(_) => Fault::Busy("the draft is being saved".to_owned()),
        Err(fault) => fault,
    }
}

/// The kind with what was typed, as a file would be read: what is wrong with the whole stands above the form, or beside
/// its question.
fn whole(draft: &Kind, given: &Draft) -> Result<Kind, Fault> {
    let kind = applied(draft, &given.typed)?;
    kind::read(&written(&kind)).map_err(|flaws| {
        let mut faults = Faults::none();
        for flaw in flaws {
            faults.add(place_of(&flaw.path, &kind, given), flaw.sentence);
        }
        faults.into()
    })
}

/// `fields[2].role` is about the question of that code, wherever it stands in the form.
fn place_of(path: &str, kind: &Kind, given: &Draft) -> String {
    let at = path
        .strip_prefix("fields[")
        .and_then(|rest| rest.split_once(']'))
        .and_then(|(at, _)| at.parse().ok());
    let code = at.and_then(|at: usize| kind.fields.get(at)).map(|field| field.code.as_str());
    let word = |at: usize, part: &str| {
        let all = given.typed.get(&format!("f{at}-{part}"));
        all.and_then(|all| all.first()).map(|word| word.trim()).unwrap_or_default().to_owned()
    };
    let is = |at: &usize| {
        code.is_some_and(|code| word(*at, "code") == code || code_of(&word(*at, "label")) == code)
    };
    match (1..=fields_in(&given.typed)).find(is) {
        Some(at) => format!("f{at}-label"),
        None => match path.split(['.', '[']).next().unwrap_or_default() {
            "signers" => "signers".to_owned(),
            "may_read" => "may-read".to_owned(),
            "scale" => "levels".to_owned(),
            "recorded_by" => "recorded-by".to_owned(),
            _ => String::new(),
        },
    }
}

fn publish(tx: &mut Tx<'_>, person: &Person, code: &str, given: &Draft) -> Result<Outcome<()>, Fault> {
    let grant = may_write_kind(person, code, store::leads(tx.conn(), &person.sight())?)?;
    let draft = current(tx, code, given)?;
    let kind = whole(&draft.kind, given)?;
    let newest = store::versions(tx.conn(), code)?.first().map_or(0, |one| one.kind.version);
    let kind = Kind { version: next_version(newest), ..kind };
    whole_at_once(&kind)?;
    if !store::end(tx, &grant, draft.saved)? {
        return Err(overtaken(tx, code, given));
    }
    let event = publish_kind(tx, &grant, &written(&kind))?;
    Ok(Outcome::of((), event))
}

/// What an earlier version says becomes the newest, once, however often its button is pressed.
pub async fn back_to(who: Lead, app: App, code: Path<String>, mut form: Form<BackTo>) -> Answer {
    let (given, person, code) = (form.given()?, who.person().clone(), code.into_inner());
    let (path, asked) = (paths::kind(&code), code.clone());
    let location = app
        .write_once(form.once(&who.account), Books::house(), move |tx| {
            let grant = may_write_kind(&person, &code, store::leads(tx.conn(), &person.sight())?)?;
            let all = store::versions(tx.conn(), &code)?;
            let newest = all.first().ok_or(Fault::NotFound)?.kind.version;
            let wanted = all
                .into_iter()
                .map(|one| one.kind)
                .find(|kind| i64::from(kind.version) == i64::from(given.version));
            let kind = Kind { version: next_version(newest), ..wanted.ok_or(Fault::NotFound)? };
            may_be_newest(&kind)?;
            let event = publish_kind(tx, &grant, &written(&kind))?.with("from", given.version);
            Ok(Outcome::of(path, event))
        })
        .await?;
    let version = newest(&app, asked).await?;
    saying(location, format!("What it said then is the newest again, as {}.", told(version)))
}
