//! What a browser may send about samples, second readings and actions.

use crate::domain::entry::Verdict;
use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, QualityItemId, one_line};
use crate::domain::quality::MOST;
use crate::domain::signoff::ReturnReason;
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of what is to be done, and of who does it.
const WHAT: usize = 300;
const WHO: usize = 100;

/// A sample: over what, of which time, how many, and read by whom.
#[derive(Debug, Clone)]
pub struct Drawing {
    pub over: Over,
    pub reader: AccountId,
    pub from: Day,
    pub until: Day,
    pub size: i32,
    /// Until when the reader is to have read them.
    pub read_by: Day,
}

impl FromForm for Drawing {
    fn read(words: &Words, faults: &mut Faults) -> Option<Drawing> {
        let over = Over::parse(words.one("over"));
        if over.is_none() {
            faults.add("over", "Choose where the decisions were taken.");
        }
        let reader = Some(words.one("reader")).filter(|id| !id.is_empty()).map(AccountId::new);
        if reader.is_none() {
            faults.add("reader", "Choose who reads them a second time.");
        }
        let day = |field, otherwise: &str| words.day(field)?.ok_or_else(|| otherwise.to_owned());
        let from = faults.take("from", day("from", "Enter the first day."));
        let until = faults.take("until", day("until", "Enter the last day."));
        let read_by = faults.take("read-by", day("read-by", "Enter until when they are to be read."));
        let size = words.one("size").trim().parse::<i32>().ok().filter(|size| (1..=MOST).contains(size));
        if size.is_none() {
            faults.add("size", format!("Enter a number between 1 and {MOST}."));
        }
        Some(Drawing {
            over: over?,
            reader: reader?,
            from: from?,
            until: until?,
            size: size?,
            read_by: read_by?,
        })
    }
}

/// A second judgement. What the kind asks besides is known when the entry is read.
#[derive(Debug, Clone)]
pub struct Judged {
    pub verdict: Verdict,
    /// Empty where none was chosen.
    pub level: String,
    /// Whether it was good enough, where that is asked.
    pub satisfactory: Option<bool>,
    /// Why it would be returned; the words of the chip.
    pub reason: Option<ReturnReason>,
    pub root: String,
}

impl FromForm for Judged {
    fn read(words: &Words, faults: &mut Faults) -> Option<Judged> {
        let verdict = words.one("verdict").parse::<Verdict>().ok();
        if verdict.is_none() {
            faults.add("verdict", "Choose whether you would sign it.");
        }
        let reason = words.one("reason").parse::<ReturnReason>().ok();
        if verdict == Some(Verdict::Returned) && reason.is_none() {
            faults.add("reason", "Choose why you would return it.");
        }
        let satisfactory = match words.one("outcome") {
            "satisfactory" => Some(true),
            "unsatisfactory" => Some(false),
            _ => None,
        };
        let (level, root) = (words.one("level").to_owned(), words.one("root").to_owned());
        Some(Judged { verdict: verdict?, level, satisfactory, reason, root })
    }
}

/// What follows from a difference.
#[derive(Debug, Clone)]
pub struct Action {
    pub what: String,
    pub who: String,
    pub due: Day,
    pub item: Option<QualityItemId>,
    /// Whoever writes it has looked: what was found names nobody.
    pub nobody: bool,
}

impl FromForm for Action {
    fn read(words: &Words, faults: &mut Faults) -> Option<Action> {
        let what = faults.take("what", one_line("what is to be done", words.one("what"), WHAT));
        let who = faults.take("who", one_line("who does it", words.one("who"), WHO));
        let due = words.day("due").and_then(|day| day.ok_or_else(|| "Enter until when.".to_owned()));
        let due = faults.take("due", due);
        let item = Some(words.one("item")).filter(|id| !id.is_empty()).map(QualityItemId::new);
        Some(Action { what: what?, who: who?, due: due?, item, nobody: words.has("nobody", "yes") })
    }
}

/// A button alone.
#[derive(Debug)]
pub struct Nothing;

impl FromForm for Nothing {
    fn read(_: &Words, _: &mut Faults) -> Option<Nothing> {
        Some(Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_says_whether_and_a_return_says_why() {
        let mut faults = Faults::none();
        let words: Words = [("verdict", "signed"), ("level", "alone"), ("root", "r")].into_iter().collect();
        let judged = Judged::read(&words, &mut faults).unwrap();
        assert_eq!(
            (judged.verdict, judged.level.as_str(), judged.satisfactory),
            (Verdict::Signed, "alone", None)
        );
        assert!(faults.is_empty());
        let words: Words = [("verdict", "returned")].into_iter().collect();
        Judged::read(&words, &mut faults).unwrap();
        assert!(faults.about("reason").is_some());
        assert!(Judged::read(&Words::default(), &mut faults).is_none());
        assert!(faults.about("verdict").is_some());
    }
}
