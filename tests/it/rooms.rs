//! The code of a room: made by who leads there, scanned by who assesses, stated beside how it was seen, and never told
//! as a proof that anybody was there.

use diesel::prelude::*;
use perfolio::db::schema::{assessments, room_scans, rooms};
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;
use perfolio::jobs::plan_tidying;

use crate::forms::{ANSWERS, Forms, entry_in, forms, with};
use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR};
use crate::kit::small::verifies;
use crate::kit::work::{appoints, departments_of};

const HALF_AN_HOUR: i64 = 30 * 60;

/// What the lead sends to have a code.
async fn asks(house: &TestApp, department: &DepartmentId, name: &str) -> Shown {
    let over = format!("department:{department}");
    let lea = house.signed_in(LEAD).await;
    lea.fills("/people/rooms", "/people/rooms", &[("name", name), ("over", &over)]).await
}

/// The lead makes a code: the id of the room, and the secret in the address that it holds.
pub async fn coded(house: &TestApp, department: &DepartmentId, name: &str) -> (String, String) {
    let sheet = asks(house, department, name).await.is(303).location().unwrap().to_owned();
    let id = sheet.rsplit('/').next().unwrap().to_owned();
    let wanted = RoomId::new(id.as_str());
    let token = house
        .app
        .read(move |r| Ok(rooms::table.find(&wanted).select(rooms::token).first::<String>(r.conn())?))
        .await
        .unwrap();
    (id, token)
}

/// The lead makes a code, and somebody scans it.
pub async fn scanned(house: &TestApp, department: &DepartmentId, by: &Browser<'_>) -> (String, String) {
    let made = coded(house, department, "Theatre 2").await;
    by.get(&format!("/rooms/{}", made.1)).await.is(200);
    made
}

/// Forms with two sides, and the address in the code of Theatre 2 of Ann's department.
async fn theatre() -> (Forms, String) {
    let forms = forms().await;
    let (own, _) = departments_of(&forms.house, &forms.made.trainees[0]).await;
    let (_, token) = coded(&forms.house, &own, "Theatre 2").await;
    (forms, format!("/rooms/{token}"))
}

/// The first address on the page that begins so.
fn href_of(shown: &Shown, begin: &str) -> String {
    let (_, after) = shown.body.split_once(&format!("href=\"{begin}")).expect("a link");
    format!("{begin}{}", after.split_once('"').unwrap().0)
}

/// The short code that stands on the sheet of a room.
pub async fn short_of(house: &TestApp, room: &str) -> String {
    let lea = house.signed_in(LEAD).await;
    let sheet = lea.get(&format!("/people/rooms/{room}")).await;
    let (_, after) = sheet.is(200).body.split_once("id=\"short\">").expect("a short code");
    after.split_once('<').unwrap().0.to_owned()
}

/// Scans a code: `Theatre 2, Northgate` and `14:02`, as the page says it.
async fn scans(who: &Browser<'_>, code: &str) -> (String, String) {
    let shown = who.get(code).await;
    let (_, heading) = shown.is(200).body.split_once("<h1").expect("a heading");
    let (_, said) = heading.split_once("Code of ").expect("what was scanned");
    let (room, rest) = said.split_once(" scanned at ").expect("when it was scanned");
    (room.to_owned(), rest.split('<').next().unwrap().to_owned())
}

/// The box of a form, with what is in it; it is ticked.
fn ticked(form: &Shown) -> String {
    let (_, rest) =
        form.is(200).body.split_once("name=\"seen-scan\" type=\"checkbox\" value=\"").expect("a box");
    let (id, rest) = rest.split_once('"').unwrap();
    assert!(rest.trim_start().starts_with("checked"), "whoever scanned it meant to say so");
    id.to_owned()
}

async fn scans_kept(house: &TestApp) -> i64 {
    house.app.read(|r| Ok(room_scans::table.count().get_result(r.conn())?)).await.unwrap()
}

