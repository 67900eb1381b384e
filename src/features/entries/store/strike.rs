//! Words of an entry taken away for good: out of every version with the salts that hid them, out of the draft of
//! the next one, out of the line by which lists and searches know the entry. What is left are commitments, so that
//! every signature still verifies and says where something went.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    drafts, earlier_tables, entries, entry_versions, evidence, holds, redactions, reflections,
};
use crate::db::tx::Tx;
use crate::domain::entry::{Covers, strike};
use crate::domain::fault::Fault;
use crate::domain::folding::fold;
use crate::domain::kind::{Kind, Value};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::{Left, Place, Sort};
use crate::domain::time::Moment;
use crate::features::entries::entered::name_of;
use crate::features::entries::seen::{Seen, VersionShown};
use crate::features::entries::store::Pairs;
use crate::features::entries::title::title;
use crate::features::programmes;

/// Strikes these places out of the entry's own rows. Gives what is left of each cell.
pub fn strike_content(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    places: &BTreeSet<Place>,
) -> Result<Vec<Left>, Fault> {
    if grant.act().entry != seen.id {
        return Err(Fault::broken("the grant is about another entry"));
    }
    let (mut left, mut texts) = (Vec::new(), BTreeSet::new());
    for version in &seen.versions {
        left.extend(out_of_version(tx, version, places, &mut texts)?);
    }
    if !left.is_empty() {
        retitle(tx, seen)?;
    }
    if places.contains(&Place::Reflection) {
        let gone = diesel::delete(reflections::table.filter(reflections::entry_id.eq(&seen.id)));
        if gone.execute(tx.conn())? > 0 {
            let row = format!("entries/{}", seen.id);
            left.push(Left { row, key: "reflection".to_owned(), left: String::new() });
        }
    }
    out_of_drafts(tx, seen, places, &texts)?;
    Ok(left)
}

fn out_of_version(
    tx: &mut Tx<'_>,
    version: &VersionShown,
    places: &BTreeSet<Place>,
    texts: &mut BTreeSet<String>,
) -> Result<Vec<Left>, Fault> {
    let (mut values, mut covers) = (version.values.clone(), version.covers.clone());
    let mut left = Vec::new();
    let mut keep = |key: &str, commitment: Option<String>| {
        left.extend(commitment.map(|commitment| Left {
            row: format!("entry_versions/{}", version.id),
            key: key.to_owned(),
            left: commitment,
        }));
    };
    for place in places {
        let Place::Field(code) = place else { continue };
        let value = values.remove(code);
        if let Some(Value::Text(text)) = &value {
            texts.insert(text.trim().to_owned());
        }
        keep(code, strike(code, value.as_ref(), &mut covers));
    }
    let mut nameless: Vec<&EvidenceId> = Vec::new();
    for (file, number) in version.files.iter().zip(1..) {
        let hash = file.hash.clone();
        if places.contains(&Place::File(hash.clone())) || places.contains(&Place::FileName(hash)) {
            let (key, name) = (format!("file:{number}"), Value::Text(file.name.clone()));
            keep(&key, strike(&key, Some(&name), &mut covers));
            nameless.push(&file.id);
        }
    }
    if left.is_empty() {
        return Ok(left);
    }
    diesel::update(entry_versions::table.find(&version.id))
        .set((
            entry_versions::words.eq(serde_json::to_string(&values).map_err(Fault::broken)?),
            entry_versions::salts.eq(serde_json::to_string(&covers).map_err(Fault::broken)?),
        ))
        .execute(tx.conn())?;
    diesel::update(evidence::table.filter(evidence::id.eq_any(nameless)))
        .set(evidence::name.eq(""))
        .execute(tx.conn())?;
    Ok(left)
}

/// The line of lists is made anew from what is left of the latest version.
fn retitle(tx: &mut Tx<'_>, seen: &Seen) -> Result<(), Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let (words, version): (String, i32) = entry_versions::table
        .find(&seen.version)
        .select((entry_versions::words, entry_versions::kind_version))
        .first(tx.conn())?;
    let kind = programmes::kind_version(tx.conn(), &shelf, &seen.kind.code, version)?;
    let title = title(&kind, &serde_json::from_str(&words).map_err(Fault::broken)?);
    diesel::update(entries::table.find(&seen.id))
        .set((entries::title.eq(&title), entries::folded.eq(fold(&title)), entries::changed_at.eq(now)))
        .execute(tx.conn())?;
    Ok(())
}

