//! A file of progress from the system that holds the official record, held against what is signed here.
//! Pure: it reads a text of columns, guesses which column is which from the headings, and says of every
//! line whether it matches, differs, or speaks of something that is not here. It never guesses a day: a
//! date is day before month, as in the United Kingdom, or year first.

mod places;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::dates::{self, Order};
use crate::domain::time::Day;

pub use places::{Place, Places};
pub use table::{MOST_BYTES, MOST_ROWS, Row, Sheet};

/// Which column holds what, by its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    pub item: Option<usize>,
    pub status: Option<usize>,
    pub day: Option<usize>,
    pub reference: Option<usize>,
}

/// What may stand in a heading, the surest first.
const ITEM: &[&str] = &[
    "item code",
    "activity code",
    "criterion code",
    "unit code",
    "code",
    "item",
    "activity",
    "criterion",
    "criteria",
    "unit",
];
const STATUS: &[&str] = &["status", "state", "progress", "complete", "outcome"];
const DAY: &[&str] =
    &["date completed", "completed on", "completion date", "date signed", "date", "completed"];
const REFERENCE: &[&str] = &["evidence reference", "reference", "evidence id", "ref", "portfolio reference"];

impl Columns {
    /// From the headings alone; what is not recognised is chosen by the person.
    pub fn guess(headings: &[String]) -> Columns {
        let folded: Vec<String> = headings.iter().map(|text| text.trim().to_lowercase()).collect();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut find = |words: &[&str]| {
            let exact = |word: &&str| folded.iter().position(|text| text == *word);
            let within = |word: &&str| folded.iter().position(|text| text.contains(*word));
            let found = words
                .iter()
                .filter_map(exact)
                .chain(words.iter().filter_map(within))
                .find(|at| !taken.contains(at));
            taken.extend(found);
            found
        };
        let day = find(DAY);
        let item = find(ITEM);
        let status = find(STATUS);
        let reference = find(REFERENCE);
        Columns { item, status, day, reference }
    }
}

/// One line as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line's number in the file, from 1 for the headings.
    pub line: usize,
    pub item: String,
    /// The status as it is written there.
    pub status: String,
    pub done: bool,
    pub day: Option<Day>,
    pub reference: String,
}

/// A line that is not understood, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub line: usize,
    pub sentence: String,
}

const DONE: &[&str] = &[
    "complete",
    "completed",
    "achieved",
    "met",
    "passed",
    "pass",
    "signed off",
    "signed-off",
    "accepted",
    "approved",
    "yes",
    "y",
    "true",
    "100%",
    "100",
];

/// Characters of a reference, here and in the form.
pub const REFERENCE_LENGTH: usize = 60;

/// The lines of the file. `without_day` is the day for lines that are complete and have none.
pub fn told(
    sheet: &Sheet,
    columns: Columns,
    without_day: Option<Day>,
    today: Day,
) -> Result<(Vec<Told>, Vec<Flaw>), String> {
    let Some(item) = columns.item else {
        return Err("Choose the column that holds the code of each item.".to_owned());
    };
    if columns.status.is_none() && columns.day.is_none() {
        return Err("Choose the column that holds the status or the date of each item.".to_owned());
    }
    let (mut all, mut flaws) = (Vec::new(), Vec::new());
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for row in &sheet.rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |text| text.trim());
        let mut flaw = |sentence: String| flaws.push(Flaw { line: row.line, sentence });
        let code = cell(Some(item));
        if code.is_empty() {
            flaw("It names no item. Fill in the code, or remove the line.".to_owned());
            continue;
        }
        if let Some(before) = lines.insert(folded(code), row.line) {
            flaw(format!("“{code}” is in line {before} already. Leave one of them."));
            continue;
        }
        let (status, written) = (cell(columns.status), cell(columns.day));
        let mut day = None;
        if !written.is_empty() {
            day = dates::day(written, Order::DayFirst);
            if day.is_none() {
                flaw(format!("“{written}” is not a date. Write it like 3/11/2026 or 2026-11-03."));
                continue;
            }
        }
        let done = match columns.status {
            Some(_) => DONE.contains(&status.to_lowercase().as_str()),
            None => day.is_some(),
        };
        if done && day.is_none() {
            day = without_day;
        }
        match day {
            None if done => {
                flaw(format!(
                    "“{code}” is complete and has no date. Write the day on which it was entered there."
                ));
                continue;
            }
            Some(day) if done && day > today => {
                flaw(format!("“{code}” is complete on {day}, which is still to come. Check the date."));
                continue;
            }
            _ => {}
        }
        let reference: String = cell(columns.reference).chars().take(REFERENCE_LENGTH).collect();
        all.push(Told {
            line: row.line,
            item: code.to_owned(),
            status: status.to_owned(),
            done,
            day,
            reference,
        });
    }
    Ok((all, flaws))
}

