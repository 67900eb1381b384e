//! What is said in confidence is not there for anybody whom its kind leaves out.

use crate::kit::many::SUPERVISOR;
use crate::redactions::{reports, strikes};

use super::begun::begins;
use super::{entry_in, forms};

#[actix_web::test]
async fn what_a_trainee_says_of_a_placement_its_supervisors_do_not_read() {
    let forms = forms().await;
    let ann = forms.ann().await;
    let words = [
        ("on-day", "1"),
        ("on-month", "10"),
        ("on-year", "2026"),
        ("until-day", "31"),
        ("until-month", "10"),
        ("until-year", "2026"),
        ("f-place", forms.made.site.as_str()),
        ("f-supervision", "poor"),
        ("f-learning", "good"),
        ("f-workload", "right"),
        ("f-treated", "yes"),
        ("f-change", "Somebody to ask at night."),
        ("do", "submit"),
    ];
    let sent = ann.fills("/entries/new?kind=placement-evaluation", "/entries", &words).await;
    let entry = entry_in(&sent);
    let path = format!("/entries/{entry}");
    ann.get(&path).await.is(200).says("Somebody to ask at night.");
    forms.lea().await.get(&path).await.is(200).says("Somebody to ask at night.");
    let sue = forms.sue().await;
    sue.get(&path).await.is(404).does_not_say("at night");
    let trainee = format!("/trainees/{}", forms.ann.enrolment);
    sue.get(&trainee).await.is(200).does_not_say("at night");
}

#[actix_web::test]
async fn a_concern_is_answered_by_the_lead_alone() {
    let forms = forms().await;
    let ann = forms.ann().await;
    let words =
        [("when", "today"), ("f-sort", "support"), ("f-what", "Nobody was there to ask."), ("do", "submit")];
    let entry = entry_in(&ann.fills("/entries/new?kind=concern", "/entries", &words).await);
    let path = format!("/entries/{entry}");
    forms.sue().await.get(&path).await.is(404);
    let lea = forms.lea().await;
    let confirming = format!("/confirmations/{entry}");
    let decides = format!("href=\"{confirming}\"");
    let own = lea.get(&path).await;
    own.is(200).says("Nobody was there to ask.").says("Concern or exception").says(&decides);
    // A lead goes back to the trainee.
    own.says(&format!("href=\"/trainees/{}\"", forms.ann.enrolment));
    ann.get(&path).await.does_not_say(&decides);
    let page = lea.get(&confirming).await;
    page.is(200).says("What was decided").says("Exception");
    let sign = format!("{confirming}/signature");
    lea.sends(&page, &sign, &[])
        .await
        .is(422)
        .says("Say what was decided.")
        .says("Choose an answer: exception.");
    let answer = [("f-answer", "A second supervisor from Monday."), ("f-granted", "none")];
    lea.sends(&page, &sign, &answer).await.is(303);
    lea.get(&path).await.is(200).does_not_say(&decides);
    ann.get(&path).await.is(200).says("A second supervisor from Monday.").says("Lea Brook, training lead");
    forms.sue().await.get(&path).await.is(404);
}

#[actix_web::test]
async fn patient_data_in_what_was_said_in_confidence_is_struck_out_and_its_trainee_hears_nothing() {
    let forms = forms().await;
    let (sue, lea) = (forms.sue().await, forms.lea().await);
    let words = [("f-occasion", "midterm"), ("f-progress", "behind"), ("f-support", "More time in theatre.")];
    let entry = entry_in(&begins(&sue, &forms, "supervisor-evaluation", &words).await);
    let path = format!("/entries/{entry}");
    // Its trainee is told that it is there, as under who opened what, and no id.
    let history = format!("/history/{}", forms.ann.portfolio);
    forms
        .ann()
        .await
        .get(&history)
        .await
        .is(200)
        .says("began entry 1, Supervisor’s confidential evaluation")
        .does_not_say(&format!("entry {entry}"))
        .does_not_say(&path);
    forms.house.later(60);
    forms.house.letters().await;
    let incident = reports(&lea, &path, &["decision:"]).await;
    lea.get(&incident).await.is(200).says("Words with a decision").does_not_say("in theatre");
    lea.get(&format!("{path}/report")).await.is(200).says("has been reported already");
    let ann = forms.ann().await;
    for closed in [incident.clone(), format!("{incident}/redaction")] {
        ann.get(&closed).await.is(404);
    }
    strikes(&lea, &incident, &["decision:", "field:"]).await.leads_to(&incident);
    let told: Vec<String> = forms.house.letters().await.into_iter().map(|letter| letter.to_address).collect();
    assert_eq!(told, [SUPERVISOR], "who signed is told, its trainee is not");
    ann.get("/notices").await.is(200).does_not_say("struck out").does_not_say("who a patient is");
    sue.get(&path).await.is(200).does_not_say("in theatre");
    lea.get(&incident).await.is(200).says("is assessed again");
    lea.fills(&incident, &format!("{incident}/end"), &[("how", "done")]).await.leads_to(&incident);
}
