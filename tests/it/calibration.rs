//! How people decide, shown to themselves beside their department: off until the house turns it on, announced two weeks
//! before, never of fewer than five others; and a pattern that its owner reads before any lead does.

use perfolio::domain::names::*;
use perfolio::domain::role::{Capacity, System};
use perfolio::features::signoffs::look_for_patterns;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::morning::set_up;
use crate::kit::work::{appoints, departments_of, submits};

const FIGURES: &str = "/figures";
const PATTERNS: &str = "/waiting/patterns";
const RULE: &str = "/settings/calibration";
const LEVEL: [(&str, &str); 1] = [("level", "at-hand")];
const DAY: i64 = 24 * 3600;

async fn turns_on(admin: &Browser<'_>, (day, month): (&str, &str)) -> Shown {
    let words = [("shown", "on"), ("from-day", day), ("from-month", month), ("from-year", "2026")];
    admin.fills(RULE, RULE, &words).await
}

/// Somebody else of the department signs one case of Ann's.
async fn signs_one(house: &TestApp, made: &Many, department: &DepartmentId, number: usize) {
    let (name, email) = (format!("Supervisor {number}"), format!("s{number}@demo.example"));
    let person = house.person(&name, &email).await;
    appoints(house, &person, Capacity::Supervisor, department).await;
    let (_, request) = submits(house, made, &made.trainees[0], "2026-11-03", &person).await;
    house.later(5 * 3600);
    let browser = house.signed_in(&email).await;
    let page = format!("/inbox/{request}");
    browser.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
}

#[actix_web::test]
async fn it_is_off_until_the_house_turns_it_on_and_staff_are_told_two_weeks_before() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    many(&house, 1, 0).await;
    house.letters().await;
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    sue.get(FIGURES).await.is(200).says("This house does not show how people decide.");
    sue.get("/inbox").await.is(200).does_not_say("Your figures");
    lea.get(PATTERNS).await.is(404);
    admin.get("/settings").await.is(200).says("How people decide");
    turns_on(&admin, ("25", "11")).await.is(422).says("Enter 26 November 2026 or a later day.");
    let far = [("shown", "on"), ("from-day", "26"), ("from-month", "11"), ("from-year", "2062")];
    admin.fills(RULE, RULE, &far).await.is(422).says("Enter a day up to 12 November 2027.").says("2062");
    assert!(house.letters().await.is_empty(), "nobody was told of what is not set");
    turns_on(&admin, ("26", "11")).await.leads_to(RULE);
    let letters = house.letters().await;
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to_address.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [LEAD, SUPERVISOR]);
    assert!(letters.iter().all(|letter| letter.text.contains("From 26 November 2026 on")), "{letters:?}");
    assert!(letters.iter().all(|letter| letter.text.contains("8080/figures")), "{letters:?}");
    sue.get("/notices").await.says("From 26 November 2026 on, Perfolio shows you how you decide");
    // Another day, and the one of before: whoever reads both letters knows which holds.
    turns_on(&admin, ("30", "11")).await.leads_to(RULE);
    turns_on(&admin, ("26", "11")).await.leads_to(RULE);
    let letters = house.letters().await;
    let anew = letters.iter().filter(|one| one.text.contains("You were told of 30 November 2026 before"));
    assert_eq!((letters.len(), anew.count()), (4, 2), "{letters:?}");
    sue.get("/inbox").await.is(200).says("Your figures");
    sue.get(FIGURES)
        .await
        .is(200)
        .says("Until then nothing is shown to anybody.")
        .says("two weeks later if it still holds");
    lea.get(PATTERNS).await.is(404);
    house.later(14 * DAY);
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    sue.get(FIGURES).await.is(200).says("You have decided nothing in the last twelve months");
    lea.get(PATTERNS).await.is(200).says("Nobody decides late or in batches");
    let admin = house.signed_in(crate::kit::morning::ADMIN).await;
    admin.fills(RULE, RULE, &[("shown", "off")]).await.leads_to(RULE);
    sue.get(FIGURES).await.says("This house does not show how people decide.");
    for who in [&sue, &lea] {
        who.get(RULE).await.is(404);
    }
    house.signed_in(TRAINEE).await.get(FIGURES).await.is(404);
}

