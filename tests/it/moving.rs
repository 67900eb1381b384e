//! People moved to another version of their programme: what was signed stays and is kept against the
//! version under which it was done, nothing counts twice, and a move can be taken back as if it had never
//! been until something was done under the new version.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use perfolio::db::schema::{enrolments, move_waits, standing_items, standings};
use perfolio::domain::names::EnrolmentId;
use perfolio::domain::role::System;
use perfolio::features::standing;

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::Browser;
use crate::kit::elsewhere::{LATER, MOVES, NEW_MOVE, moves_people, publishes, version_of};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, many};
use crate::kit::wellformed::complaints;

/// Everything stored of a standing that does not tell when it was worked out.
async fn stored(house: &TestApp, id: &EnrolmentId) -> BTreeMap<String, String> {
    let id = id.clone();
    let found = house.app.read(move |r| {
        let sum: (Option<perfolio::domain::time::Day>, Option<perfolio::domain::time::Day>, i32, i32) =
            standings::table
                .find(&id)
                .select((standings::holds_until, standings::behind_from, standings::met, standings::total))
                .first(r.conn())?;
        type Item = (String, i64, i64, i64, i64, bool, String, String);
        let items: Vec<Item> = standing_items::table
            .filter(standing_items::enrolment_id.eq(&id))
            .select((
                standing_items::requirement,
                standing_items::recorded,
                standing_items::submitted,
                standing_items::signed,
                standing_items::target,
                standing_items::met,
                standing_items::calm,
                standing_items::body,
            ))
            .load(r.conn())?;
        let mut all: BTreeMap<String, String> =
            items.into_iter().map(|item| (item.0.clone(), format!("{item:?}"))).collect();
        all.insert(String::new(), format!("{sum:?}"));
        Ok(all)
    });
    found.await.unwrap()
}

/// The number of the version on which somebody is now, as the rules say.
async fn number_of(house: &TestApp, id: &EnrolmentId) -> String {
    let id = id.clone();
    let found = house.app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        Ok(standing::assess_enrolment(r.conn(), &shelf, &id, now)?.version.version.clone())
    });
    found.await.unwrap()
}

/// The page of the only move, as the lead finds it.
async fn page_of_move(lea: &Browser<'_>, asked: &str) -> String {
    let batch = lea.get(asked).await;
    let (_, rest) = batch.is(200).body.split_once("href=\"/enrolments/").expect("somebody was moved");
    format!("/enrolments/{}", rest.split('"').next().unwrap())
}

async fn moved(house: &TestApp, made: &Acted, lea: &Browser<'_>) -> String {
    let to = publishes(house).await;
    let from = version_of(house, &made.enrolment).await;
    let asked = moves_people(lea, (&from, &to), &[&made.enrolment], &[("do", "move")]).await;
    let page = page_of_move(lea, asked.is(303).location().unwrap()).await;
    house.later(60);
    page
}

