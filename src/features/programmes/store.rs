//! Programmes, their published versions and the kinds of entry, as rows. All are public within the
//! house: what a programme asks is no secret from the people on it.

mod committed;
mod figures;
mod layers;
mod publishing;
mod rules;

pub use committed::committed_of_house;
pub use figures::{
    Figure, amount_of, committed_rows, confirmed_heads, departments_on, enrolments_on, figures, is_on,
    set_figure,
};
pub use layers::{enrolments_in, layer_words, set_layer, version_at};
pub use publishing::{
    Owner, Programme, begin_programme, every_programme, give_programme, owned, owner, programme_named,
    publish, publish_kind, retire, versions_of, words,
};
pub use rules::{FileRules, file_rules, set_file_rules};

use std::collections::HashSet;
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{kinds, programme_versions, programmes, university_kinds};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::{Event, digest};
use crate::domain::fault::Fault;
use crate::domain::kind::{self, Kind};
use crate::domain::names::{BookId, ProgrammeId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::asp::PutTogether;
use crate::domain::programme::{self, Version};
use crate::domain::role::System;
use crate::domain::time::Moment;
use crate::features::programmes::builtin::{self, File};
use crate::features::programmes::store::committed::KindRow;

/// A version as the lists show it.
#[derive(Debug, Clone, Queryable)]
pub struct VersionRow {
    pub id: VersionId,
    pub programme: ProgrammeId,
    pub code: String,
    pub version: String,
    pub title: String,
    pub state: String,
}

/// Every version that people may be enrolled on, by programme and newest first.
// open: what programmes ask is public within the house
pub fn published(conn: &mut Conn) -> Result<Vec<VersionRow>, Fault> {
    Ok(programme_versions::table
        .inner_join(programmes::table)
        .filter(programme_versions::state.eq("published"))
        .order((programmes::title, programme_versions::version.desc()))
        .select((
            programme_versions::id,
            programmes::id,
            programmes::code,
            programme_versions::version,
            programme_versions::title,
            programme_versions::state,
        ))
        .load(conn)?)
}

/// One version's row, whatever its state.
// open: what programmes ask is public within the house
pub fn version_row(conn: &mut Conn, id: &VersionId) -> Result<VersionRow, Fault> {
    Ok(programme_versions::table
        .inner_join(programmes::table)
        .filter(programme_versions::id.eq(id))
        .select((
            programme_versions::id,
            programmes::id,
            programmes::code,
            programme_versions::version,
            programme_versions::title,
            programme_versions::state,
        ))
        .first(conn)?)
}

/// The version that an address names: `perfusion-msc` and `2025`.
// open: what programmes ask is public within the house
pub fn version_named(conn: &mut Conn, code: &str, version: &str) -> Result<VersionRow, Fault> {
    let id: VersionId = programme_versions::table
        .inner_join(programmes::table)
        .filter(programmes::code.eq(code))
        .filter(programme_versions::version.eq(version))
        .select(programme_versions::id)
        .first(conn)?;
    version_row(conn, &id)
}

/// The version, parsed; from the shelf after the first time.
// open: what programmes ask is public within the house
pub fn version(conn: &mut Conn, shelf: &Shelf, id: &VersionId) -> Result<Arc<Version>, Fault> {
    if let Some(found) = shelf.version(id) {
        return Ok(found);
    }
    let words: String = programme_versions::table.find(id).select(programme_versions::words).first(conn)?;
    let kinds = house_kinds(conn, shelf)?;
    let read = programme::read(&words, &kinds).map_err(|flaws| {
        let first = flaws.first().map(|flaw| format!("line {}: {}", flaw.line, flaw.sentence));
        Fault::Broken(format!(
            "the stored programme version {id} cannot be read: {}",
            first.unwrap_or_default()
        ))
    })?;
    let version = Arc::new(read);
    shelf.keep_version(id, version.clone());
    Ok(version)
}

/// The text that was published, and when.
// open: what programmes ask is public within the house
pub fn published_words(conn: &mut Conn, id: &VersionId) -> Result<(String, Moment), Fault> {
    let columns = (programme_versions::words, programme_versions::known_from);
    Ok(programme_versions::table.find(id).select(columns).first(conn)?)
}

/// One version of a kind, parsed; from the shelf after the first time.
// open: what one records about a case is public within the house
pub fn kind_version(conn: &mut Conn, shelf: &Shelf, code: &str, version: i32) -> Result<Arc<Kind>, Fault> {
    if let Some(found) = shelf.kind(code, version) {
        return Ok(found);
    }
    let words: String = kinds::table.find((code, version)).select(kinds::words).first(conn)?;
    let read = kind::read(&words).map_err(|flaws| {
        let first = flaws.first().map(|flaw| format!("line {}: {}", flaw.line, flaw.sentence));
        Fault::Broken(format!(
            "the stored kind {code} {version} cannot be read: {}",
            first.unwrap_or_default()
        ))
    })?;
    let kind = Arc::new(read);
    shelf.keep_kind(kind.clone());
    Ok(kind)
}

/// The newest version of every kind, in the order of their codes.
// open: what one records about a case is public within the house
pub fn newest_kinds(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<Arc<Kind>>, Fault> {
    let newest: Vec<(String, Option<i32>)> = kinds::table
        .group_by(kinds::code)
        .select((kinds::code, diesel::dsl::max(kinds::version)))
        .order(kinds::code)
        .load(conn)?;
    newest.into_iter().map(|(code, version)| kind_version(conn, shelf, &code, version.unwrap_or(1))).collect()
}

/// Every version of every kind: an older version of a programme names older kinds.
// open: what one records about a case is public within the house
pub fn every_kind(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<Arc<Kind>>, Fault> {
    let all: Vec<(String, i32)> =
        kinds::table.select((kinds::code, kinds::version)).order((kinds::code, kinds::version)).load(conn)?;
    all.into_iter().map(|(code, version)| kind_version(conn, shelf, &code, version)).collect()
}

/// The same, to read a text against.
// open: what one records about a case is public within the house
pub fn house_kinds(conn: &mut Conn, shelf: &Shelf) -> Result<Vec<Kind>, Fault> {
    Ok(every_kind(conn, shelf)?.iter().map(|kind| Kind::clone(kind)).collect())
}

/// The kinds of entry that come with the binary.
pub fn shipped_kinds() -> Result<Vec<Kind>, Fault> {
    builtin::files().0.iter().map(kind_in).collect()
}

/// The programmes that come with the binary, in the order of their files.
pub fn shipped_versions() -> Result<Vec<Version>, Fault> {
    let (kinds, versions) = builtin::files();
    let kinds = kinds.iter().map(kind_in).collect::<Result<Vec<_>, Fault>>()?;
    let read =
        |file: &File| programme::read(&file.text, &kinds).map_err(|flaws| shipped_wrong(file, flaws.len()));
    versions.iter().map(read).collect()
}

/// Loads what the binary brings and the house does not have yet. A published text never changes: a file
/// that differs from the row of the same version is refused with a sentence. A file whose text is here already
/// is not read again, so that a start which finds nothing new costs the hashes only.
pub fn load_builtin(tx: &mut Tx<'_>, _system: System) -> Result<Vec<Event>, Fault> {
    let (kind_files, programme_files) = builtin::files();
    let new_kinds = kinds_not_here(tx.conn(), &kind_files)?;
    let new_programmes = programmes_not_here(tx.conn(), &programme_files)?;
    for file in new_kinds {
        keep_kind(tx, file, &kind_in(file)?)?;
    }
    if new_programmes.is_empty() {
        return Ok(Vec::new());
    }
    let kinds = kind_files.iter().map(kind_in).collect::<Result<Vec<_>, Fault>>()?;
    let mut events = Vec::new();
    for file in new_programmes {
        let version =
            programme::read(&file.text, &kinds).map_err(|flaws| shipped_wrong(file, flaws.len()))?;
        events.extend(keep_version(tx, file, &version, |word, subject| Event::new("system", word, subject))?);
    }
    Ok(events)
}

fn kind_in(file: &File) -> Result<Kind, Fault> {
    kind::read(&file.text).map_err(|flaws| shipped_wrong(file, flaws.len()))
}

fn kinds_not_here<'f>(conn: &mut Conn, files: &'f [File]) -> Result<Vec<&'f File>, Fault> {
    let here: Vec<String> = kinds::table.select(kinds::words_hash).load(conn)?;
    Ok(not_among(files, here))
}

fn programmes_not_here<'f>(conn: &mut Conn, files: &'f [File]) -> Result<Vec<&'f File>, Fault> {
    let here: Vec<String> = programme_versions::table.select(programme_versions::words_hash).load(conn)?;
    Ok(not_among(files, here))
}

