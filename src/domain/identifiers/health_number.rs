//! Numbers of the health services: NHS numbers (England, Wales), CHI numbers (Scotland, beginning with
//! the day of birth) and H&C numbers (Northern Ireland). All have ten digits of which the last checks
//! the others, modulus 11; one in eleven numbers of ten digits passes by chance, which is why a
//! finding is a question. A number that is *called* one is found even when the digit does not check:
//! a slip of the finger still points at a patient.
//! Ranges: www.datadictionary.nhs.uk, "NHS number"; 32 to 39 is Northern Ireland's.

use super::plain::{Sort, Text};
use super::{Hit, What};

/// What numbers of ten digits are otherwise called.
const THINGS: [&str; 24] = [
    "isbn",
    "issn",
    "doi",
    "pmid",
    "serial",
    "serials",
    "sn",
    "lot",
    "batch",
    "gtin",
    "udi",
    "order",
    "invoice",
    "model",
    "part",
    "account",
    "requisition",
    "asset",
    "barcode",
    "catalogue",
    "ean",
    "grant",
    "licence",
    "incident",
];
const NUMBER_WORDS: [&str; 11] =
    ["no", "nos", "nr", "num", "number", "numbers", "id", "ref", "identifier", "is", "was"];

pub(super) fn find(text: &Text) -> Vec<Hit> {
    let mut all: Vec<Hit> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match number_at(text, at) {
            Some(hit) => {
                at = hit.last + 1;
                all.push(hit);
            }
            None => at += 1,
        }
    }
    all
}

fn number_at(text: &Text, at: usize) -> Option<Hit> {
    if !text.is(at, Sort::Digits) {
        return None;
    }
    let called = called(text, at);
    if called.is_none() && (is_of_a_thing(text, at) || is_glued(text, at)) {
        return None;
    }
    if let Some((last, digits)) = ten_digits(text, at, called.is_some())
        && checks(&digits)
        && let Some(what) = called.or_else(|| by_range(&digits))
    {
        return Some(Hit::new(what, at, last));
    }
    // Called one, but mistyped: still a number of somebody.
    let what = called?;
    let (last, count) = chain(text, at);
    (7..=14).contains(&count).then(|| Hit::new(what, at, last))
}

/// The ten digits that begin here, however they are grouped as far as that is believable: one group,
/// 3 3 4, groups of at least three, or any groups behind a name.
fn ten_digits(text: &Text, at: usize, called: bool) -> Option<(usize, Vec<u32>)> {
    let (mut digits, mut groups, mut last) = (Vec::new(), Vec::new(), at);
    loop {
        digits.extend(text.word(last).chars().filter_map(|c| c.to_digit(10)));
        groups.push(text.digits(last));
        if digits.len() >= 10 {
            break;
        }
        last = text.joined(last)?;
    }
    let believable = called || groups.iter().all(|group| *group >= 3);
    (digits.len() == 10 && believable && !goes_on(text, last)).then_some((last, digits))
}

/// All digits that hang together from here, and how many they are.
fn chain(text: &Text, at: usize) -> (usize, usize) {
    let (mut last, mut count) = (at, text.digits(at));
    while let Some(next) = text.joined(last).filter(|_| count < 10) {
        count += text.digits(next);
        last = next;
    }
    (last, count)
}

/// A unit or a letter of a serial number hangs on behind, or a decimal goes on.
fn goes_on(text: &Text, last: usize) -> bool {
    let glued = text.glued(last + 1);
    let short = text.is(last + 1, Sort::Word) && text.word(last + 1).len() <= 2;
    let decimal = matches!(text.word(last + 1), "." | "-" | "/")
        && text.glued(last + 2)
        && text.is(last + 2, Sort::Digits);
    glued && (short || decimal)
}

/// Whether a health service's name for it stands before: `NHS no`, `CHI:`, `H&C number`.
fn called(text: &Text, at: usize) -> Option<What> {
    for (steps, before) in text.before(at, 6).enumerate() {
        let word = text.low(before);
        match word {
            "nhs" => return named(text, before, at, steps).then_some(What::NhsNumber),
            "chi" => return Some(What::ChiNumber),
            "hcn" => return Some(What::HcNumber),
            "c" if before >= 2
                && matches!(text.low(before - 1), "&" | "+")
                && text.low(before - 2) == "h" =>
            {
                return Some(What::HcNumber);
            }
            _ if NUMBER_WORDS.contains(&word) || text.is(before, Sort::Mark) => {}
            _ => return None,
        }
    }
    None
}

/// `NHS 111` is not a patient's number; `NHS no 111 …` and `NHS: …` would be.
fn named(text: &Text, nhs: usize, at: usize, steps: usize) -> bool {
    steps == 0 && chain(text, at).1 >= 10
        || (nhs + 1..at).any(|between| {
            NUMBER_WORDS.contains(&text.low(between)) || matches!(text.low(between), ":" | "#" | "=" | "-")
        })
}

fn is_of_a_thing(text: &Text, at: usize) -> bool {
    text.follows(at, 4, &THINGS) || in_address(text, at)
}

/// A part of a web address or of a DOI.
fn in_address(text: &Text, at: usize) -> bool {
    let mut first = at;
    while text.glued(first) && at - first < 60 {
        first -= 1;
        if matches!(text.low(first), "http" | "https" | "www" | "doi") {
            return true;
        }
    }
    first < at && text.word(first) == "10" && text.word(first + 1) == "."
}

/// A few letters before it make it a serial number; a word that ran into it does not.
fn is_glued(text: &Text, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| text.glued(at)) else { return false };
    if text.is(before, Sort::Mark) {
        let decimal = matches!(text.word(before), "." | "-" | "/") && text.glued(before) && before > 0;
        return decimal && text.is(before - 1, Sort::Digits);
    }
    text.word(before).chars().count() <= 3 && !NUMBER_WORDS.contains(&text.low(before))
}

fn by_range(digits: &[u32]) -> Option<What> {
    let pair = |at: usize| Some(digits.get(at)? * 10 + digits.get(at + 1)?);
    match pair(0)? {
        32..=39 => Some(What::HcNumber),
        1..=31 if (1..=12).contains(&pair(2)?) => Some(What::ChiNumber),
        40.. => Some(What::NhsNumber),
        _ => None,
    }
}

/// Modulus 11: weights 10 to 2, 11 counts as 0, 10 is never given out.
fn checks(digits: &[u32]) -> bool {
    let Some((last, first)) = digits.split_last() else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    check == *last && digits.iter().any(|digit| digit != last)
}
