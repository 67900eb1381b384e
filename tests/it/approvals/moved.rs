//! What becomes of approvals for one part when the trainee is moved to another version of their programme.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::domain::names::*;

use super::{nominates, signs, words};
use crate::kit::TestApp;
use crate::kit::many::{LEAD, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, publishes_next, stands, version};
use crate::kit::work::submits;

const PAGE: &str = "/programmes/test-approved/moves/new";
const MOVES: &str = "/programmes/test-approved/moves";

/// Sections, and for each requirement in which of them it stands.
fn text(sections: &[&str], requirements: &[(&str, &str)]) -> String {
    let section = |code: &&str| format!("[[sections]]\ncode = \"{code}\"\ntitle = \"Part {code}\"\n");
    let asks = |(code, section): &(&str, &str)| {
        cases(
            code,
            3,
            &format!(
                "section = \"{section}\"\n[requirements.signers]\napproved = true\n\
                 capacities = [\"supervisor\", \"lead\", \"assessor\"]"
            ),
        )
    };
    let all: String = sections.iter().map(section).chain(requirements.iter().map(asks)).collect();
    version("test-approved", "", &all)
}

#[actix_web::test]
async fn an_approval_goes_where_its_part_went_and_what_stands_for_nothing_is_said_before_and_after() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let first = text(&["a", "b", "c"], &[("first", "a"), ("second", "b"), ("third", "c")]);
    let from = publishes(&house, &first).await;
    let ann = enrols(&house, &made.trainees[0].person, &from, &made.trainees[0]).await;
    // Part a is called k; b and c are put together.
    let second = text(&["k", "m"], &[("first", "k"), ("second", "m"), ("third", "m")])
        .replace("version = \"1\"\ntitle", "version = \"2\"\ntitle")
        .replace("months = 24\n", "months = 24\n[names]\nlead = \"head of training\"\n");
    let to = publishes_next(&house, &from, second).await;
    let tom = house.person("Tom Ward", "tom@demo.example").await;
    let una = house.person("Una Reed", "una@demo.example").await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    nominates(&lea, &ann, &words("Tom Ward", "tom@demo.example", "a")).await.is(303);
    nominates(&lea, &ann, &words("Una Reed", "una@demo.example", "b")).await.is(303);
    house.letters().await;
    let (_, request) = submits(&house, &made, &ann, "2026-10-01", &tom).await;
    signs(&house.signed_in("tom@demo.example").await, &request).await.is(303);
    let (_, request) = submits(&house, &made, &ann, "2026-10-02", &una).await;
    signs(&house.signed_in("una@demo.example").await, &request).await.is(303);
    house.letters().await;
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    assert_eq!(stands(&house, &ann, "second").await, (1, 3, false));
    house.later(60);

    let page = format!("{PAGE}?from={from}&to={to}");
    let who = ("who", ann.enrolment.as_str());
    let looked = lea.fills(&page, MOVES, &[who, ("do", "look")]).await;
    looked
        .is(200)
        .says("Tom Ward, approved for “Part a”: it goes along, for “Part k”.")
        .says("Una Reed, approved for “Part b”: the approval stands for nothing after")
        .says("a head of training approves anew");
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    own.get(&list).await.says("Part a").does_not_say("Stands for nothing");

    let asked = lea.fills(&page, MOVES, &[who, ("do", "move")]).await;
    let batch = asked.is(303).location().unwrap().to_owned();
    lea.get(&batch).await.is(200).says("Approve anew: 1").says("Una Reed, approved for “Part b”");
    let letters = house.letters().await;
    let says = "Approvals of your assessors ended with it: your head of training approves anew";
    assert!(letters.iter().any(|one| one.to_address == TRAINEE && one.text.contains(says)), "Ann is told");
    // What Tom signed counts as before; what Una signed counts for nothing until she is approved anew.
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    assert_eq!(stands(&house, &ann, "second").await, (0, 3, false));
    own.get(&list).await.says("Part k").says("Stands for nothing");
    lea.get("/approvals").await.says("Part k").says("Stands for nothing");
    house.later(60);
    // It is no hindrance: the lead approves her for the part as it is now.
    nominates(&lea, &ann, &words("Una Reed", "una@demo.example", "m")).await.is(303);
    house.letters().await;
    assert_eq!(stands(&house, &ann, "second").await, (1, 3, false));
    // And Tom, who goes along, is approved for that part already.
    nominates(&lea, &ann, &words("Tom Ward", "tom@demo.example", "k")).await.is(422).says("already");

    // Undone: both stand where they stood, and what was approved meanwhile holds for both parts that it came from.
    house.later(60);
    let found = house.app.read(|r| Ok(moves::table.select(moves::id).first::<MoveId>(r.conn())?)).await;
    let undoing = format!("/enrolments/{}/moves/{}", ann.enrolment, found.unwrap());
    let shown = lea.get(&undoing).await;
    shown.is(200).says("Una Reed, approved for “Part b”").says("See who is approved now");
    let action = shown.body.split("action=\"").find_map(|rest| {
        let action = rest.split('"').next().unwrap_or_default();
        action.starts_with(&undoing).then(|| action.to_owned())
    });
    lea.sends(&shown, &action.expect("it can be undone"), &[]).await.is(303);
    house.letters().await;
    own.get(&list)
        .await
        .says("Part a")
        .says("Part b")
        .says("Part b; Part c")
        .does_not_say("Stands for nothing");
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    assert_eq!(stands(&house, &ann, "second").await, (1, 3, false));
}
