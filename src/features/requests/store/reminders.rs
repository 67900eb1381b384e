//! Reminders as rows, and how often somebody wants a letter.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{digests, reminders};
use crate::db::twins;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::requests::{ChooseRhythm, Remind};
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::domain::waiting::Rhythm;
use crate::features::requests::store::led_with;
use crate::on_both;

/// A request that the asker may remind of, and when anybody did last.
#[derive(Debug, Clone)]
pub struct Reminding {
    pub request: RequestId,
    pub entry: EntryId,
    pub portfolio: PortfolioId,
    pub last: Option<Moment>,
}

/// What waits with a person and the asker asked or leads, the oldest first.
pub fn remindable(
    conn: &mut Conn,
    who: &Sight,
    person: &AccountId,
    only: &[RequestId],
) -> Result<Vec<Reminding>, Fault> {
    let waiting = led_with(conn, who, person, only)?;
    let ids: Vec<&RequestId> = waiting.iter().map(|(id, ..)| id).collect();
    let mut last: HashMap<RequestId, Moment> = HashMap::new();
    for some in ids.chunks(1_000) {
        let rows: Vec<(RequestId, Moment)> = reminders::table
            .filter(reminders::request_id.eq_any(some.iter().copied()))
            .filter(reminders::to_id.eq(person))
            .order(reminders::made_at)
            .select((reminders::request_id, reminders::made_at))
            .load(conn)?;
        last.extend(rows);
    }
    Ok(waiting
        .into_iter()
        .map(|(request, entry, portfolio)| Reminding {
            last: last.get(&request).copied(),
            request,
            entry,
            portfolio,
        })
        .collect())
}

/// Writes the reminders that were granted; the next digest of whoever is reminded folds them into one letter.
pub fn keep_reminders(tx: &mut Tx<'_>, grant: &Grant<Remind>, to: &AccountId) -> Result<(), Fault> {
    let (by, now) = (grant.account().cloned(), tx.now());
    for request in &grant.act().requests {
        let id: String = tx.new_id();
        diesel::insert_into(reminders::table)
            .values((
                reminders::id.eq(&id),
                reminders::request_id.eq(request),
                reminders::to_id.eq(to),
                reminders::made_by.eq(&by),
                reminders::made_at.eq(now),
            ))
            .execute(tx.conn())?;
        let what = Notice::Reminded { request: request.clone(), by: by.clone() };
        twins::put(tx.conn(), &id, to, &what, now)?;
    }
    Ok(())
}

/// How often this person wants a letter of what is new.
pub fn rhythm(conn: &mut Conn, who: &Sight) -> Result<Rhythm, Fault> {
    let word: Option<String> =
        digests::table.find(who.viewer()).select(digests::rhythm).first(conn).optional()?;
    word.map_or(Ok(Rhythm::Daily), |word| word.parse().map_err(Fault::broken))
}

pub fn choose_rhythm(tx: &mut Tx<'_>, grant: &Grant<ChooseRhythm>, rhythm: Rhythm) -> Result<(), Fault> {
    let me = grant.account().ok_or_else(|| Fault::broken("a person chooses for themselves"))?;
    on_both!(tx.conn(), |c| diesel::insert_into(digests::table)
        .values((digests::account_id.eq(me), digests::rhythm.eq(rhythm.as_str())))
        .on_conflict(digests::account_id)
        .do_update()
        .set(digests::rhythm.eq(rhythm.as_str()))
        .execute(c))?;
    Ok(())
}
