//! A review from its plan to the answer to an objection.

use diesel::prelude::*;
use perfolio::db::schema::{departments, entries, pack_readings, review_outcomes, review_packs};
use perfolio::domain::names::{DepartmentId, EntryId};
use perfolio::domain::role::{Capacity, System};
use perfolio::features::reviews::{freeze_due, remind};

use crate::certificates::first;
use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::kit::wellformed::complaints;
use crate::kit::work::appoints;

use super::seats::with_a_panel;
use super::{PLAN, begun, planned};

pub const OWN: [(&str, &str); 2] = [("q-progress", "I ran five cases."), ("q-next", "Valve surgery.")];
const SUPERVISOR_SAYS: [(&str, &str); 3] =
    [("q-progress", "Steady."), ("q-strengths", "Calm under pressure."), ("q-develop", "Cardioplegia.")];
/// Recorded before its day.
pub const OUTCOME: [(&str, &str); 7] = [
    ("early", "yes"),
    ("outcome", "with-actions"),
    ("reasons", "Cardioplegia is not yet secure."),
    ("condition-1", "Log ten cases with cardioplegia"),
    ("due-1-day", "1"),
    ("due-1-month", "3"),
    ("due-1-year", "2027"),
];

pub async fn prepares(who: &Browser<'_>, path: &str, words: &[(&str, &str)]) -> Shown {
    let page = format!("{path}/preparation");
    who.fills(&page, &page, words).await
}

pub async fn freezes(lea: &Browser<'_>, path: &str) {
    let pack = format!("{path}/pack");
    lea.fills(path, &pack, &[("early", "yes")]).await.leads_to(&pack);
}

pub async fn concludes(who: &Browser<'_>, path: &str) -> Shown {
    let page = format!("{path}/outcome");
    who.fills(&page, &page, &OUTCOME).await
}

pub async fn objects(ann: &Browser<'_>, path: &str) -> Shown {
    let page = format!("{path}/objection");
    ann.fills(&page, &page, &[("reasons", "It rests on too few cases.")]).await
}

/// Another lead of the same department.
pub async fn another_lead(house: &TestApp) -> Browser<'_> {
    let lou = house.person("Lou Park", "lou@demo.example").await;
    let department = house.app.read(|r| {
        Ok(departments::table
            .order(departments::id)
            .select(departments::id)
            .first::<DepartmentId>(r.conn())?)
    });
    appoints(house, &lou, Capacity::Lead, &department.await.unwrap()).await;
    house.signed_in("lou@demo.example").await
}

