//! What each law catches and what it leaves alone, on small made-up files.

use super::law;
use super::source::Source;

/// The line numbers of the faults that the law finds in files given as (path, text).
fn lines(law: fn(&[Source]) -> Vec<String>, files: &[(&str, &str)]) -> Vec<String> {
    let house: Vec<Source> = files.iter().map(|(path, text)| Source::of(path, text)).collect();
    law(&house).iter().map(|fault| fault.split(": ").next().unwrap().to_owned()).collect()
}

fn caught(law: fn(&[Source]) -> Vec<String>, path: &str, text: &str) -> Vec<usize> {
    lines(law, &[(path, text)])
        .iter()
        .map(|place| place.rsplit(':').next().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn paths_are_read_as_the_compiler_would() {
    let text = r##"
use std::fmt::{self, Display as Shown};
use crate::db::{tx::Tx, conn::{self, Conn}};
use super::names::*;
// use diesel::in_a_comment;
/* use diesel::in_a /* nested */ comment; */
const TEXT: &str = "diesel::in_a_text \" diesel::x";
const RAW: &str = r#"diesel::in_a "raw" text"#;
fn f<'a>(x: &'a str) -> char { let _ = 'd'; let _ = '\''; ::diesel::after::a_char(); conn::open(); '"' }
mod inner { use super::super::words; fn g() { self::h() } }
"##;
    let source = Source::of("src/domain/role.rs", text);
    let found: Vec<(usize, String)> = source.paths.iter().map(|path| (path.line, path.text())).collect();
    let expected = [
        (2, "std::fmt"),
        (2, "std::fmt::Display"),
        (3, "crate::db::tx::Tx"),
        (3, "crate::db::conn"),
        (3, "crate::db::conn::Conn"),
        (4, "crate::domain::names"),
        (9, "diesel::after::a_char"),
        (9, "crate::db::conn::open"),
        (10, "crate::domain::words"),
        (10, "crate::domain::role::inner::h"),
    ];
    let expected: Vec<(usize, String)> =
        expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_arrow_that_points_up_is_caught() {
    let down = "use crate::domain::time::Day;\nuse crate::clock::Clock;\nuse super::conn::Conn;";
    assert!(caught(law::layers, "src/db/tx.rs", down).is_empty());
    assert_eq!(caught(law::layers, "src/db/tx.rs", "\nuse crate::web::page::Shell;"), [2]);
    assert_eq!(caught(law::layers, "src/domain/time.rs", "fn f() { crate::db::open() }"), [1]);
    assert_eq!(caught(law::layers, "src/web/page.rs", "use crate::render::report;"), [1]);
    assert_eq!(caught(law::layers, "src/web/page.rs", "use crate::{app::App,\n    features::routes};"), [2]);
    assert_eq!(caught(law::layers, "src/domain/deep/er.rs", "use super::super::super::db::tx;"), [1]);
    assert_eq!(caught(law::layers, "src/main.rs", "fn main() { perfolio::cli::run() }"), [0_usize; 0]);
    assert_eq!(
        caught(law::layers, "src/cli.rs", "use crate::features::routes;\nuse crate::jobs;"),
        [0_usize; 0]
    );
}

#[test]
fn rooms_know_only_the_rooms_before_them() {
    let up = "use crate::features::signoffs::decided;";
    assert_eq!(caught(law::layers, "src/features/entries/store.rs", up), [1]);
    assert_eq!(caught(law::layers, "src/features/entries/store/own.rs", up), [1]);
    assert_eq!(caught(law::layers, "src/features/entries/acts.rs", up), [1]);
    assert_eq!(caught(law::layers, "src/features/exports/store.rs", up), [0_usize; 0]);
    assert_eq!(caught(law::layers, "src/features/entries/acts.rs", "use crate::features::routes;"), [1]);
    assert_eq!(caught(law::layers, "src/features/kitchen/acts.rs", ""), [1]);
    assert_eq!(caught(law::layers, "src/attic.rs", ""), [1]);
}

#[test]
fn tests_may_know_more() {
    let text = "#[cfg(test)]\nmod tests {\n    use crate::web::page;\n}\nuse crate::web::page;";
    assert_eq!(caught(law::layers, "src/db/tx.rs", text), [5]);
    let text = "#[cfg(test)]\nuse crate::web::page;\n#[cfg(not(test))]\nuse crate::web::page;\n";
    assert_eq!(caught(law::layers, "src/db/tx.rs", text), [4]);
}

#[test]
fn a_way_past_the_door_is_caught() {
    let inside = [("src/features/entries/pages.rs", ""), ("src/features/entries/store/own.rs", "")];
    let through =
        |text| lines(law::doors, &[inside[0], inside[1], ("src/features/signoffs/acts.rs", text)]).len();
    assert_eq!(through("use crate::features::entries::pages;"), 1);
    assert_eq!(through("use crate::features::{entries, standing};\nfn f() { entries::pages::case() }"), 1);
    assert_eq!(through("use crate::features::entries::case;"), 0);
    assert_eq!(through("use crate::features::entries::store::case;"), 0);
    assert!(
        lines(law::doors, &[inside[0], ("src/features/entries/acts.rs", "use super::pages::case;")])
            .is_empty()
    );
}

#[test]
fn a_crate_out_of_place_is_caught() {
    for (path, crate_name, faults) in [
        ("src/db/conn.rs", "diesel", 0),
        ("src/features/entries/store.rs", "diesel", 0),
        ("src/features/entries/store/drafts.rs", "diesel", 0),
        ("src/features/entries/draft_store.rs", "diesel", 0),
        ("src/features/entries/restored.rs", "diesel", 1),
        ("src/features/entries/acts.rs", "diesel", 1),
        ("src/app.rs", "diesel_migrations", 1),
        ("src/web/store.rs", "diesel", 1),
        ("src/web/server.rs", "actix_web", 0),
        ("src/features/entries/pages.rs", "actix_web", 0),
        ("src/features/entries/acts/sign.rs", "actix_web", 0),
        ("src/features/entries/mod.rs", "actix_web", 0),
        ("src/features/mod.rs", "actix_web", 0),
        ("src/features/entries/views.rs", "actix_web", 1),
        ("src/features/entries/deep/mod.rs", "actix_multipart", 1),
        ("src/jobs/worker.rs", "tracing_actix_web", 1),
        ("src/features/entries/views.rs", "askama", 0),
        ("src/features/entries/views_show.rs", "askama", 0),
        ("src/jobs/letters.rs", "askama", 0),
        ("src/features/entries/pages.rs", "askama", 1),
    ] {
        let text = format!("use {crate_name}::prelude::*;");
        assert_eq!(caught(law::crates, path, &text).len(), faults, "{crate_name} in {path}");
    }
    assert_eq!(caught(law::crates, "src/app.rs", "#[derive(askama::Template)]\nstruct X;"), [1]);
}

#[test]
fn machinery_in_the_rules_is_caught() {
    let now = "use chrono::{DateTime, Utc};\nfn f() { Utc::now(); }\nfn g(at: DateTime<Utc>) {}";
    assert_eq!(caught(law::pure_core, "src/domain/time.rs", now), [2]);
    assert_eq!(
        caught(law::pure_core, "src/domain/x.rs", "use std::{fmt, fs};\nuse std::time::Instant;"),
        [1, 2]
    );
    assert_eq!(
        caught(law::pure_core, "src/domain/x.rs", "fn f() { std::env::var(\"x\"); tokio::spawn(g) }"),
        [1, 1]
    );
    assert!(caught(law::pure_core, "src/clock.rs", now).is_empty());
}

#[test]
fn a_long_file_is_caught() {
    assert!(caught(law::length, "src/app.rs", &"\n".repeat(400)).is_empty());
    assert_eq!(caught(law::length, "src/app.rs", &"\n".repeat(401)), [400]);
}

#[test]
fn a_name_that_says_nothing_is_caught() {
    let text = "struct UserManager;\nfn handle_post() {}\nmod utils {}\nconst SERVICE_NAME: u8 = 1;\nmacro_rules! helper { () => {} }";
    assert_eq!(caught(law::names, "src/app.rs", text), [1, 2, 3, 4, 5]);
    assert_eq!(caught(law::names, "src/web/helpers.rs", ""), [1]);
    let fine = "struct Managed;\nfn serves() {}\nfn f() { JoinHandle::new(); x.handle() }\nconst fn manages() {}\n\
                impl Actor for Mail { fn handle(&self) {} type Service = u8; }";
    assert!(caught(law::names, "src/app.rs", fine).is_empty());
}

#[test]
fn a_query_open_to_everyone_is_caught() {
    let text = "\
pub fn a(r: &mut R, sight: &Sight) {}
pub fn b(tx: &mut Tx, grant: &Grant<Sign>) -> QueryResult<()> { pub_fn() }
pub fn c(r: &mut R, id: &EntryId) -> QueryResult<Entry> {}
// open: the names of programmes are on the front page
#[must_use]
pub fn d(r: &mut R) {}
// open:
pub fn e(r: &mut R) {}
fn private(r: &mut R) {}
pub(crate) async fn f<'a>(r: &'a mut R) {}
impl Row { pub fn state(&self) -> State {} pub fn load(&self, r: &mut R) {} }
impl From<Row> for Entry { fn from(row: Row) -> Entry {} }
pub struct Row { pub id: EntryId }
impl Row { pub fn is_new(row: &Row) -> bool {} pub fn set(&mut self, to: &Row) {} }
pub fn g(r: &mut R, system: &System) {}
";
    assert_eq!(caught(law::stores, "src/features/entries/store.rs", text), [3, 8, 10, 11]);
    assert!(caught(law::stores, "src/db/tx.rs", text).is_empty());
    let shared = "pub(super) fn rows(r: &mut R) {}";
    assert!(caught(law::stores, "src/features/entries/store/rows.rs", shared).is_empty());
    assert_eq!(caught(law::stores, "src/features/entries/store.rs", shared), [1]);
}
