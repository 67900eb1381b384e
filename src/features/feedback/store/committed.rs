//! A round as a row of the portfolio's book. From its closing it commits to the hash of everything that was rated,
//! which is worked out from the answers each time: none can be added, changed or taken away unseen.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{feedback_answers, feedback_rounds};
use crate::domain::audit::{Committed, digest};
use crate::domain::fault::Fault;
use crate::domain::feedback::State;
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = feedback_rounds)]
pub struct RoundRow {
    pub id: RoundId,
    pub portfolio_id: PortfolioId,
    pub enrolment_id: EnrolmentId,
    pub supervisor_id: AccountId,
    pub form: String,
    pub form_version: i32,
    pub state: String,
    pub floor: i32,
    pub group_floor: i32,
    pub own_ratings: String,
    pub reason: String,
    pub begun_at: Moment,
    pub proposed_at: Option<Moment>,
    pub agreed_by: Option<AccountId>,
    pub agreed_at: Option<Moment>,
    pub closes_on: Option<Day>,
    pub close_asked_at: Option<Moment>,
    pub closed_by: String,
    pub closed_at: Option<Moment>,
    pub answers_hash: String,
    pub met_on: Option<Day>,
    pub entry_id: Option<EntryId>,
    pub ended_by: Option<AccountId>,
    pub ended_at: Option<Moment>,
    /// The record of the meeting in which it was released, where one was chosen.
    pub meeting_id: Option<EntryId>,
    /// Whose figure the floor is; nothing in rounds from before that was kept.
    pub floor_from: String,
}

impl RoundRow {
    pub fn state(&self) -> Result<State, Fault> {
        self.state.parse().map_err(Fault::broken)
    }

    pub fn own(&self) -> Result<Values, Fault> {
        serde_json::from_str(&self.own_ratings).map_err(Fault::broken)
    }

    pub fn floors(&self) -> (usize, usize) {
        let count = |number: i32| usize::try_from(number).unwrap_or_default();
        (count(self.floor), count(self.group_floor))
    }
}

impl Committed for RoundRow {
    fn place(&self) -> String {
        format!("feedback_rounds/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        fn text<T: ToString>(one: Option<&T>) -> String {
            one.map(ToString::to_string).unwrap_or_default()
        }
        let mut fields = vec![
            self.id.to_string(),
            self.portfolio_id.to_string(),
            self.enrolment_id.to_string(),
            self.supervisor_id.to_string(),
            self.form.clone(),
            self.form_version.to_string(),
            self.state.clone(),
            self.floor.to_string(),
            self.group_floor.to_string(),
            self.own_ratings.clone(),
            self.reason.clone(),
            self.begun_at.to_string(),
            text(self.proposed_at.as_ref()),
            text(self.agreed_by.as_ref()),
            text(self.agreed_at.as_ref()),
            text(self.closes_on.as_ref()),
            text(self.close_asked_at.as_ref()),
            self.closed_by.clone(),
            text(self.closed_at.as_ref()),
            self.answers_hash.clone(),
            text(self.met_on.as_ref()),
            text(self.entry_id.as_ref()),
            text(self.ended_by.as_ref()),
            text(self.ended_at.as_ref()),
        ];
        // Rows of before these were kept are vouched for without them.
        if self.meeting_id.is_some() || !self.floor_from.is_empty() {
            fields.extend([text(self.meeting_id.as_ref()), self.floor_from.clone()]);
        }
        fields
    }
}

/// In the order of ids, which are of chance.
// open: about a round that is closed in this write
pub fn hash_of_answers(conn: &mut Conn, round: &RoundId) -> Result<String, Fault> {
    let rows: Vec<(String, String, String)> = feedback_answers::table
        .filter(feedback_answers::round_id.eq(round))
        .order(feedback_answers::id)
        .select((feedback_answers::id, feedback_answers::rater_group, feedback_answers::ratings))
        .load(conn)?;
    let all: Vec<String> = rows.into_iter().flat_map(|(id, group, said)| [id, group, said]).collect();
    Ok(digest(&all))
}

/// Every round of the portfolio, for `verify`; of one that is closed, with the hash of its answers as they are now.
// open: verification compares hashes
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<RoundRow> = feedback_rounds::table
        .filter(feedback_rounds::portfolio_id.eq(portfolio))
        .order(feedback_rounds::id)
        .load(conn)?;
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    for mut row in rows {
        if row.closed_at.is_some() {
            let now = hash_of_answers(conn, &row.id)?;
            if now != row.answers_hash {
                row.answers_hash = format!("{} {now}", row.answers_hash);
            }
        }
        all.push(Box::new(row));
    }
    Ok(all)
}
