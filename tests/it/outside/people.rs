//! Who somebody turns out to be, and which addresses a lead allows.

use diesel::prelude::*;
use perfolio::db::schema::accounts;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;

use super::{ADDRESS, Ready, WORDS, allows, link_to, ready, with};
use crate::kit::many::{LEAD, SUPERVISOR};
use crate::kit::work::{appoints, ends_appointments, submits};

/// Signs another case of Ann's with these words; gives who it was.
async fn signs_another(ready: &mut Ready, day: &str, words: &[(&str, &str)]) -> AccountId {
    let trainee = &ready.made.trainees[0];
    let (entry, request) = submits(&ready.house, &ready.made, trainee, day, &ready.made.supervisor).await;
    (ready.entry, ready.request) = (entry, request);
    let link = link_to(&ready.ann().await, &ready.entry).await;
    ready.signs(&ready.house.browser(), &link, words).await.leads_to(&link);
    ready.signer().await.0
}

#[actix_web::test]
async fn somebody_with_two_addresses_is_one_person() {
    let mut ready = ready().await;
    allows(&ready.house, &ready.department, "southgate.ac.uk").await.is(303);
    let first = signs_another(&mut ready, "2026-11-04", WORDS).await;
    ready.house.later(60);
    assert_eq!(signs_another(&mut ready, "2026-11-05", WORDS).await, first, "by the address");
    ready.house.later(60);
    let tagged = with(&[("address", "A.Malik+work@northgate.nhs.uk"), ("number", "999"), ("body", "HCPC")]);
    assert_eq!(signs_another(&mut ready, "2026-11-06", &tagged).await, first, "by the mailbox");
    ready.house.later(60);
    // Another address with the same registration and name, which anybody can read in a register: two people, until a lead
    // says that they are one.
    ready.house.letters().await;
    let lea = ready.house.signed_in(LEAD).await;
    let page = format!("/people/assessors/{first}");
    let registered = [
        ("register", "ccps|full"),
        ("number", "P 77"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2020"),
    ];
    lea.fills(&page, &page, &registered).await.leads_to(&page);
    lea.get(&page).await.is(200).does_not_say("They are one person");
    let words =
        with(&[("address", "aisha@southgate.ac.uk"), ("name", "Aisha Malik"), ("number", "123 4567")]);
    let second = signs_another(&mut ready, "2026-11-07", &words).await;
    assert_ne!(second, first, "a register is public");
    let letters = ready.house.letters().await;
    let to = |address: &str| {
        letters.iter().find(|one| one.to_address == address && one.subject.contains("registration"))
    };
    let told = to(ADDRESS).expect("the earlier address hears of it");
    assert!(!told.text.contains("http"), "{}", told.text);
    let page = format!("/people/assessors/{second}");
    assert!(to(LEAD).expect("a lead is to look").text.contains(&page));
    assert!(to("aisha@southgate.ac.uk").is_none());
    let lea = ready.house.signed_in(LEAD).await;
    lea.get("/notices").await.is(200).says("two people until a training lead says that they are one");
    lea.get(&page).await.is(200).says(ADDRESS).says("registration is not known");
    // Nobody else says it: not a lead of other trainees, nor somebody who leads nobody.
    let olga = ready.house.person("Olga Other", "olga@demo.example").await;
    appoints(&ready.house, &olga, Capacity::Lead, &ready.other).await;
    let joining = format!("{page}/joining");
    ready.house.signed_in("olga@demo.example").await.post(&joining, &[]).await.is(404);
    ready.house.signed_in(SUPERVISOR).await.post(&joining, &[]).await.is(404);
    lea.fills(&page, &joining, &[]).await.leads_to(&page);
    lea.get(&page).await.says("They are one person from now on.");
    lea.get(&page)
        .await
        .says("number P 77, from 1 September 2020: confirmed by Lea Brook")
        .does_not_say("They are one person");
    lea.post(&joining, &[]).await.is(422).says("Nobody else has stated the same registration");
    ready.house.later(60);
    assert_eq!(signs_another(&mut ready, "2026-11-09", &words).await, first, "one person now");
    ready.house.later(60);
    let other = with(&[("address", "b.reid@northgate.nhs.uk"), ("name", "B. Reid")]);
    assert_ne!(
        signs_another(&mut ready, "2026-11-08", &other).await,
        first,
        "a mistyped number is nobody else"
    );
}

#[actix_web::test]
async fn somebody_of_the_house_is_themselves_and_signs_as_what_they_are() {
    let ready = ready().await;
    allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let link = ready.link().await;
    let words = with(&[("address", "sue@demo.example"), ("name", "Sue Carter")]);
    ready.signs(&ready.house.browser(), &link, &words).await.leads_to(&link);
    assert_eq!(ready.signer().await, (ready.made.supervisor.clone(), "supervisor".to_owned()));
}

#[actix_web::test]
async fn after_the_appointment_ended_a_link_does_not_bring_it_back() {
    let mut ready = ready().await;
    allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let words = with(&[("address", "sue@demo.example"), ("name", "Sue Carter")]);
    // The case of 3 November happened after the end.
    let link = ready.link().await;
    ends_appointments(&ready.house, &ready.made.supervisor, "2026-10-31").await;
    ready.signs(&ready.house.browser(), &link, &words).await.leads_to(&link);
    assert_eq!(ready.signer().await, (ready.made.supervisor.clone(), "assessor".to_owned()));
    // This one happened within it, and the sixty days after its end are over.
    let trainee = &ready.made.trainees[0];
    let (old, request) =
        submits(&ready.house, &ready.made, trainee, "2026-09-10", &ready.made.supervisor).await;
    (ready.entry, ready.request) = (old, request);
    ends_appointments(&ready.house, &ready.made.supervisor, "2026-09-12").await;
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, &words).await.leads_to(&link);
    assert_eq!(ready.signer().await, (ready.made.supervisor.clone(), "assessor".to_owned()));
}

