//! What a database is, found out before anything in it is touched: nothing yet, a demo house, one that
//! was not finished, or somebody's own. Only a demo house may be opened by the demo, and only what the
//! demo itself began may be made anew.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::db::conn::{Address, Conn, Use};
use crate::db::migrate;
use crate::db::schema::{books, settings};
use crate::db::settings::OUTSIDE_THE_BOOK;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::time::Day;

/// The setting that tells a demo house; its value is the day on which the house stands.
const MARK: &str = OUTSIDE_THE_BOOK;
const UNFINISHED: &str = "unfinished";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Nothing,
    Demo(Day),
    /// The demo began it and did not come to the end.
    Unfinished,
    Another,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Looks, and changes nothing.
pub fn look(address: &Address) -> Result<What, Fault> {
    if let Address::Sqlite(path) = address
        && std::fs::metadata(path).map_or(true, |file| file.len() == 0)
    {
        return Ok(What::Nothing);
    }
    let mut conn = plainly(address)?;
    let tables = tables(&mut conn)?;
    let has = |name: &str| tables.iter().any(|known| known == name);
    if tables.is_empty() {
        return Ok(What::Nothing);
    }
    if !has("settings") || !has("books") {
        let ours =
            |name: &String| matches!(name.as_str(), "__diesel_schema_migrations" | "books" | "settings");
        return Ok(if tables.iter().all(ours) { What::Unfinished } else { What::Another });
    }
    let mark: Option<String> =
        settings::table.find(MARK).select(settings::value).first(&mut conn).optional()?;
    match mark {
        Some(day) => Ok(day.parse().map_or(What::Unfinished, What::Demo)),
        None if books::table.count().get_result::<i64>(&mut conn)? == 0 => Ok(What::Unfinished),
        None => Ok(What::Another),
    }
}

/// Without the pragmas of our own connections: one of them would be written into somebody's file.
fn plainly(address: &Address) -> Result<Conn, Fault> {
    match address {
        Address::Sqlite(path) => {
            let unreadable = |why: &dyn std::fmt::Display| {
                Fault::Broken(format!("{} cannot be read as a database: {why}", path.display()))
            };
            let mut conn = diesel::SqliteConnection::establish(&path.to_string_lossy())
                .map_err(|why| unreadable(&why))?;
            conn.batch_execute(
                "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; SELECT 1 FROM sqlite_master;",
            )
            .map_err(|why| unreadable(&why))?;
            Ok(Conn::Sqlite(conn))
        }
        Address::Postgres(_) => Conn::open(address, Use::Read).map_err(Fault::broken),
    }
}

fn tables(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    let found: Vec<Named> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )
        .load(c)?,
        Conn::Postgres(c) => diesel::sql_query(
            "SELECT table_name::text AS name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'",
        )
        .load(c)?,
    };
    Ok(found.into_iter().map(|table| table.name).collect())
}

/// Takes away what the demo began: asked for only after `look` has said so.
pub fn clear_unfinished(address: &Address) -> Result<(), Fault> {
    match address {
        Address::Sqlite(path) => {
            for ending in ["", "-wal", "-shm"] {
                let mut name = path.clone().into_os_string();
                name.push(ending);
                match std::fs::remove_file(&name) {
                    Err(why) if why.kind() != std::io::ErrorKind::NotFound => return Err(Fault::broken(why)),
                    _ => {}
                }
            }
            Ok(())
        }
        Address::Postgres(_) => {
            let mut conn = Conn::open(address, Use::Write).map_err(Fault::broken)?;
            migrate::down(&mut conn)?;
            conn.batch_execute("DROP TABLE IF EXISTS __diesel_schema_migrations")?;
            Ok(())
        }
    }
}

/// Says that a demo house is being made here, or (with the day) that it is made. The last thing of all.
pub fn mark(tx: &mut Tx<'_>, made: Option<Day>) -> Result<(), Fault> {
    let (value, now) = (made.map_or(UNFINISHED.to_owned(), Day::iso), tx.now());
    let changed = diesel::update(settings::table.find(MARK))
        .set((settings::value.eq(&value), settings::set_at.eq(now)))
        .execute(tx.conn())?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((
                settings::name.eq(MARK),
                settings::value.eq(&value),
                settings::set_by.eq("system"),
                settings::set_at.eq(now),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}
