//! Who is asked. Their row says whether they answered and never when; what they said is written elsewhere, without
//! them.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{feedback_links, feedback_raters};
use crate::db::shelf::Shelf;
use crate::db::twins;
use crate::db::tx::Tx;
use crate::domain::assessor::Mailbox;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::feedback::{Asked, Known, Line, News};
use crate::domain::job::{Job, Notice, OutsideLetter};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::feedback::OfRound;
use crate::domain::time::{Day, Moment};
use crate::features::outside;
use crate::features::signoffs::in_training;
use crate::web::session::token_hash;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rater {
    pub id: RaterId,
    pub name: String,
    pub address: String,
    pub group: String,
    pub asked: Asked,
}

type Row = (RaterId, String, String, String, String);

fn rater((id, name, address, group, state): Row) -> Result<Rater, Fault> {
    Ok(Rater { id, name, address, group, asked: state.parse().map_err(Fault::broken)? })
}

macro_rules! columns {
    () => {
        (
            feedback_raters::id,
            feedback_raters::name,
            feedback_raters::address,
            feedback_raters::rater_group,
            feedback_raters::state,
        )
    };
}

/// Those who are proposed or asked, in the order of their names; whoever was struck is left out.
// open: about a round that was found in sight
pub fn raters(conn: &mut Conn, round: &RoundId) -> Result<Vec<Rater>, Fault> {
    let rows: Vec<Row> = feedback_raters::table
        .filter(feedback_raters::round_id.eq(round))
        .filter(feedback_raters::state.ne(Asked::Struck.as_str()))
        .order((feedback_raters::rater_group, feedback_raters::name, feedback_raters::id))
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(rater).collect()
}

/// Mailboxes of those who are proposed or asked.
// open: about a round that was found in sight
pub fn there(conn: &mut Conn, round: &RoundId) -> Result<Vec<String>, Fault> {
    Ok(feedback_raters::table
        .filter(feedback_raters::round_id.eq(round))
        .filter(feedback_raters::state.ne(Asked::Struck.as_str()))
        .order(feedback_raters::mailbox)
        .select(feedback_raters::mailbox)
        .load(conn)?)
}

/// Whom the house knows by these mailboxes, and who of them is in training today as the enrolment of the round sees it.
// open: for a rule, about addresses that somebody typed
pub fn known(
    conn: &mut Conn,
    shelf: &Shelf,
    mailboxes: &[Mailbox],
    enrolment: &EnrolmentId,
    (now, today): (Moment, Day),
) -> Result<HashMap<String, Known>, Fault> {
    let mut all = HashMap::new();
    for mailbox in mailboxes {
        if let Some(person) = outside::behind(conn, mailbox)? {
            let trainee = in_training(conn, shelf, &person, enrolment, (now, today))?;
            all.insert(mailbox.as_str().to_owned(), Known { person, trainee });
        }
    }
    Ok(all)
}

/// `asked`: the round is open already, so each gets a letter at once.
pub fn add(
    tx: &mut Tx<'_>,
    grant: &Grant<OfRound>,
    (lines, group): (&[Line], &str),
    asked: bool,
) -> Result<(), Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person proposes"))?.clone();
    let now = tx.now();
    for line in lines {
        let id: RaterId = tx.new_id();
        let state = if asked { Asked::Asked } else { Asked::Proposed };
        diesel::insert_into(feedback_raters::table)
            .values((
                feedback_raters::id.eq(&id),
                feedback_raters::round_id.eq(&grant.act().round),
                feedback_raters::name.eq(&line.name),
                feedback_raters::address.eq(line.address.as_str()),
                feedback_raters::mailbox.eq(line.mailbox().as_str()),
                feedback_raters::rater_group.eq(group),
                feedback_raters::state.eq(state.as_str()),
                feedback_raters::added_by.eq(&by),
                feedback_raters::asked_at.eq(asked.then_some(now)),
                feedback_raters::reminders.eq(0),
            ))
            .execute(tx.conn())?;
        if asked {
            write_to(tx, &grant.act().round, (&id, &line.mailbox()))?;
        }
    }
    Ok(())
}

/// Whether there was such a one.
pub fn strike(tx: &mut Tx<'_>, grant: &Grant<OfRound>, id: &RaterId) -> Result<(), Fault> {
    let state: String = feedback_raters::table
        .find(id)
        .filter(feedback_raters::round_id.eq(&grant.act().round))
        .select(feedback_raters::state)
        .first(tx.conn())?;
    refuse_unless(state == Asked::Proposed.as_str(), || {
        Refusal::new("struck-already", "This colleague was removed already. Nothing was changed.")
    })?;
    diesel::update(feedback_raters::table.find(id))
        .set(feedback_raters::state.eq(Asked::Struck.as_str()))
        .execute(tx.conn())?;
    Ok(())
}

