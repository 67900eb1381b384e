//! Which rows exist for a person, as sub-selects that every read of people's data uses:
//! `.filter(entries::id.eq_any(sight::entries_seen(who)))`. Written as IN, not EXISTS: a trainee's
//! newest 50 of 400 000 entries in 0.13 ms against 281 ms (house.md 8).
//!
//! A running appointment sees all of what is filed under its enrolments. An ended one sees, for 60
//! days, what happened within it; and everyone always sees what they decided themselves.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::dsl::{Eq, Filter, auto_type};
use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    decisions, entry_sight, filings, narrow_sight, request_sight, sight, university_sight, unread,
};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, EntryId, PortfolioId};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::Day;

/// Ids of the enrolments that this person sees, their own included.
#[auto_type(no_type_alias)]
pub fn enrolments_seen<'a>(who: &'a Sight) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let oldest_end: Day = who.oldest_end();
    let today: Day = who.today();
    sight::table
        .filter(sight::viewer_id.eq(viewer))
        .filter(sight::until_day.ge(oldest_end))
        .filter(sight::from_day.le(today))
        .select(sight::enrolment_id)
}

/// Ids of the enrolments over which this person holds the capacity (`supervisor`, `lead`) today.
#[auto_type(no_type_alias)]
pub fn enrolments_held<'a>(who: &'a Sight, capacity: &'a str) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let today: Day = who.today();
    sight::table
        .filter(sight::viewer_id.eq(viewer))
        .filter(sight::capacity.eq(capacity))
        .filter(sight::until_day.ge(today))
        .filter(sight::from_day.le(today))
        .select(sight::enrolment_id)
}

/// Ids of the enrolments for which this person enters marks today as a university administrator.
#[auto_type(no_type_alias)]
pub fn enrolments_of_university<'a>(who: &'a Sight) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let today: Day = who.today();
    university_sight::table
        .filter(university_sight::viewer_id.eq(viewer))
        .filter(university_sight::until_day.ge(today))
        .filter(university_sight::from_day.le(today))
        .select(university_sight::enrolment_id)
}

/// Ids of the enrolments that this person looks after today in a narrow capacity (`tutor`, `coordinator`).
#[auto_type(no_type_alias)]
pub fn enrolments_narrowly<'a>(who: &'a Sight, capacity: &'a str) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let today: Day = who.today();
    narrow_sight::table
        .filter(narrow_sight::viewer_id.eq(viewer))
        .filter(narrow_sight::capacity.eq(capacity))
        .filter(narrow_sight::until_day.ge(today))
        .filter(narrow_sight::from_day.le(today))
        .select(narrow_sight::enrolment_id)
}

/// Ids of the entries that this person sees.
#[auto_type]
pub fn entries_seen<'a>(who: &'a Sight) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let oldest_end: Day = who.oldest_end();
    let today: Day = who.today();
    entry_sight::table
        .filter(entry_sight::viewer_id.eq(viewer))
        .filter(entry_sight::until_day.ge(oldest_end))
        .filter(entry_sight::from_day.le(today))
        .filter(
            entry_sight::until_day
                .ge(today)
                .or(entry_sight::happened_on.between(entry_sight::from_day, entry_sight::until_day)),
        )
        .select(entry_sight::entry_id)
}

/// The entries of one's own portfolio that are closed to oneself: what a supervisor tells the lead in confidence.
#[auto_type(no_type_alias)]
pub fn entries_closed_to_owner() -> _ {
    unread::table.filter(unread::capacity.eq("trainee")).select(unread::entry_id)
}

/// The entries that those who lead their owners do not read.
#[auto_type(no_type_alias)]
pub fn entries_closed_to_leads() -> _ {
    unread::table.filter(unread::capacity.eq("lead")).select(unread::entry_id)
}

/// This entry's id, if the person sees it: for what is about one entry. The list of all that somebody sees
/// is made once for a statement, which for one row of 400 000 is the dearest part of it.
pub fn entry_seen<'a>(
    who: &'a Sight,
    id: &'a EntryId,
) -> Filter<entries_seen<'a>, Eq<entry_sight::entry_id, &'a EntryId>> {
    entries_seen(who).filter(entry_sight::entry_id.eq(id))
}

/// The requests that wait before this person today: what they were asked, and what those were asked for whom
/// they stand in. Who supervises and leads nobody today stands in for nobody (`people::away_on`). It opens no entry:
/// whoever reads one asks for that as well.
#[auto_type(no_type_alias)]
pub fn requests_before<'a>(who: &'a Sight) -> _ {
    let viewer: &'a AccountId = who.viewer();
    let today: Day = who.today();
    request_sight::table
        .filter(request_sight::viewer_id.eq(viewer))
        .filter(request_sight::from_day.le(today))
        .filter(request_sight::until_day.ge(today))
        .filter(
            request_sight::absence_id.eq("").or(request_sight::viewer_id.eq_any(
                sight::table
                    .filter(sight::viewer_id.eq(viewer))
                    .filter(sight::capacity.eq("supervisor").or(sight::capacity.eq("lead")))
                    .filter(sight::from_day.le(today))
                    .filter(sight::until_day.ge(today))
                    .select(sight::viewer_id),
            )),
        )
}

