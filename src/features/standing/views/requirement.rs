//! All requirements, and one of them opened.

use askama::Template;

use crate::features::standing::shown::Line;
use crate::features::standing::views::home::{Link, sample_bar, sample_line};
use crate::web::nav::Place;
use crate::web::page::{Shell, View};
use crate::web::parts::Progress;
use crate::web::samples::{self, Sample};

#[derive(Debug, Clone, Template)]
#[template(path = "standing/requirements.html")]
pub struct All {
    pub shell: Shell,
    pub under: Vec<Under>,
}

impl View for All {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The requirements of one enrolment.
#[derive(Debug, Clone)]
pub struct Under {
    pub id: String,
    pub programme: String,
    pub period: String,
    pub overall: String,
    /// Some of what is listed is not among those of `overall`.
    pub uncounted: bool,
    pub stale: Option<String>,
    pub ended: bool,
    /// Where assessors are nominated; none where the programme approves nobody by name.
    pub assessors: Option<String>,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone)]
pub struct Section {
    /// Empty for what stands outside every section.
    pub title: String,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Template)]
#[template(path = "standing/requirement.html")]
pub struct Shown {
    pub shell: Shell,
    pub back: Link,
    /// The trainee's name, where the reader is somebody else.
    pub whose: Option<String>,
    pub programme: String,
    pub state: &'static str,
    pub necessity: &'static str,
    pub illustrative: bool,
    /// `Added by Royal Infirmary`; empty where it is the owner's own.
    pub local: String,
    pub stale: Option<String>,
    pub text: String,
    pub rule: String,
    pub headline: String,
    pub bar: Option<Progress>,
    pub figures: Option<Figures>,
    pub forecast: String,
    /// Why there is none; empty where there is one.
    pub no_forecast: String,
    pub why: Vec<String>,
    pub locks: Vec<Link>,
    pub minimums: Vec<MinimumRow>,
    pub children: Vec<Line>,
    pub next: String,
    pub record: Option<Link>,
    /// Where earlier learning is claimed, for the trainee.
    pub before: Option<Link>,
    /// Who records it, where that is not the reader; may be empty.
    pub recorder: &'static str,
    /// The round of feedback that is gathered here, or where one is begun.
    pub round: Option<Link>,
    /// It looks at other requirements and at no entry itself.
    pub combines: bool,
    pub to_enter: Option<Link>,
    pub counted: Vec<FactRow>,
    pub pending: Vec<FactRow>,
    /// `once signed`
    pub pending_when: &'static str,
    pub not_counted: Vec<Group>,
    pub due: String,
    pub window: String,
    pub personal: Vec<String>,
    pub sources: Vec<Source>,
    pub note: String,
    pub changes: String,
}

impl View for Shown {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Shown {
    /// Whoever it is set for reads it too.
    pub fn set_for(&self) -> &'static str {
        if self.whose.is_some() { "Set for this person" } else { "Set for you" }
    }

    pub fn not_counted_total(&self) -> usize {
        self.not_counted.iter().map(|group| group.rows.len()).sum()
    }

    /// Nothing to list: what it combines is listed above.
    pub fn only_combines(&self) -> bool {
        self.combines && self.counted.is_empty() && self.pending.is_empty() && self.not_counted.is_empty()
    }

    pub fn minimums_met(&self) -> usize {
        self.minimums.iter().filter(|one| one.state == "Met").count()
    }

    pub fn few_minimums(&self) -> bool {
        self.minimums.len() <= 12
    }

    /// A short list stands open.
    pub fn is_short(&self, rows: &[FactRow]) -> bool {
        rows.len() <= 5
    }
}

#[derive(Debug, Clone)]
pub struct Figures {
    pub recorded: String,
    /// What is submitted waits for others, or is signed and to be entered.
    pub waiting: &'static str,
    pub submitted: String,
    pub signed: String,
    pub target: String,
    pub unit: String,
}

#[derive(Debug, Clone)]
pub struct MinimumRow {
    pub label: String,
    pub recorded: String,
    pub submitted: String,
    pub signed: String,
    pub target: String,
    pub state: &'static str,
    pub bar: Progress,
}

#[derive(Debug, Clone)]
pub struct FactRow {
    pub title: String,
    pub href: Option<String>,
    pub day: String,
    pub note: String,
}

/// What does not count for one and the same reason.
#[derive(Debug, Clone)]
pub struct Group {
    pub because: String,
    pub rows: Vec<FactRow>,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub text: String,
    pub is_link: bool,
}

