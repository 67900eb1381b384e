//! A request that waits with somebody else from now on. It stays the same request: what was asked, on which
//! version, by whom and when, and so its place in every queue. Who had it before is a row of its own.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, handovers, reminders, requests};
use crate::db::tx::Tx;
use crate::db::{sight, twins};
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::requests::HandOver;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::entries::store::committed::vouch_request;
use crate::features::people;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct HandoverRow {
    pub id: HandoverId,
    pub request: RequestId,
    pub from: AccountId,
    pub to: AccountId,
    pub made_by: AccountId,
    pub known_from: Moment,
}

impl Committed for HandoverRow {
    fn place(&self) -> String {
        format!("handovers/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.request.to_string(),
            self.from.to_string(),
            self.to.to_string(),
            self.made_by.to_string(),
            self.known_from.to_string(),
        ]
    }
}

/// Gives the request to whom the grant says. Nobody is told of it yet: `tell_handed`.
pub fn hand_over(tx: &mut Tx<'_>, grant: &Grant<HandOver>) -> Result<HandoverRow, Fault> {
    let made_by = grant.account().cloned().ok_or_else(|| Fault::broken("a person hands a request over"))?;
    let act = grant.act();
    let (from, portfolio): (AccountId, PortfolioId) = requests::table
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .filter(requests::id.eq(&act.request))
        .filter(requests::closed_at.is_null())
        .select((requests::asked_id, entries::portfolio_id))
        .first(tx.conn())?;
    let row = HandoverRow {
        id: tx.new_id(),
        request: act.request.clone(),
        from,
        to: act.to.clone(),
        made_by,
        known_from: tx.now(),
    };
    diesel::insert_into(handovers::table)
        .values((
            handovers::id.eq(&row.id),
            handovers::request_id.eq(&row.request),
            handovers::from_id.eq(&row.from),
            handovers::to_id.eq(&row.to),
            handovers::made_by.eq(&row.made_by),
            handovers::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    diesel::update(requests::table.find(&row.request))
        .set(requests::asked_id.eq(&row.to))
        .execute(tx.conn())?;
    vouch_request(tx, &row.request)?;
    tx.vouch(portfolio, &row);
    Ok(row)
}

/// Tells both sides and the trainees of what was handed over in one act, each of it in the app and all of it to one person
/// in one letter; whoever did it himself is not told. For somebody who is away their deputy is. `all`: with their trainees, where
/// they know of it.
// open: called inside a granted write
pub fn tell_handed(tx: &mut Tx<'_>, all: &[(HandoverRow, Option<AccountId>)]) -> Result<(), Fault> {
    let today = tx.now().day_in(DEFAULT_ZONE);
    let takers: BTreeSet<AccountId> = all.iter().map(|(row, _)| row.to.clone()).collect();
    let takers: Vec<AccountId> = takers.into_iter().collect();
    let away = people::away_on(tx.conn(), Some(&takers), today)?;
    // By whom is told, and whether it waits with them now.
    let mut letters: BTreeMap<(AccountId, bool), Vec<HandoverId>> = BTreeMap::new();
    for (row, owner) in all {
        if row.to != row.made_by {
            let deputy = away.get(&row.to).and_then(|away| away.deputy.as_ref()).map(|(id, _)| id);
            if deputy.is_some() {
                let what = Notice::HandedOver { handover: row.id.clone() };
                twins::put(tx.conn(), format!("{}-asked", row.id), &row.to, &what, row.known_from)?;
            }
            let to = deputy.unwrap_or(&row.to).clone();
            letters.entry((to, true)).or_default().push(row.id.clone());
        }
        for to in std::iter::once(&row.from).chain(owner).filter(|to| **to != row.made_by) {
            letters.entry((to.clone(), false)).or_default().push(row.id.clone());
        }
    }
    for ((to, here), handovers) in letters {
        let one = |handover: HandoverId| match here {
            true => Notice::HandedOver { handover },
            false => Notice::HandedOn { handover },
        };
        if let [only] = handovers.as_slice() {
            tx.later(Job::Tell { to, what: one(only.clone()) })?;
            continue;
        }
        for handover in &handovers {
            let (id, now): (JobId, _) = (tx.new_id(), tx.now());
            twins::put(tx.conn(), id, &to, &one(handover.clone()), now)?;
        }
        tx.later(Job::Tell { to, what: Notice::HandedTogether { handovers, here } })?;
    }
    Ok(())
}

/// From whom to whom the requests about an entry went, and by whom and when; the oldest first.
// open: reached through an entry in sight
pub fn handed(conn: &mut Conn, entry: &EntryId) -> Result<Vec<(String, String, String, Moment)>, Fault> {
    let rows: Vec<HandoverRow> = handovers::table
        .inner_join(requests::table.on(requests::id.eq(handovers::request_id)))
        .filter(requests::entry_id.eq(entry))
        .order((handovers::known_from, handovers::id))
        .select(handovers::all_columns)
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<&AccountId> = rows.iter().flat_map(|row| [&row.from, &row.to, &row.made_by]).collect();
    let names: std::collections::HashMap<AccountId, String> = accounts::table
        .filter(accounts::id.eq_any(people))
        .select((accounts::id, accounts::name))
        .load::<(AccountId, String)>(conn)?
        .into_iter()
        .collect();
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    Ok(rows.iter().map(|row| (name(&row.from), name(&row.to), name(&row.made_by), row.known_from)).collect())
}

/// When whom a request waits with was reminded of it last, and by whom; nobody is the house.
pub fn reminded_last(
    conn: &mut Conn,
    _: &Sight,
    request: &RequestId,
) -> Result<Option<(Moment, Option<String>)>, Fault> {
    Ok(reminders::table
        .inner_join(requests::table.on(requests::id.eq(reminders::request_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(reminders::made_by)))
        .filter(reminders::request_id.eq(request))
        .filter(reminders::to_id.eq(requests::asked_id))
        .order((reminders::made_at.desc(), reminders::id.desc()))
        .select((reminders::made_at, accounts::name.nullable()))
        .first(conn)
        .optional()?)
}

/// Whether the person leads any of these enrolments today.
pub fn leads_any(conn: &mut Conn, who: &Sight, enrolments: &[EnrolmentId]) -> Result<bool, Fault> {
    use crate::db::schema::enrolments as rows;
    let led: i64 = rows::table
        .filter(rows::id.eq_any(enrolments))
        .filter(rows::id.eq_any(sight::enrolments_held(who, "lead")))
        .count()
        .get_result(conn)?;
    Ok(led > 0)
}

/// The handovers of one portfolio, as they are now.
// open: verification compares hashes
pub fn handover_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<HandoverRow> = handovers::table
        .inner_join(requests::table.on(requests::id.eq(handovers::request_id)))
        .inner_join(entries::table.on(entries::id.eq(requests::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(handovers::id)
        .select(handovers::all_columns)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
