//! Without work mail at hand: decided now, counted nowhere, confirmed or not.

use futures_util::future::join;
use perfolio::domain::names::EntryId;

use super::{ADDRESS, Ready, WORDS, ready, takes_away, with};
use crate::kit::browser::Shown;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::kit::work::changes;

const LATER: (&str, &str) = ("do", "later");

/// Dr Malik decides now; gives the path of the letter's link.
async fn decided_now(ready: &Ready) -> String {
    let link = ready.link().await;
    let malik = ready.house.browser();
    let sent = ready.sends(&malik, &link, &with(&[LATER])).await;
    sent.leads_to(&link);
    let letters = ready.house.letters().await;
    let letter = letters.iter().find(|letter| letter.to_address == ADDRESS).expect("a letter");
    assert_eq!(letter.subject, "Confirm what you decided for Ann Field");
    assert!(!letter.text.contains("Calm") && !letter.text.contains("Aortic"), "{}", letter.text);
    link_in(&letter.text)
}

fn link_in(text: &str) -> String {
    let (_, after) = text.split_once("http://127.0.0.1:8080/outside/confirmations/").unwrap();
    format!("/outside/confirmations/{}", after.split_whitespace().next().unwrap())
}

async fn confirms(ready: &Ready, letter: &str, how: &str) -> Shown {
    let malik = ready.house.browser();
    let answered = malik.fills(letter, letter, &[("do", how)]).await;
    if answered.status == 303 {
        malik.get(answered.leads_to(letter).location().unwrap()).await
    } else {
        answered
    }
}

async fn sue_signs(ready: &Ready) {
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{}", ready.request);
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
}

#[actix_web::test]
async fn it_waits_counted_nowhere_until_the_letter_is_answered() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (0, "submitted"));
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    let waits = "Signed by Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated on 12 November 2026, 09:00, not \
                 confirmed: it counts for nothing unless the link sent to a.malik@northgate.nhs.uk is opened by 19 November 2026, 09:00.";
    ann.get(&page).await.is(200).says(waits).says("Signed, not confirmed");
    ann.get("/home").await.says("0 of 150 cases signed");
    let lea = ready.house.signed_in(LEAD).await;
    lea.get(&page).await.is(200).says(waits);
    let said = "Signed by Dr A. Malik, waits for confirmation until 19 November 2026";
    lea.get("/waiting").await.is(200).says("Decided without an account, not confirmed yet").says(said);
    lea.get("/board").await.is(200).says(said);
    for by in ["person", "site", "module"] {
        lea.get(&format!("/waiting/map?by={by}"))
            .await
            .is(200)
            .says("Decided, waits for the work address to be opened")
            .says(said);
    }
    ready.house.later(3 * 24 * 3600);
    let malik = ready.house.browser();
    let asked = malik.get(&letter).await;
    asked
        .is(200)
        .says("With me in reach")
        .says("Calm throughout.")
        .says("It counts for nothing until you confirm it");
    assert_eq!(ready.decisions().await, 0, "a mail program that opens the link confirms nothing");
    confirms(&ready, &letter, "confirm").await.is(200).says("You signed the bypass case of 3 November 2026");
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (1, "signed"));
    assert_eq!(ready.standings().await, ["decided"]);
    let ann = ready.ann().await;
    ann.get("/home").await.says("1 of 150 cases signed");
    ann.get(&page).await.says(
        "who decided on 12 November 2026, 09:00 and proved the address a.malik@northgate.nhs.uk by a link sent to it on 15 \
         November 2026, 09:00",
    );
    malik
        .get(&letter)
        .await
        .is(200)
        .says("You confirmed this decision on 15 November 2026, 09:00. It is recorded.")
        .does_not_say("Ann Field");
    let lea = ready.house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).does_not_say("Decided without an account");
    lea.get("/board").await.is(200).does_not_say("waits for confirmation");
    lea.get("/waiting/map").await.is(200).does_not_say("waits for confirmation");
    ready.house.later(7 * 24 * 3600);
    ready.house.letters().await;
    assert_eq!(ready.standings().await, ["decided"], "what is confirmed never lapses");
}

