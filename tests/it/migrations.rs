//! One sequence of migrations, and every engine agrees with `db/schema`: up, down and up again leave
//! the same tables; each column is what diesel believes it to be; each reference can be looked up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use perfolio::clock::Clock;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::{Db, migrate};
use perfolio::ids::Ids;

use crate::kit::db;

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub kind: String,
}

fn open() -> (tempfile::TempDir, Conn) {
    let folder = tempfile::tempdir().unwrap();
    let address = db::fresh(folder.path());
    let conn = Conn::open(&address, Use::Write).unwrap();
    (folder, conn)
}

/// Every column of every table as `table.column`, with its type and whether it may be absent.
fn columns(conn: &mut Conn) -> Vec<Column> {
    let mut found: Vec<Column> = match conn {
        Conn::Sqlite(c) => diesel::sql_query(
            "SELECT m.name || '.' || p.name AS place, \
             lower(p.type) || CASE WHEN p.\"notnull\" = 1 THEN '' ELSE ' null' END AS kind \
             FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
        )
        .load(c)
        .unwrap(),
        Conn::Postgres(c) => diesel::sql_query(
            "SELECT (c.table_name || '.' || c.column_name)::text AS place, \
             (CASE c.data_type WHEN 'timestamp without time zone' THEN 'timestamp' ELSE c.data_type END \
              || CASE c.is_nullable WHEN 'NO' THEN '' ELSE ' null' END)::text AS kind \
             FROM information_schema.columns c JOIN information_schema.tables t \
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE' \
             WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE '\\_\\_%'",
        )
        .load(c)
        .unwrap(),
    };
    found.sort();
    found
}

/// What the files of `db/schema` say, read from their text.
pub fn believed() -> Vec<Column> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let text: String = files.map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let mut found = Vec::new();
    for table in text.split("diesel::table! {").skip(1) {
        let lines = table.lines().map(str::trim).filter(|line| !line.starts_with("///"));
        let body = lines.collect::<Vec<_>>().join(" ");
        let (head, rest) = body.split_once('{').unwrap();
        let name = head.split_whitespace().next().unwrap();
        if name.ends_with("sight") {
            continue;
        }
        let (inside, _) = rest.split_once('}').unwrap();
        for column in inside.split(',').map(str::trim).filter(|c| !c.is_empty()) {
            let (field, kind) = column.split_once(" -> ").unwrap();
            let (kind, null) = match kind.strip_prefix("Nullable<") {
                Some(inner) => (inner.trim_end_matches('>'), " null"),
                None => (kind, ""),
            };
            let kind = kind.to_lowercase().replace("bool", "boolean");
            found.push(Column { place: format!("{name}.{field}"), kind: format!("{kind}{null}") });
        }
    }
    found.sort();
    found
}

#[test]
fn both_engines_have_the_columns_that_diesel_believes_in() {
    let (_folder, mut conn) = open();
    let found = columns(&mut conn);
    let believed = believed();
    assert!(believed.len() > 150, "only {} columns were read from db/schema", believed.len());
    for column in &found {
        assert!(believed.contains(column), "in the database, not in db/schema: {column:?}");
    }
    for column in &believed {
        assert!(found.contains(column), "in db/schema, not in the database: {column:?}");
    }
}

#[test]
fn up_down_and_up_again_leave_the_same() {
    let (_folder, mut conn) = open();
    let before = columns(&mut conn);
    let taken_back = migrate::down(&mut conn).unwrap();
    assert!(taken_back >= 10, "{taken_back} steps");
    assert_eq!(columns(&mut conn), [], "something is left after the last step down");
    assert_eq!(migrate::up(&mut conn).unwrap(), taken_back);
    assert_eq!(columns(&mut conn), before);
    assert!(!migrate::pending(&mut conn).unwrap());
    assert_eq!(migrate::up(&mut conn).unwrap(), 0, "a second start changes nothing");
}

#[test]
fn each_reference_has_an_index() {
    let (_folder, mut conn) = open();
    let Conn::Sqlite(c) = &mut conn else { return for_sqlite_only() };
    let bare: Vec<Column> = diesel::sql_query(
        "SELECT m.name || '.' || f.\"from\" AS place, '' AS kind FROM sqlite_master m \
         JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND NOT EXISTS ( \
           SELECT 1 FROM pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i \
           WHERE i.seqno = 0 AND i.name = f.\"from\")",
    )
    .load(c)
    .unwrap();
    assert_eq!(bare, [], "a reference without an index makes a delete or a join walk the whole table");
}

/// The text is the same on both engines, so one of them proves it.
fn for_sqlite_only() {}

/// Nodes that share a SQLite file do not exist.
fn for_postgres_only() {}

#[test]
fn a_second_start_waits_for_nobody_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let address = db::fresh(folder.path());
    let mut writer = Conn::open(&address, Use::Write).unwrap();
    let mut starting = Conn::open(&address, Use::Write).unwrap();
    if matches!(writer, Conn::Sqlite(_)) {
        return for_postgres_only();
    }
    writer
        .batch_execute(
            "BEGIN; LOCK TABLE audit_events, entry_versions, decisions IN ROW EXCLUSIVE MODE; \
             SELECT count(*) FROM entry_sight;",
        )
        .unwrap();
    starting.batch_execute("SET lock_timeout = '3s'").unwrap();
    assert_eq!(migrate::up(&mut starting).unwrap(), 0);
    // What another release left in their place is changed, as soon as nobody writes.
    writer.batch_execute("COMMIT; COMMENT ON VIEW entry_sight IS 'another'").unwrap();
    assert_eq!(migrate::up(&mut starting).unwrap(), 0);
    assert_eq!(migrate::up(&mut writer).unwrap(), 0);
}

