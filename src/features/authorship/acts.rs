//! What can be done in this room. Every save goes through `kept`: two who write at the same time are told, the
//! second with both texts.

mod beginning;
mod layering;
mod publishing;

pub use beginning::{begin_draft, begin_programme, give_programme, put_programme};
pub use layering::{
    add_to_layer, put_layer, save_in_layer, save_layer_kind, save_stricter, say_in_layer, set_layer,
};
pub use publishing::{ask_simulation, drop_draft, publish, retire};

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::BookId;
use crate::features::authorship::desk::desk;
use crate::features::authorship::editing::Edit;
use crate::features::authorship::{forms, pages, store};
use crate::features::programmes;
use crate::web::form::{Form, FromForm};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

/// A draft's address: the programme's code and the draft's number.
pub type At = (String, i32);

pub async fn save_head(who: Lead, app: App, path: Path<At>, mut form: Form<forms::DraftHead>) -> Answer {
    let at = path.into_inner();
    let edit = form.given().map(|given| Edit::Head {
        head: Box::new(given.head),
        kinds: given.kinds,
        sections: given.sections,
    });
    let done = match edit {
        Ok(edit) => kept(&who, &app, &at, &form, edit).await,
        Err(fault) => Err(fault),
    };
    match done {
        Ok(Kept::Saved) => saved(&at),
        Ok(Kept::Conflict(edit)) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
        Err(fault) => pages::head_with(&who, &app, at, form.again(fault)?).await,
    }
}

pub async fn save_text(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let at = path.into_inner();
    let edit = Edit::Text(form.words.one("words").to_owned());
    match kept(&who, &app, &at, &form, edit).await {
        Ok(Kept::Saved) => saved(&at),
        Ok(Kept::Conflict(edit)) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
        Err(fault) => pages::text_with(&who, &app, at, form.again(fault)?).await,
    }
}

pub async fn add(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let (at, words) = (path.into_inner(), &form.words);
    let word = |field: &str| words.one(field).trim().to_owned();
    let (code, title, rule, section) = (word("code"), word("title"), word("rule"), word("section"));
    let edit = Edit::Add { code: code.clone(), title, rule, section };
    match kept(&who, &app, &at, &form, edit).await {
        Ok(Kept::Saved) => {
            let path = paths::of_draft_requirement(paths::DRAFT_REQUIREMENT, &at.0, at.1, &code);
            saying(path, "The requirement is added. Say now what counts.")
        }
        Ok(Kept::Conflict(edit)) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
        Err(fault) => pages::add_with(&who, &app, at, form.again(fault)?).await,
    }
}

pub async fn save_requirement(
    who: Lead,
    app: App,
    path: Path<(String, i32, String)>,
    form: Form<forms::AsTyped>,
) -> Answer {
    let (programme, number, code) = path.into_inner();
    let at = (programme, number);
    let words = &form.words;
    let (rule, next) = (words.one("rule").to_owned(), words.one("rule-next").to_owned());
    let chosen = if next.is_empty() { rule.clone() } else { next };
    let edit = match words.one("do") {
        "up" | "down" => Edit::Move { code: code.clone(), earlier: words.one("do") == "up" },
        "remove" => Edit::Remove { code: code.clone() },
        done @ ("save" | "keep") if chosen == rule => {
            let lenient = done == "keep";
            Edit::Parts { code: code.clone(), rule, said: forms::said(words), lenient }
        }
        // Another rule asks for other parts: they are shown before anything is saved.
        _ => {
            return pages::requirement_with(&who, &app, at, code, chosen, words.kept(), Default::default())
                .await;
        }
    };
    match kept(&who, &app, &at, &form, edit).await {
        Ok(Kept::Saved) => saved(&at),
        Ok(Kept::Conflict(edit)) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
        Err(fault) => {
            let typed = form.again(fault)?;
            pages::requirement_with(&who, &app, at, code, chosen, typed.words, typed.faults).await
        }
    }
}

