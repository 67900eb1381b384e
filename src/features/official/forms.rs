//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::names::{EntryId, one_line};
use crate::domain::official::{Columns, MOST_BYTES, REFERENCE_LENGTH};
use crate::domain::time::Day;
use crate::web::form::FromForm;
use crate::web::typed::Words;
use crate::web::upload::Allowed;

/// Some of what is on the list, entered on a day.
#[derive(Debug, Clone)]
pub struct Marked {
    pub entries: Vec<EntryId>,
    pub on: Day,
    pub reference: String,
}

impl FromForm for Marked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Marked> {
        let entries: Vec<EntryId> =
            words.all("entry").filter(|id| !id.is_empty()).map(EntryId::new).collect();
        if entries.is_empty() {
            faults.add("entry", "Choose at least one entry that you have entered there.");
        }
        let on = faults.take("on", words.day("on"));
        if on == Some(None) {
            faults.add("on", "Enter the day on which you entered it there.");
        }
        let reference = match words.one("reference").trim() {
            "" => Some(String::new()),
            some => faults.take("reference", one_line("The reference", some, REFERENCE_LENGTH)),
        };
        Some(Marked { entries, on: on.flatten()?, reference: reference? })
    }
}

/// A file of progress: its text, which column holds what, and whether it is to be taken in.
#[derive(Debug, Clone)]
pub struct Progress {
    /// As it came back from the preview; empty where a file was chosen or nothing was given.
    pub text: String,
    /// Chosen columns; none before the first look, when they are guessed.
    pub columns: Option<Columns>,
    pub without_day: Option<Day>,
    pub take_in: bool,
}

impl FromForm for Progress {
    const FILES: Allowed = Allowed { most: 1, bytes_each: MOST_BYTES as u64, lenient: true };

    fn read(words: &Words, faults: &mut Faults) -> Option<Progress> {
        let column = |name: &str| words.one(name).parse::<usize>().ok();
        let chosen = words.one("columns") == "chosen";
        let columns = chosen.then(|| Columns {
            item: column("item"),
            status: column("status"),
            day: column("day"),
            reference: column("reference"),
        });
        let without_day = faults.take("without", words.day("without")).flatten();
        Some(Progress {
            text: ["csv", "pasted"].map(|name| words.one(name)).concat(),
            columns,
            without_day,
            take_in: words.one("do") == "import",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_chosen_and_has_a_day() {
        let read = |pairs: &[(&str, &str)]| {
            let mut faults = Faults::none();
            let marked = Marked::read(&pairs.iter().copied().collect(), &mut faults);
            (marked, faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>())
        };
        let day = [("on-day", "3"), ("on-month", "2"), ("on-year", "2026")];
        let (marked, faults) = read(&[&[("entry", "e1"), ("entry", "e2")][..], &day].concat());
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(marked.unwrap().entries.len(), 2);
        assert_eq!(read(&[]).1, ["entry", "on"]);
        let long = "x".repeat(REFERENCE_LENGTH + 1);
        assert_eq!(read(&[&[("entry", "e1"), ("reference", &*long)][..], &day].concat()).1, ["reference"]);
    }

    #[test]
    fn columns_are_chosen_only_after_a_first_look() {
        let read = |pairs: &[(&str, &str)]| {
            Progress::read(&pairs.iter().copied().collect(), &mut Faults::none()).unwrap()
        };
        assert_eq!(read(&[("csv", "a")]).columns, None);
        let chosen =
            read(&[("columns", "chosen"), ("item", "0"), ("status", ""), ("day", "2"), ("do", "import")]);
        let columns = Columns { item: Some(0), status: None, day: Some(2), reference: None };
        assert_eq!((chosen.columns, chosen.take_in), (Some(columns), true));
    }
}
