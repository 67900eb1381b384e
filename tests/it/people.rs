//! A lead's people: inviting, joining, appointing, registrations, and what another lead sees of it.

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::morning::{Morning, adds_department, appoints_lead, joins, letter_to, link, offered};

const SUE: &str = "sue@demo.example";

/// Sue is invited over the department; gives the answer and her page.
async fn invites_sue(lead: &Browser<'_>) -> (Shown, String) {
    let page = lead.get("/people/supervisors/new").await;
    let over = offered(&page, "over", "Perfusion, Northgate");
    let words = [("name", "Sue Carter"), ("email", SUE), ("over", &over)];
    let shown =
        lead.sends(&page, "/people/supervisors/new", &[&words[..], &day("from", 1, 9, 2025)].concat()).await;
    shown.is(303);
    let path = shown.location().unwrap().to_owned();
    (shown, path)
}

fn day(field: &'static str, day: u32, month: u32, year: u32) -> [(&'static str, &'static str); 3] {
    let name = |part: &str| -> &'static str { Box::leak(format!("{field}-{part}").into_boxed_str()) };
    let number = |number: u32| -> &'static str { Box::leak(number.to_string().into_boxed_str()) };
    [(name("day"), number(day)), (name("month"), number(month)), (name("year"), number(year))]
}

#[actix_web::test]
async fn an_invitation_is_a_letter_whose_link_works_once() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (_, path) = invites_sue(&morning.lead).await;
    let letter = letter_to(&house.letters().await, SUE);
    assert!(letter.text.contains("Lea O’Neill"), "{}", letter.text);
    morning
        .lead
        .get("/people")
        .await
        .says("Invited, not joined yet (1)")
        .says("the link holds until 26 November 2026");
    morning.lead.get(&path).await.says("Invited, not joined yet");

    let sue = joins(&house, &letter).await;
    sue.get("/").await.leads_to("/inbox");
    let path_of_link = link(&letter.text);
    house.browser().get(&path_of_link).await.is(403).says("This link has been used");
    let again = [("name", "Eve"), ("password", PASSWORD)];
    house.browser().post(&path_of_link, &again).await.is(403);
    morning.lead.get(&path).await.says("Joined").does_not_say("Send a new letter");
    morning.lead.post(&format!("{path}/link"), &[]).await.is(403).says("has joined already");
}

#[actix_web::test]
async fn a_link_expires_and_a_new_one_ends_the_old_ones() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (_, path) = invites_sue(&morning.lead).await;
    let first = link(&letter_to(&house.letters().await, SUE).text);
    house.later(15 * 24 * 60 * 60);
    house.browser().get(&first).await.is(403);
    let lead = house.signed_in(crate::kit::morning::LEAD).await;
    lead.get("/people").await.says("the link ended on 26 November 2026");

    lead.fills(&path, &format!("{path}/invitation"), &[]).await.leads_to(&path);
    let second = link(&letter_to(&house.letters().await, SUE).text);
    house.browser().get(&second).await.is(200);
    let shown = lead.fills(&path, &format!("{path}/link"), &[]).await;
    shown.is(200).says("It works once");
    let third = link(&shown.body);
    house.browser().get(&second).await.is(403);
    assert!(house.letters().await.is_empty());
    let words = [("name", "Sue Carter"), ("password", PASSWORD)];
    house.browser().fills(&third, &third, &words).await.leads_to("/");
}

#[actix_web::test]
async fn a_form_sent_twice_invites_once() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let page = morning.lead.get("/people/supervisors/new").await;
    let over = offered(&page, "over", "Perfusion, Northgate");
    let words = [("name", "Sue Carter"), ("email", SUE), ("over", &*over)];
    let words = [&words[..], &day("from", 1, 9, 2025)].concat();
    let action = "/people/supervisors/new";
    let first = morning.lead.sends(&page, action, &words).await.location().unwrap().to_owned();
    morning.lead.sends(&page, action, &words).await.leads_to(&first);
    assert_eq!(house.letters().await.len(), 1);
    let shown = morning.lead.get(&first).await;
    assert_eq!(shown.body.matches("End this appointment").count(), 1, "{}", shown.body);
}

#[actix_web::test]
async fn what_was_typed_stays_when_something_is_missing() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let words = [("name", "Sue Carter"), ("email", "sue at demo")];
    let shown = morning.lead.fills("/people/supervisors/new", "/people/supervisors/new", &words).await;
    shown.is(422).says("value=\"Sue Carter\"").says("value=\"sue at demo\"").says("Choose at least one.");
    shown.says("href=\"#email\"");
}

