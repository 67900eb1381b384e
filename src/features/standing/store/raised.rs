//! Acts that *others'* rules read: whose standings they make old, and who brings them up to date.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, enrolments, filings, portfolios, sight, standings};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, VersionId};
use crate::domain::role::System;
use crate::features::programmes;
use crate::features::standing::elsewhere::reads_elsewhere;

/// So many enrolments get a job each; of more, a job takes a slice after the other.
const FEW: usize = 50;
/// Values in one statement.
const MARKED: usize = 1_000;

/// An act that the rules of these enrolments read, but that is in another book: marks them stale in
/// this transaction and queues the refresh.
// open: called inside a granted write
pub fn raise_stale(tx: &mut Tx<'_>, enrolments: &[EnrolmentId]) -> Result<(), Fault> {
    tx.beside_standings()?;
    for some in enrolments.chunks(MARKED) {
        let beside = reading_beside(tx, some)?;
        let raised: Vec<&EnrolmentId> = some.iter().chain(&beside).collect();
        diesel::update(standings::table.filter(standings::enrolment_id.eq_any(raised)))
            .set(standings::stale_no.eq(standings::stale_no + 1))
            .execute(tx.conn())?;
    }
    if enrolments.len() > FEW {
        return tx.later(Job::RefreshDue { after: None });
    }
    // The job of one refreshes all of its person's.
    for id in enrolments {
        tx.later(Job::RefreshStanding { enrolment: id.clone() })?;
    }
    Ok(())
}

/// The same of a thing of the house or of a programme, whoever's rules read it: also of what is being worked out in
/// another book from what it was before.
// open: called inside a granted write
pub fn raise_all(
    tx: &mut Tx<'_>,
    reading: impl FnOnce(&mut Conn) -> Result<Vec<EnrolmentId>, Fault>,
) -> Result<(), Fault> {
    tx.alone_with_standings()?;
    let enrolments = reading(tx.conn())?;
    raise_stale(tx, &enrolments)
}

/// A registration of this person has changed.
// open: called inside a granted write
pub fn raise_registered(tx: &mut Tx<'_>, person: &AccountId) -> Result<(), Fault> {
    raise_all(tx, |conn| enrolments_reading(conn, person))
}

/// The same people's other enrolments whose rules ask where they stand elsewhere.
fn reading_beside(tx: &mut Tx<'_>, enrolments: &[EnrolmentId]) -> Result<Vec<EnrolmentId>, Fault> {
    let portfolios: Vec<PortfolioId> = enrolments::table
        .filter(enrolments::id.eq_any(enrolments))
        .select(enrolments::portfolio_id)
        .load(tx.conn())?;
    let beside: Vec<(EnrolmentId, VersionId)> = enrolments::table
        .filter(enrolments::portfolio_id.eq_any(portfolios))
        .filter(enrolments::id.ne_all(enrolments))
        .select((enrolments::id, enrolments::version_id))
        .load(tx.conn())?;
    let shelf = tx.shelf();
    let mut found = Vec::new();
    for (id, version) in beside {
        if reads_elsewhere(programmes::version(tx.conn(), &shelf, &version)?.as_ref()) {
            found.push(id);
        }
    }
    Ok(found)
}

/// A portfolio that a slice could not refresh: a job of its own tries again, and is shown if it gives up.
pub fn leave_to_jobs(tx: &mut Tx<'_>, portfolio: &PortfolioId, _system: System) -> Result<(), Fault> {
    let first: Option<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .order(enrolments::id)
        .select(enrolments::id)
        .first(tx.conn())
        .optional()?;
    first.map_or(Ok(()), |enrolment| tx.later(Job::RefreshStanding { enrolment }))
}

/// The enrolments whose rules read this person's registrations: those with an entry that the person
/// signed, supervised or owns. (A field that names them is found through the decisions and filings of
/// the same portfolio only where they signed; the nightly refresh finds the rest.)
// open: called inside a granted write
pub fn enrolments_reading(conn: &mut Conn, person: &AccountId) -> Result<Vec<EnrolmentId>, Fault> {
    enrolments_reading_any(conn, std::slice::from_ref(person))
}

/// The same of several people at once.
// open: called inside a granted write
pub fn enrolments_reading_any(conn: &mut Conn, people: &[AccountId]) -> Result<Vec<EnrolmentId>, Fault> {
    let own: Vec<EnrolmentId> = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq_any(people))
        .select(enrolments::id)
        .load(conn)?;
    let signed: Vec<EnrolmentId> = decisions::table
        .inner_join(filings::table.on(filings::entry_id.eq(decisions::entry_id)))
        .filter(decisions::signer_id.eq_any(people))
        .select(filings::enrolment_id)
        .distinct()
        .load(conn)?;
    let overseen: Vec<EnrolmentId> = sight::table
        .filter(sight::viewer_id.eq_any(people))
        .filter(sight::capacity.ne("trainee"))
        .select(sight::enrolment_id)
        .distinct()
        .load(conn)?;
    let all: HashSet<EnrolmentId> = own.into_iter().chain(signed).chain(overseen).collect();
    Ok(all.into_iter().collect())
}
