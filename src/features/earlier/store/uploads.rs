//! A table on its way in, beside the draft that has its scans. Only its owner ever sees it; it goes with the
//! draft, when the set is brought in or the draft is put away.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::earlier_tables;
use crate::db::tx::Tx;
use crate::domain::earlier::LOGBOOK;
use crate::domain::earlier::mapping::Mapping;
use crate::domain::earlier::table::Table;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::KeepDraft;
use crate::domain::role::Sight;
use crate::features::entries::Answers;
use crate::features::entries::store::{Saying, draft, keep_draft};

/// What was sent, and what its owner has said of it so far.
#[derive(Debug, Clone)]
pub struct Upload {
    pub draft: DraftId,
    /// The kind of entry that each line becomes.
    pub kind: String,
    pub source: String,
    pub under: Vec<EnrolmentId>,
    pub file_name: String,
    pub file_hash: String,
    pub table: Table,
    pub mapping: Mapping,
    pub answers: Answers,
}

pub struct NewUpload {
    pub kind: String,
    pub source: String,
    pub under: Vec<EnrolmentId>,
    pub file_name: String,
    pub file_hash: String,
    pub table: Table,
    pub mapping: Mapping,
}

/// One's own; somebody else's, and a draft of anything else, is not found.
pub fn upload(conn: &mut Conn, who: &Sight, id: &DraftId) -> Result<Upload, Fault> {
    let kept = draft(conn, who, id)?.filter(|kept| kept.kind == LOGBOOK).ok_or(Fault::NotFound)?;
    type Row = (String, String, String, String, String, String);
    let (kind, file_name, file_hash, cells, mapping, answers): Row = earlier_tables::table
        .find(id)
        .select((
            earlier_tables::kind,
            earlier_tables::file_name,
            earlier_tables::file_hash,
            earlier_tables::cells,
            earlier_tables::mapping,
            earlier_tables::answers,
        ))
        .first(conn)?;
    let all = |name: &str| {
        kept.words.iter().filter(|(key, _)| key == name).map(|(_, word)| word.clone()).collect::<Vec<_>>()
    };
    Ok(Upload {
        draft: id.clone(),
        kind,
        source: all("source").into_iter().next().unwrap_or_default(),
        under: all("under").into_iter().map(EnrolmentId::new).collect(),
        file_name,
        file_hash,
        table: serde_json::from_str(&cells).map_err(Fault::broken)?,
        mapping: serde_json::from_str(&mapping).map_err(Fault::broken)?,
        answers: serde_json::from_str(&answers).map_err(Fault::broken)?,
    })
}

fn say(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, source: &str, under: &[EnrolmentId]) -> Result<(), Fault> {
    let mut words = vec![("source".to_owned(), source.to_owned())];
    words.extend(under.iter().map(|id| ("under".to_owned(), id.to_string())));
    keep_draft(tx, grant, &Saying { kind: LOGBOOK, entry: None, words: &words, reflection: "" })?;
    Ok(())
}

/// Makes the draft and keeps the table beside it.
pub fn keep_upload(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, new: &NewUpload) -> Result<(), Fault> {
    say(tx, grant, &new.source, &new.under)?;
    diesel::insert_into(earlier_tables::table)
        .values((
            earlier_tables::draft_id.eq(&grant.act().draft),
            earlier_tables::kind.eq(&new.kind),
            earlier_tables::file_name.eq(&new.file_name),
            earlier_tables::file_hash.eq(&new.file_hash),
            earlier_tables::cells.eq(serde_json::to_string(&new.table).map_err(Fault::broken)?),
            earlier_tables::mapping.eq(serde_json::to_string(&new.mapping).map_err(Fault::broken)?),
            earlier_tables::answers.eq("{}"),
        ))
        .execute(tx.conn())?;
    Ok(())
}

pub fn keep_mapping(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepDraft>,
    mapping: &Mapping,
    source: &str,
    under: &[EnrolmentId],
) -> Result<(), Fault> {
    say(tx, grant, source, under)?;
    let mapping = serde_json::to_string(mapping).map_err(Fault::broken)?;
    diesel::update(earlier_tables::table.find(&grant.act().draft))
        .set(earlier_tables::mapping.eq(mapping))
        .execute(tx.conn())?;
    Ok(())
}

pub fn keep_answers(tx: &mut Tx<'_>, grant: &Grant<KeepDraft>, answers: &Answers) -> Result<(), Fault> {
    let answers = serde_json::to_string(answers).map_err(Fault::broken)?;
    diesel::update(earlier_tables::table.find(&grant.act().draft))
        .set(earlier_tables::answers.eq(answers))
        .execute(tx.conn())?;
    Ok(())
}
