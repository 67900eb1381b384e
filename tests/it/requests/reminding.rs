//! Reminders at most once a week, folded into one letter a day; what comes before the lead; the map.

use diesel::prelude::*;
use perfolio::db::schema::{accounts, escalations, reminders};
use perfolio::db::tx::Why;
use perfolio::domain::role::System;
use perfolio::features::requests::go_round;
use perfolio::mail::Letter;

use super::{Department, TOM, department, goes_away};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::submits;

impl Department {
    async fn round(&self) {
        go_round(&self.house.app, System::at_work()).await.unwrap();
    }

    /// The digests among the letters since the last time.
    async fn digests(&self) -> Vec<Letter> {
        let all = self.house.letters().await;
        all.into_iter().filter(|one| one.subject.contains("entr")).collect()
    }

    async fn reminders(&self) -> i64 {
        self.house.app.read(|r| Ok(reminders::table.count().get_result(r.conn())?)).await.unwrap()
    }
}

fn to(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|one| one.to_address.as_str()).collect()
}

#[actix_web::test]
async fn a_trainee_reminds_once_a_week_and_all_of_it_is_one_letter() {
    let d = department().await;
    let (entry, _) = d.case("2026-11-03").await;
    d.case("2026-11-04").await;
    d.house.letters().await;
    let ann = d.house.signed_in(TRAINEE).await;
    let page = format!("/entries/{entry}");
    ann.fills(&page, "/reminders", &[]).await.leads_to(&page);
    ann.get(&page)
        .await
        .is(200)
        .says("Sue Carter is reminded")
        .says("Reminded on 12 November 2026 by Ann Field; again possible from 19 November 2026.")
        .does_not_say("Send a reminder");
    // The other one may still be reminded of: from the home, all that waits with Sue.
    ann.fills("/home", "/reminders", &[]).await.leads_to("/home");
    assert_eq!(d.reminders().await, 2);
    ann.get("/home").await.is(200).says("Reminded; again possible from 19 November 2026");
    let again = ann.post("/reminders", &[("asked", d.made.supervisor.as_str())]).await;
    assert_eq!(again.status, 403, "{}", again.body);
    again.says("The next reminder is possible from 19 November 2026.");
    assert!(d.house.letters().await.is_empty(), "nothing is sent at once");
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/inbox").await.is(200).says("Reminded on 12 November 2026 by Ann Field");
    sue.get("/notices").await.is(200).says("Ann Field reminded you of what they recorded for");

    d.round().await;
    let letters = d.digests().await;
    assert_eq!(to(&letters), [SUPERVISOR]);
    let letter = &letters[0];
    assert_eq!(letter.subject, "2 entries wait for your signature");
    assert!(
        letter.text.contains("Ann Field: 2 entries wait for you, the oldest since 12 November 2026."),
        "{letter:?}"
    );
    assert_eq!(letter.text.matches("/inbox").count(), 1, "one link: {letter:?}");
    assert!(!letter.text.contains("Aortic"), "no word of a case: {letter:?}");
    // Strangers remind nobody.
    let tom = d.house.signed_in(TOM).await;
    tom.post("/reminders", &[("asked", d.made.supervisor.as_str())]).await.is(404);
    assert_eq!(d.reminders().await, 2);
}

