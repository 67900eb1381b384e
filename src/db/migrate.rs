//! One sequence of migrations for both engines, and the replaceable SQL (views, triggers) dropped
//! before and made again after them. A start that finds nothing to change touches nothing, since others may
//! be at work: a house that serves while a command looks at it, another node. On PostgreSQL to drop a view
//! waits for everybody who writes at that moment, and an advisory lock keeps two nodes that start together
//! from doing it twice. On SQLite one write transaction does all of it: who reads meanwhile has the old
//! views, and a start that is killed has taken no guard away.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::db::conn::Conn;
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::reads::{READS, Reads};
use crate::on_both;

const SEQUENCE: EmbeddedMigrations = embed_migrations!("../migrations");

/// Any number that no other program is likely to take; "perf".
const LOCK: &str = "SELECT pg_advisory_lock(1885696614)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(1885696614)";
/// A write of somebody else lasts milliseconds.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Brings a database of any earlier release up to this one. Gives how many steps it took.
pub fn up(conn: &mut Conn) -> Result<usize, Fault> {
    if let Conn::Postgres(c) = conn {
        c.batch_execute(LOCK)?;
    }
    let done = not_newer(conn).and_then(|()| patiently(conn));
    if let Conn::Postgres(c) = conn {
        c.batch_execute(UNLOCK)?;
    }
    done
}