/// Something recorded here that names items of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    pub entry: String,
    pub items: Vec<String>,
    pub happened_on: Day,
    pub signed: bool,
    /// The days on which it was entered there for its items, as is known here.
    pub entered: BTreeMap<String, Day>,
}

/// A line that says of things signed here that they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub line: usize,
    pub item: String,
    pub day: Day,
    pub reference: String,
    pub entries: Vec<String>,
}

/// The file against what is here; every line is in exactly one of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    pub matched: Vec<Match>,
    /// Known here already, on the same day.
    pub agrees: Vec<String>,
    /// Complete there; nothing signed here says so.
    pub not_here: Vec<Flaw>,
    /// Signed here; the file does not say that it is complete there.
    pub not_there: Vec<String>,
    pub differs: Vec<Flaw>,
    /// Not complete there, and nothing of it is said to be entered here.
    pub open: usize,
}

/// `items`: the codes of the programme.
pub fn compare(items: &[String], here: &[Here], lines: &[Told]) -> Compared {
    let known: BTreeMap<String, &String> = items.iter().map(|code| (folded(code), code)).collect();
    let (mut compared, mut said): (Compared, BTreeSet<&String>) = Default::default();
    for line in lines {
        let flaw = |sentence: String| Flaw { line: line.line, sentence };
        let Some(code) = code_of(&line.item, &known) else {
            let sentence = format!("“{}” is no item of this programme.", line.item);
            compared.not_here.push(flaw(sentence));
            continue;
        };
        let naming: Vec<&Here> = here.iter().filter(|one| one.items.contains(code)).collect();
        let entered: Vec<Day> = naming.iter().filter_map(|one| one.entered.get(code).copied()).collect();
        let day = match line.day {
            Some(day) if line.done => day,
            _ if entered.is_empty() => {
                compared.open += 1;
                continue;
            }
            _ => {
                let status = if line.status.is_empty() { "not complete" } else { &line.status };
                let sentence = format!(
                    "{code} is “{status}” there, and entered there since {} as is said here.",
                    last(&entered)
                );
                compared.differs.push(flaw(sentence));
                continue;
            }
        };
        said.insert(code);
        let to_enter: Vec<&&Here> =
            naming.iter().filter(|one| one.signed && !one.entered.contains_key(code)).collect();
        let fitting: Vec<String> =
            to_enter.iter().filter(|one| one.happened_on <= day).map(|one| one.entry.clone()).collect();
        if !fitting.is_empty() {
            compared.matched.push(Match {
                line: line.line,
                item: code.clone(),
                day,
                reference: line.reference.clone(),
                entries: fitting,
            });
        } else if entered.contains(&day) {
            compared.agrees.push(code.clone());
        } else if !entered.is_empty() {
            let sentence = format!(
                "{code} was entered there on {day} as the file says, and on {} as is said here.",
                last(&entered)
            );
            compared.differs.push(flaw(sentence));
        } else if let Some(first) = to_enter.iter().map(|one| one.happened_on).min() {
            let sentence = format!(
                "{code} is complete there since {day}, and what is signed here happened later, on {first}."
            );
            compared.differs.push(flaw(sentence));
        } else if naming.is_empty() {
            compared
                .not_here
                .push(flaw(format!("{code} is complete there, and nothing recorded here names it.")));
        } else {
            compared
                .not_here
                .push(flaw(format!("{code} is complete there; what is recorded here is not signed.")));
        }
    }
    let waits = |code: &&String| {
        here.iter().any(|one| one.signed && !one.entered.contains_key(*code) && one.items.contains(*code))
    };
    let there: BTreeSet<&String> =
        compared.matched.iter().filter_map(|one| known.get(&folded(&one.item)).copied()).collect();
    let left = items.iter().filter(waits).filter(|code| !there.contains(code) && !said.contains(code));
    compared.not_there = left.cloned().collect();
    compared
}

fn last(days: &[Day]) -> String {
    days.iter().max().map(|day| day.to_string()).unwrap_or_default()
}

fn folded(code: &str) -> String {
    code.trim().to_lowercase()
}

/// The code itself, or the code with its title behind it: `S-CS-R1/1: Record a 12-lead ECG`.
fn code_of<'c>(text: &str, known: &BTreeMap<String, &'c String>) -> Option<&'c String> {
    let whole = folded(text);
    let first =
        || whole.split_whitespace().next().map(|word| word.trim_end_matches([':', ',', ';', '.', '-']));
    known.get(&whole).or_else(|| known.get(first()?)).copied()
}

#[cfg(test)]
mod tests;
