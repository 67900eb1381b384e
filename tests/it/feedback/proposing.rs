//! From the proposal to the answers: who is asked and who never, what the letters say, and that an answer is kept without
//! whoever gave it.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::Why;

use super::{RATINGS, colleagues, links, ready, saying};
use crate::capacities::registered;
use crate::kit::copies::copies;
use crate::kit::many::{LEAD, SUPERVISOR};
use crate::kit::programme::{cases, enrols, publishes, version};
use crate::kit::work::enrolled_until;
use crate::life::records;

#[actix_web::test]
async fn a_round_is_proposed_agreed_and_answered_by_colleagues_without_accounts() {
    let ready = ready().await;
    let round = ready.proposed().await;
    let letters = ready.house.letters().await;
    assert_eq!(letters.len(), 1, "only the supervisor is told: {letters:?}");
    assert_eq!(letters[0].to_address, SUPERVISOR);
    let sue = ready.sue().await;
    sue.get("/feedback").await.is(200).says("Ann Field").says("Waits for the supervisor").says(&round);
    sue.get("/notices").await.says("proposes a round of feedback");
    sue.get("/inbox").await.says("1 round of feedback waits for you");
    let page = sue.get(&round).await;
    page.is(200).says("12 colleagues proposed").says("Other colleagues").says("o5@northgate.nhs.uk");
    let until = [("closes-day", "10"), ("closes-month", "12"), ("closes-year", "2026")];
    sue.sends(&page, &format!("{round}/agreement"), &until).await.leads_to(&round);
    let letters = ready.house.letters().await;
    let links = links(&letters);
    assert_eq!(links.len(), 12);
    let first = letters.iter().find(|letter| letter.to_address == "c1@northgate.nhs.uk").unwrap();
    assert_eq!(first.subject, "Ann Field asks for your feedback");
    assert!(first.text.contains("until 10 December 2026"), "{}", first.text);
    assert_eq!(first.text.matches("/colleague/").count(), 1);
    let colleague = ready.house.browser();
    let form = colleague.get(&links[0].1).await;
    form.is(200)
        .says("For Colleague")
        .says("Feedback for Ann Field")
        .says("Perfolio at Demo University Hospital")
        .says("What the levels mean")
        .says("Well below what is expected; help is needed now.")
        .says("With fewer than 6 answers no comments are shown")
        .does_not_say("colleagues answered");
    let missing = colleague.sends(&form, &links[0].1, &[("f-team", "better"), ("f-well", "Kind.")]).await;
    missing.is(422).says("Kind.").says("Choose an answer");
    colleague.sends(&form, &links[0].1, &saying("Kind.", "")).await.leads_to(&links[0].1);
    colleague.get(&links[0].1).await.is(200).says("Thank you").says("Your answer is in");
    assert_eq!(ready.counted().await, (1, 1));
    let ann = ready.ann().await;
    ann.get(&round).await.is(200).says("1 of 12 colleagues answered").does_not_say("Kind.");
    for who in [&sue, &ready.house.signed_in(LEAD).await] {
        who.get(&round).await.is(200).says("1 of 12 colleagues answered").does_not_say("Kind.");
    }
}

