//! What must not work: links used twice, forwarded, expired, for another entry; one's own work under another address;
//! guessed codes; an entry that changes between reading and signing; two at once.

use diesel::prelude::*;
use perfolio::db::schema::{audit_events, decisions, kinds};
use perfolio::db::tx::Why;

use super::{REID, Ready, WORDS, allows, link_to, ready, takes_away, with};
use crate::kit::browser::Shown;
use crate::kit::many::{SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::kit::work::{attaches, changes, submits};

#[actix_web::test]
async fn a_link_works_once() {
    let ready = ready().await;
    let link = ready.link().await;
    let (malik, reid) = (ready.house.browser(), ready.house.browser());
    let open_in_another = reid.get(&link).await;
    ready.signs(&malik, &link, WORDS).await.leads_to(&link);
    let late = reid.sends(&open_in_another, &link, &with(&REID)).await;
    late.is(409)
        .says("This link was used already")
        .says("What you have just sent was not recorded.")
        .does_not_say("Nothing was recorded")
        .does_not_say("Aortic");
    malik.get(&link).await.is(200).does_not_say("Aortic");
    assert_eq!(ready.decisions().await, 1);
}

#[actix_web::test]
async fn of_two_assessors_at_once_one_wins_and_the_other_is_told() {
    let ready = ready().await;
    let link = ready.link().await;
    let (malik, reid) = (ready.house.browser(), ready.house.browser());
    let [(first, malik_code), (second, reid_code)] = ready.both([&malik, &reid], &link).await;
    let decision = format!("{link}/decision");
    reid.sends(&second, &decision, &[("one-time-code", &reid_code)]).await.leads_to(&link);
    let lost = malik.sends(&first, &decision, &[("one-time-code", &malik_code)]).await;
    lost.is(409).says("What you have just sent was not recorded.");
    assert_eq!(ready.decisions().await, 1);
}

#[actix_web::test]
async fn a_supervisor_who_is_faster_ends_the_link() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{}", ready.request);
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    let lost = malik.sends(&asked, &format!("{link}/decision"), &[("one-time-code", &code)]).await;
    lost.is(409).says("Somebody else was faster");
    malik.get(&link).await.is(410);
    assert_eq!(ready.decisions().await, 1);
}

#[actix_web::test]
async fn a_changed_entry_is_not_signed_and_what_has_changed_is_shown() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    let to = &ready.made.supervisor;
    changes(&ready.house, &ready.made.trainees[0], &ready.entry, "circuit", "Make 7", to).await;
    let refused = malik.sends(&asked, &format!("{link}/decision"), &[("one-time-code", &code)]).await;
    refused.is(409).says("changed").says("Make 7").says("Ask for a new link");
    malik.get(&link).await.is(410).does_not_say("Make 7");
    assert_eq!(ready.decisions().await, 0);
}

#[actix_web::test]
async fn it_ends_after_two_weeks_with_the_entry_and_with_the_enrolment() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    ready.house.later(14 * 24 * 3600 - 1);
    malik.get(&link).await.is(200);
    ready.house.later(1);
    malik.get(&link).await.is(410).says("This link worked until 26 November 2026, 09:00");
    malik.post(&link, WORDS).await.is(409);

    let link = ready.link().await;
    let ann = ready.ann().await;
    let page = format!("/entries/{}", ready.entry);
    ann.fills(&page, &format!("{page}/withdrawal"), &[]).await.is(303);
    malik.get(&link).await.is(410).says("Ann Field has withdrawn the entry.");

    let trainee = &ready.made.trainees[0];
    let (other, _) = submits(&ready.house, &ready.made, trainee, "2026-11-05", &ready.made.supervisor).await;
    let link = link_to(&ready.ann().await, &other).await;
    malik.get(&link).await.is(200);
    let lea = ready.house.signed_in(crate::kit::many::LEAD).await;
    let life = format!("/enrolments/{}/life/withdrawn", trainee.enrolment);
    let words = [
        ("day-day", "12"),
        ("day-month", "11"),
        ("day-year", "2026"),
        ("category", "other"),
        ("reason", "Left the programme"),
        ("do", "record"),
    ];
    lea.fills(&life, &life, &words).await.is(303);
    malik.get(&link).await.is(410).says("nothing more is filed");
    malik.post(&link, WORDS).await.is(409);
}

