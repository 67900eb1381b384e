//! A flat list as the draft of a programme: our own export whole, or anybody's list of competencies, one a
//! row, of which a mapping (or the usual names) says which column is what. Groups become requirements, their
//! competencies items to be accepted. Columns that mean nothing here are told; a list with faults is refused
//! whole, each fault with its line.

mod flat;
mod ours;

use csv::{ReaderBuilder, StringRecord};

use crate::domain::reading::Flaw;

use super::csv_out::{COLUMNS, STARTS};
use super::told::Told;
use super::write::written;
use super::{Draft, Mapping, fault};

const LARGEST: usize = 4_000_000;

/// Rows with their lines in the file.
type Rows = Vec<(usize, Vec<String>)>;

/// Reads the list; all its faults are told together.
pub fn from_csv(text: &str, mapping: &Mapping) -> Result<Draft, Vec<Flaw>> {
    if text.len() > LARGEST {
        return Err(fault(1, "The file is larger than 4 MB: a list of competencies is smaller."));
    }
    let (names, rows) = table(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    let mut told = Told::default();
    let ours = names.iter().map(String::as_str).eq(COLUMNS);
    let file =
        if ours { ours::file(&rows, &mut told)? } else { flat::file(&names, &rows, mapping, &mut told)? };
    Ok(Draft { toml: written(&file), not_held: told.all() })
}

fn table(text: &str) -> Result<(Vec<String>, Rows), Vec<Flaw>> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let comma = [b',', b';', b'\t'].into_iter().max_by_key(|mark| {
        // Of equal ones the first: `max_by_key` gives the last, so the order is turned by the number.
        (first.bytes().filter(|byte| byte == mark).count(), *mark == b',')
    });
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(comma.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut names: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|why| fault(1, format!("This is not a table: {why}.")))?;
        let line = record.position().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = cells(&record, names.as_deref());
        match &names {
            None => names = Some(cells.into_iter().map(|name| name.trim().to_owned()).collect()),
            Some(names) if cells.len() > names.len() => {
                let sentence =
                    format!("There are {} cells in a table of {} columns.", cells.len(), names.len());
                return Err(fault(line, sentence));
            }
            Some(_) => rows.push((line, cells)),
        }
    }
    match names {
        Some(names) => Ok((names, rows)),
        None => Err(fault(1, "The file says nothing: begin with a line of column names.")),
    }
}

/// Without the apostrophe that keeps a spreadsheet from taking a text for a formula.
fn cells(record: &StringRecord, names: Option<&[String]>) -> Vec<String> {
    let ours = names.is_some_and(|names| names.iter().map(String::as_str).eq(COLUMNS));
    let plain = |cell: &str| match cell.strip_prefix('\'') {
        Some(rest) if ours || rest.starts_with(STARTS) => rest.to_owned(),
        _ => cell.to_owned(),
    };
    record.iter().map(plain).collect()
}
