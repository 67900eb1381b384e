//! `perfolio programme export` and `perfolio programme import`: a programme file in the formats of others, and
//! theirs as the draft of a programme file. The draft begins with comments that say what it does not hold, so
//! that one output is the whole answer and a file at once.

use std::path::Path;

use clap::ValueEnum;

use crate::domain::exchange::{
    Accepting, Columns, Draft, Mapping, Published, from_case, from_csv, to_case, to_csv,
};
use crate::domain::kind::Kind;
use crate::domain::programme;
use crate::domain::reading::Flaw;
use crate::domain::time::Moment;

use super::{Printed, text, with_neighbours};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Our own file, as it is
    Toml,
    /// CASE 1.1 of 1EdTech: a CFPackage as JSON
    Case,
    /// A flat list for spreadsheets
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Source {
    Case,
    Csv,
}

/// What the command line says of a list that does not say it itself.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Said {
    /// Code of the programme that a list becomes
    #[arg(long)]
    pub programme: Option<String>,
    /// Its version
    #[arg(long)]
    pub version: Option<String>,
    /// Its title
    #[arg(long)]
    pub title: Option<String>,
    /// Who sets it
    #[arg(long)]
    pub body: Option<String>,
    /// The column with the code of a competency
    #[arg(long)]
    pub code_column: Option<String>,
    /// The column with its title
    #[arg(long)]
    pub title_column: Option<String>,
    /// The column with its text
    #[arg(long)]
    pub text_column: Option<String>,
    /// The column by which competencies are grouped
    #[arg(long)]
    pub group_column: Option<String>,
    /// The kind of entry by which items are accepted, and the field that names the item
    #[arg(long, num_args = 2, value_names = ["KIND", "FIELD"])]
    pub accept: Option<Vec<String>>,
}

/// A programme file without faults in another form. `base` is the address of the house that publishes it.
pub fn export(file: &Path, form: Form, base: Option<&str>, at: Moment, shipped: &[Kind]) -> Printed {
    let told = |flaws: &[Flaw]| {
        let lines: String = flaws.iter().map(|flaw| format!("{}:{flaw}\n", file.display())).collect();
        (1, lines + "The programme has faults, so nothing was exported.\n")
    };
    let words = match text(file) {
        Ok(words) => words,
        Err(sentence) => return (1, format!("{}: {sentence}\n", file.display())),
    };
    if let Err(flaws) = programme::read(&words, &with_neighbours(file, &[], shipped)) {
        return told(&flaws);
    }
    let base = base.map(|base| base.trim_end_matches('/'));
    let made = match form {
        Form::Toml => Ok(words),
        Form::Case => to_case(&words, &Published { base, at, status: "Draft" }).map(|json| json + "\n"),
        Form::Csv => to_csv(&words),
    };
    made.map_or_else(|flaws| told(&flaws), |made| (0, made))
}

/// The draft that a file of another form amounts to, with what it does not hold and what is still wrong in it.
pub fn import(file: &Path, from: Option<Source>, said: Said, shipped: &[Kind]) -> Printed {
    let words = match text(file) {
        Ok(words) => words,
        Err(sentence) => return (1, format!("{}: {sentence}\n", file.display())),
    };
    let is_list = file.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let source = from.unwrap_or(if is_list { Source::Csv } else { Source::Case });
    let mapping = mapping(said);
    let draft = match source {
        Source::Case => from_case(&words, &mapping.accepting),
        Source::Csv => from_csv(&words, &mapping),
    };
    match draft {
        Ok(draft) => (0, answer(file, &draft, shipped)),
        Err(flaws) => {
            let lines: String = flaws.iter().map(|flaw| format!("{}:{flaw}\n", file.display())).collect();
            (1, lines + "Nothing was imported.\n")
        }
    }
}

fn answer(file: &Path, draft: &Draft, shipped: &[Kind]) -> String {
    let text = draft.commented();
    let Err(flaws) = programme::read(&text, &with_neighbours(file, &[], shipped)) else { return text };
    // Behind everything, so that the lines that they name stay where they are.
    let lines: String = flaws.iter().map(|flaw| format!("# {flaw}\n")).collect();
    format!("{text}\n# Still to mend in this draft, by its lines:\n{lines}")
}

fn mapping(said: Said) -> Mapping {
    let mut accepting = Accepting::default();
    if let Some([kind, item]) = said.accept.as_deref() {
        accepting = Accepting { kind: kind.clone(), item: item.clone(), version: 1 };
    }
    let columns = Columns {
        code: said.code_column,
        title: said.title_column,
        text: said.text_column,
        group: said.group_column,
    };
    Mapping {
        programme: said.programme,
        version: said.version,
        title: said.title,
        body: said.body,
        columns,
        accepting,
    }
}