#[actix_web::test]
async fn nothing_that_is_kept_leads_from_an_answer_to_whoever_gave_it() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let before = events(&ready.house).await;
    for (number, (_, link)) in links.iter().enumerate().take(4) {
        ready.house.later(3600);
        ready.answers(link, &saying(&format!("Calm {number}."), "")).await;
    }
    assert_eq!(events(&ready.house).await, before, "an event tells when somebody answered");
    let (answers, comments, raters, linked) = ready
        .house
        .app
        .read(|r| {
            let answers: Vec<(String, String, String)> = feedback_answers::table
                .select((feedback_answers::id, feedback_answers::rater_group, feedback_answers::ratings))
                .load(r.conn())?;
            let comments: Vec<(String, String)> = feedback_comments::table
                .select((feedback_comments::id, feedback_comments::words))
                .load(r.conn())?;
            let raters: Vec<(String, String)> = feedback_raters::table
                .filter(feedback_raters::state.eq("answered"))
                .select((feedback_raters::id, feedback_raters::mailbox))
                .load(r.conn())?;
            let linked: Vec<(String, String)> = feedback_links::table.load(r.conn())?;
            Ok((answers, comments, raters, linked))
        })
        .await
        .unwrap();
    assert_eq!((answers.len(), comments.len(), raters.len()), (4, 4, 4));
    // In the order in which a database hands rows out unasked, they are in the order of chance.
    assert!(answers.windows(2).all(|two| two[0].0 < two[1].0), "{answers:?}");
    assert!(comments.windows(2).all(|two| two[0].0 < two[1].0), "{comments:?}");
    assert!(linked.windows(2).all(|two| two[0].0 < two[1].0), "{linked:?}");
    assert_eq!(linked.iter().filter(|(hash, _)| hash.starts_with("form ")).count(), 4);
    let said = format!("{answers:?} {comments:?}");
    for (id, mailbox) in &raters {
        assert!(!said.contains(id.as_str()) && !said.contains(mailbox.as_str()));
    }
    for (hash, rater) in &linked {
        assert!(!said.contains(hash.as_str()) && !said.contains(rater.as_str()));
    }
    // An id of chance has 43 characters; one that tells its time has 26.
    assert!(answers.iter().all(|(id, ..)| id.len() == 43) && comments.iter().all(|(id, _)| id.len() == 43));
    // The columns are these and no others.
    let columns: Vec<String> = crate::migrations::believed()
        .into_iter()
        .map(|column| column.place)
        .filter(|place| place.starts_with("feedback_answers.") || place.starts_with("feedback_comments."))
        .collect();
    assert_eq!(
        columns,
        [
            "feedback_answers.id",
            "feedback_answers.rater_group",
            "feedback_answers.ratings",
            "feedback_answers.round_id",
            "feedback_comments.id",
            "feedback_comments.question",
            "feedback_comments.round_id",
            "feedback_comments.withheld",
            "feedback_comments.words",
        ]
    );
}

async fn events(house: &crate::kit::TestApp) -> i64 {
    house.app.read(|r| Ok(audit_events::table.count().get_result(r.conn())?)).await.unwrap()
}

