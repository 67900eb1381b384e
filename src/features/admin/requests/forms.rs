//! What a browser may send to set it: four numbers of days.

use crate::domain::fault::Faults;
use crate::domain::waiting::Pace;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Longer than a year nothing waits by intent.
const MOST: i64 = 365;

pub struct Asked(pub Pace);

impl FromForm for Asked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asked> {
        let mut days = |field: &str| {
            let typed = words.one(field).trim().parse::<i64>().ok().filter(|days| (1..=MOST).contains(days));
            faults.take(field, typed.ok_or("Enter a number of days from 1 to 365."))
        };
        let (first, second, lead, near) = (days("first"), days("second"), days("lead"), days("near"));
        let pace = Pace { first: first?, second: second?, lead: lead?, near: near? };
        if pace.second <= pace.first {
            faults.add("second", "The second reminder comes after the first one.");
        }
        Some(Asked(pace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_numbers_in_order_are_wanted() {
        let read = |numbers: [&str; 4]| {
            let mut faults = Faults::none();
            let words: Words = ["first", "second", "lead", "near"].into_iter().zip(numbers).collect();
            Asked::read(&words, &mut faults);
            faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>()
        };
        assert!(read(["7", "14", "21", "7"]).is_empty());
        assert_eq!(read(["7", "7", "21", "7"]), ["second"]);
        assert_eq!(read(["0", "x", "400", ""]), ["first", "second", "lead", "near"]);
    }
}
