//! Approvals that end soon, and of which of them it was told.

use diesel::prelude::*;

use super::rows::ApprovalRow;
use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::last_days;
use crate::features::standing::{Turns, turns};
use crate::on_both;

/// An approval of which nobody was told yet that it ends.
pub struct Ending {
    pub approval: ApprovalId,
    pub enrolment: EnrolmentId,
    pub trainee: AccountId,
}

/// Those whose last day is between these, both included, and before that of the training as it is known now; without
/// those that another approval goes on for from the next day at the latest, and those that stand for nothing any more.
pub fn ending(
    conn: &mut Conn,
    shelf: &Shelf,
    (from, until): (Day, Day),
    now: Moment,
    _: System,
) -> Result<Vec<Ending>, Fault> {
    let rows: Vec<(ApprovalRow, AccountId)> = approvals::table
        .inner_join(enrolments::table.inner_join(portfolios::table))
        .left_join(approval_reminders::table.on(approval_reminders::approval_id.eq(approvals::id)))
        .filter(approval_reminders::approval_id.is_null())
        .filter(approvals::known_until.is_null())
        .filter(approvals::until_day.between(from, until))
        .filter(enrolments::known_until.is_null())
        .order((approvals::until_day, approvals::id))
        .select((approvals::all_columns, portfolios::person_id))
        .load(conn)?;
    let under: Vec<EnrolmentId> = rows.iter().map(|(row, _)| row.enrolment_id.clone()).collect();
    let last = last_days(conn, shelf, &under, now)?;
    let too_early = |row: &ApprovalRow| last.get(&row.enrolment_id).is_some_and(|last| row.until_day < *last);
    let mut all = Vec::new();
    for (row, trainee) in rows.into_iter().filter(|(row, _)| too_early(row)) {
        let later: Vec<ApprovalRow> = approvals::table
            .filter(approvals::enrolment_id.eq(&row.enrolment_id))
            .filter(approvals::person_id.eq(&row.person_id))
            .filter(approvals::known_until.is_null())
            .filter(approvals::until_day.gt(row.until_day))
            .filter(approvals::from_day.le(row.until_day.plus_days(1)))
            .load(conn)?;
        let turns = turns(conn, &[&row.enrolment_id], now)?;
        let own = sections(conn, shelf, &turns, &row)?;
        let mut goes_on = own.as_ref().is_some_and(Vec::is_empty);
        for one in later {
            let other = sections(conn, shelf, &turns, &one)?;
            goes_on |= match (&own, other) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(own), Some(other)) => own.iter().all(|code| other.contains(code)),
            };
        }
        if !goes_on {
            all.push(Ending { approval: row.id, enrolment: row.enrolment_id, trainee });
        }
    }
    Ok(all)
}

fn sections(
    conn: &mut Conn,
    shelf: &Shelf,
    turns: &Turns,
    row: &ApprovalRow,
) -> Result<Option<Vec<String>>, Fault> {
    turns.sections(conn, shelf, &row.enrolment_id, (&row.section, row.known_from))
}

/// Writes down that it is told; false where it was told already.
pub fn claim_reminder(tx: &mut Tx<'_>, id: &ApprovalId, _: System) -> Result<bool, Fault> {
    told(tx, id)
}

/// Nobody is told of this one's end any more; false where that was so already.
pub(super) fn told(tx: &mut Tx<'_>, id: &ApprovalId) -> Result<bool, Fault> {
    let row = (approval_reminders::approval_id.eq(id), approval_reminders::told_at.eq(tx.now()));
    // Rounds of two nodes may overlap.
    let new = on_both!(tx.conn(), |c| diesel::insert_into(approval_reminders::table)
        .values(row)
        .on_conflict(approval_reminders::approval_id)
        .do_nothing()
        .execute(c))?;
    Ok(new == 1)
}
