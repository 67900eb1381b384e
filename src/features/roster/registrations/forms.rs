//! What a browser may send about a registration. A body that the programmes know is chosen, so that it
//! is stated in the words in which the rules look for it; any other is typed.

use crate::domain::fault::Faults;
use crate::domain::names::one_line;
use crate::features::people::Statement;
use crate::features::roster::appointing::day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// The choice for a body that no programme of the house asks about.
pub const OTHER: &str = "other";

/// Characters of a body's name, a category and a number.
const LINE: usize = 100;

impl FromForm for Statement {
    fn read(words: &Words, faults: &mut Faults) -> Option<Statement> {
        let register = words.one("register");
        let chosen = match register.split_once('|') {
            Some((body, category)) if !body.is_empty() => Some((body.to_owned(), category.to_owned())),
            _ if register == OTHER => typed(words, faults),
            _ => {
                faults.add("register", "Choose the register that you are on.");
                None
            }
        };
        let number = faults.take("number", one_line("your registration number", words.one("number"), LINE));
        let from = faults.take("from", day(words, "from", "Enter the first day on which it is valid."));
        let until = faults.take("until", words.day("until"));
        if let (Some(from), Some(Some(until))) = (from, until)
            && until < from
        {
            faults.add("until", "The last day cannot be before the first.");
        }
        let (body, category) = chosen?;
        Some(Statement { body, category, number: number?, valid_from: from?, valid_until: until? })
    }
}

fn typed(words: &Words, faults: &mut Faults) -> Option<(String, String)> {
    let body = faults.take("body", one_line("the name of the body", words.one("body"), LINE));
    let category = match words.one("category").trim() {
        "" => Some(String::new()),
        some => faults.take("category", one_line("the category", some, LINE)),
    };
    Some((body?, category?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Option<Statement>, Faults) {
        let mut faults = Faults::none();
        let from = [("number", "P 123"), ("from-day", "1"), ("from-month", "9"), ("from-year", "2025")];
        let words: Words = pairs.iter().copied().chain(from).collect();
        (Statement::read(&words, &mut faults), faults)
    }

    #[test]
    fn a_known_register_is_stated_in_the_words_of_the_rules() {
        let (said, faults) = read(&[("register", "ccps|full")]);
        let said = said.unwrap();
        assert_eq!((said.body.as_str(), said.category.as_str()), ("ccps", "full"));
        assert!(faults.is_empty());
    }

    #[test]
    fn another_body_is_typed() {
        let (said, _) = read(&[("register", "other"), ("body", "NMC"), ("category", "")]);
        assert_eq!(said.unwrap().body, "NMC");
        let (said, faults) = read(&[("register", "other")]);
        assert!(said.is_none() && faults.about("body").is_some());
        let (said, faults) = read(&[]);
        assert!(said.is_none() && faults.about("register").is_some());
    }

    #[test]
    fn it_ends_after_it_began() {
        let until =
            [("register", "ccps|full"), ("until-day", "31"), ("until-month", "8"), ("until-year", "2025")];
        assert!(read(&until).1.about("until").is_some());
    }
}
