//! Some weeks before an approval ends, the trainee and who leads them are told, once.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::schema::approvals;
use perfolio::domain::names::ApprovalId;
use perfolio::domain::role::System;
use perfolio::features::approvals::remind;

use super::{answer, nominates, of, on, words};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{Enrolled, LEAD, TRAINEE};
use crate::kit::work::enrolled_until;
use crate::life::records;

const SUBJECT: &str = "The approval of an assessor ends soon";

/// To whom it was told, and what.
async fn ends(house: &TestApp) -> Vec<(String, String)> {
    let these = house.letters().await.into_iter().filter(|one| one.subject == SUBJECT);
    these.map(|one| (one.to_address, one.text)).collect()
}

async fn approves_until(
    lea: &Browser<'_>,
    ann: &Enrolled,
    name: &str,
    email: &str,
    (month, year): (&str, &str),
) {
    let mut until = words(name, email, "a");
    until.retain(|(field, _)| !field.starts_with("until"));
    until.extend([("until-day", "31"), ("until-month", month), ("until-year", year)]);
    nominates(lea, ann, &until).await.is(303);
}

#[actix_web::test]
async fn the_trainee_and_the_lead_are_told_once_before_an_approval_ends() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    house.person("Una Reed", "una@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    approves_until(&lea, &ann, "Tom Ward", "tom@demo.example", ("12", "2026")).await;
    // With the enrolment itself nothing has to be approved anew.
    approves_until(&lea, &ann, "Una Reed", "una@demo.example", ("8", "2027")).await;
    house.letters().await;
    let round = || remind(&house.app, System::at_work());
    round().await.unwrap();
    assert!(ends(&house).await.is_empty(), "it is too early");
    house.later(25 * 24 * 60 * 60);
    round().await.unwrap();
    round().await.unwrap();
    let mut told = ends(&house).await;
    told.sort();
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [TRAINEE, LEAD]);
    for (_, text) in &told {
        assert!(text.contains("Tom Ward") && text.contains("31 December 2026"), "{text}");
    }
    let own = "The approval of Tom Ward, an assessor of yours, comes to its last day soon.";
    house.signed_in(TRAINEE).await.get("/notices").await.says(own);
    house.signed_in(LEAD).await.get("/notices").await.says(&own.replace("yours", "Ann Field"));
    house.later(24 * 60 * 60);
    round().await.unwrap();
    assert!(ends(&house).await.is_empty(), "once");
}

#[actix_web::test]
async fn an_end_that_a_lead_set_is_told_by_that_and_not_again_the_next_morning() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    approves_until(&lea, &ann, "Tom Ward", "tom@demo.example", ("5", "2027")).await;
    let read =
        house.app.read(|r| Ok(approvals::table.select(approvals::id).first::<ApprovalId>(r.conn())?));
    let page = format!("/approvals/{}/end", read.await.unwrap());
    let last = [("last-day", "30"), ("last-month", "11"), ("last-year", "2026")];
    lea.fills(&page, &page, &last).await.is(303);
    let letters = house.letters().await;
    let told = letters
        .iter()
        .filter(|one| one.to_address == TRAINEE && one.subject.ends_with("has another last day"));
    let told: Vec<&str> = told.map(|one| one.text.as_str()).collect();
    let says =
        "Lea Brook set the last day of the approval of Tom Ward, an assessor of yours, to 30 November 2026.";
    assert!(told.len() == 1 && told[0].replace('\n', " ").contains(says), "{told:?}");
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(ends(&house).await.is_empty(), "Ann was told when it was set");
}

