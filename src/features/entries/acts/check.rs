//! What the owner says of a draft that is held: with an answer to every question it goes on its way.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Books;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::DraftId;
use crate::features::entries::acts::log::{again, place_of, submitted};
use crate::features::entries::entered::OUTSIDE;
use crate::features::entries::forms::{Explained, Log, Wish};
use crate::features::entries::looking_back::as_it_stands;
use crate::features::entries::naming::{Answers, BEING_CHECKED, HELD};
use crate::features::entries::store::{self, HoldState};
use crate::features::entries::submission::submit;
use crate::features::entries::{pages, sending};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::Typed;

/// After the address of an entry that was explained and not changed.
const AS_IT_STANDS: &str = "#as-it-stands";

pub async fn explain(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<Explained>) -> Answer {
    let (id, given) = (id.into_inner(), form.given()?);
    let log = kept(&who, &app, &id).await?;
    if given.saved != log.saved {
        let faults = Faults::one("", "You have changed the entry meanwhile. Look at it as it is now.");
        return pages::check_with(&who, &app, id, Typed { faults, ..Typed::nothing() }).await;
    }
    let (person, sent, answers) = (who.person().clone(), log.clone(), given.answers.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            // The answers are about these words: no others have come in between.
            let now = store::draft(tx.conn(), &person.sight(), &sent.draft)?.ok_or(Fault::NotFound)?;
            if now.saved_at.millis().to_string() != sent.saved {
                return Err(Faults::one("", "You have changed the entry meanwhile.").into());
            }
            if let Some(explained) = as_it_stands(tx, &person, &sent, &answers)? {
                return Ok(explained.map(|entry| format!("{}{AS_IT_STANDS}", paths::entry(entry.as_str()))));
            }
            let done = submit(tx, &person, &sent, &[], &answers)?;
            Ok(done.map(|written| place_of(&written)))
        })
        .await;
    match done {
        Ok(location) => match location.strip_suffix(AS_IT_STANDS) {
            Some(entry) => {
                saying(entry, "Written down. The entry stays as it is, and so does every signature on it.")
            }
            None => {
                let outside = log.words.one("ask") == OUTSIDE;
                submitted(&who, &app, Wish::Submit, location, outside).await
            }
        },
        Err(Fault::Typed(faults)) => again(&who, &app, log, faults).await,
        Err(Fault::Refused(refusal)) if refusal.code == BEING_CHECKED => {
            sending::hold(&app, who.person(), &id, HoldState::Checking, given.answers).await?;
            see_other(paths::draft_check(id.as_str()))
        }
        Err(Fault::Refused(refusal)) if refusal.code == HELD => {
            let faults = missing(&who, &app, &id, &given.answers).await?;
            let typed = Typed { words: form.words.kept(), faults, wait: None };
            pages::check_with(&who, &app, id, typed).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// A fault beside each question without an answer.
async fn missing(who: &Trainee, app: &App, id: &DraftId, answers: &Answers) -> Result<Faults, Fault> {
    let standing = sending::standing(app, who.person(), id).await?;
    let mut faults = Faults::none();
    for question in standing.questions.iter().filter(|one| one.answer(answers).is_none()) {
        faults.add(format!("why-{}", question.key), "Correct it in the entry, or say what it is.");
    }
    Ok(faults)
}

/// The draft as its form would have sent it.
async fn kept(who: &Trainee, app: &App, id: &DraftId) -> Result<Log, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| {
        let kept = store::draft(r.conn(), &sight, &id)?.ok_or(Fault::NotFound)?;
        Ok(Log {
            reflection: store::draft_reflection(r.conn(), &id)?,
            draft: kept.id,
            kind: kept.kind,
            wish: Wish::Submit,
            saved: kept.saved_at.millis().to_string(),
            words: kept.words.into_iter().collect(),
        })
    })
    .await
}
