//! Letters about second factors. Each says what to do if it was not the reader; none has a secret in it.

use super::Words;
use crate::domain::factor::News;
use crate::domain::names::AccountId;

const NOT_YOU: &str =
    "If that was not you, change your password now and tell an admin or your training lead.";

/// To the one whose second factor it is.
pub fn own(what: News) -> Words {
    let (subject, line) = match what {
        News::On => (
            "Your second factor is on",
            "From now on signing in to Perfolio takes your password and a code from your phone.",
        ),
        News::Off => {
            ("Your second factor is off", "From now on your password alone signs you in to Perfolio.")
        }
        News::NewCodes => (
            "You have new recovery codes",
            "New recovery codes were made for you in Perfolio. The ones before no longer work.",
        ),
        News::RecoveryCodeUsed => (
            "One of your recovery codes was used",
            "Somebody, we hope you, used one of your recovery codes in Perfolio. It does not work again.",
        ),
        News::WrongCodes => (
            "Wrong codes were entered for you",
            "Somebody entered your password, then several wrong codes. Nobody got in that way.",
        ),
        News::ResetProposed => (
            "Somebody says that you lost your second factor",
            "An admin or training lead has vouched that you lost your phone. If a second person agrees, your \
             second factor is taken away.",
        ),
        News::Reset => (
            "Your second factor was taken away",
            "Two people agreed that you lost your second factor. You are signed out everywhere; your password \
             signs you in, and you can set up a new one.",
        ),
    };
    Words {
        subject: subject.to_owned(),
        lines: vec![line.to_owned(), NOT_YOU.to_owned()],
        link: Some(("Look at your second factor", "/account/second-factor".to_owned())),
    }
}

/// To somebody who may help the one who has lost theirs.
pub fn of_another(name: &str, of: &AccountId, proposed: bool) -> Words {
    let line = match proposed {
        false => format!(
            "{name} says that their phone and their recovery codes are lost. Speak with them and make sure that \
             it is them before you vouch. Two people have to agree."
        ),
        true => format!(
            "Somebody has vouched that {name} lost their second factor. A second person has to agree within \
             three days: look whether you know of it."
        ),
    };
    Words {
        subject: format!("{name} has lost their second factor"),
        lines: vec![line],
        link: Some(("Look at it", format!("/lost-second-factors/{of}"))),
    }
}
