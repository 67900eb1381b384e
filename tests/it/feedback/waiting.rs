//! What a lead sees of rounds that wait, and who goes on with one whose supervisor supervises no more.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::schema::{appointments, entries};
use perfolio::db::tx::Why;
use perfolio::domain::names::AccountId;
use perfolio::domain::role::{Capacity, System};
use perfolio::domain::time::Day;
use perfolio::features::feedback::go_round;

use super::closing::MET;
use super::{RATINGS, Ready, UNTIL, colleagues, ready};
use crate::kit::many::{LEAD, SUPERVISOR};
use crate::kit::wellformed::complaints;
use crate::kit::work::{appoints, departments_of, ends_appointments};

const TOM: &str = "tom@demo.example";

impl Ready {
    /// Tom supervises in Ann's department; Sue did, until this day.
    async fn tom_instead(&self, last: &str) -> AccountId {
        let (own, _) = departments_of(&self.house, &self.ann).await;
        let tom = self.house.person("Tom Hill", TOM).await;
        appoints(&self.house, &tom, Capacity::Supervisor, &own).await;
        self.house.letters().await;
        ends_appointments(&self.house, &self.made.supervisor, last).await;
        tom
    }
}

#[actix_web::test]
async fn a_lead_sees_what_each_round_waits_for_and_never_who_answered() {
    let ready = ready().await;
    let lead = ready.house.signed_in(LEAD).await;
    lead.get("/waiting").await.is(200).does_not_say("Rounds of feedback");
    let round = ready.proposed().await;
    lead.get("/waiting")
        .await
        .says("Rounds of feedback")
        .says(&round)
        .says("waits for Sue Carter, who agrees or gives it back");
    let links = ready.agreed(&round).await;
    ready.answered(&links, 3).await;
    lead.get("/waiting")
        .await
        .says("3 of 12 colleagues answered, open until 10 December 2026")
        .does_not_say("northgate.nhs.uk")
        .does_not_say("Colleague 1");
    lead.get("/waiting?over=14").await.is(200).does_not_say("Rounds of feedback");
    ready.house.later(16 * 24 * 3600);
    let lead = ready.house.signed_in(LEAD).await;
    lead.get("/waiting?over=14").await.says("3 of 12 colleagues answered");
    ready.closed(&round).await;
    lead.get("/waiting").await.says("3 of 12 colleagues answered; waits for Sue Carter, who releases it");
    ready.house.signed_in(SUPERVISOR).await.get("/waiting").await.is(404);
}

#[actix_web::test]
async fn a_round_waits_on_the_trainees_home_for_whoever_goes_on_with_it() {
    let ready = ready().await;
    let ann = ready.ann().await;
    ann.get("/home").await.is(200).does_not_say("Round of feedback");
    let begun = ready.begins(&ann).await;
    ann.get("/home").await.says("Round of feedback").says("Rate yourself, name colleagues").says(&begun);
    ann.fills(&begun, &format!("{begun}/withdrawal"), &[]).await.is(303);
    ann.get("/home").await.does_not_say("Round of feedback");
    let round = ready.proposed().await;
    ann.get("/home").await.says("Your round of feedback with Sue Carter").does_not_say("Rate yourself");
    ready.agreed(&round).await;
    ann.get("/home").await.says("Your round of feedback: colleagues can answer until 10 December 2026");
}

#[actix_web::test]
async fn everybody_who_goes_on_with_a_round_reads_how_many_answers_the_programme_asks_for() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let round = ready.begins(&ann).await;
    ann.get(&round).await.says("Rounds asks for 10 answers: propose some more").does_not_say("cannot count");
    ready.adds(&ann, &round, "clinical-colleagues", &colleagues("c", 7)).await.leads_to(&round);
    let few = "With 7 colleagues this round cannot count for Rounds, which asks for 10 answers.";
    ann.get(&round).await.says(few);
    let own = format!("{round}/self-rating");
    ann.fills(&own, &own, &RATINGS).await.leads_to(&round);
    ann.get(&round).await.says(few);
    ann.fills(&round, &format!("{round}/proposal"), &[]).await.leads_to(&round);
    let sue = ready.sue().await;
    let page = sue.get(&round).await;
    page.says("Rounds asks for 10 answers.").says(few).says("Agree and ask them");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    let links = ready.agreed(&round).await;
    ready.answered(&links, 7).await;
    let short =
        "7 colleagues are asked, and Rounds asks for 10 answers: as it is the round cannot count for it.";
    sue.get(&round).await.says("Close the round").says(short);
    ready.closed(&round).await;
    let late = "It will not count for Rounds, which asks for 10 answers: 7 came.";
    sue.get(&round).await.says("Release and sign").says(late);
    ann.get(&round).await.says(late);
    sue.fills(&round, &format!("{round}/release"), &MET).await.leads_to(&round);
    ann.get(&round).await.says("Rounds asks for 10 answers, and 7 came: the round does not count for it.");
}

