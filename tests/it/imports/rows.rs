//! Each sort of file: what is new, changed and the same; done twice; undone.

use diesel::prelude::*;
use perfolio::db::schema::{
    accounts, appointments, enrolments, entries, invitations, outside_numbers, registrations,
};
use perfolio::domain::names::VersionId;
use perfolio::domain::role::System;
use perfolio::features::standing;

use super::{BRISTOL, events, held, imports, previews, reads_in, undoes};
use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::many::{Enrolled, LEAD, TRAINEE, many};
use crate::kit::morning::{joins, letter_to};
use crate::kit::programme::{cases, enrols, publishes, version};

const PEOPLE: &str = "Name,E-mail,Student ID,HCPC\n\
    Cy Dale,cy@demo.example,AB 12,\n\
    \"Fox, Di\",di@demo.example,AB13,CS 9\n\
    Ann Field,ann@demo.example,ab14,\n";

#[actix_web::test]
async fn people_are_invited_with_their_numbers_once_and_taken_back_until_they_join() {
    let house = TestApp::new().await;
    many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/people").await.says("href=\"/imports\"");
    let (path, shown) = previews(&lea, "people", PEOPLE, &[BRISTOL]).await;
    shown.is(200).says("2 new, 1 changed, 0 with nothing to do, 0 rows with faults");
    shown.says("Invites Fox, Di, di@demo.example, with Student number, University of Bristol AB13, HCPC number CS 9.");
    shown.says("Ann Field gets: Student number, University of Bristol ab14.");
    assert!(house.letters().await.is_empty(), "a preview does nothing");
    let done = imports(&lea, &path, &shown).await;
    done.says("Imported on 12 November 2026").says("Undo this import");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 2);
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/registrations").await.says("Student number, University of Bristol").says("ab14");

    // The same file again, though written otherwise, changes nothing.
    let before = events(&house).await;
    let again = PEOPLE.replace("AB 12", "ab12").replace("cy@demo", "CY@Demo");
    let (_, shown) = previews(&lea, "people", &again, &[BRISTOL]).await;
    shown.says("0 new, 0 changed, 3 with nothing to do").says("There is nothing to import.");
    assert_eq!(events(&house).await, before);

    // Found by number alone; a second number of the same university replaces the first.
    let moved = "Student no;HCPC\nAB13;CS10\n";
    let (second, shown) = reads_in(&lea, "people", moved, &[BRISTOL]).await;
    shown.says("Fox, Di gets: HCPC number CS10.");
    undoes(&lea, &second).await.says("Undone.").does_not_say("Not undone");
    let standing = || {
        house.app.read(|r| {
            Ok(outside_numbers::table
                .filter(outside_numbers::known_until.is_null())
                .order(outside_numbers::number)
                .select(outside_numbers::number)
                .load::<String>(r.conn())?)
        })
    };
    assert_eq!(standing().await.unwrap(), ["AB 12", "AB13", "CS 9", "ab14"]);

    // Di joins; Cy and Ann's number go, Di stays.
    joins(&house, &letter_to(&letters, "di@demo.example")).await;
    let undone = undoes(&lea, &path).await;
    undone.says("Not undone: this person has joined already.").does_not_say("Undo this import");
    assert_eq!(standing().await.unwrap(), ["AB13", "CS 9"]);
    let closed: Vec<String> = house
        .app
        .read(|r| {
            Ok(accounts::table
                .filter(accounts::closed_at.is_not_null())
                .select(accounts::email)
                .load(r.conn())?)
        })
        .await
        .unwrap();
    assert_eq!(closed, ["cy@demo.example"]);
    lea.post(&format!("{path}/undoing"), &[]).await.is(403).says("There is nothing to undo");

    // And all of it again: Cy's account opens with a fresh link.
    house.letters().await;
    let (_, shown) = reads_in(&lea, "people", PEOPLE, &[BRISTOL]).await;
    shown.says("1 new, 1 changed, 1 with nothing to do");
    joins(&house, &letter_to(&house.letters().await, "cy@demo.example")).await;
}

