//! The pages of this room as plain values: the list, the form for a file, its columns.

mod rows;
mod samples;

pub use rows::{Preview, Result};
pub use samples::samples;

use askama::Template;

use crate::domain::dates::Order;
use crate::domain::import::{Holds, Sort};
use crate::domain::outside::Issuer;
use crate::domain::role::Capacity;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::imports::mapping::{Field, Mapping, fields};
use crate::features::imports::reading::{MOST_BYTES, MOST_ROWS, Sheet};
use crate::features::imports::store::Import;
use crate::web::gate::Importer;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::{Typed, Words};

/// Where the page stands in the menu of its reader.
fn place(who: &Importer) -> Place {
    if who.is(Capacity::Lead) {
        Place::People
    } else if who.is(Capacity::University) {
        Place::Imports
    } else {
        Place::Settings
    }
}

/// `1 row`, `12 rows`
pub fn counted(number: usize, one: &str, several: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {several}") }
}

#[derive(Template)]
#[template(path = "imports/index.html")]
pub struct Imports {
    shell: Shell,
    /// Words and address; nothing where it is a place of the menu itself.
    back: Option<(&'static str, &'static str)>,
    sorts: Vec<SortLine>,
    files: Vec<FileLine>,
}

struct SortLine {
    name: &'static str,
    does: &'static str,
    path: String,
}

struct FileLine {
    name: String,
    sort: &'static str,
    state: &'static str,
    when: String,
    path: String,
}