pub async fn save_requirement_text(
    who: Lead,
    app: App,
    path: Path<(String, i32, String)>,
    form: Form<forms::AsTyped>,
) -> Answer {
    let (programme, number, code) = path.into_inner();
    let at = (programme, number);
    let edit = Edit::Block { code: code.clone(), text: form.words.one("words").to_owned() };
    match kept(&who, &app, &at, &form, edit).await {
        Ok(Kept::Saved) => saved(&at),
        Ok(Kept::Conflict(edit)) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
        Err(fault) => pages::requirement_text_with(&who, &app, at, code, form.again(fault)?).await,
    }
}

/// The rule in words while somebody is typing; nothing is saved.
pub async fn say(
    who: Lead,
    app: App,
    path: Path<(String, i32, String)>,
    form: Form<forms::AsTyped>,
) -> Answer {
    let (programme, number, code) = path.into_inner();
    let rule = form.words.one("rule").to_owned();
    pages::sentence(&who, &app, (programme, number), code, rule, forms::said(&form.words)).await
}

pub async fn undo(who: Lead, app: App, path: Path<At>, form: Form<forms::AsTyped>) -> Answer {
    let at = path.into_inner();
    let number: i32 = form.words.one("to").parse().map_err(|_| Fault::NotFound)?;
    let (person, place) = (who.person().clone(), at.clone());
    let text = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&place.0, place.1))?;
            store::words(r.conn(), &desk.draft.id, number)
        })
        .await?;
    match kept(&who, &app, &at, &form, Edit::Undo { number, text }).await? {
        Kept::Saved => saying(
            paths::of_draft(paths::PROGRAMME_DRAFT, &at.0, at.1),
            format!(
                "The draft says again what it said at save {number}. What came after is still in the history."
            ),
        ),
        Kept::Conflict(edit) => pages::conflict(&who, &app, at, forms::base(&form.words), *edit).await,
    }
}

fn saved(at: &At) -> Answer {
    saying(paths::of_draft(paths::PROGRAMME_DRAFT, &at.0, at.1), "Saved.")
}

enum Kept {
    Saved,
    /// Somebody else saved the draft in the meantime.
    Conflict(Box<Edit>),
}

async fn kept<F: FromForm>(
    who: &Lead,
    app: &App,
    at: &At,
    form: &Form<F>,
    edit: Edit,
) -> Result<Kept, Fault> {
    let (person, place, base) = (who.person().clone(), at.clone(), forms::base(&form.words));
    let programme = place.0.clone();
    let book =
        app.read(move |r| Ok(BookId::from(programmes::programme_named(r.conn(), &programme)?.id))).await?;
    let (once, step) = (form.once(&who.account), edit.clone());
    let done = app.write_once(once, Books::from(book), move |tx| {
        let shelf = tx.shelf();
        let desk = desk(tx.conn(), &shelf, &person, (&place.0, place.1))?;
        if !desk.draft.is_open() {
            return Err(Refusal::new("draft-closed", "This draft is closed, so it cannot be changed.").into());
        }
        if desk.draft.saves != base {
            return Err(Fault::Taken("programme_saves.number".to_owned()));
        }
        let text = step.applied(&desk.text, &desk.read)?;
        let (what, about) = step.named();
        let hash = store::keep(tx, &desk.written.grant, &desk.draft, base, (&text, what, &about))?;
        let event = desk
            .written
            .grant
            .event("programme/draft-saved", format!("draft/{}", desk.draft.id))
            .with("save", base + 1)
            .with("what", what)
            .with("words", &hash);
        Ok(Outcome::of(String::new(), event))
    });
    match done.await {
        Ok(_) => Ok(Kept::Saved),
        Err(Fault::Taken(_)) => Ok(Kept::Conflict(Box::new(edit))),
        Err(fault) => Err(fault),
    }
}
