//! The prose of a review, and striking it out.

use diesel::dsl::auto_type;
use diesel::prelude::*;

use super::collected::in_sight;
use super::outcomes::{ConditionRow, OutcomeRow, ReplyRow, WORDS};
use super::preparing::PreparationRow;
use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{
    entries, filings, portfolios, review_conditions, review_outcomes, review_preparations, review_replies,
    reviews,
};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, strike, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::kind::Value;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::StrikesOut;
use crate::domain::redaction::Left;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

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

/// When something was first written in the review, if anything is; also where it was struck out since.
// open: of a review that was found, or whose incident somebody keeps; an instant
pub fn first_written(conn: &mut Conn, review: &ReviewId) -> Result<Option<Moment>, Fault> {
    let found = prose(conn, review)?;
    let prepared = found.prepared.iter().map(|row| row.known_from);
    Ok(prepared.chain(found.outcomes.iter().map(|row| row.known_from)).min())
}

/// Whether anything is written in the review that can be struck out.
// open: of a review that was found, or whose incident somebody keeps; one yes or no
pub fn has_words(conn: &mut Conn, review: &ReviewId) -> Result<bool, Fault> {
    Ok(!words_in(conn, review)?.is_empty())
}

/// What was written in one review, by everybody.
fn words_in(conn: &mut Conn, review: &ReviewId) -> Result<Vec<String>, Fault> {
    let found = prose(conn, review)?;
    let mut words: Vec<String> = Vec::new();
    for row in &found.prepared {
        words.extend(row.answers()?.values().filter_map(Value::text).map(str::to_owned));
    }
    words.extend(found.outcomes.into_iter().map(|row| row.words));
    words.extend(found.conditions.into_iter().map(|row| row.words));
    words.extend(found.replies.into_iter().map(|row| row.words));
    words.retain(|text| !text.is_empty());
    Ok(words)
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
        let words = words_in(conn, &id)?;
        if !words.is_empty() {
            all.push((id, words));
        }
    }
    Ok(all)
}

/// Reviews of the enrolments that an entry is filed under which have no entry of their own (no outcome yet, one that only
/// a chair holds, or an enrolment that takes nothing more), and in which something is written: with the day of each. For
/// the trainee and whoever supervises or leads there; not what is written, since neither side reads the other's
/// preparation before its time.
pub fn written_beside(conn: &mut Conn, who: &Sight, entry: &EntryId) -> Result<Vec<(ReviewId, Day)>, Fault> {
    let own = portfolios::table.filter(portfolios::person_id.eq(who.viewer())).select(portfolios::id);
    let led = sight::enrolments_held(who, Capacity::Lead.as_str());
    let supervised = sight::enrolments_held(who, Capacity::Supervisor.as_str());
    let entered = review_outcomes::table
        .filter(review_outcomes::entry_id.is_not_null())
        .select(review_outcomes::review_id);
    let rows: Vec<(ReviewId, Day)> = reviews::table
        .filter(reviews::enrolment_id.eq_any(filed_under(entry)))
        .filter(
            reviews::portfolio_id
                .eq_any(own)
                .or(reviews::enrolment_id.eq_any(led))
                .or(reviews::enrolment_id.eq_any(supervised)),
        )
        .filter(reviews::id.ne_all(entered))
        .order((reviews::held_on, reviews::id))
        .select((reviews::id, reviews::held_on))
        .load(conn)?;
    let mut all = Vec::new();
    for (id, held_on) in rows {
        if !words_in(conn, &id)?.is_empty() {
            all.push((id, held_on));
        }
    }
    Ok(all)
}

/// Reviews with words that are struck out through an entry: those that it came from, and all of the enrolments that it is
/// or was filed under. One may have come to an entry of its own since it was reported.
// open: of an entry that somebody strikes out of by a grant
pub fn struck_through(conn: &mut Conn, entry: &EntryId) -> Result<Vec<ReviewId>, Fault> {
    let came_from =
        review_outcomes::table.filter(review_outcomes::entry_id.eq(entry)).select(review_outcomes::review_id);
    let ids: Vec<ReviewId> = reviews::table
        .filter(reviews::id.eq_any(came_from).or(reviews::enrolment_id.eq_any(filed_under(entry))))
        .order(reviews::id)
        .select(reviews::id)
        .load(conn)?;
    let mut all = Vec::new();
    for id in ids {
        if !words_in(conn, &id)?.is_empty() {
            all.push(id);
        }
    }
    Ok(all)
}

#[auto_type(no_type_alias)]
fn filed_under<'a>(entry: &'a EntryId) -> _ {
    filings::table.filter(filings::entry_id.eq(entry)).select(filings::enrolment_id)
}

/// The first entry under the review's enrolment that the reader sees: what is written in a review without an entry of its
/// own is reported, and struck out, through it.
pub fn stands_for(conn: &mut Conn, who: &Sight, review: &ReviewRow) -> Result<Option<EntryId>, Fault> {
    let seen = in_sight(conn, who, &review.portfolio_id)?;
    let filed: Vec<EntryId> = entries::table
        .inner_join(filings::table)
        .filter(filings::enrolment_id.eq(&review.enrolment_id))
        .filter(filings::known_until.is_null())
        .order((entries::number, entries::id))
        .select(entries::id)
        .load(conn)?;
    Ok(filed.into_iter().find(|id| seen.contains(id)))
}

/// Everything that was written in the review goes, with its salts.
pub fn strike_words<A: StrikesOut>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
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