/// Planned with a panel, prepared by both sides, frozen.
async fn frozen<'a>(house: &'a TestApp, of: &Acted, lea: &Browser<'_>) -> (String, Browser<'a>) {
    let (path, pam) = with_a_panel(house, of, lea).await;
    prepares(&house.signed_in(TRAINEE).await, &path, &OWN).await.leads_to(&path);
    prepares(&house.signed_in(SUPERVISOR).await, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    house.later(60);
    freezes(lea, &path).await;
    house.later(60);
    house.letters().await;
    (path, pam)
}

#[actix_web::test]
async fn both_sides_prepare_and_read_each_other_only_once_it_is_frozen() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let page = format!("{path}/preparation");
    let less = ann.fills(&page, &page, &[("q-progress", "I ran five cases.")]).await;
    less.is(422).says("Answer this: What do you want to reach").says("I ran five cases.");
    let named = [("q-progress", "Patient with NHS number 943 476 5919 did well."), ("q-next", "More.")];
    let refused = ann.fills(&page, &page, &named).await;
    refused.is(422).says("943 476 5919").says("no patient is named");
    assert!(complaints(&refused.body).is_empty(), "{:?}", complaints(&refused.body));
    prepares(&ann, &path, &OWN).await.leads_to(&path);
    ann.get(&page).await.says("I ran five cases.");
    ann.get(&path).await.says("The trainee: Ann Field on").says("I ran five cases.");
    sue.get(&path).await.says("The trainee: Ann Field on").does_not_say("I ran five cases.");
    lea.get(&path).await.says("I ran five cases.").says("The supervisor: not prepared yet");
    lea.get(&page).await.is(403);
    prepares(&sue, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    freezes(&lea, &path).await;
    ann.get(&format!("{path}/pack")).await.is(200).says("Calm under pressure.").says("I ran five cases.");
    // Who was typing meanwhile gets the words back.
    let late = ann.post(&page, &[("q-progress", "Late words."), ("q-next", "x")]).await;
    late.is(422).says("Late words.").says("stays as it is");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_review_to_prepare_waits_on_home_and_beside_the_inbox_until_its_side_is_done() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let mine = "Prepare your side of this review until 26 November 2026.";
    ann.get("/home").await.says("Midterm, 3 December 2026").says(mine).says(&path);
    let theirs = "Prepare your side of a review until 26 November 2026";
    sue.get("/inbox").await.says(theirs).says(&path);
    let open = "prepare until 26 November 2026 · your side is not prepared";
    ann.get("/reviews").await.says(open);
    sue.get("/reviews").await.says(open);
    lea.get("/reviews").await.says("prepare until 26 November 2026").does_not_say("your side");
    prepares(&ann, &path, &OWN).await.leads_to(&path);
    ann.get("/home").await.does_not_say("Prepare your side");
    ann.get("/reviews").await.says("prepare until 26 November 2026 · your side is prepared");
    sue.get("/reviews").await.says(open);
    sue.get("/inbox").await.says(theirs);
    prepares(&sue, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    sue.get("/inbox").await.does_not_say("Prepare your side");
    house.letters().await;
}

#[actix_web::test]
async fn a_review_that_is_frozen_or_whose_day_is_over_is_prepared_by_nobody() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    house.later(15 * 24 * 60 * 60);
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    ann.get("/home").await.does_not_say("Prepare your side");
    sue.get("/inbox").await.does_not_say("Prepare your side");
    ann.get("/reviews").await.says("preparing ended on 26 November 2026 · your side is not prepared");
    freezes(&house.signed_in(LEAD).await, &path).await;
    ann.get("/reviews").await.does_not_say("preparing ended");
    house.letters().await;
}

#[actix_web::test]
async fn a_frozen_pack_does_not_change_and_a_panel_reads_nothing_else() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let pack = format!("{path}/pack");
    let page = pam.get(&pack).await;
    page.is(200)
        .says("I ran five cases.")
        .says("Nothing has changed since.")
        .says("Yes: its hash was worked out");
    page.says("Aortic surgery").says("Signed by Sue Carter");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    let kept = house.app.read(|r| {
        Ok(review_packs::table
            .select((review_packs::hash, review_packs::words))
            .first::<(String, String)>(r.conn())?)
    });
    let kept: (String, String) = kept.await.unwrap();
    // Afterwards something is signed.
    of.decides(&house.signed_in(SUPERVISOR).await, true).await;
    house.later(60);
    pam.get(&pack).await.says("Since then 1 entry changed").does_not_say("href=\"/entries/");
    lea.get(&pack).await.says("Since then 1 entry changed").says("href=\"/entries/");
    let after = house.app.read(|r| {
        Ok(review_packs::table
            .select((review_packs::hash, review_packs::words))
            .first::<(String, String)>(r.conn())?)
    });
    assert_eq!(after.await.unwrap(), kept);
    pam.get(&path).await.is(200).does_not_say("What the review looks at");
    let paper = pam.get(&format!("{pack}/pdf")).await;
    assert_eq!(paper.is(200).header("content-type"), Some("application/pdf"));
    lea.post(&pack, &[]).await.is(403).says("frozen already");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn the_trainee_is_told_who_read_the_pack_and_every_entry_in_it() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let ann = house.signed_in(TRAINEE).await;
    let openings = format!("/history/{}/openings", of.portfolio);
    ann.get(&openings).await.is(200).does_not_say("Pam Reed");
    let pack = format!("{path}/pack");
    ann.get(&pack).await.is(200);
    for _ in 0..2 {
        pam.get(&pack).await.is(200);
        house
            .notes("the reading", |conn| pack_readings::table.count().get_result::<i64>(conn).unwrap() > 0)
            .await;
    }
    let told = "Pam Reed read the frozen pack of the review of 3 December 2026, with 3 entries";
    let shown = ann.get(&openings).await;
    shown.says(told).does_not_say("Ann Field read the frozen pack");
    assert_eq!(shown.body.matches("Pam Reed").count(), 1, "once for each day");
    assert!(complaints(&shown.body).is_empty(), "{:?}", complaints(&shown.body));
    let portfolio = of.portfolio.clone();
    let entry = house.app.read(move |r| {
        let own = entries::table.filter(entries::portfolio_id.eq(portfolio)).order(entries::number.desc());
        Ok(own.select(entries::id).first::<EntryId>(r.conn())?)
    });
    let entry = entry.await.unwrap();
    ann.get(&format!("/entries/{entry}")).await.says("Pam Reed, last on 12 November 2026");
    // What happened afterwards was not in it.
    let later = of.logs(&ann).await;
    ann.get(&later).await.is(200).does_not_say("Pam Reed");
    house.letters().await;
}

