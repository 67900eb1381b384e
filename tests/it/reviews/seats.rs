//! Who sits on a panel, and what a seat opens.

use diesel::prelude::*;
use perfolio::db::schema::accounts;
use perfolio::domain::names::AccountId;
use perfolio::domain::role::System;
use perfolio::features::reviews::remind;

use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::Browser;
use crate::kit::copies::copies;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::programme::{cases, enrols, publishes, version};
use crate::kit::small::verifies;

use super::whole::freezes;
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

/// Ann on a programme that asks for a midterm review until 31 January 2027, and the way to plan it.
async fn asked_for(house: &TestApp, of: &Acted) -> String {
    let asked = "[[kinds]]\nkind = \"review\"\nversion = 1\n\
                 [[requirements]]\ncode = \"mid\"\ntitle = \"Midterm review\"\nsource = \"here\"\ndue = { day = 2027-01-31 }\n\
                 [requirements.rule]\nmeeting = \"review\"\nabout = { field = \"sort\", is = \"midterm\" }\n";
    let on = publishes(house, &version("reviewed", "", asked)).await;
    let like = crate::kit::many::Enrolled {
        person: crate::reviews::owner(house, of).await,
        portfolio: of.portfolio.clone(),
        enrolment: of.enrolment.clone(),
        entries: Vec::new(),
    };
    let enrolled = enrols(house, &like.person, &on, &like).await;
    format!("/reviews/new?enrolment={}&#38;requirement=mid", enrolled.enrolment)
}

#[actix_web::test]
async fn a_review_that_a_programme_asks_for_is_offered_until_it_is_planned() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let way = asked_for(&house, &of).await;
    let list = lea.get("/reviews").await;
    list.says("To be planned").says("Ann Field: Midterm review").says("due 31 January 2027").says(&way);
    let page = lea.get(&way.replace("&#38;", "&")).await;
    page.is(200).says("Midterm review: due 31 January 2027").says("value=\"midterm\" checked");
    lea.sends(&page, "/reviews", &PLAN).await.is(303);
    lea.get("/reviews").await.does_not_say("To be planned").says("Midterm: Ann Field");
    house.signed_in(TRAINEE).await.get("/reviews").await.does_not_say("To be planned");
}

#[actix_web::test]
async fn after_an_outcome_that_is_not_good_enough_the_review_is_asked_for_again() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let way = asked_for(&house, &of).await;
    let page = lea.get(&way.replace("&#38;", "&")).await;
    let path = lea.sends(&page, "/reviews", &PLAN).await.is(303).location().unwrap().to_owned();
    freezes(&lea, &path).await;
    house.later(60);
    lea.get("/reviews").await.does_not_say("To be planned");
    let outcome = format!("{path}/outcome");
    let words = [("outcome", "not-yet"), ("reasons", "Too few cases so far."), ("early", "yes")];
    lea.fills(&outcome, &outcome, &words).await.leads_to(&path);
    house.letters().await;
    lea.get("/reviews").await.says("To be planned").says(&way).says("Not yet as expected");
    // The next one is planned, and good enough: nothing is asked for any more.
    let page = lea.get(&way.replace("&#38;", "&")).await;
    let next = lea.sends(&page, "/reviews", &PLAN).await.is(303).location().unwrap().to_owned();
    lea.get("/reviews").await.does_not_say("To be planned");
    freezes(&lea, &next).await;
    house.later(60);
    let outcome = format!("{next}/outcome");
    let words = [("outcome", "on-course"), ("reasons", "The cases are there now."), ("early", "yes")];
    lea.fills(&outcome, &outcome, &words).await.leads_to(&next);
    house.letters().await;
    lea.get("/reviews").await.does_not_say("To be planned");
}

/// Whom letters with this subject went to, since the last time.
async fn told(house: &TestApp, subject: &str) -> Vec<String> {
    let letters = house.letters().await;
    let mut to: Vec<String> =
        letters.into_iter().filter(|one| one.subject == subject).map(|one| one.to_address).collect();
    to.sort_unstable();
    to
}

