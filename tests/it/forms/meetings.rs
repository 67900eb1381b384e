//! Meetings without typing, and a session that is written once for many.

use diesel::prelude::*;
use perfolio::db::schema::entries;
use perfolio::domain::names::*;

use super::{Forms, entry_in, forms, with};
use crate::kit::many::Enrolled;
use crate::kit::programme::enrols;
use crate::redactions::reports;

const SESSION: &[(&str, &str)] = &[
    ("f-sort", "audit"),
    ("f-agreed", "Two cases of the month."),
    ("on-day", "12"),
    ("on-month", "11"),
    ("on-year", "2026"),
];

/// The second trainee is on the programme as well.
async fn ben(forms: &Forms) -> Enrolled {
    use perfolio::db::schema::enrolments;
    let id = forms.ann.enrolment.clone();
    let version = forms.house.app.read(move |r| {
        Ok(enrolments::table.find(&id).select(enrolments::version_id).first::<VersionId>(r.conn())?)
    });
    let of = &forms.made.trainees[1];
    enrols(&forms.house, &of.person, &version.await.unwrap(), of).await
}

async fn meetings(forms: &Forms, of: &Enrolled) -> Vec<(EntryId, String)> {
    let portfolio = of.portfolio.clone();
    let found = forms.house.app.read(move |r| {
        Ok(entries::table
            .filter(entries::portfolio_id.eq(&portfolio))
            .filter(entries::kind.eq("meeting"))
            .order(entries::number)
            .select((entries::id, entries::state))
            .load(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn a_session_is_written_once_and_everybody_who_was_there_gets_it() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let sue = forms.sue().await;
    sue.get("/trainees").await.is(200).says("Record a session for several");
    sue.get("/sessions/new").await.is(200).says("Meeting").does_not_say("Observed procedure");
    let page = "/sessions/new?kind=meeting";
    sue.get(page).await.is(200).says("Ann Field").says("Who was there?");
    let nobody = sue.fills(page, "/sessions", SESSION).await;
    nobody.is(422).says("Choose who was there.").says("Two cases of the month.");
    let (ann_id, ben_id) = (forms.ann.enrolment.to_string(), ben.enrolment.to_string());
    let both = [("who", ann_id.as_str()), ("who", ben_id.as_str())];
    let named = [&both[..], SESSION, &[("comment", "Mrs Jones was there")]].concat();
    sue.fills(page, "/sessions", &named).await.is(422).says("I have looked");
    assert!(meetings(&forms, &forms.ann).await.is_empty(), "all or nothing");
    let words = [&both[..], SESSION].concat();
    sue.fills(page, "/sessions", &words).await.leads_to("/trainees");
    sue.get("/trainees").await.says("2 people have the entry now");
    for of in [&forms.ann, &ben] {
        let all = meetings(&forms, of).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].1, "signed");
        sue.get(&format!("/entries/{}", all[0].0))
            .await
            .is(200)
            .says("Begun by Sue Carter.")
            .says("Two cases of the month.");
    }
    let strangers = [("who", "somebody"), ("who", ann_id.as_str())];
    sue.fills(page, "/sessions", &[&strangers[..], SESSION].concat()).await.is(404);
    forms.ann().await.get(page).await.is(404);
}

#[actix_web::test]
async fn what_was_written_once_for_several_is_struck_out_of_all_of_theirs() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let (sue, lea, ann) = (forms.sue().await, forms.lea().await, forms.ann().await);
    let ids = [forms.ann.enrolment.to_string(), ben.enrolment.to_string()];
    let words = [&[("who", ids[0].as_str()), ("who", ids[1].as_str())][..], SESSION].concat();
    sue.fills("/sessions/new?kind=meeting", "/sessions", &words).await.leads_to("/trainees");
    let anns = meetings(&forms, &forms.ann).await[0].0.clone();
    let bens = meetings(&forms, &ben).await[0].0.clone();
    forms.house.letters().await;

    let incident = reports(&ann, &format!("/entries/{anns}"), &["field:agreed"]).await;
    let letters = forms.house.letters().await;
    let told = letters.iter().filter(|letter| letter.subject == "Patient data may stand in an entry");
    assert_eq!(told.count(), 3, "Ben of his, and Lea of both: {letters:?}");
    lea.get(&incident).await.is(200).says("Reported with it").says("To be struck out");
    let form = format!("{incident}/redaction");
    let page = lea.get(&form).await;
    page.is(200).says("Out of which other entries?").says(bens.as_str());
    let strike = [("place", "field:agreed"), ("sort", "name"), ("sure", "yes"), ("copy", bens.as_str())];
    lea.sends(&page, &form, &strike).await.leads_to(&incident);
    for entry in [&anns, &bens] {
        sue.get(&format!("/entries/{entry}")).await.is(200).does_not_say("Two cases of the month.");
        assert_eq!(forms.state(entry).await, "returned", "each is assessed again");
    }
    let after = lea.get(&incident).await;
    after.is(200).does_not_say("To be struck out");
    forms.house.letters().await;
    let other = lea.get("/incidents").await;
    assert_eq!(other.is(200).body.matches("Struck out").count(), 2, "{}", other.body);
}

#[actix_web::test]
async fn a_meeting_opens_with_what_there_is_to_talk_about() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let new = |kind: &str| format!("/assessments/new?trainee={}&kind={kind}", forms.ann.enrolment);
    let first = sue.get(&new("meeting")).await;
    first.is(200).says("What there is so far").says("Nothing was recorded or decided.");
    let day = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026")];
    let begun = [&with(&[("f-title", "12-lead ECG")])[..], &day].concat();
    let dops = entry_in(&sue.fills(&new("dops"), "/assessments", &begun).await);
    let path = format!("/entries/{dops}");
    let due =
        [("due-day", "10"), ("due-month", "12"), ("due-year", "2026"), ("action", "Read the guideline")];
    ann.fills(&path, &format!("{path}/goals"), &due).await.is(303);
    forms.dops("A second one").await;
    let open = sue.get(&new("meeting")).await;
    open.is(200)
        .says("12-lead ECG, 12 November 2026: Signed")
        .says("Read the guideline, by 10 December 2026");
    open.says("Open goal: Read the guideline, by 10 December 2026")
        .says("Waits for a signature: A second one");
    let entry = entry_in(&sue.sends(&open, "/assessments", &[&day[..], SESSION].concat()).await);
    forms.house.later(24 * 3600);
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let after = sue.get(&new("meeting")).await;
    after.is(200).says("Since the last meeting on 12 November 2026").says("Nothing was recorded or decided.");
    let page = format!("/entries/{entry}");
    ann.fills(&page, &format!("{page}/acknowledgement"), &[]).await.leads_to(&page);
    ann.get(&page).await.is(200).says("<strong>Seen</strong>");
}
