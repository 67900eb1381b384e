//! Signing in and out, links, passwords and sessions, in the words of the people who do it.

use diesel::prelude::*;
use perfolio::db::conn::Conn;
use perfolio::db::schema::sessions;
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::audit::Event;
use perfolio::domain::names::EmailAddress;
use perfolio::features::accounts;

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::Shown;

const ANN: &str = "ann@demo.example";

#[actix_web::test]
async fn somebody_signs_in_goes_where_they_were_going_and_signs_out() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.browser();
    ann.get("/account?x=1").await.leads_to("/sign-in?next=%2Faccount%3Fx%3D1");
    let page = ann.get("/sign-in?next=%2Faccount%3Fx%3D1").await;
    let words = [("email", " Ann@Demo.example"), ("password", PASSWORD)];
    ann.sends(&page, "/sign-in", &words).await.leads_to("/account?x=1");
    let account = ann.get("/account").await;
    account.is(200).says("Ann Field").says("This browser.");
    ann.sends(&account, "/sign-out", &[]).await.leads_to("/sign-in");
    ann.get("/sign-in").await.says("You are signed out.");
    ann.get("/sign-in").await.does_not_say("You are signed out.");
    ann.get("/account").await.is(303);
}

#[actix_web::test]
async fn a_known_and_an_unknown_address_are_answered_alike() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let refused = house.browser().signs_in(ANN, "not the password").await;
    let unknown = house.browser().signs_in("nobody@demo.example", "not the password").await;
    refused.is(422).says("is not right");
    assert_eq!(stripped(&refused, ANN), stripped(&unknown, "nobody@demo.example"));
    refused.says(&format!("value=\"{ANN}\"")).does_not_say("not the password");

    let ask = [house.browser(), house.browser()];
    let known = ask[0].fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]).await;
    known.leads_to("/sign-in");
    ask[1]
        .fills("/password/forgotten", "/password/forgotten", &[("email", "no@demo.example")])
        .await
        .leads_to("/sign-in");
    let said = [ask[0].get("/sign-in").await, ask[1].get("/sign-in").await];
    said[0].says("a letter with a link is on its way");
    assert_eq!(stripped(&said[0], ""), stripped(&said[1], ""));
    assert_eq!(house.letters().await.len(), 1);
}

/// The page without what differs each time.
fn stripped(shown: &Shown, typed: &str) -> String {
    let mut body = shown.body.replace(typed, "");
    for name in ["csrf", "key"] {
        while let Some(at) = body.find(&format!("name=\"{name}\" value=\"")) {
            let end = body[at..].find('>').unwrap() + at;
            body.replace_range(at..end, "");
        }
    }
    body
}

#[actix_web::test]
async fn a_new_password_comes_by_letter_works_once_and_ends_other_sessions() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let elsewhere = house.signed_in(ANN).await;
    let ann = house.browser();
    ann.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]).await.leads_to("/sign-in");
    let path = link(&house, "/password/").await;
    ann.fills(&path, &path, &[("password", "short")]).await.is(422).says("Use 12 or more");
    ann.fills(&path, &path, &[("password", "quiet harbour lemon")]).await.leads_to("/");
    ann.get("/account").await.is(200);
    elsewhere.get("/account").await.is(303);
    house.browser().get(&path).await.is(403).says("has been used");
    house.browser().signs_in(ANN, PASSWORD).await.is(422);
    house.browser().signs_in(ANN, "quiet harbour lemon").await.is(303);
}

#[actix_web::test]
async fn a_link_expires_and_the_newest_one_counts() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.browser();
    let ask = || ann.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]);
    ask().await;
    let first = link(&house, "/password/").await;
    ask().await;
    let second = link(&house, "/password/").await;
    ann.get(&first).await.is(403).says("replaced by a newer one");
    ann.get(&second).await.is(200);
    house.later(2 * 60 * 60);
    ann.get(&second).await.is(403);
    ann.get("/invitations/nonsense").await.is(403);
}

#[actix_web::test]
async fn asking_again_and_again_does_not_end_somebodys_link() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let eve = house.browser();
    let ask = || eve.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]);
    let mut last = String::new();
    for _ in 0..3 {
        ask().await.leads_to("/sign-in");
        last = link(&house, "/password/").await;
    }
    for _ in 0..3 {
        ask().await.leads_to("/sign-in");
    }
    assert!(house.letters().await.is_empty());
    house.browser().get(&last).await.is(200);
}

