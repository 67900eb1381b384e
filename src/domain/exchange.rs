//! Programmes in the formats of others: CASE 1.1 of 1EdTech (a CFPackage as JSON) and a flat list as CSV.
//! What goes out is made from the programme file itself, not from the `Version` read of it, so that nothing
//! is lost on the way: sections, requirements and the items of their lists are things of the other format,
//! and whatever it has no word for travels beside them. What comes in is the text of a draft, which
//! `programme::read` then judges like any other, with a list of everything that could not be held: nothing
//! is dropped silently. No clock, no files: who calls says when the version was published and where it is.

mod case_in;
mod case_out;
mod codes;
mod csv_in;
mod csv_out;
mod file;
mod held;
mod told;
mod write;

use crate::domain::reading::Flaw;
use crate::domain::time::Moment;

pub use case_in::from_case;
pub use case_out::to_case;
pub use codes::slug;
pub use csv_in::from_csv;
pub use csv_out::to_csv;

/// What came in, as the text of a programme file, and what of it our format has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub toml: String,
    pub not_held: Vec<NotHeld>,
}

/// Something that our format cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotHeld {
    /// Where it was: `CFItems[3].subjectURI`, `column “Weight”`.
    pub place: String,
    /// What it was and what became of it, in words.
    pub what: String,
    /// It stands in the draft and goes out again with an export, but nothing here acts on it.
    pub kept: bool,
}

impl Draft {
    /// The draft with the list above it as comments: one text that can be kept as a file.
    pub fn commented(&self) -> String {
        let line = |one: &NotHeld| {
            let words = format!("{}: {}", one.place, one.what);
            let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            format!("# {plain}\n")
        };
        let mut text = String::new();
        for (heading, kept) in [
            ("# Not held, and so not in this file:\n", false),
            ("# Kept, but nothing here acts on it:\n", true),
        ] {
            let mut lines = self.not_held.iter().filter(|one| one.kept == kept).map(line).peekable();
            if lines.peek().is_some() {
                text.push_str(heading);
                text.extend(lines);
            }
        }
        text + &self.toml
    }
}

/// When and where a version was published.
#[derive(Debug, Clone, Copy)]
pub struct Published<'p> {
    /// The address of the house without its last slash; the things of a file that is in no house are named
    /// by their identifiers alone.
    pub base: Option<&'p str>,
    pub at: Moment,
    /// CASE's `adoptionStatus`, such as `Adopted` or `Draft`.
    pub status: &'static str,
}

/// How the items of a list are accepted, which neither CASE nor a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepting {
    /// The kind of entry that is signed off.
    pub kind: String,
    pub version: u32,
    /// The field of that kind which names the item.
    pub item: String,
}

impl Default for Accepting {
    /// The house's kind for activities and competencies of a curriculum.
    fn default() -> Accepting {
        Accepting { kind: "training-activity".to_owned(), version: 1, item: "activity".to_owned() }
    }
}

/// What a flat list does not say of itself, and which of its columns says what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    pub programme: Option<String>,
    pub version: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub columns: Columns,
    pub accepting: Accepting,
}

/// The names of columns as they stand in the list; none: known by its usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    pub code: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    /// What the competencies are grouped by: each group becomes a requirement.
    pub group: Option<String>,
}

/// One fault of the whole file.
fn fault(line: usize, sentence: impl Into<String>) -> Vec<Flaw> {
    vec![Flaw { line, path: String::new(), sentence: sentence.into() }]
}

#[cfg(test)]
mod tests;
