//! What goes back: what was begun for the wrong person and undone, what a later signer returns of what a supervisor
//! wrote, and what is kept from its trainee whatever becomes of it.

use diesel::prelude::*;
use perfolio::db::schema::{decisions, entries, unread};
use perfolio::domain::names::*;

use super::begun::begins;
use super::{Forms, entry_in, forms, with};
use crate::audit::verified;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;

const REPORT: &[(&str, &str)] = &[
    ("f-title", "Second half year"),
    ("f-can-do", "Runs a case."),
    ("f-conduct", "as"),
    ("f-result", "on-course"),
];

const EVALUATION: &[(&str, &str)] =
    &[("f-occasion", "midterm"), ("f-progress", "behind"), ("f-support", "More time in theatre.")];

async fn last_decision(forms: &Forms, entry: &EntryId) -> DecisionId {
    let entry = entry.clone();
    let found = forms.house.app.read(move |r| {
        Ok(decisions::table
            .filter(decisions::entry_id.eq(&entry))
            .order((decisions::known_from.desc(), decisions::id.desc()))
            .select(decisions::id)
            .first(r.conn())?)
    });
    found.await.unwrap()
}

async fn undoes(forms: &Forms, who: &Browser<'_>, entry: &EntryId) {
    let decision = last_decision(forms, entry).await;
    who.post(&format!("/decisions/{decision}/undoing"), &[]).await.leads_to("/trainees");
}

#[actix_web::test]
async fn what_was_begun_and_undone_is_not_there_for_its_trainee() {
    let forms = forms().await;
    let sue = forms.sue().await;
    for (kind, words) in
        [("dops", with(&[("f-title", "12-lead ECG")])), ("supervisor-evaluation", EVALUATION.to_vec())]
    {
        let entry = entry_in(&begins(&sue, &forms, kind, &words).await);
        undoes(&forms, &sue, &entry).await;
        sue.get("/trainees").await.says("Undone: Ann Field does not have it.");
        assert_eq!(forms.state(&entry).await, "withdrawn");
        sue.get("/inbox").await.is(200).does_not_say("12-lead ECG").does_not_say("confidential evaluation");
        let ann = forms.ann().await;
        ann.get(&format!("/entries/{entry}")).await.is(404);
        for page in ["/home", "/portfolio", "/portfolio?state=withdrawn"] {
            ann.get(page).await.is(200).does_not_say(entry.as_str());
        }
        let book = format!("/history/{}", forms.ann.portfolio);
        for page in [book.clone(), format!("{book}/openings")] {
            ann.get(&page).await.is(200).does_not_say("12-lead ECG");
        }
    }
    forms.house.later(60);
    assert!(forms.house.letters().await.is_empty(), "nobody is told");
    verifies(&forms.house.app).await;
}

#[actix_web::test]
async fn what_a_supervisor_began_is_not_called_the_trainees_entry_when_a_signature_goes() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "dops", &with(&[("f-title", "12-lead ECG")])).await);
    forms.house.later(60);
    forms.house.letters().await;
    let retraction = format!("/decisions/{}/retraction", last_decision(&forms, &entry).await);
    sue.fills(&retraction, &retraction, &[("reason", "Wrong day")]).await.is(303);
    let said = "Sue Carter took back the signature on what they began in your portfolio: Observed procedure (DOPS) of \
                12 November 2026.";
    let letters = forms.house.letters().await;
    let letter = letters.iter().find(|one| one.to_address == TRAINEE).expect("the trainee is told");
    assert!(letter.text.contains(said), "{}", letter.text);
    ann.get("/notices").await.is(200).says(said).does_not_say("your entry of");
}

