//! Requests do not die, in the words of those who wait and of those who are waited for: deputies, requests that
//! are handed over, reminders folded into one letter, what comes before the lead, and the map.

mod away;
mod handing;
mod reminding;

use perfolio::db::schema::*;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;

use diesel::prelude::*;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Many, many};
use crate::kit::work::{appoints, departments_of, submits};

pub const TOM: &str = "tom@demo.example";

/// Ann and one more trainee, Sue who is asked, Tom of the same department, and Lea who leads.
pub struct Department {
    pub house: TestApp,
    pub made: Many,
    pub tom: AccountId,
    pub own: DepartmentId,
    pub other: DepartmentId,
}

pub async fn department() -> Department {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let tom = house.person("Tom Hill", TOM).await;
    let (own, other) = departments_of(&house, &made.trainees[0]).await;
    appoints(&house, &tom, Capacity::Supervisor, &own).await;
    Department { house, made, tom, own, other }
}

impl Department {
    /// A case of Ann's, submitted to Sue.
    pub async fn case(&self, day: &str) -> (EntryId, RequestId) {
        let (of, to) = (&self.made.trainees[0], &self.made.supervisor);
        submits(&self.house, &self.made, of, day, to).await
    }

    /// Moves the clock to nine in the morning of that day of November.
    pub fn on(&self, day: u32) {
        let at = format!("2026-11-{day:02}T09:00:00Z").parse().unwrap();
        self.house.app.clock.set(at);
    }

    /// With whom a request waits, since when, and whether it still does.
    pub async fn request(&self, id: &RequestId) -> (AccountId, String, bool) {
        let id = id.clone();
        let found = self.house.app.read(move |r| {
            let row: (AccountId, perfolio::domain::time::Moment, bool) = requests::table
                .find(&id)
                .select((requests::asked_id, requests::known_from, requests::closed_at.is_null()))
                .first(r.conn())?;
            Ok((row.0, row.1.to_string(), row.2))
        });
        found.await.unwrap()
    }
}

/// The three fields of a date.
pub fn date(field: &str, day: u32) -> Vec<(String, String)> {
    vec![
        (format!("{field}-day"), day.to_string()),
        (format!("{field}-month"), "11".to_owned()),
        (format!("{field}-year"), "2026".to_owned()),
    ]
}

/// Writes down days of November on the page.
pub async fn goes_away(
    who: &Browser<'_>,
    page: &str,
    (from, until): (u32, u32),
    more: &[(&str, &str)],
) -> Shown {
    let days: Vec<(String, String)> = [date("from", from), date("until", until)].concat();
    let words = days.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(more.iter().copied());
    who.fills(page, page, &words.collect::<Vec<_>>()).await
}
