//! What the house has written and reads again: a backup, whole and row by row.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::cli::backup::{FORMAT, Head, Pack};
use crate::cli::restore::read_into;
use crate::db::conn::{Address, Conn, Use};
use crate::db::migrate;
use crate::db::rows::{self, Kind};
use crate::domain::fault::Fault;
use crate::domain::time::Moment;
use crate::files::Files;

use super::Target;

pub static BACKUP: Target = Target {
    name: "backup",
    run: |bytes| {
        AT_WORK.with_borrow_mut(|kept| {
            if let Some(place) = place(kept) {
                place.restores(bytes);
            }
        })
    },
    seeds: || {
        AT_WORK.with_borrow_mut(|kept| {
            place(kept).and_then(|place| place.packed(&some_rows(&place.head)).ok()).into_iter().collect()
        })
    },
    words: include_str!("words/backup.dict"),
    longest: 96 * 1024,
    memory: 768,
};

pub static BACKUP_ROWS: Target = Target {
    name: "backup_rows",
    run: |bytes| {
        AT_WORK.with_borrow_mut(|kept| {
            if let Some(place) = place(kept) {
                place.goes_round(&lines(bytes));
            }
        })
    },
    seeds: || {
        let rows = AT_WORK
            .with_borrow_mut(|kept| place(kept).map(|place| some_rows(&place.head)).unwrap_or_default());
        rows.into_iter().map(|(table, line)| format!("{table}\t{line}").into_bytes()).collect()
    },
    words: include_str!("words/backup_rows.dict"),
    longest: 3 * 1024,
    memory: 512,
};

thread_local! {
    static AT_WORK: RefCell<Option<Place>> = const { RefCell::new(None) };
}

/// An empty house of this release, into which nothing is ever committed.
struct Place {
    folder: PathBuf,
    conn: Conn,
    files: Files,
    head: Head,
}

fn place(kept: &mut Option<Place>) -> Option<&mut Place> {
    if kept.is_none() {
        let made = Place::made();
        assert!(made.is_ok(), "no place to restore to: {:?}", made.as_ref().err().map(ToString::to_string));
        *kept = made.ok();
    }
    kept.as_mut()
}

impl Place {
    fn made() -> Result<Place, Fault> {
        let folder = std::env::temp_dir().join(format!("perfolio-restore-{}", std::process::id()));
        let files = Files::at(folder.join("files")).map_err(Fault::broken)?;
        let mut conn =
            Conn::open(&Address::Sqlite(folder.join("x.db")), Use::Write).map_err(Fault::broken)?;
        migrate::up(&mut conn)?;
        let head = Head {
            format: FORMAT,
            perfolio: "0".to_owned(),
            schema: migrate::taken(&mut conn)?,
            engine: "sqlite".to_owned(),
            as_at: "2026-11-12T14:02:33.120Z".to_owned(),
            tables: rows::kept(&mut conn)?,
        };
        Ok(Place { folder, conn, files, head })
    }

    /// A backup of these rows, each a table and its line, and of one file.
    fn packed(&self, rows: &[(String, String)]) -> Result<Vec<u8>, Fault> {
        let to = self.folder.join("packed");
        let file = std::fs::File::create(&to).map_err(Fault::broken)?;
        let mut pack = Pack::begin(file, Moment::of_millis(0), &self.head)?;
        for table in &self.head.tables {
            let mut filling = pack.table(&table.name);
            for (_, line) in rows.iter().filter(|(name, _)| *name == table.name) {
                filling.line(line)?;
            }
            filling.end()?;
        }
        let hash = crate::domain::audit::hex(&<sha2::Sha256 as sha2::Digest>::digest(b"evidence"));
        pack.file(&hash, 8, &b"evidence"[..])?;
        pack.end()?;
        std::fs::read(to).map_err(Fault::broken)
    }

    /// Reads the bytes as a backup, looks, and takes everything back.
    fn put<T>(&mut self, bytes: &[u8], look: impl FnOnce(&mut Conn) -> T) -> Result<T, Fault> {
        let from = self.folder.join("sent");
        std::fs::write(&from, bytes).map_err(Fault::broken)?;
        self.conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
        let read = read_into(&from, &mut self.conn, &self.files);
        let seen = read.map(|_| look(&mut self.conn));
        self.conn.roll_back()?;
        for name in self.files.all().map_err(Fault::broken)? {
            self.files.remove(&name).map_err(Fault::broken)?;
        }
        seen
    }

    fn restores(&mut self, bytes: &[u8]) {
        // What is not a backup is refused with words.
        if let Err(fault) = self.put(bytes, |_| ()) {
            assert!(!fault.to_string().is_empty());
        }
    }

    /// What was taken into a backup and can be restored is there again, as it was.
    fn goes_round(&mut self, sent: &[(String, String)]) {
        let Ok(bytes) = self.packed(sent) else { return };
        let tables = self.head.tables.clone();
        let there = self.put(&bytes, |conn| {
            let mut all = BTreeSet::new();
            for table in &tables {
                let told = rows::lines(conn, table, |line| {
                    all.insert((table.name.clone(), value(line)));
                    Ok(())
                });
                assert!(told.is_ok(), "{} was restored and cannot be taken again: {told:?}", table.name);
            }
            all
        });
        let known = |name: &String| tables.iter().any(|table| table.name == *name);
        let sent: BTreeSet<(String, String)> = sent
            .iter()
            .filter(|(name, _)| known(name))
            .map(|(name, line)| (name.clone(), value(line)))
            .collect();
        if let Ok(there) = there {
            assert_eq!(there, sent, "rows change on their way through a backup");
        }
    }
}

/// One spelling of each row.
fn value(line: &str) -> String {
    serde_json::from_str::<Map<String, Value>>(line)
        .map(|row| Value::Object(row).to_string())
        .unwrap_or_default()
}

/// A table and a line of JSON in each line.
fn lines(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let pairs = text.split('\n').filter_map(|line| line.split_once('\t'));
    pairs.map(|(table, line)| (table.to_owned(), line.replace('\r', ""))).collect()
}

/// A row of each table that refers to no other.
fn some_rows(head: &Head) -> Vec<(String, String)> {
    let tables = head.tables.iter().filter(|table| {
        ["books", "settings", "house_patterns", "accounts", "institutions", "kinds", "programmes"]
            .contains(&table.name.as_str())
    });
    let cell = |kind: Kind| match kind {
        Kind::Text => Value::from("house"),
        Kind::Integer | Kind::Bigint => Value::from(7),
        Kind::Boolean => Value::from(true),
        Kind::Date => Value::from("2026-11-12"),
        Kind::Timestamp => Value::from("2026-11-12T14:02:33.120Z"),
    };
    let rows = tables.map(|table| {
        let row: Map<String, Value> =
            table.columns.iter().map(|column| (column.name.clone(), cell(column.kind))).collect();
        (table.name.clone(), Value::Object(row).to_string())
    });
    rows.collect()
}
