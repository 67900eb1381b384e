//! What happened, in words: for the list, the home and the exports alike. A letter says none of it.

use chrono_tz::Tz;

use super::{Happened, Happening};
use crate::domain::programme::Version;

/// `Time out from 1 October 2026 until 3 March 2027`
pub fn said(version: &Version, happened: &Happened, zone: Tz) -> String {
    let day = happened.day;
    let until = happened.until.map(|until| until.to_string());
    match happened.what {
        Happening::TimeOut => match until {
            Some(until) => format!("Time out from {day} until {until}"),
            None => format!("Time out from {day}"),
        },
        Happening::Return => format!("Back from {day} on"),
        Happening::Working => {
            format!("{} % of whole time from {day} on", happened.percent.unwrap_or(100))
        }
        Happening::Extension => format!("Last day {}, as decided for {day}", until.unwrap_or_default()),
        Happening::Grace => {
            let title = version
                .requirement(&happened.requirement)
                .map_or(happened.requirement.as_str(), |requirement| &requirement.title);
            format!("Grace for “{title}” until {}", until.unwrap_or_default())
        }
        Happening::Deadline => {
            let at = happened.at.map(|at| at.shown_in(zone)).unwrap_or_default();
            format!("A deadline of their own: {at}")
        }
        Happening::Withdrawal if happened.award.is_empty() => {
            format!("Withdrawn on {day}, without an award")
        }
        Happening::Withdrawal => format!("Withdrawn on {day}, exit award {}", happened.award),
        Happening::Transfer => format!("Moved elsewhere on {day}"),
        Happening::Completion => format!("Completed on {day}"),
        Happening::Incomplete => format!("Ended incomplete on {day}"),
    }
}
