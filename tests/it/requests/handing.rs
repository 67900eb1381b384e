//! A request is given to somebody else and stays the same request.

use diesel::prelude::*;
use perfolio::db::schema::handovers;
use perfolio::domain::names::RequestId;
use perfolio::domain::role::Capacity;

use super::{TOM, department, goes_away};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::{appoints, submits};

#[actix_web::test]
async fn a_trainee_asks_somebody_else_and_the_clock_stays() {
    let d = department().await;
    let (entry, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    let before = d.request(&request).await;
    d.on(15);
    let ann = d.house.signed_in(TRAINEE).await;
    let (page, action) = (format!("/entries/{entry}"), format!("/entries/{entry}/request"));
    ann.fills(&page, &action, &[("ask", d.tom.as_str())]).await.leads_to(&page);
    let after = d.request(&request).await;
    assert_eq!(after, (d.tom.clone(), before.1, true));
    ann.get(&page)
        .await
        .is(200)
        .says("with Tom Hill since 12 November 2026")
        .says("Handed over from Sue Carter to Tom Hill");
    let letters = d.house.letters().await;
    let mut to: Vec<&str> = letters.iter().map(|one| one.to_address.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [SUPERVISOR, TOM]);
    assert!(letters.iter().all(|one| !one.text.contains("Aortic")), "no word of the case: {letters:?}");
    let (sue, tom) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(TOM).await);
    sue.get("/inbox").await.is(200).says("Nothing waits for you");
    sue.get("/notices").await.is(200).says("waits with Tom Hill now, and keeps its place");
    tom.get("/inbox").await.is(200).says("12 November 2026 (3 days)");
    tom.get("/notices").await.is(200).says("was handed over to you: it waited with Sue Carter, by Ann Field");
    ann.fills(&page, &action, &[("ask", d.made.trainees[1].person.as_str())]).await.is(422);
    assert_eq!(d.request(&request).await.0, d.tom);
}

