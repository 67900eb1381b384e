//! The rows of this room, each with the columns that its commitment covers.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::assessor::Mailbox;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::time::{Day, Moment};
use crate::features::outside;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = nominations)]
pub struct NominationRow {
    pub id: NominationId,
    pub enrolment_id: EnrolmentId,
    pub name: String,
    pub address: String,
    pub post: String,
    pub section: String,
    pub from_day: Day,
    pub until_day: Day,
    pub nominated_by: AccountId,
    pub known_from: Moment,
}

impl Committed for NominationRow {
    fn place(&self) -> String {
        format!("nominations/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.enrolment_id.to_string(),
            self.name.clone(),
            self.address.clone(),
            self.post.clone(),
            self.section.clone(),
            self.from_day.iso(),
            self.until_day.iso(),
            self.nominated_by.to_string(),
            self.known_from.to_string(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = nomination_answers)]
pub struct AnswerRow {
    pub nomination_id: NominationId,
    pub answer: String,
    pub reason: String,
    pub answered_by: AccountId,
    pub known_from: Moment,
}

impl Committed for AnswerRow {
    fn place(&self) -> String {
        format!("nomination_answers/{}", self.nomination_id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.nomination_id.to_string(),
            self.answer.clone(),
            self.reason.clone(),
            self.answered_by.to_string(),
            self.known_from.to_string(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = approvals)]
pub struct ApprovalRow {
    pub id: ApprovalId,
    pub enrolment_id: EnrolmentId,
    pub person_id: AccountId,
    pub section: String,
    pub from_day: Day,
    pub until_day: Day,
    pub nomination_id: Option<NominationId>,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for ApprovalRow {
    fn place(&self) -> String {
        format!("approvals/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.enrolment_id.to_string(),
            self.person_id.to_string(),
            self.section.clone(),
            self.from_day.iso(),
            self.until_day.iso(),
            self.nomination_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// Every row of the house's book, for `perfolio verify`.
// open: verification compares hashes
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let asked: Vec<NominationRow> = nominations::table.order(nominations::id).load(conn)?;
    let said: Vec<AnswerRow> =
        nomination_answers::table.order(nomination_answers::nomination_id).load(conn)?;
    let made: Vec<ApprovalRow> = approvals::table.order(approvals::id).load(conn)?;
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    all.extend(asked.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(said.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    all.extend(made.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    Ok(all)
}

/// Of somebody who is erased: whom they nominated and what was answered, and where others nominated them, at whichever of
/// their addresses: so before these go. Ids and days
/// stay, since signatures were judged by them.
pub fn erase_words(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let act = grant.act();
    let own: Vec<NominationId> = nominations::table
        .inner_join(enrolments::table)
        .filter(enrolments::portfolio_id.eq(&act.portfolio))
        .select(nominations::id)
        .load(tx.conn())?;
    let about: Vec<Option<NominationId>> = approvals::table
        .filter(approvals::person_id.eq(&act.person))
        .filter(approvals::nomination_id.is_not_null())
        .select(approvals::nomination_id)
        .load(tx.conn())?;
    let addresses = outside::mailboxes_of(tx.conn(), &act.person)?;
    let rows: Vec<NominationRow> = nominations::table.order(nominations::id).load(tx.conn())?;
    for row in rows {
        let theirs = about.iter().flatten().any(|id| *id == row.id)
            || addresses.contains(&Mailbox::folded(&row.address.to_lowercase()));
        if row.address.is_empty() || !(theirs || own.contains(&row.id)) {
            continue;
        }
        let nothing = String::new;
        let row = NominationRow { name: nothing(), address: nothing(), post: nothing(), ..row };
        diesel::update(nominations::table.find(&row.id))
            .set((nominations::name.eq(""), nominations::address.eq(""), nominations::post.eq("")))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
        let said: Option<AnswerRow> = nomination_answers::table.find(&row.id).first(tx.conn()).optional()?;
        if let Some(said) = said.filter(|said| !said.reason.is_empty()) {
            let said = AnswerRow { reason: nothing(), ..said };
            diesel::update(nomination_answers::table.find(&row.id))
                .set(nomination_answers::reason.eq(""))
                .execute(tx.conn())?;
            tx.vouch(BookId::house(), &said);
        }
    }
    Ok(())
}
