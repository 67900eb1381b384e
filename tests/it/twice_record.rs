//! A form that is open in a second window while the thing changes: certificates, incidents, and the outcome of a review. Each
//! is done once, and whoever came second is told what happened.

use diesel::prelude::*;
use perfolio::db::schema::{certificates, entries, requests};
use perfolio::domain::names::{EntryId, RequestId};

use crate::certificates::{changes, first};
use crate::erasures::told;
use crate::kit::TestApp;
use crate::kit::acted::three_cases;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::redactions::{governor, reports, strikes};
use crate::reviews::seats::with_a_panel;
use crate::reviews::whole::{another_lead, concludes, freezes, objects};

async fn numbers(house: &TestApp) -> Vec<(String, bool)> {
    let read = house.app.read(|r| {
        let all = certificates::table.order((certificates::known_from, certificates::id));
        Ok(all.select((certificates::number, certificates::known_until.is_null())).load(r.conn())?)
    });
    read.await.unwrap()
}

/// What waits of this entry, signed.
async fn signs(house: &TestApp, sue: &Browser<'_>, entry: &str) {
    let id = EntryId::new(entry.rsplit('/').next().unwrap());
    let read = house.app.read(move |r| {
        let open = requests::table.filter(requests::closed_at.is_null());
        Ok(open.filter(requests::entry_id.eq(&id)).select(requests::id).first::<RequestId>(r.conn())?)
    });
    let inbox = format!("/inbox/{}", read.await.unwrap());
    sue.fills(&inbox, &format!("{inbox}/signature"), &[("level", "at-hand")]).await.is(303);
}

#[actix_web::test]
async fn certificates_are_made_and_withdrawn_once_and_of_what_was_looked_at() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let entry = first(&house, "signed").await;
    let (path, end) = (format!("{entry}/certificate"), format!("{entry}/certificate/end"));

    // Changed, and signed anew, while the page was open.
    let before = lea.get(&path).await;
    changes(&of, &ann, &entry).await;
    lea.sends(before.is(200), &path, &[]).await.is(403).says("Only what is signed");
    house.later(60);
    signs(&house, &sue, &entry).await;
    house.later(60);
    lea.sends(&before, &path, &[]).await.is(403).says("signed anew after you opened this page");
    assert_eq!(numbers(&house).await, []);

    let (one, other) = (lea.get(&path).await, lea.get(&path).await);
    lea.sends(one.is(200), &path, &[]).await.leads_to(&path);
    lea.sends(&one, &path, &[]).await.leads_to(&path);
    lea.sends(&other, &path, &[]).await.is(403).says("It has a certificate already.");
    assert_eq!(told(&house, "certificate/made").await, 1);

    // Another lead withdraws it, and makes another.
    let mine = lea.get(&path).await;
    let lou = another_lead(&house).await;
    let (one, other) = (lou.get(&path).await, lou.get(&path).await);
    lou.sends(one.is(200), &end, &[]).await.leads_to(&path);
    lou.sends(&one, &end, &[]).await.leads_to(&path);
    lou.sends(&other, &end, &[]).await.is(403).says("no certificate that could be withdrawn");
    house.later(60);
    lou.fills(&path, &path, &[]).await.leads_to(&path);
    lea.sends(mine.is(200), &end, &[]).await.is(403).says("there is another by now");
    let all: Vec<bool> = numbers(&house).await.into_iter().map(|(_, holds)| holds).collect();
    assert_eq!(all, [false, true], "what nobody looked at was not withdrawn");
    assert_eq!(told(&house, "certificate/withdrawn").await, 1);
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn what_is_struck_out_is_what_was_looked_at_and_an_incident_ends_as_it_is() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let (ann, lea, ivo) =
        (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, governor(&house).await);
    let entry = first(&house, "signed").await;
    let incident = reports(&ann, &entry, &["field:bypass-minutes"]).await;
    let (form, end) = (format!("{incident}/redaction"), format!("{incident}/end"));

    // Ann writes it anew while the page is open.
    let before = lea.get(&form).await;
    changes(&of, &ann, &entry).await;
    let wanted = [("place", "field:bypass-minutes"), ("sort", "name"), ("sure", "yes")];
    let again = lea.sends(before.is(200), &form, &wanted).await;
    again.is(422).says("The entry was changed after you opened this page").says("nothing was struck out");
    assert_eq!(told(&house, "entry/struck-out").await, 0);
    ann.get(&entry).await.is(200).says("59 min");

    // What was open as unfounded is struck out by somebody else meanwhile.
    let (open, other) = (ivo.get(&incident).await, lea.get(&form).await);
    strikes(&lea, &incident, &["field:bypass-minutes"]).await.leads_to(&incident);
    ivo.sends(open.is(200), &end, &[("how", "unfounded")]).await.is(422).says("so it was not unfounded");
    let late = lea.sends(other.is(200), &form, &wanted).await;
    late.is(422).says("Nothing stands in these places any more");
    assert_eq!(told(&house, "entry/struck-out").await, 1);
    ivo.get(&incident).await.says("Struck out").does_not_say("Over since");

    let (open, mut last) = (lea.get(&incident).await, lea.get(&form).await);
    ivo.fills(&incident, &end, &[("how", "done")]).await.leads_to(&incident);
    lea.sends(open.is(200), &end, &[("how", "done")]).await.is(422).says("This incident is over");
    last = lea.sends(&last, &form, &wanted).await;
    assert!(matches!(last.status, 403 | 422), "{}", last.status);
    last.says("This incident is over");
    assert_eq!(told(&house, "incident/closed").await, 1);
    // The list outside the database is a job's, as letters are.
    house.letters().await;
    verifies(&house.app).await;
}

