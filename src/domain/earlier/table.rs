//! A table as somebody kept it: a line with the names of its columns, and lines below. Whatever made it, it
//! is no larger than these limits, every line has a cell for every column, and no name is there twice.

use serde::{Deserialize, Serialize};

use crate::domain::dates::{self, Order};

/// Lines below the one with the names.
pub const ROWS: usize = 2_000;
pub const COLUMNS: usize = 60;
/// Characters of one cell.
pub const CELL: usize = 4_000;
/// Characters of the name of a column.
const NAME: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// As the file counts them, from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl Table {
    /// The table, or one sentence that says what is wrong with it and what to do.
    pub fn of(lines: impl IntoIterator<Item = (u32, Vec<String>)>) -> Result<Table, String> {
        let mut lines = lines.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !blank(cell)));
        let Some((at, names)) = lines.next() else {
            return Err("There is nothing in this file. Choose the one with your logbook.".to_owned());
        };
        let columns = columns(at, names)?;
        let mut all = Vec::new();
        for (number, mut cells) in lines {
            while cells.len() > columns.len() && cells.last().is_some_and(|cell| blank(cell)) {
                cells.pop();
            }
            if cells.len() > columns.len() {
                return Err(format!(
                    "Line {number} has {} cells, and the line with the names has {}. Words that hold a separator need \
                     quotation marks around them; a column that holds something needs a name.",
                    cells.len(),
                    columns.len()
                ));
            }
            if let Some(at) = cells.iter().position(|cell| cell.chars().count() > CELL) {
                let name = columns.get(at).map_or("", String::as_str);
                return Err(format!(
                    "In line {number} the cell under “{name}” has more than {CELL} characters. A quotation mark may \
                     be missing there; otherwise shorten it."
                ));
            }
            if all.len() == ROWS {
                return Err(format!(
                    "This file has more than {ROWS} lines. Cut it into parts of {ROWS} lines or fewer and bring them \
                     in one after the other."
                ));
            }
            cells.resize(columns.len(), String::new());
            let cells = cells.iter().map(|cell| tidy(cell)).collect();
            all.push(Line { number, cells });
        }
        if all.is_empty() {
            return Err("There is only a line with names in this file, and nothing below it.".to_owned());
        }
        Ok(Table { columns, lines: all })
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == name)
    }

    /// The cells of a column, from above.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(move |line| line.cells.get(column)).map(String::as_str)
    }
}

fn columns(at: u32, mut names: Vec<String>) -> Result<Vec<String>, String> {
    while names.last().is_some_and(|name| blank(name)) {
        names.pop();
    }
    if names.len() == 1 {
        return Err(format!(
            "Only one column was found in line {at}. If there are more, save the file as CSV with commas, semicolons or \
             tabs between them, and with the names of the columns in the first line."
        ));
    }
    if names.len() > COLUMNS {
        return Err(format!(
            "This file has {} columns; at most {COLUMNS} can be read. Take away those that you do not need.",
            names.len()
        ));
    }
    if names.iter().any(|name| dates::day(name, Order::DayFirst).is_some()) {
        return Err(format!(
            "Line {at} looks like a case, not like the names of the columns. Put a line with names above it."
        ));
    }
    let mut all: Vec<String> = Vec::new();
    for (name, n) in names.iter().zip(1..) {
        let short: String =
            tidy(name).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
        let name = if short.is_empty() { format!("Column {n}") } else { short };
        let mut own = name.clone();
        let mut times = 1;
        while all.contains(&own) {
            times += 1;
            own = format!("{name} ({times})");
        }
        all.push(own);
    }
    Ok(all)
}

fn blank(cell: &str) -> bool {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}').is_empty()
}

/// Without blanks around and without what cannot be shown.
fn tidy(cell: &str) -> String {
    let shown =
        cell.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').filter(|c| *c != '\u{feff}');
    shown.map(|c| if c == '\u{a0}' { ' ' } else { c }).collect::<String>().trim().to_owned()
}
