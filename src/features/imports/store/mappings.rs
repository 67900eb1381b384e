//! Which column held what, as somebody said it last: one's own for the next file, and a colleague's as a hint.

use diesel::prelude::*;

use super::Import;
use crate::db::conn::Conn;
use crate::db::schema::import_mappings;
use crate::domain::fault::Fault;
use crate::domain::import::Sort;
use crate::domain::names::AccountId;
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::imports::mapping::Mapping;
use crate::features::people;

// open: one's own
pub fn mapping_of(conn: &mut Conn, me: &AccountId, sort: Sort) -> Result<Option<Mapping>, Fault> {
    let text: Option<String> = import_mappings::table
        .find((me, sort.as_str()))
        .select(import_mappings::mapping)
        .first(conn)
        .optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(Fault::broken)).transpose()
}

/// What a colleague of the same department said last of a file with the same headings, and when; nothing where
/// the file is read like that already.
// open: it names nobody, and says of the reader's own columns what they may hold
pub fn mapping_of_colleagues(
    conn: &mut Conn,
    person: &Person,
    import: &Import,
) -> Result<Option<(Moment, Mapping)>, Fault> {
    let Some(sheet) = &import.sheet else { return Ok(None) };
    let colleagues = people::colleagues(conn, &person.account, person.today())?;
    let rows: Vec<(Moment, String)> = import_mappings::table
        .filter(import_mappings::account_id.eq_any(colleagues))
        .filter(import_mappings::sort.eq(import.sort.as_str()))
        .order((import_mappings::saved_at.desc(), import_mappings::account_id))
        .select((import_mappings::saved_at, import_mappings::mapping))
        .limit(20)
        .load(conn)?;
    for (at, text) in rows {
        let mapping: Mapping = serde_json::from_str(&text).map_err(Fault::broken)?;
        if mapping.fits(sheet) && mapping.columns != import.mapping.columns {
            return Ok(Some((at, mapping)));
        }
    }
    Ok(None)
}
