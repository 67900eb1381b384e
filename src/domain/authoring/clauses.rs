//! Conditions as rows of a form: a field, a test, its words, and the reason in the body's words. Choices are
//! shown by their labels and written by their codes.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::says::{Fault, amount, number, texts};
use super::{Said, one};
use crate::domain::kind::Choice;
use crate::domain::programme::UsedKind;

/// The tests of a row: the form's word and what it says.
pub const TESTS: &[(&str, &str)] = &[
    ("is", "is"),
    ("is_not", "is not"),
    ("at_least", "is at least"),
    ("at_most", "is at most"),
    ("yes", "is yes"),
    ("no", "is no"),
    ("outcome", "outcome is"),
    ("level", "level is at least"),
];

/// One table, or each table of a list; none where something else stands there.
pub(super) fn tables(item: &Item) -> Option<Vec<&dyn TableLike>> {
    if let Some(all) = item.as_array_of_tables() {
        return Some(all.iter().map(|table| table as &dyn TableLike).collect());
    }
    if let Some(table) = item.as_table_like() {
        return Some(vec![table]);
    }
    let items = item.as_value()?.as_array()?;
    items.iter().map(|value| value.as_inline_table().map(|table| table as &dyn TableLike)).collect()
}

pub(super) fn shown(item: &Item, name: &str, kinds: &[UsedKind]) -> Option<Said> {
    let mut said = Said::new();
    for (at, table) in tables(item)?.into_iter().enumerate() {
        condition_shown(table, &format!("{name}-{}", at + 1), kinds, &mut said)?;
    }
    Some(said)
}

fn condition_shown(table: &dyn TableLike, row: &str, kinds: &[UsedKind], said: &mut Said) -> Option<()> {
    let field = match table.get("field") {
        Some(item) => item.as_str()?.to_owned(),
        None => String::new(),
    };
    let mut found = None;
    for (key, item) in table.iter() {
        let value = || item.as_value();
        let pair = match key {
            "field" | "because" => continue,
            "is" | "is_not" => {
                let words = texts(value()?)?;
                (key, words.iter().map(|code| label(&field, code, kinds)).collect::<Vec<_>>().join("; "))
            }
            "at_least" | "at_most" => (key, amount(value()?)?.to_string()),
            "yes" => (if item.as_bool()? { "yes" } else { "no" }, String::new()),
            "outcome" => (key, item.as_str()?.to_owned()),
            "level" => (key, level_label(item.as_str()?, kinds)),
            _ => return None,
        };
        if found.replace(pair).is_some() {
            return None;
        }
    }
    let (test, words) = found?;
    let because = match table.get("because") {
        Some(item) => item.as_str()?.to_owned(),
        None => String::new(),
    };
    for (what, word) in [("field", field), ("test", test.to_owned()), ("value", words), ("because", because)]
    {
        said.insert(format!("{row}-{what}"), vec![word]);
    }
    Some(())
}

pub(super) fn written(said: &Said, name: &str, kinds: &[UsedKind]) -> Result<Option<Value>, Fault> {
    let mut all = Vec::new();
    for row in rows(said, name) {
        let mut table = InlineTable::new();
        if condition_written(said, &row, kinds, &mut table)? {
            all.push(table);
        }
    }
    Ok(gathered(all))
}

/// Whether any of the rows says something.
pub(super) fn says(said: &Said, name: &str) -> bool {
    rows(said, name).iter().any(|row| {
        ["field", "value", "because"].iter().any(|what| !one(said, &format!("{row}-{what}")).is_empty())
    })
}

/// Whether the row says anything.
fn condition_written(
    said: &Said,
    row: &str,
    kinds: &[UsedKind],
    table: &mut InlineTable,
) -> Result<bool, Fault> {
    let get = |what: &str| one(said, &format!("{row}-{what}"));
    let fault = |what: &str, sentence: &str| Err((format!("{row}-{what}"), sentence.to_owned()));
    let (field, test, words) = (get("field"), get("test"), get("value"));
    if field.is_empty() && words.is_empty() && !matches!(test, "outcome" | "level") {
        return Ok(false);
    }
    if matches!(test, "outcome" | "level") {
        if words.is_empty() {
            return Ok(false);
        }
        let word = if test == "level" { level_code(words, kinds) } else { words.to_lowercase() };
        table.insert(test, Value::from(word));
    } else {
        if field.is_empty() {
            return fault("field", "Choose the field that this condition looks at.");
        }
        table.insert("field", Value::from(field));
        match test {
            "yes" | "no" => {
                table.insert("yes", Value::from(test == "yes"));
            }
            "at_least" | "at_most" => match number(words) {
                Some(value) => {
                    table.insert(test, value);
                }
                None => return fault("value", "Enter a number to compare with."),
            },
            "is" | "is_not" => {
                let codes: Vec<String> = words
                    .split(';')
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .map(|word| code(field, word, kinds))
                    .collect();
                match codes.as_slice() {
                    [] => return fault("value", "Enter the answer that this condition wants."),
                    [single] => table.insert(test, Value::from(single.as_str())),
                    _ => table.insert(test, Value::Array(codes.into_iter().collect::<Array>())),
                };
            }
            _ => return fault("test", "Choose how the field is tested."),
        }
    }
    if !get("because").is_empty() {
        table.insert("because", Value::from(get("because")));
    }
    Ok(true)
}

/// The rows that the form has, in the order of their numbers: `rule-where-1`, `rule-where-2`.
pub(super) fn rows(said: &Said, name: &str) -> Vec<String> {
    let number = |key: &String| -> Option<u32> {
        key.strip_prefix(name)?.strip_prefix('-')?.split_once('-')?.0.parse().ok()
    };
    let mut numbers: Vec<u32> = said.keys().filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| format!("{name}-{number}")).collect()
}

pub(super) fn gathered(mut all: Vec<InlineTable>) -> Option<Value> {
    match all.len() {
        0 => None,
        1 => all.pop().map(Value::InlineTable),
        _ => Some(Value::Array(all.into_iter().collect::<Array>())),
    }
}

fn levels(kinds: &[UsedKind]) -> impl Iterator<Item = &Choice> {
    kinds.iter().filter_map(|used| used.kind.scale.as_ref()).flat_map(|scale| &scale.levels)
}

fn level_label(code: &str, kinds: &[UsedKind]) -> String {
    levels(kinds).find(|one| one.code == code).map_or_else(|| code.to_owned(), |one| one.label.clone())
}

fn level_code(word: &str, kinds: &[UsedKind]) -> String {
    let found = levels(kinds).find(|one| one.code == word || one.label.eq_ignore_ascii_case(word));
    found.map_or_else(|| word.to_owned(), |one| one.code.clone())
}

fn label(field: &str, code: &str, kinds: &[UsedKind]) -> String {
    let choices = kinds.iter().filter_map(|used| used.kind.field(field)).flat_map(|field| field.choices());
    // A label that would be read as two is shown by its code.
    let found = choices.into_iter().find(|choice| choice.code == code && !choice.label.contains(';'));
    found.map_or_else(|| code.to_owned(), |choice| choice.label.clone())
}

fn code(field: &str, word: &str, kinds: &[UsedKind]) -> String {
    let mut choices =
        kinds.iter().filter_map(|used| used.kind.field(field)).flat_map(|field| field.choices());
    let found = choices.find(|choice| choice.code == word || choice.label.eq_ignore_ascii_case(word));
    found.map_or_else(|| word.to_owned(), |choice| choice.code.clone())
}
