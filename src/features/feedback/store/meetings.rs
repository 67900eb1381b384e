//! Records of meetings under an enrolment: a round is released in a meeting, which is chosen there, or named by its day.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, entry_versions, filings, portfolios};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::feedback::MEETING;
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Meeting {
    pub entry: EntryId,
    pub title: String,
    pub day: Day,
}

/// Those from one day to another, both included, that the reader sees and that were written down since an instant; the
/// latest first. What was written before it on the same day was another meeting.
pub fn meetings(
    conn: &mut Conn,
    who: &Sight,
    enrolment: &EnrolmentId,
    (from, until): (Day, Day),
    since: Moment,
) -> Result<Vec<Meeting>, Fault> {
    let owned = portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id);
    let filed = filings::table
        .filter(filings::enrolment_id.eq(enrolment))
        .filter(filings::known_until.is_null())
        .select(filings::entry_id);
    Ok(entries::table
        .inner_join(entry_versions::table)
        .filter(entry_versions::number.eq(1))
        .filter(entry_versions::known_from.ge(since))
        .filter(entries::kind.eq(MEETING))
        .filter(entries::state.ne("withdrawn"))
        .filter(entries::happened_on.between(from, until))
        .filter(entries::id.eq_any(filed))
        .filter(entries::id.eq_any(sight::entries_seen(who)).or(
            entries::portfolio_id.eq_any(owned).and(entries::id.ne_all(sight::entries_closed_to_owner())),
        ))
        .order((entries::happened_on.desc(), entries::number.desc()))
        .select((entries::id, entries::title, entries::happened_on))
        .load(conn)?)
}
