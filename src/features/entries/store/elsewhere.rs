//! Programmes whose official record is in another system, and what is said of an entry being there.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, filings};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, EntryId, VersionId};
use crate::domain::official::Places;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::enrolments::{Entered, entered_of_entry, versions_at};
use crate::features::entries::seen::Seen;
use crate::features::programmes;

/// What is said of the latest version of an entry before one system.
pub struct Elsewhere {
    pub system: String,
    /// The code of an item; empty for the entry as a whole.
    pub item: String,
    pub said: Option<Entered>,
}

/// For each enrolment under which the entry is filed, that this person sees and whose official record is
/// elsewhere: what is said of it as a whole, or of each item that it names. Nothing where nobody enters such there.
pub fn elsewhere(conn: &mut Conn, shelf: &Shelf, who: &Sight, entry: &Seen) -> Result<Vec<Elsewhere>, Fault> {
    let mut systems = Vec::new();
    for (id, version) in filed_under(conn, who, entry)? {
        let version = programmes::version(conn, shelf, &version)?;
        if let Some(system) = &version.official_record {
            let places = Places::of(&version, entry.day);
            let named = places.named_by(&entry.kind.code, &entry.values);
            let items: Vec<String> =
                named.iter().filter(|place| place.listed).map(|place| place.code.clone()).collect();
            systems.push((id, system.clone(), items, !named.is_empty()));
        }
    }
    if systems.is_empty() {
        return Ok(Vec::new());
    }
    let said = entered_of_entry(conn, &entry.id)?;
    let mut lines = Vec::new();
    for (id, system, items, is_entered) in systems {
        let of = |item: &str| {
            let theirs =
                said.iter().filter(|one| one.row.enrolment == id && one.row.version == entry.version);
            theirs.rev().find(|one| one.row.item == item).cloned()
        };
        let whole = of("");
        if whole.is_none() && !is_entered {
            continue;
        }
        let items = if whole.is_some() || items.is_empty() { vec![String::new()] } else { items };
        lines.extend(items.into_iter().map(|item| Elsewhere {
            said: of(&item),
            system: system.clone(),
            item,
        }));
    }
    Ok(lines)
}

/// The enrolments under which it is filed and that this person sees, with their versions of today.
fn filed_under(conn: &mut Conn, who: &Sight, entry: &Seen) -> Result<Vec<(EnrolmentId, VersionId)>, Fault> {
    let filed = enrolments::table.filter(enrolments::id.eq_any(&entry.filings)).order(enrolments::id);
    let columns = (enrolments::id, enrolments::version_id);
    Ok(if entry.is_owner(who.viewer()) {
        filed.select(columns).load(conn)?
    } else {
        filed.filter(enrolments::id.eq_any(sight::enrolments_seen(who))).select(columns).load(conn)?
    })
}

/// Under which version something was decided at the instant, where the person was moved to another since.
pub fn decided_under(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
    at: Moment,
) -> Result<Vec<String>, Fault> {
    let filed = filed_under(conn, who, entry)?;
    let ids: Vec<EnrolmentId> = filed.iter().map(|(id, _)| id.clone()).collect();
    let then = versions_at(conn, &ids, at)?;
    let mut lines = Vec::new();
    for (id, version) in filed {
        let Some(was) = then.get(&id).filter(|was| **was != version) else { continue };
        let was = programmes::version(conn, shelf, was)?;
        let is = programmes::version(conn, shelf, &version)?;
        lines.push(format!(
            "Signed under version {} of {}, before the move to version {}",
            was.version, was.title, is.version
        ));
    }
    Ok(lines)
}

/// The first of these enrolments that this person sees: where a supervisor or lead has a page of the trainee.
pub fn trainee_among(
    conn: &mut Conn,
    who: &Sight,
    ids: &[EnrolmentId],
) -> Result<Option<EnrolmentId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::id.eq_any(ids))
        .filter(enrolments::id.eq_any(sight::enrolments_seen(who)))
        .order(enrolments::id)
        .select(enrolments::id)
        .first(conn)
        .optional()?)
}

/// The enrolments under which the entry is filed now.
// open: ids only, for the names of their programmes
pub fn under(conn: &mut Conn, entry: &EntryId) -> Result<Vec<EnrolmentId>, Fault> {
    Ok(filings::table
        .filter(filings::entry_id.eq(entry))
        .filter(filings::known_until.is_null())
        .order(filings::enrolment_id)
        .select(filings::enrolment_id)
        .load(conn)?)
}