#[actix_web::test]
async fn a_code_that_was_scanned_is_stated_beside_the_decision() {
    let (forms, code) = theatre().await;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let (sue, page) = (forms.sue().await, format!("/inbox/{request}"));
    sue.get(&page).await.is(200).does_not_say("seen-scan");
    let (room, at) = scans(&sue, &code).await;
    assert!(room.starts_with("Theatre 2, "), "{room}");
    sue.get(&code).await.says("Begin an assessment").says("does not prove that anybody was there");
    let form = sue.get(&page).await;
    form.says(&format!("Say that the code of {room} was scanned at {at}"));
    let scan = ticked(&form);
    let words = with(&[("seen-scan", &scan)]);
    sue.sends(&form, &format!("{page}/signature"), &words).await.leads_to("/inbox");
    let said = format!("Observed on 12 November 2026, 08:30: Theatre 2; code of {room} scanned at {at}.");
    for reader in [&forms.ann().await, &sue] {
        reader.get(&format!("/entries/{entry}")).await.is(200).says(&said);
    }
    verifies(&forms.house.app).await;
    let kept = forms
        .house
        .app
        .read(|r| Ok(assessments::table.select(assessments::scanned).first::<String>(r.conn())?));
    assert_eq!(kept.await.unwrap(), format!("2026-11-12 {at} {room}"));
}

#[actix_web::test]
async fn an_assessment_that_is_begun_states_it_too_and_nobody_has_to() {
    let (forms, code) = theatre().await;
    let sue = forms.sue().await;
    let (room, at) = scans(&sue, &code).await;
    let page = format!("/assessments/new?trainee={}&kind=dops", forms.ann.enrolment);
    let day = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026"), ("f-title", "12-lead ECG")];
    for said in [true, false] {
        let form = sue.get(&page).await;
        let scan = ticked(&form);
        let mut words = [&day[..], ANSWERS].concat();
        if said {
            words.push(("seen-scan", scan.as_str()));
        }
        // A fault elsewhere leaves the tick as it was.
        let without: Vec<(&str, &str)> = words.iter().filter(|(name, _)| *name != "level").copied().collect();
        let again = sue.sends(&form, "/assessments", &without).await;
        again.is(422).says("Say that the code of Theatre 2");
        let box_of_it = again.body.split_once("id=\"seen-scan\"").unwrap().1.split_once('>').unwrap().0;
        assert_eq!(box_of_it.contains(" checked"), said, "{box_of_it}");
        let entry = entry_in(&sue.sends(&form, "/assessments", &words).await);
        let shown = sue.get(&format!("/entries/{entry}")).await;
        let sentence = format!("code of {room} scanned at {at}.");
        assert_eq!(shown.is(200).body.contains(&sentence), said, "{}", shown.body);
    }
}

#[actix_web::test]
async fn a_scan_is_offered_for_half_an_hour_and_a_form_that_offered_it_can_be_written() {
    let (forms, code) = theatre().await;
    let (_, request) = forms.dops("12-lead ECG").await;
    let (entry, late) = forms.dops("12-lead ECG, later").await;
    let sue = forms.sue().await;
    let (_, at) = scans(&sue, &code).await;
    forms.house.later(HALF_AN_HOUR - 60);
    // Looked at again it is no other scan.
    assert_eq!(scans(&sue, &code).await.1, at);
    assert_eq!(scans_kept(&forms.house).await, 1);
    let (page, later) = (format!("/inbox/{request}"), format!("/inbox/{late}"));
    let (form, left_open) = (sue.get(&page).await, sue.get(&later).await);
    let scan = ticked(&form);
    forms.house.later(120);
    sue.get(&page).await.is(200).does_not_say("seen-scan");
    let words = with(&[("seen-scan", &scan)]);
    sue.sends(&form, &format!("{page}/signature"), &words).await.is(303);
    forms.house.later(60 * 60);
    let refused = sue.sends(&left_open, &format!("{later}/signature"), &words).await;
    refused.is(422).says("The code was scanned too long ago").says("Steady hands.").does_not_say("seen-scan");
    assert_eq!(forms.state(&entry).await, "submitted");
    // Scanned again it is another one.
    assert_ne!(scans(&sue, &code).await.1, at);
    assert_eq!(scans_kept(&forms.house).await, 2);
}

#[actix_web::test]
async fn a_scan_of_somebody_else_is_nobodys_to_state() {
    let (forms, code) = theatre().await;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let lea = forms.lea().await;
    scans(&lea, &code).await;
    let theirs =
        forms.house.app.read(|r| Ok(room_scans::table.select(room_scans::id).first::<String>(r.conn())?));
    let theirs = theirs.await.unwrap();
    forms.signs(&request, &with(&[("seen-scan", &theirs)])).await.is(422).says("scanned too long ago");
    assert_eq!(forms.state(&entry).await, "submitted");
    forms.signs(&request, ANSWERS).await.is(303);
}

