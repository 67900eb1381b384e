//! One connection type for both engines, opened from the address of the database. An unknown scheme
//! is refused with a sentence, so that a typing error never makes an empty SQLite file. What the
//! shared query language lacks (upserts, batches) is written once and compiled for each engine by
//! `on_both!`; only `db` and the rooms' stores may use it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::{
    AnsiTransactionManager, InstrumentationEvent, SimpleConnection, TransactionManager,
};
use diesel::{Connection, PgConnection, SqliteConnection};

#[derive(diesel::MultiConnection)]
pub enum Conn {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// One text, compiled for each engine: for what `MultiConnection` cannot say.
#[macro_export]
macro_rules! on_both {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::db::conn::Conn::Postgres($c) => $body,
            $crate::db::conn::Conn::Sqlite($c) => $body,
        }
    };
}

/// Where the data is: a file of our own or a PostgreSQL server.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

/// Why no connection could be had, with the engine's own words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoConnection(pub String);

impl Address {
    /// `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    pub fn parse(text: &str) -> Result<Address, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err("names no file: write sqlite:/var/lib/perfolio/perfolio.db".to_owned());
            }
            return Ok(Address::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Address::Postgres(text.to_owned()));
        }
        Err("must begin with sqlite: or postgres://".to_owned())
    }

    pub fn engine(&self) -> &'static str {
        match self {
            Address::Sqlite(_) => "sqlite",
            Address::Postgres(_) => "postgres",
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Address::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// What the connection will be used for: readers cannot write on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Read,
    Write,
}

impl Conn {
    pub fn open(address: &Address, for_what: Use) -> Result<Conn, NoConnection> {
        match address {
            Address::Sqlite(path) => open_sqlite(path, for_what).map(Conn::Sqlite),
            Address::Postgres(url) => open_postgres(url).map(Conn::Postgres),
        }
    }

    pub fn engine(&self) -> &'static str {
        match self {
            Conn::Sqlite(_) => "sqlite",
            Conn::Postgres(_) => "postgres",
        }
    }

    /// How many transactions and savepoints are open; `None` when the connection is past saving.
    pub fn depth(&mut self) -> Option<u32> {
        let depth = match self {
            Conn::Sqlite(c) => transactions_of(c).transaction_depth(),
            Conn::Postgres(c) => transactions_of(c).transaction_depth(),
        };
        depth.ok().map(|d| d.map_or(0, |d| d.get()))
    }

    /// Opens the outermost transaction with words of its own (`BEGIN IMMEDIATE`, ..), so that
    /// `transaction` calls inside become savepoints.
    pub fn begin(&mut self, sqlite: &str, postgres: &str) -> diesel::QueryResult<()> {
        match self {
            Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, sqlite),
            Conn::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, postgres),
        }
    }

    pub fn commit(&mut self) -> diesel::QueryResult<()> {
        match self {
            Conn::Sqlite(c) => AnsiTransactionManager::commit_transaction(c),
            Conn::Postgres(c) => AnsiTransactionManager::commit_transaction(c),
        }
    }

    pub fn roll_back(&mut self) -> diesel::QueryResult<()> {
        match self {
            Conn::Sqlite(c) => AnsiTransactionManager::rollback_transaction(c),
            Conn::Postgres(c) => AnsiTransactionManager::rollback_transaction(c),
        }
    }

    /// After a caught panic diesel's depth counter is too high, and the next "commit" would only
    /// release a savepoint: acknowledged writes would be lost. Roll back until it is right again.
    /// `false` when that did not succeed and the connection must be dropped.
    pub fn roll_back_to(&mut self, depth: u32) -> bool {
        for _ in 0..64 {
            match self.depth() {
                None => return false,
                Some(now) if now <= depth => return now == depth,
                Some(_) if self.roll_back().is_err() => return false,
                Some(_) => {}
            }
        }
        false
    }
}

fn transactions_of<C>(conn: &mut C) -> &mut diesel::connection::TransactionManagerStatus
where
    C: Connection<TransactionManager = AnsiTransactionManager>,
{
    <AnsiTransactionManager as TransactionManager<C>>::transaction_manager_status_mut(conn)
}

fn open_sqlite(path: &Path, for_what: Use) -> Result<SqliteConnection, NoConnection> {
    let failed = |why: &dyn fmt::Display| NoConnection(format!("SQLite file {}: {why}", path.display()));
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).map_err(|why| failed(&why))?;
    // FULL: an answered write survives a power cut. Group commit makes it cheap (stack.md 4).
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -6000; PRAGMA temp_store = MEMORY;",
    )
    .map_err(|why| failed(&why))?;
    if for_what == Use::Read {
        conn.batch_execute("PRAGMA query_only = ON;").map_err(|why| failed(&why))?;
    }
    Ok(conn)
}

fn open_postgres(url: &str) -> Result<PgConnection, NoConnection> {
    let mut conn = PgConnection::establish(url).map_err(|why| NoConnection(format!("PostgreSQL: {why}")))?;
    // Notices ("relation exists, skipping") would land on the server's standard error.
    conn.batch_execute("SET client_min_messages = warning; SET timezone = 'UTC';")
        .map_err(|why| NoConnection(format!("PostgreSQL: {why}")))?;
    Ok(conn)
}

/// Opens connections for the pool, by the address's own engine: the enum's derived `establish` tries
/// each in turn and hides the real cause.
#[derive(Debug)]
pub struct Opener {
    pub address: Address,
    pub for_what: Use,
    /// Raised by each statement of each connection.
    pub statements: Arc<AtomicU64>,
}

impl diesel::r2d2::ManageConnection for Opener {
    type Connection = Conn;
    type Error = NoConnection;

    fn connect(&self) -> Result<Conn, NoConnection> {
        let mut conn = Conn::open(&self.address, self.for_what)?;
        let statements = self.statements.clone();
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                statements.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), NoConnection> {
        conn.batch_execute("SELECT 1").map_err(|why| NoConnection(why.to_string()))
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.depth() != Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_its_engine_or_is_refused() {
        assert_eq!(Address::parse("sqlite:/x/y.db").unwrap(), Address::Sqlite("/x/y.db".into()));
        assert_eq!(Address::parse("postgres://h/d").unwrap().engine(), "postgres");
        for bad in ["", "sqlite:", "/x/y.db", "mysql://h/d", "postgres:h"] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(format!("{:?}", Address::parse("postgres://u:secret@h/d").unwrap()), "postgres://…");
    }
}
