//! The books against everybody: what was changed behind the house's back is named, and many who write
//! at once leave one whole chain.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::cli::verify;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::schema::files;
use perfolio::db::tx::{Outcome, Why};
use perfolio::domain::audit::Event;
use perfolio::domain::names::BookId;
use perfolio::domain::role::System;
use perfolio::features::history::verify_book;

use crate::kit::TestApp;
use crate::kit::acted::three_cases;

async fn verified(house: &TestApp) -> (i32, String) {
    verify(&house.app, System::at_work()).await.unwrap()
}

/// As somebody would who has the database and not the house. Append-only triggers are in their way first.
fn tamper(house: &TestApp, sql: &str) {
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
    conn.batch_execute(sql).unwrap();
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
    for words in
        ["Nothing is wrong", "3 entry versions, 2 decisions, 1 standings, 1 files", "Not covered: drafts"]
    {
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

/// (what was done behind the house's back, what is said about it)
const TAMPERED: [(&str, &str); 13] = [
    ("UPDATE audit_events SET actor = 'eve' WHERE act = 'entry/signed'", "was changed after it was written"),
    ("DELETE FROM audit_events WHERE act = 'entry/signed'", "missing; the next one found"),
    (
        "DELETE FROM audit_events WHERE book_id <> 'house' AND act = 'entry/submitted' AND seq = \
         (SELECT MAX(seq) FROM audit_events e WHERE e.book_id = audit_events.book_id)",
        "but the book says it has",
    ),
    ("UPDATE decisions SET verdict = 'signed' WHERE verdict = 'returned'", "decisions/"),
    ("UPDATE decisions SET comment = 'Well done.' WHERE verdict = 'signed'", "was changed outside the book"),
    ("DELETE FROM decisions WHERE verdict = 'returned'", "is gone; event"),
    (
        "INSERT INTO decisions SELECT 'forged', d.entry_id, d.version_id, NULL, d.signer_id, d.capacity, 'signed', \
         d.satisfactory, d.level, '', '', d.root, d.known_from, NULL, '' FROM decisions d WHERE verdict = 'returned'",
        "decisions/forged is in no event",
    ),
    ("UPDATE entry_versions SET words = REPLACE(words, 'aortic', 'cabg')", "the root is another"),
    ("UPDATE entry_versions SET salts = '{}'", "the root is another"),
    ("UPDATE entry_versions SET happened_on = '2026-11-01'", "entry_versions/"),
    ("UPDATE filings SET known_until = known_from", "filings/"),
    ("UPDATE enrolments SET started_on = '2020-01-01'", "enrolments/"),
    ("UPDATE accounts SET name = 'Eve'", "accounts/"),
];

#[actix_web::test]
async fn whatever_is_changed_behind_the_house_is_named() {
    for (sql, said) in TAMPERED {
        let house = TestApp::new().await;
        three_cases(&house).await;
        tamper(&house, sql);
        let (code, told) = verified(&house).await;
        assert_eq!(code, 1, "{sql}: {told}");
        let wrong: Vec<&str> = told.lines().filter(|line| line.starts_with("WRONG")).collect();
        assert!(wrong.iter().any(|line| line.contains(said)), "{sql}: no “{said}” in {wrong:#?}");
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
