//! What a signature is judged by besides the entry: which of the owner's enrolments the signer sees,
//! and on which programmes the signer was a trainee. The last decides as well who may be asked for something else that
//! nobody in training does.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, programme_versions};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, ProgrammeId};
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Whose, lives};
use crate::features::standing::{is_trainee, trainees_among};

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
    shelf: &Shelf,
    person: &AccountId,
    now: Moment,
) -> Result<Vec<(AccountId, ProgrammeId, Day, Day)>, Fault> {
    let own = std::slice::from_ref(person);
    let lives = lives(conn, Whose::People(own), now)?;
    trainees_among(conn, shelf, own, &lives, now)
}

/// Whether this person is in training today, seen from an enrolment of somebody else's: on its programme, or on any
/// other as long as they train nobody and are no registered staff. Those who keep their CPD here are enrolled too.
// open: a rule asks it about somebody who is to be asked or to sit
pub fn in_training(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &AccountId,
    beside: &EnrolmentId,
    (now, today): (Moment, Day),
) -> Result<bool, Fault> {
    let trained = trained_on(conn, shelf, person, now)?;
    let mut on = trained.iter().filter(|(_, _, from, until)| *from <= today && today <= *until).peekable();
    if on.peek().is_none() {
        return Ok(false);
    }
    let own: ProgrammeId = enrolments::table
        .inner_join(programme_versions::table)
        .filter(enrolments::id.eq(beside))
        .select(programme_versions::programme_id)
        .first(conn)?;
    Ok(on.any(|(_, programme, ..)| *programme == own) || is_trainee(conn, shelf, person, (now, today))?)
}