#[actix_web::test]
async fn a_lead_sees_both_versions_and_each_person_before_anything_is_done() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    made.logs(&ann).await;
    made.decides(&sue, true).await;
    let terms = format!("/enrolments/{}/terms", made.enrolment);
    let waiver = [("requirement", "mix-valve"), ("term", "waiver"), ("reason", "Done elsewhere")];
    lea.fills(&terms, &terms, &waiver).await.leads_to(&terms);
    house.later(60);
    let (from, to) = (version_of(&house, &made.enrolment).await, publishes(&house).await);
    let plan = lea.get(&format!("{NEW_MOVE}?from={from}&to={to}")).await;
    plan.is(200)
        .says("Supervised bypass cases")
        .says("value=\"bypass-150\"")
        .says("Training activities")
        .says("Ann Field");
    assert!(complaints(&plan.body).is_empty(), "{:?}", complaints(&plan.body));

    moves_people(&lea, (&from, &to), &[], &[]).await.is(422).says("Choose at least one person");
    let wrong = [("pair-mix-valve", "nothing-like-it")];
    moves_people(&lea, (&from, &to), &[&made.enrolment], &wrong)
        .await
        .is(422)
        .says("from the list")
        .says("nothing-like-it");
    let looked = moves_people(&lea, (&from, &to), &[&made.enrolment], &[("do", "look")]).await;
    looked
        .is(200)
        .says("What would change")
        .says("1 of 1 cases signed")
        .says("waived by Lea Brook")
        .says("Move them now");
    assert!(complaints(&looked.body).is_empty(), "{:?}", complaints(&looked.body));
    assert_eq!(version_of(&house, &made.enrolment).await, from);

    let asked = moves_people(&lea, (&from, &to), &[&made.enrolment], &[("do", "move")]).await;
    let batch = asked.is(303).location().unwrap().to_owned();
    lea.get(&batch).await.is(200).says("Moved: 1 of 1").says("Ann Field");
    assert_eq!(version_of(&house, &made.enrolment).await, to);
    let page = page_of_move(&lea, &batch).await;
    lea.get(&page).await.says("was moved from version").says("Undo this move");
    ann.get("/home").await.says("You were moved from version").says("What changed");
    let own = ann.get(&page).await;
    own.is(200)
        .says("You were moved from version")
        .says("Met after, not before")
        .does_not_say("Undo this move");
    assert!(complaints(&own.body).is_empty(), "{:?}", complaints(&own.body));
    let letters = house.letters().await;
    assert!(letters.iter().any(|one| one.text.contains("You were moved from version")), "{letters:?}");
    ann.get(&format!("/history/{}", made.portfolio)).await.says("to another version of its programme");
    sue.get(&page).await.is(404);
    sue.get(&batch).await.is(404);
}

#[actix_web::test]
async fn a_day_before_the_move_shows_the_old_version() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    made.logs(&ann).await;
    made.decides(&sue, true).await;
    let before = house.app.clock.now();
    house.later(60);
    let page = moved(&house, &made, &lea).await;
    let (id, then) = (made.enrolment.clone(), before);
    let asked = house.app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let old = standing::assess_enrolment(r.conn(), &shelf, &id, then)?;
        let new = standing::assess_enrolment(r.conn(), &shelf, &id, now)?;
        Ok((old, new))
    });
    let (old, new) = asked.await.unwrap();
    assert_ne!(old.version.version, LATER);
    assert_eq!(new.version.version, LATER);
    assert!(old.assessment.requirements.len() > new.assessment.requirements.len());
    for assessed in [&old, &new] {
        for standing in &assessed.assessment.requirements {
            let ids: BTreeSet<&str> = standing.counted.iter().map(|one| one.fact.as_str()).collect();
            assert_eq!(ids.len(), standing.counted.len(), "{} counts something twice", standing.id);
        }
    }
    // Taken back, it never was: also at the instants at which it was.
    let shown = lea.get(&page).await;
    lea.sends(&shown, &format!("{page}/undoing"), &[]).await.is(303);
    assert_eq!(number_of(&house, &made.enrolment).await, old.version.version);
}

#[actix_web::test]
async fn a_move_is_undone_until_the_first_act_under_the_new_version() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let page = moved(&house, &made, &lea).await;
    ann.post(&format!("{page}/undoing"), &[]).await.is(404);
    made.logs(&ann).await;
    let shown = lea.get(&page).await;
    shown
        .is(200)
        .says("cannot be undone any more, because Ann Field recorded something")
        .does_not_say("Undo this move");
    let refused = lea.post(&format!("{page}/undoing"), &[("csrf", "x")]).await;
    assert_ne!(refused.status, 303);
    assert_eq!(number_of(&house, &made.enrolment).await, LATER);
}

/// A small generator, so that each run of the test tries the same histories.
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