#[actix_web::test]
async fn two_people_of_one_name_are_two_lines_of_the_letter() {
    let d = department().await;
    let (other, sue, tom) = (d.made.trainees[1].clone(), d.made.supervisor.clone(), d.tom.clone());
    let named = d.house.app.write_quietly(Why::Swept, move |tx| {
        for (id, name) in [(&other.person, "Ann Field"), (&tom, "Sue Carter")] {
            diesel::update(accounts::table.find(id)).set(accounts::name.eq(name)).execute(tx.conn())?;
        }
        Ok(())
    });
    named.await.unwrap();
    d.house.vouches().await;
    d.case("2026-11-03").await;
    for (day, to) in [("2026-11-04", &sue), ("2026-11-05", &d.tom)] {
        submits(&d.house, &d.made, &d.made.trainees[1], day, to).await;
    }
    d.house.letters().await;
    d.on(19);
    d.round().await;
    let letters = d.digests().await;
    let told = letters.iter().find(|one| one.to_address == SUPERVISOR).unwrap();
    assert_eq!(told.text.matches("Ann Field: 1 entry waits for you").count(), 2, "{told:?}");
    d.house.app.clock.set("2026-12-03T09:00:00Z".parse().unwrap());
    d.round().await;
    let letters = d.digests().await;
    let lead = letters.iter().find(|one| one.to_address == LEAD).unwrap();
    assert!(lead.text.contains("With Sue Carter: 2 entries have waited too long"), "{lead:?}");
    assert!(lead.text.contains("With Sue Carter: 1 entry has waited too long"), "{lead:?}");
}

#[actix_web::test]
async fn the_round_may_run_twice_break_off_and_run_on_two_nodes() {
    let d = department().await;
    d.case("2026-11-03").await;
    d.house.letters().await;
    d.on(18);
    d.round().await;
    assert_eq!((d.reminders().await, d.digests().await.len()), (0, 0), "not before seven days");
    d.on(19);
    // Two nodes at once; and before any letter has gone, as if the worker had died, once more.
    let (one, two) =
        tokio::join!(go_round(&d.house.app, System::at_work()), go_round(&d.house.app, System::at_work()));
    one.unwrap();
    two.unwrap();
    d.round().await;
    assert_eq!(d.reminders().await, 1);
    let letters = d.digests().await;
    assert_eq!(to(&letters), [SUPERVISOR]);
    assert!(letters[0].text.contains("Reminded by Perfolio."), "{letters:?}");
    d.house.later(3600);
    d.round().await;
    d.on(20);
    d.round().await;
    assert_eq!((d.reminders().await, d.digests().await.len()), (1, 0), "nothing new");
    // The second and last one of the house.
    d.on(26);
    d.round().await;
    assert_eq!((d.reminders().await, to(&d.digests().await)), (2, vec![SUPERVISOR]));
    d.on(30);
    d.round().await;
    assert_eq!(d.reminders().await, 2);
}

#[actix_web::test]
async fn everybody_says_how_often_a_letter_comes() {
    let d = department().await;
    let (entry, _) = d.case("2026-11-03").await;
    d.house.letters().await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/notices").await.is(200).says("Once a day, if there is anything new");
    sue.fills("/notices", "/notices/rhythm", &[("rhythm", "in-app")]).await.leads_to("/notices");
    let ann = d.house.signed_in(TRAINEE).await;
    ann.fills(&format!("/entries/{entry}"), "/reminders", &[]).await.is(303);
    d.round().await;
    assert!(d.digests().await.is_empty());
    sue.get("/notices").await.is(200).says("Ann Field reminded you");
    sue.fills("/notices", "/notices/rhythm", &[("rhythm", "weekly")]).await.leads_to("/notices");
    d.round().await;
    assert_eq!(d.digests().await.len(), 1);
    d.on(19);
    let ann = d.house.signed_in(TRAINEE).await;
    ann.fills(&format!("/entries/{entry}"), "/reminders", &[]).await.is(303);
    d.on(18);
    d.round().await;
    assert!(d.digests().await.is_empty(), "not within a week");
    d.on(19);
    d.round().await;
    assert_eq!(d.digests().await.len(), 1);
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.post("/notices/rhythm", &[("rhythm", "hourly")]).await.is(422);
}

