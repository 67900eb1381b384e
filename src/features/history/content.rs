//! What a signature covers, recomputed: the root of every entry version from its words, salts and files,
//! and that each decision names the root of the version that it was given for.

use crate::db::conn::Conn;
use crate::domain::entry::{Content, Cover, FileMark};
use crate::domain::fault::Fault;
use crate::domain::names::PortfolioId;
use crate::features::history::check::Wrong;
use crate::features::history::store::{self, VersionWords};

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
pub fn verify_content(conn: &mut Conn, portfolio: &PortfolioId) -> Result<ContentReport, Fault> {
    let mut report = ContentReport::default();
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
    }
    for decision in store::signed_roots(conn, portfolio)? {
        let place = format!("decisions/{}", decision.id);
        if !decision.same_entry {
            report.wrong.push(Wrong::at(place, "its version belongs to another entry"));
        } else if decision.root != decision.version_root {
            report.wrong.push(Wrong::at(place, "signs a root that its version does not have"));
        } else {
            report.decisions += 1;
        }
    }
    Ok(report)
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
