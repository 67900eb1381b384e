//! One letter of what is new for somebody: what waits and was reminded of, by trainee; for a lead what has
//! waited too long, by the person with whom it waits. Names, numbers and days: never a word of an entry.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::domain::waiting::Brought;
use crate::features::requests::store;
use crate::web::paths;

/// How far ahead a due day is told.
const AHEAD_DAYS: i64 = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub subject: String,
    pub lines: Vec<String>,
    pub link: (&'static str, &'static str),
}

/// What is new for somebody between the two, as it is now; nothing if none of it waits any more.
pub fn digest(
    conn: &mut Conn,
    to: &AccountId,
    (since, until): (Moment, Moment),
    today: Day,
    system: System,
) -> Result<Option<Digest>, Fault> {
    let sight = Sight::on_behalf_of(to.clone(), today);
    let dues = store::dues(conn, today.plus_days(AHEAD_DAYS), system)?;
    // By the name, for the order, and by the person: two of one name are two lines.
    let mut by_trainee: BTreeMap<(String, AccountId), Waits> = BTreeMap::new();
    for one in store::reminded_of(conn, &sight, since, until)? {
        let due = dues.get(one.entry.as_str()).copied();
        let trainee = (one.trainee, one.owner);
        by_trainee.entry(trainee).or_default().add(one.entry.to_string(), one.since, due, one.by);
    }
    let mut by_asked: BTreeMap<(String, AccountId, bool), (usize, Option<Moment>)> = BTreeMap::new();
    for (name, asked, at, why) in store::escalated_since(conn, &sight, since, until)? {
        let (count, oldest) = by_asked.entry((name, asked, why == Brought::Gone)).or_default();
        *count += 1;
        *oldest = Some(oldest.map_or(at, |known| known.min(at)));
    }
    let waiting: usize = by_trainee.values().map(|one| one.entries.len()).sum();
    let late: usize = by_asked.values().map(|(count, _)| count).sum();
    let all_gone = by_asked.keys().all(|(.., gone)| *gone);
    let mut lines: Vec<String> = by_trainee.iter().map(|((name, _), one)| one.said(name)).collect();
    lines.extend(by_asked.iter().map(|((name, _, gone), (count, oldest))| {
        let since = oldest.map(|at| format!(", the oldest since {}", at.day_in(DEFAULT_ZONE)));
        let since = since.unwrap_or_default();
        match gone {
            true => format!(
                "With {name}, who can decide no more: {}{since}. Hand over what they keep.",
                counted(*count, "waits", "wait")
            ),
            false => format!("With {name}: {} waited too long{since}.", counted(*count, "has", "have")),
        }
    }));
    Ok(match (waiting, late) {
        (0, 0) => None,
        (0, late) => Some(Digest {
            subject: match all_gone {
                true => format!("{} with nobody who may decide", counted(late, "waits", "wait")),
                false => format!("{} waited too long", counted(late, "has", "have")),
            },
            lines,
            link: ("Open what waits", paths::WAITING),
        }),
        (waiting, _) => Some(Digest {
            subject: format!("{} for your signature", counted(waiting, "waits", "wait")),
            lines,
            link: ("Open your inbox", paths::INBOX),
        }),
    })
}

/// What one trainee has waiting.
#[derive(Default)]
struct Waits {
    entries: std::collections::BTreeSet<String>,
    oldest: Option<Moment>,
    due: Option<Day>,
    by: std::collections::BTreeSet<String>,
}

impl Waits {
    fn add(&mut self, entry: String, since: Moment, due: Option<Day>, by: Option<String>) {
        self.entries.insert(entry);
        self.oldest = Some(self.oldest.map_or(since, |known| known.min(since)));
        self.due = self.due.into_iter().chain(due).min();
        self.by.insert(by.unwrap_or_else(|| "Perfolio".to_owned()));
    }

    fn said(&self, trainee: &str) -> String {
        let oldest = self.oldest.map(|at| format!(", the oldest since {}", at.day_in(DEFAULT_ZONE)));
        let due = self.due.map(|day| format!(" The nearest day by which it is due: {day}."));
        let by: Vec<&str> = self.by.iter().map(String::as_str).collect();
        format!(
            "{trainee}: {} for you{}. Reminded by {}.{}",
            counted(self.entries.len(), "waits", "wait"),
            oldest.unwrap_or_default(),
            by.join(", "),
            due.unwrap_or_default()
        )
    }
}

/// `1 entry waits`, `3 entries wait`
fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 entry {one}"),
        number => format!("{number} entries {many}"),
    }
}
