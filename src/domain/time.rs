//! Time as the house knows it: an instant in UTC cut to milliseconds, a calendar day, and the
//! zone in which an institution lives. Milliseconds are the finest time that both engines give
//! back unchanged, so nobody ever sees a finer one.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The zone of an institution that has not named its own.
pub const DEFAULT_ZONE: Tz = chrono_tz::Europe::London;

/// An instant, UTC, whole milliseconds. Written `2026-11-12T14:02:33.120Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NaiveDateTime);

/// A calendar day without a zone. Written `2026-11-12`, shown `12 November 2026`. What is typed, computed
/// or read lies between 1900 and 2200, so that every day that is stored can be read again: arithmetic that
/// would leave these years ends at their first or last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 2200;

/// Why a text is not a day or an instant, as a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotATime(String);

impl Moment {
    /// The instant, cut (never rounded) to milliseconds.
    pub fn of(at: DateTime<Utc>) -> Moment {
        Moment::of_millis(at.timestamp_millis())
    }

    /// Milliseconds since 1970; out of chrono's range becomes 1970 itself.
    pub fn of_millis(millis: i64) -> Moment {
        Moment(DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc())
    }

    pub fn from_naive(at: NaiveDateTime) -> Moment {
        Moment::of_millis(at.and_utc().timestamp_millis())
    }

    pub fn millis(self) -> i64 {
        self.0.and_utc().timestamp_millis()
    }

    /// UTC without saying so, as the database keeps it.
    pub fn as_naive(&self) -> &NaiveDateTime {
        &self.0
    }

    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment::of_millis(self.millis().saturating_add(seconds.saturating_mul(1000)))
    }

    pub fn plus_millis(self, millis: i64) -> Moment {
        Moment::of_millis(self.millis().saturating_add(millis))
    }

    pub fn plus_days(self, days: i64) -> Moment {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// The calendar day on which this instant falls in the zone.
    pub fn day_in(self, zone: Tz) -> Day {
        Day::within(Some(self.0.and_utc().with_timezone(&zone).date_naive()), Towards::Past)
    }

    /// `14:02` on the clock of the zone.
    pub fn clock_in(self, zone: Tz) -> String {
        self.0.and_utc().with_timezone(&zone).format("%H:%M").to_string()
    }

    /// `12 November 2026, 14:02` on the clock of the zone.
    pub fn shown_in(self, zone: Tz) -> String {
        format!("{}, {}", self.day_in(zone), self.clock_in(zone))
    }
}

#[derive(Clone, Copy)]
enum Towards {
    Past,
    Future,
}

impl Day {
    pub fn of(year: i32, month: u32, day: u32) -> Option<Day> {
        let year = Some(year).filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    pub fn from_naive(date: NaiveDate) -> Day {
        Day(date)
    }

    pub fn as_naive(&self) -> &NaiveDate {
        &self.0
    }

    pub fn naive(self) -> NaiveDate {
        self.0
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Days after Monday.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    pub fn plus_days(self, days: i64) -> Day {
        let step = Days::new(days.unsigned_abs());
        if days < 0 {
            Day::within(self.0.checked_sub_days(step), Towards::Past)
        } else {
            Day::within(self.0.checked_add_days(step), Towards::Future)
        }
    }

    /// Calendar months later; 31 January plus one month is the last day of February.
    pub fn plus_months(self, months: i32) -> Day {
        let step = Months::new(months.unsigned_abs());
        if months < 0 {
            Day::within(self.0.checked_sub_months(step), Towards::Past)
        } else {
            Day::within(self.0.checked_add_months(step), Towards::Future)
        }
    }

    /// The date, or the nearest that is a day of the house; where there is no date, the end it went to.
    fn within(date: Option<NaiveDate>, towards: Towards) -> Day {
        let edge = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let (first, last) = (edge(FIRST_YEAR, 1, 1), edge(LAST_YEAR, 12, 31));
        let end = match towards {
            Towards::Past => first,
            Towards::Future => last,
        };
        Day(date.unwrap_or(end).clamp(first, last))
    }

    /// Whole days from `other` to this day; negative when this day is earlier.
    pub fn days_since(self, other: Day) -> i64 {
        (self.0 - other.0).num_days()
    }

    /// The first instant of the day in the zone (where midnight does not exist: the first that does).
    pub fn starts_in(self, zone: Tz) -> Moment {
        let midnight = self.0.and_time(NaiveTime::MIN);
        let first = zone
            .from_local_datetime(&midnight)
            .earliest()
            .or_else(|| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(1))).earliest());
        match first {
            Some(at) => Moment::of(at.with_timezone(&Utc)),
            None => Moment::from_naive(midnight),
        }
    }

