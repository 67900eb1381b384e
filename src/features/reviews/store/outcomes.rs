//! What a review decided, what it asks for, and what was said of it.

use diesel::prelude::*;

use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, review_conditions, review_outcomes, review_replies};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, cover_prose, prose_commitment};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::{AnswerObjection, Conclude, ReplyTo};
use crate::domain::review::Reply;
use crate::domain::time::{Day, Moment};

/// The prose of each of these rows, in its salts.
pub const WORDS: &str = "words";

fn said(words: &str, salts: &str) -> String {
    let covers: Covers = serde_json::from_str(salts).unwrap_or_default();
    prose_commitment(WORDS, words, &covers)
}

fn salted(tx: &Tx<'_>) -> Result<String, Fault> {
    serde_json::to_string(&cover_prose(&[WORDS], || tx.secret())).map_err(Fault::broken)
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_outcomes)]
pub struct OutcomeRow {
    pub id: OutcomeId,
    pub review_id: ReviewId,
    pub pack_id: PackId,
    /// A choice of the form of reviews, and its name then.
    pub outcome: String,
    pub label: String,
    pub satisfactory: bool,
    pub words: String,
    pub salts: String,
    pub next_on: Option<Day>,
    pub capacity: String,
    pub recorded_by: AccountId,
    pub known_from: Moment,
    /// The entry that a lead made of it.
    pub entry_id: Option<EntryId>,
}

