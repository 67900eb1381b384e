//! The expected line of a requirement: what should be done by a day. Kept apart from the pace, so that
//! a board can draw it from a stored target and due day without any fact.

use crate::domain::amount::Amount;
use crate::domain::programme::Requirement;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

/// Whether the requirement is one that is worked off over time, and so has a line and a pace.
pub fn paced(requirement: &Requirement, target: Amount) -> bool {
    matches!(requirement.rule, Rule::Count(_) | Rule::Sum(_)) && target > Amount::ONE
}

/// What the line asks by `today`; none without a due day, or where nothing is worked off.
pub fn expected_by(
    requirement: &Requirement,
    target: Amount,
    due: Option<Day>,
    started: Day,
    today: Day,
) -> Option<Amount> {
    if !paced(requirement, target) {
        return None;
    }
    let due = due?;
    let whole = due.days_since(started);
    if whole <= 0 || today >= due {
        return Some(target);
    }
    let gone = today.days_since(started).max(0);
    // A straight line, or the points between which today lies; every line ends at the due day.
    let mut left = (0, 0);
    let mut right = (whole, 100);
    for (month, share) in &requirement.expected {
        let month = i32::try_from(*month).unwrap_or(i32::MAX);
        let point = (started.plus_months(month).days_since(started), i64::from(*share));
        if point.0 <= gone {
            left = point;
        } else {
            right = point;
            break;
        }
    }
    let span = (right.0 - left.0).max(1);
    let share = left.1 * 100 + (right.1 - left.1) * 100 * (gone - left.0) / span;
    Some(Amount::of_hundredths(target.hundredths().saturating_mul(share.clamp(0, 10_000)) / 10_000))
}
