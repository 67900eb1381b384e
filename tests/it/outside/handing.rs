//! The trainee's side: which entries are handed over, what is on the screen, who is told that it was opened.

use diesel::prelude::*;
use perfolio::db::schema::tickets;
use perfolio::domain::names::EntryId;
use perfolio::features::accounts::Qr;

use super::{link_to, ready};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{SUPERVISOR, many};
use crate::kit::work::{states_a_document, submits};

#[actix_web::test]
async fn the_code_on_the_screen_is_the_link_and_no_secret_is_stored_as_it_is() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}/link", ready.entry);
    ann.get(&page).await.is(200).says("Show a code to scan").says("Make a link to send");
    ann.fills(&page, &page, &[("handed", "shown")]).await.leads_to(&page);
    let shown = ann.get(&page).await;
    shown.is(200).says("Let them scan this").does_not_say("/outside/");
    let (hash, sealed): (String, String) = of_ticket(&ready.house).await;
    let ticket: String = ticket_id(&ready.house).await;
    let token = ready.house.app.sealing.open(&format!("tickets/{ticket}"), &sealed).unwrap();
    let token = String::from_utf8(token).unwrap();
    assert!(token.len() >= 26, "at least 128 bits: {token}");
    assert_ne!(hash, token);
    let link = format!("http://127.0.0.1:8080/outside/{token}");
    shown.says(&Qr::of(&link).unwrap().path);
    // A second look shows the same one.
    ann.get(&page).await.says(&Qr::of(&link).unwrap().path);
    let malik = ready.house.browser();
    malik.get(&format!("/outside/{token}")).await.is(200).says("Ann Field asks you to sign or return");
    ready.noted().await;
    ready.signs(&malik, &format!("/outside/{token}"), super::WORDS).await.is(303);
    ann.get(&format!("/entries/{}", ready.entry)).await.says("; code scanned on 12 November 2026, 09:00.");
    assert_eq!(of_ticket(&ready.house).await.1, "", "what was sealed goes with the end");
}

async fn of_ticket(house: &TestApp) -> (String, String) {
    let found = house
        .app
        .read(|r| Ok(tickets::table.select((tickets::token_hash, tickets::sealed)).first(r.conn())?));
    found.await.unwrap()
}

async fn ticket_id(house: &TestApp) -> String {
    house.app.read(|r| Ok(tickets::table.select(tickets::id).first(r.conn())?)).await.unwrap()
}

#[actix_web::test]
async fn the_trainee_sees_every_browser_that_opened_it_and_not_their_own() {
    let ready = ready().await;
    let link = ready.link().await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}/link", ready.entry);
    ann.get(&link).await.is(200);
    ann.get(&page).await.says("Nobody has opened it yet.");
    for agent in ["Phone of Malik", "Desk of Reid"] {
        let request = actix_web::test::TestRequest::get().uri(&link).insert_header(("user-agent", agent));
        ready.house.browser().send(request).await.is(200);
    }
    wait_for(&ann, &page, "Desk of Reid").await;
    wait_for(&ann, &page, "Phone of Malik: 12 November 2026, 09:00").await;
    ann.get(&format!("/entries/{}", ready.entry))
        .await
        .says("Somebody through the link, last on 12 November 2026")
        .does_not_say("Nobody else has opened this entry.");
    ready.signs(&ready.house.browser(), &link, super::WORDS).await.is(303);
    ann.get(&format!("/entries/{}", ready.entry))
        .await
        .says(", without an account, on 12 November 2026")
        .does_not_say("Nobody else has opened this entry.");
}

