//! Days and windows as a choice with its figures. What hangs on a fact or on another requirement, and what
//! has an hour, only the text can say.

use toml_edit::{InlineTable, Item, TableLike, Value};

use super::says::{amount, number};
use super::{Said, one};
use crate::domain::time::Day;

type Fault = (String, String);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn said<const N: usize>(name: &str, chosen: &str, more: [(&str, String); N]) -> Option<Said> {
    let mut all: Said = [(name.to_owned(), vec![chosen.to_owned()])].into();
    for (what, word) in more {
        all.insert(format!("{name}-{what}"), vec![word]);
    }
    Some(all)
}

fn keys(table: &dyn TableLike) -> Vec<&str> {
    let mut keys: Vec<&str> = table.iter().map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys
}

fn whole(table: &dyn TableLike, key: &str) -> Option<String> {
    match table.get(key) {
        None => Some(String::new()),
        Some(item) => item.as_integer().map(|number| number.to_string()),
    }
}

pub(super) fn day_shown(item: &Item, name: &str) -> Option<Said> {
    if let Some(day) = plain_day(item) {
        return match day.as_str() {
            "start" | "end" | "window" => said(name, &day, []),
            _ => said(name, "day", [("day", day)]),
        };
    }
    let table = item.as_table_like()?;
    match keys(table).as_slice() {
        ["months"] | ["days"] | ["days", "months"] => {
            said(name, "after", [("months", whole(table, "months")?), ("days", whole(table, "days")?)])
        }
        ["at", "days"] | ["at", "months"] if table.get("at")?.as_str() == Some("end") => {
            let figure = |key| whole(table, key).map(|n| n.strip_prefix('-').map(str::to_owned).unwrap_or(n));
            let back =
                ["days", "months"].iter().filter_map(|key| table.get(key)?.as_integer()).all(|n| n < 0);
            back.then_some(())?;
            said(name, "before-end", [("months", figure("months")?), ("days", figure("days")?)])
        }
        ["nth", "on"] => {
            said(name, "nth", [("nth", whole(table, "nth")?), ("on", calendar(table.get("on")?.as_str()?)?)])
        }
        ["every"] => said(name, "every", [("on", calendar(table.get("every")?.as_str()?)?)]),
        _ => None,
    }
}

pub(super) fn day_written(said: &Said, name: &str) -> Result<Option<Value>, Fault> {
    let get = |what: &str| one(said, &format!("{name}-{what}"));
    let mut table = InlineTable::new();
    let figure = |table: &mut InlineTable, what: &'static str, sign: i64| -> Result<bool, Fault> {
        let word = get(what);
        if word.is_empty() {
            return Ok(false);
        }
        let number: i64 = word
            .parse()
            .map_err(|_| (format!("{name}-{what}"), format!("“{word}” is not a whole number.")))?;
        table.insert(what, Value::from(sign * number));
        Ok(true)
    };
    let missing = |what: &str, sentence: &str| (format!("{name}-{what}"), sentence.to_owned());
    match one(said, name) {
        "" => return Ok(None),
        word @ ("start" | "end" | "window") => return Ok(Some(Value::from(word))),
        "day" => {
            let day = iso(get("day")).ok_or_else(|| missing("day", "Enter the day like 2027-06-30."))?;
            return Ok(day.parse().ok());
        }
        "after" => {
            let both = (figure(&mut table, "months", 1)?, figure(&mut table, "days", 1)?);
            if both == (false, false) {
                return Err(missing("months", "Enter how many months after the start."));
            }
        }
        "before-end" => {
            table.insert("at", Value::from("end"));
            match (figure(&mut table, "months", -1)?, figure(&mut table, "days", -1)?) {
                (false, false) => return Err(missing("months", "Enter how long before the end.")),
                (true, true) => {
                    return Err(missing("days", "Enter months or days before the end, not both."));
                }
                _ => {}
            }
        }
        "nth" => {
            if !figure(&mut table, "nth", 1)? {
                return Err(missing("nth", "Enter which of them: 2 for the second."));
            }
            table.insert("on", Value::from(month_day(said, name)?));
        }
        "every" => {
            table.insert("every", Value::from(month_day(said, name)?));
        }
        other => return Err((name.to_owned(), format!("“{other}” is not one of the choices."))),
    }
    Ok(Some(Value::InlineTable(table)))
}