#[actix_web::test]
async fn another_lead_finds_nothing_of_it() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (_, path) = invites_sue(&morning.lead).await;
    adds_department(&morning.admin, &morning.institution, "Anaesthesia").await;
    let other =
        appoints_lead(&house, &morning.admin, "Otto Lang", "otto@demo.example", "Anaesthesia, Northgate")
            .await;
    other.get("/people").await.is(200).does_not_say("Sue Carter");
    for page in [path.clone(), format!("{path}/appointments/new"), format!("{path}/enrolments/new")] {
        other.get(&page).await.is(404);
    }
    for act in [format!("{path}/link"), format!("{path}/invitation")] {
        other.post(&act, &[]).await.is(404);
    }
    let over = offered(&morning.lead.get("/people/supervisors/new").await, "over", "Perfusion, Northgate");
    let page = other.get("/people/supervisors/new").await;
    page.does_not_say(&over);
    let words = [("name", "Eve"), ("email", "eve@demo.example"), ("over", &*over)];
    let words = [&words[..], &day("from", 1, 9, 2025)].concat();
    let refused = other.sends(&page, "/people/supervisors/new", &words).await;
    refused.is(422).says("only over what you lead yourself").says("value=\"Eve\"");
    assert!(house.letters().await.iter().all(|letter| letter.to_address != "eve@demo.example"));
}

#[actix_web::test]
async fn a_link_is_not_shown_to_a_lead_who_did_not_invite() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    adds_department(&morning.admin, &morning.institution, "Anaesthesia").await;
    let other =
        appoints_lead(&house, &morning.admin, "Otto Lang", "otto@demo.example", "Anaesthesia, Northgate")
            .await;
    invites_sue(&morning.lead).await;
    house.later(60);
    // Otto appoints her too. Now she is among his people, and her account has no password yet.
    let page = other.get("/people/supervisors/new").await;
    let over = offered(&page, "over", "Anaesthesia, Northgate");
    let words = [("name", "Sue Carter"), ("email", SUE), ("over", &*over)];
    let words = [&words[..], &day("from", 1, 9, 2025)].concat();
    let sent = other.sends(&page, "/people/supervisors/new", &words).await;
    let path = sent.is(303).location().unwrap().to_owned();
    other.get(&path).await.is(200).says("Anaesthesia, Northgate").does_not_say("Perfusion, Northgate");
    morning.lead.get(&path).await.is(200).says("Anaesthesia, Northgate").says("Perfusion, Northgate");
    other.post(&format!("{path}/link"), &[]).await.is(403).says("Send a new letter instead");
    other.post(&format!("{path}/invitation"), &[]).await.is(303);
    morning.lead.post(&format!("{path}/link"), &[]).await.is(200).says("/invitations/");
}

#[actix_web::test]
async fn somebody_with_an_account_is_told_instead_of_invited() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    house.person("Sue Carter", SUE).await;
    let (_, path) = invites_sue(&morning.lead).await;
    let letter = letter_to(&house.letters().await, SUE);
    assert!(letter.text.contains("appointed you as a supervisor"), "{}", letter.text);
    assert!(!letter.text.contains("/invitations/"), "{}", letter.text);
    house.signed_in(SUE).await.get("/").await.leads_to("/inbox");
    morning.lead.get(&path).await.says("Joined");
}

#[actix_web::test]
async fn nobody_appoints_themselves() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let page = morning.lead.get("/people/supervisors/new").await;
    let over = offered(&page, "over", "Perfusion, Northgate");
    let words = [("name", "Lea"), ("email", crate::kit::morning::LEAD), ("over", &*over)];
    let words = [&words[..], &day("from", 1, 9, 2025)].concat();
    morning
        .lead
        .sends(&page, "/people/supervisors/new", &words)
        .await
        .is(422)
        .says("Nobody appoints themselves");
}

#[actix_web::test]
async fn an_appointment_ends_on_the_day_that_is_set() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (_, path) = invites_sue(&morning.lead).await;
    joins(&house, &letter_to(&house.letters().await, SUE)).await;
    let page = morning.lead.get(&path).await;
    let at = page.body.find("/appointments/").unwrap();
    let end: String = page.body[at..].chars().take_while(|c| *c != '"').collect();
    let shown = morning.lead.fills(&end, &end, &day("last", 31, 10, 2026)).await;
    shown.leads_to(&path);
    morning.lead.get(&path).await.says("1 September 2025 to 31 October 2026 (ended)");
    morning.lead.get(&end).await.is(404);
    // Sixty days of deciding what happened until then.
    house.later(24 * 60 * 60);
    house.signed_in(SUE).await.get("/").await.leads_to("/inbox");
    house.later(70 * 24 * 60 * 60);
    house.signed_in(SUE).await.get("/").await.leads_to("/account");
    // Who appointed and invited her reached her by that appointment, and it is over.
    let lead = house.signed_in(crate::kit::morning::LEAD).await;
    lead.get(&path).await.is(404);
    lead.get("/people").await.does_not_say("Sue Carter");
    let (_, again) = invites_sue(&lead).await;
    lead.get(&again).await.is(200).says("Sue Carter");
}

