//! The forecast of a length: the day on which what is running and planned completes it. Nobody is late
//! because nothing is planned yet; they are when what is planned ends too late, or when what is missing no
//! longer fits before the due day.

use crate::domain::amount::Amount;
use crate::domain::fact::Training;
use crate::domain::progress::{Ahead, Standing};
use crate::domain::rule::{Length, LengthOf, LengthUnit};
use crate::domain::time::Day;

use super::unpaced::{after, by_due_day};
use super::words::{sentence, some, waits, was_due, weekly};
use super::{Forecast, Look, Per};

pub(super) fn look(rule: &Length, standing: &Standing, training: &Training, today: Day) -> Look {
    let remaining = standing.target.less(standing.signed + standing.submitted);
    let Some(Ahead::Periods { weekly: now, comes, reached }) = &standing.ahead else {
        return by_due_day(standing, "nothing is known of what is running", today);
    };
    if remaining.is_zero() {
        return by_due_day(standing, super::unpaced::WITH_OTHERS, today);
    }
    let due = standing.due;
    let behind_from = match (due, reached) {
        (Some(due), Some(day)) if *day > due => Some(today),
        (Some(due), None) => {
            let short = days_of(remaining.less(*comes), rule.unit);
            Some(due.plus_days(1 - short).max(today))
        }
        _ => after(due, today),
    };
    let left = due.filter(|due| *due > today).map(|due| due.days_since(today));
    let unit = rule.unit.as_str();
    let more = match remaining {
        Amount::ONE => format!("1 more {}", unit.trim_end_matches('s')),
        many => format!("{many} more {unit}"),
    };
    let first = match (due, left) {
        (Some(due), Some(days)) => {
            format!(
                "To finish by {due} it takes {more}, and {} are left",
                some(of_days(days, rule.unit), unit)
            )
        }
        (Some(due), None) => {
            format!("{}, with {} missing", was_due((due, standing.grace_until), today), some(remaining, unit))
        }
        (None, _) => format!("It takes {more}"),
    };
    let (runs, own) = (!now.is_zero(), rule.of == LengthOf::Enrolment);
    let what = match (own, runs) {
        (true, _) => "time on the programme",
        (_, true) => "what is running and planned",
        (_, false) => "what is planned",
    };
    let then = match reached {
        Some(day) => format!("{what} reaches {} on {day}", standing.target),
        None if own && training.moves_on.is_some() => "time out has no last day yet".to_owned(),
        None if comes.is_zero() && own => "the programme ends before that".to_owned(),
        None if comes.is_zero() => "nothing is running or planned, so there is no likely day".to_owned(),
        None => format!("{what} gives {comes} of these {unit}"),
    };
    let sentence = sentence([first, waits(standing).unwrap_or_default(), then]);
    let forecast = Forecast {
        remaining,
        unit: unit.to_owned(),
        per: Per::Week,
        due,
        needed: left.map(|days| weekly(remaining, days)),
        now: *now,
        likely: *reached,
        about: sentence.clone(),
        sentence,
    };
    Look { forecast: Ok(forecast), behind_from }
}

/// How many days a length takes, in whole time.
fn days_of(amount: Amount, unit: LengthUnit) -> i64 {
    let hundredths = amount.hundredths();
    match unit {
        LengthUnit::Days => hundredths.saturating_add(99) / 100,
        LengthUnit::Weeks => hundredths.saturating_mul(7).saturating_add(99) / 100,
        LengthUnit::Months => hundredths.saturating_mul(1461).saturating_add(4799) / 4800,
    }
}

/// So many days in whole units.
fn of_days(days: i64, unit: LengthUnit) -> Amount {
    Amount::whole(match unit {
        LengthUnit::Days => days,
        LengthUnit::Weeks => days / 7,
        LengthUnit::Months => days.saturating_mul(48) / 1461,
    })
}
