//! What a browser may send: where something stands and what sort of thing it is, never what it says.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::domain::names::{EntryId, one_line};
use crate::domain::redaction::{Place, Sort};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Letters of a trust's reference.
const REFERENCE: usize = 60;

/// A report of patient data.
#[derive(Debug, Clone)]
pub struct Report {
    pub places: BTreeSet<Place>,
    pub sort: Sort,
}

/// What is to be struck out.
#[derive(Debug, Clone)]
pub struct Strike {
    pub places: BTreeSet<Place>,
    pub sort: Sort,
    /// Other entries with the same words, out of which it is struck as well.
    pub copies: BTreeSet<EntryId>,
    /// The version that the page showed; empty where it showed none.
    pub was: String,
}

/// The number under which the trust keeps it.
pub struct Reference(pub String);

/// How an incident ends.
pub struct End {
    pub unfounded: bool,
}

fn places(words: &Words, faults: &mut Faults) -> Option<BTreeSet<Place>> {
    let places: BTreeSet<Place> = words.all("place").filter_map(|place| place.parse().ok()).collect();
    if places.is_empty() {
        faults.add("place", "Choose where it stands.");
    }
    Some(places).filter(|places| !places.is_empty())
}

fn sort(words: &Words, faults: &mut Faults) -> Option<Sort> {
    faults.take("sort", words.one("sort").parse::<Sort>().map_err(|_| "Choose what it is."))
}

impl FromForm for Report {
    fn read(words: &Words, faults: &mut Faults) -> Option<Report> {
        let (places, sort) = (places(words, faults), sort(words, faults));
        Some(Report { places: places?, sort: sort? })
    }
}

impl FromForm for Strike {
    fn read(words: &Words, faults: &mut Faults) -> Option<Strike> {
        let (places, sort) = (places(words, faults), sort(words, faults));
        if words.one("sure") != "yes" {
            faults.add("sure", "Say that you have looked: what is struck out never comes back.");
        }
        let copies = words.all("copy").map(EntryId::new).collect();
        let was = words.one("was").to_owned();
        Some(Strike { places: places?, sort: sort?, copies, was }).filter(|_| words.one("sure") == "yes")
    }
}

impl FromForm for Reference {
    fn read(words: &Words, faults: &mut Faults) -> Option<Reference> {
        let typed = one_line("the reference number", words.one("reference"), REFERENCE);
        faults.take("reference", typed).map(Reference)
    }
}

impl FromForm for End {
    fn read(words: &Words, faults: &mut Faults) -> Option<End> {
        match words.one("how") {
            "done" => Some(End { unfounded: false }),
            "unfounded" => Some(End { unfounded: true }),
            _ => {
                faults.add("how", "Choose how it ends.");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faulty<T: FromForm>(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut faults = Faults::none();
        let words: Words = pairs.iter().copied().collect();
        let read = T::read(&words, &mut faults);
        assert_eq!(read.is_some(), faults.is_empty());
        faults.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn a_place_and_a_sort_are_wanted_and_certainty_before_striking() {
        let whole = [("place", "field:notes"), ("place", "reflection"), ("sort", "name")];
        assert!(faulty::<Report>(&whole).is_empty());
        assert_eq!(faulty::<Report>(&[("place", "the name Jones"), ("sort", "x")]), ["place", "sort"]);
        assert_eq!(faulty::<Strike>(&whole), ["sure"]);
        assert!(faulty::<Strike>(&[&whole[..], &[("sure", "yes")]].concat()).is_empty());
        assert_eq!(faulty::<End>(&[("how", "")]), ["how"]);
        assert_eq!(faulty::<Reference>(&[("reference", " ")]), ["reference"]);
        assert!(faulty::<Reference>(&[("reference", "IG-2026/118")]).is_empty());
    }
}