#[actix_web::test]
async fn any_history_moved_and_moved_back_stands_as_before() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let to = publishes(&house).await;
    let from = version_of(&house, &made.enrolment).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let terms = format!("/enrolments/{}/terms", made.enrolment);
    let mut dice = Dice(4);
    let mut waiting = 0;
    for round in 0..5 {
        for _ in 0..3 {
            house.later(90);
            match dice.of(5) {
                0 | 1 => {
                    made.logs(&ann).await;
                    waiting += 1;
                }
                2 if waiting > 0 => {
                    made.decides(&sue, dice.of(3) > 0).await;
                    waiting -= 1;
                }
                3 => {
                    let due = [
                        ("requirement", "bypass-150"),
                        ("term", "due"),
                        ("due-day", "1"),
                        ("due-month", "6"),
                        ("due-year", "2027"),
                        ("reason", "Agreed"),
                    ];
                    lea.fills(&terms, &terms, &due).await.leads_to(&terms);
                }
                _ => {
                    let code =
                        ["mix-aortic", "mix-valve", "unit-project"][usize::try_from(dice.of(3)).unwrap()];
                    let waiver = [("requirement", code), ("term", "waiver"), ("reason", "Agreed")];
                    lea.fills(&terms, &terms, &waiver).await.leads_to(&terms);
                }
            }
        }
        house.later(90);
        let before = stored(&house, &made.enrolment).await;
        // Sometimes a waiver goes along under another requirement of the new version.
        let pair = [("do", "move"), ("pair-mix-aortic", "activities")];
        let pairs = if dice.of(2) == 0 { &pair[..1] } else { &pair[..] };
        let asked = moves_people(&lea, (&from, &to), &[&made.enrolment], pairs).await;
        let page = page_of_move(&lea, asked.is(303).location().unwrap()).await;
        let between = stored(&house, &made.enrolment).await;
        assert!(between.contains_key("activities") && !between.contains_key("mix-valve"), "{between:?}");
        house.later(90);
        let shown = lea.get(&page).await;
        lea.sends(&shown, &format!("{page}/undoing"), &[]).await.is(303);
        assert_eq!(stored(&house, &made.enrolment).await, before, "round {round}");
    }
}

#[actix_web::test]
async fn many_are_moved_by_a_job_and_who_cannot_be_is_named() {
    let house = TestApp::new().await;
    let made = many(&house, 25, 1).await;
    let to = publishes(&house).await;
    let lea = house.signed_in(LEAD).await;
    let ids: Vec<&EnrolmentId> = made.trainees.iter().map(|one| &one.enrolment).collect();
    let from = version_of(&house, ids[0]).await;
    let asked = moves_people(&lea, (&from, &to), &ids, &[("do", "move")]).await;
    let all = asked.is(303).location().unwrap().to_owned();
    let page = lea.get(&all).await;
    page.is(200).says("Moved: 0 of 25").says("<progress").says("Look again");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    // One of them is moved on the way, by itself.
    let asked = moves_people(&lea, (&from, &to), &[ids[3]], &[("do", "move")]).await;
    lea.get(asked.is(303).location().unwrap()).await.says("Moved: 1 of 1");
    house.letters().await;
    lea.get(&all).await.says("Moved: 24 of 25").says("Not moved: 1").says("not on the old version any more");
    let left = house.app.read(move |r| {
        let waits: i64 = move_waits::table.filter(move_waits::fault.eq("")).count().get_result(r.conn())?;
        let on: i64 =
            enrolments::table.filter(enrolments::version_id.eq(&to)).count().get_result(r.conn())?;
        let mut differs = 0;
        for portfolio in standing::everyone(r.conn(), System::at_work())? {
            let (now, shelf) = (r.now(), r.shelf());
            differs += standing::differences(r.conn(), &shelf, &portfolio, now, System::at_work())?.1.len();
        }
        Ok((waits, on, differs))
    });
    assert_eq!(left.await.unwrap(), (0, 25, 0));
    assert!(lea.get(&format!("{MOVES}/nothing")).await.status == 404);
}
