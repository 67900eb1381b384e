//! The lines of a table as what would be recorded, each with its faults. The kind checks what it checks of
//! the log form; here the words of a spreadsheet only become the words of that form.

use std::collections::BTreeMap;

use crate::domain::dates;
use crate::domain::earlier::mapping::{Mapping, Source, words_of};
use crate::domain::earlier::table::{Line, Table};
use crate::domain::folding::fold;
use crate::domain::kind::{Field, FieldType, Kind, Value, Values};
use crate::domain::time::Day;

/// One line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// As the file counts them.
    pub line: u32,
    pub day: Option<Day>,
    pub until: Option<Day>,
    pub values: Values,
    /// Why it cannot come in; nothing if it can.
    pub faults: Vec<String>,
    /// An earlier line of the file that says the same of the same day.
    pub like: Option<u32>,
}

/// Every line. `places`: id and name of the sites that the house knows, so that they are found by name.
pub fn read(
    table: &Table,
    mapping: &Mapping,
    kind: &Kind,
    places: &[(String, String)],
    today: Day,
) -> Vec<Read> {
    let mut all: Vec<Read> =
        table.lines.iter().map(|line| one(table, line, mapping, kind, places, today)).collect();
    let mut known: BTreeMap<(Day, String), u32> = BTreeMap::new();
    for read in &mut all {
        let Some(day) = read.day.filter(|_| read.faults.is_empty()) else { continue };
        let said = serde_json::to_string(&read.values).unwrap_or_default();
        let first = *known.entry((day, said)).or_insert(read.line);
        read.like = (first != read.line).then_some(first);
    }
    all
}

fn one(
    table: &Table,
    line: &Line,
    mapping: &Mapping,
    kind: &Kind,
    places: &[(String, String)],
    today: Day,
) -> Read {
    let cell = |name: &str| {
        table.column(name).and_then(|at| line.cells.get(at)).map(String::as_str).unwrap_or_default()
    };
    let mut faults = Vec::new();
    let day = match dated(cell(&mapping.day), mapping, &kind.day_label) {
        Ok(Some(day)) if day > today => {
            faults.push(format!("{}: {day} is still to come.", kind.day_label));
            None
        }
        Ok(None) => {
            faults.push(format!("{}: there is none.", kind.day_label));
            None
        }
        Ok(day) => day,
        Err(sentence) => {
            faults.push(sentence);
            None
        }
    };
    let until = match kind.period {
        true => dated(cell(&mapping.until), mapping, &kind.until_label).unwrap_or_else(|sentence| {
            faults.push(sentence);
            None
        }),
        false => None,
    };
    if day.zip(until).is_some_and(|(day, until)| until < day) {
        faults.push("The last day is before the first.".to_owned());
    }
    let (mut typed, mut wrong) = (BTreeMap::new(), Vec::new());
    for field in &kind.fields {
        let text = match mapping.fields.get(&field.code) {
            Some(Source::Column(name)) => typed_of(field, cell(name), mapping, places),
            Some(Source::Same(text)) => Ok(vec![text.clone()]),
            None => Ok(Vec::new()),
        };
        match text {
            Ok(texts) => {
                typed.insert(field.code.clone(), texts);
            }
            Err(sentence) => wrong.push((field, sentence)),
        }
    }
    let (values, missing) = kind.read_typed(&typed);
    for field in &kind.fields {
        if let Some((_, sentence)) = wrong.iter().find(|(of, _)| of.code == field.code) {
            if field.asked(&values) {
                faults.push(format!("{}: {sentence}", field.label));
            }
        } else if let Some(fault) = missing.iter().find(|fault| fault.field == field.code) {
            faults.push(format!("{}: {}", field.label, fault.sentence));
        }
    }
    Read { line: line.number, day, until, values, faults, like: None }
}

fn dated(cell: &str, mapping: &Mapping, label: &str) -> Result<Option<Day>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let day = dates::day(cell, mapping.order);
    day.map(Some).ok_or_else(|| format!("{label}: “{}” cannot be read as a date.", short(cell)))
}