#[actix_web::test]
async fn a_panels_outcome_is_entered_by_a_lead_and_its_conditions_are_goals() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let page = format!("{path}/outcome");
    for who in [TRAINEE, SUPERVISOR] {
        house.signed_in(who).await.get(&page).await.is(403);
    }
    let less = pam.fills(&page, &page, &[("reasons", "Kept."), ("condition-1", "Log more")]).await;
    less.is(422).says("Choose the outcome.").says("Enter the day by which").says("Kept.");
    concludes(&pam, &path).await.leads_to(&path);
    let letters = house.letters().await;
    let told: Vec<&str> = letters.iter().map(|one| one.subject.as_str()).collect();
    assert!(told.contains(&"Your review has its outcome"), "{told:?}");
    assert!(letters.iter().all(|one| !one.text.contains("Cardioplegia")), "no word of it in a letter");
    let of_lea: Vec<&str> =
        letters.iter().filter(|one| one.to_address == LEAD).map(|one| one.subject.as_str()).collect();
    assert_eq!(of_lea, ["A review of Ann Field waits to be entered"], "nobody else can enter it");
    lea.get("/notices").await.says("Its outcome counts once a lead enters it in the record.");
    let list = lea.get("/reviews").await;
    list.says("To be entered in the record").says("Waits to be entered");
    assert!(complaints(&list.body).is_empty(), "{:?}", complaints(&list.body));
    pam.get("/reviews").await.is(200).does_not_say("To be entered in the record");
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&path).await.says("On course, with actions").says("Cardioplegia is not yet secure.");
    ann.get(&path).await.says("Recorded on 12 November 2026 by Pam Reed, panel member.");
    assert_eq!(of_kind(&house, "review").await, 0);
    lea.fills(&path, &format!("{path}/record"), &[]).await.leads_to(&path);
    assert_eq!((of_kind(&house, "review").await, of_kind(&house, "goal").await), (1, 1));
    lea.post(&format!("{path}/record"), &[]).await.is(403);
    ann.get(&path).await.says("Log ten cases with cardioplegia").says("by 1 March 2027");
    lea.get(&path).await.does_not_say("Enter it in the record");
    lea.get("/reviews").await.says("On course, with actions").does_not_say("To be entered in the record");
    // Once in the record, the next review begins there.
    let next = planned(&lea, &of.enrolment, &[]).await;
    lea.get(&next).await.says("Log ten cases with cardioplegia");
    verifies(&house.app).await;
    house.letters().await;
}

async fn of_kind(house: &TestApp, kind: &'static str) -> usize {
    let found = house.app.read(move |r| {
        Ok(entries::table.filter(entries::kind.eq(kind)).select(entries::id).load::<EntryId>(r.conn())?)
    });
    found.await.unwrap().len()
}

