//! Signing off, in the words of those who do it: what a signature does, what cannot be signed, how long
//! it can be undone, and what the trainee hears of it.

use diesel::prelude::*;
use perfolio::db::schema::{decisions, entries, requests, standing_items};
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::work::{appoints, changes, departments_of, ends_appointments, submits};

/// Ann, Sue and Lea; nothing recorded yet.
async fn department() -> (TestApp, Many) {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    (house, made)
}

async fn case(house: &TestApp, made: &Many, day: &str) -> (EntryId, RequestId) {
    submits(house, made, &made.trainees[0], day, &made.supervisor).await
}

fn signature(request: &RequestId) -> String {
    format!("/inbox/{request}/signature")
}

/// Opens the entry and signs it at a level.
async fn signs(sue: &Browser<'_>, request: &RequestId, words: &[(&str, &str)]) -> Shown {
    sue.fills(&format!("/inbox/{request}"), &signature(request), words).await
}

/// Where the Undo button of the page posts to.
fn undo_of(page: &Shown) -> String {
    let (_, after) = page.body.split_once("action=\"/decisions/").expect("there is an Undo");
    format!("/decisions/{}", after.split_once('"').unwrap().0)
}

/// Everything about the entry that a decision changes, and an undoing must restore.
#[derive(Debug, PartialEq)]
struct Facts {
    state: String,
    waits: Vec<(RequestId, bool, String)>,
    standing: Vec<(String, String)>,
}

async fn facts(house: &TestApp, made: &Many, entry: &EntryId) -> Facts {
    let (entry, enrolment) = (entry.clone(), made.trainees[0].enrolment.clone());
    let read = house.app.read(move |r| {
        Ok(Facts {
            state: entries::table.find(&entry).select(entries::state).first(r.conn())?,
            waits: requests::table
                .filter(requests::entry_id.eq(&entry))
                .select((requests::id, requests::closed_at.is_null(), requests::closed_how))
                .load(r.conn())?,
            standing: standing_items::table
                .filter(standing_items::enrolment_id.eq(&enrolment))
                .order(standing_items::requirement)
                .select((standing_items::requirement, standing_items::body))
                .load(r.conn())?,
        })
    });
    read.await.unwrap()
}

async fn decisions_on(house: &TestApp, entry: &EntryId) -> i64 {
    let entry = entry.clone();
    let count = house.app.read(move |r| {
        Ok(decisions::table.filter(decisions::entry_id.eq(&entry)).count().get_result(r.conn())?)
    });
    count.await.unwrap()
}

#[actix_web::test]
async fn a_signed_case_counts_and_the_trainee_hears_of_it_after_ten_seconds() {
    let (house, made) = department().await;
    let (_, request) = case(&house, &made, "2026-11-03").await;
    house.letters().await;
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get("/inbox")
        .await
        .is(200)
        .says("1 bypass case waits for you")
        .says("Ann Field")
        .says("3 November 2026");
    let open = sue.get(&format!("/inbox/{request}")).await;
    open.is(200).says("Aortic surgery").says("Supervised bypass cases").says("With me in reach");
    let signed = sue.sends(&open, &signature(&request), &[("level", "at-hand"), ("comment", "Calm.")]).await;
    signed.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    inbox.is(200).says("Signed: bypass case of 3 November 2026, Ann Field.").says("Undo");
    inbox.says("Nothing waits for you").says("You signed 1 in the last seven days");
    assert!(house.letters().await.is_empty(), "the letter waits as long as Undo works");
    house.later(10);
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].text.contains("Sue Carter"), "{}", letters[0].text);
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/home").await.is(200).says("1 of 150 cases signed");
    sue.get("/signed").await.is(200).says("Ann Field").says("With me in reach").says("Calm.");
    sue.get("/signed?trainee=fiel").await.is(200).says("Ann Field");
    sue.get("/signed?trainee=nobody").await.is(200).says("decided nothing of a trainee called");
}

