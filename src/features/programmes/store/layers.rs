//! What institutions add to versions of programmes that are not their own. A later layer closes the earlier row;
//! who is enrolled in the institution is measured by the version and the layer of today together.

use std::sync::Arc;

use diesel::prelude::*;

use super::house_kinds;
use super::version;
use crate::db::conn::Conn;
use crate::db::schema::{departments, enrolments, institutions, programme_layers};
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::audit::{Committed, digest};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, InstitutionId, LayerId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::authoring::AddLayer;
use crate::domain::programme::{self, Version};
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LayerRow {
    pub id: LayerId,
    pub version: VersionId,
    pub institution: InstitutionId,
    pub words: String,
    pub words_hash: String,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for LayerRow {
    fn place(&self) -> String {
        format!("programme_layers/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.version.to_string(),
            self.institution.to_string(),
            digest(std::slice::from_ref(&self.words)),
            self.words_hash.clone(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The text of the layer that holds in the institution today.
// open: what programmes ask is public within the house
pub fn layer_words(
    conn: &mut Conn,
    version: &VersionId,
    institution: &InstitutionId,
) -> Result<Option<String>, Fault> {
    Ok(standing_layer(conn, version, institution)?.map(|row| row.words))
}

fn standing_layer(
    conn: &mut Conn,
    version: &VersionId,
    institution: &InstitutionId,
) -> Result<Option<LayerRow>, Fault> {
    Ok(programme_layers::table
        .filter(programme_layers::version_id.eq(version))
        .filter(programme_layers::institution_id.eq(institution))
        .filter(programme_layers::known_until.is_null())
        .first(conn)
        .optional()?)
}

/// The version as it holds for somebody: with what their institution adds to it. From the shelf after the first
/// time; a layer's text never changes.
// open: what programmes ask is public within the house
pub fn version_at(
    conn: &mut Conn,
    shelf: &Shelf,
    id: &VersionId,
    layer: Option<&LayerId>,
) -> Result<Arc<Version>, Fault> {
    let base = version(conn, shelf, id)?;
    let Some(layer) = layer else { return Ok(base) };
    if let Some(found) = shelf.layered(layer) {
        return Ok(found);
    }
    let (words, name): (String, String) = programme_layers::table
        .inner_join(institutions::table.on(institutions::id.eq(programme_layers::institution_id)))
        .filter(programme_layers::id.eq(layer))
        .select((programme_layers::words, institutions::name))
        .first(conn)?;
    let kinds = house_kinds(conn, shelf)?;
    let merged = programme::layered(&base, &words, &kinds, &name).map_err(|flaws| {
        let first = flaws.first().map(|flaw| format!("line {}: {}", flaw.line, flaw.sentence));
        Fault::Broken(format!("the stored layer {layer} cannot be read: {}", first.unwrap_or_default()))
    })?;
    let merged = Arc::new(merged);
    shelf.keep_layered(layer, merged.clone());
    Ok(merged)
}

/// Puts a layer in place of the earlier one, or only ends that. Gives the closed row and the new one.
pub fn set_layer(
    tx: &mut Tx<'_>,
    grant: &Grant<AddLayer>,
    words: Option<&str>,
) -> Result<Vec<LayerRow>, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let mut rows = Vec::new();
    if let Some(row) = standing_layer(tx.conn(), &asked.version, &asked.institution)? {
        diesel::update(programme_layers::table.find(&row.id))
            .set(programme_layers::known_until.eq(now))
            .execute(tx.conn())?;
        rows.push(LayerRow { known_until: Some(now), ..row });
    }
    let Some(words) = words else { return Ok(rows) };
    let row = LayerRow {
        id: tx.new_id(),
        version: asked.version,
        institution: asked.institution,
        words: words.to_owned(),
        words_hash: digest(std::slice::from_ref(&words.to_owned())),
        made_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people add layers"))?,
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(programme_layers::table)
        .values((
            programme_layers::id.eq(&row.id),
            programme_layers::version_id.eq(&row.version),
            programme_layers::institution_id.eq(&row.institution),
            programme_layers::words.eq(&row.words),
            programme_layers::words_hash.eq(&row.words_hash),
            programme_layers::made_by.eq(&row.made_by),
            programme_layers::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// The enrolments on the version in the institution, whose standings read its layer.
// open: called inside a granted write
pub fn enrolments_in(
    conn: &mut Conn,
    version: &VersionId,
    institution: &InstitutionId,
) -> Result<Vec<EnrolmentId>, Fault> {
    Ok(enrolments::table
        .inner_join(departments::table)
        .filter(enrolments::version_id.eq(version))
        .filter(departments::institution_id.eq(institution))
        .filter(enrolments::known_until.is_null())
        .order(enrolments::id)
        .select(enrolments::id)
        .load(conn)?)
}

/// The layers that one programme's book tells of, for `verify`.
pub(super) fn layer_rows(conn: &mut Conn, version: &VersionId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let programme_rows: Vec<LayerRow> = programme_layers::table
        .filter(programme_layers::version_id.eq(version))
        .order(programme_layers::id)
        .load(conn)?;
    Ok(programme_rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
