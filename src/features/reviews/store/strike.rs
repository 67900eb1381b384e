//! The prose of a review, and striking it out.

use diesel::prelude::*;

use super::outcomes::{ConditionRow, OutcomeRow, ReplyRow, WORDS};
use super::preparing::PreparationRow;
use crate::db::conn::Conn;
use crate::db::schema::{review_conditions, review_outcomes, review_preparations, review_replies};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, strike, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::kind::Value;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;

/// The prose of one review.
struct Prose {
    prepared: Vec<PreparationRow>,
    outcomes: Vec<OutcomeRow>,
    conditions: Vec<ConditionRow>,
    replies: Vec<ReplyRow>,
}

fn prose(conn: &mut Conn, review: &ReviewId) -> Result<Prose, Fault> {
    let prepared = review_preparations::table
        .filter(review_preparations::review_id.eq(review))
        .order((review_preparations::known_from, review_preparations::id))
        .load(conn)?;
    let outcomes: Vec<OutcomeRow> = review_outcomes::table
        .filter(review_outcomes::review_id.eq(review))
        .order((review_outcomes::known_from, review_outcomes::id))
        .load(conn)?;
    let ids: Vec<&OutcomeId> = outcomes.iter().map(|row| &row.id).collect();
    let conditions = review_conditions::table
        .filter(review_conditions::outcome_id.eq_any(&ids))
        .order(review_conditions::id)
        .load(conn)?;
    let replies = review_replies::table
        .filter(review_replies::outcome_id.eq_any(&ids))
        .order(review_replies::id)
        .load(conn)?;
    Ok(Prose { prepared, outcomes, conditions, replies })
}

/// The reviews that an entry came from, with what was written in them.
// open: the entry was found in a sight, or its incident is kept by whoever asks
pub fn written_for(conn: &mut Conn, entry: &EntryId) -> Result<Vec<(ReviewId, Vec<String>)>, Fault> {
    let ids: Vec<ReviewId> = review_outcomes::table
        .filter(review_outcomes::entry_id.eq(entry))
        .order(review_outcomes::review_id)
        .select(review_outcomes::review_id)
        .distinct()
        .load(conn)?;
    let mut all = Vec::new();
    for id in ids {
        let found = prose(conn, &id)?;
        let mut words: Vec<String> = Vec::new();
        for row in &found.prepared {
            words.extend(row.answers()?.values().filter_map(Value::text).map(str::to_owned));
        }
        words.extend(found.outcomes.into_iter().map(|row| row.words));
        words.extend(found.conditions.into_iter().map(|row| row.words));
        words.extend(found.replies.into_iter().map(|row| row.words));
        words.retain(|text| !text.is_empty());
        if !words.is_empty() {
            all.push((id, words));
        }
    }
    Ok(all)
}

/// Everything that was written in the review goes, with its salts.
pub fn strike_words(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    portfolio: &PortfolioId,
    review: &ReviewId,
) -> Result<Vec<Left>, Fault> {
    let found = prose(tx.conn(), review)?;
    let mut left = Vec::new();
    for row in found.prepared {
        left.extend(strike_prepared(tx, portfolio, row)?);
    }
    for mut row in found.outcomes {
        if let Some(gone) = gone(tx, &row.place(), (&mut row.words, &mut row.salts))? {
            diesel::update(review_outcomes::table.find(&row.id))
                .set((review_outcomes::words.eq(&row.words), review_outcomes::salts.eq(&row.salts)))
                .execute(tx.conn())?;
            tx.vouch(portfolio.clone(), &row);
            left.push(gone);
        }
    }
    for mut row in found.conditions {
        if let Some(gone) = gone(tx, &row.place(), (&mut row.words, &mut row.salts))? {
            diesel::update(review_conditions::table.find(&row.id))
                .set((review_conditions::words.eq(&row.words), review_conditions::salts.eq(&row.salts)))
                .execute(tx.conn())?;
            tx.vouch(portfolio.clone(), &row);
            left.push(gone);
        }
    }
    for mut row in found.replies {
        if let Some(gone) = gone(tx, &row.place(), (&mut row.words, &mut row.salts))? {
            diesel::update(review_replies::table.find(&row.id))
                .set((review_replies::words.eq(&row.words), review_replies::salts.eq(&row.salts)))
                .execute(tx.conn())?;
            tx.vouch(portfolio.clone(), &row);
            left.push(gone);
        }
    }
    Ok(left)
}

fn gone(tx: &Tx<'_>, place: &str, (words, salts): (&mut String, &mut String)) -> Result<Option<Left>, Fault> {
    let mut covers: Covers = serde_json::from_str(salts).unwrap_or_default();
    let Some(left) = strike_prose(WORDS, words, &mut covers, || tx.secret()) else { return Ok(None) };
    *salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
    Ok(Some(Left { row: place.to_owned(), key: WORDS.to_owned(), left }))
}

fn strike_prepared(
    tx: &mut Tx<'_>,
    portfolio: &PortfolioId,
    mut row: PreparationRow,
) -> Result<Vec<Left>, Fault> {
    let mut values = row.answers()?;
    let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
    let mut all = Vec::new();
    for (key, value) in std::mem::take(&mut values) {
        if let Some(left) = strike(&key, Some(&value), &mut covers) {
            all.push(Left { row: row.place(), key, left });
        }
    }
    row.words = serde_json::to_string(&values).map_err(Fault::broken)?;
    row.salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
    diesel::update(review_preparations::table.find(&row.id))
        .set((review_preparations::words.eq(&row.words), review_preparations::salts.eq(&row.salts)))
        .execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(all)
}
