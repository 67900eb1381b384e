//! A programme as a flat list: one row for the programme, one for each section, requirement and item, in
//! their order. What has no column of its own stands as JSON in the last, so that the list comes back whole.
//! UTF-8 with a byte order mark and CRLF, as spreadsheets read it; a text that one of them could take for a
//! formula gets an apostrophe, which goes away again on the way back.

use csv::{Terminator, WriterBuilder};
use serde_json::Value as Json;
use toml::{Table, Value};

use crate::domain::reading::Flaw;

use super::fault;
use super::file::{File, LISTS, object, tables, taken};

pub(super) const COLUMNS: [&str; 6] = ["Level", "Code", "Title", "Text", "Under", "More"];

/// What a spreadsheet takes for the beginning of a formula; the wide forms are folded to the narrow ones.
pub(super) const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A programme file as the text of a list.
pub fn to_csv(text: &str) -> Result<String, Vec<Flaw>> {
    let case = text.parse::<Table>().ok().and_then(|mut table| table.remove("case"));
    let mut file = File::of(text)?;
    let mut rows = Vec::new();
    if let Some(case) = case {
        file.head.insert("case".to_owned(), case);
    }
    let (code, title) = (taken(&mut file.head, "programme"), taken(&mut file.head, "title"));
    let about = taken(&mut file.head, "about");
    rows.push(["programme".to_owned(), code, title, about, String::new(), more(&file.head)]);
    for mut section in file.sections {
        rows.push(row("section", &mut section, String::new()));
    }
    for mut requirement in file.requirements {
        let section = taken(&mut requirement, "section");
        let mut things = Vec::new();
        if let Some(Value::Table(rule)) = requirement.get_mut("rule") {
            for (list, sort, _) in LISTS {
                things.extend(tables(rule.remove(list)).into_iter().map(|one| (sort, one)));
            }
        }
        let asked = row("requirement", &mut requirement, section);
        let [_, code, ..] = asked.clone();
        rows.push(asked);
        rows.extend(things.into_iter().map(|(sort, mut one)| row(sort, &mut one, code.clone())));
    }
    written(&rows).map_err(|why| fault(1, why.to_string()))
}

fn row(level: &str, table: &mut Table, under: String) -> [String; 6] {
    let (code, title, text) = (taken(table, "code"), taken(table, "title"), taken(table, "text"));
    [level.to_owned(), code, title, text, under, more(table)]
}

fn more(rest: &Table) -> String {
    if rest.is_empty() { String::new() } else { Json::Object(object(rest)).to_string() }
}

fn written(rows: &[[String; 6]]) -> Result<String, csv::Error> {
    let mut out =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(COLUMNS)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    let bytes = out.into_inner().map_err(|fault| csv::Error::from(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An apostrophe of its own gets a second one, so that taking one away always gives back what was there.
fn harmless(text: &str) -> String {
    if text.starts_with(STARTS) || text.starts_with('\'') { format!("'{text}") } else { text.to_owned() }
}
