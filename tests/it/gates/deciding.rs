//! What decides something for good: everybody else sends the words that the page of whoever may decide would send, and
//! nothing of the portfolio changes; then whoever may sends the same words, and it does. So a door that is widened turns
//! this red, and so do words that no form takes any more.

use diesel::prelude::*;
use perfolio::db::schema::requests;
use perfolio::domain::names::{EntryId, RequestId};
use perfolio::domain::role::Capacity;

use super::{HOLDER, everybody, everything, hers, last, said_too_often};
use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::{appoints, departments_of};
use crate::outside::{code_of, link_to, with};

/// One decision: on which page, by which form, with which words besides its hidden ones.
struct Act {
    page: String,
    action: String,
    typed: Vec<(&'static str, &'static str)>,
    by: &'static str,
    /// Who else may.
    also: &'static [&'static str],
    /// The answer to whoever may.
    done: u16,
}

impl Act {
    fn of(page: &str, act: &str, typed: &[(&'static str, &'static str)], by: &'static str) -> Act {
        let (page, action) = (page.to_owned(), format!("{page}{act}"));
        Act { page, action, typed: typed.to_vec(), by, also: &[], done: 303 }
    }

    fn or(self, also: &'static [&'static str]) -> Act {
        Act { also, ..self }
    }
}

async fn tries(house: &TestApp, made: &Acted, people: &[(&'static str, Browser<'_>)], act: &Act) {
    let found = people.iter().find(|(who, _)| *who == act.by);
    let (_, whoever_may) = found.expect("somebody who may");
    let page = whoever_may.get(&act.page).await;
    let hidden = page.is(200).hidden_fields(&act.action);
    // These two are of the sender's own session.
    let fields = hidden.iter().filter(|(name, _)| name != "csrf" && name != "key");
    let mut all: Vec<(&str, &str)> = act.typed.clone();
    all.extend(fields.map(|(name, word)| (name.as_str(), word.as_str())));
    let before = hers(house, made).await;
    for (who, browser) in people.iter().filter(|(who, _)| *who != act.by && !act.also.contains(who)) {
        // Whoever has the link is its holder: everybody else guesses.
        let to = match act.by {
            HOLDER => act.action.replace(&last(&act.action), "guessed"),
            _ => act.action.clone(),
        };
        let shown = browser.post(&to, &all).await;
        assert_ne!(shown.status, 500, "{who} at {to}: {shown:?}");
        assert_eq!(hers(house, made).await, before, "{who} at {to} changed what is Ann's");
    }
    whoever_may.post(&act.action, &all).await.is(act.done);
    assert_ne!(hers(house, made).await, before, "{} at {}: nothing came of it", act.by, act.action);
}

/// The page of the inbox on which an entry waits.
async fn waits(house: &TestApp, entry: &str) -> String {
    let entry = EntryId::new(last(entry));
    let found = house.app.read(move |r| {
        let asked = requests::table.filter(requests::entry_id.eq(&entry));
        Ok(asked.select(requests::id).first::<RequestId>(r.conn())?)
    });
    format!("/inbox/{}", found.await.unwrap())
}

