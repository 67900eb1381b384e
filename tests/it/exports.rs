//! Reports through the whole house: asked for on a page, built by the job, fetched by who asked, and the
//! same numbers in every format.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use diesel::prelude::*;
use perfolio::db::schema::{appointments, decisions, entries, exports, reflections};
use perfolio::db::tx::Why;
use perfolio::domain::names::{EntryId, ReflectionId};
use perfolio::domain::role::System;
use perfolio::features::standing;
use perfolio::features::standing::store::stored;

use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::work::ends_appointments;

/// Asks for a report, lets the jobs run and gives the newest report's path. One portfolio as CSV is there
/// at once, and nobody gets a letter.
async fn exported(house: &TestApp, who: &Browser<'_>, query: &str, words: &[(&str, &str)]) -> String {
    let page = format!("/exports/new{query}");
    // The newest is found by its instant.
    house.later(1);
    let answer = who.fills(&page, "/exports", words).await;
    let at_once = query.contains("enrolment=") && words.contains(&("format", "csv"));
    if !at_once {
        answer.leads_to("/exports");
    }
    let letters = house.letters().await;
    assert_ne!(at_once, letters.iter().any(|letter| letter.text.contains("is ready")), "{letters:?}");
    let list = who.get("/exports").await;
    list.is(200).says("Ready");
    let (_, rest) = list.body.split_once("href=\"/exports/0").expect("a report to download");
    let newest = format!("/exports/0{}", rest.split('"').next().unwrap());
    if at_once {
        answer.leads_to(&newest);
    }
    newest
}

fn of(made: &Many, at: usize) -> String {
    format!("?enrolment={}", made.trainees[at].enrolment)
}

/// The bytes of the newest report, which a browser of the kit would show as text.
async fn bytes(house: &TestApp) -> Vec<u8> {
    let newest = house.app.read(|r| {
        Ok(exports::table
            .order((exports::asked_at.desc(), exports::id.desc()))
            .select(exports::file_hash)
            .first::<String>(r.conn())?)
    });
    house.app.files.read(&newest.await.unwrap()).unwrap()
}

type Figures = BTreeMap<String, [String; 4]>;
const COLUMNS: [&str; 4] = ["Recorded", "Submitted", "Signed", "Target"];

/// By requirement (and trainee, in a cohort), from the rows of one table of a CSV file.
fn in_csv(file: &[u8], table: &str) -> Figures {
    let text = std::str::from_utf8(file).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let names = rows.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap_or_else(|| panic!("no {name}"));
    let key =
        |row: &csv::StringRecord| match names.iter().any(|name| name == "Trainee") && table == "Standing" {
            true => format!("{} {}", &row[at("Trainee")], &row[at("Code")]),
            false => row[at("Code")].to_owned(),
        };
    rows.records()
        .map(Result::unwrap)
        .filter(|row| &row[0] == table)
        .map(|row| (key(&row), COLUMNS.map(|name| row[at(name)].to_owned())))
        .collect()
}

fn in_xlsx(file: &[u8], sheet: &str) -> Figures {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let names: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap_or_else(|| panic!("no {name}"));
    let number = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => panic!("not a number: {other:?}"),
    };
    let key = |row: &[Data]| match sheet {
        "Standing" => format!("{} {}", row[at("Trainee")], row[at("Code")]),
        _ => row[at("Code")].to_string(),
    };
    rows.map(|row| (key(row), COLUMNS.map(|name| number(&row[at(name)])))).collect()
}

#[actix_web::test]
async fn three_formats_hold_the_numbers_that_the_pages_show() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 12).await;
    let ann = house.signed_in(TRAINEE).await;
    let enrolment = made.trainees[0].enrolment.clone();
    let stored = house.app.read(move |r| stored(r.conn(), &enrolment)).await.unwrap().unwrap();
    let expected: Figures = stored
        .requirements
        .iter()
        .map(|s| (s.id.clone(), [s.recorded, s.submitted, s.signed, s.target].map(|n| n.to_string())))
        .collect();
    assert_eq!(expected["bypass-150"], ["12", "4", "4", "150"]);

    let path = exported(&house, &ann, &of(&made, 0), &[("format", "csv"), ("when", "now")]).await;
    let csv_file = bytes(&house).await;
    assert_eq!(in_csv(&csv_file, "Requirements"), expected);
    let shown = ann.get(&path).await;
    shown.is(200).says("Training portfolio of Ann Field").says("Aortic surgery").says("Sue Carter");
    assert_eq!(shown.header("content-type"), Some("text/csv; charset=utf-8"));
    let named = shown.header("content-disposition").unwrap();
    assert!(named.starts_with("attachment; filename=\"perfolio-ann-field-2026-11-12.csv\""), "{named}");

    exported(&house, &ann, &of(&made, 0), &[("format", "xlsx"), ("when", "now")]).await;
    ann.get("/notices").await.says("Your report “").says("” is ready.").does_not_say("could not be made");
    assert_eq!(in_xlsx(&bytes(&house).await, "Requirements"), expected);

    let path = exported(&house, &ann, &of(&made, 0), &[("format", "pdf"), ("when", "now")]).await;
    let pdf = bytes(&house).await;
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    assert!(document.get_pages().len() > 5, "{} pages", document.get_pages().len());
    assert_eq!(ann.get(&path).await.header("content-type"), Some("application/pdf"));
}

