//! The entry that a re-filing replaced, and the one that took its place: the same words once more, in the same portfolio.
//! The replaced one is withdrawn and can still be read.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entry_versions, evidence, refilings};
use crate::domain::fault::Fault;
use crate::domain::kind::{Value, Values};
use crate::domain::names::*;
use crate::domain::redaction::Place;
use crate::features::entries::Seen;
use crate::features::redactions::store::copies::Found;

/// What stands in these places and in an entry before or after it in a chain of re-filings.
// open: the rules are asked of each before anything of it is shown
pub(super) fn copied(
    conn: &mut Conn,
    seen: &Seen,
    places: &BTreeSet<Place>,
    found: &mut Found,
) -> Result<(), Fault> {
    for other in chain(conn, &seen.id)? {
        let versions: Vec<(String, String)> = entry_versions::table
            .filter(entry_versions::entry_id.eq(&other))
            .select((entry_versions::id, entry_versions::words))
            .load(conn)?;
        for (version, words) in versions {
            let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
            let files: Vec<String> = evidence::table
                .filter(evidence::version_id.eq(&version))
                .select(evidence::file_hash)
                .load(conn)?;
            for place in places {
                let there: Vec<Place> = match place {
                    Place::Field(code) => fields_saying(seen, code, &values),
                    // The bytes go wherever they are attached; a name stands with each.
                    Place::FileName(hash) if files.contains(hash) => vec![place.clone()],
                    _ => Vec::new(),
                };
                if !there.is_empty() {
                    found.entry(other.clone()).or_default().extend(there);
                }
            }
        }
    }
    Ok(())
}

/// The fields in which any version of the entry's answer stands. On another form an answer may stand in a field of another
/// name; a code or a number that happens to be the same there says nothing.
fn fields_saying(seen: &Seen, code: &str, values: &Values) -> Vec<Place> {
    let said: Vec<&Value> = seen.versions.iter().filter_map(|version| version.values.get(code)).collect();
    let is_prose = |value: &Value| value.text().is_some_and(|text| text.trim().contains(char::is_whitespace));
    let same = values.iter().filter(|(at, value)| said.contains(value) && (*at == code || is_prose(value)));
    same.map(|(at, _)| Place::Field(at.clone())).collect()
}

/// Every other entry of the chain.
// open: ids alone, of a chain within one portfolio
fn chain(conn: &mut Conn, of: &EntryId) -> Result<BTreeSet<EntryId>, Fault> {
    let (mut known, mut next) = (BTreeSet::from([of.clone()]), vec![of.clone()]);
    while let Some(id) = next.pop() {
        let before: Vec<EntryId> =
            refilings::table.filter(refilings::entry_id.eq(&id)).select(refilings::replaced_id).load(conn)?;
        let after: Vec<Option<EntryId>> =
            refilings::table.filter(refilings::replaced_id.eq(&id)).select(refilings::entry_id).load(conn)?;
        for other in before.into_iter().chain(after.into_iter().flatten()) {
            if known.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    known.remove(of);
    Ok(known)
}