fn not_among(files: &[File], hashes: Vec<String>) -> Vec<&File> {
    let here: HashSet<String> = hashes.into_iter().collect();
    files.iter().filter(|file| !here.contains(&digest(std::slice::from_ref(&file.text)))).collect()
}

fn shipped_wrong(file: &File, flaws: usize) -> Fault {
    Fault::Broken(format!("programmes/{} has {flaws} faults; run: perfolio programme check", file.path))
}

fn changed(file: &File) -> Fault {
    Fault::Broken(format!(
        "programmes/{} differs from the version that was published under the same number; \
         a published version never changes: give the file a new version number",
        file.path
    ))
}

fn keep_kind(tx: &mut Tx<'_>, file: &File, kind: &Kind) -> Result<(), Fault> {
    let now = tx.now();
    if kind.university {
        let known = university_kinds::table.find(&kind.code);
        if !diesel::select(diesel::dsl::exists(known)).get_result::<bool>(tx.conn())? {
            diesel::insert_into(university_kinds::table)
                .values(university_kinds::code.eq(&kind.code))
                .execute(tx.conn())?;
        }
    }
    let number = i32::try_from(kind.version).map_err(Fault::broken)?;
    let hash = digest(std::slice::from_ref(&file.text));
    let known: Option<(String, String)> = kinds::table
        .find((&kind.code, number))
        .select((kinds::words_hash, kinds::words))
        .first(tx.conn())
        .optional()?;
    match known {
        Some((known, _)) if known == hash => Ok(()),
        // What a new form begins with is no part of what was published: nothing recorded reads it.
        Some((_, words)) if kind::read(&words).is_ok_and(|old| old.records_the_same(kind)) => {
            diesel::update(kinds::table.find((&kind.code, number)))
                .set((kinds::words.eq(&file.text), kinds::words_hash.eq(hash)))
                .execute(tx.conn())?;
            let row: KindRow = kinds::table.find((&kind.code, number)).first(tx.conn())?;
            tx.vouch(BookId::house(), &row);
            Ok(())
        }
        Some(_) => Err(changed(file)),
        None => {
            let row = KindRow {
                code: kind.code.clone(),
                version: number,
                name: kind.name.clone(),
                words: file.text.clone(),
                words_hash: hash,
                known_from: now,
            };
            diesel::insert_into(kinds::table)
                .values((
                    kinds::code.eq(&row.code),
                    kinds::version.eq(row.version),
                    kinds::name.eq(&row.name),
                    kinds::words.eq(&row.words),
                    kinds::words_hash.eq(&row.words_hash),
                    kinds::known_from.eq(row.known_from),
                ))
                .execute(tx.conn())?;
            tx.vouch(BookId::house(), &row);
            Ok(())
        }
    }
}

