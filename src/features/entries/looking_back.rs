//! Looking again at entries that were recorded before anything was looked at for what may name a patient. Each
//! night some of them: where nothing is found that is all. Where something is, the entry's owner is asked as they
//! would be today: a draft of its next version is held with them, they get a letter, and correct it (a new
//! version) or say what it is (the entry stays as it is, and its book says so). **Nothing is hidden meanwhile**
//! from those who see the entry: they have seen it already, it may be under a signature, and a finding is a
//! question, not a verdict; to take a signed case out of a standing for a number that is a device's would do harm
//! for nothing. What is struck out of a version for good is erasure, which is not this.

use std::collections::BTreeSet;

use crate::app::App;
use crate::db::Reading;
use crate::db::tx::{Outcome, Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, EntryId, EntryVersionId};
use crate::domain::policy::entries::{may_edit, may_keep_draft};
use crate::domain::role::{Person, System};
use crate::features::entries::entered::entered;
use crate::features::entries::forms::Log;
use crate::features::entries::keeping::DRAFTS_FULL;
use crate::features::entries::naming::{self, Answers};
use crate::features::entries::revision::begin_revision;
use crate::features::entries::store::{self, HoldState, Unlooked};
use crate::features::entries::submission::{explained, own_case};
use crate::features::identifiers;

/// Entries looked at in one night, and in one turn of it: the house serves meanwhile.
const A_NIGHT: usize = 20_000;
const A_TURN: i64 = 200;

/// What became of one.
enum Look {
    Nothing,
    Asks,
    /// A file of it is to be read first; some other night.
    Later(Vec<String>),
}

/// The job. Written to be run twice: what was looked at is not there any more.
pub async fn look_back(app: &App, system: System) -> Result<(), Fault> {
    let (mut after, mut told) = (EntryId::new(""), BTreeSet::new());
    let mut looked = 0;
    while looked < A_NIGHT {
        let from = after.clone();
        let turn = app.read(move |r| store::unlooked_after(r.conn(), &from, A_TURN, system)).await?;
        let Some(last) = turn.last() else { return Ok(()) };
        after = last.entry.clone();
        looked += turn.len();
        let mut clear: Vec<EntryVersionId> = Vec::new();
        for one in turn {
            let (entry, owner) = (one.entry.clone(), one.owner.clone());
            let found = app.read(move |r| look(r, &entry, &owner, system)).await?;
            match found {
                None => {}
                Some((_, Look::Nothing)) => clear.push(one.version),
                Some((_, Look::Later(files))) => {
                    app.write_quietly(Why::FileStored, move |tx| {
                        files.iter().try_for_each(|hash| identifiers::wait_for_check(tx, hash))
                    })
                    .await?;
                }
                Some((person, Look::Asks)) => {
                    // One letter a night is enough to say that there is something to look at.
                    let first = told.insert(one.owner.clone());
                    ask(app, person, one, first).await?;
                }
            }
        }
        app.write_quietly(Why::DraftSaved, move |tx| store::looked_at(tx, &clear)).await?;
    }
    Ok(())
}

/// Nothing for somebody whose account is closed: there is nobody to ask.
fn look(
    r: &mut Reading<'_>,
    entry: &EntryId,
    owner: &AccountId,
    system: System,
) -> Result<Option<(Person, Look)>, Fault> {
    let (shelf, now) = (r.shelf(), r.now());
    let conn = r.conn();
    let Some(person) = store::sender(conn, owner, now, system)? else { return Ok(None) };
    let seen = store::seen(conn, &shelf, &person.sight(), entry)?;
    let house = identifiers::patterns(conn)?;
    let mut questions = naming::in_words(&seen.kind, &seen.values, None, &house);
    questions.extend(naming::in_names(&seen.files, &[], &house));
    let (inside, waiting) = naming::in_files(conn, &seen.files, &[], &house)?;
    questions.extend(inside);
    let look = match (questions.is_empty(), waiting.is_empty()) {
        (false, _) => Look::Asks,
        (true, false) => Look::Later(waiting),
        (true, true) => Look::Nothing,
    };
    Ok(Some((person, look)))
}

async fn ask(app: &App, person: Person, one: Unlooked, tell: bool) -> Result<(), Fault> {
    let asked = app.write_quietly(Why::DraftSaved, move |tx| {
        let draft = begin_revision(tx, &person, &one.entry)?;
        let grant = may_keep_draft(&person, &draft, Some(&person.account)).map_err(|_| Fault::NotFound)?;
        store::hold(tx, &grant, HoldState::Held, &Answers::new())?;
        match tell {
            true => tx.later(Job::Tell { to: one.owner, what: Notice::LookedBack { draft } }),
            false => Ok(()),
        }
    });
    match asked.await {
        // No room for another draft, or not their own to change: asked some other night.
        Err(Fault::Refused(refusal)) => {
            tracing::info!(
                code = refusal.code,
                full = refusal.code == DRAFTS_FULL,
                "an old entry waits to be asked about"
            );
            Ok(())
        }
        other => other,
    }
}

/// The owner says what an old entry holds and changes nothing of it: the answers go into its book and no new
/// version is made, so that what was signed stays signed. Nothing for any other draft.
pub fn as_it_stands(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    answers: &Answers,
) -> Result<Option<Outcome<EntryId>>, Fault> {
    let (shelf, who) = (tx.shelf(), person.sight());
    let draft = store::draft(tx.conn(), &who, &log.draft)?.ok_or(Fault::NotFound)?;
    let Some(id) = draft.entry.clone() else { return Ok(None) };
    let entry = store::seen(tx.conn(), &shelf, &who, &id)?;
    if store::was_looked_at(tx.conn(), &entry.version)? {
        return Ok(None);
    }
    let own = store::own(tx.conn(), &shelf, &entry.portfolio)?;
    let own = store::own_changing(tx.conn(), own, &draft.kind, Some(&id))?;
    let asked = store::asked_again(tx.conn(), &shelf, &own, &draft.kind, Some(&id))?;
    let found = entered(&log.words, &asked, &own.ids_using(&draft.kind), person.today());
    let files = store::draft_files(tx.conn(), &draft.id)?;
    if !entry.says(&found, &files) {
        return Ok(None);
    }
    let grant = may_edit(person, &own_case(&entry))?;
    let draft_grant = may_keep_draft(person, &draft.id, Some(&person.account))?;
    let said = explained(tx, &asked.kind, &found, &files, None, answers)?;
    store::looked_at(tx, std::slice::from_ref(&entry.version))?;
    store::remove_draft(tx, &draft_grant)?;
    let event = grant
        .event("entry/explained", format!("entry/{id}"))
        .with("version", &entry.version)
        .with("explained", said.join(" "));
    Ok(Some(Outcome::of(id, event)))
}
