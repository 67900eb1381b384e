//! Days that depend on the person, as a programme file writes them: `"start"`, `2027-06-30`,
//! `{ months = 22 }`, `{ nth = 2, on = "06-30" }`, `{ fact = "exam-attempt" }`, `{ met = "exam" }`.

use crate::domain::reading::Table;
use crate::domain::rule::{Anchor, Edge, MonthWeekday};
use crate::domain::time::Day;

use super::Due;
use super::conditions::{conditions, kind_named};
use super::read::{Known, no_such};

pub(super) fn edge(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<Edge> {
    if !table.has(key) {
        return None;
    }
    let plain = |anchor| Some(Edge { anchor, months: 0, days: 0, pro_rata: true });
    if table.is_text(key) {
        let word = table.text_or_empty(key);
        return match (word.as_str(), word.parse::<Day>()) {
            ("start", _) => plain(Anchor::Start),
            ("end", _) => plain(Anchor::End),
            ("window", _) => plain(Anchor::Window),
            (_, Ok(day)) => plain(Anchor::Day(day)),
            _ => {
                table.fault_at(
                    key,
                    format!(
                        "“{word}” is not a day: write \"start\", \"end\", \"window\", a date, or a table."
                    ),
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

const ANCHORS: &[&str] = &["at", "day", "nth", "every", "fact", "met"];

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
            match weekday(table, "on") {
                Some(day) => Anchor::Weekday { n, day },
                None => {
                    let (month, day) = calendar_day(table, "on")?;
                    Anchor::Nth { n, month, day }
                }
            }
        }
        Some("every") => match weekday(table, "every") {
            Some(day) => Anchor::Weekday { n: 0, day },
            None => {
                let (month, day) = calendar_day(table, "every")?;
                Anchor::Every { month, day }
            }
        },
        Some("fact") => {
            let kind = kind_named(table, "fact", known)?;
            let about = conditions(table, "about", std::slice::from_ref(&kind), known);
            Anchor::Fact { kind, about, last: table.yes("last", false) }
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
            "window" => Anchor::Window,
            other => {
                table.fault_at(
                    "at",
                    format!("“{other}” must be \"start\" or \"end\" of the enrolment, or \"window\"."),
                );
                return None;
            }
        },
        None if table.has("months") || table.has("days") => Anchor::Start,
        None => {
            table.fault("Say which day: months after the start, at, day, nth with on, every, fact, or met.");
            return None;
        }
    };
    let relative = anchor.is_fixed() && !matches!(anchor, Anchor::Day(_));
    if !relative && table.has("pro_rata") {
        table.fault_at(
            "pro_rata",
            "“pro_rata” is only for days counted from the start or the end: take it away.",
        );
    }
    Some(Edge { anchor, months, days, pro_rata: table.yes("pro_rata", true) })
}

fn weekday(table: &Table<'_>, key: &'static str) -> Option<MonthWeekday> {
    if table.is_text(key) { MonthWeekday::read(&table.text_or_empty(key)) } else { None }
}

/// A date of every year, where a weekday of a month would do as well.
fn calendar_day(table: &Table<'_>, key: &'static str) -> Option<(u32, u32)> {
    let text = table.text(key)?;
    let parsed = of_every_year(&text);
    if parsed.is_none() {
        let sentence = format!(
            "“{text}” is not a day of the year: write month and day like \"06-30\", or \"third Saturday of November\"."
        );
        table.fault_at(key, sentence);
    }
    parsed
}

fn of_every_year(text: &str) -> Option<(u32, u32)> {
    format!("2025-{text}").parse::<Day>().ok().map(|day| (day.month(), day.day_of_month()))
}

/// `MM-DD` as month and day; 29 February is refused, since most years lack it.
pub(super) fn month_day(table: &Table<'_>, key: &'static str) -> Option<(u32, u32)> {
    let text = table.text(key)?;
    let parsed = of_every_year(&text);
    if parsed.is_none() {
        table
            .fault_at(key, format!("“{text}” is not a day of the year: write month and day like \"06-30\"."));
    }
    parsed
}

/// A day with an hour, under “due” or “freeze”.
pub(super) fn due(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Option<Due> {
    if !table.is_table(key) {
        return edge(table, key, known).map(|edge| Due { edge, at: None, zone: None });
    }
    let inner = table.table(key)?;
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
