//! The second factor, in the words of those who have one: setting it up, signing in with it, losing it.

mod demanded;
mod lost;

use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{audit_events, half_sign_ins, jobs, recovery_codes, second_factors, sessions};
use perfolio::domain::names::AccountId;

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::phone::{FACTOR, Phone, SET_UP, recovery_codes as codes_on};

const ANN: &str = "ann@demo.example";
const CODE: &str = "/sign-in/code";
const RECOVERY: &str = "/sign-in/recovery-code";
const CHANGE: &str = "/account/second-factor/change";

/// Ann, signed in, and her phone. The step of the code that set it up is over.
async fn ann(house: &TestApp) -> (Browser<'_>, Phone, AccountId) {
    let account = house.person("Ann Field", ANN).await;
    let browser = house.signed_in(ANN).await;
    let phone = Phone::set_up(house, &browser).await;
    house.later(60);
    (browser, phone, account)
}

/// A browser that has shown the password.
async fn half_way(house: &TestApp) -> Browser<'_> {
    let browser = house.browser();
    browser.signs_in(ANN, PASSWORD).await.leads_to(CODE);
    browser
}

async fn shows(browser: &Browser<'_>, code: &str) -> Shown {
    browser.fills(CODE, CODE, &[("one-time-code", code)]).await
}

async fn recovers(browser: &Browser<'_>, code: &str) -> Shown {
    browser.fills(RECOVERY, RECOVERY, &[("recovery-code", code)]).await
}

#[actix_web::test]
async fn a_phone_is_set_up_with_a_code_and_then_asked_for() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let (ann, elsewhere) = (house.signed_in(ANN).await, house.signed_in(ANN).await);
    ann.get("/account").await.says("Second factor").says("Off");
    ann.fills(FACTOR, FACTOR, &[]).await.leads_to(SET_UP);
    let page = ann.get(SET_UP).await;
    page.says("<svg class=\"pf-qr\"").does_not_say("otpauth");
    let phone = Phone::scanning(&page);
    assert_eq!(phone.secret.len(), 32, "160 bits");
    let wrong = ann.sends(&page, SET_UP, &[("one-time-code", &phone.wrong_code(&house))]).await;
    wrong.is(422).says("not the code that the app shows");
    house.browser().signs_in(ANN, PASSWORD).await.leads_to("/");
    let before = ann.cookie("perfolio");
    let shown = ann.fills(SET_UP, SET_UP, &[("one-time-code", &phone.code(&house))]).await;
    assert_eq!(codes_on(&shown).len(), 10);
    assert_ne!(ann.cookie("perfolio"), before, "more may be done now, so the token is a new one");
    elsewhere.get("/account").await.is(303);
    ann.get(SET_UP).await.leads_to(FACTOR);
    ann.get("/account").await.is(200).says("On, 10 recovery codes left").says("with a password and a code");

    let again = house.browser();
    let page = again.get("/sign-in?next=%2Faccount%3Fx%3D1").await;
    again.sends(&page, "/sign-in", &[("email", ANN), ("password", PASSWORD)]).await.leads_to(CODE);
    assert_eq!(again.cookie("perfolio"), None);
    let page = again.get(CODE).await;
    page.says("autocomplete=\"one-time-code\"").says("inputmode=\"numeric\"").does_not_say("Ann Field");
    shows(&again, &phone.code(&house)).await.is(422).says("was used already");
    house.later(30);
    shows(&again, &phone.code(&house)).await.leads_to("/account?x=1");
    assert_eq!(again.cookie("perfolio-half"), None);
    again.get("/account").await.is(200).says("Ann Field");
}

