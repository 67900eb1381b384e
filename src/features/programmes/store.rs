//! Programmes, their published versions and the kinds of entry, as rows. All are public within the
//! house: what a programme asks is no secret from the people on it.

mod committed;
mod figures;
mod rules;

pub use committed::committed_of_house;
pub use figures::{Figure, committed_rows, departments_on, enrolments_on, figures, is_on, set_figure};
pub use rules::{FileRules, file_rules, set_file_rules};

use std::collections::HashSet;
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{kinds, programme_versions, programmes};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::{Event, digest};
use crate::domain::fault::Fault;
use crate::domain::kind::{self, Kind};
use crate::domain::names::{BookId, ProgrammeId, VersionId};
use crate::domain::programme::{self, Version};
use crate::domain::role::System;
use crate::features::programmes::builtin::{self, File};
use crate::features::programmes::store::committed::{KindRow, ProgrammeRow, PublishedRow};

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
    let kinds: Vec<Kind> = every_kind(conn, shelf)?.iter().map(|kind| Kind::clone(kind)).collect();
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
        events.extend(keep_version(tx, file, &version)?);
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

fn keep_version(tx: &mut Tx<'_>, file: &File, version: &Version) -> Result<Option<Event>, Fault> {
    let now = tx.now();
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
        None => {
            let row =
                ProgrammeRow { id: tx.new_id(), code: version.code.clone(), title: version.title.clone() };
            tx.open_book(BookId::from(row.id.clone()), "programme")?;
            diesel::insert_into(programmes::table)
                .values((
                    programmes::id.eq(&row.id),
                    programmes::code.eq(&row.code),
                    programmes::title.eq(&row.title),
                ))
                .execute(tx.conn())?;
            tx.vouch(BookId::house(), &row);
            row.id
        }
    };
    let known: Option<String> = programme_versions::table
        .filter(programme_versions::programme_id.eq(&programme))
        .filter(programme_versions::version.eq(&version.version))
        .select(programme_versions::words_hash)
        .first(tx.conn())
        .optional()?;
    match known {
        Some(known) if known == hash => Ok(None),
        Some(_) => Err(changed(file)),
        None => {
            let row = PublishedRow {
                id: tx.new_id(),
                programme: programme.clone(),
                version: version.version.clone(),
                title: version.title.clone(),
                state: "published".to_owned(),
                words: file.text.clone(),
                words_hash: hash,
                known_from: now,
            };
            diesel::insert_into(programme_versions::table)
                .values((
                    programme_versions::id.eq(&row.id),
                    programme_versions::programme_id.eq(&row.programme),
                    programme_versions::version.eq(&row.version),
                    programme_versions::title.eq(&row.title),
                    programme_versions::state.eq(&row.state),
                    programme_versions::words.eq(&row.words),
                    programme_versions::words_hash.eq(&row.words_hash),
                    programme_versions::known_from.eq(row.known_from),
                ))
                .execute(tx.conn())?;
            let event = Event::new("system", "programme/published", format!("version/{}", row.id))
                .with("code", &version.code)
                .with("version", &version.version)
                .with("words", &row.words_hash)
                .row(&row)
                .in_book(programme);
            Ok(Some(event))
        }
    }
}
