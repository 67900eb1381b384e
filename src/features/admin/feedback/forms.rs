//! What a browser may send to set it: five numbers.

use crate::domain::fault::Faults;
use crate::domain::feedback::Terms;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Asked(pub Terms);

impl FromForm for Asked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asked> {
        let mut number = |field: &str| {
            let typed = words.one(field).trim().parse::<u32>();
            faults.take(field, typed.map_err(|_| "Enter a whole number."))
        };
        let (floor, group_floor) = (number("floor"), number("group-floor"));
        let (days, every, reminders) = (number("days"), number("every"), number("reminders"));
        let terms = Terms {
            floor: floor?,
            group_floor: group_floor?,
            days: i64::from(days?),
            every: i64::from(every?),
            reminders: i32::try_from(reminders?).unwrap_or(i32::MAX),
        };
        for (field, why) in terms.faults() {
            faults.add(field, why);
        }
        Some(Asked(terms)).filter(|_| faults.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_whole_numbers_within_their_limits_are_wanted() {
        let read = |numbers: [&str; 5]| {
            let mut faults = Faults::none();
            let fields = ["floor", "group-floor", "days", "every", "reminders"];
            let words: Words = fields.into_iter().zip(numbers).collect();
            assert_eq!(Asked::read(&words, &mut faults).is_some(), faults.is_empty());
            faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>()
        };
        assert!(read(["6", "3", "28", "7", "2"]).is_empty());
        assert_eq!(read(["2", "3", "28", "7", "2"]), ["floor"]);
        assert_eq!(read(["six", "3", "-1", "7", ""]), ["floor", "days", "reminders"]);
        assert_eq!(read(["6", "3", "28", "7", "4294967295"]), ["reminders"]);
    }
}
