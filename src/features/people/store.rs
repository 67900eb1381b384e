//! Appointments and registrations as rules read them: who is entitled to what on a day. The parts below
//! write them, and say who is whose.

mod appointments;
mod away;
mod committed;
mod department;
mod joining;
mod numbers;
mod place_rows;
mod places;
mod reach;
mod statements;

pub use crate::domain::appointment::AppointmentRow;
pub use appointments::{
    Appointed, appoint, appointment, appointments_of, colleagues, end, end_open, enters_marks, governs,
    holding, is_staff_besides, keeps_house, reads_over, staff, territory,
};
pub use away::{
    AbsenceRow, Away, absence, absences_of, away_on, come_back, deputises, enrolments_covered, go_away,
    possible_deputies, stands_in, stands_in_for, tell_of_lost_deputy, waiting_with, without_their_deputy,
};
pub use committed::{ConfirmationRow, RegistrationRow, committed_rows};
pub use department::of_department;
pub use joining::{Holder, Waiting, brought_in, hand_on, holder, invite_again, waiting_to_join};
pub use numbers::{NumberRow, add_number, end_number, erase_numbers, every_number, numbers_of};
pub use place_rows::{DepartmentRow, InstitutionRow, SiteRow, Written as WrittenPlace, vouch_place};
pub use places::{Atlas, Department, Institution, Site, enrolled_at};
pub use reach::{Supervising, reached, reaches, supervisors};
pub use statements::{
    Stated, Statement, confirm, correct, state, stated, statements_of, take_back, take_confirmation_back,
};

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, registration_confirmations, registrations, sight, university_sight};
use crate::domain::fact::OnRegister;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, RegistrationId};
use crate::domain::role::{Capacity, DECIDE_AFTER_END_DAYS};
use crate::domain::time::{Day, Moment};

/// A registration with what is known about it at an instant.
#[derive(Debug, Clone)]
pub struct Registered {
    pub id: RegistrationId,
    pub person: AccountId,
    pub body: String,
    pub category: String,
    pub number: String,
    pub valid_from: Day,
    pub valid_until: Option<Day>,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
    pub confirmed: bool,
}

impl Registered {
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|end| day <= end)
    }
}

/// The registrations of these people as they were known at the instant.
// open: rules read the registrations of those who signed; pages ask through a person in sight
pub fn registrations_of(
    conn: &mut Conn,
    people: &[AccountId],
    as_of: Moment,
) -> Result<Vec<Registered>, Fault> {
    type Row = (RegistrationId, AccountId, String, String, String, Day, Option<Day>, Moment, Option<Moment>);
    let rows: Vec<Row> = registrations::table
        .filter(registrations::person_id.eq_any(people))
        .filter(registrations::known_from.le(as_of))
        .filter(registrations::known_until.is_null().or(registrations::known_until.gt(as_of)))
        .order((registrations::valid_from, registrations::id))
        .select((
            registrations::id,
            registrations::person_id,
            registrations::body,
            registrations::category,
            registrations::number,
            registrations::valid_from,
            registrations::valid_until,
            registrations::known_from,
            registrations::known_until,
        ))
        .load(conn)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let confirmed: HashSet<RegistrationId> = registration_confirmations::table
        .inner_join(registrations::table)
        .filter(registrations::person_id.eq_any(people))
        .filter(registration_confirmations::known_from.le(as_of))
        .filter(
            registration_confirmations::known_until
                .is_null()
                .or(registration_confirmations::known_until.gt(as_of)),
        )
        .select(registration_confirmations::registration_id)
        .load(conn)?
        .into_iter()
        .collect();
    let registered = rows.into_iter().map(
        |(id, person, body, category, number, valid_from, valid_until, known_from, known_until)| {
            let confirmed = confirmed.contains(&id);
            Registered {
                id,
                person,
                body,
                category,
                number,
                valid_from,
                valid_until,
                known_from,
                known_until,
                confirmed,
            }
        },
    );
    Ok(registered.collect())
}

