//! The pages on which a draft is written, and the page for two who wrote at the same time.

use actix_web::web::Path;

use super::at_desk;
use crate::app::App;
use crate::domain::authoring::{self, Said};
use crate::domain::fault::{Fault, Faults};
use crate::features::authorship::desk::{Desk, Read, desk};
use crate::features::authorship::editing::Edit;
use crate::features::authorship::{store, views};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::{fragment, page};
use crate::web::typed::{Typed, Words};

type At = (String, i32);

pub async fn draft(who: Lead, app: App, path: Path<At>) -> Answer {
    let desk = at_desk(&who, &app, path.into_inner()).await?;
    page(views::DraftPage::new(&who, &desk))
}

pub async fn head(who: Lead, app: App, path: Path<At>) -> Answer {
    head_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn head_with(who: &Lead, app: &App, at: At, typed: Typed) -> Answer {
    let desk = at_desk(who, app, at).await?;
    page(views::HeadPage::new(who, &desk, typed))
}

pub async fn text(who: Lead, app: App, path: Path<At>) -> Answer {
    text_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn text_with(who: &Lead, app: &App, at: At, typed: Typed) -> Answer {
    let desk = at_desk(who, app, at).await?;
    page(views::TextPage::whole(who, &desk, typed))
}

pub async fn add(who: Lead, app: App, path: Path<At>) -> Answer {
    add_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn add_with(who: &Lead, app: &App, at: At, typed: Typed) -> Answer {
    let desk = at_desk(who, app, at).await?;
    page(views::AddPage::new(who, &desk, typed))
}

pub async fn requirement(who: Lead, app: App, path: Path<(String, i32, String)>) -> Answer {
    let (programme, number, code) = path.into_inner();
    let desk = at_desk(&who, &app, (programme, number)).await?;
    let block = block(&desk, &code)?;
    let held = authoring::held(block, desk.read.kinds()).ok_or(Fault::NotFound)?;
    let said = Said::clone(&held.said);
    let words: Words = said.iter().flat_map(|(name, all)| all.iter().map(move |word| (name, word))).collect();
    // A block without a rule is asked for the commonest.
    let rule = if held.rule.is_empty() { "count".to_owned() } else { held.rule.clone() };
    page(views::RequirementPage::new(&who, &desk, &code, &rule, Typed { words, ..Typed::nothing() }))
}

/// The form as it was sent, perhaps for another rule, with its sentence.
pub async fn requirement_with(
    who: &Lead,
    app: &App,
    at: At,
    code: String,
    rule: String,
    words: Words,
    faults: Faults,
) -> Answer {
    let desk = at_desk(who, app, at).await?;
    block(&desk, &code)?;
    page(views::RequirementPage::new(who, &desk, &code, &rule, Typed { words, faults, wait: None }))
}

pub async fn requirement_text(who: Lead, app: App, path: Path<(String, i32, String)>) -> Answer {
    let (programme, number, code) = path.into_inner();
    requirement_text_with(&who, &app, (programme, number), code, Typed::nothing()).await
}

pub async fn requirement_text_with(who: &Lead, app: &App, at: At, code: String, typed: Typed) -> Answer {
    let desk = at_desk(who, app, at).await?;
    block(&desk, &code)?;
    page(views::TextPage::block(who, &desk, &code, typed))
}

fn block<'d>(desk: &'d Desk, code: &str) -> Result<&'d str, Fault> {
    desk.read.sheet.as_ref().and_then(|sheet| sheet.block("requirements", code)).ok_or(Fault::NotFound)
}

/// The rule in words, for a script that asks while somebody types.
pub async fn sentence(who: &Lead, app: &App, at: At, code: String, rule: String, said: Said) -> Answer {
    let desk = at_desk(who, app, at).await?;
    block(&desk, &code)?;
    fragment(views::Sentence::of(&desk, &code, &rule, &said))
}

/// What two people saved: the text as it is now, and what this one's step would have made of the text that they
/// had before them.
pub async fn conflict(who: &Lead, app: &App, at: At, base: i32, edit: Edit) -> Answer {
    let person = who.person().clone();
    let (desk, before, by) = app
        .read(move |r| {
            let shelf = r.shelf();
            let desk = desk(r.conn(), &shelf, &person, (&at.0, at.1))?;
            let before = store::words(r.conn(), &desk.draft.id, base)?;
            let by = store::saves_of(r.conn(), &desk.draft.id)?.into_iter().next().map(|save| save.by);
            Ok((desk, before, by.unwrap_or_default()))
        })
        .await?;
    let read = desk.read.again(&before);
    let mine = edit.applied(&before, &read).map_err(Fault::from)?;
    let code = edit.requirement().filter(|code| block(&desk, code).is_ok()).map(str::to_owned);
    let mine = match &code {
        Some(code) => block_of(&desk.read.again(&mine), code, &read).unwrap_or(mine),
        None => mine,
    };
    page(views::ConflictPage::new(who, &desk, code.as_deref(), mine, by))
}

/// The block that a step made, also where it has another code now.
fn block_of(after: &Read, code: &str, before: &Read) -> Option<String> {
    let at = before.codes().iter().position(|one| *one == code)?;
    let sheet = after.sheet.as_ref()?;
    let code = sheet.codes("requirements").get(at).copied()?;
    sheet.block("requirements", code).map(str::to_owned)
}
