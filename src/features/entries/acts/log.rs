//! The log form's buttons, and the script's autosave.

use actix_web::web::Path;
use serde::Serialize;

use crate::app::App;
use crate::db::tx::Books;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::*;
use crate::features::accounts::Nothing;
use crate::features::entries::entered::OUTSIDE;
use crate::features::entries::forms::{Log, Wish};
use crate::features::entries::log::{Start, file_faults};
use crate::features::entries::naming::{Answers, BEING_CHECKED, HELD};
use crate::features::entries::previewing::preview_of;
use crate::features::entries::store::{CountsIn, HoldState};
use crate::features::entries::submission::{stored, submit};
use crate::features::entries::{keeping, pages, sending, store, views};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::fragment;
use crate::web::paths;
use crate::web::reply::{data, saying, see_other};
use crate::web::typed::Typed;

/// Every button of the log form. Files come first to the disk; the rest is one transaction.
pub async fn send(who: Trainee, app: App, mut form: Form<Log>) -> Answer {
    let log = form.given()?;
    let (files, mut refused) = stored(&app, &form.files).await?;
    refused.append(&mut form.refused);
    let submits = matches!(log.wish, Wish::Submit | Wish::Another) && refused.is_empty();
    if !submits {
        return kept(&who, &app, log, files, refused).await;
    }
    let (person, given, with) = (who.person().clone(), log.clone(), files.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            Ok(submit(tx, &person, &given, &with, &Answers::new())?.map(|written| place_of(&written)))
        })
        .await;
    match done {
        Ok(location) => {
            let outside = log.words.one("ask") == OUTSIDE;
            submitted(&who, &app, log.wish, location, outside).await
        }
        Err(Fault::Typed(faults)) => {
            // Nothing of it was written, so the words and files are kept as a draft.
            let left_out = keep_what_fits(&who, &app, &log, files).await?;
            again(&who, &app, log, both(faults, left_out.faults(Vec::new()))).await
        }
        Err(Fault::Refused(refusal)) if matches!(refusal.code, HELD | BEING_CHECKED) => {
            let state = if refusal.code == HELD { HoldState::Held } else { HoldState::Checking };
            on_hold(&who, &app, log, files, state).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What was sent stays with its owner for now: kept as a draft, with a page that says why.
async fn on_hold(
    who: &Trainee,
    app: &App,
    log: Log,
    files: Vec<store::StoredFile>,
    state: HoldState,
) -> Answer {
    let left_out = keep_what_fits(who, app, &log, files).await?.faults(Vec::new());
    if !left_out.is_empty() {
        return again(who, app, log, left_out).await;
    }
    sending::hold(app, who.person(), &log.draft, state, Answers::new()).await?;
    see_other(paths::draft_check(log.draft.as_str()))
}

async fn kept(
    who: &Trainee,
    app: &App,
    log: Log,
    files: Vec<store::StoredFile>,
    refused: Vec<String>,
) -> Answer {
    let faults = keep_what_fits(who, app, &log, files).await?.faults(refused);
    if !faults.is_empty() || log.wish == Wish::Preview {
        return again(who, app, log, faults).await;
    }
    let at = who.now.clock_in(who.zone);
    saying(paths::PORTFOLIO, format!("Draft saved {at}. Go on with it whenever you like."))
}

/// What could not be kept, in sentences.
#[derive(Default)]
struct LeftOut {
    /// There is no room for another draft.
    draft: Option<String>,
    files: Option<String>,
}

impl LeftOut {
    /// With what was refused before.
    fn faults(self, mut refused: Vec<String>) -> Faults {
        refused.extend(self.files);
        let files = file_faults(&refused);
        self.draft.map_or(files.clone(), |sentence| both(Faults::one("", sentence), files))
    }
}

/// Keeps the draft. Files that do not fit leave a sentence: they are a fault of the form, not a reason
/// to lose its words. Where there is no room for another draft the words are on the page alone.
async fn keep_what_fits(
    who: &Trainee,
    app: &App,
    log: &Log,
    files: Vec<store::StoredFile>,
) -> Result<LeftOut, Fault> {
    let brought = !files.is_empty();
    match keeping::keep(app, who.person(), log, files).await {
        Ok(_) => Ok(LeftOut::default()),
        Err(Fault::Refused(refusal)) if refusal.code == keeping::FILES_REFUSED => {
            keeping::keep(app, who.person(), log, Vec::new()).await?;
            Ok(LeftOut { draft: None, files: Some(refusal.sentence) })
        }
        Err(Fault::Refused(refusal)) if refusal.code == keeping::DRAFTS_FULL => {
            let again =
                brought.then(|| "Your files could not be kept with it. Choose them again.".to_owned());
            Ok(LeftOut { draft: Some(refusal.sentence), files: again })
        }
        Err(fault) => Err(fault),
    }
}

fn both(mut faults: Faults, more: Faults) -> Faults {
    for (field, sentence) in more.iter() {
        faults.add(field, sentence);
    }
    faults
}

/// The form as it came.
pub async fn again(who: &Trainee, app: &App, log: Log, faults: Faults) -> Answer {
    let typed = Typed { words: log.words, faults, wait: None };
    pages::log_page(who, app, log.draft, log.kind, Start::Sent(typed, log.reflection)).await
}

/// After the address of an entry that was sent again as it is.
const UNCHANGED: &str = "#unchanged";

/// Where somebody who sent it is led to.
pub fn place_of(written: &store::Written) -> String {
    let path = paths::entry(written.entry.as_str());
    if written.changed { path } else { format!("{path}{UNCHANGED}") }
}

/// `outside`: somebody without an account is to sign it.
pub async fn submitted(who: &Trainee, app: &App, wish: Wish, location: String, outside: bool) -> Answer {
    if let Some(entry) = location.strip_suffix(UNCHANGED) {
        return saying(entry, "Nothing was changed. It waits as before.");
    }
    let id = EntryId::new(location.rsplit('/').next().unwrap_or_default());
    let sight = who.sight();
    let asked = id.clone();
    let (sentence, kind) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let entry = store::seen(r.conn(), &shelf, &sight, &asked)?;
            let mut counts = match entry.request {
                Some(_) => store::will_count(r.conn(), &shelf, &sight, &entry)?,
                None => Vec::new(),
            };
            // Stored answers say for what it will count, and not why it does not.
            if counts.iter().all(CountsIn::is_silent) {
                counts = store::counts(r.conn(), &shelf, &sight, &entry, now)?;
            }
            Ok((views::said_after(&entry, &counts), entry.kind.code.clone()))
        })
        .await?;
    match wish {
        Wish::Another => saying(paths::new_entry_like(&kind, id.as_str()), sentence),
        // The entry waits with nobody yet: the next thing is to hand it over.
        _ if outside => saying(paths::hand_over(id.as_str()), sentence),
        _ => saying(location, sentence),
    }
}

