//! What becomes of rounds as a person is erased. Of their own nothing is left but that there were some, and when: whom
//! they asked, what those said and what they said of themself go. Where somebody else asked them, it stays that somebody
//! was asked, and whether they answered; who that was goes.

use diesel::prelude::*;

use crate::db::schema::{
    feedback_answers, feedback_comments, feedback_links, feedback_raters, feedback_rounds,
};
use crate::db::tx::Tx;
use crate::domain::assessor::Mailbox;
use crate::domain::fault::Fault;
use crate::domain::feedback::{Asked, State};
use crate::domain::names::RaterId;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::features::feedback::store::committed::{RoundRow, hash_of_answers};
use crate::features::outside;

/// While the account still has its address. The caller has taken the portfolio's book and tells of it there.
pub fn erase_rounds(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let rows: Vec<RoundRow> = feedback_rounds::table
        .filter(feedback_rounds::portfolio_id.eq(&grant.act().portfolio))
        .order(feedback_rounds::id)
        .load(tx.conn())?;
    for row in rows {
        one_round(tx, row)?;
    }
    asked_by_others(tx, grant)
}

fn one_round(tx: &mut Tx<'_>, mut row: RoundRow) -> Result<(), Fault> {
    let asked: Vec<RaterId> = feedback_raters::table
        .filter(feedback_raters::round_id.eq(&row.id))
        .select(feedback_raters::id)
        .load(tx.conn())?;
    diesel::delete(feedback_links::table.filter(feedback_links::rater_id.eq_any(&asked)))
        .execute(tx.conn())?;
    diesel::delete(feedback_raters::table.filter(feedback_raters::round_id.eq(&row.id)))
        .execute(tx.conn())?;
    diesel::delete(feedback_answers::table.filter(feedback_answers::round_id.eq(&row.id)))
        .execute(tx.conn())?;
    diesel::delete(feedback_comments::table.filter(feedback_comments::round_id.eq(&row.id)))
        .execute(tx.conn())?;
    if !row.state()?.is_over() {
        let state = if row.closed_at.is_some() { State::Ended } else { State::Withdrawn };
        row.state = state.as_str().to_owned();
    }
    row.own_ratings = "{}".to_owned();
    if row.closed_at.is_some() {
        row.answers_hash = hash_of_answers(tx.conn(), &row.id)?;
    }
    diesel::update(feedback_rounds::table.find(&row.id))
        .set((
            feedback_rounds::state.eq(&row.state),
            feedback_rounds::own_ratings.eq(&row.own_ratings),
            feedback_rounds::answers_hash.eq(&row.answers_hash),
        ))
        .execute(tx.conn())?;
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(())
}

fn asked_by_others(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let own = outside::mailboxes_of(tx.conn(), &grant.act().person)?;
    let own: Vec<&str> = own.iter().map(Mailbox::as_str).collect();
    let asked: Vec<(RaterId, String)> = feedback_raters::table
        .filter(feedback_raters::mailbox.eq_any(own))
        .order(feedback_raters::id)
        .select((feedback_raters::id, feedback_raters::state))
        .load(tx.conn())?;
    for (id, state) in asked {
        let waits = [Asked::Proposed.as_str(), Asked::Asked.as_str()].contains(&state.as_str());
        let state = if waits { Asked::Struck.as_str() } else { state.as_str() };
        diesel::delete(feedback_links::table.filter(feedback_links::rater_id.eq(&id))).execute(tx.conn())?;
        diesel::update(feedback_raters::table.find(&id))
            .set((
                feedback_raters::name.eq("Somebody who was erased"),
                feedback_raters::address.eq(""),
                feedback_raters::mailbox.eq(""),
                feedback_raters::state.eq(state),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}
