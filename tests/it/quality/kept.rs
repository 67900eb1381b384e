//! What a sample was drawn from is kept: whoever doubts a draw does it again, here or from the table alone.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Books, Why};
use perfolio::domain::names::*;
use perfolio::domain::role::{Capacity, Scope};
use perfolio::domain::territory::Over;
use perfolio::features::quality::{Drawing, put_sample};
use sha2::{Digest, Sha256};

use super::{READER, draws, reader, signed, to_read};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, Many, SUPERVISOR, many};
use crate::kit::small::verifies;
use crate::kit::work::{appoints, as_signed_in, day, departments_of, submits};
use crate::together::{chosen_together, signs_all};

/// As the page tells it, and nothing of the house's own code.
fn ticket(seed: &str, decision: &str, number: usize) -> String {
    let mut sum = Sha256::new();
    for text in [seed.to_owned(), decision.to_owned(), number.to_string()] {
        sum.update(u64::try_from(text.len()).unwrap().to_be_bytes());
        sum.update(text.as_bytes());
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seed and size from the page, the sample out of the table alone.
fn drawn_by_hand(page: &str, table: &str) -> Vec<String> {
    let seed = page.split("seed, size = &#34;").nth(1).map(|rest| rest.split("&#34;, ").collect::<Vec<_>>());
    let seed = seed.unwrap_or_else(|| panic!("no seed in the program: {page}"));
    let size: usize = seed[1].split_whitespace().next().unwrap().parse().unwrap();
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    let heading: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut tickets: Vec<(String, String)> = Vec::new();
    for row in &rows {
        let of = |name: &str| heading.iter().position(|one| *one == name).map(|at| row[at]);
        let number = |name: &str| of(name).unwrap().parse::<usize>().unwrap();
        let rare = 50 * number("on the same item") < rows.len();
        // Without that column any batch weighed more.
        let fast =
            of("seconds for each").is_none_or(|each| each.is_empty() || each.parse::<u32>().unwrap() < 10);
        let batch = usize::from(number("in a batch") == 1 && fast);
        let new = usize::from(number("decisions before") < 20);
        let weight = 1 + 3 * new + 2 * batch + 2 * usize::from(rare);
        assert_eq!(weight, number("weight"), "{row:?}");
        let smallest = (0..weight).map(|one| ticket(seed[0], row[0], one)).min().unwrap();
        assert_eq!(Some(smallest.as_str()), of("smallest ticket"));
        tickets.push((smallest, row[0].to_owned()));
    }
    tickets.sort();
    tickets.into_iter().take(size).map(|(_, id)| id).collect()
}

/// The decisions that were drawn, in their order.
async fn stored(house: &TestApp) -> Vec<String> {
    let read = house.app.read(|r| {
        let all = quality_items::table.order(quality_items::position);
        Ok(all.select(quality_items::decision_id).load(r.conn())?)
    });
    read.await.unwrap()
}

async fn changes(house: &TestApp, because: &str, sql: &'static str) {
    use diesel::connection::SimpleConnection;
    house.ends_out_of_order(because);
    let changed =
        house.app.write_quietly(Why::StandingRefreshed, move |tx| Ok(tx.conn().batch_execute(sql)?));
    changed.await.unwrap();
}

#[actix_web::test]
async fn a_sample_is_drawn_again_from_what_was_kept_by_anybody() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 12).await;
    let (own, other) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "5").await.is(303).location().unwrap().to_owned();
    let (again, table) = (format!("{path}/again"), format!("{path}/frame.csv"));
    verifies(&house.app).await;
    let page = lea.get(&again).await;
    page.is(200).says("The same decisions come out, in the same order.");
    page.says("Nothing: every decision that was drawn from stands.").says("To be drawn");
    let csv = lea.get(&table).await;
    assert_eq!(csv.is(200).header("content-type"), Some("text/csv; charset=utf-8"));
    csv.does_not_say("Sue").does_not_say("Ann").does_not_say("ortic");
    assert_eq!(drawn_by_hand(&page.body, &csv.body), stored(&house).await);
    for email in [READER, SUPERVISOR, crate::kit::many::TRAINEE] {
        house.signed_in(email).await.get(&table).await.is(404);
    }

    // Whoever is enrolled elsewhere since, and whose words are others, changes nothing of it.
    let moved = other.to_string();
    house.ends_out_of_order("somebody is moved behind the house’s back");
    let enrolment = made.trainees[0].enrolment.clone();
    let change = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(enrolments::table.find(&enrolment))
            .set(enrolments::department_id.eq(DepartmentId::new(moved)))
            .execute(tx.conn())?;
        diesel::update(entry_versions::table).set(entry_versions::words.eq("{}")).execute(tx.conn())?;
        Ok(())
    });
    change.await.unwrap();
    lea.get(&again).await.says("The same decisions come out, in the same order.");
    assert_eq!(lea.get(&table).await.body, csv.body);

    changes(&house, "a weight is changed", "UPDATE quality_frames SET lines = REPLACE(lines, ' 4', ' 1')")
        .await;
    lea.get(&again).await.says("It comes out otherwise").says("What was kept is not what was drawn from");
    let (code, told) = crate::audit::verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("quality_frames/"), "{told}");
    changes(&house, "nobody can read the lines", "UPDATE quality_frames SET lines = 'Quillfeather'").await;
    lea.get(&again).await.is(200).says("It comes out otherwise");
    lea.get(&table).await.is(200);
}

