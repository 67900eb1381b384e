//! The reviews of an enrolment that have an outcome, as they were known at an instant: reasons, conditions, and what was
//! said of it. Preparations and packs are for the review itself and stand in no report.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, review_conditions, review_outcomes, review_replies, reviews};
use crate::domain::fault::Fault;
use crate::domain::names::{EnrolmentId, OutcomeId};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::exports::store::record;
use crate::features::people;

/// One outcome of one review; an objection may have led to another beside it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// A choice of the form of reviews.
    pub sort: String,
    pub held_on: Day,
    pub label: String,
    /// Empty once they were struck out, like all words here.
    pub reasons: String,
    pub next_on: Option<Day>,
    pub capacity: String,
    pub by: String,
    pub at: Moment,
    /// What it asks for, and by which day.
    pub conditions: Vec<(String, Day)>,
    /// The word of `domain::review::Reply`, what was written, by whom, when; in the order in which it was said.
    pub replies: Vec<(String, String, String, Moment)>,
}

/// Whether the asker reads what was decided in reviews: the trainee, and whoever supervises or leads them today.
pub fn reads_reviews(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<bool, Fault> {
    if record::is_own(conn, who, id)? {
        return Ok(true);
    }
    let held = people::capacities_over(conn, who.viewer(), id, who.today(), who.today())?;
    Ok(held.contains(&Capacity::Lead) || held.contains(&Capacity::Supervisor))
}

type Decided = (OutcomeId, String, String, Option<Day>, String, Moment);
type Row = (String, Day, Decided, String);

/// In the order in which they were held and decided.
// open: `reads_reviews` was asked before
pub fn outcomes(conn: &mut Conn, id: &EnrolmentId, as_of: Moment) -> Result<Vec<Outcome>, Fault> {
    let rows: Vec<Row> = review_outcomes::table
        .inner_join(reviews::table.on(reviews::id.eq(review_outcomes::review_id)))
        .inner_join(accounts::table.on(accounts::id.eq(review_outcomes::recorded_by)))
        .filter(reviews::enrolment_id.eq(id))
        .filter(review_outcomes::known_from.le(as_of))
        .order((reviews::held_on, review_outcomes::known_from, review_outcomes::id))
        .select((
            reviews::sort,
            reviews::held_on,
            (
                review_outcomes::id,
                review_outcomes::label,
                review_outcomes::words,
                review_outcomes::next_on,
                review_outcomes::capacity,
                review_outcomes::known_from,
            ),
            accounts::name,
        ))
        .load(conn)?;
    let ids: Vec<&OutcomeId> = rows.iter().map(|row| &row.2.0).collect();
    let mut conditions: HashMap<OutcomeId, Vec<(String, Day)>> = HashMap::new();
    let asked: Vec<(OutcomeId, String, Day)> = review_conditions::table
        .filter(review_conditions::outcome_id.eq_any(&ids))
        .order((review_conditions::position, review_conditions::id))
        .select((review_conditions::outcome_id, review_conditions::words, review_conditions::due))
        .load(conn)?;
    for (outcome, words, due) in asked {
        conditions.entry(outcome).or_default().push((words, due));
    }
    let mut replies: HashMap<OutcomeId, Vec<(String, String, String, Moment)>> = HashMap::new();
    let said: Vec<(OutcomeId, String, String, String, Moment)> = review_replies::table
        .inner_join(accounts::table.on(accounts::id.eq(review_replies::made_by)))
        .filter(review_replies::outcome_id.eq_any(&ids))
        .filter(review_replies::known_from.le(as_of))
        .order((review_replies::known_from, review_replies::id))
        .select((
            review_replies::outcome_id,
            review_replies::what,
            review_replies::words,
            accounts::name,
            review_replies::known_from,
        ))
        .load(conn)?;
    for (outcome, what, words, by, at) in said {
        replies.entry(outcome).or_default().push((what, words, by, at));
    }
    let shown = rows.into_iter().map(|(sort, held_on, decided, by)| {
        let (outcome, label, reasons, next_on, capacity, at) = decided;
        Outcome {
            sort,
            held_on,
            label,
            reasons,
            next_on,
            capacity,
            by,
            at,
            conditions: conditions.remove(&outcome).unwrap_or_default(),
            replies: replies.remove(&outcome).unwrap_or_default(),
        }
    });
    Ok(shown.collect())
}
