//! From the closing to the entry: what the supervisor sees and withholds, the meeting, and what counts.

use diesel::prelude::*;
use perfolio::db::schema::{
    feedback_answers, feedback_comments, feedback_links, feedback_raters, feedback_rounds,
};
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::names::{BookId, ErasureId};
use perfolio::domain::policy::Grant;
use perfolio::domain::policy::erasures::ErasePerson;
use perfolio::domain::role::System;
use perfolio::features::feedback::erase_rounds;

use super::{RATINGS, Ready, ready, saying};
use crate::kit::many::LEAD;
use crate::kit::programme::stands;

impl Ready {
    /// Asked for by Ann and closed by Sue.
    pub async fn closed(&self, round: &str) {
        let closing = format!("{round}/closing");
        self.ann().await.fills(round, &closing, &[]).await.leads_to(round);
        self.sue().await.fills(round, &closing, &[]).await.leads_to(round);
    }
}

pub const MET: [(&str, &str); 4] =
    [("met-day", "12"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];

#[actix_web::test]
async fn ten_of_twelve_answer_and_what_they_said_is_released_in_a_meeting_and_counts() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 10).await;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    sue.get(&round)
        .await
        .says("10 of 12 colleagues answered")
        .says("It ends on its last day")
        .does_not_say("Calm in case");
    sue.post(&format!("{round}/closing"), &[]).await.is(403);
    ready.closed(&round).await;
    assert_eq!(stands(&ready.house, &ready.ann, "msf").await, (0, 1, false));
    let page = sue.get(&round).await;
    page.is(200)
        .says("Part of the team")
        .says("5.0 on average, all 5 (10 answers)")
        .says("Clinical colleagues")
        .says("Calm in case 3.")
        .says("Speak up sooner.")
        .does_not_say("c1@northgate.nhs.uk</p>");
    ann.get(&round).await.is(200).does_not_say("Calm in case").does_not_say("on average");
    ready.house.signed_in(LEAD).await.get(&round).await.is(200).does_not_say("on average");
    // One comment is withheld, another withheld and handed on after all.
    let withhold = |page: &crate::kit::browser::Shown, words: &str| {
        let (_, after) = page.body.split_once(words).unwrap();
        let (_, after) = after.split_once(&format!("action=\"{round}/comments/")).unwrap();
        format!("{round}/comments/{}", after.split('"').next().unwrap())
    };
    let first = withhold(&page, "Calm in case 3.");
    sue.sends(&page, &first, &[("reason", "gives-away")]).await.leads_to(&round);
    let page = sue.get(&round).await;
    page.says("It gives away who wrote it");
    let second = withhold(&page, "Calm in case 4.");
    sue.sends(&page, &second, &[("reason", "hurtful")]).await.leads_to(&round);
    let page = sue.get(&round).await;
    sue.sends(&page, &second, &[("do", "show")]).await.leads_to(&round);
    let release = format!("{round}/release");
    sue.fills(&round, &release, &[]).await.is(422).says("Say that you both were there");
    let early = [("met-day", "11"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];
    sue.fills(&round, &release, &early).await.is(422).says("The meeting is on a day from 12 November 2026");
    ann.post(&release, &MET).await.is(422).says("Only the supervisor");
    sue.fills(&round, &release, &MET).await.leads_to(&round);
    assert_eq!(stands(&ready.house, &ready.ann, "msf").await, (1, 1, true));
    let recorded = ready.rounds_recorded().await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0].1, "signed");
    let entry = format!("/entries/{}", recorded[0].0);
    ann.get(&round)
        .await
        .is(200)
        .says("Released in the meeting on 12 November 2026")
        .says("on average")
        .says(&entry);
    ann.get(&entry)
        .await
        .is(200)
        .says("Calm in case 4.")
        .does_not_say("Calm in case 3.")
        .says("1 comment was withheld by the supervisor.")
        .says("Signed by Sue Carter")
        .says("self-rating 5");
    // What colleagues said is not hers to write anew, nor to file as something else.
    ann.get(&entry).await.does_not_say(&format!("action=\"{entry}/revision\""));
    ann.post(&format!("{entry}/revision"), &[]).await.is(403);
    let left = ready.house.app.read(|r| Ok(feedback_comments::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(left.await.unwrap(), 0, "words stand in the entry alone");
    // A second round can be begun, and this one is not opened again.
    ann.get("/feedback").await.is(200).says("Begin a round");
    sue.post(&release, &MET).await.is(422).says("has gone on");
    let letters = ready.house.letters().await;
    assert!(letters.iter().any(|letter| letter.subject == "Your feedback was released"), "{letters:?}");
    assert!(letters.iter().all(|letter| !letter.text.contains("Calm")), "a letter tells what was said");
}

#[actix_web::test]
async fn the_round_and_the_record_of_the_meeting_point_to_each_other() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 6).await;
    ready.closed(&round).await;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    let record = format!("/assessments/new?trainee={}&#38;kind=meeting", ready.ann.enrolment);
    sue.get(&round).await.says("No meeting is recorded since the round closed.").says(&record);
    ann.get(&round).await.does_not_say("/assessments/new");
    sue.fills(&round, &format!("{round}/release"), &MET).await.leads_to(&round);
    sue.get(&round).await.says("The meeting has no record yet.").says(&record);
    let page = format!("/assessments/new?trainee={}&kind=meeting", ready.ann.enrolment);
    let words = [
        ("f-sort", "monthly"),
        ("f-agreed", "What colleagues said."),
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
    ];
    let recorded = sue.fills(&page, "/assessments", &words).await;
    let meeting = recorded.is(303).location().unwrap().to_owned();
    for who in [&ann, &sue] {
        who.get(&round).await.says("The record of the meeting:").says(&meeting).does_not_say("no record yet");
        who.get(&meeting).await.is(200).says("Released in this meeting:").says(&round);
    }
    let entry = format!("/entries/{}", ready.rounds_recorded().await[0].0);
    ann.get(&entry).await.says("It is what came of").says(&round);
    ready.house.letters().await;
}

