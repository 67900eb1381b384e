//! What must not work with a colleague's link, and what nobody gets to see before it is theirs to see.

use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{feedback_links, kinds};
use perfolio::db::tx::Why;
use perfolio::domain::role::System;
use perfolio::features::feedback::go_round;

use super::{RATINGS, ready, saying};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::departments_of;

#[actix_web::test]
async fn a_link_takes_one_answer() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let link = &links[0].1;
    let (first, second) = (ready.house.browser(), ready.house.browser());
    let open_in_another = second.get(link).await;
    first.fills(link, link, &RATINGS).await.leads_to(link);
    let late = second.sends(&open_in_another, link, &saying("Late words.", "")).await;
    late.is(409)
        .says("An answer is in already")
        .says("The first answer is kept. What you have just sent is not.")
        .does_not_say("Nothing was kept")
        .does_not_say("Ann");
    second.sends(&open_in_another, &format!("{link}/refusal"), &[]).await.leads_to(link);
    second.get(link).await.is(200).says("Your answer is in").does_not_say("Ann Field");
    assert_eq!(ready.counted().await, (1, 1));
}

#[actix_web::test]
async fn the_same_form_sent_twice_gets_the_first_answer_again() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let link = &links[0].1;
    let browser = ready.house.browser();
    let open = browser.get(link).await;
    let words = saying("Calm.", "Speak up sooner.");
    for _ in 0..3 {
        browser.sends(&open, link, &words).await.leads_to(link);
        browser.get(link).await.is(200).says("Nothing more is asked of you.").says("Your answer is in");
    }
    // With other words it is another answer, and with the same from another's link theirs.
    browser
        .sends(&open, link, &saying("Calm!", "Speak up sooner."))
        .await
        .is(409)
        .says("The first answer is kept.");
    let other = &links[1].1;
    let theirs = browser.get(other).await;
    browser.sends(&theirs, other, &words).await.leads_to(other);
    assert_eq!(ready.counted().await, (2, 2));
    // Both at the same moment.
    let third = &links[2].1;
    let open = browser.get(third).await;
    let (one, two) = join(browser.sends(&open, third, &words), browser.sends(&open, third, &words)).await;
    one.leads_to(third);
    two.leads_to(third);
    assert_eq!(ready.counted().await, (3, 3));
}

#[actix_web::test]
async fn a_guessed_link_is_not_there_and_guessing_is_slowed() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    let guesser = ready.house.browser();
    let real = links[0].1.clone();
    let guess = format!("{}x", &real[..real.len() - 1]);
    guesser.get(&guess).await.is(404).does_not_say("Ann");
    guesser.get("/colleague/guessed").await.is(404);
    // The id of the round or of whoever is asked is no link.
    let id = round.rsplit('/').next().unwrap();
    guesser.get(&format!("/colleague/{id}")).await.is(404);
    let rater: String = ready
        .house
        .app
        .read(|r| Ok(feedback_links::table.select(feedback_links::rater_id).first(r.conn())?))
        .await
        .unwrap();
    guesser.get(&format!("/colleague/{rater}")).await.is(404);
    let hash: String = ready
        .house
        .app
        .read(|r| Ok(feedback_links::table.select(feedback_links::token_hash).first(r.conn())?))
        .await
        .unwrap();
    guesser.get(&format!("/colleague/{hash}")).await.is(404);
    let mut slowed = 0;
    for _ in 0..40 {
        match guesser.post(&guess, &RATINGS).await.status {
            404 => {}
            429 => slowed += 1,
            other => panic!("{other}"),
        }
    }
    assert!(slowed > 0, "a script guesses as fast as it likes");
    assert_eq!(ready.counted().await, (0, 0));
}

#[actix_web::test]
async fn a_link_that_was_passed_on_says_for_whom_it_is_and_is_never_the_trainees() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let link = &links.iter().find(|(address, _)| address == "c1@northgate.nhs.uk").unwrap().1;
    let stranger = ready.house.browser();
    stranger
        .get(link)
        .await
        .is(200)
        .says("For Colleague 1")
        .says("If you are not Colleague 1")
        .does_not_say("Colleague 2");
    let ann = ready.ann().await;
    ann.get(link).await.is(410).says("Nobody answers about themself").does_not_say("Colleague 1");
    let page = stranger.get(link).await;
    let words: Vec<(String, String)> = page.hidden_fields(link);
    let words: Vec<(&str, &str)> =
        words.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(RATINGS).collect();
    ann.post(link, &words).await.is(409);
    assert_eq!(ready.counted().await, (0, 0));
}