pub(super) fn window_shown(item: &Item, name: &str) -> Option<Said> {
    if let Some(word) = item.as_str() {
        return ["always", "enrolment"].contains(&word).then(|| said(name, word, []))?;
    }
    let table = item.as_table_like()?;
    let keys = keys(table);
    match keys.as_slice() {
        ["last_months"] => said(name, "last_months", [("months", whole(table, "last_months")?)]),
        ["any_months"] => said(name, "any_months", [("months", whole(table, "any_months")?)]),
        ["from"] | ["until"] | ["from", "until"] => {
            let edge = |key| match table.get(key) {
                None => Some(String::new()),
                Some(item) => plain_day(item),
            };
            said(name, "between", [("from", edge("from")?), ("until", edge("until")?)])
        }
        keys if keys.contains(&"year_from")
            && keys.iter().all(|key| ["year_from", "years", "each", "enough", "carry"].contains(key)) =>
        {
            let figure = |key| match table.get(key) {
                None => Some(String::new()),
                Some(item) => amount(item.as_value()?).map(|number| number.to_string()),
            };
            let on = calendar(table.get("year_from")?.as_str()?)?;
            let more = [
                ("years", figure("years")?),
                ("each", figure("each")?),
                ("enough", figure("enough")?),
                ("carry", figure("carry")?),
            ];
            let mut all = said(name, "year_from", more)?;
            all.insert(format!("{name}-on"), vec![on]);
            Some(all)
        }
        _ => None,
    }
}

pub(super) fn window_written(said: &Said, name: &str) -> Result<Option<Value>, Fault> {
    let get = |what: &str| one(said, &format!("{name}-{what}"));
    let missing = |what: &str, sentence: &str| (format!("{name}-{what}"), sentence.to_owned());
    let mut table = InlineTable::new();
    match one(said, name) {
        "" => return Ok(None),
        word @ ("always" | "enrolment") => return Ok(Some(Value::from(word))),
        word @ ("last_months" | "any_months") => {
            let months: i64 =
                get("months").parse().map_err(|_| missing("months", "Enter the number of months."))?;
            table.insert(word, Value::from(months));
        }
        "between" => {
            for what in ["from", "until"] {
                let word = get(what);
                let value = match word {
                    "" => continue,
                    "start" | "end" => Some(Value::from(word)),
                    _ => iso(word).and_then(|day| day.parse().ok()),
                };
                let value =
                    value.ok_or_else(|| missing(what, "Enter a day like 2027-06-30, or start, or end."))?;
                table.insert(what, value);
            }
            if table.is_empty() {
                return Err(missing("from", "Enter the first day, the last day, or both."));
            }
        }
        "year_from" => {
            table.insert("year_from", Value::from(month_day(said, name)?));
            for what in ["years", "each", "enough", "carry"] {
                let word = get(what);
                if word.is_empty() {
                    continue;
                }
                let value = number(word).ok_or_else(|| missing(what, "Enter a number."))?;
                table.insert(what, value);
            }
        }
        other => return Err((name.to_owned(), format!("“{other}” is not one of the choices."))),
    }
    Ok(Some(Value::InlineTable(table)))
}

/// A word or a date that stands alone.
fn plain_day(item: &Item) -> Option<String> {
    match item.as_value()? {
        Value::String(text) => Some(text.value().clone()),
        Value::Datetime(at) => Some(at.value().to_string()),
        _ => None,
    }
}

/// `2027-06-30`, also from "30 June 2027" and "30/6/2027".
fn iso(word: &str) -> Option<String> {
    if let Ok(day) = word.parse::<Day>() {
        return Some(day.iso());
    }
    let words: Vec<&str> = word.split([' ', '/', '.']).filter(|word| !word.is_empty()).collect();
    let [day, month, year] = words.as_slice() else { return None };
    let month: u32 = month.parse().ok().or_else(|| named(month))?;
    let (day, year): (u32, i32) = (day.parse().ok()?, year.parse().ok()?);
    format!("{year:04}-{month:02}-{day:02}").parse::<Day>().ok().map(Day::iso)
}

fn named(month: &str) -> Option<u32> {
    let month = month.to_lowercase();
    let found = MONTHS.iter().position(|name| month.len() >= 3 && name.to_lowercase().starts_with(&month))?;
    u32::try_from(found + 1).ok()
}

/// `06-30` as "30 June".
fn calendar(text: &str) -> Option<String> {
    let day: Day = format!("2025-{text}").parse().ok()?;
    let month = MONTHS.get(usize::try_from(day.month()).ok()?.checked_sub(1)?)?;
    Some(format!("{} {month}", day.day_of_month()))
}

/// "30 June", or as the file writes it.
fn month_day(said: &Said, name: &str) -> Result<String, Fault> {
    let word = one(said, &format!("{name}-on"));
    let found = match format!("2025-{word}").parse::<Day>() {
        Ok(day) => Some(day),
        Err(_) => iso(&format!("{word} 2025")).and_then(|day| day.parse().ok()),
    };
    match found {
        Some(day) => Ok(format!("{:02}-{:02}", day.month(), day.day_of_month())),
        None => Err((format!("{name}-on"), "Enter a day and a month, like 30 June.".to_owned())),
    }
}
