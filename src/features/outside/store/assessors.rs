//! Who signed without an account for the trainees of a lead, and what they stated of themselves.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, decisions, filings, statements};
use crate::db::sight::enrolments_held;
use crate::domain::assessor::Identity;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::role::{Capacity, Sight};

/// Somebody who signed as an assessor, with everything that they ever stated of themselves, the newest first.
#[derive(Debug, Clone)]
pub struct Assessor {
    pub person: AccountId,
    pub name: String,
    pub stated: Vec<Identity>,
}

/// By name.
pub fn assessors(conn: &mut Conn, who: &Sight) -> Result<Vec<Assessor>, Fault> {
    type Row = (AccountId, String, (String, String, String, String, String));
    let rows: Vec<Row> = statements::table
        .inner_join(decisions::table.on(decisions::id.nullable().eq(statements::decision_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .inner_join(filings::table.on(filings::entry_id.eq(statements::entry_id)))
        .filter(decisions::capacity.eq(Capacity::Assessor.as_str()))
        .filter(filings::enrolment_id.eq_any(enrolments_held(who, "lead")))
        .order((accounts::name, accounts::id, statements::taken_at.desc(), statements::id.desc()))
        .select((
            accounts::id,
            accounts::name,
            (statements::name, statements::post, statements::body, statements::number, statements::address),
        ))
        .load(conn)?;
    let mut all: Vec<Assessor> = Vec::new();
    for (person, account, (name, post, body, number, address)) in rows {
        let identity = Identity { name, post, body, number, address };
        match all.last_mut().filter(|last| last.person == person) {
            Some(last) if last.stated.contains(&identity) => {}
            Some(last) => last.stated.push(identity),
            None => all.push(Assessor { person, name: account, stated: vec![identity] }),
        }
    }
    Ok(all)
}

/// One of them; somebody who signed for nobody whom the lead leads is not there.
pub fn assessor(conn: &mut Conn, who: &Sight, person: &AccountId) -> Result<Assessor, Fault> {
    assessors(conn, who)?.into_iter().find(|one| one.person == *person).ok_or(Fault::NotFound)
}
