//! Days as a choice with its figures: what it is counted from, how much later or earlier, and, where it has one,
//! its hour.

use toml_edit::{InlineTable, Item, TableLike, Value};

use super::says::Fault;
use super::{Said, clauses, one};
use crate::domain::dates::{self, Order};
use crate::domain::programme::UsedKind;
use crate::domain::rule::MonthWeekday;
use crate::domain::time::Day;

pub(super) const NO_DATE: &str = "Enter the day like 2027-06-30.";

pub(super) fn said<const N: usize>(name: &str, chosen: &str, more: [(&str, String); N]) -> Said {
    let mut all: Said = [(name.to_owned(), vec![chosen.to_owned()])].into();
    for (what, word) in more {
        all.insert(format!("{name}-{what}"), vec![word]);
    }
    all
}

/// Only these keys.
pub(super) fn only(table: &dyn TableLike, keys: &[&str]) -> bool {
    table.iter().all(|(key, _)| keys.contains(&key))
}

pub(super) fn whole(table: &dyn TableLike, key: &str) -> Option<String> {
    match table.get(key) {
        None => Some(String::new()),
        Some(item) => item.as_integer().map(|number| number.to_string()),
    }
}

/// A day; `hour` where it may have one.
pub(super) fn shown(item: &Item, name: &str, kinds: &[UsedKind], hour: bool) -> Option<Said> {
    if let Some(day) = plain(item) {
        return Some(match day.as_str() {
            "start" | "end" | "window" => said(name, &day, []),
            _ => said(name, "day", [("day", day)]),
        });
    }
    let table = item.as_table_like()?;
    let text = |key: &str| match table.get(key) {
        None => Some(String::new()),
        Some(item) => item.as_str().map(str::to_owned),
    };
    let (mut months, mut days) = (whole(table, "months")?, whole(table, "days")?);
    let (anchor, keys, mut all) = anchor(table, name, kinds)?;
    let mut known = vec!["months", "days", "pro_rata"];
    known.extend(keys);
    if hour {
        known.extend(["time", "zone"]);
    }
    if !only(table, &known) {
        return None;
    }
    let back = |figure: &str| figure.is_empty() || figure.starts_with('-');
    let anchor = match anchor {
        "end" if months.len() + days.len() > 0 && back(&months) && back(&days) => {
            for figure in [&mut months, &mut days] {
                *figure = figure.trim_start_matches('-').to_owned();
            }
            "before-end"
        }
        other => other,
    };
    all.extend(said(name, anchor, [("months", months), ("days", days)]));
    if hour {
        all.insert(format!("{name}-time"), vec![text("time")?]);
        all.insert(format!("{name}-zone"), vec![text("zone")?]);
    }
    if table.get("pro_rata").map(|item| item.as_bool()) == Some(Some(false)) {
        all.insert(format!("{name}-fixed"), vec!["yes".to_owned()]);
    }
    Some(all)
}

/// What it is counted from, the keys that say so, and their words.
fn anchor(
    table: &dyn TableLike,
    name: &str,
    kinds: &[UsedKind],
) -> Option<(&'static str, &'static [&'static str], Said)> {
    let named: Vec<&str> = ["at", "day", "nth", "every", "fact", "met"]
        .into_iter()
        .filter(|key| table.contains_key(key))
        .collect();
    let word = |key: &str| table.get(key)?.as_str().map(str::to_owned);
    let with = |what: &str, word: String| -> Said { [(format!("{name}-{what}"), vec![word])].into() };
    Some(match named.as_slice() {
        [] => ("after", &[], Said::new()),
        ["at"] => match word("at")?.as_str() {
            "start" => ("start", &["at"], Said::new()),
            "end" => ("end", &["at"], Said::new()),
            "window" => ("window", &["at"], Said::new()),
            _ => return None,
        },
        ["day"] => ("day", &["day"], with("day", plain(table.get("day")?)?)),
        ["nth"] => {
            let mut all = with("nth", whole(table, "nth")?);
            all.extend(with("on", on_a_day(&word("on")?)?));
            ("nth", &["nth", "on"], all)
        }
        ["every"] => ("every", &["every"], with("on", on_a_day(&word("every")?)?)),
        ["met"] => ("met", &["met"], with("met", word("met")?)),
        ["fact"] => {
            let mut all = with("fact", word("fact")?);
            if let Some(about) = table.get("about") {
                all.extend(clauses::shown(about, &format!("{name}-about"), kinds)?);
            }
            if table.get("last").map(|item| item.as_bool()) == Some(Some(true)) {
                all.extend(with("last", "yes".to_owned()));
            }
            ("fact", &["fact", "about", "last"], all)
        }
        _ => return None,
    })
}

/// The words of a day as they were typed.
struct Typed<'s> {
    said: &'s Said,
    name: &'s str,
}

impl<'s> Typed<'s> {
    fn get(&self, what: &str) -> &'s str {
        one(self.said, &format!("{}-{what}", self.name))
    }

    fn fault<T>(&self, what: &str, sentence: impl Into<String>) -> Result<T, Fault> {
        Err((format!("{}-{what}", self.name), sentence.into()))
    }

    /// A whole number into the table; whether there is one.
    fn figure(&self, table: &mut InlineTable, what: &str, sign: i64) -> Result<bool, Fault> {
        let word = self.get(what);
        if word.is_empty() {
            return Ok(false);
        }
        let Ok(number) = word.parse::<i64>() else {
            return self.fault(what, format!("“{word}” is not a whole number."));
        };
        table.insert(what, Value::from(sign * number));
        Ok(true)
    }
}

