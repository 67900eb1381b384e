//! A programme file's data as text, in the order in which a person would write it: names first, then words,
//! then where it comes from, then what counts.

use std::fmt::Write as _;

use toml::{Table, Value};

use crate::domain::reading::quoted;

/// Keys in the order in which they are written; the others follow by name.
const ORDER: &[&str] = &[
    "programme",
    "version",
    "kind",
    "of",
    "code",
    "title",
    "award",
    "body",
    "about",
    "cohort",
    "months",
    "official_record",
    "offered",
    "text",
    "wording",
    "type",
    "label",
    "section",
    "part_of",
    "phase",
    "necessity",
    "source",
    "illustrative",
    "note",
    "needs",
    "window",
    "grace",
    "first_cycle",
    "due",
    "expected",
    "personal",
    "identifier",
    "uri",
    "associationType",
    "from",
    "to",
    "under",
    "means",
];

/// Written as tables of their own, in this order, behind everything else.
const LISTS: &[&str] = &["kinds", "sections", "requirements"];

pub(super) fn written(file: &Table) -> String {
    let mut text = String::new();
    for (name, value) in ordered(file) {
        if !LISTS.contains(&name) && name != "case" {
            pair(&mut text, name, value);
        }
    }
    for list in LISTS {
        for table in file.get(*list).map(alone).unwrap_or_default() {
            let _ = write!(text, "\n[[{list}]]\n");
            for (name, value) in ordered(table) {
                if name != "rule" || !value.is_table() {
                    pair(&mut text, name, value);
                }
            }
            if let Some(rule) = table.get("rule").and_then(Value::as_table) {
                let _ = writeln!(text, "[{list}.rule]");
                for (name, value) in ordered(rule) {
                    pair(&mut text, name, value);
                }
            }
        }
    }
    if let Some(case) = file.get("case").and_then(Value::as_table) {
        text.push_str("\n[case]\n");
        for (name, value) in ordered(case) {
            pair(&mut text, name, value);
        }
    }
    text
}

/// The tables of a list, or the one that stands without brackets.
fn alone(value: &Value) -> Vec<&Table> {
    match value {
        Value::Array(all) => all.iter().filter_map(Value::as_table).collect(),
        Value::Table(one) => vec![one],
        _ => Vec::new(),
    }
}

fn ordered(table: &Table) -> Vec<(&str, &Value)> {
    let mut all: Vec<(&str, &Value)> = table.iter().map(|(name, value)| (name.as_str(), value)).collect();
    all.sort_by_key(|(name, _)| {
        (ORDER.iter().position(|known| known == name).unwrap_or(ORDER.len()), (*name).to_owned())
    });
    all
}

/// A list of several tables stands in lines of its own; everything else in one line.
fn pair(text: &mut String, name: &str, value: &Value) {
    let long = value.as_array().filter(|all| all.len() > 1 && all.iter().all(Value::is_table));
    let Some(all) = long else {
        let _ = writeln!(text, "{} = {}", key(name), inline(value));
        return;
    };
    let _ = writeln!(text, "{} = [", key(name));
    for one in all {
        let _ = writeln!(text, "  {},", inline(one));
    }
    text.push_str("]\n");
}

fn key(name: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if !name.is_empty() && name.bytes().all(bare) { name.to_owned() } else { quoted(name) }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(all) => {
            format!("[{}]", all.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let pairs =
                ordered(table).into_iter().map(|(name, value)| format!("{} = {}", key(name), inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
