//! What a browser may send. Why and why not are chosen, never written: nothing of an erasure tells of the person.

use crate::domain::erasure::{Declined, Why};
use crate::domain::fault::Faults;
use crate::domain::names::{StatementId, one_line};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Letters of a trust's reference.
const REFERENCE: usize = 60;

/// A proposal.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub why: Why,
    pub reference: String,
    /// They know that the time for which it is kept is not over.
    pub early: bool,
}

/// Who only stated an address: by what they stated.
pub struct TakenIn(pub StatementId);

/// That somebody agrees.
pub struct Agreement;

/// Why it is declined; whoever proposed it is not asked.
pub struct Refused(pub Option<Declined>);

impl FromForm for Proposal {
    fn read(words: &Words, faults: &mut Faults) -> Option<Proposal> {
        let why = faults.take("why", words.one("why").parse::<Why>().map_err(|_| "Choose why."));
        let typed = one_line("the reference number", words.one("reference"), REFERENCE);
        let reference = faults.take("reference", typed);
        Some(Proposal { why: why?, reference: reference?, early: words.one("early") == "yes" })
    }
}

impl FromForm for TakenIn {
    fn read(words: &Words, _: &mut Faults) -> Option<TakenIn> {
        Some(TakenIn(StatementId::new(words.one("statement"))))
    }
}

impl FromForm for Agreement {
    fn read(words: &Words, faults: &mut Faults) -> Option<Agreement> {
        if words.one("sure") == "yes" {
            return Some(Agreement);
        }
        faults.add("sure", "Say that you have checked: what is erased never comes back.");
        None
    }
}

impl FromForm for Refused {
    fn read(words: &Words, faults: &mut Faults) -> Option<Refused> {
        if words.one("declined").is_empty() {
            return Some(Refused(None));
        }
        let chosen = words.one("declined").parse::<Declined>().map_err(|_| "Choose why not.");
        faults.take("declined", chosen).map(|why| Refused(Some(why)))
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
    fn a_reason_and_a_reference_are_wanted_and_certainty_before_agreeing() {
        assert_eq!(faulty::<Proposal>(&[]), ["why", "reference"]);
        assert_eq!(faulty::<Proposal>(&[("why", "because"), ("reference", "IG-1")]), ["why"]);
        assert!(faulty::<Proposal>(&[("why", "asked"), ("reference", "IG-1")]).is_empty());
        assert_eq!(faulty::<Agreement>(&[]), ["sure"]);
        assert!(faulty::<Agreement>(&[("sure", "yes")]).is_empty());
        assert_eq!(faulty::<Refused>(&[("declined", "no")]), ["declined"]);
        assert!(faulty::<Refused>(&[]).is_empty());
        assert!(faulty::<Refused>(&[("declined", "early")]).is_empty());
    }
}
