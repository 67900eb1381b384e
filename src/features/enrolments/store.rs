//! Enrolments and what holds for one person only, as rows.

mod coded;
mod committed;
mod ends;
mod entered;
mod erasing;
mod life;
mod moved;
mod writes;

pub use coded::name_codes;
pub use committed::{EnrolmentRow, FilingRow, PortfolioRow, TermRow, committed_of_house, committed_rows};
pub use ends::{enrolled_in, last_days, last_days_of};
pub use entered::{
    Entered, EnteredDays, EnteredRow, NewEntered, ProgressFile, ProgressFileRow, end_entered, entered_days,
    entered_of_entry, entered_under, progress_files, standing_among, standing_entered, take_file_in,
    tell_entered, undo_file,
};
pub use erasing::erase_words;
pub use life::{
    Closing, LastDay, LifeRow, LifeShown, Lived, Whose, as_ruled, begun, closings, extended, left_on,
    life_one, life_shown, lived_lately, lives, record_life, take_life_back,
};
pub use moved::{
    BatchRow, MoveRow, Moved, MovedLately, PairRow, committed_batches, move_one, moved_lately, moves_of,
    undo_move, versions_at,
};
pub use writes::{NewEnrolment, drop_term, enrolled_on, insert, set_end, set_term, undone_on};

use std::collections::HashMap;

use diesel::dsl::Nullable;
use diesel::prelude::*;

use committed::REASON;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, departments, enrolments, institutions, personal_terms, portfolios, programme_layers,
};
use crate::db::sight::{enrolments_held, enrolments_narrowly, enrolments_of_university};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, LayerId, PortfolioId, VersionId};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::{Day, Moment};

/// A person on one version of a programme, with whose it is and where.
#[derive(Debug, Clone, Queryable)]
pub struct Enrolled {
    pub id: EnrolmentId,
    pub portfolio: PortfolioId,
    pub person: AccountId,
    pub name: String,
    pub version: VersionId,
    pub department: DepartmentId,
    pub department_name: String,
    pub institution_name: String,
    pub zone: String,
    pub cohort: String,
    pub started_on: Day,
    pub ends_on: Day,
    /// What the institution adds to the version today.
    pub layer: Option<LayerId>,
}

/// What the institution adds to the version of one of its enrolments today.
#[diesel::dsl::auto_type]
pub fn layer_today() -> _ {
    programme_layers::version_id
        .eq(enrolments::version_id)
        .and(programme_layers::institution_id.eq(departments::institution_id))
        .and(programme_layers::known_until.is_null())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn joined() -> _ {
    enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .inner_join(departments::table.inner_join(institutions::table))
        .left_join(programme_layers::table.on(layer_today()))
        .filter(enrolments::known_until.is_null())
}

/// At which institutions these enrolments are, by their names.
// open: the names of institutions are public
pub fn institutions_of(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<Vec<String>, Fault> {
    Ok(institutions::table
        .inner_join(departments::table.inner_join(enrolments::table))
        .filter(enrolments::id.eq_any(ids))
        .order(institutions::name)
        .select(institutions::name)
        .distinct()
        .load(conn)?)
}

type Columns = (
    enrolments::id,
    enrolments::portfolio_id,
    accounts::id,
    accounts::name,
    enrolments::version_id,
    departments::id,
    departments::name,
    institutions::name,
    institutions::zone,
    enrolments::cohort,
    enrolments::started_on,
    enrolments::ends_on,
    Nullable<programme_layers::id>,
);

fn columns() -> Columns {
    (
        enrolments::id,
        enrolments::portfolio_id,
        accounts::id,
        accounts::name,
        enrolments::version_id,
        departments::id,
        departments::name,
        institutions::name,
        institutions::zone,
        enrolments::cohort,
        enrolments::started_on,
        enrolments::ends_on,
        programme_layers::id.nullable(),
    )
}

/// The enrolments of one portfolio, oldest first.
// open: for rules and for the owner; others come through `seen`
pub fn of_portfolio(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Enrolled>, Fault> {
    Ok(joined()
        .filter(enrolments::portfolio_id.eq(portfolio))
        .order((enrolments::started_on, enrolments::id))
        .select(columns())
        .load(conn)?)
}

/// These enrolments, for rules.
// open: for rules
fn among(conn: &mut Conn, ids: &[EnrolmentId]) -> Result<Vec<Enrolled>, Fault> {
    Ok(joined().filter(enrolments::id.eq_any(ids)).order(enrolments::id).select(columns()).load(conn)?)
}

/// One enrolment, for rules and jobs.
// open: for rules and jobs; pages come through `seen`
pub fn enrolment(conn: &mut Conn, id: &EnrolmentId) -> Result<Enrolled, Fault> {
    Ok(joined().filter(enrolments::id.eq(id)).select(columns()).first(conn)?)
}

/// The enrolments that a lead leads today, by name.
pub fn led(conn: &mut Conn, who: &Sight) -> Result<Vec<Enrolled>, Fault> {
    Ok(joined()
        .filter(enrolments::id.eq_any(enrolments_held(who, "lead")))
        .order((accounts::name_folded, accounts::id, enrolments::started_on))
        .select(columns())
        .load(conn)?)
}

/// The versions that people are on whom a lead leads today.
pub fn versions_led(conn: &mut Conn, who: &Sight) -> Result<Vec<VersionId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::id.eq_any(enrolments_held(who, "lead")))
        .select(enrolments::version_id)
        .distinct()
        .load(conn)?)
}

