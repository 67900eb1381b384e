//! The days that a requirement's page tells: by when it is due, in which window it counts, and when the answer changes.

use crate::domain::progress::Standing;
use crate::domain::time::Day;
use crate::features::enrolments::PersonalTerm;
use crate::features::standing::course::Course;
use crate::features::standing::shown::Told;

/// What happens to the answer with nothing more done.
pub fn changes(course: &Course, (_, standing, outlook): Told<'_>) -> String {
    match (standing.holds_until, outlook.behind_from.filter(|day| *day > course.today)) {
        (Some(day), _) => format!(
            "Without anybody doing anything, this answer may change on {day}: a window closes, something runs out, or a date is \
             reached."
        ),
        (None, Some(day)) => format!(
            "The figures change only by what is recorded, signed or confirmed; with nothing more done the state becomes Behind \
             on {day}."
        ),
        (None, None) => {
            "Nothing here changes by itself; it changes when something is recorded, signed or confirmed."
                .to_owned()
        }
    }
}

/// `30 June 2027, in 220 days (set for this person)`
pub fn due(day: Day, course: &Course, terms: &[PersonalTerm], code: &str) -> String {
    let own = terms.iter().any(|term| term.term == "due" && term.requirement == code);
    let left = day.days_since(course.today);
    let far = match left {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        2.. => format!("in {left} days"),
        _ => format!("{} days ago", -left),
    };
    format!("{day}, {far}{}", if own { " (set for this person)" } else { "" })
}

/// `1 September 2026 to 31 August 2027`; empty where there is none.
pub fn window(standing: &Standing) -> String {
    let span = match standing.window.map(|span| (span.from, span.until)) {
        Some((Some(from), Some(until))) => format!("{from} to {until}"),
        Some((Some(from), None)) => format!("From {from}"),
        Some((None, Some(until))) => format!("Until {until}"),
        _ => return String::new(),
    };
    match standing.grace_until {
        Some(grace) => format!("{span}, and in the months of grace until {grace}"),
        None => span,
    }
}
