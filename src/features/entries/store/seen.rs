//! One entry, whole, as one person may see it: its versions with their files, its requests, its
//! decisions. Absent and out of sight are the same.

use diesel::prelude::*;
use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, entries, entry_versions, evidence, files as file_rows, filings, portfolios,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::{SeeIncident, Strike};
use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::programme::coded::in_words;
use crate::domain::redaction::Within;
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::asked::union;
use crate::features::entries::seen::{FileShown, Seen, VersionShown};
use crate::features::entries::store::before::before_of;
use crate::features::entries::store::begun::acknowledged;
use crate::features::entries::store::decided::{decisions_on, open_request};
use crate::features::entries::store::handed::{link_to, statements_on};
use crate::features::entries::store::rounds::is_of_round;
use crate::features::{enrolments, programmes};

#[derive(Queryable)]
struct Head {
    id: EntryId,
    portfolio: PortfolioId,
    owner: AccountId,
    owner_name: String,
    kind: String,
    number: i32,
    title: String,
    state: String,
    earlier: String,
    changed_at: Moment,
}

/// The entry, if it exists for this person: their own, or one in their sight.
pub fn seen(conn: &mut Conn, shelf: &Shelf, who: &Sight, id: &EntryId) -> Result<Seen, Fault> {
    let head: Head = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq(id))
        .filter(
            portfolios::person_id
                .eq(who.viewer())
                .and(entries::id.ne_all(sight::entries_closed_to_owner()))
                .or(entries::id.eq_any(sight::entry_seen(who, id))),
        )
        .select(HEAD)
        .first(conn)?;
    whole(conn, shelf, head, id)
}

/// The entry, whoever may see it: what is closed to its owner is erased with everything else.
pub fn seen_by_house(conn: &mut Conn, shelf: &Shelf, id: &EntryId, _: System) -> Result<Seen, Fault> {
    whoever_sees_it(conn, shelf, id)
}

/// The entry of an incident, also where it is closed to its owner and to whoever keeps the incident.
pub fn seen_for_incident(conn: &mut Conn, shelf: &Shelf, grant: &Grant<SeeIncident>) -> Result<Seen, Fault> {
    match &grant.act().within {
        Within::Entry(entry) => whoever_sees_it(conn, shelf, entry),
        Within::Review(_) => Err(Fault::NotFound),
    }
}

/// The entry as it is before something is struck out of it, whoever it is closed to.
pub fn seen_to_strike(conn: &mut Conn, shelf: &Shelf, grant: &Grant<Strike>) -> Result<Seen, Fault> {
    whoever_sees_it(conn, shelf, &grant.act().entry)
}

// open: each of its callers asks for the right to it
fn whoever_sees_it(conn: &mut Conn, shelf: &Shelf, id: &EntryId) -> Result<Seen, Fault> {
    let head: Head = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq(id))
        .select(HEAD)
        .first(conn)?;
    whole(conn, shelf, head, id)
}

type HeadColumns = (
    entries::id,
    portfolios::id,
    accounts::id,
    accounts::name,
    entries::kind,
    entries::number,
    entries::title,
    entries::state,
    entries::earlier,
    entries::changed_at,
);

const HEAD: HeadColumns = (
    entries::id,
    portfolios::id,
    accounts::id,
    accounts::name,
    entries::kind,
    entries::number,
    entries::title,
    entries::state,
    entries::earlier,
    entries::changed_at,
);

fn whole(conn: &mut Conn, shelf: &Shelf, head: Head, id: &EntryId) -> Result<Seen, Fault> {
    let versions = versions(conn, id)?;
    let latest = versions.last().cloned().ok_or_else(|| Fault::broken("an entry without a version"))?;
    let base = programmes::kind_version(conn, shelf, &head.kind, latest.kind_version)?;
    let (mut used, mut on, mut zone) = (Vec::new(), Vec::new(), DEFAULT_ZONE);
    for enrolled in enrolments::of_portfolio(conn, &head.portfolio)? {
        zone = enrolled.zone.parse().unwrap_or(zone);
        used.push(programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?);
        on.push(enrolled.id);
    }
    let asked = union(&base, &used);
    let filings: Vec<EnrolmentId> = filings::table
        .filter(filings::entry_id.eq(id))
        .filter(filings::known_until.is_null())
        .order(filings::enrolment_id)
        .select(filings::enrolment_id)
        .load(conn)?;
    let filed_on: Vec<&Version> =
        on.iter().zip(&used).filter(|(id, _)| filings.contains(id)).map(|(_, version)| &**version).collect();
    let called = Called::by_all(filed_on.iter().copied());
    let title = in_words(filed_on, &head.title);
    let acknowledged = match versions.iter().any(|version| version.by != head.owner) {
        true => acknowledged(conn, id)?,
        false => Vec::new(),
    };
    let before = match head.earlier.is_empty() {
        true => None,
        false => Some(before_of(conn, id)?),
    };
    Ok(Seen {
        of_round: is_of_round(conn, &head.kind, id)?,
        request: open_request(conn, id)?,
        decisions: decisions_on(conn, id, &versions)?,
        link: link_to(conn, id)?,
        statements: statements_on(conn, id)?,
        id: head.id,
        portfolio: head.portfolio,
        owner: head.owner,
        owner_name: head.owner_name,
        kind: asked.kind.clone(),
        asked,
        number: head.number,
        title,
        state: EntryState::listed(&head.state, &head.earlier).map_err(Fault::broken)?,
        before,
        version: latest.id,
        version_number: latest.number,
        day: latest.day,
        until: latest.until,
        values: latest.values,
        root: latest.root,
        files: latest.files,
        versions,
        acknowledged,
        filings,
        called,
        changed_at: head.changed_at,
        zone,
    })
}

