//! Random histories of acts, by the forms that people use: whatever was done in whatever order, the
//! stored answer is the fresh one, or says that it may be old. The seeds are fixed, so a failure repeats.

use perfolio::domain::role::System;
use perfolio::features::standing;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::holds;
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};

/// Who acts, with what they would choose from.
struct Play<'a> {
    house: &'a TestApp,
    made: Many,
    ann: Browser<'a>,
    sue: Browser<'a>,
    lea: Browser<'a>,
    dice: StdRng,
    /// What happened, told when a history fails.
    told: Vec<String>,
}

#[actix_web::test]
async fn any_history_of_acts_leaves_the_stored_answer_right() {
    let mut all: Vec<String> = Vec::new();
    for seed in 1..=4 {
        let house = TestApp::new().await;
        let made = many(&house, 2, 0).await;
        let ann = house.signed_in(TRAINEE).await;
        let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
        let dice = StdRng::seed_from_u64(seed);
        let mut play = Play { house: &house, made, ann, sue, lea, dice, told: Vec::new() };
        for _ in 0..30 {
            play.one_act().await;
            holds(&house).await;
        }
        house.letters().await;
        holds(&house).await;
        let rebuilt = standing::rebuild(&house.app, System::at_work()).await.unwrap();
        let told = &play.told;
        assert!(rebuilt.differences.is_empty(), "seed {seed}: {:#?}\n{told:?}", rebuilt.differences);
        all.extend(play.told);
    }
    for what in
        ["logged", "signed", "undone", "returned", "withdrew", "revised", "confirmed", "marked", "lived"]
    {
        assert!(all.iter().any(|said| said == what), "nobody ever {what}: {all:?}");
    }
}

