//! Earlier learning: claimed against one requirement, assessed by the lead, counted under its own label.

use super::{figures, posts};
use crate::evidence::photo;
use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};

const WORDS: [(&str, &str); 10] = [
    ("what", "BSc module Extracorporeal Circulation"),
    ("place", "University of Leeds"),
    ("from-day", "1"),
    ("from-month", "9"),
    ("from-year", "2019"),
    ("until-day", "30"),
    ("until-month", "6"),
    ("until-year", "2020"),
    ("why", "The same syllabus; a written exam of three hours."),
    ("looked", "yes"),
];

async fn claims(ann: &Browser<'_>, made: &Acted, lead: &str, code: &str, more: &[(&str, &str)]) -> String {
    let form = format!("/earlier/claims/new?enrolment={}&requirement={code}", made.enrolment);
    let page = ann.get(&form).await;
    let words = [&WORDS, [("ask", lead)].as_slice(), more].concat();
    let sent =
        posts(ann, page.is(200), "/earlier/claims", &words, &[("files", "transcript.jpg", &photo(90))]).await;
    sent.is(303).location().unwrap().to_owned()
}

#[actix_web::test]
async fn earlier_learning_counts_as_equivalent_once_the_lead_accepts_a_part_of_it() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let sue = house.signed_in(SUPERVISOR).await;
    let claim =
        claims(&ann, &made, made.made.lead.as_str(), "msc-credits", &[("which", "credit"), ("credit", "40")])
            .await;
    assert_eq!(figures(&house, &made.enrolment, "msc-credits").await, (40, 40, 0));
    ann.get(&claim).await.is(200).says("40 credits").says("with Lea Brook since").says("Earlier record");
    lea.get("/waiting").await.is(200).says("BSc module Extracorporeal Circulation");
    let act = format!("{claim}/acceptance");
    let denied = sue.post(&act, &[("which", "all"), ("reason", "Yes."), ("root", "x")]).await;
    assert!(denied.status == 403 || denied.status == 422, "{}", denied.status);
    let page = lea.get(&claim).await;
    page.is(200).says("transcript.jpg").says("How many credits?");
    let words = [("which", "credit"), ("credit", "20"), ("reason", "Half of the syllabus.")];
    lea.sends(&page, &act, &words).await.leads_to(&claim);
    assert_eq!(figures(&house, &made.enrolment, "msc-credits").await, (20, 0, 20));
    let requirement = format!("/requirements/{}/msc-credits", made.enrolment);
    ann.get(&requirement).await.is(200).says("accepted as equivalent by Lea Brook on ");
    ann.get(&claim).await.is(200).says("20 credits: accepted as equivalent by Lea Brook, training lead, on");
    house.letters().await;
}

#[actix_web::test]
async fn a_whole_requirement_is_met_by_what_was_accepted_and_not_by_what_was_refused() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let lead = made.made.lead.clone();
    let first = claims(&ann, &made, lead.as_str(), "practical-exam", &[("which", "all")]).await;
    lea.fills(&first, &format!("{first}/return"), &[("reason", "No examiner is named.")])
        .await
        .leads_to(&first);
    ann.get(&first).await.is(200).says("Not accepted").says("No examiner is named.");
    let requirement = format!("/requirements/{}/practical-exam", made.enrolment);
    ann.get(&requirement).await.is(200).does_not_say("accepted as equivalent");
    ann.fills(&first, &format!("{first}/undoing"), &[]).await.leads_to("/earlier");
    let second = claims(&ann, &made, lead.as_str(), "practical-exam", &[("which", "all")]).await;
    let yes = [("which", "all"), ("reason", "The same board.")];
    lea.fills(&second, &format!("{second}/acceptance"), &yes).await.leads_to(&second);
    ann.get(&requirement).await.is(200).says("accepted as equivalent by Lea Brook on ");
    assert_eq!(figures(&house, &made.enrolment, "practical-exam").await.2, 2, "both parts of it");
    house.letters().await;
}

#[actix_web::test]
async fn a_claim_that_is_not_complete_keeps_its_words() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let form = format!("/earlier/claims/new?enrolment={}&requirement=msc-credits", made.enrolment);
    let page = ann.get(&form).await;
    let with = |more: &[(&'static str, &'static str)]| [&WORDS, more].concat();
    for (words, said) in [
        (with(&[]), "Choose how much of it you claim."),
        (with(&[("which", "credit"), ("credit", "some")]), "Enter how much you claim as a number"),
        (with(&[("which", "items")]), "Tick what you claim."),
        (with(&[("which", "all"), ("ask", "nobody")]), "Choose somebody from the list"),
    ] {
        let sent = posts(&ann, &page, "/earlier/claims", &words, &[]).await;
        sent.is(422).says(said).says("University of Leeds");
    }
    let unseen: Vec<(&str, &str)> =
        with(&[("which", "all")]).into_iter().filter(|(name, _)| *name != "looked").collect();
    let sent = posts(&ann, &page, "/earlier/claims", &unseen, &[("files", "scan.pdf", SCAN)]).await;
    sent.is(422).says("Look at every page yourself");
    assert_eq!(ann.get("/earlier/claims/new?enrolment=x&requirement=msc-credits").await.status, 404);
    ann.get("/earlier/claims/new").await.is(200).says("MSc, 180 credits");
}

/// A page without words.
const SCAN: &[u8] = b"%PDF-1.4\n\
    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n\
    4 0 obj<</Length 4>>stream\n\
    q Q\n\
    endstream endobj\n\
    trailer<</Root 1 0 R>>\n\
    %%EOF\n";

#[actix_web::test]
async fn what_nobody_was_asked_to_accept_waits_with_the_lead() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let whole = [("which", "credit"), ("credit", "40")];
    let claim = claims(&ann, &made, "", "msc-credits", &whole).await;
    let waits = "Nobody was asked to accept it. It waits in the list of the training lead, Lea Brook.";
    ann.get(&claim).await.is(200).says(waits).says("Ask somebody below");
    let page = lea.get("/waiting").await;
    page.is(200).says("From before, and nobody was asked").says("BSc module Extracorporeal Circulation");
    assert!(page.body.contains(&format!("href=\"{claim}\"")), "{claim} in {}", page.body);
    lea.get("/waiting?over=14").await.is(200).does_not_say("nobody was asked");
    // Asked by name it waits with them; sent back it waits with nobody.
    ann.fills(&claim, &format!("{claim}/request"), &[("ask", made.made.lead.as_str())])
        .await
        .leads_to(&claim);
    ann.get(&claim).await.says("with Lea Brook since").does_not_say("Nobody was asked");
    lea.get("/waiting").await.does_not_say("nobody was asked").says("BSc module");
    lea.fills(&claim, &format!("{claim}/return"), &[("reason", "No syllabus.")]).await.leads_to(&claim);
    ann.get(&claim).await.says("Not accepted").does_not_say("Nobody was asked");
    lea.get("/waiting").await.does_not_say("BSc module");
}