impl Committed for OutcomeRow {
    fn place(&self) -> String {
        format!("review_outcomes/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.review_id.to_string(),
            self.pack_id.to_string(),
            self.outcome.clone(),
            self.label.clone(),
            self.satisfactory.to_string(),
            said(&self.words, &self.salts),
            self.next_on.map(Day::iso).unwrap_or_default(),
            self.capacity.clone(),
            self.recorded_by.to_string(),
            self.known_from.to_string(),
            self.entry_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_conditions)]
pub struct ConditionRow {
    pub id: ConditionId,
    pub outcome_id: OutcomeId,
    pub position: i32,
    pub words: String,
    pub salts: String,
    pub due: Day,
    pub goal_id: Option<EntryId>,
}

impl Committed for ConditionRow {
    fn place(&self) -> String {
        format!("review_conditions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.outcome_id.to_string(),
            self.position.to_string(),
            said(&self.words, &self.salts),
            self.due.iso(),
            self.goal_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_replies)]
pub struct ReplyRow {
    pub id: ReviewReplyId,
    pub outcome_id: OutcomeId,
    pub what: String,
    pub made_by: AccountId,
    pub words: String,
    pub salts: String,
    pub known_from: Moment,
}

impl ReplyRow {
    pub fn what(&self) -> Result<Reply, Fault> {
        self.what.parse().map_err(Fault::broken)
    }
}

impl Committed for ReplyRow {
    fn place(&self) -> String {
        format!("review_replies/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.outcome_id.to_string(),
            self.what.clone(),
            self.made_by.to_string(),
            said(&self.words, &self.salts),
            self.known_from.to_string(),
        ]
    }
}

/// An outcome with everything about it.
#[derive(Debug, Clone)]
pub struct OutcomeShown {
    pub row: OutcomeRow,
    pub by: String,
    pub conditions: Vec<ConditionRow>,
    /// In the order in which they were said, with who said it.
    pub replies: Vec<(ReplyRow, String)>,
}

/// Every outcome of a review, the one that holds last.
// open: reached through a review; what of it is read is asked there
pub fn outcomes(conn: &mut Conn, review: &ReviewId) -> Result<Vec<OutcomeShown>, Fault> {
    let rows: Vec<(OutcomeRow, String)> = review_outcomes::table
        .inner_join(accounts::table.on(accounts::id.eq(review_outcomes::recorded_by)))
        .filter(review_outcomes::review_id.eq(review))
        .order((review_outcomes::known_from, review_outcomes::id))
        .select((review_outcomes::all_columns, accounts::name))
        .load(conn)?;
    let mut all = Vec::new();
    for (row, by) in rows {
        let conditions = review_conditions::table
            .filter(review_conditions::outcome_id.eq(&row.id))
            .order((review_conditions::position, review_conditions::id))
            .load(conn)?;
        let replies = review_replies::table
            .inner_join(accounts::table.on(accounts::id.eq(review_replies::made_by)))
            .filter(review_replies::outcome_id.eq(&row.id))
            .order((review_replies::known_from, review_replies::id))
            .select((review_replies::all_columns, accounts::name))
            .load(conn)?;
        all.push(OutcomeShown { row, by, conditions, replies });
    }
    Ok(all)
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutcome {
    pub outcome: String,
    pub label: String,
    pub satisfactory: bool,
    pub words: String,
    pub next_on: Option<Day>,
    pub conditions: Vec<(String, Day)>,
}

pub fn conclude(
    tx: &mut Tx<'_>,
    grant: &Grant<Conclude>,
    review: &ReviewRow,
    pack: &PackId,
    new: NewOutcome,
) -> Result<OutcomeShown, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("only people conclude reviews"))?.clone();
    let salts = salted(tx)?;
    let row = OutcomeRow {
        id: tx.new_id(),
        review_id: review.id.clone(),
        pack_id: pack.clone(),
        outcome: new.outcome,
        label: new.label,
        satisfactory: new.satisfactory,
        words: new.words,
        salts,
        next_on: new.next_on,
        capacity: grant.act().capacity.to_string(),
        recorded_by: by,
        known_from: tx.now(),
        entry_id: None,
    };
    diesel::insert_into(review_outcomes::table).values(&row).execute(tx.conn())?;
    tx.vouch(review.portfolio_id.clone(), &row);
    let mut conditions = Vec::new();
    for ((words, due), position) in new.conditions.into_iter().zip(1..) {
        let condition = ConditionRow {
            id: tx.new_id(),
            outcome_id: row.id.clone(),
            position,
            words,
            salts: salted(tx)?,
            due,
            goal_id: None,
        };
        diesel::insert_into(review_conditions::table).values(&condition).execute(tx.conn())?;
        tx.vouch(review.portfolio_id.clone(), &condition);
        conditions.push(condition);
    }
    Ok(OutcomeShown { row, by: String::new(), conditions, replies: Vec::new() })
}

/// The entry that was made of an outcome, and the goals of its conditions.
// open: called inside a granted write, which made them
pub fn entered(
    tx: &mut Tx<'_>,
    portfolio: &PortfolioId,
    outcome: OutcomeRow,
    entry: &EntryId,
    goals: Vec<(ConditionRow, EntryId)>,
) -> Result<(), Fault> {
    diesel::update(review_outcomes::table.find(&outcome.id))
        .set(review_outcomes::entry_id.eq(entry))
        .execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &OutcomeRow { entry_id: Some(entry.clone()), ..outcome });
    for (condition, goal) in goals {
        diesel::update(review_conditions::table.find(&condition.id))
            .set(review_conditions::goal_id.eq(&goal))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &ConditionRow { goal_id: Some(goal), ..condition });
    }
    Ok(())
}

pub fn reply(
    tx: &mut Tx<'_>,
    grant: &Grant<ReplyTo>,
    portfolio: &PortfolioId,
    what: Reply,
    words: &str,
) -> Result<(), Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("only people say something"))?.clone();
    let outcome = grant.act().outcome.clone();
    keep(tx, portfolio, (outcome, by), what, words)
}

pub fn answer(
    tx: &mut Tx<'_>,
    grant: &Grant<AnswerObjection>,
    portfolio: &PortfolioId,
    what: Reply,
    words: &str,
) -> Result<(), Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("only people answer"))?.clone();
    let outcome = grant.act().outcome.clone();
    keep(tx, portfolio, (outcome, by), what, words)
}

fn keep(
    tx: &mut Tx<'_>,
    portfolio: &PortfolioId,
    (outcome_id, made_by): (OutcomeId, AccountId),
    what: Reply,
    words: &str,
) -> Result<(), Fault> {
    let row = ReplyRow {
        id: tx.new_id(),
        outcome_id,
        what: what.to_string(),
        made_by,
        words: words.to_owned(),
        salts: salted(tx)?,
        known_from: tx.now(),
    };
    diesel::insert_into(review_replies::table).values(&row).execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(())
}
