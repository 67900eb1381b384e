//! A portfolio made through the acts of the house, so that its book tells all of it: enrolled by the
//! lead, logged by the trainee on the log form, signed and returned by the supervisor in the inbox.

use diesel::prelude::*;
use perfolio::db::schema::{departments, programme_versions, programmes};
use perfolio::db::tx::{Books, Outcome};
use perfolio::domain::names::{AccountId, EnrolmentId, PortfolioId, SessionId};
use perfolio::domain::policy::enrolments::may_enrol;
use perfolio::domain::role::{Capacity, Person};
use perfolio::domain::time::DEFAULT_ZONE;
use perfolio::features::roster::{ToEnrol, case, enrol};

use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{Many, SUPERVISOR, TRAINEE, many};

pub struct Acted {
    pub enrolment: EnrolmentId,
    pub portfolio: PortfolioId,
    pub made: Many,
}

/// Ann Field, enrolled by Lea Brook; nothing logged yet.
pub async fn acted(house: &TestApp) -> Acted {
    let made = many(house, 0, 0).await;
    let (lead, ann) = (lead(house, &made.lead), account(house, TRAINEE).await);
    let done = house.app.write(Books::house(), move |tx| {
        let version = programme_versions::table
            .inner_join(programmes::table)
            .filter(programmes::code.eq("perfusion-msc"))
            .filter(programme_versions::version.eq("2025"))
            .select(programme_versions::id)
            .first(tx.conn())?;
        let department = departments::table.select(departments::id).first(tx.conn())?;
        let day = |text: &str| text.parse().unwrap();
        let wanted =
            ToEnrol { trainee: ann, version, department, from: day("2025-09-01"), until: day("2027-08-31") };
        let case = case(tx.conn(), &lead.sight(), &wanted)?;
        let grant = may_enrol(&lead, &case)?;
        let done = enrol(tx, &grant)?;
        Ok(Outcome::of((done.enrolment, done.portfolio), done.event))
    });
    let (enrolment, portfolio) = done.await.unwrap();
    Acted { enrolment, portfolio, made }
}

fn lead(house: &TestApp, account: &AccountId) -> Person {
    Person {
        account: account.clone(),
        session: SessionId::new("session"),
        name: "Lea Brook".to_owned(),
        email: String::new(),
        capacities: [Capacity::Lead].into(),
        portfolio: None,
        inbox: 0,
        zone: DEFAULT_ZONE,
        now: house.app.clock.now(),
        csrf: String::new(),
    }
}

async fn account(house: &TestApp, email: &'static str) -> AccountId {
    use perfolio::db::schema::accounts;
    let found = house.app.read(move |r| {
        Ok(accounts::table.filter(accounts::email.eq(email)).select(accounts::id).first(r.conn())?)
    });
    found.await.unwrap()
}

impl Acted {
    /// The words of a bypass case of today that is submitted to Sue Carter, but for what is said otherwise.
    pub fn case<'a>(&'a self, otherwise: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let words = [
            ("when", "today"),
            ("f-procedure", "aortic"),
            ("f-part-played", "ran-it"),
            ("f-supervision", "beside-me"),
            ("f-supervisor", self.made.supervisor.as_str()),
            ("f-site", self.made.site.as_str()),
            ("f-urgency", "elective"),
            ("f-patient-group", "adult"),
            ("f-bypass-minutes", "90"),
            ("ask", self.made.supervisor.as_str()),
            ("double", "yes"),
            ("do", "submit"),
        ];
        let stays = |(name, _): &(&str, &str)| !otherwise.iter().any(|(other, _)| other == name);
        words.into_iter().filter(stays).chain(otherwise.iter().copied()).collect()
    }

    /// A bypass case of today, submitted to Sue Carter. Gives the path of its page.
    pub async fn logs(&self, ann: &Browser<'_>) -> String {
        let words = self.case(&[]);
        let sent = ann.fills("/entries/new?kind=bypass-case", "/entries", &words).await;
        sent.is(303).location().unwrap().to_owned()
    }

    /// What waits first with Sue Carter, signed or returned.
    pub async fn decides(&self, sue: &Browser<'_>, signs: bool) {
        let inbox = sue.get("/inbox").await;
        let (_, rest) = inbox.is(200).body.split_once("href=\"/inbox/").expect("something waits");
        let page = format!("/inbox/{}", rest.split('"').next().unwrap());
        let (action, words) = match signs {
            true => ("signature", vec![("level", "at-hand"), ("comment", "Calm and thorough.")]),
            false => ("return", vec![("words", "Which cardioplegia?")]),
        };
        let open = sue.get(&page).await;
        sue.sends(open.is(200), &format!("{page}/{action}"), &words).await.is(303);
    }
}

/// Ann and Sue signed in; one case signed, one returned, one waiting.
pub async fn three_cases(house: &TestApp) -> Acted {
    let acted = acted(house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    for signs in [true, false] {
        acted.logs(&ann).await;
        acted.decides(&sue, signs).await;
        house.later(60);
    }
    acted.logs(&ann).await;
    acted
}
