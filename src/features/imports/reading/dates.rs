//! Days as files of people write them. Which number is the month is asked of the person who reads the file in,
//! since nobody can tell it from 3/4/2026. Stricter than an earlier logbook: an enrolment's first day decides what
//! counts, so a year has four figures and a spreadsheet's bare number is no day.

use crate::domain::dates::{self, Order};
use crate::domain::time::Day;

/// The order of a column in which some number can be no month; day first where nothing tells.
pub fn order_of<'t>(texts: impl Iterator<Item = &'t str>) -> Order {
    dates::order_of(texts).0
}

/// The day that a cell says, or a sentence without the column's name.
pub fn read_day(text: &str, order: Order) -> Result<Day, String> {
    let figures = text.split(|c: char| !c.is_ascii_digit());
    let has_year =
        figures.clone().any(|run| run.len() == 4) && figures.filter(|run| run.len() > 4).count() == 0;
    let found = if has_year { dates::day(text, order) } else { None };
    found.ok_or_else(|| format!("“{text}” is not a date like {}", example(order)))
}

fn example(order: Order) -> &'static str {
    match order {
        Order::DayFirst => "31/12/2026 or 2026-12-31",
        Order::MonthFirst => "12/31/2026 or 2026-12-31",
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
            assert_eq!(read_day(text, Order::DayFirst), Ok(day), "{text}");
        }
        for text in ["4/3/2026", "2026-04-03", "April 3 2026"] {
            assert_eq!(read_day(text, Order::MonthFirst), Ok(day), "{text}");
        }
        for text in ["", "3/4/26", "31/2/2026", "soon", "2026", "3/13/2026", "46115"] {
            assert!(read_day(text, Order::DayFirst).is_err(), "{text}");
        }
    }

    #[test]
    fn a_column_tells_its_order_where_a_number_is_no_month() {
        let of = |texts: &[&str]| order_of(texts.iter().copied());
        assert_eq!(of(&["1/2/2026", "13/2/2026"]), Order::DayFirst);
        assert_eq!(of(&["1/2/2026", "2/13/2026"]), Order::MonthFirst);
        assert_eq!(of(&["1/2/2026", "2026-02-13", ""]), Order::DayFirst);
    }
}
