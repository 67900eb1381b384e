//! What a person sees of many trainees at once. Each function is one or two statements, whatever the number
//! of trainees: a board of 200 costs as many statements as one of 2. The rows are small: no body is read.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::sight as sight_view;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::sight::{self, SightOver};
use crate::domain::amount::Amount;
use crate::domain::earlier::{BROUGHT, LEARNING, LOGBOOK};
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{self as enrolled, Enrolled, layer_today};
use crate::features::standing::figures::{Head, Headed, Item, Lapsing, Unasked, Waits};
use crate::features::standing::living::KeptLife;
use crate::features::standing::store::since::came_since;

/// These enrolments, by name.
pub fn headed(conn: &mut Conn, over: &SightOver) -> Result<Vec<Headed>, Fault> {
    type Row = (
        EnrolmentId,
        AccountId,
        (String, String),
        (VersionId, Option<LayerId>),
        DepartmentId,
        String,
        String,
        Day,
        Day,
        String,
        Option<(i32, i64, i64, Option<Day>, i32, i32, Option<Day>, String)>,
    );
    let mut rows: Vec<Row> = Vec::new();
    for some in over.enrolments() {
        let read = enrolments::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .inner_join(departments::table.inner_join(institutions::table))
            .left_join(standings::table)
            .left_join(programme_layers::table.on(layer_today()))
            .filter(enrolments::id.eq_any(some))
            .filter(enrolments::known_until.is_null())
            .select((
                enrolments::id,
                accounts::id,
                (accounts::name_folded, accounts::name),
                (enrolments::version_id, programme_layers::id.nullable()),
                departments::id,
                departments::name,
                enrolments::cohort,
                enrolments::started_on,
                enrolments::ends_on,
                institutions::zone,
                (
                    standings::engine,
                    standings::stale_no,
                    standings::fresh_no,
                    standings::holds_until,
                    standings::met,
                    standings::total,
                    standings::last_entry_on,
                    standings::life,
                )
                    .nullable(),
            ))
            .load::<Row>(conn)?;
        rows.extend(read);
    }
    rows.sort_by(|a, b| (&a.2.0, &a.0).cmp(&(&b.2.0, &b.0)));
    let headed = rows.into_iter().map(
        |(
            id,
            person,
            (_, name),
            (version, layer),
            department,
            department_name,
            cohort,
            started_on,
            ends_on,
            zone,
            head,
        )| {
            let head =
                head.map(|(engine, stale_no, fresh_no, holds_until, met, total, last_entry_on, life)| {
                    let life = KeptLife::read(&life);
                    Head { engine, stale_no, fresh_no, holds_until, met, total, last_entry_on, life }
                });
            Headed {
                id,
                person,
                name,
                version,
                layer,
                department,
                department_name,
                cohort,
                started_on,
                ends_on,
                zone,
                head,
            }
        },
    );
    Ok(headed.collect())
}

/// The figures of every requirement of these enrolments, in the order of their programmes.
pub fn items_of(conn: &mut Conn, over: &SightOver) -> Result<Vec<(EnrolmentId, Item)>, Fault> {
    type Row = (EnrolmentId, String, i64, i64, i64, bool, bool, String, Option<Day>, Option<Day>);
    let mut rows: Vec<Row> = Vec::new();
    for some in over.enrolments() {
        let read = standing_items::table
            .filter(standing_items::enrolment_id.eq_any(some))
            .order((standing_items::enrolment_id, standing_items::position))
            .select((
                standing_items::enrolment_id,
                standing_items::requirement,
                standing_items::submitted,
                standing_items::signed,
                standing_items::target,
                standing_items::met,
                standing_items::binding,
                standing_items::calm,
                standing_items::due,
                standing_items::behind_from,
            ))
            .load::<Row>(conn)?;
        rows.extend(read);
    }
    rows.into_iter()
        .map(|(id, requirement, submitted, signed, target, met, binding, calm, due, behind_from)| {
            let item = Item {
                requirement,
                submitted: Amount::of_hundredths(submitted),
                signed: Amount::of_hundredths(signed),
                target: Amount::of_hundredths(target),
                met,
                binding,
                due,
                behind_from,
                calm: calm.parse().map_err(Fault::broken)?,
            };
            Ok((id, item))
        })
        .collect()
}

