//! Why there is no forecast, for whoever would expect one: an exam is sat, a document is there or not, and
//! nobody goes on with it at a pace. Each begins in lower case, to stand after a colon.

use crate::domain::programme::{Necessity, Requirement};
use crate::domain::progress::Standing;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

use super::Look;
use super::words::was_due;

pub(super) const WAIVED: &str = "it is not asked of this person";
pub(super) const MET: &str = "it is met, and nothing is left to do";
pub(super) const LAPSED: &str = "it has lapsed: it is renewed, not worked off";
pub(super) const LOCKED: &str = "its pace begins when it opens";
pub(super) const WITH_OTHERS: &str = "what is left waits with others";
pub(super) const TO_ENTER: &str = "what is left is signed, and is to be entered where the official record is";
pub(super) const OVER: &str = "the enrolment is over";

/// Only what is required and confirmed has a pace to keep.
pub(super) fn binds_nobody(standing: &Standing) -> &'static str {
    match standing.necessity {
        _ if standing.illustrative => "nobody has confirmed the figure, so there is no pace to keep",
        Necessity::Recommended => "it is recommended, so there is no pace to keep",
        Necessity::Optional => "it is optional, so there is no pace to keep",
        Necessity::Part | Necessity::Required => {
            "it is asked inside another requirement, and the pace is that one’s"
        }
    }
}

/// What is there or not, on one day.
pub(super) fn look(requirement: &Requirement, standing: &Standing, today: Day) -> Look {
    let why = match &requirement.rule {
        Rule::Exam(exam) if exam.parts.len() > 1 => "it is sat in parts: no pace",
        Rule::Exam(_) => "one sitting: no pace",
        Rule::Held(_) => "it is held or it is not: no pace",
        Rule::Mix(_) => "no amount is asked: no pace",
        Rule::Signoff(_) | Rule::Coverage(_) => "one decision: no pace",
        Rule::Feedback(_) => "no round has been submitted yet, so nobody can answer",
        Rule::Meeting(_) => "one meeting: no pace",
        Rule::Marks(_) => "one result: no pace",
        Rule::Share(_) => "there is nothing to measure it against yet",
        Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => {
            "it has no pace of its own: it follows what it combines"
        }
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) | Rule::Length(_) => "one is asked: no pace",
    };
    by_due_day(standing, why, today)
}

/// No forecast, and the due day as the only measure.
pub(super) fn by_due_day(standing: &Standing, why: &str, today: Day) -> Look {
    let due = standing.due;
    let when = match due {
        Some(due) if due > today => format!("; it is due on {due}"),
        Some(due) => format!("; {}", was_due((due, standing.grace_until), today).replacen("It", "it", 1)),
        None => String::new(),
    };
    Look { forecast: Err(format!("{why}{when}")), behind_from: after(due, today) }
}

/// The day after the due day.
pub(super) fn after(due: Option<Day>, today: Day) -> Option<Day> {
    due.map(|due| due.plus_days(1).max(today))
}