#[actix_web::test]
async fn a_registration_is_stated_confirmed_corrected_and_confirmed_again() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (_, path) = invites_sue(&morning.lead).await;
    let sue = joins(&house, &letter_to(&house.letters().await, SUE)).await;
    let page = sue.get("/registrations").await;
    let register = offered(&page, "register", "College of Clinical Perfusion Scientists");
    assert!(register.starts_with("ccps|"), "{register}");
    let words = [&[("register", &*register), ("number", "P 17")][..], &day("from", 1, 9, 2024)].concat();
    sue.sends(&page, "/registrations", &words).await.leads_to("/registrations");
    sue.get("/registrations").await.says("Number P 17").says("A training lead has yet to confirm it");

    let list = morning.lead.get("/people").await;
    list.says("Registrations to confirm (1)");
    let at = list.body.find("action=\"/registrations/").unwrap() + "action=\"".len();
    let confirm: String = list.body[at..].chars().take_while(|c| *c != '"').collect();
    sue.post(&confirm, &[]).await.is(404);
    morning.lead.sends(&list, &confirm, &[]).await.leads_to(&path);
    morning.lead.get("/people").await.does_not_say("Registrations to confirm");
    morning.lead.get(&path).await.says("Confirmed by Lea O’Neill on 12 November 2026");
    morning.lead.post(&confirm, &[]).await.is(403).says("confirmed already");

    let own = confirm.strip_suffix("/confirmation").unwrap();
    let words = [&[("register", &*register), ("number", "P 18")][..], &day("from", 1, 9, 2024)].concat();
    sue.fills(own, own, &words).await.leads_to("/registrations");
    sue.get("/registrations").await.says("Number P 18").does_not_say("Number P 17");
    sue.get(own).await.is(404);
    morning.lead.get("/people").await.says("Registrations to confirm (1)");
    morning.lead.post(&confirm, &[]).await.is(403).says("changed in the meantime");
}

#[actix_web::test]
async fn nobody_confirms_their_own_registration() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let page = morning.lead.get("/registrations").await;
    let words = [("register", "other"), ("body", "NMC"), ("number", "1")];
    let words = [&words[..], &day("from", 1, 9, 2024)].concat();
    morning.lead.sends(&page, "/registrations", &words).await.leads_to("/registrations");
    let own = morning.lead.get("/registrations").await;
    let at = own.body.find("href=\"/registrations/").unwrap() + "href=\"".len();
    let path: String = own.body[at..].chars().take_while(|c| *c != '"').collect();
    let refused = morning.lead.post(&format!("{path}/confirmation"), &[]).await;
    refused.is(403).says("Nobody confirms their own registration");
}

#[actix_web::test]
async fn numbers_of_other_bodies_are_kept_by_leads_and_admins_and_seen_by_their_owner() {
    let house = TestApp::new().await;
    crate::kit::many::many(&house, 2, 0).await;
    let lea = house.signed_in(crate::kit::many::LEAD).await;
    let page = lea.get("/people").await;
    let trainee = |name: &str| {
        let (before, _) = page.body.split_once(&format!("\">{name}</a>")).unwrap();
        before.rsplit("href=\"").next().unwrap().to_owned()
    };
    let (ann, other) = (trainee("Ann Field"), trainee("Trainee 001"));
    let numbers = format!("{ann}/numbers");
    lea.get(&ann).await.says("Add a number");
    lea.fills(&numbers, &numbers, &[("issuer", "student"), ("number", "1")])
        .await
        .is(422)
        .says("Enter whose number it is.");
    let words = [("issuer", "student"), ("body", "University of Bristol"), ("number", "ab 12")];
    lea.fills(&numbers, &numbers, &words).await.leads_to(&numbers);
    lea.get(&ann).await.says("Student number, University of Bristol").says("ab 12");
    let folded = [("issuer", "student"), ("body", "university of  bristol"), ("number", "AB12")];
    lea.fills(&numbers, &numbers, &folded).await.is(422).says("This person has this number already.");
    let others = format!("{other}/numbers");
    lea.fills(&others, &others, &folded).await.is(422).says("Somebody else has this number already.");
    // Another number of the same university replaces it, and the old one is free again.
    let next = [("issuer", "student"), ("body", "University of Bristol"), ("number", "ab 13")];
    lea.fills(&numbers, &numbers, &next).await.leads_to(&numbers);
    lea.get(&numbers).await.says("ab 13").does_not_say("ab 12");
    lea.fills(&others, &others, &folded).await.leads_to(&others);
    let own = house.signed_in(crate::kit::many::TRAINEE).await;
    own.get("/registrations").await.says("Numbers that others know you by").says("ab 13");
    own.get(&numbers).await.is(404);
    own.post(&numbers, &words).await.is(404);
    let page = lea.get(&numbers).await;
    let end = page
        .body
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|act| act.ends_with("/end"));
    let end = end.unwrap().to_owned();
    lea.sends(&page, &end, &[]).await.leads_to(&numbers);
    own.get("/registrations").await.does_not_say("Numbers that others know you by");
    lea.sends(&page, &end, &[]).await.leads_to(&numbers);
}
