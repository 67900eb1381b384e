//! What is taken back, struck out or named in the middle of a second reading; and readers who are late.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::domain::names::*;
use perfolio::domain::role::System;
use perfolio::features::quality::remind;

use super::{READER, department_of, draws, reader, signed, to_read};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, many};
use crate::kit::small::verifies;
use crate::kit::work::{departments_of, logs_today};

const DAY: i64 = 24 * 60 * 60;

/// The decision and the entry of an item, by its address.
async fn behind(house: &TestApp, item: &str) -> (DecisionId, EntryId) {
    let id = QualityItemId::new(item.rsplit('/').next().unwrap());
    let read = house.app.read(move |r| {
        let both = quality_items::table.find(&id);
        Ok(both.select((quality_items::decision_id, quality_items::entry_id)).first(r.conn())?)
    });
    read.await.unwrap()
}

async fn takes_back(house: &TestApp, sue: &Browser<'_>, item: &str) {
    let (decision, _) = behind(house, item).await;
    let form = format!("/decisions/{decision}/retraction");
    sue.fills(&form, &form, &[("reason", "it was another patient")]).await.is(303);
}

#[actix_web::test]
async fn what_is_taken_back_or_struck_out_is_not_read_and_does_not_count() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 4).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "4").await.is(303).location().unwrap().to_owned();
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    assert_eq!(items.len(), 4);
    let returned = [("verdict", "returned"), ("reason", "unclear")];

    // While the first is judged, the second is taken back: the next that opens is the third.
    let sue = house.signed_in(SUPERVISOR).await;
    let stale = browser.get(&items[1]).await;
    takes_back(&house, &sue, &items[1]).await;
    browser.fills(&items[0], &items[0], &returned).await.leads_to(&items[2]);
    browser.get(&items[1]).await.leads_to("/second-readings");
    browser.get("/second-readings").await.says("it is not read a second time");
    browser.sends(&stale, &items[1], &returned).await.leads_to("/second-readings");
    let list = browser.get("/second-readings").await;
    list.says("1 of 3 read.").says("No longer to be read").does_not_say("aken back since");
    assert_eq!(to_read(&list).len(), 2);

    // Something is struck out of the third.
    let entry = format!("/entries/{}", behind(&house, &items[2]).await.1);
    let incident = crate::redactions::reports(&lea, &entry, &["field:urgency"]).await;
    crate::redactions::strikes(&lea, &incident, &["field:urgency"]).await.is(303);
    house.letters().await;
    browser.get(&items[2]).await.leads_to("/second-readings");
    browser.get("/second-readings").await.says("1 of 2 read.");
    let shown = lea.get(&path).await;
    shown.says("1 of 2 read").says("Taken back since").says("Struck out since").says("1 pair to compare");
    shown.says("2 decisions were taken back, struck out or erased before they were read.");
    lea.get("/quality").await.says("1 of 2 read");
    let again = lea.get(&format!("{path}/again")).await;
    again.says("The same decisions come out, in the same order.");
    again.says("1 was taken back").says("1 ended because something in the entry was struck out");

    // What was read stays a pair, whatever becomes of it: a mended difference is no agreement.
    takes_back(&house, &sue, &items[0]).await;
    let shown = lea.get(&path).await;
    shown.says("1 of 2 read").says("1 pair to compare").says("Returned: Something is unclear");
    // What the house sent back was nobody's judgement, so it is drawn for nobody.
    house.later(60);
    let other = draws(&lea, &own, &rhea, "9").await.is(303).location().unwrap().to_owned();
    lea.get(&other).await.says("1 of 1 decisions");
    verifies(&house.app).await;
}

