//! Letters that keep requests alive: handed over, away with a deputy, and the one digest of what is new. Names,
//! numbers and days; whatever was recorded stays in the app.

use std::collections::{BTreeMap, BTreeSet};

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

/// Several of one act. `here`: they wait with the reader now, or with somebody for whom the reader stands in. Nothing of
/// none.
pub fn handed_together(all: &[Moved], reader: &AccountId, here: bool) -> Option<Words> {
    let one = all.first()?;
    let by = &one.by;
    let to: BTreeSet<&str> = all.iter().map(|moved| moved.to.as_str()).collect();
    let to = to.into_iter().collect::<Vec<_>>().join(", ");
    let own: Vec<&Moved> = all.iter().filter(|moved| !here && moved.owner == *reader).collect();
    if let Some(first) = own.first() {
        let since = own.iter().map(|moved| moved.since).min().unwrap_or(first.since);
        return Some(Words {
            subject: format!("{} of your entries wait with {to} now", own.len()),
            lines: vec![format!(
                "{} of your entries waited with {}, the oldest since {since}. {by} handed them over to {to}; each keeps \
                 its place.",
                own.len(),
                first.from
            )],
            link: Some(("Open your portfolio", paths::PORTFOLIO.to_owned())),
        });
    }
    // By the name, for the order, and by the person: two of one name are two lines.
    let mut by_trainee: BTreeMap<(&str, &AccountId), Vec<&Moved>> = BTreeMap::new();
    for moved in all {
        by_trainee.entry((&moved.trainee, &moved.owner)).or_default().push(moved);
    }
    let of = match by_trainee.len() {
        1 => one.trainee.clone(),
        trainees => format!("{trainees} trainees"),
    };
    let (with, how) = match here {
        true => {
            let whom = |moved: &Moved| match moved.to_id == *reader {
                true => "you".to_owned(),
                false => format!("{}, for whom you stand in", moved.to),
            };
            let whom: BTreeSet<String> = all.iter().map(whom).collect();
            let whom = whom.into_iter().collect::<Vec<_>>().join(", and to ");
            ("you".to_owned(), format!("{by} handed over to {whom}: what waited with {}.", one.from))
        }
        false => (to, format!("{by} handed over what waited with you. Each keeps its place.")),
    };
    let mut lines = vec![how];
    lines.extend(by_trainee.iter().map(|((trainee, _), theirs)| {
        let since = theirs.iter().map(|moved| moved.since).min().unwrap_or(one.since);
        let count = match theirs.len() {
            1 => "1 request".to_owned(),
            many => format!("{many} requests"),
        };
        format!("{trainee}: {count}, the oldest since {since}.")
    }));
    Some(Words {
        subject: format!("{} requests of {of} wait with {with} now", all.len()),
        lines,
        link: Some(("Open your inbox", paths::INBOX.to_owned())),
    })
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