/// Publishes what was put together; the caller has taken the house's book and looked whether it is there.
pub fn publish_made(
    tx: &mut Tx<'_>,
    grant: &Grant<PutTogether>,
    text: String,
    version: &Version,
) -> Result<Event, Fault> {
    let file = File { path: format!("{}-{}.toml", version.code, version.version), text };
    let event = keep_version(tx, &file, version, |word, subject| grant.event(word, subject))?;
    // The programme itself is a row of the house's book, whose event tells of it.
    let told = grant
        .event("programme/published", format!("programme/{}", version.code))
        .with("code", &version.code)
        .with("version", &version.version);
    tx.tells(told.in_book(BookId::house()));
    event.ok_or_else(|| Fault::broken("a programme that is there already"))
}

fn keep_version(
    tx: &mut Tx<'_>,
    file: &File,
    version: &Version,
    begin: impl Fn(&'static str, String) -> Event,
) -> Result<Option<Event>, Fault> {
    let hash = digest(std::slice::from_ref(&file.text));
    let programme: Option<ProgrammeId> = programmes::table
        .filter(programmes::code.eq(&version.code))
        .select(programmes::id)
        .first(tx.conn())
        .optional()?;
    let programme = match programme {
        Some(id) => {
            tx.take_also(BookId::from(id.clone()))?;
            id
        }
        None => publishing::open(tx, &version.code, &version.title)?,
    };
    let known: Option<(VersionId, String)> = programme_versions::table
        .filter(programme_versions::programme_id.eq(&programme))
        .filter(programme_versions::version.eq(&version.version))
        .select((programme_versions::id, programme_versions::words_hash))
        .first(tx.conn())
        .optional()?;
    match known {
        Some((_, known)) if known == hash => Ok(None),
        // The house has published a version of this name itself: its own stays.
        Some((id, _)) if publishing::is_own(tx.conn(), &id)? => Ok(None),
        Some(_) => Err(changed(file)),
        None => {
            let row = publishing::put(tx, &programme, version, &file.text)?;
            let event = begin("programme/published", format!("version/{}", row.id))
                .with("code", &version.code)
                .with("version", &version.version)
                .with("words", &row.words_hash)
                .row(&row)
                .in_book(programme);
            Ok(Some(event))
        }
    }
}
