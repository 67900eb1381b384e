//! Words as the checks read them: digits of every script are digits, all dashes are one dash, every
//! blank (a line break, a non-breaking or thin space) is a space, and what is not seen (soft hyphens,
//! joiners) is not there. Every check works on the same tokens, so none is got round by a separator
//! that another one knows. What is found keeps its place in the original.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Word,
    Digits,
    Mark,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub sort: Sort,
    start: usize,
    end: usize,
    /// Blanks between the token before and this one.
    pub spaces: usize,
    /// A line ended in between.
    pub new_line: bool,
}

pub(super) struct Text {
    plain: String,
    /// The same length: only ASCII letters differ.
    lower: String,
    /// For every letter of `plain`: where it begins there, and its place in the original.
    places: Vec<(usize, Range<usize>)>,
    tokens: Vec<Token>,
}

impl Text {
    pub fn of(original: &str) -> Text {
        let mut plain = String::with_capacity(original.len());
        let mut places = Vec::new();
        for (at, letter) in original.char_indices() {
            let Some(read) = read(letter) else { continue };
            places.push((plain.len(), at..at + letter.len_utf8()));
            plain.push(read);
        }
        let tokens = tokens(&plain);
        let lower = plain.to_ascii_lowercase();
        Text { plain, lower, places, tokens }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    pub fn is(&self, at: usize, sort: Sort) -> bool {
        self.token(at).is_some_and(|token| token.sort == sort)
    }

    /// As it was written; empty beyond the end.
    pub fn word(&self, at: usize) -> &str {
        self.token(at).and_then(|t| self.plain.get(t.start..t.end)).unwrap_or_default()
    }

    /// In lower case; empty beyond the end.
    pub fn low(&self, at: usize) -> &str {
        self.token(at).and_then(|t| self.lower.get(t.start..t.end)).unwrap_or_default()
    }

    /// Blanks before this token.
    pub fn spaces(&self, at: usize) -> usize {
        self.token(at).map_or(usize::MAX, |token| token.spaces)
    }

    /// Digits in this token; none if it is another sort.
    pub fn digits(&self, at: usize) -> usize {
        if self.is(at, Sort::Digits) { self.word(at).len() } else { 0 }
    }

    /// Nothing stands between this token and the one before.
    pub fn glued(&self, at: usize) -> bool {
        at > 0 && self.token(at).is_some_and(|token| token.spaces == 0)
    }

    /// The tokens before this one, the nearest first, at most so many.
    pub fn before(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (at.saturating_sub(most)..at.min(self.len())).rev()
    }

    /// The next token that begins a number joined to this one by a blank or a single separator.
    pub fn joined(&self, at: usize) -> Option<usize> {
        let next = self.token(at + 1)?;
        if next.sort == Sort::Digits {
            return (1..=3).contains(&next.spaces).then_some(at + 1);
        }
        let after = self.token(at + 2)?;
        let separator = next.sort == Sort::Mark && matches!(self.word(at + 1), "-" | "." | "/" | "_");
        (separator && after.sort == Sort::Digits && next.spaces <= 1 && after.spaces <= 1).then_some(at + 2)
    }

    /// Whether one of these words stands among the few tokens before.
    pub fn follows(&self, at: usize, within: usize, words: &[&str]) -> bool {
        self.before(at, within).any(|before| words.contains(&self.low(before)))
    }

    /// Where these tokens are in the original.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.token(first).map_or(0, |token| token.start);
        let end = self.token(last).map_or(start, |token| token.end);
        let place = |at: usize| {
            let index = self.places.partition_point(|(plain, _)| *plain <= at);
            self.places.get(index.saturating_sub(1)).map(|(_, place)| place.clone()).unwrap_or_default()
        };
        place(start).start..place(end.saturating_sub(1)).end
    }
}

/// A letter as it is read; `None` for what is not seen.
fn read(letter: char) -> Option<char> {
    match letter {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => None,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{ff07}' => Some('\''),
        '\u{ff20}' => Some('@'),
        '\u{ff0e}' | '\u{2024}' | '\u{b7}' => Some('.'),
        '\u{ff0f}' | '\u{2044}' | '\u{2215}' => Some('/'),
        // Letters of full width, as Asian keyboards give them.
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(letter) - u32::from('\u{ff21}') + u32::from('A'))
        }
        other if other.is_whitespace() => Some(' '),
        other => Some(digit(other).unwrap_or(other)),
    }
}

/// Decimal digits of the scripts that people here write or paste.
fn digit(letter: char) -> Option<char> {
    const ZEROS: [u32; 9] = [0xff10, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0be6, 0x1d7ce];
    let code = u32::from(letter);
    let zero = ZEROS.into_iter().find(|zero| (*zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

fn tokens(plain: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    let (mut spaces, mut new_line) = (0, false);
    for (at, letter) in plain.char_indices() {
        if letter == ' ' || letter == '\n' {
            spaces += 1;
            new_line |= letter == '\n';
            continue;
        }
        let sort = match letter {
            '0'..='9' => Sort::Digits,
            other if other.is_alphabetic() => Sort::Word,
            _ => Sort::Mark,
        };
        let end = at + letter.len_utf8();
        match all.last_mut() {
            Some(last) if spaces == 0 && last.sort == sort && sort != Sort::Mark => last.end = end,
            _ => all.push(Token { sort, start: at, end, spaces, new_line }),
        }
        (spaces, new_line) = (0, false);
    }
    all
}
