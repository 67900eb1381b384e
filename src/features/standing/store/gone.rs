//! Requests that wait with somebody who can decide on them no more: the account is closed, or no appointment over the
//! trainee is left within whose time after its end one may still decide.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, filings, sight as sight_view};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::DECIDE_AFTER_END_DAYS;
use crate::domain::time::Day;
use crate::features::standing::figures::Waits;

/// Which of these. What is filed nowhere waits as it is.
// open: about requests that the caller has
pub fn gone(
    conn: &mut Conn,
    waiting: &[(RequestId, EntryId, AccountId)],
    today: Day,
) -> Result<BTreeSet<RequestId>, Fault> {
    let mut found = BTreeSet::new();
    for some in waiting.chunks(1_000) {
        let people: BTreeSet<&AccountId> = some.iter().map(|(.., asked)| asked).collect();
        let people: Vec<&AccountId> = people.into_iter().collect();
        let closed: Vec<AccountId> = accounts::table
            .filter(accounts::id.eq_any(people.iter().copied()))
            .filter(accounts::closed_at.is_not_null())
            .select(accounts::id)
            .load(conn)?;
        let filed: Vec<(EntryId, EnrolmentId)> = filings::table
            .filter(filings::entry_id.eq_any(some.iter().map(|(_, entry, _)| entry)))
            .filter(filings::known_until.is_null())
            .select((filings::entry_id, filings::enrolment_id))
            .load(conn)?;
        let mut under: HashMap<EntryId, Vec<EnrolmentId>> = HashMap::new();
        for (entry, enrolment) in filed {
            under.entry(entry).or_default().push(enrolment);
        }
        let with = some.iter().map(|(request, entry, asked)| With {
            request: request.clone(),
            asked: asked.clone(),
            closed: closed.contains(asked),
            under: under.get(entry).cloned().unwrap_or_default(),
        });
        found.extend(gone_of(conn, &with.collect::<Vec<_>>(), today)?);
    }
    Ok(found)
}

/// With whom a request waits, whether their account is closed, and under which enrolments.
#[derive(Debug, Clone)]
pub(super) struct With {
    pub request: RequestId,
    pub asked: AccountId,
    pub closed: bool,
    pub under: Vec<EnrolmentId>,
}

/// The same, in one statement.
pub(super) fn gone_of(conn: &mut Conn, waiting: &[With], today: Day) -> Result<BTreeSet<RequestId>, Fault> {
    let people: BTreeSet<&AccountId> = waiting.iter().map(|one| &one.asked).collect();
    let enrolments: BTreeSet<&EnrolmentId> = waiting.iter().flat_map(|one| &one.under).collect();
    let held: Vec<(AccountId, EnrolmentId)> = sight_view::table
        .filter(sight_view::viewer_id.eq_any(people))
        .filter(sight_view::enrolment_id.eq_any(enrolments))
        .filter(sight_view::until_day.ge(today.plus_days(-DECIDE_AFTER_END_DAYS)))
        .select((sight_view::viewer_id, sight_view::enrolment_id))
        .distinct()
        .load(conn)?;
    let held: BTreeSet<(AccountId, EnrolmentId)> = held.into_iter().collect();
    let is_gone = |one: &&With| {
        let holds = |enrolment: &EnrolmentId| held.contains(&(one.asked.clone(), enrolment.clone()));
        one.closed || (!one.under.is_empty() && !one.under.iter().any(holds))
    };
    Ok(waiting.iter().filter(is_gone).map(|one| one.request.clone()).collect())
}

/// Of what waits under somebody's enrolments.
// open: about requests that the caller has
pub fn gone_among(conn: &mut Conn, waits: &[Waits], today: Day) -> Result<BTreeSet<RequestId>, Fault> {
    let each: BTreeSet<(RequestId, EntryId, AccountId)> =
        waits.iter().map(|one| (one.request.clone(), one.entry.clone(), one.asked.clone())).collect();
    gone(conn, &each.into_iter().collect::<Vec<_>>(), today)
}