#[actix_web::test]
async fn everybody_with_a_part_in_it_hears_of_new_days_of_a_lost_seat_and_of_the_end() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let sue = of.made.supervisor.as_str();
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    house.letters().await;
    let plan = format!("{path}/plan");
    let page = lea.get(&plan).await;
    // Pam keeps her seat: she is in the list now.
    let pams = house.app.read(|r| {
        let hers = accounts::table.filter(accounts::email_folded.eq("pam@uni.example"));
        Ok(hers.select(accounts::id).first::<AccountId>(r.conn())?)
    });
    let pams = pams.await.unwrap();
    let seated = [("panel", pams.as_str()), ("panel", sue), ("chair", pams.as_str())];
    let moved: Vec<(&str, &str)> = PLAN
        .iter()
        .map(|(name, word)| if *name == "held-day" { (*name, "10") } else { (*name, *word) })
        .collect();
    lea.sends(&page, &plan, &[&moved[..], &seated].concat()).await.leads_to(&path);
    let letters = house.letters().await;
    let now = letters.iter().filter(|one| one.subject == "A review is on 10 December 2026 now");
    let mut to: Vec<&str> = now.map(|one| one.to_address.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [TRAINEE, "pam@uni.example", SUPERVISOR]);
    let seats = letters.iter().filter(|one| one.subject == "You sit on a review on 10 December 2026");
    assert_eq!(seats.map(|one| one.to_address.as_str()).collect::<Vec<_>>(), [SUPERVISOR]);
    pam.get("/notices").await.says("The days of a review changed").says(&path);

    // The days stay, and so nobody hears of them; whoever loses a seat does.
    let page = lea.get(&plan).await;
    let without = [("panel", pams.as_str()), ("chair", pams.as_str())];
    lea.sends(&page, &plan, &[&moved[..], &without].concat()).await.leads_to(&path);
    assert_eq!(told(&house, "You do not sit on the review on 10 December 2026").await, [SUPERVISOR]);
    let page = lea.get(&path).await;
    lea.sends(&page, &format!("{path}/end"), &[]).await.leads_to("/reviews");
    let off = told(&house, "The review on 10 December 2026 is called off").await;
    assert_eq!(off, [TRAINEE, "pam@uni.example", SUPERVISOR]);
    let list = pam.get("/notices").await;
    list.says("The review of Ann Field on 10 December 2026 is called off.").says("href=\"/reviews\"");
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

/// A programme that says how long before a review both sides are ready, and how long one may object.
#[actix_web::test]
async fn the_days_of_a_review_are_the_programmes_own() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let like = crate::kit::many::Enrolled {
        person: super::owner(&house, &of).await,
        portfolio: of.portfolio.clone(),
        enrolment: of.enrolment.clone(),
        entries: Vec::new(),
    };
    let days = "reviews = { prepare = 14, freeze = 10, remind = 5, objection = 28 }";
    let on = publishes(&house, &version("another", days, &cases("some", 1, ""))).await;
    let own = enrols(&house, &like.person, &on, &like).await;
    let late = plans(&lea, &own.enrolment, &[]).await;
    late.is(422).says("wants both sides ready by 19 November 2026").says("There is a problem");
    let path = planned(&lea, &own.enrolment, &[("prepare-day", "19")]).await;
    lea.get(&path).await.says("until 19 November 2026.").says("at the end of 23 November 2026");
    house.letters().await;
    // The first reminder is the programme's: none a week before, one five days before.
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(house.letters().await.iter().all(|one| !one.subject.starts_with("Prepare the review")));
    house.later(2 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(house.letters().await.iter().any(|one| one.subject.starts_with("Prepare the review")));
    let lea = house.signed_in(LEAD).await;
    freezes(&lea, &path).await;
    super::whole::concludes(&lea, &path).await.leads_to(&path);
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&path).await.says("until 12 December 2026");
    ann.get(&format!("{path}/objection")).await.is(200).does_not_say("Illustrative");
    house.letters().await;
}

#[actix_web::test]
async fn a_review_ahead_is_listed_however_many_are_over() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    lea.get("/reviews").await.is(200).does_not_say("are listed");
    let later =
        &[("held_on", "'2027-01-08'"), ("called_off_at", "planned_at"), ("called_off_by", "planned_by")];
    copies(&house, ("reviews", path.rsplit('/').next().unwrap()), 501, later).await;
    let list = lea.get("/reviews").await;
    list.is(200).says("Of the reviews that are over the latest 500 are listed.");
    assert!(list.body.contains(&format!("href=\"{path}\"")), "the one ahead is not there");
}
