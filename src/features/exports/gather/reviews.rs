//! Reviews with what they decided, for whoever reads decisions of reviews at all. In a pack there are none: of what is
//! struck out in one review no other document may hold a copy that nobody knows of.

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Role};
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::review::Reply;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::exports::store::reviewed::{self, Outcome};
use crate::features::programmes;
use crate::render::amount::Stamp;
use crate::render::review::{Condition, Reviewed, Said};

/// The form that reviews are on.
const FORM: &str = "review";

pub fn rows(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    (id, version): (&EnrolmentId, &Version),
    (as_of, zone): (Moment, Tz),
) -> Result<Vec<Reviewed>, Fault> {
    if !reviewed::reads_reviews(conn, who, id)? {
        return Ok(Vec::new());
    }
    let found = reviewed::outcomes(conn, id, as_of)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let newest;
    let form = match version.kind(FORM) {
        Some(used) => Some(&used.kind),
        None => {
            newest = programmes::newest_kinds(conn, shelf)?;
            newest.iter().find(|kind| kind.code == FORM).map(|kind| &**kind)
        }
    };
    let called = Called::of(version);
    Ok(found.into_iter().map(|one| row(one, (form, &called), zone)).collect())
}

fn row(one: Outcome, (form, called): (Option<&Kind>, &Called), zone: Tz) -> Reviewed {
    let sorts = form.and_then(|form| form.role(Role::Type)).map(|field| field.choices()).unwrap_or_default();
    let sort = sorts.iter().find(|sort| sort.code == one.sort).map(|sort| sort.label.clone());
    let conditions = one.conditions.into_iter();
    let replies = one.replies.into_iter();
    Reviewed {
        sort: sort.unwrap_or(one.sort),
        held_on: one.held_on,
        outcome: one.label,
        by: one.by,
        capacity: called.shown(&one.capacity),
        at: Stamp::of(one.at, zone),
        reasons: written(one.reasons),
        next_on: one.next_on,
        conditions: conditions.map(|(words, due)| Condition { words: written(words), due }).collect(),
        said: replies.map(|(what, words, by, at)| said((what, words, by), Stamp::of(at, zone))).collect(),
    }
}

fn said((what, words, by): (String, String, String), at: Stamp) -> Said {
    let reply = what.parse::<Reply>().ok();
    // Whoever has only read it wrote nothing that could have been struck out.
    let words = if reply == Some(Reply::Acknowledged) { words } else { written(words) };
    Said { what: reply.map_or(what, |reply| reply.shown().to_owned()), by, at, words }
}

fn written(words: String) -> String {
    if words.is_empty() { "Struck out".to_owned() } else { words }
}
