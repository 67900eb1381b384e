//! Begun by the assessor: both sides at once, told, seen and answered by the trainee, goals made of what was agreed.

use diesel::prelude::*;
use perfolio::db::schema::{acknowledgements, decisions, entries};
use perfolio::domain::names::*;

use super::{Forms, entry_in, forms, with};
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::LEAD;
use crate::kit::programme::{cases, enrols, publishes, stands, version};

fn page(forms: &Forms, kind: &str) -> String {
    format!("/assessments/new?trainee={}&kind={kind}", forms.ann.enrolment)
}

const DAY: &[(&str, &str)] = &[("on-day", "12"), ("on-month", "11"), ("on-year", "2026")];

pub async fn begins(who: &Browser<'_>, forms: &Forms, kind: &str, words: &[(&str, &str)]) -> Shown {
    let words = [DAY, words].concat();
    who.fills(&page(forms, kind), "/assessments", &words).await
}

fn whole() -> Vec<(&'static str, &'static str)> {
    with(&[("f-title", "12-lead ECG")])
}

async fn ids(forms: &Forms, kind: &'static str) -> Vec<EntryId> {
    let found = forms.house.app.read(move |r| {
        Ok(entries::table
            .filter(entries::kind.eq(kind))
            .order(entries::number)
            .select(entries::id)
            .load(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn a_supervisor_begins_a_dops_signs_it_and_the_trainee_answers() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let trainee = format!("/trainees/{}", forms.ann.enrolment);
    sue.get("/trainees").await.is(200).says("Begin an assessment");
    sue.get(&trainee).await.is(200).says("Begin an assessment");
    let which = sue.get(&format!("/assessments/new?trainee={}", forms.ann.enrolment)).await;
    which
        .is(200)
        .says("Observed procedure (DOPS)")
        .says("Supervisor’s report")
        .does_not_say("Concern or exception");
    sue.get(&page(&forms, "dops"))
        .await
        .is(200)
        .says("What was assessed")
        .says("What went well")
        .says("value=\"2026\"");
    let sent = begins(&sue, &forms, "dops", &whole()).await;
    let entry = entry_in(&sent);
    let path = format!("/entries/{entry}");
    sue.get(&path)
        .await
        .is(200)
        .says("Signed: observed procedure (DOPS) of 12 November 2026, Ann Field.")
        .says("Undo");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
    forms.house.later(10);
    let letters = forms.house.letters().await;
    assert!(letters.iter().all(|letter| !letter.text.contains("asks you to sign")), "nobody asked anybody");
    let told =
        "Observed procedure (DOPS) of 12 November 2026: Sue Carter began it in your portfolio and signed it.";
    let letter = letters.iter().find(|letter| letter.text.contains(told)).expect("the trainee is told");
    assert_eq!(letter.subject, "Sue Carter began and signed an entry in your portfolio");
    assert!(letter.text.contains("You are asked to say that you have seen it"), "{}", letter.text);
    sue.get(&path).await.says("Not seen by the trainee yet.");
    let ann = forms.ann().await;
    ann.get("/notices").await.says(told).says("You are asked to say that you have seen it");
    ann.get("/home")
        .await
        .says("Observed procedure (DOPS): 12-lead ECG, 12 November 2026")
        .says("Say that you have seen it.")
        .does_not_say("Nothing waits for you");
    let shown = ann.get(&path).await;
    shown.does_not_say("Not seen by the trainee yet.");
    shown.is(200).says("Begun by Sue Carter.").says("Have you seen it?").says("Steady hands.");
    let seen = format!("{path}/acknowledgement");
    let named = [("answer", "Mrs Jones was calm")];
    ann.sends(&shown, &seen, &named).await.is(422).says("Mrs Jones was calm").says("I have looked");
    ann.sends(&shown, &seen, &[("answer", "I see it the same way.")]).await.leads_to(&path);
    ann.get(&path).await.says("I see it the same way.").does_not_say("Have you seen it?");
    sue.get(&path).await.says("I see it the same way.").does_not_say("Not seen by the trainee yet.");
    ann.get("/home").await.says("Nothing waits for you").does_not_say("Say that you have seen it.");
    ann.get("/notices").await.says(told).does_not_say("You are asked to say");
    ann.post(&seen, &[("answer", "Again.")])
        .await
        .is(403)
        .says("You have said already that you have seen it.");
    let count = forms.house.app.read(|r| Ok(acknowledgements::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(count.await.unwrap(), 1);
}

#[actix_web::test]
async fn everything_that_is_missing_is_told_at_once() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let words = [("f-strengths", "Mrs Jones was calm"), ("comment", "Kept.")];
    let again = begins(&sue, &forms, "dops", &words).await;
    again.is(422).says("Say what was assessed.").says("Choose an answer: outcome.").says("Choose a level");
    again
        .says("Say how you know what was done.")
        .says("Mrs Jones was calm")
        .says("Kept.")
        .says("I have looked");
    assert!(ids(&forms, "dops").await.is_empty(), "nothing is recorded");
    let later = with(&[("f-title", "12-lead ECG"), ("on-day", "13")]);
    let page = page(&forms, "dops");
    let words: Vec<_> = later.into_iter().chain([("on-month", "11"), ("on-year", "2026")]).collect();
    sue.fills(&page, "/assessments", &words).await.is(422).says("still to come");
}

#[actix_web::test]
async fn nobody_begins_for_themselves_or_for_a_stranger() {
    let forms = forms().await;
    let ann = forms.ann().await;
    ann.get(&page(&forms, "dops")).await.is(404);
    forms.house.person("Tom Hill", "tom@demo.example").await;
    let tom = forms.house.signed_in("tom@demo.example").await;
    tom.get(&page(&forms, "dops")).await.is(404);
    let sue = forms.sue().await;
    sue.get(&page(&forms, "concern")).await.is(404);
    sue.get(&page(&forms, "bypass-case")).await.is(200);
    sue.get(&page(&forms, "made-up")).await.is(404);
    sue.get("/assessments/new").await.leads_to("/trainees");
    forms.lea().await.get(&page(&forms, "dops")).await.is(200);
}

#[actix_web::test]
async fn one_tap_makes_a_goal_of_what_was_agreed() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let entry = entry_in(&begins(&sue, &forms, "dops", &whole()).await);
    let (ann, path) = (forms.ann().await, format!("/entries/{entry}"));
    let shown = ann.get(&path).await;
    shown.is(200).says("What was agreed").says("Make it a goal: Read the guideline").says("value=\"10\"");
    let goals = format!("{path}/goals");
    let due =
        |day| [("due-day", day), ("due-month", "12"), ("due-year", "2026"), ("action", "Read the guideline")];
    ann.sends(&shown, &goals, &due("10")).await.is(303);
    let made = ids(&forms, "goal").await;
    assert_eq!(made.len(), 1);
    let goal = ann.get(&format!("/entries/{}", made[0])).await;
    goal.is(200)
        .says("Read the guideline")
        .says("10 December 2026")
        .says("Still open")
        .says("Agreed on 12 November 2026 in observed procedure (DOPS) number ")
        .does_not_say("12-lead ECG");
    let home = ann.get("/home").await;
    home.says("Open goals").says("Read the guideline").says("by 10 December 2026").does_not_say("has passed");
    let again = ann.get(&path).await;
    again.says(&format!("href=\"/entries/{}\"", made[0])).does_not_say("Make it a goal: Read");
    ann.sends(&again, &goals, &due("10")).await.is(422).says("There is a goal of this name already.");
    let past =
        [("due-day", "1"), ("due-month", "11"), ("due-year", "2026"), ("action", "Repeat it with a child")];
    ann.sends(&again, &goals, &past).await.is(422).says("This day is over.");
    ann.sends(
        &again,
        &goals,
        &[("action", "Something else"), ("due-day", "1"), ("due-month", "12"), ("due-year", "2026")],
    )
    .await
    .is(404);
    sue.get(&format!("/entries/{}", made[0])).await.is(200).says("Read the guideline");
    assert_eq!(ids(&forms, "goal").await.len(), 1);
}

/// A report is signed by the supervisor and then by the lead; it counts once the last has signed.
#[actix_web::test]
async fn a_report_is_signed_in_its_order() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let words = [
        ("f-title", "Second half year"),
        ("f-can-do", "Runs a case."),
        ("f-conduct", "as"),
        ("f-result", "on-course"),
    ];
    let entry = entry_in(&begins(&sue, &forms, "supervisor-report", &words).await);
    let path = format!("/entries/{entry}");
    assert_eq!(forms.state(&entry).await, "submitted", "the lead is still to sign");
    assert_eq!(stands(&forms.house, &forms.ann, "reported").await.0, 0);
    let ann = forms.ann().await;
    let shown = ann.get(&path).await;
    shown.is(200).says("1 of 2 have signed it. The next is a training lead.").says("with Lea Brook since");
    shown.does_not_say("Withdraw this entry").does_not_say(">Edit<").does_not_say("Ask the next signer");
    sue.get(&path).await.says("The next signature is asked of Lea Brook.");
    // The first of two has not signed for both.
    forms.lea().await.get(&format!("{path}/certificate")).await.is(404);
    let request = forms.request(&entry).await;
    let inbox = format!("/inbox/{request}");
    forms.house.later(60);
    let letters = forms.house.letters().await;
    let letter = letters.iter().find(|one| one.to_address == LEAD).expect("the next signer is told");
    assert_eq!(letter.subject, "Your signature is asked for what Sue Carter wrote");
    let wrote = "Sue Carter wrote this of Ann Field for 12 November 2026: Supervisor’s report.";
    assert!(letter.text.contains(wrote), "{}", letter.text);
    let asked = "Your signature is asked for what Sue Carter wrote of Ann Field for 12 November 2026.";
    forms.lea().await.get("/notices").await.says(asked).does_not_say("what they recorded");
    sue.get(&inbox).await.is(200).says("You hold no appointment that covers this entry");
    let lea = forms.lea().await;
    let screen = lea.get(&inbox).await;
    screen.is(200).says("Runs a case.").does_not_say("name=\"f-can-do\"");
    lea.sends(&screen, &format!("{inbox}/signature"), &[]).await.is(303);
    assert_eq!(forms.state(&entry).await, "signed");
    assert_eq!(stands(&forms.house, &forms.ann, "reported").await.0, 1);
    ann.get(&path).await.is(200).says("Runs a case.").says("Sue Carter, supervisor");
}

#[actix_web::test]
async fn what_a_supervisor_says_in_confidence_is_not_there_for_the_trainee() {
    let forms = forms().await;
    let sue = forms.sue().await;
    sue.get(&page(&forms, "supervisor-evaluation")).await.says("does not read it here");
    let words = [("f-occasion", "midterm"), ("f-progress", "behind"), ("f-support", "More time in theatre.")];
    let entry = entry_in(&begins(&sue, &forms, "supervisor-evaluation", &words).await);
    let path = format!("/entries/{entry}");
    sue.get(&path).await.is(200).says("More time in theatre.").does_not_say("Not seen by the trainee");
    forms.lea().await.get(&path).await.is(200).says("More time in theatre.");
    forms.house.later(60);
    assert!(forms.house.letters().await.is_empty(), "the trainee hears nothing of it");
    let ann = forms.ann().await;
    ann.get(&path).await.is(404);
    ann.get("/portfolio").await.is(200).does_not_say(entry.as_str());
    ann.post(&format!("{path}/acknowledgement"), &[]).await.is(404);
    ann.get("/home").await.is(200).does_not_say(entry.as_str()).says("Nothing waits for you");
}

/// Whether it was good enough stands in the older form itself: it is not asked beside that, where it might be contradicted.
#[actix_web::test]
async fn a_form_with_an_outcome_of_its_own_asks_for_it_once() {
    let forms = forms().await;
    let kinds = "[[kinds]]\nkind = \"dops\"\nversion = 1\n";
    let older = version("older", "", &format!("{kinds}{}", cases("older-cases", 1, "")));
    let of = &forms.made.trainees[1];
    let ben = enrols(&forms.house, &of.person, &publishes(&forms.house, &older).await, of).await;
    let sue = forms.sue().await;
    let page = format!("/assessments/new?trainee={}&kind=dops", ben.enrolment);
    sue.get(&page).await.is(200).says("Not yet satisfactory").does_not_say("Was it good enough?");
    let own = [
        ("f-title", "12-lead ECG"),
        ("f-result", "unsatisfactory"),
        ("level", "indirect"),
        // As from a page of before.
        ("outcome", "satisfactory"),
    ];
    let entry = entry_in(&sue.fills(&page, "/assessments", &[DAY, &own].concat()).await);
    let said = forms.house.app.read(move |r| {
        Ok(decisions::table
            .filter(decisions::entry_id.eq(&entry))
            .select(decisions::satisfactory)
            .first::<bool>(r.conn())?)
    });
    assert!(!said.await.unwrap());
}

/// What is said above the form follows the page, whatever was found first.
#[actix_web::test]
async fn what_is_wrong_is_said_in_the_order_of_the_page() {
    let forms = forms().await;
    let words = with(&[("f-title", "The ECG of Mrs Jones"), ("level", ""), ("seen-place", "")]);
    let sent = begins(&forms.sue().await, &forms, "dops", &words).await;
    sent.is(422);
    let at = ["#f-title", "#seen-place", "#level"].map(|at| sent.body.find(&format!("href=\"{at}\"")));
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}");
}

/// Of some of the forms the trainee is told, of others not.
#[actix_web::test]
async fn the_list_of_forms_says_that_some_are_not_read() {
    let forms = forms().await;
    let which = forms.sue().await.get(&format!("/assessments/new?trainee={}", forms.ann.enrolment)).await;
    which
        .is(200)
        .says("Ann Field is told and reads it, unless the form says here that the trainee does not.");
}
