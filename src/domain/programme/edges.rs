//! Days that depend on the person, as a programme file writes them: `"start"`, `2027-06-30`,
//! `{ months = 22 }`, `{ nth = 2, on = "06-30" }`, `{ fact = "exam-attempt" }`, `{ met = "exam" }`.

use crate::domain::reading::Table;
use crate::domain::rule::{Anchor, Edge, Window};
use crate::domain::time::Day;

use super::Due;
use super::conditions::{conditions, kind_named};
use super::read::{Known, no_such};

pub(super) fn edge(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<Edge> {
    if !table.has(key) {
        return None;
    }
    let plain = |anchor| Some(Edge { anchor, months: 0, days: 0 });
    if table.is_text(key) {
        let word = table.text_or_empty(key);
        return match (word.as_str(), word.parse::<Day>()) {
            ("start", _) => plain(Anchor::Start),
            ("end", _) => plain(Anchor::End),
            (_, Ok(day)) => plain(Anchor::Day(day)),
            _ => {
                table.fault_at(
                    key,
                    format!("“{word}” is not a day: write \"start\", \"end\", a date, or a table."),
                );
                None
            }
        };
    }
    if table.is_table(key) {
        let inner = table.table(key)?;
        let edge = edge_in(&inner, known);
        if edge.is_some() {
            inner.finish();
        }
        return edge;
    }
    table.day(key).and_then(|day| plain(Anchor::Day(day)))
}

const ANCHORS: &[&str] = &["at", "day", "nth", "fact", "met"];

/// The edge that a table says; its other keys are the caller's.
fn edge_in(table: &Table<'_>, known: &Known<'_>) -> Option<Edge> {
    let named: Vec<&str> = ANCHORS.iter().copied().filter(|key| table.has(key)).collect();
    if named.len() > 1 {
        table.fault(format!("A day has one beginning only: keep one of {}.", named.join(", ")));
    }
    let months = table.whole("months", -600, 600).and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
    let days = table.whole("days", -20_000, 20_000).unwrap_or(0);
    let anchor = match named.first().copied() {
        Some("day") => Anchor::Day(table.day("day")?),
        Some("nth") => {
            let n = table.small("nth", 1, 100)?;
            if !table.has("on") {
                table.fault("“nth” needs on = \"MM-DD\", such as on = \"06-30\".");
            }
            let (month, day) = month_day(table, "on")?;
            Anchor::Nth { n, month, day }
        }
        Some("fact") => {
            let kind = kind_named(table, "fact", known)?;
            let about = conditions(table, "about", std::slice::from_ref(&kind), known);
            Anchor::Fact { kind, about }
        }
        Some("met") => {
            let code = table.text("met")?;
            if !known.codes.contains(&code) {
                table
                    .fault_at("met", no_such(&code, "a requirement", known.codes.iter().map(String::as_str)));
            }
            Anchor::Met(code)
        }
        Some(_) => match table.text("at")?.as_str() {
            "start" => Anchor::Start,
            "end" => Anchor::End,
            other => {
                table.fault_at("at", format!("“{other}” must be \"start\" or \"end\" of the enrolment."));
                return None;
            }
        },
        None if table.has("months") || table.has("days") => Anchor::Start,
        None => {
            table.fault("Say which day: months after the start, at, day, nth with on, fact, or met.");
            return None;
        }
    };
    Some(Edge { anchor, months, days })
}

/// `MM-DD` as month and day; 29 February is refused, since most years lack it.
fn month_day(table: &Table<'_>, key: &'static str) -> Option<(u32, u32)> {
    let text = table.text(key)?;
    let parsed = format!("2025-{text}").parse::<Day>().ok();
    if parsed.is_none() {
        table
            .fault_at(key, format!("“{text}” is not a day of the year: write month and day like \"06-30\"."));
    }
    parsed.map(|day| (day.month(), day.day_of_month()))
}

pub(super) fn window(table: &Table<'_>, known: &Known<'_>) -> Window {
    if table.is_text("window") {
        return match table.text_or_empty("window").as_str() {
            "always" => Window::Always,
            "enrolment" => Window::Enrolment,
            other => {
                let sentence =
                    format!("“{other}” is not a window: write \"enrolment\", \"always\" or a table.");
                table.fault_at("window", sentence);
                Window::Always
            }
        };
    }
    let Some(inner) = table.table("window") else { return Window::Always };
    let months = inner.small("last_months", 1, 600);
    let year = if inner.has("year_from") { month_day(&inner, "year_from") } else { None };
    let from = edge(&inner, "from", known);
    let until = edge(&inner, "until", known);
    let forms = [inner.has("last_months"), inner.has("year_from"), inner.has("from") || inner.has("until")];
    if forms.iter().filter(|said| **said).count() != 1 {
        inner.fault(
            "A window is one of: { from = …, until = … }, { last_months = 24 }, { year_from = \"07-01\" }.",
        );
    }
    if let (Some(Edge { anchor: Anchor::Day(a), .. }), Some(Edge { anchor: Anchor::Day(b), .. })) =
        (&from, &until)
        && a > b
    {
        inner.fault_at("until", "The window ends before it begins: exchange “from” and “until”.");
    }
    inner.finish();
    match (months, year) {
        (Some(months), _) => Window::LastMonths(months),
        (None, Some((month, day))) => Window::Year { month, day },
        (None, None) => Window::Between { from, until },
    }
}

pub(super) fn due(table: &Table<'_>, known: &Known<'_>) -> Option<Due> {
    if !table.is_table("due") {
        return edge(table, "due", known).map(|edge| Due { edge, at: None, zone: None });
    }
    let inner = table.table("due")?;
    let edge = edge_in(&inner, known);
    let at = inner.text("time");
    if let Some(text) = &at
        && chrono::NaiveTime::parse_from_str(text, "%H:%M").is_err()
    {
        inner.fault_at("time", format!("“{text}” is not a time of day: write it like \"17:00\"."));
    }
    let zone = inner.text("zone");
    if let Some(text) = &zone
        && text.parse::<chrono_tz::Tz>().is_err()
    {
        inner.fault_at("zone", format!("“{text}” is not a time zone: write it like \"Europe/London\"."));
    }
    let edge = edge?;
    inner.finish();
    Some(Due { edge, at, zone })
}