#[actix_web::test]
async fn whoever_has_chosen_a_password_is_opened_by_no_older_link() {
    let house = TestApp::new().await;
    let admin = house.person("Adam Price", "adam@demo.example").await;
    let email = EmailAddress::parse(ANN).unwrap();
    let invited = house.app.write(Books::house(), move |tx| {
        let invited = accounts::invite(tx, &email, "Ann Field", &admin)?;
        let fresh = accounts::fresh_link(tx, &invited.invitation)?;
        let event = Event::new(&admin, "account/invited", "account/ann").row(&invited.account);
        Ok(Outcome::of(fresh.unwrap().token, event))
    });
    let join = format!("/invitations/{}", invited.await.unwrap());
    house.browser().get(&join).await.is(200);
    let ann = house.browser();
    ann.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]).await.leads_to("/sign-in");
    let reset = link(&house, "/password/").await;
    ann.fills(&reset, &reset, &[("password", "quiet harbour lemon")]).await.leads_to("/");
    let eve = [("name", "Eve"), ("password", PASSWORD)];
    house.browser().get(&join).await.is(403);
    house.browser().post(&join, &eve).await.is(403);
    house.browser().signs_in(ANN, "quiet harbour lemon").await.is(303);

    ann.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]).await.leads_to("/sign-in");
    let reset = link(&house, "/password/").await;
    let words = [("current-password", "quiet harbour lemon"), ("new-password", PASSWORD)];
    ann.fills("/account", "/account/password", &words).await.leads_to("/account");
    house.browser().get(&reset).await.is(403);
}

#[actix_web::test]
async fn a_name_that_cannot_be_seen_is_none() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    let called = |name: &'static str| [("name", name)];
    ann.fills("/account", "/account/name", &called("\u{200b}\u{2800}"))
        .await
        .is(422)
        .says("Enter your name.");
    ann.fills("/account", "/account/name", &called("Ann\u{202e} Moor")).await.leads_to("/account");
    ann.get("/account").await.says("Ann Moor").does_not_say("\u{202e}");
}

async fn link(house: &TestApp, begins: &str) -> String {
    let letters = house.letters().await;
    let text = &letters.last().expect("a letter").text;
    let at = text.find(begins).unwrap_or_else(|| panic!("no {begins} in {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[actix_web::test]
async fn an_empty_house_is_set_up_by_the_printed_link_once() {
    let house = TestApp::new().await;
    let token = house.app.write_quietly(Why::LinkMade, accounts::first_admin_link).await.unwrap().unwrap();
    let path = format!("/set-up/{token}");
    let adam = house.browser();
    let weak = [("name", "Adam Price"), ("email", "adam@demo.example"), ("password", "adam price 2026")];
    adam.fills(&path, &path, &weak).await.is(422).says("built from your name").says("value=\"Adam Price\"");
    let good = [("name", "Adam Price"), ("email", "adam@demo.example"), ("password", PASSWORD)];
    adam.fills(&path, &path, &good).await.leads_to("/");
    adam.get("/").await.leads_to("/settings");
    adam.get("/account").await.says("admin").says("Settings");
    house.browser().get(&path).await.is(403);
    let again = house.app.write_quietly(Why::LinkMade, accounts::first_admin_link).await.unwrap();
    assert_eq!(again, None);
}

#[actix_web::test]
async fn a_session_ends_after_rest_and_after_a_shift() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    house.later(2 * 60 * 60 - 1);
    ann.get("/account").await.is(200);
    seen(&house).await;
    house.later(2 * 60 * 60);
    ann.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    ann.get("/sign-in").await.says("because the session had ended");

    let busy = house.signed_in(ANN).await;
    for _ in 0..11 {
        house.later(60 * 60);
        busy.get("/account").await.is(200);
        seen(&house).await;
    }
    house.later(60 * 60);
    busy.get("/account").await.is(303);
}

/// Waits for the note that a session was seen now, which is written after the answer.
async fn seen(house: &TestApp) {
    let now = house.app.clock.now();
    let noted = move |conn: &mut Conn| {
        let seen = sessions::table.filter(sessions::seen_at.eq(now));
        seen.count().get_result::<i64>(conn).unwrap() > 0
    };
    house.notes("the session", noted).await;
}

#[actix_web::test]
async fn signing_in_always_makes_a_new_token_and_ends_the_old_session() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.browser();
    ann.keeps("perfolio", "a-token-that-somebody-planted");
    ann.signs_in(ANN, PASSWORD).await.is(303);
    let first = ann.cookie("perfolio").unwrap();
    assert_ne!(first, "a-token-that-somebody-planted");
    let page = ann.get("/account").await;
    let words = [("email", ANN), ("password", PASSWORD)];
    ann.post("/sign-in", &words).await.is(303);
    assert_ne!(ann.cookie("perfolio").unwrap(), first);
    let thief = house.browser();
    thief.keeps("perfolio", &first);
    thief.get("/account").await.is(303);
    drop(page);
}

#[actix_web::test]
async fn signing_in_as_somebody_else_ends_the_session_before() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    house.person("Sue Carter", "sue@demo.example").await;
    let shared = house.signed_in(ANN).await;
    let before = shared.cookie("perfolio").unwrap();
    shared.post("/sign-in", &[("email", "sue@demo.example"), ("password", PASSWORD)]).await.is(303);
    shared.get("/account").await.is(200).says("Sue Carter").does_not_say("Ann Field");
    let thief = house.browser();
    thief.keeps("perfolio", &before);
    thief.get("/account").await.is(303);
}

