//! Who may not, when not, and what stays because it is somebody else's.

use diesel::prelude::*;
use perfolio::db::schema::{accounts, appointments, certificates, files};
use perfolio::domain::names::{AccountId, DepartmentId};
use perfolio::domain::role::Capacity;

use super::{
    Left, PROPOSAL, ann_of, entries_of, left, nothing_of_ann, proposed_row, still, told, years_pass,
};
use crate::audit::verified;
use crate::evidence::{photo, submitted};
use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::many::{Enrolled, LEAD, TRAINEE};
use crate::kit::morning::{ADMIN, set_up};
use crate::kit::programme::enrols_in;
use crate::kit::small::all_files;
use crate::kit::work::{appoints, departments_of, ends_appointments};
use crate::redactions::governor;

/// Before the time is over.
const EARLY: [(&str, &str); 3] = [("why", "asked"), ("reference", "IG-2037/4"), ("early", "yes")];

/// Ann trains still; information governance and an admin are there.
async fn trains(house: &TestApp) -> Left<'_> {
    let adam = set_up(house).await;
    let of = acted(house).await;
    let ann = ann_of(house, &of).await;
    let ivo = governor(house).await;
    Left { house, of, ann, ivo, adam }
}

/// Ann has left a month ago.
async fn just_left(house: &TestApp) -> Left<'_> {
    let at = trains(house).await;
    house.later(320 * 24 * 60 * 60);
    house.letters().await;
    let (ivo, adam) = (house.signed_in("ivo@demo.example").await, house.signed_in(ADMIN).await);
    Left { ivo, adam, ..at }
}

