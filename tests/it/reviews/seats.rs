//! Who sits on a panel, and what a seat opens.

use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::Browser;
use crate::kit::many::TRAINEE;
use crate::kit::programme::{cases, enrols, publishes, version};
use crate::kit::small::verifies;

use super::{PLAN, begun, planned, plans};

/// Pam, who is nothing else here, chairs.
pub async fn with_a_panel<'a>(house: &'a TestApp, of: &Acted, lea: &Browser<'_>) -> (String, Browser<'a>) {
    house.person("Pam Reed", "pam@uni.example").await;
    let path = planned(lea, &of.enrolment, &[("guest", "pam@uni.example"), ("chair", "guest")]).await;
    (path, house.signed_in("pam@uni.example").await)
}

#[actix_web::test]
async fn a_seat_opens_nothing_of_the_portfolio() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    pam.get("/").await.leads_to("/reviews");
    pam.get("/reviews").await.is(200).says("Midterm: Ann Field").says("you chair");
    let page = pam.get(&path).await;
    page.is(200).says("Pam Reed (chair)").says("You sit on this review").does_not_say("1 bypass case");
    page.does_not_say("What the review looks at");
    for hidden in ["/trainees/", "/history/", "/results/"] {
        pam.get(&format!("{hidden}{}", of.enrolment)).await.is(404);
    }
    for act in ["plan", "end"] {
        pam.post(&format!("{path}/{act}"), &PLAN).await.is(404);
    }
    let stan = house.person("Stan Stranger", "stan@demo.example").await;
    assert!(!stan.as_str().is_empty());
    house.signed_in("stan@demo.example").await.get(&path).await.is(404);
    // Without the seat there is nothing.
    let plan = format!("{path}/plan");
    lea.fills(&plan, &plan, &[&PLAN[..], &[("chair", "")]].concat()).await.leads_to(&path);
    pam.get(&path).await.is(404);
    pam.get("/reviews").await.does_not_say("Ann Field");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn nobody_sits_on_their_own_review_or_while_in_training() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let own = plans(&lea, &of.enrolment, &[("guest", TRAINEE), ("chair", "guest")]).await;
    own.is(422).says("Nobody sits on their own review");
    let tess = house.person("Tess Trainee", "tess@demo.example").await;
    let like = crate::kit::many::Enrolled {
        person: tess.clone(),
        portfolio: of.portfolio.clone(),
        enrolment: of.enrolment.clone(),
        entries: Vec::new(),
    };
    let on = publishes(&house, &version("another", "", &cases("some", 1, ""))).await;
    enrols(&house, &tess, &on, &like).await;
    let trainee = plans(&lea, &of.enrolment, &[("guest", "tess@demo.example")]).await;
    trainee.is(422).says("Tess Trainee is in training themselves").says("tess@demo.example");
}

#[actix_web::test]
async fn a_review_that_a_programme_asks_for_is_offered_until_it_is_planned() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let asked = "[[kinds]]\nkind = \"review\"\nversion = 1\n\
                 [[requirements]]\ncode = \"mid\"\ntitle = \"Midterm review\"\nsource = \"here\"\ndue = { day = 2027-01-31 }\n\
                 [requirements.rule]\nmeeting = \"review\"\nabout = { field = \"sort\", is = \"midterm\" }\n";
    let on = publishes(&house, &version("reviewed", "", asked)).await;
    let like = crate::kit::many::Enrolled {
        person: crate::reviews::owner(&house, &of).await,
        portfolio: of.portfolio.clone(),
        enrolment: of.enrolment.clone(),
        entries: Vec::new(),
    };
    let enrolled = enrols(&house, &like.person, &on, &like).await;
    let list = lea.get("/reviews").await;
    let way = format!("/reviews/new?enrolment={}&#38;requirement=mid", enrolled.enrolment);
    list.says("To be planned").says("Ann Field: Midterm review").says("due 31 January 2027").says(&way);
    let page = lea.get(&way.replace("&#38;", "&")).await;
    page.is(200).says("Midterm review: due 31 January 2027").says("value=\"midterm\" checked");
    lea.sends(&page, "/reviews", &PLAN).await.is(303);
    lea.get("/reviews").await.does_not_say("To be planned").says("Midterm: Ann Field");
    house.signed_in(TRAINEE).await.get("/reviews").await.does_not_say("To be planned");
}

#[actix_web::test]
async fn a_review_is_called_off_by_a_lead_and_stays_in_the_list() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    let end = format!("{path}/end");
    house.signed_in(TRAINEE).await.post(&end, &[]).await.is(404);
    lea.fills(&path, &end, &[]).await.leads_to("/reviews");
    lea.get("/reviews").await.says("Called off");
    pam.get(&path).await.is(404);
    lea.post(&format!("{path}/plan"), &PLAN).await.is(403).says("stays as it is");
    lea.post(&end, &[]).await.is(403);
    verifies(&house.app).await;
    house.letters().await;
}
