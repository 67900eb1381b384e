//! Training time: days as they count towards days counted from the start. Half time goes half as fast, and
//! time out does not go at all; so whoever is away for a month is due a month later.

use super::{Enrolment, LifeState};
use crate::domain::time::{Day, Moment};

/// A day that lies further off than this is as good as never.
const FAR: i64 = 20_000;

/// The working share as steps: from each day on, so many hundredths of a day count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    started: Day,
    steps: Vec<(Day, i64)>,
    /// The first day on which time out without an end will have moved everything by one more day.
    pub moves_on: Option<Day>,
}

impl Enrolment {
    /// As known at an instant. Time out without an end goes on until today.
    pub fn training(&self, today: Day, as_of: Moment) -> Training {
        let outs = self.outs(today, as_of);
        let working: Vec<_> = (self.working.iter())
            .filter(|one| one.known_from.is_none_or(|from| from <= as_of))
            .map(|one| (one.from, i64::from(one.percent.min(100))))
            .collect();
        let mut days: Vec<Day> = std::iter::once(self.started)
            .chain(working.iter().map(|(from, _)| *from))
            .chain(outs.iter().flat_map(|(from, until, _)| [*from, until.plus_days(1)]))
            .collect();
        days.sort_unstable();
        days.dedup();
        let share = |day: Day| {
            if outs.iter().any(|(from, until, _)| *from <= day && day <= *until) {
                return 0;
            }
            let before = working.iter().filter(|(from, _)| *from <= day);
            before.max_by_key(|(from, share)| (*from, *share)).map_or(100, |(_, share)| *share)
        };
        let steps = days.into_iter().map(|day| (day, share(day))).collect();
        let open = outs.iter().filter(|(.., open)| *open).map(|(from, ..)| *from).min();
        let moves_on = open.map(|from| from.max(today).plus_days(1));
        Training { started: self.started, steps, moves_on }
    }

    /// First and last day of each time out, and whether its end is not known.
    fn outs(&self, today: Day, as_of: Moment) -> Vec<(Day, Day, bool)> {
        let known = || self.life.iter().filter(|event| event.known_from.is_none_or(|from| from <= as_of));
        let back = |from: Day| {
            let later = known().filter(|event| event.day > from && event.state != LifeState::TimeOut);
            later.map(|event| event.day.plus_days(-1)).min()
        };
        let outs = known().filter(|event| event.state == LifeState::TimeOut);
        outs.map(|event| {
            let end = [event.until, back(event.day)].into_iter().flatten().min();
            (event.day, end.unwrap_or(today.max(event.day)), end.is_none())
        })
        .collect()
    }
}

impl Training {
    /// Whether every day counts whole, so that nothing moves.
    pub fn is_plain(&self) -> bool {
        self.steps.iter().all(|(_, share)| *share == 100)
    }

    /// Hundredths of days that count from one day until before another.
    pub fn between(&self, from: Day, until: Day) -> i64 {
        let mut sum: i64 = 0;
        for (at, (begins, share)) in self.steps.iter().enumerate() {
            // Before the first step everything counts whole.
            let begins = if at == 0 { from.min(*begins) } else { *begins };
            let ends = self.steps.get(at + 1).map_or(until, |(next, _)| *next);
            let days = ends.min(until).days_since(begins.max(from)).max(0);
            sum = sum.saturating_add(days.saturating_mul(*share));
        }
        sum
    }

    /// The day that is so many whole training days after the start.
    pub fn after(&self, days: i64) -> Day {
        if days <= 0 {
            return self.started.plus_days(days);
        }
        let mut left = days.min(FAR).saturating_mul(100);
        for (at, (begins, share)) in self.steps.iter().enumerate() {
            let begins = (*begins).max(self.started);
            let goes = self.steps.get(at + 1).map(|(next, _)| next.days_since(begins).max(0));
            let here = goes.map_or(i64::MAX, |days| days.saturating_mul(*share));
            if *share > 0 && here >= left {
                return begins.plus_days(left.saturating_add(share - 1).div_euclid(*share));
            }
            left = left.saturating_sub(if goes.is_some() { here } else { 0 });
        }
        // Nobody who works not at all ever comes to that day.
        self.started.plus_days(FAR)
    }

    /// Where a day counted from the start comes to lie.
    pub fn moved(&self, nominal: Day) -> Day {
        if self.is_plain() { nominal } else { self.after(nominal.days_since(self.started)) }
    }

    /// First and last day of each stretch of equal share from the start until a day, with the share.
    pub fn stretches(&self, until: Day) -> Vec<(Day, Day, i64)> {
        let ends =
            |at: usize| self.steps.get(at + 1).map_or(until, |(next, _)| next.plus_days(-1).min(until));
        let all = self.steps.iter().enumerate();
        all.map(|(at, (begins, share))| ((*begins).max(self.started), ends(at), *share))
            .filter(|(from, until, _)| from <= until)
            .collect()
    }
}
