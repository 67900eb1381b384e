//! Parts that are tables of their own: one, several, pairs of numbers, credits by choice, and what a rule combines.
//! A table in which nothing is said goes away; one in which something is said must have all that it needs.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::clauses::{self, gathered, rows, tables};
use super::parts::{Part, Sort};
use super::says::{Fault, amount, shown, written};
use super::{Said, one};
use crate::domain::programme::UsedKind;

fn cell_name(table: &str, cell: &Part) -> String {
    format!("{table}-{}", cell.key())
}

pub(super) fn table_shown(
    table: &dyn TableLike,
    cells: &[Part],
    name: &str,
    kinds: &[UsedKind],
) -> Option<Said> {
    let known = |key: &str| cells.iter().any(|cell| cell.key() == key);
    if !table.iter().all(|(key, _)| known(key)) {
        return None;
    }
    let mut said = Said::new();
    for cell in cells {
        said.extend(shown(table.get(cell.key()), cell, &cell_name(name, cell), kinds)?);
    }
    Some(said)
}

pub(super) fn table_written(
    said: &Said,
    cells: &[Part],
    name: &str,
    kinds: &[UsedKind],
) -> Result<Option<InlineTable>, Fault> {
    if !says(said, cells, name) {
        return Ok(None);
    }
    let mut table = InlineTable::new();
    for cell in cells {
        let name = cell_name(name, cell);
        match written(said, cell, &name, kinds)? {
            Some(value) => {
                table.insert(cell.key(), value);
            }
            None if cell.missing.is_empty() => {}
            None => return Err((first_field(cell, name), cell.missing.to_owned())),
        }
    }
    Ok(Some(table))
}

/// Where the sentence about an empty cell stands: a part of rows has no field of its own.
fn first_field(cell: &Part, name: String) -> String {
    match cell.sort {
        Sort::Conditions => format!("{name}-1-field"),
        Sort::Credits(cells) => format!("{name}-1-{}", cells[0].key()),
        _ => name,
    }
}

/// Whether anything is said in any of the cells. A tick alone says nothing: an empty row has its ticks too.
fn says(said: &Said, cells: &[Part], name: &str) -> bool {
    let filled =
        |name: &str| said.get(name).is_some_and(|words| words.iter().any(|word| !word.trim().is_empty()));
    cells.iter().any(|cell| {
        let name = cell_name(name, cell);
        let inside = |cells: &[Part]| rows(said, &name).iter().any(|row| says(said, cells, row));
        match cell.sort {
            Sort::Tick(_) => false,
            Sort::Conditions => clauses::says(said, &name),
            Sort::Table(cells) => says(said, cells, &name),
            Sort::Rows(cells) => inside(cells),
            Sort::Pairs(cells) | Sort::Credits(cells) => inside(cells),
            _ => filled(&name),
        }
    })
}

pub(super) fn rows_shown(item: &Item, cells: &[Part], name: &str, kinds: &[UsedKind]) -> Option<Said> {
    let mut said = Said::new();
    for (at, table) in tables(item)?.into_iter().enumerate() {
        said.extend(table_shown(table, cells, &format!("{name}-{}", at + 1), kinds)?);
    }
    Some(said)
}

pub(super) fn rows_written(
    said: &Said,
    cells: &[Part],
    name: &str,
    kinds: &[UsedKind],
) -> Result<Option<Value>, Fault> {
    let mut all = Vec::new();
    for row in rows(said, name) {
        all.extend(table_written(said, cells, &row, kinds)?);
    }
    Ok(match gathered(all) {
        Some(Value::Array(all)) => Some(a_line_each(all)),
        other => other,
    })
}

/// A line each, so that the next change of one is a change of one line.
pub(super) fn a_line_each(mut all: Array) -> Value {
    for value in all.iter_mut() {
        value.decor_mut().set_prefix("\n  ");
    }
    all.set_trailing("\n");
    all.set_trailing_comma(true);
    Value::Array(all)
}

pub(super) fn pairs_shown(item: &Item, [first, second]: &[Part; 2], name: &str) -> Option<Said> {
    let mut said = Said::new();
    for (at, pair) in item.as_value()?.as_array()?.iter().enumerate() {
        let pair = pair.as_array().filter(|pair| pair.len() == 2)?;
        for (cell, value) in [first, second].into_iter().zip(pair.iter()) {
            let name = cell_name(&format!("{name}-{}", at + 1), cell);
            said.insert(name, vec![value.as_integer()?.to_string()]);
        }
    }
    Some(said)
}

