//! What the house has set at run time: one text by name, each committed to by the house's book. Rooms
//! give the names their meaning; all of them write here, so that no setting escapes the check.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::settings;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::time::Moment;

/// The mark of a demo house (`marks`) is set before there is a book and after the last event.
pub const OUTSIDE_THE_BOOK: &str = "demo";

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SettingRow {
    pub name: String,
    pub value: String,
    pub set_by: String,
    pub set_at: Moment,
}

impl Committed for SettingRow {
    fn place(&self) -> String {
        format!("settings/{}", self.name)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.name.clone(), self.value.clone(), self.set_by.clone(), self.set_at.to_string()]
    }
}

pub fn read(conn: &mut Conn, name: &str) -> Result<Option<String>, Fault> {
    Ok(settings::table.find(name).select(settings::value).first(conn).optional()?)
}

/// Sets it, inside a write that has taken the house's book and tells of it there. `by` is the actor.
pub fn put(tx: &mut Tx<'_>, by: &str, name: &str, value: &str) -> Result<(), Fault> {
    let set_at = tx.now();
    let row = SettingRow { name: name.to_owned(), value: value.to_owned(), set_by: by.to_owned(), set_at };
    let values =
        (settings::value.eq(&row.value), settings::set_by.eq(&row.set_by), settings::set_at.eq(row.set_at));
    let changed = diesel::update(settings::table.find(name)).set(values).execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::name.eq(&row.name), values))
            .execute(tx.conn())?;
    }
    tx.vouch(BookId::house(), &row);
    Ok(())
}

/// Every setting that the house's book commits to, for `verify`.
pub fn rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<SettingRow> =
        settings::table.filter(settings::name.ne(OUTSIDE_THE_BOOK)).order(settings::name).load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
