//! The letters about the record itself: patient data in an entry or a review (whose it is and of which day, never where it
//! stands or what it says), certificates that end, and people who are to be erased, whom no letter names.

use super::Words;
use crate::domain::names::{EntryId, IncidentId};
use crate::domain::time::Day;
use crate::jobs::store::{Entry, Erasure, Incident};
use crate::web::paths;

pub(super) fn opened(about: &Incident, own: bool, incident: &IncidentId) -> Words {
    let Incident { by, trainee, .. } = about;
    let (whose, a) = match (about.happened_on, about.held_on, own) {
        (Some(day), _, true) => (format!("your entry of {day}"), "an entry"),
        (Some(day), _, false) => (format!("the entry of {day} by {trainee}"), "an entry"),
        (None, Some(day), true) => (format!("what was written in your review of {day}"), "a review"),
        (None, day, _) => {
            let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
            (format!("what was written in the review of {trainee}{day}"), "a review")
        }
    };
    Words {
        subject: format!("Patient data may stand in {a}"),
        lines: vec![
            format!("{by} reported that {whose} in Perfolio may say who a patient is."),
            "The page says where it stands, who opened it and what is to be done. A training lead strikes it out."
                .to_owned(),
        ],
        link: Some(("Open the incident", paths::incident(incident.as_str()))),
    }
}

pub(super) fn nobody_governs() -> Words {
    Words {
        subject: "Nobody holds information governance".to_owned(),
        lines: vec![
            "Somebody reported that patient data may stand in Perfolio. The training lead is told where.".to_owned(),
            "Nobody holds information governance, who follow such a report up for the trust. Appoint somebody: they see every \
             report, those of before too."
                .to_owned(),
        ],
        link: Some(("Appoint somebody", paths::STAFF.to_owned())),
    }
}

pub(super) fn struck_out(about: &Entry, own: bool) -> Words {
    let whose = match own {
        true => format!("your entry of {}", about.happened_on),
        false => format!("the entry of {} by {}, which you signed", about.happened_on, about.trainee),
    };
    Words {
        subject: "Something was struck out of an entry".to_owned(),
        lines: vec![
            format!("Patient data was struck out of {whose}."),
            "If it was part of what was signed, it goes back to be written anew without, and is assessed again."
                .to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(about.id.as_str()))),
    }
}

pub(super) fn recorded_for(entry: &EntryId, sentence: String) -> Words {
    Words {
        subject: "Something was recorded in your portfolio".to_owned(),
        lines: vec![
            sentence,
            "It counts by your word: if it is not right, change it on its page, or withdraw it there."
                .to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(entry.as_str()))),
    }
}

/// Which it is its number says: the duty is a word of the entry.
pub(super) fn certificate_ends(entry: &EntryId, number: &str, last: Day) -> Words {
    Words {
        subject: "A certificate of yours ends soon".to_owned(),
        lines: vec![
            format!(
                "Your certificate of competence {number} holds until {last}. After that day whoever checks its number is told \
                 that it has expired."
            ),
            "Ask to be assessed again, and log the new certificate.".to_owned(),
        ],
        link: Some(("See the certificate", paths::certificate(entry.as_str()))),
    }
}

/// Who asks about its number learns that it says nothing any more; whose it is learns it first.
pub(super) fn certificate_withdrawn(entry: &EntryId, number: &str, by: &str, on: Day) -> Words {
    Words {
        subject: "A certificate of yours was withdrawn".to_owned(),
        lines: vec![
            format!(
                "{by} withdrew your certificate {number} on {on}: whoever checks the number is told so. The page says what it \
                 was for."
            ),
            "The signature itself stays. Ask them why; only a training lead makes another certificate of it."
                .to_owned(),
        ],
        link: Some(("See the certificate", paths::certificate(entry.as_str()))),
    }
}

pub(super) fn erasure_proposed(erasure: &Erasure, own: bool) -> Words {
    let (by, on, until) = (&erasure.proposed_by, erasure.proposed_on, erasure.until);
    match own {
        true => Words {
            subject: "Your record in Perfolio is to be erased".to_owned(),
            lines: vec![
                format!(
                    "{by}, of information governance, proposed on {on} to erase your record in Perfolio. Somebody else has \
                     to agree by {until}; then it is gone for good."
                ),
                "If you want a copy, sign in and make one under Reports now. If you do not want this, tell your trust’s information governance."
                    .to_owned(),
            ],
            link: Some(("Make a copy", paths::EXPORTS.to_owned())),
        },
        false => Words {
            subject: "Somebody is to be erased: a second person is wanted".to_owned(),
            lines: vec![format!(
                "{by}, of information governance, proposed on {on} to erase a person’s record. An admin agrees by {until}, \
                 or declines. The page says whose it is."
            )],
            link: Some(("Look at it", paths::erasure(erasure.id.as_str()))),
        },
    }
}

pub(super) fn erasure_settled(erasure: &Erasure) -> Words {
    let line = match &erasure.answer {
        Some((by, true)) => {
            format!("{by} agreed to the erasure that you proposed on {}.", erasure.proposed_on)
        }
        Some((by, false)) => {
            format!(
                "{by} declined the erasure that you proposed on {}. The page says why.",
                erasure.proposed_on
            )
        }
        None => format!("The erasure that you proposed on {} was answered.", erasure.proposed_on),
    };
    Words {
        subject: "An erasure that you proposed was answered".to_owned(),
        lines: vec![line],
        link: Some(("See the answer", paths::erasure(erasure.id.as_str()))),
    }
}
