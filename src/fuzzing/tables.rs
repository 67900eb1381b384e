//! The tables of a report as CSV: what people typed, read again as another program reads it. And the tables
//! that people send: an earlier logbook as CSV or Excel.

use std::collections::BTreeSet;

use crate::domain::earlier::{mapping, reading, table};
use crate::render::amount::Amount;
use crate::render::csv::rectangle;
use crate::render::tables::{Cell, Column, Table};

use super::{Target, seeds};

pub static CSV: Target = Target {
    name: "csv",
    run: csv,
    seeds: seeds::tables,
    words: include_str!("words/csv.dict"),
    longest: 2 * 1024,
    memory: 512,
};

pub static LOGBOOK: Target = Target {
    name: "logbook",
    run: logbook,
    seeds: seeds::logbooks,
    words: include_str!("words/logbook.dict"),
    longest: 16 * 1024,
    memory: 512,
};

/// A table within its limits or a sentence; and whatever is in it, it is mapped and read line by line.
fn logbook(bytes: &[u8]) {
    let table = match crate::files::tables::read(bytes) {
        Ok(table) => table,
        Err(sentence) => return assert!(sentence.ends_with('.'), "{sentence}"),
    };
    assert!(!table.lines.is_empty() && table.lines.len() <= table::ROWS, "{}", table.lines.len());
    assert!((2..=table::COLUMNS).contains(&table.columns.len()), "{:?}", table.columns);
    assert!(table.lines.iter().all(|line| line.cells.len() == table.columns.len()), "a torn line");
    let kind = super::shipped("programmes/kinds")
        .into_iter()
        .find_map(|text| crate::domain::kind::read(&text).ok().filter(|kind| kind.code == "bypass-case"));
    let (Some(kind), Some(today)) = (kind, crate::domain::time::Day::of(2026, 11, 21)) else { return };
    let mapping = mapping::suggested(&table, &kind);
    let reads = reading::read(&table, &mapping, &kind, &[], today);
    assert_eq!(reads.len(), table.lines.len(), "a line is lost");
    assert!(reads.iter().all(|read| read.day.is_none_or(|day| day <= today)), "a day to come");
}

/// Rows between record separators, cells between unit separators; the first row names the columns.
fn csv(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut rows = text.split('\u{1e}').map(|row| row.split('\u{1f}').map(str::to_owned).collect::<Vec<_>>());
    let mut names: Vec<String> = rows.next().unwrap_or_default();
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    let rows: Vec<Vec<String>> = rows
        .map(|mut row| {
            row.resize(names.len(), String::new());
            row
        })
        .collect();
    let cell = |text: &String| match text.parse::<Amount>() {
        Ok(amount) => Cell::Number(amount),
        Err(_) => Cell::from(text),
    };
    let table = Table {
        name: "Entries",
        columns: names.iter().map(|name| Column { name: name.clone(), width: 9 }).collect(),
        rows: Box::new(rows.iter().map(|row| row.iter().map(cell).collect())),
    };
    let written = rectangle(vec![table]);
    assert!(written.is_ok(), "{written:?}");
    let written = written.unwrap_or_default();
    let plain = written.strip_prefix("\u{feff}".as_bytes()).unwrap_or_default();
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(plain);
    let read: Vec<Vec<String>> = reader
        .records()
        .map_while(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(read.len(), rows.len() + 1, "a row is lost or torn");
    for (read, sent) in read.iter().zip(std::iter::once(&names).chain(&rows)) {
        for (read, sent) in read.iter().skip(1).zip(sent) {
            harmless(read, sent);
        }
    }
}

fn harmless(read: &str, sent: &str) {
    let number = sent.parse::<Amount>().is_ok();
    let same = read == sent || read.strip_prefix('\'') == Some(sent) || number;
    assert!(same, "{sent:?} is written as {read:?}");
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    assert!(plain(read) || !read.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{read:?} could run");
}
