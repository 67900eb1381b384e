//! A file of progress of one enrolment: looked at, taken in as a whole and undone as a whole. Each is an event
//! of the portfolio's book, and the standing is made fresh in the same write.

use std::collections::BTreeSet;

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::audit::digest;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{EnrolmentId, ProgressFileId};
use crate::domain::policy::official::{Stater, theirs};
use crate::features::accounts::Nothing;
use crate::features::identifiers::refuse;
use crate::features::official::progress::ToMark;
use crate::features::official::telling::{granted, seen, tell};
use crate::features::official::{forms, pages, progress};
use crate::features::{enrolments, standing};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::{leaving, saying};
use crate::web::typed::{Typed, beside_the_form};

/// A look at the file, or the file taken in.
pub async fn progress_file(
    who: SignedIn,
    app: App,
    id: Path<EnrolmentId>,
    mut form: Form<forms::Progress>,
) -> Answer {
    let id = id.into_inner();
    seen(&who, &app, &id).await?;
    let asked = match form.given() {
        Ok(mut asked) => match text_of(&form, &asked) {
            Ok(text) => {
                asked.text = text;
                asked
            }
            Err(fault) => return pages::progress_file_with(&who, &app, id, None, form.again(fault)?).await,
        },
        Err(fault) => return pages::progress_file_with(&who, &app, id, None, form.again(fault)?).await,
    };
    let (sight, looked_for, of) = (who.sight(), asked.clone(), id.clone());
    let looked = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let around = progress::around(r.conn(), &shelf, &sight, &of)?;
            progress::look(r.conn(), &shelf, &around, &looked_for, now)
        })
        .await?;
    let (looked, marks) = match looked {
        Ok(found) => found,
        Err(sentence) => {
            let typed = form.again(Faults::one("file", sentence).into())?;
            return pages::progress_file_with(&who, &app, id, None, typed).await;
        }
    };
    if !asked.take_in || looked.hindered.is_some() || marks.is_empty() {
        let typed = match (&looked.hindered, asked.take_in) {
            (Some(sentence), _) => form.again(Faults::one("item", sentence).into())?,
            (None, true) => {
                form.again(Faults::one("", "Nothing in this file matches. Nothing was taken in.").into())?
            }
            _ => Typed { words: form.words.kept(), ..Typed::nothing() },
        };
        return pages::progress_file_with(&who, &app, id, Some(looked), typed).await;
    }
    let done = taken_in(&who, &app, id.clone(), asked, &form).await;
    match enrolments::in_its_names(&app, &id, done).await {
        Ok((path, count)) => {
            let what = if count == 1 { "1 item is" } else { &format!("{count} items are") };
            leaving(
                path,
                Flash::saying(format!("{what} marked as entered. You can undo the file as a whole below.")),
            )
        }
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::progress_file_with(&who, &app, id, Some(looked), typed).await
        }
    }
}

/// The file's text, or what came back from the preview.
fn text_of(form: &Form<forms::Progress>, asked: &forms::Progress) -> Result<String, Fault> {
    if let Some(sentence) = form.refused.first() {
        return Err(Faults::one("file", sentence.clone()).into());
    }
    let Some(file) = form.files.first() else {
        return match asked.text.trim() {
            "" => Err(Faults::one("file", "Choose the file, or paste its text.").into()),
            _ => Ok(asked.text.clone()),
        };
    };
    let bytes = std::fs::read(file.path()).map_err(Fault::broken)?;
    // What is no UTF-8 was saved by an older spreadsheet program: each byte is the letter of that number.
    Ok(String::from_utf8(bytes).unwrap_or_else(|not| not.into_bytes().into_iter().map(char::from).collect()))
}

async fn taken_in(
    who: &SignedIn,
    app: &App,
    id: EnrolmentId,
    asked: forms::Progress,
    form: &Form<forms::Progress>,
) -> Result<(String, usize), Fault> {
    let (person, once) = (who.person().clone(), form.once(&who.account));
    let (sight, of) = (who.sight(), id.clone());
    let path = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let (row, grant) = granted(tx, &person, &of)?;
            let (shelf, now) = (tx.shelf(), tx.now());
            let around = progress::around(tx.conn(), &shelf, &sight, &of)?;
            let looked = progress::look(tx.conn(), &shelf, &around, &asked, now)?;
            let (_, marks) = looked.map_err(|sentence| Faults::one("file", sentence))?;
            for mark in &marks {
                refuse(tx.conn(), "file", &mark.reference, false)?;
            }
            let count = items(&marks);
            let hash = digest(std::slice::from_ref(&asked.text));
            let file = enrolments::take_file_in(tx, &grant, &hash, count)?;
            let holdings = standing::holdings_now(tx.conn(), &shelf, &row.portfolio, now)?;
            let rows = tell(tx, &grant, &row, &holdings, marks, Some(&file.id))?;
            standing::refresh(tx, &row.portfolio, &[])?;
            let event = grant
                .event("official/imported", format!("enrolment/{of}"))
                .with("file", &file.file_hash)
                .with("items", count)
                .row(&file);
            let event = rows.iter().fold(event, |event, row| event.row(row));
            Ok(Outcome::of(format!("{}?taken={count}", paths::progress_file(of.as_str())), event))
        })
        .await?;
    let count = path.rsplit_once('=').and_then(|(_, count)| count.parse().ok()).unwrap_or_default();
    Ok((paths::progress_file(id.as_str()), count))
}

/// How many items they are; each entry as a whole is one.
fn items(marks: &[ToMark]) -> usize {
    let of = |mark: &ToMark| match mark.item.as_str() {
        "" => mark.entry.to_string(),
        code => format!(" {code}"),
    };
    marks.iter().map(of).collect::<BTreeSet<_>>().len()
}

pub async fn undo_file(
    who: SignedIn,
    app: App,
    path: Path<(EnrolmentId, ProgressFileId)>,
    form: Form<Nothing>,
) -> Answer {
    let (id, file) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    seen(&who, &app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let (row, grant) = granted(tx, &person, &id)?;
            let (file, ended) = enrolments::undo_file(tx, &grant, &file)?;
            for one in &ended {
                theirs(&grant, one.capacity.parse::<Stater>().ok())?;
            }
            standing::refresh(tx, &row.portfolio, &[])?;
            let event = grant.event("official/import-undone", format!("enrolment/{id}")).row(&file);
            let event = ended.iter().fold(event, |event, row| event.row(row));
            Ok(Outcome::of(paths::progress_file(id.as_str()), event))
        })
        .await;
    let path = enrolments::in_its_names(&app, &of, done).await?;
    saying(path, "The file is undone as a whole. What it marked is on the list again.")
}