/// The rows of `About` that every report carries.
#[actix_web::test]
async fn a_report_says_what_it_is() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 3).await;
    let sue = house.signed_in(SUPERVISOR).await;
    exported(&house, &sue, &of(&made, 0), &[("format", "csv"), ("when", "now")]).await;
    let file = String::from_utf8(bytes(&house).await).unwrap();
    let about: Vec<&str> = file.lines().filter(|line| line.starts_with("About,")).collect();
    for (item, value) in [
        ("Programme version", "2025"),
        ("As at", "2026-11-12T09:00:01.000Z"),
        ("Asked by", "Sue Carter"),
        ("Audit book", "Portfolio of Ann Field"),
        ("Last event in the book", "2"),
    ] {
        let starts = format!("About,{item},{value}");
        assert!(about.iter().any(|line| line.starts_with(&starts)), "no {starts} in {about:#?}");
    }
}

#[actix_web::test]
async fn a_stranger_finds_nothing_and_a_report_is_its_askers_alone() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 3).await;
    house.person("Mallory", "mallory@demo.example").await;
    let (ann, mallory) = (house.signed_in(TRAINEE).await, house.signed_in("mallory@demo.example").await);
    let words = [("format", "csv"), ("when", "now")];
    let path = exported(&house, &ann, &of(&made, 0), &words).await;
    mallory.get(&path).await.is(404);
    house.signed_in(LEAD).await.get(&path).await.is(404);
    for browser in [&mallory, &ann] {
        let page = format!("/exports/new{}", of(&made, 1));
        browser.get(&page).await.is(404);
        let enrolment = made.trainees[1].enrolment.to_string();
        let sent = [("format", "csv"), ("when", "now"), ("enrolment", enrolment.as_str()), ("key", "k1")];
        browser.post("/exports", &sent).await.is(404);
    }
    mallory.get("/exports").await.is(200).says("You have not asked for a report yet");
    mallory.post("/exports", &[("format", "csv"), ("when", "now"), ("key", "k2")]).await.is(403);
    // Without a word in the address everybody chooses among what they may export.
    ann.get("/exports/new").await.is(200).says("Export your portfolio");
    let choice = house.signed_in(SUPERVISOR).await.get("/exports/new").await;
    choice.is(200).says("Choose this trainee").says("Ann Field: ").does_not_say("Export my portfolio");
    mallory.get("/exports/new").await.is(200).says("There is no portfolio that you may export");
}

async fn reflects(house: &TestApp, entry: &EntryId, made: &Many, shared: bool) {
    let (entry, portfolio) = (entry.clone(), made.trainees[0].portfolio.clone());
    let written = house.app.write_quietly(Why::DraftSaved, move |tx| {
        let (id, now): (ReflectionId, _) = (tx.new_id(), tx.now());
        diesel::insert_into(reflections::table)
            .values((
                reflections::id.eq(id),
                reflections::portfolio_id.eq(portfolio),
                reflections::entry_id.eq(entry),
                reflections::words.eq("I was afraid of the clamp"),
                reflections::written_at.eq(now),
                reflections::shared_at.eq(shared.then_some(now)),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    written.await.unwrap();
}

#[actix_web::test]
async fn a_reflection_is_in_nobodys_report() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 2).await;
    reflects(&house, &made.trainees[0].entries[0], &made, false).await;
    reflects(&house, &made.trainees[0].entries[1], &made, true).await;
    for email in [SUPERVISOR, LEAD, TRAINEE] {
        let who = house.signed_in(email).await;
        exported(&house, &who, &of(&made, 0), &[("format", "csv"), ("when", "now")]).await;
        let file = String::from_utf8(bytes(&house).await).unwrap();
        assert!(file.contains("Aortic surgery") && !file.contains("afraid"), "{email}: {file}");
    }
}

#[actix_web::test]
async fn a_past_day_shows_what_was_known_then() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 6).await;
    house.later(8 * 86_400);
    let (entry, portfolio) = (made.trainees[0].entries[0].clone(), made.trainees[0].portfolio.clone());
    let taken_back = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let now = tx.now();
        diesel::update(decisions::table.filter(decisions::entry_id.eq(&entry)))
            .set((decisions::known_until.eq(now), decisions::undone_why.eq("another case")))
            .execute(tx.conn())?;
        diesel::update(entries::table.find(&entry)).set(entries::state.eq("submitted")).execute(tx.conn())?;
        standing::refresh_all(tx, &portfolio)
    });
    taken_back.await.unwrap();
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let day =
        [("format", "csv"), ("when", "day"), ("day-day", "12"), ("day-month", "11"), ("day-year", "2026")];
    exported(&house, &lea, &of(&made, 0), &day).await;
    assert_eq!(in_csv(&bytes(&house).await, "Requirements")["bypass-150"], ["6", "2", "2", "150"]);
    house.later(60);
    exported(&house, &lea, &of(&made, 0), &[("format", "csv"), ("when", "now")]).await;
    assert_eq!(in_csv(&bytes(&house).await, "Requirements")["bypass-150"][2], "1");
}