/// Names and texts of all views and guards.
fn replaced(conn: &mut Conn) -> Vec<Column> {
    let Conn::Sqlite(c) = conn else { return Vec::new() };
    let sql = "SELECT name AS place, sql AS kind FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name";
    diesel::sql_query(sql).load(c).unwrap()
}

/// Raised by SQLite whenever a table, view or trigger comes or goes.
fn schema_version(address: &Address) -> String {
    let mut conn = Conn::open(address, Use::Read).unwrap();
    let Conn::Sqlite(c) = &mut conn else { return String::new() };
    let sql = "SELECT '' AS place, CAST(schema_version AS text) AS kind FROM pragma_schema_version";
    let found: Vec<Column> = diesel::sql_query(sql).load(c).unwrap();
    found.into_iter().map(|one| one.kind).collect()
}

/// As a release before this one may have made it.
const ANOTHER_VIEW: &str = "BEGIN IMMEDIATE; DROP VIEW request_sight; \
    CREATE VIEW request_sight AS SELECT person_id AS viewer_id FROM absences; COMMIT;";

#[test]
fn whoever_opens_a_house_that_serves_leaves_views_and_guards_alone() {
    let folder = tempfile::tempdir().unwrap();
    let address = db::fresh(folder.path());
    let open = || Db::open(&address, Clock::System, Ids::Random).unwrap();
    let _serving = open();
    let before = schema_version(&address);
    open();
    open();
    assert_eq!(schema_version(&address), before);
    // What is missing or of another release comes back.
    let mut conn = Conn::open(&address, Use::Write).unwrap();
    let Conn::Sqlite(_) = &conn else { return for_sqlite_only() };
    let whole = replaced(&mut conn);
    for spoil in ["DROP TRIGGER audit_events_remain", ANOTHER_VIEW] {
        conn.batch_execute(spoil).unwrap();
        assert_ne!(replaced(&mut conn), whole);
        assert_eq!(migrate::up(&mut conn).unwrap(), 0);
        assert_eq!(replaced(&mut conn), whole, "{spoil}");
    }
}

#[test]
fn a_start_that_breaks_off_takes_no_guard_away() {
    let (_folder, mut conn) = open();
    let Conn::Sqlite(_) = &conn else { return for_sqlite_only() };
    let names = |conn: &mut Conn| replaced(conn).into_iter().map(|one| one.place).collect::<Vec<_>>();
    let whole = names(&mut conn);
    assert!(whole.len() > 8, "{whole:?}");
    // The last guard cannot be made: what came before it is undone, as it is when a start is killed there.
    conn.batch_execute("ALTER TABLE decisions RENAME TO decisions_hidden").unwrap();
    let said = migrate::up(&mut conn).unwrap_err().to_string();
    assert!(said.contains("no such table"), "{said}");
    assert_eq!(names(&mut conn), whole);
    conn.batch_execute("ALTER TABLE decisions_hidden RENAME TO decisions").unwrap();
    assert_eq!(migrate::up(&mut conn).unwrap(), 0);
    assert_eq!(names(&mut conn), whole);
}

#[test]
fn four_that_start_at_once_are_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    let address = db::fresh(folder.path());
    let mut conn = Conn::open(&address, Use::Write).unwrap();
    let Conn::Sqlite(_) = &conn else { return for_sqlite_only() };
    let whole = replaced(&mut conn);
    let over = AtomicBool::new(false);
    std::thread::scope(|all| {
        let reader = all.spawn(|| {
            let mut conn = Conn::open(&address, Use::Read).unwrap();
            let (began, mut looks) = (Instant::now(), 0);
            while !over.load(Ordering::SeqCst) && began.elapsed() < Duration::from_secs(60) {
                conn.batch_execute("SELECT count(*) FROM entry_sight; SELECT count(*) FROM request_sight")
                    .unwrap();
                looks += 1;
            }
            looks
        });
        for _ in 0..5 {
            conn.batch_execute(ANOTHER_VIEW).unwrap();
            let start =
                || migrate::up(&mut Conn::open(&address, Use::Write).unwrap()).map_err(|why| why.to_string());
            let starts: Vec<_> = (0..4).map(|_| all.spawn(start)).collect();
            let done: Vec<_> = starts.into_iter().map(|one| one.join().unwrap()).collect();
            assert!(done.iter().all(|one| *one == Ok(0)), "{done:?}");
            assert_eq!(replaced(&mut conn), whole);
        }
        over.store(true, Ordering::SeqCst);
        assert!(reader.join().unwrap() > 0);
    });
}

#[test]
fn what_was_written_down_is_never_changed_or_removed() {
    let (_folder, mut conn) = open();
    conn.batch_execute(
        "INSERT INTO books (id, kind, seq, hash, opened_at) VALUES ('b', 'house', 0, '', '2026-01-01 00:00:00'); \
         INSERT INTO audit_events (book_id, seq, at, act_id, actor, act, subject, detail, prev, hash) \
         VALUES ('b', 1, '2026-01-01 00:00:00', 'a', 'x', 'y', 'z', '{}', '', '')",
    )
    .unwrap();
    for spoil in ["UPDATE audit_events SET actor = 'eve'", "DELETE FROM audit_events"] {
        assert!(conn.batch_execute(spoil).is_err(), "{spoil}");
    }
}