#[actix_web::test]
async fn a_letter_that_was_answered_says_so_however_often_it_is_opened_or_sent() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    let malik = ready.house.browser();
    let open = malik.get(&letter).await;
    malik.sends(&open, &letter, &[("do", "confirm")]).await.leads_to(&letter);
    malik.get(&letter).await.is(200).says("It counts from now on. Thank you, Dr A. Malik.");
    ready.house.later(60);
    malik.sends(&open, &letter, &[("do", "confirm")]).await.leads_to(&letter);
    let said = "You confirmed this decision on 12 November 2026, 09:00. It is recorded.";
    malik.get(&letter).await.is(200).says("<h1").says("Confirmed").says(said);
    let other = malik.sends(&open, &letter, &[("do", "deny")]).await;
    other.is(409).says(said).says("What you have just sent changes nothing.");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["decided".to_owned()], 1));
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn of_two_answers_at_once_one_counts() {
    for _ in 0..3 {
        let ready = ready().await;
        let letter = decided_now(&ready).await;
        let (first, second) = (ready.house.browser(), ready.house.browser());
        let (here, there) = (first.get(&letter).await, second.get(&letter).await);
        let both = join(
            first.sends(&here, &letter, &[("do", "confirm")]),
            second.sends(&there, &letter, &[("do", "deny")]),
        );
        let (confirmed, denied) = both.await;
        let became = match ready.standings().await.concat().as_str() {
            "decided" => (303, 409, 1),
            "denied" => (409, 303, 0),
            other => panic!("{other}"),
        };
        assert_eq!((confirmed.status, denied.status, ready.decisions().await), became);
        verifies(&ready.house.app).await;
    }
}

#[actix_web::test]
async fn a_letter_that_could_not_be_confirmed_says_when_and_why() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    let malik = ready.house.browser();
    let open = malik.get(&letter).await;
    sue_signs(&ready).await;
    malik.sends(&open, &letter, &[("do", "confirm")]).await.is(409);
    let said = "You answered on 12 November 2026, 09:00, and it could not be confirmed: the entry had been changed or decided \
                meanwhile. Your decision of then counts for nothing.";
    malik.get(&letter).await.is(410).says(said);
    malik.sends(&open, &letter, &[("do", "confirm")]).await.is(409).says(said);
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["overtaken".to_owned()], 1));
}

#[actix_web::test]
async fn a_domain_that_is_taken_away_between_decision_and_letter_ends_nothing() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    takes_away(&ready.house).await;
    let said = "ask Ann Field to have their training lead allow the domain again, and then open this link again and confirm \
                it, by 19 November 2026, 09:00.";
    confirms(&ready, &letter, "confirm").await.is(409).says(said);
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["unconfirmed".to_owned()], 0));
    super::allows(&ready.house, &ready.department, "northgate.nhs.uk").await.is(303);
    confirms(&ready, &letter, "confirm").await.is(200).says("It counts from now on.");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["decided".to_owned()], 1));
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn a_link_says_whether_what_was_decided_with_it_counts_yet() {
    let ready = ready().await;
    let (link, malik) = (ready.link().await, ready.house.browser());
    ready.sends(&malik, &link, &with(&[LATER])).await.leads_to(&link);
    malik.get(&link).await.is(200);
    let waits = "This link was used on 12 November 2026, 09:00: what was decided with it waits to be confirmed, by the link in \
                 a letter to the work address, until 19 November 2026, 09:00, and counts for nothing yet.";
    malik.get(&link).await.is(200).says(waits).does_not_say("is recorded").does_not_say(ADDRESS);
    ready.house.later(7 * 24 * 3600);
    ready.house.letters().await;
    malik.get(&link).await.is(200).says("was not confirmed and counts for nothing. It works once.");
}