#[actix_web::test]
async fn after_each_decision_the_next_one_is_there() {
    let (house, made) = department().await;
    let mut asked = Vec::new();
    for day in ["2026-11-03", "2026-11-04", "2026-11-05"] {
        asked.push(case(&house, &made, day).await.1);
        house.later(60);
    }
    let sue = house.signed_in(SUPERVISOR).await;
    let path = |at: usize| format!("/inbox/{}", asked[at]);
    sue.get(&path(1)).await.is(200).says("2 of 3").says(&path(2)).says(&path(0));
    signs(&sue, &asked[1], &[("level", "later")]).await.leads_to(&path(2));
    signs(&sue, &asked[2], &[("level", "later")]).await.leads_to(&path(0));
    signs(&sue, &asked[0], &[("level", "later")]).await.leads_to("/inbox");
}

#[actix_web::test]
async fn a_level_is_needed_where_the_kind_has_a_scale_and_the_comment_stays() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    for words in [vec![("comment", "Kept.")], vec![("level", "made-up"), ("comment", "Kept.")]] {
        let again = signs(&sue, &request, &words).await;
        again.is(422).says("Choose a level").says("Kept.");
    }
    assert_eq!(decisions_on(&house, &entry).await, 0);
}

#[actix_web::test]
async fn a_returned_case_says_why_and_can_be_submitted_again() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    let (page, back) = (format!("/inbox/{request}"), format!("/inbox/{request}/return"));
    sue.fills(&page, &back, &[]).await.is(422).says("Say why: choose a reason");
    let words = [("reason", "detail-missing"), ("words", "which cardioplegia?")];
    sue.fills(&page, &back, &words).await.leads_to("/inbox");
    sue.get("/inbox").await.says("Returned: bypass case of 3 November 2026, Ann Field.");
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("A detail is missing")
        .says("which cardioplegia?");
    let anew =
        changes(&house, &made.trainees[0], &entry, "cardioplegia", "cold-blood", &made.supervisor).await;
    sue.get("/inbox").await.says("1 bypass case waits for you");
    sue.get(&format!("/inbox/{anew}")).await.is(200).says("Cold blood").says("which cardioplegia?");
    signs(&sue, &anew, &[("level", "at-hand")]).await.leads_to("/inbox");
    ann.get("/home").await.says("1 of 150 cases signed");
}

#[actix_web::test]
async fn undo_within_ten_seconds_restores_everything_and_nobody_is_told() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    house.letters().await;
    let before = facts(&house, &made, &entry).await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, &request, &[("level", "at-hand")]).await.leads_to("/inbox");
    assert_ne!(facts(&house, &made, &entry).await, before);
    house.later(9);
    let inbox = sue.get("/inbox").await;
    let undo = undo_of(&inbox);
    sue.sends(&inbox, &undo, &[]).await.leads_to(&format!("/inbox/{request}"));
    assert_eq!(facts(&house, &made, &entry).await, before);
    house.later(60);
    assert!(house.letters().await.is_empty(), "what was undone is told to nobody");
    sue.get("/signed").await.is(200).says("You have not signed or returned anything yet");
    signs(&sue, &request, &[("level", "later")]).await.leads_to("/inbox");
}

#[actix_web::test]
async fn undo_is_refused_after_ten_seconds_and_to_everybody_else() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, &request, &[("level", "at-hand")]).await.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    let undo = undo_of(&inbox);
    let lea = house.signed_in(LEAD).await;
    lea.post(&undo, &[]).await.is(403).says("Only the person who decided");
    let ann = house.signed_in(TRAINEE).await;
    ann.post(&undo, &[]).await.is(403);
    house.later(10);
    sue.sends(&inbox, &undo, &[]).await.is(403).says("The ten seconds are over");
    assert_eq!(facts(&house, &made, &entry).await.state, "signed");
}

#[actix_web::test]
async fn what_was_changed_while_it_was_read_is_not_signed_and_the_difference_is_shown() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    let old = sue.get(&format!("/inbox/{request}")).await;
    let anew = changes(&house, &made.trainees[0], &entry, "procedure", "valve", &made.supervisor).await;
    let words = [("level", "at-hand"), ("comment", "My words stay.")];
    let answer = sue.sends(&old, &signature(&request), &words).await;
    answer.is(422).says("It was changed while you were reading it").says("What has changed");
    answer.says("Aortic surgery").says("Valve repair or replacement").says("My words stay.");
    assert_eq!(decisions_on(&house, &entry).await, 0);
    sue.sends(&answer, &signature(&anew), &words).await.leads_to("/inbox");
    assert_eq!(decisions_on(&house, &entry).await, 1);
}

