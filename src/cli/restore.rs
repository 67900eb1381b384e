//! `perfolio restore FILE`: a house from a backup, on either engine, in a place where nothing is yet.
//! Rows go in within one transaction, in tables of the release that wrote them; it is committed only
//! when every count and every hash of the manifest was found again, so that a damaged file leaves
//! nothing behind. Then the house is brought up to this release and verified like any other.

mod unpack;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::cli::backup::{FORMAT, Head, Manifest};
use crate::cli::serve::Done;
use crate::config::Config;
use crate::db::conn::{Address, Conn, Use};
use crate::db::marks::{self, What};
use crate::db::{check_collation, migrate, rows};
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::erasures;
use crate::features::redactions::{self, CaughtUp};
use crate::files::Files;

use unpack::Unpacked;

/// Restores and verifies; the exit code is that of `verify`.
pub async fn restore(config: Config, from: &Path) -> Done {
    let mut unpacked = Unpacked::open(from)?;
    let head = unpacked.head()?;
    can_be_read(&head, from)?;
    is_empty(&config)?;
    let manifest = put_back(&config, &head, unpacked)?;
    let mut text = told(&head, &manifest);
    let app = App::build(config)?;
    let caught_up = redactions::catch_up(&app, System::at_work()).await?;
    text.push_str(&struck_again(&caught_up, &app.config.struck_out));
    let erased = erasures::catch_up(&app, System::at_work()).await?;
    if erased.again > 0 {
        let people = if erased.again == 1 { "person" } else { "people" };
        let _ = writeln!(text, "Erased again, after the same list: {} {people}.", erased.again);
    }
    if caught_up.again > 0 {
        app.db.scrub().await?;
    }
    let (code, verified) = super::verify(&app, System::at_work()).await?;
    text.push_str(&verified);
    Ok((code, text))
}

/// A later format or schema may mean what this release cannot know.
fn can_be_read(head: &Head, from: &Path) -> Result<(), Fault> {
    let newer = |what: String| {
        Err(Fault::Broken(format!(
            "{} was written by Perfolio {} and {what}: restore it with that release or a newer one",
            from.display(),
            head.perfolio
        )))
    };
    if head.format > FORMAT {
        return newer(format!("is of format {}, while this release reads up to {FORMAT}", head.format));
    }
    let known = migrate::known()?;
    match head.schema.iter().find(|step| !known.contains(step)) {
        Some(step) => newer(format!("its tables are newer than this release (step {step})")),
        None => Ok(()),
    }
}

/// Nothing of anybody's is ever written over.
fn is_empty(config: &Config) -> Result<(), Fault> {
    let mut inside = match fs::read_dir(&config.data) {
        Ok(inside) => inside,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return no_database(config),
        Err(why) => return Err(Fault::Broken(format!("{}: {why}", config.data.display()))),
    };
    // The list of what was struck out may lie there before: it is what a restore needs.
    let others = inside.find(|one| one.as_ref().map_or(true, |one| one.path() != config.struck_out));
    match others {
        None => no_database(config),
        Some(_) => Err(Fault::Broken(format!(
            "{} is not empty: restore into a new folder (PERFOLIO_DATA), and look there before you remove \
             anything here",
            config.data.display()
        ))),
    }
}

fn no_database(config: &Config) -> Result<(), Fault> {
    match marks::look(&config.database)? {
        What::Nothing => Ok(()),
        _ => Err(Fault::Broken(format!(
            "{:?} is not empty: make a new database and name it in PERFOLIO_DATABASE_URL",
            config.database
        ))),
    }
}

