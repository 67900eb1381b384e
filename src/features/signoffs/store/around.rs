//! What a signature is judged by besides the entry: which of the owner's enrolments the signer sees,
//! and on which programmes the signer was a trainee.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, portfolios, programme_versions};
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, ProgrammeId};
use crate::domain::role::Sight;
use crate::domain::time::Day;

pub fn enrolments_in_sight(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
) -> Result<HashSet<EnrolmentId>, Fault> {
    let rows: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(enrolments::id.eq_any(sight::enrolments_seen(who)))
        .select(enrolments::id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Programmes on which this person was a trainee, from and until.
// open: the signer's own
pub fn trained_on(
    conn: &mut Conn,
    person: &AccountId,
) -> Result<Vec<(AccountId, ProgrammeId, Day, Day)>, Fault> {
    let rows: Vec<(ProgrammeId, Day, Day)> = enrolments::table
        .inner_join(portfolios::table)
        .inner_join(programme_versions::table)
        .filter(portfolios::person_id.eq(person))
        .filter(enrolments::known_until.is_null())
        .select((programme_versions::programme_id, enrolments::started_on, enrolments::ends_on))
        .load(conn)?;
    Ok(rows.into_iter().map(|(programme, from, until)| (person.clone(), programme, from, until)).collect())
}