/// The entries that wait for this person and that they see: what an inbox lists and the menu counts with
/// every page. Asked from the few that wait: asked from all that somebody sees, it was most of a signature
/// (2 000 trainees, 190 waiting).
pub fn entries_waiting(conn: &mut Conn, who: &Sight) -> Result<HashSet<EntryId>, Fault> {
    let (viewer, today) = (who.viewer(), who.today());
    let open = || requests_before(who);
    let filed: Vec<(EntryId, Option<(EnrolmentId, Day)>)> = open()
        .left_join(
            filings::table
                .on(filings::entry_id.eq(request_sight::entry_id).and(filings::known_until.is_null())),
        )
        .select((request_sight::entry_id, (filings::enrolment_id, filings::happened_on).nullable()))
        .load(conn)?;
    if filed.is_empty() {
        return Ok(HashSet::new());
    }
    let spans: Vec<(EnrolmentId, Day, Day)> = sight::table
        .filter(sight::viewer_id.eq(viewer))
        .filter(sight::until_day.ge(who.oldest_end()))
        .filter(sight::from_day.le(today))
        .select((sight::enrolment_id, sight::from_day, sight::until_day))
        .load(conn)?;
    let mut by_enrolment: HashMap<EnrolmentId, Vec<(Day, Day)>> = HashMap::new();
    for (enrolment, from, until) in spans {
        by_enrolment.entry(enrolment).or_default().push((from, until));
    }
    let covers =
        |day: Day| move |&(from, until): &(Day, Day)| until >= today || (from <= day && day <= until);
    let covered = |(enrolment, day): &(EnrolmentId, Day)| {
        by_enrolment.get(enrolment).is_some_and(|spans| spans.iter().any(covers(*day)))
    };
    let (mut seen, mut unseen) = (HashSet::new(), HashSet::new());
    for (entry, filing) in filed {
        if filing.as_ref().is_some_and(covered) {
            seen.insert(entry)
        } else {
            unseen.insert(entry)
        };
    }
    if !unseen.is_subset(&seen) {
        // Everybody always sees what they decided themselves.
        let decided: Vec<EntryId> = open()
            .inner_join(decisions::table.on(decisions::entry_id.eq(request_sight::entry_id)))
            .filter(decisions::signer_id.eq(viewer))
            .select(decisions::entry_id)
            .load(conn)?;
        seen.extend(decided);
    }
    Ok(seen)
}

/// The enrolments over which a person holds a capacity today, asked once for a page of many trainees. As a
/// sub-select in each of its statements, PostgreSQL guessed 1 073 for the 24 that there were and read every
/// row of every trainee: 430 ms for the board of a cohort beside 1 999 others, 13 ms with these ids.
pub struct SightOver {
    enrolments: Vec<EnrolmentId>,
    portfolios: Vec<PortfolioId>,
}

/// A statement names at most so many: SQLite takes 32 766 values.
const AT_ONCE: usize = 10_000;

impl SightOver {
    pub fn of(conn: &mut Conn, who: &Sight, capacity: Capacity) -> Result<SightOver, Fault> {
        let rows: BTreeSet<(EnrolmentId, PortfolioId)> = sight::table
            .filter(sight::viewer_id.eq(who.viewer()))
            .filter(sight::capacity.eq(capacity.as_str()))
            .filter(sight::until_day.ge(who.today()))
            .filter(sight::from_day.le(who.today()))
            .select((sight::enrolment_id, sight::portfolio_id))
            .load::<(EnrolmentId, PortfolioId)>(conn)?
            .into_iter()
            .collect();
        Ok(SightOver::among(rows))
    }

    /// Those that somebody looks after today in a narrow capacity: for figures, never for entries.
    pub fn narrow(conn: &mut Conn, who: &Sight, capacity: Capacity) -> Result<SightOver, Fault> {
        let rows: BTreeSet<(EnrolmentId, PortfolioId)> = narrow_sight::table
            .filter(narrow_sight::viewer_id.eq(who.viewer()))
            .filter(narrow_sight::capacity.eq(capacity.as_str()))
            .filter(narrow_sight::until_day.ge(who.today()))
            .filter(narrow_sight::from_day.le(who.today()))
            .select((narrow_sight::enrolment_id, narrow_sight::portfolio_id))
            .load::<(EnrolmentId, PortfolioId)>(conn)?
            .into_iter()
            .collect();
        Ok(SightOver::among(rows))
    }

    fn among(rows: BTreeSet<(EnrolmentId, PortfolioId)>) -> SightOver {
        let portfolios: BTreeSet<PortfolioId> = rows.iter().map(|(_, one)| one.clone()).collect();
        let enrolments = rows.into_iter().map(|(one, _)| one).collect();
        SightOver { enrolments, portfolios: portfolios.into_iter().collect() }
    }

    pub fn holds(&self, enrolment: &EnrolmentId) -> bool {
        self.enrolments.binary_search(enrolment).is_ok()
    }

    /// The enrolments, as many at once as a statement can name.
    pub fn enrolments(&self) -> impl Iterator<Item = &[EnrolmentId]> {
        self.enrolments.chunks(AT_ONCE)
    }

    /// Their portfolios, likewise; who is enrolled twice comes once.
    pub fn portfolios(&self) -> impl Iterator<Item = &[PortfolioId]> {
        self.portfolios.chunks(AT_ONCE)
    }
}
