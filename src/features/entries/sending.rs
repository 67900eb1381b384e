//! What becomes of a draft that was sent and could not arrive at once: it is held with its owner, or it
//! waits for the look into a file, and the job that looked sends it on as its owner would.

use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::Reading;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Books, Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::identifiers::Patterns;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, DraftId};
use crate::domain::policy::entries::may_keep_draft;
use crate::domain::role::{Person, Sight, System};
use crate::features::entries::entered::entered;
use crate::features::entries::forms::{Log, Wish};
use crate::features::entries::naming::{self, About, Answers, Question};
use crate::features::entries::store::{self, FileShown, Hold, HoldState, Seen};
use crate::features::entries::submission::submit;
use crate::features::identifiers::{self, FileCheck, Found, Lookers, Outcome};
use crate::web::typed::Words;

/// The draft is kept already; from now on it is held, or waits. A press on a button is nobody's act yet.
pub async fn hold(
    app: &App,
    person: &Person,
    id: &DraftId,
    state: HoldState,
    answers: Answers,
) -> Result<(), Fault> {
    let (person, id) = (person.clone(), id.clone());
    let done =
        app.write_quietly(Why::DraftSaved, move |tx| put_on_hold(tx, &person, &id, state, &answers)).await;
    app.bell.notify_one();
    done
}

fn put_on_hold(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &DraftId,
    state: HoldState,
    answers: &Answers,
) -> Result<(), Fault> {
    let owner = store::draft_owner(tx.conn(), id)?.ok_or(Fault::NotFound)?;
    let grant = may_keep_draft(person, id, Some(&owner)).map_err(|_| Fault::NotFound)?;
    store::hold(tx, &grant, state, answers)?;
    if state == HoldState::Checking {
        for file in store::draft_files(tx.conn(), id)? {
            if crate::files::reading::has_words(&file.media_type) {
                identifiers::wait_for_check(tx, &file.hash)?;
            }
        }
    }
    Ok(())
}

/// Why one's own draft has not arrived, for its page.
pub struct Standing {
    pub title: String,
    pub saved: String,
    pub hold: Option<Hold>,
    pub questions: Vec<Question>,
    /// Names of files nobody has looked at yet.
    pub waiting: Vec<String>,
    /// Of those, files that wait for a virus scanner that does not answer.
    pub unscanned: Vec<String>,
    /// It is about an entry from before anything was looked at, which others see as it is.
    pub old: bool,
    files: Vec<FileShown>,
    house: Patterns,
}

/// Reads the draft again and asks again; nothing of it was kept.
pub async fn standing(app: &App, person: &Person, id: &DraftId) -> Result<Standing, Fault> {
    let (who, draft) = (person.clone(), id.clone());
    let mut found = app.read(move |r| look_again(r, &who, &draft)).await?;
    for file in found.files.clone() {
        let key = found.questions.iter().any(|one| {
            matches!(one.about, About::Looks(_))
                && one.found.is_none()
                && one.place == format!("“{}”", file.name)
        });
        if key {
            let (_, inside) = looked_inside(app, &file, &found.house).await?;
            naming::with_findings(&mut found.questions, &file, inside);
        }
    }
    Ok(found)
}

/// What of the words that were just kept would be asked about, by the form's fields: said while one types, so that
/// a number is taken out before it is sent. Decides nothing.
pub async fn hints(app: &App, person: &Person, id: &DraftId) -> Result<Vec<(String, String)>, Fault> {
    let (who, draft) = (person.clone(), id.clone());
    app.read(move |r| look_at_words(r, &who, &draft)).await
}

