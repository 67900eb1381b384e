//! A university administrator: enters marks as provisional, confirms a sheet with the day of the board, and sees
//! no case and nothing else of anybody.

use diesel::prelude::*;
use perfolio::db::schema::{audit_events, entries};

use super::{BRISTOL, imports, previews, reads_in, uma, undoes};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, many};

const ON: [(&str, &str); 3] = [("on-day", "12"), ("on-month", "6"), ("on-year", "2026")];
const BOARD: [(&str, &str); 3] = [("board-day", "2"), ("board-month", "11"), ("board-year", "2026")];

async fn sheet(who: &crate::kit::browser::Browser<'_>) -> String {
    let page = who.get("/results").await;
    let (_, rest) = page.is(200).body.split_once("href=\"/results?version=").expect("a sheet");
    let query = rest.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let version = query.split('&').next().unwrap().to_owned();
    format!("/results?version={version}&kind=unit-result&unit=BRMSM0072")
}

#[actix_web::test]
async fn marks_are_provisional_until_the_board_has_met() {
    let house = TestApp::new().await;
    let made = many(&house, 3, 0).await;
    let (_, uma) = uma(&house).await;
    uma.get("/").await.leads_to("/results");
    uma.get("/results").await.says("Enter for a cohort").says("3 people").does_not_say("Waits for you");
    let sheet = sheet(&uma).await;
    let page = uma.get(&sheet).await;
    page.is(200).says("What you enter is provisional").does_not_say("name=\"provisional-");
    let marks: Vec<(String, String)> = made
        .trainees
        .iter()
        .zip(["64", "48", "71"])
        .map(|(one, mark)| (format!("mark-{}", one.enrolment), mark.to_owned()))
        .collect();
    let words: Vec<(&str, &str)> =
        marks.iter().map(|(name, mark)| (name.as_str(), mark.as_str())).chain(ON).collect();
    uma.sends(&page, "/results", &words).await.leads_to(&sheet);
    let ann = house.signed_in(TRAINEE).await;
    let requirement = format!("/requirements/{}/unit-foundations", made.trainees[0].enrolment);
    ann.get(&requirement).await.is(200).does_not_say(">Met<");
    let page = uma.get(&sheet).await;
    page.says("Before the examination board (3)").says("Ann Field: 64 of 100");

    let act = "/examination-board";
    uma.sends(&page, act, &[]).await.is(422).says("Enter the day of the board’s meeting.");
    let future = [("board-day", "2"), ("board-month", "12"), ("board-year", "2026")];
    uma.sends(&page, act, &future).await.is(422).says("This day is still to come");
    // A mark is corrected on another screen: what was read is not confirmed.
    let other = [(marks[1].0.as_str(), "50")];
    let corrected = [&other[..], &ON].concat();
    uma.fills(&sheet, "/results", &corrected).await.leads_to(&sheet);
    uma.sends(&page, act, &BOARD).await.is(422).says("A mark was entered or changed while you were reading");
    uma.fills(&sheet, act, &BOARD).await.leads_to(&sheet);
    uma.get(&sheet).await.says("50 of 100, 12 June 2026").does_not_say("Before the examination board");
    ann.get(&requirement).await.says(">Met<");
    let told: Vec<String> = house
        .app
        .read(|r| {
            Ok(audit_events::table
                .filter(audit_events::act.eq("result/board-confirmed"))
                .select(audit_events::detail)
                .load(r.conn())?)
        })
        .await
        .unwrap();
    assert!(
        told.len() == 3 && told.iter().all(|detail| detail.contains("\"board\":\"2026-11-02\"")),
        "{told:?}"
    );
    let hers = made.trainees[0].portfolio.clone();
    let read = house.app.read(move |r| {
        let of = entries::table.filter(entries::portfolio_id.eq(&hers));
        Ok(of.select(entries::id).first::<String>(r.conn())?)
    });
    let entry = read.await.unwrap();
    ann.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("Confirmed by the examination board of 2 November 2026.");
    uma.get(&format!("/entries/{entry}")).await.is(200).says("Uma Patel");

    // What the university corrects after the board waits for the board again.
    let correction = format!("/results/{}/{entry}", made.trainees[0].enrolment);
    let page = uma.get(&correction).await;
    page.is(200).does_not_say("name=\"provisional\"");
    let words = [&ON[..], &[("unit", "BRMSM0072"), ("mark", "66")]].concat();
    uma.sends(&page, &correction, &words).await.is(303);
    ann.get(&requirement).await.does_not_say(">Met<");
    // A lead enters marks as ever, and may confirm a board's meeting too.
    let lea = house.signed_in(LEAD).await;
    lea.get(&sheet).await.says("name=\"provisional-").says("Before the examination board (1)");
}

