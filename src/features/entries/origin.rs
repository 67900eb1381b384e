//! Where an entry counts from besides a signature here: an earlier record or earlier learning that somebody
//! accepted, and the system that holds a programme's official record.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::role::Sight;
use crate::features::entries::panel::signed;
use crate::features::entries::store::{Before, Elsewhere, Seen, decided_under, elsewhere};
use crate::web::paths;

/// `Accepted from an earlier record by Sue Carter, supervisor, on 3 November 2026.`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromBefore {
    pub sentence: String,
    pub reason: String,
    pub path: String,
    pub link: &'static str,
}

/// Two facts for each programme whose official record is elsewhere; neither stands for the other.
pub(super) fn recorded(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
) -> Result<Vec<String>, Fault> {
    let Some(signed) = signed(entry) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for Elsewhere { system, item, said } in elsewhere(conn, shelf, who, entry)? {
        if lines.is_empty() {
            lines.extend(signed.before.iter().map(|one| format!("Signed here by {one}")));
            lines.push(format!("Signed here by {}, {}, on {}", signed.by, signed.capacity, signed.at));
        }
        let line = match said {
            Some(said) if said.row.reference.is_empty() => {
                format!("Entered in {system} on {}, said by {}", said.row.entered_on, said.by)
            }
            Some(said) => format!(
                "Entered in {system} on {}, said by {}; there it is {}",
                said.row.entered_on, said.by, said.row.reference
            ),
            None => format!("Not entered in {system} yet"),
        };
        lines.push(if item.is_empty() { line } else { format!("{item}: {line}") });
    }
    let last = entry.decisions.iter().rfind(|one| one.stands() && one.version == entry.version);
    if let Some(last) = last {
        lines.extend(decided_under(conn, shelf, who, entry, last.at)?);
    }
    Ok(lines)
}

pub(super) fn from_before(entry: &Seen, before: &Before) -> FromBefore {
    let learning = entry.kind.code == crate::domain::earlier::LEARNING;
    let last = before.said.iter().rfind(|said| said.undone.is_none());
    let sentence = match last {
        Some(said) => {
            let as_what = match (said.accepted, learning) {
                (true, true) => "Accepted as equivalent by",
                (true, false) => "Accepted from an earlier record by",
                (false, _) => "Not accepted, by",
            };
            let capacity = entry.called.shown(&said.capacity);
            let day = said.at.day_in(entry.zone);
            format!("{as_what} {}, {capacity}, on {day}. It was not signed here.", said.by_name)
        }
        None if learning => {
            "Claimed from before, and not accepted yet. It counts for nothing until it is.".to_owned()
        }
        None => {
            "From an earlier record that nobody has accepted yet. It counts for nothing until somebody does."
                .to_owned()
        }
    };
    FromBefore {
        sentence,
        reason: last.map(|said| said.reason.clone()).unwrap_or_default(),
        path: paths::earlier_record(before.of.as_str()),
        link: if learning { "Open the claim" } else { "Open the earlier record" },
    }
}