async fn id_of(house: &TestApp, email: &'static str) -> AccountId {
    let read = house.app.read(move |r| {
        Ok(accounts::table.filter(accounts::email.eq(email)).select(accounts::id).first(r.conn())?)
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn nobody_is_erased_who_trains_and_the_sentence_says_where() {
    let house = TestApp::new().await;
    let at = trains(&house).await;
    let form = format!("/erasures/of/{}", at.ann);
    let page = at.ivo.get(&form).await;
    page.is(200).says("It cannot be proposed now").says("runs until 31 August 2027. End that first.");
    let refused = at.ivo.post(&form, &PROPOSAL).await;
    assert!(matches!(refused.status, 403 | 422), "{}", refused.status);
    assert_eq!(told(&house, "erasure/proposed").await, 0);

    // One who has no record, and one who leads others.
    let lea = format!("/erasures/of/{}", id_of(&house, LEAD).await);
    at.ivo.get(&lea).await.is(200).says("There is no record of this person");
    house.letters().await;
}

#[actix_web::test]
async fn before_the_six_years_are_over_somebody_has_to_know_it() {
    let house = TestApp::new().await;
    let at = just_left(&house).await;
    let form = format!("/erasures/of/{}", at.ann);
    let page = at.ivo.get(&form).await;
    page.is(200).says("The last enrolment ended on 31 August 2027.").says("This is early");
    page.says("The 6 years are over from 1 September 2033.");
    let kept = at.ivo.fills(&form, &form, &PROPOSAL).await;
    kept.is(422).says("the six years after leaving are not over").says("IG-2037/4");
    let named = [("why", "asked"), ("reference", "NHS 943 476 5919"), ("early", "yes")];
    at.ivo.fills(&form, &form, &named).await.is(422);
    // Of what is not over nobody says that it is.
    let over = [&PROPOSAL[..], &[("early", "yes")]].concat();
    let kept = at.ivo.fills(&form, &form, &over).await;
    kept.is(422)
        .says("That time is over only from 1 September 2033. Choose another reason.")
        .says("IG-2037/4");
    assert!(
        kept.body.contains("name=\"early\" type=\"checkbox\" value=\"yes\" checked"),
        "the tick is given back"
    );
    assert_eq!(told(&house, "erasure/proposed").await, 0);
    let erasure = at.ivo.fills(&form, &form, &EARLY).await.is(303).location().unwrap().to_owned();
    at.ivo.get(&form).await.says("This is proposed already");
    at.adam.get(&erasure).await.is(200).says("This is early").says("The 6 years after leaving are not over");
    house.letters().await;
}

#[actix_web::test]
async fn it_takes_two_and_either_may_say_no() {
    let house = TestApp::new().await;
    let at = just_left(&house).await;
    let form = format!("/erasures/of/{}", at.ann);
    let first = at.ivo.fills(&form, &form, &EARLY).await.is(303).location().unwrap().to_owned();
    let (agree, decline) = (format!("{first}/agreement"), format!("{first}/refusal"));
    at.ivo.post(&agree, &[("sure", "yes")]).await.is(422).says("Only an admin agrees");

    // Adam holds both, so what he proposes another admin has to agree to.
    at.adam.fills(&first, &decline, &[]).await.is(422).says("Choose why not");
    at.adam.fills(&first, &decline, &[("declined", "needed")]).await.leads_to(&first);
    at.adam.get(&first).await.says("Declined").says("The record is needed");
    at.adam.post(&agree, &[("sure", "yes")]).await.is(422).says("Nobody proposes this any more");
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.to_name == "Ivo Grant"));
    let adam = id_of(&house, ADMIN).await;
    let of = Enrolled {
        person: at.ann.clone(),
        portfolio: at.of.portfolio.clone(),
        enrolment: at.of.enrolment.clone(),
        entries: Vec::new(),
    };
    let (department, _) = departments_of(&house, &of).await;
    appoints(&house, &adam, Capacity::Governance, &department).await;
    house.later(60);
    let second = at.adam.fills(&form, &form, &EARLY).await.is(303).location().unwrap().to_owned();
    let page = at.adam.get(&second).await;
    page.says("You proposed this yourself. Another admin has to agree.").says("Withdraw it");
    at.adam
        .post(&format!("{second}/agreement"), &[("sure", "yes")])
        .await
        .is(422)
        .says("You proposed this yourself");
    at.ivo.post(&format!("{second}/refusal"), &[("declined", "early")]).await.is(422);
    at.adam.fills(&second, &format!("{second}/refusal"), &[]).await.leads_to(&second);
    at.adam.get(&second).await.says("Withdrawn by who proposed it");

    house.later(60);
    let third = at.ivo.fills(&form, &form, &EARLY).await.is(303).location().unwrap().to_owned();
    house.later(15 * 24 * 60 * 60);
    let admin = house.signed_in(ADMIN).await;
    admin.get(&third).await.is(200).says("Lapsed").does_not_say("Agree as the second person");
    admin.post(&format!("{third}/agreement"), &[("sure", "yes")]).await.is(422).says("the 14 days are over");
    assert_eq!(told(&house, "erasure/agreed").await, 0);
    house.signed_in(TRAINEE).await.get("/home").await.is(200);
    house.letters().await;
}

#[actix_web::test]
async fn for_everybody_else_there_is_no_such_page() {
    let house = TestApp::new().await;
    let at = just_left(&house).await;
    let ivo = id_of(&house, "ivo@demo.example").await;
    let erasure = proposed_row(&house, &at.ann, &ivo).await;
    let of_one = format!("/erasures/of/{}", at.ann);
    let all = [
        "/erasures".to_owned(),
        "/erasures/new?words=ann".to_owned(),
        of_one.clone(),
        format!("/erasures/{erasure}"),
    ];
    for email in [TRAINEE, LEAD] {
        let browser = house.signed_in(email).await;
        for path in &all {
            browser.get(path).await.is(404);
        }
        browser.post(&of_one, &PROPOSAL).await.is(404);
        browser.post(&format!("/erasures/{erasure}/agreement"), &[("sure", "yes")]).await.is(404);
        browser.post(&format!("/erasures/{erasure}/refusal"), &[("declined", "early")]).await.is(404);
    }
    // An admin agrees and does not propose; whoever's appointment ended is a stranger.
    at.adam.get(&of_one).await.is(404);
    at.adam.get("/erasures/new?words=ann").await.is(404);
    ends_appointments(&house, &ivo, "2027-09-20").await;
    for path in &all {
        at.ivo.get(path).await.is(404);
    }
    assert_eq!(told(&house, "erasure/agreed").await, 0);
    house.letters().await;
}

/// A second trainee with the same picture, who trained at the same time.
async fn shares(house: &TestApp, of: &Acted) -> (AccountId, DepartmentId) {
    let bob = house.person("Bob Marsh", "bob@demo.example").await;
    let like = crate::kit::elsewhere::version_of(house, &of.enrolment).await;
    let enrolled = Enrolled {
        person: bob.clone(),
        portfolio: of.portfolio.clone(),
        enrolment: of.enrolment.clone(),
        entries: Vec::new(),
    };
    let (department, _) = departments_of(house, &enrolled).await;
    enrols_in(house, &bob, &like, &department, &bob).await;
    house.vouches().await;
    (bob, department)
}

#[actix_web::test]
async fn a_file_that_somebody_else_recorded_too_stays_with_them_until_they_go() {
    let house = TestApp::new().await;
    let at = trains(&house).await;
    let (bob, _) = shares(&house, &at.of).await;
    for (email, name) in [(TRAINEE, "Quillfeather.jpg"), ("bob@demo.example", "circuit.jpg")] {
        submitted(&house.signed_in(email).await, &at.of.made, &[(name, &photo(90))]).await;
    }
    house.letters().await;
    years_pass(&house);
    house.letters().await;
    let (ivo, adam) = (house.signed_in("ivo@demo.example").await, house.signed_in(ADMIN).await);
    let at = Left { ivo, adam, ..at };
    at.erased().await;
    nothing_of_ann(&house.app.config);
    let kept = all_files(&house.app.config).len();
    assert_eq!(kept, 2, "the picture and its small one");
    assert_eq!(verified(&house).await.0, 0);
    let at = Left { ann: bob, ..at };
    at.erased().await;
    assert!(all_files(&house.app.config).is_empty(), "nobody has it any more");
    assert_eq!(
        still(&house.app.config, &["Bob Marsh", "bob@demo.example", "circuit.jpg"]),
        [] as [String; 0]
    );
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("2 people were erased"), "{told}");
}

