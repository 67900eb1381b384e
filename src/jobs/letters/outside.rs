//! Letters to the work address of somebody without an account. They greet nobody by name, since anybody could have
//! typed it, and say nothing of the entry but whose it is and of which day. What they could only see by signing in is
//! no link in them.

use super::Words;
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