pub(super) fn pairs_written(
    said: &Said,
    cells: &[Part; 2],
    name: &str,
    kinds: &[UsedKind],
) -> Result<Option<Value>, Fault> {
    let mut all = Array::new();
    for row in rows(said, name) {
        if let Some(table) = table_written(said, cells, &row, kinds)? {
            let pair: Array = table.into_iter().map(|(_, value)| value).collect();
            all.push(Value::Array(pair));
        }
    }
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}

pub(super) fn credits_shown(item: &Item, [choice, credit]: &[Part; 2], name: &str) -> Option<Said> {
    let mut said = Said::new();
    for (at, (code, value)) in item.as_table_like()?.iter().enumerate() {
        let row = format!("{name}-{}", at + 1);
        said.insert(cell_name(&row, choice), vec![code.to_owned()]);
        said.insert(cell_name(&row, credit), vec![amount(value.as_value()?)?.to_string()]);
    }
    Some(said)
}

pub(super) fn credits_written(
    said: &Said,
    cells: &[Part; 2],
    name: &str,
    kinds: &[UsedKind],
) -> Result<Option<Value>, Fault> {
    let [choice, credit] = cells;
    let mut all = InlineTable::new();
    for row in rows(said, name) {
        if !says(said, cells, &row) {
            continue;
        }
        let name = cell_name(&row, choice);
        let code = one(said, &name);
        let value = written(said, credit, &cell_name(&row, credit), kinds)?;
        let value = value.ok_or_else(|| (cell_name(&row, credit), credit.missing.to_owned()))?;
        if code.is_empty() {
            return Err((name, choice.missing.to_owned()));
        }
        if all.insert(code, value).is_some() {
            return Err((name, "This answer is named twice: keep one.".to_owned()));
        }
    }
    Ok((!all.is_empty()).then_some(Value::InlineTable(all)))
}

/// Groups of requirements, as the boxes of the form name them: `section:practice`, `phase:2`.
const GROUPS: [&str; 2] = ["section", "phase"];

pub(super) fn combined_shown(item: &Item, name: &str) -> Option<Said> {
    let (mut boxes, mut said, mut elsewhere) = (Vec::new(), Said::new(), 0);
    for value in item.as_value()?.as_array()?.iter() {
        if let Some(code) = value.as_str() {
            boxes.push(code.to_owned());
            continue;
        }
        let table = value.as_inline_table()?;
        let word = |key: &str| table.get(key).and_then(Value::as_str);
        match (GROUPS.iter().find_map(|group| Some((group, word(group)?))), word("programme")) {
            (Some((group, code)), None) if table.len() == 1 => boxes.push(format!("{group}:{code}")),
            (None, Some(programme)) => {
                let requirement = word("requirement");
                (table.len() == 1 + usize::from(requirement.is_some())).then_some(())?;
                elsewhere += 1;
                let row = format!("{name}-elsewhere-{elsewhere}");
                said.insert(format!("{row}-programme"), vec![programme.to_owned()]);
                said.insert(format!("{row}-requirement"), vec![requirement.unwrap_or_default().to_owned()]);
            }
            _ => return None,
        }
    }
    said.insert(name.to_owned(), boxes);
    Some(said)
}

pub(super) fn combined_written(said: &Said, name: &str) -> Result<Option<Value>, Fault> {
    let mut all = Array::new();
    let table = |key: &str, word: &str| InlineTable::from_iter([(key.to_owned(), Value::from(word))]);
    for word in said.get(name).into_iter().flatten().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        match word.split_once(':') {
            Some((group, code)) if GROUPS.contains(&group) => all.push(table(group, code)),
            _ => all.push(word),
        }
    }
    for row in rows(said, &format!("{name}-elsewhere")) {
        let (programme, requirement) = (format!("{row}-programme"), format!("{row}-requirement"));
        match (one(said, &programme), one(said, &requirement)) {
            ("", "") => {}
            ("", _) => return Err((programme, "Enter the code of the other programme.".to_owned())),
            (code, "") => all.push(table("programme", code)),
            (code, wanted) => {
                let mut both = table("programme", code);
                both.insert("requirement", Value::from(wanted));
                all.push(both);
            }
        }
    }
    Ok((!all.is_empty()).then_some(Value::Array(all)))
}