#[actix_web::test]
async fn the_mapping_is_remembered_and_a_faulty_one_keeps_its_words() {
    let house = TestApp::new().await;
    many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    let text = "Whoever,Where to write,Their no\nCy,cy@demo.example,7\n";
    let sent = lea.fills("/imports/new", "/imports", &[("sort", "people"), ("text", text)]).await;
    let mapping = sent.is(303).location().unwrap().to_owned();
    let page = lea.get(&mapping).await;
    page.says("pasted text: 1 row, 3 columns, commas between them, UTF-8").says("Whoever, such as “Cy”");
    lea.get(mapping.strip_suffix("/mapping").unwrap()).await.leads_to(&mapping);
    let words = [("name", "Whoever"), ("staff", "Their no"), ("dates", "month-first")];
    let again = lea.sends(&page, &mapping, &words).await;
    again.is(422).says("Say of which body the numbers are: staff number.").says("value=\"Whoever\" selected");
    let words = [&words[..], &[("email", "Where to write"), ("body-staff", "Northgate")]].concat();
    lea.sends(&again, &mapping, &words).await.is(303);
    let sent = lea.fills("/imports/new", "/imports", &[("sort", "people"), ("text", text)]).await;
    let next = lea.get(sent.location().unwrap()).await;
    let known = held(&next);
    for (name, word) in [("email", "Where to write"), ("staff", "Their no"), ("body-staff", "Northgate")] {
        assert!(known.contains(&(name.to_owned(), word.to_owned())), "{name}: {known:?}");
    }
    // Thrown away, it is gone.
    let path = mapping.strip_suffix("/mapping").unwrap();
    lea.fills(path, &format!("{path}/deletion"), &[]).await.leads_to("/imports");
    lea.get(path).await.is(404);
}

