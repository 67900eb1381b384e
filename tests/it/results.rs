//! What a lead enters for trainees, in the lead's words: a cohort on one page, one person, a correction,
//! and what trainees state and a lead confirms.

use diesel::prelude::*;
use perfolio::db::schema::{
    audit_events, enrolments, entries, entry_versions, programme_versions, programmes,
};
use perfolio::db::tx::Why;
use perfolio::domain::names::*;
use perfolio::features::standing;

use crate::kit::TestApp;
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::work::states_a_document;

const ON: [(&str, &str); 3] = [("on-day", "12"), ("on-month", "6"), ("on-year", "2026")];

async fn msc(house: &TestApp, version: &'static str) -> VersionId {
    let found = house.app.read(move |r| {
        Ok(programme_versions::table
            .inner_join(programmes::table)
            .filter(programmes::code.eq("perfusion-msc"))
            .filter(programme_versions::version.eq(version))
            .select(programme_versions::id)
            .first(r.conn())?)
    });
    found.await.unwrap()
}

async fn cohort_page(house: &TestApp, kind: &str, unit: &str) -> String {
    format!("/results?version={}&kind={kind}{unit}", msc(house, "2025").await)
}

/// Entry, kind and number of versions of everything that leads recorded.
async fn recorded(house: &TestApp) -> Vec<(EntryId, String, i32, String)> {
    let read = house.app.read(|r| {
        Ok(entries::table
            .order((entries::portfolio_id, entries::id))
            .select((entries::id, entries::kind, entries::latest, entries::state))
            .load(r.conn())?)
    });
    read.await.unwrap()
}

fn owned(words: &[(String, String)]) -> Vec<(&str, &str)> {
    words.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect()
}

fn marks(made: &Many, provisional: bool) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = ON.map(|(n, w)| (n.to_owned(), w.to_owned())).into();
    for (trainee, mark) in made.trainees.iter().zip(50..) {
        words.push((format!("mark-{}", trainee.enrolment), mark.to_string()));
        if provisional {
            words.push((format!("provisional-{}", trainee.enrolment), "yes".to_owned()));
        }
    }
    words
}

#[actix_web::test]
async fn the_marks_of_24_are_entered_in_one_post_and_count_at_once() {
    let house = TestApp::new().await;
    let made = many(&house, 24, 0).await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/results").await.is(200).says("24 people").says("Unit results").says("Nothing waits for your");
    let first = cohort_page(&house, "unit-result", "").await;
    lea.get(&first).await.is(200).says("Which unit?").does_not_say("name=\"on-day\"");
    let page = cohort_page(&house, "unit-result", "&unit=BRMSM0072").await;
    let open = lea.get(&page).await;
    let words = marks(&made, false);
    for _ in 0..2 {
        lea.sends(&open, "/results", &owned(&words)).await.leads_to(&page);
    }
    lea.get(&page).await.says("The results are entered").says("50 of 100, 12 June 2026").says("73 of 100");
    let all = recorded(&house).await;
    assert_eq!(all.len(), 24, "a double click enters nothing twice");
    assert!(all.iter().all(|(_, _, latest, state)| *latest == 1 && state == "signed"));
    let events: Vec<BookId> = house
        .app
        .read(|r| {
            Ok(audit_events::table
                .filter(audit_events::act.eq("result/recorded"))
                .select(audit_events::book_id)
                .load(r.conn())?)
        })
        .await
        .unwrap();
    let mut books = events.clone();
    books.sort();
    books.dedup();
    assert_eq!((events.len(), books.len()), (24, 24), "each book has its own event");
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/requirements").await.is(200).says("Foundations, 20 credits");
    let entry = &all.iter().find(|(id, ..)| *id == all[0].0).unwrap().0;
    ann.get(&format!("/requirements/{}/unit-foundations", made.trainees[0].enrolment)).await.says("Met");
    assert!(!entry.as_str().is_empty());
}

