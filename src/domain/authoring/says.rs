//! One part of a requirement, from the file to the words of a form and back. `shown` gives nothing where the
//! file says more than the form can; then nobody touches it but as text.

use toml_edit::{Array, Item, Value};

use super::parts::{Part, Sort};
use super::{Said, clauses, days, lists, one};
use crate::domain::amount::Amount;
use crate::domain::programme::UsedKind;

/// The words of a part; none where only the text can say it.
pub(super) fn shown(item: Option<&Item>, part: &Part, kinds: &[UsedKind]) -> Option<Said> {
    let name = part.name();
    let Some(item) = item else { return Some(absent(part)) };
    match part.sort {
        Sort::Conditions => clauses::conditions_shown(item, &name, kinds),
        Sort::Categories(amount) => clauses::categories_shown(item, &name, amount, kinds),
        Sort::Window => days::window_shown(item, &name),
        Sort::Day => days::day_shown(item, &name),
        Sort::Items => lists::shown(item, &name, lists::ITEM),
        Sort::Units => lists::shown(item, &name, lists::UNIT),
        _ => {
            let value = item.as_value()?;
            let words = match part.sort {
                Sort::Amount => vec![amount(value)?.to_string()],
                Sort::Whole => vec![value.as_integer()?.to_string()],
                Sort::Tick(_) => match value.as_bool()? {
                    true => vec!["yes".to_owned()],
                    false => Vec::new(),
                },
                Sort::Lines => vec![texts(value)?.join("\n")],
                Sort::Kinds | Sort::Periods | Sort::Requirements | Sort::Words(_) => texts(value)?,
                _ => vec![value.as_str()?.to_owned()],
            };
            Some([(name, words)].into())
        }
    }
}

/// What a form shows where the file has nothing.
fn absent(part: &Part) -> Said {
    match part.sort {
        Sort::Tick(true) => [(part.name(), vec!["yes".to_owned()])].into(),
        _ => Said::new(),
    }
}

/// The value that the words mean; none where the key is to go away.
pub(super) fn written(
    said: &Said,
    part: &Part,
    kinds: &[UsedKind],
) -> Result<Option<Value>, (String, String)> {
    let name = part.name();
    let here = |sentence: String| (name.clone(), sentence);
    let word = one(said, &name);
    let many = || {
        let words = said.get(&name).into_iter().flatten();
        words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    Ok(match part.sort {
        Sort::Conditions => return clauses::conditions_written(said, &name, kinds),
        Sort::Categories(amount) => return clauses::categories_written(said, &name, amount, kinds),
        Sort::Window => return days::window_written(said, &name),
        Sort::Day => return days::day_written(said, &name),
        Sort::Items => return lists::written(said, &name, lists::ITEM),
        Sort::Units => return lists::written(said, &name, lists::UNIT),
        Sort::Tick(otherwise) => {
            let yes = said.get(&name).is_some_and(|words| words.iter().any(|word| word == "yes"));
            (yes != otherwise).then(|| Value::from(yes))
        }
        Sort::Kinds | Sort::Periods | Sort::Requirements | Sort::Words(_) => {
            let lone = matches!(part.sort, Sort::Kinds | Sort::Periods) && part.key() != "pool";
            list(many(), lone)
        }
        Sort::Lines => {
            let lines: Vec<String> =
                word.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            list(lines, true)
        }
        _ if word.is_empty() => None,
        Sort::Amount => {
            Some(number(word).ok_or_else(|| here(format!("“{word}” is not a number like 150 or 12.5.")))?)
        }
        Sort::Whole => {
            let number: i64 = word.parse().map_err(|_| here(format!("“{word}” is not a whole number.")))?;
            Some(Value::from(number))
        }
        _ => Some(Value::from(word.replace("\r\n", "\n"))),
    })
}

/// A list of texts; one alone without its brackets where the format allows it and the house writes it so.
fn list(words: Vec<String>, lone: bool) -> Option<Value> {
    match words.as_slice() {
        [] => None,
        [one] if lone => Some(Value::from(one.as_str())),
        _ => Some(Value::Array(words.into_iter().collect::<Array>())),
    }
}

pub(super) fn amount(value: &Value) -> Option<Amount> {
    match value {
        Value::Integer(number) => Some(Amount::whole(*number.value())),
        Value::Float(number) => Amount::of_float(*number.value()),
        _ => None,
    }
}

/// A number as the file writes it: `150`, `12.5`.
pub(super) fn number(word: &str) -> Option<Value> {
    Amount::typed(word)?.to_string().parse().ok()
}

pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.value().clone()]),
        Value::Array(items) => items.iter().map(|item| item.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}