#[actix_web::test]
async fn of_two_who_record_the_outcome_one_wins_and_the_other_keeps_their_words() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let page = format!("{path}/outcome");
    let (hers, his) = (lea.get(&page).await, pam.get(&page).await);
    lea.sends(&hers, &page, &OUTCOME).await.leads_to(&path);
    let second = [("outcome", "not-yet"), ("reasons", "Far from it.")];
    let again = pam.sends(&his, &page, &second).await;
    again.is(422).says("Somebody has recorded the outcome already").says("Far from it.");
    again.says("Cardioplegia is not yet secure.");
    let outcomes = house.app.read(|r| Ok(review_outcomes::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(outcomes.await.unwrap(), 1);
    assert_eq!((of_kind(&house, "review").await, of_kind(&house, "goal").await), (1, 1));
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn the_trainee_objects_once_and_a_lead_who_did_not_decide_answers() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    concludes(&lea, &path).await.leads_to(&path);
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&path).await.says("I have read it").says("Object to the outcome").says("until 26 November 2026");
    let waits = "Its outcome is recorded. Say that you have read it, or object until 26 November 2026.";
    ann.get("/home").await.says("Midterm, 3 December 2026").says(waits).says(&path);
    ann.fills(&path, &format!("{path}/acknowledgement"), &[]).await.leads_to(&path);
    ann.get(&path).await.does_not_say("I have read it").says("Object to the outcome");
    ann.get("/home").await.does_not_say("Its outcome is recorded");
    objects(&ann, &path).await.leads_to(&path);
    ann.post(&format!("{path}/objection"), &[("reasons", "Again.")]).await.is(422).says("Again.");
    let answer = format!("{path}/answer");
    let list = lea.get("/reviews").await;
    list.says("Objections to answer").says("Objection made").says("another training lead answers");
    assert!(complaints(&list.body).is_empty(), "{:?}", complaints(&list.body));
    pam.get("/reviews").await.says("Objection made").does_not_say("Objections to answer");
    ann.get("/reviews").await.says("Objection made").does_not_say("Objections to answer");
    lea.get(&answer).await.is(403).says("does not answer the objection");
    pam.get(&answer).await.is(404);
    let lou = another_lead(&house).await;
    let both = [("verdict", "upheld"), ("reasons", "As before."), ("outcome", "on-course")];
    let contradicted = lou.fills(&answer, &answer, &both).await;
    contradicted
        .is(422)
        .says("You chose that the outcome stays, and filled in another below.")
        .says("As before.");
    lou.get(&path).await.says("It rests on too few cases.").says("Answer the objection");
    lou.get("/reviews").await.says("Objections to answer").does_not_say("another training lead answers");
    let changed = [("verdict", "changed"), ("reasons", "The cases were enough."), ("outcome", "on-course")];
    lou.fills(&answer, &answer, &changed).await.leads_to(&path);
    let page = ann.get(&path).await;
    page.says("On course, with actions").says("Another outcome stands now.").says("The cases were enough.");
    page.says("Ann Field (you) objects")
        .says("Lou Park changes the outcome")
        .does_not_say("Object to the outcome");
    assert_eq!(of_kind(&house, "review").await, 1, "another version of the same entry");
    let told = house.letters().await;
    let got = |to: &str| {
        let theirs = told.iter().filter(|one| one.to_address == to).map(|one| one.subject.as_str());
        theirs.filter(|one| one.contains("objection") || one.contains("nother")).collect::<Vec<&str>>()
    };
    assert_eq!(got(TRAINEE), ["Your objection is answered"]);
    for who in [SUPERVISOR, LEAD, "pam@uni.example"] {
        assert_eq!(got(who), ["Another outcome of the review on 3 December 2026"], "{who} knew of the first");
    }
    // What the first outcome asked for is asked for no more.
    assert_eq!(of_kind(&house, "goal").await, 1);
    let history = format!("/history/{}", of.portfolio);
    lea.get(&history).await.says("ended a goal that a review asks for no more");
    lea.get(&planned(&lea, &of.enrolment, &[]).await).await.does_not_say("Log ten cases with cardioplegia");
    lea.get("/reviews").await.says("On course").says("Closed").does_not_say("Objections to answer");
    // A report lists the review with all of it.
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    let asked = ann.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await;
    let report = ann.get(asked.is(303).location().unwrap()).await;
    report
        .is(200)
        .says("Cardioplegia is not yet secure.")
        .says("Log ten cases with cardioplegia (by 1 March 2027)")
        .says("Ann Field objects,")
        .says("It rests on too few cases.")
        .says("Lou Park changes the outcome,")
        .says("The cases were enough.");
    house.letters().await;
    verifies(&house.app).await;
}