/// Every open request about something that is filed under one of these enrolments, oldest first. What is
/// filed under several comes several times, and not for an enrolment that is frozen: nothing comes of it there. Asked from the few entries that are submitted: asked from the
/// filings, as one statement is planned, it reads all that a cohort ever did.
pub fn waits_of(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    over: &SightOver,
) -> Result<Vec<Waits>, Fault> {
    type Row = (RequestId, EntryId, String, Day, AccountId, String, Moment, Option<Moment>);
    let mut rows: Vec<Row> = Vec::new();
    let mut filed: HashMap<EntryId, Vec<EnrolmentId>> = HashMap::new();
    for some in over.portfolios() {
        let read = requests::table
            .inner_join(entries::table)
            .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
            .left_join(escalations::table.on(escalations::request_id.eq(requests::id)))
            .filter(requests::closed_at.is_null())
            .filter(entries::state.eq(EntryState::Submitted.as_str()))
            .filter(entries::portfolio_id.eq_any(some))
            .select((
                requests::id,
                entries::id,
                entries::title,
                entries::happened_on,
                accounts::id,
                accounts::name,
                requests::known_from,
                escalations::made_at.nullable(),
            ))
            .load::<Row>(conn)?;
        rows.extend(read);
        let submitted = entries::table
            .filter(entries::state.eq(EntryState::Submitted.as_str()))
            .filter(entries::portfolio_id.eq_any(some))
            .select(entries::id);
        let read: Vec<(EntryId, EnrolmentId)> = filings::table
            .filter(filings::known_until.is_null())
            .filter(filings::entry_id.eq_any(submitted))
            .order((filings::entry_id, filings::enrolment_id))
            .select((filings::entry_id, filings::enrolment_id))
            .load(conn)?;
        for (entry, enrolment) in read.into_iter().filter(|(_, enrolment)| over.holds(enrolment)) {
            filed.entry(entry).or_default().push(enrolment);
        }
    }
    rows.sort_by(|a, b| (a.6, &a.0).cmp(&(b.6, &b.0)));
    let frozen = frozen_under(conn, (shelf, now), rows.iter().filter_map(|row| filed.get(&row.1)))?;
    // What was brought before leads while it waited with somebody else is not late with whom it waits with now.
    let brought: Vec<RequestId> =
        rows.iter().filter(|row| row.7.is_some()).map(|row| row.0.clone()).collect();
    let came = came_since(conn, &brought)?;
    let mut waits = Vec::new();
    for (request, entry, title, day, asked, asked_name, since, brought) in rows {
        let brought = brought.is_some_and(|at| came.get(&request).is_none_or(|came| at > *came));
        let under = filed.get(&entry).into_iter().flatten();
        for enrolment in under.filter(|enrolment| !frozen.contains(*enrolment)) {
            waits.push(Waits {
                enrolment: enrolment.clone(),
                request: request.clone(),
                entry: entry.clone(),
                title: title.clone(),
                day,
                asked: asked.clone(),
                asked_name: asked_name.clone(),
                since,
                brought,
            });
        }
    }
    Ok(waits)
}

/// Of the enrolments under which something that waits is filed those that are frozen.
fn frozen_under<'a>(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    filed: impl Iterator<Item = &'a Vec<EnrolmentId>>,
) -> Result<BTreeSet<EnrolmentId>, Fault> {
    let under: BTreeSet<&EnrolmentId> = filed.flatten().collect();
    let under: Vec<EnrolmentId> = under.into_iter().cloned().collect();
    let mut frozen = BTreeSet::new();
    for some in under.chunks(1_000) {
        let closings = enrolled::closings(conn, shelf, some, now)?;
        frozen.extend(closings.into_iter().filter(|(_, one)| one.why.is_frozen()).map(|(id, _)| id));
    }
    Ok(frozen)
}

/// What is from before, is not judged, and waits with nobody by name: the lead's to look after. Oldest first.
pub fn unasked_of(conn: &mut Conn, over: &SightOver) -> Result<Vec<Unasked>, Fault> {
    type Row = (EntryId, String, Day, Moment, EnrolmentId);
    let mut rows: Vec<Row> = Vec::new();
    for some in over.portfolios() {
        let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
        let read = entries::table
            .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
            .filter(entries::state.eq(EntryState::Submitted.as_str()))
            .filter(entries::portfolio_id.eq_any(some))
            .filter(entries::kind.eq_any([LOGBOOK, LEARNING]))
            .filter(entries::earlier.eq(BROUGHT))
            .filter(filings::known_until.is_null())
            .filter(entries::id.ne_all(asked))
            .select((
                entries::id,
                entries::title,
                entries::happened_on,
                entries::changed_at,
                filings::enrolment_id,
            ))
            .load::<Row>(conn)?;
        rows.extend(read);
    }
    rows.retain(|row| over.holds(&row.4));
    rows.sort_by(|a, b| (a.3, &a.0, &a.4).cmp(&(b.3, &b.0, &b.4)));
    rows.dedup_by(|b, a| a.0 == b.0);
    let unasked = rows.into_iter().map(|(entry, title, day, since, enrolment)| Unasked {
        enrolment,
        entry,
        title,
        day,
        since,
    });
    Ok(unasked.collect())
}

