//! The expected line of a requirement: what should be done by a day. Kept apart from the pace, so that
//! a board can draw it from a stored target and due day without any fact.

use crate::domain::amount::Amount;
use crate::domain::fact::Training;
use crate::domain::programme::Requirement;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

/// Whether the requirement is one that is worked off over time, and so has a line and a pace.
pub fn paced(requirement: &Requirement, target: Amount) -> bool {
    let worked_off = match &requirement.rule {
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) | Rule::Signoff(_) | Rule::Coverage(_) => true,
        Rule::Meeting(meeting) => meeting.every_months.is_none(),
        Rule::Feedback(_) => true,
        // Credits come in lumps: only the programme can say how many are expected by when.
        Rule::Marks(marks) => marks.units.len() > 1 && !requirement.expected.is_empty(),
        _ => false,
    };
    worked_off && target > Amount::ONE
}

/// Whether the outlook reads on which days something was done: a stored answer keeps them for it.
pub fn reads_days(requirement: &Requirement, target: Amount) -> bool {
    paced(requirement, target) || matches!(requirement.rule, Rule::Share(_) | Rule::Marks(_))
}

/// What the line asks by `today`, for somebody in whole time without time out; none without a due day, or
/// where nothing is worked off.
pub fn expected_by(
    requirement: &Requirement,
    target: Amount,
    due: Option<Day>,
    started: Day,
    today: Day,
) -> Option<Amount> {
    let days = |until: Day| until.days_since(started).max(0).saturating_mul(100);
    asked(requirement, target, due, started, today, days)
}

/// The same in training time: part time rises more slowly, and time out not at all.
pub(super) fn expected_in(
    requirement: &Requirement,
    target: Amount,
    due: Option<Day>,
    started: Day,
    today: Day,
    training: &Training,
) -> Option<Amount> {
    asked(requirement, target, due, started, today, |until| training.between(started, until))
}

/// `gone` is in hundredths of days that count.
fn asked(
    requirement: &Requirement,
    target: Amount,
    due: Option<Day>,
    started: Day,
    today: Day,
    gone: impl Fn(Day) -> i64,
) -> Option<Amount> {
    if !paced(requirement, target) {
        return None;
    }
    let due = due?;
    let whole = gone(due);
    if whole <= 0 || today >= due {
        return Some(target);
    }
    let gone = gone(today);
    // A straight line, or the points between which today lies; every line ends at the due day.
    let mut left = (0, 0);
    let mut right = (whole, 100);
    for (month, share) in &requirement.expected {
        let month = i32::try_from(*month).unwrap_or(i32::MAX);
        let at = started.plus_months(month).days_since(started).saturating_mul(100);
        let point = (at, i64::from(*share));
        if point.0 <= gone {
            left = point;
        } else {
            right = point;
            break;
        }
    }
    let span = right.0.saturating_sub(left.0).max(1);
    let rise = (right.1 - left.1).saturating_mul(100).saturating_mul(gone.saturating_sub(left.0)) / span;
    let share = left.1.saturating_mul(100).saturating_add(rise);
    Some(Amount::of_hundredths(target.hundredths().saturating_mul(share.clamp(0, 10_000)) / 10_000))
}
