//! The only caller of the random number generator. An id is a UUIDv7 written as 26 lower-case
//! characters: made before the row is written, ordered by time, the same on both engines. Ids of one instant are in the
//! order in which this process made them (RFC 9562, 6.2, method 2), so that of two rows of one instant, as a driven clock
//! makes them all day, the later one comes later in every list. A seeded source makes the same ids in the same order: tests
//! and the demo repeat themselves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::domain::time::Moment;

/// Crockford's alphabet: no i, l, o, u.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The random bits of the id that this process made last, by the milliseconds of each of the newest instants: writes that
/// run beside each other have each their own.
type Last = Mutex<BTreeMap<u128, u128>>;

static LAST: Last = Mutex::new(BTreeMap::new());

/// Instants of which the last id is remembered. A write that goes on while others make ids of more than these has no order
/// any more.
const INSTANTS: usize = 1_024;

/// The random bits of an id: 12 beside its version, 62 beside its variant.
const RANDOM_BITS: u32 = 74;

#[derive(Clone)]
pub enum Ids {
    Random,
    Seeded(Arc<(Mutex<StdRng>, Last)>),
}

impl Ids {
    pub fn seeded(seed: u64) -> Ids {
        Ids::Seeded(Arc::new((Mutex::new(StdRng::seed_from_u64(seed)), Mutex::new(BTreeMap::new()))))
    }

    /// A new id at this instant, after all that were made for it before.
    pub fn make<I: From<String>>(&self, now: Moment) -> I {
        let millis = u128::try_from(now.millis().max(0)).unwrap_or(0) & 0xffff_ffff_ffff;
        let random = self.after_the_last(millis);
        let (beside_version, beside_variant) = (random >> 62, random & ((1 << 62) - 1));
        I::from(letters((millis << 80) | (7 << 76) | (beside_version << 64) | (2 << 62) | beside_variant))
    }

    /// Of a new instant random bits of which the highest is none, of the same instant some more than the last.
    fn after_the_last(&self, millis: u128) -> u128 {
        let drawn = u128::from_be_bytes(self.bytes::<16>());
        let mut last = match self {
            Ids::Random => LAST.lock(),
            Ids::Seeded(source) => source.1.lock(),
        }
        .unwrap_or_else(PoisonError::into_inner);
        let more = |bits: &u128| bits + 1 + (drawn & 0xffff_ffff);
        let bits = last.get(&millis).map_or(drawn >> (128 - RANDOM_BITS + 1), more);
        last.insert(millis, bits);
        if last.len() > INSTANTS {
            last.pop_first();
        }
        bits & ((1 << RANDOM_BITS) - 1)
    }

    /// 256 random bits as 43 characters that fit in an address.
    pub fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A whole number below `end` (at least 1), for the demo's choices and for salts.
    pub fn below(&self, end: u64) -> u64 {
        u64::from_be_bytes(self.bytes::<8>()) % end.max(1)
    }

    /// For keys and secrets that are not texts.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        match self {
            Ids::Random => rand::rng().fill_bytes(&mut bytes),
            Ids::Seeded(source) => {
                source.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
            }
        }
        bytes
    }
}

fn letters(bits: u128) -> String {
    (0..26)
        .rev()
        .map(|place| {
            let five = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
            char::from(LETTERS.get(five).copied().unwrap_or(b'0'))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_26_characters_ordered_by_time_and_repeat_with_their_seed() {
        let ids = Ids::seeded(7);
        let early: String = ids.make(Moment::of_millis(1_700_000_000_000));
        let late: String = ids.make(Moment::of_millis(1_700_000_000_001));
        assert_eq!((early.len(), late.len()), (26, 26));
        assert!(early < late);
        assert_eq!(early, Ids::seeded(7).make::<String>(Moment::of_millis(1_700_000_000_000)));
        assert_ne!(Ids::Random.secret(), Ids::Random.secret());
        let now = Moment::of_millis(1_700_000_000_002);
        for ids in [Ids::seeded(7), Ids::Random] {
            // Others ask for ids of a later instant meanwhile.
            let one = |_| {
                ids.make::<String>(Moment::of_millis(now.millis() + 1));
                ids.make(now)
            };
            let all: Vec<String> = (0..10_000).map(one).collect();
            assert!(all.is_sorted_by(|before, after| before < after), "one instant, one order");
        }
        assert_eq!(ids.secret().len(), 43);
    }
}
