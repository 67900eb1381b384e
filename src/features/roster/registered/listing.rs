//! Who of a department would be appointed, and why the others not.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::kind::Confirmer;
use crate::domain::names::{AccountId, DepartmentId, VersionId};
use crate::domain::role::{Capacity, Scope, Sight};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::enrolments::enrolled_in;
use crate::features::people::{Registered, appointments_of, of_department, registrations_of};
use crate::features::programmes;
use crate::features::roster::appointing::spots;

/// A register and, where one is named, the only category; none: any but that of trainees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub body: String,
    pub category: String,
}

impl Wanted {
    pub fn parse(code: &str) -> Option<Wanted> {
        let (body, category) = code.split_once('|')?;
        (!body.is_empty()).then(|| Wanted { body: body.to_owned(), category: category.to_owned() })
    }

    pub fn code(&self) -> String {
        format!("{}|{}", self.body, self.category)
    }

    /// Why somebody with these registrations is not on it on this day; the reason that is nearest to being so.
    pub fn refused(&self, known: &[Registered], day: Day) -> Option<&'static str> {
        let here: Vec<&Registered> = known.iter().filter(|one| one.body == self.body).collect();
        let fits = |one: &&&Registered| match self.category.as_str() {
            "" => one.category != "trainee",
            wanted => one.category == wanted,
        };
        let category: Vec<&&Registered> = here.iter().filter(fits).collect();
        let valid: Vec<_> = category.iter().filter(|one| one.holds_on(day)).collect();
        match () {
            () if valid.iter().any(|one| one.confirmed) => None,
            () if !valid.is_empty() => Some("their registration is not confirmed yet"),
            () if !category.is_empty() => Some("their registration does not hold today"),
            () if !here.is_empty() => Some("they are on the register in another category"),
            () => Some("no registration on this register is stated for them"),
        }
    }
}

/// Somebody of the department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    pub person: AccountId,
    pub name: String,
    /// Why they would not be appointed; none: they would.
    pub why_not: Option<String>,
}

/// Everybody of a department that lies in the asker's territory.
pub fn everybody(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    department: &DepartmentId,
    wanted: &Wanted,
    now: crate::domain::time::Moment,
) -> Result<Vec<Somebody>, Fault> {
    let over = Over::of(Scope::Department, department);
    let spot = spots(conn, std::slice::from_ref(&over))?.pop().ok_or(Fault::NotFound)?;
    if !crate::features::people::territory(conn, who.viewer(), who.today())?.holds(&spot) {
        return Err(Fault::NotFound);
    }
    let enrolled = enrolled_in(conn, shelf, department, (now, who.today()))?;
    let each = enrolled.iter().map(|(person, _)| person.clone()).collect();
    let people = of_department(conn, who, department, each)?;
    let ids: Vec<AccountId> = people.iter().map(|(id, _)| id.clone()).collect();
    let known = registrations_of(conn, &ids, now)?;
    let mut all = Vec::new();
    for (person, name) in people {
        let theirs: Vec<Registered> = known.iter().filter(|one| one.person == person).cloned().collect();
        let mut why_not = wanted.refused(&theirs, who.today()).map(str::to_owned);
        if why_not.is_none() {
            let supervises = appointments_of(conn, &person)?.into_iter().any(|one| {
                one.capacity == Capacity::Supervisor
                    && one.over.contains(&over)
                    && one.until.is_none_or(|until| until >= who.today())
            });
            why_not = supervises.then(|| "they supervise the department already".to_owned());
        }
        if why_not.is_none() {
            // As supervisors they would read the portfolios of their fellows, who may not ask them for anything.
            why_not = training(conn, shelf, &enrolled, &person)?
                .map(|title| format!("they are in training on {title} themselves"));
        }
        all.push(Somebody { person, name, why_not });
    }
    Ok(all)
}

/// The kind by which staff keep their development.
const CPD: &str = "cpd-activity";

/// The programme of the department on which somebody is in training: supervisors sign there, and it is not what staff are
/// enrolled on to keep themselves registered.
fn training(
    conn: &mut Conn,
    shelf: &Shelf,
    enrolled: &[(AccountId, VersionId)],
    person: &AccountId,
) -> Result<Option<String>, Fault> {
    for (_, version) in enrolled.iter().filter(|(one, _)| one == person) {
        let version = programmes::version(conn, shelf, version)?;
        let signed = version.kinds.iter().any(|used| used.kind.confirmed_by == Confirmer::Supervisor);
        if signed && version.kind(CPD).is_none() {
            return Ok(Some(version.title.clone()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::RegistrationId;
    use crate::domain::time::Moment;

    fn on(body: &str, category: &str, until: Option<&str>, confirmed: bool) -> Registered {
        Registered {
            id: RegistrationId::new("r"),
            person: AccountId::new("sue"),
            body: body.to_owned(),
            category: category.to_owned(),
            number: "P 1".to_owned(),
            valid_from: "2024-09-01".parse().unwrap(),
            valid_until: until.map(|day| day.parse().unwrap()),
            known_from: Moment::of_millis(0),
            known_until: None,
            confirmed,
        }
    }

    #[test]
    fn only_a_confirmed_registration_that_holds_today_is_enough() {
        let today: Day = "2026-11-12".parse().unwrap();
        let full = Wanted::parse("ccps|full").unwrap();
        let any = Wanted::parse("ccps|").unwrap();
        let held = [on("ccps", "full", None, true)];
        assert_eq!((full.refused(&held, today), any.refused(&held, today)), (None, None));
        for (known, why) in [
            (vec![], "no registration"),
            (vec![on("hcpc", "full", None, true)], "no registration"),
            (vec![on("ccps", "trainee", None, true)], "another category"),
            (vec![on("ccps", "full", Some("2026-11-11"), true)], "does not hold"),
            (vec![on("ccps", "full", None, false)], "not confirmed"),
            (
                vec![on("ccps", "full", Some("2026-11-11"), true), on("ccps", "full", None, false)],
                "not confirmed",
            ),
        ] {
            assert!(full.refused(&known, today).unwrap().contains(why), "{why}");
        }
        assert_eq!(any.refused(&[on("ccps", "limited", None, true)], today), None);
        assert!(full.refused(&[on("ccps", "limited", None, true)], today).is_some());
        assert_eq!(Wanted::parse(&full.code()), Some(full));
        assert_eq!(Wanted::parse("|full"), None);
    }
}
