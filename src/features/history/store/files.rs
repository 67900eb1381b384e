//! Every file that a row names, by its hash: what says so, and how long it must be.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, evidence, exports, files};
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::features::identifiers;

/// A file as rows name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub hash: String,
    /// `evidence/01…`, `exports/01…`.
    pub by: String,
    /// In bytes; small pictures have no size of their own.
    pub size: Option<i64>,
    /// A row of `files` has it too, or it needs none.
    pub is_stored: bool,
}

/// What an entry version, a draft or a report names, and what is stored without being named.
// open: hashes only
pub fn named_files(conn: &mut Conn, _: System) -> Result<Vec<Named>, Fault> {
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    let mut put = |hash: String, by: String, size: Option<i64>, is_stored: bool| {
        found.entry(hash.clone()).or_insert(Named { hash, by, size, is_stored });
    };
    let stored: BTreeMap<String, (i64, String)> = files::table
        .select((files::hash, files::size, files::thumb_hash))
        .load::<(String, i64, String)>(conn)?
        .into_iter()
        .map(|(hash, size, thumb)| (hash, (size, thumb)))
        .collect();
    let drafted: BTreeSet<String> =
        drafts::table.select(drafts::id).load::<String>(conn)?.into_iter().collect();
    let gone: BTreeSet<String> = identifiers::struck_hashes(conn)?.into_iter().collect();
    let attached: Vec<(String, String, Option<String>)> = evidence::table
        .order((evidence::version_id, evidence::id))
        .select((evidence::file_hash, evidence::id, evidence::draft_id))
        .load(conn)?;
    for (hash, id, draft) in attached {
        if gone.contains(&hash) {
            continue;
        }
        let by = match draft.filter(|draft| drafted.contains(draft)) {
            Some(_) => format!("evidence/{id}, of a draft"),
            None => format!("evidence/{id}"),
        };
        let size = stored.get(&hash).map(|(size, _)| *size);
        if let Some((_, thumb)) = stored.get(&hash).filter(|(_, thumb)| !thumb.is_empty()) {
            put(thumb.clone(), format!("{by} (its small picture)"), None, true);
        }
        put(hash, by, size, size.is_some());
    }
    let ready: Vec<(String, i64, String)> = exports::table
        .filter(exports::state.eq("ready"))
        .select((exports::file_hash, exports::size, exports::id))
        .load(conn)?;
    for (hash, size, id) in ready {
        put(hash, format!("exports/{id}"), Some(size), true);
    }
    for (hash, (size, thumb)) in stored {
        if gone.contains(&hash) {
            continue;
        }
        if !thumb.is_empty() {
            put(thumb, format!("files/{hash} (its small picture)"), None, true);
        }
        let by = format!("files/{hash}");
        put(hash, by, Some(size), true);
    }
    Ok(found.into_values().collect())
}
