//! Dates as other systems write them: year first, or day before month with figures or a month's name.

use crate::domain::time::Day;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `2026-11-03`, `2026-11-03T09:00`, `3/11/2026`, `03.11.26`, `3 Nov 2026`, `3 November 2026`; an hour behind it
/// is passed over. `11/13/2026` is no date: the day comes first.
pub fn day_of(text: &str) -> Option<Day> {
    let text = text.trim();
    let mut words = text.split([' ', '/', '.', '-', 'T', ',']).filter(|word| !word.is_empty());
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let rest_is_an_hour = words.all(|word| {
        word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'Z' | '+'))
            || matches!(word, "AM" | "PM" | "am" | "pm")
    });
    if !rest_is_an_hour {
        return None;
    }
    if first.len() == 4 {
        return Day::of(first.parse().ok()?, month(second)?, third.parse().ok()?);
    }
    let year: i32 = match (third.len(), third.parse::<i32>().ok()?) {
        (4, year) => year,
        (2, short) => 2000 + short,
        _ => return None,
    };
    Day::of(year, month(second)?, first.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse().ok()?)
}

fn month(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(&word))?;
    u32::try_from(at + 1).ok()
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
            assert_eq!(day_of(text), third, "{text}");
        }
        for text in
            ["", "soon", "11/13/2026", "31/2/2026", "3/11", "3/11/20262", "3 No 2026", "3/11/2026 maybe"]
        {
            assert_eq!(day_of(text), None, "{text}");
        }
    }
}
