//! A requirement's block and its parts: what a form shows of it, and the block with what the form says. A
//! part that nobody changed is not written again, so its spelling, order and comments stay; a part that the
//! form cannot say is left alone.

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::parts::{Part, Sort, of_requirement};
use super::rule_parts::of_rule;
use super::says::Fault;
use super::{RULES, Said, says};
use crate::domain::programme::UsedKind;

/// What a form shows of one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    /// The key of its rule; empty where it has none.
    pub rule: String,
    /// The words of every part that the form can say.
    pub said: Said,
    /// Names of the parts that are written in a way that only the text can say.
    pub beyond: Vec<String>,
    /// Keys of the rule and of the requirement that no part shows.
    pub others: Vec<String>,
}

/// What stands in a block; none where it is not one requirement.
pub fn held(block: &str, kinds: &[UsedKind]) -> Option<Held> {
    let document: DocumentMut = block.parse().ok()?;
    let table = requirement(&document)?;
    let rule = rule_of(block).unwrap_or_default();
    let (said, beyond) = shown_of(table, all_parts(&rule), kinds);
    let mut held = Held { rule: rule.clone(), said, beyond, others: Vec::new() };
    let known =
        |key: &str| key == "rule" || of_requirement().iter().any(|part| part.at.first() == Some(&key));
    held.others.extend(table.iter().map(|(key, _)| key.to_owned()).filter(|key| !known(key)));
    if let Some(inner) = table.get("rule").and_then(Item::as_table_like) {
        let shown = |key: &str| of_rule(&rule).iter().any(|part| part.at.get(1) == Some(&key));
        held.others.extend(
            inner.iter().map(|(key, _)| key).filter(|key| !shown(key)).map(|key| format!("rule.{key}")),
        );
    }
    Some(held)
}

/// The key of the rule in a block.
pub fn rule_of(block: &str) -> Option<String> {
    let document: DocumentMut = block.parse().ok()?;
    let rule = requirement(&document)?.get("rule")?.as_table_like()?;
    // `at_least` is a rule only where nothing else names one.
    let named = RULES.iter().map(|(key, _)| *key).filter(|key| rule.contains_key(key));
    named.min_by_key(|key| *key == "at_least").map(str::to_owned)
}

/// A new requirement with nothing but its code, its title and an empty rule.
pub fn begun(code: &str, title: &str) -> String {
    format!(
        "[[requirements]]\ncode = {}\ntitle = {}\n\n[requirements.rule]\n",
        Value::from(code),
        Value::from(title)
    )
}

/// The block with what the form says, under the rule named. Sentences by field where something typed cannot
/// be written.
pub fn edited(
    block: &str,
    rule: &str,
    said: &Said,
    kinds: &[UsedKind],
) -> Result<String, Vec<(String, String)>> {
    let broken = || vec![(String::new(), "This requirement cannot be read: edit it as text.".to_owned())];
    let mut document: DocumentMut = block.parse().map_err(|_| broken())?;
    let table = requirement_mut(&mut document).ok_or_else(broken)?;
    if rule_of(block).as_deref() != Some(rule) {
        turn_rule(table, rule);
    }
    let faults = apply(table, all_parts(rule), said, kinds);
    if faults.is_empty() { Ok(document.to_string()) } else { Err(faults) }
}

