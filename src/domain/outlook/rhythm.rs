//! The forecast of meetings that take place again and again: when the next is due, and whether the rhythm
//! holds. Of a single meeting there is no pace.

use crate::domain::amount::Amount;
use crate::domain::progress::{Ahead, Rhythm, Standing};
use crate::domain::rule::Meeting;
use crate::domain::time::Day;

use super::unpaced::{after, by_due_day};
use super::words::{monthly, sentence, was_due};
use super::{Forecast, Look, Per};

pub(super) fn look(rule: &Meeting, standing: &Standing, started: Day, today: Day) -> Look {
    let Some((months, Ahead::Rhythm(rhythm))) = rule.every_months.zip(standing.ahead.as_ref()) else {
        return by_due_day(standing, "one meeting: no pace", today);
    };
    let holds = rhythm.missed <= rhythm.may_miss;
    let due = standing.due;
    let behind_from = [after(due, today), rhythm.lost.map(|day| day.max(today))].into_iter().flatten().min();
    let next = match (rhythm.next, due.filter(|due| *due <= today)) {
        (_, Some(due)) => was_due((due, standing.grace_until), today),
        (Some((from, until)), _) if from > today => format!("The next is due from {from} to {until}"),
        (Some((_, until)), _) => format!("The next is due by {until}"),
        (None, _) => "None is due at present".to_owned(),
    };
    let every = match months {
        1 => "one is asked every month".to_owned(),
        months => format!("one is asked every {months} months"),
    };
    let forecast = Forecast {
        remaining: standing.target.less(standing.signed + standing.submitted),
        unit: "meetings".to_owned(),
        per: Per::Month,
        due,
        needed: Some(Amount::of_hundredths(100_i64.div_euclid(i64::from(months)).max(1))),
        now: monthly(standing.signed + standing.submitted, today.days_since(started)),
        likely: rhythm.last.filter(|_| holds),
        sentence: String::new(),
        about: String::new(),
    };
    let sentence = sentence([next, every, so_far(rhythm)]);
    let forecast = Forecast { about: sentence.clone(), sentence, ..forecast };
    Look { forecast: Ok(forecast), behind_from }
}

/// `5 of the 6 so far took place; 1 may be missed, so the rhythm holds`.
fn so_far(rhythm: &Rhythm) -> String {
    let held = rhythm.over.saturating_sub(rhythm.missed);
    let may = match rhythm.may_miss {
        0 => "none may be missed".to_owned(),
        number => format!("{number} may be missed"),
    };
    match (rhythm.over, rhythm.missed <= rhythm.may_miss) {
        (0, _) => format!("{may}, and none is over yet"),
        (1, true) if held == 1 => "the first took place, so the rhythm holds".to_owned(),
        (over, true) => format!("{held} of the {over} so far took place and {may}, so the rhythm holds"),
        (over, false) => format!("{held} of the {over} so far took place and {may}, so the rhythm is lost"),
    }
}
