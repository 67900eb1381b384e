//! Who may be exported by whom: what the rules ask, and what the pages offer to choose from.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, appointment_scopes, appointments, departments, enrolments, exports, filings, portfolios,
    programme_versions, sight,
};
use crate::db::sight as seen;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, VersionId};
use crate::domain::policy::exports::{CohortCase, PortfolioCase};
use crate::domain::role::{Capacity, Scope, Sight};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::exports::store::State;

/// Which of the enrolments that somebody leads; nothing chosen means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cohort {
    pub version: Option<VersionId>,
    pub cohort: Option<String>,
    pub department: Option<DepartmentId>,
}

impl Cohort {
    /// As it stands in the address and in the row.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let chosen = [
            ("version", self.version.as_ref().map(VersionId::as_str)),
            ("cohort", self.cohort.as_deref()),
            ("department", self.department.as_ref().map(DepartmentId::as_str)),
        ];
        for (name, value) in chosen {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    // open: reads an address, no row
    pub fn of_query(query: &str) -> Cohort {
        let mut found = Cohort::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            match name.as_ref() {
                _ if value.is_empty() => {}
                "version" => found.version = Some(VersionId::new(value)),
                "cohort" => found.cohort = Some(value),
                "department" => found.department = Some(DepartmentId::new(value)),
                _ => {}
            }
        }
        found
    }
}

fn in_the_making(conn: &mut Conn, who: &Sight) -> Result<i64, Fault> {
    let open = exports::table
        .filter(exports::asked_by.eq(who.viewer()))
        .filter(exports::state.eq(State::Asked.as_str()));
    Ok(open.count().get_result(conn)?)
}

/// What the rule asks about one enrolment; out of sight is not found.
pub fn portfolio_case(conn: &mut Conn, who: &Sight, id: &EnrolmentId) -> Result<PortfolioCase, Fault> {
    let owner = enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::id.eq(id))
        .filter(enrolments::id.eq_any(seen::enrolments_seen(who)))
        .select(portfolios::person_id)
        .first(conn)?;
    let words: Vec<String> = sight::table
        .filter(sight::viewer_id.eq(who.viewer()))
        .filter(sight::enrolment_id.eq(id))
        .filter(sight::until_day.ge(who.oldest_end()))
        .filter(sight::from_day.le(who.today()))
        .filter(sight::capacity.ne("trainee"))
        .select(sight::capacity)
        .distinct()
        .load(conn)?;
    let capacities: Vec<Capacity> = words.iter().filter_map(|word| word.parse().ok()).collect();
    Ok(PortfolioCase { owner, capacities, in_the_making: in_the_making(conn, who)? })
}

/// Whether what the asker led when they asked is theirs to lead still: a report of a cohort shows everybody
/// of then.
pub fn leads_as_then(conn: &mut Conn, who: &Sight, asked_at: Moment) -> Result<bool, Fault> {
    let then = asked_at.day_in(DEFAULT_ZONE);
    let led = |day: Day| {
        appointment_scopes::table
            .inner_join(appointments::table)
            .filter(appointments::person_id.eq(who.viewer()))
            .filter(appointments::capacity.eq(Capacity::Lead))
            .filter(appointments::from_day.le(day))
            .filter(appointments::until_day.is_null().or(appointments::until_day.ge(day)))
            .select((appointment_scopes::scope, appointment_scopes::scope_id))
    };
    let was: Vec<(Scope, String)> = led(then)
        .filter(appointments::known_from.le(asked_at))
        .filter(appointments::known_until.is_null().or(appointments::known_until.gt(asked_at)))
        .load(conn)?;
    let is: Vec<(Scope, String)> = led(who.today()).filter(appointments::known_until.is_null()).load(conn)?;
    Ok(!was.is_empty() && was.iter().all(|over| is.contains(over)))
}

/// How many entries are filed under it, whatever their state.
// open: a number; the enrolment was found in sight before
pub fn filed(conn: &mut Conn, id: &EnrolmentId) -> Result<i64, Fault> {
    Ok(filings::table.filter(filings::enrolment_id.eq(id)).count().get_result(conn)?)
}

pub fn cohort_case(conn: &mut Conn, who: &Sight, cohort: &Cohort) -> Result<CohortCase, Fault> {
    let led = led(conn, who, cohort)?.len();
    Ok(CohortCase { led, in_the_making: in_the_making(conn, who)? })
}

