//! Entries that are called by a code of their programme, in lists over many people.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{departments, enrolments, filings, programme_layers};
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{EntryId, LayerId, VersionId};
use crate::domain::programme::Version;
use crate::domain::programme::coded::{in_words, may_be_code};
use crate::features::programmes;

/// Entries in one statement.
const AT_ONCE: usize = 1_000;

/// Titles that are a code of a programme under which their entry is filed become its words: `Advanced Perfusion
/// (ADVANCED)`. Nothing is asked where no title can be one.
// open: its callers show these titles already, and what programmes ask is public within the house
pub fn name_codes<'t>(
    conn: &mut Conn,
    shelf: &Shelf,
    titles: impl IntoIterator<Item = (&'t EntryId, &'t mut String)>,
) -> Result<(), Fault> {
    let mut coded: Vec<(&EntryId, &mut String)> =
        titles.into_iter().filter(|(_, title)| may_be_code(title)).collect();
    for some in coded.chunks_mut(AT_ONCE) {
        let ids: Vec<&EntryId> = some.iter().map(|(id, _)| *id).collect();
        let rows: Vec<(EntryId, VersionId, Option<LayerId>)> = filings::table
            .inner_join(enrolments::table.on(enrolments::id.eq(filings::enrolment_id)))
            .inner_join(departments::table.on(departments::id.eq(enrolments::department_id)))
            .left_join(
                programme_layers::table.on(programme_layers::version_id
                    .eq(enrolments::version_id)
                    .and(programme_layers::institution_id.eq(departments::institution_id))
                    .and(programme_layers::known_until.is_null())),
            )
            .filter(filings::entry_id.eq_any(ids))
            .filter(filings::known_until.is_null())
            .filter(enrolments::known_until.is_null())
            .order((filings::entry_id, enrolments::started_on, enrolments::id))
            .select((filings::entry_id, enrolments::version_id, programme_layers::id.nullable()))
            .load(conn)?;
        let mut on: HashMap<EntryId, Vec<Arc<Version>>> = HashMap::new();
        for (entry, version, layer) in rows {
            let version = programmes::version_at(conn, shelf, &version, layer.as_ref())?;
            on.entry(entry).or_default().push(version);
        }
        for (id, title) in some {
            if let Some(versions) = on.get(*id) {
                **title = in_words(versions.iter().map(Arc::as_ref), title);
            }
        }
    }
    Ok(())
}
