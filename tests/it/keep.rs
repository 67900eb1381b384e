//! Backup and restore: what comes back is what was there, on either engine; what is damaged, newer or
//! would write over something is refused and leaves nothing behind.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use perfolio::cli::backup::{Head, backup, write_all};
use perfolio::cli::demo::PASSWORD;
use perfolio::cli::restore::restore;
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::rows::{self, FATES, Fate};
use perfolio::domain::time::Day;
use tempfile::TempDir;

use crate::kit::served::told;
use crate::kit::small::{
    self, all_files, all_rows, made, nothing_yet, nothing_yet_on_sqlite, settings, verifies,
};

const NOW: &str = "2026-11-21T12:00:00Z";
const TRAINEE: &str = "trainee@demo.example";

fn day() -> Day {
    "2026-11-21".parse().unwrap()
}

async fn house() -> (Config, TempDir) {
    let (config, folder) = nothing_yet();
    made(&config, day()).await;
    (config, folder)
}

/// A backup beside the house.
fn backed_up(config: &Config, folder: &TempDir) -> PathBuf {
    let file = folder.path().join("house.tar");
    let (code, told) = backup(config, &file, true).unwrap();
    assert_eq!(code, 0, "{told}");
    file
}

async fn restored(to: &Config, file: &Path) {
    let (code, told) = restore(to.clone(), file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("Nothing is wrong."), "{told}");
}

/// What was said, after making sure that nothing is left of the attempt.
async fn refused(to: &Config, file: &Path) -> String {
    let Err(fault) = restore(to.clone(), file).await else { panic!("{} was restored", file.display()) };
    let left = fs::read_dir(&to.data).map_or(0, Iterator::count);
    assert_eq!(left, 0, "something is left in {}: {fault}", to.data.display());
    if matches!(to.database, Address::Postgres(_)) {
        let mut conn = Conn::open(&to.database, Use::Read).unwrap();
        assert_eq!(rows::tables(&mut conn).unwrap(), [], "{fault}");
    }
    fault.to_string()
}

/// Every row of every table and every file, and not by accident: there are some.
fn same(one: &Config, other: &Config) {
    let (before, after) = (all_rows(one), all_rows(other));
    assert!(before["audit_events"].len() > 100 && before["standing_items"].len() > 50);
    for (table, lines) in &before {
        assert_eq!(*lines, after[table], "{table} differs");
    }
    let files = all_files(one);
    assert!(files.len() >= 4 && files == all_files(other));
}