impl View for Imports {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Imports {
    pub fn new(who: &Importer, holds: Holds, files: &[Import]) -> Imports {
        let open = Sort::ALL.iter().filter(|sort| sort.is_open_to(holds));
        let file = |one: &Import| FileLine {
            name: one.name.clone(),
            sort: one.sort.shown(),
            state: one.state.shown(),
            when: one.made_at.shown_in(who.zone),
            path: paths::import_at(paths::IMPORT, one.id.as_str()),
        };
        Imports {
            shell: who.shell("Import", place(who)),
            back: match place(who) {
                Place::People => Some(("People", paths::PEOPLE)),
                Place::Settings => Some(("Settings", paths::SETTINGS)),
                _ => None,
            },
            sorts: open.map(|sort| line(*sort)).collect(),
            files: files.iter().map(file).collect(),
        }
    }
}

fn line(sort: Sort) -> SortLine {
    SortLine { name: sort.shown(), does: sort.does(), path: paths::import_of(sort.as_str()) }
}

#[derive(Template)]
#[template(path = "imports/upload.html")]
pub struct Upload {
    shell: Shell,
    typed: Typed,
    sorts: Vec<Choice>,
    limits: String,
    /// What a file of each sort may hold: sort and fields.
    columns: Vec<(&'static str, String)>,
}

impl View for Upload {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Upload {
    pub fn new(who: &Importer, holds: Holds, sort: Option<Sort>, mut typed: Typed) -> Upload {
        if let Some(sort) = sort.filter(|_| typed.word("sort").is_empty()) {
            typed.words.add("sort", sort.as_str());
        }
        let open: Vec<Sort> = Sort::ALL.iter().copied().filter(|sort| sort.is_open_to(holds)).collect();
        Upload {
            shell: who.shell("Import a file", place(who)),
            typed,
            sorts: open
                .iter()
                .map(|sort| Choice::of(sort.as_str(), sort.shown()).meaning(sort.does()))
                .collect(),
            limits: limits(),
            columns: open.iter().map(|sort| (sort.shown(), columns_of(*sort))).collect(),
        }
    }
}

fn limits() -> String {
    let megabytes = MOST_BYTES / 1_000_000;
    format!(
        "At most {megabytes} MB and {MOST_ROWS} rows, in UTF-8 or Windows-1252, with commas, semicolons or tabs \
         between the columns. Nothing is imported yet"
    )
}

fn columns_of(sort: Sort) -> String {
    let said = |field: &Field| {
        let label = field.label.to_lowercase();
        if field.needed { format!("{label} (needed)") } else { label }
    };
    fields(sort).iter().map(said).collect::<Vec<_>>().join(", ")
}

#[derive(Template)]
#[template(path = "imports/mapping.html")]
pub struct Columns {
    shell: Shell,
    typed: Typed,
    file: String,
    sort: &'static str,
    action: String,
    throw_away: String,
    asks: Vec<Ask>,
    bodies: Vec<(String, String)>,
    headings: Vec<Choice>,
    dates: Vec<Choice>,
    /// That a colleague said of such a file which column is what, and the address that shows it here.
    hint: String,
    like: String,
    /// A few rows as they came.
    first: Vec<Vec<String>>,
}

struct Ask {
    code: &'static str,
    label: String,
}

impl View for Columns {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Columns {
    pub fn new(
        who: &Importer,
        import: &Import,
        sheet: &Sheet,
        typed: Option<Typed>,
        (theirs, like): (Option<(Moment, Mapping)>, bool),
    ) -> Columns {
        let id = import.id.as_str();
        let as_theirs = theirs.as_ref().filter(|_| like && typed.is_none()).map(|(_, one)| as_mapped(one));
        let hint = theirs.as_ref().map(|(at, _)| colleague(*at, as_theirs.is_some())).unwrap_or_default();
        let rows = counted(sheet.rows.len(), "row", "rows");
        let file = format!(
            "{}: {rows}, {} columns, {} between them, {}",
            import.name,
            sheet.headings.len(),
            sheet.separator.shown(),
            sheet.encoding
        );
        Columns {
            shell: who.shell("Which column holds what?", place(who)),
            like: match (hint.is_empty(), &as_theirs) {
                (false, None) => format!("{}?like=colleague", paths::import_at(paths::IMPORT_MAPPING, id)),
                _ => String::new(),
            },
            hint,
            typed: typed.or(as_theirs).unwrap_or_else(|| as_mapped(&import.mapping)),
            file,
            sort: import.sort.shown(),
            action: paths::import_at(paths::IMPORT_MAPPING, id),
            throw_away: paths::import_at(paths::IMPORT_DELETION, id),
            asks: fields(import.sort).iter().map(ask).collect(),
            bodies: bodies(),
            headings: headings(sheet),
            dates: dates(),
            first: sheet.rows.iter().take(3).map(|row| row.cells.clone()).collect(),
        }
    }
}

/// A hint; whether it is what the form holds now.
fn colleague(at: Moment, shown: bool) -> String {
    let day = at.day_in(DEFAULT_ZONE);
    match shown {
        true => format!(
            "Below is what a colleague of your department chose on {day} for a file with the same headings. Check \
             each column, then go on."
        ),
        false => {
            format!("A colleague of your department matched a file with the same headings on {day}.")
        }
    }
}

fn ask(field: &Field) -> Ask {
    let label = if field.needed { field.label.to_owned() } else { format!("{} (optional)", field.label) };
    Ask { code: field.code, label }
}

/// Each heading with what stands first below it.
fn headings(sheet: &Sheet) -> Vec<Choice> {
    let example = |at: usize| {
        let cells = sheet.rows.iter().filter_map(|row| row.cells.get(at));
        cells.into_iter().find(|cell| !cell.is_empty()).cloned().unwrap_or_default()
    };
    let named = sheet.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
    named
        .map(|(at, heading)| {
            let example: String = example(at).chars().take(40).collect();
            let label = if example.is_empty() {
                heading.clone()
            } else {
                format!("{heading}, such as “{example}”")
            };
            Choice::of(heading.as_str(), label)
        })
        .collect()
}

fn bodies() -> Vec<(String, String)> {
    let asked = Issuer::ALL.iter().filter(|issuer| issuer.asks_body());
    asked
        .map(|issuer| {
            let whose = match issuer {
                Issuer::Student => "Which university are the student numbers of?",
                Issuer::Staff => "Which employer are the staff numbers of?",
                _ => "Which body are the other numbers of?",
            };
            (format!("body-{issuer}"), whose.to_owned())
        })
        .collect()
}

fn dates() -> Vec<Choice> {
    vec![
        Choice::of(Order::DayFirst.as_str(), "Day first")
            .meaning("31/12/2026. Also 2026-12-31 and 31 December 2026"),
        Choice::of(Order::MonthFirst.as_str(), "Month first").meaning("12/31/2026. Also 2026-12-31"),
    ]
}

fn as_mapped(mapping: &Mapping) -> Typed {
    let mut words = Words::default();
    for (code, heading) in &mapping.columns {
        words.add(code.clone(), heading.clone());
    }
    for (issuer, body) in &mapping.bodies {
        words.add(format!("body-{issuer}"), body.clone());
    }
    words.add("dates", mapping.dates.as_str());
    Typed { words, ..Typed::default() }
}