#[actix_web::test]
async fn a_letter_that_did_not_arrive_is_sent_again_by_the_trainee_alone() {
    let ready = ready().await;
    let first = decided_now(&ready).await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    let shown = ann.get(&page).await;
    let (_, after) = shown.is(200).body.split_once(&format!("{page}/statements/")).expect("a way to send it");
    let again = format!("{page}/statements/{}", after.split_once('"').unwrap().0);
    for other in [LEAD, SUPERVISOR] {
        let other = ready.house.signed_in(other).await;
        other.get(&page).await.is(200).does_not_say("Send the letter again");
        other.post(&again, &[]).await.is(404);
    }
    // Under another entry of hers it is not there.
    let elsewhere = again.replace(ready.entry.as_str(), "00000000000000000000000000");
    ann.post(&elsewhere, &[]).await.is(404);
    ann.sends(&shown, &again, &[]).await.leads_to(&page);
    let letters = ready.house.letters().await;
    let mut sent = letters.iter().filter(|letter| letter.to_address == ADDRESS);
    let second = link_in(&sent.next_back().expect("a second letter").text);
    assert_eq!(sent.count(), 0, "one letter for one press");
    assert_ne!(first, second);
    let malik = ready.house.browser();
    let newer = "A newer letter was sent to the same address.";
    malik.get(&first).await.is(410).says(newer);
    let (id, _) = first.split_once('.').unwrap();
    let guessed = format!("{id}.{}", "g".repeat(43));
    malik.get(&guessed).await.is(410).says(newer).does_not_say("Malik");
    malik.get(&second[..second.len() - 1]).await.is(404);
    malik.get("/outside/confirmations/00000000000000000000000000.guessed").await.is(404);
    ready.house.later(3 * 24 * 3600);
    confirms(&ready, &second, "confirm").await.is(200);
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (1, "signed"));
    // There is nothing to wait for any more.
    let late = ready.ann().await.post(&again, &[]).await;
    late.is(403).says("This waits for no letter any more.");
    assert!(ready.house.letters().await.iter().all(|one| one.to_address != ADDRESS));
}

#[actix_web::test]
async fn after_seven_days_it_lapses_and_the_trainee_is_told() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    ready.house.later(7 * 24 * 3600 - 1);
    ready.house.letters().await;
    assert_eq!(ready.standings().await, ["unconfirmed"]);
    let malik = ready.house.browser();
    let open = malik.get(&letter).await;
    ready.house.later(1);
    // The letter's link is dead from that second on, whether or not the job has run.
    let ended = "The seven days ended on 19 November 2026, 09:00. Your decision of then counts for nothing.";
    malik.sends(open.is(200), &letter, &[("do", "confirm")]).await.is(409).says(ended);
    malik.get(&letter).await.is(410).says(ended);
    let letters = ready.house.letters().await;
    assert!(
        letters.iter().any(|letter| letter.subject == "A decision on your entry was not confirmed"),
        "{letters:?}"
    );
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["lapsed".to_owned()], 0));
    malik.get(&letter).await.is(410).says(ended);
    malik.sends(&open, &letter, &[("do", "deny")]).await.is(409).says(ended).says("changes nothing");
    let ann = ready.ann().await;
    ann.get(&format!("/entries/{}", ready.entry))
        .await
        .says("Not confirmed within 7 days: it counts for nothing")
        .says("Ask someone without an account");
    // The entry waits again, with whoever was asked and for a new link.
    ready
        .house
        .signed_in(SUPERVISOR)
        .await
        .get(&format!("/inbox/{}", ready.request))
        .await
        .is(200)
        .says("Your decision");
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await.leads_to(&link);
    assert_eq!(ready.state().await, "signed");
}