    /// The last millisecond of the day in the zone.
    pub fn ends_in(self, zone: Tz) -> Moment {
        Day(self.0.succ_opt().unwrap_or(self.0)).starts_in(zone).plus_millis(-1)
    }

    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%-d %B %Y"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

impl FromStr for Day {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Day, NotATime> {
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
            .ok()
            .filter(|d| (FIRST_YEAR..=LAST_YEAR).contains(&d.year()))
            .map(Day)
            .ok_or_else(|| NotATime(format!("“{text}” is not a date: write it like 2026-11-12.")))
    }
}

impl FromStr for Moment {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Moment, NotATime> {
        DateTime::parse_from_rfc3339(text.trim())
            .ok()
            .map(|at| Moment::of(at.with_timezone(&Utc)))
            // An hour's distance from UTC may lead out of the years that can be written.
            .filter(|at| (0..=9999).contains(&at.0.year()))
            .ok_or_else(|| {
                NotATime(format!("“{text}” is not an instant: write it like 2026-11-12T14:02:33Z."))
            })
    }
}

macro_rules! as_text {
    ($word:ident, $write:expr) => {
        impl Serialize for $word {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&$write(self))
            }
        }
        impl<'de> Deserialize<'de> for $word {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<$word, D::Error> {
                let text = String::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
as_text!(Day, |d: &Day| d.iso());
as_text!(Moment, |m: &Moment| m.to_string());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_cut_to_milliseconds_and_reads_back() {
        let at: Moment = "2026-11-12T14:02:33.123987Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-12T14:02:33.123Z");
        assert_eq!(at.to_string().parse::<Moment>().unwrap(), at);
    }

    #[test]
    fn summer_time_moves_the_day() {
        let at: Moment = "2026-07-01T23:30:00Z".parse().unwrap();
        assert_eq!(at.day_in(DEFAULT_ZONE), Day::of(2026, 7, 2).unwrap());
        let day = Day::of(2026, 7, 2).unwrap();
        assert_eq!(day.starts_in(DEFAULT_ZONE).to_string(), "2026-07-01T23:00:00.000Z");
        assert_eq!(day.ends_in(DEFAULT_ZONE).to_string(), "2026-07-02T22:59:59.999Z");
    }

    #[test]
    fn an_instant_that_is_read_can_be_written_and_read_again() {
        let last: Moment = "9999-12-31T23:59:59Z".parse().unwrap();
        assert_eq!(last.to_string().parse::<Moment>().unwrap(), last);
        assert!("9999-12-31T23:59:59-01:00".parse::<Moment>().is_err());
        assert!("0000-01-01T00:00:00+01:00".parse::<Moment>().is_err());
    }

    #[test]
    fn every_day_that_is_reached_can_be_stored_and_read_again() {
        let (first, last) = (Day::of(1900, 1, 1).unwrap(), Day::of(2200, 12, 31).unwrap());
        assert_eq!((Day::of(1899, 12, 31), Day::of(2201, 1, 1)), (None, None));
        assert_eq!((first.plus_days(-1), last.plus_days(1)), (first, last));
        assert_eq!((first.plus_days(i64::MIN), last.plus_days(i64::MAX)), (first, last));
        assert_eq!((first.plus_months(i32::MIN), last.plus_months(24)), (first, last));
        let late: Moment = "9999-12-31T23:59:59Z".parse().unwrap();
        assert_eq!(late.day_in(DEFAULT_ZONE), last);
        let written = serde_json::to_string(&last.plus_months(240)).unwrap();
        assert_eq!(serde_json::from_str::<Day>(&written).unwrap(), last);
        assert!(last.starts_in(DEFAULT_ZONE) < last.ends_in(DEFAULT_ZONE));
    }

    #[test]
    fn months_end_where_months_end() {
        assert_eq!(Day::of(2025, 1, 31).unwrap().plus_months(1), Day::of(2025, 2, 28).unwrap());
        assert_eq!(Day::of(2024, 3, 31).unwrap().plus_months(-1), Day::of(2024, 2, 29).unwrap());
    }
}