#[actix_web::test]
async fn nothing_is_taken_after_the_last_day_or_once_the_round_is_closed() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    let browser = ready.house.browser();
    let open = browser.get(&links[0].1).await;
    ready.answers(&links[1].1, &RATINGS).await;
    let ann = ready.ann().await;
    ann.fills(&round, &format!("{round}/closing"), &[]).await.leads_to(&round);
    ann.post(&format!("{round}/closing"), &[]).await.is(403);
    let sue = ready.sue().await;
    sue.get("/inbox").await.says("1 round of feedback waits for you");
    sue.fills(&round, &format!("{round}/closing"), &[]).await.leads_to(&round);
    sue.get(&round).await.says("The round is closed: nobody answers any more.");
    let late = browser.sends(&open, &links[0].1, &RATINGS).await;
    late.is(409).says("The feedback for Ann Field has ended");
    browser.get(&links[0].1).await.is(410).says("has ended");
    browser.get(&links[1].1).await.is(200).says("Your answer is in");
    assert_eq!((ready.state().await.as_str(), ready.counted().await), ("closed", (1, 1)));
}

#[actix_web::test]
async fn it_closes_by_itself_after_its_last_day_and_only_once() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    let browser = ready.house.browser();
    let open = browser.get(&links[0].1).await;
    // 10 December, shortly before midnight; and the day after, before anybody has gone round.
    ready.house.later(28 * 24 * 3600 + 14 * 3600);
    browser.get(&links[0].1).await.is(200);
    ready.house.later(2 * 3600);
    browser.get(&links[0].1).await.is(410);
    browser.sends(&open, &links[0].1, &RATINGS).await.is(409);
    for _ in 0..2 {
        go_round(&ready.house.app, System::at_work()).await.unwrap();
    }
    let letters = ready.house.letters().await;
    let closed: Vec<_> =
        letters.iter().filter(|letter| letter.subject == "A round of feedback is closed").collect();
    assert_eq!(closed.len(), 1, "{letters:?}");
    assert_eq!(closed[0].to_address, SUPERVISOR);
    assert_eq!(ready.state().await, "closed");
    ready
        .ann()
        .await
        .get(&round)
        .await
        .says("so nothing of it can be shown: Sue Carter ends it without a result.");
}

#[actix_web::test]
async fn a_form_that_is_replaced_halfway_is_answered_as_it_was_begun() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let published = ready.house.app.write_quietly(Why::Swept, |tx| {
        let now = tx.now();
        let words: String =
            kinds::table.find(("colleague-feedback", 1)).select(kinds::words).first(tx.conn())?;
        let words = words.replace("version = 1", "version = 2").replace("code = \"team\"", "code = \"crew\"");
        diesel::insert_into(kinds::table)
            .values((
                kinds::code.eq("colleague-feedback"),
                kinds::version.eq(2),
                kinds::name.eq("Feedback from a colleague"),
                kinds::words_hash.eq(perfolio::domain::audit::digest(std::slice::from_ref(&words))),
                kinds::words.eq(words),
                kinds::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    published.await.unwrap();
    ready.house.vouches().await;
    let browser = ready.house.browser();
    let page = browser.get(&links[0].1).await;
    page.is(200).says("f-team").does_not_say("f-crew");
    browser.sends(&page, &links[0].1, &RATINGS).await.leads_to(&links[0].1);
    assert_eq!(ready.counted().await, (1, 1));
}

#[actix_web::test]
async fn nobody_else_comes_to_a_round_and_nobody_acts_out_of_turn() {
    let ready = ready().await;
    let round = ready.proposed().await;
    let until = [("closes-day", "10"), ("closes-month", "12"), ("closes-year", "2026")];
    let agreement = format!("{round}/agreement");
    // The trainee does not agree to their own round, and a lead is no supervisor.
    ready.ann().await.post(&agreement, &until).await.is(422).says("Only the supervisor");
    ready.house.signed_in(LEAD).await.post(&agreement, &until).await.is(422).says("Only the supervisor");
    // Another supervisor of the department sees that there is one, and is not asked.
    let (own, other) = departments_of(&ready.house, &ready.ann).await;
    for (name, email, department) in
        [("Tom", "tom@demo.example", &own), ("Otto", "otto@demo.example", &other)]
    {
        let person = ready.house.person(name, email).await;
        crate::kit::work::appoints(
            &ready.house,
            &person,
            perfolio::domain::role::Capacity::Supervisor,
            department,
        )
        .await;
    }
    let tom = ready.house.signed_in("tom@demo.example").await;
    tom.get(&round).await.is(200).does_not_say("Do you agree?");
    tom.post(&agreement, &until).await.is(422).says("Only the supervisor");
    let otto = ready.house.signed_in("otto@demo.example").await;
    otto.get(&round).await.is(404);
    otto.get("/feedback").await.is(200).does_not_say("Ann");
    for act in ["agreement", "return", "closing", "release", "end", "colleagues"] {
        otto.post(&format!("{round}/{act}"), &until).await;
        assert_eq!(ready.state().await, "proposed", "{act}");
    }
    ready.house.browser().get(&round).await.is(303);
    assert_eq!(ready.state().await, "proposed");
    assert!(ready.house.signed_in(TRAINEE).await.get(&round).await.body.contains("12 colleagues proposed"));
}
