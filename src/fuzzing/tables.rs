//! The tables of a report as CSV: what people typed, read again as another program reads it.

use std::collections::BTreeSet;

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
