//! How fast somebody goes, and how fast they would have to. The pace looks back half a year at what was
//! signed or waits, by the day on which it happened, so a slow signer does not make a slow trainee.

use crate::domain::amount::Amount;
use crate::domain::fact::{Facts, Training};
use crate::domain::programme::Requirement;
use crate::domain::progress::Standing;
use crate::domain::time::Day;

use super::Forecast;
use super::line::expected_in;

/// The pace is that of so many days.
const LOOK_BACK: i64 = 182;
/// Nobody is called late in the first days: there is no pace yet.
const SETTLING_IN: i64 = 28;
/// A likely day further off than this is no forecast.
const FAR: i64 = 3650;

/// What was done, by day, as running totals, so that the pace of any day costs two searches.
pub(super) struct Pace<'s> {
    standing: &'s Standing,
    started: Day,
    requirement: &'s Requirement,
    training: &'s Training,
    totals: Vec<(Day, Amount)>,
}

impl<'s> Pace<'s> {
    pub fn of(
        requirement: &'s Requirement,
        standing: &'s Standing,
        facts: &Facts,
        training: &'s Training,
    ) -> Pace<'s> {
        let mut done: Vec<(Day, Amount)> =
            standing.counted.iter().chain(&standing.pending).map(|one| (one.day, one.credit)).collect();
        done.sort_unstable();
        let mut sum = Amount::ZERO;
        let totals = done
            .into_iter()
            .map(|(day, credit)| {
                sum = sum + credit;
                (day, sum)
            })
            .collect();
        Pace { standing, started: facts.enrolment.started, requirement, training, totals }
    }

    fn until(&self, day: Day) -> Amount {
        let before = self.totals.partition_point(|(done, _)| *done <= day);
        before.checked_sub(1).and_then(|at| self.totals.get(at)).map_or(Amount::ZERO, |(_, sum)| *sum)
    }

    /// What the expected line asks by a day; none without a due day.
    pub fn expected(&self, today: Day) -> Option<Amount> {
        let (target, due) = (self.standing.target, self.standing.due);
        expected_in(self.requirement, target, due, self.started, today, self.training)
    }

    /// Training days since the start: time out is no time in which one could have done more.
    fn gone(&self, today: Day) -> i64 {
        self.training.between(self.started, today) / 100
    }

    /// Hundredths per week of training over the look-back, or since the start where that is shorter.
    fn per_week(&self, today: Day) -> Amount {
        let gone = self.gone(today);
        let days = gone.clamp(SETTLING_IN, LOOK_BACK);
        let since =
            if gone >= days { self.training.after(gone - days).min(today) } else { today.plus_days(-days) };
        let done = self.until(today) - self.until(since);
        Amount::of_hundredths(done.hundredths().saturating_mul(7) / days)
    }

    fn remaining(&self) -> Amount {
        self.standing.target.less(self.standing.signed + self.standing.submitted)
    }

    fn likely(&self, today: Day) -> Option<Day> {
        let rate = self.per_week(today).hundredths();
        if self.remaining().is_zero() {
            return Some(today);
        }
        if rate <= 0 {
            return None;
        }
        let days = self.remaining().hundredths().saturating_mul(7).div_euclid(rate).saturating_add(1);
        let there = if self.training.is_plain() {
            today.plus_days(days)
        } else {
            self.training.after(self.gone(today).saturating_add(days)).max(today)
        };
        (days <= FAR).then_some(there)
    }

    /// The due day is over; or, after settling in, less is done than expected and the likely day is late.
    pub fn late(&self, today: Day) -> bool {
        let Some(due) = self.standing.due else { return false };
        if today > due {
            return true;
        }
        if self.gone(today) < SETTLING_IN || self.remaining().is_zero() {
            return false;
        }
        let have = self.standing.signed + self.standing.submitted;
        // Less than one whole unit short is not short.
        let short = self.expected(today).is_some_and(|expected| have + Amount::ONE <= expected);
        short && self.likely(today).is_none_or(|day| day > due)
    }

    /// The first day from today on which it is late, with nothing more done. Idle days only make it later:
    /// the line rises, the pace falls, so the day is found by halving.
    pub fn late_from(&self, today: Day) -> Option<Day> {
        let due = self.standing.due?;
        let (mut early, mut late) = (0, due.days_since(today).clamp(-1, FAR) + 1);
        while early < late {
            let middle = early + (late - early) / 2;
            if self.late(today.plus_days(middle)) {
                late = middle;
            } else {
                early = middle + 1;
            }
        }
        Some(today.plus_days(early))
    }

    pub fn forecast(&self, today: Day) -> Option<Forecast> {
        let remaining = self.remaining();
        if remaining.is_zero() {
            return None;
        }
        let due = self.standing.due;
        let left = |due: Day| (self.training.between(today, due) / 100).max(1);
        let weeks = due.filter(|due| *due > today).map(left);
        let needed = weeks.map(|days| {
            Amount::of_hundredths(remaining.hundredths().saturating_mul(7).div_euclid(days).max(1))
        });
        let now = self.per_week(today);
        let likely = self.likely(today);
        let sentence = sentence(due, today, needed, now, likely, self.waits());
        Some(Forecast { remaining, due, needed, now, likely, sentence })
    }

    fn waits(&self) -> Option<String> {
        let mut people: Vec<&str> = self.standing.waits.iter().map(|wait| wait.with.as_str()).collect();
        let count = people.len();
        people.sort_unstable();
        people.dedup();
        let verb = if count == 1 { "waits" } else { "wait" };
        match people.as_slice() {
            [] => None,
            [one] => Some(format!("{count} {verb} with {one}")),
            many => Some(format!("{count} {verb} with {} people", in_words(many.len()))),
        }
    }
}

/// Small numbers of people as words.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `To finish by 15 September 2027 you need 3.1 a week; you average 1.8; 14 wait with two people; at this pace
/// it is done on 3 March 2028.`
fn sentence(
    due: Option<Day>,
    today: Day,
    needed: Option<Amount>,
    now: Amount,
    likely: Option<Day>,
    waits: Option<String>,
) -> String {
    let tenth = |amount: Amount, up: i64| Amount::of_hundredths((amount.hundredths() + up) / 10 * 10);
    let mut parts = Vec::new();
    let pace = if now.hundredths() < 10 {
        "you have added next to nothing in the last half year".to_owned()
    } else {
        format!("you average {}", tenth(now, 5))
    };
    match (due, needed) {
        (Some(due), Some(needed)) => {
            parts.push(format!("To finish by {due} you need {} a week", tenth(needed, 9)));
            parts.push(pace);
        }
        (Some(due), None) => parts.push(format!("It was due on {due}, {} days ago", today.days_since(due))),
        (None, _) if now.hundredths() < 10 => parts.push(pace.replacen("you", "You", 1)),
        (None, _) => parts.push(format!("{} a week", pace.replacen("you", "You", 1))),
    }
    parts.extend(waits);
    if let Some(day) = likely {
        parts.push(format!("at this pace it is done on {day}"));
    }
    parts.join("; ") + "."
}
