//! What an owner does with an entry that is written, inside a write: begin its next version, withdraw
//! it, show the thought beside it.

use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::identifiers::patient_identifier;
use crate::domain::kind::{Confirmer, Kind};
use crate::domain::names::{BookId, DraftId, EntryId};
use crate::domain::policy::assessors::may_end_unconfirmed;
use crate::domain::policy::entries::{may_edit, may_keep_draft, may_reflect, may_withdraw};
use crate::domain::role::Person;
use crate::features::entries::keeping::room_for_another;
use crate::features::entries::log::words_of_entry;
use crate::features::entries::store::{self, Closed, Pairs, Saying, Seen, StoredFile};
use crate::features::entries::submission::own_case;
use crate::features::{identifiers, standing};
use crate::files::intake::STRUCK_OUT;

/// A draft of the next version, holding what the entry says now; the one that is there already, if any.
pub fn begin_revision(tx: &mut Tx<'_>, person: &Person, id: &EntryId) -> Result<DraftId, Fault> {
    in_turn(tx, person)?;
    let (shelf, sight) = (tx.shelf(), person.sight());
    let entry = store::seen(tx.conn(), &shelf, &sight, id)?;
    may_edit(person, &own_case(&entry))?;
    if let Some(known) = store::draft_of_entry(tx.conn(), &sight, id)? {
        return Ok(known);
    }
    room_for_another(tx, person)?;
    let draft: DraftId = tx.new_id();
    let grant = may_keep_draft(person, &draft, None)?;
    let words = words_of_entry(tx.conn(), &shelf, &sight, &entry)?;
    let pairs: Pairs = words.iter().map(|(name, word)| (name.to_owned(), word.to_owned())).collect();
    let saying = Saying { kind: &entry.kind.code, entry: Some(id), words: &pairs, reflection: "" };
    store::keep_draft(tx, &grant, &saying)?;
    store::attach(tx, &grant, &files_to_carry(&entry))?;
    Ok(draft)
}

/// Of two drafts that are begun at once from one entry the second waits here, and finds that of the first. Called before
/// anything is read or written, in a write that has no other book: whoever waits for the book holds nothing.
pub fn in_turn(tx: &mut Tx<'_>, person: &Person) -> Result<(), Fault> {
    person.portfolio.clone().map_or(Ok(()), |own| tx.take_also(BookId::from(own)))
}

/// The files of an entry, for a draft that goes on from it.
pub fn files_to_carry(entry: &Seen) -> Vec<StoredFile> {
    // What was struck out is in no version to come; a file whose name was has to have one.
    let left = entry.files.iter().filter(|file| file.media_type != STRUCK_OUT);
    let carried = left.map(|file| StoredFile {
        name: if file.name.is_empty() { "Evidence".to_owned() } else { file.name.clone() },
        hash: file.hash.clone(),
        size: file.size,
        media_type: file.media_type.clone(),
        // The row of the file is there and stays as it is.
        thumb_hash: String::new(),
        check: None,
    });
    carried.collect()
}

/// Shows the thought to those who see the entry, or hides it again.
pub fn show_thought(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    shared: bool,
) -> Result<Outcome<()>, Fault> {
    let shelf = tx.shelf();
    let entry = store::seen(tx.conn(), &shelf, &person.sight(), id)?;
    let grant = may_reflect(person, &own_case(&entry))?;
    if shared && let Some(thought) = store::reflection(tx.conn(), &person.sight(), &entry)? {
        may_be_read(tx, &thought.words)?;
    }
    store::share_reflection(tx, &grant, shared)?;
    let word = if shared { "entry/reflection-shared" } else { "entry/reflection-private" };
    Ok(Outcome::of((), grant.event(word, format!("entry/{id}"))))
}

/// What its owner reads before they withdraw an entry of the kind.
pub fn withdrawal(kind: &Kind) -> &'static str {
    match kind.confirmed_by {
        Confirmer::Nobody => "It then counts for nothing. Its page and its history stay.",
        _ => "It then waits with nobody and counts for nothing. This is possible until somebody decides.",
    }
}

/// Withdraws an entry, inside a write that has taken its book.
pub fn put_withdrawal(tx: &mut Tx<'_>, person: &Person, id: &EntryId) -> Result<Outcome<()>, Fault> {
    let shelf = tx.shelf();
    let entry = store::seen(tx.conn(), &shelf, &person.sight(), id)?;
    let grant = may_withdraw(person, &own_case(&entry))?;
    may_end_unconfirmed(entry.waits_for_letter())?;
    store::close_requests(tx, &grant, &entry.id, None, Closed::Withdrawn)?;
    let row = store::mark_withdrawn(tx, &grant, &entry.version)?;
    standing::refresh(tx, &entry.portfolio, std::slice::from_ref(id))?;
    let event = grant.event("entry/withdrawn", format!("entry/{id}")).with("version", &entry.version);
    Ok(Outcome::of((), event.row(&row)))
}

/// A thought that others read names nobody. It is its owner's to change, so there is nothing to explain.
pub fn may_be_read(tx: &mut Tx<'_>, words: &str) -> Result<(), Fault> {
    let house = identifiers::patterns(tx.conn())?;
    match patient_identifier(words, &house) {
        None => Ok(()),
        Some(sentence) => Err(Faults::one("reflection", sentence).into()),
    }
}
