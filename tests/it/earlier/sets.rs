//! A logbook: sent, mapped, looked at, brought in, accepted, undone, taken back.

use diesel::prelude::*;
use perfolio::db::schema::{acceptances, drafts, earlier_rows, earlier_sets, earlier_tables, readings};

use super::{LOG, MAPPED, accepted, brings_in, brought, figures, posts, states, uploads};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};

#[actix_web::test]
async fn a_logbook_comes_in_as_one_set_and_counts_once_somebody_accepted_it() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let draft = uploads(&ann, LOG.as_bytes(), &[], &[]).await;
    let page = ann.get(&draft).await;
    page.is(200)
        .says("Operation")
        .says("These columns look as if they name patients")
        .does_not_say("RXH123456");
    ann.fills(&draft, &draft, &MAPPED).await.leads_to(&format!("{draft}/lines"));
    let lines = ann.get(&format!("{draft}/lines")).await;
    lines.is(200).says("Bring in 3 lines as one set").says("“31/2/2024” cannot be read as a date");
    lines.says("Hospital: Enter the hospital.").says("Hosp No");
    let before = figures(&house, &made.enrolment, "bypass-150").await;
    assert_eq!(before, (0, 0, 0), "nothing is in yet");

    let set = brings_in(&ann, &draft).await;
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 2, 0));
    let page = ann.get(&set).await;
    page.is(200)
        .says("Earlier record")
        .says("0 of 3 lines are accepted")
        .says("Hosp No")
        .does_not_say("Signed by");
    let requirement = format!("/requirements/{}/bypass-150", made.enrolment);
    ann.get(&requirement)
        .await
        .is(200)
        .says("I have done this before")
        .says("2 that would count once signed");
    assert_eq!(ann.get(&draft).await.status, 404, "the draft and its table are gone");

    let ask = format!("{set}/request");
    ann.fills(&set, &ask, &[("ask", made.made.supervisor.as_str())]).await.leads_to(&set);
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.subject.contains("asks you to accept")), "{letters:?}");
    let inbox = sue.get("/inbox").await;
    let (_, rest) = inbox.is(200).body.split_once("href=\"/inbox/").expect("it waits in her inbox");
    let item = format!("/inbox/{}", rest.split('"').next().unwrap());
    sue.get(&item).await.leads_to(&set);
    let page = sue.get(&set).await;
    page.is(200).says("Accept it").says("3 lines to compare").says("Valve repair or replacement: 2");
    let act = format!("{set}/acceptance");
    let words = [("which", "all"), ("reason", "Ten lines with the signed log.")];
    sue.sends(&page, &act, &words).await.leads_to(&set);

    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 0, 2));
    let said = "accepted from an earlier record by Sue Carter on ";
    ann.get(&requirement).await.is(200).says(said).does_not_say("Signed by");
    let rows = ann.get("/portfolio?state=accepted").await;
    rows.is(200).says("Accepted").says("Valve repair or replacement");
    let (_, rest) = ann
        .get(&set)
        .await
        .body
        .split_once("<td role=\"cell\" data-label=\"What\"><a href=\"")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let entry = rest.split('"').next().unwrap().to_owned();
    ann.get(&entry)
        .await
        .is(200)
        .says("Accepted from an earlier record by Sue Carter, supervisor, on")
        .says("It was not signed here");
    let letters = house.letters().await;
    let letter = letters.iter().find(|letter| letter.subject == "Your earlier record was accepted");
    let letter = letter.expect("a letter");
    assert!(letter.text.contains("Sue Carter accepted what you brought in from before"), "{}", letter.text);
    for prose in ["Ten lines", "signed log", "Valve repair", "“"] {
        assert!(!letter.text.contains(prose) && !letter.html.contains(prose), "{prose}: {}", letter.text);
    }
    let export = format!("/exports/new?enrolment={}", made.enrolment);
    let asked = ann.fills(&export, "/exports", &[("format", "csv"), ("when", "now")]).await;
    let file = ann.get(asked.is(303).location().unwrap()).await;
    file.is(200).says("Accepted from an earlier record by Sue Carter on ");
    assert_eq!(ann.post(&format!("{set}/undoing"), &[]).await.status, 403, "what is accepted stays");
}

