//! Letters to colleagues. Each has a link of its own, whose secret is made as the letter is written and kept only as a
//! hash, so that a reminder does not end the link before it; all of one colleague end with their answer.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, feedback_links, feedback_raters, feedback_rounds, portfolios};
use crate::db::tx::Tx;
use crate::domain::assessor::Mailbox;
use crate::domain::fault::Fault;
use crate::domain::feedback::{Asked, State, Terms};
use crate::domain::names::*;
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::feedback::store::rounds::named;
use crate::features::outside;
use crate::web::session::token_hash;

/// What a letter says.
pub struct Letter {
    pub name: String,
    pub address: String,
    pub trainee: String,
    pub supervisor: String,
    pub closes_on: Day,
    pub token: String,
}

/// None where they have answered or declined meanwhile, or the round is closed.
pub fn fresh(tx: &mut Tx<'_>, id: &RaterId, _: System) -> Result<Option<Letter>, Fault> {
    made(tx, id)
}

/// A link for somebody with an account, whose mailbox is asked: nothing depends on mail alone. Another's is not there.
pub fn fresh_for(tx: &mut Tx<'_>, who: &Sight, id: &RaterId) -> Result<Letter, Fault> {
    let own = asked_of(tx.conn(), who)?.into_iter().any(|one| one.rater == *id);
    let made = if own { made(tx, id)? } else { None };
    made.ok_or(Fault::NotFound)
}

/// Somebody who is asked, as they find it in the app.
pub struct AskedOf {
    pub rater: RaterId,
    pub trainee: String,
    pub closes_on: Option<Day>,
}

/// What this person is asked by one of their mailboxes, and has neither answered nor declined.
pub fn asked_of(conn: &mut Conn, who: &Sight) -> Result<Vec<AskedOf>, Fault> {
    let mailboxes = outside::mailboxes_of(conn, who.viewer())?;
    let mailboxes: Vec<&str> = mailboxes.iter().map(Mailbox::as_str).collect();
    let rows: Vec<(RaterId, String, Option<Day>)> = feedback_raters::table
        .inner_join(feedback_rounds::table.on(feedback_rounds::id.eq(feedback_raters::round_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(feedback_rounds::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(feedback_raters::mailbox.eq_any(mailboxes))
        .filter(feedback_raters::state.eq(Asked::Asked.as_str()))
        .filter(feedback_rounds::state.eq(State::Open.as_str()))
        .filter(feedback_rounds::closes_on.ge(who.today()))
        .order((feedback_rounds::closes_on, feedback_raters::id))
        .select((feedback_raters::id, accounts::name, feedback_rounds::closes_on))
        .load(conn)?;
    Ok(rows.into_iter().map(|(rater, trainee, closes_on)| AskedOf { rater, trainee, closes_on }).collect())
}

fn made(tx: &mut Tx<'_>, id: &RaterId) -> Result<Option<Letter>, Fault> {
    let found: Option<(RoundId, String, String, String)> = feedback_raters::table
        .find(id)
        .filter(feedback_raters::state.eq(Asked::Asked.as_str()))
        .select((
            feedback_raters::round_id,
            feedback_raters::name,
            feedback_raters::address,
            feedback_raters::state,
        ))
        .first(tx.conn())
        .optional()?;
    let Some((round, name, address, _)) = found else { return Ok(None) };
    let begun = named(tx.conn(), &round)?;
    let today = tx.now().day_in(DEFAULT_ZONE);
    let open = begun.row.state()? == State::Open;
    let Some(closes_on) = begun.row.closes_on.filter(|day| open && *day >= today) else { return Ok(None) };
    let token = tx.secret();
    diesel::insert_into(feedback_links::table)
        .values((feedback_links::token_hash.eq(token_hash(&token)), feedback_links::rater_id.eq(id)))
        .execute(tx.conn())?;
    let (trainee, supervisor) = (begun.owner_name, begun.supervisor_name);
    Ok(Some(Letter { name, address, trainee, supervisor, closes_on, token }))
}

/// Somebody to be reminded today.
#[derive(Debug, Clone)]
pub struct Unanswered {
    pub rater: RaterId,
    pub reminders: i32,
}

/// Those of open rounds who have not answered, and whose next reminder is due by what the house has set.
pub fn unanswered(conn: &mut Conn, terms: Terms, today: Day, _: System) -> Result<Vec<Unanswered>, Fault> {
    let rows: Vec<(RaterId, i32, Option<crate::domain::time::Moment>)> = feedback_raters::table
        .inner_join(feedback_rounds::table.on(feedback_rounds::id.eq(feedback_raters::round_id)))
        .filter(feedback_rounds::state.eq(State::Open.as_str()))
        .filter(feedback_rounds::closes_on.ge(today))
        .filter(feedback_raters::state.eq(Asked::Asked.as_str()))
        .filter(feedback_raters::reminders.lt(terms.reminders))
        .order(feedback_raters::id)
        .select((feedback_raters::id, feedback_raters::reminders, feedback_raters::asked_at))
        .load(conn)?;
    let due = |(rater, reminders, asked): (RaterId, i32, Option<crate::domain::time::Moment>)| {
        let days = today.days_since(asked?.day_in(DEFAULT_ZONE));
        (days >= terms.every * (i64::from(reminders) + 1)).then_some(Unanswered { rater, reminders })
    };
    Ok(rows.into_iter().filter_map(due).collect())
}

/// Whoever writes it down sends it: a round that is made twice finds nothing to do.
pub fn mark_reminded(tx: &mut Tx<'_>, one: &Unanswered, _: System) -> Result<bool, Fault> {
    let marked = diesel::update(feedback_raters::table.find(&one.rater))
        .filter(feedback_raters::state.eq(Asked::Asked.as_str()))
        .filter(feedback_raters::reminders.eq(one.reminders))
        .set(feedback_raters::reminders.eq(one.reminders + 1))
        .execute(tx.conn())?;
    Ok(marked == 1)
}
