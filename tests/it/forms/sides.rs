//! The inside assessor: what is asked, what is kept, what counts.

use crate::kit::programme::stands;
use crate::kit::small::verifies;

use super::{ANSWERS, forms, with};

#[actix_web::test]
async fn the_trainee_says_what_it_was_and_the_assessor_how_it_went() {
    let forms = forms().await;
    let ann = forms.ann().await;
    ann.get("/entries/new?kind=dops").await.is(200).says("What was assessed").does_not_say("What went well");
    let (entry, request) = forms.dops("12-lead ECG").await;
    let sue = forms.sue().await;
    let page = sue.get(&format!("/inbox/{request}")).await;
    page.is(200).says("What went well").says("I watched a recording of it").says("value=\"12\"");
    page.says("Acts while somebody watches and can step in.").does_not_say("Was it good enough?");
    forms.signs(&request, ANSWERS).await.leads_to("/inbox");
    let path = format!("/entries/{entry}");
    for reader in [&ann, &sue] {
        let shown = reader.get(&path).await;
        shown.is(200).says("What the assessor said").says("Sue Carter, supervisor").says("Steady hands.");
        shown.says("Observed on 12 November 2026, 08:30: Theatre 2.").says("As expected");
    }
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
    assert_eq!(forms.state(&entry).await, "signed");
}

#[actix_web::test]
async fn what_is_missing_is_told_at_once_and_nothing_typed_is_lost() {
    let forms = forms().await;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let words = [
        ("f-strengths", "Mrs Jones was calm"),
        ("level", "indirect"),
        ("seen-time", "noon"),
        ("comment", "Kept."),
    ];
    let again = forms.signs(&request, &words).await;
    again.is(422).says("Mrs Jones was calm").says("Kept.").says("value=\"noon\"");
    again
        .says("Choose an answer: outcome.")
        .says("Say how you know what was done.")
        .says("Enter where that was.");
    again.says("Enter a time of day, such as 14:30").says("I have looked: no patient is named in my words");
    again.says("href=\"#f-strengths\"").says("href=\"#f-result\"").says("href=\"#seen-how\"");
    assert_eq!(forms.state(&entry).await, "submitted");
    let early = with(&[("seen-on-day", "11")]);
    forms.signs(&request, &early).await.is(422).says("It was done on 12 November 2026");
    let looked = with(&[("f-strengths", "Mrs Jones was calm"), ("nobody", "yes")]);
    forms.signs(&request, &looked).await.leads_to("/inbox");
    assert_eq!(forms.state(&entry).await, "signed");
}

/// "Not yet satisfactory" is not "failed", and the attempt stays beside the one that was good.
#[actix_web::test]
async fn an_attempt_that_was_not_yet_good_stays_and_does_not_count() {
    let forms = forms().await;
    let (first, request) = forms.dops("12-lead ECG").await;
    let not_yet = with(&[("f-result", "unsatisfactory"), ("level", "teaches")]);
    forms.signs(&request, &not_yet).await.leads_to("/inbox");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 0, "whatever the level says");
    let ann = forms.ann().await;
    let shown = ann.get(&format!("/entries/{first}")).await;
    shown.is(200).says("Not yet satisfactory").says("Signed as not satisfactory").does_not_say("Failed");
    let (_, again) = forms.dops("12-lead ECG, again").await;
    forms.signs(&again, ANSWERS).await.leads_to("/inbox");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
    ann.get("/portfolio").await.is(200).says("12-lead ECG, again").says(&format!("/entries/{first}"));
}

#[actix_web::test]
async fn an_undone_signature_takes_its_answers_with_it() {
    let forms = forms().await;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let sue = forms.sue().await;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), ANSWERS).await.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    let (_, after) = inbox.body.split_once("action=\"/decisions/").expect("there is an Undo");
    let undo = format!("/decisions/{}", after.split_once('"').unwrap().0);
    sue.sends(&inbox, &undo, &[]).await.is(303);
    let shown = forms.ann().await.get(&format!("/entries/{entry}")).await;
    shown.is(200).does_not_say("What the assessor said");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 0);
    let request = forms.request(&entry).await;
    forms.signs(&request, &with(&[("f-strengths", "Better words.")])).await.leads_to("/inbox");
    let shown = forms.ann().await.get(&format!("/entries/{entry}")).await;
    shown.is(200).says("Better words.");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
}

#[actix_web::test]
async fn a_report_has_both_sides() {
    let forms = forms().await;
    let (_, request) = forms.dops("12-lead ECG").await;
    forms.signs(&request, ANSWERS).await.leads_to("/inbox");
    let ann = forms.ann().await;
    let form = format!("/exports/new?enrolment={}", forms.ann.enrolment);
    let sent = ann.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await;
    forms.house.letters().await;
    let file = match sent.is(303).location().unwrap() {
        "/exports" => {
            let list = ann.get("/exports").await;
            let (_, rest) = list.is(200).body.split_once("href=\"/exports/").expect("a report");
            ann.get(&format!("/exports/{}", rest.split('"').next().unwrap())).await
        }
        path => ann.get(path).await,
    };
    assert!(file.is(200).body.len() > 100);
}

/// A name in the assessor's side goes with the words of their decision, and nothing stays behind.
#[actix_web::test]
async fn what_an_assessor_wrote_is_struck_out_with_their_decision() {
    let forms = forms().await;
    let (entry, request) = forms.dops("12-lead ECG").await;
    let named =
        with(&[("f-strengths", "Mrs Jones was calm"), ("nobody", "yes"), ("seen-where", "Bed of Jones")]);
    forms.signs(&request, &named).await.leads_to("/inbox");
    forms.house.later(60);
    let path = format!("/entries/{entry}");
    let (ann, lea) = (forms.ann().await, forms.lea().await);
    let incident = crate::redactions::reports(&ann, &path, &["decision:"]).await;
    crate::redactions::strikes(&lea, &incident, &["decision:"]).await.is(303);
    for reader in [&ann, &lea] {
        reader.get(&path).await.is(200).does_not_say("Jones").says("Signed");
    }
    // What was chosen and measured is nobody's name, and still counts.
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
    forms.house.letters().await;
    verifies(&forms.house.app).await;
}