/// What a script is told after it saved.
#[derive(Serialize)]
struct Saved {
    /// `Draft saved 14:02`
    said: String,
    /// What the form carries from now on.
    saved: String,
    /// The draft was saved in another window in between.
    other: bool,
    /// What may name a patient, beside the field in which it stands.
    hints: Vec<Hint>,
}

#[derive(Serialize)]
struct Hint {
    field: String,
    says: String,
}

pub async fn autosave(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<Log>) -> Answer {
    let log = form.given()?;
    if log.draft != *id {
        return Err(Fault::NotFound.into());
    }
    let kept = match keeping::keep(&app, who.person(), &log, Vec::new()).await {
        Err(Fault::Refused(refusal)) if refusal.code == keeping::DRAFTS_FULL => {
            return data(&Saved {
                said: refusal.sentence,
                saved: log.saved,
                other: false,
                hints: Vec::new(),
            });
        }
        other => other?,
    };
    let said = match kept.other {
        Some(at) => format!(
            "Draft saved {}. It had been changed in another window at {}: what you see here is what is kept.",
            kept.at.clock_in(who.zone),
            at.clock_in(who.zone)
        ),
        None => format!("Draft saved {}", kept.at.clock_in(who.zone)),
    };
    let hints = sending::hints(&app, who.person(), &id).await?;
    let hints = hints.into_iter().map(|(field, says)| Hint { field, says }).collect();
    data(&Saved { said, saved: kept.at.millis().to_string(), other: kept.other.is_some(), hints })
}

pub async fn preview(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<Log>) -> Answer {
    let log = form.given()?;
    let (sight, portfolio, now, id) = (who.sight(), who.own_portfolio().clone(), who.now, id.into_inner());
    let (preview, vain) = app
        .read(move |r| {
            let shelf = r.shelf();
            let kept = store::draft(r.conn(), &sight, &id)?;
            let writer = crate::features::entries::log::Writer { sight: &sight, portfolio: &portfolio, now };
            preview_of(r.conn(), &shelf, &writer, kept.as_ref(), (&id, &log.kind), &log.words)
        })
        .await?;
    fragment(views::PreviewPart { preview, vain })
}

pub async fn delete(who: Trainee, app: App, id: Path<DraftId>, _form: Form<Nothing>) -> Answer {
    keeping::remove(&app, who.person(), &id).await?;
    saying(paths::PORTFOLIO, "The draft is deleted.")
}

/// With the words of the form around the button, which are kept as they are.
pub async fn take_off(
    who: Trainee,
    app: App,
    place: Path<(DraftId, EvidenceId)>,
    mut form: Form<Log>,
) -> Answer {
    let (draft, file) = place.into_inner();
    let log = form.given()?;
    if log.draft != draft {
        return Err(Fault::NotFound.into());
    }
    keeping::keep(&app, who.person(), &log, Vec::new()).await?;
    keeping::take_off(&app, who.person(), &draft, &file).await?;
    see_other(format!("{}#evidence", paths::draft(draft.as_str())))
}
