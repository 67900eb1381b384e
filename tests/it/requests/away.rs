//! Out of office with a deputy: what waits lies in their inbox too, in those days and no others.

use diesel::prelude::*;
use perfolio::db::schema::deputised;
use perfolio::domain::role::Capacity;

use super::{TOM, department, goes_away};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::{appoints, enrolled_until};
use crate::life::records;

#[actix_web::test]
async fn a_deputy_signs_in_their_own_name_in_those_days_and_no_others() {
    let d = department().await;
    let (entry, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    goes_away(&sue, "/away", (13, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
    sue.get("/away").await.is(200).says("13 November 2026 to 24 November 2026: Tom Hill deputises");
    let letters = d.house.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].to_address.as_str(), letters[0].subject.as_str()),
        (TOM, "You deputise for Sue Carter")
    );

    // Not yet.
    let tom = d.house.signed_in(TOM).await;
    tom.get("/inbox").await.is(200).says("Nothing waits for you");
    d.on(13);
    let (ann, tom) = (d.house.signed_in(TRAINEE).await, d.house.signed_in(TOM).await);
    ann.get("/entries/new?kind=bypass-case")
        .await
        .is(200)
        .says("Sue Carter is away until 24 November 2026; Tom Hill deputises.");
    ann.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("<p>Sue Carter is away until 24 November 2026; Tom Hill deputises.</p>");
    ann.get("/home").await.is(200).says("<br>Sue Carter is away until 24 November 2026; Tom Hill deputises");
    tom.get("/inbox").await.is(200).says("For Sue Carter (away)").says("1 bypass case waits for you");
    tom.get("/notices").await.is(200).says("You deputise for Sue Carter from 13 November 2026");
    let page = format!("/inbox/{request}");
    let open = tom.get(&page).await;
    open.is(200).says("You deputise for Sue Carter until 24 November 2026.");
    tom.sends(&open, &format!("{page}/signature"), &[("level", "at-hand")]).await.leads_to("/inbox");
    ann.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("Signed by Tom Hill")
        .says("supervisor, deputising for Sue Carter");
    assert_eq!(stood_in(&d).await, 1);
    d.house.later(20);
    d.house.letters().await;

    // Letters go to the deputy for that time, and to Sue again after it.
    d.case("2026-11-10").await;
    let letters = d.house.letters().await;
    assert_eq!(letters.iter().map(|one| one.to_address.as_str()).collect::<Vec<_>>(), [TOM]);
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/notices").await.is(200).says("Ann Field asks for a decision");
    d.on(25);
    let (_, late) = d.case("2026-11-11").await;
    assert_eq!(d.house.letters().await[0].to_address, SUPERVISOR);
    let tom = d.house.signed_in(TOM).await;
    tom.get("/inbox").await.is(200).says("Nothing waits for you");
    // A colleague of the same appointment may still decide, and is no deputy any more.
    let page = format!("/inbox/{late}");
    let open = tom.get(&page).await;
    open.is(200).does_not_say("You deputise");
    tom.sends(&open, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    assert_eq!(stood_in(&d).await, 1);
}

async fn stood_in(d: &super::Department) -> i64 {
    d.house.app.read(|r| Ok(deputised::table.count().get_result(r.conn())?)).await.unwrap()
}

#[actix_web::test]
async fn somebody_appointed_only_now_decides_what_is_older_as_long_as_they_deputise() {
    let d = department().await;
    let una = d.house.person("Una Reed", "una@demo.example").await;
    appoints(&d.house, &una, Capacity::Supervisor, &d.own).await;
    let person = una.clone();
    let begun = d.house.app.write_quietly(perfolio::db::tx::Why::StandingRefreshed, move |tx| {
        use perfolio::db::schema::appointments;
        let from: perfolio::domain::time::Day = "2026-11-12".parse().unwrap();
        diesel::update(appointments::table.filter(appointments::person_id.eq(&person)))
            .set(appointments::from_day.eq(from))
            .execute(tx.conn())?;
        Ok(())
    });
    begun.await.unwrap();
    d.house.vouches().await;
    let (_, request) = d.case("2026-11-03").await;
    let (sue, page) = (d.house.signed_in(SUPERVISOR).await, format!("/inbox/{request}"));
    let una_at = d.house.signed_in("una@demo.example").await;
    una_at.get(&page).await.is(200).says("You hold no appointment that covers this entry");
    goes_away(&sue, "/away", (12, 20), &[("deputy", una.as_str())]).await.leads_to("/away");
    let open = una_at.get(&page).await;
    open.is(200).says("You deputise for Sue Carter");
    d.on(21);
    let una_at = d.house.signed_in("una@demo.example").await;
    let signed = una_at.sends(&open, &format!("{page}/signature"), &[("level", "at-hand")]).await;
    assert_ne!(signed.status, 303, "the days are over");
    una_at.get(&page).await.is(200).says("You hold no appointment that covers this entry");
}

#[actix_web::test]
async fn a_deputy_must_fit_and_the_sentence_says_for_whom_not() {
    let d = department().await;
    d.case("2026-11-03").await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    let una = d.house.person("Una Reed", "una@demo.example").await;
    appoints(&d.house, &una, Capacity::Supervisor, &d.other).await;
    let (ann, ben) = (&d.made.trainees[0].person, &d.made.trainees[1].person);
    for (deputy, appoint, said) in [
        (&d.made.supervisor, false, "Nobody is their own deputy"),
        (ann, false, "Ann Field is neither a supervisor nor a training lead"),
        (ann, true, "nobody signs their own work"),
        (ben, true, "is a trainee on the same programme as Ann Field"),
        (&una, false, "Una Reed is not appointed for Ann Field"),
    ] {
        if appoint {
            appoints(&d.house, deputy, Capacity::Supervisor, &d.own).await;
        }
        let answer = goes_away(&sue, "/away", (13, 24), &[("deputy", deputy.as_str())]).await;
        answer.is(422).says(said);
    }
    // Whoever says that it waits may name them all the same; and these requests do not go to them.
    let words = [("deputy", una.as_str()), ("leave", "yes")];
    goes_away(&sue, "/away", (13, 24), &words).await.leads_to("/away");
    d.on(14);
    let una = d.house.signed_in("una@demo.example").await;
    una.get("/inbox").await.is(200).says("Nothing waits for you");
}

#[actix_web::test]
async fn a_deputy_has_no_deputy() {
    let d = department().await;
    let (sue, tom) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(TOM).await);
    let to_tom = [("deputy", d.tom.as_str())];
    let to_sue = [("deputy", d.made.supervisor.as_str())];
    goes_away(&tom, "/away", (20, 22), &[]).await.leads_to("/away");
    goes_away(&sue, "/away", (13, 24), &to_tom)
        .await
        .is(422)
        .says("Tom Hill is away too until 22 November 2026. Name somebody who is there.");
    goes_away(&sue, "/away", (13, 19), &to_tom).await.leads_to("/away");
    goes_away(&tom, "/away", (13, 14), &to_sue)
        .await
        .is(422)
        .says("Tom Hill stands in for Sue Carter on some of these days, and a deputy has no deputy.");
    goes_away(&sue, "/away", (19, 19), &[]).await.is(422).says("It is written down already");
    goes_away(&sue, "/away", (24, 23), &[]).await.is(422).says("Turn them round");
    goes_away(&sue, "/away", (1, 2), &[]).await.is(422).says("These days are over already");
    sue.post("/away", &[("from-day", "x")]).await.is(422).says("Enter a real date");
}

