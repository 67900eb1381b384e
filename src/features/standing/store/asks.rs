//! What the owner of a portfolio is asked for besides their entries: to say that they have seen what somebody else began
//! and signed, to prepare their side of a review (which their supervisor is asked for as well) or to answer its outcome,
//! and to go on with a round of feedback.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, acknowledgements, decisions, enrolments, entries, entry_versions, feedback_rounds, portfolios,
    review_outcomes, review_packs, review_preparations, review_replies, reviews,
};
use crate::db::sight;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::feedback::State;
use crate::domain::names::{EnrolmentId, EntryId, PortfolioId, ReviewId, RoundId};
use crate::domain::review::Side;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

/// Signed, and its owner has not said that they have seen it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ToSee {
    pub entry: EntryId,
    pub kind: String,
    pub title: String,
    pub day: Day,
    /// Who wrote it.
    pub by: String,
    /// When it was signed first.
    pub at: Moment,
}

/// The latest first.
pub fn to_see(conn: &mut Conn, who: &Sight, portfolio: &PortfolioId) -> Result<Vec<ToSee>, Fault> {
    let rows: Vec<ToSee> = decisions::table
        .inner_join(entries::table)
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .inner_join(accounts::table.on(accounts::id.eq(entry_versions::written_by)))
        .left_join(acknowledgements::table.on(acknowledgements::version_id.eq(decisions::version_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entry_versions::number.eq(entries::latest))
        .filter(entry_versions::written_by.ne(who.viewer()))
        .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
        .filter(decisions::known_until.is_null())
        .filter(acknowledgements::id.nullable().is_null())
        .order((decisions::known_from.desc(), decisions::id.desc()))
        .select((
            entries::id,
            entries::kind,
            entries::title,
            entries::happened_on,
            accounts::name,
            decisions::known_from,
        ))
        .load(conn)?;
    let mut found: Vec<ToSee> = Vec::new();
    for row in rows {
        match found.iter_mut().find(|one| one.entry == row.entry) {
            Some(one) => one.at = row.at,
            None => found.push(row),
        }
    }
    Ok(found)
}

/// A review that asks something of the reader: to prepare their side, or, where it is their own, to answer its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AskedReview {
    pub review: ReviewId,
    pub enrolment: EnrolmentId,
    /// A choice of the form of reviews.
    pub sort: String,
    pub held_on: Day,
    /// The last day to prepare.
    pub prepare_by: Day,
    /// When its outcome was recorded, of which they have said nothing yet; none while their side is still to be prepared.
    pub decided_at: Option<Moment>,
}

/// Whose reviews ask something of somebody.
#[derive(Debug, Clone, Copy)]
pub enum ReviewsOf<'a> {
    /// One's own, of which this is the portfolio.
    Own(&'a PortfolioId),
    /// Of those whom one supervises, while no supervisor has prepared them.
    Supervised,
}

/// The first due first. Until when an outcome may be objected to is for its programme to say.
pub fn asked_reviews(conn: &mut Conn, who: &Sight, whose: ReviewsOf<'_>) -> Result<Vec<AskedReview>, Fault> {
    let side = match whose {
        ReviewsOf::Own(_) => Side::Trainee,
        ReviewsOf::Supervised => Side::Supervisor,
    };
    let frozen =
        review_packs::table.filter(review_packs::withdrawn_at.is_null()).select(review_packs::review_id);
    let prepared = review_preparations::table
        .filter(review_preparations::side.eq(side.as_str()))
        .filter(review_preparations::known_until.is_null())
        .select(review_preparations::review_id);
    // There is another outcome only where the trainee objected to the first.
    let said_of = diesel::alias!(review_outcomes as said_of);
    let answered = review_replies::table
        .inner_join(said_of.on(said_of.field(review_outcomes::id).eq(review_replies::outcome_id)))
        .select(said_of.field(review_outcomes::review_id));
    let to_prepare = review_outcomes::id
        .nullable()
        .is_null()
        .and(reviews::prepare_by.ge(who.today()))
        .and(reviews::id.ne_all(frozen))
        .and(reviews::id.ne_all(prepared));
    let open = reviews::table
        .inner_join(portfolios::table.on(portfolios::id.eq(reviews::portfolio_id)))
        .inner_join(enrolments::table.on(enrolments::id.eq(reviews::enrolment_id)))
        .left_join(review_outcomes::table.on(review_outcomes::review_id.eq(reviews::id)))
        .filter(enrolments::known_until.is_null())
        .filter(reviews::called_off_at.is_null())
        .order((reviews::prepare_by, reviews::id))
        .select((
            reviews::id,
            reviews::enrolment_id,
            reviews::sort,
            reviews::held_on,
            reviews::prepare_by,
            review_outcomes::known_from.nullable(),
        ))
        .into_boxed();
    let open = match whose {
        ReviewsOf::Own(portfolio) => open
            .filter(reviews::portfolio_id.eq(portfolio))
            .filter(reviews::id.ne_all(answered))
            .filter(review_outcomes::id.nullable().is_not_null().or(to_prepare)),
        ReviewsOf::Supervised => {
            let held = sight::enrolments_held(who, Capacity::Supervisor.as_str());
            open.filter(portfolios::person_id.ne(who.viewer()))
                .filter(reviews::enrolment_id.eq_any(held))
                .filter(to_prepare)
        }
    };
    Ok(open.load(conn)?)
}

/// A round of feedback about the reader that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRound {
    pub id: RoundId,
    pub state: State,
    /// The last day for answers, once they are asked for.
    pub closes_on: Option<Day>,
    /// Whom its owner chose.
    pub supervisor: String,
}

// open: of the portfolio of the person who is signed in
pub fn own_rounds(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<OwnRound>, Fault> {
    let over: Vec<&str> =
        State::ALL.iter().filter(|state| state.is_over()).map(|state| state.as_str()).collect();
    let rows: Vec<(RoundId, String, Option<Day>, String)> = feedback_rounds::table
        .inner_join(accounts::table.on(accounts::id.eq(feedback_rounds::supervisor_id)))
        .filter(feedback_rounds::portfolio_id.eq(portfolio))
        .filter(feedback_rounds::state.ne_all(over))
        .order((feedback_rounds::begun_at, feedback_rounds::id))
        .select((feedback_rounds::id, feedback_rounds::state, feedback_rounds::closes_on, accounts::name))
        .load(conn)?;
    let round = |(id, state, closes_on, supervisor): (RoundId, String, Option<Day>, String)| {
        Ok(OwnRound { id, state: state.parse().map_err(Fault::broken)?, closes_on, supervisor })
    };
    rows.into_iter().map(round).collect()
}