#[actix_web::test]
async fn everything_or_nothing_and_only_what_was_on_the_screen() {
    let house = TestApp::new().await;
    many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    let text = "Name,E-mail\nCy,cy@demo.example\nDi,di at demo\n";
    let (path, shown) = previews(&lea, "people", text, &[]).await;
    shown.says("1 new, 0 changed, 0 with nothing to do, 1 row with a fault");
    let rows = format!("{path}/rows");
    lea.sends(&shown, &rows, &[]).await.is(422).says("Choose what is to be imported.");
    lea.sends(&shown, &rows, &[("how", "all")])
        .await
        .is(422)
        .says("Some rows have faults, so nothing was imported");
    // Meanwhile Cy is invited by hand.
    let (_, other) = reads_in(&lea, "people", "Name,E-mail\nCy,cy@demo.example\n", &[]).await;
    other.says("1 new");
    let late = lea.sends(&shown, &rows, &[("how", "good")]).await;
    late.is(422).says("Something changed since this preview was made").says("Cy is here already");
    let count: i64 = house.app.read(|r| Ok(invitations::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(count, 1);
    let file = lea.get(&format!("{path}/faults.csv")).await;
    file.is(200)
        .says("3,Column “E-mail”: “di at demo” is not an email address like name@example.com.,Di,di at demo");
}

#[actix_web::test]
async fn enrolments_put_people_on_programmes_and_go_back_until_something_is_recorded() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    let text = "Name;E-mail;Course;Department;Start;End\n\
        Cy Dale;cy@demo.example;perfusion-msc;Cardiac theatres;1/9/2026;\n\
        Ann Field;ann@demo.example;perfusion-msc;cardiac theatres;01.09.2025;31.12.2027\n\
        Ann Field;ann@demo.example;hcpc-cs;Cardiac theatres;2025-09-01;2027-08-31\n\
        Trainee 001;trainee1@demo.example;perfusion-msc;Cardiac theatres;1 September 2025;\n";
    let (path, shown) = previews(&lea, "enrolments", text, &[]).await;
    shown.says("2 new, 1 changed, 1 with nothing to do, 0 rows with faults");
    shown.says("Invites Cy Dale, cy@demo.example, and enrols them on");
    shown.says("1 September 2026 to 31 August 2028.");
    shown.says("Moves the last day of Ann Field").says("from 31 August 2027 to 31 December 2027.");
    imports(&lea, &path, &shown).await;
    lea.get("/people").await.says("Cy Dale").says("1 September 2026 to 31 August 2028");
    house.letters().await;
    let (_, shown) = previews(&lea, "enrolments", text, &[]).await;
    shown.says("0 new, 0 changed, 4 with nothing to do");

    let undone = undoes(&lea, &path).await;
    undone.does_not_say("Not undone");
    lea.get("/people").await.does_not_say("Cy Dale");
    let standing: i64 = house
        .app
        .read(|r| {
            Ok(enrolments::table.filter(enrolments::known_until.is_null()).count().get_result(r.conn())?)
        })
        .await
        .unwrap();
    assert_eq!(standing, 2);
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/requirements").await.is(200).does_not_say("HCPC");

    // Again, and this time something is recorded under it.
    let (path, _) = reads_in(&lea, "enrolments", text, &[]).await;
    house.later(60);
    let words = [
        ("when", "today"),
        ("f-title", "Course"),
        ("f-type", "work-based"),
        ("f-learnt", "x"),
        ("f-benefit", "y"),
        ("do", "submit"),
    ];
    let page = ann.get("/entries/new?kind=cpd-activity").await;
    if page.status == 200 {
        ann.sends(&page, "/entries", &words).await;
    }
    let undone = undoes(&lea, &path).await;
    let recorded: i64 = house.app.read(|r| Ok(entries::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(recorded, 1, "the activity was recorded");
    undone.says("Not undone: something has been recorded under it.");
    assert_eq!(made.trainees.len(), 2);
}

#[actix_web::test]
async fn appointments_are_made_moved_and_taken_back_until_something_is_signed() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    let text = "Full name,Mail,Role,Over,From,Until\n\
        Sid Vale,sid@demo.example,Supervisor,Cardiac theatres,1/9/2026,\n\
        Sid Vale,sid@demo.example,supervisor,ann@demo.example,1/9/2026,31/8/2027\n\
        Sue Carter,sue@demo.example,supervisor,Cardiac theatres,1/1/2020,31/8/2028\n";
    let (path, shown) = previews(&lea, "appointments", text, &[]).await;
    shown
        .says("2 new, 1 changed")
        .says("Invites Sid Vale, sid@demo.example, and appoints them as supervisor over");
    shown.says("over Ann Field, from 1 September 2026 to 31 August 2027.");
    shown.says("Sets the last day of Sue Carter as supervisor").says("to 31 August 2028.");
    imports(&lea, &path, &shown).await;
    let sid = joins(&house, &letter_to(&house.letters().await, "sid@demo.example")).await;
    sid.get("/").await.leads_to("/inbox");
    let (_, shown) = previews(&lea, "appointments", text, &[]).await;
    shown.says("0 new, 0 changed, 3 with nothing to do");
    let undone = undoes(&lea, &path).await;
    undone.does_not_say("Not undone");
    sid.get("/inbox").await.is(404);
    let ends: Vec<Option<perfolio::domain::time::Day>> = house
        .app
        .read(move |r| {
            Ok(appointments::table
                .filter(appointments::person_id.eq(&made.supervisor))
                .filter(appointments::known_until.is_null())
                .select(appointments::until_day)
                .load(r.conn())?)
        })
        .await
        .unwrap();
    assert_eq!(ends, [None], "Sue’s appointment goes on as it did");
}

#[actix_web::test]
async fn what_somebody_has_signed_with_keeps_their_appointment() {
    let house = TestApp::new().await;
    let acted = crate::kit::acted::acted(&house).await;
    let lea = house.signed_in(LEAD).await;
    house.person("Sid Vale", "sid@demo.example").await;
    let text = "Mail,Role,Over,From\nsid@demo.example,supervisor,Cardiac theatres,1/9/2025\n";
    let (path, _) = reads_in(&lea, "appointments", text, &[]).await;
    let ann = house.signed_in(TRAINEE).await;
    acted.logs(&ann).await;
    let request = ann.get("/portfolio").await;
    assert!(request.status == 200);
    let sid = house.signed_in("sid@demo.example").await;
    let entry: String =
        house.app.read(|r| Ok(entries::table.select(entries::id).first(r.conn())?)).await.unwrap();
    // A colleague of the same appointment may decide: Ann asks Sid instead.
    let who: String = house
        .app
        .read(|r| {
            Ok(accounts::table
                .filter(accounts::email.eq("sid@demo.example"))
                .select(accounts::id)
                .first(r.conn())?)
        })
        .await
        .unwrap();
    ann.fills(&format!("/entries/{entry}"), &format!("/entries/{entry}/request"), &[("ask", &who)])
        .await
        .is(303);
    acted.decides(&sid, true).await;
    house.later(60);
    let lea = house.signed_in(LEAD).await;
    undoes(&lea, &path).await.says("Not undone: this person has signed or returned something since.");
    sid.get("/inbox").await.is(200);
}

#[actix_web::test]
async fn registrations_are_listed_and_confirmed_by_hand() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    let marked = || {
        let id = made.trainees[0].enrolment.clone();
        house.app.read(move |r| Ok(standing::stored(r.conn(), &id)?.is_some_and(|one| one.stale)))
    };
    house.letters().await;
    assert!(!marked().await.unwrap());
    let text = "Mail,Register,Category,Reg no,Valid from,Expiry\n\
        sue@demo.example,ccps,full,P 17,1/9/2024,31/8/2027\n\
        ann@demo.example,CCPS,Trainee,T 4,1/9/2025,\n";
    let (path, shown) = previews(&lea, "registrations", text, &[]).await;
    shown.says("2 new").says(
        "Lists Sue Carter, ccps full, number P 17, from 1 September 2024 to 31 August 2027, to be confirmed.",
    );
    imports(&lea, &path, &shown).await;
    lea.get("/people").await.says("Registrations to confirm (2)");
    assert!(marked().await.unwrap(), "rules read it");
    house.letters().await;
    assert!(!marked().await.unwrap());
    let (_, shown) = previews(&lea, "registrations", text, &[]).await;
    shown.says("0 new, 0 changed, 2 with nothing to do");
    let (second, shown) = previews(&lea, "registrations", &text.replace("P 17", "P 18"), &[]).await;
    shown.says("1 changed").says("Corrects to Sue Carter, ccps full, number P 18");
    imports(&lea, &second, &shown).await;
    // One is confirmed by hand; the other goes.
    let page = lea.get("/people").await;
    let mut confirms = page.body.split("action=\"").filter_map(|rest| rest.split('"').next());
    let confirms = confirms.find(|act| act.contains("/confirmation")).unwrap().to_owned();
    lea.sends(&page, &confirms, &[]).await.is(303);
    let first = undoes(&lea, &path).await;
    first.says("Not undone: it");
    let standing: i64 = house
        .app
        .read(|r| {
            Ok(registrations::table
                .filter(registrations::known_until.is_null())
                .count()
                .get_result(r.conn())?)
        })
        .await
        .unwrap();
    assert!(standing < 3, "{standing}");
    let (_, shown) =
        previews(&lea, "registrations", &text.replace("P 17", "P 99").replace("T 4", "T 5"), &[]).await;
    shown.says("is confirmed with other words");
}

#[actix_web::test]
async fn marks_are_entered_corrected_and_taken_back() {
    let house = TestApp::new().await;
    many(&house, 3, 0).await;
    let lea = house.signed_in(LEAD).await;
    let numbers = "E-mail,Student ID\nann@demo.example,1\ntrainee1@demo.example,2\ntrainee2@demo.example,3\n";
    reads_in(&lea, "people", numbers, &[BRISTOL]).await;
    let text = "Candidate number,Module,Agreed mark,Date,Provisional\n\
        1,BRMSM0072,64,12/6/2026,\n2,brmsm0072,\"48,5\",12/6/2026,yes\n3,BRMSM0072,51%,12/6/2026,no\n";
    let (path, shown) = previews(&lea, "marks", text, &[BRISTOL]).await;
    shown.says("3 new").says("Enters Ann Field, BRMSM0072: 64 of 100, on 12 June 2026.");
    shown.says("48.5 of 100, provisional");
    imports(&lea, &path, &shown).await;
    house.later(60);
    let lea = house.signed_in(LEAD).await;
    let ann = house.signed_in(TRAINEE).await;
    // In the words of the programme, with the code behind them.
    let called = "Foundations in Clinical Perfusion Science (BRMSM0072)";
    let page = ann.get("/portfolio").await;
    page.is(200).says(called);
    let mut links = page.body.split("href=\"/entries/").skip(1).filter_map(|rest| rest.split('"').next());
    let entry = links.find(|id| !id.starts_with("new")).unwrap();
    ann.get(&format!("/entries/{entry}")).await.is(200).says(&format!("{called}<span"));
    let (_, history) = page.body.split_once("href=\"/history/").unwrap();
    let history = history.split('"').next().unwrap().to_owned();
    ann.get(&format!("/history/{history}")).await.is(200).says(called);
    let (_, shown) = previews(&lea, "marks", text, &[BRISTOL]).await;
    shown.says("0 new, 0 changed, 3 with nothing to do");
    // The provisional one is corrected, another attempt is added.
    let later =
        "Candidate number,Module,Agreed mark,Date\n2,BRMSM0072,52,12/6/2026\n3,BRMSM0072,70,12/9/2026\n";
    let (second, shown) = previews(&lea, "marks", later, &[BRISTOL]).await;
    shown.says("1 new, 1 changed").says("It was 48.5 of 100, provisional, on 12 June 2026.");
    imports(&lea, &second, &shown).await;
    let first = undoes(&lea, &path).await;
    first.says("Not undone: it was corrected or confirmed since.");
    ann.get("/requirements").await.is(200);
    let states = || {
        house.app.read(|r| {
            Ok(entries::table
                .order((entries::state, entries::latest))
                .select((entries::state, entries::latest))
                .load::<(String, i32)>(r.conn())?)
        })
    };
    let of = |state: &str, latest: i32| (state.to_owned(), latest);
    let withdrawn = of("withdrawn", 1);
    assert_eq!(
        states().await.unwrap(),
        [of("signed", 1), of("signed", 2), withdrawn.clone(), withdrawn.clone()]
    );
    undoes(&lea, &second).await.does_not_say("Not undone");
    assert_eq!(states().await.unwrap(), [of("signed", 3), withdrawn.clone(), withdrawn.clone(), withdrawn]);
    assert!(!PASSWORD.is_empty());
}

#[actix_web::test]
async fn two_thousand_people_come_in_one_file() {
    let house = TestApp::new().await;
    many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    let mut text = "Name,E-mail,Student ID\n".to_owned();
    for number in 0..2000 {
        text.push_str(&format!("Person {number:04},person{number}@demo.example,N{number}\n"));
    }
    let began = std::time::Instant::now();
    let (path, shown) = previews(&lea, "people", &text, &[BRISTOL]).await;
    let previewed = began.elapsed();
    shown.says("2000 new").says("And 1900 more.");
    let done = imports(&lea, &path, &shown).await;
    println!("2000 people: preview {previewed:?}, import {:?}", began.elapsed() - previewed);
    done.says("2000 new");
    let count: i64 =
        house.app.read(|r| Ok(outside_numbers::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(count, 2000);
    undoes(&lea, &path).await.does_not_say("Not undone");
}

/// Whether the stored standing of this trainee says that it is old.
async fn is_old(house: &TestApp, of: &Enrolled) -> bool {
    let id = of.enrolment.clone();
    house.app.read(move |r| standing::stored(r.conn(), &id)).await.unwrap().unwrap().stale
}

#[actix_web::test]
async fn until_when_a_signer_was_a_trainee_is_asked_anew_of_whom_they_signed_for() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 3).await;
    let ann = &made.trainees[0];
    let id = ann.enrolment.clone();
    let on = house.app.read(move |r| {
        Ok(enrolments::table.find(id).select(enrolments::version_id).first::<VersionId>(r.conn())?)
    });
    enrols(&house, &made.supervisor, &on.await.unwrap(), ann).await;
    standing::rebuild(&house.app, System::at_work()).await.unwrap();
    let lea = house.signed_in(LEAD).await;
    let text = "Name;E-mail;Course;Department;Start;End\n\
        Sue Carter;sue@demo.example;perfusion-msc;Cardiac theatres;01.09.2025;31.08.2026\n";
    let (path, shown) = previews(&lea, "enrolments", text, &[]).await;
    shown.says("Moves the last day of Sue Carter").says("from 31 August 2027 to 31 August 2026.");
    assert!(!is_old(&house, ann).await);
    imports(&lea, &path, &shown).await;
    assert!(is_old(&house, ann).await, "Sue was a trainee of Ann's programme on other days");
    house.letters().await;
    assert!(!is_old(&house, ann).await);
    undoes(&lea, &path).await.does_not_say("Not undone");
    assert!(is_old(&house, ann).await);
    house.letters().await;
}

#[actix_web::test]
async fn until_when_somebody_is_approved_by_name_is_asked_anew_of_whom_they_are_approved_for() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let asks = cases("approved", 2, "[requirements.signers]\napproved = true");
    let on = publishes(&house, &version("test-approved", "", &asks)).await;
    let ann = enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let lea = house.signed_in(LEAD).await;
    let until = |day: &str| {
        format!(
            "Full name,Mail,Role,Over,From,Until\nSue Carter,sue@demo.example,supervisor,ann@demo.example,1/9/2026,{day}\n"
        )
    };
    reads_in(&lea, "appointments", &until("31/8/2027"), &[]).await;
    house.letters().await;
    assert!(!is_old(&house, &ann).await);
    let (path, shown) = previews(&lea, "appointments", &until("31/12/2026"), &[]).await;
    shown.says("Sets the last day of Sue Carter as supervisor");
    imports(&lea, &path, &shown).await;
    assert!(is_old(&house, &ann).await, "Sue was approved for Ann on other days");
    house.letters().await;
    undoes(&lea, &path).await.does_not_say("Not undone");
    assert!(is_old(&house, &ann).await);
    house.letters().await;
}
