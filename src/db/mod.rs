//! The only place that knows there are two engines. It has two doors: `read` (one snapshot for a
//! whole page, nothing can be written) and `write` (one transaction: the change, its events, its
//! jobs, the refreshed standing, or nothing). Writes come one at a time per book: on SQLite through
//! the one thread of `door`, on PostgreSQL by the lock on the book's head row.

mod alone;
mod answered;
pub mod conn;
mod door;
mod fault;
pub mod marks;
pub mod migrate;
pub mod plans;
pub mod queue;
pub mod rows;
pub mod run;
pub mod schema;
mod scrub;
pub mod settings;
pub mod shelf;
pub mod sight;
pub mod twins;
pub mod tx;
mod types;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
use tokio::task::spawn_blocking;

use crate::clock::Clock;
use crate::db::conn::{Address, Conn, Opener, Use};
use crate::db::door::Door;
use crate::db::run::Run;
use crate::db::shelf::Shelf;
use crate::db::tx::{Books, Dues, Means, Once, Outcome, Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::time::Moment;
use crate::ids::Ids;

/// Connections for reading (on PostgreSQL for both). More than the blocking threads could use are idle.
const READERS: u32 = 8;
/// How long a page waits for a connection before it is told that the house is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// A look at the data: one snapshot, read-only.
pub struct Reading<'a> {
    conn: &'a mut Conn,
    now: Moment,
    shelf: Shelf,
}

impl Reading<'_> {
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    pub fn now(&self) -> Moment {
        self.now
    }

    pub fn shelf(&self) -> Shelf {
        self.shelf.clone()
    }
}

#[derive(Clone)]
pub struct Db {
    address: Address,
    pool: Pool<Opener>,
    door: Option<Door>,
    means: Means,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Opens an existing database, or makes one, and brings it up to this release.
    pub fn open(address: &Address, clock: Clock, ids: Ids) -> Result<Db, Fault> {
        let mut first = Conn::open(address, Use::Write).map_err(Fault::broken)?;
        check_collation(&mut first)?;
        let steps = migrate::up(&mut first)?;
        if steps > 0 {
            tracing::info!(steps, engine = address.engine(), "migrated the database");
        }
        plans::look(&mut first)?;
        drop(first);
        Db::open_migrated(address, clock, ids)
    }

    /// Opens a database that is known to be of this release.
    pub fn open_migrated(address: &Address, clock: Clock, ids: Ids) -> Result<Db, Fault> {
        let (for_what, door) = match address {
            Address::Sqlite(_) => (Use::Read, Some(Door::open(address).map_err(Fault::broken)?)),
            Address::Postgres(_) => (Use::Write, None),
        };
        let statements = Arc::new(AtomicU64::new(0));
        let pool = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(PATIENCE)
            .test_on_check_out(matches!(address, Address::Postgres(_)))
            .error_handler(Box::new(diesel::r2d2::NopErrorHandler))
            .build(Opener { address: address.clone(), for_what, statements: statements.clone() })
            .map_err(|why| Fault::Busy(why.to_string()))?;
        let means = Means { clock, ids, shelf: Shelf::default(), dues: Dues::Paid };
        Ok(Db { address: address.clone(), pool, door, means, statements })
    }

    pub fn engine(&self) -> &'static str {
        self.address.engine()
    }

    /// How many statements the readers' connections have run: what a page costs, for the budget.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Answers, or says in words why not.
    pub async fn ping(&self) -> Result<(), Fault> {
        self.read(|r| Ok(r.conn().batch_execute("SELECT 1")?)).await
    }

    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Reading<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let db = self.clone();
        spawn_blocking(move || db.read_now(f)).await.map_err(|_| Fault::broken("a read panicked"))?
    }

    fn read_now<T>(&self, f: impl FnOnce(&mut Reading<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut conn = self.pool.get().map_err(|why| Fault::Busy(why.to_string()))?;
        let now = self.means.clock.now();
        conn.begin("BEGIN DEFERRED", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let result = f(&mut Reading { conn: &mut conn, now, shelf: self.means.shelf.clone() });
        conn.roll_back()?;
        result
    }

    pub async fn write<T: Send + 'static>(
        &self,
        books: impl Into<Books>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<T>, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (means, books) = (self.means.clone(), books.into());
        self.through_the_door(move |conn| tx::act(conn, &means, books, f)).await
    }

    /// `write` for a form that may arrive twice: the value is where to go afterwards.
    pub async fn write_once(
        &self,
        once: Once,
        books: impl Into<Books>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<Outcome<String>, Fault> + Send + 'static,
    ) -> Result<String, Fault> {
        let (means, books) = (self.means.clone(), books.into());
        self.through_the_door(move |conn| answered::act_once(conn, &means, &once, books, f)).await
    }

    /// Housekeeping that is nobody's act; the list of reasons is short and closed.
    pub async fn write_quietly<T: Send + 'static>(
        &self,
        _why: Why,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let means = self.means.clone();
        self.through_the_door(move |conn| tx::quietly(conn, &means, f)).await
    }

    /// Many acts that share one COMMIT: all of them or none. Others wait as long.
    pub async fn run<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Run<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let means = self.means.clone();
        self.through_the_door(move |conn| f(&mut Run::of(conn, means))).await
    }

    async fn through_the_door<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match &self.door {
            Some(door) => door.line_up(work).await.map_err(|_| Fault::broken("the write door fell shut"))?,
            None => {
                let db = self.clone();
                spawn_blocking(move || db.transact(work))
                    .await
                    .map_err(|_| Fault::broken("a write panicked and was rolled back"))?
            }
        }
    }

    fn transact<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut conn = self.pool.get().map_err(|why| Fault::Busy(why.to_string()))?;
        conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
        match work(&mut conn) {
            Ok(value) => {
                conn.commit()?;
                Ok(value)
            }
            Err(fault) => {
                // A connection that cannot even roll back is seen by `has_broken` and dropped.
                let _ = conn.roll_back();
                Err(fault)
            }
        }
    }
}

/// Sort keys are compared by bytes on SQLite; on PostgreSQL only a database of C collation does the same.
pub fn check_collation(conn: &mut Conn) -> Result<(), Fault> {
    use diesel::prelude::*;
    use diesel::sql_types::Text;
    #[derive(QueryableByName)]
    struct Collation {
        #[diesel(sql_type = Text)]
        name: String,
    }
    if let Conn::Postgres(c) = conn {
        let found: Collation = diesel::sql_query(
            "SELECT datcollate::text AS name FROM pg_database WHERE datname = current_database()",
        )
        .get_result(c)?;
        if !matches!(found.name.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            return Err(Fault::Broken(format!(
                "the PostgreSQL database has collation {}; make it with: CREATE DATABASE perfolio \
                 TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
                found.name
            )));
        }
    }
    Ok(())
}
