//! Submitting: what happens inside the one transaction in which a draft becomes an entry, or the next
//! version of one. Faults of the words end it before anything is written.

use crate::app::App;
use crate::db::tx::{Outcome, Tx};
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::identifiers::Patterns;
use crate::domain::job::{Job, Notice};
use crate::domain::kind::{Confirmer, Kind};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::NO_DOMAINS;
use crate::domain::policy::entries::{OwnCase, Record, may_ask, may_edit, may_keep_draft, may_record};
use crate::domain::programme::called::Called;
use crate::domain::role::Person;
use crate::features::entries::entered::{Entered, OUTSIDE, entered, without_place};
use crate::features::entries::forms::{FILES, Log, thought};
use crate::features::entries::naming::{self, Answers};
use crate::features::entries::reason::reason;
use crate::features::entries::refiling;
use crate::features::entries::store::{self, FileShown, New, OpenRequest, Seen, StoredFile, Written};
use crate::features::entries::title::title;
use crate::features::identifiers::{self, FileCheck, Lookers};
use crate::features::standing;
use crate::files::{Files, intake, reading};
use crate::web::typed::Words;
use crate::web::upload::Upload;

/// What the policies need to know about an entry.
pub fn own_case(entry: &Seen) -> OwnCase {
    OwnCase {
        entry: entry.id.clone(),
        portfolio: entry.portfolio.clone(),
        owner: entry.owner.clone(),
        recorded_by: entry.kind.recorded_by,
        state: entry.state,
        decided: entry.was_decided(),
        of_round: entry.of_round,
        with_writer: entry.waits_with_writer(),
    }
}

/// Writes the entry, asks the supervisor, ends the draft. What it is refused with is said in the names of the programmes
/// under which such entries are filed.
pub fn submit(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    new_files: &[StoredFile],
    answers: &Answers,
) -> Result<Outcome<Written>, Fault> {
    let fault = match sent(tx, person, log, new_files, answers) {
        Err(fault @ (Fault::Refused(_) | Fault::Typed(_))) => fault,
        other => return other,
    };
    let (shelf, now) = (tx.shelf(), tx.now());
    let Some(portfolio) = &person.portfolio else { return Err(fault) };
    let own = store::own_now(tx.conn(), &shelf, portfolio, now)?;
    let using = own.enrolments.iter().map(|(_, version)| &**version);
    Err(Called::by_all(using.filter(|one| log.kind.is_empty() || one.kind(&log.kind).is_some())).fault(fault))
}

const FORM_CHANGED: &str = "The form was changed while you wrote. What it has no question for any more stands above the form: put it \
                            where it belongs, then send it again.";

