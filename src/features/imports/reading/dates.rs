//! Days as files write them. Which number is the month is asked of the person who reads the file in, since
//! nobody can tell it from 3/4/2026; a year first, and a month in letters, are read as what they are.

use serde::{Deserialize, Serialize};

use crate::domain::time::Day;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

impl DateOrder {
    pub fn code(self) -> &'static str {
        match self {
            DateOrder::DayFirst => "day-first",
            DateOrder::MonthFirst => "month-first",
        }
    }

    pub fn parse(code: &str) -> DateOrder {
        if code == DateOrder::MonthFirst.code() { DateOrder::MonthFirst } else { DateOrder::DayFirst }
    }

    /// The order of a column in which some number can be no month; day first where nothing tells.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> DateOrder {
        let months = texts.filter_map(|text| {
            let parts = parts(text);
            match parts.as_slice() {
                [first, second, year] if year.len() == 4 => {
                    Some((first.parse::<u32>().ok()?, second.parse::<u32>().ok()?))
                }
                _ => None,
            }
        });
        let mut month_first = false;
        for (first, second) in months {
            if first > 12 {
                return DateOrder::DayFirst;
            }
            month_first |= second > 12;
        }
        if month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst }
    }
}

fn parts(text: &str) -> Vec<&str> {
    let text = text.trim().split(['T', ',']).next().unwrap_or_default();
    text.split(['/', '-', '.', ' ']).map(str::trim).filter(|part| !part.is_empty()).take(3).collect()
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that a cell says, or a sentence without the column's name.
pub fn read_day(text: &str, order: DateOrder) -> Result<Day, String> {
    let wrong = || format!("“{text}” is not a date like {}", example(order));
    let parts = parts(text);
    let [first, second, third] = parts.as_slice() else { return Err(wrong()) };
    let number = |text: &str| text.parse::<u32>().ok();
    let named = |text: &str| {
        let text = text.to_lowercase();
        let known = MONTHS.iter().position(|month| text.len() >= 3 && text.starts_with(month))?;
        u32::try_from(known + 1).ok()
    };
    let year = |text: &str| if text.len() == 4 { text.parse::<i32>().ok() } else { None };
    let found = if let Some(year) = year(first) {
        Some((year, number(second).or_else(|| named(second)), number(third)))
    } else {
        let (day, month) = match (named(second), named(first), order) {
            (Some(month), _, _) => (number(first), Some(month)),
            (None, Some(month), _) => (number(second), Some(month)),
            (None, None, DateOrder::DayFirst) => (number(first), number(second)),
            (None, None, DateOrder::MonthFirst) => (number(second), number(first)),
        };
        year(third).map(|year| (year, month, day))
    };
    let day = found.and_then(|(year, month, day)| Day::of(year, month?, day?));
    day.ok_or_else(wrong)
}

fn example(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "31/12/2026 or 2026-12-31",
        DateOrder::MonthFirst => "12/31/2026 or 2026-12-31",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_was_meant() {
        let day = Day::of(2026, 4, 3).unwrap();
        for text in [
            "3/4/2026",
            "03.04.2026",
            "2026-04-03",
            "3 April 2026",
            "3-Apr-2026",
            "2026-04-03T00:00:00",
            "3/4/2026, 00:00",
        ] {
            assert_eq!(read_day(text, DateOrder::DayFirst), Ok(day), "{text}");
        }
        for text in ["4/3/2026", "2026-04-03", "April 3 2026"] {
            assert_eq!(read_day(text, DateOrder::MonthFirst), Ok(day), "{text}");
        }
        for text in ["", "3/4/26", "31/2/2026", "soon", "2026", "3/13/2026", "46115"] {
            assert!(read_day(text, DateOrder::DayFirst).is_err(), "{text}");
        }
    }

    #[test]
    fn a_column_tells_its_order_where_a_number_is_no_month() {
        let of = |texts: &[&str]| DateOrder::of(texts.iter().copied());
        assert_eq!(of(&["1/2/2026", "13/2/2026"]), DateOrder::DayFirst);
        assert_eq!(of(&["1/2/2026", "2/13/2026"]), DateOrder::MonthFirst);
        assert_eq!(of(&["1/2/2026", "2026-02-13", ""]), DateOrder::DayFirst);
    }
}
