//! How fast somebody goes, and how fast they would have to. The pace looks back half a year at what was
//! signed or waits, by the day on which it happened, so a slow signer does not make a slow trainee.

use std::cmp::Ordering;

use crate::domain::amount::Amount;
use crate::domain::fact::{Facts, Training};
use crate::domain::programme::Requirement;
use crate::domain::progress::Standing;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

use super::line::expected_in;
use super::words::{monthly, sentence, tenth, waits, was_due, weekly};
use super::{Forecast, Look, Per, unpaced};

/// The pace is that of so many days.
const LOOK_BACK: i64 = 182;
/// Nobody is called late in the first days: there is no pace yet.
pub(super) const SETTLING_IN: i64 = 28;
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
    pub fn gone(&self, today: Day) -> i64 {
        self.training.between(self.started, today) / 100
    }

    /// Hundredths per week of training over the look-back, or since the start where that is shorter.
    pub fn per_week(&self, today: Day) -> Amount {
        let gone = self.gone(today);
        let days = gone.clamp(SETTLING_IN, LOOK_BACK);
        let since = match gone.cmp(&days) {
            Ordering::Greater => self.training.after(gone - days).min(today),
            // What was done on the first day counts too.
            Ordering::Equal => self.started.plus_days(-1),
            Ordering::Less => today.plus_days(-days),
        };
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

    /// The day of the last of what was done.
    pub fn last_day(&self) -> Option<Day> {
        self.totals.last().map(|(day, _)| *day)
    }

    /// Training days between two days, at least one.
    pub fn days_between(&self, from: Day, until: Day) -> i64 {
        (self.training.between(from, until) / 100).max(1)
    }

    /// The day that is so many training days after the start; none where that is too far off.
    pub fn day_after(&self, days: i64, today: Day) -> Option<Day> {
        let ahead = days.saturating_sub(self.gone(today));
        let day =
            if self.training.is_plain() { self.started.plus_days(days) } else { self.training.after(days) };
        (ahead <= FAR).then_some(day.max(today))
    }

    /// The first day on which less is done than the line of the programme asks.
    pub fn late_by_line(&self, today: Day) -> Option<Day> {
        let due = self.standing.due?;
        let have = self.standing.signed + self.standing.submitted;
        let late = |step: &i64| {
            self.expected(today.plus_days(*step)).is_some_and(|asked| have + Amount::ONE <= asked)
        };
        (0..due.days_since(today).clamp(0, FAR)).find(late).map(|step| today.plus_days(step))
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

    pub fn look(&self, today: Day) -> Look {
        let due = self.standing.due;
        let forecast = match self.remaining() {
            Amount::ZERO => Err(unpaced::WITH_OTHERS.to_owned()),
            remaining => Ok(self.forecast(remaining, due, today)),
        };
        Look { forecast, behind_from: self.late_from(today) }
    }

    fn forecast(&self, remaining: Amount, due: Option<Day>, today: Day) -> Forecast {
        let left = |due: Day| (self.training.between(today, due) / 100).max(1);
        let per = per(self.requirement);
        let rate = |amount: Amount, days: i64| match per {
            Per::Week => weekly(amount, days),
            Per::Month => monthly(amount, days),
        };
        let days = due.filter(|due| *due > today).map(left);
        let needed = days.map(|days| rate(remaining, days).max(Amount::of_hundredths(1)));
        let week = self.per_week(today);
        let now = match per {
            Per::Week => week,
            Per::Month => monthly(week, 7),
        };
        let likely = self.likely(today);
        let slow = likely.zip(due).is_some_and(|(likely, due)| likely > due) && !self.late(today);
        let grace = self.standing.grace_until;
        let said = Said { due, grace, today, needed, now, likely, slow, per, remaining };
        let (sentence, about) = (said.to_them(waits(self.standing)), said.of_them());
        let unit = self.standing.unit.clone();
        Forecast { remaining, unit, per, due, needed, now, likely, sentence, about }
    }
}

/// Meetings and rounds are few: a pace of theirs by the week would be told in hundredths.
fn per(requirement: &Requirement) -> Per {
    match requirement.rule {
        Rule::Meeting(_) | Rule::Feedback(_) => Per::Month,
        _ => Per::Week,
    }
}

struct Said {
    due: Option<Day>,
    grace: Option<Day>,
    today: Day,
    needed: Option<Amount>,
    now: Amount,
    likely: Option<Day>,
    /// The likely day is late, and so far enough is done all the same.
    slow: bool,
    per: Per,
    remaining: Amount,
}

/// What a forecast of a late day means where nobody is behind.
const SLOW: &str = ", which would be late, though by today enough is done";

impl Said {
    /// `To finish by 15 September 2027 you need 3.1 a week; you average 1.8; 14 wait with two people; at this
    /// pace it is done on 3 March 2028.`
    fn to_them(&self, waits: Option<String>) -> String {
        let Said { due, grace, today, needed, now, likely, per, .. } = *self;
        let mut parts = Vec::new();
        let pace = if now.hundredths() < 10 {
            "you have added next to nothing in the last half year".to_owned()
        } else {
            format!("you average {}", tenth(now, 5))
        };
        match (due, needed) {
            (Some(due), Some(needed)) => {
                parts.push(format!("To finish by {due} you need {} a {per}", tenth(needed, 9)));
                parts.push(pace);
            }
            (Some(due), None) => parts.push(was_due((due, grace), today)),
            (None, _) if now.hundredths() < 10 => parts.push(pace.replacen("you", "You", 1)),
            (None, _) => parts.push(format!("{} a {per}", pace.replacen("you", "You", 1))),
        }
        parts.extend(waits);
        if let Some(day) = likely {
            let slow = if self.slow { SLOW } else { "" };
            parts.push(format!("at this pace it is done on {day}{slow}"));
        }
        sentence(parts)
    }

    /// `Needs 3.1 a week to finish by 15 September 2027; averages 1.8 a week.`
    fn of_them(&self) -> String {
        let Said { due, grace, today, needed, now, likely, per, remaining, .. } = *self;
        let first = match (due, needed) {
            (Some(due), Some(needed)) => format!("Needs {} a {per} to finish by {due}", tenth(needed, 9)),
            (Some(due), None) => match grace.filter(|until| *until >= today) {
                Some(until) => format!("Was due on {due}; the months of grace last until {until}"),
                None => format!("Was due on {due}"),
            },
            (None, _) => format!("{remaining} to go"),
        };
        let slow = if self.slow { SLOW } else { "" };
        let likely = likely.map(|day| format!("at this pace it is done on {day}{slow}")).unwrap_or_default();
        sentence([first, format!("averages {} a {per}", tenth(now, 5)), likely])
    }
}
