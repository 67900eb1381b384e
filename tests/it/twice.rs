//! Clicking twice, and a second window that was open before: each act of the newer rooms is done once, the double click
//! gets the first answer, and the second window gets a sentence.

use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{enrolments, nominations, portfolios};
use perfolio::domain::names::{AccountId, EnrolmentId, NominationId};

use crate::erasures::told;
use crate::feedback::{RATINGS, UNTIL, colleagues};
use crate::kit::TestApp;
use crate::kit::acted::three_cases;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::work::departments_of;
use crate::redactions::governor;
use crate::reviews::{PLAN, planned};

/// One act of a page: by which form, with which words.
pub struct Act<'a> {
    pub page: &'a str,
    pub action: &'a str,
    pub words: &'a [(&'a str, &'a str)],
    /// As the book calls it.
    pub event: &'static str,
    /// What the second window is told.
    pub says: &'a str,
}

impl Act<'_> {
    /// Two windows are open. In one the form is sent by a double click, twice at the same moment, and once more when its
    /// answer was lost; then the other sends its own. Gives where the first led.
    pub async fn once(&self, house: &TestApp, who: &Browser<'_>) -> String {
        let (one, other) = (who.get(self.page).await, who.get(self.page).await);
        let before = told(house, self.event).await;
        let sends = || who.sends(one.is(200), self.action, self.words);
        let (first, second) = join(sends(), sends()).await;
        let location = first.is(303).location().unwrap().to_owned();
        second.leads_to(&location);
        who.sends(&one, self.action, self.words).await.leads_to(&location);
        let again = who.sends(other.is(200), self.action, self.words).await;
        assert!(matches!(again.status, 403 | 422), "{} in a second window: {}", self.event, again.status);
        again.says(self.says);
        assert_eq!(told(house, self.event).await, before + 1, "{} was done twice", self.event);
        location
    }
}

#[actix_web::test]
async fn codes_of_rooms() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let (own, _) = departments_of(
        &house,
        &crate::kit::many::Enrolled {
            person: of.made.supervisor.clone(),
            portfolio: of.portfolio.clone(),
            enrolment: of.enrolment.clone(),
            entries: Vec::new(),
        },
    )
    .await;
    let lea = house.signed_in(LEAD).await;
    let over = format!("department:{own}");
    let make = Act {
        page: "/people/rooms",
        action: "/people/rooms",
        words: &[("name", "Theatre 2"), ("over", &over)],
        event: "room/coded",
        says: "This room has a code already.",
    };
    let sheet = make.once(&house, &lea).await;
    let end = Act {
        page: &sheet,
        action: &format!("{sheet}/end"),
        words: &[],
        event: "room/code-ended",
        says: "was ended already",
    };
    assert_eq!(end.once(&house, &lea).await, "/people/rooms");
}

#[actix_web::test]
async fn samples_and_what_follows_from_them() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    crate::quality::ids(&house, &of).await;
    let lea = house.signed_in(LEAD).await;
    let list = lea.get("/quality").await;
    let (_, rest) = list.is(200).body.split_once("href=\"/quality/samples/").expect("a sample");
    let sample = format!("/quality/samples/{}", rest.split('"').next().unwrap());
    let due = [("due-day", "1"), ("due-month", "12"), ("due-year", "2026")];
    let words = [&[("what", "Talk about evidence"), ("who", "Lea"), ("item", "")][..], &due].concat();
    let note = Act {
        page: &sample,
        action: &format!("{sample}/actions"),
        words: &words,
        event: "quality/action-noted",
        says: "This action is noted already",
    };
    note.once(&house, &lea).await;
    let page = lea.get(&sample).await;
    let (_, action) = page.is(200).body.split_once("action=\"/quality/actions/").expect("an action");
    let done = Act {
        page: &sample,
        action: &format!("/quality/actions/{}", action.split('"').next().unwrap()),
        words: &[],
        event: "quality/action-done",
        says: "This action is done already.",
    };
    done.once(&house, &lea).await;
    let end = Act {
        page: &sample,
        action: &format!("{sample}/end"),
        words: &[],
        event: "quality/ended",
        says: "This sample is closed already.",
    };
    end.once(&house, &lea).await;
    house.letters().await;
}

