//! Days as people and other systems write them: `3/11/2024`, `2024-11-03`, `3 Nov 2024`, `Nov 3, 2024`, `03.11.24`,
//! with a weekday or a time beside them, and the numbers that spreadsheets keep.

use crate::domain::folding::fold;
use crate::domain::time::Day;
use crate::text_words;

text_words! {
    /// What stands first in a day of three numbers.
    #[derive(Default)]
    enum Order "order of day and month" {
        #[default]
        DayFirst = "day-first",
        MonthFirst = "month-first",
    }
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// 1950 and 2099 as spreadsheets count days.
const SERIALS: std::ops::RangeInclusive<i64> = 18_264..=73_050;

/// The day, if the text is one.
pub fn day(text: &str, order: Order) -> Option<Day> {
    let text = fold(text);
    if let Some(serial) = serial(&text) {
        return Some(serial);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return real(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let parts = parts(&text);
    let [first, second, third] = parts.as_slice() else { return None };
    let is_word = |part: &&str| month_named(part).is_some();
    if let Some(at) = parts.iter().position(|part| is_word(&part.as_str())) {
        let month = month_named(parts.get(at)?)?.to_string();
        let mut rest = parts.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, part)| part.as_str());
        let (one, two) = (rest.next()?, rest.next()?);
        return if one.len() == 4 { real(one, &month, two) } else { real(two, &month, one) };
    }
    match (first.len(), order) {
        (4, _) => real(first, second, third),
        (_, Order::DayFirst) => real(third, second, first),
        (_, Order::MonthFirst) => real(third, first, second),
    }
}

/// Which order the days of a column are written in, and whether they tell.
pub fn order_of<'a>(cells: impl Iterator<Item = &'a str>) -> (Order, bool) {
    let (mut day_first, mut month_first) = (0, 0);
    for cell in cells {
        let text = fold(cell);
        let parts = parts(&text);
        let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
        match numbers.as_slice() {
            [one, ..] if *one > 31 => {}
            [one, _, _] if *one > 12 => day_first += 1,
            [_, two, _] if *two > 12 => month_first += 1,
            _ => {}
        }
    }
    match (day_first, month_first) {
        (0, 1..) => (Order::MonthFirst, true),
        (0, 0) => (Order::DayFirst, false),
        (_, other) => (Order::DayFirst, other == 0),
    }
}

/// Without the time, the weekday and the endings of ordinals.
fn parts(text: &str) -> Vec<String> {
    // `2024-11-03t09:30:00` of machines.
    let text = match text.split_once('t') {
        Some((day, time)) if day.ends_with(|c: char| c.is_ascii_digit()) && time.contains(':') => day,
        _ => text,
    };
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',' | '\\' | '\''));
    let mut kept = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        if word.contains(':') || matches!(word, "am" | "pm") {
            continue;
        }
        let is_weekday = word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(word));
        if is_weekday || word == "of" {
            continue;
        }
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
        let number = bare.filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
        kept.push(number.unwrap_or(word).to_owned());
    }
    kept
}

fn serial(text: &str) -> Option<Day> {
    let whole = text
        .split_once('.')
        .map_or(text, |(whole, rest)| if rest.bytes().all(|b| b.is_ascii_digit()) { whole } else { text });
    if whole.len() != 5 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    // Spreadsheets count a 29 February 1900 that never was.
    SERIALS.contains(&number).then(|| Day::of(1900, 1, 1))?.map(|start| start.plus_days(number - 2))
}

/// `january`, `jan` or `sept`, in any capitals.
pub(in crate::domain) fn month_named(word: &str) -> Option<u32> {
    if word == "sept" {
        Some(9)
    } else {
        word.parse().ok().map(|month: chrono::Month| month.number_from_month())
    }
}

fn real(year: &str, month: &str, day: &str) -> Option<Day> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year) || !digits(month) || !digits(day) || day.len() > 2 {
        return None;
    }
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        4 => number,
        2 if number < 80 => 2000 + number,
        2 => 1900 + number,
        _ => return None,
    };
    if !(1950..=2099).contains(&year) {
        return None;
    }
    Day::of(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_each_of_its_ways() {
        let third = Day::of(2026, 11, 3);
        for text in [
            "2026-11-03",
            "2026-11-03T09:00:00Z",
            "2026-11-03 09:00",
            "3/11/2026",
            "03/11/26",
            "03.11.2026",
            "3 Nov 2026",
            "3-Nov-2026",
            " 3rd November 2026 ",
            "03/11/2026 14:02",
        ] {
            assert_eq!(day(text, Order::DayFirst), third, "{text}");
        }
        for text in
            ["", "soon", "11/13/2026", "31/2/2026", "3/11", "3/11/20262", "3 No 2026", "3/11/2026 maybe"]
        {
            assert_eq!(day(text, Order::DayFirst), None, "{text}");
        }
    }
}
