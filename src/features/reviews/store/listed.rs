//! The reviews that somebody has a part in, and those that programmes ask for and nobody has planned.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, enrolments, portfolios, programme_versions, review_outcomes, review_packs, review_preparations,
    review_replies, review_seats, reviews, standing_items,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::review::{Heard, Phase, Reply, Side, Terms, terms_of};
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
    pub phase: Phase,
    /// Whether the asker's side is prepared, if they have one.
    pub prepared: Option<bool>,
    /// The name of what was decided last.
    pub outcome: Option<String>,
    /// Who recorded that.
    pub recorded_by: Option<AccountId>,
    /// A panel decided it, and no lead has put it into the record.
    pub waits_for_a_lead: bool,
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
                review_outcomes::id,
                review_outcomes::label,
                review_outcomes::known_from,
                review_outcomes::capacity,
                review_outcomes::entry_id.is_null(),
                review_outcomes::recorded_by,
            ),
        ))
        .load::<(ReviewId, Decided)>(conn)?
        .into_iter()
        .collect();
    let said = said(conn, &ids)?;
    let prepared = prepared(conn, &ids)?;
    let supervised: HashSet<EnrolmentId> = enrolments::table
        .filter(enrolments::id.eq_any(sight::enrolments_held(who, "supervisor")))
        .select(enrolments::id)
        .load::<EnrolmentId>(conn)?
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
        let decided = decided.remove(&row.id);
        let terms = terms.get(&version)?;
        let heard = decided.as_ref().map(|one| {
            let said = said.get(&row.id).map_or(&[][..], Vec::as_slice);
            let any = |what: Reply| said.iter().any(|(_, said)| said == what.as_str());
            let read = Reply::Acknowledged.as_str();
            Heard {
                objection_until: terms.objection_until(one.at.day_in(DEFAULT_ZONE)),
                acknowledged: said.iter().any(|(of, said)| *of == one.id && said == read),
                objected: any(Reply::Objected),
                answered: any(Reply::Upheld) || any(Reply::Changed),
            }
        });
        let called_off = row.called_off_at.is_some();
        let phase = Phase::of((called_off, frozen.contains(&row.id)), heard, who.today());
        // What a seat alone opens ends with it; while an objection waits the panel may be asked.
        let alone = owner != *who.viewer() && !trained.contains(&row.enrolment_id);
        let last = decided.as_ref().map(|one| terms.readable_until(one.at.day_in(DEFAULT_ZONE)));
        let past = phase != Phase::Objected && last.is_some_and(|last| last < who.today());
        if alone && (called_off || past) {
            return None;
        }
        let side = match owner == *who.viewer() {
            true => Some(Side::Trainee),
            false => supervised.contains(&row.enrolment_id).then_some(Side::Supervisor),
        };
        let prepared = side.map(|side| prepared.contains(&(row.id.clone(), side.to_string())));
        let waits_for_a_lead = !called_off && decided.as_ref().is_some_and(waits);
        let (outcome, recorded_by) = decided.map(|one| (one.label, one.recorded_by)).unzip();
        Some(Listed {
            row,
            owner,
            owner_name,
            programme,
            seat,
            phase,
            prepared,
            outcome,
            recorded_by,
            waits_for_a_lead,
        })
    });
    Ok((listed.collect(), more))
}

/// What was decided last.
#[derive(Debug, Clone, Queryable)]
struct Decided {
    id: OutcomeId,
    label: String,
    at: Moment,
    /// In which it was recorded.
    capacity: String,
    no_entry: bool,
    recorded_by: AccountId,
}

/// What a lead recorded of an enrolment that takes nothing more has no entry either, and waits for none.
fn waits(one: &Decided) -> bool {
    one.no_entry && one.capacity == Capacity::Panel.as_str()
}

/// What was said of the outcomes of reviews: of which, and what.
// open: of reviews that were found in sight; no words of it
fn said(conn: &mut Conn, ids: &[&ReviewId]) -> Result<HashMap<ReviewId, Vec<(OutcomeId, String)>>, Fault> {
    let rows: Vec<(ReviewId, OutcomeId, String)> = review_replies::table
        .inner_join(review_outcomes::table.on(review_outcomes::id.eq(review_replies::outcome_id)))
        .filter(review_outcomes::review_id.eq_any(ids.iter().copied()))
        .select((review_outcomes::review_id, review_outcomes::id, review_replies::what))
        .load(conn)?;
    let mut all: HashMap<ReviewId, Vec<(OutcomeId, String)>> = HashMap::new();
    for (review, outcome, what) in rows {
        all.entry(review).or_default().push((outcome, what));
    }
    Ok(all)
}

/// Which sides of reviews somebody has prepared.
// open: of reviews that were found in sight; no words of it
fn prepared(conn: &mut Conn, ids: &[&ReviewId]) -> Result<HashSet<(ReviewId, String)>, Fault> {
    let rows: Vec<(ReviewId, String)> = review_preparations::table
        .filter(review_preparations::review_id.eq_any(ids.iter().copied()))
        .filter(review_preparations::known_until.is_null())
        .select((review_preparations::review_id, review_preparations::side))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Those whose objection waits for an answer, of whom the asker leads; and whether the asker may give it, which whoever
/// chaired the panel or recorded the outcome may not.
pub fn objections(conn: &mut Conn, who: &Sight, listed: &[Listed]) -> Result<HashMap<ReviewId, bool>, Fault> {
    let waiting: Vec<&Listed> =
        listed.iter().filter(|one| one.phase == Phase::Objected && one.owner != *who.viewer()).collect();
    if waiting.is_empty() {
        return Ok(HashMap::new());
    }
    let led: HashSet<EnrolmentId> = enrolments::table
        .filter(enrolments::id.eq_any(waiting.iter().map(|one| &one.row.enrolment_id)))
        .filter(enrolments::id.eq_any(sight::enrolments_held(who, "lead")))
        .select(enrolments::id)
        .load::<EnrolmentId>(conn)?
        .into_iter()
        .collect();
    let theirs = waiting.into_iter().filter(|one| led.contains(&one.row.enrolment_id)).map(|one| {
        let decided = one.seat == Some(true) || one.recorded_by.as_ref() == Some(who.viewer());
        (one.row.id.clone(), !decided)
    });
    Ok(theirs.collect())
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