/// The words that the log form would have sent for this cell.
fn typed_of(
    field: &Field,
    cell: &str,
    mapping: &Mapping,
    places: &[(String, String)],
) -> Result<Vec<String>, String> {
    if cell.is_empty() || matches!(cell, "-" | "--" | "n/a" | "N/A") {
        return Ok(Vec::new());
    }
    if cell.starts_with('#')
        && ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"].contains(&cell)
    {
        return Err(format!("the spreadsheet has an error here, {cell}."));
    }
    Ok(match &field.kind {
        FieldType::Text | FieldType::Person => vec![cell.split_whitespace().collect::<Vec<_>>().join(" ")],
        FieldType::LongText => vec![cell.to_owned()],
        FieldType::Place => {
            let known = places.iter().find(|(_, name)| fold(name) == fold(cell)).map(|(id, _)| id.clone());
            vec![known.unwrap_or_else(|| cell.split_whitespace().collect::<Vec<_>>().join(" "))]
        }
        FieldType::Number { .. } => vec![number(cell)],
        FieldType::Minutes { .. } => vec![minutes(cell)],
        FieldType::Date => {
            let day = dates::day(cell, mapping.order);
            vec![day.map(Day::iso).ok_or_else(|| format!("“{}” cannot be read as a date.", short(cell)))?]
        }
        FieldType::YesNo => vec![yes_or_no(cell)?.to_owned()],
        FieldType::Choice { .. } | FieldType::Choices { .. } => {
            let known = mapping.words.get(&field.code);
            let mut codes = Vec::new();
            for word in words_of(cell, field).into_iter().filter(|word| !word.is_empty()) {
                match known.and_then(|known| known.get(&fold(&word))) {
                    Some(code) if code.is_empty() => {}
                    Some(code) => codes.push(code.clone()),
                    None => return Err(format!("nobody has said yet what “{}” means.", short(&word))),
                }
            }
            codes
        }
    })
}

fn yes_or_no(cell: &str) -> Result<&'static str, String> {
    match fold(cell).as_str() {
        "yes" | "y" | "true" | "1" | "x" | "✓" | "✔" | "done" => Ok("yes"),
        "no" | "n" | "false" | "0" | "none" => Ok("no"),
        _ => Err(format!("“{}” is neither yes nor no.", short(cell))),
    }
}

/// `34,5 °C` and `1,250 ml` without what stands around the number; what is none stays, for the kind to say so.
fn number(cell: &str) -> String {
    let bare = cell.trim().trim_end_matches(|c: char| !c.is_ascii_digit()).trim();
    let bare = if bare.is_empty() { cell } else { bare };
    match bare.rsplit_once(',') {
        Some((whole, rest)) if rest.len() == 3 && !whole.contains('.') => {
            format!("{}{rest}", whole.replace(',', ""))
        }
        Some((whole, rest)) if !whole.contains([',', '.']) => format!("{whole}.{rest}"),
        _ => bare.to_owned(),
    }
}

/// `1:35`, `1h 35`, `95 min`.
fn minutes(cell: &str) -> String {
    let text = fold(cell);
    let parts = text.split_once(':').or_else(|| text.split_once('h'));
    if let Some((hours, rest)) = parts {
        let rest: String = rest.trim_start_matches(|c: char| c.is_alphabetic() || c == ' ').to_owned();
        let minutes: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let minutes = if minutes.is_empty() { Ok(0) } else { minutes.parse::<i64>() };
        if let (Ok(hours), Ok(minutes)) = (hours.trim().parse::<i64>(), minutes)
            && (0..100).contains(&hours)
        {
            return (hours * 60 + minutes).to_string();
        }
    }
    number(cell)
}

/// Enough of a cell to find it.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// How often each choice was chosen, by field, for a look at a whole set.
pub fn counts<'a>(
    kind: &Kind,
    all: impl Iterator<Item = &'a Values> + Clone,
) -> Vec<(String, Vec<(String, usize)>)> {
    let mut found = Vec::new();
    for field in kind.fields.iter().filter(|field| !field.choices().is_empty()) {
        let counted: Vec<(String, usize)> = field
            .choices()
            .iter()
            .map(|choice| {
                let has = |values: &&Values| {
                    values.get(&field.code).is_some_and(|value: &Value| value.names(&choice.code))
                };
                (choice.label.clone(), all.clone().filter(has).count())
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        if !counted.is_empty() {
            found.push((field.label.clone(), counted));
        }
    }
    found
}
