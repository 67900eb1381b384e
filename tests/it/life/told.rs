//! What is recorded of a life is told to whom it is about: by a letter without the reason, on their home, and in
//! what they export.

use crate::kit::TestApp;
use crate::kit::many::{LEAD, TRAINEE};
use crate::kit::morning::letter_to;

use super::{life_of, newest, records, two_years};

#[actix_web::test]
async fn the_trainee_is_told_what_was_recorded_and_that_it_was_taken_back() {
    let house = TestApp::new().await;
    let (_, ann) = two_years(&house).await;
    let (lea, own) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    house.letters().await;
    let days = [("day", "2026-10-01"), ("until", "2026-12-31")];
    records(&lea, &ann, "time-out", &[("do", "preview")], &days).await.is(200);
    assert!(house.letters().await.is_empty(), "a look tells nobody");
    records(&lea, &ann, "time-out", &[], &days).await.leads_to(&life_of(&ann));
    let letter = letter_to(&house.letters().await, TRAINEE);
    let said = "Time out from 1 October 2026 until 31 December 2026";
    assert!(letter.subject.starts_with("Recorded for you: "), "{}", letter.subject);
    for part in ["Lea Brook recorded something for your place on", &life_of(&ann)] {
        assert!(letter.text.contains(part), "{part} in {}", letter.text);
    }
    for kept in ["Advised to rest", "Time out", "2026"] {
        assert!(!letter.text.contains(kept), "{kept} on a locked screen: {}", letter.text);
    }
    own.get("/home")
        .await
        .says(&format!("Lea Brook recorded on 12 November 2026: {said}."))
        .does_not_say("Advised to rest");
    lea.get(&life_of(&ann)).await.says("Each form can show what it would change before you record it.");

    let end = newest(&lea, &ann).await;
    lea.fills(&end, &end, &[("reason", "It was somebody else")]).await.leads_to(&life_of(&ann));
    let letter = letter_to(&house.letters().await, TRAINEE);
    assert!(letter.subject.starts_with("Taken back: "), "{}", letter.subject);
    assert!(letter.text.contains("Lea Brook took back"), "{}", letter.text);
    for kept in ["somebody else", "Time out", "2026"] {
        assert!(!letter.text.contains(kept), "{kept} on a locked screen: {}", letter.text);
    }
    own.get("/home")
        .await
        .says(&format!("Lea Brook took back on 12 November 2026: {said}. It holds no longer."));
    house.later(40 * 86_400);
    house.signed_in(TRAINEE).await.get("/home").await.does_not_say(said);
}

#[actix_web::test]
async fn what_gave_way_before_the_letter_went_is_not_told() {
    let house = TestApp::new().await;
    let (_, ann) = two_years(&house).await;
    let lea = house.signed_in(LEAD).await;
    house.letters().await;
    let from = [("day", "2026-09-01")];
    records(&lea, &ann, "working", &[("percent", "50")], &from).await.is(303);
    records(&lea, &ann, "working", &[("percent", "80")], &from).await.is(303);
    let letters = house.letters().await;
    let told: Vec<&str> = letters.iter().map(|letter| letter.text.as_str()).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(!told[0].contains('%'), "how much somebody works is nothing for a locked screen: {told:?}");
    house.signed_in(TRAINEE).await.get("/home").await.says("80 % of whole time").does_not_say("50 % of");
}