#[actix_web::test]
async fn what_a_panel_sees_ends_and_so_does_the_time_to_object() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    concludes(&pam, &path).await.leads_to(&path);
    house.later(15 * 24 * 60 * 60);
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&format!("{path}/objection")).await.is(403).says("until 26 November 2026");
    ann.get("/home").await.does_not_say("Its outcome is recorded");
    let pam = house.signed_in("pam@uni.example").await;
    pam.get(&format!("{path}/pack")).await.is(200);
    house.later(16 * 24 * 60 * 60);
    let pam = house.signed_in("pam@uni.example").await;
    pam.get(&format!("{path}/pack")).await.is(404);
    pam.get(&path).await.is(404);
    pam.get("/reviews").await.is(200).does_not_say("Ann Field");
    house.letters().await;
}

#[actix_web::test]
async fn whoever_has_not_prepared_is_reminded_once() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    prepares(&house.signed_in(SUPERVISOR).await, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    house.letters().await;
    for _ in 0..2 {
        remind(&house.app, System::at_work()).await.unwrap();
    }
    let once = [TRAINEE.to_owned()];
    assert_eq!(reminded(&house).await, once, "whoever has prepared is left alone");
    house.later(8 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    assert_eq!(reminded(&house).await, once, "the next of the days that are set");
    freezes(&house.signed_in(crate::kit::many::LEAD).await, &path).await;
    house.later(5 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(reminded(&house).await.is_empty(), "there is nothing to prepare any more");
}

#[actix_web::test]
async fn whoever_was_reminded_is_reminded_anew_towards_another_day() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    house.letters().await;
    remind(&house.app, System::at_work()).await.unwrap();
    assert_eq!(reminded(&house).await.len(), 2, "both sides");
    let plan = format!("{path}/plan");
    let moved =
        |day: &'static str| PLAN.map(|(name, word)| (name, if name == "prepare-day" { day } else { word }));
    lea.fills(&plan, &plan, &moved("25")).await.leads_to(&path);
    house.letters().await;
    remind(&house.app, System::at_work()).await.unwrap();
    assert_eq!(reminded(&house).await.len(), 2, "a day earlier is another day");
    lea.fills(&plan, &plan, &moved("25")).await.leads_to(&path);
    house.letters().await;
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(reminded(&house).await.is_empty(), "nothing of it was moved");
}

/// To whom reminders to prepare went since the last time.
async fn reminded(house: &TestApp) -> Vec<String> {
    let letters = house.letters().await;
    let told =
        letters.into_iter().filter(|one| one.subject.starts_with("Prepare the review of 3 December 2026"));
    told.map(|one| one.to_address).collect()
}

#[actix_web::test]
async fn a_panel_member_reports_patient_data_in_the_pack_and_sees_no_more_for_it() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let pack = format!("{path}/pack");
    let entry = first(&house, "signed").await;
    let report = format!("{pack}/{}/report", entry.trim_start_matches("/entries/"));
    pam.get(&pack).await.is(200).says(&report).does_not_say("href=\"/entries/");
    // Who sees the entry itself reports from there.
    lea.get(&pack).await.does_not_say(&report);
    let page = pam.get(&report).await;
    page.is(200).says("Report patient data").says("field:bypass-minutes").does_not_say("90 min");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    pam.sends(&page, &report, &[]).await.is(422).says("Choose where it stands").says("Choose what it is");
    let elsewhere = [("place", "reflection"), ("sort", "name")];
    pam.sends(&page, &report, &elsewhere).await.is(422).says("The entry has changed meanwhile");
    let sent = pam.sends(&page, &report, &[("place", "field:bypass-minutes"), ("sort", "name")]).await;
    let incident = sent.is(303).location().unwrap().to_owned();
    pam.get(&incident).await.is(200).does_not_say("90 min").does_not_say("href=\"/entries/");
    pam.get(&report).await.says("reported already").does_not_say(&incident);
    pam.get(&entry).await.is(404);
    pam.get(&format!("{entry}/report")).await.is(404);
    lea.get(&incident).await.is(200).says("Choose what is struck out");
    // Nobody else finds it, and no entry that the pack does not hold.
    pam.get(&format!("{pack}/nothing/report")).await.is(404);
    house.person("Stella Moor", "stella@demo.example").await;
    house.signed_in("stella@demo.example").await.get(&report).await.is(404);
    house.letters().await;
}