#[actix_web::test]
async fn who_must_not_answer_is_refused_and_what_was_typed_stays() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    // Ann proved another address before: it is hers as well.
    let person = ready.ann.person.clone();
    let proved = ready.house.app.write_quietly(Why::Swept, move |tx| {
        let now = tx.now();
        diesel::insert_into(proved_addresses::table)
            .values((
                proved_addresses::mailbox.eq("a.field@northgate.nhs.uk"),
                proved_addresses::person_id.eq(&person),
                proved_addresses::address.eq("a.field@northgate.nhs.uk"),
                proved_addresses::body.eq("GMC"),
                proved_addresses::number.eq("1"),
                proved_addresses::last_name.eq("field"),
                proved_addresses::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    proved.await.unwrap();
    ready.house.vouches().await;
    let ben = ready.house.person("Ben Hall", "ben@demo.example").await;
    let version = crate::kit::elsewhere::version_of(&ready.house, &ready.made.trainees[0].enrolment).await;
    enrols(&ready.house, &ben, &version, &ready.made.trainees[0]).await;
    for (typed, said) in [
        ("Me ann@demo.example", "own address"),
        ("Me Ann+x@Demo.example", "own address"),
        ("Me a.field@northgate.nhs.uk", "own address"),
        ("Sue Carter sue@demo.example", "gathers the answers"),
        ("Ben Hall ben@demo.example", "is a trainee at present"),
        ("P a@x.org\nQ A+2@x.org", "nobody is asked twice"),
        ("Nobody", "Line 1"),
    ] {
        let shown = ready.adds(&ann, &round, "clinical-colleagues", typed).await;
        shown.is(422).says(said).says(typed.lines().next().unwrap());
    }
    ready.adds(&ann, &round, "clinical-trainees", "Ben Hall ben@demo.example").await.leads_to(&round);
    ready.adds(&ann, &round, "clinical-trainees", "Ben ben@demo.example").await.is(422);
    ready.adds(&ann, &round, "no-such-group", "P p@x.org").await.is(422).says("Choose the group");
}

#[actix_web::test]
async fn a_proposal_needs_enough_people_and_a_self_rating_and_comes_back_with_a_reason() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    ann.get("/feedback").await.says("A round runs already");
    ready.adds(&ann, &round, "clinical-colleagues", &colleagues("c", 5)).await.leads_to(&round);
    ann.get(&round).await.says("Rate yourself first");
    let own = format!("{round}/self-rating");
    ann.fills(&own, &own, &RATINGS[..5]).await.is(422).says("Choose an answer");
    ann.fills(&own, &own, &RATINGS).await.leads_to(&round);
    ann.get(&own).await.is(200).says("value=\"outstanding\" checked");
    let page = ann.get(&round).await;
    page.says("5 of at least 6 colleagues are proposed").does_not_say("Propose it");
    ann.post(&format!("{round}/proposal"), &[]).await.is(403);
    ready
        .adds(&ann, &round, "others-staff", "O’Neill, Tom <t.oneill@northgate.nhs.uk>")
        .await
        .leads_to(&round);
    ann.fills(&round, &format!("{round}/proposal"), &[]).await.leads_to(&round);
    let sue = ready.sue().await;
    sue.fills(&round, &format!("{round}/return"), &[]).await.is(422).says("Choose why you give it back");
    sue.fills(&round, &format!("{round}/return"), &[("reason", "one-sided")]).await.leads_to(&round);
    ann.get(&round).await.says("Sue Carter gave it back").says("ask other groups as well");
    assert_eq!(ready.state().await, "begun");
    // Struck and proposed again; the supervisor strikes and adds as well.
    let strike = |page: &crate::kit::browser::Shown| {
        let (_, after) = page.body.split_once(&format!("{round}/colleagues/")).unwrap();
        format!("{round}/colleagues/{}", after.split('"').next().unwrap())
    };
    let page = ann.get(&round).await;
    ann.sends(&page, &strike(&page), &[]).await.leads_to(&round);
    ready.adds(&ann, &round, "clinical-senior", &colleagues("s", 3)).await.leads_to(&round);
    ann.fills(&round, &format!("{round}/proposal"), &[]).await.leads_to(&round);
    let page = sue.get(&round).await;
    page.says("8 colleagues proposed");
    sue.sends(&page, &strike(&page), &[]).await.leads_to(&round);
    ready.adds(&sue, &round, "others-staff", "Reception reception@northgate.nhs.uk").await.leads_to(&round);
    sue.get(&round).await.says("8 colleagues proposed");
    let early = [("closes-day", "12"), ("closes-month", "11"), ("closes-year", "2026")];
    sue.fills(&round, &format!("{round}/agreement"), &early).await.is(422).says("Choose a last day from");
    ann.fills(&round, &format!("{round}/withdrawal"), &[]).await.leads_to(&round);
    assert_eq!(ready.state().await, "withdrawn");
    sue.get("/feedback").await.does_not_say("Ann Field");
    assert!(links(&ready.house.letters().await).is_empty(), "nobody was asked");
}

#[actix_web::test]
async fn who_has_not_answered_is_reminded_once_a_week_and_twice_at_most() {
    use perfolio::domain::role::System;
    use perfolio::features::feedback::go_round;
    let ready = ready().await;
    let (_, first) = ready.open().await;
    ready.answers(&first[0].1, &RATINGS).await;
    let browser = ready.house.browser();
    browser.fills(&first[1].1, &format!("{}/refusal", first[1].1), &[]).await.leads_to(&first[1].1);
    browser.get(&first[1].1).await.is(200).says("You need not answer");
    for (days, expected) in [(6, 0), (1, 10), (3, 0), (4, 10), (7, 0)] {
        ready.house.later(days * 24 * 3600);
        for _ in 0..2 {
            go_round(&ready.house.app, System::at_work()).await.unwrap();
        }
        let letters = ready.house.letters().await;
        let again = links(&letters);
        assert_eq!(again.len(), expected, "{days}: {letters:?}");
        for (address, link) in again {
            assert!(address != first[0].0 && address != first[1].0);
            ready.house.browser().get(&link).await.is(200);
        }
    }
    // The link of the first letter still takes the answer, and then none of theirs does.
    ready.answers(&first[2].1, &RATINGS).await;
    assert_eq!(ready.counted().await, (2, 2));
}

#[actix_web::test]
async fn words_that_may_name_a_patient_are_asked_about_before_anybody_sees_them() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let link = &links[0].1;
    let browser = ready.house.browser();
    let words = saying("Was kind to Mrs Jones, NHS number 943 476 5919.", "");
    let held = browser.fills(link, link, &words).await;
    held.is(422).says("943 476 5919").says("I have looked: no patient is named in my words");
    assert_eq!(ready.counted().await, (0, 0));
    ready.answers(link, &saying("Was kind to a worried patient.", "")).await;
    assert_eq!(ready.counted().await, (1, 1));
}

#[actix_web::test]
async fn a_colleague_with_an_account_finds_in_the_app_what_their_letter_says() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    ready.adds(&ann, &round, "clinical-senior", "Lea Brook lea+work@demo.example").await.leads_to(&round);
    ready.adds(&ann, &round, "clinical-colleagues", &colleagues("c", 6)).await.leads_to(&round);
    let own = format!("{round}/self-rating");
    ann.fills(&own, &own, &RATINGS).await.leads_to(&round);
    ann.fills(&round, &format!("{round}/proposal"), &[]).await.leads_to(&round);
    let lea = ready.house.signed_in(LEAD).await;
    lea.get("/feedback").await.is(200).does_not_say("You are asked");
    let until = [("closes-day", "10"), ("closes-month", "12"), ("closes-year", "2026")];
    let sue = ready.sue().await;
    sue.fills(&round, &format!("{round}/agreement"), &until).await.leads_to(&round);
    lea.get("/notices").await.says("A colleague asks for your feedback");
    let page = lea.get("/feedback").await;
    page.is(200).says("Ann Field asks for your feedback, until 10 December 2026");
    let (_, after) = page.body.split_once("action=\"/feedback/asked/").unwrap();
    let button = format!("/feedback/asked/{}", after.split('"').next().unwrap());
    sue.post(&button, &[]).await.is(404);
    let opened = lea.sends(&page, &button, &[]).await;
    let link = opened.is(303).location().unwrap().to_owned();
    lea.fills(&link, &link, &RATINGS).await.leads_to(&link);
    assert_eq!(ready.counted().await, (1, 1));
    lea.get("/feedback").await.is(200).does_not_say("You are asked");
    lea.post(&button, &[]).await.is(404);
}

