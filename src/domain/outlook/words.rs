//! Words that several forecasts share.

use crate::domain::amount::Amount;
use crate::domain::progress::Standing;
use crate::domain::time::Day;

/// Hundredths rounded to tenths; `up` is 9 for what is needed, so that it is never said too low.
pub(super) fn tenth(amount: Amount, up: i64) -> Amount {
    Amount::of_hundredths((amount.hundredths() + up) / 10 * 10)
}

/// `1 week`, `12 weeks`; units end in an s.
pub fn some(amount: Amount, unit: &str) -> String {
    match amount {
        Amount::ONE => format!("1 {}", unit.strip_suffix('s').unwrap_or(unit)),
        many => format!("{many} {unit}"),
    }
}

/// `14 wait with two people`.
pub(super) fn waits(standing: &Standing) -> Option<String> {
    let mut people: Vec<&str> = standing.waits.iter().map(|wait| wait.with.as_str()).collect();
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

/// Small numbers of people as words.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// `It was due on 15 September 2027, 3 days ago, and may still be done in the months of grace, until 15 March 2028`.
pub(super) fn was_due((due, grace): (Day, Option<Day>), today: Day) -> String {
    let was = match today.days_since(due) {
        days if days <= 0 => return "It is due today".to_owned(),
        1 => format!("It was due on {due}, yesterday"),
        days => format!("It was due on {due}, {days} days ago"),
    };
    match grace.filter(|until| *until >= today) {
        Some(until) => format!("{was}, and may still be done in the months of grace, until {until}"),
        None => was,
    }
}

/// The parts as one sentence; what is empty is left out.
pub(super) fn sentence(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ") + "."
}

/// So much per week over these training days.
pub(super) fn weekly(amount: Amount, days: i64) -> Amount {
    Amount::of_hundredths(amount.hundredths().saturating_mul(7).div_euclid(days.max(1)))
}

/// So much per month, of which there are twelve in 365.25 days.
pub(super) fn monthly(amount: Amount, days: i64) -> Amount {
    Amount::of_hundredths(amount.hundredths().saturating_mul(1461).div_euclid(days.max(1).saturating_mul(48)))
}
