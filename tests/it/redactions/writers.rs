//! What its trainee could change nothing of goes back to whoever wrote it, as a return does.

use diesel::prelude::*;
use perfolio::db::schema::{escalations, requests};
use perfolio::domain::names::{AccountId, EntryId, RequestId};
use perfolio::domain::role::System;
use perfolio::features::requests::go_round;

use super::{backed_up, is_not_undone, reports, strikes};
use crate::audit::verified;
use crate::feedback::closing::MET;
use crate::feedback::ready;
use crate::forms::begun::begins;
use crate::forms::{Forms, entry_in, forms};
use crate::kit::TestApp;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::{nothing_yet, opened};
use crate::kit::work::ends_appointments;

const REPORT: &[(&str, &str)] = &[
    ("f-title", "Quillfeather’s half year"),
    ("f-can-do", "Runs a case."),
    ("f-conduct", "as"),
    ("f-result", "on-course"),
];

/// What Sue wrote and signed, and Lea after her.
async fn signed_by_both(forms: &Forms) -> EntryId {
    let (sue, lea) = (forms.sue().await, forms.lea().await);
    let entry = entry_in(&begins(&sue, forms, "supervisor-report", REPORT).await);
    forms.house.later(60);
    let inbox = format!("/inbox/{}", forms.request(&entry).await);
    lea.fills(&inbox, &format!("{inbox}/signature"), &[]).await.is(303);
    assert_eq!(forms.state(&entry).await, "signed");
    forms.house.later(60);
    forms.house.letters().await;
    entry
}