#[actix_web::test]
async fn a_university_sees_marks_and_nothing_else() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let case = made.logs(&ann).await;
    made.decides(&sue, true).await;
    let waiting = made.logs(&ann).await;
    let (_, uma) = uma(&house).await;
    let enrolment = &made.enrolment;
    for path in [
        case.clone(),
        waiting.clone(),
        format!("/requirements/{enrolment}/bypass-150"),
        format!("/trainees/{enrolment}"),
        format!("/enrolments/{enrolment}/terms"),
        format!("/history/{}", made.portfolio),
        format!("/history/{}/verification", made.portfolio),
        "/board".to_owned(),
        "/waiting".to_owned(),
        "/people".to_owned(),
        "/inbox".to_owned(),
        "/portfolio".to_owned(),
        "/home".to_owned(),
        "/reports".to_owned(),
        "/settings".to_owned(),
        "/trainees".to_owned(),
    ] {
        uma.get(&path).await.is(404);
    }
    for path in
        ["/results", "/imports", "/exports", "/exports/new", "/programmes", &format!("/results/{enrolment}")]
    {
        let shown = uma.get(path).await;
        shown.is(200).does_not_say("Aortic").does_not_say("bypass case").does_not_say("Bypass case");
    }
    let asks = [("enrolment", enrolment.as_str()), ("format", "csv"), ("when", "now")];
    let sent = uma.post("/exports", &asks).await;
    assert!([403, 404, 422].contains(&sent.status), "{sent:?}");
    for (path, words) in [
        (format!("{case}/withdrawal"), vec![]),
        (format!("/confirmations/{}/signature", case.rsplit('/').next().unwrap()), vec![]),
        (format!("/results/{enrolment}"), vec![("kind", "review")]),
    ] {
        uma.post(&path, &words).await.is(404);
    }
    // Only the programme's people: somebody elsewhere has none.
    house.person("Una Other", "una@demo.example").await;
    let una = house.signed_in("una@demo.example").await;
    una.get("/results").await.is(404);
    una.get("/imports").await.is(404);
    // The university's marks are seen; the case beside them is not.
    uma.get("/results").await.says("1 person");
    let page = format!("/results/{enrolment}");
    let words = [&ON[..], &[("kind", "unit-result"), ("unit", "BRMSM0072"), ("mark", "64")]].concat();
    uma.fills(&format!("{page}?kind=unit-result"), &page, &words).await.leads_to(&page);
    uma.get(&page).await.says("64 of 100").does_not_say("Aortic");
}

#[actix_web::test]
async fn a_university_reads_marks_in_and_nothing_else() {
    let house = TestApp::new().await;
    many(&house, 3, 0).await;
    let lea = house.signed_in(LEAD).await;
    let numbers = "E-mail,Student ID\nann@demo.example,A1\ntrainee1@demo.example,A2\n";
    reads_in(&lea, "people", numbers, &[BRISTOL]).await;
    let (_, uma) = uma(&house).await;
    uma.get("/imports").await.says("Unit marks").does_not_say("Enrolments");
    for sort in ["people", "enrolments", "appointments", "registrations"] {
        let sent = uma.post("/imports", &[("sort", sort), ("text", "a,b\n1,2\n")]).await;
        sent.is(422).says("You hold no appointment that reads such files in.");
    }
    let text = "Student ID,E-mail,Unit code,Mark,Date\n\
        A1,,BRMSM0072,64,12/6/2026\n,trainee2@demo.example,BRMSM0072,70,12/6/2026\nA9,,BRMSM0072,70,12/6/2026\n,lea@demo.example,BRMSM0072,70,12/6/2026\n";
    let (path, shown) = previews(&uma, "marks", text, &[BRISTOL]).await;
    shown.says("2 new, 0 changed, 0 with nothing to do, 2 rows with faults");
    shown.says("Enters Ann Field, BRMSM0072: 64 of 100, provisional, on 12 June 2026.");
    shown.says("Nobody of yours is known by A9.").says("Nobody of yours is known by lea@demo.example.");
    imports(&uma, &path, &shown).await;
    let (_, shown) = previews(&uma, "marks", text, &[BRISTOL]).await;
    shown.says("0 new, 0 changed, 2 with nothing to do");
    let sheet = sheet(&uma).await;
    uma.get(&sheet).await.says("Before the examination board (2)");
    uma.fills(&sheet, "/examination-board", &BOARD).await.leads_to(&sheet);
    // The same file again: what a board has confirmed stays confirmed.
    let (_, shown) = previews(&uma, "marks", text, &[BRISTOL]).await;
    shown.says("0 new, 0 changed, 2 with nothing to do");
    undoes(&uma, &path).await.says("Not undone: it was corrected or confirmed since.");
    lea.get(&path).await.is(404);
}