#[actix_web::test]
async fn a_pack_that_holds_what_was_struck_out_is_withdrawn() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    let pack = format!("{path}/pack");
    let entry = first(&house, "signed").await;
    let ann = house.signed_in(TRAINEE).await;
    let incident = crate::redactions::reports(&ann, &entry, &["field:bypass-minutes"]).await;
    crate::redactions::strikes(&lea, &incident, &["field:bypass-minutes"]).await.is(303);
    house.later(60);
    house.letters().await;
    // The panel has nothing to read until there is another.
    pam.get(&pack).await.is(404);
    pam.get(&path)
        .await
        .is(200)
        .says("You sit on this review. What was frozen for you to read was withdrawn")
        .does_not_say("after both sides have prepared")
        .does_not_say("I ran five cases.");
    let outcome = pam.get(&format!("{path}/outcome")).await;
    outcome.is(403).says("A training lead freezes it").does_not_say("Freeze the pack first");
    for who in [&lea, &ann] {
        let page = who.get(&pack).await;
        page.is(200).says("This pack is withdrawn").does_not_say("I ran five cases.").does_not_say("90 min");
        page.says("A training lead can freeze another.").does_not_say("its hash is another");
        who.get(&format!("{pack}/pdf")).await.is(404);
    }
    lea.get(&path).await.says("Withdrawn; it was frozen").says("Freeze what the panel reads");
    freezes(&lea, &path).await;
    pam.get(&pack).await.is(200).says("I ran five cases.").does_not_say("withdrawn");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_frozen_enrolment_is_reviewed_and_its_outcome_makes_no_entry() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let end = format!("/enrolments/{}/life/incomplete", of.enrolment);
    let words = [
        ("day-day", "1"),
        ("day-month", "11"),
        ("day-year", "2026"),
        ("category", "programme"),
        ("reason", "Out of time"),
        ("do", "record"),
    ];
    lea.fills(&end, &end, &words).await.is(303);
    let (path, _) = frozen(&house, &of, &lea).await;
    concludes(&lea, &path).await.leads_to(&path);
    assert_eq!(of_kind(&house, "review").await, 0);
    house.signed_in(TRAINEE).await.get(&path).await.says("On course, with actions");
    lea.get(&path).await.does_not_say("Enter it in the record");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_review_that_only_its_chair_holds_is_struck_out_through_an_entry_of_the_enrolment() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    concludes(&pam, &path).await.leads_to(&path);
    assert_eq!(of_kind(&house, "review").await, 0, "nobody has entered it");
    let ann = house.signed_in(TRAINEE).await;
    objects(&ann, &path).await.leads_to(&path);
    pam.get(&path).await.does_not_say("Report patient data");
    let page = ann.get(&path).await;
    let (_, rest) = page.says("Report patient data").body.split_once("href=\"/entries/").unwrap();
    let entry = rest.split("/report\"").next().unwrap().rsplit("/entries/").next().unwrap();
    let entry = format!("/entries/{entry}");
    let form = ann.get(&format!("{entry}/report")).await;
    form.says("What was written in the review of 3 December 2026").does_not_say("Cardioplegia is not yet");
    let incident = crate::redactions::reports(&ann, &entry, &["review:"]).await;
    let ivo = crate::redactions::governor(&house).await;
    crate::redactions::strikes(&ivo, &incident, &["review:"]).await.is(303);
    house.later(60);
    house.letters().await;
    let page = ann.get(&path).await;
    page.is(200).says("Struck out");
    for gone in ["Cardioplegia is not yet secure.", "It rests on too few cases."] {
        page.does_not_say(gone);
    }
    pam.get(&format!("{path}/pack")).await.does_not_say("I ran five cases.");
    ann.get(&entry).await.is(200).says("Aortic surgery");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn what_was_written_in_a_review_is_struck_out_with_its_pack() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = frozen(&house, &of, &lea).await;
    concludes(&lea, &path).await.leads_to(&path);
    let ann = house.signed_in(TRAINEE).await;
    objects(&ann, &path).await.leads_to(&path);
    let entry = house.app.read(|r| {
        let of_kind = entries::table.filter(entries::kind.eq("review"));
        Ok(of_kind.select(entries::id).first::<EntryId>(r.conn())?)
    });
    let entry = format!("/entries/{}", entry.await.unwrap());
    let incident = crate::redactions::reports(&ann, &entry, &["review:"]).await;
    crate::redactions::strikes(&lea, &incident, &["review:"]).await.is(303);
    house.later(60);
    house.letters().await;
    let page = ann.get(&path).await;
    page.is(200).says("Struck out").says("On course, with actions");
    for gone in ["Cardioplegia is not yet secure.", "It rests on too few cases."] {
        page.does_not_say(gone);
    }
    // The review is over, so nothing is promised, and what was taken away looks like no tampering.
    let page = pam.get(&format!("{path}/pack")).await;
    page.says("This pack is withdrawn").does_not_say("I ran five cases.").does_not_say("can freeze another");
    page.says("The outcome of the review is recorded, and stays.").does_not_say("its hash is another");
    page.says("Its words were taken away, so it cannot be checked any more.");
    lea.get(&path).await.says("Why it was withdrawn").does_not_say("Read what was frozen");
    verifies(&house.app).await;
}

