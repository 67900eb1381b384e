//! Every page of this room with something on it, and with nothing.

use super::rows::{Group, Preview, Result, RowLine, hows, told};
use super::{
    Columns, FileLine, Imports, Upload, ask, bodies, colleague, columns_of, dates, headings, limits, line,
};
use crate::domain::fault::Faults;
use crate::domain::import::Sort;
use crate::domain::time::Moment;
use crate::features::imports::mapping::fields;
use crate::features::imports::reading::read;
use crate::web::page::{Place, Shell};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

pub fn samples() -> Vec<Sample> {
    vec![
        Sample::of("imports/index", &index(true)),
        Sample::of("imports/index, nothing yet", &index(false)),
        Sample::of("imports/upload", &upload(Typed::nothing())),
        Sample::of("imports/upload, again", &upload(faulty(&["sort", "file", "text"]))),
        Sample::of("imports/mapping", &columns(Typed::nothing())),
        Sample::of("imports/mapping, again", &columns(faulty(&["email", "unit", "body-student", "dates"]))),
        Sample::of("imports/preview", &preview(2, 1)),
        Sample::of("imports/preview, nothing to do", &preview(0, 0)),
        Sample::of("imports/result", &result("")),
        Sample::of("imports/result, undone", &result("12 November 2026, 14:02")),
    ]
}

fn shell(title: &str) -> Shell {
    samples::shell_for(&samples::lead(), title, Place::People)
}

fn faulty(fields: &[&str]) -> Typed {
    let mut faults = Faults::one("", "Something is wrong with all of it.");
    for field in fields {
        faults.add(*field, "Something is wrong here.");
    }
    Typed::holding([("sort", "people"), ("text", "name,<b>")]).with_faults(faults)
}

fn index(full: bool) -> Imports {
    let file = FileLine {
        name: "people <2026>.csv".to_owned(),
        sort: "People",
        state: "Imported",
        when: "12 November 2026, 14:02".to_owned(),
        path: paths::import_at(paths::IMPORT, "i"),
    };
    Imports {
        back: Some(("People", paths::PEOPLE)),
        shell: shell("Import"),
        sorts: Sort::ALL.iter().map(|sort| line(*sort)).collect(),
        files: if full { vec![file] } else { Vec::new() },
    }
}

fn upload(typed: Typed) -> Upload {
    Upload {
        shell: shell("Import a file"),
        typed,
        sorts: Sort::ALL.iter().map(|sort| Choice::of(sort.as_str(), sort.shown())).collect(),
        limits: limits(),
        columns: Sort::ALL.iter().map(|sort| (sort.shown(), columns_of(*sort))).collect(),
    }
}

fn columns(typed: Typed) -> Columns {
    let sheet = read(b"E-mail,Unit\nann@demo.example,<BRMSM>\n");
    Columns {
        shell: shell("Which column holds what?"),
        typed,
        file: "marks.csv: 1 row, 2 columns".to_owned(),
        sort: "Unit marks",
        action: paths::import_at(paths::IMPORT_MAPPING, "i"),
        throw_away: paths::import_at(paths::IMPORT_DELETION, "i"),
        asks: fields(Sort::Marks).iter().map(ask).collect(),
        bodies: bodies(),
        headings: sheet.as_ref().map(headings).unwrap_or_default(),
        dates: dates(),
        hint: colleague(Moment::of_millis(1_794_492_153_000), false),
        like: format!("{}?like=colleague", paths::import_at(paths::IMPORT_MAPPING, "i")),
        first: sheet.map(|sheet| sheet.rows.into_iter().map(|row| row.cells).collect()).unwrap_or_default(),
    }
}

fn groups() -> Vec<Group> {
    let row = |afterwards: &str| RowLine {
        line: "Line 2".to_owned(),
        sentence: "Invites Ann <Field>, ann@demo.example.".to_owned(),
        afterwards: afterwards.to_owned(),
    };
    vec![
        Group { title: "Rows with faults (1)".to_owned(), open: true, lines: vec![row("")], more: 0 },
        Group { title: "New (101)".to_owned(), open: false, lines: vec![row("Undone.")], more: 100 },
    ]
}

fn preview(good: usize, faults: usize) -> Preview {
    Preview {
        shell: shell("What would happen"),
        typed: if faults > 0 { faulty(&["how"]) } else { Typed::nothing() },
        sort: "People",
        file: "people <2026>.csv".to_owned(),
        told: told(good, 0, 3, faults),
        groups: if good > 0 { groups() } else { Vec::new() },
        seen: "seen".to_owned(),
        good,
        faults,
        hows: hows(good),
        action: paths::import_at(paths::IMPORT_ROWS, "i"),
        mapping: paths::import_at(paths::IMPORT_MAPPING, "i"),
        throw_away: paths::import_at(paths::IMPORT_DELETION, "i"),
        faults_file: paths::import_at(paths::IMPORT_FAULTS, "i"),
    }
}

fn result(undone: &str) -> Result {
    Result {
        shell: shell("What was imported"),
        sort: "People",
        file: "people <2026>.csv".to_owned(),
        told: told(2, 0, 3, 1),
        when: "12 November 2026, 14:02".to_owned(),
        undone: undone.to_owned(),
        groups: groups(),
        faults: 1,
        undo: if undone.is_empty() { paths::import_at(paths::IMPORT_UNDOING, "i") } else { String::new() },
        faults_file: paths::import_at(paths::IMPORT_FAULTS, "i"),
    }
}