#[actix_web::test]
async fn a_double_click_is_one_decision_and_a_second_try_is_told_so() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    let open = sue.get(&format!("/inbox/{request}")).await;
    let later = sue.get(&format!("/inbox/{request}")).await;
    for _ in 0..2 {
        sue.sends(&open, &signature(&request), &[("level", "at-hand")]).await.leads_to("/inbox");
        sue.get("/inbox").await.says("Undo");
    }
    sue.sends(&later, &signature(&request), &[("level", "later")])
        .await
        .is(422)
        .says("It has been signed already");
    assert_eq!(decisions_on(&house, &entry).await, 1);
}

#[actix_web::test]
async fn nobody_signs_their_own_work() {
    let (house, made) = department().await;
    let ann = &made.trainees[0];
    let (department, _) = departments_of(&house, ann).await;
    appoints(&house, &ann.person, Capacity::Supervisor, &department).await;
    let (entry, request) = submits(&house, &made, ann, "2026-11-03", &made.supervisor).await;
    let browser = house.signed_in(TRAINEE).await;
    let page = browser.get(&format!("/inbox/{request}")).await;
    page.is(200).says("Nobody decides on their own work").does_not_say("form=\"sign\"");
    browser.post(&signature(&request), &[("level", "at-hand")]).await.is(403);
    assert_eq!(decisions_on(&house, &entry).await, 0);
}

#[actix_web::test]
async fn outside_an_appointment_there_is_nothing_to_sign() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    let page = format!("/inbox/{request}");
    let browser = house.signed_in("tom@demo.example").await;
    browser.get(&page).await.is(404);
    let (_, other) = departments_of(&house, &made.trainees[0]).await;
    appoints(&house, &tom, Capacity::Supervisor, &other).await;
    browser.get("/inbox").await.is(200).says("Nothing waits for you");
    browser.get(&page).await.is(404);
    browser.post(&signature(&request), &[("level", "at-hand")]).await.is(404);
    assert_eq!(decisions_on(&house, &entry).await, 0);
}

#[actix_web::test]
async fn an_ended_appointment_may_decide_for_sixty_days_what_happened_within_it() {
    let (house, made) = department().await;
    let (within, request) = case(&house, &made, "2026-09-10").await;
    let (after, refused) = case(&house, &made, "2026-09-20").await;
    ends_appointments(&house, &made.supervisor, "2026-09-13").await;
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get(&format!("/inbox/{refused}")).await.is(404);
    sue.post(&signature(&refused), &[("level", "at-hand")]).await.is(404);
    signs(&sue, &request, &[("level", "at-hand")]).await.leads_to("/inbox");
    assert_eq!((decisions_on(&house, &within).await, decisions_on(&house, &after).await), (1, 0));

    let (old, too_late) = case(&house, &made, "2026-09-09").await;
    ends_appointments(&house, &made.supervisor, "2026-09-12").await;
    sue.get(&format!("/inbox/{too_late}")).await.is(404);
    assert_eq!(decisions_on(&house, &old).await, 0);
}

#[actix_web::test]
async fn the_number_in_the_header_is_what_the_inbox_lists() {
    let (house, made) = department().await;
    case(&house, &made, "2026-09-10").await;
    case(&house, &made, "2026-11-10").await;
    let (_, elsewhere) = departments_of(&house, &made.trainees[0]).await;
    let counted = async |number: usize| {
        let inbox = house.signed_in(SUPERVISOR).await.get("/inbox").await;
        let listed: std::collections::BTreeSet<&str> =
            inbox.is(200).body.split("href=\"/inbox/").skip(1).map(|rest| &rest[..26]).collect();
        assert_eq!(listed.len(), number, "{}", inbox.body);
        let said =
            |n: usize| inbox.body.contains(&format!("({n}<span class=\"nhsuk-u-visually-hidden\"> waiting"));
        assert_eq!(
            (0..9).filter(|n| said(*n)).collect::<Vec<_>>(),
            if number > 0 { vec![number] } else { vec![] }
        );
    };
    counted(2).await;
    // Still a supervisor, of another department: what happened until the end stays for 60 days.
    ends_appointments(&house, &made.supervisor, "2026-11-11").await;
    appoints(&house, &made.supervisor, Capacity::Supervisor, &elsewhere).await;
    counted(2).await;
    house.later(61 * 86_400);
    counted(0).await;
}

