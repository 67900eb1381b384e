//! Lists of items and units as lines of a text: `code | title`.

use toml_edit::{Array, InlineTable, Item, Value};

use super::says::{amount, number};
use super::{Said, one};

/// The keys of a line, in their order.
pub(super) const ITEM: &[&str] = &["code", "title"];
pub(super) const UNIT: &[&str] = &["code", "title", "credits", "pass"];

pub(super) fn shown(item: &Item, name: &str, keys: &[&str]) -> Option<Said> {
    let items = item.as_value()?.as_array()?;
    let mut lines = Vec::new();
    for value in items.iter() {
        let table = value.as_inline_table()?;
        let whole = table.iter().all(|(key, _)| keys.contains(&key)) && table.len() == keys.len();
        if !whole {
            return None;
        }
        let words = keys.iter().map(|key| {
            let value = table.get(key)?;
            let word = value.as_str().map(str::to_owned).or_else(|| amount(value).map(|n| n.to_string()))?;
            (!word.contains(['|', '\n'])).then_some(word)
        });
        lines.push(words.collect::<Option<Vec<_>>>()?.join(" | "));
    }
    Some([(name.to_owned(), vec![lines.join("\n")])].into())
}

pub(super) fn written(said: &Said, name: &str, keys: &[&str]) -> Result<Option<Value>, (String, String)> {
    let mut all = Array::new();
    for line in one(said, name).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split('|').map(str::trim).collect();
        if words.len() != keys.len() || words.iter().any(|word| word.is_empty()) {
            let wanted = keys.join(" | ");
            return Err((name.to_owned(), format!("“{line}”: write each line as {wanted}.")));
        }
        let mut table = InlineTable::new();
        for (key, word) in keys.iter().zip(words) {
            let figure = ["credits", "pass"].contains(key).then(|| number(word)).flatten();
            table.insert(*key, figure.unwrap_or_else(|| Value::from(word)));
        }
        all.push(Value::InlineTable(table));
    }
    if all.is_empty() {
        return Ok(None);
    }
    // A line each, so that the next change of it is a change of one line.
    for value in all.iter_mut() {
        value.decor_mut().set_prefix("\n  ");
    }
    all.set_trailing("\n");
    all.set_trailing_comma(true);
    Ok(Some(Value::Array(all)))
}