#[actix_web::test]
async fn what_is_new_for_somebody_who_is_away_is_told_to_their_deputy() {
    let d = department().await;
    d.case("2026-11-03").await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    goes_away(&sue, "/away", (12, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
    d.house.letters().await;
    d.on(19);
    d.round().await;
    assert_eq!(to(&d.digests().await), [TOM]);
}

#[actix_web::test]
async fn what_waits_too_long_comes_before_the_lead_once() {
    let d = department().await;
    let (_, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).does_not_say("Waited too long");
    d.house.app.clock.set("2026-12-03T09:00:00Z".parse().unwrap());
    d.round().await;
    d.round().await;
    let brought: i64 =
        d.house.app.read(|r| Ok(escalations::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(brought, 1);
    let letters = d.digests().await;
    let lead: Vec<&Letter> = letters.iter().filter(|one| one.to_address == LEAD).collect();
    assert_eq!(lead.len(), 1);
    assert!(lead[0].text.contains("With Sue Carter: 1 entry has waited too long"), "{:?}", lead[0]);
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).says("Waited too long, or due soon").says("Sue Carter: 1 entry");
    d.house.later(86_400);
    d.round().await;
    assert!(d.digests().await.iter().all(|one| one.to_address != LEAD), "once for each request");
    // The admin sets other days.
    let admin = d.house.person("Adam Price", "adam@demo.example").await;
    crate::kit::work::appoints(&d.house, &admin, perfolio::domain::role::Capacity::Admin, &d.own).await;
    let adam = d.house.signed_in("adam@demo.example").await;
    let days = [("first", "3"), ("second", "3"), ("lead", "9"), ("near", "2")];
    let page = "/settings/requests";
    adam.fills(page, page, &days).await.is(422).says("comes after the first one");
    let days = [("first", "3"), ("second", "5"), ("lead", "9"), ("near", "2")];
    adam.fills(page, page, &days).await.leads_to(page);
    assert!(d.request(&request).await.2);
}

#[actix_web::test]
async fn the_map_says_what_waits_with_whom_and_reminds_from_the_row() {
    let d = department().await;
    d.case("2026-11-03").await;
    d.case("2026-11-04").await;
    d.on(20);
    let lea = d.house.signed_in(LEAD).await;
    let map = lea.get("/waiting/map").await;
    map.is(200).says("Sue Carter").says("Typically 8 days, at most 8 days").says("Send a reminder");
    lea.get("/waiting/map?by=site").await.is(200).says("Heart Centre").says("Sue Carter (2)");
    lea.get("/waiting/map?by=module").await.is(200).says("Sue Carter (2)");
    lea.sends(&map, "/reminders", &[]).await.leads_to("/waiting/map?by=person");
    assert_eq!(d.reminders().await, 2);
    lea.get("/waiting/map").await.is(200).says("Reminded; again possible from 27 November 2026");
    lea.post("/reminders", &[("asked", d.made.supervisor.as_str())]).await.is(403);
    d.house.signed_in(SUPERVISOR).await.get("/waiting/map").await.is(404);
}

/// Whoever takes a request over starts afresh with reminders; its age stays.
#[actix_web::test]
async fn whoever_takes_over_is_reminded_as_if_asked_that_day() {
    let d = department().await;
    let (entry, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    for day in [19, 26] {
        d.on(day);
        d.round().await;
    }
    assert_eq!((d.reminders().await, to(&d.digests().await)), (2, vec![SUPERVISOR, SUPERVISOR]), "Sue’s two");
    let sue = d.house.signed_in(SUPERVISOR).await;
    let page = format!("/requests/{request}/handover");
    sue.fills(&page, &page, &[("to", d.tom.as_str())]).await.leads_to("/inbox");
    let path = format!("/entries/{entry}");
    let (ann, lea) = (d.house.signed_in(TRAINEE).await, d.house.signed_in(LEAD).await);
    ann.get(&path).await.is(200).says("with Tom Hill since 12 November 2026").does_not_say("again possible");
    ann.get("/home").await.does_not_say("again possible");
    lea.get("/waiting/map").await.is(200).says("Tom Hill").does_not_say("again possible");
    d.house.signed_in(TOM).await.get("/inbox").await.does_not_say("Reminded on");
    d.house.letters().await;
    d.round().await;
    assert_eq!(d.reminders().await, 2, "not on the day on which it came to them");
    d.house.app.clock.set("2026-12-03T09:00:00Z".parse().unwrap());
    d.round().await;
    d.round().await;
    assert_eq!(d.reminders().await, 3);
    assert!(to(&d.digests().await).contains(&TOM));
}

/// A request that leads were told of is brought before them again when it has waited as long with somebody else.
#[actix_web::test]
async fn what_was_brought_before_leads_is_brought_again_with_whoever_took_it_over() {
    let d = department().await;
    let (_, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    let at = |text: &str| d.house.app.clock.set(text.parse().unwrap());
    at("2026-12-03T09:00:00Z");
    d.round().await;
    assert!(to(&d.digests().await).contains(&LEAD));
    let lea = d.house.signed_in(LEAD).await;
    let page = format!("/requests/{request}/handover");
    lea.fills(&page, &page, &[("to", d.tom.as_str())]).await.leads_to("/waiting");
    lea.get("/waiting").await.is(200).does_not_say("Waited too long");
    d.house.letters().await;
    at("2026-12-23T09:00:00Z");
    d.round().await;
    assert!(!to(&d.digests().await).contains(&LEAD), "twenty days with Tom");
    at("2026-12-24T10:00:00Z");
    d.round().await;
    d.round().await;
    assert!(to(&d.digests().await).contains(&LEAD));
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).says("Waited too long, or due soon").says("Tom Hill: 1 entry");
}

/// What nobody can decide on any more is on no map, and nobody is reminded of it.
#[actix_web::test]
async fn what_is_frozen_waits_on_no_map_and_nobody_is_reminded_of_it() {
    let d = department().await;
    let (entry, _) = d.case("2026-11-03").await;
    d.house.letters().await;
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting/map").await.is(200).says("Sue Carter").says("Send a reminder");
    let ann = &d.made.trainees[0];
    let until = [("until", "2026-11-12")];
    crate::life::records(&lea, ann, "freeze", &[("time", "17:00")], &until).await.is(303);
    d.house.letters().await;
    d.on(20);
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting/map").await.is(200).says("Nothing waits for anybody’s signature.");
    lea.get("/waiting").await.is(200).does_not_say(entry.as_str());
    d.round().await;
    assert_eq!((d.reminders().await, d.digests().await.len()), (0, 0));
    let asked = [("asked", d.made.supervisor.as_str())];
    lea.post("/reminders", &asked).await.is(403).says("It is frozen, so nobody can decide on it any more.");
    assert_eq!(d.reminders().await, 0);
}

/// A reminder from the row of a site or a module is of what stands in that row.
#[actix_web::test]
async fn a_reminder_from_a_row_is_of_that_row() {
    let d = department().await;
    let (_, first) = d.case("2026-11-03").await;
    d.case("2026-11-04").await;
    d.on(20);
    let lea = d.house.signed_in(LEAD).await;
    let map = lea.get("/waiting/map?by=site").await;
    map.is(200).says("name=\"requests\"").says(first.as_str());
    let row = [("asked", d.made.supervisor.as_str()), ("requests", first.as_str())];
    lea.post("/reminders", &row).await.is(303);
    assert_eq!(d.reminders().await, 1, "the other entry is of another row");
    let all = [("asked", d.made.supervisor.as_str())];
    lea.post("/reminders", &all).await.is(303);
    assert_eq!(d.reminders().await, 2);
}

/// Nobody’s work is left with somebody who is gone: leads and the trainee are told the next morning.
#[actix_web::test]
async fn what_waits_with_somebody_who_is_gone_comes_before_leads_at_once() {
    let d = department().await;
    d.case("2026-11-03").await;
    d.house.letters().await;
    let sue = d.made.supervisor.clone();
    let closed = d.house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let now = tx.now();
        diesel::update(accounts::table.find(&sue)).set(accounts::closed_at.eq(now)).execute(tx.conn())?;
        Ok(())
    });
    closed.await.unwrap();
    d.house.vouches().await;
    d.on(13);
    d.round().await;
    d.round().await;
    let letters = d.house.letters().await;
    let mut told = to(&letters);
    told.sort_unstable();
    assert_eq!(told, [TRAINEE, LEAD], "once, and nothing to Sue: {letters:?}");
    let own = letters.iter().find(|one| one.to_address == TRAINEE).unwrap();
    assert!(own.text.contains("waits with Sue Carter, who can decide on it no more"), "{own:?}");
    assert_eq!(d.reminders().await, 0);
    let lea = d.house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).says("Waited too long, or due soon").says("Sue Carter: 1 entry");
}

/// The same once an appointment has ended and the time after it is over.
#[actix_web::test]
async fn what_waits_with_somebody_whose_appointment_is_long_over_comes_before_leads() {
    let d = department().await;
    crate::kit::work::ends_appointments(&d.house, &d.made.supervisor, "2026-11-12").await;
    d.house.app.clock.set("2027-01-11T09:00:00Z".parse().unwrap());
    d.case("2026-11-03").await;
    d.house.letters().await;
    d.round().await;
    assert!(d.house.letters().await.is_empty(), "sixty days after the end she still decides");
    d.house.app.clock.set("2027-01-13T09:00:00Z".parse().unwrap());
    d.round().await;
    let letters = d.house.letters().await;
    assert!(to(&letters).contains(&LEAD) && to(&letters).contains(&TRAINEE), "{letters:?}");
}

impl Department {
    /// Sue's appointment has been over for so long that she decides on nothing any more.
    async fn sue_is_gone(&self) {
        crate::kit::work::ends_appointments(&self.house, &self.made.supervisor, "2026-11-12").await;
        self.house.app.clock.set("2027-01-13T09:00:00Z".parse().unwrap());
    }
}

/// What waited too long before was told of as that; that nobody decides on it any more is told too, once.
#[actix_web::test]
async fn what_was_brought_before_leads_is_told_of_again_when_whoever_has_it_is_gone() {
    let d = department().await;
    let (entry, request) = d.case("2026-11-03").await;
    d.house.app.clock.set("2026-12-04T09:00:00Z".parse().unwrap());
    d.round().await;
    let why = |request: perfolio::domain::names::RequestId| {
        d.house.app.read(move |r| {
            Ok(escalations::table.find(&request).select(escalations::why).first::<String>(r.conn())?)
        })
    };
    assert_eq!(why(request.clone()).await.unwrap(), "long");
    d.house.letters().await;
    d.sue_is_gone().await;
    d.round().await;
    d.round().await;
    assert_eq!(why(request).await.unwrap(), "gone");
    let letters = d.house.letters().await;
    let mut told = to(&letters);
    told.sort_unstable();
    assert_eq!(told, [TRAINEE, LEAD], "once each: {letters:?}");
    let of = |address: &str| letters.iter().find(|one| one.to_address == address).unwrap();
    let own = of(TRAINEE);
    assert!(own.text.contains("waits with Sue Carter, who can decide on it no more"), "{own:?}");
    assert!(own.text.contains(&format!("/entries/{entry}")), "{own:?}");
    let lead = of(LEAD);
    assert!(lead.text.contains("With Sue Carter, who can decide no more: 1 entry waits"), "{lead:?}");
    let ann = d.house.signed_in(TRAINEE).await;
    ann.get("/notices").await.is(200).says(&format!("href=\"/entries/{entry}\">Your entry number"));
    d.house.later(86_400);
    d.round().await;
    let again = d.house.letters().await;
    assert!(again.is_empty(), "{again:?}");
}

#[actix_web::test]
async fn whoever_has_asked_somebody_else_by_then_is_not_told_of_who_is_gone() {
    let d = department().await;
    let (entry, _) = d.case("2026-11-03").await;
    d.house.letters().await;
    d.sue_is_gone().await;
    d.round().await;
    d.round().await;
    let ann = d.house.signed_in(TRAINEE).await;
    let page = format!("/entries/{entry}");
    ann.fills(&page, &format!("{page}/request"), &[("ask", d.tom.as_str())]).await.is(303);
    let letters = d.house.letters().await;
    let told = letters.iter().filter(|one| one.to_address == TRAINEE);
    assert!(!told.into_iter().any(|one| one.text.contains("can decide on it no more")), "{letters:?}");
}

/// What a trainee has with whoever is gone is one letter, and each of it stands in the app.
#[actix_web::test]
async fn several_that_wait_with_whoever_is_gone_are_one_letter() {
    let d = department().await;
    for day in ["2026-11-03", "2026-11-04", "2026-11-05"] {
        d.case(day).await;
    }
    d.house.letters().await;
    d.sue_is_gone().await;
    d.round().await;
    d.round().await;
    let letters = d.house.letters().await;
    let own: Vec<&Letter> = letters.iter().filter(|one| one.to_address == TRAINEE).collect();
    assert_eq!(own.len(), 1, "{letters:#?}");
    assert_eq!(own[0].subject, "3 of your entries wait with somebody who can decide no more");
    assert!(own[0].text.contains("wait with Sue Carter, who can decide on them no more."), "{letters:#?}");
    let ann = d.house.signed_in(TRAINEE).await;
    let page = ann.get("/notices").await;
    assert_eq!(page.body.matches("who can decide on it no more").count(), 3, "{}", page.body);
}

/// Whoever is gone is not reminded, and the pages say so and name the way out, which is open as long as anything waits.
#[actix_web::test]
async fn nobody_reminds_whoever_is_gone_and_a_lead_hands_all_of_it_over() {
    let d = department().await;
    let (entry, request) = d.case("2026-11-03").await;
    let (second, _) = d.case("2026-11-04").await;
    d.sue_is_gone().await;
    d.round().await;
    d.house.letters().await;
    let (ann, lea) = (d.house.signed_in(TRAINEE).await, d.house.signed_in(LEAD).await);
    let page = ann.get(&format!("/entries/{entry}")).await;
    page.is(200).says("Sue Carter can decide on it no more. Ask somebody else below.");
    page.does_not_say("Send a reminder");
    let home = ann.get("/home").await;
    home.is(200).says("2 with Sue Carter").says("Can decide no more: <a href=");
    assert!(
        [&entry, &second]
            .iter()
            .any(|one| home.body.contains(&format!("/entries/{one}\">ask somebody else")))
    );
    home.does_not_say("Send a reminder");
    let refused = ann.post("/reminders", &[("request", request.as_str())]).await;
    refused.is(403).says("Sue Carter can decide on it no more, so nobody was reminded.");
    lea.post("/reminders", &[("asked", d.made.supervisor.as_str())]).await.is(403);
    assert_eq!(d.reminders().await, 0);
    ann.get("/notices").await.is(200).says("who can decide on it no more");

    let all = format!("/people/{}/handover", d.made.supervisor);
    let link = format!("href=\"{all}\"");
    lea.get("/waiting").await.is(200).says("Sue Carter can decide on this no more.").says(&link);
    for by in ["person", "site", "module"] {
        let map = lea.get(&format!("/waiting/map?by={by}")).await;
        map.is(200).says("Can decide no more.").says(&link).does_not_say("Send a reminder");
    }
    d.house.signed_in(TOM).await.get(&all).await.is(404);
    let field = format!("to-{}", d.made.trainees[0].person);
    let page = lea.get(&all).await;
    page.is(200).says("href=\"/waiting\"");
    lea.sends(&page, &all, &[(field.as_str(), d.tom.as_str())]).await.leads_to("/waiting");
    lea.get(&all).await.is(404);
    assert_eq!(d.request(&request).await.0, d.tom);
    ann.get("/notices").await.is(200).does_not_say("who can decide on it no more");
    ann.get(&format!("/entries/{entry}")).await.is(200).does_not_say("on it no more").says("Send a reminder");
}