#[actix_web::test]
async fn of_two_meetings_on_one_day_the_round_points_to_the_one_in_which_it_was_released() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 6).await;
    ready.closed(&round).await;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    let page = format!("/assessments/new?trainee={}&kind=meeting", ready.ann.enrolment);
    let mut meetings = Vec::new();
    for (sort, agreed) in [("monthly", "Read on."), ("induction", "Meet again.")] {
        let words = [
            ("f-sort", sort),
            ("f-agreed", agreed),
            ("double", "yes"),
            ("on-day", "12"),
            ("on-month", "11"),
            ("on-year", "2026"),
        ];
        let recorded = sue.fills(&page, "/assessments", &words).await;
        meetings.push(recorded.is(303).location().unwrap().trim_start_matches("/entries/").to_owned());
    }
    let release = format!("{round}/release");
    sue.get(&round).await.says("In which meeting do you release it?").says(&meetings[0]).says(&meetings[1]);
    // The day alone does not say in which of the two.
    sue.fills(&round, &release, &MET).await.is(422).says("Several meetings are recorded on this day");
    let gone = [("meeting", "nowhere"), ("both", "yes")];
    sue.fills(&round, &release, &gone).await.is(422).says("This meeting is not there any more");
    sue.fills(&round, &release, &[("meeting", meetings[1].as_str()), ("both", "yes")]).await.leads_to(&round);
    for who in [&ann, &sue] {
        who.get(&round)
            .await
            .says("The record of the meeting:")
            .says(&format!("/entries/{}", meetings[1]))
            .does_not_say(&format!("/entries/{}", meetings[0]));
        who.get(&format!("/entries/{}", meetings[1])).await.says("Released in this meeting:").says(&round);
        who.get(&format!("/entries/{}", meetings[0])).await.is(200).does_not_say("Released in this meeting:");
    }
    ready.house.letters().await;
}

/// On the same day, and before what colleagues said was there.
#[actix_web::test]
async fn a_meeting_that_was_recorded_before_the_round_closed_is_not_the_one_in_which_it_is_released() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 6).await;
    let sue = ready.sue().await;
    let page = format!("/assessments/new?trainee={}&kind=meeting", ready.ann.enrolment);
    let words = [
        ("f-sort", "monthly"),
        ("f-agreed", "Read on."),
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
    ];
    let recorded = sue.fills(&page, "/assessments", &words).await;
    let meeting = recorded.is(303).location().unwrap().trim_start_matches("/entries/").to_owned();
    ready.house.later(60);
    ready.closed(&round).await;
    let closed = sue.get(&round).await;
    closed.says("No meeting is recorded since the round closed.").does_not_say(&meeting);
    let release = format!("{round}/release");
    let chosen = [("meeting", meeting.as_str()), ("both", "yes")];
    sue.fills(&round, &release, &chosen).await.is(422).says("This meeting is not there any more");
    sue.fills(&round, &release, &MET).await.leads_to(&round);
    sue.get(&round).await.says("The meeting has no record yet.").does_not_say(&meeting);
    ready.house.letters().await;
}

#[actix_web::test]
async fn the_round_says_whose_figure_its_floor_is() {
    let ready = ready().await;
    let (round, _) = ready.open().await;
    ready
        .sue()
        .await
        .get(&round)
        .await
        .says("With fewer than 6 answers no comments and no groups are shown")
        .says("the one that the programme’s rule asks for")
        .says("With fewer than 3 answers nothing of them is shown to anybody")
        .says("which nobody can set lower");
    ready.house.letters().await;
}

