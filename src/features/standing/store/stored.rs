//! One enrolment's stored answer, whole: every requirement with the facts that count and that do not.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{standing_items, standings};
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::progress::ENGINE;
use crate::domain::time::{Day, Moment};
use crate::features::standing::figures::Stored;
use crate::features::standing::living::KeptLife;
use crate::features::standing::store::kept;

// open: pages check that the enrolment is in sight
pub fn stored(conn: &mut Conn, id: &EnrolmentId) -> Result<Option<Stored>, Fault> {
    Ok(stored_of(conn, std::slice::from_ref(id))?.remove(id))
}

/// Those of several enrolments, in two statements.
// open: pages check that the enrolments are in sight
pub fn stored_of(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<HashMap<EnrolmentId, Stored>, Fault> {
    type Head = (EnrolmentId, i32, i64, i64, Moment, Option<Day>, i32, i32, Option<Day>, String);
    let heads: Vec<Head> = standings::table
        .filter(standings::enrolment_id.eq_any(ids))
        .select((
            standings::enrolment_id,
            standings::engine,
            standings::stale_no,
            standings::fresh_no,
            standings::computed_at,
            standings::holds_until,
            standings::met,
            standings::total,
            standings::last_entry_on,
            standings::life,
        ))
        .load(conn)?;
    let bodies: Vec<(EnrolmentId, String)> = standing_items::table
        .filter(standing_items::enrolment_id.eq_any(ids))
        .order(standing_items::position)
        .select((standing_items::enrolment_id, standing_items::body))
        .load(conn)?;
    let mut found: HashMap<EnrolmentId, Stored> = heads
        .into_iter()
        .map(|(id, engine, raised, fresh, computed_at, holds_until, met, total, last_entry_on, life)| {
            let stale = raised != fresh || u32::try_from(engine).ok() != Some(ENGINE);
            let requirements = Vec::new();
            let life = KeptLife::read(&life);
            let stored = Stored {
                engine,
                stale,
                computed_at,
                holds_until,
                met,
                total,
                last_entry_on,
                life,
                requirements,
            };
            (id, stored)
        })
        .collect();
    for (id, body) in bodies {
        if let Some(stored) = found.get_mut(&id) {
            stored.requirements.push(kept::read(&body)?);
        }
    }
    Ok(found)
}