pub(super) fn written(
    said: &Said,
    name: &str,
    kinds: &[UsedKind],
    hour: bool,
) -> Result<Option<Value>, Fault> {
    let typed = Typed { said, name };
    let mut table = InlineTable::new();
    let chosen = one(said, name);
    match chosen {
        "" => return Ok(None),
        "start" | "window" | "end" => {
            table.insert("at", Value::from(chosen));
        }
        "before-end" => {
            table.insert("at", Value::from("end"));
        }
        "after" => {}
        "day" => {
            let Some(day) = date(typed.get("day")) else { return typed.fault("day", NO_DATE) };
            table.insert("day", day);
        }
        "nth" => {
            if !typed.figure(&mut table, "nth", 1)? {
                return typed.fault("nth", "Enter which of them: 2 for the second.");
            }
            table.insert("on", Value::from(day_of_a_year(said, name)?));
        }
        "every" => {
            table.insert("every", Value::from(day_of_a_year(said, name)?));
        }
        "met" => match typed.get("met") {
            "" => return typed.fault("met", "Choose the requirement."),
            code => {
                table.insert("met", Value::from(code));
            }
        },
        "fact" => {
            match typed.get("fact") {
                "" => return typed.fault("fact", "Choose the kind of entry."),
                kind => table.insert("fact", Value::from(kind)),
            };
            if let Some(about) = clauses::written(said, &format!("{name}-about"), kinds)? {
                table.insert("about", about);
            }
            if typed.get("last") == "yes" {
                table.insert("last", Value::from(true));
            }
        }
        other => return Err((name.to_owned(), format!("“{other}” is not one of the choices."))),
    }
    let sign = if chosen == "before-end" { -1 } else { 1 };
    match (chosen, typed.figure(&mut table, "months", sign)?, typed.figure(&mut table, "days", sign)?) {
        ("after", false, false) => return typed.fault("months", "Enter how many months after the start."),
        ("before-end", false, false) => return typed.fault("months", "Enter how long before the end."),
        ("before-end", true, true) => {
            return typed.fault("days", "Enter months or days before the end, not both.");
        }
        _ => {}
    }
    if typed.get("fixed") == "yes" {
        table.insert("pro_rata", Value::from(false));
    }
    if hour {
        clock(&typed, &mut table)?;
    }
    // What says one thing alone is written without a table.
    let lone =
        table.iter().next().filter(|_| table.len() == 1).map(|(key, value)| (key.to_owned(), value.clone()));
    Ok(Some(match lone {
        Some((key, value)) if key == "at" || key == "day" => value,
        _ => Value::InlineTable(table),
    }))
}

fn clock(typed: &Typed<'_>, table: &mut InlineTable) -> Result<(), Fault> {
    let (time, zone) = (typed.get("time"), typed.get("zone"));
    if !time.is_empty() {
        if chrono::NaiveTime::parse_from_str(time, "%H:%M").is_err() {
            return typed.fault("time", format!("“{time}” is not a time of day: write it like 17:00."));
        }
        table.insert("time", Value::from(time));
    }
    if !zone.is_empty() {
        if zone.parse::<chrono_tz::Tz>().is_err() {
            return typed.fault("zone", format!("“{zone}” is not a time zone: write it like Europe/London."));
        }
        if time.is_empty() {
            return typed.fault("time", "Enter the time of day, such as 17:00, or take the time zone away.");
        }
        table.insert("zone", Value::from(zone));
    }
    Ok(())
}

/// A word or a date that stands alone.
pub(super) fn plain(item: &Item) -> Option<String> {
    match item.as_value()? {
        Value::String(text) => Some(text.value().clone()),
        Value::Datetime(at) => Some(at.value().to_string()),
        _ => None,
    }
}

/// `2027-06-30`, also from "30 June 2027" and "30/6/2027".
fn iso(word: &str) -> Option<Day> {
    word.parse().ok().or_else(|| dates::day(word, Order::DayFirst))
}

/// As the file writes it.
pub(super) fn date(word: &str) -> Option<Value> {
    iso(word)?.iso().parse().ok()
}

/// `06-30` as "30 June", and a weekday of a month as it stands.
fn on_a_day(text: &str) -> Option<String> {
    calendar(text).or_else(|| MonthWeekday::read(text).map(|day| day.to_string()))
}

/// "30 June" or "third Saturday of November", or as the file writes it.
fn day_of_a_year(said: &Said, name: &str) -> Result<String, Fault> {
    if let Some(day) = MonthWeekday::read(one(said, &format!("{name}-on"))) {
        return Ok(day.to_string());
    }
    month_day(said, name).map_err(|(field, _)| {
        (field, "Enter a day and a month, like 30 June, or like third Saturday of November.".to_owned())
    })
}

/// `06-30` as "30 June".
pub(super) fn calendar(text: &str) -> Option<String> {
    let day: Day = format!("2025-{text}").parse().ok()?;
    Some(day.naive().format("%-d %B").to_string())
}

/// "30 June", or as the file writes it.
pub(super) fn month_day(said: &Said, name: &str) -> Result<String, Fault> {
    let word = one(said, &format!("{name}-on"));
    match format!("2025-{word}").parse::<Day>().ok().or_else(|| iso(&format!("{word} 2025"))) {
        Some(day) => Ok(format!("{:02}-{:02}", day.month(), day.day_of_month())),
        None => Err((format!("{name}-on"), "Enter a day and a month, like 30 June.".to_owned())),
    }
}