/// The owner's drafts: those fields of the next version, the same words wherever else they were carried on, and
/// the files themselves.
fn out_of_drafts(
    tx: &mut Tx<'_>,
    seen: &Seen,
    places: &BTreeSet<Place>,
    texts: &BTreeSet<String>,
) -> Result<(), Fault> {
    let files = places.iter().filter_map(|place| match place {
        Place::File(hash) => Some(hash),
        _ => None,
    });
    let files: Vec<&String> = files.collect();
    let rows: Vec<(DraftId, Option<EntryId>, String)> = drafts::table
        .filter(drafts::owner_id.eq(&seen.owner))
        .select((drafts::id, drafts::entry_id, drafts::words))
        .load(tx.conn())?;
    let ids: Vec<DraftId> = rows.iter().map(|(id, ..)| id.clone()).collect();
    diesel::delete(
        evidence::table
            .filter(evidence::draft_id.eq_any(ids.iter().map(DraftId::as_str)))
            .filter(evidence::file_hash.eq_any(files)),
    )
    .execute(tx.conn())?;
    for (id, entry, words) in rows {
        let own = entry.as_ref() == Some(&seen.id);
        let before: Pairs = serde_json::from_str(&words).map_err(Fault::broken)?;
        let stays = |(name, word): &(String, String)| {
            let of = own.then(|| field_of(&seen.kind, name)).flatten();
            let of_place = of.is_some_and(|code| places.contains(&Place::Field(code.to_owned())));
            // A short word, `Uneventful`, says nothing of where it is from.
            let same = word.trim().chars().count() >= 12 && texts.contains(word.trim());
            !of_place && !same
        };
        let after: Pairs = before.iter().filter(|pair| stays(pair)).cloned().collect();
        if after == before {
            continue;
        }
        let words = serde_json::to_string(&after).map_err(Fault::broken)?;
        diesel::update(drafts::table.find(&id)).set(drafts::words.eq(words)).execute(tx.conn())?;
        // What it was held for is gone, and what was read from a file with it.
        diesel::delete(holds::table.find(&id)).execute(tx.conn())?;
        diesel::delete(earlier_tables::table.find(&id)).execute(tx.conn())?;
    }
    Ok(())
}

/// The field whose control this is: `f-notes`, `f-when-day`.
fn field_of<'k>(kind: &'k Kind, name: &str) -> Option<&'k str> {
    let fits = |code: &str| {
        let own = name_of(code);
        name == own || name.strip_prefix(&own).is_some_and(|rest| rest.starts_with('-'))
    };
    let codes = kind.fields.iter().map(|field| field.code.as_str());
    codes.filter(|code| fits(code)).max_by_key(|code| code.len())
}

/// Something struck out of an entry, as its page tells it.
#[derive(Debug, Clone)]
pub struct StruckShown {
    pub sort: Sort,
    /// Empty where a restored house did it again.
    pub by: String,
    pub at: Moment,
    pub reopened: bool,
    /// With everything else of its owner.
    pub erased: bool,
}

// open: reached through an entry in sight; no words
pub fn struck_on(conn: &mut Conn, entry: &EntryId) -> Result<Vec<StruckShown>, Fault> {
    use crate::db::schema::accounts;
    let rows: Vec<(String, String, Moment, bool, Option<ErasureId>)> = redactions::table
        .filter(redactions::entry_id.eq(entry))
        .order((redactions::struck_at, redactions::id))
        .select((
            redactions::sort,
            redactions::struck_by,
            redactions::struck_at,
            redactions::reopened,
            redactions::erasure_id,
        ))
        .load(conn)?;
    let by: Vec<&str> = rows.iter().map(|(_, by, ..)| by.as_str()).collect();
    let names: BTreeMap<String, String> = match rows.is_empty() {
        true => BTreeMap::new(),
        false => accounts::table
            .filter(accounts::id.eq_any(by))
            .select((accounts::id, accounts::name))
            .load::<(String, String)>(conn)?
            .into_iter()
            .collect(),
    };
    rows.into_iter()
        .map(|(sort, by, at, reopened, erasure)| {
            let by = names.get(&by).cloned().unwrap_or_default();
            let (sort, erased) = (sort.parse().map_err(Fault::broken)?, erasure.is_some());
            Ok(StruckShown { sort, by, at, reopened, erased })
        })
        .collect()
}

/// The incident about an entry that is not over, if there is one, and who reported it.
// open: reached through an entry in sight; ids
pub fn open_incident(conn: &mut Conn, entry: &EntryId) -> Result<Option<(IncidentId, AccountId)>, Fault> {
    use crate::db::schema::incidents;
    Ok(incidents::table
        .filter(incidents::entry_id.eq(entry))
        .filter(incidents::state.eq_any(["open", "struck"]))
        .order((incidents::reported_at.desc(), incidents::id.desc()))
        .select((incidents::id, incidents::reported_by))
        .first(conn)
        .optional()?)
}

/// Whether the entry was ever put on paper.
// open: reached through an entry in sight; one yes or no
pub fn has_certificate(conn: &mut Conn, entry: &EntryId) -> Result<bool, Fault> {
    use crate::db::schema::certificates;
    let made = certificates::table.filter(certificates::entry_id.eq(entry));
    Ok(diesel::select(diesel::dsl::exists(made)).get_result(conn)?)
}

/// The number of the certificate that holds as long as the entry stays as it is.
// open: of an entry that is the asker's own
pub fn certified(conn: &mut Conn, entry: &str) -> Result<Option<String>, Fault> {
    use crate::db::schema::certificates;
    Ok(certificates::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(certificates::version_id)))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::id.eq(entry))
        .filter(entry_versions::number.eq(entries::latest))
        .filter(certificates::known_until.is_null())
        .select(certificates::number)
        .first(conn)
        .optional()?)
}

impl VersionShown {
    /// What stood here was struck out.
    pub fn is_struck(&self, key: &str) -> bool {
        is_struck(&self.covers, key)
    }
}

fn is_struck(covers: &Covers, key: &str) -> bool {
    crate::domain::entry::struck(covers).any(|(struck, _)| struck == key)
}