#[actix_web::test]
async fn neither_a_database_nor_its_history_holds_a_secret() {
    let house = TestApp::new().await;
    let (browser, phone, _) = ann(&house).await;
    shows(&half_way(&house).await, &phone.code(&house)).await.is(303);
    recovers(&half_way(&house).await, &phone.recovery[0]).await.is(303);
    let more = [("do", "codes"), ("password", PASSWORD), ("one-time-code", &*phone.code_off(&house, 1))];
    browser.fills(FACTOR, CHANGE, &more).await.is(200);
    let kept = house.app.read(|r| {
        let mut all: Vec<String> = audit_events::table.select(audit_events::detail).load(r.conn())?;
        let acts: Vec<String> = audit_events::table.select(audit_events::act).load(r.conn())?;
        for act in ["begun", "on", "recovery-code-used", "new-codes"] {
            assert!(acts.contains(&format!("second-factor/{act}")), "{act} is not in {acts:?}");
        }
        all.extend(jobs::table.select(jobs::body).load::<String>(r.conn())?);
        all.extend(second_factors::table.select(second_factors::sealed).load::<String>(r.conn())?);
        all.extend(recovery_codes::table.select(recovery_codes::hash).load::<String>(r.conn())?);
        all.extend(half_sign_ins::table.select(half_sign_ins::token_hash).load::<String>(r.conn())?);
        Ok(all.join("\n"))
    });
    let kept = kept.await.unwrap();
    let told: String = house.letters().await.iter().map(|letter| letter.text.clone()).collect();
    for secret in [&phone.secret, &phone.recovery[0], &phone.recovery[1]] {
        assert!(!kept.contains(secret.as_str()) && !told.contains(secret.as_str()), "{secret}");
        assert!(!kept.contains(&secret.replace('-', "")), "{secret}");
    }
    assert!(
        told.contains("recovery codes were made") && told.contains("used one of your recovery codes"),
        "{told}"
    );
}

#[actix_web::test]
async fn half_a_sign_in_opens_nothing_and_ends_after_five_minutes() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    let half = half_way(&house).await;
    half.get("/account").await.leads_to("/sign-in?next=%2Faccount");
    half.post("/account/name", &[("name", "Eve")]).await.is(303);
    let token = half.cookie("perfolio-half").unwrap();
    let thief = house.browser();
    thief.keeps("perfolio", &token);
    thief.get("/account").await.is(303);
    // Whose password was not shown in this browser has nothing to add a code to.
    house.browser().get(CODE).await.leads_to("/sign-in");
    let bare = house.browser().post(CODE, &[("one-time-code", &phone.code(&house))]).await;
    bare.leads_to("/sign-in");
    house.later(5 * 60 - 1);
    half.get(CODE).await.is(200);
    house.later(1);
    half.get(CODE).await.leads_to("/sign-in");
    half.post(CODE, &[("one-time-code", &phone.code(&house))]).await.leads_to("/sign-in");
    half.get("/sign-in").await.says("five minutes");
    half.get("/account").await.is(303);
}

#[actix_web::test]
async fn a_half_opens_one_session_and_not_two_and_leaves_nobody_else_signed_in() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    house.person("Sue Carter", "sue@demo.example").await;
    let browser = house.signed_in("sue@demo.example").await;
    let sue = browser.cookie("perfolio").unwrap();
    let words = [("email", ANN), ("password", PASSWORD)];
    browser.post("/sign-in", &words).await.leads_to(CODE);
    browser.get("/account").await.says("Sue Carter");
    let token = browser.cookie("perfolio-half").unwrap();
    shows(&browser, &phone.code(&house)).await.leads_to("/");
    browser.get("/account").await.says("Ann Field");
    let old = house.browser();
    old.keeps("perfolio", &sue);
    old.get("/account").await.is(303);
    house.later(30);
    let second = house.browser();
    second.keeps("perfolio-half", &token);
    second.get(CODE).await.leads_to("/sign-in");
    second.post(CODE, &[("one-time-code", &phone.code(&house))]).await.leads_to("/sign-in");
}

