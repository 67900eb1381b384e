//! One part of a requirement, from the file to the words of a form and back. `shown` gives nothing where the
//! file says more than the form can; then nobody touches it but as text.

use toml_edit::{Array, Item, Value};

use super::parts::{Part, Sort};
use super::{Said, clauses, days, lists, one, sets, windows};
use crate::domain::amount::Amount;
use crate::domain::programme::UsedKind;

/// The field, and what is wrong with it.
pub(super) type Fault = (String, String);

/// The words of a part under a name; none where only the text can say it.
pub(super) fn shown(item: Option<&Item>, part: &Part, name: &str, kinds: &[UsedKind]) -> Option<Said> {
    let Some(item) = item else { return Some(absent(part, name)) };
    match part.sort {
        Sort::Conditions => clauses::shown(item, name, kinds),
        Sort::Window => windows::shown(item, name, kinds),
        Sort::Day => days::shown(item, name, kinds, false),
        Sort::Due => days::shown(item, name, kinds, true),
        Sort::Items(typed) => lists::shown(item, name, typed, kinds),
        Sort::Answers => lists::answers_shown(item, name),
        Sort::Table(cells) => sets::table_shown(item.as_table_like()?, cells, name, kinds),
        Sort::Rows(cells) => sets::rows_shown(item, cells, name, kinds),
        Sort::Pairs(cells) => sets::pairs_shown(item, cells, name),
        Sort::Credits(cells) => sets::credits_shown(item, cells, name),
        Sort::Combined => sets::combined_shown(item, name),
        _ => {
            let value = item.as_value()?;
            let words = match part.sort {
                Sort::Amount => vec![amount(value)?.to_string()],
                Sort::Whole => vec![value.as_integer()?.to_string()],
                Sort::Mark => match value.as_str() {
                    Some("result") => vec!["result".to_owned()],
                    _ => vec![amount(value)?.to_string()],
                },
                Sort::Date => vec![days::plain(item)?],
                Sort::Tick(_) => match value.as_bool()? {
                    true => vec!["yes".to_owned()],
                    false => Vec::new(),
                },
                Sort::Lines => vec![texts(value)?.join("\n")],
                Sort::Kinds
                | Sort::Periods
                | Sort::Requirements
                | Sort::InOrder(_)
                | Sort::Choices
                | Sort::OwnFields => texts(value)?,
                _ => vec![value.as_str()?.to_owned()],
            };
            Some([(name.to_owned(), words)].into())
        }
    }
}

/// What a form shows where the file has nothing.
pub(super) fn absent(part: &Part, name: &str) -> Said {
    match part.sort {
        Sort::Tick(true) => [(name.to_owned(), vec!["yes".to_owned()])].into(),
        _ => Said::new(),
    }
}

/// The value that the words under a name mean; none where the key is to go away.
pub(super) fn written(
    said: &Said,
    part: &Part,
    name: &str,
    kinds: &[UsedKind],
) -> Result<Option<Value>, Fault> {
    let here = |sentence: String| (name.to_owned(), sentence);
    let word = one(said, name);
    let many = || {
        let words = said.get(name).into_iter().flatten();
        let mut all: Vec<String> = Vec::new();
        for word in words.map(|word| word.trim()).filter(|word| !word.is_empty()) {
            if !all.iter().any(|other| other == word) {
                all.push(word.to_owned());
            }
        }
        all
    };
    Ok(match part.sort {
        Sort::Conditions => return clauses::written(said, name, kinds),
        Sort::Window => return windows::written(said, name, kinds),
        Sort::Day => return days::written(said, name, kinds, false),
        Sort::Due => return days::written(said, name, kinds, true),
        Sort::Items(typed) => return lists::written(said, name, typed, kinds),
        Sort::Answers => return lists::answers_written(said, name),
        Sort::Table(cells) => {
            return Ok(sets::table_written(said, cells, name, kinds)?.map(Value::InlineTable));
        }
        Sort::Rows(cells) => return sets::rows_written(said, cells, name, kinds),
        Sort::Pairs(cells) => return sets::pairs_written(said, cells, name, kinds),
        Sort::Credits(cells) => return sets::credits_written(said, cells, name, kinds),
        Sort::Combined => return sets::combined_written(said, name),
        Sort::Tick(otherwise) => {
            let yes = said.get(name).is_some_and(|words| words.iter().any(|word| word == "yes"));
            (yes != otherwise).then(|| Value::from(yes))
        }
        Sort::Kinds
        | Sort::Periods
        | Sort::Requirements
        | Sort::InOrder(_)
        | Sort::Choices
        | Sort::OwnFields => {
            let lone = matches!(part.sort, Sort::Kinds | Sort::Periods) && part.key() != "pool";
            list(many(), lone)
        }
        Sort::Lines => {
            let lines: Vec<String> =
                word.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            list(lines, true)
        }
        _ if word.is_empty() => None,
        Sort::Mark if word.eq_ignore_ascii_case("result") => Some(Value::from("result")),
        Sort::Mark => Some(number(word).ok_or_else(|| {
            here(format!("“{word}” is not a mark: enter a number like 50, or the word result."))
        })?),
        Sort::Date => Some(days::date(word).ok_or_else(|| here(days::NO_DATE.to_owned()))?),
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