#[actix_web::test]
async fn a_part_that_is_accepted_counts_and_nothing_else() {
    let house = TestApp::new().await;
    let (made, set) = brought(&house).await;
    let day = [
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2023"),
        ("until-day", "3"),
        ("until-month", "11"),
        ("until-year", "2023"),
    ];
    let words = [[("which", "between")].as_slice(), &day].concat();
    accepted(&house, &made, &set, &words).await;
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 1, 1));
    let sue = house.signed_in(SUPERVISOR).await;
    let page = sue.get(&set).await;
    page.is(200).says("Accepted in part").says("1 of 3 lines are accepted");
    // The rest, line by line.
    let line =
        page.body.split("name=\"line\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let act = format!("{set}/acceptance");
    let none = sue.sends(&page, &act, &[("which", "lines"), ("reason", "Seen.")]).await;
    none.is(422).says("Tick the lines that you accept.").says("Seen.");
    sue.sends(&page, &act, &[("which", "lines"), ("line", &line), ("reason", "Seen.")]).await.leads_to(&set);
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 0, 2));

    // Taking the first back leaves the second.
    let lea = house.signed_in(LEAD).await;
    let page = lea.get(&set).await;
    let back = page.body.split("href=\"/earlier/acceptances/").nth(1).unwrap().split('"').next().unwrap();
    let back = format!("/earlier/acceptances/{back}");
    lea.fills(&back, &back, &[("reason", "")]).await.is(422).says("Say why.");
    lea.fills(&back, &back, &[("reason", "Not the same log.")]).await.leads_to(&set);
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 1, 1));
    lea.get(&set).await.is(200).says("no longer stands").says("Not the same log.");
    lea.post(&back, &[("reason", "Twice.")]).await.is(403);
}

#[actix_web::test]
async fn a_set_that_is_undone_leaves_nothing() {
    let house = TestApp::new().await;
    let (made, set) = brought(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let undo = format!("{set}/undoing");
    ann.fills(&set, &undo, &[]).await.leads_to("/earlier");
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (0, 0, 0));
    assert!(states(&house, &made.portfolio).await.iter().all(|(state, _)| state == "withdrawn"));
    ann.get("/portfolio").await.is(200).does_not_say("Valve repair or replacement").does_not_say("paper log");
    let export = format!("/exports/new?enrolment={}", made.enrolment);
    let asked = ann.fills(&export, "/exports", &[("format", "csv"), ("when", "now")]).await;
    let file = ann.get(asked.is(303).location().unwrap()).await;
    file.is(200).does_not_say("2023-11-").does_not_say("paper log");
    // It can be brought in again, with the mapping of before.
    let page = ann.get("/earlier/new").await;
    page.is(200).says("Use a mapping again");
    let like = page.body.split("No, suggest one</option>").nth(1).unwrap();
    let like = like.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let draft = uploads(&ann, LOG.as_bytes(), &[], &[("like", &like)]).await;
    ann.get(&format!("{draft}/lines")).await.is(200).says("Bring in 3 lines as one set");
    ann.fills(&draft, &format!("{draft}/end"), &[]).await.leads_to("/earlier");
    let left = house.app.read(|r| {
        let tables: i64 = earlier_tables::table.count().get_result(r.conn())?;
        let drafts: i64 = drafts::table.count().get_result(r.conn())?;
        Ok((tables, drafts))
    });
    assert_eq!(left.await.unwrap(), (0, 0));
}

