//! CSV and XLSX read back with other people's readers.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::domain::time::Day;

const NUMBERS: [&str; 4] = ["Recorded", "Submitted", "Signed", "Target"];

/// Rows as maps from column name to cell, of one table.
fn csv_rows(bytes: &[u8], table: &str) -> Vec<HashMap<String, String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    // Not flexible: a row that is longer or shorter than the header is an error here.
    let rows: Vec<HashMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    rows.into_iter().filter(|row| row["Table"] == table).collect()
}

fn xlsx_rows(bytes: Vec<u8>, sheet: &str) -> Vec<HashMap<String, Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let header: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| header.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn csv_number(cell: &str) -> Option<Amount> {
    (!cell.is_empty()).then(|| cell.parse().unwrap())
}

fn xlsx_number(cell: &Data) -> Option<Amount> {
    match cell {
        Data::Empty => None,
        Data::Float(number) => Some(number.to_string().parse().unwrap()),
        other => panic!("{other:?} is not a number cell"),
    }
}

#[test]
fn a_portfolio_holds_the_same_numbers_in_csv_and_xlsx() {
    let report = PortfolioReport::sample();
    let expected = figures(&report);
    assert!(expected.iter().any(|(_, f)| f[2] == Some(Amount(1250))), "a half is among them");
    let from_csv: Figures = csv_rows(&csv::portfolio(&report).unwrap(), "Requirements")
        .iter()
        .map(|row| (row["Code"].clone(), NUMBERS.map(|n| csv_number(&row[n]))))
        .collect();
    assert_eq!(from_csv, expected);
    let from_xlsx: Figures = xlsx_rows(xlsx::portfolio(&report).unwrap(), "Requirements")
        .iter()
        .map(|row| (row["Code"].to_string(), NUMBERS.map(|n| xlsx_number(&row[n]))))
        .collect();
    assert_eq!(from_xlsx, expected);
}

#[test]
fn a_cohort_has_one_row_per_trainee_and_requirement_in_csv_and_xlsx() {
    let report = CohortReport::sample();
    let expected = cohort_figures(&report);
    assert_eq!(expected.len(), report.trainees.len() * 2);
    let from_csv: Figures = csv_rows(&csv::cohort(&report).unwrap(), "Standing")
        .iter()
        .map(|row| (format!("{} {}", row["Trainee"], row["Code"]), NUMBERS.map(|n| csv_number(&row[n]))))
        .collect();
    assert_eq!(from_csv, expected);
    let from_xlsx: Figures = xlsx_rows(xlsx::cohort(&report).unwrap(), "Standing")
        .iter()
        .map(|row| (format!("{} {}", row["Trainee"], row["Code"]), NUMBERS.map(|n| xlsx_number(&row[n]))))
        .collect();
    assert_eq!(from_xlsx, expected);
}

#[test]
fn every_entry_has_its_row_with_its_fields_as_columns() {
    let report = PortfolioReport::sample();
    let rows = csv_rows(&csv::portfolio(&report).unwrap(), "Entries");
    assert_eq!(rows.len(), report.entries.len());
    for (row, entry) in rows.iter().zip(&report.entries) {
        assert_eq!(
            (&row["Entry"], &row["Day"], &row["State"]),
            (&entry.number, &entry.day.iso(), &entry.state)
        );
        assert_eq!(row["Content hash"], entry.content_hash);
        for field in &entry.fields {
            match field.number {
                Some(number) => {
                    assert_eq!(row[&format!("{} ({})", field.label, field.unit)], number.to_string())
                }
                None => assert_eq!(row[&field.label], field.value),
            }
        }
    }
    let sheet = xlsx_rows(xlsx::portfolio(&report).unwrap(), "Entries");
    for (row, entry) in sheet.iter().zip(&report.entries) {
        let Data::DateTime(day) = &row["Day"] else { panic!("{:?} is not a date cell", row["Day"]) };
        let (year, month, on, ..) = day.to_ymd_hms_milli();
        assert_eq!(Day::of(i32::from(year), u32::from(month), u32::from(on)), Some(entry.day));
    }
    let decisions: usize = report.entries.iter().map(|e| e.decisions.len()).sum();
    assert_eq!(xlsx_rows(xlsx::portfolio(&report).unwrap(), "Sign-offs").len(), decisions);
}

