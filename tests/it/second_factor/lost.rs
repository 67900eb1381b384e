//! A lost second factor is taken away by two people, and by nobody alone.

use diesel::prelude::*;
use perfolio::cli::reset_second_factor;
use perfolio::db::schema::{audit_events, factor_resets};
use perfolio::domain::names::AccountId;
use perfolio::domain::role::{Capacity, System};

use super::{CODE, half_way};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::app::PASSWORD;
use crate::kit::browser::Browser;
use crate::kit::many::{Enrolled, LEAD, SUPERVISOR, TRAINEE};
use crate::kit::morning::{ADMIN, set_up};
use crate::kit::phone::{FACTOR, Phone};
use crate::kit::work::{appoints, departments_of};

const LOST: &str = "/sign-in/lost-second-factor";

struct Ward<'a> {
    /// Ann, signed in from before, whose phone is gone.
    ann: Browser<'a>,
    lead: Browser<'a>,
    admin: Browser<'a>,
    /// A training lead of another department.
    stranger: Browser<'a>,
    page: String,
}

async fn ward(house: &TestApp) -> Ward<'_> {
    let made = acted(house).await;
    let enrolled = Enrolled {
        person: AccountId::new(""),
        portfolio: made.portfolio.clone(),
        enrolment: made.enrolment.clone(),
        entries: Vec::new(),
    };
    let (_, other) = departments_of(house, &enrolled).await;
    for (email, capacity) in [("adam@demo.example", Capacity::Admin), ("olga@demo.example", Capacity::Lead)] {
        let person = house.person(email, email).await;
        appoints(house, &person, capacity, &other).await;
    }
    let ann = house.signed_in(TRAINEE).await;
    Phone::set_up(house, &ann).await;
    house.letters().await;
    let owner = owner(house).await;
    Ward {
        ann,
        lead: house.signed_in(LEAD).await,
        admin: house.signed_in("adam@demo.example").await,
        stranger: house.signed_in("olga@demo.example").await,
        page: format!("/lost-second-factors/{owner}"),
    }
}

async fn owner(house: &TestApp) -> AccountId {
    let found = house.app.read(|r| {
        use perfolio::db::schema::accounts;
        Ok(accounts::table.filter(accounts::email.eq(TRAINEE)).select(accounts::id).first(r.conn())?)
    });
    found.await.unwrap()
}

async fn vouches(browser: &Browser<'_>, page: &str) {
    browser.fills(page, page, &[("checked", "face-to-face")]).await.leads_to(page);
}

#[actix_web::test]
async fn one_vouches_another_agrees_and_the_owner_is_told() {
    let house = TestApp::new().await;
    let ward = ward(&house).await;
    let half = half_way(&house).await;
    half.fills(LOST, LOST, &[]).await.leads_to("/sign-in");
    half.fills(LOST, LOST, &[]).await.leads_to("/sign-in");
    let asked: Vec<String> = house.letters().await.into_iter().map(|letter| letter.to_address).collect();
    assert_eq!(asked.len(), 2, "once, to the lead and the admin: {asked:?}");
    assert!(asked.contains(&LEAD.to_owned()) && asked.contains(&"adam@demo.example".to_owned()), "{asked:?}");

    let page = ward.page.as_str();
    ward.lead.get("/lost-second-factors").await.says("Ann Field").says("Nobody has vouched yet");
    ward.lead.get(page).await.says("Asked for on the sign-in page");
    ward.lead.fills(page, page, &[]).await.is(422).says("Choose how you made sure");
    let confirmation = format!("{page}/confirmation");
    ward.admin.post(&confirmation, &[]).await.is(403).says("Nobody vouches");
    vouches(&ward.lead, page).await;
    let told = house.letters().await;
    let told: Vec<(&str, &str)> =
        told.iter().map(|letter| (letter.to_address.as_str(), letter.subject.as_str())).collect();
    assert!(told.contains(&(TRAINEE, "Somebody says that you lost your second factor")), "{told:?}");
    assert!(told.contains(&("adam@demo.example", "Ann Field has lost their second factor")), "{told:?}");
    ward.lead.get(page).await.says("somebody else has to agree").does_not_say(&confirmation);
    ward.lead.post(&confirmation, &[]).await.is(403).says("You vouched for this person yourself");
    ward.ann.get("/account").await.is(200);

    ward.admin.fills(page, &confirmation, &[]).await.leads_to("/lost-second-factors");
    ward.ann.get("/account").await.is(303);
    half.get(CODE).await.leads_to("/sign-in");
    let told = house.letters().await;
    assert!(
        told.iter()
            .any(|one| one.to_address == TRAINEE && one.subject == "Your second factor was taken away")
    );
    let browser = house.browser();
    browser.signs_in(TRAINEE, PASSWORD).await.leads_to("/");
    browser.get("/home").await.is(200).says("Your second factor was taken away on 12 November 2026");
    browser.get(FACTOR).await.says("It is off");
    let again = house.browser();
    again.signs_in(TRAINEE, PASSWORD).await.leads_to("/");
    again.get("/home").await.does_not_say("was taken away");
    ward.admin.post(&confirmation, &[]).await.is(403);
    let acts =
        house.app.read(|r| Ok(audit_events::table.select(audit_events::act).load::<String>(r.conn())?));
    let acts = acts.await.unwrap();
    for act in ["reset-asked", "reset-proposed", "reset"] {
        assert!(acts.contains(&format!("second-factor/{act}")), "{act} is not in {acts:?}");
    }
}

