//! Keeping a draft: the one quiet write behind autosave, "Save as draft", an upload, and a form that
//! comes back with faults.

use crate::app::App;
use crate::db::tx::{Tx, Why};
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::*;
use crate::domain::policy::entries::may_keep_draft;
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::entries::forms::{FILES, Log};
use crate::features::entries::log::kept_words;
use crate::features::entries::panel::{FileLine, file_line};
use crate::features::entries::store::{self, FileShown, Saying, StoredFile};
use crate::web::paths;

/// What came of keeping.
#[derive(Debug, Clone)]
pub struct KeptDraft {
    pub at: Moment,
    /// Somebody, perhaps oneself in another window, saved it after this page was loaded.
    pub other: Option<Moment>,
}

/// Saves the words as they are and attaches the files. The last one to write wins, and is told.
pub async fn keep(app: &App, person: &Person, log: &Log, files: Vec<StoredFile>) -> Result<KeptDraft, Fault> {
    let (person, log) = (person.clone(), log.clone());
    app.write_quietly(Why::DraftSaved, move |tx| put_down(tx, &person, &log, &files)).await
}

/// The same, inside a write.
pub fn put_down(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    files: &[StoredFile],
) -> Result<KeptDraft, Fault> {
    let (shelf, who) = (tx.shelf(), person.sight());
    let owner = store::draft_owner(tx.conn(), &log.draft)?;
    let grant = may_keep_draft(person, &log.draft, owner.as_ref())?;
    let before = store::draft(tx.conn(), &who, &log.draft)?;
    let kind = before.as_ref().map_or(&log.kind, |draft| &draft.kind).clone();
    if before.is_none() || !files.is_empty() {
        // Only kinds that the person records become drafts.
        let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
        let own = store::own(tx.conn(), &shelf, &portfolio)?;
        let asked = store::asked(tx.conn(), &shelf, &own, &kind)?;
        let takes = store::takes(tx.conn(), &asked.kind)?;
        if let Some(why) = files.iter().find_map(|file| takes.refuses(&file.media_type)) {
            return Err(not_taken(why).into());
        }
    }
    let saying = Saying {
        kind: &kind,
        entry: before.as_ref().and_then(|draft| draft.entry.as_ref()),
        words: &kept_words(&log.words, person.today()),
        reflection: &log.reflection,
    };
    let at = store::keep_draft(tx, &grant, &saying)?;
    let there = store::draft_files(tx.conn(), &log.draft)?.len();
    if !files.is_empty() && there + files.len() > FILES {
        return Err(not_taken(TOO_MANY).into());
    }
    store::attach(tx, &grant, files)?;
    let other = before.map(|draft| draft.saved_at).filter(|at| at.millis().to_string() != log.saved);
    Ok(KeptDraft { at, other })
}

const TOO_MANY: &str = "Keep 10 files or fewer with one entry. Take one away first.";

/// The code of a refusal that is about the files alone: the words can still be kept.
pub const FILES_REFUSED: &str = "files-not-taken";

fn not_taken(why: &str) -> Refusal {
    Refusal::new(FILES_REFUSED, why)
}

/// Ends a draft with everything that is only in it.
pub async fn remove(app: &App, person: &Person, id: &DraftId) -> Result<(), Fault> {
    let (person, id) = (person.clone(), id.clone());
    app.write_quietly(Why::DraftSaved, move |tx| {
        let owner = store::draft_owner(tx.conn(), &id)?.ok_or(Fault::NotFound)?;
        let grant = may_keep_draft(&person, &id, Some(&owner)).map_err(|_| Fault::NotFound)?;
        store::remove_draft(tx, &grant)
    })
    .await
}

/// Takes one file off a draft.
pub async fn take_off(app: &App, person: &Person, id: &DraftId, file: &EvidenceId) -> Result<(), Fault> {
    let (person, id, file) = (person.clone(), id.clone(), file.clone());
    app.write_quietly(Why::DraftSaved, move |tx| {
        let owner = store::draft_owner(tx.conn(), &id)?.ok_or(Fault::NotFound)?;
        let grant = may_keep_draft(&person, &id, Some(&owner)).map_err(|_| Fault::NotFound)?;
        store::detach(tx, &grant, &file)
    })
    .await
}

/// The files of one's draft, each with the address that takes it off.
pub async fn attached(app: &App, person: &Person, id: &DraftId) -> Result<Vec<(FileLine, String)>, Fault> {
    let (sight, id) = (person.sight(), id.clone());
    app.read(move |r| {
        store::draft(r.conn(), &sight, &id)?.ok_or(Fault::NotFound)?;
        let files = store::draft_files(r.conn(), &id)?;
        let removal = |file: &FileShown| paths::draft_evidence_removal(id.as_str(), file.id.as_str());
        Ok(files.iter().map(|file| (file_line(file), removal(file))).collect())
    })
    .await
}
