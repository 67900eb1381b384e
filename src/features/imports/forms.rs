//! What a browser may send to this room.

use crate::domain::fault::Faults;
use crate::domain::import::Sort;
use crate::domain::names::{Unfit, one_line};
use crate::domain::outside::Issuer;
use crate::features::imports::mapping::{Mapping, fields};
use crate::features::imports::reading::MOST_BYTES;
use crate::web::form::FromForm;
use crate::web::typed::Words;
use crate::web::upload::Allowed;

/// Characters of a body's name.
const BODY: usize = 60;

/// A file, or its text as it was pasted.
pub struct Upload {
    pub sort: Sort,
    pub text: String,
}

impl FromForm for Upload {
    const FILES: Allowed = Allowed { most: 1, bytes_each: MOST_BYTES, lenient: true };

    fn read(words: &Words, faults: &mut Faults) -> Option<Upload> {
        let sort = words.one("sort").parse::<Sort>();
        let sort = faults.take("sort", sort.map_err(|_| "Choose what the file is about."));
        Some(Upload { sort: sort?, text: words.one("text").to_owned() })
    }
}

/// Which column holds what. What it may be depends on the sort, so the act reads it.
pub struct AsTyped;

impl FromForm for AsTyped {
    fn read(_: &Words, _: &mut Faults) -> Option<AsTyped> {
        Some(AsTyped)
    }
}

/// The mapping that the words say.
pub fn mapping(sort: Sort, words: &Words, faults: &mut Faults) -> Mapping {
    let mut mapping = Mapping { dates: words.one("dates").parse().unwrap_or_default(), ..Mapping::default() };
    for field in fields(sort) {
        let heading = words.one(field.code);
        if !heading.is_empty() {
            mapping.columns.insert(field.code.to_owned(), heading.to_owned());
        }
    }
    for issuer in Issuer::ALL.iter().filter(|issuer| issuer.asks_body()) {
        let name = format!("body-{issuer}");
        let body = words.one(&name);
        if !body.trim().is_empty() {
            let body: Result<String, Unfit> = one_line("the name of the body", body, BODY);
            if let Some(body) = faults.take(&name, body) {
                mapping.bodies.insert(issuer.to_string(), body);
            }
        }
    }
    mapping
}

/// Import what was on the screen.
pub struct Import {
    /// The plan that was on the screen.
    pub seen: String,
    /// Only if no row has a fault.
    pub all: bool,
}

impl FromForm for Import {
    fn read(words: &Words, faults: &mut Faults) -> Option<Import> {
        let all = match words.one("how") {
            "good" => false,
            "all" => true,
            _ => {
                faults.add("how", "Choose what is to be imported.");
                return None;
            }
        };
        Some(Import { seen: words.one("seen").to_owned(), all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates::Order;

    #[test]
    fn the_words_say_which_column_holds_what() {
        let words: Words = [
            ("email", "Mail"),
            ("name", ""),
            ("unit", "is no field of people"),
            ("body-student", "  University of Bristol "),
            ("dates", "month-first"),
        ]
        .into_iter()
        .collect();
        let mut faults = Faults::none();
        let mapping = mapping(Sort::People, &words, &mut faults);
        assert_eq!(
            mapping.columns.into_iter().collect::<Vec<_>>(),
            [("email".to_owned(), "Mail".to_owned())]
        );
        assert_eq!(mapping.bodies["student"], "University of Bristol");
        assert_eq!(mapping.dates, Order::MonthFirst);
        assert!(faults.is_empty());
    }

    #[test]
    fn what_is_not_chosen_is_told() {
        let told = |read: fn(&Words, &mut Faults) -> bool| {
            let mut faults = Faults::none();
            assert!(read(&Words::default(), &mut faults));
            faults.iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(|words, faults| Upload::read(words, faults).is_none()), ["sort"]);
        assert_eq!(told(|words, faults| Import::read(words, faults).is_none()), ["how"]);
    }
}