#[actix_web::test]
async fn the_name_stays_beside_signatures_that_were_given_in_an_appointment() {
    let house = TestApp::new().await;
    let at = trains(&house).await;
    let (bob, department) = shares(&house, &at.of).await;
    let ann = house.signed_in(TRAINEE).await;
    appoints(&house, &bob, Capacity::Supervisor, &department).await;
    let entry = at.of.logs(&ann).await;
    ann.fills(&entry, &format!("{entry}/request"), &[("ask", bob.as_str())]).await.leads_to(&entry);
    at.of.decides(&house.signed_in("bob@demo.example").await, true).await;
    house.later(60);
    house.letters().await;
    years_pass(&house);
    let at = Left {
        ivo: house.signed_in("ivo@demo.example").await,
        adam: house.signed_in(ADMIN).await,
        ann: bob.clone(),
        ..at
    };
    let form = format!("/erasures/of/{bob}");
    at.ivo.get(&form).await.is(200).says("This person holds an appointment");
    ends_appointments(&house, &bob, "2028-08-31").await;
    let page = at.ivo.get(&form).await;
    page.is(200).says("The name stays").says("beside 1 decision").does_not_say("cannot be proposed");
    at.erased().await;
    let names = still(&house.app.config, &["Bob Marsh", "bob@demo.example"]);
    let database = |place: &&String| !place.starts_with('/');
    let names: Vec<&String> = names.iter().filter(database).collect();
    assert!(names.len() == 1 && names[0].starts_with("accounts: Bob Marsh"), "{names:?}");
    assert_eq!(verified(&house).await.0, 0);
    house.signed_in(TRAINEE).await.get(&entry).await.is(200).says("Bob Marsh");
    assert_eq!(entries_of(&house, &at.of).await, 1, "what he signed for somebody else is there");
    let ended = house.app.read(move |r| {
        let of_bob = appointments::table.filter(appointments::person_id.eq(&bob));
        Ok(of_bob.count().get_result::<i64>(r.conn())?)
    });
    assert_eq!(ended.await.unwrap(), 1, "when he was entitled stays known");
}

#[actix_web::test]
async fn a_certificate_of_somebody_who_was_erased_was_withdrawn() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let number = || {
        house.app.read(|r| Ok(certificates::table.select(certificates::number).first::<String>(r.conn())?))
    };
    let (number, anybody) = (number().await.unwrap(), house.browser());
    let asks = [("number", number.as_str()), ("surname", "Field")];
    anybody.fills("/certificates", "/certificates", &asks).await.is(200).says("Aortic surgery");
    at.erased().await;
    let told = anybody.fills("/certificates", "/certificates", &asks).await;
    told.is(200).says("This certificate was withdrawn").does_not_say("Aortic");
    let read = house.app.read(|r| Ok(files::table.count().get_result::<i64>(r.conn())?));
    assert!(read.await.unwrap() > 0, "hashes that signatures cover stay");
}