/// The page of a review, from planning to the answer of an objection.
#[actix_web::test]
async fn reviews_from_the_plan_to_the_outcome() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let plan = Act {
        page: &format!("/reviews/new?enrolment={}", of.enrolment),
        action: "/reviews",
        words: &PLAN,
        event: "review/planned",
        says: "This review is planned for that day already.",
    };
    let path = plan.once(&house, &lea).await;
    let freeze = Act {
        page: &path,
        action: &format!("{path}/pack"),
        words: &[("early", "yes")],
        event: "review/frozen",
        says: "The pack is frozen already",
    };
    freeze.once(&house, &lea).await;
    house.later(60);
    let outcome = format!("{path}/outcome");
    let conclude = Act {
        page: &outcome,
        action: &outcome,
        words: &crate::reviews::whole::OUTCOME,
        event: "review/concluded",
        says: "Nothing was changed",
    };
    conclude.once(&house, &lea).await;
    let acknowledge = Act {
        page: &path,
        action: &format!("{path}/acknowledgement"),
        words: &[],
        event: "review/acknowledged",
        says: "You have said already what you think of it.",
    };
    acknowledge.once(&house, &ann).await;
    let objection = format!("{path}/objection");
    let object = Act {
        page: &objection,
        action: &objection,
        words: &[("reasons", "It rests on too few cases.")],
        event: "review/objected",
        says: "You have objected already. Nothing was changed.",
    };
    object.once(&house, &ann).await;
    let lou = crate::reviews::whole::another_lead(&house).await;
    let answering = format!("{path}/answer");
    let answer = Act {
        page: &answering,
        action: &answering,
        words: &[("verdict", "changed"), ("reasons", "The cases were enough."), ("outcome", "on-course")],
        event: "review/answered",
        says: "There is no objection that waits for an answer.",
    };
    answer.once(&house, &lou).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_review_that_is_called_off() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let lea = house.signed_in(LEAD).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    let off = Act {
        page: &path,
        action: &format!("{path}/end"),
        words: &[],
        event: "review/called-off",
        says: "was called off already",
    };
    off.once(&house, &lea).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_plan_that_somebody_changed_meanwhile_is_not_overwritten() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let lea = house.signed_in(LEAD).await;
    let path = planned(&lea, &of.enrolment, &[]).await;
    let plan = format!("{path}/plan");
    let on = |day: &'static str| -> Vec<(&'static str, &'static str)> {
        PLAN.iter().map(|(name, word)| (*name, if *name == "held-day" { day } else { *word })).collect()
    };
    let (one, other) = (lea.get(&plan).await, lea.get(&plan).await);
    lea.sends(&one, &plan, &on("10")).await.leads_to(&path);
    lea.sends(&one, &plan, &on("10")).await.leads_to(&path);
    let refused = lea.sends(&other, &plan, &on("11")).await;
    refused.is(422).says("This plan was changed after you opened the page").says("value=\"11\"");
    assert_eq!(told(&house, "review/plan-changed").await, 1);
    lea.get(&path).await.says("10 December 2026");
    // Whoever has read that sends it again.
    lea.sends(&refused, &plan, &on("11")).await.leads_to(&path);
    lea.get(&path).await.says("11 December 2026");
    house.letters().await;
}

#[actix_web::test]
async fn what_was_prepared_in_one_window_is_not_overwritten_from_another() {
    let house = TestApp::new().await;
    let of = three_cases(&house).await;
    let path = planned(&house.signed_in(LEAD).await, &of.enrolment, &[]).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = format!("{path}/preparation");
    let says = |progress: &'static str| [("q-progress", progress), ("q-next", "Valve surgery.")];
    let (one, other) = (ann.get(&page).await, ann.get(&page).await);
    ann.sends(&one, &page, &says("I ran five cases.")).await.leads_to(&path);
    ann.sends(&one, &page, &says("I ran five cases.")).await.leads_to(&path);
    let refused = ann.sends(&other, &page, &says("Nothing yet.")).await;
    refused.is(422).says("You saved something else here meanwhile").says("Nothing yet.");
    assert_eq!(told(&house, "review/prepared").await, 1);
    ann.get(&page).await.says("I ran five cases.").does_not_say("Nothing yet.");
    ann.sends(&refused, &page, &says("Nothing yet.")).await.leads_to(&path);
    ann.get(&page).await.says("Nothing yet.");
    house.letters().await;
}