/// Its owner withdraws nothing that others write, and nobody else could end it.
#[actix_web::test]
async fn what_was_begun_for_the_wrong_person_is_taken_out_with_its_signature() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "dops", &with(&[("f-title", "12-lead ECG")])).await);
    forms.house.later(60);
    let retraction = format!("/decisions/{}/retraction", last_decision(&forms, &entry).await);
    sue.get(&retraction)
        .await
        .is(200)
        .says("It was never to be in the portfolio of Ann Field: take it out as well");
    // A word is missing, and the tick is given back.
    let missing = sue.fills(&retraction, &retraction, &[("out", "yes")]).await;
    missing.is(422).says("Say why you take it back.").says("value=\"yes\" checked");
    sue.fills(&retraction, &retraction, &[("reason", "She was not there"), ("out", "yes")]).await.is(303);
    sue.get("/signed").await.says("It waits with nobody and counts for nothing.");
    assert_eq!(forms.state(&entry).await, "withdrawn");
    sue.get("/inbox").await.is(200).does_not_say("12-lead ECG");
    let page = ann.get(&format!("/entries/{entry}")).await;
    page.is(200).says("Withdrawn").says("She was not there");
    ann.get("/home").await.is(200).does_not_say(entry.as_str());
    verifies(&forms.house.app).await;
    // What its trainee asked for themselves stays theirs.
    let asked = crate::kit::work::logs_today(&ann, &forms.made, &[]).await;
    let asked = EntryId::new(asked.location().unwrap().split('/').nth(2).unwrap());
    let waits = sue.get("/inbox").await;
    let item =
        format!("/inbox/{}", waits.body.split("href=\"/inbox/").nth(1).unwrap().split('"').next().unwrap());
    sue.fills(&item, &format!("{item}/signature"), &[("level", "at-hand")]).await.is(303);
    let retraction = format!("/decisions/{}/retraction", last_decision(&forms, &asked).await);
    sue.get(&retraction).await.is(200).does_not_say("take it out as well");
    let words = [("reason", "Too early"), ("out", "yes")];
    sue.fills(&retraction, &retraction, &words).await.is(403).says("Only what you wrote down yourself");
    assert_eq!(forms.state(&asked).await, "signed");
}

/// Whatever its trainee has begun to write would be left without an entry.
#[actix_web::test]
async fn what_its_trainee_has_begun_to_change_is_undone_no_more() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "dops", &with(&[("f-title", "12-lead ECG")])).await);
    let path = format!("/entries/{entry}");
    let sent = ann.fills(&path, &format!("{path}/revision"), &[]).await;
    let draft = sent.is(303).location().unwrap().to_owned();
    let undoing = format!("/decisions/{}/undoing", last_decision(&forms, &entry).await);
    let sentence = "The trainee has begun to change it, so there is nothing left to undo.";
    sue.post(&undoing, &[]).await.is(403).says(sentence);
    assert_eq!(forms.state(&entry).await, "signed");
    ann.get(&path).await.is(200);
    ann.fills(&draft, &format!("{draft}/deletion"), &[]).await.is(303);
    undoes(&forms, &sue, &entry).await;
    ann.get(&path).await.is(404);
    // The same of another type.
    let entry = entry_in(&begins(&sue, &forms, "dops", &with(&[("f-title", "12-lead ECG")])).await);
    ann.post(&format!("/entries/{entry}/refiling"), &[("kind", "reflection")]).await.is(303);
    let undoing = format!("/decisions/{}/undoing", last_decision(&forms, &entry).await);
    sue.post(&undoing, &[]).await.is(403).says(sentence);
    assert_eq!(forms.state(&entry).await, "signed");
}