#[actix_web::test]
async fn a_code_works_once_in_order_and_within_one_step() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    for (steps, status) in [(-2, 422), (2, 422), (-1, 303), (-1, 422), (1, 303), (0, 422), (1, 422)] {
        let shown = shows(&half_way(&house).await, &phone.code_off(&house, steps)).await;
        assert_eq!(shown.status, status, "{steps} steps from now");
    }
    house.later(60);
    let code = phone.code(&house);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    shows(&half_way(&house).await, &spaced).await.is(303);
}

#[actix_web::test]
async fn of_two_that_show_the_same_code_at_once_one_comes_in() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    let (one, two) = (half_way(&house).await, half_way(&house).await);
    let code = phone.code(&house);
    let words = [("one-time-code", code.as_str())];
    let (one, two) = join(one.post(CODE, &words), two.post(CODE, &words)).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[actix_web::test]
async fn wrong_codes_make_the_next_wait_and_a_recovery_code_does_not() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    house.letters().await;
    let half = half_way(&house).await;
    for _ in 0..5 {
        shows(&half, &phone.wrong_code(&house)).await.is(422).does_not_say(&phone.wrong_code(&house));
    }
    let told = house.letters().await;
    assert!(told.iter().any(|letter| letter.subject == "Wrong codes were entered for you"), "{told:?}");
    let slowed = shows(&half, &phone.code(&house)).await;
    slowed.is(429).says("Wait 60 seconds").says("I do not have my phone");
    recovers(&half, &phone.recovery[3]).await.leads_to(FACTOR);

    house.later(61);
    let half = half_way(&house).await;
    shows(&half, &phone.wrong_code(&house)).await.is(422);
    shows(&half, &phone.code(&house)).await.is(429).says("Wait 2 minutes");
    house.later(121);
    let half = half_way(&house).await;
    shows(&half, &phone.code(&house)).await.is(303);
    shows(&half_way(&house).await, &phone.wrong_code(&house)).await.is(422);
    house.later(30);
    shows(&half_way(&house).await, &phone.code(&house)).await.is(303);
}

