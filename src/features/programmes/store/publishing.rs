//! Programmes and versions as they are written for the first time, by the start of the house or by a lead who
//! publishes a draft. A published text never changes: there is no function here that could change one.

use std::collections::HashMap;

use diesel::prelude::*;

use super::committed::{ProgrammeRow, PublishedRow};
use super::{VersionRow, version_row};
use crate::db::conn::Conn;
use crate::db::schema::{institutions, programme_drafts, programme_owners, programme_versions, programmes};
use crate::db::tx::Tx;
use crate::domain::audit::{Committed, Event, digest};
use crate::domain::fault::Fault;
use crate::domain::kind;
use crate::domain::names::{BookId, InstitutionId, ProgrammeId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::policy::authoring::{BeginProgramme, Publish, Retire};
use crate::domain::policy::kinds::WriteKind;
use crate::domain::programme::Version;
use crate::features::programmes::builtin::File;

/// Publishes a version of a form that somebody wrote in the browser, in the house's book.
pub fn publish_kind(tx: &mut Tx<'_>, grant: &Grant<WriteKind>, text: &str) -> Result<Event, Fault> {
    let kind =
        kind::read(text).map_err(|flaws| Fault::broken(format!("a form with {} faults", flaws.len())))?;
    if kind.code != grant.act().code {
        return Err(Fault::broken("the grant is about another form"));
    }
    let path = format!("kinds/{}-{}.toml", kind.code, kind.version);
    super::keep_kind(tx, &File { path, text: text.to_owned() }, &kind)?;
    Ok(grant.event("kind/published", format!("kind/{}", kind.code)).with("version", kind.version))
}

/// A programme as the lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Programme {
    pub id: ProgrammeId,
    pub code: String,
    pub title: String,
}

/// The institution that owns a programme.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Owner {
    pub institution: InstitutionId,
    pub name: String,
}

// open: what programmes ask is public within the house
pub fn programme_named(conn: &mut Conn, code: &str) -> Result<Programme, Fault> {
    Ok(programmes::table
        .filter(programmes::code.eq(code))
        .select((programmes::id, programmes::code, programmes::title))
        .first(conn)?)
}

/// Every programme, by title.
// open: what programmes ask is public within the house
pub fn every_programme(conn: &mut Conn) -> Result<Vec<Programme>, Fault> {
    Ok(programmes::table
        .order((programmes::title, programmes::code))
        .select((programmes::id, programmes::code, programmes::title))
        .load(conn)?)
}

/// Whose it is; nobody's where it came with Perfolio.
// open: what programmes ask is public within the house
pub fn owner(conn: &mut Conn, programme: &ProgrammeId) -> Result<Option<Owner>, Fault> {
    Ok(programme_owners::table
        .inner_join(institutions::table.on(institutions::id.eq(programme_owners::institution_id)))
        .filter(programme_owners::programme_id.eq(programme))
        .select((institutions::id, institutions::name))
        .first(conn)
        .optional()?)
}

/// The programmes that somebody here owns and writes, published or not, by title.
// open: what programmes ask is public within the house; the page shows a draft's way in to its writers
pub fn owned(conn: &mut Conn) -> Result<Vec<(Programme, Owner)>, Fault> {
    let mut owners: HashMap<ProgrammeId, Owner> = programme_owners::table
        .inner_join(institutions::table.on(institutions::id.eq(programme_owners::institution_id)))
        .select((programme_owners::programme_id, (institutions::id, institutions::name)))
        .load(conn)?
        .into_iter()
        .collect();
    let all = every_programme(conn)?;
    Ok(all.into_iter().filter_map(|one| owners.remove(&one.id).map(|owner| (one, owner))).collect())
}

/// All versions of a programme that were ever published, the newest name first.
// open: what programmes ask is public within the house
pub fn versions_of(conn: &mut Conn, programme: &ProgrammeId) -> Result<Vec<VersionRow>, Fault> {
    let ids: Vec<VersionId> = programme_versions::table
        .filter(programme_versions::programme_id.eq(programme))
        .order((programme_versions::version.desc(), programme_versions::id))
        .select(programme_versions::id)
        .load(conn)?;
    ids.iter().map(|id| version_row(conn, id)).collect()
}