/// Sends what was open in a browser before the link died, which may be what it was used for, and the way back from the code, which reads nothing.
async fn tells_nothing(ready: &Ready, link: &str, open: &Shown) {
    let malik = ready.house.browser();
    let hidden = carried(open, link);
    let screens: [&[(&str, &str)]; 3] = [WORDS, &[("do", "edit")], &[("do", "later")]];
    for words in screens {
        let told = malik.post(link, &beside(&hidden, words)).await;
        assert!([200, 303, 409, 410].contains(&told.status), "{}: {}", told.status, told.body);
        told.does_not_say("Make 7").does_not_say("Aortic").does_not_say("What has changed");
    }
    let words = [("one-time-code", "123456")];
    let decided = malik.post(&format!("{link}/decision"), &beside(&hidden, &words)).await;
    decided.does_not_say("Make 7").does_not_say("Aortic");
}

#[actix_web::test]
async fn a_form_that_outlived_its_link_reads_no_later_change() {
    for ends in ["withdrawn", "replaced", "used", "expired"] {
        let ready = ready().await;
        let link = ready.link().await;
        let malik = ready.house.browser();
        let open = malik.get(&link).await;
        open.is(200).says("Aortic");
        let ann = ready.ann().await;
        let page = format!("/entries/{}/link", ready.entry);
        match ends {
            "withdrawn" => _ = ann.fills(&page, &format!("{page}/withdrawal"), &[]).await.is(303),
            "replaced" => _ = ann.fills(&page, &page, &[("handed", "shown")]).await.is(303),
            "used" => _ = ready.signs(&malik, &link, WORDS).await.is(303),
            _ => ready.house.later(14 * 24 * 3600),
        }
        ready.house.later(3600);
        let to = &ready.made.supervisor;
        changes(&ready.house, &ready.made.trainees[0], &ready.entry, "circuit", "Make 7", to).await;
        tells_nothing(&ready, &link, &open).await;
    }
}

#[actix_web::test]
async fn it_opens_the_files_of_its_own_entry_only() {
    let ready = ready().await;
    let other = &ready.made.trainees[1];
    let (theirs, _) = submits(&ready.house, &ready.made, other, "2026-11-03", &ready.made.supervisor).await;
    let (own, foreign) = (attaches(&ready.house, &ready.entry).await, attaches(&ready.house, &theirs).await);
    ready.house.ends_out_of_order("files are attached as rows, so that the roots are others");
    let link = ready.link().await;
    let malik = ready.house.browser();
    malik.get(&link).await.is(200).says(&format!("{link}/evidence/{own}"));
    malik.get(&format!("{link}/evidence/{own}")).await.is(200);
    malik.get(&format!("{link}/evidence/{own}/thumb")).await.is(200);
    malik.get(&format!("{link}/evidence/{foreign}")).await.is(404);
    malik.get(&format!("/evidence/{own}")).await.is(303);
    malik.get("/outside/guessed").await.is(404);
    malik.get(&format!("/outside/guessed/evidence/{own}")).await.is(404);
    malik.get(&format!("/entries/{}", ready.entry)).await.is(303);
    ready.house.later(15 * 24 * 3600);
    malik.get(&format!("{link}/evidence/{own}")).await.is(404);
}

/// What a form that posts there carries by itself.
fn carried(page: &Shown, action: &str) -> Vec<(String, String)> {
    let hidden = page.hidden_fields(action);
    assert!(!hidden.is_empty(), "no form posts to {action}: {}", page.body);
    hidden
}

fn beside<'a>(carried: &'a [(String, String)], words: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    carried.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(words.iter().copied()).collect()
}