#[actix_web::test]
async fn what_may_name_a_patient_is_held_until_its_owner_says_what_it_is() {
    let house = TestApp::new().await;
    acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let log = LOG.replace(";fine\n", ";with Mrs Jones, 943 476 5919\n");
    let draft = uploads(&ann, log.as_bytes(), &[], &[]).await;
    let offered = ann.get(&format!("{draft}?offer=all")).await;
    offered.is(200).says("RXH123456");
    ann.fills(&draft, &draft, &MAPPED).await.is(303);
    let lines = format!("{draft}/lines");
    let page = ann.get(&lines).await;
    page.is(200).says("Held with you").says("<mark>943 476 5919</mark>").says("line 2");
    let names: Vec<String> = page
        .body
        .split("name=\"why-")
        .skip(1)
        .map(|rest| format!("why-{}", rest.split('"').next().unwrap()))
        .collect();
    let mut names = names;
    names.dedup();
    let held = ann.sends(&page, &lines, &[("do", "bring-in")]).await;
    held.is(422).says("Take it out, or say what it is.");
    let count = house.app.read(|r| Ok(earlier_sets::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(count.await.unwrap(), 0);
    let page = ann.get(&lines).await;
    let mut words: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "take-out")).collect();
    words.push(("do", "bring-in"));
    let sent = ann.sends(&page, &lines, &words).await;
    let set = sent.is(303).location().unwrap().to_owned();
    let entry = ann
        .get(&set)
        .await
        .body
        .split("data-label=\"What\"><a href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    ann.get(&entry).await.is(200).does_not_say("943 476 5919");
}

#[actix_web::test]
async fn doubles_are_pointed_out_and_somebody_says_what_they_are() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let second = LOG.lines().nth(2).unwrap();
    let log = format!("{LOG}{second}\n");
    let draft = uploads(&ann, log.as_bytes(), &[], &[]).await;
    ann.fills(&draft, &draft, &MAPPED).await.is(303);
    let lines = format!("{draft}/lines");
    let page = ann.get(&lines).await;
    page.is(200).says("Likely double").says("It says the same of the same day as line 3");
    ann.sends(&page, &lines, &[("do", "bring-in")])
        .await
        .is(422)
        .says("Say what is to be done with the likely doubles.");
    let page = ann.get(&lines).await;
    ann.sends(&page, &lines, &[("do", "bring-in"), ("doubles", "leave")]).await.is(303);
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 2, 0));
}

