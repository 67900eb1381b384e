//! A programme file as data, in parts; and its values as JSON and back. TOML has days, which JSON has not:
//! they travel as `{"$date": "2026-08-01"}`.

use serde_json::{Map, Value as Json, json};
use toml::{Table, Value};

use crate::domain::reading::Flaw;

use super::fault;
use super::held::Held;

/// Nested deeper than any programme; keeps what we write readable for every parser.
const DEEPEST: usize = 24;

/// The lists of a rule whose entries are things of their own: key, what one is called, in words.
pub(super) const LISTS: [(&str, &str, &str); 3] =
    [("items", "item", "Item"), ("units", "unit", "Unit"), ("parts", "part", "Part of an exam")];

pub(super) struct File {
    /// Everything that is not in the lists below.
    pub head: Table,
    pub sections: Vec<Table>,
    pub requirements: Vec<Table>,
    pub held: Held,
}

impl File {
    pub fn of(text: &str) -> Result<File, Vec<Flaw>> {
        let mut head: Table = text.parse().map_err(|why: toml::de::Error| {
            let before = why.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            fault(before.matches('\n').count() + 1, format!("This is not TOML: {}.", why.message()))
        })?;
        let sections = tables(head.remove("sections"));
        let requirements = tables(head.remove("requirements"));
        let held = Held::of(head.remove("case"));
        Ok(File { head, sections, requirements, held })
    }

    pub fn named(&self, key: &str) -> String {
        text_of(&self.head, key)
    }
}

/// A list of tables, or one alone.
pub(super) fn tables(value: Option<Value>) -> Vec<Table> {
    match value {
        Some(Value::Array(all)) => all.into_iter().filter_map(table).collect(),
        Some(Value::Table(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn table(value: Value) -> Option<Table> {
    if let Value::Table(table) = value { Some(table) } else { None }
}

/// Trimmed as the reader of programme files trims it; empty where there is none.
pub(super) fn text_of(table: &Table, key: &str) -> String {
    table.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// One text or a list of them.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(one)) => vec![one.trim().to_owned()],
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).map(|one| one.trim().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn taken(table: &mut Table, key: &str) -> String {
    let text = text_of(table, key);
    table.remove(key);
    text
}

pub(super) fn put(table: &mut Table, key: &str, text: impl Into<String>) {
    let text = text.into();
    if !text.is_empty() {
        table.insert(key.to_owned(), Value::String(text));
    }
}

pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::String(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Boolean(yes) => json!(yes),
        Value::Datetime(day) => json!({ "$date": day.to_string() }),
        Value::Array(all) => Json::Array(all.iter().map(to_json).collect()),
        Value::Table(table) => Json::Object(object(table)),
    }
}

pub(super) fn object(table: &Table) -> Map<String, Json> {
    table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect()
}

/// None where TOML has no word for it: null, or deeper than anybody reads.
pub(super) fn to_toml(value: &Json) -> Option<Value> {
    inner(value, 0)
}

pub(super) fn to_table(map: &Map<String, Json>) -> Table {
    map.iter().filter_map(|(key, value)| Some((key.clone(), inner(value, 1)?))).collect()
}

fn inner(value: &Json, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    Some(match value {
        Json::Null => return None,
        Json::Bool(yes) => Value::Boolean(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => Value::Float(number.as_f64()?),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(all) => Value::Array(all.iter().filter_map(|one| inner(one, depth + 1)).collect()),
        Json::Object(map) => match map.get("$date").and_then(Json::as_str) {
            Some(day) if map.len() == 1 => Value::Datetime(day.parse().ok()?),
            _ => Value::Table(
                map.iter().filter_map(|(key, one)| Some((key.clone(), inner(one, depth + 1)?))).collect(),
            ),
        },
    })
}