#[actix_web::test]
async fn a_code_or_a_form_of_one_link_decides_nothing_at_another() {
    let ready = ready().await;
    let (of, to) = (&ready.made.trainees[0], &ready.made.supervisor);
    let (other, _) = submits(&ready.house, &ready.made, of, "2026-11-04", to).await;
    let ann = ready.ann().await;
    let (here, there) = (ready.link().await, link_to(&ann, &other).await);
    ready.house.letters().await;
    let malik = ready.house.browser();
    let (page, foreign) = (malik.get(&here).await, malik.get(&there).await);

    // The version and root of one entry, sent to the link of the other.
    let hidden = carried(page.is(200), &here);
    assert!(hidden.iter().any(|(name, _)| name == "root"), "{hidden:?}");
    let refused = malik.post(&there, &beside(&hidden, WORDS)).await;
    refused.is(422).says("It was changed while you were reading it").says("Calm throughout.");
    let later: Vec<(&str, &str)> = WORDS.iter().copied().chain([("do", "later")]).collect();
    malik.post(&there, &beside(&hidden, &later)).await.is(422);
    assert!(ready.house.letters().await.is_empty(), "no code and no letter was sent");

    // The code of one, at a link for which none was sent, and then for which another was.
    let asked = malik.sends(&page, &here, WORDS).await;
    let code = ready.code().await;
    let decision = format!("{there}/decision");
    let packed = carried(asked.is(200), &format!("{here}/decision"));
    let words = [("one-time-code", code.as_str())];
    malik.post(&decision, &beside(&packed, &words)).await.is(422).says("works no more");
    let asked_there = malik.sends(&foreign, &there, WORDS).await;
    let codes = ready.house.letters().await;
    let text = &codes.last().expect("a letter with a code").text;
    let (_, after) = text.split_once("Your code is ").unwrap();
    let own = after[..6].to_owned();
    if own != code {
        malik.sends(asked_there.is(200), &decision, &words).await.is(422).says("This code is not right");
    }
    // The right code, with the screen of the other entry in the form.
    let mixed = malik.post(&decision, &beside(&packed, &[("one-time-code", own.as_str())])).await;
    mixed.is(422).says("It was changed while you were reading it");
    assert_eq!(ready.decisions().await, 0);
    let decided = ready.house.app.read(|r| Ok(decisions::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(decided.await.unwrap(), 0, "nothing is decided anywhere");
    // Each still works where it belongs.
    malik.sends(&asked, &format!("{here}/decision"), &words).await.leads_to(&here);
    malik.sends(&asked_there, &decision, &[("one-time-code", own.as_str())]).await.leads_to(&there);
}

#[actix_web::test]
async fn a_forwarded_link_gives_nobody_what_somebody_else_proved() {
    let ready = ready().await;
    let link = ready.link().await;
    let (malik, reid) = (ready.house.browser(), ready.house.browser());
    // Forwarded before the code is entered: it proves one mailbox and no other.
    let [(asked, code), (second, reids)] = ready.both([&malik, &reid], &link).await;
    let decision = format!("{link}/decision");
    if reids != code {
        reid.sends(&second, &decision, &[("one-time-code", &code)])
            .await
            .is(422)
            .says("This code is not right");
    }
    malik.sends(&asked, &decision, &[("one-time-code", &code)]).await.leads_to(&link);
    // And after it: nothing of the entry, nothing to decide, whatever was open or sent before.
    reid.get(&link).await.is(200).does_not_say("Aortic").does_not_say("Dr A. Malik").says("It works once.");
    reid.post(&link, &with(&REID)).await.is(409).does_not_say("Aortic");
    let late = reid.sends(&second, &decision, &[("one-time-code", &reids)]).await;
    late.is(409).says("What you have just sent was not recorded.").does_not_say("Aortic");
    assert_eq!(ready.decisions().await, 1);
    let page = ready.ann().await.get(&format!("/entries/{}", ready.entry)).await;
    page.is(200).says("Signed by Dr A. Malik").does_not_say("Dr B. Reid");
}

#[actix_web::test]
async fn a_domain_that_is_taken_away_while_the_screen_is_read_takes_no_decision() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let page = malik.get(&link).await;
    takes_away(&ready.house).await;
    for wish in ["code", "later"] {
        let words: Vec<(&str, &str)> = WORDS.iter().copied().chain([("do", wish)]).collect();
        let refused = malik.sends(page.is(200), &link, &words).await;
        refused.is(422).says("has not allowed addresses of this domain").says("Calm throughout.");
    }
    assert!(ready.house.letters().await.is_empty(), "no code and no letter was sent");
    assert_eq!((ready.standings().await.len(), ready.decisions().await), (0, 0));
    // Allowed again, it works as before: the link was not used up.
    allows(&ready.house, &ready.department, "northgate.nhs.uk").await.is(303);
    ready.signs(&malik, &link, WORDS).await.leads_to(&link);
}

#[actix_web::test]
async fn nobody_signs_their_own_work_under_another_address_of_theirs() {
    let ready = ready().await;
    allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let link = ready.link().await;
    let browser = ready.house.browser();
    for address in ["ann@demo.example", "ANN@Demo.Example", "ann+supervisor@demo.example"] {
        let own = ready.signs(&browser, &link, &with(&[("address", address)])).await;
        own.is(422)
            .says("Nobody decides on their own work, under whatever address.")
            .says("Theatre 2, Northgate");
    }
    // Under an address that nobody knows, the number gives it away.
    let ann = ready.ann().await;
    let registration = [
        ("register", "other"),
        ("body", "HCPC"),
        ("number", "CS 123"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    ann.post("/registrations", &registration).await.is(303);
    let words = with(&[("address", "a.field@northgate.nhs.uk"), ("body", "hcpc"), ("number", "cs123")]);
    ready.signs(&browser, &link, &words).await.is(422).says("Nobody decides on their own work");
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (0, "submitted"));
}

#[actix_web::test]
async fn no_trainee_of_the_same_programme_signs_for_another() {
    let ready = ready().await;
    allows(&ready.house, &ready.department, "demo.example").await.is(303);
    let link = ready.link().await;
    let words = with(&[("address", "trainee1@demo.example")]);
    let refused = ready.signs(&ready.house.browser(), &link, &words).await;
    refused.is(422).says("belongs to a trainee on the same programme");
    assert_eq!(ready.decisions().await, 0);
}

#[actix_web::test]
async fn whoever_only_types_an_address_learns_nothing_of_the_person_who_has_it() {
    let ready = ready().await;
    let link = ready.link().await;
    let eve = ready.house.browser();
    let addresses = ["ann@demo.example", "trainee1@demo.example", "nobody@demo.example"];
    // Where the domain is not allowed, that is all, whoever has the address.
    for address in addresses {
        let told = ready.sends(&eve, &link, &with(&[("address", address)])).await;
        told.is(422).says("has not allowed addresses of this domain");
        told.does_not_say("own work").does_not_say("trainee on the same programme");
    }
    assert!(ready.house.letters().await.is_empty());
    // Where it is, each is asked for a code, the trainee’s own and that of another as that of a stranger.
    allows(&ready.house, &ready.department, "demo.example").await.is(303);
    for address in addresses {
        let asked = ready.sends(&eve, &link, &with(&[("address", address)])).await;
        asked.is(200).says("Enter the code");
    }
}

#[actix_web::test]
async fn nobody_has_seen_it_on_a_day_that_is_still_to_come() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    for (wish, year) in [("code", "2027"), ("later", "2027")] {
        let words = with(&[("do", wish), ("on-year", year)]);
        let refused = ready.sends(&malik, &link, &words).await;
        refused.is(422).says("This day is still to come. Enter a day up to today.").says("Calm throughout.");
    }
    assert!(ready.house.letters().await.is_empty(), "neither a code nor a letter to confirm was sent");
    // Nor at the second step, whatever the words of the screen were when the code was sent.
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    asked.is(200);
    let hidden = carried(&malik.get(&link).await, &link);
    let late = with(&[("on-day", "13"), ("one-time-code", code.as_str())]);
    let refused = malik.post(&format!("{link}/decision"), &beside(&hidden, &late)).await;
    refused.is(422).says("This day is still to come.");
    assert_eq!((ready.decisions().await, ready.standings().await.len()), (0, 0));
    // Today itself is none of them.
    ready.signs(&malik, &link, &with(&[("on-day", "12")])).await.leads_to(&link);
}

#[actix_web::test]
async fn codes_cannot_be_guessed() {
    let ready = ready().await;
    let link = ready.link().await;
    let eve = ready.house.browser();
    let asked = ready.sends(&eve, &link, WORDS).await;
    let right = ready.code().await;
    let decision = format!("{link}/decision");
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for left in ["4 tries are left", "3 tries are left", "2 tries are left", "1 try is left", "works no more"]
    {
        eve.sends(&asked, &decision, &[("one-time-code", wrong)]).await.is(422).says(left);
    }
    eve.sends(&asked, &decision, &[("one-time-code", &right)]).await.is(422).says("works no more");
    // Another address's code, and a code without any that was sent.
    let other = with(&[("address", "b.reid@northgate.nhs.uk")]);
    let reid = ready.sends(&eve, &link, &other).await;
    let reids = ready.code().await;
    eve.sends(&asked, &decision, &[("one-time-code", &reids)]).await.is(422).says("works no more");
    ready.house.later(10 * 60);
    eve.sends(&reid, &decision, &[("one-time-code", &reids)]).await.is(422).says("too old");
    assert_eq!(ready.decisions().await, 0);
    // Letters to one mailbox are slowed: a fourth at once is not sent, and the newest code can still be typed.
    let mut last = ready.sends(&eve, &link, WORDS).await;
    let mut newest = String::new();
    while last.status == 200 {
        newest = ready.code().await;
        last = eve.sends(&last, &link, &[("do", "code")]).await;
    }
    last.is(429).says("Enter the code").says("The code of the newest letter still works.");
    eve.sends(&last, &decision, &[("one-time-code", &newest)]).await.is(303);
}

#[actix_web::test]
async fn one_link_writes_to_a_few_mailboxes_and_not_often() {
    let ready = ready().await;
    let link = ready.link().await;
    let eve = ready.house.browser();
    let nobody = |number: usize| format!("nobody{number}@northgate.nhs.uk");
    for _ in 0..2 {
        for number in 0..6 {
            ready.sends(&eve, &link, &with(&[("address", &nobody(number))])).await.is(200);
        }
    }
    ready.house.letters().await;
    let seventh = ready.sends(&ready.house.browser(), &link, &with(&[("address", &nobody(6))])).await;
    assert_eq!(seventh.status, 429, "twelve letters a day: {}", seventh.body);
    // The next day, at a pace that no letter is too early for: the seventh mailbox is one too many.
    ready.house.later(24 * 3600);
    for number in 6..12 {
        let eve = ready.house.browser();
        ready.sends(&eve, &link, &with(&[("address", &nobody(number))])).await.is(200);
    }
    let eve = ready.house.browser();
    let many = ready.sends(&eve, &link, &with(&[("address", &nobody(12))])).await;
    many.is(422).says("Codes for this link went to 6 addresses today.").says("Calm throughout.");
    ready.sends(&eve, &link, &with(&[("address", &nobody(6))])).await.is(200).says("Enter the code");
}

#[actix_web::test]
async fn all_links_of_one_trainee_write_only_so_often() {
    let ready = ready().await;
    for fifth in 0..8u32 {
        // A new link in place of the one before begins nothing anew.
        let link = ready.link().await;
        for number in 0..5 {
            let address = format!("nobody{fifth}{number}@northgate.nhs.uk");
            let eve = ready.house.browser();
            eve.moves_to(fifth);
            ready.sends(&eve, &link, &with(&[("address", &address)])).await.is(200).says("Enter the code");
        }
    }
    let link = ready.link().await;
    let refused = ready.sends(&ready.house.browser(), &link, WORDS).await;
    assert_eq!(refused.status, 429, "{}", refused.body);
    ready.house.later(24 * 3600);
    ready.sends(&ready.house.browser(), &link, WORDS).await.is(200).says("Enter the code");
}

#[actix_web::test]
async fn a_link_with_which_codes_are_guessed_ends_and_its_trainee_is_told() {
    let ready = ready().await;
    let link = ready.link().await;
    let decision = format!("{link}/decision");
    let eve = ready.house.browser();
    let (mut last, mut right) = (None, String::new());
    for number in 0..4 {
        let address = format!("nobody{number}@northgate.nhs.uk");
        let asked = ready.sends(&eve, &link, &with(&[("address", &address)])).await;
        right = ready.code().await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            eve.sends(&asked, &decision, &[("one-time-code", wrong)])
                .await
                .is(422)
                .says("This code is not right");
        }
        let fifth = eve.sends(&asked, &decision, &[("one-time-code", wrong)]).await;
        if number < 3 {
            fifth.is(422).says("works no more");
        } else {
            fifth.is(409).says("too many wrong codes were typed with it").says("Ask Ann Field for a new one");
        }
        last = Some(asked);
    }
    eve.get(&link).await.is(410).says("This link ended on 12 November 2026, 09:00").does_not_say("Aortic");
    let malik = ready.house.browser();
    let late = malik.sends(&last.unwrap(), &decision, &[("one-time-code", right.as_str())]).await;
    assert_ne!(late.status, 303);
    assert_eq!((ready.decisions().await, ready.standings().await.len()), (0, 0));
    let events = ready.house.app.read(|r| {
        let guessed = audit_events::table.filter(audit_events::act.eq("entry/link-guessed"));
        Ok(guessed.count().get_result::<i64>(r.conn())?)
    });
    assert_eq!(events.await.unwrap(), 1);
    let letters = ready.house.letters().await;
    let told =
        letters.iter().find(|one| one.subject == "The link to your entry has ended").expect("a letter");
    assert_eq!(told.to_address, TRAINEE);
    let ann = ready.ann().await;
    ann.get("/notices").await.is(200).says("Too many wrong codes were typed with the link to your entry");
    malik.get(&ready.link().await).await.is(200).says("Aortic");
    verifies(&ready.house.app).await;
}