fn sent(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    new_files: &[StoredFile],
    answers: &Answers,
) -> Result<Outcome<Written>, Fault> {
    let (shelf, who) = (tx.shelf(), person.sight());
    let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
    let owner = store::draft_owner(tx.conn(), &log.draft)?;
    let draft_grant = may_keep_draft(person, &log.draft, owner.as_ref())?;
    let draft = store::draft(tx.conn(), &who, &log.draft)?;
    let kind = draft.as_ref().map_or(&log.kind, |draft| &draft.kind);
    let before = match draft.as_ref().and_then(|draft| draft.entry.clone()) {
        Some(id) => Some(store::seen(tx.conn(), &shelf, &who, &id)?),
        None => None,
    };
    let replaced = refiling::to_replace(tx, person, &log.draft)?;
    let now = tx.now();
    let own = store::own_now(tx.conn(), &shelf, &portfolio, now)?;
    let changed = before.as_ref().map(|entry| &entry.id);
    let own = store::own_changing(tx.conn(), own, kind, changed)?;
    let asked = store::asked_again(tx.conn(), &shelf, &own, kind, changed)?;
    let grant = match &before {
        Some(entry) => may_edit(person, &own_case(entry))?,
        None => may_record(person, &portfolio, asked.kind.recorded_by)?,
    };

    let under = own.ids_using(kind);
    let closed = own.closed_to(kind);
    if under.is_empty() && !closed.is_empty() {
        return Err(Faults::one("", closed.join(" ")).into());
    }
    let mut found = entered(&log.words, &asked, &under, person.today());
    if !without_place(&log.words, &asked.kind).is_empty() {
        found.faults.add("", FORM_CHANGED);
    }
    if !closed.is_empty() {
        chosen(&log.words, &under, &mut found);
    }
    let files = store::files_to_submit(tx, draft.as_ref(), new_files)?;
    if files.len() > FILES {
        found.faults.add("evidence", format!("Keep {FILES} files or fewer with one entry."));
    }
    let takes = store::takes(tx.conn(), &asked.kind)?;
    if let Some(why) = new_files.iter().find_map(|file| takes.refuses(&file.media_type)) {
        found.faults.add("evidence", why);
    }
    let reflection = match before {
        Some(_) => String::new(),
        None => found.faults.take("reflection", thought(&log.reflection)).unwrap_or_default(),
    };
    let needs_signer = asked.kind.confirmed_by == Confirmer::Supervisor;
    if needs_signer && found.outside && store::domains_under(tx.conn(), &found.under)?.is_empty() {
        found.faults.add("ask", NO_DOMAINS);
    }
    if needs_signer && found.ask.is_none() && !found.outside {
        found.faults.add("ask", "Choose who is to sign it. If nobody is listed, save it as a draft.");
    }
    twin(tx, &portfolio, log, &asked.kind, &before, &mut found)?;
    let gone_on_from = before.as_ref().or(replaced.as_ref().map(|(entry, _)| entry));
    let why = reason(tx.conn(), &log.words, gone_on_from, &mut found.faults)?;
    let day =
        found.day.filter(|_| found.faults.is_empty()).ok_or_else(|| Fault::Typed(found.faults.clone()))?;

    // What an entry from before the check says already is looked at like everything else.
    let passed = match gone_on_from {
        Some(entry) if !store::was_looked_at(tx.conn(), &entry.version)? => None,
        other => other,
    };
    if let Some(entry) =
        before.as_ref().filter(|one| passed.is_some() && one.waits_as((&asked.kind, &found, &files), &under))
    {
        store::remove_draft(tx, &draft_grant)?;
        let event = grant.event("entry/unchanged", format!("entry/{}", entry.id));
        return Ok(Outcome::of(as_it_is(entry), event.with("version", &entry.version)));
    }
    let explained = explained(tx, &asked.kind, &found, &files, passed, answers)?;

    let new = New {
        portfolio: portfolio.clone(),
        kind: asked.kind.clone(),
        day,
        until: found.until,
        values: found.values.clone().into_iter().chain(why).collect(),
        files,
        filed_under: found.under.clone(),
    };
    let supervisor = found.ask.filter(|_| needs_signer);
    let goes_on = before.as_ref().and_then(|entry| entry.goes_on(supervisor.as_ref()));
    let written = match &before {
        Some(entry) => store::next_version(tx, &grant, entry, &new, goes_on.map(|open| &open.id))?,
        None => store::record(tx, &grant, &new)?,
    };
    let word = if before.is_some() { "entry/changed" } else { "entry/submitted" };
    let mut event = told(&grant, word, &written);
    let mut touched = vec![written.entry.clone()];
    let mut ended = None;
    if let Some(replaced) = &replaced {
        ended = Some(refiling::replace(tx, replaced, (&written.entry, &grant))?);
        event = event.with("instead-of", &replaced.0.id);
        touched.push(replaced.0.id.clone());
    }
    if !explained.is_empty() {
        event = event.with("explained", explained.join(" "));
    }
    if needs_signer && found.outside {
        event = event.with("signer", OUTSIDE);
    }
    if let Some(supervisor) = supervisor {
        let request = ask(tx, person, (&written, &new), &supervisor, goes_on)?;
        event = event.with("request", request).with("asked", supervisor);
    }
    store::move_reflection(tx, &grant, &portfolio, &written.entry, &reflection)?;
    store::remove_draft(tx, &draft_grant)?;
    tell_of_change(tx, gone_on_from)?;
    standing::refresh(tx, &portfolio, &touched)?;
    Ok(Outcome::of(written, event).and_all(ended))
}

