//! A house of release 0.1.0, whose events left out some rows: they are told as not covered, are written
//! down once by the next release, and are covered from then on. And prose that is committed to under
//! salts, beside decisions of 0.1.0 that were not.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::schema::{accounts as accounts_table, audit_events, decisions, entries, institutions};
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::audit::Event;
use perfolio::domain::entry::{Cover, Covers, prose_commitment};
use perfolio::domain::names::{AccountId, BookId, EmailAddress};
use perfolio::features::accounts;
use perfolio::features::history::adopt;

use super::{outside, verified};
use crate::kit::TestApp;
use crate::kit::acted::three_cases;
use crate::kit::many::many;

/// As 0.1.0 left it: an institution without an event, an account whose closing was only told.
async fn of_release_010() -> TestApp {
    let house = TestApp::unopened().await;
    let opened = house.app.write_quietly(Why::Swept, |tx| tx.open_book(BookId::house(), "house"));
    opened.await.unwrap();
    let set_up = house.app.write(Books::house(), |tx| {
        let email = EmailAddress::parse("adam@demo.example").unwrap();
        let account = accounts::open_account(tx, &email, "Adam Price", "")?;
        let now = tx.now();
        diesel::insert_into(institutions::table)
            .values((
                institutions::id.eq("northgate"),
                institutions::name.eq("Northgate"),
                institutions::name_folded.eq("northgate"),
                institutions::zone.eq("Europe/London"),
                institutions::made_at.eq(now),
            ))
            .execute(tx.conn())?;
        let event = Event::new(&account.id, "house/set-up", format!("account/{}", account.id));
        Ok(Outcome::of(account.id.clone(), event.row(&account)))
    });
    let adam: AccountId = set_up.await.unwrap();
    let closed = house.app.write(Books::house(), move |tx| {
        let now = tx.now();
        diesel::update(accounts_table::table.find(&adam))
            .set(accounts_table::closed_at.eq(now))
            .execute(tx.conn())?;
        Ok(Outcome::of((), Event::new("other", "account/closed", format!("account/{adam}"))))
    });
    closed.await.unwrap();
    house
}

async fn events(house: &TestApp, act: &'static str) -> i64 {
    let count = house.app.read(move |r| {
        Ok(audit_events::table.filter(audit_events::act.eq(act)).count().get_result(r.conn())?)
    });
    count.await.unwrap()
}

#[actix_web::test]
async fn what_the_first_release_left_out_is_told_then_adopted_once_then_covered() {
    let house = of_release_010().await;
    let (_, told) = verified(&house).await;
    assert!(told.contains("1 rows of institutions, written before 0.2.0"), "{told}");
    assert!(!told.contains("institutions/northgate"), "{told}");
    perfolio::cli::open_house(&house.app).await.unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    assert!(!told.contains("before 0.2.0"), "{told}");
    perfolio::cli::open_house(&house.app).await.unwrap();
    assert_eq!(adopt(&house.app, perfolio::domain::role::System::at_work()).await.unwrap(), 0);
    assert_eq!(events(&house, "house/covered").await, 1);
    outside(&house).batch_execute("UPDATE institutions SET name = 'Southgate'").unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("institutions/northgate is not as event"), "{told}");
}

#[actix_web::test]
async fn what_the_first_release_always_told_of_is_never_adopted() {
    let house = of_release_010().await;
    outside(&house)
        .batch_execute(
            "INSERT INTO appointments (id, person_id, capacity, from_day, made_by, known_from) \
             SELECT 'forged', id, 'admin', '2026-01-01', 'system', opened_at FROM accounts; \
             INSERT INTO accounts (id, email, email_folded, name, name_folded, password_hash, opened_at) \
             SELECT 'eve', email || 'x', email_folded || 'x', name, name_folded, '', opened_at FROM accounts",
        )
        .unwrap();
    perfolio::cli::open_house(&house.app).await.unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    for place in ["appointments/forged", "accounts/eve"] {
        assert!(told.contains(&format!("{place} is in no event")), "{told}");
    }
}

#[actix_web::test]
async fn titles_of_the_first_release_are_found_by_their_folded_words() {
    let house = TestApp::new().await;
    many(&house, 1, 2).await;
    // As 0.1.0 left it: titles as they were typed, and no event that says that this was looked at.
    outside(&house)
        .batch_execute(
            "UPDATE entries SET folded = '', title = 'Épreuve d’ÅNGSTRÖM'; \
             DELETE FROM audit_events WHERE act = 'house/covered'",
        )
        .unwrap();
    perfolio::cli::open_house(&house.app).await.unwrap();
    let folded = house.app.read(|r| Ok(entries::table.select(entries::folded).load::<String>(r.conn())?));
    assert_eq!(folded.await.unwrap(), ["epreuve d'angstrom", "epreuve d'angstrom"]);
}

#[actix_web::test]
async fn a_comment_that_was_struck_out_leaves_the_book_whole() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    let (id, comment, salts): (String, String, String) = house
        .app
        .read(|r| {
            Ok(decisions::table
                .filter(decisions::verdict.eq("signed"))
                .select((decisions::id, decisions::comment, decisions::salts))
                .first(r.conn())?)
        })
        .await
        .unwrap();
    let mut covers: Covers = serde_json::from_str(&salts).unwrap();
    let left = prose_commitment("comment", &comment, &covers);
    covers.insert("comment".to_owned(), Cover::Struck(left));
    let strike = |covers: &Covers| {
        let salts = serde_json::to_string(covers).unwrap();
        format!("UPDATE decisions SET comment = '', salts = '{salts}' WHERE id = '{id}'")
    };
    outside(&house).batch_execute(&strike(&covers)).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("its comment was struck out, and no redaction in the book tells of it"), "{told}");
    assert!(told.contains("1 thing is wrong"), "every hash still fits: {told}");
    covers.insert("comment".to_owned(), Cover::Struck("another".to_owned()));
    outside(&house).batch_execute(&strike(&covers)).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
}

#[actix_web::test]
async fn a_decision_of_the_first_release_verifies_and_its_taking_back_is_salted() {
    let house = TestApp::new().await;
    // Rows as 0.1.0 wrote them: no salts.
    many(&house, 1, 3).await;
    let salts =
        || house.app.read(|r| Ok(decisions::table.select(decisions::salts).load::<String>(r.conn())?));
    assert_eq!(salts().await.unwrap(), ["", ""]);
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    let sue = house.signed_in(crate::kit::many::SUPERVISOR).await;
    let signed = sue.get("/signed").await;
    let (_, rest) = signed.is(200).body.split_once("href=\"/decisions/").expect("something was signed");
    let retraction = format!("/decisions/{}", rest.split('"').next().unwrap());
    sue.fills(&retraction, &retraction, &[("reason", "Another case")]).await.leads_to("/signed");
    let salted = salts().await.unwrap().into_iter().filter(|salts| !salts.is_empty()).count();
    assert_eq!(salted, 1);
}