/// Until the last day for it both sides prepare; what nobody froze by then is frozen on the review's day, as it was the
/// evening before.
#[actix_web::test]
async fn preparing_ends_on_its_day_and_what_nobody_froze_is_frozen_by_itself() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, _) = with_a_panel(&house, &of, &lea).await;
    let page = lea.get(&path).await;
    page.says("Both sides can prepare until 26 November 2026.").says("at the end of 2 December 2026");
    prepares(&house.signed_in(TRAINEE).await, &path, &OWN).await.leads_to(&path);
    let day = 24 * 60 * 60;
    house.later(15 * day);
    // 27 November: the day for it is over.
    let sue = house.signed_in(SUPERVISOR).await;
    let form = format!("{path}/preparation");
    sue.get(&form).await.is(403).says("could be prepared until 26 November 2026");
    sue.post(&form, &SUPERVISOR_SAYS).await.is(422).says("Steady.").says("until 26 November 2026");
    sue.get(&path).await.says("Preparing ended on 26 November 2026.").does_not_say("Prepare your side");
    house.later(5 * day);
    house.letters().await;
    // 2 December: not yet.
    freeze_due(&house.app, System::at_work()).await.unwrap();
    assert_eq!(packs(&house).await, 0);
    house.later(day);
    // What happens on the day itself is not in it any more.
    let ann = house.signed_in(TRAINEE).await;
    of.logs(&ann).await;
    for _ in 0..2 {
        freeze_due(&house.app, System::at_work()).await.unwrap();
    }
    assert_eq!(packs(&house).await, 1, "once");
    let told = house.letters().await;
    for who in [TRAINEE, SUPERVISOR, LEAD, "pam@uni.example"] {
        let to = |one: &&perfolio::mail::Letter| {
            one.to_address == who
                && one.subject == "There is something to read for the review on 3 December 2026"
        };
        assert_eq!(told.iter().filter(to).count(), 1, "{who}");
    }
    let pam = house.signed_in("pam@uni.example").await;
    let pack = pam.get(&format!("{path}/pack")).await;
    pack.is(200).says("Frozen by itself, as it was 2 December 2026").says("I ran five cases.");
    pack.says("Since then 1 entry changed").says("Yes: its hash was worked out");
    let lea = house.signed_in(LEAD).await;
    lea.get(&path).await.says("Frozen by itself").does_not_say("Freeze what the panel reads");
    lea.get(&format!("/history/{}", of.portfolio)).await.says("froze the pack of");
    let pam = house.signed_in("pam@uni.example").await;
    concludes(&pam, &path).await.leads_to(&path);
    house.letters().await;
    verifies(&house.app).await;
}

