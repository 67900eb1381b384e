//! Filing an entry anew as another type: a draft of the other type that holds every answer the other form has a place
//! for, and the files. When it is sent, the new entry stands in place of the old one, which is withdrawn in the same
//! transaction and keeps its versions, its signatures and its page. Attempts that were not good enough stay.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, Outcome, recast};
use crate::domain::names::{DraftId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::may_end_unconfirmed;
use crate::domain::policy::entries::{Record, Withdraw, may_keep_draft, may_refile};
use crate::domain::role::{Person, Sight};
use crate::features::entries::keeping::room_for_another;
use crate::features::entries::log::words_recast;
use crate::features::entries::panel::shown;
use crate::features::entries::revision::{files_to_carry, in_turn};
use crate::features::entries::store::{self, Closed, Pairs, Saying, Seen, names_in};
use crate::features::entries::submission::own_case;

/// What a draft takes the place of, for its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    pub entry: EntryId,
    pub kind: String,
    pub title: String,
    pub number: i32,
    pub was_decided: bool,
    /// It is signed, so a reason is asked for.
    pub asks_why: bool,
    /// Answers that this form has no place for: what was asked, and what was said.
    pub left: Vec<(String, String)>,
}

impl Seen {
    /// Somebody signed that it was not good enough, or signed an answer that says so.
    pub fn was_failed(&self) -> bool {
        let not_enough = |version| {
            let version = self.versions.iter().find(|one| one.id == version);
            let said = version.and_then(|version| self.kind.outcome(&version.values));
            said.is_some_and(|outcome| outcome != Outcome::Satisfactory)
        };
        self.decisions
            .iter()
            .filter(|one| one.stands() && one.verdict == Verdict::Signed)
            .any(|one| !one.satisfactory || not_enough(one.version.clone()))
    }
}

/// The draft; the one that is there already, if any.
pub fn begin(tx: &mut Tx<'_>, person: &Person, id: &EntryId, kind: &str) -> Result<DraftId, Fault> {
    in_turn(tx, person)?;
    let (shelf, sight) = (tx.shelf(), person.sight());
    let entry = store::seen(tx.conn(), &shelf, &sight, id)?;
    let grant = may_refile(person, &own_case(&entry), entry.was_failed())?;
    may_end_unconfirmed(entry.waits_for_letter())?;
    if let Some(known) = store::refiling_of(tx.conn(), id)? {
        let same = store::draft(tx.conn(), &sight, &known)?.is_some_and(|draft| draft.kind == kind);
        if same {
            return Ok(known);
        }
        // Another type was chosen: what was begun for the first one is no more.
        store::remove_draft(tx, &may_keep_draft(person, &known, Some(&person.account))?)?;
    }
    let now = tx.now();
    let own = store::own_now(tx.conn(), &shelf, &entry.portfolio, now)?;
    if kind == entry.kind.code || !own.kinds().iter().any(|one| one.code == kind) {
        return Err(Faults::one("kind", "Choose a type that your programmes ask for.").into());
    }
    room_for_another(tx, person)?;
    let asked = store::asked(tx.conn(), &shelf, &own, kind)?;
    let draft: DraftId = tx.new_id();
    let keeping = may_keep_draft(person, &draft, None)?;
    let words = words_recast(tx.conn(), &shelf, &sight, &entry, &asked)?;
    let pairs: Pairs = words.iter().map(|(name, word)| (name.to_owned(), word.to_owned())).collect();
    let thought = store::reflection(tx.conn(), &sight, &entry)?;
    let reflection = thought.filter(|_| asked.kind.reflection).map(|one| one.words).unwrap_or_default();
    store::keep_draft(tx, &keeping, &Saying { kind, entry: None, words: &pairs, reflection: &reflection })?;
    store::attach(tx, &keeping, &files_to_carry(&entry))?;
    store::begin_refiling(tx, &grant, &keeping)?;
    Ok(draft)
}

/// As which other types its owner may file it: code and name, as their programmes have them.
pub fn others(conn: &mut Conn, shelf: &Shelf, entry: &Seen) -> Result<Vec<(String, String)>, Fault> {
    let own = store::own(conn, shelf, &entry.portfolio)?;
    let kinds = own.kinds().into_iter().filter(|kind| kind.code != entry.kind.code);
    Ok(kinds.map(|kind| (kind.code.clone(), kind.name.clone())).collect())
}

/// What the draft is to take the place of, as it may be now: the entry, and the right to end it.
pub fn to_replace(
    tx: &mut Tx<'_>,
    person: &Person,
    draft: &DraftId,
) -> Result<Option<(Seen, Grant<Withdraw>)>, Fault> {
    let Some(id) = store::replaced_by_draft(tx.conn(), draft)? else { return Ok(None) };
    let shelf = tx.shelf();
    let entry = store::seen(tx.conn(), &shelf, &person.sight(), &id)?;
    let grant = may_refile(person, &own_case(&entry), entry.was_failed())?;
    may_end_unconfirmed(entry.waits_for_letter())?;
    Ok(Some((entry, grant)))
}

/// The new entry takes the old one's place; the caller refreshes what both count for.
pub fn replace(
    tx: &mut Tx<'_>,
    (old, ending): &(Seen, Grant<Withdraw>),
    (new, recording): (&EntryId, &Grant<Record>),
) -> Result<Event, Fault> {
    store::close_requests(tx, ending, &old.id, None, Closed::Replaced)?;
    let row = store::mark_withdrawn(tx, ending, &old.version)?;
    store::settle_refiling(tx, recording, &old.id, new)?;
    let event = ending
        .event("entry/refiled", format!("entry/{}", old.id))
        .with("version", &old.version)
        .with("as", new);
    Ok(event.row(&row))
}

/// What the page of a draft says of the entry whose place it is to take.
pub fn instead(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    draft: &DraftId,
    kind: &Kind,
) -> Result<Option<Instead>, Fault> {
    let Some(id) = store::replaced_by_draft(conn, draft)? else { return Ok(None) };
    let entry = store::seen(conn, shelf, who, &id)?;
    let names = names_in(conn, &entry.kind, &[&entry.values])?;
    let lost = recast(&entry.kind, kind, &entry.values).left;
    let left = lost.iter().filter_map(|code| {
        let (field, value) = (entry.kind.field(code)?, entry.values.get(code)?);
        Some((field.label.clone(), shown(field, value, &names)))
    });
    Ok(Some(Instead {
        left: left.collect(),
        kind: entry.kind.name.clone(),
        title: entry.title.clone(),
        number: entry.number,
        was_decided: entry.was_decided(),
        asks_why: entry.asks_why(),
        entry: entry.id,
    }))
}
