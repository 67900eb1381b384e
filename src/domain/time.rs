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

/// A calendar day without a zone. Written `2026-11-12`, shown `12 November 2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

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
        Day(self.0.and_utc().with_timezone(&zone).date_naive())
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

impl Day {
    pub fn of(year: i32, month: u32, day: u32) -> Option<Day> {
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

    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    pub fn plus_days(self, days: i64) -> Day {
        let moved = if days < 0 {
            self.0.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            self.0.checked_add_days(Days::new(days.unsigned_abs()))
        };
        self.reached(moved, days < 0)
    }

    /// What can be read back as a day: nothing is reckoned before 1900 or after 2200.
    fn reached(self, moved: Option<NaiveDate>, back: bool) -> Day {
        let (first, last) = (Day::of(1900, 1, 1).unwrap_or(self), Day::of(2200, 12, 31).unwrap_or(self));
        match moved {
            Some(date) => Day(date).clamp(first, last),
            None if back => first,
            None => last,
        }
    }

    /// Calendar months later; 31 January plus one month is the last day of February.
    pub fn plus_months(self, months: i32) -> Day {
        let step = Months::new(months.unsigned_abs());
        let moved =
            if months < 0 { self.0.checked_sub_months(step) } else { self.0.checked_add_months(step) };
        self.reached(moved, months < 0)
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
        self.plus_days(1).starts_in(zone).plus_millis(-1)
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
            .filter(|d| (1900..=2200).contains(&d.year()))
            .map(Day)
            .ok_or_else(|| NotATime(format!("“{text}” is not a date: write it like 2026-11-12.")))
    }
}

impl FromStr for Moment {
    type Err = NotATime;
    fn from_str(text: &str) -> Result<Moment, NotATime> {
        DateTime::parse_from_rfc3339(text.trim())
            .map(|at| Moment::of(at.with_timezone(&Utc)))
            .map_err(|_| NotATime(format!("“{text}” is not an instant: write it like 2026-11-12T14:02:33Z.")))
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
    fn a_day_beyond_all_reason_can_still_be_read_back() {
        let day = Day::of(2026, 11, 21).unwrap();
        for far in [
            day.plus_days(i64::MAX),
            day.plus_days(i64::MIN),
            day.plus_months(i32::MAX),
            day.plus_months(i32::MIN),
        ] {
            assert_eq!(far.iso().parse::<Day>().unwrap(), far);
        }
        assert!(day.plus_days(i64::MIN) < day && day < day.plus_days(i64::MAX));
    }

    #[test]
    fn months_end_where_months_end() {
        assert_eq!(Day::of(2025, 1, 31).unwrap().plus_months(1), Day::of(2025, 2, 28).unwrap());
        assert_eq!(Day::of(2024, 3, 31).unwrap().plus_months(-1), Day::of(2024, 2, 29).unwrap());
    }
}
