//! Days and windows as fields of a form: a choice, and below it the days and figures that the choice may need.

use super::asking::{Around, Asked, conditions};
use crate::domain::authoring::{Part, Sort};
use crate::web::parts::Choice;

pub(super) fn asked(part: &Part, name: &str, around: &Around<'_>) -> Asked {
    let parts = match part.sort {
        Sort::Window => window(name, around),
        sort => day(name, around, part.hint, sort == Sort::Due),
    };
    let hint = if part.sort == Sort::Window { part.hint } else { "" };
    Asked::plain(around, name, part.label, hint, "choice").with(parts)
}

fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
    all.iter().map(|(value, label)| Choice::of(*value, *label)).collect()
}

fn window(name: &str, around: &Around<'_>) -> Vec<Asked> {
    let number =
        |what: &str, label, hint| Asked::plain(around, &format!("{name}-{what}"), label, hint, "number");
    let inner = |what: &str, label| {
        let name = format!("{name}-{what}");
        Asked::plain(around, &name, label, "", "choice").with(day(&name, around, "", false))
    };
    let windows = [
        ("", "At any time"),
        ("enrolment", "During the enrolment"),
        ("between", "Between two days"),
        ("last_months", "In the last months, up to today"),
        ("any_months", "In any months that follow one another"),
        ("year_from", "In each year from a day, or each cycle of years"),
        ("always", "Always (written out)"),
    ];
    vec![
        Asked::chosen(around, (name, "Time that counts", ""), choices(&windows), ""),
        inner("from", "Between two days: from"),
        inner("until", "Between two days: until"),
        number("months", "Months", "The last months, or any months that follow one another"),
        Asked::plain(around, &format!("{name}-on"), "The year begins on", "Such as 1 July", "line"),
        number("years", "Years in a cycle", "Empty: one"),
        number("each", "At least so many in every single year", ""),
        number("enough", "In so many years at least", "Empty: in every year of the cycle"),
        number("carry", "So many may be carried into the next year", ""),
        inner("begins", "The first cycle begins with the year of"),
    ]
}

/// A day: what it is counted from, then what that may need.
fn day(name: &str, around: &Around<'_>, hint: &str, hour: bool) -> Vec<Asked> {
    let of = |what: &str| format!("{name}-{what}");
    let plain = |what: &str, label, hint, shown| Asked::plain(around, &of(what), label, hint, shown);
    let days = [
        ("", "No day"),
        ("day", "On a day, the same for everybody"),
        ("after", "So long after the start"),
        ("before-end", "So long before the end"),
        ("nth", "On the first, second, … such day after the start"),
        ("every", "On the next such day"),
        ("start", "On the first day of the enrolment"),
        ("end", "On the last day of the enrolment"),
        ("window", "On the last day of the time that counts"),
        ("met", "On the day on which another requirement was met"),
        ("fact", "On the day of a confirmed entry"),
    ];
    // The entry's own kind has the fields of its conditions.
    let of_fact = Around { kinds: around.bench.named(&around.typed, &[of("fact")]), ..around.clone() };
    let mut all = vec![
        Asked::chosen(around, (name, "Day", hint), choices(&days), ""),
        plain("day", "The day", "Such as 2027-06-30", "line"),
        plain(
            "months",
            "Months",
            "After the start or before the end. With another day: so many later, or -1 for one earlier",
            "number",
        ),
        plain("days", "Days", "The same", "number"),
        plain("nth", "Which of them", "2 for the second", "number"),
        plain("on", "Day of the year", "Such as 30 June, or third Saturday of November", "line"),
        Asked::chosen(
            around,
            (&of("met"), "The requirement that was met", ""),
            around.bench.requirements(),
            "None",
        ),
        Asked::chosen(
            around,
            (&of("fact"), "The kind of the entry", ""),
            around.bench.kind_choices(),
            "None",
        ),
        conditions(&of_fact, &of("about"), "Only an entry where", "The first that was confirmed"),
        plain("last", "The last such entry, not the first", "", "tick"),
        plain("fixed", "Part time and time out do not move it", "", "tick"),
    ];
    if hour {
        all.push(plain("time", "Hour", "Such as 17:00. Empty: the end of the day", "line"));
        all.push(plain("zone", "Time zone", "Such as Europe/London", "line"));
    }
    all
}
