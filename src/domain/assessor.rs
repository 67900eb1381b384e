//! Somebody who decides on one entry without an account. They hold a link, and prove a work address: by a code that
//! is typed at once, or later by opening a link in a letter. What is said of them afterwards is what they proved, how,
//! and when; name, post and registration are as they stated them. A code scanned in the room says when it was
//! scanned, never that anybody was there.
//!
//! Decided: which domains are work addresses a training lead says, domain by domain. Free mail is refused, and a
//! domain means its subdomains only where `*.` is written before it. Two addresses are compared as mailboxes: what
//! stands behind a `+` reaches the same one.

mod domains;
mod identity;

pub use domains::{Mailbox, WorkDomain, free_mail, work_address};
pub use identity::{Identity, Observed, Scanned, Told};

use crate::text_words;

/// Days for which a link works, unless the entry is decided before.
pub const LINK_DAYS: i64 = 14;
/// Days within which a decision that was taken without work mail at hand is confirmed.
pub const CONFIRM_DAYS: i64 = 7;
/// Seconds for which a code is taken.
pub const CODE_SECONDS: i64 = 10 * 60;
/// Tries for one code.
pub const CODE_TRIES: i32 = 5;

text_words! {
    /// How a link is given to whoever is to decide.
    enum Handed "way to hand a link over" {
        /// As a code on the trainee's screen.
        Shown = "shown",
        /// As an address that they send.
        Sent = "sent",
    }
    /// How the assessor knows what was done.
    enum How "way in which it was seen" {
        Observed = "observed",
        Discussed = "discussed",
        Recording = "recording",
    }
    /// How the work address was proved.
    enum Proof "proof of a work address" {
        Code = "code",
        Letter = "letter",
    }
    /// Where a statement stands.
    enum Standing "state of a statement" {
        /// Decided, and the address is not proved yet: it counts nowhere.
        Unconfirmed = "unconfirmed",
        /// It is a decision.
        Decided = "decided",
        /// Nobody opened the letter in time.
        Lapsed = "lapsed",
        /// The letter was answered and it could not be confirmed any more: see `Hindrance`.
        Overtaken = "overtaken",
        /// Whoever has the address says that the decision is not theirs.
        Denied = "denied",
    }
    /// What kept a decision from being confirmed.
    enum Hindrance "reason why a decision could not be confirmed" {
        /// The entry was changed, withdrawn or decided otherwise meanwhile.
        Entry = "entry",
        /// The account with that address was closed.
        Account = "account",
        /// Nothing is filed or decided any more where the entry stands.
        Frozen = "frozen",
        /// Whoever decided may not: it is their own work, they are a trainee there, or they have signed it already.
        Person = "person",
    }
}

impl Hindrance {
    /// By the code of the refusal.
    pub fn of(code: &str) -> Hindrance {
        match code {
            "account-closed" => Hindrance::Account,
            "frozen" | "link-closed" => Hindrance::Frozen,
            "own-work" | "signer-is-trainee" | "signed-yourself" | "not-entitled" => Hindrance::Person,
            _ => Hindrance::Entry,
        }
    }

    /// `It could not be confirmed: ..`, as a clause without its full stop.
    pub fn clause(self) -> &'static str {
        match self {
            Hindrance::Entry => "the entry had been changed or decided meanwhile",
            Hindrance::Account => "the account with that address was closed",
            Hindrance::Frozen => "nothing is decided any more where the entry is filed",
            Hindrance::Person => "whoever answered may not decide on this entry",
        }
    }
}

impl How {
    /// The words beside the choice.
    pub fn shown(self) -> &'static str {
        match self {
            How::Observed => "I was there and saw it",
            How::Discussed => "We discussed it from the record",
            How::Recording => "I watched a recording of it",
        }
    }
}

/// A time of day as it was typed, or why it is none; empty stays empty.
pub fn typed_time(typed: &str) -> Result<String, &'static str> {
    const WRONG: &str = "Enter a time of day, such as 14:30, or leave it empty.";
    let typed = typed.trim().replace('.', ":");
    if typed.is_empty() {
        return Ok(typed);
    }
    let (hour, minute) = typed.split_once(':').ok_or(WRONG)?;
    let part = |text: &str, below: u32| -> Option<u32> {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|number| digits && *number < below)
    };
    match (part(hour, 24), part(minute, 60).filter(|_| minute.len() == 2)) {
        (Some(hour), Some(minute)) => Ok(format!("{hour:02}:{minute:02}")),
        _ => Err(WRONG),
    }
}

/// Six digits from chance. The modulo prefers some codes by one part in 4 000 million millions.
pub fn code(random: [u8; 8]) -> String {
    format!("{:06}", u64::from_be_bytes(random) % 1_000_000)
}

/// A code as it was typed: spaces and dashes are no part of it.
pub fn typed_code(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits_however_small_the_number() {
        assert_eq!(code([0; 8]), "000000");
        assert_eq!(code([0, 0, 0, 0, 0, 0x0f, 0x42, 0x41]), "000001");
        assert_eq!(code([255; 8]).len(), 6);
    }

    #[test]
    fn a_refusal_is_told_to_the_trainee_in_words_of_its_own() {
        for (code, hindrance) in [
            ("account-closed", Hindrance::Account),
            ("frozen", Hindrance::Frozen),
            ("link-closed", Hindrance::Frozen),
            ("signer-is-trainee", Hindrance::Person),
            ("changed-since", Hindrance::Entry),
            ("signed-already", Hindrance::Entry),
        ] {
            assert_eq!(Hindrance::of(code), hindrance, "{code}");
        }
    }

    #[test]
    fn a_time_of_day_is_typed_as_people_write_it() {
        for (typed, kept) in [("", ""), (" 14:30 ", "14:30"), ("9.05", "09:05"), ("0:00", "00:00")] {
            assert_eq!(typed_time(typed).as_deref(), Ok(kept), "{typed}");
        }
        for wrong in ["14", "24:00", "12:60", "12:5", "+1:30", "noon", "12:30:00"] {
            assert!(typed_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_code_may_be_typed_in_groups() {
        assert_eq!(typed_code(" 123 456 ").as_deref(), Some("123456"));
        assert_eq!(typed_code("123-456").as_deref(), Some("123456"));
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(typed_code(wrong), None, "{wrong}");
        }
    }
}
