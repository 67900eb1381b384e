//! The letters about the record itself: patient data in an entry (that there is something to look at, never whose or
//! what), certificates that end, and people who are to be erased.

use super::Words;
use crate::domain::names::{EntryId, ErasureId, IncidentId};
use crate::domain::time::Day;
use crate::web::paths;

pub(super) fn opened(incident: &IncidentId) -> Words {
    Words {
        subject: "Patient data may stand in an entry".to_owned(),
        lines: vec![
            "Somebody reported that an entry in Perfolio may say who a patient is.".to_owned(),
            "The page says where it stands, who opened it and what is to be done. A training lead strikes it out."
                .to_owned(),
        ],
        link: Some(("Open the incident", paths::incident(incident.as_str()))),
    }
}

pub(super) fn struck_out(entry: &EntryId) -> Words {
    Words {
        subject: "Something was struck out of an entry".to_owned(),
        lines: vec![
            "Patient data was struck out of an entry that is yours, or that you signed.".to_owned(),
            "If it was part of what was signed, it is assessed again: its owner writes it anew without and submits it."
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

pub(super) fn erasure_proposed(erasure: &ErasureId, own: bool) -> Words {
    match own {
        true => Words {
            subject: "Your record in Perfolio is to be erased".to_owned(),
            lines: vec![
                "Information governance of your trust proposed to erase your record in Perfolio. Somebody else has to agree within 14 days; then it is gone for good."
                    .to_owned(),
                "If you want a copy, sign in and make one under Export now. If you do not want this, tell your trust’s information governance."
                    .to_owned(),
            ],
            link: Some(("Make a copy", paths::EXPORTS.to_owned())),
        },
        false => Words {
            subject: "Somebody is to be erased: a second person is wanted".to_owned(),
            lines: vec![
                "Information governance proposed to erase a person’s record. An admin agrees within 14 days, or declines."
                    .to_owned(),
            ],
            link: Some(("Look at it", paths::erasure(erasure.as_str()))),
        },
    }
}

pub(super) fn erasure_settled(erasure: &ErasureId) -> Words {
    Words {
        subject: "An erasure that you proposed was answered".to_owned(),
        lines: vec!["An admin answered what you proposed: to erase a person’s record.".to_owned()],
        link: Some(("See the answer", paths::erasure(erasure.as_str()))),
    }
}