#[actix_web::test]
async fn the_number_of_a_supervisor_gives_nobody_their_capacity() {
    let ready = ready().await;
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let registration = [
        ("register", "other"),
        ("body", "GMC"),
        ("number", "1234567"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    sue.post("/registrations", &registration).await.is(303);
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await.leads_to(&link);
    let (signer, capacity) = ready.signer().await;
    assert_ne!(signer, ready.made.supervisor);
    assert_eq!(capacity, "assessor");
}

#[actix_web::test]
async fn an_assessor_cannot_sign_in_until_a_lead_invites_them() {
    let ready = ready().await;
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await.leads_to(&link);
    ready.house.later(60);
    ready.house.letters().await;
    let eve = ready.house.browser();
    eve.fills("/password/forgotten", "/password/forgotten", &[("email", ADDRESS)]).await;
    assert!(ready.house.letters().await.is_empty(), "no letter opens an account that nobody was given");
    let lea = ready.house.signed_in(LEAD).await;
    let over = format!("department:{}", ready.department);
    let words = [
        ("name", "Aisha Malik"),
        ("email", ADDRESS),
        ("over", over.as_str()),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
    ];
    lea.fills("/people/supervisors/new", "/people/supervisors/new", &words).await.is(303);
    let letters = ready.house.letters().await;
    assert!(
        letters.iter().any(|letter| letter.to_address == ADDRESS && letter.text.contains("/invitations/"))
    );
    let count: i64 = ready
        .house
        .app
        .read(|r| {
            Ok(accounts::table.filter(accounts::email_folded.eq(ADDRESS)).count().get_result(r.conn())?)
        })
        .await
        .unwrap();
    assert_eq!(count, 1, "they are the person who signed");
}

#[actix_web::test]
async fn a_lead_allows_domains_over_what_they_lead_and_nowhere_else() {
    let ready = ready().await;
    let lea = ready.house.signed_in(LEAD).await;
    let page = lea.get("/people/work-domains").await;
    page.is(200).says("northgate.nhs.uk").says("Lea Brook");
    for (domain, sentence) in [
        ("gmail.com", "Anybody can have an address at gmail.com"),
        ("nhs.uk", "belongs to many organisations"),
        ("not a domain", "correct format"),
        ("northgate.nhs.uk", "allowed there already"),
    ] {
        allows(&ready.house, &ready.department, domain).await.is(422).says(sentence);
    }
    let olga = ready.house.person("Olga Other", "olga@demo.example").await;
    appoints(&ready.house, &olga, Capacity::Lead, &ready.other).await;
    let olga = ready.house.signed_in("olga@demo.example").await;
    olga.get("/people/work-domains").await.is(200).does_not_say(">northgate.nhs.uk<");
    let over = format!("department:{}", ready.department);
    olga.post("/people/work-domains", &[("domain", "southgate.ac.uk"), ("over", &over)])
        .await
        .is(422)
        .says("only over what you lead yourself");
    let (_, after) = page.body.split_once("action=\"/people/work-domains/").unwrap();
    let end = format!("/people/work-domains/{}", after.split_once('"').unwrap().0);
    olga.post(&end, &[]).await.is(404);
    // Taken away between the screen and the code: nothing is signed with it.
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    lea.post(&end, &[]).await.leads_to("/people/work-domains");
    let refused = malik.sends(&asked, &format!("{link}/decision"), &[("one-time-code", &code)]).await;
    refused.is(422).says("has not allowed addresses of this domain").says("Calm throughout.");
    assert_eq!(ready.decisions().await, 0);
    lea.get("/people/work-domains").await.says("No domain is allowed yet");
}

#[actix_web::test]
async fn a_registration_is_unknown_until_a_lead_has_looked_it_up() {
    let ready = ready().await;
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await.leads_to(&link);
    let (malik, _) = ready.signer().await;
    let lea = ready.house.signed_in(LEAD).await;
    let page = format!("/people/assessors/{malik}");
    lea.get("/people/work-domains").await.is(200).says(&page).says("GMC 1234567 as stated");
    lea.get(&page).await.is(200).says("counts as signed by somebody whose registration is not known");
    let words = [
        ("register", "ccps|full"),
        ("number", "P 77"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2020"),
    ];
    lea.fills(&page, &page, &words[1..]).await.is(422).says("Choose the register");
    lea.fills(&page, &page, &words).await.leads_to(&page);
    lea.get(&page)
        .await
        .says("number P 77, from 1 September 2020: confirmed by Lea Brook on 12 November 2026");
    // Another lead, of whose trainees nobody was signed for, finds nobody there.
    let olga = ready.house.person("Olga Other", "olga@demo.example").await;
    appoints(&ready.house, &olga, Capacity::Lead, &ready.other).await;
    let olga = ready.house.signed_in("olga@demo.example").await;
    olga.get(&page).await.is(404);
    olga.post(&page, &words).await.is(404);
    lea.get(&format!("/people/assessors/{}", ready.made.supervisor)).await.is(404);
}
