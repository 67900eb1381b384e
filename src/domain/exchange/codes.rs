//! Codes and identifiers: stable names of things, the same whenever and wherever they are made.

use std::collections::BTreeSet;

use sha1::{Digest, Sha1};
use unicode_normalization::UnicodeNormalization;
use uuid::{Builder, Uuid, uuid};

use crate::domain::kind::is_code;

/// The name space of every identifier that is made here; another would change them all.
const SPACE: Uuid = uuid!("6f9d2f5e-3c1b-5e0a-9b57-2d0f5f7c8a41");

/// Leaves room for a number behind it.
const LONGEST: usize = 50;

/// The UUID (version 5) of an address such as `perfusion-msc/2025/requirements/cases`.
pub(super) fn identifier(address: &str) -> String {
    let mut sum = Sha1::new();
    sum.update(SPACE.as_bytes());
    sum.update(address.as_bytes());
    let mut first = [0_u8; 16];
    for (place, byte) in first.iter_mut().zip(sum.finalize()) {
        *place = byte;
    }
    Builder::from_sha1_bytes(first).into_uuid().to_string()
}

/// “CP 2.1 – Écho” becomes `cp-2-1-echo`; empty where no letter or digit of ours is left.
pub fn slug(words: &str) -> String {
    let plain = words.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase);
    let mut slug = String::new();
    for c in plain {
        if slug.len() >= LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The words as a code; `otherwise` where nothing of them is left.
pub(super) fn code_of(words: &str, otherwise: &str) -> String {
    match (is_code(words), slug(words)) {
        (true, _) => words.to_owned(),
        (false, slug) if slug.is_empty() => otherwise.to_owned(),
        (false, slug) => slug,
    }
}

/// A code that is free: the first of the words that gives one, with a number behind it where it is taken.
pub(super) fn free_code(words: &[&str], otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let made = words.iter().map(|words| if is_code(words) { (*words).to_owned() } else { slug(words) });
    let base = made.into_iter().find(|code| !code.is_empty()).unwrap_or_else(|| otherwise.to_owned());
    free(base, taken)
}

/// The name itself, or with the first free number behind it.
pub(super) fn free(base: String, taken: &mut BTreeSet<String>) -> String {
    let mut name = base.clone();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{base}-{number}");
        number += 1;
    }
    name
}
