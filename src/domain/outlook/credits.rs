//! The forecast of credits: by the unit results so far, and with what is still due. Results come in lumps, when
//! a board sits, so a likely day makes nobody late: the due day does, a failed unit, or the expected line where
//! the programme draws one.

use crate::domain::amount::Amount;
use crate::domain::programme::Requirement;
use crate::domain::progress::{Ahead, Standing};
use crate::domain::rule::Marks;
use crate::domain::time::Day;

use super::pace::Pace;
use super::unpaced::{after, by_due_day};
use super::words::{monthly, sentence, tenth, waits, was_due};
use super::{Forecast, Look, Per};

/// So many titles are told one by one.
const TOLD: usize = 3;

pub(super) fn look(
    requirement: &Requirement,
    rule: &Marks,
    standing: &Standing,
    pace: &Pace<'_>,
    today: Day,
) -> Look {
    let open = match &standing.ahead {
        Some(Ahead::Units(open)) => open.as_slice(),
        _ => &[],
    };
    if rule.units.len() < 2 {
        return by_due_day(standing, "one result: no pace", today);
    }
    let remaining = standing.target.less(standing.signed + standing.submitted);
    if remaining.is_zero() {
        let why = format!("the credits are there; still due is {}", told(open));
        return by_due_day(standing, &why, today);
    }
    let due = standing.due;
    let line = if requirement.expected.is_empty() { None } else { pace.late_by_line(today) };
    let behind_from = [after(due, today), line].into_iter().flatten().min();
    let days = due.filter(|due| *due > today).map(|due| pace.days_between(today, due));
    let needed = days.map(|days| monthly(remaining, days));
    let have = standing.signed + standing.submitted;
    // From the start to the last result: what lies between two boards is no slower pace.
    let last = pace.last_day().map(|day| pace.gone(day).max(1));
    let now = last.map_or(Amount::ZERO, |days| monthly(have, days));
    let likely = last.filter(|_| !have.is_zero()).and_then(|days| {
        let whole = standing.target.hundredths().saturating_mul(days).div_euclid(have.hundredths().max(1));
        pace.day_after(whole, today)
    });
    let first = match (due, needed) {
        (Some(due), Some(needed)) => {
            format!("To finish by {due} it takes {remaining} more credits, {} a month", tenth(needed, 9))
        }
        (Some(due), None) => {
            format!("{}, with {remaining} credits missing", was_due((due, standing.grace_until), today))
        }
        (None, _) => format!("It takes {remaining} more credits"),
    };
    let results = match now {
        Amount::ZERO => "there is no result yet to take a pace from".to_owned(),
        now => format!("the results so far give {} a month", tenth(now, 5)),
    };
    let still = if open.is_empty() { String::new() } else { format!("still due: {}", told(open)) };
    let then = likely.map(|day| format!("if the others come as these did, it is done on {day}"));
    let parts = [first, results, waits(standing).unwrap_or_default(), still, then.unwrap_or_default()];
    let sentence = sentence(parts);
    let forecast = Forecast {
        remaining,
        unit: "credits".to_owned(),
        per: Per::Month,
        due,
        needed,
        now,
        likely,
        about: sentence.clone(),
        sentence,
    };
    Look { forecast: Ok(forecast), behind_from }
}

fn told(open: &[String]) -> String {
    let some = open.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
    match open.len().saturating_sub(TOLD) {
        0 => some,
        1 => format!("{some} and 1 more unit"),
        many => format!("{some} and {many} more units"),
    }
}