impl Play<'_> {
    async fn one_act(&mut self) {
        let said = match self.dice.random_range(0..17) {
            0..=3 => self.logs().await,
            4 | 5 => self.signs().await,
            6 => self.returns().await,
            7 => self.withdraws().await,
            8 => self.revises().await,
            9 => self.states_a_registration().await,
            10 => self.sets_a_term().await,
            11 => self.confirms_a_registration().await,
            12 => self.enters_a_mark().await,
            13 | 14 => self.records_a_life().await,
            15 => self.takes_a_life_back().await,
            _ => self.lets_time_pass().await,
        };
        self.told.push(said);
    }

    /// A case as somebody types it, with a random part, procedure and day.
    fn words(&mut self) -> Vec<(&'static str, String)> {
        let mut one = |of: &[&str]| (*of.choose(&mut self.dice).unwrap()).to_owned();
        let procedure = one(&["cabg", "valve", "aortic", "standby", "ecmo"]);
        let part = one(&["ran-it", "ran-it", "assisted", "observed"]);
        let group = one(&["adult", "paediatric"]);
        let supervision = one(&["beside-me", "in-theatre"]);
        let back = self.dice.random_range(0..200);
        let day = self.house.app.clock.now().day_in(chrono_tz::Europe::London).plus_days(-back);
        vec![
            ("when", "other".to_owned()),
            ("on-day", day.day_of_month().to_string()),
            ("on-month", day.month().to_string()),
            ("on-year", day.year().to_string()),
            ("f-procedure", procedure),
            ("f-part-played", part),
            ("f-supervision", supervision),
            ("f-supervisor", self.made.supervisor.to_string()),
            ("f-site", self.made.site.to_string()),
            ("f-urgency", "elective".to_owned()),
            ("f-patient-group", group),
            ("f-bypass-minutes", "90".to_owned()),
            ("ask", self.made.supervisor.to_string()),
            ("do", "submit".to_owned()),
        ]
    }

    async fn logs(&mut self) -> String {
        let words = self.words();
        let typed: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
        let sent = self.ann.fills("/entries/new?kind=bypass-case", "/entries", &typed).await;
        assert_eq!(sent.status, 303, "{typed:?}\n{}", sent.body);
        "logged".to_owned()
    }

    /// The first that waits, whole.
    async fn waiting(&mut self) -> Option<(String, Shown)> {
        let inbox = self.sue.get("/inbox").await;
        let request = address_in(&inbox.body, "href=\"/inbox/")?;
        let path = format!("/inbox/{request}");
        let page = self.sue.get(&path).await;
        page.is(200);
        Some((path, page))
    }

    async fn signs(&mut self) -> String {
        let Some((path, page)) = self.waiting().await else { return "nothing to sign".to_owned() };
        let act = format!("{path}/signature");
        let sent = self.sue.sends(&page, &act, &[("level", "at-hand"), ("outcome", "satisfactory")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        if self.dice.random_range(0..3) > 0 {
            return "signed".to_owned();
        }
        let next = self.sue.get(sent.location().unwrap()).await;
        let decision = address_in(&next.body, "action=\"/decisions/").unwrap();
        let undoing = format!("/decisions/{decision}/undoing");
        let undone = self.sue.sends(&next, &undoing, &[]).await;
        assert_eq!(undone.status, 303, "{}", undone.body);
        "undone".to_owned()
    }

    async fn returns(&mut self) -> String {
        let Some((path, page)) = self.waiting().await else { return "nothing to return".to_owned() };
        let sent = self.sue.sends(&page, &format!("{path}/return"), &[("words", "which cannula?")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        "returned".to_owned()
    }

    /// Any entry of the portfolio's first page.
    async fn an_entry(&mut self) -> Option<(String, Shown)> {
        let list = self.ann.get("/portfolio").await;
        let all: Vec<String> = addresses_in(&list.body, "href=\"/entries/");
        let entries: Vec<&String> = all.iter().filter(|id| id.len() == 26).collect();
        let id = (*entries.choose(&mut self.dice)?).clone();
        let page = self.ann.get(&format!("/entries/{id}")).await;
        page.is(200);
        Some((id, page))
    }

    async fn withdraws(&mut self) -> String {
        let Some((id, page)) = self.an_entry().await else { return "no entry".to_owned() };
        let act = format!("/entries/{id}/withdrawal");
        if !page.body.contains(&format!("action=\"{act}\"")) {
            return "not to be withdrawn".to_owned();
        }
        self.ann.sends(&page, &act, &[]).await.is(303);
        "withdrew".to_owned()
    }

    async fn revises(&mut self) -> String {
        let Some((id, page)) = self.an_entry().await else { return "no entry".to_owned() };
        let act = format!("/entries/{id}/revision");
        if !page.body.contains(&format!("action=\"{act}\"")) {
            return "not to be revised".to_owned();
        }
        let draft = self.ann.sends(&page, &act, &[]).await;
        draft.is(303);
        let words = self.words();
        let typed = words.iter().map(|(name, word)| (*name, word.as_str()));
        let typed: Vec<(&str, &str)> = typed.chain([("why", "Better so.")]).collect();
        let sent = self.ann.fills(draft.location().unwrap(), "/entries", &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        "revised".to_owned()
    }

    /// The supervisor says on which register they are, which a rule of the trainee's programme reads.
    async fn states_a_registration(&mut self) -> String {
        let page = self.sue.get("/registrations").await;
        page.is(200);
        let number = self.dice.random_range(1000..9999).to_string();
        let words = [
            ("register", "ccps|full"),
            ("number", number.as_str()),
            ("from-day", "1"),
            ("from-month", "9"),
            ("from-year", "2026"),
        ];
        let sent = self.sue.sends(&page, "/registrations", &words).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        "stated a registration".to_owned()
    }

    async fn confirms_a_registration(&mut self) -> String {
        let page = self.lea.get(&format!("/people/{}", self.made.supervisor)).await;
        page.is(200);
        let acts = page.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let Some(act) = acts.filter(|act| act.contains("/confirmation")).map(str::to_owned).next() else {
            return "nothing to confirm".to_owned();
        };
        let sent = self.lea.sends(&page, &act, &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        if act.ends_with("/end") { "took a confirmation back".to_owned() } else { "confirmed".to_owned() }
    }

    async fn enters_a_mark(&mut self) -> String {
        let path = format!("/results/{}", self.made.trainees[0].enrolment);
        let page = self.lea.get(&format!("{path}?kind=unit-result")).await;
        page.is(200);
        let unit = *["BRMSM0072", "BRMSM0073", "SOCSM0018"].choose(&mut self.dice).unwrap();
        let mark = self.dice.random_range(30..90).to_string();
        let words = [
            ("kind", "unit-result"),
            ("on-day", "1"),
            ("on-month", "10"),
            ("on-year", "2026"),
            ("unit", unit),
            ("mark", mark.as_str()),
        ];
        let sent = self.lea.sends(&page, &path, &words).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        "marked".to_owned()
    }

    /// Time out, return, part time or a later last day; what does not fit is refused.
    async fn records_a_life(&mut self) -> String {
        let what = *["time-out", "time-out", "active", "working", "extended"].choose(&mut self.dice).unwrap();
        let path = format!("/enrolments/{}/life/{what}", self.made.trainees[0].enrolment);
        let page = self.lea.get(&path).await;
        page.is(200);
        let number = self.dice.random_range(1..28).to_string();
        let month = self.dice.random_range(1..12).to_string();
        let percent = self.dice.random_range(20..100).to_string();
        let until = if what == "extended" { "2029" } else { "2027" };
        let words = [
            ("day-day", number.as_str()),
            ("day-month", month.as_str()),
            ("day-year", "2026"),
            ("until-day", number.as_str()),
            ("until-month", "4"),
            ("until-year", until),
            ("percent", percent.as_str()),
            ("category", "health"),
            ("reason", "as it went"),
            ("do", "record"),
        ];
        let sent = self.lea.sends(&page, &path, &words).await;
        assert!(matches!(sent.status, 303 | 422), "{}", sent.body);
        if sent.status == 303 { "lived".to_owned() } else { format!("{what} did not fit") }
    }

    async fn takes_a_life_back(&mut self) -> String {
        let list = self.lea.get(&format!("/enrolments/{}/life", self.made.trainees[0].enrolment)).await;
        list.is(200);
        let links = list.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let ends: Vec<&str> = links.filter(|link| link.ends_with("/end")).collect();
        let Some(end) = ends.choose(&mut self.dice).map(|end| (*end).to_owned()) else {
            return "nothing to take back".to_owned();
        };
        let sent = self.lea.fills(&end, &end, &[("reason", "a slip")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        "unlived".to_owned()
    }

    async fn sets_a_term(&mut self) -> String {
        let path = format!("/enrolments/{}/terms", self.made.trainees[0].enrolment);
        let page = self.lea.get(&path).await;
        page.is(200);
        let (day, requirement) = (
            self.dice.random_range(1..28).to_string(),
            *["bypass-150", "certificate", "practical-exam"].choose(&mut self.dice).unwrap(),
        );
        let term = *["due", "waiver"].choose(&mut self.dice).unwrap();
        let words = [
            ("requirement", requirement),
            ("term", term),
            ("due-day", day.as_str()),
            ("due-month", "3"),
            ("due-year", "2027"),
            ("reason", "time out"),
        ];
        let sent = self.lea.sends(&page, &path, &words).await;
        assert!(matches!(sent.status, 303 | 422), "{}", sent.body);
        format!("set a term: {}", sent.status)
    }

    async fn lets_time_pass(&mut self) -> String {
        let days = self.dice.random_range(1..60);
        self.house.later(days * 86_400);
        self.house.letters().await;
        // Sessions end meanwhile.
        self.ann = self.house.signed_in(TRAINEE).await;
        self.sue = self.house.signed_in(SUPERVISOR).await;
        self.lea = self.house.signed_in(LEAD).await;
        format!("{days} days passed")
    }
}

fn address_in(body: &str, before: &str) -> Option<String> {
    addresses_in(body, before).into_iter().next()
}

/// What stands between `before` and the next slash, mark or quote, each time.
fn addresses_in(body: &str, before: &str) -> Vec<String> {
    let rest = body.split(before).skip(1);
    rest.map(|text| text.split(['"', '/', '?', '#']).next().unwrap_or_default().to_owned()).collect()
}
