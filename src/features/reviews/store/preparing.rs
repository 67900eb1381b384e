//! What both sides wrote before a review, as rows: each answer under a salt, so that one can be struck out.

use diesel::prelude::*;

use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, review_preparations};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, cover_values, value_commitments};
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::Prepare;
use crate::domain::review::Side;
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_preparations)]
pub struct PreparationRow {
    pub id: PreparationId,
    pub review_id: ReviewId,
    pub side: String,
    pub written_by: AccountId,
    /// Answers by question, as JSON.
    pub words: String,
    pub salts: String,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl PreparationRow {
    pub fn answers(&self) -> Result<Values, Fault> {
        serde_json::from_str(&self.words).map_err(Fault::broken)
    }

    pub fn side(&self) -> Result<Side, Fault> {
        self.side.parse().map_err(Fault::broken)
    }
}

impl Committed for PreparationRow {
    fn place(&self) -> String {
        format!("review_preparations/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.to_string(),
            self.review_id.to_string(),
            self.side.clone(),
            self.written_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ];
        let covers: Covers = serde_json::from_str(&self.salts).unwrap_or_default();
        match serde_json::from_str::<Values>(&self.words) {
            Ok(values) => fields.extend(value_commitments(&values, &covers)),
            // Words that are no answers are not what was written.
            Err(_) => fields.push(self.words.clone()),
        }
        fields
    }
}

/// What somebody wrote, with their name.
#[derive(Debug, Clone, Queryable)]
pub struct PreparationShown {
    pub row: PreparationRow,
    pub by: String,
}

/// What holds of a review, the trainee's first.
// open: reached through a review that its reader sees; who reads the words is asked there
pub fn prepared(conn: &mut Conn, review: &ReviewId) -> Result<Vec<PreparationShown>, Fault> {
    let mut rows: Vec<PreparationShown> = review_preparations::table
        .inner_join(accounts::table.on(accounts::id.eq(review_preparations::written_by)))
        .filter(review_preparations::review_id.eq(review))
        .filter(review_preparations::known_until.is_null())
        .order((review_preparations::known_from, review_preparations::id))
        .select((review_preparations::all_columns, accounts::name))
        .load(conn)?;
    rows.sort_by_key(|one| one.row.side != Side::Trainee.as_str());
    Ok(rows)
}

/// Names what somebody wrote and what holds now, so that a page tells whether it is still what it showed; `-` for nothing.
// open: the reader's own, in a review that they were found in
pub fn kept_by(conn: &mut Conn, review: &ReviewId, person: &AccountId) -> Result<String, Fault> {
    let mine = prepared(conn, review)?.into_iter().find(|one| one.row.written_by == *person);
    Ok(mine.map_or_else(|| "-".to_owned(), |one| one.row.id.to_string()))
}

/// In place of what the same person wrote before.
pub fn prepare(
    tx: &mut Tx<'_>,
    grant: &Grant<Prepare>,
    review: &ReviewRow,
    values: &Values,
) -> Result<PreparationRow, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("only people prepare reviews"))?.clone();
    let now = tx.now();
    let before: Vec<PreparationRow> = review_preparations::table
        .filter(review_preparations::review_id.eq(&review.id))
        .filter(review_preparations::written_by.eq(&by))
        .filter(review_preparations::known_until.is_null())
        .load(tx.conn())?;
    for row in before {
        diesel::update(review_preparations::table.find(&row.id))
            .set(review_preparations::known_until.eq(now))
            .execute(tx.conn())?;
        tx.vouch(review.portfolio_id.clone(), &PreparationRow { known_until: Some(now), ..row });
    }
    let covers = cover_values(values, || tx.secret());
    let row = PreparationRow {
        id: tx.new_id(),
        review_id: review.id.clone(),
        side: grant.act().side.to_string(),
        written_by: by,
        words: serde_json::to_string(values).map_err(Fault::broken)?,
        salts: serde_json::to_string(&covers).map_err(Fault::broken)?,
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(review_preparations::table).values(&row).execute(tx.conn())?;
    tx.vouch(review.portfolio_id.clone(), &row);
    Ok(row)
}