#[actix_web::test]
async fn a_link_that_is_opened_again_stands_on_every_day_and_no_flood_of_browsers_in_the_rows() {
    let ready = ready().await;
    let link = ready.link().await;
    let opens = async |agent: &str| {
        let request = actix_web::test::TestRequest::get().uri(&link).insert_header(("user-agent", agent));
        ready.house.browser().send(request).await.is(200);
    };
    let ann = ready.ann().await;
    let page = format!("/entries/{}/link", ready.entry);
    opens("Phone of Malik").await;
    wait_for(&ann, &page, "Phone of Malik").await;
    ready.house.later(3600);
    opens("Phone of Malik").await;
    wait_for(&ann, &page, "first 12 November 2026, 09:00, last 12 November 2026, 10:00").await;
    ready.house.later(9 * 24 * 3600);
    let ann = ready.ann().await;
    opens("Phone of Malik").await;
    wait_for(&ann, &page, "Phone of Malik: 21 November 2026, 10:00").await;
    // Her own page of openings has both days, each once.
    let history = format!("/history/{}/openings", ready.made.trainees[0].portfolio);
    let seen = ann.get(&history).await;
    seen.is(200).says("12 November 2026").says("21 November 2026");
    // Each says that it is another browser: the ninth of a day and all after it are one row.
    for number in 0..12 {
        opens(&format!("Robot {number}")).await;
        let named = if number < 7 { format!("Robot {number}") } else { "Further browsers".to_owned() };
        wait_for(&ann, &page, &named).await;
    }
    let rows: i64 = ready
        .house
        .app
        .read(|r| Ok(perfolio::db::schema::ticket_openings::table.count().get_result(r.conn())?))
        .await
        .unwrap();
    assert_eq!(rows, 1 + 8 + 1);
}

/// Openings are written after the answer.
async fn wait_for(ann: &Browser<'_>, page: &str, words: &str) {
    for _ in 0..1_000 {
        if ann.get(page).await.body.contains(words) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("“{words}” never came");
}

#[actix_web::test]
async fn only_the_owner_hands_over_and_only_what_a_supervisor_may_sign() {
    let ready = ready().await;
    let page = format!("/entries/{}/link", ready.entry);
    let sue = ready.house.signed_in(SUPERVISOR).await;
    sue.get(&page).await.is(404);
    ready.house.person("Ben", "ben@demo.example").await;
    let ben = ready.house.signed_in("ben@demo.example").await;
    ben.get(&page).await.is(404);
    ben.post(&page, &[("handed", "sent")]).await.is(404);
    let ann = ready.ann().await;
    let document = states_a_document(&ready.house, &ready.made.trainees[0], "Degree").await;
    let its = format!("/entries/{document}/link");
    ann.get(&its)
        .await
        .is(200)
        .says("A training lead confirms an entry like this.")
        .does_not_say("Show a code");
    ann.post(&its, &[("handed", "sent")]).await.is(422).says("A training lead confirms");
    ann.post(&page, &[("handed", "shouted")]).await.is(422).says("Choose how you hand it over.");
}

#[actix_web::test]
async fn without_an_allowed_domain_there_is_no_link_and_the_page_says_whom_to_ask() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let (entry, _) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    let ann = house.signed_in(crate::kit::many::TRAINEE).await;
    let page = format!("/entries/{entry}/link");
    ann.get(&page).await.is(200).says("Your training lead has not said yet from which work addresses");
    ann.post(&page, &[("handed", "sent")]).await.is(422);
}

#[actix_web::test]
async fn a_new_link_ends_the_one_before_and_a_withdrawn_one_opens_nothing() {
    let ready = ready().await;
    let first = ready.link().await;
    let second = ready.link().await;
    let malik = ready.house.browser();
    malik.get(&first).await.is(410).says("Ann Field has made a newer link").does_not_say("Aortic");
    malik.get(&second).await.is(200);
    let ann = ready.ann().await;
    let page = format!("/entries/{}/link", ready.entry);
    ann.fills(&page, &format!("{page}/withdrawal"), &[]).await.leads_to(&page);
    malik.get(&second).await.is(410).says("Ann Field withdrew this link").does_not_say("Aortic");
    ann.get(&page).await.is(200).says("Show a code to scan");
    let other: EntryId =
        submits(&ready.house, &ready.made, &ready.made.trainees[0], "2026-11-04", &ready.made.supervisor)
            .await
            .0;
    let third = link_to(&ann, &other).await;
    malik.get(&third).await.is(200).says("4 November 2026");
}