#[actix_web::test]
async fn a_house_comes_back_as_it_was_and_its_people_sign_in() {
    let (config, folder) = house().await;
    let file = backed_up(&config, &folder);
    let (to, kept) = nothing_yet();
    restored(&to, &file).await;
    same(&config, &to);
    let house = small::opened(&to, NOW, kept).await;
    let browser = house.browser();
    browser.signs_in(TRAINEE, PASSWORD).await.leads_to("/");
    browser.get("/home").await.is(200).says("Juniper");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn a_house_moves_from_one_engine_to_the_other_and_back() {
    let (config, folder) = house().await;
    let (here, _kept) = nothing_yet_on_sqlite();
    restored(&here, &backed_up(&config, &folder)).await;
    same(&config, &here);
    let (back, other) = nothing_yet();
    restored(&back, &backed_up(&here, &other)).await;
    same(&config, &back);
}

#[actix_web::test]
async fn who_writes_meanwhile_does_not_spoil_the_snapshot() {
    let (config, folder) = house().await;
    let writing = tempfile::tempdir().unwrap();
    let house = small::opened(&config, NOW, writing).await;
    let browser = house.browser();
    browser.signs_in(TRAINEE, PASSWORD).await.leads_to("/");
    let acts = Arc::new(AtomicUsize::new(0));
    let (done, told) = (acts.clone(), (config.clone(), folder.path().to_owned()));
    let backups = std::thread::spawn(move || {
        let (config, folder) = told;
        let mut files = Vec::new();
        // Until three acts are done, however slowly this machine comes to them.
        while files.len() < 3 || done.load(Ordering::SeqCst) < 3 {
            let file = folder.join(format!("{}.tar", files.len()));
            assert_eq!(backup(&config, &file, false).unwrap().0, 0);
            files.push(file);
        }
        files
    });
    while !backups.is_finished() {
        let nth = acts.load(Ordering::SeqCst) + 1;
        let name = format!("Juniper Ashgrove {nth}");
        browser.fills("/account", "/account/name", &[("name", &name)]).await.is(303);
        acts.store(nth, Ordering::SeqCst);
        // However long the backups take, nobody may write without end: a session has 300 at once and five a second.
        if nth > 100 {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
    for file in backups.join().unwrap() {
        let (to, _kept) = nothing_yet();
        restored(&to, &file).await;
    }
}

#[actix_web::test]
async fn a_torn_file_is_refused_and_leaves_nothing() {
    let (config, folder) = house().await;
    let file = backed_up(&config, &folder);
    let whole = fs::read(&file).unwrap();
    let (to, _kept) = nothing_yet();
    for length in [0, 100, 700, whole.len() / 3, whole.len() / 2, whole.len() - 3_000, whole.len() - 1_700] {
        let torn = folder.path().join("torn.tar");
        fs::write(&torn, &whole[..length]).unwrap();
        let said = refused(&to, &torn).await;
        assert!(said.contains("is damaged") || said.contains("is not a backup"), "{length}: {said}");
    }
}

/// A changed byte is found; or it was between the members, where nothing is.
#[actix_web::test]
async fn a_changed_byte_is_found_wherever_it_is() {
    let (config, folder) = house().await;
    let file = backed_up(&config, &folder);
    let whole = fs::read(&file).unwrap();
    let (spoilt, mut found) = (folder.path().join("spoilt.tar"), 0);
    let places = (0..16).map(|nth| 37 + nth * (whole.len() - 2_000) / 16);
    for place in places {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        fs::write(&spoilt, &bytes).unwrap();
        let (to, _kept) = nothing_yet();
        match restore(to.clone(), &spoilt).await {
            Err(_) => found += 1,
            Ok((code, told)) => {
                assert_eq!(code, 0, "{place}: {told}");
                same(&config, &to);
            }
        }
    }
    assert!(found > 10, "only {found} of 16 changes were found");
}

/// Takes so many bytes and then has no room.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "No space left on device"));
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn a_full_disk_is_told_and_the_last_backup_stays() {
    let (config, folder) = house().await;
    for room in [0, 3_000, 40_000, 90_000] {
        let said = write_all(&config, Clock::System.now(), Full(room)).unwrap_err().to_string();
        assert!(said.contains("cannot be written: No space left"), "{said}");
    }
    let file = backed_up(&config, &folder);
    let before = fs::read(&file).unwrap();
    assert!(before.len() > 120_000, "{}", before.len());
    // Files may not grow beyond 100 kB: the shell counts in blocks of 512 bytes.
    let line = "trap '' XFSZ; ulimit -f 200; exec \"$0\" backup --force \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", line, env!("CARGO_BIN_EXE_perfolio")]).arg(&file);
    let done = told(&mut shell, &config).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("cannot be written"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(!folder.path().join("house.tar.part").exists());
}

#[actix_web::test]
async fn missing_evidence_is_named_and_the_rest_is_kept() {
    let (config, folder) = house().await;
    let names: Vec<String> = all_files(&config).into_keys().collect();
    let path = |hash: &String| config.data.join("files").join(&hash[..2]).join(hash);
    fs::remove_file(path(&names[0])).unwrap();
    fs::write(path(&names[1]), "other bytes").unwrap();
    let file = folder.path().join("house.tar");
    let (code, told) = backup(&config, &file, false).unwrap();
    assert_eq!(code, 1, "{told}");
    assert!(told.contains(&format!("MISSING  file {} is not there", names[0])), "{told}");
    assert!(told.contains(&format!("MISSING  file {} has other bytes", names[1])), "{told}");
    let (to, _kept) = nothing_yet();
    let (code, told) = restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 1, "verify misses them too: {told}");
    assert!(
        told.contains(&format!("MISSING  file {}", names[0])) && told.contains("2 things are wrong"),
        "{told}"
    );
    assert_eq!(all_rows(&config), all_rows(&to));
}

#[actix_web::test]
async fn nothing_of_anybodys_is_written_over() {
    let (config, folder) = house().await;
    let file = backed_up(&config, &folder);
    let said = backup(&config, &file, false).unwrap_err().to_string();
    assert!(said.contains("is there already") && said.contains("--force"), "{said}");
    let before = (all_rows(&config), all_files(&config));
    let said = restore(config.clone(), &file).await.unwrap_err().to_string();
    assert!(said.contains("is not empty"), "{said}");
    // An empty folder beside a database that is not.
    let aside = settings(&folder.path().join("aside"), config.database.clone());
    let said = restore(aside, &file).await.unwrap_err().to_string();
    assert!(said.contains("is not empty"), "{said}");
    assert_eq!(before, (all_rows(&config), all_files(&config)));
    let nowhere =
        settings(&folder.path().join("nowhere"), Address::Sqlite(folder.path().join("nowhere/x.db")));
    let said = backup(&nowhere, &folder.path().join("none.tar"), false).unwrap_err().to_string();
    assert!(said.contains("there is no house"), "{said}");
    assert!(!folder.path().join("nowhere/x.db").exists() && !folder.path().join("none.tar.part").exists());
}

/// A file with nothing but this beginning.
fn beginning(folder: &TempDir, head: &Head) -> PathBuf {
    let file = folder.path().join("beginning.tar");
    let mut archive = tar::Builder::new(File::create(&file).unwrap());
    let said = serde_json::to_vec(head).unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(said.len() as u64);
    archive.append_data(&mut header, "perfolio-backup.json", &said[..]).unwrap();
    archive.finish().unwrap();
    file
}

#[actix_web::test]
async fn what_is_newer_is_refused_with_the_release_that_can_read_it() {
    let (config, folder) = house().await;
    let (head, _) = write_all(&config, Clock::System.now(), io::sink()).unwrap();
    let (to, _kept) = nothing_yet();
    let newer = Head { format: 2, perfolio: "7.1.0".to_owned(), ..head.clone() };
    let said = refused(&to, &beginning(&folder, &newer)).await;
    assert!(said.contains("written by Perfolio 7.1.0 and is of format 2"), "{said}");
    let mut schema = head.schema.clone();
    schema.push("9001".to_owned());
    let newer = Head { perfolio: "7.1.0".to_owned(), schema, ..head.clone() };
    let said = refused(&to, &beginning(&folder, &newer)).await;
    assert!(said.contains("newer than this release (step 9001)"), "{said}");
    let said = refused(&to, &beginning(&folder, &head)).await;
    assert!(said.contains("ends too early"), "{said}");
}

#[actix_web::test]
async fn nobody_is_signed_in_by_a_backup() {
    let (config, folder) = house().await;
    let house = small::opened(&config, NOW, tempfile::tempdir().unwrap()).await;
    let browser = house.browser();
    browser.signs_in(TRAINEE, PASSWORD).await.leads_to("/");
    let token = browser.cookie("perfolio").unwrap();
    let file = backed_up(&config, &folder);
    let (to, kept) = nothing_yet();
    restored(&to, &file).await;
    let again = small::opened(&to, NOW, kept).await;
    let browser = again.browser();
    browser.keeps("perfolio", &token);
    browser.get("/home").await.leads_to("/sign-in?next=%2Fhome");
}

#[test]
fn somebody_has_decided_about_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn = Conn::open(&crate::kit::db::fresh(folder.path()), Use::Write).unwrap();
    let mut there: Vec<String> =
        rows::tables(&mut conn).unwrap().into_iter().map(|table| table.name).collect();
    let mut decided: Vec<String> = FATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    there.sort();
    decided.sort();
    assert_eq!(there, decided, "say in src/db/rows.rs what a backup does with each table");
    for table in rows::tables(&mut conn).unwrap() {
        assert!(!table.key.is_empty(), "{} has no key to be told in the order of", table.name);
        assert!(rows::is_plain(&table.name), "{}", table.name);
    }
    for (name, fate) in FATES {
        if let Fate::Left(why) = fate {
            assert!(why.len() > 10, "{name} is left behind without a reason");
        }
    }
}
