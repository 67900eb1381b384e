//! Forms of the second factor. Codes are taken as typed; what they are is read where they are checked.

use super::present;
use crate::domain::fault::{Fault, Faults};
use crate::features::accounts::proving::{CODE, RECOVERY};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// A code from the app.
pub struct Code(pub String);

impl FromForm for Code {
    fn read(words: &Words, faults: &mut Faults) -> Option<Code> {
        faults.take(CODE, present(words.one(CODE).trim(), "Enter the code that your app shows.")).map(Code)
    }
}

pub struct RecoveryCode(pub String);

impl FromForm for RecoveryCode {
    fn read(words: &Words, faults: &mut Faults) -> Option<RecoveryCode> {
        let code = present(words.one(RECOVERY).trim(), "Enter one of your recovery codes.");
        faults.take(RECOVERY, code).map(RecoveryCode)
    }
}

/// Begins to set one up. The password is asked for only some time after sign-in, so it may be missing.
pub struct Begin {
    pub password: String,
}

impl FromForm for Begin {
    fn read(words: &Words, _: &mut Faults) -> Option<Begin> {
        Some(Begin { password: words.one("password").to_owned() })
    }
}

/// What is to become of a second factor that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    NewCodes,
    /// Another phone.
    Move,
    Off,
}

/// A change needs both: the password and a code.
pub struct Changed {
    pub change: Change,
    pub password: String,
    pub code: String,
}

impl FromForm for Changed {
    fn read(words: &Words, faults: &mut Faults) -> Option<Changed> {
        let change = match words.one("do") {
            "codes" => Some(Change::NewCodes),
            "move" => Some(Change::Move),
            "off" => Some(Change::Off),
            _ => {
                faults.add("do", "Choose what you want to do.");
                None
            }
        };
        let password = faults.take("password", present(words.one("password"), "Enter your password."));
        let code = present(words.one(CODE).trim(), "Enter a code from your app, or a recovery code.");
        let code = faults.take(CODE, code);
        Some(Changed { change: change?, password: password?, code: code? })
    }
}

/// The codes on somebody's screen, to be had as a file.
pub struct Shown(pub Vec<String>);

impl FromForm for Shown {
    fn read(words: &Words, _: &mut Faults) -> Option<Shown> {
        Some(Shown(words.all("code").map(str::to_owned).take(20).collect()))
    }
}

/// Somebody typed the password that they have now, wrongly.
pub fn wrong_password() -> Fault {
    Faults::one("password", "This is not your password. Try again.").into()
}
