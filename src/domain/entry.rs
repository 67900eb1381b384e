//! An entry: a thing recorded in a portfolio, in versions. Its content is what a signature covers:
//! kind, days, every field and every file. Each field is committed to with a salt of its own, and the
//! root is a hash over the commitments, so that a value can be struck out later (value and salt go,
//! the commitment stays) and the signature still verifies and says which field was struck.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::audit::digest;
use crate::domain::kind::{Value, Values};
use crate::domain::time::Day;
use crate::text_words;

text_words! {
    /// Where an entry is. A draft is a row of its own and has no state here.
    enum EntryState "state of an entry" {
        Submitted = "submitted",
        Returned = "returned",
        Signed = "signed",
        Withdrawn = "withdrawn",
        /// It came in from an earlier record, or claims earlier learning, and nobody has accepted it yet.
        Earlier = "earlier",
        /// The same, accepted by a named person; no signature.
        Accepted = "accepted",
        /// The same, looked at and sent back.
        NotAccepted = "not-accepted",
    }
    /// What a decision says.
    enum Verdict "verdict" {
        Signed = "signed",
        Returned = "returned",
    }
}

impl EntryState {
    /// The word on its tag.
    pub fn shown(self) -> &'static str {
        match self {
            EntryState::Submitted => "Submitted",
            EntryState::Returned => "Returned",
            EntryState::Signed => "Signed",
            EntryState::Withdrawn => "Withdrawn",
            EntryState::Earlier => "Earlier record",
            EntryState::Accepted => "Accepted",
            EntryState::NotAccepted => "Not accepted",
        }
    }

    /// The state that the two columns of a list's row say: `earlier` stands above *submitted*, so that what
    /// came from before is never taken for what was submitted here.
    pub fn listed(state: &str, earlier: &str) -> Result<EntryState, crate::domain::words::UnknownWord> {
        match (state, earlier) {
            ("submitted", crate::domain::earlier::BROUGHT) => Ok(EntryState::Earlier),
            ("submitted", crate::domain::earlier::ACCEPTED) => Ok(EntryState::Accepted),
            ("submitted", crate::domain::earlier::REFUSED) => Ok(EntryState::NotAccepted),
            _ => state.parse(),
        }
    }

    /// It came in from an earlier record, or claims earlier learning.
    pub fn is_from_before(self) -> bool {
        matches!(self, EntryState::Earlier | EntryState::Accepted | EntryState::NotAccepted)
    }

    /// The two columns by which a list finds the state.
    pub fn columns(self) -> (&'static str, &'static str) {
        match self {
            EntryState::Earlier => ("submitted", crate::domain::earlier::BROUGHT),
            EntryState::Accepted => ("submitted", crate::domain::earlier::ACCEPTED),
            EntryState::NotAccepted => ("submitted", crate::domain::earlier::REFUSED),
            other => (other.as_str(), ""),
        }
    }

    /// The state after a decision.
    pub fn after(verdict: Verdict) -> EntryState {
        match verdict {
            Verdict::Signed => EntryState::Signed,
            Verdict::Returned => EntryState::Returned,
        }
    }
}

/// A file of an entry: its name as the trainee sees it and the SHA-256 of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMark {
    pub name: String,
    pub hash: String,
}

/// Everything that a signature covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub kind: String,
    pub kind_version: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub files: Vec<FileMark>,
}

/// How a field is committed to: by the salt that hides it, or, once it is struck out, by what is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cover {
    Salt(String),
    Struck(String),
}

/// By field code, and `file:1`, `file:2` for the names of files.
pub type Covers = BTreeMap<String, Cover>;

/// The first field of every root; a new layout takes a new number.
const FORMAT: &str = "entry-1";

impl Content {
    /// A salt for every field and file name, from the source of chance.
    pub fn cover(&self, mut salt: impl FnMut() -> String) -> Covers {
        let names = (1..=self.files.len()).map(|n| format!("file:{n}"));
        self.values.keys().cloned().chain(names).map(|key| (key, Cover::Salt(salt()))).collect()
    }

