//! The rows of our own export, put back where they were.

use serde_json::Value as Json;
use toml::{Table, Value};

use crate::domain::exchange::file::{LISTS, put, to_table};
use crate::domain::exchange::told::Told;
use crate::domain::reading::Flaw;

use super::Rows;

pub(super) fn file(rows: &Rows, told: &mut Told) -> Result<Table, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut head: Option<Table> = None;
    let (mut sections, mut requirements): (Vec<Table>, Vec<Table>) = (Vec::new(), Vec::new());
    for (line, cells) in rows {
        let mut cells = cells.iter().map(|cell| cell.trim());
        let mut next = || cells.next().unwrap_or_default();
        let (level, code, title, text, under, more) = (next(), next(), next(), next(), next(), next());
        let mut fault = |sentence: String| flaws.push(Flaw { line: *line, path: level.to_owned(), sentence });
        let mut table = match serde_json::from_str::<Json>(more) {
            Ok(Json::Object(map)) => to_table(&map),
            _ if more.is_empty() => Table::new(),
            _ => {
                fault(
                    "The last column is not as it was exported: take its text away, or put it back."
                        .to_owned(),
                );
                continue;
            }
        };
        put(&mut table, "title", title);
        if level == "programme" {
            put(&mut table, "programme", code);
            put(&mut table, "about", text);
            if head.replace(table).is_some() {
                fault("There is a second row for the programme: keep one.".to_owned());
            }
            continue;
        }
        put(&mut table, "code", code);
        put(&mut table, "text", text);
        match level {
            "section" => {
                if !under.is_empty() {
                    told.lost(format!("line {line}"), "a section stands under nothing.");
                }
                sections.push(table);
            }
            "requirement" => {
                put(&mut table, "section", under);
                requirements.push(table);
            }
            _ => match LISTS.iter().find(|(_, sort, _)| *sort == level) {
                None => fault(format!(
                    "“{level}” is not a level: there are programme, section, requirement, item, unit and part."
                )),
                Some((list, ..)) => match held_by(&mut requirements, under, list) {
                    Some(entries) => entries.push(Value::Table(table)),
                    None => fault(format!(
                        "“{under}” is not the code of a requirement above this row whose rule has a list."
                    )),
                },
            },
        }
    }
    let Some(mut file) = head else {
        flaws.push(Flaw {
            line: 1,
            path: String::new(),
            sentence: "There is no row for the programme: add one with its code and title.".to_owned(),
        });
        return Err(flaws);
    };
    if !flaws.is_empty() {
        return Err(flaws);
    }
    for (name, all) in [("sections", sections), ("requirements", requirements)] {
        if !all.is_empty() {
            file.insert(name.to_owned(), Value::Array(all.into_iter().map(Value::Table).collect()));
        }
    }
    Ok(file)
}

fn held_by<'r>(requirements: &'r mut [Table], code: &str, list: &str) -> Option<&'r mut Vec<Value>> {
    let mut all = requirements.iter_mut().rev();
    let requirement = all.find(|one| one.get("code").and_then(Value::as_str) == Some(code))?;
    let Value::Table(rule) = requirement.get_mut("rule")? else { return None };
    let entries = rule.entry(list.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(entries) = entries { Some(entries) } else { None }
}