#[actix_web::test]
async fn a_signature_is_taken_back_with_a_reason_that_the_trainee_reads() {
    let (house, made) = department().await;
    let (entry, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, &request, &[("level", "at-hand")]).await.leads_to("/inbox");
    house.later(3600);
    house.letters().await;
    let list = sue.get("/signed").await;
    let (_, after) = list.body.split_once("href=\"/decisions/").expect("it can be taken back");
    let retraction = format!("/decisions/{}", after.split_once('"').unwrap().0);
    sue.fills(&retraction, &retraction, &[("reason", " ")]).await.is(422).says("Say why you take it back");
    let done = sue.fills(&retraction, &retraction, &[("reason", "it was another patient")]).await;
    done.leads_to("/signed");
    sue.get("/signed").await.says("Taken back").says("It was another patient");
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.subject == "Sue Carter took a signature back");
    let letter = letter.expect("a letter");
    assert!(letter.text.contains("The reason stands with the entry."), "{}", letter.text);
    for part in [&letter.text, &letter.html] {
        assert!(!part.contains("another patient"), "a sent letter cannot be struck out: {part}");
    }
    assert_eq!(facts(&house, &made, &entry).await.state, "submitted");
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/home").await.says("0 of 150 cases signed");
    ann.get(&format!("/entries/{entry}")).await.is(200).says("It was another patient");
    sue.get("/inbox").await.says("1 bypass case waits for you");
    sue.get(&retraction).await.is(403).says("undone or taken back already");
    let lea = house.signed_in(LEAD).await;
    lea.get(&retraction).await.is(403);
}

#[actix_web::test]
async fn a_lead_who_signs_as_a_lead_is_told_that_it_takes_a_supervisor() {
    let (house, made) = department().await;
    let (_, request) = case(&house, &made, "2026-11-03").await;
    let lea = house.signed_in(LEAD).await;
    let page = lea.get(&format!("/inbox/{request}")).await;
    page.is(200).says("You sign as a training lead, and this asks for a supervisor");
    page.says("so your signature will not count for: Supervised bypass cases");
    house
        .signed_in(SUPERVISOR)
        .await
        .get(&format!("/inbox/{request}"))
        .await
        .does_not_say("will not count for");
}

#[actix_web::test]
async fn single_keys_are_switched_for_the_account_and_not_for_the_browser() {
    let (house, made) = department().await;
    let (_, request) = case(&house, &made, "2026-11-03").await;
    let sue = house.signed_in(SUPERVISOR).await;
    let screen = format!("/inbox/{request}");
    let on = sue.get(&screen).await;
    on.is(200).says("data-pf-keys=\"on\"").says("Switch single keys off");
    sue.sends(&on, "/account/keys", &[]).await.leads_to(&screen);
    sue.get(&screen).await.says("Single keys are off.").says("data-pf-keys=\"off\"");
    let elsewhere = house.signed_in(SUPERVISOR).await;
    let account = elsewhere.get("/account").await;
    account.is(200).says("Switch single keys on");
    elsewhere.get(&screen).await.says("data-pf-keys=\"off\"");
    elsewhere.sends(&account, "/account/keys", &[]).await.leads_to("/account");
    sue.get(&screen).await.says("data-pf-keys=\"on\"");
    let foreign = [("keys", "off"), ("next", "https://elsewhere.example/")];
    sue.sends(&account, "/account/keys", &foreign).await.leads_to("/account");
    house.signed_in(TRAINEE).await.get("/account").await.is(200).does_not_say("Single keys");
}
