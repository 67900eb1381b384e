//! The demo house in small, as somebody's own: four trainees, two years, chains, drafts and evidence. Made
//! through the acts, so that `verify` passes on it; and rows and chains of two houses compared.

use std::collections::BTreeMap;
use std::path::Path;

use perfolio::app::App;
use perfolio::cli::demo::{self, Size};
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::rows;
use perfolio::domain::role::System;
use perfolio::domain::time::Day;
use perfolio::ids::Ids;
use perfolio::mail::Mailer;
use tempfile::TempDir;

use crate::kit::{TestApp, db};

/// Settings of a house in `data` with its database there or in a schema of its own.
pub fn settings(data: &Path, database: Address) -> Config {
    let mut config = Config::read(|_| None, &[], data.to_str().unwrap()).unwrap();
    config.database = database;
    config
}

/// Settings of a house that is not there yet, on the engine that is tested.
pub fn nothing_yet() -> (Config, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    (settings(&data, db::empty(&data)), folder)
}

/// The same on SQLite, whatever engine is tested.
pub fn nothing_yet_on_sqlite() -> (Config, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let database = Address::Sqlite(data.join("perfolio.db"));
    (settings(&data, database), folder)
}

/// A small house of this day.
pub async fn made(config: &Config, day: Day) {
    std::fs::create_dir_all(&config.data).unwrap();
    demo::fresh(config, day, Size::Small).await.unwrap();
}

/// Opens a house that is there, as a test house whose clock stands at the moment.
pub async fn opened(config: &Config, at: &str, folder: TempDir) -> TestApp {
    let clock = Clock::driven(at.parse().unwrap());
    let (mail, letters) = Mailer::in_memory();
    let app = App::assemble(config.clone(), clock, Ids::Random, mail).unwrap();
    TestApp::of(app, letters, folder).await
}

/// Every row of every table that a backup keeps, as lines.
pub fn all_rows(config: &Config) -> BTreeMap<String, Vec<String>> {
    let mut conn = Conn::open(&config.database, Use::Read).unwrap();
    let mut all = BTreeMap::new();
    for table in rows::kept(&mut conn).unwrap() {
        let mut lines = Vec::new();
        rows::lines(&mut conn, &table, |line| {
            lines.push(line.to_owned());
            Ok(())
        })
        .unwrap();
        all.insert(table.name, lines);
    }
    all
}

/// Every file under the folder of evidence with its bytes.
pub fn all_files(config: &Config) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for folder in std::fs::read_dir(config.data.join("files")).unwrap() {
        let folder = folder.unwrap();
        if folder.file_name() == "arriving" {
            continue;
        }
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            all.insert(file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap());
        }
    }
    all
}

/// Panics with what `verify` said unless it found nothing wrong.
pub async fn verifies(app: &App) -> String {
    let (code, told) = perfolio::cli::verify(app, System::at_work()).await.unwrap();
    assert_eq!(code, 0, "{told}");
    told
}
