//! The dice of the demo: seeded, so that every demo of one day is the same to the last id.

use crate::ids::Ids;

/// Rolled while the plan is made, and by nothing else: the plan does not depend on the database.
pub struct Chance(Ids);

impl Chance {
    pub fn seeded(seed: u64) -> Chance {
        Chance(Ids::seeded(seed))
    }

    /// From `least` to `most`, both included.
    pub fn between(&self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.0.below(span)).unwrap_or(0)
    }

    pub fn percent(&self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    /// Around the middle of the range more often than at its ends.
    pub fn about(&self, least: i64, most: i64) -> i64 {
        (self.between(least, most) + self.between(least, most) + self.between(least, most)) / 3
    }

    /// One of several; nothing only of nothing.
    pub fn among<'a, T: ?Sized>(&self, all: &[&'a T]) -> Option<&'a T> {
        let at = usize::try_from(self.between(0, i64::try_from(all.len()).unwrap_or(1) - 1)).unwrap_or(0);
        all.get(at).copied()
    }

    pub fn word(&self, all: &[&'static str]) -> &'static str {
        self.among(all).unwrap_or("")
    }

    /// One of several with weights, as often as its weight says.
    pub fn weighed(&self, all: &[(&'static str, i64)]) -> &'static str {
        let mut left = self.between(1, all.iter().map(|(_, weight)| weight).sum());
        for (word, weight) in all {
            left -= weight;
            if left <= 0 {
                return word;
            }
        }
        ""
    }
}
