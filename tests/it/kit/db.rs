//! A database per test: a copy of one that was migrated once by this process. On SQLite that is a file (0.04 ms against
//! 85 ms). On PostgreSQL, where `PERFOLIO_TEST_POSTGRES` names a cluster, it is a database made from a template (0.1 s
//! against 1.4 s for the migrations in a schema of its own, both beside a build), which goes with its house: one is 13 MB.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::migrate;

static NEXT: AtomicU32 = AtomicU32::new(1);

/// Where a new, migrated, empty database is.
#[expect(clippy::disallowed_methods, reason = "the test command says here which engine is tested")]
pub fn fresh(folder: &Path) -> Address {
    match std::env::var("PERFOLIO_TEST_POSTGRES") {
        Ok(cluster) => copied(&cluster),
        Err(_) => {
            let file = folder.join("perfolio.db");
            std::fs::copy(migrated(), &file).unwrap();
            Address::Sqlite(file)
        }
    }
}

/// Where an empty database is, or where one may be made.
#[expect(clippy::disallowed_methods, reason = "the test command says here which engine is tested")]
pub fn empty(folder: &Path) -> Address {
    match std::env::var("PERFOLIO_TEST_POSTGRES") {
        Ok(cluster) => bare_schema(&cluster),
        Err(_) => Address::Sqlite(folder.join("perfolio.db")),
    }
}

fn migrated() -> &'static Path {
    static MIGRATED: OnceLock<PathBuf> = OnceLock::new();
    MIGRATED.get_or_init(|| {
        let file = tempfile::tempdir().unwrap().keep().join("migrated.db");
        let mut conn = Conn::open(&Address::Sqlite(file.clone()), Use::Write).unwrap();
        migrate::up(&mut conn).unwrap();
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        file
    })
}

fn copied(cluster: &str) -> Address {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    // Nobody may be connected to it while it is copied.
    let template = TEMPLATE.get_or_init(|| {
        let name = format!("m{}", std::process::id());
        batch(cluster, &format!("CREATE DATABASE {name}"));
        migrate::up(&mut Conn::open(&beside(cluster, &name), Use::Write).unwrap()).unwrap();
        name
    });
    let name = next_name();
    batch(cluster, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    beside(cluster, &name)
}

/// The house that had it is over, perhaps in a panic. A file goes with its folder; whatever of PostgreSQL is left goes with
/// the cluster.
pub fn done_with(address: &Address) {
    let Address::Postgres(url) = address else { return };
    let whole = url.split_once('?').map_or(url.as_str(), |(whole, _)| whole);
    let Some((_, name)) = whole.rsplit_once('/').filter(|(_, name)| name.starts_with('t')) else { return };
    if let Ok(mut conn) = Conn::open(&beside(url, "postgres"), Use::Write) {
        let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}

/// Another database of the same server.
fn beside(cluster: &str, name: &str) -> Address {
    let (whole, settings) = cluster.split_once('?').unwrap_or((cluster, ""));
    let (server, _) = whole.rsplit_once('/').unwrap();
    let settings = if settings.is_empty() { String::new() } else { format!("?{settings}") };
    Address::Postgres(format!("{server}/{name}{settings}"))
}

fn next_name() -> String {
    format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst))
}

fn batch(cluster: &str, words: &str) {
    let mut conn = Conn::open(&Address::Postgres(cluster.to_owned()), Use::Write).unwrap();
    conn.batch_execute(words).unwrap();
}

fn bare_schema(cluster: &str) -> Address {
    let name = next_name();
    batch(cluster, &format!("CREATE SCHEMA {name}"));
    let joint = if cluster.contains('?') { '&' } else { '?' };
    Address::Postgres(format!("{cluster}{joint}options=-csearch_path%3D{name}"))
}
