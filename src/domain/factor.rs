//! The second factor: a code from an app beside the password. Here is what needs no machinery: what the
//! house asks of whom, how long somebody waits who types wrong codes, and how a recovery code is written
//! and read. Decided: a wrong code costs nothing five times, then a wait that doubles up to an hour, so
//! that 24 tries a day remain of a million codes; a recovery code has 80 random bits, which nobody tries
//! through, so it is never made to wait and the owner is never locked out by somebody else's tries.

use std::collections::BTreeSet;

use crate::domain::audit::digest;
use crate::domain::names::AccountId;
use crate::domain::role::Capacity;
use crate::text_words;

text_words! {
    /// What the house asks of those who hold a capacity; the stricter ones come later.
    enum Demand "demand" {
        /// Not shown to them.
        Off = "off",
        Offered = "offered",
        /// Without it they can do nothing else.
        Required = "required",
    }
    /// What showed who somebody is when a session began.
    enum Proof "proof" {
        Password = "password",
        /// A link from a letter, or the one that the server printed.
        Link = "link",
        /// Password and a code from the app.
        Code = "code",
        /// Password and a recovery code.
        RecoveryCode = "recovery-code",
    }
    /// How somebody who has lost their second factor was recognised.
    enum Check "identity check" {
        FaceToFace = "face-to-face",
        Badge = "badge",
        CalledBack = "called-back",
        Video = "video",
    }
    /// What a person is told about their own second factor.
    enum News "news" {
        On = "on",
        Off = "off",
        NewCodes = "new-codes",
        RecoveryCodeUsed = "recovery-code-used",
        /// Somebody knew the password and typed wrong codes.
        WrongCodes = "wrong-codes",
        ResetProposed = "reset-proposed",
        Reset = "reset",
    }
}

impl Proof {
    /// After "Signed in 12 November 2026, 08:02 from 10.1.2.3".
    pub fn shown(self) -> &'static str {
        match self {
            Proof::Password => "with a password",
            Proof::Link => "by a link",
            Proof::Code => "with a password and a code",
            Proof::RecoveryCode => "with a password and a recovery code",
        }
    }
}

impl Check {
    pub fn shown(self) -> &'static str {
        match self {
            Check::FaceToFace => "I know them and spoke with them face to face",
            Check::Badge => "I saw their staff card and compared the photograph",
            Check::CalledBack => "I called them back on a number that the department has on file",
            Check::Video => "I know them and spoke with them by video",
        }
    }
}

/// The house setting: what is asked of each capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demands {
    pub supervisor: Demand,
    pub lead: Demand,
    pub admin: Demand,
    pub university: Demand,
}

/// Those who can change other people's records need it; everybody may have it.
impl Default for Demands {
    fn default() -> Demands {
        Demands {
            supervisor: Demand::Offered,
            lead: Demand::Required,
            admin: Demand::Required,
            university: Demand::Required,
        }
    }
}

impl Demands {
    pub fn of(&self, capacity: Capacity) -> Demand {
        match capacity {
            // These read no more than a supervisor does.
            Capacity::Supervisor | Capacity::Panel | Capacity::Tutor | Capacity::QualityReader => {
                self.supervisor
            }
            Capacity::Lead | Capacity::Coordinator => self.lead,
            Capacity::Admin | Capacity::Governance => self.admin,
            Capacity::University => self.university,
            // Never signs in in this capacity.
            Capacity::Assessor => Demand::Offered,
        }
    }

    pub fn set(&mut self, capacity: Capacity, demand: Demand) {
        match capacity {
            Capacity::Supervisor => self.supervisor = demand,
            Capacity::Lead => self.lead = demand,
            Capacity::Admin => self.admin = demand,
            Capacity::University => self.university = demand,
            Capacity::Governance
            | Capacity::Panel
            | Capacity::Tutor
            | Capacity::Coordinator
            | Capacity::QualityReader
            | Capacity::Assessor => {}
        }
    }

    /// Of somebody who is several things the strictest is asked. Trainees are always offered it.
    pub fn of_person(&self, capacities: &BTreeSet<Capacity>, has_portfolio: bool) -> Demand {
        let least = if has_portfolio || capacities.is_empty() { Demand::Offered } else { Demand::Off };
        capacities.iter().map(|capacity| self.of(*capacity)).fold(least, Demand::max)
    }
}

