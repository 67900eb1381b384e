//! What a browser may send to appoint somebody or to end an appointment.

use crate::domain::fault::Faults;
use crate::domain::names::{EmailAddress, one_line};
use crate::domain::role::Capacity;
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::people::Newcomer;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a name.
pub const NAME: usize = 100;

/// As what, over what, from and until.
#[derive(Debug, Clone)]
pub struct Given {
    pub capacity: Capacity,
    pub over: Vec<Over>,
    pub from: Day,
    pub until: Option<Day>,
}

impl FromForm for Given {
    fn read(words: &Words, faults: &mut Faults) -> Option<Given> {
        let over: Vec<Over> = words.all("over").filter_map(Over::parse).collect();
        if over.is_empty() {
            faults.add("over", "Choose at least one.");
        }
        let capacity = match words.one("capacity") {
            // A form of before, or a file: supervisors are what a lead appoints most.
            "" | "supervisor" => Some(Capacity::Supervisor),
            "tutor" => Some(Capacity::Tutor),
            "quality-reader" => Some(Capacity::QualityReader),
            _ => {
                faults.add("capacity", "Choose what this person will be.");
                None
            }
        };
        let from = faults.take("from", day(words, "from", "Enter the first day."));
        let until = faults.take("until", words.day("until"));
        let over = (!over.is_empty()).then_some(over)?;
        Some(Given { capacity: capacity?, over, from: from?, until: until? })
    }
}

/// A day that must be given.
pub fn day(words: &Words, field: &str, otherwise: &str) -> Result<Day, String> {
    words.day(field)?.ok_or_else(|| otherwise.to_owned())
}

/// Name and address of somebody, wherever a form asks for them.
pub fn newcomer(words: &Words, faults: &mut Faults) -> Option<Newcomer> {
    let name = faults.take("name", one_line("their name", words.one("name"), NAME));
    let email = faults.take("email", EmailAddress::parse(words.one("email")));
    Some(Newcomer { name: name?, email: email? })
}

/// A new supervisor: who, and the rest.
pub struct Supervisor {
    pub newcomer: Newcomer,
    pub given: Given,
}

impl FromForm for Supervisor {
    fn read(words: &Words, faults: &mut Faults) -> Option<Supervisor> {
        let newcomer = newcomer(words, faults);
        let given = Given::read(words, faults);
        Some(Supervisor { newcomer: newcomer?, given: given? })
    }
}

/// The last day of an appointment.
pub struct End {
    pub last: Day,
    /// What waits with the person stays there, and whoever sends this knows it.
    pub leave: bool,
}

impl FromForm for End {
    fn read(words: &Words, faults: &mut Faults) -> Option<End> {
        let last = faults.take("last", day(words, "last", "Enter the last day."))?;
        Some(End { last, leave: words.one("leave") == "yes" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_is_over_something_from_a_day() {
        let mut faults = Faults::none();
        let words: Words = [
            ("over", "department:d"),
            ("over", "person:p"),
            ("over", "nonsense"),
            ("from-day", "1"),
            ("from-month", "9"),
            ("from-year", "2026"),
        ]
        .into_iter()
        .collect();
        let given = Given::read(&words, &mut faults).unwrap();
        assert_eq!(given.capacity, Capacity::Supervisor);
        assert_eq!((given.over.len(), given.from, given.until), (2, Day::of(2026, 9, 1).unwrap(), None));
        assert!(faults.is_empty());
        let nothing: Words = [("until-day", "x")].into_iter().collect();
        assert!(Given::read(&nothing, &mut faults).is_none());
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["over", "from", "until"]);
    }
}
