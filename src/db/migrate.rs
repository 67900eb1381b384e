//! One sequence of migrations for both engines, and the replaceable SQL (views, triggers) dropped
//! before and made again after them at each start. On PostgreSQL an advisory lock keeps two nodes
//! that start together from doing it twice; on SQLite the write transaction does.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::db::conn::Conn;
use crate::domain::fault::Fault;

const SEQUENCE: EmbeddedMigrations = embed_migrations!("../migrations");

/// Any number that no other program is likely to take; "perf".
const LOCK: &str = "SELECT pg_advisory_lock(1885696614)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(1885696614)";

/// Brings a database of any earlier release up to this one. Gives how many steps it took.
pub fn up(conn: &mut Conn) -> Result<usize, Fault> {
    if let Conn::Postgres(c) = conn {
        c.batch_execute(LOCK)?;
    }
    let done = drop_replaceable(conn).and_then(|()| run(conn)).and_then(|steps| {
        make_replaceable(conn)?;
        Ok(steps)
    });
    if let Conn::Postgres(c) = conn {
        c.batch_execute(UNLOCK)?;
    }
    done
}

fn run(conn: &mut Conn) -> Result<usize, Fault> {
    let done = match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SEQUENCE).map(|steps| steps.len()),
        Conn::Postgres(c) => c.run_pending_migrations(SEQUENCE).map(|steps| steps.len()),
    };
    done.map_err(|why| Fault::Broken(format!("a migration failed: {why}")))
}

/// Takes every migration back, newest first. For tests, and for a demo house that was left unfinished.
pub fn down(conn: &mut Conn) -> Result<usize, Fault> {
    drop_replaceable(conn)?;
    let done = match conn {
        Conn::Sqlite(c) => c.revert_all_migrations(SEQUENCE).map(|steps| steps.len()),
        Conn::Postgres(c) => c.revert_all_migrations(SEQUENCE).map(|steps| steps.len()),
    };
    done.map_err(|why| Fault::Broken(format!("a migration could not be taken back: {why}")))
}

/// Whether this database has migrations that this binary does not know (it is older).
pub fn pending(conn: &mut Conn) -> Result<bool, Fault> {
    let pending = match conn {
        Conn::Sqlite(c) => c.has_pending_migration(SEQUENCE),
        Conn::Postgres(c) => c.has_pending_migration(SEQUENCE),
    };
    pending.map_err(|why| Fault::Broken(format!("the list of migrations cannot be read: {why}")))
}

fn drop_replaceable(conn: &mut Conn) -> Result<(), Fault> {
    match conn {
        Conn::Sqlite(c) => c.batch_execute(include_str!("replace/sqlite_drop.sql"))?,
        Conn::Postgres(c) => c.batch_execute(include_str!("replace/postgres_drop.sql"))?,
    }
    conn.batch_execute(include_str!("replace/common_drop.sql"))?;
    Ok(())
}

fn make_replaceable(conn: &mut Conn) -> Result<(), Fault> {
    conn.batch_execute(include_str!("replace/common.sql"))?;
    match conn {
        Conn::Sqlite(c) => c.batch_execute(include_str!("replace/sqlite.sql"))?,
        Conn::Postgres(c) => c.batch_execute(include_str!("replace/postgres.sql"))?,
    }
    Ok(())
}
