//! What a browser may send to this room, and how it becomes a command. Whether a password is good
//! enough depends on whose it is, so the acts judge that; here it only has to be there.

pub mod factor;

use crate::domain::fault::Faults;
use crate::domain::names::{EmailAddress, Unfit, one_line};
use crate::web::form::FromForm;
use crate::web::paths;
use crate::web::typed::Words;

/// Characters of a name.
const NAME: usize = 100;

pub struct SignIn {
    pub email: EmailAddress,
    pub password: String,
    /// Where the person was going; only ever an address of this house.
    pub next: String,
}

impl FromForm for SignIn {
    fn read(words: &Words, faults: &mut Faults) -> Option<SignIn> {
        let email = faults.take("email", EmailAddress::parse(words.one("email")));
        let password = faults.take("password", present(words.one("password"), "Enter your password."));
        let next = paths::local(words.one("next")).unwrap_or(paths::DOOR).to_owned();
        Some(SignIn { email: email?, password: password?, next })
    }
}

/// Answers an invitation: the name as the person writes it, and their own password.
pub struct Join {
    pub name: String,
    pub password: String,
}

impl FromForm for Join {
    fn read(words: &Words, faults: &mut Faults) -> Option<Join> {
        let name = faults.take("name", name(words));
        let password = faults.take("password", present(words.one("password"), "Enter a password."));
        Some(Join { name: name?, password: password? })
    }
}

/// Whether single keys do something, and where to go on.
pub struct Keys {
    pub on: bool,
    pub next: String,
}

impl FromForm for Keys {
    fn read(words: &Words, faults: &mut Faults) -> Option<Keys> {
        let on = match words.one("keys") {
            "on" => true,
            "off" => false,
            _ => {
                faults.add("keys", "Choose whether single keys are on or off.");
                return None;
            }
        };
        Some(Keys { on, next: paths::local(words.one("next")).unwrap_or(paths::ACCOUNT).to_owned() })
    }
}

/// The first admin of a new house.
pub struct SetUp {
    pub name: String,
    pub email: EmailAddress,
    pub password: String,
}

impl FromForm for SetUp {
    fn read(words: &Words, faults: &mut Faults) -> Option<SetUp> {
        let name = faults.take("name", name(words));
        let email = faults.take("email", EmailAddress::parse(words.one("email")));
        let password = faults.take("password", present(words.one("password"), "Enter a password."));
        Some(SetUp { name: name?, email: email?, password: password? })
    }
}

pub struct Forgotten {
    pub email: EmailAddress,
}

impl FromForm for Forgotten {
    fn read(words: &Words, faults: &mut Faults) -> Option<Forgotten> {
        faults.take("email", EmailAddress::parse(words.one("email"))).map(|email| Forgotten { email })
    }
}

pub struct NewPassword {
    pub password: String,
}

impl FromForm for NewPassword {
    fn read(words: &Words, faults: &mut Faults) -> Option<NewPassword> {
        let password = faults.take("password", present(words.one("password"), "Enter a password."));
        password.map(|password| NewPassword { password })
    }
}

pub struct OwnName {
    pub name: String,
}

impl FromForm for OwnName {
    fn read(words: &Words, faults: &mut Faults) -> Option<OwnName> {
        faults.take("name", name(words)).map(|name| OwnName { name })
    }
}

pub struct OwnPassword {
    pub current: String,
    pub new: String,
}

impl FromForm for OwnPassword {
    fn read(words: &Words, faults: &mut Faults) -> Option<OwnPassword> {
        let current = words.one("current-password");
        let current = faults.take("current-password", present(current, "Enter the password you have now."));
        let new = faults.take("new-password", present(words.one("new-password"), "Enter a new password."));
        Some(OwnPassword { current: current?, new: new? })
    }
}

/// The field in which a password is asked again.
pub const CONFIRMED: &str = "own-password";

/// A button with the password beside it.
pub struct Confirmed(pub String);

impl FromForm for Confirmed {
    fn read(words: &Words, faults: &mut Faults) -> Option<Confirmed> {
        faults.take(CONFIRMED, present(words.one(CONFIRMED), "Enter your password.")).map(Confirmed)
    }
}

/// A form that is only a button.
pub struct Nothing;

impl FromForm for Nothing {
    fn read(_: &Words, _: &mut Faults) -> Option<Nothing> {
        Some(Nothing)
    }
}

fn name(words: &Words) -> Result<String, Unfit> {
    one_line("your name", words.one("name"), NAME)
}

/// Passwords are taken as they are: spaces count.
fn present(word: &str, otherwise: &str) -> Result<String, Unfit> {
    if word.is_empty() { Err(Unfit(otherwise.to_owned())) } else { Ok(word.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FromForm>(pairs: &[(&str, &str)]) -> (Option<T>, Faults) {
        let mut faults = Faults::none();
        (T::read(&pairs.iter().copied().collect(), &mut faults), faults)
    }

    #[test]
    fn all_faults_come_at_once_in_the_order_of_the_page() {
        let (given, faults) = read::<SetUp>(&[("name", " "), ("email", "x")]);
        assert!(given.is_none());
        assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["name", "email", "password"]);
    }

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        let next = |next: &str| {
            let (given, _) = read::<SignIn>(&[("email", "a@x.org"), ("password", " p "), ("next", next)]);
            let given = given.unwrap();
            assert_eq!(given.password, " p ");
            given.next
        };
        assert_eq!(next("/entries/1"), "/entries/1");
        assert_eq!(next("//evil.org"), "/");
        assert_eq!(next(""), "/");
    }
}
