//! The list of differences between the engines, each pinned: what is asserted here holds on both, and
//! the suite runs it on both.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::schema::{accounts, answers, books, settings};
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::audit::{Event, Link, verify};
use perfolio::domain::fault::Fault;
use perfolio::domain::names::{AccountId, BookId};
use perfolio::domain::time::Moment;

use crate::kit::TestApp;

fn put(tx: &mut perfolio::db::tx::Tx<'_>, name: &str, value: &str) -> Result<(), Fault> {
    let now = tx.now();
    diesel::insert_into(settings::table)
        .values((
            settings::name.eq(name),
            settings::value.eq(value),
            settings::set_by.eq("test"),
            settings::set_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Rows are written here to try the engine, not as acts.
async fn trial() -> TestApp {
    let house = TestApp::new().await;
    house.ends_out_of_order("rows without events");
    house
}

fn happened(word: &'static str) -> Event {
    Event::new("test", word, "setting/x")
}

#[actix_web::test]
async fn an_instant_comes_back_as_it_went_in() {
    let a = trial().await;
    let at: Moment = "2026-03-29T00:59:59.987Z".parse().unwrap();
    a.app.clock.set(at);
    a.app.write_quietly(Why::Swept, |tx| put(tx, "x", "")).await.unwrap();
    let back: Moment = a
        .app
        .read(|r| Ok(settings::table.find("x").select(settings::set_at).first(r.conn())?))
        .await
        .unwrap();
    assert_eq!(back, at);
}

/// Without what the house of a test has set.
fn ours(names: Vec<String>) -> Vec<String> {
    names.into_iter().filter(|name| !name.starts_with("second-factor.")).collect()
}

#[actix_web::test]
async fn texts_are_ordered_by_their_bytes() {
    let a = trial().await;
    a.app
        .write_quietly(Why::Swept, |tx| {
            ["é", "b", "B", "a_", "aa"].iter().try_for_each(|name| put(tx, name, ""))
        })
        .await
        .unwrap();
    let names: Vec<String> = a
        .app
        .read(|r| Ok(settings::table.order(settings::name).select(settings::name).load(r.conn())?))
        .await
        .unwrap();
    let names = ours(names);
    assert_eq!(names, ["B", "a_", "aa", "b", "é"]);
}

#[actix_web::test]
async fn a_taken_column_is_named_and_a_missing_row_is_told() {
    let a = trial().await;
    a.person("Ann Field", "ann@x.example").await;
    let twice = a
        .app
        .write_quietly(Why::Swept, |tx| {
            let now = tx.now();
            diesel::insert_into(accounts::table)
                .values((
                    accounts::id.eq("other"),
                    accounts::email.eq("ANN@x.example"),
                    accounts::email_folded.eq("ann@x.example"),
                    accounts::name.eq("Ann"),
                    accounts::name_folded.eq("ann"),
                    accounts::password_hash.eq(""),
                    accounts::opened_at.eq(now),
                ))
                .execute(tx.conn())?;
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(twice.took("accounts", &["email_folded"]), "{twice:?}");
    let dangling = a
        .app
        .write_quietly(Why::Swept, |tx| {
            use perfolio::db::schema::drafts;
            let now = tx.now();
            diesel::insert_into(drafts::table)
                .values((
                    drafts::id.eq("d"),
                    drafts::owner_id.eq("nobody"),
                    drafts::kind.eq("bypass-case"),
                    drafts::words.eq("{}"),
                    drafts::made_at.eq(now),
                    drafts::saved_at.eq(now),
                ))
                .execute(tx.conn())?;
            Ok(())
        })
        .await
        .unwrap_err();
    assert!(matches!(dangling, Fault::Missing(_)), "{dangling:?}");
    let absent =
        a.app.read(|r| Ok(books::table.find("nowhere").select(books::seq).first::<i64>(r.conn())?)).await;
    assert_eq!(absent, Err(Fault::NotFound));
}

#[actix_web::test]
async fn a_page_cannot_write() {
    let a = trial().await;
    let tried = a
        .app
        .read(|r| {
            diesel::delete(answers::table).execute(r.conn())?;
            Ok(())
        })
        .await;
    assert!(matches!(tried, Err(Fault::Broken(_))), "{tried:?}");
}

#[actix_web::test]
async fn a_write_that_is_refused_or_panics_leaves_nothing_and_harms_no_other() {
    let a = trial().await;
    let refused: Result<(), Fault> = a
        .app
        .write(Books::house(), |tx| {
            put(tx, "refused", "")?;
            Err(Fault::NotFound)
        })
        .await;
    assert_eq!(refused, Err(Fault::NotFound));
    let panicked: Result<(), Fault> = a
        .app
        .write(Books::house(), |tx| {
            put(tx, "panicked", "")?;
            panic!("on purpose")
        })
        .await;
    assert!(matches!(panicked, Err(Fault::Broken(_))), "{panicked:?}");
    for n in 0..20 {
        a.app
            .write(Books::house(), move |tx| {
                put(tx, &format!("kept{n}"), "")?;
                Ok(Outcome::of((), happened("setting/kept")))
            })
            .await
            .unwrap();
    }
    let names: Vec<String> =
        a.app.read(|r| Ok(settings::table.select(settings::name).load(r.conn())?)).await.unwrap();
    assert_eq!(ours(names).len(), 20);
    whole(&a).await;
}

#[actix_web::test]
async fn one_writer_at_a_time_per_book_and_no_chain_forks() {
    let a = trial().await;
    a.app.write_quietly(Why::Swept, |tx| put(tx, "sum", "0")).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let app = a.app.clone();
            actix_web::rt::spawn(async move {
                for _ in 0..25 {
                    // Read, think, write: loses updates where two are inside at once.
                    app.write(Books::house(), |tx| {
                        let row = settings::table.find("sum");
                        let sum: String = row.select(settings::value).first(tx.conn())?;
                        let more = sum.parse::<i64>().map_err(Fault::broken)? + 1;
                        diesel::update(row).set(settings::value.eq(more.to_string())).execute(tx.conn())?;
                        Ok(Outcome::of((), happened("setting/raised")))
                    })
                    .await
                    .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let sum: String = a
        .app
        .read(|r| Ok(settings::table.find("sum").select(settings::value).first(r.conn())?))
        .await
        .unwrap();
    assert_eq!(sum, "200");
    whole(&a).await;
}

/// The house's book verifies.
async fn whole(a: &TestApp) {
    use perfolio::db::schema::audit_events as e;
    use perfolio::domain::audit::Head;
    type Row = (BookId, i64, Moment, String, String, String, String, String, String, String);
    let (head, rows) = a
        .app
        .read(|r| {
            let (seq, hash) = books::table
                .find("house")
                .select((books::seq, books::hash))
                .first::<(i64, String)>(r.conn())?;
            let rows: Vec<Row> = e::table
                .filter(e::book_id.eq("house"))
                .order(e::seq)
                .select((
                    e::book_id,
                    e::seq,
                    e::at,
                    e::act_id,
                    e::actor,
                    e::act,
                    e::subject,
                    e::detail,
                    e::prev,
                    e::hash,
                ))
                .load(r.conn())?;
            Ok((Head { seq, hash }, rows))
        })
        .await
        .unwrap();
    let links = rows.into_iter().map(|(book, seq, at, act_id, actor, act, subject, detail, prev, hash)| {
        Link { book, seq, at, act_id, actor, act, subject, detail, prev, hash }
    });
    assert!(verify(&BookId::house(), &head, links).unwrap() > 1);
}

#[actix_web::test]
async fn ids_bind_and_come_back_as_their_own_type() {
    let a = trial().await;
    let ann = a.person("Ann Field", "ann@x.example").await;
    let found: Vec<AccountId> = a
        .app
        .read({
            let ann = ann.clone();
            move |r| {
                let wanted = [ann.clone(), AccountId::new("nobody")];
                Ok(accounts::table.filter(accounts::id.eq_any(wanted)).select(accounts::id).load(r.conn())?)
            }
        })
        .await
        .unwrap();
    assert_eq!(found, [ann]);
}

#[test]
fn an_unknown_engine_is_refused_and_makes_no_file() {
    assert!(perfolio::db::conn::Address::parse("mysql://h/d").is_err());
}

/// On the machine's own socket PostgreSQL takes the system's account for the role's: nothing secret is set
/// anywhere (README, *PostgreSQL*). Another role's name is not believed.
#[test]
fn a_house_opens_its_database_by_the_account_of_the_system() {
    let folder = tempfile::tempdir().unwrap();
    let address = crate::kit::db::empty(folder.path());
    let Address::Postgres(by_password) = &address else { return };
    let mut conn = Conn::open(&address, Use::Write).unwrap();
    let asked = |conn: &mut Conn, setting: &str| -> String {
        let said = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(setting));
        said.get_result(conn).unwrap()
    };
    let socket = asked(&mut conn, "current_setting('unix_socket_directories')");
    if socket.is_empty() {
        return eprintln!("this PostgreSQL has no socket: not tried");
    }
    let socket = match socket.starts_with('/') {
        true => socket,
        // Where the server was started from is where its data lies.
        false => asked(&mut conn, "current_setting('data_directory')"),
    };
    let (port, schema) =
        (asked(&mut conn, "current_setting('port')"), asked(&mut conn, "current_schema()::text"));
    let me = std::process::Command::new("id").arg("-un").output().unwrap();
    let me = String::from_utf8(me.stdout).unwrap().trim().to_owned();
    conn.batch_execute(&format!(
        "DO $$ BEGIN CREATE ROLE \"{me}\" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         GRANT ALL ON SCHEMA {schema} TO \"{me}\"; GRANT CREATE ON SCHEMA {schema} TO \"{me}\";"
    ))
    .unwrap();
    let options = by_password.split_once("options=").unwrap().1;
    let by = |role: &str| {
        let url = format!("postgres:///perfolio?host={socket}&port={port}&user={role}&options={options}");
        Conn::open(&Address::Postgres(url), Use::Write)
    };
    let mut conn = by(&me).unwrap();
    assert_eq!(asked(&mut conn, "current_user::text"), me);
    assert!(perfolio::db::migrate::up(&mut conn).unwrap() > 15, "the house settles in");
    assert!(by("perfolio").is_err(), "a name is not enough");
}