#[actix_web::test]
async fn a_lead_writes_it_down_for_somebody_who_is_ill_and_ends_it() {
    let d = department().await;
    let (_, request) = d.case("2026-11-03").await;
    d.house.letters().await;
    let (lea, page) = (d.house.signed_in(LEAD).await, format!("/people/{}/away", d.made.supervisor));
    goes_away(&lea, &page, (12, 24), &[("deputy", d.tom.as_str())]).await.leads_to(&page);
    let letters = d.house.letters().await;
    let mut to: Vec<&str> = letters.iter().map(|one| one.to_address.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, [SUPERVISOR, TOM]);
    assert!(
        letters.iter().any(|one| one.text.contains("Lea Brook wrote down that you are away")),
        "{letters:?}"
    );
    let tom = d.house.signed_in(TOM).await;
    tom.get("/inbox").await.is(200).says("For Sue Carter");
    let shown = lea.get(&page).await;
    let end = shown.is(200).body.split("action=\"/away/").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/away/{end}");
    // Nobody else ends it.
    tom.post(&end, &[]).await.is(404);
    lea.sends(&shown, &end, &[]).await.leads_to(&page);
    tom.get("/inbox").await.is(200).says("Nothing waits for you");
    assert_eq!(d.request(&request).await.0, d.made.supervisor);
    lea.sends(&shown, &end, &[]).await.leads_to(&page);
    // A lead elsewhere finds nothing.
    let olga = d.house.person("Olga Other", "olga@demo.example").await;
    appoints(&d.house, &olga, Capacity::Lead, &d.other).await;
    d.house.signed_in("olga@demo.example").await.get(&page).await.is(404);
}

