//! What a browser may send to appoint a training lead or an admin.

use crate::domain::fault::Faults;
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::people::Newcomer;
use crate::features::roster::newcomer;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Appointment {
    pub newcomer: Newcomer,
    pub capacity: Capacity,
    pub over: Vec<Over>,
    pub from: Day,
    pub until: Option<Day>,
}

impl FromForm for Appointment {
    fn read(words: &Words, faults: &mut Faults) -> Option<Appointment> {
        let newcomer = newcomer(words, faults);
        let capacity = match words.one("capacity") {
            "lead" => Some(Capacity::Lead),
            "admin" => Some(Capacity::Admin),
            "university" => Some(Capacity::University),
            "governance" => Some(Capacity::Governance),
            "tutor" => Some(Capacity::Tutor),
            "coordinator" => Some(Capacity::Coordinator),
            "quality-reader" => Some(Capacity::QualityReader),
            _ => {
                faults.add("capacity", "Choose what this person will be.");
                None
            }
        };
        let over: Vec<Over> = match capacity {
            Some(Capacity::Admin | Capacity::Governance) => vec![Over::of(Scope::House, "house")],
            _ => words.all("over").filter_map(Over::parse).collect(),
        };
        if over.is_empty() && capacity == Some(Capacity::Lead) {
            faults.add("over", "Choose what this person will lead.");
        }
        let looks_after = [Capacity::Tutor, Capacity::Coordinator, Capacity::QualityReader];
        if capacity.is_some_and(|one| looks_after.contains(&one)) && over.is_empty() {
            faults.add("over", "Choose what this person will look after or read.");
        }
        let for_marks = |over: &Over| matches!(over.scope, Scope::Institution | Scope::Programme);
        if capacity == Some(Capacity::University) && (over.is_empty() || !over.iter().all(for_marks)) {
            faults
                .add("over", "Choose the programmes or the institutions for which this person enters marks.");
        }
        let from = words.day("from").and_then(|day| day.ok_or_else(|| "Enter the first day.".to_owned()));
        let from = faults.take("from", from);
        let until = faults.take("until", words.day("until"));
        let over = (!over.is_empty()).then_some(over);
        Some(Appointment {
            newcomer: newcomer?,
            capacity: capacity?,
            over: over?,
            from: from?,
            until: until?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<Appointment>, Faults) {
        let mut faults = Faults::none();
        let always = [
            ("name", "Lea O’Neill"),
            ("email", "lea@demo.example"),
            ("from-day", "1"),
            ("from-month", "9"),
            ("from-year", "2026"),
        ];
        let words: Words = pairs.iter().copied().chain(always).collect();
        (Appointment::read(&words, &mut faults), faults)
    }

    #[test]
    fn an_admin_keeps_the_house_and_a_lead_leads_something() {
        let (admin, _) = read(&[("capacity", "admin"), ("over", "department:d")]);
        assert_eq!(admin.unwrap().over, [Over::of(Scope::House, "house")]);
        let (lead, _) = read(&[("capacity", "lead"), ("over", "department:d")]);
        assert_eq!(lead.unwrap().over, [Over::of(Scope::Department, "d")]);
        let (lead, faults) = read(&[("capacity", "lead")]);
        assert!(lead.is_none() && faults.about("over").is_some());
        let (university, _) = read(&[("capacity", "university"), ("over", "programme:p")]);
        assert_eq!(university.unwrap().over, [Over::of(Scope::Programme, "p")]);
        for over in [("over", "department:d"), ("over", "")] {
            let (_, faults) = read(&[("capacity", "university"), over]);
            assert!(faults.about("over").is_some());
        }
        let (none, faults) = read(&[("capacity", "supervisor")]);
        assert!(none.is_none() && faults.about("capacity").is_some());
    }
}