#[actix_web::test]
async fn a_departments_figures_need_five_others() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    let made = many(&house, 1, 0).await;
    turns_on(&admin, ("26", "11")).await.leads_to(RULE);
    house.later(14 * DAY);
    let (_, request) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    house.later(2 * DAY);
    let page = format!("/inbox/{request}");
    let sue = house.signed_in(SUPERVISOR).await;
    sue.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    let (department, _) = departments_of(&house, &made.trainees[0]).await;
    for number in 1..=4 {
        signs_one(&house, &made, &department, number).await;
    }
    let sue = house.signed_in(SUPERVISOR).await;
    let few = sue.get(FIGURES).await;
    few.is(200).says("From your 1 decisions").says("<td>2\u{a0}days</td>").says("Fewer than five people");
    few.says("<td>0 of 1, 0\u{a0}%</td>").says(", 1 of yours</caption>");
    few.does_not_say("5\u{a0}hours").does_not_say("Supervisor 1");
    signs_one(&house, &made, &department, 5).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let enough = sue.get(FIGURES).await;
    enough
        .is(200)
        .says("beside those of 5 others in your department")
        .says("<td>2\u{a0}days</td><td>5\u{a0}hours</td>");
    enough.says("With me in reach").does_not_say("Fewer than five people").does_not_say("Supervisor 1");
}

#[actix_web::test]
async fn a_pattern_is_its_owners_first_and_the_leads_two_weeks_later() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    let made = many(&house, 1, 0).await;
    turns_on(&admin, ("26", "11")).await.leads_to(RULE);
    house.later(14 * DAY);
    let mut cases: Vec<EntryId> = Vec::new();
    for day in 1..=10 {
        let happened = format!("2026-11-{day:02}");
        cases.push(submits(&house, &made, &made.trainees[0], &happened, &made.supervisor).await.0);
    }
    let sue = house.signed_in(SUPERVISOR).await;
    crate::together::signed_together(&sue).await;
    house.later(60);
    house.letters().await;
    let sentence = "10 of your 10 signatures of the last 90 days were given in batches, after a look at one.";
    sue.get(FIGURES).await.is(200).says(sentence).says("Nobody else sees this.");
    for _ in 0..2 {
        look_for_patterns(&house.app, System::at_work()).await.unwrap();
    }
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "told once, however often the round runs: {letters:?}");
    assert_eq!(letters[0].to_address, SUPERVISOR);
    assert!(letters[0].text.contains(sentence), "{}", letters[0].text);
    sue.get(FIGURES)
        .await
        .says("Training leads see this sentence from 10 December 2026 on, if it still holds.");
    let lea = house.signed_in(LEAD).await;
    lea.get(PATTERNS).await.is(200).says("Nobody decides late or in batches").does_not_say("Sue Carter");
    lea.get("/quality").await.is(200).says("Nothing. What holds").does_not_say("Sue Carter");
    house.later(14 * DAY);
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let same =
        "10 of Sue Carter’s 10 signatures of the last 90 days were given in batches, after a look at one.";
    lea.get(PATTERNS).await.is(200).says(same).says("They have known since 26 November 2026.");
    lea.get("/waiting").await.is(200).says(PATTERNS);
    lea.get("/quality").await.is(200).says(same);
    sue.get(FIGURES).await.says("Training leads have seen this sentence since 10 December 2026.");
    sue.get(PATTERNS).await.is(404);
    // Ninety days later it holds no more, and nobody sees it.
    house.later(91 * DAY);
    look_for_patterns(&house.app, System::at_work()).await.unwrap();
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    lea.get(PATTERNS).await.is(200).says("Nobody decides late or in batches");
    sue.get(FIGURES).await.does_not_say("in batches, after");
}

/// Turned on two weeks ago; a house with Tom beside Sue, told of it as she was.
async fn shown_house(house: &TestApp) -> (Many, DepartmentId, AccountId) {
    let admin = set_up(house).await;
    let made = many(house, 2, 0).await;
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    let (department, _) = departments_of(house, &made.trainees[0]).await;
    appoints(house, &tom, Capacity::Supervisor, &department).await;
    turns_on(&admin, ("26", "11")).await.leads_to(RULE);
    house.later(14 * DAY);
    house.letters().await;
    (made, department, tom)
}

/// Ten cases of Ann's, signed together by whoever they were submitted to.
async fn in_bulk(house: &TestApp, made: &Many, to: &AccountId, email: &str) {
    for day in 1..=10 {
        submits(house, made, &made.trainees[0], &format!("2026-11-{day:02}"), to).await;
    }
    crate::together::signed_together(&house.signed_in(email).await).await;
    house.later(60);
    house.letters().await;
}