/// A row that hides an entry from its owner is right for a kind that is closed to them and for what was begun and undone:
/// any other is told by the check of the books.
#[actix_web::test]
async fn an_entry_is_hidden_from_its_owner_by_no_row_that_was_slipped_in() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let entry = entry_in(&begins(&sue, &forms, "dops", &with(&[("f-title", "12-lead ECG")])).await);
    let (closed, open) = (entry.clone(), entry.clone());
    verifies(&forms.house.app).await;
    forms.house.ends_out_of_order("a row is put in without any act");
    let put = forms.house.app.write_quietly(perfolio::db::tx::Why::Swept, move |tx| {
        let row = (unread::entry_id.eq(&closed), unread::capacity.eq("trainee"));
        diesel::insert_into(unread::table).values(row).execute(tx.conn())?;
        Ok(())
    });
    put.await.unwrap();
    let (code, told) = verified(&forms.house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains(&format!("unread/{entry} closes an entry")), "{told}");
    let put = forms.house.app.write_quietly(perfolio::db::tx::Why::Swept, move |tx| {
        diesel::delete(unread::table.filter(unread::entry_id.eq(&open))).execute(tx.conn())?;
        Ok(())
    });
    put.await.unwrap();
    assert_eq!(verified(&forms.house).await.0, 0);
}

#[actix_web::test]
async fn one_of_several_that_were_begun_together_is_undone_alike() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let id = forms.ann.enrolment.to_string();
    let words = [
        ("who", id.as_str()),
        ("f-sort", "audit"),
        ("f-agreed", "Two cases of the month."),
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
    ];
    sue.fills("/sessions/new?kind=meeting", "/sessions", &words).await.leads_to("/trainees");
    let found = forms.house.app.read(|r| {
        Ok(entries::table
            .filter(entries::kind.eq("meeting"))
            .select(entries::id)
            .first::<EntryId>(r.conn())?)
    });
    let entry = found.await.unwrap();
    undoes(&forms, &sue, &entry).await;
    assert_eq!(forms.state(&entry).await, "withdrawn");
    forms.ann().await.get(&format!("/entries/{entry}")).await.is(404);
}

#[actix_web::test]
async fn what_the_second_signer_returns_goes_back_to_whoever_wrote_it() {
    let forms = forms().await;
    let (sue, lea, ann) = (forms.sue().await, forms.lea().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "supervisor-report", REPORT).await);
    forms.house.later(60);
    forms.house.letters().await;
    let inbox = format!("/inbox/{}", forms.request(&entry).await);
    let page = lea.get(&inbox).await;
    page.is(200).says("If you like. Sue Carter and the trainee read it.");
    lea.sends(&page, &format!("{inbox}/return"), &[("words", "Which half year?")]).await.is(303);
    assert_eq!(forms.state(&entry).await, "submitted");
    forms.house.later(60);
    let told: Vec<_> = forms.house.letters().await;
    let to: Vec<&str> = told.iter().map(|one| one.to_address.as_str()).collect();
    assert_eq!(to, [SUPERVISOR], "{told:#?}");
    assert!(
        told[0].text.contains("Lea Brook returned it. You wrote it: answer it again and sign it.")
            && told[0].subject == "Lea Brook returned what you wrote about Ann Field",
        "{told:#?}"
    );
    sue.get("/notices")
        .await
        .says("of 12 November 2026: Lea Brook returned it. You wrote it: answer it again and sign it.");
    ann.get("/home").await.is(200).does_not_say("Returned");
    ann.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("with Sue Carter since")
        .does_not_say("I have seen it")
        .does_not_say("Ask someone without an account")
        .does_not_say("Ask somebody else");
    ann.get(&format!("/entries/{entry}/link"))
        .await
        .is(200)
        .says("it waits with whoever wrote it")
        .does_not_say("Make a link");
    let hand = format!("/requests/{}/handover", forms.request(&entry).await);
    ann.get(&hand).await.is(404);
    let back = format!("/inbox/{}", forms.request(&entry).await);
    sue.get("/inbox").await.is(200).says("Second half year");
    let page = sue.get(&back).await;
    page.is(200)
        .says("Lea Brook: Which half year?")
        .says("Answer it again and sign it.")
        .says("name=\"f-can-do\"");
    page.does_not_say("Return it with a reason").does_not_say(&format!("{back}/return"));
    sue.get("/signed").await.says("Came back: returned by Lea Brook").does_not_say("Taken back");
    let words = report("Second half year", "12", "Runs any case.");
    sue.sends(&page, &format!("{back}/signature"), &words).await.is(303);
    let next = format!("/inbox/{}", forms.request(&entry).await);
    lea.fills(&next, &format!("{next}/signature"), &[]).await.is(303);
    assert_eq!(forms.state(&entry).await, "signed");
    let own = ann.get(&format!("/entries/{entry}")).await;
    own.is(200).says("Runs any case.").does_not_say("Changed: version");
    forms.house.later(60);
    assert!(forms.house.letters().await.iter().any(|one| one.to_address == TRAINEE));
}