#[actix_web::test]
async fn rounds_of_feedback_from_the_proposal_to_the_release() {
    let ready = crate::feedback::ready().await;
    let house = &ready.house;
    let (ann, sue) = (ready.ann().await, ready.sue().await);
    let round = ready.begins(&ann).await;
    ready.adds(&ann, &round, "clinical-colleagues", &colleagues("c", 7)).await.leads_to(&round);
    ready.adds(&ann, &round, "others-staff", &colleagues("o", 5)).await.leads_to(&round);
    let own = format!("{round}/self-rating");
    ann.fills(&own, &own, &RATINGS).await.leads_to(&round);
    let proposal = format!("{round}/proposal");
    let propose =
        Act { page: &round, action: &proposal, words: &[], event: "feedback/proposed", says: "has gone on" };
    propose.once(house, &ann).await;
    let back = Act {
        page: &round,
        action: &format!("{round}/return"),
        words: &[("reason", "one-sided")],
        event: "feedback/given-back",
        says: "has gone on",
    };
    back.once(house, &sue).await;
    ann.fills(&round, &proposal, &[]).await.leads_to(&round);
    house.letters().await;
    let agree = Act {
        page: &round,
        action: &format!("{round}/agreement"),
        words: &UNTIL,
        event: "feedback/agreed",
        says: "has gone on",
    };
    agree.once(house, &sue).await;
    let links = crate::feedback::links(&house.letters().await);
    assert_eq!(links.len(), 12, "each colleague was asked once");
    ready.answered(&links, 10).await;
    let closing = format!("{round}/closing");
    let ask = Act {
        page: &round,
        action: &closing,
        words: &[],
        event: "feedback/close-asked",
        says: "You have asked for this already.",
    };
    ask.once(house, &ann).await;
    let close =
        Act { page: &round, action: &closing, words: &[], event: "feedback/closed", says: "has gone on" };
    close.once(house, &sue).await;
    let met = [("met-day", "12"), ("met-month", "11"), ("met-year", "2026"), ("both", "yes")];
    let release = Act {
        page: &round,
        action: &format!("{round}/release"),
        words: &met,
        event: "feedback/released",
        says: "has gone on",
    };
    release.once(house, &sue).await;
    assert_eq!(ready.rounds_recorded().await.len(), 1);
    house.letters().await;
}

#[actix_web::test]
async fn a_colleague_who_sends_the_page_twice_has_answered_once() {
    let ready = crate::feedback::ready().await;
    let (_, links) = ready.open().await;
    let link = &links[0].1;
    let words = crate::feedback::saying("Calm in theatre.", "Speak up sooner.");
    let (who, second) = (ready.house.browser(), ready.house.browser());
    let (one, other): (Shown, Shown) = (who.get(link).await, second.get(link).await);
    who.sends(one.is(200), link, &words).await.leads_to(link);
    for page in [&one, &other] {
        let again = who.sends(page, link, &words).await;
        assert_ne!(again.status, 500, "{again:?}");
        assert_eq!(ready.counted().await, (1, 1), "an answer was taken twice");
    }
    ready.house.letters().await;
}

