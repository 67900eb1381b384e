//! The only caller of the random number generator. An id is a UUIDv7 written as 26 lower-case
//! characters: made before the row is written, ordered by time, the same on both engines. A seeded
//! source makes the same ids in the same order: tests and the demo repeat themselves.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::domain::time::Moment;

/// Crockford's alphabet: no i, l, o, u.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

#[derive(Clone)]
pub enum Ids {
    Random,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Ids {
    pub fn seeded(seed: u64) -> Ids {
        Ids::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// A new id at this instant; ids of one instant are in no order among themselves.
    pub fn make<I: From<String>>(&self, now: Moment) -> I {
        let mut bits: u128 = u128::from_be_bytes(self.bytes::<16>());
        let millis = u128::try_from(now.millis().max(0)).unwrap_or(0) & 0xffff_ffff_ffff;
        bits &= !(0xffff_ffff_ffff_u128 << 80);
        bits |= millis << 80;
        bits = (bits & !(0xf_u128 << 76)) | (7_u128 << 76);
        bits = (bits & !(0x3_u128 << 62)) | (2_u128 << 62);
        I::from(letters(bits))
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
            Ids::Seeded(rng) => match rng.lock() {
                Ok(mut rng) => rng.fill_bytes(&mut bytes),
                Err(poisoned) => poisoned.into_inner().fill_bytes(&mut bytes),
            },
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
        assert_eq!(ids.secret().len(), 43);
    }
}