    /// The one hash that a signature covers, in hexadecimal.
    pub fn root(&self, covers: &Covers) -> String {
        let mut fields = vec![
            FORMAT.to_owned(),
            self.kind.clone(),
            self.kind_version.to_string(),
            self.day.iso(),
            self.until.map(Day::iso).unwrap_or_default(),
        ];
        let mut keys: Vec<&String> =
            self.values.keys().chain(covers.keys().filter(|key| !key.starts_with("file:"))).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            fields.push(key.clone());
            fields.push(commitment(key, self.values.get(key), covers.get(key)));
        }
        for (file, n) in self.files.iter().zip(1..) {
            let key = format!("file:{n}");
            fields.push(file.hash.clone());
            fields.push(commitment(&key, Some(&Value::Text(file.name.clone())), covers.get(&key)));
        }
        digest(&fields)
    }
}

/// A salt for each piece of prose in a committed row that is not an entry's.
pub fn cover_prose<'a>(keys: &'a [&'a str], mut salt: impl FnMut() -> String) -> Covers {
    keys.iter().map(|key| ((*key).to_owned(), Cover::Salt(salt()))).collect()
}

/// What a row's commitment holds instead of the prose: it says nothing of a short comment once the salt
/// is gone with it.
pub fn prose_commitment(key: &str, text: &str, covers: &Covers) -> String {
    commitment(key, Some(&Value::Text(text.to_owned())), covers.get(key))
}

fn commitment(key: &str, value: Option<&Value>, cover: Option<&Cover>) -> String {
    match cover {
        Some(Cover::Struck(commitment)) => commitment.clone(),
        Some(Cover::Salt(salt)) => {
            let written = value.and_then(|v| serde_json::to_string(v).ok()).unwrap_or_default();
            digest(&[salt.clone(), key.to_owned(), written])
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        Content {
            kind: "bypass-case".into(),
            kind_version: 1,
            day: Day::of(2026, 11, 3).unwrap(),
            until: None,
            values: [("procedure", "cabg"), ("notes", "went well")]
                .map(|(k, v)| (k.to_owned(), Value::Text(v.to_owned())))
                .into(),
            files: vec![FileMark { name: "trace.pdf".into(), hash: "ab".into() }],
        }
    }

    #[test]
    fn anything_that_changes_changes_the_root() {
        let before = content();
        let mut n = 0;
        let covers = before.cover(|| {
            n += 1;
            format!("salt{n}")
        });
        let root = before.root(&covers);
        assert_eq!(root, before.root(&covers));
        let changes: Vec<fn(&mut Content)> = vec![
            |c| c.kind.push('x'),
            |c| c.kind_version = 2,
            |c| c.day = c.day.plus_days(1),
            |c| c.until = Some(c.day),
            |c| {
                c.values.insert("notes".into(), Value::Text("went badly".into()));
            },
            |c| {
                c.values.insert("more".into(), Value::Yes(true));
            },
            |c| {
                c.values.remove("notes");
            },
            |c| c.files[0].name.push('x'),
            |c| c.files[0].hash.push('c'),
            |c| c.files.clear(),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut after = before.clone();
            change(&mut after);
            assert_ne!(after.root(&covers), root, "change {at}");
        }
    }

    #[test]
    fn prose_can_be_struck_and_not_guessed() {
        let mut n = 0;
        let mut salt = || {
            n += 1;
            format!("salt{n}")
        };
        let mut covers = cover_prose(&["comment", "reason"], &mut salt);
        let hidden = prose_commitment("comment", "Ok", &covers);
        assert_ne!(hidden, prose_commitment("comment", "Ok", &cover_prose(&["comment"], &mut salt)));
        assert_ne!(hidden, prose_commitment("comment", "No", &covers));
        assert_ne!(hidden, prose_commitment("reason", "Ok", &covers));
        covers.insert("comment".to_owned(), Cover::Struck(hidden.clone()));
        assert_eq!(prose_commitment("comment", "", &covers), hidden);
    }

    #[test]
    fn a_struck_field_still_verifies() {
        let mut content = content();
        let mut covers = content.cover(|| "s".to_owned());
        let root = content.root(&covers);
        let left = commitment("notes", content.values.get("notes"), covers.get("notes"));
        content.values.remove("notes");
        covers.insert("notes".into(), Cover::Struck(left));
        assert_eq!(content.root(&covers), root);
    }
}
