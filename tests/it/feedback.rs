//! A round of feedback, from what the trainee proposes to what they read: in the words of those who take part.

pub mod closing;
mod misuse;
mod proposing;
mod setting;
mod waiting;

use diesel::prelude::*;
use perfolio::db::schema::{entries, feedback_answers, feedback_raters, feedback_rounds};
use perfolio::domain::names::*;
use perfolio::mail::Letter;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{enrols, publishes};

const PROGRAMME: &str = r#"
programme = "rounds"
version = "1"
title = "Rounds"
body = "The Body"
months = 24

[[kinds]]
kind = "feedback-round"
version = 1

[[kinds]]
kind = "meeting"
version = 1

[[requirements]]
code = "msf"
title = "Feedback from colleagues"
source = "here"
[requirements.rule]
feedback = "feedback-round"
raters = { field = "raters", at_least = 10 }
groups = [{ label = "clinical colleagues", field = "clinical", at_least = 5 }]
self_rating = "self-rating"
released = "released"
floor = 6
"#;

/// What everybody answers of each question.
pub const RATINGS: [(&str, &str); 6] = [
    ("f-practice", "better"),
    ("f-patients", "expected"),
    ("f-communication", "better"),
    ("f-team", "outstanding"),
    ("f-conduct", "expected"),
    ("f-learning", "cannot-say"),
];

/// The last day that a supervisor sets.
pub const UNTIL: [(&str, &str); 3] = [("closes-day", "10"), ("closes-month", "12"), ("closes-year", "2026")];

/// The ratings with words besides.
pub fn saying<'a>(well: &'a str, change: &'a str) -> Vec<(&'a str, &'a str)> {
    let words = [("f-well", well), ("f-change", change)];
    RATINGS.iter().copied().chain(words).collect()
}

/// Ann on a programme that asks for a round, Sue who supervises her, Lea who leads both.
pub struct Ready {
    pub house: TestApp,
    pub made: Many,
    pub ann: Enrolled,
}

pub async fn ready() -> Ready {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let version = publishes(&house, PROGRAMME).await;
    let ann = enrols(&house, &made.trainees[0].person, &version, &made.trainees[0]).await;
    house.letters().await;
    Ready { house, made, ann }
}

/// So many colleagues of a group: `clinical-senior` has `Clinical Senior 1`, `clinical-senior1@northgate.nhs.uk`.
pub fn colleagues(group: &str, count: usize) -> String {
    (1..=count).map(|n| format!("Colleague {n} {group}{n}@northgate.nhs.uk\n")).collect()
}

impl Ready {
    pub async fn ann(&self) -> Browser<'_> {
        self.house.signed_in(TRAINEE).await
    }

    pub async fn sue(&self) -> Browser<'_> {
        self.house.signed_in(SUPERVISOR).await
    }

    /// Ann begins a round with Sue. Gives its path.
    pub async fn begins(&self, ann: &Browser<'_>) -> String {
        let with = format!("{} {}", self.ann.enrolment, self.made.supervisor);
        let begun = ann.fills("/feedback", "/feedback", &[("with", with.as_str())]).await;
        begun.is(303).location().unwrap().to_owned()
    }

    pub async fn adds(&self, who: &Browser<'_>, round: &str, group: &str, typed: &str) -> Shown {
        let words = [("group", group), ("colleagues", typed)];
        who.fills(round, &format!("{round}/colleagues"), &words).await
    }

    /// A round that lies with Sue: seven clinical colleagues and five others, and Ann's rating of herself.
    pub async fn proposed(&self) -> String {
        let ann = self.ann().await;
        let round = self.begins(&ann).await;
        self.adds(&ann, &round, "clinical-colleagues", &colleagues("c", 7)).await.leads_to(&round);
        self.adds(&ann, &round, "others-staff", &colleagues("o", 5)).await.leads_to(&round);
        let own = format!("{round}/self-rating");
        ann.fills(&own, &own, &RATINGS).await.leads_to(&round);
        ann.fills(&round, &format!("{round}/proposal"), &[]).await.leads_to(&round);
        round
    }

    /// The same, open until 10 December. Gives the links by the addresses that they went to.
    pub async fn open(&self) -> (String, Vec<(String, String)>) {
        let round = self.proposed().await;
        let links = self.agreed(&round).await;
        (round, links)
    }

    /// Sue agrees. Gives the links of those who are asked.
    pub async fn agreed(&self, round: &str) -> Vec<(String, String)> {
        self.house.letters().await;
        self.sue().await.fills(round, &format!("{round}/agreement"), &UNTIL).await.leads_to(round);
        links(&self.house.letters().await)
    }

    pub async fn answers(&self, link: &str, words: &[(&str, &str)]) {
        self.house.browser().fills(link, link, words).await.leads_to(link);
    }

    /// So many colleagues answer alike, each with words of their own.
    pub async fn answered(&self, links: &[(String, String)], count: usize) {
        for (number, (_, link)) in links.iter().enumerate().take(count) {
            let well = format!("Calm in case {number}.");
            self.answers(link, &saying(&well, "Speak up sooner.")).await;
        }
    }

    pub async fn state(&self) -> String {
        let found = self
            .house
            .app
            .read(|r| Ok(feedback_rounds::table.select(feedback_rounds::state).first::<String>(r.conn())?));
        found.await.unwrap()
    }

    /// How many answers there are, and how many of those who are asked have answered.
    pub async fn counted(&self) -> (i64, i64) {
        let found = self.house.app.read(|r| {
            let answers = feedback_answers::table.count().get_result(r.conn())?;
            let answered = feedback_raters::table
                .filter(feedback_raters::state.eq("answered"))
                .count()
                .get_result(r.conn())?;
            Ok((answers, answered))
        });
        found.await.unwrap()
    }

    pub async fn rounds_recorded(&self) -> Vec<(EntryId, String)> {
        let found = self.house.app.read(|r| {
            Ok(entries::table
                .filter(entries::kind.eq("feedback-round"))
                .order(entries::id)
                .select((entries::id, entries::state))
                .load(r.conn())?)
        });
        found.await.unwrap()
    }
}

