//! The forecast of a share: how many hours a week it takes until it stands where it should, and how many there
//! are now. A share is not done once: until the due day more is asked with every week that passes.

use crate::domain::amount::Amount;
use crate::domain::fact::Training;
use crate::domain::progress::{Ahead, Standing};
use crate::domain::rule::{Over, Share};
use crate::domain::time::Day;

use super::pace::{Pace, SETTLING_IN};
use super::unpaced::{after, by_due_day};
use super::words::{sentence, tenth, waits, weekly};
use super::{Forecast, Look, Per};

/// A likely day further off than this is no forecast.
const FAR: i64 = 3650;

pub(super) fn look(
    rule: &Share,
    standing: &Standing,
    pace: &Pace<'_>,
    (training, ends): (&Training, Option<Day>),
    today: Day,
) -> Look {
    let Some(Ahead::Hours { have, asked }) = &standing.ahead else {
        return by_due_day(standing, "there is nothing to measure it against yet", today);
    };
    let due = standing.due;
    let missing = asked.less(*have);
    // What a week of training asks.
    let rate = match &rule.over {
        Over::Weeks => standing.target,
        Over::Contracted(hours) => {
            Amount::of_hundredths(standing.target.hundredths().saturating_mul(hours.hundredths()) / 10_000)
        }
        Over::Part(_) => weekly(*asked, pace.gone(today)),
    };
    let until = due.or(standing.window.and_then(|span| span.until)).or(ends).filter(|day| *day > today);
    let days = |from: Day, until: Day| (training.between(from, until) / 100).max(0);
    let over =
        |rate: Amount, days: i64| Amount::of_hundredths(rate.hundredths().saturating_mul(days).div_euclid(7));
    let now = pace.per_week(today);
    let in_all = until.map(|day| *asked + over(rate, days(today, day)));
    let needed = until.zip(in_all).map(|(day, all)| weekly(all.less(*have), days(today, day)));
    let faster = now.less(rate);
    let likely = if missing.is_zero() {
        Some(today)
    } else if faster.is_zero() {
        None
    } else {
        let days = missing.hundredths().saturating_mul(7).div_euclid(faster.hundredths()).saturating_add(1);
        (days <= FAR).then(|| match training.is_plain() {
            true => today.plus_days(days),
            false => training.after(pace.gone(today).saturating_add(days)).max(today),
        })
    };
    // Late is who would be an hour or more short on the due day, at the pace of that day.
    let late = |day: Day| match (due, in_all) {
        (Some(due), _) if day > due => true,
        (Some(due), Some(all)) if pace.gone(day) >= SETTLING_IN => {
            *have + over(pace.per_week(day), days(day, due)) + Amount::ONE <= all
        }
        _ => false,
    };
    let behind_from = match (due, &rule.over) {
        (None, _) => None,
        // What it is measured against is not known beforehand.
        (Some(_), Over::Part(_)) => after(due, today),
        (Some(due), _) => {
            // Idle days only make it later, so the day is found by halving.
            let (mut early, mut last) = (0, due.days_since(today).clamp(-1, FAR) + 1);
            while early < last {
                let middle = early + (last - early) / 2;
                if late(today.plus_days(middle)) { last = middle } else { early = middle + 1 }
            }
            Some(today.plus_days(early))
        }
    };
    let goal = match &rule.over {
        Over::Weeks => format!("{} hours a week", standing.target),
        _ => format!("{} %", standing.target),
    };
    let first = match (until, needed) {
        (Some(day), Some(needed)) => {
            format!("To stand at {goal} on {day} takes {} hours a week from now on", tenth(needed, 9))
        }
        _ => format!("{missing} hours are missing to {goal}"),
    };
    let average = format!("the average is {}", tenth(now, 5));
    let then = match likely {
        Some(day) => format!("at this pace it is reached on {day}"),
        None => "at this pace it is not reached".to_owned(),
    };
    let sentence = sentence([first, average, waits(standing).unwrap_or_default(), then]);
    let forecast = Forecast {
        remaining: missing,
        unit: "hours".to_owned(),
        per: Per::Week,
        due,
        needed,
        now,
        likely,
        about: sentence.clone(),
        sentence,
    };
    Look { forecast: Ok(forecast), behind_from }
}