#[actix_web::test]
async fn a_round_that_waits_is_listed_however_many_are_over() {
    let ready = ready().await;
    let round = ready.proposed().await;
    let sue = ready.sue().await;
    sue.get("/feedback").await.is(200).does_not_say("are listed");
    let newer = &[("state", "'released'"), ("begun_at", "'2026-11-12 23:00:00.000'")];
    copies(&ready.house, ("feedback_rounds", round.rsplit('/').next().unwrap()), 201, newer).await;
    let list = sue.get("/feedback").await;
    list.is(200)
        .says("Waits for the supervisor")
        .says("Of the rounds that are over the newest 200 are listed.");
    assert!(list.body.contains(&format!("href=\"{round}\"")), "the one that waits is not there");
}

#[actix_web::test]
async fn a_trainee_is_who_is_in_training_and_no_registered_staff() {
    let ready = ready().await;
    let (house, like) = (&ready.house, &ready.made.trainees[0]);
    let cpd = publishes(house, &version("cpd", "", &cases("some", 1, ""))).await;
    let own = crate::kit::elsewhere::version_of(house, &ready.ann.enrolment).await;
    let mut all = Vec::new();
    for (name, email, on) in [
        ("Cora Wood", "cora@demo.example", &cpd),
        ("Dora Hale", "dora@demo.example", &own),
        ("Eve Long", "eve@demo.example", &cpd),
        ("Finn Early", "finn@demo.example", &own),
    ] {
        let person = house.person(name, email).await;
        all.push(enrols(house, &person, on, like).await);
    }
    // Cora keeps her CPD here; Dora is registered as something else, and learns what Ann learns.
    for staff in &all[..2] {
        registered(house, &ready.made, &staff.person, "full").await;
    }
    // Eve was to end in October, and was extended; Finn has completed already.
    let lea = house.signed_in(LEAD).await;
    enrolled_until(house, &all[2], "2026-10-31").await;
    let until = [("day", "2026-10-31"), ("until", "2027-01-31")];
    records(&lea, &all[2], "extended", &[], &until).await.is(303);
    records(&lea, &all[3], "completed", &[("category", "programme")], &[("day", "2026-11-02")]).await.is(303);
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    for refused in ["Dora Hale dora@demo.example", "Eve Long eve@demo.example"] {
        let shown = ready.adds(&ann, &round, "clinical-senior", refused).await;
        shown.is(422).says("is a trainee at present");
    }
    for colleague in ["Cora Wood cora@demo.example", "Finn Early finn@demo.example"] {
        ready.adds(&ann, &round, "clinical-colleagues", colleague).await.leads_to(&round);
    }
}