/// Twelve are asked and ten are needed: once three would rather not, nobody waits for answers that cannot come.
#[actix_web::test]
async fn whoever_would_rather_not_is_not_counted_among_those_who_can_still_answer() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    let sue = ready.sue().await;
    let declines = async |number: usize| {
        let link = &links[number].1;
        let colleague = ready.house.browser();
        colleague.fills(link, &format!("{link}/refusal"), &[]).await.is(303);
    };
    declines(0).await;
    declines(1).await;
    sue.get(&round).await.is(200).does_not_say("as it is the round cannot count");
    declines(2).await;
    let short = "12 colleagues are asked, 3 would rather not, and Rounds asks for 10 answers: as it is the round cannot \
                 count for it.";
    sue.get(&round).await.is(200).says(short);
}

#[actix_web::test]
async fn when_the_supervisor_leaves_the_lead_is_told_once_and_another_goes_on() {
    let ready = ready().await;
    let round = ready.proposed().await;
    ready.tom_instead("2026-11-11").await;
    for _ in 0..2 {
        go_round(&ready.house.app, System::at_work()).await.unwrap();
    }
    let letters = ready.house.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].subject, "A round of feedback needs another supervisor");
    assert_eq!(letters[0].to_address, LEAD);
    let lead = ready.house.signed_in(LEAD).await;
    lead.get("/notices").await.says("does not supervise there any more");
    lead.get("/waiting").await.says("Sue Carter does not supervise there any more");
    lead.get(&round).await.is(200).says("Who can go on with it: Tom Hill.").does_not_say("Do you agree?");
    let ann = ready.ann().await;
    ann.get(&round).await.says("Whoever supervises you agrees").says("Who can go on with it: Tom Hill.");
    let agreement = format!("{round}/agreement");
    ready.sue().await.post(&agreement, &UNTIL).await.is(404);
    let tom = ready.house.signed_in(TOM).await;
    tom.get("/inbox").await.says("1 round of feedback waits for you");
    tom.fills(&round, &agreement, &UNTIL).await.leads_to(&round);
    let links = super::links(&ready.house.letters().await);
    ready.answered(&links, 10).await;
    let closing = format!("{round}/closing");
    ann.fills(&round, &closing, &[]).await.leads_to(&round);
    let letters = ready.house.letters().await;
    let asked: Vec<&str> = letters
        .iter()
        .filter(|letter| letter.subject == "A trainee asks you to close a round of feedback")
        .map(|letter| letter.to_address.as_str())
        .collect();
    assert_eq!(asked, [TOM]);
    tom.fills(&round, &closing, &[]).await.leads_to(&round);
    tom.fills(&round, &format!("{round}/release"), &MET).await.leads_to(&round);
    ann.get(&round)
        .await
        .says("Released in the meeting on 12 November 2026")
        .does_not_say("can go on with it");
}

#[actix_web::test]
async fn whoever_supervises_only_since_the_closing_releases_it_as_of_the_meeting() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 10).await;
    ready.closed(&round).await;
    ready.house.later(24 * 3600);
    let tom = ready.tom_instead("2026-11-12").await;
    let since = ready.house.app.write_quietly(Why::Swept, move |tx| {
        let day: Day = "2026-11-13".parse().unwrap();
        diesel::update(appointments::table.filter(appointments::person_id.eq(&tom)))
            .set(appointments::from_day.eq(day))
            .execute(tx.conn())?;
        Ok(())
    });
    since.await.unwrap();
    ready.house.vouches().await;
    let tom = ready.house.signed_in(TOM).await;
    let met = [("met-day", "13"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];
    tom.fills(&round, &format!("{round}/release"), &met).await.leads_to(&round);
    let day = ready.house.app.read(|r| {
        let rounds = entries::table.filter(entries::kind.eq("feedback-round"));
        Ok(rounds.select(entries::happened_on).first::<Day>(r.conn())?)
    });
    assert_eq!(day.await.unwrap().iso(), "2026-11-13");
    let recorded = ready.rounds_recorded().await;
    assert_eq!(recorded[0].1, "signed");
}

#[actix_web::test]
async fn whoever_logs_a_round_by_hand_is_led_to_the_rounds_inside_and_may_still_log_it() {
    let ready = ready().await;
    let ann = ready.ann().await;
    let form = ann.get("/entries/new?kind=feedback-round").await;
    form.is(200)
        .says("For Rounds feedback is gathered here")
        .says("href=\"/feedback\"")
        .says("held elsewhere")
        .says("Colleagues who answered");
    ann.get("/entries/new?kind=bypass-case").await.is(200).does_not_say("feedback is gathered here");
}

#[actix_web::test]
async fn a_round_that_cannot_be_closed_keeps_nothing_else_from_its_morning() {
    let ready = ready().await;
    ready.open().await;
    ready.tom_instead("2026-12-09").await;
    let broken = ready.house.app.write_quietly(Why::StandingRefreshed, |tx| {
        // The next line of its book is there already: nothing can be written in it.
        let first = "UPDATE books SET seq = 0 WHERE id IN (SELECT portfolio_id FROM feedback_rounds)";
        Ok(tx.conn().batch_execute(first)?)
    });
    broken.await.unwrap();
    ready.house.ends_out_of_order("the head of a book is put back");
    ready.house.later(30 * 24 * 3600);
    go_round(&ready.house.app, System::at_work()).await.unwrap_err();
    assert_eq!(ready.state().await, "open");
    let letters = ready.house.letters().await;
    let told = letters.iter().filter(|one| one.to_address == LEAD);
    let told: Vec<&str> = told.map(|one| one.subject.as_str()).collect();
    assert_eq!(told, ["A round of feedback needs another supervisor"]);
}
