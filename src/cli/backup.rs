//! `perfolio backup FILE`: the whole house in one file that either engine can be restored from, taken
//! while the house serves. All rows come from one snapshot; the files that they name never change, so
//! that they can be copied after it. The file is a tar archive: `perfolio-backup.json` says what it is,
//! `rows/TABLE.NNNN.jsonl.gz` has the rows as lines of JSON, `files/HASH` the evidence, and
//! `manifest.json` counts and sums what went before; `manifest.sha256` sums the manifest. Everything is
//! streamed: memory does not grow with the house. Half a backup never has the name of a whole one.

mod format;
mod pack;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

pub use format::{
    FORMAT, FilesTold, HEAD, Head, MANIFEST, Manifest, Missing, SEAL, Told, file_line, table_of,
};
#[cfg(any(test, feature = "fuzzing"))]
pub use pack::Pack;
#[cfg(not(any(test, feature = "fuzzing")))]
use pack::Pack;

use crate::cli::serve::Done;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::conn::{Address, Conn, Use};
use crate::db::{migrate, rows};
use crate::domain::fault::Fault;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::files::Files;

/// Writes the backup. It never takes the place of another file unless told to.
pub fn backup(config: &Config, to: &Path, force: bool) -> Done {
    if to.is_dir() || (to.exists() && !force) {
        return Err(Fault::Broken(format!(
            "{} is there already: choose another name, or let it be replaced with --force",
            to.display()
        )));
    }
    let part = PathBuf::from(format!("{}.part", to.display()));
    let file = begun(&part)?;
    let done = written(config, &file).and_then(|manifest| {
        moved(&file, &part, to).map_err(|why| unwritten(&part, &why))?;
        Ok(manifest)
    });
    match done {
        Ok((head, manifest)) => Ok(told(to, &head, &manifest)),
        Err(fault) => {
            // Half a backup is of no use to anybody.
            let _ = fs::remove_file(&part);
            Err(fault)
        }
    }
}

/// Nobody but us reads it: it holds what everybody wrote, and the hashes of passwords.
fn begun(part: &Path) -> Result<File, Fault> {
    let opened = File::options().write(true).create(true).truncate(false).mode(0o600).open(part);
    let file = opened.map_err(|why| unwritten(part, &why))?;
    if file.try_lock().is_err() {
        return Err(Fault::Broken(format!("another backup is writing {} now", part.display())));
    }
    file.set_len(0).map_err(|why| unwritten(part, &why))?;
    Ok(file)
}

fn written(config: &Config, file: &File) -> Result<(Head, Manifest), Fault> {
    let mut out = BufWriter::with_capacity(256 * 1024, file);
    let done = write_all(config, Clock::System.now(), &mut out)?;
    out.flush().map_err(full)?;
    Ok(done)
}

fn moved(file: &File, part: &Path, to: &Path) -> io::Result<()> {
    file.sync_all()?;
    fs::rename(part, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// The backup as a stream: what the house was at `now`.
pub fn write_all(config: &Config, now: Moment, out: impl Write) -> Result<(Head, Manifest), Fault> {
    if let Address::Sqlite(path) = &config.database
        && !path.is_file()
    {
        return Err(Fault::Broken(format!("there is no house at {}", path.display())));
    }
    let mut conn = Conn::open(&config.database, Use::Read).map_err(Fault::broken)?;
    let files = Files::at(config.data.join("files")).map_err(Fault::broken)?;
    conn.begin("BEGIN DEFERRED", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let head = head(&mut conn, now)?;
    let mut pack = Pack::begin(out, now, &head)?;
    for table in &head.tables {
        let mut filling = pack.table(&table.name);
        rows::lines(&mut conn, table, |line| filling.line(line))?;
        filling.end()?;
    }
    rows::named_files(&mut conn, |named| one_file(&files, &mut pack, named))?;
    conn.roll_back()?;
    let manifest = pack.end()?;
    Ok((head, manifest))
}

fn head(conn: &mut Conn, now: Moment) -> Result<Head, Fault> {
    let schema =
        migrate::taken(conn).map_err(|why| Fault::Broken(format!("there is no house here: {why}")))?;
    let known = migrate::known()?;
    if let Some(step) = schema.iter().find(|step| !known.contains(step)) {
        return Err(Fault::Broken(format!(
            "the database was changed by a newer release (step {step}): take the backup with that release"
        )));
    }
    Ok(Head {
        format: FORMAT,
        perfolio: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        engine: conn.engine().to_owned(),
        as_at: now.to_string(),
        tables: rows::kept(conn)?,
    })
}

/// Read twice: a file that is not what its name says is told, not taken.
fn one_file<W: Write>(files: &Files, pack: &mut Pack<W>, named: &rows::Named) -> Result<(), Fault> {
    let what = match files.check(&named.hash) {
        Ok(Some(size)) => {
            let path =
                files.find(&named.hash).ok_or_else(|| Fault::broken("a file went while it was read"))?;
            let file = File::open(path).map_err(Fault::broken)?;
            return pack.file(&named.hash, size, file);
        }
        Ok(None) => "has other bytes than its name says".to_owned(),
        Err(why) if why.kind() == io::ErrorKind::NotFound => "is not there".to_owned(),
        Err(why) => format!("cannot be read: {why}"),
    };
    // A report that expired while the backup was written was nobody's evidence.
    if named.what != "report" {
        pack.miss(Missing { hash: named.hash.clone(), what });
    }
    Ok(())
}

fn told(to: &Path, head: &Head, manifest: &Manifest) -> (i32, String) {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let at = head.as_at.parse::<Moment>().map_or(head.as_at.clone(), |at| at.shown_in(DEFAULT_ZONE));
    // Writing to a String cannot fail.
    let mut text = String::new();
    for missing in &manifest.missing {
        let _ = writeln!(text, "MISSING  file {} {}", missing.hash, missing.what);
    }
    let _ = writeln!(
        text,
        "{} holds the house as at {at}: {rows} rows of {} tables, {} files of {} bytes.",
        to.display(),
        manifest.tables.len(),
        manifest.files.count,
        manifest.files.bytes
    );
    if !manifest.missing.is_empty() {
        let _ = writeln!(
            text,
            "{} files that the house names could not be taken. Everything else is in the backup.",
            manifest.missing.len()
        );
    }
    (i32::from(!manifest.missing.is_empty()), text)
}

fn unwritten(path: &Path, why: &io::Error) -> Fault {
    Fault::Broken(format!("{} cannot be written: {why}", path.display()))
}

/// A fault of the place that the backup is written to.
fn full(why: io::Error) -> Fault {
    Fault::Broken(format!("the backup cannot be written: {why}. Nothing was replaced"))
}
