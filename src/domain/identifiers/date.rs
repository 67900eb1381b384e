//! Days as people write them, in tokens. Which of them is a birthday is judged elsewhere.

use crate::domain::dates::month_named;

use super::plain::{Sort, Text};

#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub last: usize,
    /// In full; two figures mean the last century from 27 on.
    pub year: u32,
}

/// A whole day that begins here. `loosely`: also without separators, as `12031951` or `12 3 51`.
pub(super) fn day_at(text: &Text, at: usize, loosely: bool) -> Option<Written> {
    by_numbers(text, at, loosely).or_else(|| by_name(text, at)).or_else(|| {
        let number = text.word(at);
        if !loosely || !text.is(at, Sort::Digits) || text.glued(at) {
            return None;
        }
        let part = |from: usize, to: usize| number.get(from..to).and_then(|p| p.parse().ok());
        match number.len() {
            8 => whole(part(0, 2)?, part(2, 4)?, year(number.get(4..8)?)?, at),
            6 => whole(part(0, 2)?, part(2, 4)?, year(number.get(4..6)?)?, at),
            _ => None,
        }
    })
}

fn by_numbers(text: &Text, at: usize, loosely: bool) -> Option<Written> {
    let value = |at: usize| text.word(at).parse::<u32>().ok().filter(|_| text.is(at, Sort::Digits));
    let (second, third) = {
        let second = text.joined(at)?;
        (second, text.joined(second)?)
    };
    let spaced = second == at + 1 || third == second + 1;
    let same = spaced || text.word(at + 1) == text.word(second + 1);
    let hangs = text.glued(at) && text.is(at - 1, Sort::Word);
    if (spaced && !loosely) || !same || hangs {
        return None;
    }
    match (text.digits(at), text.digits(second), text.digits(third)) {
        (4, 1..=2, 1..=2) => whole(value(third)?, value(second)?, year(text.word(at))?, third),
        (1..=2, 1..=2, 2 | 4) => whole(value(at)?, value(second)?, year(text.word(third))?, third)
            .or_else(|| whole(value(second)?, value(at)?, year(text.word(third))?, third)),
        _ => None,
    }
}

/// `3rd of March 1951`, `3-Mar-51`, `March 3, 1951`
fn by_name(text: &Text, at: usize) -> Option<Written> {
    let skip = |mut at: usize, words: &[&str]| {
        while words.contains(&text.low(at)) {
            at += 1;
        }
        at
    };
    let day = |at: usize| text.word(at).parse::<u32>().ok().filter(|_| (1..=2).contains(&text.digits(at)));
    const BETWEEN: [&str; 9] = ["st", "nd", "rd", "th", "of", "the", "-", ",", "."];
    if let Some(number) = day(at) {
        let month_at = skip(at + 1, &BETWEEN);
        let month = month_named(text.low(month_at))?;
        let year_at = skip(month_at + 1, &["-", ",", ".", "'"]);
        return whole(number, month, year(text.word(year_at))?, year_at);
    }
    let month = month_named(text.low(at))?;
    let day_at = skip(at + 1, &["-", ".", "the"]);
    let number = day(day_at)?;
    let year_at = skip(day_at + 1, &["st", "nd", "rd", "th", ",", "-", "of"]);
    whole(number, month, year(text.word(year_at)).filter(|_| text.digits(year_at) == 4)?, year_at)
}

fn year(word: &str) -> Option<u32> {
    let number: u32 = word.parse().ok()?;
    match word.len() {
        4 => (1900..=2099).contains(&number).then_some(number),
        2 if number >= 27 => Some(1900 + number),
        2 => Some(2000 + number),
        _ => None,
    }
}

fn whole(day: u32, month: u32, year: u32, last: usize) -> Option<Written> {
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Written { last, year })
}
