//! What hangs on what waits: requirements that would be met if it were signed, where it waits, and when it was
//! reminded of. A few statements, whatever the number of trainees.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{departments, entries, institutions, reminders, requests, sites, standing_items};
use crate::db::sight::SightOver;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::standing;

/// A requirement for which something that waits would count.
#[derive(Debug, Clone)]
pub struct Hung {
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub title: String,
    pub due: Option<Day>,
    /// The first day on which it is behind if nothing more is done.
    pub behind_from: Option<Day>,
    /// All that waits would meet it.
    pub would_meet: bool,
    /// Entries that wait and would count.
    pub waiting: Vec<String>,
}

pub fn hung(conn: &mut Conn, over: &SightOver) -> Result<Vec<Hung>, Fault> {
    let mut all = Vec::new();
    for some in over.enrolments() {
        type Row = (EnrolmentId, String, Option<Day>, Option<Day>, String);
        let rows: Vec<Row> = standing_items::table
            .filter(standing_items::enrolment_id.eq_any(some))
            .filter(standing_items::submitted.gt(0))
            .filter(standing_items::met.eq(false))
            .filter(standing_items::binding.eq(true))
            .order((standing_items::enrolment_id, standing_items::position))
            .select((
                standing_items::enrolment_id,
                standing_items::requirement,
                standing_items::due,
                standing_items::behind_from,
                standing_items::body,
            ))
            .load(conn)?;
        for (enrolment, requirement, due, behind_from, body) in rows {
            let told = standing::stored_body(&body)?;
            all.push(Hung {
                enrolment,
                requirement,
                title: told.title,
                due,
                behind_from,
                would_meet: told.would_meet,
                waiting: told.pending.into_iter().map(|one| one.fact).collect(),
            });
        }
    }
    Ok(all)
}

/// A department's site, or the department itself where it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Of the site or the department: names are theirs within one institution only.
    pub id: String,
    pub name: String,
    pub institution: String,
}

// open: where an institution works is public within the house
pub fn places(conn: &mut Conn) -> Result<HashMap<DepartmentId, Place>, Fault> {
    type Row = (DepartmentId, String, String, Option<(SiteId, String)>);
    let rows: Vec<Row> = departments::table
        .inner_join(institutions::table.on(institutions::id.eq(departments::institution_id)))
        .left_join(sites::table.on(sites::id.nullable().eq(departments::site_id)))
        .select((departments::id, departments::name, institutions::name, (sites::id, sites::name).nullable()))
        .load(conn)?;
    let place = |(department, own, institution, site): Row| {
        let (id, name) = match site {
            Some((id, name)) => (id.to_string(), name),
            None => (department.to_string(), own),
        };
        (department, Place { id, name, institution })
    };
    Ok(rows.into_iter().map(place).collect())
}

/// When each of the requests that wait was reminded of last.
pub fn last_reminders(conn: &mut Conn, over: &SightOver) -> Result<HashMap<RequestId, Moment>, Fault> {
    let mut last = HashMap::new();
    for some in over.portfolios() {
        let rows: Vec<(RequestId, Moment)> = reminders::table
            .inner_join(requests::table.on(requests::id.eq(reminders::request_id)))
            .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
            .filter(requests::closed_at.is_null())
            .filter(reminders::to_id.eq(requests::asked_id))
            .filter(entries::portfolio_id.eq_any(some))
            .order(reminders::made_at)
            .select((reminders::request_id, reminders::made_at))
            .load(conn)?;
        last.extend(rows);
    }
    Ok(last)
}
