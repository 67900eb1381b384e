//! A code that was scanned, from the wall to the decision: offered for half an hour, stated by whoever ticks it.

use chrono_tz::Tz;

use crate::db::conn::Conn;
use crate::domain::assessor::Scanned;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::ScanId;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::people::Atlas;
use crate::features::rooms::store::{self, RoomRow, Scan};
use crate::web::parts::Choice;

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
    Ok(Scanned { on: scan.at.day_in(zone), time: scan.at.clock_in(zone), room })
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