/// One enrolment among those that a lead leads today.
pub fn led_one(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<Enrolled, Fault> {
    Ok(joined()
        .filter(enrolments::id.eq(id))
        .filter(enrolments::id.eq_any(enrolments_held(who, "lead")))
        .select(columns())
        .first(conn)?)
}

/// The enrolments over which this person is supervisor or lead today, by name.
pub fn trained(conn: &mut Conn, who: &Sight) -> Result<Vec<Enrolled>, Fault> {
    let theirs = enrolments::id
        .eq_any(enrolments_held(who, "supervisor"))
        .or(enrolments::id.eq_any(enrolments_held(who, "lead")));
    Ok(joined()
        .filter(theirs)
        .order((accounts::name_folded, accounts::id, enrolments::started_on))
        .select(columns())
        .load(conn)?)
}

/// Whether this person supervises the enrolment today.
pub fn trains(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<bool, Fault> {
    let held = enrolments_held(who, "supervisor").filter(crate::db::schema::sight::enrolment_id.eq(id));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(conn)?)
}

/// The enrolments for which somebody enters marks today, as a lead or for a university, by name.
pub fn marked(conn: &mut Conn, who: &Sight) -> Result<Vec<Enrolled>, Fault> {
    let theirs = enrolments::id
        .eq_any(enrolments_held(who, "lead"))
        .or(enrolments::id.eq_any(enrolments_of_university(who)));
    Ok(joined()
        .filter(theirs)
        .order((accounts::name_folded, accounts::id, enrolments::started_on))
        .select(columns())
        .load(conn)?)
}

/// One enrolment among those for which somebody enters marks today.
pub fn marked_one(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<Enrolled, Fault> {
    let theirs = enrolments::id
        .eq_any(enrolments_held(who, "lead"))
        .or(enrolments::id.eq_any(enrolments_of_university(who)));
    Ok(joined().filter(enrolments::id.eq(id)).filter(theirs).select(columns()).first(conn)?)
}

/// The enrolments that somebody looks after today in a narrow capacity, by name.
pub fn overseen(conn: &mut Conn, who: &Sight, capacity: Capacity) -> Result<Vec<Enrolled>, Fault> {
    Ok(joined()
        .filter(enrolments::id.eq_any(enrolments_narrowly(who, capacity.as_str())))
        .order((accounts::name_folded, accounts::id, enrolments::started_on))
        .select(columns())
        .load(conn)?)
}

/// One enrolment among those that somebody looks after today in a narrow capacity.
pub fn overseen_one(
    conn: &mut Conn,
    who: &Sight,
    capacity: Capacity,
    id: &EnrolmentId,
) -> Result<Enrolled, Fault> {
    Ok(joined()
        .filter(enrolments::id.eq(id))
        .filter(enrolments::id.eq_any(enrolments_narrowly(who, capacity.as_str())))
        .select(columns())
        .first(conn)?)
}

/// Something that holds for one person only, as known at an instant.
#[derive(Debug, Clone, Queryable)]
pub struct PersonalTerm {
    pub id: String,
    pub requirement: String,
    pub term: String,
    pub amount: Option<i64>,
    pub day: Option<Day>,
    pub reason: String,
    /// The name of who set it.
    pub by: String,
    pub known_from: Moment,
}

/// What holds for one enrolment.
// open: for rules; pages come through an enrolment in sight
pub fn terms_of(conn: &mut Conn, id: &EnrolmentId, as_of: Moment) -> Result<Vec<PersonalTerm>, Fault> {
    Ok(terms_among(conn, std::slice::from_ref(id), as_of)?.remove(id).unwrap_or_default())
}

/// What holds for each of these enrolments, in one statement.
// open: for rules; pages come through an enrolment in sight
pub fn terms_among(
    conn: &mut Conn,
    ids: &[EnrolmentId],
    as_of: Moment,
) -> Result<HashMap<EnrolmentId, Vec<PersonalTerm>>, Fault> {
    let rows: Vec<(EnrolmentId, PersonalTerm)> = personal_terms::table
        .inner_join(accounts::table.on(accounts::id.eq(personal_terms::set_by)))
        .filter(personal_terms::enrolment_id.eq_any(ids))
        .filter(personal_terms::known_from.le(as_of))
        .filter(personal_terms::known_until.is_null().or(personal_terms::known_until.gt(as_of)))
        .order((personal_terms::known_from, personal_terms::id))
        .select((
            personal_terms::enrolment_id,
            (
                personal_terms::id,
                personal_terms::requirement,
                personal_terms::term,
                personal_terms::amount,
                personal_terms::day,
                personal_terms::reason,
                accounts::name,
                personal_terms::known_from,
            ),
        ))
        .load(conn)?;
    let mut found: HashMap<EnrolmentId, Vec<PersonalTerm>> = HashMap::new();
    for (id, term) in rows {
        found.entry(id).or_default().push(term);
    }
    Ok(found)
}

/// What the department's institution adds to a version today.
// open: which layer there is; its words are read through the version
pub fn layer_on(
    conn: &mut Conn,
    department: &DepartmentId,
    version: &VersionId,
) -> Result<Option<LayerId>, Fault> {
    let layer = programme_layers::table
        .inner_join(departments::table.on(departments::institution_id.eq(programme_layers::institution_id)))
        .filter(departments::id.eq(department))
        .filter(programme_layers::version_id.eq(version))
        .filter(programme_layers::known_until.is_null())
        .select(programme_layers::id)
        .first(conn)
        .optional()?;
    Ok(layer)
}
