//! The assessor's side of a form as a row beside the decision, or beside a statement that nobody has confirmed yet.
//! Answers and place are committed to under salts, one by one, so that each can be struck out later.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{assessments, entries};
use crate::db::tx::Tx;
use crate::domain::assessor::Scanned;
use crate::domain::audit::Committed;
use crate::domain::entry::{
    Covers, cover_prose, cover_values, prose_commitment, strike_prose, value_commitments,
};
use crate::domain::fault::Fault;
use crate::domain::kind::{Field, Value, Values};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::domain::time::{Day, Moment};
use crate::features::entries::{Assessed, Seen};

/// With which decision or statement it came.
#[derive(Debug, Clone, Copy)]
pub enum Beside<'a> {
    Decision(&'a DecisionId),
    Statement(&'a StatementId),
}

/// The prose besides the answers, in the salts. No field has such a code.
const PLACE: &str = "file:place";

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AssessmentRow {
    pub id: AssessmentId,
    pub entry: EntryId,
    pub decision: Option<DecisionId>,
    pub statement: Option<StatementId>,
    pub words: String,
    pub salts: String,
    pub seen_how: String,
    pub seen_where: String,
    pub seen_on: Option<Day>,
    pub seen_time: String,
    pub made_at: Moment,
    /// The code of a room, as it is stated; empty where nothing is.
    pub scanned: String,
}

impl Committed for AssessmentRow {
    fn place(&self) -> String {
        format!("assessments/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers: Covers = serde_json::from_str(&self.salts).unwrap_or_default();
        // Words that cannot be read are no values, and so not what was committed to.
        let answers: Values = serde_json::from_str(&self.words).unwrap_or_default();
        let mut fields = vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.decision.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.statement.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.seen_how.clone(),
            prose_commitment(PLACE, &self.seen_where, &covers),
            self.seen_on.map(Day::iso).unwrap_or_default(),
            self.seen_time.clone(),
            self.made_at.to_string(),
        ];
        fields.extend(value_commitments(&answers, &covers));
        // Answers come in pairs: one field more can be nothing else. Without one, a row is what it was before there
        // were codes.
        if !self.scanned.is_empty() {
            fields.push(self.scanned.clone());
        }
        fields
    }
}

/// Keeps what was said, if anything was, and has the portfolio's book say so.
// open: inside the write of a decision, or of the statement of whoever holds a link
pub fn keep_assessed(
    tx: &mut Tx<'_>,
    entry: &EntryId,
    assessed: &Assessed,
    beside: Beside<'_>,
) -> Result<(), Fault> {
    if *assessed == Assessed::default() {
        return Ok(());
    }
    let (id, now): (AssessmentId, _) = (tx.new_id(), tx.now());
    let mut covers = cover_values(&assessed.answers, || tx.secret());
    covers.extend(cover_prose(&[PLACE], || tx.secret()));
    let (decision, statement) = match beside {
        Beside::Decision(id) => (Some(id), None),
        Beside::Statement(id) => (None, Some(id)),
    };
    let seen = assessed.seen.as_ref();
    let code = seen.and_then(|seen| seen.scanned.as_ref()).or(assessed.code.as_ref());
    diesel::insert_into(assessments::table)
        .values((
            assessments::id.eq(&id),
            assessments::entry_id.eq(entry),
            assessments::decision_id.eq(decision),
            assessments::statement_id.eq(statement),
            assessments::words.eq(serde_json::to_string(&assessed.answers).map_err(Fault::broken)?),
            assessments::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
            assessments::seen_how.eq(seen.map_or("", |seen| seen.how.as_str())),
            assessments::seen_where.eq(seen.map_or("", |seen| seen.place.as_str())),
            assessments::seen_on.eq(seen.map(|seen| seen.on)),
            assessments::seen_time.eq(seen.map_or("", |seen| seen.time.as_str())),
            assessments::made_at.eq(now),
            assessments::scanned.eq(code.map(Scanned::written).unwrap_or_default()),
        ))
        .execute(tx.conn())?;
    vouched(tx, &id)
}

/// A statement has become this decision, and what was said with it is said with the decision.
// open: inside the write of the decision
pub fn bind_assessed(tx: &mut Tx<'_>, statement: &StatementId, decision: &DecisionId) -> Result<(), Fault> {
    let of: Option<AssessmentId> = diesel::update(assessments::table)
        .filter(assessments::statement_id.eq(statement))
        .set(assessments::decision_id.eq(decision))
        .returning(assessments::id)
        .get_result(tx.conn())
        .optional()?;
    match of {
        Some(id) => vouched(tx, &id),
        None => Ok(()),
    }
}

/// What was written in the assessor's side of these decisions and statements, struck out: words and place, never
/// what was chosen or measured.
pub fn strike_assessed(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    seen: &Seen,
    decisions: &[&DecisionId],
    statements: &[&StatementId],
) -> Result<Vec<Left>, Fault> {
    let rows: Vec<AssessmentRow> = assessments::table
        .filter(assessments::entry_id.eq(&seen.id))
        .order(assessments::id)
        .load(tx.conn())?;
    let mut left = Vec::new();
    for mut one in rows {
        let of_decision = one.decision.as_ref().is_some_and(|id| decisions.contains(&id));
        if !of_decision && !one.statement.as_ref().is_some_and(|id| statements.contains(&id)) {
            continue;
        }
        let mut answers: Values = serde_json::from_str(&one.words).unwrap_or_default();
        let mut covers: Covers = serde_json::from_str(&one.salts).unwrap_or_default();
        let before = left.len();
        let mut told = |key: &str, commitment: Option<String>| {
            left.extend(commitment.map(|commitment| Left {
                row: format!("assessments/{}", one.id),
                key: key.to_owned(),
                left: commitment,
            }));
        };
        for (code, value) in &mut answers {
            if let (Value::Text(text), true) = (value, seen.kind.field(code).is_none_or(Field::is_prose)) {
                told(code, strike_prose(code, text, &mut covers, || tx.secret()));
            }
        }
        told(PLACE, strike_prose(PLACE, &mut one.seen_where, &mut covers, || tx.secret()));
        if left.len() > before {
            diesel::update(assessments::table.find(&one.id))
                .set((
                    assessments::words.eq(serde_json::to_string(&answers).map_err(Fault::broken)?),
                    assessments::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
                    assessments::seen_where.eq(&one.seen_where),
                ))
                .execute(tx.conn())?;
            vouched(tx, &one.id)?;
        }
    }
    Ok(left)
}

fn vouched(tx: &mut Tx<'_>, id: &AssessmentId) -> Result<(), Fault> {
    let (portfolio, row): (PortfolioId, AssessmentRow) = assessments::table
        .inner_join(entries::table.on(entries::id.eq(assessments::entry_id)))
        .filter(assessments::id.eq(id))
        .select((entries::portfolio_id, assessments::all_columns))
        .first(tx.conn())?;
    tx.vouch(portfolio, &row);
    Ok(())
}

/// Every row of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn assessment_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<AssessmentRow>, Fault> {
    Ok(assessments::table
        .inner_join(entries::table.on(entries::id.eq(assessments::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(assessments::id)
        .select(assessments::all_columns)
        .load(conn)?)
}