#[actix_web::test]
async fn a_trainee_is_who_is_in_training_today_whatever_day_was_set_first() {
    let d = department().await;
    d.case("2026-11-03").await;
    let ben = &d.made.trainees[1];
    appoints(&d.house, &ben.person, Capacity::Supervisor, &d.own).await;
    let (sue, lea) = (d.house.signed_in(SUPERVISOR).await, d.house.signed_in(LEAD).await);
    let to_ben = [("deputy", ben.person.as_str())];
    enrolled_until(&d.house, ben, "2026-10-31").await;
    let until = [("day", "2026-10-31"), ("until", "2027-01-31")];
    records(&lea, ben, "extended", &[], &until).await.is(303);
    let still = goes_away(&sue, "/away", (13, 24), &to_ben).await;
    still.is(422).says("is a trainee on the same programme as Ann Field");
    records(&lea, ben, "completed", &[("category", "programme")], &[("day", "2026-11-10")]).await.is(303);
    goes_away(&sue, "/away", (13, 24), &to_ben).await.leads_to("/away");
}

#[actix_web::test]
async fn whoever_closes_a_deputys_account_reads_for_whom_they_deputise_and_those_are_told() {
    let d = department().await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    goes_away(&sue, "/away", (13, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
    d.house.letters().await;
    let adam = d.house.person("Adam Keep", "adam@demo.example").await;
    appoints(&d.house, &adam, Capacity::Admin, &d.own).await;
    let adam = d.house.signed_in("adam@demo.example").await;
    let page = format!("/settings/accounts/{}", d.tom);
    let said = "Tom Hill deputises for Sue Carter from 13 November 2026 until 24 November 2026.";
    adam.get(&page).await.is(200).says(said);
    adam.get(&format!("/settings/accounts/{}", d.made.lead)).await.is(200).does_not_say("deputises for");
    adam.fills(&page, &format!("{page}/close"), &[]).await.leads_to(&page);
    let letters = d.house.letters().await;
    assert_eq!(letters.iter().map(|one| one.to_address.as_str()).collect::<Vec<_>>(), [SUPERVISOR]);
    assert!(letters[0].text.contains("Tom Hill can deputise for you no more"), "{letters:#?}");
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/notices").await.is(200).says("Tom Hill can deputise for you no more");
    sue.get("/away").await.is(200).says("to 24 November 2026: Tom Hill can deputise no more.");
}

#[actix_web::test]
async fn a_deputy_who_can_decide_no_more_is_none_and_letters_go_to_whoever_was_asked() {
    let d = department().await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    goes_away(&sue, "/away", (13, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
    let lea = d.house.signed_in(LEAD).await;
    let shown = lea.get(&format!("/people/{}", d.tom)).await;
    let end = shown.is(200).body.split("href=\"/appointments/").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/appointments/{end}");
    let last = super::date("last", 12);
    let last: Vec<(&str, &str)> = last.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    lea.fills(&end, &end, &last).await.is(303);
    d.house.letters().await;
    d.on(13);
    d.case("2026-11-03").await;
    let letters = d.house.letters().await;
    assert_eq!(letters.iter().map(|one| one.to_address.as_str()).collect::<Vec<_>>(), [SUPERVISOR]);
    let (ann, lea) = (d.house.signed_in(TRAINEE).await, d.house.signed_in(LEAD).await);
    let said = "away until 24 November 2026; Tom Hill can deputise no more";
    ann.get("/entries/new?kind=bypass-case").await.is(200).says(said);
    lea.get("/waiting/map").await.is(200).says(said);
    let sue = d.house.signed_in(SUPERVISOR).await;
    sue.get("/away").await.is(200).says("Tom Hill can deputise no more.").does_not_say("Tom Hill deputises");
}

/// Lea ends Tom's appointment with that last day of November; what waits stays with him.
async fn tom_ends(d: &super::Department, last: u32) {
    let lea = d.house.signed_in(LEAD).await;
    let shown = lea.get(&format!("/people/{}", d.tom)).await;
    let end = shown.is(200).body.split("href=\"/appointments/").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/appointments/{end}");
    let last = super::date("last", last);
    let last = last.iter().map(|(name, word)| (name.as_str(), word.as_str()));
    let words: Vec<(&str, &str)> = last.chain([("leave", "yes")]).collect();
    lea.fills(&end, &end, &words).await.is(303);
}

#[actix_web::test]
async fn what_waits_for_the_absent_leaves_the_inbox_of_a_deputy_who_can_deputise_no_more() {
    let d = department().await;
    let (entry, _) = d.case("2026-11-03").await;
    let sue = d.house.signed_in(SUPERVISOR).await;
    goes_away(&sue, "/away", (13, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
    // What he was asked by name stays his.
    crate::kit::work::submits(&d.house, &d.made, &d.made.trainees[0], "2026-11-04", &d.tom).await;
    d.on(13);
    let tom = d.house.signed_in(TOM).await;
    tom.get("/inbox").await.is(200).says("2 bypass cases wait for you").says("For Sue Carter (away)");
    tom_ends(&d, 12).await;
    let tom = d.house.signed_in(TOM).await;
    let inbox = tom.get("/inbox").await;
    inbox.is(200).says("1 bypass case waits for you").does_not_say("For Sue Carter");
    let ann = d.house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{entry}")).await.is(200).says("Tom Hill (until 12 November 2026)");
}

#[actix_web::test]
async fn whoever_named_a_deputy_is_told_when_an_appointment_ends_within_their_days() {
    for (last, told) in [
        (24, None),
        (20, Some("Tom Hill can deputise for you no more (21 November 2026 to 24 November 2026)")),
        (12, Some("Tom Hill can deputise for you no more (13 November 2026 to 24 November 2026)")),
    ] {
        let d = department().await;
        let sue = d.house.signed_in(SUPERVISOR).await;
        goes_away(&sue, "/away", (13, 24), &[("deputy", d.tom.as_str())]).await.leads_to("/away");
        d.house.letters().await;
        tom_ends(&d, last).await;
        let letters = d.house.letters().await;
        let to_sue = letters.iter().filter(|one| one.to_address == SUPERVISOR).count();
        assert_eq!(to_sue, usize::from(told.is_some()), "{letters:#?}");
        if let Some(words) = told {
            sue.get("/notices").await.is(200).says(words).says("the last day of their appointment is");
        }
    }
}
