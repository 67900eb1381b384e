//! Forms with two sides, in the words of those who fill them in: the trainee says what it was, whoever signs says how
//! it went and how they saw it; what is said in confidence stays with those whom its kind names.

mod back;
pub mod begun;
mod confidence;
mod meetings;
mod outside;
mod seen;
mod sides;
mod writing;

use diesel::prelude::*;
use perfolio::db::schema::{entries, requests};
use perfolio::domain::names::*;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{enrols, publishes};

/// Everything that this file records, counted once each.
pub const PROGRAMME: &str = r#"
programme = "forms"
version = "1"
title = "Training with forms"
body = "The Body"
months = 24
[[kinds]]
kind = "dops"
version = 2
[[kinds]]
kind = "concern"
version = 1
[[kinds]]
kind = "placement-evaluation"
version = 1
[[kinds]]
kind = "supervisor-report"
version = 1
[[kinds]]
kind = "supervisor-evaluation"
version = 1
[[kinds]]
kind = "goal"
version = 1
[[kinds]]
kind = "meeting"
version = 1
[[kinds]]
kind = "teaching"
version = 1
[[kinds]]
kind = "safety-training"
version = 1
[[kinds]]
kind = "reflection"
version = 1
[[kinds]]
kind = "document"
version = 2
[[requirements]]
code = "observed"
title = "Observed procedures"
source = "here"
[requirements.rule]
count = "dops"
target = 2
unit = "procedures"
[[requirements]]
code = "reported"
title = "A report"
source = "here"
[requirements.rule]
count = "supervisor-report"
target = 1
unit = "reports"
"#;

/// What the assessor answers.
pub const ANSWERS: &[(&str, &str)] = &[
    ("level", "indirect"),
    ("f-technique", "as"),
    ("f-strengths", "Steady hands."),
    ("f-agreed", "Read the guideline\nRepeat it with a child"),
    ("f-result", "satisfactory"),
    ("seen-how", "observed"),
    ("seen-on-day", "12"),
    ("seen-on-month", "11"),
    ("seen-on-year", "2026"),
    ("seen-time", "8.30"),
    ("seen-place", "Theatre 2"),
];

pub fn with<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ANSWERS.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name));
    kept.chain(change).copied().collect()
}

pub struct Forms {
    pub house: TestApp,
    pub made: Many,
    /// Ann, on the programme of this file.
    pub ann: Enrolled,
}

pub async fn forms() -> Forms {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let version = publishes(&house, PROGRAMME).await;
    let ann = enrols(&house, &made.trainees[0].person, &version, &made.trainees[0]).await;
    Forms { house, made, ann }
}

impl Forms {
    pub async fn ann(&self) -> Browser<'_> {
        self.house.signed_in(TRAINEE).await
    }

    pub async fn sue(&self) -> Browser<'_> {
        self.house.signed_in(SUPERVISOR).await
    }

    pub async fn lea(&self) -> Browser<'_> {
        self.house.signed_in(LEAD).await
    }

    /// Ann records an observed procedure of today and asks Sue.
    pub async fn dops(&self, title: &str) -> (EntryId, RequestId) {
        let words =
            [("when", "today"), ("f-title", title), ("ask", self.made.supervisor.as_str()), ("do", "submit")];
        let sent = self.ann().await.fills("/entries/new?kind=dops", "/entries", &words).await;
        let entry = entry_in(&sent);
        let request = self.request(&entry).await;
        (entry, request)
    }

    pub async fn request(&self, entry: &EntryId) -> RequestId {
        let entry = entry.clone();
        let found = self.house.app.read(move |r| {
            Ok(requests::table
                .filter(requests::entry_id.eq(&entry))
                .filter(requests::closed_at.is_null())
                .select(requests::id)
                .first(r.conn())?)
        });
        found.await.unwrap()
    }

    pub async fn state(&self, entry: &EntryId) -> String {
        let entry = entry.clone();
        let state = self
            .house
            .app
            .read(move |r| Ok(entries::table.find(&entry).select(entries::state).first(r.conn())?));
        state.await.unwrap()
    }

    /// Sue opens it and signs with these words.
    pub async fn signs(&self, request: &RequestId, words: &[(&str, &str)]) -> Shown {
        let page = format!("/inbox/{request}");
        self.sue().await.fills(&page, &format!("{page}/signature"), words).await
    }
}

/// The entry to whose page a form led.
pub fn entry_in(sent: &Shown) -> EntryId {
    EntryId::new(sent.is(303).location().unwrap().rsplit('/').next().unwrap())
}
