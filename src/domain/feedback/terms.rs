//! What a house sets for its rounds: how many answers it takes before words and groups are shown, for how long
//! colleagues are asked, and how often they are reminded. A programme's rule may ask for more answers; nobody goes below
//! what keeps an answer from being guessed.

use super::{DAYS, LEAST};
use crate::text_words;

/// The house's setting, in answers and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Answers below which no words and no groups are shown.
    pub floor: u32,
    /// Answers that a group needs to be told apart.
    pub group_floor: u32,
    /// For how long a round is open, if the supervisor sets no other day.
    pub days: i64,
    /// Days between the letters to somebody who has not answered.
    pub every: i64,
    pub reminders: i32,
}

impl Default for Terms {
    /// Illustrative: schools name how many to ask, not how few give a colleague away.
    fn default() -> Terms {
        Terms { floor: 5, group_floor: 3, days: 28, every: 7, reminders: 2 }
    }
}

text_words! {
    /// Whose figure the floor of a round is.
    enum FloorFrom "source of a floor of answers" {
        /// The rule of the programme asks for more than the house does.
        Programme = "programme",
        House = "house",
        /// Nobody has set one.
        Perfolio = "perfolio",
    }
}

impl FloorFrom {
    /// Follows `with fewer than 6 answers no comments and no groups are shown`.
    pub fn shown(self) -> &'static str {
        match self {
            FloorFrom::Programme => "as the programme’s rule asks",
            FloorFrom::House => "as the house has set it",
            FloorFrom::Perfolio => "a figure of Perfolio’s own, illustrative until the house sets it",
        }
    }
}

impl FloorFrom {
    /// Follows `This figure is`.
    pub fn whose(self) -> &'static str {
        match self {
            FloorFrom::Programme => "the one that the programme’s rule asks for",
            FloorFrom::House => "the house’s own",
            FloorFrom::Perfolio => "Perfolio’s, illustrative until the house sets one",
        }
    }
}

/// Answers of a floor at most.
pub const HIGHEST_FLOOR: u32 = 20;
/// Days between two letters, and letters, at most.
pub const LONGEST_PAUSE: i64 = 30;
pub const MOST_REMINDERS: i32 = 5;

impl Terms {
    /// As they are stored: five numbers. What cannot be read, or may not be, is the default.
    pub fn read(text: &str) -> Terms {
        let numbers: Vec<i64> = text.split(' ').filter_map(|word| word.parse().ok()).collect();
        let read = || {
            let [floor, group_floor, days, every, reminders] = numbers.as_slice() else { return None };
            Some(Terms {
                floor: u32::try_from(*floor).ok()?,
                group_floor: u32::try_from(*group_floor).ok()?,
                days: *days,
                every: *every,
                reminders: i32::try_from(*reminders).ok()?,
            })
        };
        read().filter(|terms| terms.faults().is_empty()).unwrap_or_default()
    }

    pub fn written(self) -> String {
        let Terms { floor, group_floor, days, every, reminders } = self;
        format!("{floor} {group_floor} {days} {every} {reminders}")
    }

    /// The floor of a round, with whose figure it is. `rule`: what the programme's own rule asks for; `set`: whether the
    /// house has set anything.
    pub fn floor_with(self, rule: u32, set: bool) -> (u32, FloorFrom) {
        match (rule > self.floor, set) {
            (true, _) => (rule, FloorFrom::Programme),
            (false, true) => (self.floor, FloorFrom::House),
            (false, false) => (self.floor, FloorFrom::Perfolio),
        }
    }

    /// What is wrong with it: the field, and a sentence.
    pub fn faults(self) -> Vec<(&'static str, String)> {
        let least = u32::try_from(LEAST).unwrap_or(u32::MAX);
        let (first, last) = DAYS;
        let mut all = Vec::new();
        for (field, floor) in [("floor", self.floor), ("group-floor", self.group_floor)] {
            if floor < least {
                let why = format!("Enter at least {least}: with fewer, an answer could be guessed.");
                all.push((field, why));
            } else if floor > HIGHEST_FLOOR {
                let why = format!("Enter at most {HIGHEST_FLOOR}: hardly any round would have that many.");
                all.push((field, why));
            }
        }
        if all.is_empty() && self.group_floor > self.floor {
            let why = "A group cannot need more answers than the round: it would never be told apart.";
            all.push(("group-floor", why.to_owned()));
        }
        if !(first..=last).contains(&self.days) {
            all.push(("days", format!("Enter a number of days from {first} to {last}.")));
        }
        if !(1..=LONGEST_PAUSE).contains(&self.every) {
            all.push(("every", format!("Enter a number of days from 1 to {LONGEST_PAUSE}.")));
        }
        if !(0..=MOST_REMINDERS).contains(&self.reminders) {
            all.push(("reminders", format!("Enter a number from 0 to {MOST_REMINDERS}.")));
        }
        if all.is_empty() && self.every * i64::from(self.reminders) >= self.days {
            let why = "So many reminders do not fit into a round: the last would come when nobody can answer any more.";
            all.push(("reminders", why.to_owned()));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_is_read_as_it_was_written() {
        let terms = Terms { floor: 8, group_floor: 4, days: 42, every: 10, reminders: 3 };
        assert_eq!(Terms::read(&terms.written()), terms);
        for odd in ["", "8 4 42 10", "8 4 42 10 3 1", "2 3 28 7 2", "-1 3 28 7 2", "soon"] {
            assert_eq!(Terms::read(odd), Terms::default(), "{odd}");
        }
        assert!(Terms::default().faults().is_empty());
    }

    #[test]
    fn each_way_to_be_wrong_has_its_sentence() {
        let of = |floor, group_floor, days, every, reminders| {
            let terms = Terms { floor, group_floor, days, every, reminders };
            terms.faults().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(of(2, 1, 28, 7, 2), ["floor", "group-floor"]);
        assert_eq!(of(21, 3, 28, 7, 2), ["floor"]);
        assert_eq!(of(5, 6, 28, 7, 2), ["group-floor"]);
        assert_eq!(of(5, 3, 2, 0, 6), ["days", "every", "reminders"]);
        assert_eq!(of(5, 3, 91, 31, -1), ["days", "every", "reminders"]);
        assert_eq!(of(5, 3, 14, 7, 2), ["reminders"]);
        assert!(of(3, 3, 15, 7, 2).is_empty() && of(20, 20, 90, 30, 0).is_empty());
    }

    #[test]
    fn a_programme_raises_the_floor_and_never_lowers_it() {
        let terms = Terms { floor: 8, ..Terms::default() };
        assert_eq!(terms.floor_with(10, true), (10, FloorFrom::Programme));
        assert_eq!(terms.floor_with(8, true), (8, FloorFrom::House));
        assert_eq!(terms.floor_with(3, true), (8, FloorFrom::House));
        assert_eq!(Terms::default().floor_with(0, false), (5, FloorFrom::Perfolio));
    }
}
