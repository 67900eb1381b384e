//! Letters that keep requests alive: handed over, away with a deputy, and the one digest of what is new. Names,
//! numbers and days; whatever was recorded stays in the app.

use super::Words;
use crate::domain::names::AccountId;
use crate::features::requests::Digest;
use crate::jobs::store::{Absence, Moved};
use crate::web::paths;

/// `new`: the reader, with whom it waits now, or who stands in for them.
pub fn handed(moved: &Moved, new: Option<&AccountId>) -> Words {
    if let Some(reader) = new {
        let to = match *reader == moved.to_id {
            true => "you".to_owned(),
            false => format!("{}, for whom you stand in,", moved.to),
        };
        return Words {
            subject: format!("A request of {} waits with you now", moved.trainee),
            lines: vec![format!(
                "{} asked {} to decide on what they recorded for {}. It was handed over to {to} by {}. It has waited \
                 since {}.",
                moved.trainee, moved.from, moved.happened_on, moved.by, moved.since
            )],
            link: Some(("Open it", paths::inbox_item(moved.request.as_str()))),
        };
    }
    Words {
        subject: format!("A request of {} waits with {} now", moved.trainee, moved.to),
        lines: vec![format!(
            "What {} recorded for {} waited with {} since {}. {} handed it over to {}; it keeps its place.",
            moved.trainee, moved.happened_on, moved.from, moved.since, moved.by, moved.to
        )],
        link: Some(("Open the entry", paths::entry(moved.entry.as_str()))),
    }
}

pub fn away(away: &Absence, to_deputy: bool) -> Words {
    if to_deputy {
        return Words {
            subject: format!("You deputise for {}", away.person),
            lines: vec![format!(
                "{} is away from {} to {} and named you as deputy. What waits for {} lies in your inbox too in these \
                 days, and letters go to you. What you sign is signed in your own name.",
                away.person, away.from, away.until, away.person
            )],
            link: Some(("Open your inbox", paths::INBOX.to_owned())),
        };
    }
    let deputy = away.deputy.as_ref().map(|name| format!(" {name} deputises.")).unwrap_or_default();
    Words {
        subject: "You are written down as away".to_owned(),
        lines: vec![format!(
            "{} wrote down that you are away from {} to {}.{deputy}",
            away.by, away.from, away.until
        )],
        link: Some(("Look at it", paths::AWAY.to_owned())),
    }
}

pub fn digest(digest: Digest) -> Words {
    let (label, path) = digest.link;
    Words { subject: digest.subject, lines: digest.lines, link: Some((label, path.to_owned())) }
}
