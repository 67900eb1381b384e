//! The same form a second time, from a finger that taps twice or a phone that never got its answer: the first answer again.

use futures_util::future::join;

use super::{ADDRESS, WORDS, ready, with};
use crate::kit::small::verifies;

#[actix_web::test]
async fn who_sends_the_same_decision_twice_gets_the_first_answer_again() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let open = malik.get(&link).await;
    let asked = malik.sends(&open, &link, WORDS).await;
    let code = ready.code().await;
    let (decision, code) = (format!("{link}/decision"), [("one-time-code", code.as_str())]);
    for _ in 0..2 {
        malik.sends(&asked, &decision, &code).await.leads_to(&link);
        malik
            .get(&link)
            .await
            .is(200)
            .says("Signed: bypass case of 3 November 2026, Ann Field. Thank you, Dr A. Malik.")
            .says("This link was used on 12 November 2026, 09:00")
            .does_not_say("not recorded");
    }
    // And so do the screen itself, and the way back to the words.
    malik.sends(&open, &link, WORDS).await.leads_to(&link);
    malik.sends(&asked, &link, &[("do", "edit")]).await.leads_to(&link);
    malik.get(&link).await.is(200).says("Thank you");
    // One other word is another form.
    for change in
        [("comment", "Calm."), ("decision", "return"), ("place", "Theatre 3"), ("number", "7654321")]
    {
        let other = malik.sends(&open, &link, &with(&[change])).await;
        other
            .is(409)
            .says("This link was used already")
            .says("What you have just sent was not recorded.")
            .does_not_say("Nothing was recorded")
            .does_not_say("Thank you");
    }
    assert_eq!((ready.decisions().await, ready.standings().await), (1, vec!["decided".to_owned()]));
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn a_return_too() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let words =
        with(&[("decision", "return"), ("reason", "detail-missing"), ("comment", "Which cardioplegia?")]);
    let open = malik.get(&link).await;
    ready.signs(&malik, &link, &words).await.leads_to(&link);
    malik.sends(&open, &link, &words).await.leads_to(&link);
    malik.get(&link).await.is(200).says("Returned: bypass case of 3 November 2026, Ann Field.");
    let other =
        with(&[("decision", "return"), ("reason", "detail-missing"), ("comment", "Which oxygenator?")]);
    malik.sends(&open, &link, &other).await.is(409);
    assert_eq!(ready.decisions().await, 1);
}

#[actix_web::test]
async fn two_fingers_at_the_same_moment() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    let (decision, code) = (format!("{link}/decision"), [("one-time-code", code.as_str())]);
    let (one, two) = join(malik.sends(&asked, &decision, &code), malik.sends(&asked, &decision, &code)).await;
    one.leads_to(&link);
    two.leads_to(&link);
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (1, "signed"));
}

#[actix_web::test]
async fn who_decides_now_and_confirms_later_twice_is_written_to_once() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let open = malik.get(&link).await;
    let words = with(&[("do", "later")]);
    // More often than letters are sent to one mailbox.
    for _ in 0..6 {
        malik.sends(&open, &link, &words).await.leads_to(&link);
        let said =
            "It counts once you open the letter to a.malik@northgate.nhs.uk, until 19 November 2026, 09:00.";
        malik.get(&link).await.is(200).says(said).does_not_say("not recorded");
    }
    assert_eq!(ready.standings().await, ["unconfirmed"]);
    let letters = ready.house.letters().await;
    let mut sent = letters.iter().filter(|letter| letter.to_address == ADDRESS);
    let text = &sent.next().expect("a letter").text;
    assert!(sent.next().is_none(), "one letter");
    // Once the letter is answered it is a decision, and that is said.
    let (_, after) = text.split_once("http://127.0.0.1:8080/outside/confirmations/").unwrap();
    let letter = format!("/outside/confirmations/{}", after.split_whitespace().next().unwrap());
    malik.fills(&letter, &letter, &[("do", "confirm")]).await.leads_to(&letter);
    malik.sends(&open, &link, &words).await.leads_to(&link);
    malik.get(&link).await.is(200).says("Signed: bypass case of 3 November 2026, Ann Field.");
    assert_eq!((ready.decisions().await, ready.standings().await), (1, vec!["decided".to_owned()]));
}

#[actix_web::test]
async fn who_asks_for_a_code_twice_at_once_gets_one_letter() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let page = malik.get(&link).await;
    let (one, two) = join(malik.sends(&page, &link, WORDS), malik.sends(&page, &link, WORDS)).await;
    one.is(200).says("Enter the code");
    two.is(200).says("Enter the code");
    let letters = ready.house.letters().await;
    let mut codes = letters.iter().filter_map(|letter| letter.text.split_once("Your code is "));
    let (_, code) = codes.next().expect("a letter with a code");
    assert!(codes.next().is_none(), "one letter");
    let code = [("one-time-code", &code[..6])];
    malik.sends(&one, &format!("{link}/decision"), &code).await.leads_to(&link);
    assert_eq!(ready.decisions().await, 1);
}
