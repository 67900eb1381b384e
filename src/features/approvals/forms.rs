//! What a browser may send to this room.

use crate::domain::approval::{POST, Signs, WORDS, Why};
use crate::domain::fault::Faults;
use crate::domain::names::{EmailAddress, one_line, prose};
use crate::domain::time::Day;
use crate::features::roster::{NAME, day};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Whom, for what, from and until.
#[derive(Debug, Clone)]
pub struct Nominating {
    pub name: String,
    pub address: EmailAddress,
    /// What they work as; may be empty.
    pub post: String,
    /// Code of a section; empty: everything in the programme.
    pub section: String,
    pub from: Day,
    pub until: Day,
    /// How they will sign: a lead's choice, and nobody's when a trainee nominates.
    pub signs: Option<Signs>,
}

impl FromForm for Nominating {
    fn read(words: &Words, faults: &mut Faults) -> Option<Nominating> {
        let name = faults.take("name", one_line("their name", words.one("name"), NAME));
        let address = faults.take("email", EmailAddress::parse(words.one("email")));
        let post = match words.one("post").trim() {
            "" => Some(String::new()),
            typed => faults.take("post", one_line("what they work as", typed, POST)),
        };
        let from = faults.take("from", day(words, "from", "Enter the first day."));
        let until = faults.take("until", day(words, "until", "Enter the last day."));
        let signs = signs(words, faults);
        let section = section(words);
        Some(Nominating {
            name: name?,
            address: address?,
            post: post?,
            section,
            from: from?,
            until: until?,
            signs: signs?,
        })
    }
}

/// What a lead approves of a nomination: perhaps not all that was asked for.
#[derive(Debug, Clone)]
pub struct Approving {
    pub section: String,
    pub from: Day,
    pub until: Day,
    pub signs: Option<Signs>,
}

impl FromForm for Approving {
    fn read(words: &Words, faults: &mut Faults) -> Option<Approving> {
        let from = faults.take("from", day(words, "from", "Enter the first day."));
        let until = faults.take("until", day(words, "until", "Enter the last day."));
        let signs = signs(words, faults);
        Some(Approving { section: section(words), from: from?, until: until?, signs: signs? })
    }
}

/// `all` or a code; which codes there are is the programme's.
fn section(words: &Words) -> String {
    match words.one("section") {
        "all" => String::new(),
        code => code.to_owned(),
    }
}

/// Not asked where it is known already, so it may be missing.
fn signs(words: &Words, faults: &mut Faults) -> Option<Option<Signs>> {
    match words.one("signs") {
        "" => Some(None),
        typed => faults.take("signs", typed.parse().map_err(|_| "Choose how they will sign.")).map(Some),
    }
}

/// Why somebody is not approved.
#[derive(Debug, Clone)]
pub struct Refusing {
    pub why: Why,
    pub words: String,
}

impl FromForm for Refusing {
    fn read(words: &Words, faults: &mut Faults) -> Option<Refusing> {
        let why: Option<Why> =
            faults.take("why", words.one("why").parse().map_err(|_| "Choose why they are not approved."));
        let said = faults.take("words", prose("what you add", words.one("words"), WORDS))?;
        if why == Some(Why::Other) && said.is_empty() {
            faults.add("words", "Say why, in a sentence that the trainee can read.");
            return None;
        }
        Some(Refusing { why: why?, words: said })
    }
}

/// The last day of an approval.
#[derive(Debug, Clone)]
pub struct Ending {
    pub last: Day,
}

impl FromForm for Ending {
    fn read(words: &Words, faults: &mut Faults) -> Option<Ending> {
        Some(Ending { last: faults.take("last", day(words, "last", "Enter the last day."))? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<F: FromForm>(pairs: &[(&str, &str)]) -> Vec<String> {
        let mut faults = Faults::none();
        let words: Words = pairs.iter().map(|(a, b)| (*a, *b)).collect();
        assert!(F::read(&words, &mut faults).is_none());
        faults.iter().map(|(field, _)| field.to_owned()).collect()
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        assert_eq!(wrong::<Nominating>(&[]), ["name", "email", "from", "until"]);
        assert_eq!(wrong::<Approving>(&[("signs", "x")]), ["from", "until", "signs"]);
        assert_eq!(wrong::<Refusing>(&[]), ["why"]);
        assert_eq!(wrong::<Refusing>(&[("why", "other")]), ["words"]);
        assert_eq!(wrong::<Ending>(&[]), ["last"]);
    }
}