/// Wrong codes in a row that cost nothing.
const FREE: i32 = 5;
const LONGEST_WAIT: i64 = 60 * 60;

/// Seconds to wait after this many wrong codes in a row.
pub fn wait_after(wrong: i32) -> Option<i64> {
    let doublings = u32::try_from(wrong - FREE).ok()?;
    Some((60_i64 << doublings.min(10)).min(LONGEST_WAIT))
}

/// How many recovery codes a set has.
pub const RECOVERY_CODES: usize = 10;
/// Crockford's alphabet, as for ids: no i, l, o, u.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Letters of a recovery code, five bits each.
const LONG: usize = 16;
const APART: usize = 4;

/// 80 random bits as they are shown: `7h3k-9m2p-x4qd-t0vz`.
pub fn recovery_code(random: [u8; 10]) -> String {
    let bits = random.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let letter = |place: usize| {
        let five = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
        char::from(LETTERS.get(five).copied().unwrap_or(b'0'))
    };
    in_groups(&(0..LONG).rev().map(letter).collect::<String>(), "-")
}

/// What was typed as the sixteen letters, whatever stands between them; nothing if it is no recovery code.
pub fn read_recovery_code(typed: &str) -> Option<String> {
    let known = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'));
    let letter = |c: char| match c.to_ascii_lowercase() {
        'o' => Some('0'),
        'i' | 'l' => Some('1'),
        c if c.is_ascii() && LETTERS.contains(&(c as u8)) => Some(c),
        _ => None,
    };
    let read: String = known.map(letter).collect::<Option<String>>()?;
    (read.len() == LONG).then_some(read)
}

/// What is stored in place of a recovery code. Eighty random bits need no slow hash: there is nothing to guess.
pub fn recovery_hash(account: &AccountId, letters: &str) -> String {
    digest(&["recovery-code".to_owned(), account.to_string(), letters.to_owned()])
}

/// A code of an app as its six digits; spaces as some apps show them do not matter.
pub fn read_code(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// In fours, to be read and typed by people.
pub fn in_groups(text: &str, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(APART).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_demand_counts_and_trainees_are_offered_it() {
        let demands = Demands { supervisor: Demand::Off, ..Demands::default() };
        let of = |all: &[Capacity], portfolio| demands.of_person(&all.iter().copied().collect(), portfolio);
        assert_eq!(of(&[], true), Demand::Offered);
        assert_eq!(of(&[], false), Demand::Offered);
        assert_eq!(of(&[Capacity::Supervisor], false), Demand::Off);
        assert_eq!(of(&[Capacity::Supervisor], true), Demand::Offered);
        assert_eq!(of(&[Capacity::Supervisor, Capacity::Lead], false), Demand::Required);
    }

    #[test]
    fn five_wrong_codes_cost_nothing_then_the_wait_doubles_to_an_hour() {
        assert_eq!(
            [1, 4, 5, 6, 7, 11, 12, 900].map(wait_after),
            [None, None, Some(60), Some(120), Some(240), Some(3600), Some(3600), Some(3600),]
        );
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let shown = recovery_code([0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 1]);
        assert_eq!(shown.len(), 19);
        let letters: String = shown.chars().filter(|c| *c != '-').collect();
        assert_eq!(read_recovery_code(&shown), Some(letters.clone()));
        assert_eq!(read_recovery_code(&format!(" {} ", letters.to_uppercase())), Some(letters));
        assert_eq!(read_recovery_code("OIL0-0000-0000-0000"), Some("0110000000000000".to_owned()));
        for other in ["", "123456", "oil0-0000-0000-000", "uuuu-uuuu-uuuu-uuuu", "é000-0000-0000-0000"] {
            assert_eq!(read_recovery_code(other), None, "{other}");
        }
    }

    #[test]
    fn a_code_is_six_digits() {
        assert_eq!(read_code(" 123 456"), Some("123456".to_owned()));
        for other in ["12345", "1234567", "12345x", "１２３４５６", ""] {
            assert_eq!(read_code(other), None, "{other}");
        }
    }
}
