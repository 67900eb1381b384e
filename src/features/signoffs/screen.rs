//! Everything that the screen of one entry shows to the person who is to decide: the entry whole,
//! whether they may decide at all, what their signature would not count for, and, if the entry went
//! on while they were reading, what has changed since.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{EntryId, EntryVersionId, capital};
use crate::domain::policy::signoffs::{CHANGED, may_decide};
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::entries::store::{Seen, seen};
use crate::features::signoffs::deciding::said;
use crate::features::signoffs::difference::{Difference, differences};
use crate::features::signoffs::{in_vain, store};
use crate::web::oops::Oops;
use crate::web::typed::{Typed, Words};

pub struct Screen {
    pub seen: Seen,
    /// Why this person may not decide; none when they may.
    pub refused: Option<Refusal>,
    /// Sentences: what a signature of this person would not count for, and why.
    pub in_vain: Vec<String>,
    pub interrupted: Option<Interrupted>,
    pub differences: Vec<Difference>,
}

/// The entry was not any more what the person was looking at.
#[derive(Debug, Clone)]
pub struct Interrupted {
    pub refusal: Refusal,
    /// The version that was on the screen.
    pub version: EntryVersionId,
}

impl Screen {
    /// `Bypass case of 3 November 2026`
    pub fn heading(&self) -> String {
        capital(&said(&self.seen))
    }
}

pub fn of(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    entry: &EntryId,
    now: Moment,
    interrupted: Option<Interrupted>,
) -> Result<Screen, Fault> {
    let seen = seen(conn, shelf, &person.sight(), entry)?;
    let case = store::decide_case(conn, person, &seen, true)?;
    let (refused, in_vain) = match may_decide(person, &case) {
        Ok(grant) => (None, in_vain::sentences(conn, shelf, person, &seen, grant.act().capacity, now)?),
        Err(refusal) => (Some(refusal), Vec::new()),
    };
    let before = interrupted.as_ref().and_then(|was| seen.versions.iter().find(|v| v.id == was.version));
    let differences = match (before, seen.versions.last()) {
        (Some(before), Some(latest)) if before.id != latest.id => differences(&seen.kind, before, latest),
        _ => Vec::new(),
    };
    Ok(Screen { seen, refused, in_vain, interrupted, differences })
}

/// What a decision that was not kept leaves on the screen: faults beside the words, or the reason why
/// the entry is not any more what it was. What is nobody's words and nobody's turn stays an error.
pub fn after(words: &Words, fault: Fault) -> Result<(Typed, Option<Interrupted>), Oops> {
    let typed = Typed { words: words.kept(), ..Typed::default() };
    match fault {
        Fault::Typed(faults) => Ok((typed.with_faults(faults), None)),
        Fault::Refused(refusal) if GONE_ON.contains(&refusal.code) => {
            let version = EntryVersionId::new(words.one("version"));
            Ok((typed, Some(Interrupted { refusal, version })))
        }
        other => Err(Oops::Fault(other)),
    }
}

/// Codes of refusals that say: look at it as it is now.
const GONE_ON: [&str; 4] = [CHANGED, "signed-already", "returned-already", "withdrawn"];