fn look_at_words(r: &mut Reading<'_>, person: &Person, id: &DraftId) -> Result<Vec<(String, String)>, Fault> {
    let (shelf, who) = (r.shelf(), person.sight());
    let conn = r.conn();
    let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
    let draft = store::draft(conn, &who, id)?.ok_or(Fault::NotFound)?;
    let own = store::own(conn, &shelf, &portfolio)?;
    let own = store::own_changing(conn, own, &draft.kind, draft.entry.as_ref())?;
    let asked = store::asked_again(conn, &shelf, &own, &draft.kind, draft.entry.as_ref())?;
    let before = passed(conn, &shelf, &who, &draft)?.map(|entry| entry.values);
    let words: Words = draft.words.iter().cloned().collect();
    let values = entered(&words, &asked, &own.ids_using(&draft.kind), person.today()).values;
    let house = identifiers::patterns(conn)?;
    let questions = naming::in_words(&asked.kind, &values, before.as_ref(), &house);
    Ok(questions.iter().filter_map(|one| naming::hint(&asked.kind, one)).collect())
}

/// What the draft would change, if that has been looked at: it is not asked about again.
fn passed(conn: &mut Conn, shelf: &Shelf, who: &Sight, draft: &store::Draft) -> Result<Option<Seen>, Fault> {
    let Some(id) = &draft.entry else { return Ok(None) };
    let entry = store::seen(conn, shelf, who, id)?;
    Ok(if store::was_looked_at(conn, &entry.version)? { Some(entry) } else { None })
}

fn look_again(r: &mut Reading<'_>, person: &Person, id: &DraftId) -> Result<Standing, Fault> {
    let (shelf, who) = (r.shelf(), person.sight());
    let conn = r.conn();
    let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
    let draft = store::draft(conn, &who, id)?.ok_or(Fault::NotFound)?;
    let own = store::own(conn, &shelf, &portfolio)?;
    let own = store::own_changing(conn, own, &draft.kind, draft.entry.as_ref())?;
    let asked = store::asked_again(conn, &shelf, &own, &draft.kind, draft.entry.as_ref())?;
    let before = passed(conn, &shelf, &who, &draft)?;
    let words: Words = draft.words.iter().cloned().collect();
    let values = entered(&words, &asked, &own.ids_using(&draft.kind), person.today()).values;
    let files = store::draft_files(conn, id)?;
    let house = identifiers::patterns(conn)?;
    let known = before.as_ref().map(|entry| entry.files.as_slice()).unwrap_or_default();
    let mut questions =
        naming::in_words(&asked.kind, &values, before.as_ref().map(|entry| &entry.values), &house);
    questions.extend(naming::in_names(&files, known, &house));
    let (inside, waiting) = naming::in_files(conn, &files, known, &house)?;
    questions.extend(inside);
    let mut unscanned = Vec::new();
    for file in files.iter().filter(|file| waiting.contains(&file.hash)) {
        let check = identifiers::file_check(conn, &file.hash)?;
        if check.is_some_and(|check| check.outcome == Outcome::Unscanned) {
            unscanned.push(file.name.clone());
        }
    }
    let old = draft.entry.is_some() && before.is_none();
    Ok(Standing {
        unscanned,
        old,
        title: crate::features::entries::title::title(&asked.kind, &values),
        saved: draft.saved_at.millis().to_string(),
        hold: store::hold_of(conn, &who, id)?,
        waiting: files.iter().filter(|f| waiting.contains(&f.hash)).map(|f| f.name.clone()).collect(),
        questions,
        files,
        house,
    })
}

async fn looked_inside(
    app: &App,
    file: &FileShown,
    house: &Patterns,
) -> Result<(FileCheck, Vec<Found>), Fault> {
    let (files, lookers, house) = (app.files.clone(), Lookers::of(app), house.clone());
    let (hash, media_type) = (file.hash.clone(), file.media_type.clone());
    let turn = app.files.turn().await.map_err(Fault::broken)?;
    let looked = spawn_blocking(move || {
        let _turn = turn;
        let bytes = files.read(&hash).map_err(Fault::broken)?;
        identifiers::look_inside(&lookers, &media_type, &bytes, &house)
            .map_err(|why| Fault::Busy(format!("a file could not be checked: {why}")))
    });
    looked.await.map_err(Fault::broken)?
}