/// The round is open: everybody who is proposed gets a letter with a link. Gives how many.
pub fn ask_all(tx: &mut Tx<'_>, grant: &Grant<OfRound>) -> Result<usize, Fault> {
    let now = tx.now();
    let ids: Vec<(RaterId, String)> = feedback_raters::table
        .filter(feedback_raters::round_id.eq(&grant.act().round))
        .filter(feedback_raters::state.eq(Asked::Proposed.as_str()))
        .order(feedback_raters::id)
        .select((feedback_raters::id, feedback_raters::mailbox))
        .load(tx.conn())?;
    for (id, mailbox) in &ids {
        diesel::update(feedback_raters::table.find(id))
            .set((feedback_raters::state.eq(Asked::Asked.as_str()), feedback_raters::asked_at.eq(now)))
            .execute(tx.conn())?;
        write_to(tx, &grant.act().round, (id, &Mailbox::folded(mailbox)))?;
    }
    Ok(ids.len())
}

/// The letter, and for somebody with an account here its twin.
fn write_to(tx: &mut Tx<'_>, round: &RoundId, (id, mailbox): (&RaterId, &Mailbox)) -> Result<(), Fault> {
    tx.later(Job::WriteOutside { what: OutsideLetter::Rate { rater: id.clone(), again: false } })?;
    if let Some(person) = outside::behind(tx.conn(), mailbox)? {
        let (what, now) = (Notice::Feedback { round: round.clone(), news: News::Asked }, tx.now());
        twins::put(tx.conn(), format!("{id}-asked"), &person, &what, now)?;
    }
    Ok(())
}

/// Who holds a link, and in which round.
#[derive(Debug, Clone)]
pub struct Held {
    pub rater: Rater,
    pub round: RoundId,
}

/// What was never made is not found.
// open: whoever holds the token
pub fn by_token(conn: &mut Conn, token: &str) -> Result<Held, Fault> {
    let id: RaterId =
        feedback_links::table.find(token_hash(token)).select(feedback_links::rater_id).first(conn)?;
    let (row, round): (Row, RoundId) =
        feedback_raters::table.find(&id).select((columns!(), feedback_raters::round_id)).first(conn)?;
    Ok(Held { rater: rater(row)?, round })
}

/// Notes with which form a link was answered, so that the same form gets the first answer again: `form` is a hash that takes
/// the link's secret and the form's own key to compute, which nobody has who has the database. The links of the round are
/// written anew in the order of their hashes, so that no order tells who answered when.
// open: whoever holds the link, in the write of their answer
pub fn note_form(tx: &mut Tx<'_>, round: &RoundId, rater: &RaterId, form: &str) -> Result<(), Fault> {
    let of_round =
        feedback_raters::table.filter(feedback_raters::round_id.eq(round)).select(feedback_raters::id);
    let mut all: Vec<(String, RaterId)> =
        feedback_links::table.filter(feedback_links::rater_id.eq_any(of_round)).load(tx.conn())?;
    let before: Vec<String> = all.iter().map(|(hash, _)| hash.clone()).collect();
    diesel::delete(feedback_links::table.filter(feedback_links::token_hash.eq_any(&before)))
        .execute(tx.conn())?;
    all.push((form.to_owned(), rater.clone()));
    all.sort();
    for (hash, rater) in &all {
        diesel::insert_into(feedback_links::table)
            .values((feedback_links::token_hash.eq(hash), feedback_links::rater_id.eq(rater)))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Whether this rater answered with this very form.
// open: whoever holds the link
pub fn answered_with(conn: &mut Conn, rater: &RaterId, form: &str) -> Result<bool, Fault> {
    let same = feedback_links::table.find(form).filter(feedback_links::rater_id.eq(rater));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(conn)?)
}

/// They would rather not; nobody is told who.
// open: whoever holds the link
pub fn decline(tx: &mut Tx<'_>, id: &RaterId) -> Result<bool, Fault> {
    moved_to(tx, id, Asked::Declined)
}

pub(super) fn moved_to(tx: &mut Tx<'_>, id: &RaterId, state: Asked) -> Result<bool, Fault> {
    let moved = diesel::update(feedback_raters::table.find(id))
        .filter(feedback_raters::state.eq(Asked::Asked.as_str()))
        .set((feedback_raters::state.eq(state.as_str()), feedback_raters::asked_at.eq(None::<Moment>)))
        .execute(tx.conn())?;
    Ok(moved == 1)
}
