//! What a signature is judged by besides the entry: which of the owner's enrolments the signer sees,
//! and on which programmes the signer was a trainee.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::enrolments;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, ProgrammeId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Whose, lives};
use crate::features::standing::trainees_among;

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
    now: Moment,
) -> Result<Vec<(AccountId, ProgrammeId, Day, Day)>, Fault> {
    let own = std::slice::from_ref(person);
    let lives = lives(conn, Whose::People(own), now)?;
    trainees_among(conn, own, &lives)
}