#[actix_web::test]
async fn whoever_was_asked_and_whoever_leads_hands_over_and_nobody_else() {
    let d = department().await;
    let (_, request) = d.case("2026-11-03").await;
    let page = format!("/requests/{request}/handover");
    let (sue, lea) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(LEAD).await);
    let tom = d.house.signed_in(TOM).await;
    tom.get(&page).await.is(404);
    tom.post(&page, &[("to", d.tom.as_str())]).await.is(404);
    sue.fills(&page, &page, &[]).await.is(422).says("Choose who is to decide on it instead.");
    sue.fills(&page, &page, &[("to", d.made.trainees[0].person.as_str())]).await.is(422).says("own work");
    sue.fills(&page, &page, &[("to", d.tom.as_str())]).await.leads_to("/inbox");
    assert_eq!(d.request(&request).await.0, d.tom);
    sue.get(&page).await.is(404);
    lea.fills(&page, &page, &[("to", d.made.supervisor.as_str())]).await.leads_to("/waiting");
    assert_eq!(d.request(&request).await.0, d.made.supervisor);
    let count: i64 = d.house.app.read(|r| Ok(handovers::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(count, 2);
    // A request that is decided is not there any more.
    let inbox = format!("/inbox/{request}");
    sue.fills(&inbox, &format!("{inbox}/signature"), &[("level", "at-hand")]).await.is(303);
    lea.get(&page).await.is(404);
    d.house.signed_in("ann@demo.example").await.get(&page).await.is(404);
}

#[actix_web::test]
async fn whoever_leaves_hands_over_what_can_be_moved_and_the_rest_is_named() {
    let d = department().await;
    let (ann, ben) = (&d.made.trainees[0], &d.made.trainees[1]);
    let una = d.house.person("Una Reed", "una@demo.example").await;
    appoints(&d.house, &una, Capacity::Supervisor, &d.own).await;
    let mut asked: Vec<RequestId> = Vec::new();
    for (of, day) in [(ann, "2026-11-03"), (ann, "2026-11-04"), (ben, "2026-11-05")] {
        asked.push(submits(&d.house, &d.made, of, day, &d.made.supervisor).await.1);
    }
    // From before anybody else was there.
    let old = submits(&d.house, &d.made, ben, "2001-01-01", &d.made.supervisor).await.1;
    let person = format!("/people/{}", d.made.supervisor);
    let page = format!("{person}/handover");
    let lea = d.house.signed_in(LEAD).await;
    let shown = lea.get(&page).await;
    shown.is(200).says("Who takes over for Ann Field?").says("Cannot be moved here");
    shown.says("nobody else is appointed for it who is there");

    // Ending the appointment asks for it first.
    let shown = lea.get(&person).await;
    let end = shown.is(200).body.split("href=\"/appointments/").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/appointments/{end}");
    let last = super::date("last", 20);
    let mut last: Vec<(&str, &str)> =
        last.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    let asks = lea.fills(&end, &end, &last).await;
    asks.is(422).says("4 requests wait with Sue Carter.").says(&page);

    d.house.letters().await;
    let (to_ann, to_ben) = (format!("to-{}", ann.person), format!("to-{}", ben.person));
    let moved =
        lea.fills(&page, &page, &[(to_ann.as_str(), d.tom.as_str()), (to_ben.as_str(), una.as_str())]).await;
    moved.leads_to(&page);
    assert_eq!(d.request(&asked[0]).await.0, d.tom);
    assert_eq!(d.request(&asked[1]).await.0, d.tom);
    assert_eq!(d.request(&asked[2]).await.0, una);
    assert_eq!(d.request(&old).await.0, d.made.supervisor);
    // One letter each, in which all of it is counted; in the app each stands by itself.
    let letters = d.house.letters().await;
    let of = |address: &str| {
        let all: Vec<_> = letters.iter().filter(|one| one.to_address == address).collect();
        assert_eq!(all.len(), 1, "{address}: {letters:#?}");
        all[0]
    };
    assert_eq!(letters.len(), 5, "Tom, Una, Sue, Ann and Ben: {letters:#?}");
    assert_eq!(of(TOM).subject, "2 requests of Ann Field wait with you now");
    assert!(
        of(TOM).text.contains("Lea Brook handed over to you: what waited with Sue Carter."),
        "{letters:#?}"
    );
    assert!(of("una@demo.example").subject.ends_with("waits with you now"), "{letters:#?}");
    assert!(of(SUPERVISOR).subject.starts_with("3 requests of 2 trainees wait with "), "{letters:#?}");
    assert_eq!(of(TRAINEE).subject, "2 of your entries wait with Tom Hill now");
    let tom = d.house.signed_in(TOM).await;
    assert_eq!(tom.get("/notices").await.body.matches("was handed over to you").count(), 2);
    let own = d.house.signed_in(TRAINEE).await;
    assert_eq!(own.get("/notices").await.body.matches("waits with Tom Hill now").count(), 2);
    lea.get(&page).await.is(200).does_not_say("Who takes over").says("Cannot be moved here");
    last.push(("leave", "yes"));
    lea.fills(&end, &end, &last).await.leads_to(&person);

    // Nobody is taken who may not decide, nor anything that is not theirs to move.
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/handover").await.is(200).says("Cannot be moved here");
    sue.fills("/handover", "/handover", &[(to_ben.as_str(), ben.person.as_str())])
        .await
        .is(422)
        .says("nobody chosen can take it");
    d.house.signed_in(TRAINEE).await.get(&page).await.is(404);
}

#[actix_web::test]
async fn nobody_is_proposed_who_is_away() {
    let d = department().await;
    d.case("2026-11-03").await;
    let (sue, tom) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(TOM).await);
    sue.get("/handover").await.is(200).says("Tom Hill");
    goes_away(&tom, "/away", (12, 24), &[]).await.leads_to("/away");
    sue.get("/handover").await.is(200).does_not_say("Tom Hill").says("Lea Brook");
}

#[actix_web::test]
async fn what_is_handed_to_somebody_who_is_away_is_told_to_their_deputy() {
    let d = department().await;
    let una = d.house.person("Una Reed", "una@demo.example").await;
    appoints(&d.house, &una, Capacity::Supervisor, &d.own).await;
    let (_, request) = d.case("2026-11-03").await;
    let (sue, tom) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(TOM).await);
    goes_away(&tom, "/away", (12, 24), &[("deputy", una.as_str())]).await.leads_to("/away");
    d.house.letters().await;
    let page = format!("/requests/{request}/handover");
    sue.fills(&page, &page, &[("to", d.tom.as_str())]).await.leads_to("/inbox");
    let letters = d.house.letters().await;
    let told: Vec<&str> = letters.iter().map(|one| one.to_address.as_str()).collect();
    assert!(told.contains(&"una@demo.example") && !told.contains(&TOM), "{told:?}");
    let hers = letters.iter().find(|one| one.to_address == "una@demo.example").unwrap();
    assert!(hers.text.contains("handed over to Tom Hill, for whom you stand in, by Sue Carter"), "{hers:?}");
    tom.get("/notices").await.is(200).says("was handed over to you: it waited with Sue Carter.");
    let una = d.house.signed_in("una@demo.example").await;
    una.get("/notices").await.is(200).says("was handed over to Tom Hill, for whom you stand in");
}