#[actix_web::test]
async fn somebody_sees_their_sessions_and_ends_one_or_all_others() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    house.person("Sue Carter", "sue@demo.example").await;
    let (one, two, three) =
        (house.signed_in(ANN).await, house.signed_in(ANN).await, house.signed_in(ANN).await);
    let page = one.get("/account").await;
    assert_eq!(page.body.matches("Sign out there").count(), 2, "{}", page.body);
    let at = page.body.find("/account/sessions/").unwrap();
    let end = page.body[at..].split('"').next().unwrap().to_owned();
    let known = [("own-password", PASSWORD)];
    house.signed_in("sue@demo.example").await.post(&end, &known).await.is(404);
    // Whoever sits at a browser that was left open does not know it.
    let all = "/account/other-sessions/end";
    for (path, word, says) in [
        (end.as_str(), "", "Enter your password"),
        (end.as_str(), "not mine", "not your password"),
        (all, "not mine", "not your password"),
    ] {
        one.post(path, &[("own-password", word)]).await.is(422).says(says).says("href=\"#own-password\"");
    }
    assert_eq!((two.get("/account").await.status, three.get("/account").await.status), (200, 200));
    let hidden = page.hidden_fields(all);
    assert!(hidden.iter().any(|(name, _)| name == "csrf"), "{hidden:?}");
    one.post(&end, &known).await.leads_to("/account");
    let left = [two.get("/account").await.status, three.get("/account").await.status];
    assert_eq!(left.iter().filter(|status| **status == 200).count(), 1, "{left:?}");
    one.post(all, &known).await.leads_to("/account");
    assert_eq!((two.get("/account").await.status, three.get("/account").await.status), (303, 303));
    one.get("/account").await.is(200).says("You are signed out everywhere else.");
}

#[actix_web::test]
async fn a_password_is_changed_by_who_knows_it_and_the_session_goes_on_under_a_new_token() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let (ann, other) = (house.signed_in(ANN).await, house.signed_in(ANN).await);
    let change =
        |current: &'static str, new: &'static str| [("current-password", current), ("new-password", new)];
    let wrong = change("not the password", "quiet harbour lemon");
    ann.fills("/account", "/account/password", &wrong)
        .await
        .is(422)
        .says("not the password you have now")
        .says("value=\"Ann Field\"");
    ann.fills("/account", "/account/password", &change(PASSWORD, "ann field ann field"))
        .await
        .is(422)
        .says("built from your name");
    let before = ann.cookie("perfolio").unwrap();
    ann.fills("/account", "/account/password", &change(PASSWORD, "quiet harbour lemon"))
        .await
        .leads_to("/account");
    assert_ne!(ann.cookie("perfolio").unwrap(), before);
    ann.get("/account").await.is(200);
    other.get("/account").await.is(303);
    house.browser().signs_in(ANN, "quiet harbour lemon").await.is(303);
}

#[actix_web::test]
async fn a_name_is_changed_and_a_faulty_one_is_shown_again() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    ann.fills("/account", "/account/name", &[("name", " ")]).await.is(422).says("Enter your name.");
    ann.fills("/account", "/account/name", &[("name", "Ann  Mary Field")]).await.leads_to("/account");
    ann.get("/account").await.says("Your name is changed.").says("Ann Mary Field");
}

#[actix_web::test]
async fn many_tries_are_slowed_and_told_how_long() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let browser = house.browser();
    for _ in 0..20 {
        browser.signs_in(ANN, "not the password").await.is(422);
    }
    let slowed = browser.signs_in(ANN, PASSWORD).await;
    slowed.is(429).says("There were too many tries. Wait").says(&format!("value=\"{ANN}\""));
    assert!(slowed.header("retry-after").unwrap().parse::<u64>().unwrap() <= 21);
}