impl Source {
    pub fn of(text: &str) -> Source {
        let is_link = text.starts_with("https://") || text.starts_with("http://");
        Source { text: text.to_owned(), is_link }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title| samples::shell_for(&samples::trainee(), title, Place::Requirements);
    let under = Under {
        id: "e1".to_owned(),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        period: "Year 2 of 2 · ends 31 August 2027".to_owned(),
        overall: "5 of 12 met".to_owned(),
        uncounted: true,
        stale: None,
        ended: false,
        assessors: Some("/enrolments/e1/assessors".to_owned()),
        sections: vec![Section {
            title: "Supervised practice".to_owned(),
            lines: vec![sample_line("Supervised bypass cases", "118 of 150 cases signed", "On track")],
        }],
    };
    let all = All { shell: shell("Requirements"), under: vec![under] };
    let none = All { shell: shell("Requirements"), under: Vec::new() };
    let row = |note: &str| FactRow {
        title: "Valve repair or replacement (number 12)".to_owned(),
        href: Some("/entries/1".to_owned()),
        day: "3 November 2026".to_owned(),
        note: note.to_owned(),
    };
    let minimum = MinimumRow {
        label: "valve operations".to_owned(),
        recorded: "12".to_owned(),
        submitted: "1".to_owned(),
        signed: "9".to_owned(),
        target: "10".to_owned(),
        state: "Not met",
        bar: sample_bar(),
    };
    let full = Shown {
        shell: shell("Supervised bypass cases"),
        back: Link::to("Requirements", "/requirements"),
        whose: None,
        programme: "MSc Clinical Perfusion Science".to_owned(),
        state: "On track",
        necessity: "",
        illustrative: true,
        local: "Added by Royal Infirmary".to_owned(),
        stale: Some("The figures are being worked out. Reload this page in a minute.".to_owned()),
        text: "Cases that you ran yourself.".to_owned(),
        rule: "At least 150 cases.".to_owned(),
        headline: "118 of 150 cases signed, 9 submitted".to_owned(),
        bar: Some(sample_bar()),
        figures: Some(Figures {
            waiting: "Submitted, waiting",
            recorded: "140".to_owned(),
            submitted: "9".to_owned(),
            signed: "118".to_owned(),
            target: "150".to_owned(),
            unit: "cases".to_owned(),
        }),
        forecast: "To finish by 30 June 2027 you need 0.8 a week; you average 1.8.".to_owned(),
        no_forecast: String::new(),
        why: vec!["By today the plan expects 120; 127 are signed or submitted.".to_owned()],
        locks: vec![Link::to("Needs 150 cases (118 signed)", "/requirements/e1/cases")],
        minimums: vec![minimum],
        children: vec![sample_line("Children and newborns", "0 of 5 cases signed", "Not started")],
        next: "9 wait for a signature; 23 more reach 150.".to_owned(),
        to_enter: Some(Link::to("To enter in OneFile", "/enrolments/e1/to-enter")),
        record: Some(Link::to("Log a bypass case", "/entries/new?kind=bypass-case")),
        before: Some(Link::to("I have done this before", "/earlier/claims/new")),
        recorder: "Your training lead records this.",
        round: Some(Link::to("A round of feedback is open", "/feedback/r")),
        combines: false,
        counted: (0..6).map(|_| row("counts 0.5")).collect(),
        pending_when: "once signed",
        pending: vec![row("with Sue Carter since yesterday")],
        not_counted: vec![Group { because: "Because you assisted".to_owned(), rows: vec![row("")] }],
        due: "30 June 2027, in 221 days".to_owned(),
        window: "From 1 September 2025".to_owned(),
        personal: vec!["A target of 100, set by Lea O’Neill on 1 September 2026: returner".to_owned()],
        sources: vec![Source::of("https://www.bris.ac.uk/"), Source::of("Education rules 2017")],
        note: "No public source states a case mix.".to_owned(),
        changes: "Nothing here changes by itself.".to_owned(),
    };
    let staff = Shown {
        whose: Some("Ann Field".to_owned()),
        shell: samples::shell_for(&samples::supervisor(), "Practical exam", Place::Nowhere),
        figures: None,
        bar: None,
        counted: Vec::new(),
        pending: Vec::new(),
        not_counted: Vec::new(),
        minimums: Vec::new(),
        children: Vec::new(),
        personal: Vec::new(),
        sources: Vec::new(),
        record: None,
        before: None,
        round: None,
        combines: true,
        to_enter: None,
        forecast: String::new(),
        no_forecast: "One sitting: no pace.".to_owned(),
        ..full.clone()
    };
    vec![
        Sample::of("standing/requirements", &all),
        Sample::of("standing/requirements, none", &none),
        Sample::of("standing/requirement", &full),
        Sample::of("standing/requirement, staff", &staff),
    ]
}
