//! An entry: a thing recorded in a portfolio, in versions. Its content is what a signature covers:
//! kind, days, every field and every file. Each field is committed to with a salt of its own, and the
//! root is a hash over the commitments, so that a value can be struck out later (value and salt go,
//! the commitment stays) and the signature still verifies and says which field was struck.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::audit::digest;
use crate::domain::kind::{Confirmer, Value, Values};
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

/// The word on the tag of what nobody signs.
pub const RECORDED: &str = "Recorded";

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

    /// The same for an entry of a kind: what nobody signs is recorded and waits for nobody.
    pub fn said(self, confirmed_by: Confirmer) -> &'static str {
        match (self, confirmed_by) {
            (EntryState::Submitted, Confirmer::Nobody) => RECORDED,
            _ => self.shown(),
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
        fields.extend(value_commitments(&self.values, covers));
        for (file, n) in self.files.iter().zip(1..) {
            let key = format!("file:{n}");
            fields.push(file.hash.clone());
            fields.push(commitment(&key, Some(&Value::Text(file.name.clone())), covers.get(&key)));
        }
        digest(&fields)
    }
}

/// A salt for every value, from the source of chance.
pub fn cover_values(values: &Values, mut salt: impl FnMut() -> String) -> Covers {
    values.keys().map(|key| (key.clone(), Cover::Salt(salt()))).collect()
}

/// Each code with its commitment, in the order of the codes; one that was struck out has its own still.
pub fn value_commitments(values: &Values, covers: &Covers) -> Vec<String> {
    let of_values = covers.keys().filter(|key| !key.starts_with("file:"));
    let keys: BTreeSet<&String> = values.keys().chain(of_values).collect();
    let pair = |key: &String| [key.clone(), commitment(key, values.get(key), covers.get(key))];
    keys.into_iter().flat_map(pair).collect()
}

/// A salt for each piece of prose in a committed row that is not an entry's.
pub fn cover_prose<'a>(keys: &'a [&'a str], mut salt: impl FnMut() -> String) -> Covers {
    keys.iter().map(|key| ((*key).to_owned(), Cover::Salt(salt()))).collect()
}

/// Beside the answers to a form: why its owner went on from a version that was signed. No code of a field looks like it,
/// so that no form asks for it by accident.
pub const WHY: &str = "_why";

/// What it is called on pages.
pub const WHY_SHOWN: &str = "Why it was changed";

/// What a row's commitment holds instead of the prose: it says nothing of a short comment once the salt
/// is gone with it.
pub fn prose_commitment(key: &str, text: &str, covers: &Covers) -> String {
    commitment(key, Some(&Value::Text(text.to_owned())), covers.get(key))
}

/// Takes the salt away and keeps the commitment, which is given back; the caller takes the value. None where
/// there is nothing to take.
pub fn strike(key: &str, value: Option<&Value>, covers: &mut Covers) -> Option<String> {
    if !matches!(covers.get(key), Some(Cover::Salt(_))) {
        return None;
    }
    let left = commitment(key, value, covers.get(key));
    covers.insert(key.to_owned(), Cover::Struck(left.clone()));
    Some(left)
}

/// The same of a piece of prose in a row, which goes with its salt. A row of release 0.1.0 has no salts yet: it
/// gets one for a moment, so that what is left of its prose says nothing either.
pub fn strike_prose(
    key: &str,
    text: &mut String,
    covers: &mut Covers,
    salt: impl FnOnce() -> String,
) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    covers.entry(key.to_owned()).or_insert_with(|| Cover::Salt(salt()));
    let left = strike(key, Some(&Value::Text(std::mem::take(text))), covers);
    left.filter(|left| !left.is_empty())
}

/// The keys under which something was struck out, with what is left of each.
pub fn struck(covers: &Covers) -> impl Iterator<Item = (&str, &str)> {
    covers.iter().filter_map(|(key, cover)| match cover {
        Cover::Struck(left) => Some((key.as_str(), left.as_str())),
        Cover::Salt(_) => None,
    })
}

fn commitment(key: &str, value: Option<&Value>, cover: Option<&Cover>) -> String {
    let written = || value.and_then(|v| serde_json::to_string(v).ok()).unwrap_or_default();
    match cover {
        // Whatever is put where something was struck out is not what was signed.
        Some(Cover::Struck(commitment)) => match value {
            Some(Value::Text(text)) if text.is_empty() => commitment.clone(),
            None => commitment.clone(),
            Some(_) => digest(&[commitment.clone(), key.to_owned(), written()]),
        },
        Some(Cover::Salt(salt)) => digest(&[salt.clone(), key.to_owned(), written()]),
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
    fn a_struck_field_and_a_struck_name_of_a_file_still_verify() {
        let mut content = content();
        let mut covers = content.cover(|| "s".to_owned());
        let root = content.root(&covers);
        let value = content.values.remove("notes");
        let left = strike("notes", value.as_ref(), &mut covers).unwrap();
        let name = Value::Text(std::mem::take(&mut content.files[0].name));
        assert!(strike("file:1", Some(&name), &mut covers).is_some());
        assert_eq!(content.root(&covers), root);
        assert_eq!(strike("notes", None, &mut covers), None, "once is enough");
        assert_eq!(strike("never-there", None, &mut covers), None);
        let mut filled = content.clone();
        filled.values.insert("notes".into(), Value::Text("something else".into()));
        assert_ne!(filled.root(&covers), root, "nothing may stand where something was struck out");
        let mut named = content.clone();
        named.files[0].name.push('x');
        assert_ne!(named.root(&covers), root);
        let all: Vec<(&str, &str)> = struck(&covers).collect();
        assert_eq!(all.len(), 2);
        assert!(all.contains(&("notes", left.as_str())));
    }

    #[test]
    fn struck_prose_leaves_what_its_row_commits_to() {
        let mut covers = cover_prose(&["comment"], || "s".to_owned());
        let before = prose_commitment("comment", "Mrs Jones", &covers);
        let mut text = "Mrs Jones".to_owned();
        assert!(strike_prose("comment", &mut text, &mut covers, String::new).is_some());
        assert_eq!((text.as_str(), prose_commitment("comment", &text, &covers)), ("", before));
        let (mut unsalted, mut text) = (Covers::new(), "Mrs Jones".to_owned());
        let left = strike_prose("comment", &mut text, &mut unsalted, || "fresh".to_owned()).unwrap();
        assert_eq!(prose_commitment("comment", "", &unsalted), left);
        assert_eq!(strike_prose("reason", &mut text, &mut unsalted, String::new), None, "nothing was there");
    }
}
