//! One review with what somebody is to it, and how far it has come.

use chrono_tz::Tz;
use diesel::prelude::*;

use super::outcomes::{OutcomeShown, outcomes};
use super::packs::{PackHead, packs};
use super::rows::{ReviewRow, SeatShown};
use crate::db::conn::Conn;
use crate::db::schema::{accounts, review_seats, reviews};
use crate::db::shelf::Shelf;
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::reviews::{Latest, ReviewCase, Seated, Sees, sees};
use crate::domain::programme::called::Called;
use crate::domain::review::{Heard, Phase, Reply, Terms, terms_of};
use crate::domain::role::{Person, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::{Enrolled, enrolment, led_one, trains};
use crate::features::programmes;

/// A review, its trainee, its panel, what came of it, and the asker's part in it.
#[derive(Debug, Clone)]
pub struct Found {
    pub row: ReviewRow,
    pub enrolled: Enrolled,
    /// The title of what the trainee is on.
    pub programme: String,
    pub seats: Vec<SeatShown>,
    /// The newest last; the one that is read is the last that was not withdrawn.
    pub packs: Vec<PackHead>,
    /// The one that holds last.
    pub outcomes: Vec<OutcomeShown>,
    pub terms: Terms,
    pub zone: Tz,
    /// What the programme calls those who look after its people; the general names until a page asks.
    pub called: Called,
    pub case: ReviewCase,
    pub sees: Sees,
}

impl Found {
    pub fn pack(&self) -> Option<&PackHead> {
        self.packs.iter().rfind(|pack| pack.withdrawn_at.is_none())
    }

    /// Names the plan as it is now: a page that was opened before a change of it has another.
    pub fn planned(&self) -> String {
        let row = &self.row;
        let mut said = vec![row.sort.clone(), row.held_on.iso(), row.prepare_by.iso()];
        said.extend(self.seats.iter().map(|seat| format!("{} {}", seat.row.person_id, seat.row.chair)));
        digest(&said)
    }

    /// The last day that is in what the panel reads, and its end, if nobody freezes it before.
    pub fn frozen_after(&self) -> (Day, Moment) {
        let last = self.terms.frozen_after(self.row.held_on, self.row.prepare_by);
        (last, last.ends_in(self.zone))
    }

    pub fn latest(&self) -> Option<&OutcomeShown> {
        self.outcomes.last()
    }
}

/// The review for somebody who sees anything of it; for everybody else there is none.
// open: what the person is to it is asked of the rules at once
pub fn found(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &ReviewId) -> Result<Found, Fault> {
    let found = open_one(conn, shelf, (Some(person), person.now), id)?;
    if found.sees == Sees::Nothing { Err(Fault::NotFound) } else { Ok(found) }
}

/// The review for the house at work, which has no part in it.
pub fn found_by_house(
    conn: &mut Conn,
    shelf: &Shelf,
    id: &ReviewId,
    now: Moment,
    _: System,
) -> Result<Found, Fault> {
    open_one(conn, shelf, (None, now), id)
}

// open: the rules are asked with it before anything is shown
fn open_one(
    conn: &mut Conn,
    shelf: &Shelf,
    (person, now): (Option<&Person>, Moment),
    id: &ReviewId,
) -> Result<Found, Fault> {
    let row: ReviewRow = reviews::table.find(id).first(conn)?;
    let enrolled = enrolment(conn, &row.enrolment_id)?;
    let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let seats: Vec<SeatShown> = review_seats::table
        .inner_join(accounts::table.on(accounts::id.eq(review_seats::person_id)))
        .filter(review_seats::review_id.eq(id))
        .filter(review_seats::known_until.is_null())
        .order((review_seats::chair.desc(), accounts::name_folded, review_seats::id))
        .select((review_seats::all_columns, accounts::name))
        .load(conn)?;
    let packs = packs(conn, id)?;
    let outcomes = outcomes(conn, id)?;
    let terms = terms_of(&version.reviews).map_err(Fault::Broken)?;
    let zone: Tz = enrolled.zone.parse().unwrap_or(DEFAULT_ZONE);
    let (leads, supervises) = match person.map(Person::sight) {
        Some(sight) => {
            (led_one(conn, &sight, &row.enrolment_id).is_ok(), trains(conn, &sight, &row.enrolment_id)?)
        }
        None => (false, false),
    };
    let own_seat = seats.iter().find(|one| person.is_some_and(|person| one.row.person_id == person.account));
    let latest = latest(&outcomes, &terms, zone);
    let frozen = packs.iter().any(|pack| pack.withdrawn_at.is_none());
    let heard = latest.as_ref().map(|(_, heard)| *heard);
    let phase = Phase::of((row.called_off_at.is_some(), frozen), heard, now.day_in(zone));
    let recorded = outcomes.last().map(|one| one.row.known_from.day_in(zone));
    let case = ReviewCase {
        review: id.clone(),
        owner: enrolled.person.clone(),
        leads,
        supervises,
        seat: own_seat.map(|one| Seated { chair: one.row.chair }),
        phase,
        prepare_by: row.prepare_by,
        // While an objection waits the panel may be asked.
        readable_until: recorded
            .filter(|_| phase != Phase::Objected)
            .map(|recorded| terms.readable_until(recorded)),
        latest: latest.map(|(latest, _)| latest),
    };
    let sees = person.map_or(Sees::Nothing, |person| sees(person, &case));
    Ok(Found {
        row,
        enrolled,
        programme: version.title.clone(),
        seats,
        packs,
        outcomes,
        terms,
        zone,
        called: Called::default(),
        case,
        sees,
    })
}

/// The outcome that holds, and what was said of it.
fn latest(all: &[OutcomeShown], terms: &Terms, zone: Tz) -> Option<(Latest, Heard)> {
    let last = all.last()?;
    let said = |outcome: &OutcomeShown, what: Reply| {
        outcome.replies.iter().any(|(row, _)| row.what == what.as_str())
    };
    let heard = Heard {
        objection_until: terms.objection_until(last.row.known_from.day_in(zone)),
        acknowledged: said(last, Reply::Acknowledged),
        objected: all.iter().any(|one| said(one, Reply::Objected)),
        answered: all.iter().any(|one| said(one, Reply::Upheld) || said(one, Reply::Changed)),
    };
    let latest = Latest {
        outcome: last.row.id.clone(),
        recorded_by: last.row.recorded_by.clone(),
        objection_until: heard.objection_until,
        acknowledged: heard.acknowledged,
        objected: heard.objected,
    };
    Some((latest, heard))
}
