//! What a browser may send to enrol somebody.

use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, DepartmentId, VersionId};
use crate::domain::time::Day;
use crate::features::people::Newcomer;
use crate::features::roster::appointing::{day, newcomer};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// On what, where, from and until, and who supervises them.
#[derive(Debug, Clone)]
pub struct Enrolling {
    pub version: VersionId,
    pub department: DepartmentId,
    pub from: Day,
    /// None: as long as the programme lasts.
    pub until: Option<Day>,
    pub supervisors: Vec<AccountId>,
}

impl FromForm for Enrolling {
    fn read(words: &Words, faults: &mut Faults) -> Option<Enrolling> {
        let version = chosen(words.one("version"), "Choose the programme.");
        let version = faults.take("version", version).map(VersionId::new);
        let department = chosen(words.one("department"), "Choose the department.");
        let department = faults.take("department", department).map(DepartmentId::new);
        let from = faults.take("from", day(words, "from", "Enter the first day."));
        let until = faults.take("until", words.day("until"));
        let supervisors = words.all("supervisor").filter(|id| !id.is_empty()).map(AccountId::new).collect();
        Some(Enrolling {
            version: version?,
            department: department?,
            from: from?,
            until: until?,
            supervisors,
        })
    }
}

fn chosen(word: &str, otherwise: &'static str) -> Result<String, &'static str> {
    if word.is_empty() { Err(otherwise) } else { Ok(word.to_owned()) }
}

/// A new trainee: who, and the rest.
pub struct Trainee {
    pub newcomer: Newcomer,
    pub enrolling: Enrolling,
}

impl FromForm for Trainee {
    fn read(words: &Words, faults: &mut Faults) -> Option<Trainee> {
        let newcomer = newcomer(words, faults);
        let enrolling = Enrolling::read(words, faults);
        Some(Trainee { newcomer: newcomer?, enrolling: enrolling? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_missing_is_told_at_once() {
        let mut faults = Faults::none();
        assert!(Trainee::read(&Words::default(), &mut faults).is_none());
        let fields: Vec<&str> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "email", "version", "department", "from"]);
    }
}
