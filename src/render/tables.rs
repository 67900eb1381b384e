//! A report as tables: the one list of columns that CSV and XLSX share, so that they cannot differ.
//! A cell keeps its type (number, day, instant, text); how a type is written is the format's matter.

use super::amount::{Amount, Stamp};
use super::report::{CohortReport, PortfolioReport, Verification};
use crate::domain::time::Day;

mod cohort;
mod entries;
mod portfolio;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(Amount),
    Day(Day),
    Stamp(Stamp),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// In characters of a spreadsheet.
    pub width: u8,
}

/// Its rows are made as they are written: those of a cohort of 2 000 were 50 MB at once.
pub struct Table<'r> {
    pub name: &'static str,
    pub columns: Vec<Column>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'r>,
}

/// Ten tables, always all of them, in this order: About, Progress, Requirements, Entries,
/// Sign-offs, Evidence, Marks, Registrations, Life of the enrolment, Reviews.
pub fn portfolio(report: &PortfolioReport) -> Vec<Table<'_>> {
    vec![
        portfolio::about(report),
        portfolio::progress(&report.chart),
        portfolio::requirements(&report.requirements),
        entries::entries(&report.entries),
        entries::sign_offs(&report.entries),
        entries::evidence(&report.entries),
        portfolio::marks(&report.marks),
        portfolio::registrations(&report.registrations),
        portfolio::life(&report.life),
        portfolio::reviews(&report.reviews),
    ]
}

/// Three tables: About, Trainees, Standing (one row per trainee and requirement).
pub fn cohort(report: &CohortReport) -> Vec<Table<'_>> {
    vec![cohort::about(report), cohort::trainees(report), cohort::standing(report)]
}

/// The last rows of every About.
fn chain(chain: &Verification) -> [Vec<Cell>; 4] {
    [
        vec!["Audit book".into(), (&chain.book).into()],
        vec!["Last event in the book".into(), chain.head.into()],
        vec!["Hash of the last event".into(), (&chain.hash).into()],
        vec!["How to check".into(), (&chain.how).into()],
    ]
}

impl<'r> Table<'r> {
    fn new(name: &'static str, columns: &[(&str, u8)]) -> Table<'r> {
        let columns = columns.iter().map(|(name, width)| Column { name: (*name).into(), width: *width });
        Table { name, columns: columns.collect(), rows: Box::new(std::iter::empty()) }
    }

    fn with(mut self, rows: impl IntoIterator<Item = Vec<Cell>, IntoIter: 'r>) -> Table<'r> {
        self.rows = Box::new(rows.into_iter());
        self
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}
impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        text.as_str().into()
    }
}
impl From<Amount> for Cell {
    fn from(amount: Amount) -> Cell {
        Cell::Number(amount)
    }
}
impl From<u32> for Cell {
    fn from(number: u32) -> Cell {
        Cell::Number(Amount::whole(i64::from(number)))
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(Amount::whole(number))
    }
}
impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        Cell::Day(day)
    }
}
impl From<&Stamp> for Cell {
    fn from(stamp: &Stamp) -> Cell {
        Cell::Stamp(stamp.clone())
    }
}
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(may: Option<T>) -> Cell {
        may.map_or(Cell::Empty, Into::into)
    }
}
