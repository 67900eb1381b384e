//! Lists of items as lines of a text, `code | title | type`, since a lead has them as a list to paste; and the longer
//! words of some of them as rows beside it.

use toml_edit::{Array, InlineTable, Item, Value};

use super::cells::ITEM_WORDS;
use super::clauses::{rows, tables};
use super::parts::Part;
use super::says::{self, Fault};
use super::{Said, one, sets};
use crate::domain::exchange::slug;
use crate::domain::programme::UsedKind;

/// The rows beside the list: `rule-items-words-1-text`.
const WORDS: &str = "words";

/// The cells of an item's longer words.
pub fn item_words() -> &'static [Part] {
    ITEM_WORDS
}

fn cell(key: &str) -> Option<&'static Part> {
    ITEM_WORDS.iter().find(|cell| cell.key() == key)
}

pub(super) fn shown(item: &Item, name: &str, typed: bool, kinds: &[UsedKind]) -> Option<Said> {
    let mut said = Said::new();
    let (mut lines, mut more) = (Vec::new(), 0);
    for table in tables(item)? {
        let known = |key: &str| match key {
            "type" => typed,
            _ => ["code", "title", "text", "wording"].contains(&key),
        };
        if !table.iter().all(|(key, _)| known(key)) {
            return None;
        }
        let word = |key: &str| match table.get(key) {
            None => Some(String::new()),
            Some(item) => item.as_str().map(str::to_owned),
        };
        let mut words = vec![word("code")?, word("title")?];
        words.extend(Some(word("type")?).filter(|word| !word.is_empty()));
        if words.iter().any(|word| word.is_empty() || word.contains(['|', '\n'])) {
            return None;
        }
        if table.contains_key("text") || table.contains_key("wording") {
            more += 1;
            let row = format!("{name}-{WORDS}-{more}");
            for key in ["code", "text", "wording"] {
                said.extend(says::shown(table.get(key), cell(key)?, &format!("{row}-{key}"), kinds)?);
            }
        }
        lines.push(words.join(" | "));
    }
    said.insert(name.to_owned(), vec![lines.join("\n")]);
    Some(said)
}

pub(super) fn written(
    said: &Said,
    name: &str,
    typed: bool,
    kinds: &[UsedKind],
) -> Result<Option<Value>, Fault> {
    let mut items: Vec<InlineTable> = Vec::new();
    for line in one(said, name).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split('|').map(str::trim).collect();
        let fits = words.len() == 2 || (typed && words.len() == 3);
        if !fits || words.iter().any(|word| word.is_empty()) {
            let wanted = if typed { "code | title, or code | title | type" } else { "code | title" };
            return Err((name.to_owned(), format!("“{line}”: write each line as {wanted}.")));
        }
        let keys = ["code", "title", "type"];
        let table = keys.into_iter().zip(words).map(|(key, word)| (key.to_owned(), Value::from(word)));
        items.push(table.collect());
    }
    for row in rows(said, &format!("{name}-{WORDS}")) {
        let Some(words) = sets::table_written(said, ITEM_WORDS, &row, kinds)? else { continue };
        let code = words.get("code").and_then(Value::as_str).unwrap_or_default();
        let of = |item: &&mut InlineTable| item.get("code").and_then(Value::as_str) == Some(code);
        let Some(item) = items.iter_mut().find(of) else {
            return Err((format!("{row}-code"), format!("“{code}” is not in the list above.")));
        };
        for (key, value) in words.iter().filter(|(key, _)| *key != "code") {
            item.insert(key, value.clone());
        }
    }
    if items.is_empty() {
        return Ok(None);
    }
    Ok(Some(sets::a_line_each(items.into_iter().collect::<Array>())))
}

pub(super) fn answers_shown(item: &Item, name: &str) -> Option<Said> {
    let mut lines = Vec::new();
    for table in tables(item)? {
        if !table.iter().all(|(key, _)| ["code", "label"].contains(&key)) {
            return None;
        }
        let (code, label) = (table.get("code")?.as_str()?, table.get("label")?.as_str()?);
        if [code, label].iter().any(|word| word.contains(['|', '\n'])) {
            return None;
        }
        lines.push(format!("{code} | {label}"));
    }
    Some([(name.to_owned(), vec![lines.join("\n")])].into())
}

pub(super) fn answers_written(said: &Said, name: &str) -> Result<Option<Value>, Fault> {
    let mut all = Array::new();
    for line in one(said, name).lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (code, label) = match line.split_once('|') {
            Some((code, label)) => (code.trim().to_owned(), label.trim()),
            None => (slug(line), line),
        };
        if code.is_empty() || label.is_empty() || label.contains('|') {
            return Err((
                name.to_owned(),
                format!("“{line}”: write each line as a label, or as code | label."),
            ));
        }
        let words = [("code".to_owned(), Value::from(code)), ("label".to_owned(), Value::from(label))];
        all.push(InlineTable::from_iter(words));
    }
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}