/// The text of a version as it was published.
// open: what programmes ask is public within the house
pub fn words(conn: &mut Conn, version: &VersionId) -> Result<String, Fault> {
    Ok(programme_versions::table.find(version).select(programme_versions::words).first(conn)?)
}

/// Whether a lead of this house published it, and not the start of the house.
// open: the start of the house asks it before it loads a file
pub fn is_own(conn: &mut Conn, version: &VersionId) -> Result<bool, Fault> {
    let found: i64 = programme_drafts::table
        .filter(programme_drafts::published_id.eq(version))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

/// Opens a programme and its book. The house's book tells of it: its act must have an event there.
pub(super) fn open(tx: &mut Tx<'_>, code: &str, title: &str) -> Result<ProgrammeId, Fault> {
    let row = ProgrammeRow { id: tx.new_id(), code: code.to_owned(), title: title.to_owned() };
    tx.open_book(BookId::from(row.id.clone()), "programme")?;
    diesel::insert_into(programmes::table)
        .values((
            programmes::id.eq(&row.id),
            programmes::code.eq(&row.code),
            programmes::title.eq(&row.title),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row.id)
}

pub(super) fn put(
    tx: &mut Tx<'_>,
    programme: &ProgrammeId,
    version: &Version,
    words: &str,
) -> Result<PublishedRow, Fault> {
    let row = PublishedRow {
        id: tx.new_id(),
        programme: programme.clone(),
        version: version.version.clone(),
        title: version.title.clone(),
        state: "published".to_owned(),
        words: words.to_owned(),
        words_hash: digest(std::slice::from_ref(&words.to_owned())),
        known_from: tx.now(),
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
    Ok(row)
}

/// Opens a programme of an institution's own; the code is a fault where there is one already.
pub fn begin_programme(
    tx: &mut Tx<'_>,
    grant: &Grant<BeginProgramme>,
    code: &str,
    title: &str,
) -> Result<ProgrammeId, Fault> {
    let id = open(tx, code, title)?;
    keep_owner(tx, &id, &grant.act().institution, grant.by())?;
    Ok(id)
}

/// Gives a programme to an institution, in place of whoever had it.
pub fn give_programme(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    programme: &ProgrammeId,
    institution: &InstitutionId,
) -> Result<(), Fault> {
    diesel::delete(programme_owners::table.find(programme)).execute(tx.conn())?;
    keep_owner(tx, programme, institution, grant.by())
}

fn keep_owner(
    tx: &mut Tx<'_>,
    programme: &ProgrammeId,
    institution: &InstitutionId,
    by: &str,
) -> Result<(), Fault> {
    let now = tx.now();
    diesel::insert_into(programme_owners::table)
        .values((
            programme_owners::programme_id.eq(programme),
            programme_owners::institution_id.eq(institution),
            programme_owners::given_by.eq(by),
            programme_owners::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Publishes the text as granted. Gives the version's id and the row that its event commits to.
pub fn publish(
    tx: &mut Tx<'_>,
    grant: &Grant<Publish>,
    version: &Version,
    words: &str,
) -> Result<(VersionId, impl Committed + use<>), Fault> {
    let row = put(tx, &grant.act().programme, version, words)?;
    diesel::update(programme_drafts::table.find(&grant.act().draft))
        .set((programme_drafts::state.eq("published"), programme_drafts::published_id.eq(&row.id)))
        .execute(tx.conn())?;
    Ok((row.id.clone(), row))
}

/// Takes a version off the list of those to enrol on; people who are on it stay.
pub fn retire(tx: &mut Tx<'_>, grant: &Grant<Retire>) -> Result<impl Committed + use<>, Fault> {
    let id = &grant.act().version;
    diesel::update(programme_versions::table.find(id))
        .set(programme_versions::state.eq("retired"))
        .execute(tx.conn())?;
    let row: PublishedRow = programme_versions::table.find(id).first(tx.conn())?;
    Ok(row)
}