/// The registers a person was on, on a day; `None` where nobody has confirmed any for them.
pub fn on_registers(known: &[Registered], person: &AccountId, day: Day) -> Option<Vec<OnRegister>> {
    let theirs: Vec<&Registered> = known.iter().filter(|r| r.person == *person && r.confirmed).collect();
    (!theirs.is_empty()).then(|| {
        theirs
            .iter()
            .filter(|r| r.holds_on(day))
            .map(|r| OnRegister { body: r.body.clone(), category: r.category.clone() })
            .collect()
    })
}

/// Those of these people who supervised or led under the enrolments and do so no more, with their last day.
// open: they were found for the asker, who is told of it
pub fn last_days(
    conn: &mut Conn,
    people: &[AccountId],
    enrolments: &[EnrolmentId],
    today: Day,
) -> Result<HashMap<AccountId, Day>, Fault> {
    let rows: Vec<(AccountId, Day)> = sight::table
        .filter(sight::viewer_id.eq_any(people))
        .filter(sight::enrolment_id.eq_any(enrolments))
        .filter(sight::capacity.ne("trainee"))
        .filter(sight::from_day.le(today))
        .select((sight::viewer_id, sight::until_day))
        .load(conn)?;
    let mut last: HashMap<AccountId, Day> = HashMap::new();
    for (person, until) in rows {
        let known = last.entry(person).or_insert(until);
        *known = (*known).max(until);
    }
    last.retain(|_, until| *until < today);
    Ok(last)
}

/// In which capacities the person may decide, today, on something that happened on `day` under the
/// enrolment: the appointment covers the day, and has not ended more than 60 days ago.
// open: the rule of who may decide; its answer becomes a grant
pub fn capacities_over(
    conn: &mut Conn,
    person: &AccountId,
    enrolment: &EnrolmentId,
    day: Day,
    today: Day,
) -> Result<Vec<Capacity>, Fault> {
    let words: Vec<String> = sight::table
        .filter(sight::viewer_id.eq(person))
        .filter(sight::enrolment_id.eq(enrolment))
        .filter(sight::capacity.ne("trainee"))
        .filter(sight::from_day.le(day))
        .filter(sight::until_day.ge(day))
        .filter(sight::until_day.ge(today.plus_days(-DECIDE_AFTER_END_DAYS)))
        .select(sight::capacity)
        .distinct()
        .load(conn)?;
    let mut found: Vec<Capacity> = words.iter().filter_map(|word| word.parse().ok()).collect();
    found.sort();
    Ok(found)
}

/// Whether the person enters marks for a university under this enrolment today. It is no capacity over the
/// enrolment: nothing else of it is theirs.
// open: the rule of who may enter marks; its answer becomes a grant
pub fn marks_for_university(
    conn: &mut Conn,
    person: &AccountId,
    enrolment: &EnrolmentId,
    today: Day,
) -> Result<bool, Fault> {
    let held: i64 = university_sight::table
        .filter(university_sight::viewer_id.eq(person))
        .filter(university_sight::enrolment_id.eq(enrolment))
        .filter(university_sight::from_day.le(today))
        .filter(university_sight::until_day.ge(today))
        .count()
        .get_result(conn)?;
    Ok(held > 0)
}

/// Who may be asked to decide about something of `day` under any of these enrolments, by name: those
/// appointed in the capacity over one of them on that day.
// open: a trainee must be able to name whom they ask
pub fn who_may_decide(
    conn: &mut Conn,
    enrolments: &[EnrolmentId],
    capacity: Capacity,
    day: Day,
    today: Day,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let mut found: BTreeMap<(String, AccountId), ()> = BTreeMap::new();
    for enrolment in enrolments {
        let rows: Vec<(AccountId, String)> = sight::table
            .inner_join(accounts::table.on(accounts::id.eq(sight::viewer_id)))
            .filter(sight::enrolment_id.eq(enrolment))
            .filter(sight::capacity.eq(capacity))
            .filter(sight::from_day.le(day))
            .filter(sight::until_day.ge(day))
            .filter(sight::until_day.ge(today.plus_days(-DECIDE_AFTER_END_DAYS)))
            .filter(accounts::closed_at.is_null())
            .select((accounts::id, accounts::name))
            .load(conn)?;
        found.extend(rows.into_iter().map(|(id, name)| ((name, id), ())));
    }
    Ok(found.into_keys().map(|(name, id)| (id, name)).collect())
}
