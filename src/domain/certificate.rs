//! A certificate of competence: a signed entry on one sheet of paper, with a number by which anybody who holds the
//! paper can ask whether it is true. Decided: the answer follows from the record as it is now, and is never stored;
//! a certificate whose signature ended is withdrawn, whatever is printed. A number has sixty random bits and is of no
//! use without the holder's surname, so that nobody reads a list of who may do what.

use crate::domain::folding::fold;
use crate::domain::time::Day;

/// Days before the last one on which its holder is reminded; the longest first.
pub const REMIND_DAYS: [i64; 2] = [60, 14];

/// Crockford's alphabet: no i, l, o, u.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONG: usize = 12;
const APART: usize = 4;

/// `7H3K-9M2P-X4QD`
pub fn number(random: [u8; 8]) -> String {
    let bits = u64::from_be_bytes(random);
    let letter = |place: usize| {
        let five = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        char::from(LETTERS.get(five).copied().unwrap_or(b'0'))
    };
    grouped(&(0..LONG).rev().map(letter).collect::<String>())
}

fn grouped(letters: &str) -> String {
    let all: Vec<char> = letters.chars().collect();
    all.chunks(APART).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A number as people type it from paper; nothing if it is none.
pub fn typed_number(typed: &str) -> Option<String> {
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c if c.is_ascii() && LETTERS.contains(&(c as u8)) => Some(c),
        _ => None,
    };
    let read = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'));
    let letters: String = read.map(letter).collect::<Option<String>>()?;
    (letters.len() == LONG).then(|| grouped(&letters))
}

/// Whether this is how the name ends: `Field` or `Ann Field` of `Ann Field`, `van der Berg` of `Jan van der Berg`.
pub fn is_surname(typed: &str, name: &str) -> bool {
    let words = |text: &str| fold(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (typed, name) = (words(typed), words(name));
    !typed.is_empty() && name.ends_with(&typed)
}

/// What the paper is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    Valid,
    Expired,
    Withdrawn,
}

impl Worth {
    pub fn shown(self) -> &'static str {
        match self {
            Worth::Valid => "Valid",
            Worth::Expired => "Expired",
            Worth::Withdrawn => "Withdrawn",
        }
    }

    /// `stands`: the signature does, and nobody withdrew the certificate.
    pub fn on(day: Day, stands: bool, until: Option<Day>) -> Worth {
        match (stands, until) {
            (false, _) => Worth::Withdrawn,
            (true, Some(until)) if until < day => Worth::Expired,
            (true, _) => Worth::Valid,
        }
    }
}

/// Which reminder is due on this day: so many days before the last one. None where it is over, or far off.
pub fn reminder_due(today: Day, until: Day) -> Option<i64> {
    let left = until.days_since(today);
    if left < 0 {
        return None;
    }
    REMIND_DAYS.into_iter().filter(|days| left <= *days).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let shown = number([0xff, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(shown.len(), 14);
        assert_eq!(typed_number(&shown), Some(shown.clone()));
        assert_eq!(typed_number(&shown.to_lowercase().replace('-', " ")), Some(shown));
        assert_eq!(typed_number("oil0 0000 0000"), Some("0110-0000-0000".to_owned()));
        for other in ["", "7H3K-9M2P", "7H3K-9M2P-X4QDD", "uuuu-uuuu-uuuu", "é000-0000-0000"] {
            assert_eq!(typed_number(other), None, "{other}");
        }
    }

    #[test]
    fn a_surname_is_how_a_name_ends() {
        for (typed, name) in [
            ("Field", "Ann Field"),
            (" field ", "Ann Field"),
            ("Ann Field", "Ann Field"),
            ("van der Berg", "Jan van der Berg"),
            ("Berg", "Jan van der Berg"),
            ("Muller", "Zoë Müller"),
        ] {
            assert!(is_surname(typed, name), "{typed} of {name}");
        }
        for (typed, name) in [("", "Ann Field"), ("Ann", "Ann Field"), ("ield", "Ann Field"), (" ", "")] {
            assert!(!is_surname(typed, name), "{typed} of {name}");
        }
    }

    #[test]
    fn what_it_is_worth_and_when_its_holder_is_reminded() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let today = day("2026-11-12");
        assert_eq!(Worth::on(today, true, None), Worth::Valid);
        assert_eq!(Worth::on(today, true, Some(today)), Worth::Valid);
        assert_eq!(Worth::on(today, true, Some(day("2026-11-11"))), Worth::Expired);
        assert_eq!(Worth::on(today, false, Some(day("2026-11-11"))), Worth::Withdrawn);
        let due = |until: &str| reminder_due(today, day(until));
        assert_eq!(due("2027-02-01"), None);
        assert_eq!(due("2027-01-11"), Some(60));
        assert_eq!(due("2026-11-26"), Some(14));
        assert_eq!(due("2026-11-12"), Some(14));
        assert_eq!(due("2026-11-11"), None);
    }
}