#[actix_web::test]
async fn incidents_are_reported_struck_and_closed_once() {
    let house = TestApp::new().await;
    let of = crate::kit::acted::acted(&house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = of.logs(&ann).await;
    of.decides(&sue, true).await;
    let ivo = governor(&house).await;
    house.later(60);
    let form = format!("{entry}/report");
    let page = ann.get(&form).await;
    let place = page.is(200).body.split("name=\"place\" type=\"checkbox\" value=\"").nth(1).unwrap();
    let place = place.split('"').next().unwrap().to_owned();
    let words = [("sort", "name"), ("place", place.as_str())];
    let report = Act {
        page: &form,
        action: &form,
        words: &words,
        event: "entry/reported",
        says: "It has been reported already",
    };
    let incident = report.once(&house, &ann).await;
    let form = format!("{incident}/redaction");
    let words = [("sort", "name"), ("place", place.as_str()), ("sure", "yes")];
    let lea = house.signed_in(LEAD).await;
    let (one, other) = (lea.get(&form).await, lea.get(&form).await);
    lea.sends(one.is(200), &form, &words).await.leads_to(&incident);
    lea.sends(&one, &form, &words).await.leads_to(&incident);
    let again = lea.sends(&other, &form, &words).await;
    assert!(matches!(again.status, 403 | 422), "{}", again.status);
    assert_eq!(told(&house, "entry/struck-out").await, 1, "struck out twice");
    let end = Act {
        page: &incident,
        action: &format!("{incident}/end"),
        words: &[("how", "done")],
        event: "incident/closed",
        says: "over",
    };
    end.once(&house, &ivo).await;
    house.letters().await;
}

/// What a trainee or a lead types of somebody who is to be an assessor.
pub fn assessor<'a>(name: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("email", email),
        ("post", "Consultant anaesthetist"),
        ("section", "all"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ]
}

async fn nominated(house: &TestApp, name: &'static str) -> NominationId {
    let found = house.app.read(move |r| {
        Ok(nominations::table.filter(nominations::name.eq(name)).select(nominations::id).first(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn nominations_and_approvals() {
    let house = TestApp::new().await;
    let of = crate::kit::acted::acted(&house).await;
    let ids = crate::approvals::ids(&house, &of).await;
    let id = |name: &str| ids.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    let (nia, lea) = (house.signed_in("nia@demo.example").await, house.signed_in(LEAD).await);
    let found = house.app.read(|r| {
        let person: AccountId = perfolio::db::schema::accounts::table
            .filter(perfolio::db::schema::accounts::email_folded.eq("nia@demo.example"))
            .select(perfolio::db::schema::accounts::id)
            .first(r.conn())?;
        Ok(enrolments::table
            .inner_join(portfolios::table)
            .filter(portfolios::person_id.eq(person))
            .select(enrolments::id)
            .first::<EnrolmentId>(r.conn())?)
    });
    let list = format!("/enrolments/{}/assessors", found.await.unwrap());
    let new = format!("{list}/new");
    for (name, email) in [("Tom Ward", "tom.ward@northgate.nhs.uk"), ("Una Lake", "una@northgate.nhs.uk")] {
        let words = assessor(name, email);
        let nominate = Act {
            page: &new,
            action: &new,
            words: &words,
            event: "nomination/made",
            says: "They are nominated or approved for this already.",
        };
        nominate.once(&house, &nia).await;
    }
    let answered = "This nomination was answered or taken back meanwhile. Nothing was changed.";
    let back = Act {
        page: &list,
        action: &format!("/nominations/{}/withdrawal", nominated(&house, "Una Lake").await),
        words: &[],
        event: "nomination/taken-back",
        says: answered,
    };
    back.once(&house, &nia).await;
    let page = format!("/nominations/{}", nominated(&house, "Tom Ward").await);
    let mut words = assessor("", "");
    words.retain(|(field, _)| !["name", "email", "post"].contains(field));
    words.push(("signs", "by-link"));
    let approve = Act { page: &page, action: &page, words: &words, event: "approval/made", says: answered };
    approve.once(&house, &lea).await;
    let page = format!("/nominations/{}", id("nomination"));
    let refuse = Act {
        page: &page,
        action: &format!("{page}/refusal"),
        words: &[("why", "not-known"), ("words", "Ask again.")],
        event: "nomination/not-approved",
        says: answered,
    };
    refuse.once(&house, &lea).await;
    let page = format!("/approvals/{}/end", id("approval"));
    let end = Act {
        page: &page,
        action: &page,
        words: &[("last-day", "12"), ("last-month", "11"), ("last-year", "2026")],
        event: "approval/ended",
        says: "This approval was ended already. Nothing was changed.",
    };
    end.once(&house, &lea).await;
    house.letters().await;
}
