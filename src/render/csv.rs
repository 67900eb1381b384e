//! A report as one CSV file: UTF-8 with a byte order mark (Excel needs it), CRLF, one header line and
//! one rectangle. The first column, `Table`, says which table a row belongs to (`About`, `Progress`,
//! `Requirements`, `Entries`, ...; see `tables`); the other columns are those of all tables, a column
//! name standing once, and a row fills those of its own table. So one filter on `Table` gives any
//! table back, in Excel as in a program. `About` comes first and carries programme version, "as at"
//! and who asked; a field whose label would be a fixed column's name ends in `(field)`.
//!
//! Numbers are bare (`12.5`), days are `2026-11-12`, instants `2026-11-12T14:02:33.120Z`. A text that
//! a spreadsheet could take for a formula gets a leading apostrophe; a plain number does not.

use ::csv::{Terminator, WriterBuilder};

use super::RenderFault;
use super::report::{CohortReport, PortfolioReport};
use super::tables::{self, Cell, Table};

const BYTE_ORDER_MARK: &str = "\u{feff}";

pub fn portfolio(report: &PortfolioReport) -> Result<Vec<u8>, RenderFault> {
    rectangle(tables::portfolio(report)).map_err(|fault| RenderFault::Csv(fault.to_string()))
}

pub fn cohort(report: &CohortReport) -> Result<Vec<u8>, RenderFault> {
    rectangle(tables::cohort(report)).map_err(|fault| RenderFault::Csv(fault.to_string()))
}

pub(crate) fn rectangle(tables: Vec<Table<'_>>) -> Result<Vec<u8>, ::csv::Error> {
    let mut names: Vec<String> = Vec::new();
    for column in tables.iter().flat_map(|t| &t.columns) {
        if !names.contains(&column.name) {
            names.push(column.name.clone());
        }
    }
    let mut out =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    out.write_record(std::iter::once("Table".to_owned()).chain(names.iter().map(|name| harmless(name))))?;
    for table in tables {
        // For every column of the file, where it stands in this table.
        let places: Vec<Option<usize>> =
            names.iter().map(|name| table.columns.iter().position(|c| c.name == *name)).collect();
        for row in table.rows {
            let cells =
                places.iter().map(|place| place.and_then(|at| row.get(at)).map_or(String::new(), written));
            out.write_record(std::iter::once(table.name.to_owned()).chain(cells))?;
        }
    }
    out.into_inner().map_err(|fault| ::csv::Error::from(fault.into_error()))
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(amount) => amount.to_string(),
        Cell::Day(day) => day.iso(),
        Cell::Stamp(stamp) => stamp.at.to_string(),
    }
}

/// The wide forms are here because some spreadsheets fold them to the narrow ones.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) && !is_plain_number(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_could_run_gets_an_apostrophe_and_a_number_does_not() {
        for (typed, cell) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+44 117 496 0000", "'+44 117 496 0000"),
            ("-1+2", "'-1+2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1+1", "'＝1+1"),
            ("-", "'-"),
            ("-5", "-5"),
            ("-0.25", "-0.25"),
            ("mitral = left", "mitral = left"),
        ] {
            assert_eq!(harmless(typed), cell);
        }
    }
}
