//! A supervisor's list of trainees, and one trainee as staff see them.

use askama::Template;

use crate::features::standing::shown::Line;
use crate::features::standing::views::home::{Headline, Link, sample_bar, sample_headline, sample_line};
use crate::web::nav::Place;
use crate::web::page::{Shell, View};
use crate::web::parts::{Pages, Progress};
use crate::web::samples::{self, Sample};

#[derive(Debug, Clone, Template)]
#[template(path = "standing/trainees.html")]
pub struct Trainees {
    pub shell: Shell,
    pub rows: Vec<TraineeRow>,
    /// People.
    pub total: usize,
    pub enrolments: usize,
    pub pages: Pages,
}

impl View for Trainees {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Debug, Clone)]
pub struct TraineeRow {
    pub name: String,
    pub href: String,
    /// Where an assessment is begun.
    pub assess: String,
    pub programme: String,
    pub cohort: String,
    pub state: &'static str,
    pub standing: String,
    /// `On time out until 3 March 2027`; empty where there is nothing to say.
    pub life: String,
    pub behind: String,
    pub bar: Option<Progress>,
    /// `6 since 4 November 2026 (17 days)`; empty when nothing waits with the reader.
    pub waits: String,
    pub last: String,
}

#[derive(Debug, Clone, Template)]
#[template(path = "standing/trainee.html")]
pub struct Trainee {
    /// The title is the trainee's name.
    pub shell: Shell,
    pub programme: String,
    pub cohort: String,
    pub place: String,
    pub period: String,
    pub life: Vec<String>,
    pub stale: Option<String>,
    pub headline: Option<Headline>,
    pub overall: String,
    /// Some of what is listed is not among those of `overall`.
    pub uncounted: bool,
    pub behind: String,
    pub lines: Vec<Line>,
    pub waits: Vec<String>,
    /// The newest first.
    pub entries: Vec<EntryRow>,
    pub last: String,
    pub export: String,
    pub history: String,
    /// Where an assessment is begun, for whoever supervises or leads them today.
    pub assess: Option<String>,
    /// Empty for a reader who does not lead this enrolment.
    pub lead: Vec<Link>,
    /// The way back.
    pub list: Link,
}

impl View for Trainee {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Debug, Clone)]
pub struct EntryRow {
    pub title: String,
    pub href: String,
    pub day: String,
    pub state: &'static str,
}

pub fn samples() -> Vec<Sample> {
    let row = TraineeRow {
        name: "Ann Field".to_owned(),
        href: "/trainees/e1".to_owned(),
        assess: "/assessments/new?trainee=e1".to_owned(),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        cohort: "2025".to_owned(),
        state: "Behind",
        standing: "Supervised bypass cases: 118 of 150 signed".to_owned(),
        life: "On time out until 3 March 2027".to_owned(),
        behind: "Supervised bypass cases".to_owned(),
        bar: Some(sample_bar()),
        waits: "6 since 4 November 2026 (17 days)".to_owned(),
        last: "3 November 2026".to_owned(),
    };
    let shell = |title: &str| samples::shell_for(&samples::supervisor(), title, Place::Trainees);
    let pages = Pages { earlier: None, later: Some("/trainees?page=2".to_owned()) };
    let list = Trainees { shell: shell("My trainees"), rows: vec![row], total: 1, enrolments: 2, pages };
    let empty = Trainees { rows: Vec::new(), total: 0, enrolments: 0, ..list.clone() };
    let one = Trainee {
        shell: shell("Ann Field"),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        cohort: "2025".to_owned(),
        place: "Cardiac theatres, Demo University Hospital".to_owned(),
        period: "Year 2 of 2 · ends 31 August 2027".to_owned(),
        life: vec!["60 % of whole time since 1 September 2026".to_owned()],
        stale: None,
        headline: Some(sample_headline()),
        overall: "5 of 12 met".to_owned(),
        uncounted: true,
        behind: "Supervised bypass cases".to_owned(),
        lines: vec![sample_line("Supervised bypass cases", "118 of 150 cases signed", "Behind")],
        waits: vec!["6 with you since 4 November 2026 (17 days)".to_owned()],
        entries: vec![EntryRow {
            title: "Aortic surgery (number 12)".to_owned(),
            href: "/entries/1".to_owned(),
            day: "3 November 2026".to_owned(),
            state: "Submitted",
        }],
        last: "3 November 2026".to_owned(),
        export: "/exports/new?enrolment=e1".to_owned(),
        history: "/history/p1".to_owned(),
        assess: Some("/assessments/new?trainee=e1".to_owned()),
        lead: vec![Link::to("Results: marks, exams, certificates", "/results/e1")],
        list: Link::to("My trainees", "/trainees"),
    };
    let fresh = Trainee {
        headline: None,
        assess: None,
        lead: Vec::new(),
        behind: String::new(),
        lines: Vec::new(),
        waits: Vec::new(),
        entries: Vec::new(),
        last: String::new(),
        ..one.clone()
    };
    vec![
        Sample::of("standing/trainees", &list),
        Sample::of("standing/trainees, empty", &empty),
        Sample::of("standing/trainee", &one),
        Sample::of("standing/trainee, fresh", &fresh),
    ]
}
