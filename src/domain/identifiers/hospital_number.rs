//! Numbers that a hospital gives a patient. They have no form in common, so they are found where they
//! are called by a name (`Hosp no`, `MRN`, `patient ID`); a house adds the form of its own as a pattern.

use super::plain::{Sort, Text};
use super::{Hit, What};

/// Before a number word: `hospital no`, `patient's ID`.
const WHOSE: [&str; 15] = [
    "hospital",
    "hosp",
    "patient",
    "patients",
    "pt",
    "pts",
    "unit",
    "district",
    "casenote",
    "casenotes",
    "notes",
    "pas",
    "clinic",
    "record",
    "chart",
];
const NUMBER_WORDS: [&str; 8] = ["number", "no", "nos", "num", "nr", "id", "identifier", "ref"];
/// Names that need no number word.
const ALONE: [&str; 5] = ["mrn", "mrns", "crn", "hospno", "ptid"];

pub(super) fn find(text: &Text) -> Vec<Hit> {
    (0..text.len()).filter_map(|at| called_at(text, at)).collect()
}

fn called_at(text: &Text, at: usize) -> Option<Hit> {
    let after = if ALONE.contains(&text.low(at)) {
        at + 1
    } else if WHOSE.contains(&text.low(at)) {
        behind_number_word(text, at)?
    } else {
        return None;
    };
    // A little of ": is was (" may stand between.
    let first = (after..after + 4).find(|next| holds_digit(text, *next))?;
    let between = (after..first).all(|next| {
        text.is(next, Sort::Mark) && !matches!(text.word(next), "." | ";" | ",")
            || text.low(next) == "."
            || matches!(text.low(next), "is" | "was" | "no" | "number" | "being")
    });
    // A number that begins with letters: `A1234`, `RXH 55512`.
    let first = if first > after
        && text.is(first - 1, Sort::Word)
        && text.word(first - 1).len() <= 3
        && !matches!(text.low(first - 1), "is" | "was" | "no")
    {
        first - 1
    } else {
        first
    };
    let (last, digits) = whole(text, first);
    (between || prefix_only(text, after, first)).then_some(())?;
    (digits >= 4).then(|| Hit::new(What::HospitalNumber, first, last))
}

fn behind_number_word(text: &Text, at: usize) -> Option<usize> {
    (at + 1..at + 4)
        .take_while(|next| {
            text.is(*next, Sort::Mark) || NUMBER_WORDS.contains(&text.low(*next)) || text.low(*next) == "s"
        })
        .find(|next| NUMBER_WORDS.contains(&text.low(*next)))
        .map(|word| word + 1)
}

fn prefix_only(text: &Text, after: usize, first: usize) -> bool {
    (after..first).all(|next| text.is(next, Sort::Mark) || matches!(text.low(next), "is" | "was"))
}

fn holds_digit(text: &Text, at: usize) -> bool {
    text.is(at, Sort::Digits)
}

/// The number to its end, letters and separators included; and how many digits it has.
fn whole(text: &Text, first: usize) -> (usize, usize) {
    let (mut last, mut digits) = (first, text.digits(first));
    loop {
        if let Some(next) = text.joined(last).filter(|_| text.digits(last) > 0 && digits < 14) {
            digits += text.digits(next);
            last = next;
        } else if text.glued(last + 1) && !text.is(last + 1, Sort::Mark)
            || last == first && text.is(last, Sort::Word) && text.digits(last + 1) > 0
        {
            last += 1;
            digits += text.digits(last);
        } else {
            return (last, digits);
        }
    }
}
