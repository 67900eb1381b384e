//! Windows and days that depend on the person, as parts of a sentence.

use crate::domain::kind::lower;
use crate::domain::programme::{Requirement, Version};
use crate::domain::time::Day;

use super::super::{Anchor, Cycle, Edge, Window};
use super::words::{kind, phrases};

/// When a fact must have happened, with grace and a first cycle.
pub(super) fn window(requirement: &Requirement, version: &Version) -> Vec<String> {
    let mut all = match &requirement.window {
        Window::Always => Vec::new(),
        Window::Enrolment => vec!["Only what was done during the enrolment counts".to_owned()],
        Window::Between { from, until } => {
            let from = from.as_ref().map(|one| format!("from {}", edge(one, version)));
            let until = until.as_ref().map(|one| format!("until {}", edge(one, version)));
            let both: Vec<String> = from.into_iter().chain(until).collect();
            vec![format!("Only what was done {} counts", both.join(" "))]
        }
        Window::LastMonths(months) => vec![format!("Only the last {months} months count")],
        Window::AnyMonths(months) => {
            vec![format!("Within any {months} continuous months: those in which most counts")]
        }
        Window::Cycle(cycle) => years(cycle),
    };
    if let Some(grace) = &requirement.grace {
        let more = if grace.most > grace.months {
            format!("; a named person may extend that to {} months", grace.most)
        } else {
            String::new()
        };
        all.push(format!("{} months of grace after that ({}){more}", grace.months, grace.label));
    }
    if let Some(first) = &requirement.first_cycle {
        let target = match first.target {
            Some(target) => format!("{target} are asked"),
            None => "the share of the time that is left is asked".to_owned(),
        };
        let least =
            first.minimums.iter().map(|one| format!("at least {} of them ({})", one.amount, one.label));
        let most = first.caps.iter().map(|one| format!("at most {} count ({})", one.amount, one.label));
        let more: String = least.chain(most).map(|one| format!(", {one}")).collect();
        all.push(format!("In the first, from {}, {target}{more}", edge(&first.from, version)));
    }
    all
}

fn years(cycle: &Cycle) -> Vec<String> {
    let begins = calendar(cycle.month, cycle.day);
    let mut all = vec![match cycle.years {
        1 => format!("Only the year that began on {begins} counts"),
        years => format!("In a cycle of {years} years, each from {begins}"),
    }];
    if let Some(each) = cycle.each {
        all.push(if cycle.enough < cycle.years {
            format!("At least {each} in {} of the years", cycle.enough)
        } else {
            format!("At least {each} in every year")
        });
        if !cycle.carry.is_zero() {
            all.push(format!(
                "Up to {} of what a year has too much may fill up the next one that falls short",
                cycle.carry
            ));
        }
    }
    all
}

/// `30 June`.
fn calendar(month: u32, day: u32) -> String {
    Day::of(2025, month, day).map(|day| day.naive().format("%-d %B").to_string()).unwrap_or_default()
}

/// `2nd`.
fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// `22 months after the start`, `the 2nd 30 June after the start`.
pub(super) fn edge(edge: &Edge, version: &Version) -> String {
    let anchor = match &edge.anchor {
        Anchor::Start => "the start".to_owned(),
        Anchor::End => "the end of the enrolment".to_owned(),
        Anchor::Window => "the end of that time".to_owned(),
        Anchor::Day(day) => day.to_string(),
        Anchor::Every { month, day } => format!("the next {}", calendar(*month, *day)),
        Anchor::Nth { n, month, day } => {
            format!("the {} {} after the start", ordinal(*n), calendar(*month, *day))
        }
        Anchor::Weekday { n: 0, day } => format!("the next {day}"),
        Anchor::Weekday { n: 1, day } => format!("the {day} that comes first after the start"),
        Anchor::Weekday { n, day } => format!("the {day} in its {} year after the start", ordinal(*n)),
        Anchor::Fact { kind: code, about, last } => {
            let kind = kind(code, version);
            let name = kind.map_or(code.clone(), |kind| lower(&kind.name));
            let which = if *last { "last" } else { "first" };
            format!("the day of the {which} confirmed {name}{}", phrases(about, kind))
        }
        Anchor::Met(code) => {
            let title = version.requirement(code).map_or(code.as_str(), |one| one.title.as_str());
            format!("the day on which “{title}” was met")
        }
    };
    let side = |number: i64| if number < 0 { "before" } else { "after" };
    match (edge.months, edge.days) {
        (0, 0) => anchor,
        (months, 0) => format!("{} months {} {anchor}", months.abs(), side(months.into())),
        (0, days) => format!("{} days {} {anchor}", days.abs(), side(days)),
        (months, days) => format!("{months} months and {days} days after {anchor}"),
    }
}
