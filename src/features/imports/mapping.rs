//! Which column holds what. It is guessed from the headings and from what the same person said the last time,
//! and kept by the names of the columns, so that next year's file finds it again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::dates::Order;
use crate::domain::import::Sort;
use crate::domain::outside::Issuer;
use crate::features::imports::reading::{Sheet, SheetRow, order_of};

/// Something that a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub code: &'static str,
    pub label: &'static str,
    /// Without it no row can be read.
    pub needed: bool,
    /// Other names of such a column, in lower case.
    names: &'static [&'static str],
}

const fn field(code: &'static str, label: &'static str, names: &'static [&'static str]) -> Field {
    Field { code, label, needed: false, names }
}

const fn needed(code: &'static str, label: &'static str, names: &'static [&'static str]) -> Field {
    Field { code, label, needed: true, names }
}

pub const EMAIL: &str = "email";

/// Who a row is about: by address or by any number.
const PERSON: [Field; 7] = [
    field(EMAIL, "Email address", &["e-mail", "mail", "e-mail address", "email"]),
    field("student", "Student number", &["student no", "student id", "student", "candidate number", "urn"]),
    field("staff", "Staff number", &["staff no", "staff id", "employee number", "payroll number"]),
    field("national-school", "National school number", &["nshcs number", "nshcs id", "school number"]),
    field("college", "College number", &["membership number", "college no"]),
    field("hcpc", "HCPC number", &["hcpc", "hcpc no", "hcpc registration"]),
    field("other", "Another number", &["other number"]),
];

const NAME: Field = field("name", "Name", &["full name", "person", "trainee", "student name"]);
const FROM: Field =
    needed("from", "First day", &["start", "start date", "from", "started", "begins", "valid from"]);
const UNTIL: Field =
    field("until", "Last day", &["end", "end date", "until", "to", "ends", "expiry", "valid until"]);

const ENROLMENTS: [Field; 4] = [
    needed("programme", "Programme", &["course", "programme code", "program"]),
    field("version", "Version", &["programme version", "curriculum"]),
    needed("department", "Department", &["dept", "unit of work"]),
    field("institution", "Institution", &["employer", "trust", "hospital"]),
];
const APPOINTMENTS: [Field; 2] = [
    needed("capacity", "As what", &["capacity", "role", "appointed as"]),
    field("over", "Over what", &["over", "scope", "department", "programme", "for"]),
];
const MARKS: [Field; 5] = [
    needed("unit", "Unit", &["unit code", "module", "module code"]),
    field("mark", "Mark", &["score", "percentage", "agreed mark", "result %"]),
    field("result", "Result", &["outcome", "pass/fail", "grade"]),
    needed("on", "Date of the result", &["date", "result date", "on"]),
    field("provisional", "Provisional", &["not confirmed", "unconfirmed"]),
];
const REGISTRATIONS: [Field; 3] = [
    needed("body", "Register", &["body", "register", "regulator"]),
    field("category", "Category", &["part", "type", "part of register"]),
    needed("number", "Registration number", &["number", "registration no", "reg no"]),
];

const PROGRESS: [Field; 4] = [
    needed(
        "item",
        "Item code",
        &[
            "activity code",
            "criterion code",
            "unit code",
            "code",
            "activity",
            "criterion",
            "criteria",
            "unit",
        ],
    ),
    field("status", "Status", &["state", "progress", "complete", "outcome"]),
    field(
        "on",
        "Date completed",
        &["completed on", "completion date", "date signed", "date", "completed", "on"],
    ),
    field("reference", "Reference there", &["evidence reference", "reference", "evidence id", "ref"]),
];

/// What the columns of such a file may hold, in the order of the page.
pub fn fields(sort: Sort) -> Vec<Field> {
    let own: Vec<Field> = match sort {
        Sort::People => vec![NAME],
        Sort::Enrolments => [NAME].into_iter().chain(ENROLMENTS).chain([FROM, UNTIL]).collect(),
        Sort::Appointments => [NAME].into_iter().chain(APPOINTMENTS).chain([FROM, UNTIL]).collect(),
        Sort::Marks => MARKS.to_vec(),
        Sort::Progress => PROGRESS.to_vec(),
        Sort::Registrations => REGISTRATIONS.into_iter().chain([FROM, UNTIL]).collect(),
    };
    PERSON.into_iter().chain(own).collect()
}

/// Whose number a column of this code holds.
pub fn issuer(code: &str) -> Option<Issuer> {
    code.parse().ok()
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Heading by the code of the field.
    pub columns: BTreeMap<String, String>,
    /// Of which university, employer or body the numbers are, by issuer.
    pub bodies: BTreeMap<String, String>,
    #[serde(default)]
    pub dates: Order,
}

impl Mapping {
    /// What the headings say by themselves; what was said the last time goes before it.
    pub fn guessed(sort: Sort, sheet: &Sheet, before: Option<&Mapping>) -> Mapping {
        let mut columns: BTreeMap<String, String> = BTreeMap::new();
        let named = |wanted: &str| sheet.headings.iter().find(|one| plain(one) == plain(wanted));
        for field in fields(sort) {
            let last = before.and_then(|before| before.columns.get(field.code)).and_then(|one| named(one));
            let own = || named(field.code).or_else(|| named(field.label));
            let guessed = last.or_else(own).or_else(|| field.names.iter().find_map(|name| named(name)));
            if let Some(heading) = guessed.filter(|heading| !columns.values().any(|taken| taken == *heading))
            {
                columns.insert(field.code.to_owned(), heading.clone());
            }
        }
        let days = |code: &str| {
            columns.get(code).and_then(|heading| sheet.headings.iter().position(|h| h == heading))
        };
        let dated: Vec<usize> = ["from", "until", "on"].into_iter().filter_map(days).collect();
        let texts = sheet.rows.iter().flat_map(|row| dated.iter().filter_map(|at| row.cells.get(*at)));
        Mapping {
            dates: order_of(texts.map(String::as_str)),
            bodies: before.map(|before| before.bodies.clone()).unwrap_or_default(),
            columns,
        }
    }

