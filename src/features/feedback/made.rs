//! A round up to where colleagues answer, through the same rules and writes as the pages use, for a house that is made
//! up: the demo's people do in one write what takes others a week.

use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::feedback::{Asked, lines};
use crate::domain::kind::Values;
use crate::domain::names::{EnrolmentId, PortfolioId, RoundId};
use crate::domain::role::{Person, System};
use crate::domain::time::Day;
use crate::features::feedback::acts::agreeing::put_agreed;
use crate::features::feedback::acts::in_write;
use crate::features::feedback::acts::proposing::{put_added, put_begun, put_proposed, put_self_rated};
use crate::features::feedback::forms::{Begin, Propose};
use crate::features::feedback::store;

/// What a trainee and their supervisor agree on.
pub struct Gathering<'a> {
    pub trainee: &'a Person,
    pub supervisor: &'a Person,
    pub portfolio: PortfolioId,
    pub enrolment: EnrolmentId,
    /// Group, and its colleagues one a line.
    pub colleagues: &'a [(&'a str, &'a str)],
    pub own: Values,
    pub closes_on: Day,
}

/// Inside a write that has taken the portfolio's book.
pub fn put_open_round(tx: &mut Tx<'_>, one: &Gathering<'_>) -> Result<Outcome<RoundId>, Fault> {
    let begin = Begin { enrolment: one.enrolment.clone(), supervisor: one.supervisor.account.clone() };
    let mut id = RoundId::new("");
    let begun = put_begun(tx, one.trainee, &one.portfolio, &begin)?.map(|begun| id = begun);
    let mut all = vec![begun];
    for (group, typed) in one.colleagues {
        let given = Propose { group: (*group).to_owned(), lines: lines(typed).map_err(Fault::broken)? };
        all.push(in_write(tx, one.trainee, &id, |tx, person, round| put_added(tx, person, round, &given))?);
    }
    all.push(in_write(tx, one.trainee, &id, |tx, person, round| {
        put_self_rated(tx, person, round, &one.own)
    })?);
    all.push(in_write(tx, one.trainee, &id, put_proposed)?);
    all.push(in_write(tx, one.supervisor, &id, |tx, person, round| {
        put_agreed(tx, person, round, one.closes_on)
    })?);
    // The last act answers, with the events of all before it.
    let told = all.into_iter().reduce(|before, next| next.after(before));
    Ok(told.ok_or_else(|| Fault::broken("a round was begun"))?.map(|()| id))
}

/// The first of those who are asked answer so, one after another. Nothing is written of when.
pub fn put_answers(
    tx: &mut Tx<'_>,
    round: &RoundId,
    said: Vec<(Values, Vec<(String, String)>)>,
    _: System,
) -> Result<(), Fault> {
    store::over(tx, round)?;
    let asked: Vec<_> =
        store::raters(tx.conn(), round)?.into_iter().filter(|rater| rater.asked == Asked::Asked).collect();
    for (rater, (ratings, words)) in asked.iter().zip(said) {
        store::give(tx, (round, &rater.id, &rater.group), &ratings, words)?;
    }
    Ok(())
}
