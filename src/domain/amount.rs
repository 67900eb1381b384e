//! How much of something: a number of whole hundredths, so that half a point is exact on every
//! machine and in both databases. Written as a plain JSON or TOML number with at most two decimals.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Hundredths of one unit. Sums saturate instead of overflowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

/// Beyond this (in either direction) nothing in the house is counted.
const MOST: i64 = 1_000_000_000_000;

impl Amount {
    pub const ZERO: Amount = Amount(0);
    pub const ONE: Amount = Amount(100);

    pub fn of_hundredths(hundredths: i64) -> Amount {
        Amount(hundredths.clamp(-MOST, MOST))
    }

    pub fn whole(number: i64) -> Amount {
        Amount::of_hundredths(number.saturating_mul(100))
    }

    pub fn count(number: usize) -> Amount {
        Amount::whole(i64::try_from(number).unwrap_or(MOST))
    }

    pub fn hundredths(self) -> i64 {
        self.0
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// What is left of `self` after `taken`, never below zero.
    pub fn less(self, taken: Amount) -> Amount {
        Amount((self.0 - taken.0).max(0))
    }

    /// Cut to one decimal: never more than there is.
    pub fn tenths(self) -> Amount {
        Amount(self.0 - self.0 % 10)
    }

    /// A number as a person types it: `12`, `12.5`, `1,5` is refused.
    pub fn typed(text: &str) -> Option<Amount> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && part.is_empty())
            || !plain(whole)
            || !plain(part)
            || part.len() > 2
            || whole.len() > 9
        {
            return None;
        }
        let units: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let hundredths: i64 = format!("{part:0<2}").parse().ok()?;
        Some(Amount::of_hundredths(sign * (units * 100 + hundredths)))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (units, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{sign}{units}"),
            (_, 0) => write!(f, "{sign}{units}.{}", part / 10),
            _ => write!(f, "{sign}{units}.{part:02}"),
        }
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount::of_hundredths(self.0.saturating_add(other.0))
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount::of_hundredths(self.0.saturating_sub(other.0))
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(all: I) -> Amount {
        all.fold(Amount::ZERO, Add::add)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            s.serialize_i64(self.0 / 100)
        } else {
            #[expect(clippy::cast_precision_loss, reason = "bounded by MOST, far below 2^53")]
            s.serialize_f64(self.0 as f64 / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Amount, D::Error> {
        struct Number;
        impl de::Visitor<'_> for Number {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with at most two decimals")
            }
            fn visit_i64<E: de::Error>(self, n: i64) -> Result<Amount, E> {
                Ok(Amount::whole(n))
            }
            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Amount, E> {
                Ok(Amount::whole(i64::try_from(n).unwrap_or(MOST)))
            }
            fn visit_f64<E: de::Error>(self, n: f64) -> Result<Amount, E> {
                Amount::of_float(n).ok_or_else(|| E::custom("a number may have at most two decimals"))
            }
        }
        d.deserialize_any(Number)
    }
}

impl Amount {
    /// None when the number has more than two decimals or is out of all reason.
    pub fn of_float(number: f64) -> Option<Amount> {
        let hundredths = (number * 100.0).round();
        if !number.is_finite() || hundredths.abs() > 1e12 || (number * 100.0 - hundredths).abs() > 1e-4 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and bounded one line above")]
        let whole = hundredths as i64;
        Some(Amount::of_hundredths(whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_point_is_exact_everywhere() {
        let half = Amount::typed("0.5").unwrap();
        assert_eq!(half.hundredths(), 50);
        assert_eq!(half.to_string(), "0.5");
        assert_eq!(serde_json::to_string(&half).unwrap(), "0.5");
        assert_eq!(serde_json::from_str::<Amount>("0.5").unwrap(), half);
        assert_eq!(serde_json::to_string(&Amount::whole(150)).unwrap(), "150");
        assert_eq!(Amount::of_hundredths(-1205).to_string(), "-12.05");
    }

    #[test]
    fn a_third_decimal_is_refused_not_rounded() {
        assert_eq!(Amount::typed("1.005"), None);
        assert!(serde_json::from_str::<Amount>("1.005").is_err());
        assert_eq!(Amount::typed("twelve"), None);
        assert_eq!(Amount::typed(""), None);
    }
}