#[actix_web::test]
async fn words_with_faults_are_kept() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 1).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = format!("/exports/new{}", of(&made, 0));
    let late =
        [("format", "pdf"), ("when", "day"), ("day-day", "1"), ("day-month", "1"), ("day-year", "2030")];
    let again = ann.fills(&page, "/exports", &late).await;
    again.is(422).says("This day is still to come").says("value=\"2030\"").says("Export your portfolio");
    let early =
        [("format", "pdf"), ("when", "day"), ("day-day", "1"), ("day-month", "1"), ("day-year", "2020")];
    ann.sends(&again, "/exports", &early).await.is(422).says("The enrolment began on 1 September 2025");
    ann.sends(&again, "/exports", &[("when", "now")]).await.is(422).says("Choose PDF, Excel or CSV");
}

#[actix_web::test]
async fn a_lead_exports_a_cohort_and_only_theirs() {
    let house = TestApp::new().await;
    let made = many(&house, 3, 3).await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/reports").await.is(200).says("Export a cohort");
    let words = [("format", "csv"), ("when", "now"), ("cohort", "2025")];
    let path = exported(&house, &lea, "", &words).await;
    let rows = in_csv(&bytes(&house).await, "Standing");
    let requirements = rows.keys().filter(|key| key.starts_with("Ann Field ")).count();
    assert!(requirements > 5 && rows.len() == 3 * requirements, "{:?}", rows.keys());
    assert_eq!(rows["Ann Field bypass-150"], ["3", "1", "1", "150"]);
    let named = lea.get(&path).await;
    assert!(named.header("content-disposition").unwrap().contains("perfolio-2025-2026-11-12.csv"));
    exported(&house, &lea, "", &[("format", "xlsx"), ("when", "now"), ("cohort", "")]).await;
    assert_eq!(in_xlsx(&bytes(&house).await, "Standing"), rows);
    exported(&house, &lea, "", &[("format", "pdf"), ("when", "now")]).await;
    assert!(lopdf::Document::load_mem(&bytes(&house).await).unwrap().get_pages().len() > 1);
    lea.fills("/exports/new", "/exports", &[("format", "csv"), ("when", "now"), ("cohort", "1999")])
        .await
        .is(403)
        .says("You lead nobody who fits");
    drop(made);
}

#[actix_web::test]
async fn who_lost_sight_meanwhile_is_told_so() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 1).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/exports/new{}", of(&made, 0));
    sue.fills(&page, "/exports", &[("format", "xlsx"), ("when", "now")]).await.leads_to("/exports");
    sue.get("/exports").await.says("Being made").says("Load this page again");
    let ended = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        let now = tx.now();
        diesel::update(appointments::table.filter(appointments::capacity.eq("supervisor")))
            .set(appointments::known_until.eq(now))
            .execute(tx.conn())?;
        Ok(())
    });
    ended.await.unwrap();
    house.vouches().await;
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.text.contains("could not be made")), "{letters:?}");
    sue.get("/notices").await.says("could not be made.").does_not_say("is ready, or");
    sue.get("/exports").await.is(200).says("Failed").says("no longer yours to see").says("Ask again");
}

