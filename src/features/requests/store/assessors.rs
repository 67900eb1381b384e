//! Of notices about assessors who are approved by name: whose assessor, and who.

use std::collections::HashMap;

use diesel::prelude::*;

use super::told::names_of;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, approvals, enrolments, nominations, portfolios};
use crate::domain::erasure::named;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, ApprovalId, NominationId};

/// An assessor of a trainee's, or somebody whom they nominated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessorOf {
    pub owner: AccountId,
    pub trainee: String,
    pub assessor: String,
}

// open: for notices, whose readers were told of each
pub(super) fn nominated(
    conn: &mut Conn,
    ids: &[&NominationId],
) -> Result<HashMap<NominationId, AssessorOf>, Fault> {
    type Row = (NominationId, String, AccountId, String);
    let rows: Vec<Row> = nominations::table
        .inner_join(enrolments::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(nominations::id.eq_any(ids.iter().copied()))
        .select((nominations::id, nominations::name, accounts::id, accounts::name))
        .load(conn)?;
    let one = |(id, name, owner, trainee): Row| (id, AssessorOf { owner, trainee, assessor: named(name) });
    Ok(rows.into_iter().map(one).collect())
}

// open: for notices, whose readers were told of each
pub(super) fn approved(
    conn: &mut Conn,
    ids: &[&ApprovalId],
) -> Result<HashMap<ApprovalId, AssessorOf>, Fault> {
    type Row = (ApprovalId, AccountId, AccountId, String);
    let rows: Vec<Row> = approvals::table
        .inner_join(enrolments::table.inner_join(portfolios::table.inner_join(accounts::table)))
        .filter(approvals::id.eq_any(ids.iter().copied()))
        .select((approvals::id, approvals::person_id, accounts::id, accounts::name))
        .load(conn)?;
    let names = names_of(conn, rows.iter().map(|(_, person, ..)| person).collect())?;
    let one = |(id, person, owner, trainee): Row| {
        let assessor = names.get(&person)?.clone();
        Some((id, AssessorOf { owner, trainee, assessor }))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
