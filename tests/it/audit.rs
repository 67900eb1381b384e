//! The books against everybody: what was changed behind the house's back is named, and many who write
//! at once leave one whole chain.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::cli::verify;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::schema::files;
use perfolio::db::settings;
use perfolio::db::tx::{Outcome, Why};
use perfolio::domain::audit::Event;
use perfolio::domain::names::BookId;
use perfolio::domain::role::System;
use perfolio::features::history::verify_book;

use crate::kit::TestApp;
use crate::kit::acted::three_cases;

mod adopted;
mod ending;
pub mod tampering;

pub async fn verified(house: &TestApp) -> (i32, String) {
    verify(&house.app, System::at_work()).await.unwrap()
}

/// A connection of somebody who has the database and not the house: no trigger is in their way.
pub fn outside(house: &TestApp) -> Conn {
    house.ends_out_of_order("it was tampered with");
    let mut conn = Conn::open(&house.app.config.database, Use::Write).unwrap();
    let off = match &conn {
        Conn::Sqlite(_) => {
            "DROP TRIGGER IF EXISTS audit_events_stay; DROP TRIGGER IF EXISTS audit_events_remain; \
             DROP TRIGGER IF EXISTS entry_versions_remain; DROP TRIGGER IF EXISTS decisions_remain; \
             PRAGMA foreign_keys = OFF;"
        }
        Conn::Postgres(_) => "SET session_replication_role = replica;",
    };
    conn.batch_execute(off).unwrap();
    conn
}

fn tamper(house: &TestApp, sql: &str) {
    outside(house).batch_execute(sql).unwrap();
}

#[actix_web::test]
async fn a_house_in_use_verifies() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(crate::kit::many::TRAINEE).await;
    let page = format!("/exports/new?enrolment={}", acted.enrolment);
    ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    house.letters().await;
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    for words in [
        "Nothing is wrong",
        "3 entry versions, 2 decisions, 1 standings, 1 files",
        "Not covered: drafts: words",
    ] {
        assert!(told.contains(words), "no “{words}” in {told}");
    }
}

#[actix_web::test]
async fn the_database_itself_refuses_to_rewrite_the_books() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    for sql in [
        "UPDATE audit_events SET actor = 'eve'",
        "DELETE FROM audit_events",
        "DELETE FROM decisions",
        "DELETE FROM entry_versions",
    ] {
        let mut conn = Conn::open(&house.app.config.database, Use::Write).unwrap();
        assert!(conn.batch_execute(sql).is_err(), "{sql}");
    }
}

#[actix_web::test]
async fn a_standing_that_was_made_better_is_named() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    tamper(&house, "UPDATE standing_items SET body = REPLACE(body, '\"met\":false', '\"met\":true')");
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("is not what its facts give"), "{told}");
}

#[actix_web::test]
async fn a_file_that_is_gone_or_changed_is_named() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    let (kept, lost) = (house.app.files.put(b"a trace").unwrap(), house.app.files.put(b"another").unwrap());
    let (one, two) = (kept.clone(), lost.clone());
    let attached = house.app.write_quietly(Why::FileStored, move |tx| {
        for hash in [&one, &two] {
            let now = tx.now();
            diesel::insert_into(files::table)
                .values((
                    files::hash.eq(hash),
                    files::size.eq(7),
                    files::media_type.eq("text/plain"),
                    files::thumb_hash.eq(""),
                    files::stored_at.eq(now),
                ))
                .execute(tx.conn())?;
        }
        Ok(())
    });
    attached.await.unwrap();
    for hash in [&kept, &lost] {
        tamper(
            &house,
            &format!(
                "INSERT INTO evidence SELECT '{hash}', NULL, v.id, '{hash}', 'trace.txt', 1, v.known_from \
                 FROM entry_versions v LIMIT 1"
            ),
        );
    }
    std::fs::write(house.app.files.find(&kept).unwrap(), b"a forged trace").unwrap();
    house.app.files.remove(&lost).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains(&format!("file {kept}, of evidence/{kept}, has other bytes")), "{told}");
    assert!(told.contains(&format!("file {lost}, of evidence/{lost}, cannot be read")), "{told}");
}

#[actix_web::test]
async fn a_row_of_a_book_is_not_written_without_an_event() {
    let house = TestApp::new().await;
    let quiet =
        house.app.write_quietly(Why::Swept, |tx| settings::put(tx, "test", "evidence.x", "files")).await;
    assert!(quiet.unwrap_err().to_string().contains("settings/evidence.x"));
    let elsewhere = house.app.write(BookId::house(), |tx| {
        let row = settings::SettingRow {
            name: "evidence.x".to_owned(),
            value: "files".to_owned(),
            set_by: "test".to_owned(),
            set_at: tx.now(),
        };
        tx.vouch(BookId::new("another"), &row);
        Ok(Outcome::of((), Event::new("test", "rules/set", "house")))
    });
    assert!(elsewhere.await.unwrap_err().to_string().contains("no event of its book tells of it"));
    let kept = house.app.read(|r| settings::read(r.conn(), "evidence.x")).await.unwrap();
    assert_eq!(kept, None);
}

#[actix_web::test]
async fn eight_who_write_one_book_at_once_leave_one_whole_chain() {
    const EACH: i64 = 25;
    let house = TestApp::new().await;
    let before = house.app.read(|r| verify_book(r.conn(), &BookId::house())).await.unwrap().events;
    let writers = (0..8).map(|writer| {
        let app = house.app.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                for number in 0..EACH {
                    let written = app.write(BookId::house(), move |_| {
                        let event =
                            Event::new(format!("writer-{writer}"), "test/wrote", format!("n/{number}"));
                        Ok(Outcome::of((), event))
                    });
                    written.await.unwrap();
                }
            });
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.join().unwrap();
    }
    let after = house.app.read(|r| verify_book(r.conn(), &BookId::house())).await.unwrap();
    assert!(after.is_whole(), "{:?}", after.wrong);
    assert_eq!(after.events, before + 8 * EACH);
    assert_eq!(after.head.seq, after.events);
}
