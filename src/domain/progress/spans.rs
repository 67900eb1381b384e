//! Periods laid over each other: what overlaps counts once, absences are cut out, and every stretch goes
//! to the period that gives most. One sweep over the days on which something begins or ends.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::amount::Amount;
use crate::domain::rule::LengthUnit;
use crate::domain::time::Day;

/// A period with its share of whole time, in per cent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    pub from: Day,
    /// The last day.
    pub until: Day,
    pub share: i64,
}

/// A stretch in which nothing begins or ends, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: Day,
    pub until: Day,
    pub share: i64,
    /// The place of its period in the list.
    pub of: usize,
}

/// The stretches that count, in their order; neighbours of one period and share are one.
pub(super) fn laid(periods: &[Period], absences: &[(Day, Day)]) -> Vec<Stretch> {
    #[derive(Default)]
    struct Turn {
        begin: Vec<usize>,
        end: Vec<usize>,
        away: i64,
    }
    let mut turns: BTreeMap<Day, Turn> = BTreeMap::new();
    for (at, period) in periods.iter().enumerate().filter(|(_, one)| one.from <= one.until && one.share > 0) {
        turns.entry(period.from).or_default().begin.push(at);
        turns.entry(period.until.plus_days(1)).or_default().end.push(at);
    }
    for (from, until) in absences.iter().filter(|(from, until)| from <= until) {
        turns.entry(*from).or_default().away += 1;
        turns.entry(until.plus_days(1)).or_default().away -= 1;
    }
    // The one that gives most comes first; of equals the one named first.
    let key = |at: usize| periods.get(at).map(|one| (-one.share, at));
    let mut going: BTreeSet<(i64, usize)> = BTreeSet::new();
    let mut away = 0_i64;
    let mut found: Vec<Stretch> = Vec::new();
    let mut before: Option<Day> = None;
    for (day, turn) in &turns {
        if let (Some(from), Some((share, of))) = (before.filter(|_| away <= 0), going.first()) {
            let stretch = Stretch { from, until: day.plus_days(-1), share: -share, of: *of };
            match found.last_mut() {
                Some(last)
                    if last.of == stretch.of
                        && last.share == stretch.share
                        && last.until.plus_days(1) == stretch.from =>
                {
                    last.until = stretch.until;
                }
                _ => found.push(stretch),
            }
        }
        for at in &turn.end {
            if let Some(key) = key(*at) {
                going.remove(&key);
            }
        }
        going.extend(turn.begin.iter().filter_map(|at| key(*at)));
        away += turn.away;
        before = Some(*day);
    }
    found
}

/// Ten-thousandths of a unit; the share is in per cent.
pub(super) fn fine(from: Day, until: Day, share: i64, unit: LengthUnit) -> i64 {
    if until < from {
        return 0;
    }
    let days = until.days_since(from).saturating_add(1);
    match unit {
        LengthUnit::Days => days.saturating_mul(share).saturating_mul(100),
        LengthUnit::Weeks => days.saturating_mul(share).saturating_mul(100).saturating_add(3) / 7,
        LengthUnit::Months => months(from, until.plus_days(1)).saturating_mul(share) / 100,
    }
}

/// Ten-thousandths of calendar months from one day until before another.
fn months(from: Day, end: Day) -> i64 {
    let years = i64::from(end.year()) - i64::from(from.year());
    let about = years * 12 + i64::from(end.month()) - i64::from(from.month());
    let plus = |months: i64| from.plus_months(i32::try_from(months).unwrap_or(0));
    let whole = if plus(about) > end { about - 1 } else { about }.max(0);
    let (last, next) = (plus(whole), plus(whole + 1));
    let rest = end.days_since(last).max(0).saturating_mul(10_000) / next.days_since(last).max(1);
    whole.saturating_mul(10_000).saturating_add(rest)
}

/// All of it, with neighbours of equal share measured as one, so that no month is lost between them.
pub(super) fn measured(stretches: &[Stretch], unit: LengthUnit) -> i64 {
    let mut sum = 0_i64;
    let mut run: Option<(Day, Day, i64)> = None;
    for one in stretches {
        run = match run {
            Some((from, until, share)) if share == one.share && until.plus_days(1) == one.from => {
                Some((from, one.until, share))
            }
            Some((from, until, share)) => {
                sum = sum.saturating_add(fine(from, until, share, unit));
                Some((one.from, one.until, one.share))
            }
            None => Some((one.from, one.until, one.share)),
        };
    }
    sum.saturating_add(run.map_or(0, |(from, until, share)| fine(from, until, share, unit)))
}

/// Ten-thousandths as an amount, to the nearest hundredth.
pub(super) fn amount(fine: i64) -> Amount {
    Amount::of_hundredths(fine.saturating_add(50).div_euclid(100))
}