/// The registrations of these trainees that end from today until the day, and are not renewed.
pub fn lapsing_of(conn: &mut Conn, over: &SightOver, today: Day, until: Day) -> Result<Vec<Lapsing>, Fault> {
    let mut rows: Vec<(AccountId, String, Option<Day>)> = Vec::new();
    for some in over.portfolios() {
        let people = portfolios::table.filter(portfolios::id.eq_any(some)).select(portfolios::person_id);
        let read = registrations::table
            .filter(registrations::person_id.eq_any(people))
            .filter(registrations::known_until.is_null())
            .order((registrations::person_id, registrations::body, registrations::id))
            .select((registrations::person_id, registrations::body, registrations::valid_until))
            .load::<(AccountId, String, Option<Day>)>(conn)?;
        rows.extend(read);
    }
    Ok(ending(rows, today, until))
}

/// The same of those who supervise them today, by name.
pub fn lapsing_supervisors(
    conn: &mut Conn,
    who: &Sight,
    over: &SightOver,
    until: Day,
) -> Result<Vec<(String, Lapsing)>, Fault> {
    let mut rows: Vec<(AccountId, String, String, Option<Day>)> = Vec::new();
    for some in over.enrolments() {
        let people = sight_view::table
            .filter(sight_view::capacity.eq(Capacity::Supervisor.as_str()))
            .filter(sight_view::from_day.le(who.today()))
            .filter(sight_view::until_day.ge(who.today()))
            .filter(sight_view::enrolment_id.eq_any(some))
            .select(sight_view::viewer_id);
        let read = registrations::table
            .inner_join(accounts::table.on(accounts::id.eq(registrations::person_id)))
            .filter(registrations::person_id.eq_any(people))
            .filter(registrations::known_until.is_null())
            .order((registrations::person_id, registrations::body, registrations::id))
            .select((
                registrations::person_id,
                accounts::name,
                registrations::body,
                registrations::valid_until,
            ))
            .load::<(AccountId, String, String, Option<Day>)>(conn)?;
        rows.extend(read);
    }
    // Who supervises in two slices comes twice.
    rows.sort_by(|a, b| (&a.0, &a.2).cmp(&(&b.0, &b.2)));
    let names: HashMap<AccountId, String> =
        rows.iter().map(|(person, name, ..)| (person.clone(), name.clone())).collect();
    let rows = rows.into_iter().map(|(person, _, body, end)| (person, body, end)).collect();
    let mut found: Vec<(String, Lapsing)> = ending(rows, who.today(), until)
        .into_iter()
        .map(|one| (names.get(&one.person).cloned().unwrap_or_default(), one))
        .collect();
    found.sort_by_key(|(name, one)| (name.to_lowercase(), one.on));
    Ok(found)
}

/// The last day of each person's registration with each body, where it falls between the two.
fn ending(rows: Vec<(AccountId, String, Option<Day>)>, from: Day, until: Day) -> Vec<Lapsing> {
    let mut last: Vec<(AccountId, String, Option<Day>)> = Vec::new();
    for (person, body, end) in rows {
        match last.last_mut() {
            Some((p, b, known)) if *p == person && *b == body => {
                *known = known.zip(end).map(|(known, end)| known.max(end));
            }
            _ => last.push((person, body, end)),
        }
    }
    last.into_iter()
        .filter_map(|(person, body, end)| Some(Lapsing { person, body, on: end? }))
        .filter(|one| from <= one.on && one.on <= until)
        .collect()
}

/// One enrolment, if it exists for this person.
pub fn seen_enrolment(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<Enrolled, Fault> {
    let there: i64 = enrolments::table
        .filter(enrolments::id.eq(id))
        .filter(enrolments::id.eq_any(sight::enrolments_seen(who)))
        .count()
        .get_result(conn)?;
    if there == 0 { Err(Fault::NotFound) } else { enrolled::enrolment(conn, id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewed_registration_does_not_lapse() {
        let day = |text: &str| Some(text.parse::<Day>().unwrap());
        let row = |who: &str, body: &str, end| (AccountId::new(who), body.to_owned(), end);
        let rows = vec![
            row("ann", "ccps", day("2026-12-01")),
            row("ben", "ccps", day("2026-12-01")),
            row("ben", "ccps", day("2027-12-01")),
            row("cat", "ccps", day("2026-12-01")),
            row("cat", "ccps", None),
            row("dan", "ccps", day("2026-11-01")),
            row("eve", "hcpc", day("2027-06-01")),
        ];
        let found = ending(rows, day("2026-11-21").unwrap(), day("2026-12-21").unwrap());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].person.as_str(), found[0].on), ("ann", day("2026-12-01").unwrap()));
    }
}