/// Freezing while a side can still prepare, and an outcome before the day of the review: each is asked for once.
#[actix_web::test]
async fn what_comes_before_its_day_is_asked_for_by_a_tick() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    prepares(&house.signed_in(SUPERVISOR).await, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    let page = lea.get(&path).await;
    page.says("Both sides prepare until")
        .says("Freeze it before 26 November 2026 is over, though the trainee has not");
    let pack = format!("{path}/pack");
    let asked = lea.sends(&page, &pack, &[]).await;
    asked
        .is(422)
        .says("href=\"#early\"")
        .says("The trainee has not prepared, and can until 26 November 2026.");
    assert!(complaints(&asked.body).is_empty(), "{:?}", complaints(&asked.body));
    assert_eq!(packs(&house).await, 0);
    freezes(&lea, &path).await;
    lea.get(&path).await.does_not_say("Both sides prepare until").says("Day of the review");
    house.later(60);
    let page = format!("{path}/outcome");
    let meant: Vec<(&str, &str)> = OUTCOME.iter().filter(|(name, _)| *name != "early").copied().collect();
    let asked = pam.fills(&page, &page, &meant).await;
    asked.is(422).says("href=\"#early\"").says("The review is planned for 3 December 2026.");
    asked.says("Cardioplegia is not yet secure.");
    let outcomes = house.app.read(|r| Ok(review_outcomes::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(outcomes.await.unwrap(), 0);
    concludes(&pam, &path).await.leads_to(&path);
    house.letters().await;
    verifies(&house.app).await;
}

/// Where both sides have prepared nothing is asked, nor on the day itself.
#[actix_web::test]
async fn nothing_is_asked_for_where_it_is_not_early() {
    let house = TestApp::new().await;
    let (of, lea) = begun(&house).await;
    let (path, _) = with_a_panel(&house, &of, &lea).await;
    prepares(&house.signed_in(TRAINEE).await, &path, &OWN).await.leads_to(&path);
    prepares(&house.signed_in(SUPERVISOR).await, &path, &SUPERVISOR_SAYS).await.leads_to(&path);
    let pack = format!("{path}/pack");
    lea.get(&path).await.does_not_say("name=\"early\"");
    lea.fills(&path, &pack, &[]).await.leads_to(&pack);
    house.later(21 * 24 * 60 * 60);
    let pam = house.signed_in("pam@uni.example").await;
    let page = format!("{path}/outcome");
    pam.get(&page).await.is(200).does_not_say("name=\"early\"");
    house.letters().await;
}

async fn packs(house: &TestApp) -> i64 {
    house.app.read(|r| Ok(review_packs::table.count().get_result::<i64>(r.conn())?)).await.unwrap()
}
