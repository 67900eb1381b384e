//! Programmes, versions and kinds as the books commit to them. Their texts are long, so the commitment
//! takes the hash of the text as it is now beside the one that was written down with it.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{kinds, programme_versions, programmes};
use crate::domain::audit::{Committed, digest};
use crate::domain::fault::Fault;
use crate::domain::names::{ProgrammeId, VersionId};
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ProgrammeRow {
    pub id: ProgrammeId,
    pub code: String,
    pub title: String,
}

impl Committed for ProgrammeRow {
    fn place(&self) -> String {
        format!("programmes/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.id.to_string(), self.code.clone(), self.title.clone()]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PublishedRow {
    pub id: VersionId,
    pub programme: ProgrammeId,
    pub version: String,
    pub title: String,
    pub state: String,
    pub words: String,
    pub words_hash: String,
    pub known_from: Moment,
}

impl Committed for PublishedRow {
    fn place(&self) -> String {
        format!("programme_versions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.programme.to_string(),
            self.version.clone(),
            self.title.clone(),
            self.state.clone(),
            digest(std::slice::from_ref(&self.words)),
            self.words_hash.clone(),
            self.known_from.to_string(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct KindRow {
    pub code: String,
    pub version: i32,
    pub name: String,
    pub words: String,
    pub words_hash: String,
    pub known_from: Moment,
}

impl Committed for KindRow {
    fn place(&self) -> String {
        format!("kinds/{}.{}", self.code, self.version)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.version.to_string(),
            self.name.clone(),
            digest(std::slice::from_ref(&self.words)),
            self.words_hash.clone(),
            self.known_from.to_string(),
        ]
    }
}

/// The versions that one programme's book tells of, for `verify`.
pub(super) fn published_rows(
    conn: &mut Conn,
    programme: &ProgrammeId,
) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<PublishedRow> = programme_versions::table
        .filter(programme_versions::programme_id.eq(programme))
        .order(programme_versions::id)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

/// What the house's book tells of: which programmes there are, and the kinds of entry.
// open: the house checks itself
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    for row in programmes::table.order(programmes::id).load::<ProgrammeRow>(conn)? {
        all.push(Box::new(row));
    }
    for row in kinds::table.order((kinds::code, kinds::version)).load::<KindRow>(conn)? {
        all.push(Box::new(row));
    }
    Ok(all)
}
