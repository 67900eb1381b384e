//! Anybody's list of competencies.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::domain::exchange::Mapping;
use crate::domain::exchange::codes::{free, free_code, slug};
use crate::domain::exchange::file::put;
use crate::domain::exchange::told::Told;
use crate::domain::kind::is_code;
use crate::domain::reading::{Flaw, nearest};

use super::Rows;

/// What columns are usually called, by what they are.
const CODE: &[&str] =
    &["code", "ref", "reference", "number", "no", "no.", "id", "competency code", "item code"];
const TITLE: &[&str] = &[
    "title",
    "competency",
    "statement",
    "name",
    "item",
    "activity",
    "standard",
    "description",
    "full statement",
];
const TEXT: &[&str] = &["text", "details", "description", "notes", "guidance", "definition"];
const GROUP: &[&str] = &["group", "section", "module", "unit", "domain", "area", "theme", "category"];

struct Group {
    title: String,
    items: Vec<Value>,
}

pub(super) fn file(
    names: &[String],
    rows: &Rows,
    mapping: &Mapping,
    told: &mut Told,
) -> Result<Table, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let columns = &mapping.columns;
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut column = |named: &Option<String>, usual: &[&str]| {
        let found = column(names, named, usual, &used, &mut flaws);
        used.extend(found);
        found
    };
    let title = column(&columns.title, TITLE);
    let code = column(&columns.code, CODE);
    let text = column(&columns.text, TEXT);
    let group = column(&columns.group, GROUP);
    let Some(title) = title else {
        if flaws.is_empty() {
            let sentence = format!("Which column names the competency? There are: {}.", names.join(", "));
            flaws.push(Flaw { line: 1, path: String::new(), sentence });
        }
        return Err(flaws);
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for (line, cells) in rows {
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).unwrap_or_default();
        let mut fault = |sentence: String| flaws.push(Flaw { line: *line, path: String::new(), sentence });
        if cell(Some(title)).is_empty() {
            fault("This row names no competency: write what it is, or take the row away.".to_owned());
            continue;
        }
        let code = match cell(code) {
            "" => free_code(&[cell(Some(title))], "item", &mut codes),
            code if codes.contains(code) => {
                fault(format!("“{code}” is the code of another row too: give each its own."));
                continue;
            }
            code => free(code.to_owned(), &mut codes),
        };
        let mut item = Table::new();
        put(&mut item, "code", code);
        // A title is one line, however the cell was broken.
        let words: Vec<&str> = cell(Some(title)).split_whitespace().collect();
        put(&mut item, "title", words.join(" "));
        put(&mut item, "text", cell(text));
        match groups.iter_mut().find(|one| one.title == cell(group)) {
            Some(known) => known.items.push(Value::Table(item)),
            None => groups.push(Group { title: cell(group).to_owned(), items: vec![Value::Table(item)] }),
        }
    }
    if rows.is_empty() {
        flaws.push(Flaw {
            line: 1,
            path: String::new(),
            sentence: "There are no rows below the names.".to_owned(),
        });
    }
    if !flaws.is_empty() {
        return Err(flaws);
    }
    for (number, name) in names.iter().enumerate().filter(|(number, _)| !used.contains(number)) {
        let filled =
            rows.iter().filter(|(_, cells)| cells.get(number).is_some_and(|cell| !cell.trim().is_empty()));
        let what = format!("filled in {} rows; a competency has no such thing here.", filled.count());
        told.lost(format!("column “{name}”"), what);
    }
    Ok(programme(groups, mapping))
}

/// The column of that name, or the first that is usually called so.
fn column(
    names: &[String],
    named: &Option<String>,
    usual: &[&str],
    used: &BTreeSet<usize>,
    flaws: &mut Vec<Flaw>,
) -> Option<usize> {
    if let Some(wanted) = named {
        let found = names.iter().position(|name| name == wanted);
        if found.is_none() {
            let near = nearest(wanted, names.iter().map(String::as_str));
            let near = near.map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
            let sentence = format!("There is no column “{wanted}”.{near}");
            flaws.push(Flaw { line: 1, path: String::new(), sentence });
        }
        return found;
    }
    let free = |wanted: &&str| {
        names.iter().position(|name| name.to_lowercase() == **wanted).filter(|at| !used.contains(at))
    };
    usual.iter().find_map(free)
}

fn programme(groups: Vec<Group>, mapping: &Mapping) -> Table {
    let accepting = &mapping.accepting;
    let mut file = Table::new();
    let title = mapping.title.as_deref().filter(|title| !title.is_empty()).unwrap_or("Competencies");
    let code = |wanted: &Option<String>, words: &str, otherwise: &str| {
        let wanted = wanted.as_deref().unwrap_or(words);
        let made = if is_code(wanted) { wanted.to_owned() } else { slug(wanted) };
        if made.is_empty() { otherwise.to_owned() } else { made }
    };
    put(&mut file, "programme", code(&mapping.programme, title, "programme"));
    put(&mut file, "version", code(&mapping.version, "1", "1"));
    put(&mut file, "title", title);
    put(&mut file, "body", mapping.body.as_deref().filter(|body| !body.is_empty()).unwrap_or("Not said"));
    let mut kind = Table::new();
    put(&mut kind, "kind", accepting.kind.as_str());
    kind.insert("version".to_owned(), Value::Integer(accepting.version.into()));
    file.insert("kinds".to_owned(), Value::Array(vec![Value::Table(kind)]));
    let mut codes = BTreeSet::new();
    let mut requirements = Vec::new();
    for group in groups {
        let mut table = Table::new();
        put(&mut table, "code", free_code(&[&group.title], "competencies", &mut codes));
        put(&mut table, "title", if group.title.is_empty() { title } else { &group.title });
        table.insert("illustrative".to_owned(), Value::Boolean(true));
        put(&mut table, "note", "The list says what is asked; how it is accepted here is a proposal.");
        let mut rule = Table::new();
        put(&mut rule, "signoff", accepting.kind.as_str());
        put(&mut rule, "item", accepting.item.as_str());
        rule.insert("items".to_owned(), Value::Array(group.items));
        table.insert("rule".to_owned(), Value::Table(rule));
        requirements.push(Value::Table(table));
    }
    file.insert("requirements".to_owned(), Value::Array(requirements));
    file
}