#[actix_web::test]
async fn whoever_did_not_decide_says_so() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    confirms(&ready, &letter, "deny").await.is(200).says("The trainee and their training lead are told");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["denied".to_owned()], 0));
    let letters = ready.house.letters().await;
    let to = |address: &str| letters.iter().find(|letter| letter.to_address == address).expect("a letter");
    let anns = to(TRAINEE);
    assert_eq!(anns.subject, "A decision on your entry was not theirs");
    assert!(anns.text.contains("The entry waits again."), "{}", anns.text);
    assert!(!anns.text.contains("seven days") && !anns.text.contains("Calm"), "{}", anns.text);
    let leas = to(LEAD);
    assert_eq!(leas.subject, "Somebody says that a decision was not theirs");
    assert!(leas.text.contains("the entry of 3 November 2026 by Ann Field"), "{}", leas.text);
    let ann = ready.ann().await;
    let said = "Whoever has the work address that was given says that it was not theirs. It counts for nothing. The entry \
                waits again.";
    ann.get("/notices").await.is(200).says(said);
    let page = format!("/entries/{}", ready.entry);
    ann.get(&page)
        .await
        .is(200)
        .says("this was not their decision")
        .does_not_say("Not confirmed within 7 days");
    let lea = ready.house.signed_in(LEAD).await;
    lea.get("/notices").await.is(200).says("the entry of 3 November 2026 by Ann Field");
    lea.get(&page).await.is(200).says("this was not their decision");
    // It has ended: neither time nor the same letter changes it.
    let denied =
        "You said on 12 November 2026, 09:00 that this decision was not yours. It counts for nothing.";
    ready.house.browser().get(&letter).await.is(200).says(denied);
    ready.house.later(7 * 24 * 3600);
    ready.house.letters().await;
    assert_eq!(ready.standings().await, ["denied"]);
}

#[actix_web::test]
async fn what_lapses_after_somebody_else_has_signed_waits_for_nobody() {
    let ready = ready().await;
    decided_now(&ready).await;
    sue_signs(&ready).await;
    ready.house.later(7 * 24 * 3600);
    let letters = ready.house.letters().await;
    let letter = letters.iter().find(|letter| letter.subject == "A decision on your entry was not confirmed");
    let letter = letter.expect("a letter");
    assert!(letter.text.contains("within seven days"), "{}", letter.text);
    assert!(
        !letter.text.contains("waits again") && !letter.text.contains("Ask somebody else"),
        "{}",
        letter.text
    );
    let notices = ready.ann().await.get("/notices").await;
    notices.is(200).says("within seven days. It counts for nothing.").does_not_say("waits again");
}

#[actix_web::test]
async fn the_trainee_reads_why_a_decision_could_not_be_confirmed_any_more() {
    let ready = ready().await;
    super::allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let link = ready.link().await;
    let words = with(&[LATER, ("address", TRAINEE)]);
    ready.sends(&ready.house.browser(), &link, &words).await.leads_to(&link);
    let letters = ready.house.letters().await;
    let letter = letters.iter().find(|letter| letter.subject.starts_with("Confirm")).expect("a letter");
    let letter = link_in(&letter.text);
    confirms(&ready, &letter, "confirm").await.is(409).says("Your decision of then counts for nothing.");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["overtaken".to_owned()], 0));
    let why = "because whoever answered may not decide on this entry";
    let letters = ready.house.letters().await;
    let told = letters.iter().find(|letter| letter.subject == "A decision on your entry was not confirmed");
    let told = told.expect("a letter");
    assert_eq!(told.to_address, TRAINEE);
    assert!(told.text.contains(why) && told.text.contains("The entry waits again."), "{}", told.text);
    let ann = ready.ann().await;
    ann.get("/notices").await.is(200).says(why);
    let page = ann.get(&format!("/entries/{}", ready.entry)).await;
    page.is(200).says(why).does_not_say("the entry had been changed");
}