#[actix_web::test]
async fn below_the_floor_there_are_figures_and_no_words_and_it_does_not_count() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 4).await;
    ready.closed(&round).await;
    let sue = ready.sue().await;
    sue.get(&round)
        .await
        .is(200)
        .says("With fewer than 6 answers no comments and no groups are shown")
        .says("on average")
        .does_not_say("Calm in case");
    sue.fills(&round, &format!("{round}/release"), &MET).await.leads_to(&round);
    let recorded = ready.rounds_recorded().await;
    let ann = ready.ann().await;
    ann.get(&format!("/entries/{}", recorded[0].0))
        .await
        .says("Too few answered for comments to be shown.")
        .does_not_say("Calm in case");
    assert_eq!(stands(&ready.house, &ready.ann, "msf").await, (0, 1, false));
}

#[actix_web::test]
async fn with_two_answers_nothing_is_shown_and_it_ends_without_a_result() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 2).await;
    ready.closed(&round).await;
    let sue = ready.sue().await;
    let page = sue.get(&round).await;
    page.says("nothing of them is shown to anybody").does_not_say("on average").does_not_say("Calm in case");
    page.says("even the figures would give them away").does_not_say("Release and sign");
    let page = format!("{round}/end");
    sue.fills(&round, &page, &[]).await.is(422).says("Choose why it ends");
    sue.fills(&round, &page, &[("end-reason", "too-few")]).await.leads_to(&round);
    assert_eq!(ready.state().await, "ended");
    assert!(ready.rounds_recorded().await.is_empty());
    ready.ann().await.get(&round).await.says("It ended without a result").says("Too few colleagues answered");
    let left = ready.house.app.read(|r| Ok(feedback_comments::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(left.await.unwrap(), 0);
}

#[actix_web::test]
async fn an_answer_that_is_changed_afterwards_is_found_by_verify() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 6).await;
    ready.closed(&round).await;
    let told = |house: &crate::kit::TestApp| {
        let app = house.app.clone();
        async move { perfolio::cli::verify(&app, System::at_work()).await.unwrap() }
    };
    assert_eq!(told(&ready.house).await.0, 0);
    let changed = ready.house.app.write_quietly(Why::Swept, |tx| {
        let first: String = feedback_answers::table
            .select(feedback_answers::id)
            .order(feedback_answers::id)
            .first(tx.conn())?;
        diesel::update(feedback_answers::table.find(first))
            .set(feedback_answers::ratings.eq(r#"{"team":"much-work"}"#))
            .execute(tx.conn())?;
        Ok(())
    });
    changed.await.unwrap();
    let (code, said) = told(&ready.house).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("feedback_rounds/"), "{said}");
    ready.house.ends_out_of_order("an answer was changed");
}

#[actix_web::test]
async fn two_raters_at_once_both_count_and_closing_waits_for_neither() {
    let ready = ready().await;
    let (_, links) = ready.open().await;
    let words = saying("At once.", "");
    let (first, second) = (ready.house.browser(), ready.house.browser());
    let (a, b) = (first.get(&links[0].1).await, second.get(&links[1].1).await);
    let (a, b) = tokio::join!(first.sends(&a, &links[0].1, &words), second.sends(&b, &links[1].1, &RATINGS));
    a.leads_to(&links[0].1);
    b.leads_to(&links[1].1);
    assert_eq!(ready.counted().await, (2, 2));
    let open = ready.house.app.read(|r| {
        Ok(feedback_rounds::table.select(feedback_rounds::answers_hash).first::<String>(r.conn())?)
    });
    assert_eq!(open.await.unwrap(), "");
}

#[actix_web::test]
async fn of_an_erased_person_it_is_left_that_there_was_a_round() {
    let ready = ready().await;
    let (round, links) = ready.open().await;
    ready.answered(&links, 6).await;
    ready.closed(&round).await;
    let act = ErasePerson {
        erasure: ErasureId::new("e"),
        person: ready.ann.person.clone(),
        portfolio: ready.ann.portfolio.clone(),
        keeps_name: false,
    };
    let book = Books::from(BookId::from(ready.ann.portfolio.clone()));
    let erased = ready.house.app.write(book, move |tx| {
        let grant = Grant::to_system(System::at_work(), act);
        erase_rounds(tx, &grant)?;
        Ok(Outcome::of((), grant.event("portfolio/erased", "portfolio/ann")))
    });
    erased.await.unwrap();
    let left = ready.house.app.read(|r| {
        Ok((
            feedback_raters::table.count().get_result::<i64>(r.conn())?,
            feedback_links::table.count().get_result::<i64>(r.conn())?,
            feedback_answers::table.count().get_result::<i64>(r.conn())?,
            feedback_comments::table.count().get_result::<i64>(r.conn())?,
            feedback_rounds::table.select(feedback_rounds::own_ratings).first::<String>(r.conn())?,
        ))
    });
    assert_eq!(left.await.unwrap(), (0, 0, 0, 0, "{}".to_owned()));
    assert_eq!(ready.state().await, "ended");
    ready.house.browser().get(&links[0].1).await.is(404);
}
