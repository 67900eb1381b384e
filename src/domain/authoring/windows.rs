//! When a fact must have happened, as a choice with its days and figures.

use toml_edit::{InlineTable, Item, Value};

use super::days::{self, calendar, month_day, only, said, whole};
use super::says::{Fault, amount, number};
use super::{Said, one};
use crate::domain::programme::UsedKind;

const FIGURES: [&str; 4] = ["years", "each", "enough", "carry"];

pub(super) fn shown(item: &Item, name: &str, kinds: &[UsedKind]) -> Option<Said> {
    if let Some(word) = item.as_str() {
        return ["always", "enrolment"].contains(&word).then(|| said(name, word, []));
    }
    let table = item.as_table_like()?;
    let day = |key: &str| match table.get(key) {
        None => Some(Said::new()),
        Some(item) => days::shown(item, &format!("{name}-{key}"), kinds, false),
    };
    for months in ["last_months", "any_months"] {
        if table.contains_key(months) && only(table, &[months]) {
            return Some(said(name, months, [("months", whole(table, months)?)]));
        }
    }
    if only(table, &["from", "until"]) && !table.is_empty() {
        let mut all = said(name, "between", []);
        all.extend(day("from")?);
        all.extend(day("until")?);
        return Some(all);
    }
    let on = calendar(table.get("year_from")?.as_str()?)?;
    let known = |key: &str| key == "year_from" || key == "begins" || FIGURES.contains(&key);
    if !table.iter().all(|(key, _)| known(key)) {
        return None;
    }
    let mut all = said(name, "year_from", [("on", on)]);
    for key in FIGURES {
        let figure = match table.get(key) {
            None => String::new(),
            Some(item) => amount(item.as_value()?)?.to_string(),
        };
        all.insert(format!("{name}-{key}"), vec![figure]);
    }
    all.extend(day("begins")?);
    Some(all)
}

pub(super) fn written(said: &Said, name: &str, kinds: &[UsedKind]) -> Result<Option<Value>, Fault> {
    let get = |what: &str| one(said, &format!("{name}-{what}"));
    let missing = |what: &str, sentence: &str| (format!("{name}-{what}"), sentence.to_owned());
    let day = |what: &str| days::written(said, &format!("{name}-{what}"), kinds, false);
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
                if let Some(day) = day(what)? {
                    table.insert(what, day);
                }
            }
            if table.is_empty() {
                return Err(missing("from", "Choose the first day, the last day, or both."));
            }
        }
        "year_from" => {
            table.insert("year_from", Value::from(month_day(said, name)?));
            for what in FIGURES {
                let word = get(what);
                if word.is_empty() {
                    continue;
                }
                let value = number(word).ok_or_else(|| missing(what, "Enter a number."))?;
                table.insert(what, value);
            }
            if let Some(day) = day("begins")? {
                table.insert("begins", day);
            }
        }
        other => return Err((name.to_owned(), format!("“{other}” is not one of the choices."))),
    }
    Ok(Some(Value::InlineTable(table)))
}