#[actix_web::test]
async fn submitting_names_somebody_without_an_account_at_once() {
    let (house, made) = crate::entries::house().await;
    let ann = house.signed_in(crate::kit::many::TRAINEE).await;
    let form = "/entries/new?kind=bypass-case";
    ann.get(form).await.is(200).says("Submit to Sue Carter").does_not_say("Someone without an account");
    let words = crate::entries::case(&made, &[("ask", "outside")]);
    let early = ann.fills(form, "/entries", &words).await;
    early.is(422).says("Your training lead has not said yet from which work addresses");
    let (department, _) = crate::kit::work::departments_of(&house, &made.trainees[0]).await;
    house.vouches().await;
    super::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    ann.get(form).await.is(200).says("Someone without an account, by a link");
    let sent = ann.fills(form, "/entries", &words).await;
    let link = sent.is(303).location().unwrap().to_owned();
    assert!(link.ends_with("/link"), "{link}");
    ann.get(&link).await.is(200).says("Number 1: recorded.").says("Show a code to scan");
    let entry = EntryId::new(link.split('/').nth(2).unwrap());
    let page = ann.get(&format!("/entries/{entry}")).await;
    page.is(200).says("Submitted").does_not_say("with Sue Carter since").says("Ask for a signature");
    assert!(house.letters().await.is_empty(), "nobody was asked by name");
    let link = link_to(&ann, &entry).await;
    super::signs_through(&house, &house.browser(), &link, super::WORDS).await.leads_to(&link);
    ann.get("/home").await.says("1 of 150 cases signed");
}

#[actix_web::test]
async fn what_waits_for_a_link_alone_is_listed_and_its_trainee_is_told_when_nobody_used_it() {
    let (house, made) = crate::entries::house().await;
    let (department, _) = crate::kit::work::departments_of(&house, &made.trainees[0]).await;
    house.vouches().await;
    super::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    let ann = house.signed_in(crate::kit::many::TRAINEE).await;
    let words = crate::entries::case(&made, &[("ask", "outside")]);
    let sent = ann.fills("/entries/new?kind=bypass-case", "/entries", &words).await;
    let page = sent.is(303).location().unwrap().to_owned();
    let entry = EntryId::new(page.split('/').nth(2).unwrap());
    let waiting = async || house.signed_in(crate::kit::many::LEAD).await.get("/waiting").await;
    waiting().await.is(200).says("Nobody is asked by name").says("nobody is asked, waiting since today");
    let link = link_to(&ann, &entry).await;
    waiting().await.says("a link is open until 26 November 2026");
    let map = async |by: &str| {
        house.signed_in(crate::kit::many::LEAD).await.get(&format!("/waiting/map?by={by}")).await
    };
    for by in ["person", "site", "module"] {
        map(by)
            .await
            .is(200)
            .says("Asked of nobody by name")
            .says("a link is open until 26 November 2026")
            .says("Ann Field: Supervised bypass cases");
    }
    map("site").await.says("Heart Centre");
    house.letters().await;
    house.later(14 * 24 * 3600 - 1);
    let early = house.letters().await;
    assert!(early.iter().all(|letter| letter.subject != "Nobody used the link to your entry"), "{early:?}");
    house.later(1);
    let letters = house.letters().await;
    let told: Vec<_> =
        letters.iter().filter(|letter| letter.subject == "Nobody used the link to your entry").collect();
    assert_eq!(told.len(), 1, "{letters:?}");
    assert!(told[0].text.contains("waits with nobody now"), "{}", told[0].text);
    let ann = house.signed_in(crate::kit::many::TRAINEE).await;
    ann.get("/notices").await.is(200).says("It waits with nobody now.");
    waiting().await.says("nobody is asked, waiting since").does_not_say("a link is open");
    assert_eq!(of_ticket(&house).await.1, "", "what was sealed goes with the end");
    // A link that was used, and one that was withdrawn, tell nothing of the kind.
    let second = link_to(&ann, &entry).await;
    assert_ne!(second, link);
    let words = super::with(&[("on-day", "12")]);
    super::signs_through(&house, &house.browser(), &second, &words).await.leads_to(&second);
    house.later(14 * 24 * 3600);
    let letters = house.letters().await;
    assert!(
        letters.iter().all(|letter| letter.subject != "Nobody used the link to your entry"),
        "{letters:?}"
    );
    waiting().await.is(200).does_not_say("Nobody is asked by name");
}