#[actix_web::test]
async fn faults_keep_everything_that_was_typed_and_write_nothing() {
    let house = TestApp::new().await;
    let made = many(&house, 3, 0).await;
    let lea = house.signed_in(LEAD).await;
    let page = cohort_page(&house, "unit-result", "&unit=BRMSM0072").await;
    let mut words = marks(&made, false);
    words[4].1 = "640".to_owned();
    let again = lea.fills(&page, "/results", &owned(&words)).await;
    again
        .is(422)
        .says("Trainee 001: Enter a number from 0 to 100")
        .says("value=\"640\"")
        .says("value=\"50\"");
    again.says("value=\"2026\"");
    assert!(recorded(&house).await.is_empty());
    lea.fills(&page, "/results", &ON).await.is(422).says("Nothing was entered");
}

#[actix_web::test]
async fn a_provisional_mark_waits_for_the_board_and_is_corrected_in_its_row() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    let page = cohort_page(&house, "unit-result", "&unit=BRMSM0072").await;
    lea.fills(&page, "/results", &owned(&marks(&made, true))).await.leads_to(&page);
    let requirement = format!("/requirements/{}/unit-foundations", made.trainees[0].enrolment);
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&requirement).await.is(200).does_not_say(">Met<");
    lea.get(&page).await.says("Provisional: this row corrects it").says("value=\"50\"");
    let confirmed: Vec<(String, String)> = made
        .trainees
        .iter()
        .zip(["52", "51"])
        .map(|(trainee, mark)| (format!("mark-{}", trainee.enrolment), mark.to_owned()))
        .collect();
    lea.fills(&page, "/results", &owned(&confirmed)).await.leads_to(&page);
    let all = recorded(&house).await;
    assert_eq!(all.iter().map(|(_, _, latest, _)| *latest).collect::<Vec<_>>(), [2, 2]);
    ann.get(&requirement).await.says(">Met<");
    lea.get(&page).await.does_not_say("this row corrects it").says("52 of 100, 12 June 2026");
}

/// Both have marks of one kind, for a unit of one code, and each goes before its own board.
#[actix_web::test]
async fn the_board_of_one_programme_confirms_the_marks_of_no_other() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let (ann, other) = (&made.trainees[0], &made.trainees[1]);
    let newer = msc(&house, "2026").await;
    let (version, enrolment, portfolio) = (newer.clone(), other.enrolment.clone(), other.portfolio.clone());
    let moved = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(enrolments::table.find(&enrolment))
            .set(enrolments::version_id.eq(&version))
            .execute(tx.conn())?;
        standing::refresh_all(tx, &portfolio)
    });
    moved.await.unwrap();
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let list = |version: &VersionId| format!("/results?version={version}&kind=unit-result");
    let (here, there) = (list(&msc(&house, "2025").await), list(&newer));
    for (page, of, mark) in [(&here, ann, "61"), (&there, other, "62")] {
        let (mark_of, provisional) =
            (format!("mark-{}", of.enrolment), format!("provisional-{}", of.enrolment));
        let words = [&ON[..], &[(&mark_of, mark), (&provisional, "yes")]].concat();
        let unit = format!("{page}&unit=BRMSM0072");
        lea.fills(&unit, "/results", &words).await.leads_to(&unit);
    }
    lea.get(&here).await.says("61 of 100, not yet confirmed").does_not_say("62 of 100");
    lea.get(&there).await.says("62 of 100, not yet confirmed").does_not_say("61 of 100");
    let met = [("board-day", "12"), ("board-month", "11"), ("board-year", "2026")];
    lea.fills(&here, "/examination-board", &met).await.is(303);
    lea.get(&here).await.is(200).does_not_say("not yet confirmed");
    lea.get(&there).await.is(200).says("62 of 100, not yet confirmed");
}