/// The link of each letter to a colleague, by the address that it went to.
pub fn links(letters: &[Letter]) -> Vec<(String, String)> {
    let link = |letter: &Letter| {
        let (_, after) = letter.text.split_once("http://127.0.0.1:8080/colleague/")?;
        let token = after.split_whitespace().next()?;
        Some((letter.to_address.clone(), format!("/colleague/{token}")))
    };
    letters.iter().filter_map(link).collect()
}

/// An open round of somebody's as rows, under whatever they are enrolled on, with one colleague who is asked and a
/// comment. Its id, the colleague's, the secret of their link, and the comment's.
pub async fn as_rows(house: &TestApp, of: (&PortfolioId, &EnrolmentId), with: &AccountId) -> [String; 4] {
    use perfolio::db::schema::{feedback_comments, feedback_links};
    use perfolio::db::tx::Why;
    let (portfolio, enrolment, supervisor) = (of.0.clone(), of.1.clone(), with.clone());
    let made = house.app.write_quietly(Why::Swept, move |tx| {
        let (round, rater, now): (RoundId, RaterId, _) = (tx.new_id(), tx.new_id(), tx.now());
        let day = |text: &str| text.parse::<perfolio::domain::time::Day>().unwrap();
        diesel::insert_into(feedback_rounds::table)
            .values((
                feedback_rounds::id.eq(&round),
                feedback_rounds::portfolio_id.eq(&portfolio),
                feedback_rounds::enrolment_id.eq(&enrolment),
                feedback_rounds::supervisor_id.eq(&supervisor),
                feedback_rounds::form.eq("colleague-feedback"),
                feedback_rounds::form_version.eq(1),
                feedback_rounds::state.eq("open"),
                feedback_rounds::floor.eq(5),
                feedback_rounds::group_floor.eq(3),
                feedback_rounds::own_ratings.eq("{}"),
                feedback_rounds::reason.eq(""),
                feedback_rounds::begun_at.eq(now),
                feedback_rounds::closes_on.eq(day("2026-12-10")),
                feedback_rounds::closed_by.eq(""),
                feedback_rounds::answers_hash.eq(""),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(feedback_raters::table)
            .values((
                feedback_raters::id.eq(&rater),
                feedback_raters::round_id.eq(&round),
                feedback_raters::name.eq("Priya Nair"),
                feedback_raters::address.eq("p.nair@northgate.nhs.uk"),
                feedback_raters::mailbox.eq("p.nair@northgate.nhs.uk"),
                feedback_raters::rater_group.eq("clinical-colleagues"),
                feedback_raters::state.eq("asked"),
                feedback_raters::added_by.eq(&supervisor),
                feedback_raters::asked_at.eq(now),
                feedback_raters::reminders.eq(0),
            ))
            .execute(tx.conn())?;
        let (token, comment) = (tx.secret(), tx.secret());
        diesel::insert_into(feedback_links::table)
            .values((
                feedback_links::token_hash.eq(perfolio::web::session::token_hash(&token)),
                feedback_links::rater_id.eq(&rater),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(feedback_comments::table)
            .values((
                feedback_comments::id.eq(&comment),
                feedback_comments::round_id.eq(&round),
                feedback_comments::question.eq("well"),
                feedback_comments::words.eq("Calm."),
                feedback_comments::withheld.eq(""),
            ))
            .execute(tx.conn())?;
        Ok([round.to_string(), rater.to_string(), token, comment])
    });
    made.await.unwrap()
}