/// Where some programmes are closed the page asks about each that is not, also if it is the only one.
fn chosen(words: &Words, under: &[EnrolmentId], found: &mut Entered) {
    if words.all("under").next().is_some() {
        found.under = under.iter().filter(|id| words.has("under", id.as_str())).cloned().collect();
    }
    if found.under.is_empty() {
        found.faults.add("under", "Choose at least one programme, so that somebody can see it.");
    }
}

/// What the owner said of everything that may name a patient; nothing arrives before it is said, nor
/// before every file has been looked into. In the same transaction, so that what was looked at is what
/// arrives.
pub fn explained(
    tx: &mut Tx<'_>,
    kind: &Kind,
    found: &Entered,
    files: &[FileShown],
    before: Option<&Seen>,
    answers: &Answers,
) -> Result<Vec<String>, Fault> {
    let house = identifiers::patterns(tx.conn())?;
    let known = before.map(|entry| entry.files.as_slice()).unwrap_or_default();
    let mut questions = naming::in_words(kind, &found.values, before.map(|entry| &entry.values), &house);
    questions.extend(naming::in_names(files, known, &house));
    let (inside, waiting) = naming::in_files(tx.conn(), files, known, &house)?;
    questions.extend(inside);
    // What can be answered at once is asked at once.
    let said = naming::answered(&questions, answers).ok_or_else(naming::held)?;
    if waiting.is_empty() { Ok(said) } else { Err(naming::being_checked().into()) }
}

fn told(grant: &Grant<Record>, word: &'static str, written: &Written) -> crate::domain::audit::Event {
    grant
        .event(word, format!("entry/{}", written.entry))
        .with("version", &written.version)
        .with("number", written.number)
        .with("root", &written.root)
}

fn as_it_is(entry: &Seen) -> Written {
    Written {
        entry: entry.id.clone(),
        version: entry.version.clone(),
        number: entry.version_number,
        root: entry.root.clone(),
        changed: false,
    }
}

/// A fault of the word `ask` where the person may not decide: the choice stood on the page.
fn ask(
    tx: &mut Tx<'_>,
    person: &Person,
    (written, new): (&Written, &New),
    supervisor: &AccountId,
    goes_on: Option<&OpenRequest>,
) -> Result<RequestId, Fault> {
    let who = person.sight();
    let entitled = store::supervisors(tx.conn(), &who, &new.filed_under, new.day)?;
    let case = OwnCase {
        entry: written.entry.clone(),
        portfolio: new.portfolio.clone(),
        owner: person.account.clone(),
        recorded_by: new.kind.recorded_by,
        state: crate::domain::entry::EntryState::Submitted,
        decided: false,
        of_round: false,
        with_writer: false,
    };
    let may_decide = entitled.iter().any(|(id, _)| id == supervisor);
    let grant = may_ask(person, &case, supervisor, may_decide)
        .map_err(|refusal| Faults::one("ask", refusal.sentence))?;
    match goes_on {
        Some(open) => store::ask_on_version(tx, &grant, open, &written.version),
        None => store::ask(tx, &grant, &written.entry, &written.version, supervisor),
    }
}

/// The same thing on the same day may be the same case; the person says whether it is another.
fn twin(
    tx: &mut Tx<'_>,
    portfolio: &PortfolioId,
    log: &Log,
    kind: &crate::domain::kind::Kind,
    before: &Option<Seen>,
    found: &mut Entered,
) -> Result<(), Fault> {
    let Some(day) = found.day.filter(|_| log.words.one("double") != "yes") else { return Ok(()) };
    let called = |values| title(kind, values);
    let title = called(&found.values);
    if before.as_ref().is_some_and(|entry| entry.day == day && called(&entry.values) == title) {
        // What is as it was has been answered already.
        return Ok(());
    }
    let except = before.as_ref().map(|entry| &entry.id);
    if let Some(number) = store::twin(tx.conn(), portfolio, &kind.code, day, &title, except)? {
        found.faults.add(
            "double",
            format!("You recorded “{title}” on {day} already (number {number}). Tick the box if this is another one."),
        );
    }
    Ok(())
}

