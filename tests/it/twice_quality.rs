//! Second windows of what came later: samples, rounds of feedback, approvals. What was changed meanwhile is told in a
//! sentence, nothing is done twice, and what was typed is given back.

use diesel::prelude::*;
use perfolio::db::schema::{approvals, feedback_rounds, quality_items, quality_samples};

use crate::erasures::told;
use crate::feedback::{RATINGS, Ready, colleagues, ready};
use crate::kit::TestApp;
use crate::kit::acted::three_cases;
use crate::kit::browser::Shown;
use crate::kit::many::{LEAD, many};
use crate::kit::work::departments_of;
use crate::quality::{READER, reader, signed};
use crate::twice::{Act, assessor};

/// The address to which the first form of the page sends whose address begins so.
fn action(page: &Shown, begin: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("action=\"{begin}")).unwrap_or_else(|| panic!("{page:?}"));
    format!("{begin}{}", rest.split('"').next().unwrap())
}

/// Samples, and the decisions that were drawn for them.
async fn drawn(house: &TestApp) -> (i64, i64) {
    let counted = house.app.read(|r| {
        let samples = quality_samples::table.count().get_result(r.conn())?;
        Ok((samples, quality_items::table.count().get_result(r.conn())?))
    });
    counted.await.unwrap()
}

#[actix_web::test]
async fn a_sample_is_drawn_once() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 3).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.vouches().await;
    house.letters().await;
    let lea = house.signed_in(LEAD).await;
    let (over, rhea) = (format!("department:{own}"), rhea.to_string());
    let of_size = |size: &'static str| {
        let days = [("from", "1", "9"), ("until", "31", "12"), ("read-by", "10", "12")];
        let days = days.into_iter().flat_map(|(field, day, month)| {
            [("day", day), ("month", month), ("year", "2026")]
                .map(|(part, word)| (format!("{field}-{part}"), word))
        });
        let words = [("over", over.as_str()), ("reader", rhea.as_str()), ("size", size)];
        let words = words.into_iter().map(|(field, word)| (field.to_owned(), word.to_owned()));
        words.chain(days.map(|(field, word)| (field, word.to_owned()))).collect::<Vec<_>>()
    };
    let two = of_size("2");
    let words: Vec<(&str, &str)> = two.iter().map(|(field, word)| (field.as_str(), word.as_str())).collect();
    let other = lea.get("/quality/new").await;
    let draw = Act {
        page: "/quality/new",
        action: "/quality/new",
        words: &words,
        event: "quality/drawn",
        says: "This sample is drawn already",
    };
    let sample = draw.once(&house, &lea).await;
    assert_eq!(drawn(&house).await, (1, 2));
    let letters = house.letters().await;
    assert_eq!(letters.iter().filter(|one| one.to_address == READER).count(), 1, "its reader is told once");
    // What was chosen is given back, and with another number it is another sample.
    let refused = lea.sends(&other, "/quality/new", &words).await;
    refused.is(422).says("name=\"size\"").says("value=\"2\"");
    let three = of_size("3");
    let more: Vec<(&str, &str)> = three.iter().map(|(field, word)| (field.as_str(), word.as_str())).collect();
    lea.sends(&refused, "/quality/new", &more).await.is(303);
    // Once it is closed, the same can be drawn anew.
    lea.fills(&sample, &format!("{sample}/end"), &[]).await.leads_to(&sample);
    lea.fills("/quality/new", "/quality/new", &words).await.is(303);
    assert_eq!(drawn(&house).await.0, 3);
    house.letters().await;
}

#[actix_web::test]
async fn a_judgement_on_a_sample_that_was_closed_meanwhile_is_not_kept_and_its_reader_is_told() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    crate::quality::ids(&house, &of).await;
    let (lea, rhea) = (house.signed_in(LEAD).await, house.signed_in(READER).await);
    let list = rhea.get("/second-readings").await;
    let (_, rest) = list.is(200).body.split_once("href=\"/second-readings/").expect("something to read");
    let item = format!("/second-readings/{}", rest.split('"').next().unwrap());
    let open = rhea.get(&item).await;
    let samples = lea.get("/quality").await;
    let (_, rest) = samples.is(200).body.split_once("href=\"/quality/samples/").expect("a sample");
    let sample = format!("/quality/samples/{}", rest.split('"').next().unwrap());
    lea.fills(&sample, &format!("{sample}/end"), &[]).await.leads_to(&sample);
    let words = [("verdict", "returned"), ("reason", "unclear")];
    rhea.sends(open.is(200), &item, &words).await.leads_to("/second-readings");
    let told_of = rhea.get("/second-readings").await;
    told_of.is(200).says("This sample was closed meanwhile").says("Your judgement was not kept.");
    assert_eq!(told(&house, "quality/read-again").await, 0);
    rhea.get(&item).await.is(404);
    house.letters().await;
}