#[actix_web::test]
async fn an_entry_that_went_on_meanwhile_has_the_decision_beside_the_version_that_was_read() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    ready.house.later(3600);
    let to = &ready.made.supervisor;
    changes(&ready.house, &ready.made.trainees[0], &ready.entry, "circuit", "Make 7", to).await;
    confirms(&ready, &letter, "confirm").await.is(200).says("It stands beside the version that you read");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["decided".to_owned()], 1));
    // The newer version is signed by nobody, and waits with whoever was asked.
    assert_eq!(ready.state().await, "submitted");
    let ann = ready.ann().await;
    ann.get("/home").await.says("0 of 150 cases signed");
    ann.get(&format!("/entries/{}", ready.entry))
        .await
        .is(200)
        .says("Signed: version 1")
        .says("Dr A. Malik, assessor");
    let sue = ready.house.signed_in(SUPERVISOR).await;
    sue.get("/inbox").await.is(200).does_not_say("Nothing waits for you");
}

#[actix_web::test]
async fn what_waits_to_be_confirmed_is_said_before_and_after_the_entry_is_changed() {
    let ready = ready().await;
    decided_now(&ready).await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    let sent = ann.fills(&page, &format!("{page}/revision"), &[]).await;
    let draft = sent.is(303).location().unwrap().to_owned();
    let before = "Dr A. Malik’s decision waits to be confirmed; if you change the entry it counts only for what they read.";
    ann.get(&draft).await.is(200).says(before);
    ann.get(&format!("{page}/link")).await.is(200).says("Signed by Dr A. Malik, consultant anaesthetist");
    ready.house.later(3600);
    let to = &ready.made.supervisor;
    changes(&ready.house, &ready.made.trainees[0], &ready.entry, "circuit", "Make 7", to).await;
    let waits = "Signed (version 1) by Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated on 12 November 2026, 09:00, \
                 not confirmed: if the link sent to a.malik@northgate.nhs.uk is opened by 19 November 2026, 09:00, it counts \
                 only for that version.";
    for path in [&page, &format!("{page}/link")] {
        ann.get(path).await.is(200).says(waits);
    }
}

#[actix_web::test]
async fn a_bad_attempt_cannot_be_taken_away_before_it_is_confirmed() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    let shown = ann.get(&page).await;
    shown.is(200).does_not_say(&format!("{page}/withdrawal"));
    let hidden = shown.hidden_fields(&format!("{page}/revision"));
    let words: Vec<(&str, &str)> = hidden.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let refused = ann.post(&format!("{page}/withdrawal"), &words).await;
    assert_ne!(refused.status, 303, "withdrawn: {:?}", refused.location());
    assert_eq!((ready.state().await.as_str(), ready.standings().await.len()), ("submitted", 1));
    // Edited, even while what was read is decided otherwise: it is what was read that is confirmed.
    ready.house.later(3600);
    let to = &ready.made.supervisor;
    changes(&ready.house, &ready.made.trainees[0], &ready.entry, "circuit", "Make 7", to).await;
    ann.post(&format!("{page}/withdrawal"), &words).await;
    assert_eq!(ready.state().await, "submitted");
    confirms(&ready, &letter, "confirm").await.is(200);
    assert_eq!(ready.decisions().await, 1);
}

#[actix_web::test]
async fn what_is_denied_or_too_late_is_the_trainees_to_withdraw_again() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    confirms(&ready, &letter, "deny").await.is(200);
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    ann.fills(&page, &format!("{page}/withdrawal"), &[]).await.is(303);
    assert_eq!(ready.state().await, "withdrawn");
}

#[actix_web::test]
async fn a_supervisor_who_signs_meanwhile_is_faster() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    sue_signs(&ready).await;
    confirms(&ready, &letter, "confirm").await.is(409).says("It has been signed already");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["overtaken".to_owned()], 1));
}

