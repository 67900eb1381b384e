//! Reviews: planned by a lead, collected by itself, prepared by both sides, frozen for a panel, decided, objected to.

mod reported;
pub mod seats;
pub mod whole;

use diesel::connection::SimpleConnection;
use perfolio::db::tx::Why;
use perfolio::domain::names::EnrolmentId;

use crate::certificates::{changes, first};
use crate::kit::TestApp;
use crate::kit::acted::{Acted, three_cases};
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::kit::wellformed::complaints;

/// Prepared until 26 November, held on 3 December 2026.
pub const PLAN: [(&str, &str); 7] = [
    ("sort", "midterm"),
    ("prepare-day", "26"),
    ("prepare-month", "11"),
    ("prepare-year", "2026"),
    ("held-day", "3"),
    ("held-month", "12"),
    ("held-year", "2026"),
];

pub async fn plans(lead: &Browser<'_>, enrolment: &EnrolmentId, more: &[(&str, &str)]) -> Shown {
    let page = format!("/reviews/new?enrolment={enrolment}");
    let kept = PLAN.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let words: Vec<(&str, &str)> = kept.chain(more).copied().collect();
    lead.fills(&page, "/reviews", &words).await
}

/// The path of a review that is planned now.
pub async fn planned(lead: &Browser<'_>, enrolment: &EnrolmentId, more: &[(&str, &str)]) -> String {
    let sent = plans(lead, enrolment, more).await;
    sent.is(303).location().unwrap().to_owned()
}

/// Ann with three cases, and Lea.
async fn begun(house: &TestApp) -> (Acted, Browser<'_>) {
    let of = three_cases(house).await;
    house.letters().await;
    (of, house.signed_in(LEAD).await)
}

#[actix_web::test]
async fn a_lead_plans_a_review_and_its_page_collects_what_there_is() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    lea.get(&format!("/trainees/{}", of.enrolment)).await.says("Plan a review");
    let path = planned(&lea, &of.enrolment, &[("panel", of.made.supervisor.as_str())]).await;
    let told = house.letters().await;
    let mut to: Vec<(&str, &str)> =
        told.iter().map(|one| (one.to_address.as_str(), one.subject.as_str())).collect();
    to.sort_unstable();
    assert_eq!(
        to,
        [
            (TRAINEE, "A review on 3 December 2026"),
            (SUPERVISOR, "A review on 3 December 2026"),
            (SUPERVISOR, "You sit on a review on 3 December 2026"),
        ]
    );
    let page = lea.get(&path).await;
    page.is(200).says("Midterm: Ann Field").says("Both sides prepare").says("3 December 2026");
    page.says("Sue Carter").says("1 bypass case").says("Not good enough, or sent back").says("Returned");
    page.says("with Sue Carter since 12 November 2026").says("Requirements that are not met");
    page.says("No meeting is recorded.").says("Change days or who sits");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    let ann = house.signed_in(TRAINEE).await;
    let own = ann.get(&path).await;
    own.is(200)
        .says("1 bypass case")
        .does_not_say("Change days or who sits")
        .does_not_say("Call this review off");
    ann.get("/reviews").await.is(200).says("Midterm").says(&path);
    ann.get("/notices").await.says("Your review of").says(&path);
    lea.get("/reviews").await.says("Midterm: Ann Field");
    let history = format!("/history/{}", of.portfolio);
    lea.get(&history).await.says("planned a review");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn the_first_review_looks_at_the_first_day_too() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    lea.get(&path).await.is(200).says("No meeting is recorded.");
    house.ends_out_of_order("a case is made into a meeting of the day on which the training began");
    let made = house.app.write_quietly(Why::Swept, |tx| {
        let first = "(SELECT MIN(enrolments.started_on) FROM enrolments)";
        let meeting =
            format!("UPDATE entries SET kind = 'meeting', happened_on = {first} WHERE state = 'signed'");
        Ok(tx.conn().batch_execute(&meeting)?)
    });
    made.await.unwrap();
    lea.get(&path).await.is(200).does_not_say("No meeting is recorded.");
}

#[actix_web::test]
async fn an_attempt_that_was_not_good_enough_stays_in_view_whatever_is_written_over_it() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    house.ends_out_of_order("a signature is made into one that found it not good enough");
    let judged = house.app.write_quietly(Why::Swept, |tx| {
        let wanting = "UPDATE decisions SET satisfactory = (1 = 0) WHERE verdict = 'signed'";
        Ok(tx.conn().batch_execute(wanting)?)
    });
    judged.await.unwrap();
    let path = planned(&lea, &of.enrolment, &[]).await;
    let wanting = "an earlier version was not good enough";
    lea.get(&path).await.is(200).does_not_say(wanting);
    let (ann, entry) = (house.signed_in(TRAINEE).await, first(&house, "signed").await);
    changes(&of, &ann, &entry).await;
    lea.get(&path).await.is(200).says(wanting).says(&entry);
}

#[actix_web::test]
async fn what_was_typed_stays_when_it_cannot_be_taken() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let unknown = [("guest", "nobody@nowhere.example"), ("sort", "annual")];
    let again = plans(&lea, &of.enrolment, &unknown).await;
    again
        .is(422)
        .says("Nobody here has this address")
        .says("nobody@nowhere.example")
        .says("There is a problem");
    let over = plans(&lea, &of.enrolment, &[("prepare-year", "2020"), ("chair", "guest")]).await;
    over.is(422).says("2020");
    let wrong = plans(&lea, &of.enrolment, &[("sort", "party")]).await;
    wrong.is(422).says("Choose which review it is.");
    let stranger = plans(&lea, &of.enrolment, &[("panel", "nobody")]).await;
    stranger.is(422).says("Choose people from the list.");
}

/// Ann's account.
pub async fn owner(house: &TestApp, of: &Acted) -> perfolio::domain::names::AccountId {
    use diesel::prelude::*;
    use perfolio::db::schema::portfolios;
    let portfolio = of.portfolio.clone();
    let found = house.app.read(move |r| {
        Ok(portfolios::table.find(&portfolio).select(portfolios::person_id).first(r.conn())?)
    });
    found.await.unwrap()
}