/// Every part of a table as the form says it; what is wrong, by field.
pub(super) fn apply(
    table: &mut Table,
    parts: impl Iterator<Item = &'static Part>,
    said: &Said,
    kinds: &[UsedKind],
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for part in parts {
        let name = part.name();
        let Some(now) = says::shown(find(table, part.at), part, &name, kinds) else { continue };
        let wanted = match says::written(&settled(said, &now, part), part, &name, kinds) {
            Ok(wanted) => wanted,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let same = says::written(&now, part, &name, kinds).is_ok_and(|value| {
            value.map(|value| value.to_string()) == wanted.as_ref().map(ToString::to_string)
        });
        let nothing_there = find(table, part.at).is_none() && says_nothing(part, wanted.as_ref());
        if !same && !nothing_there {
            put(table, part, wanted);
        }
    }
    faults
}

/// What a form shows of some parts of a table; the names of those that only the text can say.
pub(super) fn shown_of(
    table: &Table,
    parts: impl Iterator<Item = &'static Part>,
    kinds: &[UsedKind],
) -> (Said, Vec<String>) {
    let (mut said, mut beyond) = (Said::new(), Vec::new());
    for part in parts {
        match says::shown(find(table, part.at), part, &part.name(), kinds) {
            Some(words) => said.extend(words),
            None => beyond.push(part.name()),
        }
    }
    (said, beyond)
}

/// What a form says of a part. A browser sends ticked boxes in the order of the page: those that were chosen
/// before keep the order of the file.
fn settled(said: &Said, now: &Said, part: &Part) -> Said {
    if matches!(part.sort, Sort::InOrder(_)) {
        return said.clone();
    }
    let mut said = said.clone();
    for (name, before) in now.iter().filter(|(_, words)| words.len() > 1) {
        if let Some(words) = said.get_mut(name) {
            words.sort_by_key(|word| before.iter().position(|other| other == word).unwrap_or(before.len()));
        }
    }
    said
}

/// What holds anyway where nothing is written.
fn says_nothing(part: &Part, wanted: Option<&Value>) -> bool {
    part.key() == "necessity" && wanted.and_then(Value::as_str) == Some("required")
}

fn all_parts(rule: &str) -> impl Iterator<Item = &'static Part> {
    of_requirement().iter().chain(of_rule(rule))
}

fn requirement(document: &DocumentMut) -> Option<&Table> {
    let all = document.get("requirements")?.as_array_of_tables()?;
    all.get(0).filter(|_| all.len() == 1)
}

fn requirement_mut(document: &mut DocumentMut) -> Option<&mut Table> {
    let all = document.get_mut("requirements")?.as_array_of_tables_mut()?;
    if all.len() == 1 { all.get_mut(0) } else { None }
}

fn find<'t>(table: &'t Table, at: &[&str]) -> Option<&'t Item> {
    let (last, way) = at.split_last()?;
    let mut inside: &dyn TableLike = table;
    for key in way {
        inside = inside.get(key)?.as_table_like()?;
    }
    inside.get(last).filter(|item| !item.is_none())
}

/// Another rule: what the new one asks too stays, the rest goes.
fn turn_rule(table: &mut Table, rule: &str) {
    let kept = |key: &str| of_rule(rule).iter().any(|part| part.at.get(1) == Some(&key) && key != rule);
    if let Some(inner) = table.get_mut("rule").and_then(Item::as_table_like_mut) {
        let gone: Vec<String> =
            inner.iter().map(|(key, _)| key.to_owned()).filter(|key| !kept(key)).collect();
        for key in gone {
            inner.remove(&key);
        }
    } else {
        table.insert("rule", Item::Table(Table::new()));
    }
}

fn put(table: &mut Table, part: &Part, wanted: Option<Value>) {
    let Some((last, way)) = part.at.split_last() else { return };
    let mut inside: &mut dyn TableLike = table;
    for key in way {
        if wanted.is_none() && !inside.contains_key(key) {
            return;
        }
        if !inside.contains_key(key) {
            // `signers` and the rule have a header of their own, as in every file.
            inside.insert(key, Item::Table(Table::new()));
        }
        let Some(next) = inside.get_mut(key).and_then(Item::as_table_like_mut) else { return };
        inside = next;
    }
    match wanted {
        None => {
            inside.remove(last);
        }
        Some(mut value) => {
            if let Some(old) = inside.get(last).and_then(Item::as_value) {
                *value.decor_mut() = old.decor().clone();
            }
            match inside.get_mut(last) {
                Some(item) => *item = Item::Value(value),
                None => {
                    inside.insert(last, Item::Value(value));
                }
            }
        }
    }
    // An empty table says nothing.
    if let [outer, _] = part.at
        && *outer != "rule"
        && table.get(outer).and_then(Item::as_table_like).is_some_and(|inner| inner.is_empty())
    {
        table.remove(outer);
    }
}
