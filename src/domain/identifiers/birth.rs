//! Days of birth. A day is one when something beside it says so (`DOB`, `born`), or when it lies before
//! anybody now at work can have worked and a person is spoken of nearby. The day of a case is neither.

use super::date::day_at;
use super::plain::{Sort, Text};
use super::{Hit, What};

/// Words that say it by themselves.
const BIRTH: [&str; 6] = ["dob", "born", "birthday", "birthdate", "dateofbirth", "bday"];
/// Somebody is spoken of.
const PERSON: [&str; 27] = [
    "patient",
    "patients",
    "pt",
    "he",
    "she",
    "his",
    "her",
    "him",
    "man",
    "woman",
    "gentleman",
    "lady",
    "male",
    "female",
    "boy",
    "girl",
    "baby",
    "child",
    "infant",
    "neonate",
    "aged",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mother",
    "yo",
];
/// The year from which a whole day may be one at work.
const AT_WORK: u32 = 1990;

pub(super) fn find(text: &Text) -> Vec<Hit> {
    let mut all = Vec::new();
    for at in 0..text.len() {
        if let Some(end) = says_birth(text, at) {
            // After it, or shortly before: `DOB: 3.4.51`, `3.4.51 (DOB)`.
            let same = |next: &usize| !matches!(text.word(*next), ";" | "!" | "?");
            let after =
                (end + 1..end + 7).take_while(same).find_map(|next| Some((next, day_at(text, next, true)?)));
            let before = || {
                (at.saturating_sub(9)..at).find_map(|first| {
                    day_at(text, first, false)
                        .filter(|day| day.last < at && at - day.last <= 3)
                        .map(|day| (first, day))
                })
            };
            if let Some((first, day)) = after.or_else(before) {
                all.push(Hit::new(What::BirthDate, first, day.last));
            }
        }
        if let Some(day) = day_at(text, at, false)
            && day.year < AT_WORK
            && (at.saturating_sub(15)..day.last + 16).any(|near| PERSON.contains(&text.low(near)))
        {
            all.push(Hit::new(What::BirthDate, at, day.last));
        }
    }
    all
}

/// The last token of a word for birth that begins here.
fn says_birth(text: &Text, at: usize) -> Option<usize> {
    let low = text.low(at);
    if BIRTH.contains(&low) {
        // `newborn` is another word; `Born` in the middle of a name is glued by a dash.
        return (!(text.glued(at) && text.word(at.saturating_sub(1)) == "-")).then_some(at);
    }
    if matches!(low, "birth") {
        let of_date = text.follows(at, 2, &["date", "day", "year"]) || text.low(at + 1) == "date";
        return (of_date || text.word(at + 1) == ":").then_some(at);
    }
    // d.o.b, D O B, d/o/b
    let skip = |at: usize| if text.is(at, Sort::Mark) { at + 1 } else { at };
    let o = skip(at + 1);
    let b = skip(o + 1);
    (low == "d" && text.low(o) == "o" && text.low(b) == "b").then(|| skip(b + 1).saturating_sub(1).max(b))
}