fn put_back(config: &Config, head: &Head, unpacked: Unpacked) -> Result<Manifest, Fault> {
    fs::create_dir_all(&config.data).map_err(|why| Fault::Broken(format!("PERFOLIO_DATA: {why}")))?;
    let mut begun = Begun::at(config);
    let files =
        Files::at(config.data.join("files")).map_err(|why| Fault::Broken(format!("PERFOLIO_DATA: {why}")))?;
    let mut conn = Conn::open(&config.database, Use::Write).map_err(Fault::broken)?;
    check_collation(&mut conn)?;
    conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
    let filled = migrate::up_to(&mut conn, &head.schema)
        .and_then(|()| same_tables(&mut conn, head))
        .and_then(|()| unpacked.rest(head, &mut conn, &files));
    match filled {
        Ok(manifest) => {
            conn.commit()?;
            begun.stays();
            Ok(manifest)
        }
        Err(fault) => {
            // On SQLite the file goes as well, on PostgreSQL the tables go with the transaction.
            let _ = conn.roll_back();
            Err(Fault::Broken(format!("{fault}. Nothing was restored")))
        }
    }
}

/// All of that but the commit, for the fuzzer: into tables that are there already.
#[cfg(any(test, feature = "fuzzing"))]
pub fn read_into(from: &Path, conn: &mut Conn, files: &Files) -> Result<Manifest, Fault> {
    let mut unpacked = Unpacked::open(from)?;
    let head = unpacked.head()?;
    can_be_read(&head, from)?;
    same_tables(conn, &head)?;
    unpacked.rest(&head, conn, files)
}

/// The head names tables and columns, which become statements: they must be those that are there.
fn same_tables(conn: &mut Conn, head: &Head) -> Result<(), Fault> {
    let there = rows::kept(conn)?;
    match head.tables.iter().find(|table| !there.contains(table) || !rows::is_plain(&table.name)) {
        None if there.len() == head.tables.len() => Ok(()),
        None => Err(Fault::broken("the backup does not have all tables of its release")),
        Some(table) => {
            Err(Fault::Broken(format!("the backup’s table {} is not what its release had", table.name)))
        }
    }
}

fn told(head: &Head, manifest: &Manifest) -> String {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let at = head.as_at.parse::<Moment>().map_or(head.as_at.clone(), |at| at.shown_in(DEFAULT_ZONE));
    let mut text = format!(
        "Restored the house as at {at}: {rows} rows of {} tables and {} files, each as its hash says; written \
         by Perfolio {} from {}.\n",
        manifest.tables.len(),
        manifest.files.count,
        head.perfolio,
        head.engine
    );
    for missing in &manifest.missing {
        let _ = writeln!(text, "MISSING  file {} was not in the backup: it {}", missing.hash, missing.what);
    }
    text
}

/// What the list outside the backup made of it, or that there was none.
fn struck_again(done: &CaughtUp, list: &Path) -> String {
    let list = list.display();
    if !done.list_is_there {
        return format!(
            "There is no list of what was struck out at {list} (PERFOLIO_STRUCK_OUT). If anything was struck out \
             after this backup was taken, it is in this house again: stop, put the list of the old house there, and \
             start: it is struck out then.\n"
        );
    }
    let mut text = format!(
        "Struck out again, after the list at {list}: {} redactions that the backup did not have.\n",
        done.again
    );
    if done.elsewhere > 0 {
        let _ =
            writeln!(text, "{} more were of entries or words that the backup does not have.", done.elsewhere);
    }
    if !done.unread.is_empty() {
        let lines: Vec<String> = done.unread.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "UNREAD  lines {} of that list are torn or changed.", lines.join(", "));
    }
    text
}

/// What was made in a place that was empty; taken away again unless it stays.
struct Begun {
    made: Vec<PathBuf>,
    stays: bool,
}

impl Begun {
    fn at(config: &Config) -> Begun {
        let mut made = vec![config.data.join("files")];
        if let Address::Sqlite(path) = &config.database {
            for ending in ["", "-wal", "-shm"] {
                made.push(PathBuf::from(format!("{}{ending}", path.display())));
            }
        }
        Begun { made, stays: false }
    }

    fn stays(&mut self) {
        self.stays = true;
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        for path in self.made.iter().filter(|_| !self.stays) {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}