/// The time of whoever takes a request over begins when it came to them.
#[actix_web::test]
async fn nobody_is_late_for_the_time_before_a_request_came_to_them() {
    let house = TestApp::new().await;
    let (made, _, tom) = shown_house(&house).await;
    let (_, request) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    house.later(20 * DAY);
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/requests/{request}/handover");
    sue.fills(&page, &page, &[("to", tom.as_str())]).await.leads_to("/inbox");
    house.later(3 * DAY);
    let toms = house.signed_in("tom@demo.example").await;
    let page = format!("/inbox/{request}");
    toms.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    toms.get(FIGURES).await.is(200).says("<td>3\u{a0}days</td>").does_not_say("23\u{a0}days");
    // Taken back and signed again the day after: a day, not three weeks.
    house.later(60);
    let signed = toms.get("/signed").await;
    let (_, after) = signed.body.split_once("/decisions/").expect("it can be taken back");
    let path = format!("/decisions/{}/retraction", after.split(['/', '"']).next().unwrap());
    toms.fills(&path, &path, &[("reason", "Wrong case")]).await.is(303);
    house.later(2 * DAY);
    let toms = house.signed_in("tom@demo.example").await;
    toms.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    toms.get(FIGURES).await.is(200).says("<td>2\u{a0}days</td>");
}

/// A deputy's time begins with the absence for which they stand in.
#[actix_web::test]
async fn a_deputys_time_begins_with_the_absence() {
    let house = TestApp::new().await;
    let (made, _, tom) = shown_house(&house).await;
    let (_, request) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    house.later(20 * DAY);
    let sue = house.signed_in(SUPERVISOR).await;
    let words = [
        ("from-day", "16"),
        ("from-month", "12"),
        ("from-year", "2026"),
        ("until-day", "30"),
        ("until-month", "12"),
        ("until-year", "2026"),
        ("deputy", tom.as_str()),
    ];
    sue.fills("/away", "/away", &words).await.leads_to("/away");
    house.later(4 * DAY);
    let toms = house.signed_in("tom@demo.example").await;
    let page = format!("/inbox/{request}");
    toms.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    toms.get(FIGURES).await.is(200).says("<td>4\u{a0}days</td>");
}

/// A lead's sentence is about what was decided on trainees whom they lead.
#[actix_web::test]
async fn a_lead_reads_only_of_decisions_about_trainees_whom_they_lead() {
    let house = TestApp::new().await;
    let (made, _, _) = shown_house(&house).await;
    let (_, other) = departments_of(&house, &made.trainees[0]).await;
    let max = house.person("Max Moor", "max@demo.example").await;
    appoints(&house, &max, Capacity::Lead, &other).await;
    appoints(&house, &made.supervisor, Capacity::Supervisor, &other).await;
    let on = crate::kit::programme::version("elsewhere", "", &crate::kit::programme::cases("cases", 3, ""));
    let version = crate::kit::programme::publishes(&house, &on).await;
    let ben = &made.trainees[1].person;
    let there = crate::kit::programme::enrols_in(&house, ben, &version, &other, &made.lead).await;
    let (_, request) = submits(&house, &made, &there, "2026-11-03", &made.supervisor).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    in_bulk(&house, &made, &made.supervisor, SUPERVISOR).await;
    look_for_patterns(&house.app, System::at_work()).await.unwrap();
    house.letters().await;
    house.later(15 * DAY);
    let told = |page: &Shown| page.body.contains("Sue Carter");
    let (lea, max) = (house.signed_in(LEAD).await, house.signed_in("max@demo.example").await);
    assert!(told(lea.get(PATTERNS).await.is(200)), "Lea leads both departments");
    assert!(!told(max.get(PATTERNS).await.is(200)), "Max leads one trainee about whom Sue decided once");
}

/// Whoever becomes a supervisor later is told, and counted two weeks after that.
#[actix_web::test]
async fn whoever_comes_later_is_told_before_they_are_counted() {
    let house = TestApp::new().await;
    let (made, _, _) = shown_house(&house).await;
    let una = house.person("Una Reed", "una@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    let action = "/people/supervisors/new";
    let page = lea.get(action).await;
    page.is(200);
    let scope = format!("department:{}", departments_of(&house, &made.trainees[0]).await.0);
    let words = [
        ("name", "Una Reed"),
        ("email", "una@demo.example"),
        ("over", scope.as_str()),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    let sent = lea.sends(&page, action, &words).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let letters = house.letters().await;
    let hers = letters.iter().filter(|one| one.to_address == "una@demo.example");
    let said =
        hers.filter(|one| one.text.contains("From 10 December 2026 on, Perfolio shows you how you decide"));
    assert_eq!(said.count(), 1, "{letters:?}");
    let signs = async || {
        in_bulk(&house, &made, &una, "una@demo.example").await;
        look_for_patterns(&house.app, System::at_work()).await.unwrap();
        house.signed_in("una@demo.example").await.get("/notices").await
    };
    signs().await.is(200).does_not_say("signatures of the last 90 days");
    house.later(14 * DAY);
    signs().await.is(200).says("10 of your 10 signatures of the last 90 days");
}
