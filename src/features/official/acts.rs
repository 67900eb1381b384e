//! Saying what was entered there and taking it back, one by one or by a file as a whole. Each is an event
//! of the portfolio's book, and the standing is made fresh in the same write.

use actix_web::web::Path;

use super::progress::ToMark;
use super::{desk, forms, pages, progress, store};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::digest;
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{EnrolmentId, EnteredId, ProgressFileId};
use crate::domain::policy::Grant;
use crate::domain::policy::official::{
    EnteredCase, RecordCase, Stater, TellOfRecord, can_be_entered, may_tell_of_record, theirs,
};
use crate::domain::role::Person;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::Nothing;
use crate::features::enrolments::{self, Enrolled, EnteredRow, NewEntered, entered_under};
use crate::features::identifiers::refuse;
use crate::features::{programmes, standing};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::{leaving, saying};
use crate::web::typed::{Typed, beside_the_form};

pub async fn mark(who: SignedIn, app: App, id: Path<EnrolmentId>, mut form: Form<forms::Marked>) -> Answer {
    let id = id.into_inner();
    match marked(&who, &app, id.clone(), &mut form).await {
        Ok(path) => {
            saying(path, "Marked as entered. It is off this list, and counts where it had to be there.")
        }
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            let with_thoughts = form.words.one("reflection") == "yes";
            pages::to_enter_with(&who, &app, id, with_thoughts, typed).await
        }
    }
}

async fn marked(
    who: &SignedIn,
    app: &App,
    id: EnrolmentId,
    form: &mut Form<forms::Marked>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    seen(who, app, &id).await?;
    app.write_once(once, Books::of_enrolment(&id), move |tx| {
        Ok(put_entered(tx, &person, &id, &asked)?.map(|()| paths::to_enter(id.as_str())))
    })
    .await
}

/// Says of each that it is entered there, inside a write that has taken the enrolment's book.
pub fn put_entered(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    asked: &forms::Marked,
) -> Result<Outcome<()>, Fault> {
    let (row, grant) = granted(tx, person, id)?;
    refuse(tx.conn(), "reference", &asked.reference, false)?;
    let (shelf, now) = (tx.shelf(), tx.now());
    let holdings = standing::holdings_now(tx.conn(), &shelf, &row.portfolio, now)?;
    let mut marks = Vec::new();
    for id in &asked.entries {
        let entry = holdings.entries.iter().find(|entry| entry.id == *id).ok_or(Fault::NotFound)?;
        marks.push(ToMark {
            entry: entry.id.clone(),
            version: entry.version.clone(),
            happened_on: entry.day,
            on: asked.on,
            reference: asked.reference.clone(),
        });
    }
    let rows = tell(tx, &grant, &row, &holdings, marks, None)?;
    let event = grant
        .event("official/entered", format!("enrolment/{id}"))
        .with("entries", asked.entries.len())
        .with("on", asked.on.iso());
    standing::refresh(tx, &row.portfolio, &[])?;
    Ok(Outcome::of((), rows.iter().fold(event, |event, row| event.row(row))))
}

/// Says it of each, after asking whether it can be said.
fn tell(
    tx: &mut Tx<'_>,
    grant: &Grant<TellOfRecord>,
    row: &Enrolled,
    holdings: &standing::Holdings,
    marks: Vec<ToMark>,
    file: Option<&ProgressFileId>,
) -> Result<Vec<EnteredRow>, Fault> {
    let today = tx.now().day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    let known = entered_under(tx.conn(), &row.id)?;
    let mut rows = Vec::new();
    for mark in marks {
        let entry = holdings.entries.iter().find(|entry| entry.id == mark.entry).ok_or(Fault::NotFound)?;
        let before = known.iter().find(|one| one.row.version == mark.version);
        can_be_entered(
            grant,
            &EnteredCase {
                filed: entry.filed_under.contains(&row.id),
                signed: entry.state() == EntryState::Signed,
                happened_on: mark.happened_on,
                entered_on: mark.on,
                today,
                known: before.and_then(|one| one.row.capacity.parse::<Stater>().ok()),
            },
        )?;
        let new = NewEntered {
            entry: mark.entry,
            version: mark.version,
            on: mark.on,
            reference: mark.reference,
            import: file.cloned(),
        };
        rows.extend(enrolments::tell_entered(tx, grant, new)?);
    }
    Ok(rows)
}

pub async fn take_back(
    who: SignedIn,
    app: App,
    path: Path<(EnrolmentId, EnteredId)>,
    form: Form<Nothing>,
) -> Answer {
    let (id, statement) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    seen(&who, &app, &id).await?;
    let path = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let (row, grant) = granted(tx, &person, &id)?;
            let before = enrolments::standing_entered(tx.conn(), &id, &statement)?;
            theirs(&grant, before.capacity.parse::<Stater>().ok())?;
            let ended = enrolments::end_entered(tx, &grant, before)?;
            standing::refresh(tx, &row.portfolio, &[])?;
            let event = grant.event("official/taken-back", format!("enrolment/{id}")).row(&ended);
            Ok(Outcome::of(paths::to_enter(id.as_str()), event))
        })
        .await?;
    saying(path, "Taken back. It is on the list again.")
}

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
    match taken_in(&who, &app, id.clone(), asked, &form).await {
        Ok((path, count)) => {
            let what = if count == 1 { "1 entry is" } else { &format!("{count} entries are") };
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
            let count = marks.len();
            let hash = digest(std::slice::from_ref(&asked.text));
            let file = enrolments::take_file_in(tx, &grant, &hash, count)?;
            let holdings = standing::holdings_now(tx.conn(), &shelf, &row.portfolio, now)?;
            let rows = tell(tx, &grant, &row, &holdings, marks, Some(&file.id))?;
            standing::refresh(tx, &row.portfolio, &[])?;
            let event = grant
                .event("official/imported", format!("enrolment/{of}"))
                .with("file", &file.file_hash)
                .with("entries", count)
                .row(&file);
            let event = rows.iter().fold(event, |event, row| event.row(row));
            Ok(Outcome::of(format!("{}?taken={count}", paths::progress_file(of.as_str())), event))
        })
        .await?;
    let count = path.rsplit_once('=').and_then(|(_, count)| count.parse().ok()).unwrap_or_default();
    Ok((paths::progress_file(id.as_str()), count))
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
    let path = app
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
        .await?;
    saying(path, "The file is undone as a whole. What it marked is on the list again.")
}

/// Before any book is taken: an enrolment that is neither one's own nor led is not found.
async fn seen(who: &SignedIn, app: &App, id: &EnrolmentId) -> Result<(), Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| store::reached(r.conn(), &sight, &id).map(drop)).await
}

fn granted(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
) -> Result<(Enrolled, Grant<TellOfRecord>), Fault> {
    let (row, leads) = store::reached(tx.conn(), &person.sight(), id)?;
    let shelf = tx.shelf();
    let version = programmes::version_at(tx.conn(), &shelf, &row.version, row.layer.as_ref())?;
    let case = RecordCase {
        enrolment: id.clone(),
        owner: row.person.clone(),
        leads,
        elsewhere: desk::system(&version).is_ok(),
    };
    Ok((row, may_tell_of_record(person, &case)?))
}