/// In a batch or not, seconds for each, weight: of each decision, sorted.
fn of_batches(table: &str) -> Vec<[&str; 3]> {
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    let heading = "decision,decisions before,in a batch,seconds for each,on the same item,weight,smallest ticket,drawn as number";
    assert_eq!(lines.next(), Some(heading));
    let mut all: Vec<[&str; 3]> =
        lines.map(|line| line.split(',').collect::<Vec<_>>()).map(|row| [row[2], row[3], row[5]]).collect();
    all.sort_unstable();
    all
}

#[actix_web::test]
async fn a_batch_weighs_more_where_it_was_signed_in_seconds_or_nobody_knows() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 1).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let mut batch = String::new();
    // 29 seconds for three are fewer than ten for each; 30 are not.
    for (first, took) in [(11, 29), (14, 30), (17, 20)] {
        for day in first..first + 3 {
            submits(&house, &made, &made.trainees[0], &format!("2026-10-{day}"), &made.supervisor).await;
        }
        batch = chosen_together(&sue).await;
        house.later(took);
        signs_all(&sue, &batch).await;
        house.later(60);
    }
    let unknown = BatchId::new(batch.rsplit('/').next().unwrap());
    let later = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let after = tx.now().plus_days(1);
        diesel::update(batches::table.find(&unknown)).set(batches::begun_at.eq(after)).execute(tx.conn())?;
        Ok(())
    });
    later.await.unwrap();
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "10").await.is(303).location().unwrap().to_owned();
    let said = "fewer than 10 seconds for each entry, from choosing them to signing; an illustrative number";
    lea.get("/quality/new").await.is(200).says(said);
    lea.get(&path).await.is(200).says(said).says("a new assessor, signed in a fast batch (weight 6)");
    let csv = lea.get(&format!("{path}/frame.csv")).await;
    let [alone, slow, fast, unknown] = [["0", "", "4"], ["1", "10", "4"], ["1", "9", "6"], ["1", "", "6"]];
    assert_eq!(of_batches(&csv.body), [alone, unknown, unknown, unknown, slow, slow, slow, fast, fast, fast]);
    let page = lea.get(&format!("{path}/again")).await;
    page.says("The same decisions come out, in the same order.").says("weight(row)").says("* fast(row)");
    assert_eq!(drawn_by_hand(&page.body, &csv.body), stored(&house).await);
    house.letters().await;
    verifies(&house.app).await;
}

#[actix_web::test]
async fn a_sample_that_was_drawn_when_any_batch_weighed_more_shows_and_draws_as_it_did() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 4).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "2").await.is(303).location().unwrap().to_owned();
    house.letters().await;
    let older = "UPDATE quality_samples SET weights = 'new-assessor=3 fast-batch=2 rare-item=2'";
    changes(&house, "as release 0.1.0 wrote it", older).await;
    lea.get(&path).await.is(200).says("Decisions signed in a batch, after a look at one: 2 more");
    let (page, csv) = (lea.get(&format!("{path}/again")).await, lea.get(&format!("{path}/frame.csv")).await);
    page.is(200).says("The same decisions come out, in the same order.").does_not_say("fast(row)");
    page.says("2 * int(row[").does_not_say("seconds for each");
    let heading =
        "decision,decisions before,in a batch,on the same item,weight,smallest ticket,drawn as number";
    assert_eq!(csv.is(200).body.trim_start_matches('\u{feff}').lines().next(), Some(heading));
    assert_eq!(drawn_by_hand(&page.body, &csv.body), stored(&house).await);
}

#[actix_web::test]
async fn of_a_sample_that_is_older_it_is_said_that_nothing_was_kept() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 3).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "2").await.is(303).location().unwrap().to_owned();
    house.letters().await;
    let older = "DELETE FROM quality_frames; UPDATE quality_samples SET read_by = NULL";
    changes(&house, "as release 0.1.0 left it", older).await;
    let again = lea.get(&format!("{path}/again")).await;
    again.is(200).says("The same decisions come out, in the same order.");
    again.says("drawn before what was drawn from was kept").does_not_say("frame.csv");
    lea.get(&format!("{path}/frame.csv")).await.is(404);
    lea.get(&path).await.is(200).does_not_say("To be read until");
    lea.get("/quality").await.is(200).says("No day").does_not_say("Overdue");
    let browser = house.signed_in(READER).await;
    let list = browser.get("/second-readings").await;
    list.is(200).says("0 of 2 read.").does_not_say("To be read until");
    browser.get(&to_read(&list)[0]).await.is(200).does_not_say("To be read until");
}