/// Both sides hear that something that was signed has changed.
fn tell_of_change(tx: &mut Tx<'_>, before: Option<&Seen>) -> Result<(), Fault> {
    let Some(entry) = before else { return Ok(()) };
    let signed = entry
        .decisions
        .iter()
        .filter(|d| d.stands() && d.verdict == Verdict::Signed && d.version == entry.version);
    for decision in signed {
        for to in [&decision.signer, &entry.owner] {
            let what = Notice::ChangedAfterSigning { decision: decision.id.clone() };
            tx.later(Job::Tell { to: to.clone(), what })?;
        }
    }
    Ok(())
}

/// Brings one file into the store, or says why it cannot be kept.
pub fn store_one(files: &Files, name: &str, bytes: Vec<u8>) -> Result<Result<StoredFile, String>, Fault> {
    let taken = match intake::take(name, bytes) {
        Ok(taken) => taken,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let hash = files.put(&taken.bytes).map_err(Fault::broken)?;
    let thumb = taken.thumb.as_deref().map(|bytes| files.put(bytes)).transpose();
    Ok(Ok(StoredFile {
        name: taken.name,
        hash,
        size: i64::try_from(taken.bytes.len()).unwrap_or(i64::MAX),
        media_type: taken.media_type.to_owned(),
        thumb_hash: thumb.map_err(Fault::broken)?.unwrap_or_default(),
        check: None,
    }))
}

/// Brings the files that came with a form into the store. Those that cannot be kept leave a sentence.
pub async fn stored(app: &App, uploads: &[Upload]) -> Result<(Vec<StoredFile>, Vec<String>), Fault> {
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    if uploads.is_empty() {
        return Ok((kept, refused));
    }
    let house = app.read(|r| identifiers::patterns(r.conn())).await?;
    for upload in uploads {
        let (files, path, name) = (app.files.clone(), upload.path().to_owned(), upload.name.clone());
        let (lookers, house) = (Lookers::of(app), house.clone());
        let turn = app.files.turn().await.map_err(Fault::broken)?;
        // Decoding and syncing take their time: not on a thread that answers others.
        let one = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let bytes = std::fs::read(path).map_err(Fault::broken)?;
            let mut one = store_one(&files, &name, bytes)?;
            if let Ok(file) = &mut one {
                file.check = small_check(&files, &lookers, file, &house);
            }
            Ok::<_, Fault>(one)
        });
        match one.await.map_err(Fault::broken)?? {
            Ok(file) if struck(app, &file).await? => {
                refused.push(format!(
                    "“{}” was struck out before, because a patient could be recognised in it. It is not taken again.",
                    file.name
                ));
            }
            Ok(file) => kept.push(file),
            Err(sentence) => refused.push(sentence),
        }
    }
    Ok((kept, refused))
}

/// The same bytes were struck out before: they go off the disk again at once.
async fn struck(app: &App, file: &StoredFile) -> Result<bool, Fault> {
    let wanted = file.hash.clone();
    let struck = app.read(move |r| identifiers::is_struck(r.conn(), &wanted)).await?;
    if struck {
        let (files, file) = (app.files.clone(), file.clone());
        let removed = tokio::task::spawn_blocking(move || {
            files.remove(&file.thumb_hash)?;
            files.remove(&file.hash)
        });
        removed.await.map_err(Fault::broken)?.map_err(Fault::broken)?;
    }
    Ok(struck)
}

/// Looks into a small file while its owner waits: it takes less time than the upload did. What is large,
/// or could not be looked into now, is left to a job.
fn small_check(files: &Files, lookers: &Lookers, file: &StoredFile, house: &Patterns) -> Option<FileCheck> {
    if !reading::has_words(&file.media_type) || file.size > identifiers::PATIENCE_BYTES {
        return None;
    }
    let bytes = files.read(&file.hash).ok()?;
    match identifiers::look_inside(lookers, &file.media_type, &bytes, house) {
        // The scanner is asked again by the job.
        Ok((check, _)) => Some(check).filter(|check| check.outcome != identifiers::Outcome::Unscanned),
        Err(why) => {
            tracing::warn!(%why, "a file could not be checked on arrival; a job tries again");
            None
        }
    }
}