#[actix_web::test]
async fn whoever_signed_without_an_account_hears_of_a_change_and_is_led_to_no_sign_in() {
    let ready = ready().await;
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await.leads_to(&link);
    ready.house.later(60);
    ready.house.letters().await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    let sent = ann.fills(&page, &format!("{page}/revision"), &[]).await;
    let draft = sent.is(303).location().unwrap().to_owned();
    let changed = [
        ("when", "other"),
        ("on-day", "3"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("f-bypass-minutes", "59"),
        ("why", "I read the clock wrongly."),
    ];
    let words = crate::entries::case(&ready.made, &changed);
    ann.fills(&draft, "/entries", &words).await.leads_to(&page);
    let letters = ready.house.letters().await;
    let letter = letters.iter().find(|letter| letter.to_address == ADDRESS).expect("a letter");
    assert_eq!(letter.subject, "An entry was changed after you signed it");
    assert!(letter.text.contains("Ann Field gives you a new link"), "{}", letter.text);
    assert!(!letter.text.contains("/entries/") && !letter.html.contains("/entries/"), "{}", letter.text);
}

#[actix_web::test]
async fn an_own_address_is_found_out_when_its_letter_is_answered() {
    let ready = ready().await;
    super::allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let link = ready.link().await;
    let words = with(&[LATER, ("address", TRAINEE)]);
    ready.sends(&ready.house.browser(), &link, &words).await.leads_to(&link);
    let letters = ready.house.letters().await;
    let letter = letters.iter().find(|letter| letter.subject.starts_with("Confirm")).expect("a letter");
    let (_, after) = letter.text.split_once("http://127.0.0.1:8080/outside/confirmations/").unwrap();
    let letter = format!("/outside/confirmations/{}", after.split_whitespace().next().unwrap());
    confirms(&ready, &letter, "confirm").await.is(409).says("Nobody decides on their own work");
    assert_eq!((ready.standings().await, ready.decisions().await), (vec!["overtaken".to_owned()], 0));
}

#[actix_web::test]
async fn an_entry_that_is_sent_again_as_it_is_leaves_its_link_as_it_is() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let words = crate::entries::case(&ready.made, &[("ask", "outside"), ("double", "yes")]);
    let sent = ann.fills("/entries/new?kind=bypass-case", "/entries", &words).await;
    let place = sent.is(303).location().unwrap().to_owned();
    let entry = EntryId::new(place.split('/').nth(2).unwrap());
    let link = super::link_to(&ann, &entry).await;
    let page = format!("/entries/{entry}");
    let begun = ann.fills(&page, &format!("{page}/revision"), &[]).await;
    let draft = begun.is(303).location().unwrap().to_owned();
    ann.fills(&draft, "/entries", &words).await.leads_to(&page);
    let shown = ann.get(&page).await;
    shown.says("Nothing was changed. It waits as before.").does_not_say("Changed: version 2");
    ready.house.browser().get(&link).await.is(200);
}

#[actix_web::test]
async fn an_incident_and_the_owners_list_name_whoever_decided_with_the_link_once_their_address_is_proved() {
    let ready = ready().await;
    let letter = decided_now(&ready).await;
    ready.noted().await;
    let entry = format!("/entries/{}", ready.entry);
    let incident = crate::redactions::reports(&ready.ann().await, &entry, &[""]).await;
    let lea = ready.house.signed_in(LEAD).await;
    lea.get(&incident)
        .await
        .is(200)
        .says("Somebody with a link that Ann Field made opened it by a link, without an account")
        .does_not_say("Malik");
    confirms(&ready, &letter, "confirm").await.is(200);
    lea.get(&incident).await.is(200).says(
        "Somebody with a link that Ann Field made (Dr A. Malik, a.malik@northgate.nhs.uk, decided with it) opened it by a \
         link, without an account",
    );
    // The same in their own list of the month.
    let openings = format!("/history/{}/openings", ready.made.trainees[0].portfolio);
    ready.ann().await.get(&openings).await.is(200).says(
        "Somebody with a link that Ann Field made (Dr A. Malik, a.malik@northgate.nhs.uk, decided with it) opened it by a \
         link, without an account",
    );
}
