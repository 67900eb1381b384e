//! Letters to the work address of somebody without an account. They greet nobody by name, since anybody could have
//! typed it, and say nothing of the entry but whose it is and of which day. What they could only see by signing in is
//! no link in them.

use super::Words;
use crate::domain::names::AccountId;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::outside::{CodeLetter, ConfirmLetter};
use crate::jobs::store::{Decided, Entry};
use crate::web::paths;

/// Without a link: the code goes back to the screen that asked for it, and whoever could open that screen from here
/// would need to prove nothing.
pub(super) fn code(letter: &CodeLetter) -> Words {
    Words {
        subject: "Your code for Perfolio".to_owned(),
        lines: vec![
            format!("Your code is {}", letter.code),
            format!(
                "Enter it on the page that {} gave you the link to. It works once, until {}.",
                letter.trainee,
                letter.until.clock_in(DEFAULT_ZONE)
            ),
            "If you asked for no code, do nothing, and tell nobody the number: somebody typed your address."
                .to_owned(),
        ],
        link: None,
    }
}

pub(super) fn confirm(letter: &ConfirmLetter) -> Words {
    Words {
        subject: format!("Confirm what you decided for {}", letter.trainee),
        lines: vec![
            format!(
                "On {} somebody who gave this address decided on what {} recorded for {}. It counts for nothing until you \
                 confirm it.",
                letter.taken.shown_in(DEFAULT_ZONE),
                letter.trainee,
                letter.day
            ),
            format!(
                "The link below works until {}. If it was not you, open it and say so, or do nothing.",
                letter.until.shown_in(DEFAULT_ZONE)
            ),
        ],
        link: Some(("Look at it", paths::outside_confirmation(&letter.token))),
    }
}

/// An entry that they signed has gone on. They see it no more, so nothing is to be opened: no link.
pub(super) fn changed(decided: &Decided) -> Words {
    Words {
        subject: "An entry was changed after you signed it".to_owned(),
        lines: vec![
            format!(
                "The entry of {} by {}, which you signed without an account, has a new version. Your signature stays with the \
                 version that you saw; the new one waits for a signature of its own.",
                decided.happened_on, decided.trainee
            ),
            format!(
                "You need do nothing. If you are to sign the new one, {} gives you a new link.",
                decided.trainee
            ),
        ],
        link: None,
    }
}

/// To whoever leads: only they can say whether it is one person.
pub(super) fn resembles(assessor: &AccountId) -> Words {
    Words {
        subject: "Two work addresses under one registration".to_owned(),
        lines: vec![
            "Somebody without an account decided for a trainee whom you lead. Their name and registration were stated before, \
             beside another work address."
                .to_owned(),
            "Registers are public, so they count as two people until you say that they are one. Nothing that is confirmed of \
             one holds for the other."
                .to_owned(),
        ],
        link: Some(("Look at them", paths::assessor(assessor.as_str()))),
    }
}

/// To the address that was there before. Without a link: there is nothing that they could sign in to.
pub(super) fn resembled() -> Words {
    Words {
        subject: "Another work address with your registration".to_owned(),
        lines: vec![
            "Somebody decided on an entry in Perfolio with another work address, under your name and registration number."
                .to_owned(),
            "If that was you, you need do nothing. If it was not, tell the training lead of the trainees for whom you signed."
                .to_owned(),
        ],
        link: None,
    }
}

/// They see the entry no more: no link.
pub(super) fn struck_out(about: &Entry) -> Words {
    Words {
        subject: "Something was struck out of an entry that you signed".to_owned(),
        lines: vec![
            format!(
                "Patient data was struck out of the entry of {} by {}, which you signed without an account. If it was part of \
                 what you signed, your signature ended with it.",
                about.happened_on, about.trainee
            ),
            format!(
                "You need do nothing. If you are to sign it again, {} gives you a new link.",
                about.trainee
            ),
        ],
        link: None,
    }
}