#[actix_web::test]
async fn a_report_that_was_made_is_not_given_to_who_lost_sight() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 1).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let now = [("format", "csv"), ("when", "now")];
    let hers = exported(&house, &ann, &of(&made, 0), &now).await;
    let supervised = exported(&house, &sue, &of(&made, 0), &now).await;
    let cohort = exported(&house, &lea, "", &now).await;
    for (who, path) in [(&ann, &hers), (&sue, &supervised), (&lea, &cohort)] {
        who.get(path).await.is(200);
    }
    ends_appointments(&house, &made.supervisor, "2026-08-01").await;
    ends_appointments(&house, &made.lead, "2026-11-11").await;
    for (who, path) in [(&sue, &supervised), (&lea, &cohort)] {
        who.get(path).await.leads_to("/exports");
        who.get("/exports").await.says("You no longer see all that is in this report");
    }
    ann.get(&hers).await.is(200);
}

#[actix_web::test]
async fn a_report_goes_after_a_week() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 1).await;
    let ann = house.signed_in(TRAINEE).await;
    let path = exported(&house, &ann, &of(&made, 0), &[("format", "csv"), ("when", "now")]).await;
    ann.get("/exports").await.says("kept until 19 November 2026");
    let hash = house.app.read(|r| Ok(exports::table.select(exports::file_hash).first::<String>(r.conn())?));
    let hash = hash.await.unwrap();
    house.later(7 * 86_400 - 60);
    perfolio::features::exports::expire(&house.app, System::at_work()).await.unwrap();
    assert!(house.app.files.find(&hash).is_some());
    house.later(120);
    perfolio::features::exports::expire(&house.app, System::at_work()).await.unwrap();
    assert!(house.app.files.find(&hash).is_none());
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/exports").await.is(200).says("Expired");
    ann.get(&path).await.leads_to("/exports");
}

#[actix_web::test]
async fn five_at_a_time_and_a_form_sent_twice_is_one_report() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 1).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = format!("/exports/new{}", of(&made, 0));
    let words = [("format", "xlsx"), ("when", "now")];
    let form = ann.get(&page).await;
    ann.sends(&form, "/exports", &words).await.leads_to("/exports");
    ann.sends(&form, "/exports", &words).await.leads_to("/exports");
    for _ in 0..4 {
        ann.fills(&page, "/exports", &words).await.leads_to("/exports");
    }
    ann.post(
        "/exports",
        &[words[0], words[1], ("enrolment", made.trainees[0].enrolment.as_str()), ("key", "k9")],
    )
    .await
    .is(403)
    .says("still being made");
    assert_eq!(house.letters().await.len(), 5);
}

/// What the portfolio's book tells of its reports.
async fn told(house: &TestApp, made: &Many) -> Vec<(String, String)> {
    use perfolio::db::schema::audit_events as e;
    let book = made.trainees[0].portfolio.to_string();
    let read = house.app.read(move |r| {
        Ok(e::table
            .filter(e::book_id.eq(book))
            .filter(e::act.like("export/%"))
            .order(e::seq)
            .select((e::actor, e::act))
            .load(r.conn())?)
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn a_small_portfolio_as_csv_comes_at_once_and_is_told_in_the_book_like_any_other() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 3).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(&format!("/exports/new{}", of(&made, 0))).await;
    let csv = [("format", "csv"), ("when", "now")];
    let answer = ann.sends(&page, "/exports", &csv).await;
    let path = answer.is(303).location().unwrap().to_owned();
    ann.get(&path).await.is(200).says("Training portfolio of Ann Field");
    let at_once = told(&house, &made).await;
    assert_eq!(
        at_once.iter().map(|(_, act)| act.as_str()).collect::<Vec<_>>(),
        ["export/asked", "export/made"]
    );
    // The same form again is the same file; with other words it is another report, made by the job.
    ann.sends(&page, "/exports", &csv).await.leads_to(&path);
    ann.sends(&page, "/exports", &[("format", "xlsx"), ("when", "now")]).await.leads_to("/exports");
    assert_eq!(house.letters().await.len(), 1);
    assert_eq!(told(&house, &made).await[2..], at_once);
    // The job that stands behind a file made at once finds it made.
    house.later(120);
    assert!(house.letters().await.is_empty());
    assert_eq!(told(&house, &made).await.len(), 4);
}

#[actix_web::test]
async fn a_large_portfolio_goes_through_the_job_as_csv_too() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 401).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = format!("/exports/new{}", of(&made, 0));
    ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await.leads_to("/exports");
    assert_eq!(told(&house, &made).await.len(), 1);
    assert_eq!(house.letters().await.len(), 1);
    assert_eq!(told(&house, &made).await.len(), 2);
}