async fn of_kind(house: &TestApp, kind: &'static str) -> i64 {
    let read = house
        .app
        .read(move |r| Ok(entries::table.filter(entries::kind.eq(kind)).count().get_result(r.conn())?));
    read.await.unwrap()
}

#[actix_web::test]
async fn an_outcome_is_put_in_the_record_once() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let lea = house.signed_in(LEAD).await;
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    freezes(&lea, &path).await;
    house.later(60);
    concludes(&pam, &path).await.leads_to(&path);
    let record = format!("{path}/record");
    let (one, other) = (lea.get(&path).await, lea.get(&path).await);
    one.is(200).says("Enter it in the record");
    let lou = another_lead(&house).await;
    let hers = lou.get(&path).await;
    lea.sends(&one, &record, &[]).await.leads_to(&path);
    lea.sends(&one, &record, &[]).await.leads_to(&path);
    for (who, page) in [(&lea, &other), (&lou, &hers)] {
        who.sends(page, &record, &[]).await.is(403).says("It is in the record already. Nothing was changed.");
    }
    assert_eq!((of_kind(&house, "review").await, of_kind(&house, "goal").await), (1, 1));
    verifies(&house.app).await;
    house.letters().await;
}

/// The answer to an objection is entered by itself: what the chair recorded before is not entered over it.
#[actix_web::test]
async fn an_outcome_that_was_changed_meanwhile_is_not_entered_over_the_new_one() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let (path, pam) = with_a_panel(&house, &of, &lea).await;
    freezes(&lea, &path).await;
    house.later(60);
    concludes(&pam, &path).await.leads_to(&path);
    let before = lea.get(&path).await;
    objects(&ann, &path).await.leads_to(&path);
    let (lou, answer) = (another_lead(&house).await, format!("{path}/answer"));
    let changed = [("verdict", "changed"), ("reasons", "The cases were enough."), ("outcome", "on-course")];
    lou.fills(&answer, &answer, &changed).await.leads_to(&path);
    let late = lea.sends(before.is(200), &format!("{path}/record"), &[]).await;
    late.is(403).says("It is in the record already. Nothing was changed.");
    assert_eq!((of_kind(&house, "review").await, of_kind(&house, "goal").await), (1, 0));
    lea.get(&path).await.says("On course").says("Another outcome stands now.");
    verifies(&house.app).await;
    house.letters().await;
}
