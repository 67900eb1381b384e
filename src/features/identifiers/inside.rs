//! Looking inside a file: the site's virus scanner is asked first, where there is one; then its words come from the child process that reads it, and every piece is looked
//! at like any other words.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::app::App;
use crate::domain::identifiers::{Patterns, What, look};
use crate::features::identifiers::store::{FileCheck, Outcome};
use crate::files::reading::{self, Inside, Unreadable};
use crate::scanner::{Scanned, Scanner};

/// Files up to this size are looked at while the person waits; larger ones by a job.
pub const PATIENCE_BYTES: i64 = 2_000_000;
/// More findings than these in one file are not explained one by one.
pub const MOST: usize = 30;
/// Letters shown on either side of a finding.
const AROUND: usize = 40;

/// A finding with what is around it: for the eyes of the file's owner, and never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub what: What,
    pub place: String,
    pub before: String,
    pub text: String,
    pub after: String,
}

/// Who looks: this program as a child, and the site's scanner where there is one.
#[derive(Debug, Clone)]
pub struct Lookers {
    pub program: PathBuf,
    pub scanner: Option<Scanner>,
}

impl Lookers {
    pub fn of(app: &App) -> Lookers {
        Lookers { program: app.program.clone(), scanner: app.config.scanner.clone() }
    }
}

/// Has the file scanned, reads it in a child and looks at its words. The error is the house's, not the file's.
pub fn look_inside(
    lookers: &Lookers,
    media_type: &str,
    bytes: &[u8],
    house: &Patterns,
) -> Result<(FileCheck, Vec<Found>), String> {
    // Before anything of ours opens it.
    match lookers.scanner.as_ref().map(|scanner| scanner.scan(bytes)) {
        Some(Ok(Scanned::Found(what))) => {
            tracing::warn!(what, "the scanner found something in a file");
            return Ok((FileCheck::saying(Outcome::Infected, house.number), Vec::new()));
        }
        Some(Err(why)) => {
            tracing::error!(why, "a file was not scanned");
            return Ok((FileCheck::saying(Outcome::Unscanned, house.number), Vec::new()));
        }
        Some(Ok(Scanned::Clean)) | None => {}
    }
    let program = &lookers.program;
    Ok(match reading::in_child(program, media_type, bytes)? {
        Ok(inside) => judged(&inside, house),
        Err(why) => (unreadable(why, house), Vec::new()),
    })
}

/// For files that the house itself has made (the demo's): read in this process, without forms of its own.
pub fn look_at_own(media_type: &str, bytes: &[u8]) -> FileCheck {
    let house = Patterns::default();
    match reading::read(media_type, bytes) {
        Ok(inside) => judged(&inside, &house).0,
        Err(why) => unreadable(why, &house),
    }
}

fn unreadable(why: Unreadable, house: &Patterns) -> FileCheck {
    let outcome = match why {
        Unreadable::Locked => Outcome::Locked,
        Unreadable::Damaged => Outcome::Damaged,
        Unreadable::TooMuch => Outcome::TooMuch,
    };
    FileCheck::saying(outcome, house.number)
}

fn judged(inside: &Inside, house: &Patterns) -> (FileCheck, Vec<Found>) {
    let found = found_inside(inside, house);
    let outcome = match (found.is_empty(), inside.unread) {
        (false, _) => Outcome::Found,
        (true, true) => Outcome::Unread,
        (true, false) => Outcome::Clear,
    };
    let kinds = found.iter().map(|one| one.what).collect();
    (FileCheck { outcome, kinds, unread: inside.unread, number: house.number }, found)
}

/// Each finding of a file, the same words once: a name in the header of forty pages is one question.
pub fn found_inside(inside: &Inside, house: &Patterns) -> Vec<Found> {
    let (mut all, mut known) = (Vec::new(), BTreeSet::new());
    for piece in &inside.pieces {
        for finding in look(&piece.text, house) {
            let one = Found::of(finding.what, &piece.place, &piece.text, finding.span);
            if all.len() <= MOST && known.insert((one.what, one.text.clone())) {
                all.push(one);
            }
        }
    }
    all
}

impl Found {
    pub fn of(what: What, place: &str, text: &str, span: std::ops::Range<usize>) -> Found {
        let before = text.get(..span.start).unwrap_or_default();
        let after = text.get(span.end..).unwrap_or_default();
        let skip = before.chars().count().saturating_sub(AROUND);
        Found {
            what,
            place: place.to_owned(),
            before: before.chars().skip(skip).collect(),
            text: text.get(span).unwrap_or_default().to_owned(),
            after: after.chars().take(AROUND).collect(),
        }
    }
}
