//! What happened, as a chain. Each event of a book is hashed together with the one before, so that
//! no event can be changed, removed or put between without every later hash telling. Order is the
//! number in the book, never the time. The bytes are length-prefixed fields in a fixed order, with a
//! format number first: nothing is re-serialised to be checked.
//!
//! An event's detail holds words of ours, ids and commitments (hashes), never a person's prose, so
//! that prose can be struck out and the chain still holds. `rows` commits to the resulting state of
//! the rows that the act changed; `perfolio verify` recomputes these from the rows themselves.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::names::BookId;
use crate::domain::time::Moment;

/// The first field of every event's bytes; a new layout takes a new number.
const FORMAT: u8 = 1;

/// Where every chain begins.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What happened, before it has a place in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    actor: String,
    act: &'static str,
    subject: String,
    detail: Detail,
    book: Option<BookId>,
}

/// Words about an event: short texts by key, and commitments to rows by `table/id`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, String>,
}

impl Event {
    /// `actor` is an account's id, `system` or `anonymous`; `subject` is `entry/01…`.
    pub fn new(actor: impl Display, act: &'static str, subject: impl Into<String>) -> Event {
        Event {
            actor: actor.to_string(),
            act,
            subject: subject.into(),
            detail: Detail::default(),
            book: None,
        }
    }

    pub fn with(mut self, key: &str, value: impl Display) -> Event {
        self.detail.with.insert(key.to_owned(), value.to_string());
        self
    }

    /// Commits to the state of a row that the act made or changed.
    pub fn row(mut self, row: &dyn Committed) -> Event {
        self.detail.rows.insert(row.place(), digest(&row.fields()));
        self
    }

    /// The same, for a row whose hash is known.
    pub fn commit_to(&mut self, place: String, hash: String) {
        self.detail.rows.insert(place, hash);
    }

    /// The event belongs to this book rather than to the first one that the write named.
    pub fn in_book(mut self, book: impl Into<BookId>) -> Event {
        self.book = Some(book.into());
        self
    }

    pub fn book(&self) -> Option<&BookId> {
        self.book.as_ref()
    }

    pub fn act(&self) -> &'static str {
        self.act
    }

    /// The event at its place in a book, hashed onto the link before.
    pub fn link(self, book: &BookId, seq: i64, at: Moment, act_id: &str, prev: &str) -> Link {
        let mut link = Link {
            book: book.clone(),
            seq,
            at,
            act_id: act_id.to_owned(),
            actor: self.actor,
            act: self.act.to_owned(),
            subject: self.subject,
            detail: serde_json::to_string(&self.detail).unwrap_or_default(),
            prev: prev.to_owned(),
            hash: String::new(),
        };
        link.hash = link.computed_hash();
        link
    }
}

/// A row whose state an event commits to.
pub trait Committed {
    /// `table/id`.
    fn place(&self) -> String;
    /// Every column that the commitment covers, in a fixed order.
    fn fields(&self) -> Vec<String>;
}

/// SHA-256 over the fields, each with its length first.
pub fn digest(fields: &[String]) -> String {
    let mut sum = Sha256::new();
    for field in fields {
        put(&mut sum, field.as_bytes());
    }
    hex(&sum.finalize())
}

/// A row that was taken away: from then on its book expects that it is not there.
pub struct Gone(String);

impl Gone {
    pub fn of(row: &dyn Committed) -> Gone {
        Gone(row.place())
    }

    /// Whether this is what an event commits to of a row that was taken away: no row has no fields.
    pub fn is(hash: &str) -> bool {
        hash == digest(&[])
    }
}

impl Committed for Gone {
    fn place(&self) -> String {
        self.0.clone()
    }

    fn fields(&self) -> Vec<String> {
        Vec::new()
    }
}

/// An event in its place. `detail` is kept as the text that was hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub book: BookId,
    pub seq: i64,
    pub at: Moment,
    pub act_id: String,
    pub actor: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
    pub prev: String,
    pub hash: String,
}

impl Link {
    pub fn computed_hash(&self) -> String {
        let mut sum = Sha256::new();
        sum.update([FORMAT]);
        put(&mut sum, self.book.as_str().as_bytes());
        put(&mut sum, &self.seq.to_be_bytes());
        put(&mut sum, &self.at.millis().to_be_bytes());
        for text in [&self.act_id, &self.actor, &self.act, &self.subject, &self.detail, &self.prev] {
            put(&mut sum, text.as_bytes());
        }
        hex(&sum.finalize())
    }

