//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::names::{EntryVersionId, one_line};
use crate::domain::official::{Columns, MOST_BYTES, REFERENCE_LENGTH};
use crate::domain::time::Day;
use crate::web::form::FromForm;
use crate::web::typed::Words;
use crate::web::upload::Allowed;

/// One of the list as it was on the screen: the versions that stood for it, and the code of the item; without
/// one it is an entry as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    pub versions: Vec<EntryVersionId>,
    pub item: String,
}

impl Ticked {
    /// As the value of its box: `v1,v2:S-CS-R1/1`.
    pub fn value(&self) -> String {
        let versions: Vec<&str> = self.versions.iter().map(|id| id.as_str()).collect();
        format!("{}:{}", versions.join(","), self.item)
    }

    fn of(value: &str) -> Option<Ticked> {
        let (versions, item) = value.split_once(':')?;
        let versions: Vec<EntryVersionId> =
            versions.split(',').filter(|id| !id.is_empty()).map(EntryVersionId::new).collect();
        (!versions.is_empty()).then(|| Ticked { versions, item: item.to_owned() })
    }
}

/// Some of what is on the list, entered on a day.
#[derive(Debug, Clone)]
pub struct Marked {
    pub ticked: Vec<Ticked>,
    pub on: Day,
    pub reference: String,
}

impl FromForm for Marked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Marked> {
        let ticked: Vec<Ticked> = words.all("item").filter_map(Ticked::of).collect();
        if ticked.is_empty() {
            faults.add("item", "Tick at least one item that you have entered there.");
        }
        let on = faults.take("on", words.day("on"));
        if on == Some(None) {
            faults.add("on", "Enter the day on which you entered it there.");
        }
        let reference = match words.one("reference").trim() {
            "" => Some(String::new()),
            some => faults.take("reference", one_line("The reference", some, REFERENCE_LENGTH)),
        };
        Some(Marked { ticked, on: on.flatten()?, reference: reference? })
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
        let (marked, faults) = read(&[&[("item", "v1,v2:A:1"), ("item", "v3:")][..], &day].concat());
        assert!(faults.is_empty(), "{faults:?}");
        let ticked = marked.unwrap().ticked;
        assert_eq!((ticked[0].versions.len(), ticked[0].item.as_str()), (2, "A:1"));
        assert_eq!((ticked[1].versions.len(), ticked[1].item.as_str()), (1, ""));
        assert_eq!(ticked[0].value(), "v1,v2:A:1");
        assert_eq!(read(&[]).1, ["item", "on"]);
        assert_eq!(read(&[&[("item", ":A"), ("item", "A")][..], &day].concat()).1, ["item"]);
        let long = "x".repeat(REFERENCE_LENGTH + 1);
        assert_eq!(read(&[&[("item", "v1:A"), ("reference", &*long)][..], &day].concat()).1, ["reference"]);
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
