//! What somebody without an account decided and has not confirmed, of many trainees at once.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, filings, statements};
use crate::db::sight::SightOver;
use crate::domain::assessor::Standing;
use crate::domain::erasure::named;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};
use crate::features::standing::figures::Unconfirmed;

/// What was decided without an account and is not confirmed yet. Oldest first; what is filed under several comes
/// several times.
pub fn unconfirmed_of(conn: &mut Conn, over: &SightOver) -> Result<Vec<Unconfirmed>, Fault> {
    type Row = (Moment, EntryId, EnrolmentId, String, Day, String, String);
    let mut rows: Vec<Row> = Vec::new();
    for some in over.portfolios() {
        let read = statements::table
            .inner_join(entries::table.on(entries::id.eq(statements::entry_id)))
            .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
            .filter(statements::standing.eq(Standing::Unconfirmed.as_str()))
            .filter(entries::portfolio_id.eq_any(some))
            .filter(filings::known_until.is_null())
            .select((
                statements::taken_at,
                entries::id,
                filings::enrolment_id,
                entries::title,
                entries::happened_on,
                statements::name,
                statements::verdict,
            ))
            .load::<Row>(conn)?;
        rows.extend(read);
    }
    rows.retain(|row| over.holds(&row.2));
    rows.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)));
    let all = rows.into_iter().map(|(taken, entry, enrolment, title, day, by, verdict)| Unconfirmed {
        enrolment,
        entry,
        title,
        day,
        by: named(by),
        signed: verdict == "signed",
        taken,
    });
    Ok(all.collect())
}