#[actix_web::test]
async fn many_codes_of_one_account_are_slowed_whatever_they_are() {
    let house = TestApp::new().await;
    let _ = ann(&house).await;
    let half = half_way(&house).await;
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(half.post(CODE, &[("one-time-code", "12")]).await.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[actix_web::test]
async fn a_recovery_code_works_once_and_a_new_set_makes_the_old_void() {
    let house = TestApp::new().await;
    let (browser, phone, _) = ann(&house).await;
    let typed = phone.recovery[0].to_uppercase().replace('-', " ");
    let half = half_way(&house).await;
    half.get(RECOVERY).await.is(200).says("I have neither");
    recovers(&half, &typed).await.leads_to(FACTOR);
    half.get(FACTOR).await.says("That recovery code is used up").says("You have 9 recovery codes left");
    half.get("/account").await.says("with a password and a recovery code");
    recovers(&half_way(&house).await, &phone.recovery[0]).await.is(422).says("not one of your unused");
    recovers(&half_way(&house).await, "0000-0000-0000-0000").await.is(422);
    recovers(&half_way(&house).await, "123456").await.is(422).says("sixteen letters and digits");

    let file = "/account/second-factor/recovery-codes.txt";
    let codes = |all: &[String]| all.iter().map(|code| ("code", code.clone())).collect::<Vec<_>>();
    let posted = codes(&phone.recovery[1..]);
    let posted: Vec<(&str, &str)> = posted.iter().map(|(name, code)| (*name, code.as_str())).collect();
    let shown = browser.post(file, &posted).await;
    shown.is(200).says(&phone.recovery[1]);
    assert!(shown.header("content-disposition").unwrap().starts_with("attachment"));
    assert!(shown.header("cache-control").unwrap().contains("no-store"));
    browser.post(file, &[("code", "<b>anything</b>")]).await.is(404);
    browser.post(file, &[("code", &phone.recovery[0])]).await.is(404);

    let without = [("do", "codes"), ("password", "wrong"), ("one-time-code", &*phone.code(&house))];
    browser.fills(FACTOR, CHANGE, &without).await.is(422).says("not your password");
    let wrong = phone.wrong_code(&house);
    let without = [("do", "codes"), ("password", PASSWORD), ("one-time-code", &*wrong)];
    browser.fills(FACTOR, CHANGE, &without).await.is(422).says("not right");
    let both = [("do", "codes"), ("password", PASSWORD), ("one-time-code", &*phone.code(&house))];
    let shown = browser.fills(FACTOR, CHANGE, &both).await;
    let new = codes_on(shown.is(200));
    assert_eq!(new.len(), 10);
    recovers(&half_way(&house).await, &phone.recovery[1]).await.is(422);
    recovers(&half_way(&house).await, &new[1]).await.is(303);
}

#[actix_web::test]
async fn it_is_moved_with_a_recovery_code_and_turned_off_with_a_code() {
    let house = TestApp::new().await;
    let (browser, phone, account) = ann(&house).await;
    let moved = [("do", "move"), ("password", PASSWORD), ("one-time-code", &*phone.recovery[0])];
    browser.fills(FACTOR, CHANGE, &moved).await.leads_to(SET_UP);
    shows(&half_way(&house).await, &phone.code(&house)).await.is(303);
    let other = Phone::scanning(&browser.get(SET_UP).await);
    browser.fills(SET_UP, SET_UP, &[("one-time-code", &other.code(&house))]).await.is(200);
    house.later(60);
    shows(&half_way(&house).await, &phone.code(&house)).await.is(422);
    recovers(&half_way(&house).await, &phone.recovery[1]).await.is(422);
    shows(&half_way(&house).await, &other.code(&house)).await.is(303);
    house.later(30);
    let off = [("do", "off"), ("password", PASSWORD), ("one-time-code", &*other.code(&house))];
    browser.fills(FACTOR, CHANGE, &off).await.leads_to(FACTOR);
    browser.get(FACTOR).await.says("It is off");
    house.browser().signs_in(ANN, PASSWORD).await.leads_to("/");
    let left = house.app.read(move |r| {
        let sealed: Vec<String> = second_factors::table
            .filter(second_factors::account_id.eq(&account))
            .select(second_factors::sealed)
            .load(r.conn())?;
        let proofs: Vec<String> = sessions::table.select(sessions::proved_by).distinct().load(r.conn())?;
        Ok((sealed.concat(), proofs, recovery_codes::table.count().get_result::<i64>(r.conn())?))
    });
    assert_eq!(left.await.unwrap(), (String::new(), vec!["password".to_owned()], 0));
}

#[actix_web::test]
async fn some_time_after_sign_in_the_password_is_asked_for_to_begin() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    house.later(15 * 60 + 1);
    ann.get(FACTOR).await.says("Your password");
    ann.fills(FACTOR, FACTOR, &[]).await.is(422).says("not your password");
    ann.fills(FACTOR, FACTOR, &[("password", PASSWORD)]).await.leads_to(SET_UP);
    house.later(30 * 60 + 1);
    ann.get(SET_UP).await.leads_to(FACTOR);
}

#[actix_web::test]
async fn a_letter_for_a_new_password_does_not_stand_in_for_the_code() {
    let house = TestApp::new().await;
    let (_, phone, _) = ann(&house).await;
    house.letters().await;
    let browser = half_way(&house).await;
    browser.fills("/password/forgotten", "/password/forgotten", &[("email", ANN)]).await.is(303);
    let text = house.letters().await.pop().unwrap().text;
    let at = text.find("/password/").unwrap();
    let path = text[at..].split_whitespace().next().unwrap().to_owned();
    let other = house.browser();
    other.fills(&path, &path, &[("password", "quiet harbour lemon")]).await.leads_to(CODE);
    other.get("/account").await.is(303);
    browser.get(CODE).await.leads_to("/sign-in");
    shows(&other, &phone.code(&house)).await.leads_to("/");
    other.get("/account").await.is(200);
}
