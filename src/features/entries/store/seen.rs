//! One entry, whole, as one person may see it: its versions with their files, its requests, its
//! decisions. Absent and out of sight are the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Tz;
use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, entries, entry_versions, evidence, files as file_rows, filings, portfolios,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::entry::{Content, Covers, EntryState, FileMark, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Values};
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::asked::{AskedKind, union};
use crate::features::entries::store::decided::{decisions_on, open_request};
use crate::features::{enrolments, programmes};

/// An entry at its latest version, with everything that was before.
#[derive(Debug, Clone)]
pub struct Seen {
    pub id: EntryId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub owner_name: String,
    /// With the fields that the owner's programmes add, so that nothing recorded is left out.
    pub kind: Arc<Kind>,
    pub asked: AskedKind,
    pub number: i32,
    pub title: String,
    pub state: EntryState,
    pub version: EntryVersionId,
    pub version_number: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub root: String,
    pub files: Vec<FileShown>,
    /// Whom it waits with.
    pub request: Option<OpenRequest>,
    /// All that were ever made, oldest first; those that no longer stand say so.
    pub decisions: Vec<DecisionShown>,
    /// Oldest first; the last one is the one above.
    pub versions: Vec<VersionShown>,
    /// Enrolments under which it is filed now.
    pub filings: Vec<EnrolmentId>,
    pub changed_at: Moment,
    /// The clock of the owner's institution: times of the entry are shown on it.
    pub zone: Tz,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileShown {
    pub id: EvidenceId,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub hash: String,
    pub has_thumb: bool,
}

#[derive(Debug, Clone)]
pub struct OpenRequest {
    pub id: RequestId,
    pub version: EntryVersionId,
    pub asked: AccountId,
    pub asked_name: String,
    pub since: Moment,
}

#[derive(Debug, Clone)]
pub struct DecisionShown {
    pub id: DecisionId,
    pub version: EntryVersionId,
    pub version_number: i32,
    pub request: Option<RequestId>,
    pub signer: AccountId,
    pub signer_name: String,
    /// Code of the capacity in which they decided.
    pub capacity: String,
    pub verdict: Verdict,
    pub satisfactory: bool,
    /// Code of a level of the kind's scale; empty without one.
    pub level: String,
    pub reason: String,
    pub comment: String,
    /// The content that was on the signer's screen.
    pub root: String,
    pub at: Moment,
    /// Since when it no longer stands, and why: `undo` or the signer's reason.
    pub undone: Option<(Moment, String)>,
}

#[derive(Debug, Clone)]
pub struct VersionShown {
    pub id: EntryVersionId,
    pub number: i32,
    pub kind_version: i32,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub covers: Covers,
    pub root: String,
    pub files: Vec<FileShown>,
    pub at: Moment,
    pub withdrawn_at: Option<Moment>,
}

impl VersionShown {
    /// Whether the stored words, days and files still are what the root says.
    pub fn is_intact(&self, kind: &str) -> bool {
        let content = Content {
            kind: kind.to_owned(),
            kind_version: self.kind_version,
            day: self.day,
            until: self.until,
            values: self.values.clone(),
            files: self.files.iter().map(FileShown::mark).collect(),
        };
        content.root(&self.covers) == self.root
    }
}

impl FileShown {
    pub fn mark(&self) -> FileMark {
        FileMark { name: self.name.clone(), hash: self.hash.clone() }
    }
}

impl DecisionShown {
    pub fn stands(&self) -> bool {
        self.undone.is_none()
    }
}

impl Seen {
    pub fn is_owner(&self, who: &AccountId) -> bool {
        self.owner == *who
    }

    /// Somebody decided; what was undone within its seconds does not count.
    pub fn was_decided(&self) -> bool {
        self.decisions.iter().any(|d| d.undone.as_ref().is_none_or(|(_, why)| why != "undo"))
    }
}

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
    changed_at: Moment,
}

/// The entry, if it exists for this person: their own, or one in their sight.
pub fn seen(conn: &mut Conn, shelf: &Shelf, who: &Sight, id: &EntryId) -> Result<Seen, Fault> {
    let head: Head = entries::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .filter(entries::id.eq(id))
        .filter(portfolios::person_id.eq(who.viewer()).or(entries::id.eq_any(sight::entries_seen(who))))
        .select((
            entries::id,
            portfolios::id,
            accounts::id,
            accounts::name,
            entries::kind,
            entries::number,
            entries::title,
            entries::state,
            entries::changed_at,
        ))
        .first(conn)?;
    let versions = versions(conn, id)?;
    let latest = versions.last().cloned().ok_or_else(|| Fault::broken("an entry without a version"))?;
    let base = programmes::kind_version(conn, shelf, &head.kind, latest.kind_version)?;
    let (mut used, mut zone) = (Vec::new(), DEFAULT_ZONE);
    for enrolled in enrolments::store::of_portfolio(conn, &head.portfolio)? {
        zone = enrolled.zone.parse().unwrap_or(zone);
        used.push(programmes::version(conn, shelf, &enrolled.version)?);
    }
    let asked = union(&base, &used);
    let filings = filings::table
        .filter(filings::entry_id.eq(id))
        .filter(filings::known_until.is_null())
        .order(filings::enrolment_id)
        .select(filings::enrolment_id)
        .load(conn)?;
    Ok(Seen {
        request: open_request(conn, id)?,
        decisions: decisions_on(conn, id, &versions)?,
        id: head.id,
        portfolio: head.portfolio,
        owner: head.owner,
        owner_name: head.owner_name,
        kind: asked.kind.clone(),
        asked,
        number: head.number,
        title: head.title,
        state: head.state.parse().map_err(Fault::broken)?,
        version: latest.id,
        version_number: latest.number,
        day: latest.day,
        until: latest.until,
        values: latest.values,
        root: latest.root,
        files: latest.files,
        versions,
        filings,
        changed_at: head.changed_at,
        zone,
    })
}

fn versions(conn: &mut Conn, entry: &EntryId) -> Result<Vec<VersionShown>, Fault> {
    type Row = (EntryVersionId, i32, i32, Day, Option<Day>, String, String, String, Moment, Option<Moment>);
    let rows: Vec<Row> = entry_versions::table
        .filter(entry_versions::entry_id.eq(entry))
        .order(entry_versions::number)
        .select((
            entry_versions::id,
            entry_versions::number,
            entry_versions::kind_version,
            entry_versions::happened_on,
            entry_versions::until_day,
            entry_versions::words,
            entry_versions::salts,
            entry_versions::root,
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
        .map(|(id, number, kind_version, day, until, words, salts, root, at, withdrawn_at)| {
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
