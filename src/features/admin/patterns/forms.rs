//! What a browser may send about a form of numbers.

use crate::domain::fault::Faults;
use crate::domain::identifiers::Pattern;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct New {
    pub pattern: Pattern,
    pub example: String,
}

impl FromForm for New {
    fn read(words: &Words, faults: &mut Faults) -> Option<New> {
        match Pattern::read(words.one("name"), words.one("form"), words.one("example")) {
            Ok(pattern) => Some(New { pattern, example: words.one("example").trim().to_owned() }),
            Err((field, why)) => {
                faults.add(field, why);
                None
            }
        }
    }
}

/// A form that is only a button.
pub struct Nothing;

impl FromForm for Nothing {
    fn read(_: &Words, _: &mut Faults) -> Option<Nothing> {
        Some(Nothing)
    }
}
