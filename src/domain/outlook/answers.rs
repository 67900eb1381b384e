//! The forecast of a round of feedback: how many are still to answer, and how fast they do.

use crate::domain::amount::Amount;
use crate::domain::progress::{Ahead, Standing};
use crate::domain::time::Day;

use super::unpaced::{after, by_due_day};
use super::words::{sentence, tenth, was_due, weekly};
use super::{Forecast, Look, Per};

pub(super) fn look(standing: &Standing, today: Day) -> Look {
    let Some(Ahead::Answers { have, needed: asked, since, groups }) = &standing.ahead else {
        return by_due_day(standing, "no round has been submitted yet, so nobody can answer", today);
    };
    let due = standing.due;
    let remaining = asked.less(*have);
    if remaining.is_zero() {
        let why = match groups.as_slice() {
            [] => "enough people have answered; it waits to be signed and released".to_owned(),
            some => format!("enough people have answered, but only {}", some.join(" and ")),
        };
        return by_due_day(standing, &why, today);
    }
    let now = weekly(*have, today.days_since(*since).max(7));
    let left = due.filter(|due| *due > today).map(|due| due.days_since(today));
    let needed = left.map(|days| weekly(remaining, days));
    let likely = match now.hundredths() {
        rate if rate <= 0 => None,
        rate => {
            let days = remaining.hundredths().saturating_mul(7).div_euclid(rate).saturating_add(1);
            (days <= 3650).then(|| today.plus_days(days))
        }
    };
    let first = format!("{have} of the {asked} people needed have answered since {since}");
    let among =
        if groups.is_empty() { String::new() } else { format!("of these only {}", groups.join(" and ")) };
    let still = match (due, needed) {
        (Some(due), Some(rate)) => {
            let rate = tenth(rate, 9).max(Amount::of_hundredths(10));
            format!("{remaining} more by {due} are {rate} a week; so far {} a week came in", tenth(now, 5))
        }
        (Some(due), None) => {
            format!(
                "{remaining} are still to answer; {}",
                was_due((due, standing.grace_until), today).replacen("It", "it", 1)
            )
        }
        (None, _) => format!("{remaining} are still to answer"),
    };
    let then = likely.map(|day| format!("at this pace all have answered on {day}")).unwrap_or_default();
    let sentence = sentence([first, among, still, then]);
    let forecast = Forecast {
        remaining,
        unit: "answers".to_owned(),
        per: Per::Week,
        due,
        needed,
        now,
        likely,
        about: sentence.clone(),
        sentence,
    };
    Look { forecast: Ok(forecast), behind_from: after(due, today) }
}
