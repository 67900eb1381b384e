//! What a house sets for its rounds: limits with a sentence each, whose figure a floor is, and how often colleagues are
//! reminded.

use perfolio::domain::role::{Capacity, System};
use perfolio::features::feedback::go_round;

use super::ready;
use crate::kit::work::{appoints, departments_of};

const PAGE: &str = "/settings/feedback";

fn words(numbers: [&str; 5]) -> Vec<(&'static str, &str)> {
    ["floor", "group-floor", "days", "every", "reminders"].into_iter().zip(numbers).collect()
}

#[actix_web::test]
async fn a_house_sets_the_floor_and_the_reminders_and_never_below_what_keeps_an_answer_unknown() {
    let ready = ready().await;
    let (own, _) = departments_of(&ready.house, &ready.ann).await;
    let adam = ready.house.person("Adam Price", "adam@demo.example").await;
    appoints(&ready.house, &adam, Capacity::Admin, &own).await;
    let adam = ready.house.signed_in("adam@demo.example").await;
    let ann = ready.ann().await;
    ann.get("/feedback").await.says("with fewer than 6 answers").says("as the programme’s rule asks");
    ann.get(PAGE).await.is(404);
    adam.get("/settings").await.says("Rounds of feedback");
    adam.get(PAGE).await.is(200).says("illustrative until the house sets them");
    let low = adam.fills(PAGE, PAGE, &words(["2", "3", "28", "7", "2"])).await;
    low.is(422).says("Enter at least 3: with fewer, an answer could be guessed.").says("value=\"2\"");
    adam.fills(PAGE, PAGE, &words(["5", "6", "28", "7", "2"])).await.is(422).says("never be told apart");
    adam.fills(PAGE, PAGE, &words(["5", "3", "14", "7", "2"])).await.is(422).says("do not fit");
    adam.fills(PAGE, PAGE, &words(["8", "4", "20", "5", "1"])).await.leads_to(PAGE);
    adam.get(PAGE).await.says("The house has set these figures").says("value=\"8\"");
    ann.get("/feedback").await.says("with fewer than 8 answers").says("as the house has set it");
    let round = ready.proposed().await;
    ann.get(&round).await.says("12 colleagues proposed");
    let links = ready.agreed(&round).await;
    ready.house.browser().get(&links[0].1).await.says("With fewer than 8 answers no comments are shown");
    let reminded = || async {
        go_round(&ready.house.app, System::at_work()).await.unwrap();
        let letters = ready.house.letters().await;
        letters.iter().filter(|letter| letter.subject.starts_with("Reminder: ")).count()
    };
    ready.house.later(4 * 24 * 3600);
    assert_eq!(reminded().await, 0);
    ready.house.later(24 * 3600);
    assert_eq!(reminded().await, 12);
    ready.house.later(6 * 24 * 3600);
    assert_eq!(reminded().await, 0, "one reminder and no more");
}
