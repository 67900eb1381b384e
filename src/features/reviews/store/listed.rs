//! The reviews that somebody has a part in, and those that programmes ask for and nobody has planned.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, enrolments, portfolios, programme_versions, review_outcomes, review_packs, review_seats,
    reviews, standing_items,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::review::{Phase, Terms, terms_of};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{closings, led, trained};
use crate::features::programmes;
use crate::features::reviews::points::asked;

/// A review in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub row: ReviewRow,
    pub owner: AccountId,
    pub owner_name: String,
    pub programme: String,
    /// The asker's seat: whether they chair.
    pub seat: Option<bool>,
    pub has_pack: bool,
    /// The name of what was decided last.
    pub outcome: Option<String>,
    /// A panel decided it, and no lead has put it into the record.
    pub waits_for_a_lead: bool,
}

impl Listed {
    // open: of a row in hand
    pub fn phase(&self) -> Phase {
        match (self.row.called_off_at.is_some(), self.outcome.is_some(), self.has_pack) {
            (true, ..) => Phase::CalledOff,
            (_, true, _) => Phase::Decided,
            (_, _, true) => Phase::Frozen,
            _ => Phase::Planned,
        }
    }
}

/// Of reviews that are over so many are listed, the latest.
pub const MOST_OVER: usize = 500;

/// A review with its owner, its enrolment's version, and the title of that.
type Columns = (ReviewRow, AccountId, String, (VersionId, String));