fn versions(conn: &mut Conn, entry: &EntryId) -> Result<Vec<VersionShown>, Fault> {
    type Row = (
        (EntryVersionId, i32, i32, Day, Option<Day>),
        (String, String, String),
        (AccountId, String),
        Moment,
        Option<Moment>,
    );
    let rows: Vec<Row> = entry_versions::table
        .inner_join(accounts::table.on(accounts::id.eq(entry_versions::written_by)))
        .filter(entry_versions::entry_id.eq(entry))
        .order(entry_versions::number)
        .select((
            (
                entry_versions::id,
                entry_versions::number,
                entry_versions::kind_version,
                entry_versions::happened_on,
                entry_versions::until_day,
            ),
            (entry_versions::words, entry_versions::salts, entry_versions::root),
            (accounts::id, accounts::name),
            entry_versions::known_from,
            entry_versions::withdrawn_at,
        ))
        .load(conn)?;
    let mut by_version: BTreeMap<EntryVersionId, Vec<FileShown>> = BTreeMap::new();
    let attached: Vec<(Option<EntryVersionId>, FileColumns)> = evidence::table
        .inner_join(file_rows::table)
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .filter(entry_versions::entry_id.eq(entry))
        .order((evidence::position, evidence::id))
        .select((evidence::version_id, FILE_COLUMNS))
        .load(conn)?;
    for (version, file) in attached {
        let Some(version) = version else { continue };
        by_version.entry(version).or_default().push(shown(file));
    }
    rows.into_iter()
        .map(|(of, (words, salts, root), (by, by_name), at, withdrawn_at)| {
            let (id, number, kind_version, day, until) = of;
            Ok(VersionShown {
                files: by_version.remove(&id).unwrap_or_default(),
                values: serde_json::from_str(&words).map_err(Fault::broken)?,
                covers: serde_json::from_str(&salts).map_err(Fault::broken)?,
                id,
                number,
                kind_version,
                day,
                until,
                root,
                by,
                by_name,
                at,
                withdrawn_at,
            })
        })
        .collect()
}

type FileColumns = (EvidenceId, String, i64, String, String, String);

const FILE_COLUMNS: (
    evidence::id,
    evidence::name,
    file_rows::size,
    file_rows::media_type,
    file_rows::hash,
    file_rows::thumb_hash,
) = (
    evidence::id,
    evidence::name,
    file_rows::size,
    file_rows::media_type,
    file_rows::hash,
    file_rows::thumb_hash,
);

fn shown((id, name, size, media_type, hash, thumb): FileColumns) -> FileShown {
    FileShown { id, name, size, media_type, hash, has_thumb: !thumb.is_empty() }
}

/// The files of one version, in their order.
// open: reached through an entry in sight, or by the export of one
pub fn files(conn: &mut Conn, version: &EntryVersionId) -> Result<Vec<FileShown>, Fault> {
    let rows: Vec<FileColumns> = evidence::table
        .inner_join(file_rows::table)
        .filter(evidence::version_id.eq(version))
        .order((evidence::position, evidence::id))
        .select(FILE_COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(shown).collect())
}

/// A stored file as such, under no name.
pub fn stored_file(conn: &mut Conn, hash: &str, _: System) -> Result<FileShown, Fault> {
    let (size, media_type): (i64, String) =
        file_rows::table.find(hash).select((file_rows::size, file_rows::media_type)).first(conn)?;
    let (id, name) = (EvidenceId::new(""), String::new());
    Ok(FileShown { id, name, size, media_type, hash: hash.to_owned(), has_thumb: false })
}

/// The files of a draft, in their order.
// open: the caller has the draft, which only its owner gets
pub fn draft_files(conn: &mut Conn, draft: &DraftId) -> Result<Vec<FileShown>, Fault> {
    let rows: Vec<FileColumns> = evidence::table
        .inner_join(file_rows::table)
        .filter(evidence::draft_id.eq(draft))
        .order((evidence::position, evidence::id))
        .select(FILE_COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(shown).collect())
}
