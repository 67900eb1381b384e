//! How a request is kept alive while it waits. The house reminds twice, after set days; anybody may remind
//! once a week; after longer, or when the programme's own due day is near, training leads are to see it.
//! Everything that is new for somebody goes into one letter a day at most. Pure arithmetic on days: who is
//! told, and by what, is `features/requests`.

use crate::domain::time::{Day, Moment};
use crate::text_words;

text_words! {
    /// How often somebody wants a letter of what is new.
    enum Rhythm "rhythm of letters" {
        Daily = "daily",
        Weekly = "weekly",
        /// Never: the app says the same.
        InApp = "in-app",
    }
    /// Why a request is brought before training leads.
    enum Brought "reason why a request is brought before leads" {
        Long = "long",
        Due = "due",
        /// Whom it waits with can decide on it no more.
        Gone = "gone",
    }
}

/// One request is reminded of once in so many days, whoever does it.
pub const REMIND_EVERY_DAYS: i64 = 7;

/// After how many days what happens to a request: the house's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The house reminds for the first time.
    pub first: i64,
    pub second: i64,
    /// Leads see it.
    pub lead: i64,
    /// Leads see it so many days before a due day for which it would count.
    pub near: i64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { first: 7, second: 14, lead: 21, near: 7 }
    }
}

impl Pace {
    /// As it is stored: four numbers. What cannot be read is the default.
    pub fn read(text: &str) -> Pace {
        let mut days = text.split(' ').filter_map(|word| word.parse::<i64>().ok());
        match (days.next(), days.next(), days.next(), days.next()) {
            (Some(first), Some(second), Some(lead), Some(near)) => Pace { first, second, lead, near },
            _ => Pace::default(),
        }
    }

    pub fn written(self) -> String {
        format!("{} {} {} {}", self.first, self.second, self.lead, self.near)
    }

    /// Whether the house's own reminder is due. `by_house` is how often it reminded already, `last` when anybody
    /// did last.
    pub fn reminds(self, asked: Moment, by_house: usize, last: Option<Moment>, now: Moment) -> bool {
        let after = match by_house {
            0 => self.first,
            1 => self.second,
            _ => return false,
        };
        now >= asked.plus_days(after) && next_reminder(last, now).is_none()
    }

    /// Whether, and why, leads are to see it. `due` is the nearest due day for which it would count.
    pub fn brings(self, asked: Moment, due: Option<Day>, now: Moment, today: Day) -> Option<Brought> {
        if now >= asked.plus_days(self.lead) {
            return Some(Brought::Long);
        }
        due.filter(|due| due.plus_days(-self.near) <= today).map(|_| Brought::Due)
    }
}

/// The first moment at which a reminder may go again; none: now.
pub fn next_reminder(last: Option<Moment>, now: Moment) -> Option<Moment> {
    last.map(|at| at.plus_days(REMIND_EVERY_DAYS)).filter(|next| now < *next)
}

impl Rhythm {
    /// Whether a letter may go today to somebody whose last one went on that day.
    pub fn lets_go(self, last: Option<Day>, today: Day) -> bool {
        self.newest_last(today).is_some_and(|newest| last.is_none_or(|last| last <= newest))
    }

    /// The newest day of a last letter after which another may go today; none where no letter ever goes.
    pub fn newest_last(self, today: Day) -> Option<Day> {
        match self {
            Rhythm::Daily => Some(today.plus_days(-1)),
            Rhythm::Weekly => Some(today.plus_days(-7)),
            Rhythm::InApp => None,
        }
    }

    pub fn shown(self) -> &'static str {
        match self {
            Rhythm::Daily => "Once a day, if there is anything new",
            Rhythm::Weekly => "Once a week, if there is anything new",
            Rhythm::InApp => "Never: I look in the app",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Moment {
        format!("2026-11-{day:02}T09:00:00Z").parse().unwrap()
    }

    fn day(day: u32) -> Day {
        Day::of(2026, 11, day).unwrap()
    }

    #[test]
    fn the_house_reminds_twice_and_never_within_a_week_of_anybody() {
        let pace = Pace::default();
        for (by_house, last, now, due) in [
            (0, None, at(7), false),
            (0, None, at(8), true),
            (0, Some(at(4)), at(8), false),
            (0, Some(at(4)), at(11), true),
            (1, Some(at(8)), at(14), false),
            (1, Some(at(8)), at(15), true),
            (1, Some(at(10)), at(15), false),
            (2, Some(at(15)), at(30), false),
        ] {
            assert_eq!(pace.reminds(at(1), by_house, last, now), due, "{by_house} {last:?} {now:?}");
        }
    }

    #[test]
    fn leads_see_what_waited_long_or_is_due_soon() {
        let pace = Pace::default();
        assert_eq!(pace.brings(at(1), None, at(21), day(21)), None);
        assert_eq!(pace.brings(at(1), None, at(22), day(22)), Some(Brought::Long));
        assert_eq!(pace.brings(at(1), Some(day(30)), at(22), day(22)), Some(Brought::Long));
        assert_eq!(pace.brings(at(20), Some(day(29)), at(21), day(21)), None);
        assert_eq!(pace.brings(at(20), Some(day(28)), at(21), day(21)), Some(Brought::Due));
        assert_eq!(pace.brings(at(20), Some(day(2)), at(21), day(21)), Some(Brought::Due), "overdue");
    }

    #[test]
    fn a_rhythm_lets_at_most_one_letter_go_in_its_time() {
        for (rhythm, last, goes) in [
            (Rhythm::Daily, None, true),
            (Rhythm::Daily, Some(day(20)), true),
            (Rhythm::Daily, Some(day(21)), false),
            (Rhythm::Weekly, Some(day(15)), false),
            (Rhythm::Weekly, Some(day(14)), true),
            (Rhythm::InApp, None, false),
        ] {
            assert_eq!(rhythm.lets_go(last, day(21)), goes, "{rhythm} {last:?}");
        }
    }

    #[test]
    fn the_setting_is_read_as_it_was_written() {
        let pace = Pace { first: 3, second: 5, lead: 9, near: 2 };
        assert_eq!(Pace::read(&pace.written()), pace);
        assert_eq!(Pace::read("soon"), Pace::default());
    }
}
