//! Keeping a draft: the one quiet write behind autosave, "Save as draft", an upload, and a form that
//! comes back with faults. One person keeps at most `DRAFTS` drafts, and files of a weight that the site
//! sets: nobody alone can fill the disk. What is refused for that stays on the screen of whoever typed it.

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
    let (person, log, most) = (person.clone(), log.clone(), app.config.drafts_limit);
    app.write_quietly(Why::DraftSaved, move |tx| put_down(tx, &person, &log, &files, most)).await
}

/// The same, inside a write. `most`: bytes that all files of one's drafts may take.
pub fn put_down(
    tx: &mut Tx<'_>,
    person: &Person,
    log: &Log,
    files: &[StoredFile],
    most: u64,
) -> Result<KeptDraft, Fault> {
    let (shelf, who) = (tx.shelf(), person.sight());
    let owner = store::draft_owner(tx.conn(), &log.draft)?;
    let grant = may_keep_draft(person, &log.draft, owner.as_ref())?;
    let before = store::draft(tx.conn(), &who, &log.draft)?;
    let kind = before.as_ref().map_or(&log.kind, |draft| &draft.kind).clone();
    if before.is_none() {
        room_for_another(tx, person)?;
    }
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
    if !files.is_empty() {
        let kept = store::unsent(tx.conn(), &person.account)?;
        let all = files.iter().fold(kept.bytes, |sum, file| sum.saturating_add(file.size));
        if u64::try_from(all).is_ok_and(|all| all > most) {
            return Err(not_taken(&too_heavy(kept.bytes, most)).into());
        }
    }
    store::attach(tx, &grant, files)?;
    let other = before.map(|draft| draft.saved_at).filter(|at| at.millis().to_string() != log.saved);
    Ok(KeptDraft { at, other })
}

const TOO_MANY: &str = "Keep 10 files or fewer with one entry. Take one away first.";

/// Drafts that one person may keep: more than anybody has cases to write up.
pub const DRAFTS: i64 = 100;

/// The code of a refusal because there are as many drafts as may be.
pub const DRAFTS_FULL: &str = "drafts-full";

/// Before a draft is made that is not there yet.
pub fn room_for_another(tx: &mut Tx<'_>, person: &Person) -> Result<(), Fault> {
    match store::unsent(tx.conn(), &person.account)?.drafts {
        some if some < DRAFTS => Ok(()),
        _ => Err(Refusal::new(
            DRAFTS_FULL,
            format!(
                "You have {DRAFTS} drafts, as many as one person can keep, so this is not saved. Submit or delete one \
                 of them in another window, then save this again: it stays on this page."
            ),
        )
        .into()),
    }
}

fn too_heavy(kept: i64, most: u64) -> String {
    format!(
        "The files of your drafts take {} of {} MB already. Submit or delete a draft, or send a smaller file.",
        megabytes(kept),
        most >> 20
    )
}

/// As people say it; what is there is never shown as nothing.
pub fn megabytes(bytes: i64) -> i64 {
    bytes.max(0).saturating_add((1 << 20) - 1) >> 20
}

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
