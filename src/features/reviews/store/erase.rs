//! What becomes of reviews when their trainee is erased: every word goes, whoever wrote it, and so does every pack.
//! Who sat, on which day and which choice was made stays, as with every decision.

use diesel::prelude::*;

use super::outcomes::{ConditionRow, OutcomeRow, ReplyRow};
use super::packs::PackRow;
use super::preparing::PreparationRow;
use crate::db::schema::{
    review_conditions, review_outcomes, review_packs, review_preparations, review_reminders, review_replies,
    reviews,
};
use crate::db::tx::Tx;
use crate::domain::entry::{Cover, Covers};
use crate::domain::fault::Fault;
use crate::domain::names::{OutcomeId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;

/// What is left of salts: the commitments of what a redaction has taken already.
fn only_struck(salts: &str) -> Result<String, Fault> {
    let mut covers: Covers = serde_json::from_str(salts).unwrap_or_default();
    covers.retain(|_, cover| matches!(cover, Cover::Struck(_)));
    serde_json::to_string(&covers).map_err(Fault::broken)
}

/// All of the portfolio's reviews, and reminders to the person.
pub fn erase_reviews(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (portfolio, person, now) = (grant.act().portfolio.clone(), grant.act().person.clone(), tx.now());
    let ids: Vec<ReviewId> = reviews::table
        .filter(reviews::portfolio_id.eq(&portfolio))
        .order(reviews::id)
        .select(reviews::id)
        .load(tx.conn())?;
    let told = review_reminders::review_id.eq_any(&ids).or(review_reminders::account_id.eq(&person));
    diesel::delete(review_reminders::table.filter(told)).execute(tx.conn())?;
    let prepared: Vec<PreparationRow> = review_preparations::table
        .filter(review_preparations::review_id.eq_any(&ids))
        .order(review_preparations::id)
        .load(tx.conn())?;
    for row in prepared {
        let row = PreparationRow { words: "{}".to_owned(), salts: only_struck(&row.salts)?, ..row };
        diesel::update(review_preparations::table.find(&row.id))
            .set((review_preparations::words.eq(&row.words), review_preparations::salts.eq(&row.salts)))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    let packs: Vec<PackRow> = review_packs::table
        .filter(review_packs::review_id.eq_any(&ids))
        .order(review_packs::id)
        .load(tx.conn())?;
    for row in packs {
        let withdrawn_at = row.withdrawn_at.or(Some(now));
        let row = PackRow { words: String::new(), salts: only_struck(&row.salts)?, withdrawn_at, ..row };
        diesel::update(review_packs::table.find(&row.id))
            .set((
                review_packs::words.eq(&row.words),
                review_packs::salts.eq(&row.salts),
                review_packs::withdrawn_at.eq(row.withdrawn_at),
            ))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    erase_decided(tx, grant, &ids)
}

/// Reasons, conditions and what was said of them.
fn erase_decided(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>, ids: &[ReviewId]) -> Result<(), Fault> {
    let portfolio = grant.act().portfolio.clone();
    let outcomes: Vec<OutcomeRow> = review_outcomes::table
        .filter(review_outcomes::review_id.eq_any(ids))
        .order(review_outcomes::id)
        .load(tx.conn())?;
    let of: Vec<OutcomeId> = outcomes.iter().map(|row| row.id.clone()).collect();
    for row in outcomes {
        let row = OutcomeRow { words: String::new(), salts: only_struck(&row.salts)?, ..row };
        diesel::update(review_outcomes::table.find(&row.id))
            .set((review_outcomes::words.eq(&row.words), review_outcomes::salts.eq(&row.salts)))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    let conditions: Vec<ConditionRow> = review_conditions::table
        .filter(review_conditions::outcome_id.eq_any(&of))
        .order(review_conditions::id)
        .load(tx.conn())?;
    for row in conditions {
        let row = ConditionRow { words: String::new(), salts: only_struck(&row.salts)?, ..row };
        diesel::update(review_conditions::table.find(&row.id))
            .set((review_conditions::words.eq(&row.words), review_conditions::salts.eq(&row.salts)))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    let replies: Vec<ReplyRow> = review_replies::table
        .filter(review_replies::outcome_id.eq_any(&of))
        .order(review_replies::id)
        .load(tx.conn())?;
    for row in replies {
        let row = ReplyRow { words: String::new(), salts: only_struck(&row.salts)?, ..row };
        diesel::update(review_replies::table.find(&row.id))
            .set((review_replies::words.eq(&row.words), review_replies::salts.eq(&row.salts)))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    Ok(())
}
