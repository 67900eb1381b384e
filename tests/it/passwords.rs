//! What becomes of passwords over the years: hashes that cost too little are made anew, and passwords that
//! were stolen elsewhere are refused.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::accounts;
use perfolio::db::tx::Why;
use perfolio::domain::names::AccountId;
use sha1::{Digest as _, Sha1};

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::morning::{Morning, letter_to, link};

const ANN: &str = "ann@demo.example";

async fn hash_of(house: &TestApp, who: &AccountId) -> String {
    let who = who.clone();
    let found = house
        .app
        .read(move |r| Ok(accounts::table.find(&who).select(accounts::password_hash).first(r.conn())?));
    found.await.unwrap()
}

#[actix_web::test]
async fn a_hash_that_cost_too_little_is_made_anew_at_sign_in() {
    let house = TestApp::new().await;
    let ann = house.person("Ann Field", ANN).await;
    let today = hash_of(&house, &ann).await;
    house.signed_in(ANN).await;
    assert_eq!(hash_of(&house, &ann).await, today, "as good as any");

    let light = Params::new(16, 1, 1, None).unwrap();
    let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, light)
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string();
    let (who, kept) = (ann.clone(), old.clone());
    let set = house.app.write_quietly(Why::SignIn, move |tx| {
        diesel::update(accounts::table.find(&who))
            .set(accounts::password_hash.eq(kept))
            .execute(tx.conn())?;
        Ok(())
    });
    set.await.unwrap();
    house.browser().signs_in(ANN, "not the password").await.is(422);
    assert_eq!(hash_of(&house, &ann).await, old, "nobody knows the password yet");
    house.signed_in(ANN).await;
    let new = hash_of(&house, &ann).await;
    assert!(new != old && new.contains("m=64,"), "{new}");
    house.signed_in(ANN).await;
    assert_eq!(hash_of(&house, &ann).await, new);
}

#[actix_web::test]
async fn who_signs_in_with_the_old_password_while_another_is_chosen_does_not_stay() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let (ann, other) = (house.signed_in(ANN).await, house.browser());
    let (mine, page) = (ann.get("/account").await, other.get("/sign-in").await);
    let new = [("current-password", PASSWORD), ("new-password", "quiet harbour lemon")];
    let old = [("email", ANN), ("password", PASSWORD)];
    let (changed, _) =
        join(ann.sends(&mine, "/account/password", &new), other.sends(&page, "/sign-in", &old)).await;
    changed.leads_to("/account");
    assert_ne!(other.get("/account").await.status, 200, "ended, or refused");
    ann.get("/account").await.is(200);
}

#[actix_web::test]
async fn two_who_sign_in_at_once_both_come_in_while_the_hash_is_made_anew() {
    let house = TestApp::new().await;
    let ann = house.person("Ann Field", ANN).await;
    let light = Params::new(16, 1, 1, None).unwrap();
    let old = Argon2::new(Algorithm::Argon2id, Version::V0x13, light)
        .hash_password(PASSWORD.as_bytes())
        .unwrap()
        .to_string();
    let set = house.app.write_quietly(Why::SignIn, move |tx| {
        diesel::update(accounts::table.find(&ann)).set(accounts::password_hash.eq(old)).execute(tx.conn())?;
        Ok(())
    });
    set.await.unwrap();
    let (one, two) = (house.browser(), house.browser());
    let (first, second) = join(one.signs_in(ANN, PASSWORD), two.signs_in(ANN, PASSWORD)).await;
    first.is(303);
    second.is(303);
}

#[actix_web::test]
async fn a_password_that_was_stolen_elsewhere_is_refused_wherever_one_is_chosen() {
    let stolen = "venous return at noon";
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("breached.txt");
    let mut lines: Vec<String> = ["password", stolen, "qwerty uiop asdf"]
        .iter()
        .map(|one| {
            let hash: String =
                Sha1::digest(one.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
            format!("{hash}:12")
        })
        .collect();
    lines.sort();
    std::fs::write(&list, lines.join("\r\n")).unwrap();
    let house = TestApp::with(&[("PERFOLIO_BREACHED_PASSWORDS", list.to_str().unwrap())]).await;
    let morning = Morning::of(&house).await;
    let words = |new: &'static str| [("current-password", PASSWORD), ("new-password", new)];
    let told = morning.lead.fills("/account", "/account/password", &words(stolen)).await;
    told.is(422).says("stolen elsewhere").says("href=\"#new-password\"").does_not_say(stolen);
    let at = "/password/forgotten";
    house.browser().fills(at, at, &[("email", crate::kit::morning::LEAD)]).await.is(303);
    let letter = letter_to(&house.letters().await, crate::kit::morning::LEAD);
    let path = letter.text.split("/password/").nth(1).map(|rest| {
        format!(
            "/password/{}",
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect::<String>()
        )
    });
    let path = path.unwrap_or_else(|| link(&letter.text));
    house.browser().fills(&path, &path, &[("password", stolen)]).await.is(422).says("stolen elsewhere");
    morning
        .lead
        .fills("/account", "/account/password", &words("quiet harbour lemon"))
        .await
        .leads_to("/account");
    // A list that has gone refuses everything, aloud, rather than nothing, silently.
    std::fs::remove_file(&list).unwrap();
    let again = [("current-password", "quiet harbour lemon"), ("new-password", "kestrel plum harbour tide")];
    morning.lead.fills("/account", "/account/password", &again).await.is(503);
}