/// The enrolments that the person leads today and that fit, by the trainees' names.
pub fn led(conn: &mut Conn, who: &Sight, cohort: &Cohort) -> Result<Vec<EnrolmentId>, Fault> {
    let mut query = enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(enrolments::known_until.is_null())
        .filter(enrolments::id.eq_any(seen::enrolments_held(who, Capacity::Lead.as_str())))
        .order((accounts::name_folded, accounts::id, enrolments::started_on, enrolments::id))
        .select(enrolments::id)
        .into_boxed();
    if let Some(version) = &cohort.version {
        query = query.filter(enrolments::version_id.eq(version));
    }
    if let Some(name) = &cohort.cohort {
        query = query.filter(enrolments::cohort.eq(name));
    }
    if let Some(department) = &cohort.department {
        query = query.filter(enrolments::department_id.eq(department));
    }
    Ok(query.load(conn)?)
}

/// What may be chosen for a cohort: programme versions, cohorts and departments of those whom one leads.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub versions: Vec<(VersionId, String)>,
    pub cohorts: Vec<String>,
    pub departments: Vec<(DepartmentId, String)>,
}

impl Choices {
    /// What a report of these is called.
    // open: the choices were found in sight
    pub fn title(&self, cohort: &Cohort) -> String {
        let version =
            cohort.version.as_ref().and_then(|id| self.versions.iter().find(|(known, _)| known == id));
        let department =
            cohort.department.as_ref().and_then(|id| self.departments.iter().find(|(known, _)| known == id));
        let parts = [
            version.map(|(_, title)| title.clone()),
            cohort.cohort.as_ref().map(|name| format!("cohort {name}")),
            department.map(|(_, name)| name.clone()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "All trainees".to_owned() } else { format!("Trainees: {}", parts.join(", ")) }
    }
}

pub fn choices(conn: &mut Conn, who: &Sight) -> Result<Choices, Fault> {
    let mine = || enrolments::id.eq_any(seen::enrolments_held(who, Capacity::Lead.as_str()));
    let versions: Vec<(VersionId, String, String)> = enrolments::table
        .inner_join(programme_versions::table)
        .filter(mine())
        .select((programme_versions::id, programme_versions::title, programme_versions::version))
        .distinct()
        .order((programme_versions::title, programme_versions::version.desc(), programme_versions::id))
        .load(conn)?;
    let cohorts = enrolments::table
        .filter(mine())
        .select(enrolments::cohort)
        .distinct()
        .order(enrolments::cohort.desc())
        .load(conn)?;
    let departments = enrolments::table
        .inner_join(departments::table)
        .filter(mine())
        .select((departments::id, departments::name))
        .distinct()
        .order((departments::name, departments::id))
        .load(conn)?;
    let named = |(id, title, version)| (id, format!("{title}, version {version}"));
    Ok(Choices { versions: versions.into_iter().map(named).collect(), cohorts, departments })
}

/// An enrolment that somebody may ask a report of.
#[derive(Debug, Clone)]
pub struct Choice {
    pub enrolment: EnrolmentId,
    pub person: AccountId,
    pub name: String,
    pub programme: String,
    pub cohort: String,
}

/// Every enrolment in sight, one's own first, then by name.
pub fn in_sight(conn: &mut Conn, who: &Sight) -> Result<Vec<Choice>, Fault> {
    let rows: Vec<(EnrolmentId, AccountId, String, String, String)> = enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .inner_join(programme_versions::table)
        .filter(enrolments::known_until.is_null())
        .filter(enrolments::id.eq_any(seen::enrolments_seen(who)))
        .order((accounts::name_folded, accounts::id, enrolments::started_on, enrolments::id))
        .select((enrolments::id, accounts::id, accounts::name, programme_versions::title, enrolments::cohort))
        .load(conn)?;
    let (own, others): (Vec<Choice>, Vec<Choice>) = rows
        .into_iter()
        .map(|(enrolment, person, name, programme, cohort)| Choice {
            enrolment,
            person,
            name,
            programme,
            cohort,
        })
        .partition(|choice| choice.person == *who.viewer());
    Ok(own.into_iter().chain(others).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choices_of_a_cohort_read_back() {
        let all = Cohort {
            version: Some(VersionId::new("v1")),
            cohort: Some("October 2025 & later".to_owned()),
            department: Some(DepartmentId::new("d1")),
        };
        for cohort in
            [all, Cohort::default(), Cohort { cohort: Some("2025".to_owned()), ..Cohort::default() }]
        {
            assert_eq!(Cohort::of_query(&cohort.query()), cohort);
        }
        assert_eq!(Cohort::of_query("version=&cohort=&department=&x=1"), Cohort::default());
    }
}
