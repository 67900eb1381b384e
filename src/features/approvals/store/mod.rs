//! Nominations, what became of them, and approvals, as rows of the house's book.

mod ending;
mod listed;
mod rows;

pub use ending::{claim_reminder, ending};
pub use listed::{
    Listed, Shown, Told, approval, approvals_led, approvals_of, holds, nomination, nominations_led,
    nominations_of, told_of_approval, told_of_nomination,
};
pub use rows::{AnswerRow, ApprovalRow, NominationRow, committed_of_house, erase_words};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::approval::{Answer, REMIND_DAYS};
use crate::domain::assessor::Mailbox;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::approvals::{Approve, Decline, EndApproval, Nominate, TakeBackNomination};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

fn by<A>(grant: &Grant<A>) -> Result<AccountId, Fault> {
    grant.account().cloned().ok_or_else(|| Fault::broken("only people nominate and approve"))
}

/// Whom, for what, from and until.
pub struct NewNomination {
    pub name: String,
    pub address: EmailAddress,
    pub post: String,
    pub section: String,
    pub from: Day,
    pub until: Day,
}

pub fn nominate(
    tx: &mut Tx<'_>,
    grant: &Grant<Nominate>,
    new: NewNomination,
) -> Result<NominationRow, Fault> {
    let row = NominationRow {
        id: tx.new_id(),
        enrolment_id: grant.act().enrolment.clone(),
        name: new.name,
        address: new.address.as_str().to_owned(),
        post: new.post,
        section: new.section,
        from_day: new.from,
        until_day: new.until,
        nominated_by: by(grant)?,
        known_from: tx.now(),
    };
    diesel::insert_into(nominations::table).values(&row).execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

pub fn take_back(tx: &mut Tx<'_>, grant: &Grant<TakeBackNomination>) -> Result<(), Fault> {
    let by = by(grant)?;
    answer(tx, &grant.act().nomination, (Answer::TakenBack, String::new()), by)
}

/// With the reason as the trainee reads it.
pub fn decline(tx: &mut Tx<'_>, grant: &Grant<Decline>, reason: String) -> Result<(), Fault> {
    let by = by(grant)?;
    answer(tx, &grant.act().nomination, (Answer::NotApproved, reason), by)
}

fn answer(
    tx: &mut Tx<'_>,
    nomination: &NominationId,
    (answer, reason): (Answer, String),
    answered_by: AccountId,
) -> Result<(), Fault> {
    let row = AnswerRow {
        nomination_id: nomination.clone(),
        answer: answer.as_str().to_owned(),
        reason,
        answered_by,
        known_from: tx.now(),
    };
    diesel::insert_into(nomination_answers::table).values(&row).execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// Whom, for which section, from and until.
pub struct NewApproval {
    pub person: AccountId,
    pub section: String,
    pub from: Day,
    pub until: Day,
    pub nomination: Option<NominationId>,
}

pub fn approve(tx: &mut Tx<'_>, grant: &Grant<Approve>, new: NewApproval) -> Result<ApprovalRow, Fault> {
    let row = ApprovalRow {
        id: tx.new_id(),
        enrolment_id: grant.act().enrolment.clone(),
        person_id: new.person,
        section: new.section,
        from_day: new.from,
        until_day: new.until,
        nomination_id: new.nomination,
        made_by: by(grant)?,
        known_from: tx.now(),
        known_until: None,
    };
    insert(tx, &row)?;
    if let Some(nomination) = &row.nomination_id {
        answer(tx, nomination, (Answer::Approved, String::new()), row.made_by.clone())?;
    }
    Ok(row)
}

fn insert(tx: &mut Tx<'_>, row: &ApprovalRow) -> Result<(), Fault> {
    diesel::insert_into(approvals::table).values(row).execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// Closes the row and opens another with the last day in it, so that "as at a past day" stays true; a last day before
/// the first takes the approval back altogether.
///
/// After a move to another version the new row names the section in which the old one went on: one row for each; none where
/// it stood for nothing any more. Gives the first of them.
pub fn end(
    tx: &mut Tx<'_>,
    grant: &Grant<EndApproval>,
    (old, sections): (ApprovalRow, Option<Vec<String>>),
    last: Day,
) -> Result<Option<ApprovalId>, Fault> {
    let now: Moment = tx.now();
    if old.id != grant.act().approval {
        return Err(Fault::NotFound);
    }
    diesel::update(approvals::table.find(&old.id).filter(approvals::known_until.is_null()))
        .set(approvals::known_until.eq(now))
        .execute(tx.conn())?;
    let old = ApprovalRow { known_until: Some(now), ..old };
    tx.vouch(BookId::house(), &old);
    let sections = sections.unwrap_or_else(|| vec![String::new()]);
    let mut goes_on = None;
    for section in sections.into_iter().filter(|_| last >= old.from_day) {
        let new = ApprovalRow {
            id: tx.new_id(),
            section,
            until_day: last,
            made_by: by(grant)?,
            known_from: now,
            known_until: None,
            ..old.clone()
        };
        insert(tx, &new)?;
        // The trainee is told of the end that is set: days later they are not reminded of the same.
        if last <= now.day_in(DEFAULT_ZONE).plus_days(REMIND_DAYS) {
            ending::told(tx, &new.id)?;
        }
        goes_on = goes_on.or(Some(new.id));
    }
    Ok(goes_on)
}

/// The enrolment that a nomination is about.
// open: for the names of its programme, which are public
pub fn nominated_under(conn: &mut Conn, id: &NominationId) -> Result<EnrolmentId, Fault> {
    Ok(nominations::table.find(id).select(nominations::enrolment_id).first(conn)?)
}

/// The same of an approval.
// open: for the names of its programme, which are public
pub fn approved_under(conn: &mut Conn, id: &ApprovalId) -> Result<EnrolmentId, Fault> {
    Ok(approvals::table.find(id).select(approvals::enrolment_id).first(conn)?)
}

/// Nominations of this enrolment that wait: whose mailbox, and for which section.
// open: for a rule
pub fn waiting(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Vec<(Mailbox, String)>, Fault> {
    let rows: Vec<(String, String)> = nominations::table
        .left_join(nomination_answers::table)
        .filter(nominations::enrolment_id.eq(enrolment))
        .filter(nomination_answers::nomination_id.is_null())
        .order(nominations::id)
        .select((nominations::address, nominations::section))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(address, section)| (Mailbox::folded(&address.to_lowercase()), section))
        .collect())
}

/// Programmes on which this person is in training today, with the version of each.
// open: for a rule about somebody who would be an assessor
pub fn training(
    conn: &mut Conn,
    among: &[(AccountId, ProgrammeId, Day, Day)],
    person: &AccountId,
    today: Day,
) -> Result<Vec<(ProgrammeId, VersionId)>, Fault> {
    let on: Vec<&ProgrammeId> = among
        .iter()
        .filter(|(one, _, from, until)| one == person && *from <= today && today <= *until)
        .map(|(_, programme, ..)| programme)
        .collect();
    Ok(enrolments::table
        .inner_join(portfolios::table)
        .inner_join(programme_versions::table)
        .filter(portfolios::person_id.eq(person))
        .filter(enrolments::known_until.is_null())
        .filter(programme_versions::programme_id.eq_any(on))
        .order(enrolments::id)
        .select((programme_versions::programme_id, enrolments::version_id))
        .load(conn)?)
}

/// The programme of an enrolment.
// open: for a rule
pub fn programme_of(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<ProgrammeId, Fault> {
    Ok(enrolments::table
        .inner_join(programme_versions::table)
        .filter(enrolments::id.eq(enrolment))
        .select(programme_versions::programme_id)
        .first(conn)?)
}
