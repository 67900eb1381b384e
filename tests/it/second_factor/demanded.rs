//! What the house asks: whoever owes a second factor is led to it and can do nothing else.

use perfolio::domain::factor::Demand;
use perfolio::domain::role::Capacity;
use perfolio::features;

use super::{CHANGE, CODE, shows};
use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::many::{LEAD, SUPERVISOR, many};
use crate::kit::morning::{ADMIN, appoints_lead, set_up};
use crate::kit::phone::{FACTOR, Phone};
use crate::kit::work::{appoints, departments_of};

#[actix_web::test]
async fn the_first_admin_sets_it_up_before_anything_else() {
    let house = TestApp::strict("http://127.0.0.1:8080").await;
    let admin = set_up(&house).await;
    for line in features::routes().listed() {
        let open = line.who == "anyone" || line.who == "signed in, second factor or not";
        if open || line.path.contains('{') {
            continue;
        }
        let shown = match line.method {
            "GET" => admin.get(line.path).await,
            _ => admin.post(line.path, &[("name", "Northgate"), ("zone", "Europe/London")]).await,
        };
        assert_eq!((shown.status, shown.location()), (303, Some(FACTOR)), "{} {}", line.method, line.path);
    }
    let page = admin.get(FACTOR).await;
    page.is(200)
        .says("Set it up now")
        .says("Sign out")
        .does_not_say("href=\"/settings\"")
        .does_not_say("href=\"/notices\"");
    admin
        .get("/nowhere")
        .await
        .is(404)
        .says("Set up your second factor")
        .does_not_say("Go to your first page");
    let phone = Phone::set_up(&house, &admin).await;
    admin.get("/").await.leads_to("/settings");
    // What they are told is found from every page of whoever is signed in.
    admin.get("/settings/institutions").await.is(200).does_not_say("Northgate").says("href=\"/notices\"");
    house.later(60);
    let off = [("do", "off"), ("password", PASSWORD), ("one-time-code", &*phone.code(&house))];
    let page = admin.get(FACTOR).await;
    page.says("cannot be turned off").does_not_say("value=\"off\"");
    admin.sends(&page, CHANGE, &off).await.is(422).says("so it stays on");
    admin.sends(&page, "/sign-out", &[]).await.leads_to("/sign-in");
    admin.get("/settings").await.is(303);
    admin.signs_in(ADMIN, PASSWORD).await.leads_to(CODE);
    shows(&admin, &phone.code(&house)).await.leads_to("/");
}

#[actix_web::test]
async fn somebody_who_owes_it_can_sign_out() {
    let house = TestApp::strict("http://127.0.0.1:8080").await;
    let admin = set_up(&house).await;
    let page = admin.get(FACTOR).await;
    admin.sends(&page, "/sign-out", &[]).await.leads_to("/sign-in");
    admin.get(FACTOR).await.is(303);
}

#[actix_web::test]
async fn an_admin_sets_what_is_asked_and_it_holds_from_the_next_page_on() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    let institution = admin
        .fills(
            "/settings/institutions",
            "/settings/institutions",
            &[("name", "Northgate"), ("zone", "Europe/London")],
        )
        .await;
    institution.is(303);
    let lead = appoints_lead(&house, &admin, "Lea O’Neill", LEAD, "All of Northgate").await;
    lead.get("/board").await.is(200);
    let page = admin.get("/settings/second-factor").await;
    page.says("can sign in with a password alone");
    lead.get("/settings/second-factor").await.is(404);
    let half = [("supervisor", "offered"), ("lead", "required")];
    admin.sends(&page, "/settings/second-factor", &half).await.is(422).says("Choose one.");
    let all = [("supervisor", "off"), ("lead", "required"), ("admin", "offered"), ("university", "required")];
    admin.sends(&page, "/settings/second-factor", &all).await.leads_to("/settings/second-factor");
    lead.get("/board").await.leads_to(FACTOR);
    Phone::set_up(&house, &lead).await;
    lead.get("/board").await.is(200);
    let page = admin.get("/settings/second-factor").await;
    page.says("value=\"required\" checked");
}

#[actix_web::test]
async fn an_appointment_counts_from_the_next_request() {
    let house = TestApp::strict("http://127.0.0.1:8080").await;
    let made = many(&house, 1, 0).await;
    let (_, other) = departments_of(&house, &made.trainees[0]).await;
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get("/inbox").await.is(200);
    appoints(&house, &made.supervisor, Capacity::Lead, &other).await;
    sue.get("/inbox").await.leads_to(FACTOR);
    sue.post("/account/name", &[("name", "Eve")]).await.leads_to(FACTOR);
    house.demands(Demand::Off, Demand::Off, Demand::Required).await;
    sue.get("/inbox").await.is(200);
    sue.get("/account").await.does_not_say("Second factor");
    sue.post(FACTOR, &[]).await.is(404);
}
