//! What a signature covers, recomputed: the root of every entry version from its words, salts and files,
//! and that each decision names the root of the version that it was given for. And what lists show of an
//! entry: its day, title, state and latest number follow from the same rows, and so does to whom it is closed.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{Content, Cover, EntryState, FileMark, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::Reader;
use crate::domain::names::{EntryId, EntryVersionId, PortfolioId};
use crate::features::entries::is_titled;
use crate::features::history::check::Wrong;
use crate::features::history::store::{self, Listed, VersionWords};
use crate::features::programmes::kind_version;

#[derive(Debug, Clone, Default)]
pub struct ContentReport {
    /// Versions whose root is what their words, salts and files give.
    pub versions: usize,
    /// Decisions that name the root of their version.
    pub decisions: usize,
    /// Fields that were struck out, whose commitments still hold.
    pub struck: usize,
    pub wrong: Vec<Wrong>,
}

// open: verification reads everything and shows places and hashes, never words
pub fn verify_content(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
) -> Result<ContentReport, Fault> {
    let mut report = ContentReport::default();
    let mut latest: BTreeMap<EntryId, VersionWords> = BTreeMap::new();
    let mut first: BTreeMap<EntryId, (String, i32)> = BTreeMap::new();
    for version in store::versions(conn, portfolio)? {
        let place = format!("entry_versions/{}", version.id);
        match recomputed(&version) {
            Some((root, struck)) if root == version.root => {
                report.versions += 1;
                report.struck += struck;
            }
            Some(_) => report.wrong.push(Wrong::at(
                place,
                "its words, files or salts are not those that were signed: the root is another",
            )),
            None => report.wrong.push(Wrong::at(place, "its words or salts cannot be read")),
        }
        if version.number == 1 {
            first.insert(version.entry.clone(), (version.kind.clone(), version.kind_version));
        }
        if latest.get(&version.entry).is_none_or(|known| known.number < version.number) {
            latest.insert(version.entry.clone(), version);
        }
    }
    let mut verdicts: BTreeMap<EntryVersionId, String> = BTreeMap::new();
    for decision in store::signed_roots(conn, portfolio)? {
        let place = format!("decisions/{}", decision.id);
        if !decision.same_entry {
            report.wrong.push(Wrong::at(place, "its version belongs to another entry"));
        } else if decision.root != decision.version_root {
            report.wrong.push(Wrong::at(place, "signs a root that its version does not have"));
        } else {
            report.decisions += 1;
        }
        if decision.stands {
            verdicts.insert(decision.version, decision.verdict);
        }
    }
    let waiting = store::waiting_versions(conn, portfolio)?;
    let said = store::said_of_before(conn, portfolio)?;
    for entry in store::listed(conn, portfolio)? {
        let place = format!("entries/{}", entry.id);
        match latest.get(&entry.id) {
            None => report.wrong.push(Wrong::at(place, "has no version")),
            Some(version) => {
                let verdict = verdicts.get(&version.id).map(String::as_str);
                // What is signed and was asked on waits again, and so does what went back to the supervisor who wrote it.
                let verdict = verdict.filter(|_| !waiting.contains(&version.id));
                if entry.earlier != said.get(&entry.id).copied().unwrap_or_default() {
                    let what = "is not from before, or accepted, as what came in and what was said of it say";
                    report.wrong.push(Wrong::at(place, what));
                } else if let Some(what) = unlike(conn, shelf, &entry, version, verdict)? {
                    report.wrong.push(Wrong::at(place, what));
                }
            }
        }
    }
    report.wrong.extend(closed_otherwise(conn, shelf, portfolio, (&first, &latest))?);
    let (next, should) = store::next_number(conn, portfolio)?;
    if next != should {
        let what = format!("would number its next entry {next}; it should be {should}");
        report.wrong.push(Wrong::at(format!("portfolios/{portfolio}"), what));
    }
    Ok(report)
}

/// Kind and version of each entry as it was recorded.
type Recorded = BTreeMap<EntryId, (String, i32)>;

/// To whom entries are closed and should not be, or the other way round. An entry is closed to those to whom the kind is
/// with which it was recorded; to its owner too where somebody else began it, and undid that at once.
fn closed_otherwise(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    (first, latest): (&Recorded, &BTreeMap<EntryId, VersionWords>),
) -> Result<Vec<Wrong>, Fault> {
    let mut closed = store::closed_entries(conn, portfolio)?;
    let undone = store::begun_and_undone(conn, portfolio)?;
    let mut wrong = Vec::new();
    for (entry, (kind, version)) in first {
        let rows = closed.remove(entry).unwrap_or_default();
        let kind = kind_version(conn, shelf, kind, *version)?;
        let mut should: BTreeSet<String> = kind.closed_to().map(|one| one.as_str().to_owned()).collect();
        let withdrawn = latest.get(entry).is_some_and(|version| version.withdrawn_at.is_some());
        if withdrawn && kind.is_begun() && undone.contains(entry) {
            should.insert(Reader::Trainee.as_str().to_owned());
        }
        let at = |what: &str| Wrong::at(format!("unread/{entry}"), what);
        if !rows.is_subset(&should) {
            wrong.push(at("closes an entry to somebody to whom it is open"));
        }
        if !should.is_subset(&rows) {
            wrong.push(at("is not there for everybody to whom the kind, or an undoing, closes the entry"));
        }
    }
    Ok(wrong)
}

/// In what the list's row is not as the latest version and what was decided on it say.
fn unlike(
    conn: &mut Conn,
    shelf: &Shelf,
    entry: &Listed,
    version: &VersionWords,
    verdict: Option<&str>,
) -> Result<Option<String>, Fault> {
    let state = match (version.withdrawn_at, verdict) {
        (Some(_), _) => EntryState::Withdrawn.as_str(),
        (None, Some(verdict)) => {
            EntryState::after(verdict.parse::<Verdict>().map_err(Fault::broken)?).as_str()
        }
        (None, None) => EntryState::Submitted.as_str(),
    };
    let kind = kind_version(conn, shelf, &version.kind, version.kind_version)?;
    let titled =
        serde_json::from_str(&version.words).is_ok_and(|values| is_titled(&kind, &values, &entry.title));
    let wrong = |what: &str| Some(format!("its {what} is not what its versions and decisions give"));
    Ok(match () {
        () if entry.state != state => wrong("state"),
        () if entry.day != version.day => wrong("day"),
        () if entry.latest != version.number => wrong("latest number"),
        () if !titled => wrong("title"),
        () => None,
    })
}

fn recomputed(version: &VersionWords) -> Option<(String, usize)> {
    let covers: crate::domain::entry::Covers = serde_json::from_str(&version.salts).ok()?;
    let content = Content {
        kind: version.kind.clone(),
        kind_version: version.kind_version,
        day: version.day,
        until: version.until,
        values: serde_json::from_str(&version.words).ok()?,
        files: version
            .files
            .iter()
            .map(|(name, hash)| FileMark { name: name.clone(), hash: hash.clone() })
            .collect(),
    };
    let struck = covers.values().filter(|cover| matches!(cover, Cover::Struck(_))).count();
    Some((content.root(&covers), struck))
}