/// Everybody's whom the asker may see, one half of them: those that are over, or those that are not; the latest first.
fn seen(
    conn: &mut Conn,
    who: &Sight,
    sits: &[&ReviewId],
    over: bool,
    most: i64,
) -> Result<Vec<Columns>, Fault> {
    let outcomes = || review_outcomes::table.select(review_outcomes::review_id);
    // What a panel decided may wait for a lead.
    let by_a_panel = outcomes()
        .filter(review_outcomes::entry_id.is_null())
        .filter(review_outcomes::capacity.eq(Capacity::Panel.as_str()));
    let ended = reviews::called_off_at
        .is_not_null()
        .or(reviews::id.eq_any(outcomes()).and(reviews::id.ne_all(by_a_panel)));
    let mine = accounts::id
        .eq(who.viewer())
        .or(enrolments::id.eq_any(sight::enrolments_held(who, "supervisor")))
        .or(enrolments::id.eq_any(sight::enrolments_held(who, "lead")))
        .or(reviews::id.eq_any(sits));
    Ok(reviews::table
        .inner_join(enrolments::table.on(enrolments::id.eq(reviews::enrolment_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(enrolments::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .inner_join(programme_versions::table.on(programme_versions::id.eq(enrolments::version_id)))
        .filter(enrolments::known_until.is_null())
        .filter(mine)
        .filter(ended.eq(over))
        .order((reviews::held_on.desc(), reviews::id.desc()))
        .limit(most)
        .select((
            reviews::all_columns,
            accounts::id,
            accounts::name,
            (programme_versions::id, programme_versions::title),
        ))
        .load(conn)?)
}

/// One's own, those of whom one supervises or leads today, and those one sits on; the latest first. All that are not over,
/// and whether there are more of the others.
pub fn listed(conn: &mut Conn, shelf: &Shelf, who: &Sight) -> Result<(Vec<Listed>, bool), Fault> {
    let seats: HashMap<ReviewId, bool> = review_seats::table
        .filter(review_seats::person_id.eq(who.viewer()))
        .filter(review_seats::known_until.is_null())
        .select((review_seats::review_id, review_seats::chair))
        .load::<(ReviewId, bool)>(conn)?
        .into_iter()
        .collect();
    let sits: Vec<&ReviewId> = seats.keys().collect();
    let one_more = i64::try_from(MOST_OVER + 1).map_err(Fault::broken)?;
    let mut rows = seen(conn, who, &sits, true, one_more)?;
    let more = rows.len() > MOST_OVER;
    rows.truncate(MOST_OVER);
    rows.extend(seen(conn, who, &sits, false, i64::MAX)?);
    rows.sort_by(|(one, ..), (other, ..)| (other.held_on, &other.id).cmp(&(one.held_on, &one.id)));
    let ids: Vec<&ReviewId> = rows.iter().map(|(row, ..)| &row.id).collect();
    let frozen: HashSet<ReviewId> = review_packs::table
        .filter(review_packs::review_id.eq_any(&ids))
        .filter(review_packs::withdrawn_at.is_null())
        .select(review_packs::review_id)
        .load::<ReviewId>(conn)?
        .into_iter()
        .collect();
    let mut decided: HashMap<ReviewId, Decided> = review_outcomes::table
        .filter(review_outcomes::review_id.eq_any(&ids))
        .order((review_outcomes::known_from, review_outcomes::id))
        .select((
            review_outcomes::review_id,
            (
                review_outcomes::label,
                review_outcomes::known_from,
                review_outcomes::capacity,
                review_outcomes::entry_id.is_null(),
            ),
        ))
        .load::<(ReviewId, Decided)>(conn)?
        .into_iter()
        .collect();
    let trained: HashSet<EnrolmentId> = trained(conn, who)?.into_iter().map(|row| row.id).collect();
    let mut terms: HashMap<VersionId, Terms> = HashMap::new();
    for (_, _, _, (version, _)) in &rows {
        if !terms.contains_key(version) {
            let days = programmes::version_at(conn, shelf, version, None)?.reviews.clone();
            terms.insert(version.clone(), terms_of(&days).map_err(Fault::Broken)?);
        }
    }
    let listed = rows.into_iter().filter_map(|(row, owner, owner_name, (version, programme))| {
        let seat = seats.get(&row.id).copied();
        let (has_pack, decided) = (frozen.contains(&row.id), decided.remove(&row.id));
        // What a seat alone opens ends with it.
        let alone = owner != *who.viewer() && !trained.contains(&row.enrolment_id);
        let until = |at: &Moment| Some(terms.get(&version)?.readable_until(at.day_in(DEFAULT_ZONE)));
        let last = decided.as_ref().and_then(|(_, at, ..)| until(at));
        if alone && (row.called_off_at.is_some() || last.is_some_and(|last| last < who.today())) {
            return None;
        }
        let waits_for_a_lead = row.called_off_at.is_none() && decided.as_ref().is_some_and(waits);
        let outcome = decided.map(|(label, ..)| label);
        Some(Listed { row, owner, owner_name, programme, seat, has_pack, outcome, waits_for_a_lead })
    });
    Ok((listed.collect(), more))
}

/// What was decided last: its name, when, in which capacity, and that it has no entry.
type Decided = (String, Moment, String, bool);

/// What a lead recorded of an enrolment that takes nothing more has no entry either, and waits for none.
fn waits((_, _, capacity, no_entry): &Decided) -> bool {
    *no_entry && capacity == Capacity::Panel.as_str()
}

/// Those that a panel decided and the asker, who leads the trainee, has to put into the record.
pub fn to_enter(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    listed: &[Listed],
    now: Moment,
) -> Result<HashSet<ReviewId>, Fault> {
    let waiting: Vec<&Listed> = listed.iter().filter(|one| one.waits_for_a_lead).collect();
    let ids: HashSet<&EnrolmentId> = waiting.iter().map(|one| &one.row.enrolment_id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let led: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::id.eq_any(ids))
        .filter(enrolments::id.eq_any(sight::enrolments_held(who, "lead")))
        .select(enrolments::id)
        .load(conn)?;
    // An enrolment that takes nothing more keeps the outcome without an entry.
    let closed = closings(conn, shelf, &led, now)?;
    let takes = |id: &EnrolmentId| led.contains(id) && !closed.contains_key(id);
    let entered =
        waiting.into_iter().filter(|one| takes(&one.row.enrolment_id) && one.owner != *who.viewer());
    Ok(entered.map(|one| one.row.id.clone()).collect())
}

/// A review that a programme asks for by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    pub enrolment: EnrolmentId,
    pub name: String,
    pub programme: String,
    pub code: String,
    pub title: String,
    pub due: Day,
}

/// Of everybody whom the asker leads: what is due until a day, not met and not planned; the first due first. A review
/// whose outcome is in the record, or is not good enough, is over: where the requirement is still not met, another is
/// wanted. One that only has to be entered is not planned again.
pub fn points(conn: &mut Conn, shelf: &Shelf, who: &Sight, until: Day) -> Result<Vec<Points>, Fault> {
    let mut wanted: HashMap<(EnrolmentId, String), (String, String, String)> = HashMap::new();
    for row in led(conn, who)? {
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        for (requirement, _) in asked(&version) {
            let key = (row.id.clone(), requirement.code.clone());
            wanted.insert(key, (row.name.clone(), version.title.clone(), requirement.title.clone()));
        }
    }
    let codes: HashSet<&str> = wanted.keys().map(|(_, code)| code.as_str()).collect();
    let due: Vec<(EnrolmentId, String, Option<Day>)> = standing_items::table
        .filter(standing_items::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
        .filter(standing_items::requirement.eq_any(codes))
        .filter(standing_items::met.eq(false))
        .filter(standing_items::due.le(until))
        .order((standing_items::due, standing_items::enrolment_id))
        .select((standing_items::enrolment_id, standing_items::requirement, standing_items::due))
        .load(conn)?;
    let over = review_outcomes::table
        .filter(review_outcomes::entry_id.is_not_null().or(review_outcomes::satisfactory.eq(false)))
        .select(review_outcomes::review_id);
    let planned: HashSet<(EnrolmentId, String)> = reviews::table
        .filter(reviews::enrolment_id.eq_any(sight::enrolments_held(who, "lead")))
        .filter(reviews::called_off_at.is_null())
        .filter(reviews::id.ne_all(over))
        .select((reviews::enrolment_id, reviews::requirement))
        .load::<(EnrolmentId, String)>(conn)?
        .into_iter()
        .collect();
    let open = due.into_iter().filter_map(|(enrolment, code, due)| {
        let key = (enrolment, code);
        if planned.contains(&key) {
            return None;
        }
        let (name, programme, title) = wanted.get(&key)?.clone();
        let (enrolment, code) = key;
        Some(Points { enrolment, name, programme, code, title, due: due? })
    });
    Ok(open.collect())
}