#[actix_web::test]
async fn nobody_else_has_a_say() {
    let house = TestApp::new().await;
    let ward = ward(&house).await;
    let page = ward.page.as_str();
    let supervisor = house.signed_in(SUPERVISOR).await;
    let checked = [("checked", "badge")];
    for (who, browser) in
        [("another lead", &ward.stranger), ("a supervisor", &supervisor), ("Ann", &ward.ann)]
    {
        assert_eq!(browser.get(page).await.status, 404, "{who}");
        assert_eq!(browser.post(page, &checked).await.status, 404, "{who}");
        assert_eq!(browser.post(&format!("{page}/confirmation"), &[]).await.status, 404, "{who}");
    }
    vouches(&ward.admin, page).await;
    assert_eq!(ward.stranger.post(&format!("{page}/confirmation"), &[]).await.status, 404);
    ward.stranger.get("/lost-second-factors").await.is(200).does_not_say("Ann Field");
    ward.lead.fills(page, &format!("{page}/declination"), &[]).await.leads_to("/lost-second-factors");
    ward.lead.post(&format!("{page}/confirmation"), &[]).await.is(403).says("Nobody vouches");
    ward.ann.get("/account").await.is(200).says("On, 10");
}

#[actix_web::test]
async fn who_vouched_waits_three_days_and_not_longer() {
    let house = TestApp::new().await;
    let ward = ward(&house).await;
    let page = ward.page.as_str();
    vouches(&ward.lead, page).await;
    house.later(72 * 60 * 60);
    let admin = house.signed_in("adam@demo.example").await;
    admin.post(&format!("{page}/confirmation"), &[]).await.is(403).says("three days are over");
    vouches(&admin, page).await;
    house.later(72 * 60 * 60 - 1);
    let lead = house.signed_in(LEAD).await;
    lead.fills(page, &format!("{page}/confirmation"), &[]).await.leads_to("/lost-second-factors");
}

#[actix_web::test]
async fn the_only_admin_asks_and_the_server_agrees() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    Phone::set_up(&house, &admin).await;
    let system = System::at_work();
    let (code, said) = reset_second_factor(&house.app, ADMIN, system).await.unwrap();
    assert_eq!(code, 1, "nobody has asked: {said}");
    let (code, said) = reset_second_factor(&house.app, "nobody@demo.example", system).await.unwrap();
    assert!(code == 1 && said.contains("no open account"), "{said}");
    let half = house.browser();
    half.signs_in(ADMIN, PASSWORD).await.leads_to(CODE);
    half.fills(LOST, LOST, &[]).await.leads_to("/sign-in");
    let (code, said) = reset_second_factor(&house.app, ADMIN, system).await.unwrap();
    assert!(code == 0 && said.contains("Adam Price"), "{said}");
    admin.get("/settings").await.is(303);
    half.signs_in(ADMIN, PASSWORD).await.leads_to("/");
    let kept = house.app.read(|r| {
        let by: Vec<String> = factor_resets::table.select(factor_resets::confirmed_by).load(r.conn())?;
        let detail: String = audit_events::table
            .filter(audit_events::act.eq("second-factor/reset"))
            .select(audit_events::detail)
            .first(r.conn())?;
        Ok((by, detail))
    });
    let (by, detail) = kept.await.unwrap();
    assert_eq!(by, ["system"]);
    assert!(
        detail.contains("somebody with access to the server") && detail.contains("server-user"),
        "{detail}"
    );
}

#[actix_web::test]
async fn the_server_alone_takes_nothing_away() {
    let house = TestApp::new().await;
    let ward = ward(&house).await;
    half_way(&house).await.fills(LOST, LOST, &[]).await.leads_to("/sign-in");
    let (code, said) = reset_second_factor(&house.app, TRAINEE, System::at_work()).await.unwrap();
    assert!(code == 1 && said.contains("Nobody vouches"), "{said}");
    vouches(&ward.admin, &ward.page).await;
    let (code, _) = reset_second_factor(&house.app, TRAINEE, System::at_work()).await.unwrap();
    assert_eq!(code, 0);
    ward.ann.get("/account").await.is(303);
}
