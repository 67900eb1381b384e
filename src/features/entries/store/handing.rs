//! A request that waits with somebody else from now on. It stays the same request: what was asked, on which
//! version, by whom and when, and so its place in every queue. Who had it before is a row of its own.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, handovers, reminders, requests};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::requests::HandOver;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::entries::store::asking::tell_or_deputy;
use crate::features::entries::store::committed::vouch_request;

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

/// Gives the request to whom the grant says; both sides and the trainee are told, whoever does it himself is not. For
/// somebody who is away their deputy is.
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
    tx.vouch(portfolio.clone(), &row);
    let owner = owner(tx.conn(), &portfolio)?;
    if row.to != row.made_by {
        let what = Notice::HandedOver { handover: row.id.clone() };
        tell_or_deputy(tx, &row.to, what, (&row.id, row.known_from))?;
    }
    let told = [
        (&row.from, Notice::HandedOn { handover: row.id.clone() }),
        (&owner, Notice::HandedOn { handover: row.id.clone() }),
    ];
    for (to, what) in told {
        if *to != row.made_by {
            tx.later(Job::Tell { to: to.clone(), what })?;
        }
    }
    Ok(row)
}

fn owner(conn: &mut Conn, portfolio: &PortfolioId) -> Result<AccountId, Fault> {
    use crate::db::schema::portfolios;
    Ok(portfolios::table.find(portfolio).select(portfolios::person_id).first(conn)?)
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
