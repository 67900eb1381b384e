//! The pages of this room as plain values.

mod deciding;
mod lists;
mod samples;

pub use deciding::{Deciding, outcomes};
pub use lists::{Inbox, Retraction, Signed};
pub use samples::{panel as sample_panel, samples};

use chrono_tz::Tz;

use crate::domain::time::Moment;

/// `4 November 2026 (8 days)`: the date first, the age beside it.
fn waits_since(since: Moment, now: Moment, zone: Tz) -> String {
    let (from, today) = (since.day_in(zone), now.day_in(zone));
    match today.days_since(from) {
        ..=0 => format!("{from} (today)"),
        1 => format!("{from} (1 day)"),
        days => format!("{from} ({days} days)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::DEFAULT_ZONE;

    #[test]
    fn an_age_stands_beside_its_date() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let said = |since, now| waits_since(at(since), at(now), DEFAULT_ZONE);
        assert_eq!(said("2026-11-04T09:00:00Z", "2026-11-12T09:00:00Z"), "4 November 2026 (8 days)");
        assert_eq!(said("2026-11-11T23:00:00Z", "2026-11-12T00:10:00Z"), "11 November 2026 (1 day)");
        assert_eq!(said("2026-11-12T00:00:00Z", "2026-11-12T00:10:00Z"), "12 November 2026 (today)");
    }
}
