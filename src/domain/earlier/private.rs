//! Columns that are likely to say who a patient is: by their name, or because their cells look like it.
//! They are never offered by default. What is offered anyway is still looked at, cell by cell.

use crate::domain::earlier::table::Table;
use crate::domain::folding::fold;
use crate::domain::identifiers::{Patterns, What, look};

/// Words of a column's name that tell of a patient.
const NAMES: &[&str] = &[
    "patient name",
    "patient id",
    "patient no",
    "patient number",
    "patient initials",
    "pt name",
    "pt id",
    "pt no",
    "px name",
    "name of patient",
    "name",
    "surname",
    "forename",
    "first name",
    "last name",
    "initials",
    "hospital no",
    "hospital number",
    "hospital id",
    "hosp no",
    "hosp number",
    "unit number",
    "unit no",
    "case note",
    "casenote",
    "nhs",
    "nhs number",
    "nhs no",
    "chi",
    "chi number",
    "mrn",
    "k number",
    "dob",
    "d o b",
    "date of birth",
    "birth date",
    "birthdate",
    "birthday",
    "address",
    "postcode",
    "post code",
    "telephone",
    "phone",
    "next of kin",
    "identifier",
    "medical record",
    "district number",
    "rxh number",
];
/// Words that make a name a colleague's.
const STAFF: &[&str] = &[
    "supervis",
    "mentor",
    "perfusionist",
    "consultant",
    "surgeon",
    "anaesth",
    "assessor",
    "trainer",
    "signed by",
    "signatory",
    "operator",
    "file",
    "procedure",
    "operation",
    "hospital name",
    "site",
    "unit name",
    "column",
];
/// Cells looked at, and how many of a hundred must look like an identifier.
const SAMPLE: usize = 60;
const SHARE: usize = 20;

/// For each column, whether it is likely to name patients.
pub fn private(table: &Table) -> Vec<bool> {
    let house = Patterns::default();
    let judged = |(at, name): (usize, &String)| by_name(name) || by_cells(table, at, name, &house);
    table.columns.iter().enumerate().map(judged).collect()
}

fn by_name(name: &str) -> bool {
    let plain: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if STAFF.iter().any(|word| plain.contains(word)) {
        return false;
    }
    let padded = format!(" {plain} ");
    NAMES.iter().any(|word| padded.contains(&format!(" {word} ")))
}

fn by_cells(table: &Table, at: usize, name: &str, house: &Patterns) -> bool {
    let staff = STAFF.iter().any(|word| fold(name).contains(word));
    let cells: Vec<&str> = table.cells(at).filter(|cell| !cell.is_empty()).take(SAMPLE).collect();
    let hit = |cell: &&&str| {
        look(cell, house).iter().any(|finding| match finding.what {
            What::Name => !staff,
            What::NhsNumber | What::ChiNumber | What::HcNumber | What::HospitalNumber | What::BirthDate => {
                true
            }
            _ => false,
        })
    };
    !cells.is_empty() && cells.iter().filter(hit).count() * 100 >= SHARE * cells.len()
}
