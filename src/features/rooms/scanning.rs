//! A code that was scanned, from the wall to the decision: offered for half an hour, stated by whoever ticks it.

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::domain::assessor::Scanned;
use crate::domain::fault::{Fault, Faults, Refusal, refuse_unless};
use crate::domain::names::ScanId;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::people::Atlas;
use crate::features::rooms::store::{self, RoomRow, Scan};
use crate::web::parts::Choice;
use crate::web::session::token_hash;

/// For so long a new form offers a scan. An assessment is talked through and written down right after the case;
/// later on the code on the wall says nothing about what is written.
pub const OFFERED: i64 = 30 * 60;

/// For so long a form that offered it can still be sent with it: whoever opens one in the last minute needs time to
/// write, and a page that was left open overnight is none.
pub const TAKEN: i64 = OFFERED + 60 * 60;

/// `Theatre 2, Hazelmere`: the name of the room and of the site; of the department where that has no site.
pub fn label(atlas: &Atlas, room: &RoomRow) -> Result<String, Fault> {
    let over = room.over()?;
    let site = atlas.spot(&over).ok().and_then(|spot| {
        let mut all = std::iter::once(&spot.over).chain(&spot.within);
        all.find_map(|one| atlas.sites.iter().find(|site| site.id.as_str() == one.id)).cloned()
    });
    let department = atlas.departments.iter().find(|department| department.id.as_str() == over.id);
    let place = site.map(|site| site.name).or_else(|| department.map(|department| department.name.clone()));
    Ok(match place {
        Some(place) => format!("{}, {place}", room.name),
        None => room.name.clone(),
    })
}

fn told(conn: &mut Conn, scan: &Scan, zone: Tz) -> Result<Scanned, Fault> {
    let room = label(&Atlas::load(conn)?, &scan.room)?;
    Ok(Scanned { on: scan.at.day_in(zone), time: scan.at.clock_in(zone), room, typed: false })
}

/// The box of a form on which somebody says how they saw it, if they scanned a code just now: the scan, and what is
/// said of it.
pub fn offered(conn: &mut Conn, who: &Sight, (now, zone): (Moment, Tz)) -> Result<Option<Choice>, Fault> {
    let Some(scan) = store::newest(conn, who, None, now.plus_seconds(-OFFERED))? else { return Ok(None) };
    let code = told(conn, &scan, zone)?;
    let said = format!("Say that the code of {} was scanned at {}", code.room, code.time);
    Ok(Some(Choice::of(scan.id.to_string(), said)))
}

/// What stands beside the decision of whoever ticked the box; a fault where the scan is not theirs or too old.
pub fn stated(
    conn: &mut Conn,
    who: &Sight,
    id: Option<ScanId>,
    (now, zone): (Moment, Tz),
) -> Result<Option<Scanned>, Fault> {
    let Some(id) = id else { return Ok(None) };
    let scan = match store::scan(conn, who, &id) {
        Err(Fault::NotFound) => None,
        found => Some(found?),
    };
    match scan.filter(|scan| scan.at >= now.plus_seconds(-TAKEN)) {
        Some(scan) => told(conn, &scan, zone).map(Some),
        None => Err(Faults::one("", "The code was scanned too long ago to be said with this. Send it again without, or scan the code again first.").into()),
    }
}

/// Letters and digits that nobody takes for one another.
const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many of them a short code has.
const SHORT: usize = 6;

/// What stands under a code, for whoever has no account that a scan could be noted for: `K7M 2QP`. Of the token, so that
/// every code that hangs already has one. No secret either.
pub fn short(token: &str) -> String {
    let hash = token_hash(token);
    let bits = u32::from_str_radix(hash.get(..8).unwrap_or_default(), 16).unwrap_or_default();
    let number = |place: usize| usize::try_from((bits >> (5 * place)) & 31).ok();
    let all: String = (0..SHORT).filter_map(|place| LETTERS.chars().nth(number(place)?)).collect();
    let (first, second) = all.split_at(SHORT / 2);
    format!("{first} {second}")
}

/// The same of what was typed: without spaces and dashes, and with the letters that are read as digits.
fn folded(typed: &str) -> String {
    let plain = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    plain
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// What stands beside the decision of somebody without an account who typed the short code of a room, at this moment;
/// refused where no code is like that, or it is in use no more.
pub fn typed_in(conn: &mut Conn, typed: &str, (now, zone): (Moment, Tz)) -> Result<Option<Scanned>, Fault> {
    let wanted = folded(typed);
    if wanted.is_empty() {
        return Ok(None);
    }
    let all = store::all(conn)?;
    let same = all.iter().filter(|room| folded(&short(&room.token)) == wanted);
    let room = same.min_by_key(|room| room.known_until.is_some()).ok_or_else(|| {
        let sentence =
            "No room has this code. Look again at the 6 letters and digits on its wall, or leave it out.";
        Refusal::new("room-unknown", sentence)
    })?;
    refuse_unless(room.known_until.is_none(), || {
        let sentence = "This code of a room is no longer in use. Leave it out, or write the one that is.";
        Refusal::new("room-code-over", sentence)
    })?;
    let room = label(&Atlas::load(conn)?, room)?;
    Ok(Some(Scanned { on: now.day_in(zone), time: now.clock_in(zone), room, typed: true }))
}

#[cfg(test)]
mod tests {
    use super::{folded, short};

    #[test]
    fn a_short_code_is_read_as_people_write_it() {
        let code = short("a token on a wall");
        assert_eq!((code.len(), folded(&code).len()), (7, 6));
        assert_ne!(code, short("another"));
        assert_eq!(folded(&code.to_lowercase().replace(' ', "-")), folded(&code));
        assert_eq!(folded(" o1-l2 "), "0112");
        assert_eq!(folded(" - "), "");
    }
}
