//! Until when somebody is in training under an enrolment. Its row says what was set when they were enrolled; an
//! extension, time out, leaving and completing move that, so nobody reads the row's own day for it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::life::{Lived, Whose, as_ruled, lives};
use crate::db::conn::Conn;
use crate::db::schema::{enrolments, portfolios};
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::life::Happening;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, VersionId};
use crate::domain::progress::last_day;
use crate::domain::time::{Day, Moment};
use crate::features::programmes;

/// How many a statement names at once.
const AT_ONCE: usize = 1_000;

/// The last day of training: `ends` as it was set, the last day of an extension, and no later than the day before
/// something ended it.
fn in_training_until(ends: Day, lived: &[Lived]) -> Day {
    let extended = lived.iter().filter(|one| one.happened.what == Happening::Extension);
    let last = extended.filter_map(|one| one.happened.until).max().map_or(ends, |day| day.max(ends));
    let over = lived.iter().filter(|one| one.happened.what.ends()).map(|one| one.happened.day);
    over.min().map_or(last, |day| last.min(day.plus_days(-1)))
}

/// The same of each of these, with what time out and part time have moved of a last day that is the programme's own.
// open: for rules and jobs; pages come through an enrolment in sight
pub fn last_days(
    conn: &mut Conn,
    shelf: &Shelf,
    ids: &[EnrolmentId],
    now: Moment,
) -> Result<HashMap<EnrolmentId, Day>, Fault> {
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = super::among(conn, some)?;
        let lives = lives(conn, Whose::Enrolments(some), now)?;
        for row in rows {
            let lived = lives.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
            let ends = last_day(&version, &as_ruled(&row, &version, lived), now).unwrap_or(row.ends_on);
            found.insert(row.id, in_training_until(ends, lived));
        }
    }
    Ok(found)
}

/// The same of each of these, which stands beside it as it was set. Only what time out or part time may have moved asks
/// for its programme.
// open: for rules and jobs; pages come through an enrolment in sight
pub fn last_days_of(
    conn: &mut Conn,
    shelf: &Shelf,
    set: &[(EnrolmentId, Day)],
    lives: &HashMap<EnrolmentId, Vec<Lived>>,
    now: Moment,
) -> Result<HashMap<EnrolmentId, Day>, Fault> {
    let lived = |id: &EnrolmentId| lives.get(id).map(Vec::as_slice).unwrap_or_default();
    let moves = |one: &Lived| {
        matches!(one.happened.what, Happening::TimeOut | Happening::Return | Happening::Working)
    };
    let moved = set.iter().filter(|(id, _)| lived(id).iter().any(moves)).map(|(id, _)| id.clone());
    let mut found = last_days(conn, shelf, &moved.collect::<Vec<_>>(), now)?;
    for (id, ends) in set {
        found.entry(id.clone()).or_insert_with(|| in_training_until(*ends, lived(id)));
    }
    Ok(found)
}

/// Who is enrolled in a department on the day, each as often as they are, and on which version.
// open: ids; the caller asks whether the department is the asker's
pub fn enrolled_in(
    conn: &mut Conn,
    shelf: &Shelf,
    department: &DepartmentId,
    (now, today): (Moment, Day),
) -> Result<Vec<(AccountId, VersionId)>, Fault> {
    let rows: Vec<(EnrolmentId, AccountId, VersionId, Day)> = enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::department_id.eq(department))
        .filter(enrolments::known_until.is_null())
        .filter(enrolments::started_on.le(today))
        .order(enrolments::id)
        .select((enrolments::id, portfolios::person_id, enrolments::version_id, enrolments::ends_on))
        .load(conn)?;
    let mut found = Vec::new();
    for some in rows.chunks(AT_ONCE) {
        let set: Vec<(EnrolmentId, Day)> = some.iter().map(|(id, .., ends)| (id.clone(), *ends)).collect();
        let ids: Vec<EnrolmentId> = set.iter().map(|(id, _)| id.clone()).collect();
        let lives = lives(conn, Whose::Enrolments(&ids), now)?;
        let last = last_days_of(conn, shelf, &set, &lives, now)?;
        let still = some.iter().filter(|(id, ..)| last.get(id).is_some_and(|last| today <= *last));
        found.extend(still.map(|(_, person, version, _)| (person.clone(), version.clone())));
    }
    Ok(found)
}