/// The job: looks into the file unless somebody has, then sends on what waited for it. Written to be run
/// twice: what has arrived waits no more.
pub async fn check_file(app: &App, hash: &str, system: System) -> Result<(), Fault> {
    let wanted = hash.to_owned();
    let (file, check, house) = app
        .read(move |r| {
            let file = store::stored_file(r.conn(), &wanted, system)?;
            Ok((file, identifiers::file_check(r.conn(), &wanted)?, identifiers::patterns(r.conn())?))
        })
        .await?;
    if !check.is_some_and(|known| known.is_known(&house)) {
        let (check, _) = looked_inside(app, &file, &house).await?;
        let (hash, unscanned) = (file.hash.clone(), check.outcome == Outcome::Unscanned);
        app.write_quietly(Why::FileStored, move |tx| identifiers::keep_check(tx, &hash, &check)).await?;
        if unscanned {
            return Err(Fault::Busy("the virus scanner cannot be asked".to_owned()));
        }
    }
    let hash = file.hash.clone();
    let waiting = app.read(move |r| store::waiting_for(r.conn(), &hash, system)).await?;
    for (draft, owner) in waiting {
        send_on(app, &draft, &owner, system).await?;
    }
    Ok(())
}

/// Sends a draft as its owner did. What stands in the way now is for the owner to see.
async fn send_on(app: &App, draft: &DraftId, owner: &AccountId, system: System) -> Result<(), Fault> {
    let (id, account) = (draft.clone(), owner.clone());
    let found = app
        .read(move |r| {
            let now = r.now();
            let Some(person) = store::sender(r.conn(), &account, now, system)? else { return Ok(None) };
            let Some(kept) = store::draft(r.conn(), &person.sight(), &id)? else { return Ok(None) };
            let Some(hold) = store::hold_of(r.conn(), &person.sight(), &id)? else { return Ok(None) };
            let log = Log {
                reflection: store::draft_reflection(r.conn(), &id)?,
                draft: kept.id,
                kind: kept.kind,
                wish: Wish::Submit,
                saved: kept.saved_at.millis().to_string(),
                words: kept.words.into_iter().collect(),
            };
            Ok(Some((person, log, hold.answers)))
        })
        .await?;
    let Some((person, log, answers)) = found else { return Ok(()) };
    let (who, sent, said) = (person.clone(), log.clone(), answers.clone());
    let arrived = app
        .write(Books::of_person(owner), move |tx| Ok(submit_unchanged(tx, &who, &sent, &said)?.map(drop)))
        .await;
    match arrived {
        Ok(()) | Err(Fault::NotFound) => Ok(()),
        // Another file of it is still being checked; the job of that file comes back.
        Err(Fault::Refused(refusal)) if refusal.code == naming::BEING_CHECKED => Ok(()),
        Err(Fault::Refused(_) | Fault::Typed(_)) => {
            let (id, to) = (log.draft, owner.clone());
            app.write_quietly(Why::DraftSaved, move |tx| {
                put_on_hold(tx, &person, &id, HoldState::Held, &answers)?;
                tx.later(Job::Tell { to, what: Notice::Held { draft: id } })
            })
            .await
        }
        Err(fault) => Err(fault),
    }
}

/// Only what was sent: a draft that its owner has changed since waits for its owner.
fn submit_unchanged(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    answers: &Answers,
) -> Result<crate::db::tx::Outcome<store::Written>, Fault> {
    let kept = store::draft(tx.conn(), &person.sight(), &log.draft)?.ok_or(Fault::NotFound)?;
    let held = store::hold_of(tx.conn(), &person.sight(), &log.draft)?;
    if kept.saved_at.millis().to_string() != log.saved || held.is_none() {
        return Err(Fault::NotFound);
    }
    submit(tx, person, log, &[], answers)
}
