//! Somebody without an account states the code of the room: by the short code on the wall, since no scan can be noted for
//! them. It stands beside the decision, and never proves anything.

use super::{Ready, WORDS, ready, unconfirmed_with, with};
use crate::kit::many::LEAD;
use crate::kit::small::verifies;
use crate::rooms::{coded, short_of};

/// The id of Theatre 2, the address in its code, and what stands under it.
async fn theatre(ready: &Ready) -> (String, String, String) {
    let (id, token) = coded(&ready.house, &ready.department, "Theatre 2").await;
    let short = short_of(&ready.house, &id).await;
    (id, format!("/rooms/{token}"), short)
}

const SAID: &str = "Observed on 3 November 2026: Theatre 2, Northgate; code of Theatre 2, ";

#[actix_web::test]
async fn the_short_code_of_the_wall_stands_beside_the_decision() {
    let ready = ready().await;
    let (_, code, short) = theatre(&ready).await;
    let (link, malik) = (ready.link().await, ready.house.browser());
    // Scanned with the phone that has the link, the page says what to do with it.
    malik.get(&code).await.is(200).says(&short).says("You have a link from a trainee");
    malik.get(&link).await.is(200).says("Code of the room").does_not_say(&short);
    // As people type it.
    let typed = short.replace(' ', "-").to_lowercase();
    ready.signs(&malik, &link, &with(&[("room", &typed)])).await.leads_to(&link);
    let entry = ready.ann().await.get(&format!("/entries/{}", ready.entry)).await;
    entry.is(200).says(SAID).says("stated on 12 November 2026 at ").does_not_say("scanned at");
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn a_decision_that_waits_for_its_letter_says_it_before_and_after() {
    let ready = ready().await;
    let (_, _, short) = theatre(&ready).await;
    let ann = ready.ann().await;
    let words = with(&[("do", "later"), ("on-day", "12"), ("room", &short)]);
    let secret = unconfirmed_with(&ready.house, &ann, &ready.entry, &words).await;
    let page = format!("/entries/{}", ready.entry);
    let said = "Observed on 12 November 2026: Theatre 2, Northgate; code of Theatre 2, ";
    ann.get(&page).await.is(200).says(said);
    let malik = ready.house.browser();
    let letter = format!("/outside/confirmations/{secret}");
    malik.fills(&letter, &letter, &[("do", "confirm")]).await.leads_to(&letter);
    assert_eq!(ready.state().await, "signed");
    ann.get(&page).await.is(200).says(said).says("stated at ");
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn a_code_that_is_wrong_or_ended_is_said_and_nothing_is_lost() {
    let ready = ready().await;
    let (room, code, short) = theatre(&ready).await;
    let (link, malik) = (ready.link().await, ready.house.browser());
    for wish in ["code", "later"] {
        let words = with(&[("room", "ZZZ ZZZ"), ("do", wish)]);
        let wrong = ready.sends(&malik, &link, &words).await;
        wrong.is(422).says("No room has this code.").says("Calm throughout.").says("ZZZ ZZZ");
    }
    assert!(ready.house.letters().await.is_empty(), "no code and no letter was sent");
    // Taken off the wall between the screen and the code of the letter.
    let asked = ready.sends(&malik, &link, &with(&[("room", &short)])).await;
    let letter = ready.code().await;
    let lea = ready.house.signed_in(LEAD).await;
    lea.post(&format!("/people/rooms/{room}/end"), &[]).await.leads_to("/people/rooms");
    let decision = format!("{link}/decision");
    let late = malik.sends(&asked, &decision, &[("one-time-code", &letter)]).await;
    late.is(422).says("This code of a room is no longer in use.").says("Calm throughout.").says(&short);
    assert_eq!((ready.decisions().await, ready.standings().await.len()), (0, 0));
    assert!((400..500).contains(&malik.get(&code).await.status));
    // Left out, it is decided; the link was not used up.
    ready.house.later(60);
    ready.signs(&malik, &link, WORDS).await.leads_to(&link);
    let entry = ready.ann().await.get(&format!("/entries/{}", ready.entry)).await;
    entry
        .is(200)
        .says("Observed on 3 November 2026: Theatre 2, Northgate.")
        .does_not_say("code of Theatre 2");
}

#[actix_web::test]
async fn who_returns_it_states_the_room_too_and_takes_no_answer_away() {
    let ready = ready().await;
    let (_, _, short) = theatre(&ready).await;
    let (link, malik) = (ready.link().await, ready.house.browser());
    let words = with(&[("decision", "return"), ("comment", "Which cardioplegia?"), ("room", &short)]);
    ready.signs(&malik, &link, &words).await.leads_to(&link);
    assert_eq!(ready.state().await, "returned");
    let entry = ready.ann().await.get(&format!("/entries/{}", ready.entry)).await;
    entry.is(200).says(SAID);
    verifies(&ready.house.app).await;
}