    /// The words and commitments, read back.
    pub fn read_detail(&self) -> Detail {
        serde_json::from_str(&self.detail).unwrap_or_default()
    }
}

/// Where a book's chain ends: the number and hash of its last event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

impl Head {
    pub fn start() -> Head {
        Head { seq: 0, hash: GENESIS.to_owned() }
    }
}

/// The first thing that does not fit in a book's chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("book {book}, event {seq}: {what}")]
pub struct Break {
    pub book: BookId,
    pub seq: i64,
    pub what: String,
}

/// Walks a book's events in order and compares with its head. Gives how many events it checked.
pub fn verify(book: &BookId, head: &Head, links: impl IntoIterator<Item = Link>) -> Result<i64, Break> {
    let mut at = Head::start();
    let broken = |seq: i64, what: String| Break { book: book.clone(), seq, what };
    for link in links {
        let expected = at.seq + 1;
        if link.seq != expected {
            return Err(broken(expected, format!("missing; the next one found is number {}", link.seq)));
        }
        if link.book != *book {
            return Err(broken(link.seq, format!("belongs to book {}", link.book)));
        }
        if link.prev != at.hash {
            return Err(broken(link.seq, "does not follow from the event before it".to_owned()));
        }
        if link.computed_hash() != link.hash {
            return Err(broken(link.seq, "was changed after it was written".to_owned()));
        }
        at = Head { seq: link.seq, hash: link.hash };
    }
    if at != *head {
        return Err(broken(at.seq, format!("is the last one found, but the book says it has {}", head.seq)));
    }
    Ok(at.seq)
}

fn put(sum: &mut Sha256, bytes: &[u8]) {
    sum.update((bytes.len() as u64).to_be_bytes());
    sum.update(bytes);
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(n: i64) -> (BookId, Head, Vec<Link>) {
        let book = BookId::new("b");
        let mut head = Head::start();
        let mut links = Vec::new();
        for seq in 1..=n {
            let event = Event::new("ann", "entry/submitted", format!("entry/{seq}")).with("n", seq);
            let link = event.link(&book, seq, Moment::of_millis(seq * 1000), "act", &head.hash);
            head = Head { seq, hash: link.hash.clone() };
            links.push(link);
        }
        (book, head, links)
    }

    #[test]
    fn a_whole_chain_verifies() {
        let (book, head, links) = chain(5);
        assert_eq!(verify(&book, &head, links), Ok(5));
        assert_eq!(verify(&book, &Head::start(), []), Ok(0));
    }

    #[test]
    fn each_changed_field_is_found_at_its_event() {
        type Spoil = fn(&mut Link);
        let spoil: Vec<(&str, Spoil)> = vec![
            ("at", |l| l.at = Moment::of_millis(1)),
            ("act_id", |l| l.act_id.push('x')),
            ("actor", |l| l.actor = "eve".into()),
            ("act", |l| l.act = "entry/signed".into()),
            ("subject", |l| l.subject.push('x')),
            ("detail", |l| l.detail = "{}".into()),
            ("prev", |l| l.prev = GENESIS.into()),
            ("hash", |l| l.hash = GENESIS.into()),
            ("seq", |l| l.seq = 9),
        ];
        for (field, change) in spoil {
            let (book, head, mut links) = chain(5);
            change(&mut links[2]);
            let found = verify(&book, &head, links).expect_err(field);
            assert_eq!(found.seq, 3, "{field}: {found}");
        }
    }

    #[test]
    fn removed_inserted_and_cut_off_events_are_found() {
        let (book, head, mut links) = chain(5);
        links.remove(2);
        assert_eq!(verify(&book, &head, links).unwrap_err().seq, 3);
        let (book, head, mut links) = chain(5);
        links.pop();
        assert!(verify(&book, &head, links).unwrap_err().what.contains("the book says it has 5"));
        let (book, head, mut links) = chain(5);
        let twice = links[2].clone();
        links.insert(2, twice);
        assert_eq!(verify(&book, &head, links).unwrap_err().seq, 4);
    }
}