#[actix_web::test]
async fn the_words_that_decide_decide_nothing_for_anybody_else() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let named = everything(&house, &made, &ann).await;
    let mut cases = Vec::new();
    for _ in 0..4 {
        cases.push(made.logs(&ann).await);
    }
    let people = everybody(&house, &made).await;
    let signs = [("level", "at-hand"), ("comment", "Calm throughout.")];
    let (first, second) = (waits(&house, &cases[0]).await, waits(&house, &cases[1]).await);
    let sign = Act::of(&first, "/signature", &signs, "supervisor").or(&["lead", "deputy"]);
    tries(&house, &made, &people, &sign).await;
    let words = [("words", "Which cardioplegia?")];
    let sends_back = Act::of(&second, "/return", &words, "supervisor").or(&["lead", "deputy"]);
    tries(&house, &made, &people, &sends_back).await;

    // A batch is its signer's alone.
    let sue = house.signed_in(SUPERVISOR).await;
    let group = format!("/together?kind=bypass-case&of={}", named.path("{person}"));
    let (third, fourth) = (last(&cases[2]), last(&cases[3]));
    let alike = [("entry", third.as_str()), ("entry", fourth.as_str())];
    let batch = sue.fills(&group, "/together", &alike).await.is(303).location().unwrap().to_owned();
    tries(&house, &made, &people, &Act::of(&batch, "/signature", &signs, "supervisor")).await;

    let confirmation = named.path_for(HOLDER, "/outside/confirmations/{confirmation}");
    let confirm = Act::of(&confirmation, "", &[("do", "confirm")], HOLDER);
    tries(&house, &made, &people, &confirm).await;

    let outcome =
        [("outcome", "with-actions"), ("reasons", "Cardioplegia is not yet secure."), ("early", "yes")];
    let review = named.path("/reviews/{review}/outcome");
    tries(&house, &made, &people, &Act::of(&review, "", &outcome, "panel").or(&["lead"])).await;

    let judged = [("verdict", "signed"), ("level", "at-hand")];
    let item = named.path("/second-readings/{item}");
    tries(&house, &made, &people, &Act::of(&item, "", &judged, "quality reader")).await;

    // Last: what is struck out ends the signature, and takes the pack from the panel.
    let struck = [("place", "field:bypass-minutes"), ("sort", "name"), ("sure", "yes")];
    let incident = named.path("/incidents/{incident}/redaction");
    let strike = Act::of(&incident, "", &struck, "lead").or(&["information governance"]);
    tries(&house, &made, &people, &strike).await;
}

#[actix_web::test]
async fn only_who_looks_after_a_round_releases_it() {
    let ready = crate::feedback::ready().await;
    let house = &ready.house;
    let (round, links) = ready.open().await;
    ready.answered(&links, 10).await;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    let closing = format!("{round}/closing");
    ann.fills(&round, &closing, &[]).await.leads_to(&round);
    sue.fills(&round, &closing, &[]).await.leads_to(&round);
    let closed = ready.state().await;
    let (own, other) = departments_of(house, &ready.made.trainees[0]).await;
    let mut people = vec![ann, house.signed_in(LEAD).await, house.browser()];
    for (email, capacity, department) in [
        ("tom@demo.example", Capacity::Supervisor, &own),
        ("tess@demo.example", Capacity::Tutor, &own),
        ("otto@demo.example", Capacity::Supervisor, &other),
        ("olga@demo.example", Capacity::Lead, &other),
        ("adam@demo.example", Capacity::Admin, &other),
    ] {
        let person = house.person(email, email).await;
        appoints(house, &person, capacity, department).await;
        people.push(house.signed_in(email).await);
    }
    let met = [("met-day", "12"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];
    let release = format!("{round}/release");
    for (number, browser) in people.iter().enumerate() {
        let shown = browser.post(&release, &met).await;
        assert_ne!(shown.status, 500, "{shown:?}");
        assert_eq!(ready.state().await, closed, "somebody else released it: number {number} of the list");
    }
    assert!(ready.rounds_recorded().await.is_empty());
    sue.post(&release, &met).await.leads_to(&round);
    assert_ne!(ready.state().await, closed);
    house.letters().await;
}

/// The fields of a page's form that are not of the sender's own session, and what was typed.
fn as_sent<'a>(hidden: &'a [(String, String)], typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let asked = |name: &str| typed.iter().any(|(given, _)| *given == name);
    let own = |name: &str| name == "csrf" || name == "key";
    let fields = hidden.iter().filter(|(name, _)| !own(name) && !asked(name));
    typed.iter().copied().chain(fields.map(|(name, word)| (name.as_str(), word.as_str()))).collect()
}