#[actix_web::test]
async fn one_person_gets_an_exam_attempt_that_is_corrected_later() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    let person = format!("/results/{}", made.trainees[0].enrolment);
    lea.get(&person).await.is(200).says("No result has been entered yet").says("Add exam attempt");
    let form = format!("{person}?kind=exam-attempt");
    let exam = [("exam", "practical-viva"), ("parts", "practical"), ("parts", "viva")];
    let words = [&ON[..], &exam].concat();
    lea.fills(&form, &person, &words).await.is(422).says("Choose an answer: result");
    let failed = [&words[..], &[("result", "failed"), ("mark", "41.5")]].concat();
    lea.fills(&form, &person, &failed).await.leads_to(&person);
    lea.get(&person).await.says("Not passed, 41.5 of 100").says("Signed");
    let entry = recorded(&house).await[0].0.clone();
    let correction = format!("{person}/{entry}");
    lea.get(&correction).await.is(200).says("value=\"41.5\"").says("checked");
    let passed = [&words[..], &[("result", "passed"), ("mark", "61.5")]].concat();
    lea.fills(&correction, &correction, &passed).await.leads_to(&person);
    lea.get(&person).await.says("Passed, 61.5 of 100").does_not_say("41.5");
    let versions: i64 =
        house.app.read(|r| Ok(entry_versions::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!((recorded(&house).await.len(), versions), (1, 2));
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{entry}")).await.is(200).says("Passed").says("Lea Brook");
    ann.post(&format!("/entries/{entry}/revision"), &[]).await.is(403);
}

#[actix_web::test]
async fn what_a_trainee_states_waits_for_the_lead_and_counts_once_confirmed() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let degree = states_a_document(&house, &made.trainees[0], "Degree certificate").await;
    let letter = states_a_document(&house, &made.trainees[0], "Some letter").await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/results").await.is(200).says("Document: Degree certificate").says("Ann Field");
    let page = format!("/confirmations/{degree}");
    let open = lea.get(&page).await;
    open.is(200).says("Confirm this document").says("1 of 2");
    lea.sends(&open, &format!("{page}/signature"), &[]).await.leads_to(&format!("/confirmations/{letter}"));
    let next = lea.get(&format!("/confirmations/{letter}")).await;
    next.says("Confirmed: document of 1 July 2019, Ann Field.");
    let back = format!("/confirmations/{letter}/return");
    lea.sends(&next, &back, &[("reason", "evidence-missing")]).await.leads_to("/results");
    lea.get("/results").await.says("Nothing waits for your confirmation");
    let states: Vec<String> = recorded(&house).await.into_iter().map(|(.., state)| state).collect();
    assert!(states.contains(&"signed".to_owned()) && states.contains(&"returned".to_owned()), "{states:?}");
}

#[actix_web::test]
async fn results_are_for_leads_over_their_own_people() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let degree = states_a_document(&house, &made.trainees[0], "Degree certificate").await;
    let page = cohort_page(&house, "unit-result", "&unit=BRMSM0072").await;
    let person = format!("/results/{}", made.trainees[0].enrolment);
    let confirmation = format!("/confirmations/{degree}");
    house.person("Mallory", "mallory@demo.example").await;
    for email in [SUPERVISOR, TRAINEE, "mallory@demo.example"] {
        let browser = house.signed_in(email).await;
        for path in ["/results", page.as_str(), person.as_str(), confirmation.as_str()] {
            browser.get(path).await.is(404);
        }
        for path in ["/results", person.as_str(), &format!("{confirmation}/signature")] {
            browser.post(path, &owned(&marks(&made, false))).await.is(404);
        }
    }
    assert_eq!(recorded(&house).await.len(), 1);
    let lea = house.signed_in(LEAD).await;
    lea.get(&cohort_page(&house, "cpd-activity", "").await).await.is(404);
    lea.get("/results/no-such").await.is(404);
    lea.get("/results?version=no-such&kind=unit-result").await.is(404);
    lea.get(&format!("{person}/{degree}")).await.is(404);
}