#[actix_web::test]
async fn what_a_reader_was_asked_about_is_not_drawn_for_them() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let cases = signed(&house, &made, 2).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let (to, by, of) = (rhea.clone(), made.trainees[0].person.clone(), cases[0].clone());
    let asked = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let (id, now): (RequestId, _) = (tx.new_id(), tx.now());
        let version: EntryVersionId = entry_versions::table
            .filter(entry_versions::entry_id.eq(&of))
            .select(entry_versions::id)
            .first(tx.conn())?;
        diesel::insert_into(requests::table)
            .values((
                requests::id.eq(id),
                requests::entry_id.eq(&of),
                requests::version_id.eq(version),
                requests::asked_id.eq(&to),
                requests::asked_by.eq(&by),
                requests::known_from.eq(now),
                requests::closed_at.eq(now),
                requests::closed_how.eq("replaced"),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    asked.await.unwrap();
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "5").await.is(303).location().unwrap().to_owned();
    lea.get(&path).await.says("1 of 1 decisions, on 12 November 2026");
}

/// So many samples of so many decisions, by the lead.
async fn drawn(house: &TestApp, made: &Many, (samples, size): (usize, i32)) {
    let (own, _) = departments_of(house, &made.trainees[0]).await;
    let rhea = reader(house, &own).await;
    let person = as_signed_in(house, &made.lead, None);
    for number in 0..samples {
        let (person, over, reader) = (person.clone(), Over::of(Scope::Department, &own), rhea.clone());
        let asked = Drawing {
            over,
            reader,
            // Each over days of its own: the same ones are drawn once.
            from: day("2026-01-01").plus_days(i64::try_from(number).unwrap()),
            until: day("2026-12-31"),
            size,
            read_by: day("2026-12-10"),
        };
        house.app.write(Books::house(), move |tx| put_sample(tx, &person, &asked)).await.unwrap();
        house.later(1);
    }
}

async fn statements(house: &TestApp, browser: &Browser<'_>, path: &str) -> (u64, usize) {
    browser.get(path).await.is(200);
    let before = house.app.db.statements();
    let shown = browser.get(path).await;
    shown.is(200);
    (house.app.db.statements() - before, shown.body.len())
}

#[actix_web::test]
async fn pages_cost_the_same_with_few_and_with_many_and_lists_have_pages() {
    let mut costs = Vec::new();
    for (cases, samples) in [(2, 1), (20, 27)] {
        let house = TestApp::new().await;
        let made = many(&house, 1, 0).await;
        signed(&house, &made, cases).await;
        drawn(&house, &made, (samples, 20)).await;
        house.letters().await;
        let (lea, rhea) = (house.signed_in(LEAD).await, house.signed_in(READER).await);
        let index = lea.get("/quality").await;
        let path = index.body.split("href=\"/quality/samples/").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("/quality/samples/{path}");
        let mut each = Vec::new();
        for one in ["/quality".to_owned(), path.clone(), format!("{path}/again")] {
            each.push(statements(&house, &lea, &one).await);
        }
        each.push(statements(&house, &rhea, "/second-readings").await);
        costs.push(each);
        if samples > 1 {
            let on_a_page = |body: &str| body.matches("href=\"/quality/samples/").count();
            assert_eq!(on_a_page(&index.body), 25);
            index.says("href=\"/quality?page=2\"");
            let second = lea.get("/quality?page=2").await;
            assert_eq!(on_a_page(&second.body), 2);
            second.says("href=\"/quality?page=1\"").does_not_say("?page=3");
            assert_eq!(lea.get("/quality?page=99").await.body.matches("/quality/samples/").count(), 2);
            let last = rhea.get("/second-readings?page=6").await;
            assert_eq!(last.body.matches("To be read until").count(), 2);
            last.says("?page=5").does_not_say("?page=7");
        }
    }
    let [few, many] = costs.as_slice() else { panic!("two houses were measured") };
    for (number, ((few, _), (many, bytes))) in few.iter().zip(many).enumerate() {
        assert_eq!(few, many, "page {number} runs more statements for more samples");
        assert!(*many < 40 && *bytes < 100_000, "page {number}: {many} statements, {bytes} bytes");
    }
}

#[actix_web::test]
async fn a_reader_who_may_read_there_no_more_is_told_to_the_lead() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 1).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "1").await.is(303).location().unwrap().to_owned();
    lea.get(&path).await.is(200).does_not_say("Nobody can read it");
    crate::kit::work::ends_appointments(&house, &rhea, "2026-10-31").await;
    lea.get(&path).await.says("Nobody can read it").says("Rhea Moss is not appointed there today");
    appoints(&house, &rhea, Capacity::QualityReader, &own).await;
    lea.get(&path).await.does_not_say("Nobody can read it");
}