#[actix_web::test]
async fn who_assesses_nobody_leaves_no_scan_and_a_stranger_is_led_on() {
    let (forms, code) = theatre().await;
    let ann = forms.ann().await;
    ann.get(&code).await.is(200).says("You assess nobody, so nothing was noted.").does_not_say("scanned at");
    assert_eq!(scans_kept(&forms.house).await, 0);
    let phone = forms.house.browser();
    let shown = phone.get(&code).await;
    shown.is(200).says("You have a link from a trainee").says("does not prove that anybody was there");
    shown.does_not_say("scanned at");
    assert_eq!(scans_kept(&forms.house).await, 0, "nobody is known who could have scanned it");
    let sign_in = href_of(&shown, "/sign-in?");
    let words = [("email", SUPERVISOR), ("password", PASSWORD)];
    phone.fills(&sign_in, "/sign-in", &words).await.leads_to(&code);
    scans(&phone, &code).await;
    assert_eq!(scans_kept(&forms.house).await, 1);
    phone.get("/rooms/guessed").await.is(404);
}

#[actix_web::test]
async fn a_lead_keeps_the_codes_of_what_they_lead_and_nothing_else() {
    let (forms, code) = theatre().await;
    let house = &forms.house;
    let (own, other) = departments_of(house, &forms.made.trainees[0]).await;
    let lea = forms.lea().await;
    let list = lea.get("/people/rooms").await;
    list.is(200).says("Theatre 2").says("Lea Brook");
    lea.get("/people").await.is(200).says("/people/rooms");
    asks(house, &own, "Theatre 2").await.is(422).says("This room has a code already.");
    asks(house, &own, " ").await.is(422).says("Enter the name of the room.");
    asks(house, &own, "Bed of Mrs Jones").await.is(422);
    let (_, after) = list.body.split_once("href=\"/people/rooms/").expect("its sheet");
    let sheet = format!("/people/rooms/{}", after.split_once('"').unwrap().0);
    lea.get(&sheet).await.is(200).says("<svg class=\"pf-qr\"").says("Theatre 2, ");
    let olga = house.person("Olga Other", "olga@demo.example").await;
    appoints(house, &olga, Capacity::Lead, &other).await;
    house.vouches().await;
    let olga = house.signed_in("olga@demo.example").await;
    olga.get("/people/rooms").await.is(200).does_not_say(&sheet);
    olga.get(&sheet).await.is(404);
    let end = format!("{sheet}/end");
    olga.post(&end, &[]).await.is(404);
    let over = format!("department:{own}");
    olga.post("/people/rooms", &[("name", "Theatre 3"), ("over", &over)]).await.is(422).says("that you lead");
    // Ended on the wall, and no more offered to who had scanned it.
    let sue = forms.sue().await;
    let (_, request) = forms.dops("12-lead ECG").await;
    scans(&sue, &code).await;
    let page = format!("/inbox/{request}");
    ticked(&sue.get(&page).await);
    lea.post(&end, &[]).await.leads_to("/people/rooms");
    lea.get("/people/rooms").await.says("No room that you lead has a code yet.");
    lea.get(&sheet).await.is(404);
    sue.get(&page).await.is(200).does_not_say("seen-scan");
    let ended = sue.get(&code).await;
    ended.says("This code is no longer in use.");
    assert!((400..500).contains(&ended.status), "{}", ended.status);
    verifies(&house.app).await;
}

#[actix_web::test]
async fn scans_are_gone_after_a_day_and_what_was_stated_stays() {
    let (forms, code) = theatre().await;
    let house = &forms.house;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let sue = forms.sue().await;
    scans(&sue, &code).await;
    let page = format!("/inbox/{request}");
    let form = sue.get(&page).await;
    let scan = ticked(&form);
    sue.sends(&form, &format!("{page}/signature"), &with(&[("seen-scan", &scan)])).await.is(303);
    plan_tidying(&house.app).await.unwrap();
    for _ in 0..2 {
        house.later(24 * 60 * 60);
        house.letters().await;
    }
    assert_eq!(scans_kept(house).await, 0);
    forms.ann().await.get(&format!("/entries/{entry}")).await.is(200).says("code of Theatre 2");
    verifies(&house.app).await;
}