#[test]
fn every_file_says_version_as_at_and_who_asked() {
    let report = PortfolioReport::sample();
    let about: HashMap<String, String> = csv_rows(&csv::portfolio(&report).unwrap(), "About")
        .into_iter()
        .map(|row| (row["Item"].clone(), row["Value"].clone()))
        .collect();
    assert_eq!(about["Programme version"], "2026/27");
    assert_eq!(about["As at"], report.about.as_at.at.to_string());
    assert_eq!(about["Asked by"], "Amira Khan");
    let summary = xlsx_rows(xlsx::portfolio(&report).unwrap(), "Summary");
    let cell = |item: &str| &summary.iter().find(|row| row["Item"] == *item).unwrap()["Value"];
    assert_eq!(cell("Programme version").to_string(), "2026/27");
    assert_eq!(cell("Asked by").to_string(), "Amira Khan");
    let Data::DateTime(as_at) = cell("As at") else { panic!("{:?} is not a date cell", cell("As at")) };
    assert_eq!(as_at.to_ymd_hms_milli(), (2026, 11, 12, 14, 2, 0, 0));
    assert_eq!(cell("Clock times are in").to_string(), "Europe/London");
}

#[test]
fn what_looks_like_a_formula_stays_a_text() {
    let report = awkward();
    let bytes = csv::portfolio(&report).unwrap();
    let rows = csv_rows(&bytes, "Entries");
    assert!(rows.iter().any(|row| row["Title"] == format!("'{FORMULA}")));
    assert!(
        bytes.windows(2).filter(|pair| *pair == b"\r\n").count() > rows.len(),
        "lines end as Excel likes"
    );
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx::portfolio(&report).unwrap())).unwrap();
    assert!(book.worksheet_formula("Entries").unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
    let cells = book.worksheet_range("Entries").unwrap();
    assert!(cells.cells().any(|(_, _, cell)| *cell == Data::String(FORMULA.into())));
}

#[test]
fn a_field_named_like_a_column_gets_its_own_and_two_of_one_name_share_one() {
    let mut report = PortfolioReport::sample();
    let fields = &mut report.entries[0].fields;
    let field = |label: &str, value: &str| crate::render::report::Field {
        label: label.into(),
        value: value.into(),
        number: None,
        unit: String::new(),
    };
    fields.extend([field("title", "inner"), field("Device", "one"), field("Device", "two")]);
    let row = &csv_rows(&csv::portfolio(&report).unwrap(), "Entries")[0];
    assert_eq!(row["Title"], report.entries[0].title);
    assert_eq!(row["title (field)"], "inner");
    assert_eq!(row["Device"], "one; two");
}

#[test]
fn the_same_report_gives_the_same_files() {
    let (report, cohort) = (PortfolioReport::sample(), CohortReport::sample());
    assert_eq!(csv::portfolio(&report).unwrap(), csv::portfolio(&report).unwrap());
    assert_eq!(xlsx::portfolio(&report).unwrap(), xlsx::portfolio(&report).unwrap());
    assert_eq!(xlsx::cohort(&cohort).unwrap(), xlsx::cohort(&cohort).unwrap());
}

#[test]
fn a_report_survives_the_way_to_the_child() {
    let (report, cohort) = (awkward(), CohortReport::sample());
    for envelope in [pdf::Envelope::Portfolio(Box::new(report)), pdf::Envelope::Cohort(Box::new(cohort))] {
        let letter = serde_json::to_string(&envelope).unwrap();
        assert_eq!(serde_json::from_str::<pdf::Envelope>(&letter).unwrap(), envelope);
    }
}