/// Everybody but the holder sends the holder's words to a guessed link, each from a place where nothing was tried yet.
async fn guess(
    house: &TestApp,
    made: &Acted,
    people: &[(&'static str, Browser<'_>)],
    to: &str,
    words: &[(&str, &str)],
) {
    let before = hers(house, made).await;
    for ((who, browser), number) in people.iter().filter(|(who, _)| *who != HOLDER).zip(1..) {
        browser.moves_to(number);
        let shown = browser.post(to, words).await;
        assert_eq!(shown.status, 404, "{who} at {to}: {shown:?}");
        assert!(!said_too_often(&shown), "{who} at {to} was only slowed");
        assert_eq!(hers(house, made).await, before, "{who} at {to} changed what is Ann's");
    }
}

#[actix_web::test]
async fn what_a_link_does_for_its_holder_a_guessed_one_does_for_nobody() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    everything(&house, &made, &ann).await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let entry = made.logs(&ann).await;
        links.push(link_to(&ann, &EntryId::new(last(&entry))).await);
    }
    let people = everybody(&house, &made).await;
    let (_, holder) = people.iter().find(|(who, _)| *who == HOLDER).unwrap();
    holder.moves_to(1_000);

    // Decided now and confirmed later.
    let page = holder.get(&links[0]).await;
    let hidden = page.is(200).hidden_fields(&links[0]);
    let later = with(&[("do", "later"), ("on-day", "12")]);
    let words = as_sent(&hidden, &later);
    guess(&house, &made, &people, "/outside/guessed", &words).await;
    let before = hers(&house, &made).await;
    holder.post(&links[0], &words).await.is(303);
    assert_ne!(hers(&house, &made).await, before, "nothing came of it for the holder");

    // A code is asked for, and is right.
    let page = holder.get(&links[1]).await;
    let hidden = page.is(200).hidden_fields(&links[1]);
    let today = with(&[("on-day", "12")]);
    let words = as_sent(&hidden, &today);
    guess(&house, &made, &people, "/outside/guessed", &words).await;
    let before = hers(&house, &made).await;
    let asked = holder.post(&links[1], &words).await;
    asked.is(200).says("Enter the code");
    assert_ne!(hers(&house, &made).await, before, "no code was made for the holder");
    let code = code_of(&house).await;
    let decision = format!("{}/decision", links[1]);
    let hidden = asked.hidden_fields(&decision);
    let proof = [("one-time-code", code.as_str())];
    let words = as_sent(&hidden, &proof);
    guess(&house, &made, &people, "/outside/guessed/decision", &words).await;
    let before = hers(&house, &made).await;
    holder.post(&decision, &words).await.leads_to(&links[1]);
    assert_ne!(hers(&house, &made).await, before, "nothing came of it for the holder");
}

#[actix_web::test]
async fn a_guessed_link_of_a_colleague_neither_answers_nor_declines() {
    let ready = crate::feedback::ready().await;
    let house = &ready.house;
    let (_, links) = ready.open().await;
    let (answering, declining) = (&links[0].1, &links[1].1);
    let words = crate::feedback::saying("Calm in theatre.", "Speak up sooner.");
    let raters = || {
        house.app.read(|r| {
            use perfolio::db::schema::feedback_raters;
            let all = feedback_raters::table.order(feedback_raters::id);
            Ok(all.select(feedback_raters::state).load::<String>(r.conn())?)
        })
    };
    let before = (ready.counted().await, raters().await.unwrap());
    let people = [ready.ann().await, ready.sue().await, house.signed_in(LEAD).await, house.browser()];
    for (browser, number) in people.iter().zip(1..) {
        browser.moves_to(number);
        for to in ["/colleague/guessed", "/colleague/guessed/refusal"] {
            let shown = browser.post(to, &words).await;
            assert_eq!(shown.status, 404, "{to}: {shown:?}");
            assert_eq!((ready.counted().await, raters().await.unwrap()), before, "{to}");
        }
    }
    ready.answers(answering, &words).await;
    assert_eq!(ready.counted().await, (1, 1), "the holder of the link answers with the same words");
    house.browser().post(&format!("{declining}/refusal"), &[]).await.leads_to(declining);
    assert_ne!(raters().await.unwrap(), before.1);
    house.letters().await;
}
