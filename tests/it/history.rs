//! A portfolio's trail and its check, in the words of those who read them.

use crate::kit::TestApp;
use crate::kit::acted::three_cases;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::wellformed::complaints;

#[actix_web::test]
async fn everything_that_was_done_is_told_in_words() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = format!("/exports/new?enrolment={}", acted.enrolment);
    ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    house.letters().await;
    let trail = ann.get(&format!("/history/{}", acted.portfolio)).await;
    trail
        .is(200)
        .says("<strong>Lea Brook</strong> made the enrolment on MSc Clinical Perfusion Science")
        .says("<strong>Ann Field</strong> submitted <a href=\"/entries/")
        .says("entry 1, Aortic surgery, 12 November 2026")
        .says("<strong>Sue Carter</strong> signed")
        .says("<strong>Sue Carter</strong> returned")
        .says("<strong>Ann Field</strong> asked for a report of this portfolio")
        .says("<strong>Perfolio</strong> made the report that was asked for")
        .does_not_say("did “")
        .does_not_say("not yours to see");
    let newest_first =
        trail.body.find("made the report").unwrap() < trail.body.find("made the enrolment").unwrap();
    assert!(newest_first);
}

#[actix_web::test]
async fn staff_see_what_they_may_and_strangers_nothing() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let list = ann.get("/portfolio").await;
    let (_, rest) = list.is(200).body.split_once("href=\"/entries/0").expect("an entry");
    let entry = format!("/entries/0{}", rest.split('"').next().unwrap());
    let thought = [("reflection", "I was afraid of the clamp")];
    ann.fills(&entry, &format!("{entry}/reflection"), &thought).await.is(303);
    let path = format!("/history/{}", acted.portfolio);
    ann.get(&path).await.is(200).says("wrote a private reflection beside");
    ann.get("/portfolio").await.says(&format!("href=\"{path}\""));
    for email in [SUPERVISOR, LEAD] {
        let staff = house.signed_in(email).await;
        staff.get(&format!("/trainees/{}", acted.enrolment)).await.says(&format!("href=\"{path}\""));
        let trail = staff.get(&path).await;
        trail.is(200).says("Ann Field’s portfolio").says("signed").does_not_say("reflection");
        trail.says("One more event on this page concerns something that is not yours to see");
    }
    house.person("Mallory", "mallory@demo.example").await;
    let mallory = house.signed_in("mallory@demo.example").await;
    mallory.get(&path).await.is(404);
    mallory.get(&format!("{path}/verification")).await.is(404);
    ann.get("/history/no-such-portfolio").await.is(404);
}

#[actix_web::test]
async fn a_long_trail_has_pages() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    for _ in 0..46 {
        acted.logs(&ann).await;
    }
    let path = format!("/history/{}", acted.portfolio);
    let first = ann.get(&path).await;
    first
        .is(200)
        .says("(event 52)")
        .says("(event 3)")
        .does_not_say("(event 2)")
        .says(&format!("{path}?before=3"));
    let second = ann.get(&format!("{path}?before=3")).await;
    second.is(200).says("(event 2)").says("(event 1)").does_not_say("(event 3)").says("rel=\"prev\"");
}

#[actix_web::test]
async fn verification_says_what_it_checked() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&format!("/history/{}/verification", acted.portfolio))
        .await
        .is(200)
        .says("<strong>Yes.</strong>")
        .says("6 events, each of which contains the hash of the one before it")
        .says("3 versions of entries")
        .says("2 signatures and returns")
        .says("What this does not cover")
        .does_not_say("Something does not fit");
}

#[actix_web::test]
async fn the_owner_sees_who_opened_what_and_a_report_counts_as_reading_all_of_it() {
    let house = TestApp::new().await;
    let (of, entry) = crate::redactions::named(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let page = format!("/history/{}/openings", of.portfolio);
    ann.get(&page)
        .await
        .is(200)
        .says("Who opened what")
        .says("Sue Carter opened it:")
        .does_not_say("Ann Field was given");
    sue.get(&crate::evidence::links(&sue.get(&entry).await)[0]).await.is(200);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    lea.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    house.letters().await;
    let shown = ann.get(&page).await;
    shown.says("Sue Carter opened a file of it:").says("Lea Brook was given a report (CSV) with 1 entry");
    shown.says("entry 1, Aortic surgery").says("kept as long as the record itself");
    assert!(complaints(&shown.body).is_empty(), "{:?}", complaints(&shown.body));
    ann.get(&format!("{page}?month=2026-10"))
        .await
        .is(200)
        .says("October 2026")
        .says("Nobody opened anything");
    for who in [&sue, &lea] {
        who.get(&page).await.is(404);
    }
    let ivo = crate::redactions::governor(&house).await;
    let shown = ivo.get(&page).await;
    shown.is(200).says("Who opened what of Ann Field").says("entry 1").does_not_say("Aortic surgery");
    ann.get(&format!("/history/{}", of.portfolio)).await.says("Who opened what, month by month");
}
