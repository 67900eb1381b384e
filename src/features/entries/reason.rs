//! Why its owner goes on from what was signed, to another version or to an entry of another type that takes its place.
//! Decided: the reason is one more word of the new version, under a code that no form can have. So the next signature covers it, whoever decides reads it, and it is struck out and erased with the
//! rest; the version after that begins without one.

use crate::db::conn::Conn;
use crate::domain::entry::WHY;
use crate::domain::fault::{Fault, Faults};
use crate::domain::identifiers::patient_identifier;
use crate::domain::kind::{Value, Values};
use crate::domain::names::prose;
use crate::features::entries::seen::{Seen, VersionShown};
use crate::features::identifiers;
use crate::web::typed::Words;

/// Characters of a reason.
pub const MOST: usize = 500;

impl Seen {
    /// A signature stands on the latest version: whoever goes on from there says why.
    pub fn asks_why(&self) -> bool {
        self.signed().next().is_some()
    }

    /// What was answered on the form, without the reason of this version.
    pub fn answers(&self) -> Values {
        self.values.iter().filter(|(code, _)| *code != WHY).map(|(c, v)| (c.clone(), v.clone())).collect()
    }
}

impl VersionShown {
    /// Why it was written, where what it goes on from was signed.
    pub fn why(&self) -> Option<&str> {
        self.values.get(WHY).and_then(Value::text)
    }
}

/// The reason that was typed, where one is asked for; else a fault of the word `why`. It names nobody.
pub fn reason(
    conn: &mut Conn,
    words: &Words,
    before: Option<&Seen>,
    faults: &mut Faults,
) -> Result<Option<(String, Value)>, Fault> {
    if !before.is_some_and(Seen::asks_why) {
        return Ok(None);
    }
    let Some(text) = faults.take("why", prose("your reason", words.one("why"), MOST)) else {
        return Ok(None);
    };
    if text.is_empty() {
        faults.add("why", "Say why you change what was signed.");
        return Ok(None);
    }
    let house = identifiers::patterns(conn)?;
    if let Some(sentence) = patient_identifier(&text, &house) {
        faults.add("why", sentence);
        return Ok(None);
    }
    Ok(Some((WHY.to_owned(), Value::Text(text))))
}