/// With whom the entry waits.
async fn waits_with(house: &TestApp, entry: &EntryId) -> (RequestId, AccountId) {
    let entry = entry.clone();
    let found = house.app.read(move |r| {
        Ok(requests::table
            .filter(requests::entry_id.eq(&entry))
            .filter(requests::closed_at.is_null())
            .select((requests::id, requests::asked_id))
            .first(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn what_a_supervisor_wrote_waits_with_them_again() {
    let forms = forms().await;
    let entry = signed_by_both(&forms).await;
    let (ann, sue, lea) = (forms.ann().await, forms.sue().await, forms.lea().await);
    let path = format!("/entries/{entry}");
    let incident = reports(&ann, &path, &["field:title"]).await;
    forms.house.letters().await;
    strikes(&lea, &incident, &["field:title"]).await.leads_to(&incident);
    is_not_undone(&forms.house, &lea, &entry).await;
    lea.get(&incident).await.says("The entry went back and is assessed again.");
    assert_eq!(forms.state(&entry).await, "submitted");
    let (request, with) = waits_with(&forms.house, &entry).await;
    assert_eq!(with, forms.made.supervisor);
    let letters = forms.house.letters().await;
    let told = |to: &str| -> Vec<&str> {
        letters.iter().filter(|one| one.to_address == to).map(|one| one.subject.as_str()).collect()
    };
    assert_eq!(told(SUPERVISOR), ["Lea Brook returned what you wrote about Ann Field"], "{letters:#?}");
    assert_eq!(told(TRAINEE), ["Something was struck out of an entry"], "{letters:#?}");
    assert_eq!(told(LEAD), ["Something was struck out of an entry"], "she had signed it: {letters:#?}");
    ann.get("/home").await.is(200).does_not_say("Returned");
    ann.get(&path).await.is(200).says("with Sue Carter since").says("Patient data was struck out.");
    sue.get("/inbox").await.is(200).says(&format!("/inbox/{request}"));
    let inbox = format!("/inbox/{request}");
    let page = sue.get(&inbox).await;
    page.is(200)
        .says("Lea Brook: Patient data was struck out.")
        .says("Answer it again and sign it.")
        .does_not_say("Quillfeather");
    forms.house.later(60);
    let day = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026"), ("f-title", "The half year")];
    let words = [("f-can-do", "Runs any case."), ("f-conduct", "as"), ("f-result", "on-course")];
    let words = [&day[..], &words].concat();
    sue.sends(&page, &format!("{inbox}/signature"), &words).await.is(303);
    let next = format!("/inbox/{}", forms.request(&entry).await);
    lea.fills(&next, &format!("{next}/signature"), &[]).await.is(303);
    assert_eq!(forms.state(&entry).await, "signed");
    let (code, told) = verified(&forms.house).await;
    assert_eq!(code, 0, "{told}");
    forms.house.letters().await;
}

#[actix_web::test]
async fn a_backup_of_before_brings_it_back_to_them_too() {
    let forms = forms().await;
    let entry = signed_by_both(&forms).await;
    let file = backed_up(&forms.house).await;
    let lea = forms.lea().await;
    let incident = reports(&lea, &format!("/entries/{entry}"), &["field:title"]).await;
    strikes(&lea, &incident, &["field:title"]).await.is(303);
    forms.house.letters().await;
    let (to, folder) = nothing_yet();
    let (code, told) = perfolio::cli::restore::restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    // The list comes after it, so that what follows from it is written on the day of this house.
    std::fs::copy(&forms.house.app.config.struck_out, &to.struck_out).unwrap();
    let restored = opened(&to, "2026-11-12T12:00:00Z", folder).await;
    perfolio::cli::open_house(&restored.app).await.unwrap();
    restored.letters().await;
    let (request, with) = waits_with(&restored, &entry).await;
    assert_eq!(with, forms.made.supervisor);
    let sue = restored.signed_in(SUPERVISOR).await;
    let page = sue.get(&format!("/inbox/{request}")).await;
    page.is(200).says("Lea Brook: Patient data was struck out.").does_not_say("Quillfeather");
    restored.letters().await;
    let (code, told) = verified(&restored).await;
    assert_eq!(code, 0, "{told}");
}

/// It is brought before leads as whatever else waits with somebody who is gone; its trainee hears nothing of what they
/// do not read.
#[actix_web::test]
async fn what_waits_with_a_writer_who_is_gone_comes_before_leads() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let words = [("f-occasion", "midterm"), ("f-progress", "behind"), ("f-support", "More time in theatre.")];
    let entry = entry_in(&begins(&sue, &forms, "supervisor-evaluation", &words).await);
    ends_appointments(&forms.house, &forms.made.supervisor, "2026-11-12").await;
    forms.house.app.clock.set("2027-01-13T09:00:00Z".parse().unwrap());
    forms.house.letters().await;
    let lea = forms.lea().await;
    let incident = reports(&lea, &format!("/entries/{entry}"), &["field:occasion"]).await;
    strikes(&lea, &incident, &["field:occasion"]).await.is(303);
    let (request, with) = waits_with(&forms.house, &entry).await;
    assert_eq!(with, forms.made.supervisor);
    go_round(&forms.house.app, System::at_work()).await.unwrap();
    let found = forms.house.app.read(move |r| {
        Ok(escalations::table.find(&request).select(escalations::why).first::<String>(r.conn())?)
    });
    assert_eq!(found.await.unwrap(), "gone");
    let letters = forms.house.letters().await;
    assert!(letters.iter().any(|one| one.to_address == LEAD), "{letters:#?}");
    assert!(letters.iter().all(|one| one.to_address != TRAINEE), "{letters:#?}");
    lea.get("/waiting").await.is(200).says("Sue Carter can decide on this no more.");
    forms.ann().await.get("/notices").await.is(200).does_not_say("who can decide on it no more");
}

/// What colleagues said is not its owner's to write anew either.
#[actix_web::test]
async fn what_a_round_of_feedback_became_waits_with_whoever_released_it() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 10).await;
    ready.closed(&round).await;
    let (ann, lea) = (ready.ann().await, ready.house.signed_in(LEAD).await);
    ready.sue().await.fills(&round, &format!("{round}/release"), &MET).await.leads_to(&round);
    let entry = ready.rounds_recorded().await[0].0.clone();
    let path = format!("/entries/{entry}");
    let incident = reports(&ann, &path, &["field:summary"]).await;
    strikes(&lea, &incident, &["field:summary"]).await.leads_to(&incident);
    ready.house.letters().await;
    ready.house.later(60);
    let sue = ready.sue().await;
    assert_eq!(ready.rounds_recorded().await[0].1, "submitted");
    let (request, with) = waits_with(&ready.house, &entry).await;
    assert_eq!(with, ready.made.supervisor);
    ann.get("/home").await.is(200).does_not_say("Returned");
    let inbox = format!("/inbox/{request}");
    let page = sue.get(&inbox).await;
    page.is(200)
        .says("Lea Brook: Patient data was struck out.")
        .says("Look at it as it is now, and sign it again.")
        .does_not_say("Return it with a reason");
    sue.sends(&page, &format!("{inbox}/signature"), &[]).await.is(303);
    assert_eq!(ready.rounds_recorded().await[0].1, "signed");
    let (code, told) = verified(&ready.house).await;
    assert_eq!(code, 0, "{told}");
    ready.house.letters().await;
}