/// The whole of a report, of a day of November 2026.
fn report<'a>(title: &'a str, day: &'a str, can_do: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("on-day", day),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("f-title", title),
        ("f-can-do", can_do),
        ("f-conduct", "as"),
        ("f-result", "on-course"),
    ]
}

#[actix_web::test]
async fn whoever_wrote_what_came_back_has_all_of_it_before_them_and_corrects_it() {
    let forms = forms().await;
    let (sue, lea, ann) = (forms.sue().await, forms.lea().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "supervisor-report", REPORT).await);
    let inbox = format!("/inbox/{}", forms.request(&entry).await);
    let page = lea.get(&inbox).await;
    page.does_not_say("name=\"f-title\"").does_not_say("name=\"again\"");
    lea.sends(&page, &format!("{inbox}/return"), &[("words", "Which half year?")]).await.is(303);
    forms.house.later(60);
    forms.house.letters().await;
    let back = format!("/inbox/{}", forms.request(&entry).await);
    let sign = format!("{back}/signature");
    let page = sue.get(&back).await;
    page.is(200).says("Everything is filled in as it stood.");
    assert_eq!(page.filled_in("f-title"), "Second half year");
    assert_eq!(["on-day", "on-month", "on-year"].map(|name| page.filled_in(name)), ["12", "11", "2026"]);
    assert_eq!((page.filled_in("until-day"), page.filled_in("until-year")), ("", ""));
    page.says("Runs a case.</textarea>");
    for chosen in [
        "f-conduct\" type=\"radio\" value=\"as\" checked",
        "f-result\" type=\"radio\" value=\"on-course\" checked",
    ] {
        page.says(chosen);
    }
    // What is wrong on either side is said at once, in the order of the page, and nothing typed is lost.
    let wrong = sue.sends(&page, &sign, &report("", "31", "")).await;
    let wrong = wrong.is(422).says("Enter a real date");
    let places = ["href=\"#on\"", "href=\"#f-title\"", "href=\"#f-can-do\""].map(|at| wrong.body.find(at));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert_eq!(wrong.filled_in("on-day"), "31");
    let named = sue.sends(&page, &sign, &report("The half year of Mrs Jones", "11", "Runs any case.")).await;
    named.is(422).says("href=\"#f-title\"").says("I have looked");
    let early = [("until-day", "1"), ("until-month", "11"), ("until-year", "2026")];
    let early = [report("First half year", "11", "Runs any case."), early.to_vec()].concat();
    sue.sends(&page, &sign, &early).await.is(422).says("The last day is before the first.");
    // Nobody else corrects it, whatever they send.
    let forged = [report("Lea’s half year", "11", "Runs any case."), vec![("again", "yes")]].concat();
    let at_lea = lea.get(&back).await;
    at_lea.is(200).does_not_say("name=\"f-title\"");
    lea.sends(&at_lea, &sign, &forged).await.says("It does not wait with you any more");
    assert_eq!(forms.state(&entry).await, "submitted");

    sue.sends(&page, &sign, &report("First half year", "11", "Runs any case.")).await.is(303);
    let next = format!("/inbox/{}", forms.request(&entry).await);
    lea.get(&next).await.is(200).says("First half year").says("11 November 2026").says("Runs any case.");
    lea.fills(&next, &format!("{next}/signature"), &[]).await.is(303);
    assert_eq!(forms.state(&entry).await, "signed");
    let own = ann.get(&format!("/entries/{entry}")).await;
    own.is(200).says("First half year").says("Changed: version 2").says("Second half year");
    forms.house.later(60);
    forms.house.letters().await;
    crate::kit::small::verifies(&forms.house.app).await;
}

