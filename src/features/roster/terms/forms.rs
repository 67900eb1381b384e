//! What a browser may send about the terms of one person.

use crate::domain::amount::Amount;
use crate::domain::fault::Faults;
use crate::domain::names::prose;
use crate::domain::policy::enrolments::Term;
use crate::domain::time::Day;
use crate::features::roster::appointing::day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a reason; the template tells the same number.
const REASON: usize = 1000;

/// One term for one requirement.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub requirement: String,
    pub term: Term,
    pub reason: String,
}

impl FromForm for Wanted {
    fn read(words: &Words, faults: &mut Faults) -> Option<Wanted> {
        let requirement = words.one("requirement");
        if requirement.is_empty() {
            faults.add("requirement", "Choose the requirement.");
        }
        let term = match words.one("term") {
            "target" => {
                let amount = Amount::typed(words.one("amount"));
                let amount = amount.ok_or("Enter the personal target as a number, like 120.");
                faults.take("amount", amount).map(Term::Target)
            }
            "due" => faults.take("due", day(words, "due", "Enter the due day.")).map(Term::Due),
            "waiver" => Some(Term::Waiver),
            _ => {
                faults.add("term", "Choose what holds for this person.");
                None
            }
        };
        let reason = faults.take("reason", prose("The reason", words.one("reason"), REASON));
        if reason.as_deref() == Some("") {
            faults.add("reason", "Say why. The reason stays with the record.");
        }
        Some(Wanted { requirement: requirement.to_owned(), term: term?, reason: reason? })
    }
}

/// The last day of the enrolment.
pub struct End {
    pub last: Day,
}

impl FromForm for End {
    fn read(words: &Words, faults: &mut Faults) -> Option<End> {
        faults.take("last", day(words, "last", "Enter the last day.")).map(|last| End { last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<Wanted>, Vec<String>) {
        let mut faults = Faults::none();
        let words: Words = pairs.iter().copied().collect();
        let wanted = Wanted::read(&words, &mut faults);
        (wanted, faults.iter().map(|(field, _)| field.to_owned()).collect())
    }

    #[test]
    fn each_sort_of_term_asks_for_its_own_field() {
        let base = [("requirement", "cases"), ("reason", "Sick leave")];
        let with = |more: &[(&'static str, &'static str)]| read(&[&base[..], more].concat());
        assert_eq!(with(&[("term", "waiver")]).0.unwrap().term, Term::Waiver);
        assert_eq!(
            with(&[("term", "target"), ("amount", "120")]).0.unwrap().term,
            Term::Target(Amount::whole(120))
        );
        let due = [("term", "due"), ("due-day", "1"), ("due-month", "9"), ("due-year", "2027")];
        assert_eq!(with(&due).0.unwrap().term, Term::Due(Day::of(2027, 9, 1).unwrap()));
        assert_eq!(with(&[("term", "target")]).1, ["amount"]);
        assert_eq!(with(&[("term", "due")]).1, ["due"]);
        assert_eq!(read(&[]).1, ["requirement", "term", "reason"]);
    }
}
