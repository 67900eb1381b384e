//! An enrolment that a file made, undone and made again, with a move or something of its life in between: what
//! something was built on stays, and what is undone stands in nobody's way without a word.

use diesel::prelude::*;
use perfolio::db::schema::enrolments;
use perfolio::domain::names::EnrolmentId;

use super::{previews, reads_in, undoes};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::browser::Browser;
use crate::kit::elsewhere::{LATER, moves_people, publishes, version_of};
use crate::kit::many::LEAD;
use crate::kit::small::verifies;

fn row(version: &str) -> String {
    format!(
        "Name,E-mail,Course,Version,Department,Start,End\n\
         Ann Field,ann@demo.example,perfusion-msc,{version},Cardiac theatres,1/9/2026,31/8/2028\n"
    )
}

/// Those of this version, with whether they stand.
async fn on(house: &TestApp, number: &'static str) -> Vec<(EnrolmentId, bool)> {
    use perfolio::db::schema::programme_versions;
    let found = house.app.read(move |r| {
        Ok(enrolments::table
            .inner_join(programme_versions::table)
            .filter(programme_versions::version.eq(number))
            .order(enrolments::id)
            .select((enrolments::id, enrolments::known_until.is_null()))
            .load(r.conn())?)
    });
    found.await.unwrap()
}

/// From the first of that month of 2026; gives the page of the enrolment's life.
async fn takes_time_out(house: &TestApp, lea: &Browser<'_>, of: &EnrolmentId, month: &str) -> String {
    house.later(60);
    let life = format!("/enrolments/{of}/life");
    let form = format!("{life}/time-out");
    let words = [("category", "health"), ("reason", "Advised to rest"), ("do", "record")];
    let day = [("day-day", "1"), ("day-month", month), ("day-year", "2026")];
    lea.fills(&form, &form, &[&words[..], &day].concat()).await.leads_to(&life);
    life
}

#[actix_web::test]
async fn a_life_act_in_between_keeps_the_enrolment_and_once_taken_back_it_goes_and_comes_again() {
    let house = TestApp::new().await;
    acted(&house).await;
    publishes(&house).await;
    let lea = house.signed_in(LEAD).await;
    let (path, _) = reads_in(&lea, "enrolments", &row(LATER), &[]).await;
    let (id, stands) = on(&house, LATER).await.remove(0);
    assert!(stands);
    takes_time_out(&house, &lea, &id, "12").await;
    undoes(&lea, &path).await.says("Not undone: something of its life was recorded since, such as time out.");
    assert_eq!(on(&house, LATER).await, [(id.clone(), true)]);

    // The same row again has nothing to do; what is taken back holds it no more.
    let (_, same) = previews(&lea, "enrolments", &row(LATER), &[]).await;
    same.says("0 new, 0 changed, 1 with nothing to do");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn what_was_taken_back_does_not_come_again_with_an_enrolment_that_is_opened_again() {
    let house = TestApp::new().await;
    acted(&house).await;
    publishes(&house).await;
    let lea = house.signed_in(LEAD).await;
    let (path, _) = reads_in(&lea, "enrolments", &row(LATER), &[]).await;
    let (id, stands) = on(&house, LATER).await.remove(0);
    assert!(stands);
    let life = takes_time_out(&house, &lea, &id, "11").await;
    let list = lea.get(&life).await;
    let end = list.body.split("href=\"").map(|rest| rest.split('"').next().unwrap());
    let end = end.clone().find(|link| link.ends_with("/end")).unwrap().to_owned();
    lea.fills(&end, &end, &[("reason", "It was somebody else")]).await.leads_to(&life);
    house.later(60);
    undoes(&lea, &path).await.does_not_say("Not undone");
    assert_eq!(on(&house, LATER).await, [(id.clone(), false)]);
    lea.get(&life).await.is(404);
    verifies(&house.app).await;
    house.later(60);
    reads_in(&lea, "enrolments", &row(LATER), &[]).await;
    assert_eq!(on(&house, LATER).await, [(id.clone(), true)], "the same one again");
    lea.get(&format!("/trainees/{id}")).await.is(200).does_not_say("On time out");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn an_undone_enrolment_is_opened_again_by_enrolling_and_not_by_a_move() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let to = publishes(&house).await;
    let lea = house.signed_in(LEAD).await;
    let from = version_of(&house, &made.enrolment).await;
    let (path, _) = reads_in(&lea, "enrolments", &row(LATER), &[]).await;
    house.later(60);
    undoes(&lea, &path).await.does_not_say("Not undone");
    house.later(60);
    let asked = moves_people(&lea, (&from, &to), &[&made.enrolment], &[("do", "move")]).await;
    let batch = asked.is(303).location().unwrap().to_owned();
    lea.get(&batch)
        .await
        .is(200)
        .says("Moved: 0 of 1")
        .says("An enrolment of this person on that version was undone. Enrol them on it");
    assert_eq!(version_of(&house, &made.enrolment).await, from);
    let (_, shown) = previews(&lea, "enrolments", &row(LATER), &[]).await;
    shown.says("1 new");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn a_move_in_between_keeps_the_enrolment() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let to = publishes(&house).await;
    let lea = house.signed_in(LEAD).await;
    let from = version_of(&house, &made.enrolment).await;
    let text = "Name,E-mail,Course,Version,Department,Start,End\n\
        Cy Dale,cy@demo.example,perfusion-msc,2025,Cardiac theatres,1/9/2026,31/8/2028\n";
    let (path, _) = reads_in(&lea, "enrolments", text, &[]).await;
    let number = house.app.read(move |r| {
        use perfolio::db::schema::{accounts, portfolios};
        Ok(enrolments::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .filter(accounts::email.eq("cy@demo.example"))
            .select((enrolments::id, enrolments::version_id))
            .first::<(EnrolmentId, perfolio::domain::names::VersionId)>(r.conn())?)
    });
    let (cy, is_on) = number.await.unwrap();
    assert!(is_on != to && from != to);
    house.later(60);
    moves_people(&lea, (&is_on, &to), &[&cy], &[("do", "move")]).await.is(303);
    house.later(60);
    undoes(&lea, &path).await.says("Not undone: the person was moved to another version since.");
    assert_eq!(version_of(&house, &cy).await, to);
    lea.get(&format!("/trainees/{cy}")).await.is(200);
    verifies(&house.app).await;
}
