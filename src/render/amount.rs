//! Numbers and instants as a report carries them. An amount is carried as the very text that is
//! printed ("118", "12.5"), so that no format can spell it differently; an instant carries its words
//! and its calendar day in the institution's zone, so that no format needs to know about zones.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::time::{Day, Moment};

/// A number of hundredths; printed without trailing zeros.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);

/// A text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a number with at most two decimals")]
pub struct NotAnAmount(String);

impl Amount {
    pub fn whole(units: i64) -> Amount {
        Amount(units.saturating_mul(100))
    }

    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// What is left until the target, never below zero.
    pub fn short_of(self, target: Amount) -> Amount {
        Amount(target.0.saturating_sub(self.0).max(0))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let (whole, rest) = (all / 100, all % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{sign}{whole}.{}", tenths / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;
    fn from_str(text: &str) -> Result<Amount, NotAnAmount> {
        let fault = || NotAnAmount(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let only_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !only_digits(whole) || !only_digits(rest) || rest.len() > 2 {
            return Err(fault());
        }
        let whole: i64 = whole.parse().map_err(|_| fault())?;
        let rest: i64 = format!("{rest:0<2}").parse().map_err(|_| fault())?;
        let all = whole.checked_mul(100).and_then(|w| w.checked_add(rest)).ok_or_else(fault)?;
        Ok(Amount(if negative { -all } else { all }))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Amount, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An instant, with its day and clock in the institution's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Moment,
    pub day: Day,
    /// `14:02`
    pub clock: String,
    /// `12 November 2026, 14:02`
    pub words: String,
}

impl Stamp {
    pub fn of(at: Moment, zone: Tz) -> Stamp {
        Stamp { at, day: at.day_in(zone), clock: at.clock_in(zone), words: at.shown_in(zone) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_printed_without_trailing_zeros_and_reads_back() {
        for (hundredths, text) in
            [(11800, "118"), (1250, "12.5"), (1205, "12.05"), (0, "0"), (-50, "-0.5"), (7, "0.07")]
        {
            assert_eq!(Amount(hundredths).to_string(), text);
            assert_eq!(text.parse::<Amount>().unwrap(), Amount(hundredths));
        }
        for wrong in ["", "-", "1.", ".5", "1.234", "1e3", "+1", "99999999999999999999"] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong} was taken for an amount");
        }
    }
}