#[actix_web::test]
async fn a_faulty_file_says_so_and_leaves_nothing() {
    let house = TestApp::new().await;
    acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    for (bytes, said) in [
        (b"".as_slice(), "This file is empty"),
        (b"Date\n3/11/2023\n", "Only one column was found"),
        (b"%PDF-1.4\n", "This is a PDF"),
        (b"PK\x03\x04torn", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "before 2007"),
    ] {
        let page = ann.get("/earlier/new").await;
        let words = [("kind", "bypass-case"), ("source", "Heart Centre")];
        let sent = posts(&ann, &page, "/earlier", &words, &[("table", "log", bytes)]).await;
        sent.is(422).says(said).says("Heart Centre");
    }
    let page = ann.get("/earlier/new").await;
    let sent = posts(
        &ann,
        &page,
        "/earlier",
        &[("kind", "bypass-case"), ("source", "of Mrs Jones")],
        &[("table", "log", LOG.as_bytes())],
    )
    .await;
    sent.is(422).says("looks like a person");
    let sent = posts(&ann, &page, "/earlier", &[("kind", "bypass-case"), ("source", "")], &[]).await;
    sent.is(422).says("Enter where the logbook is from.");
    let left = house.app.read(|r| Ok(drafts::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(left.await.unwrap(), 0);
}

#[actix_web::test]
async fn only_those_entitled_accept_and_a_stranger_finds_nothing() {
    let house = TestApp::new().await;
    let (made, set) = brought(&house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    house.person("Stan Stranger", "stan@demo.example").await;
    let stan = house.signed_in("stan@demo.example").await;
    assert_eq!(stan.get(&set).await.status, 404);
    ann.get(&set).await.is(200).does_not_say("Accept it");
    let act = format!("{set}/acceptance");
    let own = ann.post(&act, &[("which", "all"), ("reason", "Mine.")]).await;
    assert_eq!(own.status, 404, "a trainee has no business there");
    ann.fills(&set, &format!("{set}/request"), &[("ask", "nobody")])
        .await
        .is(422)
        .says("Choose somebody from the list");
    let stale = [("which", "all"), ("reason", "Seen."), ("root", "another")];
    sue.fills(&set, &act, &stale).await.is(422).says("It was changed while you were reading it");
    sue.fills(&set, &act, &[("which", "all"), ("reason", "")])
        .await
        .is(422)
        .says("Say what you compared it with");
    let back = format!("{set}/return");
    sue.fills(&set, &back, &[("reason", "Scan the signed pages first.")]).await.leads_to(&set);
    ann.get(&set).await.is(200).says("Not accepted").says("Scan the signed pages first.");
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 2, 0));
    ann.fills(&set, &format!("{set}/request"), &[("ask", made.made.supervisor.as_str())])
        .await
        .leads_to(&set);
    ann.get(&set).await.is(200).says("Earlier record").says("with Sue Carter since");
    accepted(&house, &made, &set, &[("which", "all")]).await;
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (2, 0, 2));
    let said = house.app.read(|r| Ok(acceptances::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(said.await.unwrap(), 2, "what was said before stays in the history");
}

#[actix_web::test]
async fn the_owner_sees_who_looked_at_what_they_brought() {
    let house = TestApp::new().await;
    let (made, set) = brought(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let openings = format!("/history/{}/openings", made.portfolio);
    ann.get(&set).await.is(200);
    ann.get(&openings).await.is(200).says("Nobody opened anything");
    lea.get(&set).await.is(200);
    house.notes("the look", |conn| readings::table.count().get_result::<i64>(conn).unwrap() > 0).await;
    ann.get(&openings).await.is(200).says("Lea Brook opened it:").does_not_say("Ann Field opened it");
    lea.get(&set).await.is(200);
    house.letters().await;
    let looks = house.app.read(|r| Ok(readings::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(looks.await.unwrap(), 1, "once a day");
}

#[actix_web::test]
async fn a_thousand_lines_are_one_act() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let mut log = LOG.lines().next().unwrap().to_owned();
    for n in 0..1_000 {
        let (day, month) = (n % 28 + 1, n / 28 % 12 + 1);
        log.push_str(&format!(
            "\n{day}/{month}/{};AVR;Ran it;In theatre;Sue Carter;Heart Centre;Urgent;Adult;{};RXH;",
            2021 + n / 336,
            60 + n % 90
        ));
    }
    let log = log.replace(";AVR;", ";Valve repair or replacement;");
    let draft = uploads(&ann, log.as_bytes(), &[], &[]).await;
    let lines = format!("{draft}/lines");
    ann.get(&lines).await.is(200).says("Bring in 1000 lines as one set");
    let began = std::time::Instant::now();
    let sent = ann.fills(&lines, &lines, &[("do", "bring-in"), ("doubles", "bring")]).await;
    let set = sent.is(303).location().unwrap().to_owned();
    let brought = began.elapsed();
    accepted(&house, &made, &set, &[("which", "all")]).await;
    let all = began.elapsed();
    println!("1000 lines: brought in {brought:?}, asked and accepted {:?}", all - brought);
    assert_eq!(figures(&house, &made.enrolment, "bypass-150").await, (1000, 0, 1000));
    let rows = house.app.read(|r| Ok(earlier_rows::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(rows.await.unwrap(), 1_000);
    assert!(all.as_secs() < 60, "{all:?}");
}

#[actix_web::test]
async fn the_columns_of_somebody_of_the_department_are_offered_and_never_taken_silently() {
    let house = TestApp::new().await;
    acted(&house).await;
    house.person("Cy Dale", "cy@demo.example").await;
    let row = "E-mail,Course,Version,Department,Start,End\n\
        cy@demo.example,perfusion-msc,2025,Cardiac theatres,1/9/2025,31/8/2027\n";
    crate::imports::reads_in(&house.signed_in(LEAD).await, "enrolments", row, &[]).await;
    let table = LOG.replace("Operation", "Sort of thing");
    let ann = house.signed_in(TRAINEE).await;
    let draft = uploads(&ann, table.as_bytes(), &[], &[]).await;
    ann.get(&draft).await.is(200).does_not_say("Somebody of your department");
    let mapped: Vec<(&str, &str)> = MAPPED
        .iter()
        .map(|(name, word)| (*name, if *word == "Operation" { "Sort of thing" } else { *word }))
        .collect();
    ann.fills(&draft, &draft, &mapped).await.is(303);
    // The words of the new column are asked for once it is chosen.
    ann.fills(&draft, &draft, &mapped).await.leads_to(&format!("{draft}/lines"));
    let lines = format!("{draft}/lines");
    ann.fills(&lines, &lines, &[("do", "bring-in"), ("doubles", "bring")]).await.is(303);

    let second = house.signed_in("cy@demo.example").await;
    let draft = uploads(&second, table.as_bytes(), &[], &[]).await;
    let page = second.get(&draft).await;
    page.is(200)
        .says("Somebody of your department matched a table with the same headings on 12 November 2026.")
        .does_not_say("value=\"Sort of thing\" selected")
        .does_not_say("Ann Field");
    let shown = second.get(&format!("{draft}?like=colleague")).await;
    shown
        .is(200)
        .says("Below is what somebody of your department chose")
        .says("value=\"Sort of thing\" selected");
    second.get(&draft).await.does_not_say("value=\"Sort of thing\" selected");
    let other = uploads(&second, LOG.as_bytes(), &[], &[]).await;
    second.get(&other).await.is(200).does_not_say("Somebody of your department");
}