#[actix_web::test]
async fn another_approval_that_begins_only_later_does_not_go_on_for_it() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    house.person("Una Reed", "una@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    for (name, email, (day, month)) in
        [("Tom Ward", "tom@demo.example", ("1", "3")), ("Una Reed", "una@demo.example", ("1", "1"))]
    {
        approves_until(&lea, &ann, name, email, ("12", "2026")).await;
        let mut later = words(name, email, "all");
        later.retain(|(field, _)| !field.starts_with("from"));
        later.extend([("from-day", day), ("from-month", month), ("from-year", "2027")]);
        nominates(&lea, &ann, &later).await.is(303);
    }
    house.letters().await;
    house.later(25 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    let told = ends(&house).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|(_, text)| text.contains("Tom Ward")), "{told:?}");
}

#[actix_web::test]
async fn the_end_of_the_training_is_the_one_that_is_known_now() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    enrolled_until(&house, &ann, "2026-12-10").await;
    let until = [("day", "2026-11-12"), ("until", "2027-06-30")];
    records(&lea, &ann, "extended", &[], &until).await.is(303);
    let page = lea.get(&format!("/enrolments/{}/assessors/new", ann.enrolment)).await;
    page.is(200).says("value=\"2027\"");
    approves_until(&lea, &ann, "Tom Ward", "tom@demo.example", ("12", "2026")).await;
    house.letters().await;
    house.later(25 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    assert_eq!(ends(&house).await.len(), 2, "extended: Tom is needed for longer");
}

#[actix_web::test]
async fn who_has_left_is_told_of_no_approval_that_ends_and_nobody_is_approved_for_them() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    approves_until(&lea, &ann, "Tom Ward", "tom@demo.example", ("12", "2026")).await;
    nominates(&own, &ann, &words("Una Reed", "una@demo.example", "a")).await.is(303);
    let una = of(&house, "Una Reed").await;
    let form = own.get(&format!("/enrolments/{}/assessors/new", ann.enrolment)).await;
    let nominated = format!("/nominations/{una}");
    let open = lea.get(&nominated).await;
    records(&lea, &ann, "withdrawn", &[], &[("day", "2026-11-12")]).await.is(303);
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    lea.get(&format!("{list}/new")).await.is(403).says("nothing more is filed under it");
    own.get(&list).await.is(200).does_not_say(&format!("{list}/new"));
    let late = own.sends(&form, &format!("{list}/new"), &words("Vera Wells", "vera@demo.example", "a")).await;
    late.is(422).says("nothing more is filed under it");
    lea.get(&format!("/nominations/{una}")).await.says("They cannot be approved as things are");
    lea.sends(&open, &nominated, &answer()).await.is(422).says("nothing more is filed under it");
    house.letters().await;
    house.later(25 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(ends(&house).await.is_empty(), "there is nothing to approve anew");
}

/// A lead of many reads all of them, page by page, the first to end first.
#[actix_web::test]
async fn many_approvals_are_on_several_pages() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    let lea = house.signed_in(LEAD).await;
    house.person("Cora Wood", "cora@demo.example").await;
    approves_until(&lea, &ann, "Cora Wood", "cora@demo.example", ("8", "2027")).await;
    lea.get("/approvals").await.is(200).says("Cora Wood").does_not_say("/approvals?page=");
    house.ends_out_of_order("rows are put in without any act");
    let put = house.app.write_quietly(perfolio::db::tx::Why::Swept, |tx| {
        for number in 0..120 {
            tx.conn().batch_execute(&format!(
                "INSERT INTO approvals SELECT id || '-{number}', enrolment_id, person_id, section, from_day, \
                 '2027-03-01', nomination_id, made_by, known_from, known_until FROM approvals \
                 WHERE until_day > '2027-04-01'"
            ))?;
        }
        Ok(())
    });
    put.await.unwrap();
    let first = lea.get("/approvals").await;
    first.is(200).says("/approvals?page=2").does_not_say("31 August 2027").does_not_say("page=1\"");
    let second = lea.get("/approvals?page=2").await;
    second.is(200).says("31 August 2027").says("/approvals?page=1").does_not_say("page=3");
    for odd in ["0", "-1", "x", "99999999999999999999"] {
        lea.get(&format!("/approvals?page={odd}")).await.is(200);
    }
}
