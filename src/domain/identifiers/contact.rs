//! How somebody is reached: telephone numbers of the United Kingdom and e-mail addresses. Extensions
//! and bleeps are a hospital's own and are left alone.

use super::plain::{Sort, Text};
use super::{Hit, What};

/// How eleven (or ten) figures that begin with 0 are grouped on paper.
const GROUPS: [&[usize]; 12] = [
    &[11],
    &[5, 6],
    &[5, 3, 3],
    &[4, 3, 4],
    &[3, 4, 4],
    &[4, 7],
    &[3, 8],
    &[5, 2, 2, 2],
    &[3, 3, 5],
    &[5, 5],
    &[6, 4],
    &[7, 4],
];
/// The same behind +44, without the 0.
const ABROAD: [&[usize]; 9] =
    [&[10], &[4, 6], &[4, 3, 3], &[3, 3, 4], &[2, 4, 4], &[3, 7], &[2, 8], &[5, 5], &[4, 2, 2, 2]];
const CALLED: [&str; 13] = [
    "tel",
    "telephone",
    "phone",
    "mobile",
    "mob",
    "ring",
    "rang",
    "landline",
    "whatsapp",
    "phoned",
    "text",
    "call",
    "called",
];

pub(super) fn phones(text: &Text) -> Vec<Hit> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match phone_at(text, at) {
            Some(last) => {
                all.push(Hit::new(What::Phone, at, last));
                at = last + 1;
            }
            None => at += 1,
        }
    }
    all
}

fn phone_at(text: &Text, at: usize) -> Option<usize> {
    if !text.is(at, Sort::Digits) || hangs(text, at) {
        return None;
    }
    let word = text.word(at);
    if word == "44" && at > 0 && text.word(at - 1) == "+" && text.glued(at) || word == "0044" {
        let next = behind_zero(text, at);
        return grouped(text, next, &ABROAD);
    }
    if let Some(rest) =
        word.strip_prefix("44").filter(|rest| rest.len() == 10 && at > 0 && text.word(at - 1) == "+")
    {
        return rest.starts_with(['1', '2', '3', '7', '8']).then_some(at);
    }
    let home = word.starts_with('0')
        && word.get(1..2).is_some_and(|second| matches!(second, "1" | "2" | "3" | "7" | "8"));
    if home && let Some(last) = grouped(text, at, &GROUPS) {
        return Some(last);
    }
    // `tel 923 0000`
    let called = text.follows(at, 3, &CALLED) && !text.follows(at, 3, &["ext", "extension", "x"]);
    let (mut last, mut digits) = (at, text.digits(at));
    while let Some(next) = text.joined(last).filter(|_| digits < 7 && text.digits(last) >= 3) {
        digits += text.digits(next);
        last = next;
    }
    (called && (7..=11).contains(&digits) && text.digits(at) >= 3).then_some(last)
}

/// After `+44`, a `(0)` that is not dialled.
fn behind_zero(text: &Text, at: usize) -> usize {
    let bracketed = text.word(at + 1) == "(" && text.word(at + 2) == "0" && text.word(at + 3) == ")";
    if bracketed { at + 4 } else { at + 1 }
}

/// The end of a number that is grouped in one of these ways from here.
fn grouped(text: &Text, first: usize, ways: &[&[usize]]) -> Option<usize> {
    ways.iter().find_map(|way| {
        let mut at = first;
        for (nth, size) in way.iter().enumerate() {
            if nth > 0 {
                at = step(text, at)?;
            }
            if text.digits(at) != *size {
                return None;
            }
        }
        let goes_on = text.glued(at + 1) && text.is(at + 1, Sort::Word);
        (!goes_on).then_some(at)
    })
}

/// The next group: `(0117) 923`, `0117-923`, `0117 923`.
fn step(text: &Text, at: usize) -> Option<usize> {
    if text.word(at + 1) == ")" && text.is(at + 2, Sort::Digits) {
        return Some(at + 2);
    }
    text.joined(at).filter(|_| text.word(at + 1) != "/")
}

/// Behind a letter, a point or another number it is a part of something else.
fn hangs(text: &Text, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| text.glued(at)) else { return false };
    match text.word(before) {
        "." | "-" | "/" | "_" | "=" => text.glued(before) && before > 0,
        _ => text.is(before, Sort::Word) && text.word(before).len() <= 3,
    }
}

pub(super) fn emails(text: &Text) -> Vec<Hit> {
    (1..text.len())
        .filter(|at| text.word(*at) == "@" && text.glued(*at) && text.glued(at + 1))
        .filter_map(|at| {
            let part = |at: usize| {
                !text.is(at, Sort::Mark) || matches!(text.word(at), "." | "-" | "_" | "+" | "'" | "%")
            };
            let mut first = at - 1;
            while first > 0 && text.glued(first) && part(first - 1) {
                first -= 1;
            }
            let mut last = at + 1;
            while text.glued(last + 1) && part(last + 1) {
                last += 1;
            }
            while last > at && text.is(last, Sort::Mark) {
                last -= 1;
            }
            let dotted = (at + 1..last).any(|place| text.word(place) == ".");
            (part(at - 1) && last > at + 1 && dotted).then(|| Hit::new(What::Email, first, last))
        })
        .collect()
}