    /// Whether the file has every column that it names.
    pub fn fits(&self, sheet: &Sheet) -> bool {
        !self.columns.is_empty() && self.columns.values().all(|heading| sheet.headings.contains(heading))
    }

    /// What is missing for any row to be read: field and sentence.
    pub fn faults(&self, sort: Sort, sheet: &Sheet) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for field in
            fields(sort).iter().filter(|field| field.needed && !self.columns.contains_key(field.code))
        {
            faults.push((
                field.code.to_owned(),
                format!("Choose the column for: {}.", field.label.to_lowercase()),
            ));
        }
        if !PERSON.iter().any(|field| self.columns.contains_key(field.code)) {
            let sentence = "Choose a column that says who each row is about: the email address or a number.";
            faults.push((EMAIL.to_owned(), sentence.to_owned()));
        }
        if sort == Sort::Marks && !["mark", "result"].iter().any(|code| self.columns.contains_key(*code)) {
            faults
                .push(("mark".to_owned(), "Choose the column for the mark, the result or both.".to_owned()));
        }
        if sort == Sort::Progress && !["status", "on"].iter().any(|code| self.columns.contains_key(*code)) {
            let sentence = "Choose the column for the status, the date or both.";
            faults.push(("status".to_owned(), sentence.to_owned()));
        }
        for (code, heading) in &self.columns {
            let missing = !sheet.headings.contains(heading);
            let twice = self.columns.iter().any(|(other, same)| other < code && same == heading);
            if missing {
                faults.push((code.clone(), format!("The file has no column “{heading}”. Choose another.")));
            } else if twice {
                faults.push((code.clone(), format!("The column “{heading}” is chosen twice.")));
            }
        }
        for issuer in Issuer::ALL.iter().filter(|issuer| issuer.asks_body()) {
            let asked = self.columns.contains_key(issuer.as_str());
            if asked && self.bodies.get(issuer.as_str()).is_none_or(|body| body.trim().is_empty()) {
                let field = format!("body-{issuer}");
                let sentence =
                    format!("Say of which body the numbers are: {}.", issuer.shown().to_lowercase());
                faults.push((field, sentence));
            }
        }
        faults
    }

    /// What the row says in this field; nothing where no column holds it.
    pub fn cell<'r>(&self, sheet: &Sheet, row: &'r SheetRow, code: &str) -> &'r str {
        let heading = self.columns.get(code);
        let at = heading.and_then(|heading| sheet.headings.iter().position(|one| one == heading));
        at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }
}

/// Letters and digits in lower case: `E-Mail Address ` is `emailaddress`.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::reading::read;

    #[test]
    fn headings_say_what_columns_hold_and_the_last_time_says_it_better() {
        let sheet = read(b"E-Mail Address,Full name,Student ID,Cohort\na@x.org,Ann,1,2025\n").unwrap();
        let guessed = Mapping::guessed(Sort::People, &sheet, None);
        let said = |mapping: &Mapping, code: &str| mapping.columns.get(code).cloned().unwrap_or_default();
        assert_eq!(said(&guessed, "email"), "E-Mail Address");
        assert_eq!(
            (said(&guessed, "name"), said(&guessed, "student")),
            ("Full name".into(), "Student ID".into())
        );
        let mut before = Mapping::default();
        before.columns.insert("staff".to_owned(), "student id".to_owned());
        before.columns.insert("college".to_owned(), "gone".to_owned());
        before.bodies.insert("staff".to_owned(), "Northgate".to_owned());
        let again = Mapping::guessed(Sort::People, &sheet, Some(&before));
        assert_eq!((said(&again, "college"), again.bodies.len()), (String::new(), 1));
        let marks = read(b"candidate number,module,agreed mark,date\n1,X,50,13/1/2026\n").unwrap();
        let guessed = Mapping::guessed(Sort::Marks, &marks, None);
        assert_eq!(guessed.columns.len(), 4);
        assert_eq!(guessed.faults(Sort::Marks, &marks).len(), 1, "of which university");
    }

    #[test]
    fn what_a_mapping_lacks_is_told() {
        let sheet = read(b"a,b\n1,2\n").unwrap();
        let of = |sort, pairs: &[(&str, &str)]| {
            let columns = pairs.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
            let mapping = Mapping { columns, ..Mapping::default() };
            mapping.faults(sort, &sheet).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(of(Sort::People, &[]), ["email"]);
        assert_eq!(of(Sort::People, &[("email", "a"), ("name", "a")]), ["name"]);
        assert_eq!(of(Sort::People, &[("email", "c")]), ["email"]);
        assert_eq!(of(Sort::People, &[("student", "a")]), ["body-student"]);
        assert_eq!(of(Sort::Marks, &[("email", "a")]), ["unit", "on", "mark"]);
        assert_eq!(of(Sort::Enrolments, &[("hcpc", "a")]), ["programme", "department", "from"]);
        assert_eq!(of(Sort::Progress, &[("email", "a")]), ["item", "status"]);
        assert_eq!(of(Sort::Registrations, &[("hcpc", "a"), ("body", "b")]), ["number", "from"]);
    }
}