/// The decision on the version before stands, and is read with what is left of that version.
#[actix_web::test]
async fn a_file_that_was_struck_out_is_words_and_no_link() {
    let house = TestApp::new().await;
    let (of, entry) = crate::redactions::named(&house).await;
    let department = department_of(&house, &of.enrolment).await;
    let rhea = reader(&house, &department).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    draws(&lea, &department, &rhea, "2").await.is(303);
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    assert_eq!(items.len(), 2);
    browser.get(&items[0]).await.is(200).says(&format!("href=\"{}/evidence/", items[0]));
    let incident = crate::redactions::reports(&lea, &entry, &["file:"]).await;
    crate::redactions::strikes(&lea, &incident, &["file:"]).await.is(303);
    house.letters().await;
    let left = to_read(&browser.get("/second-readings").await);
    assert_eq!(left.len(), 1);
    let shown = browser.get(&left[0]).await;
    shown.is(200).says("A file that was struck out").does_not_say(&format!("{}/evidence/", left[0]));
    verifies(&house.app).await;
}

#[actix_web::test]
async fn parts_of_names_are_taken_out_of_what_was_written() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let ann = house.signed_in(TRAINEE).await;
    let said = "Dr Carter stepped in, S. Carter took over; ann did well and SUE’s list went on. Susan may know the field.";
    logs_today(&ann, &made, &[("f-incidents", said)]).await.is(303);
    let request: RequestId =
        house.app.read(|r| Ok(requests::table.select(requests::id).first(r.conn())?)).await.unwrap();
    let page = format!("/inbox/{request}");
    let sue = house.signed_in(SUPERVISOR).await;
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    house.later(60);
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    draws(&lea, &own, &rhea, "1").await.is(303);
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    let shown = browser.get(&items[0]).await;
    shown.is(200).says("Aortic surgery").does_not_say("Carter").does_not_say("ann did");
    shown.says("(a name) stepped in, (a name) took over; (a name) did well and (a name)’s list went on.");
    shown.says("Susan may know the field.");
}

/// To whom reminders went since the last time.
async fn reminded(house: &TestApp) -> Vec<String> {
    for _ in 0..2 {
        remind(&house.app, System::at_work()).await.unwrap();
    }
    let letters = house.letters().await;
    let told =
        letters.into_iter().filter(|one| one.subject == "Second readings: the last day is 10 December 2026");
    told.map(|one| one.to_address).collect()
}

#[actix_web::test]
async fn a_reader_is_reminded_once_a_week_before_and_whoever_is_late_is_shown() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 2).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "2").await.is(303).location().unwrap().to_owned();
    house.later(1);
    draws(&lea, &own, &rhea, "1").await.is(303);
    house.letters().await;
    assert!(reminded(&house).await.is_empty(), "it is four weeks away");
    house.later(22 * DAY);
    // The newer one, which stands first, is read.
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    assert_eq!(items.len(), 3);
    browser.fills(&items[0], &items[0], &[("verdict", "returned"), ("reason", "unclear")]).await.is(303);
    assert_eq!(reminded(&house).await, [READER], "of the one that is not read");
    browser.get("/notices").await.says("The last day for your second readings comes near: 10 December 2026.");
    house.later(DAY);
    assert!(reminded(&house).await.is_empty(), "once is enough");
    house.later(8 * DAY);
    assert!(reminded(&house).await.is_empty(), "the day is over");
    let browser = house.signed_in(READER).await;
    browser.get("/second-readings").await.says("<strong>Overdue.</strong>");
    let lea = house.signed_in(LEAD).await;
    assert_eq!(lea.get("/quality").await.is(200).body.matches("<strong>Overdue</strong>").count(), 1);
    lea.get(&path).await.says("<strong>Overdue.</strong>");
    lea.fills(&path, &format!("{path}/end"), &[]).await.leads_to(&path);
    lea.get(&path).await.does_not_say("Overdue");
}

#[actix_web::test]
async fn a_day_that_is_over_is_no_day_to_read_by() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 1).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.later(40 * DAY);
    let lea = house.signed_in(LEAD).await;
    let refused = draws(&lea, &own, &rhea, "1").await;
    refused.is(422).says("today at the earliest, and within a year").says("value=\"10\"");
}
