//! Whoever only stated an address, and never proved it, has no account: they are found by what they stated, taken in, and
//! erased like an assessor who did.

use std::fs;

use diesel::prelude::*;
use perfolio::db::schema::{accounts, statements};
use perfolio::domain::names::AccountId;

use super::assessors::{backed_up, forgotten, keepers, restored_without};
use super::{PROPOSAL, told};
use crate::audit::verified;
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, TRAINEE};
use crate::kit::morning::ADMIN;
use crate::kit::work::submits;
use crate::outside::{ADDRESS, Ready, link_to, ready, signs_through, unconfirmed, with};

/// Dr Malik has decided without work mail at hand, and nobody answered the letter.
async fn stated() -> Ready {
    let ready = ready().await;
    unconfirmed(&ready.house, &ready.ann().await, &ready.entry).await;
    ready.house.letters().await;
    ready
}

/// Information governance opens what is held of the one that the search shows.
async fn opened(ivo: &Browser<'_>) -> AccountId {
    let found = ivo.get("/erasures/new?words=malik").await;
    found.is(200).says("Stated by an assessor and never proved").says(ADDRESS);
    let page = ivo.sends(&found, "/erasures/stated", &[]).await.is(303).location().unwrap().to_owned();
    AccountId::new(page.strip_prefix("/erasures/of/").expect("the page of a person"))
}

async fn accounts_of(house: &TestApp) -> i64 {
    let own = house.app.read(|r| {
        Ok(accounts::table.filter(accounts::email_folded.eq(ADDRESS)).count().get_result(r.conn())?)
    });
    own.await.unwrap()
}

#[actix_web::test]
async fn who_only_stated_an_address_is_found_by_it_or_by_name_and_erased() {
    let ready = stated().await;
    let house = &ready.house;
    let (ivo, adam) = keepers(&ready).await;
    for words in ["malik", "A.MALIK%40northgate", "dr%20a"] {
        ivo.get(&format!("/erasures/new?words={words}")).await.is(200).says(ADDRESS);
    }
    ivo.get("/erasures/new?words=reid").await.is(200).says("Nobody with a record");
    assert_eq!(accounts_of(house).await, 0, "looking makes nobody a person");
    let malik = opened(&ivo).await;
    let form = format!("/erasures/of/{malik}");
    let page = ivo.get(&form).await;
    page.is(200).says("GMC 1234567").says("which nobody proved").says("1 decision that does not count");
    // Known from now on, once.
    ivo.get("/erasures/new?words=malik").await.says(&form).does_not_say("never proved");
    assert_eq!((accounts_of(house).await, told(house, "assessor/taken-in").await), (1, 1));
    let erasure = ivo.fills(&form, &form, &PROPOSAL).await.is(303).location().unwrap().to_owned();
    adam.fills(&erasure, &format!("{erasure}/agreement"), &[("sure", "yes")]).await.leads_to(&erasure);
    house.letters().await;
    forgotten(&house.app.config);
    let left = house.app.read(|r| {
        let columns = (statements::name, statements::number, statements::standing);
        Ok(statements::table.select(columns).load::<(String, String, String)>(r.conn())?)
    });
    let nothing = |standing: &str| vec![(String::new(), String::new(), standing.to_owned())];
    assert_eq!(left.await.unwrap(), nothing("unconfirmed"));
    let (code, said) = verified(house).await;
    assert_eq!(code, 0, "{said}");
    let list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    assert!(list.contains("\"statements\":[") && !list.contains("alik"), "{list}");
    // What waited lapses as it would have.
    house.later(8 * 24 * 60 * 60);
    house.letters().await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{}", ready.entry)).await.is(200).does_not_say("Malik");
}

#[actix_web::test]
async fn a_backup_of_before_they_were_taken_in_ends_with_them_erased_again() {
    let ready = stated().await;
    let file = backed_up(&ready.house).await;
    let (ivo, _) = keepers(&ready).await;
    let malik = opened(&ivo).await;
    propose_and_agree(&ready, &ivo, &malik).await;
    restored_without(&ready.house, &file).await;
}

#[actix_web::test]
async fn a_backup_of_before_the_address_was_proved_ends_with_them_erased_again() {
    let ready = stated().await;
    let file = backed_up(&ready.house).await;
    let (trainee, supervisor) = (&ready.made.trainees[0], &ready.made.supervisor);
    let (entry, _) = submits(&ready.house, &ready.made, trainee, "2026-11-05", supervisor).await;
    let link = link_to(&ready.ann().await, &entry).await;
    let words = with(&[("on-day", "5")]);
    signs_through(&ready.house, &ready.house.browser(), &link, &words).await.leads_to(&link);
    let (ivo, _) = keepers(&ready).await;
    let found = ivo.get("/erasures/new?words=malik").await;
    found.is(200).does_not_say("never proved");
    let proved = ready.house.app.read(|r| {
        let own = accounts::table.filter(accounts::email_folded.eq(ADDRESS));
        Ok(own.select(accounts::id).first::<AccountId>(r.conn())?)
    });
    propose_and_agree(&ready, &ivo, &proved.await.unwrap()).await;
    restored_without(&ready.house, &file).await;
}

#[actix_web::test]
async fn nobody_else_takes_anybody_in() {
    let ready = stated().await;
    let (ivo, adam) = keepers(&ready).await;
    let statement = ready.house.app.read(|r| Ok(statements::table.select(statements::id).first(r.conn())?));
    let statement: String = statement.await.unwrap();
    let words = [("statement", statement.as_str())];
    let lea = ready.house.signed_in(LEAD).await;
    for who in [&adam, &lea] {
        who.post("/erasures/stated", &words).await.is(404);
    }
    ivo.post("/erasures/stated", &[("statement", "guessed")]).await.is(404);
    assert_eq!((accounts_of(&ready.house).await, told(&ready.house, "assessor/taken-in").await), (0, 0));
}

/// By information governance and the admin of `keepers`, and carried out.
async fn propose_and_agree(ready: &Ready, ivo: &Browser<'_>, malik: &AccountId) {
    let form = format!("/erasures/of/{malik}");
    let erasure = ivo.fills(&form, &form, &PROPOSAL).await.is(303).location().unwrap().to_owned();
    let adam = ready.house.signed_in(ADMIN).await;
    adam.fills(&erasure, &format!("{erasure}/agreement"), &[("sure", "yes")]).await.leads_to(&erasure);
    ready.house.letters().await;
}
