//! The house of the release before this one, made by that release (tests/fixtures/release-0.1.0/README.md):
//! it opens, migrates, verifies, and its people sign in and log on. On both engines.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use flate2::read::GzDecoder;
use perfolio::cli::backup::backup;
use perfolio::cli::demo::PASSWORD;
use perfolio::cli::restore::restore;
use perfolio::config::Config;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::migrate;
use tempfile::TempDir;

use crate::kit::TestApp;
use crate::kit::morning::option;
use crate::kit::small::{all_rows, nothing_yet, opened, verifies};

/// The morning after the house was made.
const MORNING: &str = "2026-11-21T12:00:00Z";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/release-0.1.0").join(name)
}

fn unzipped(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(fixture(name)).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A copy of the house as release 0.1.0 left it.
fn left_by_0_1_0() -> (Config, TempDir) {
    let (config, folder) = nothing_yet();
    fs::create_dir_all(&config.data).unwrap();
    match &config.database {
        Address::Sqlite(path) => fs::write(path, unzipped("perfolio.db.gz")).unwrap(),
        Address::Postgres(_) => {
            let sql = String::from_utf8(unzipped("postgres.sql.gz")).unwrap();
            Conn::open(&config.database, Use::Write).unwrap().batch_execute(&sql).unwrap();
        }
    }
    for hash in fs::read_dir(fixture("files")).unwrap() {
        let from = hash.unwrap();
        let to = config.data.join("files").join(from.file_name());
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(from.path()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    (config, folder)
}

fn steps(config: &Config) -> Vec<String> {
    migrate::taken(&mut Conn::open(&config.database, Use::Read).unwrap()).unwrap()
}

#[actix_web::test]
async fn the_house_of_0_1_0_opens_migrates_verifies_and_goes_on() {
    let (config, folder) = left_by_0_1_0();
    assert_eq!(steps(&config).len(), 9, "the fixture has been touched: {:?}", steps(&config));
    let house = opened(&config, MORNING, folder).await;
    assert_eq!(steps(&config), migrate::known().unwrap());
    let told = verifies(&house.app).await;
    assert!(told.contains("61 decisions") && told.contains("5 standings"), "{told}");

    let ann = house.browser();
    ann.signs_in("trainee@demo.example", PASSWORD).await.leads_to("/");
    let form = ann.get("/entries/new?kind=bypass-case").await;
    let supervisor = option(&form, "ask", "Marigold Penhallow");
    let site = option(&form, "f-site", "Larkmoor General");
    let words = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", supervisor.as_str()),
        ("f-site", site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "95"),
        ("ask", supervisor.as_str()),
        ("do", "submit"),
    ];
    let sent = ann.sends(&form, "/entries", &words).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    ann.get(&entry).await.is(200).says("with Marigold Penhallow since");
    let sue = house.browser();
    sue.signs_in("supervisor@demo.example", PASSWORD).await.leads_to("/");
    sue.get(&entry).await.is(200).says("Decide on this entry");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn a_house_of_0_1_0_gains_every_programme_that_came_since() {
    let (config, folder) = left_by_0_1_0();
    let house = opened(&config, MORNING, folder).await;
    let files = |folder: &str| {
        let all = fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
        all.filter(|path| path.extension().is_some_and(|end| end == "toml")).count()
    };
    let (versions, kinds, published) = what_there_is(&house).await;
    assert_eq!((versions, kinds), (files("programmes"), files("programmes/kinds")));
    assert_eq!(published, versions, "each was published once, the first two by 0.1.0");
    // Whoever starts it again finds nothing new, and nobody who is enrolled has moved.
    perfolio::cli::open_house(&house.app).await.unwrap();
    assert_eq!(what_there_is(&house).await, (versions, kinds, published));
    let told = verifies(&house.app).await;
    assert!(told.contains("5 standings"), "{told}");
    let ann = house.browser();
    ann.signs_in("trainee@demo.example", PASSWORD).await.leads_to("/");
    let page = ann.get("/programmes").await;
    page.is(200).says("Scientist Training Programme: Cardiac Science, version 2022").says("Perfusion");
}

/// Versions of programmes, versions of kinds, and how many publications the books tell of.
async fn what_there_is(house: &TestApp) -> (usize, usize, usize) {
    let read = house.app.read(|r| {
        use diesel::prelude::*;
        use perfolio::db::schema::{audit_events, kinds, programme_versions};
        let told = audit_events::table.filter(audit_events::act.eq("programme/published"));
        Ok([
            programme_versions::table.count().get_result::<i64>(r.conn())?,
            kinds::table.count().get_result(r.conn())?,
            told.count().get_result(r.conn())?,
        ])
    });
    let [versions, kinds, published] = read.await.unwrap().map(|count| usize::try_from(count).unwrap());
    (versions, kinds, published)
}

/// The backup can be taken by the new binary before it migrates anything.
#[actix_web::test]
async fn a_backup_of_0_1_0_is_restored_in_its_own_tables_and_then_migrated() {
    let (config, folder) = left_by_0_1_0();
    let file = folder.path().join("house.tar");
    let (code, told) = backup(&config, &file, false).unwrap();
    assert_eq!((code, steps(&config).len()), (0, 9), "{told}");
    let (to, _kept) = nothing_yet();
    let (code, told) = restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert_eq!(steps(&to), migrate::known().unwrap());
    let (before, after) = (all_rows(&config), all_rows(&to));
    assert_eq!(before["audit_events"], after["audit_events"]);
    // 0.1.0 had no salts: those of its rows are empty.
    let salted = |row: &String| row.replace("\"salts\":\"\",", "");
    assert_eq!(before["decisions"], after["decisions"].iter().map(salted).collect::<Vec<_>>());
}

#[actix_web::test]
async fn an_older_release_leaves_a_newer_database_alone() {
    let (config, _folder) = left_by_0_1_0();
    let mut conn = Conn::open(&config.database, Use::Write).unwrap();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9001')").unwrap();
    let said = migrate::up(&mut conn).unwrap_err().to_string();
    assert!(said.contains("newer release of Perfolio (step 9001)"), "{said}");
    let said = backup(&config, &config.data.join("x.tar"), false).unwrap_err().to_string();
    assert!(said.contains("newer release (step 9001)"), "{said}");
    assert_eq!(steps(&config).len(), 10);
}