#[actix_web::test]
async fn a_confidential_evaluation_is_nowhere_with_its_trainee_and_its_writer_returns_it_to_nobody() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let pages = ["/home", "/portfolio", "/portfolio?state=returned", "/portfolio?state=submitted"];
    let mut before = Vec::new();
    for page in pages {
        before.push(without_tokens(&ann.get(page).await.body));
    }
    let entry = entry_in(&begins(&sue, &forms, "supervisor-evaluation", EVALUATION).await);
    forms.house.later(60);
    let retraction = format!("/decisions/{}/retraction", last_decision(&forms, &entry).await);
    let asked = sue.get(&retraction).await;
    asked.says("The trainee is not told, and does not read your reason").does_not_say("The trainee is told");
    sue.fills(&retraction, &retraction, &[("reason", "Wrong words")]).await.is(303);
    let inbox = format!("/inbox/{}", forms.request(&entry).await);
    let page = sue.get(&inbox).await;
    // A meeting is written down together with its trainee: what opens it is what they know of.
    let meeting = format!("/assessments/new?trainee={}&kind=meeting", forms.ann.enrolment);
    sue.get(&meeting).await.is(200).does_not_say("Waits for a signature: Supervisor");
    page.is(200).says("The trainee does not read it.").does_not_say("The trainee reads it");
    page.does_not_say("Return it with a reason").says("More time in theatre.</textarea>");
    let hidden = page.hidden_fields(&format!("{inbox}/signature"));
    let mut forced: Vec<(&str, &str)> =
        hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    forced.push(("words", "Unclear"));
    sue.post(&format!("{inbox}/return"), &forced).await.says("there is nobody to return it to");
    forms.house.ends_out_of_order("rows are changed without any act");
    for state in ["submitted", "returned", "signed"] {
        let id = entry.clone();
        let put = forms.house.app.write_quietly(perfolio::db::tx::Why::StandingRefreshed, move |tx| {
            diesel::update(entries::table.find(&id)).set(entries::state.eq(state)).execute(tx.conn())?;
            Ok(())
        });
        put.await.unwrap();
        for (page, was) in pages.iter().zip(&before) {
            let now = without_tokens(&ann.get(page).await.body);
            assert!(now == *was, "{state} {page}: {now}");
        }
    }
}

#[actix_web::test]
async fn whoever_takes_a_confidential_evaluation_over_is_told_and_its_trainee_is_not() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let entry = entry_in(&begins(&sue, &forms, "supervisor-evaluation", EVALUATION).await);
    forms.house.later(60);
    let retraction = format!("/decisions/{}/retraction", last_decision(&forms, &entry).await);
    sue.fills(&retraction, &retraction, &[("reason", "Wrong words")]).await.is(303);
    forms.house.letters().await;
    let page = format!("/requests/{}/handover", forms.request(&entry).await);
    sue.fills(&page, &page, &[("to", forms.made.lead.as_str())]).await.is(303);
    let letters = forms.house.letters().await;
    let to: Vec<&str> = letters.iter().map(|one| one.to_address.as_str()).collect();
    assert_eq!(to, [LEAD], "{letters:#?}");
    ann.get("/notices").await.is(200).does_not_say("Lea Brook");
}

/// The page without what is new with every look at it.
fn without_tokens(body: &str) -> String {
    body.lines()
        .filter(|line| !line.contains("csrf") && !line.contains("type=\"hidden\""))
        .collect::<Vec<_>>()
        .join("\n")
}