async fn state_of(ready: &Ready) -> Vec<String> {
    let read = ready.house.app.read(|r| {
        Ok(feedback_rounds::table.order(feedback_rounds::id).select(feedback_rounds::state).load(r.conn())?)
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn who_is_asked_is_changed_once() {
    let ready = ready().await;
    let house = &ready.house;
    let ann = ready.ann().await;
    let with = format!("{} {}", ready.ann.enrolment, ready.made.supervisor);
    let begin = Act {
        page: "/feedback",
        action: "/feedback",
        words: &[("with", &with)],
        event: "feedback/begun",
        says: "One runs at a time.",
    };
    let round = begin.once(house, &ann).await;
    assert_eq!(state_of(&ready).await.len(), 1);
    let five = colleagues("c", 5);
    let add = Act {
        page: &round,
        action: &format!("{round}/colleagues"),
        words: &[("group", "clinical-colleagues"), ("colleagues", &five)],
        event: "feedback/colleagues-added",
        says: "nobody is asked twice",
    };
    add.once(house, &ann).await;
    let page = ann.get(&round).await;
    assert_eq!(page.is(200).body.matches("northgate.nhs.uk</span>").count(), 5);
    let strike = Act {
        page: &round,
        action: &action(&page, &format!("{round}/colleagues/")),
        words: &[],
        event: "feedback/colleague-struck",
        says: "This colleague was removed already. Nothing was changed.",
    };
    strike.once(house, &ann).await;
    assert_eq!(ann.get(&round).await.body.matches("northgate.nhs.uk</span>").count(), 4);
    let withdraw = Act {
        page: &round,
        action: &format!("{round}/withdrawal"),
        words: &[],
        event: "feedback/withdrawn",
        says: "has gone on",
    };
    withdraw.once(house, &ann).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_self_rating_is_not_written_over_from_another_window() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    let page = format!("{round}/self-rating");
    let otherwise: Vec<(&str, &str)> = RATINGS
        .iter()
        .map(|(name, word)| (*name, if *name == "f-team" { "expected" } else { *word }))
        .collect();
    let (one, other) = (ann.get(&page).await, ann.get(&page).await);
    ann.sends(one.is(200), &page, &RATINGS).await.leads_to(&round);
    ann.sends(&one, &page, &RATINGS).await.leads_to(&round);
    let refused = ann.sends(&other, &page, &otherwise).await;
    refused.is(422).says("You kept another rating meanwhile, in another window.");
    assert_eq!(told(&ready.house, "feedback/self-rated").await, 1);
    // Whoever has read that keeps it again.
    ann.sends(&refused, &page, &otherwise).await.leads_to(&round);
    assert_eq!(told(&ready.house, "feedback/self-rated").await, 2);
    // The round is withdrawn in one window: what was chosen in the other stays on the screen.
    let open = ann.get(&page).await;
    ann.fills(&round, &format!("{round}/withdrawal"), &[]).await.leads_to(&round);
    let late = ann.sends(&open, &page, &RATINGS).await;
    late.is(422).says("has gone on since this page was made").says("value=\"outstanding\" checked");
    ann.get(&page).await.is(403).says("has gone on");
    ready.house.letters().await;
}

#[actix_web::test]
async fn what_a_supervisor_typed_is_given_back_when_the_round_goes_on_meanwhile() {
    let ready = ready().await;
    let round = ready.proposed().await;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    let page = sue.get(&round).await;
    ann.fills(&round, &format!("{round}/withdrawal"), &[]).await.leads_to(&round);
    let words = [("group", "others-staff"), ("colleagues", "Tom Ward tom.ward@northgate.nhs.uk")];
    let refused = sue.sends(page.is(200), &format!("{round}/colleagues"), &words).await;
    refused.is(422).says("has gone on").says("What you wrote").says("Tom Ward tom.ward@northgate.nhs.uk");
    assert_eq!(told(&ready.house, "feedback/colleagues-added").await, 2, "those whom Ann had added");
    ready.house.letters().await;
}

#[actix_web::test]
async fn a_comment_is_withheld_once_and_a_round_ends_once() {
    let ready = ready().await;
    let house = &ready.house;
    let (round, links) = ready.open().await;
    ready.answered(&links, 10).await;
    ready.closed(&round).await;
    let sue = ready.sue().await;
    let comment = action(&sue.get(&round).await, &format!("{round}/comments/"));
    let withhold = Act {
        page: &round,
        action: &comment,
        words: &[("reason", "gives-away")],
        event: "feedback/comment-withheld",
        says: "This comment is withheld already. Nothing was changed.",
    };
    withhold.once(house, &sue).await;
    let show = Act {
        page: &round,
        action: &comment,
        words: &[("do", "show")],
        event: "feedback/comment-shown",
        says: "This comment is handed on already. Nothing was changed.",
    };
    show.once(house, &sue).await;
    let before = sue.get(&round).await;
    let end = Act {
        page: &round,
        action: &format!("{round}/end"),
        words: &[("end-reason", "mistake")],
        event: "feedback/ended",
        says: "has gone on",
    };
    end.once(house, &sue).await;
    // A window that was open before releases nothing of it, and withholds nothing any more.
    let met = [("met-day", "12"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];
    sue.sends(&before, &format!("{round}/release"), &met).await.is(422).says("has gone on");
    sue.sends(&before, &comment, &[("reason", "hurtful")]).await.is(422).says("has gone on");
    assert!(ready.rounds_recorded().await.is_empty());
    assert_eq!(state_of(&ready).await, ["ended"]);
    house.letters().await;
}

#[actix_web::test]
async fn an_assessor_is_approved_without_a_nomination_once_and_ends_on_the_day_that_was_set_first() {
    let house = TestApp::new().await;
    let of = crate::kit::acted::acted(&house).await;
    let ids = crate::approvals::ids(&house, &of).await;
    let lea = house.signed_in(LEAD).await;
    // Where Cora was approved in the same way.
    let listed = lea.get("/approvals").await;
    let (_, rest) = listed.is(200).body.split_once("href=\"/enrolments/").expect("an enrolment");
    let list = format!("/enrolments/{}/assessors", rest.split('/').next().unwrap());
    let new = format!("{list}/new");
    let mut words = assessor("Tom Ward", "tom.ward@northgate.nhs.uk");
    words.push(("signs", "by-link"));
    let other = lea.get(&new).await;
    let approve = Act {
        page: &new,
        action: &new,
        words: &words,
        event: "approval/made",
        says: "They are nominated or approved for this already. See the list.",
    };
    assert_eq!(approve.once(&house, &lea).await, list);
    let refused = lea.sends(other.is(200), &new, &words).await;
    refused.is(422).says("value=\"Tom Ward\"").says("value=\"tom.ward@northgate.nhs.uk\"");
    let approval = &ids.iter().find(|(known, _)| *known == "approval").unwrap().1;
    let page = format!("/approvals/{approval}/end");
    let last = |day: &'static str| [("last-day", day), ("last-month", "11"), ("last-year", "2026")];
    let (one, late) = (lea.get(&page).await, lea.get(&page).await);
    lea.sends(one.is(200), &page, &last("20")).await.is(303);
    let refused = lea.sends(late.is(200), &page, &last("30")).await;
    refused.is(403).says("This approval was ended already. Nothing was changed.");
    let days = house.app.read(|r| {
        let standing = approvals::table.filter(approvals::known_until.is_null());
        Ok(standing.order(approvals::until_day).select(approvals::until_day).load(r.conn())?)
    });
    let days: Vec<perfolio::domain::time::Day> = days.await.unwrap();
    assert_eq!(days.iter().map(|day| day.iso()).collect::<Vec<_>>(), ["2026-11-20", "2027-08-31"]);
    house.letters().await;
}