/// What is tidied at night leaves the tries of a link that still works: fewer a day end it all the same.
#[actix_web::test]
async fn tries_with_a_link_are_counted_as_long_as_it_works() {
    let ready = ready().await;
    perfolio::jobs::plan_tidying(&ready.house.app).await.unwrap();
    ready.house.letters().await;
    let link = ready.link().await;
    let decision = format!("{link}/decision");
    for day in 0..4 {
        let eve = ready.house.browser();
        let address = format!("nobody{day}@northgate.nhs.uk");
        let asked = ready.sends(&eve, &link, &with(&[("address", &address)])).await;
        let right = ready.code().await;
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            eve.sends(&asked, &decision, &[("one-time-code", wrong)]).await.is(422);
        }
        let fifth = eve.sends(&asked, &decision, &[("one-time-code", wrong)]).await;
        match day {
            3 => _ = fifth.is(409).says("too many wrong codes were typed with it"),
            _ => _ = fifth.is(422).says("works no more"),
        }
        for _ in 0..3 {
            ready.house.later(24 * 3600);
            ready.house.letters().await;
        }
    }
    // Once it has ended nothing is counted by them.
    let left = ready.house.app.read(|r| {
        use perfolio::db::schema::ticket_codes;
        Ok(ticket_codes::table.count().get_result::<i64>(r.conn())?)
    });
    assert_eq!(left.await.unwrap(), 0);
}

#[actix_web::test]
async fn a_kind_that_is_retired_meanwhile_is_signed_as_it_was_recorded() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    // A newer version of the kind arrives between reading and signing, with another scale.
    ready.house.ends_out_of_order("a kind is put in without the act that loads it");
    let put = ready.house.app.write_quietly(Why::DraftSaved, |tx| {
        let now = tx.now();
        let words: String =
            kinds::table.filter(kinds::code.eq("bypass-case")).select(kinds::words).first(tx.conn())?;
        let newer = words.replace("version = 1\n", "version = 99\n").replace("at-hand", "near-by");
        diesel::insert_into(kinds::table)
            .values((
                kinds::code.eq("bypass-case"),
                kinds::version.eq(99),
                kinds::words.eq(newer),
                kinds::name.eq("Bypass case"),
                kinds::words_hash.eq("x"),
                kinds::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    put.await.unwrap();
    malik.sends(&asked, &format!("{link}/decision"), &[("one-time-code", &code)]).await.leads_to(&link);
    assert_eq!(ready.state().await, "signed");
    ready.ann().await.get(&format!("/entries/{}", ready.entry)).await.says("With me in reach");
}