/// Whoever writes while views and triggers are changed may hold what this waits for, and wait for what this
/// holds. PostgreSQL then ends one of the two; nothing was changed, and it is tried again.
fn patiently(conn: &mut Conn) -> Result<usize, Fault> {
    let mut left = TRIES;
    loop {
        match step(conn) {
            Err(Fault::Busy(why)) if left > 1 => {
                tracing::warn!(%why, "the database is in use; the start tries again");
                left -= 1;
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

fn step(conn: &mut Conn) -> Result<usize, Fault> {
    if is_whole(conn)? {
        return Ok(0);
    }
    if matches!(conn, Conn::Postgres(_)) {
        return remake(conn);
    }
    conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
    // Another start may have done it while this one waited.
    let done = is_whole(conn).and_then(|whole| if whole { Ok(0) } else { remake(conn) });
    match done {
        Ok(steps) => {
            conn.commit()?;
            Ok(steps)
        }
        Err(fault) => {
            // A connection that cannot even roll back is given up with the start.
            let _ = conn.roll_back();
            Err(fault)
        }
    }
}

fn remake(conn: &mut Conn) -> Result<usize, Fault> {
    drop_replaceable(conn)?;
    let steps = run(conn)?;
    make_replaceable(conn)?;
    Ok(steps)
}

/// Whether there is nothing to change: no migration is to come, and every view and guard is as this release makes it.
fn is_whole(conn: &mut Conn) -> Result<bool, Fault> {
    if pending(conn)? {
        return Ok(false);
    }
    match conn {
        Conn::Sqlite(c) => {
            let wanted: BTreeSet<String> = [common().as_str(), include_str!("replace/sqlite.sql")]
                .into_iter()
                .flat_map(statements)
                .collect();
            Ok(made(c)? == wanted)
        }
        Conn::Postgres(_) => Ok(mark(conn)? == Some(replaceable())),
    }
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// The views and guards that are there, of those that are replaced: SQLite keeps the text of each.
fn made(conn: &mut SqliteConnection) -> Result<BTreeSet<String>, Fault> {
    let dropped = [include_str!("replace/sqlite_drop.sql"), include_str!("replace/common_drop.sql")].concat();
    let names: BTreeSet<&str> =
        dropped.lines().filter_map(|line| line.trim_end_matches(';').split(' ').next_back()).collect();
    let sql = "SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')";
    let all: Vec<Made> = diesel::sql_query(sql).load(conn)?;
    let ours = all.iter().filter(|one| names.contains(one.name.as_str()));
    Ok(ours.flat_map(|one| statements(&one.sql)).collect())
}

/// The statements of a text, each of which begins a line with CREATE, without the notes around them.
fn statements(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("--")).collect();
    let text = format!("\n{}", lines.join("\n"));
    text.split("\nCREATE ").skip(1).map(|one| one.trim().trim_end_matches(';').to_owned()).collect()
}

/// What is replaced on PostgreSQL, as one hash. It stands as a comment on the view that is made last: the server keeps
/// its own reading of a view, not the text.
fn replaceable() -> String {
    digest(&[common(), include_str!("replace/postgres.sql").to_owned()])
}

/// The views of both engines, with the kinds that narrow capacities may read in their place.
fn common() -> String {
    let one = |reads: &Reads| {
        let kinds: Vec<String> = reads.kinds.iter().map(|kind| format!("'{kind}'")).collect();
        format!("u.capacity = '{}' AND k.kind IN ({})", reads.capacity, kinds.join(", "))
    };
    let all: Vec<String> = READS.iter().map(one).collect();
    include_str!("replace/common.sql").replace("{reads}", &all.join(" OR "))
}

#[derive(QueryableByName)]
struct Mark {
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    mark: Option<String>,
}

fn mark(conn: &mut Conn) -> Result<Option<String>, Fault> {
    let Conn::Postgres(c) = conn else { return Ok(None) };
    let found: Mark =
        diesel::sql_query("SELECT obj_description(to_regclass('entry_sight'), 'pg_class') AS mark")
            .get_result(c)?;
    Ok(found.mark)
}

/// A database that a newer release has changed is left alone: its rows may mean what this one cannot know.
fn not_newer(conn: &mut Conn) -> Result<(), Fault> {
    let taken = on_both!(conn, |c| c.applied_migrations());
    let taken =
        taken.map_err(|why| Fault::Broken(format!("the list of migrations cannot be read: {why}")))?;
    let known = known()?;
    match taken.iter().map(ToString::to_string).find(|step| !known.contains(step)) {
        None => Ok(()),
        Some(step) => Err(Fault::Broken(format!(
            "this database was changed by a newer release of Perfolio (step {step}): start that release, or \
             restore a backup of the release before it into an empty folder"
        ))),
    }
}

fn run(conn: &mut Conn) -> Result<usize, Fault> {
    let done = match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SEQUENCE).map(|steps| steps.len()),
        Conn::Postgres(c) => c.run_pending_migrations(SEQUENCE).map(|steps| steps.len()),
    };
    done.map_err(|why| Fault::Broken(format!("a migration failed: {why}")))
}

/// Only the steps that another house had taken, by their numbers, without what is made again at each
/// start: a backup of an earlier release is restored into tables as they were.
pub fn up_to(conn: &mut Conn, steps: &[String]) -> Result<(), Fault> {
    let failed =
        |why: Box<dyn std::error::Error + Send + Sync>| Fault::Broken(format!("a migration failed: {why}"));
    on_both!(conn, |c| {
        for step in c.pending_migrations(SEQUENCE).map_err(failed)? {
            if steps.contains(&step.name().version().to_string()) {
                c.run_migration(&*step).map_err(failed)?;
            }
        }
    });
    Ok(())
}

/// The numbers of all steps that this binary knows, oldest first.
pub fn known() -> Result<Vec<String>, Fault> {
    let steps = MigrationSource::<Sqlite>::migrations(&SEQUENCE).map_err(Fault::broken)?;
    let mut numbers: Vec<String> = steps.iter().map(|step| step.name().version().to_string()).collect();
    numbers.sort();
    Ok(numbers)
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The numbers of the steps that this database has taken. Only looks, unlike diesel's own question.
pub fn taken(conn: &mut Conn) -> Result<Vec<String>, Fault> {
    let sql = "SELECT CAST(version AS text) AS version FROM __diesel_schema_migrations ORDER BY version";
    let taken: Vec<Taken> = on_both!(conn, |c| diesel::sql_query(sql).load(c)?);
    Ok(taken.into_iter().map(|step| step.version).collect())
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
    conn.batch_execute(&common())?;
    match conn {
        Conn::Sqlite(c) => c.batch_execute(include_str!("replace/sqlite.sql"))?,
        Conn::Postgres(c) => {
            c.batch_execute(include_str!("replace/postgres.sql"))?;
            c.batch_execute(&format!("COMMENT ON VIEW entry_sight IS '{}'", replaceable()))?;
        }
    }
    Ok(())
}
