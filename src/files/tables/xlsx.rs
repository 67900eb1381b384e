//! Excel workbooks. Before a parser sees one, everything in it is unpacked once and counted: neither the
//! sizes that it states nor the ratio is believed. Cells are then read one after the other, so that one
//! lonely cell at the far end of a sheet costs nothing.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use crate::domain::earlier::table::{COLUMNS, ROWS, Table};

/// What comes out of all parts together.
const UNPACKED: u64 = 80_000_000;
const PARTS: usize = 2_000;
const MINUTES_OF_A_DAY: f64 = 1_440.0;

const DAMAGED: &str = "This Excel file is damaged and cannot be read. Open it, save it anew and try again.";

pub(super) fn read(bytes: &[u8]) -> Result<Table, String> {
    measured(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| DAMAGED.to_owned())?;
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut first = None;
    for name in sheets {
        let lines = lines(&mut book, &name)?;
        if !lines.is_empty() {
            first = Some(lines);
            break;
        }
    }
    let lines = first
        .ok_or("There is nothing in this workbook. The logbook must be on a sheet that is not hidden.")?;
    Table::of(lines.into_iter().map(|(row, cells)| (row + 1, cells)))
}

/// Refuses what is no workbook, and what unpacks to more than any logbook is.
fn measured(bytes: &[u8]) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DAMAGED.to_owned())?;
    if archive.len() > PARTS {
        return Err(too_much());
    }
    let (mut unpacked, mut is_book, mut other) = (0_u64, false, "");
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| DAMAGED.to_owned())?;
        if part.encrypted() {
            return Err("This file is locked with a password. Save it without one and try again.".to_owned());
        }
        let name = part.name().map_err(|_| DAMAGED.to_owned())?.replace('\\', "/").to_lowercase();
        is_book |= name == "xl/workbook.xml";
        match name.as_str() {
            "word/document.xml" => {
                other =
                    "This is a Word file. Copy its table into a spreadsheet and save that as Excel or CSV."
            }
            "content.xml" => {
                other = "This is an OpenDocument file. Save it as Excel workbook (.xlsx) or as CSV."
            }
            "xl/workbook.bin" => {
                other = "This is a binary Excel file (.xlsb). Save it as Excel workbook (.xlsx) or as CSV."
            }
            "index/document.iwa" => other = "This is a Numbers file. Export it as Excel or CSV.",
            _ => {}
        }
        let left = UNPACKED.saturating_sub(unpacked);
        let counted =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| DAMAGED.to_owned())?;
        unpacked = unpacked.saturating_add(counted);
        if unpacked > UNPACKED {
            return Err(too_much());
        }
    }
    match (is_book, other) {
        (true, _) => Ok(()),
        (false, "") => {
            Err("This is a zip file and no Excel workbook. Take the logbook out of it first.".to_owned())
        }
        (false, other) => Err(other.to_owned()),
    }
}

fn too_much() -> String {
    "There is far more in this file than a logbook holds. Copy the logbook alone into a new workbook and bring that in.".to_owned()
}

/// The cells of a sheet by line; a line begins at its first column.
fn lines(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<BTreeMap<u32, Vec<String>>, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| DAMAGED.to_owned())?;
    let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    loop {
        let cell = match reader.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(lines),
            Err(_) => return Err(DAMAGED.to_owned()),
        };
        let (row, column) = cell.get_position();
        let text = shown(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS {
            return Err(format!(
                "There is something in column {} of this sheet; at most {COLUMNS} columns can be read. Take away those that \
                 you do not need.",
                column.saturating_add(1)
            ));
        }
        // One more than the table takes, so that it is the table that says so.
        if lines.len() > ROWS + 1 && !lines.contains_key(&row) {
            return Ok(lines);
        }
        let line = lines.entry(row).or_default();
        if line.len() <= column {
            line.resize(column + 1, String::new());
        }
        if let Some(place) = line.get_mut(column) {
            *place = text;
        }
    }
}

/// A cell as a person reads it: days as days, times as hours and minutes, numbers without an exponent.
fn shown(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain(*number),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(at) if at.is_duration() || at.as_f64() < 1.0 => {
            let minutes = (at.as_f64() * MINUTES_OF_A_DAY).round();
            format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
        }
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
    }
}

fn plain(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
