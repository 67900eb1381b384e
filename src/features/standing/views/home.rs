//! The trainee's home.

use askama::Template;

use crate::features::standing::shown::Line;
use crate::web::page::{Shell, View};
use crate::web::parts::Progress;
use crate::web::samples::{self, Sample};

#[derive(Debug, Clone, Template)]
#[template(path = "standing/home.html")]
pub struct Home {
    pub shell: Shell,
    /// The nearest deadline first.
    pub cards: Vec<Card>,
    pub nothing_yet: bool,
    pub returned: Vec<WaitsForMe>,
    pub more_returned: usize,
    pub drafts: Vec<WaitsForMe>,
    pub more_drafts: usize,
    /// What is asked of them besides: reviews to prepare, a round of feedback, what is to be seen.
    pub asks: Vec<WaitsForMe>,
    pub more_to_see: usize,
    /// Goals that are still open.
    pub goals: Vec<WaitsForMe>,
    pub more_goals: usize,
    /// `6 with Sue Carter since 4 November 2026 (17 days)`.
    pub others: Vec<Other>,
    pub next: Vec<NextStep>,
    pub log: Option<Link>,
    /// What was done lately, to begin with.
    pub again: Vec<Link>,
    pub more: Vec<Link>,
}

impl View for Home {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Debug, Clone)]
pub struct Card {
    pub id: String,
    pub programme: String,
    pub cohort: String,
    pub period: String,
    /// `On time out until 3 March 2027`.
    pub life: Vec<String>,
    /// The page of what happened to the enrolment.
    pub lived: String,
    pub stale: Option<String>,
    /// What is still to be entered where the official record is.
    pub to_enter: Option<Link>,
    /// They were moved to another version lately: the sentence, and what changed.
    pub moved: Option<Link>,
    /// What was recorded of the enrolment's life lately, by whom and when.
    pub recorded: Vec<String>,
    pub headline: Option<Headline>,
    /// `5 of 12 met`.
    pub overall: String,
    /// Some of what is listed is not among those of `overall`.
    pub uncounted: bool,
    pub lines: Vec<Line>,
    /// What is folded away of a long list, and what that is.
    pub rest: Vec<Line>,
    pub rest_said: String,
}

#[derive(Debug, Clone)]
pub struct Headline {
    pub title: String,
    pub href: String,
    pub figures: String,
    pub bar: Option<Progress>,
    /// `9 submitted · at your pace: 12 May 2027 · due 30 June 2027`.
    pub said: String,
    pub state: &'static str,
    pub pace: String,
    pub why: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct WaitsForMe {
    pub title: String,
    pub href: String,
    /// The first words of why.
    pub said: String,
    pub when: String,
}

#[derive(Debug, Clone)]
pub struct Other {
    /// `6 with Sue Carter since 4 November 2026 (8 days)`
    pub said: String,
    /// Whom the button reminds; none where nobody is asked by name, or not yet again.
    pub remind: Option<String>,
    pub name: String,
    /// `Sue Carter is away until 24 November 2026; Tom Hill deputises`; empty while they are there.
    pub away: String,
    /// Since when a reminder is possible again; empty where it is now.
    pub next: String,
    /// That they can decide no more, on all of it or some, and the first entry for which somebody else is to be asked.
    pub gone: Option<(String, String)>,
}

impl Other {
    /// Nobody is asked by name, so there is nobody to remind.
    pub fn unnamed(said: String) -> Other {
        Other {
            said,
            remind: None,
            name: String::new(),
            away: String::new(),
            next: String::new(),
            gone: None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct NextStep {
    pub href: String,
    pub title: String,
    pub sentence: String,
}

#[derive(Debug, Clone)]
pub struct Link {
    pub text: String,
    pub href: String,
}

impl Link {
    pub fn to(text: impl Into<String>, href: impl Into<String>) -> Link {
        Link { text: text.into(), href: href.into() }
    }
}

pub fn sample_line(title: &str, figures: &str, state: &'static str) -> Line {
    Line {
        id: format!("e1-{}", title.replace(' ', "-")),
        title: title.to_owned(),
        href: "/requirements/e1/cases".to_owned(),
        figures: figures.to_owned(),
        state,
        illustrative: state == "Not started",
        local: "Added by Royal Infirmary".to_owned(),
        necessity: if state == "Locked" { "Recommended" } else { "" },
        part: false,
    }
}

pub fn sample_bar() -> Progress {
    let whole = crate::domain::amount::Amount::whole;
    Progress { signed: whole(118), submitted: whole(9), target: whole(150), expected: Some(whole(120)) }
}

pub fn sample_headline() -> Headline {
    Headline {
        title: "Supervised bypass cases".to_owned(),
        href: "/requirements/e1/cases".to_owned(),
        figures: "118 of 150 cases signed".to_owned(),
        bar: Some(sample_bar()),
        said: "9 submitted · at your pace: 12 May 2027 · due 30 June 2027".to_owned(),
        state: "On track",
        pace: "To finish by 30 June 2027 you need 0.8 a week; you average 1.8.".to_owned(),
        why: vec!["At least 150 cases.".to_owned()],
    }
}

pub fn samples() -> Vec<Sample> {
    let link = |text: &str| Link { text: text.to_owned(), href: "/entries/new?kind=bypass-case".to_owned() };
    let waits = |title: &str, said: &str| WaitsForMe {
        title: title.to_owned(),
        href: "/entries/1".to_owned(),
        said: said.to_owned(),
        when: "since yesterday by Sue Carter".to_owned(),
    };
    let card = Card {
        id: "e1".to_owned(),
        programme: "MSc Clinical Perfusion Science".to_owned(),
        cohort: "2025".to_owned(),
        period: "Year 2 of 2 · ends 31 August 2027".to_owned(),
        life: vec!["On time out until 3 March 2027".to_owned()],
        lived: "/enrolments/e1/life".to_owned(),
        to_enter: Some(Link::to("To enter in OneFile", "/enrolments/e1/to-enter")),
        recorded: vec!["Lea <Brook> recorded on 12 November 2026: Time out from 1 December 2026".to_owned()],
        moved: Some(Link::to("You were moved from version 2024 to version 2025", "/enrolments/e1/moves/m1")),
        stale: Some("The figures are being worked out. Reload this page in a minute.".to_owned()),
        headline: Some(sample_headline()),
        overall: "5 of 12 met".to_owned(),
        uncounted: true,
        lines: vec![
            sample_line("Supervised bypass cases", "118 of 150 cases signed, 9 submitted", "On track"),
            sample_line("Foundations, 20 credits", "64", "Met"),
            sample_line("Practical exam", "Locked: needs 150 cases (118 signed)", "Locked"),
            sample_line("Children and newborns", "0 of 5 cases signed", "Not started"),
        ],
        rest: vec![sample_line("Vacuum-assisted drainage", "0 of 5 cases signed", "Not started")],
        rest_said: "1 more: 1 not started".to_owned(),
    };
    let second = Card {
        id: "e2".to_owned(),
        programme: "CPD for HCPC registration".to_owned(),
        headline: None,
        life: Vec::new(),
        stale: None,
        lines: vec![sample_line("A mixture", "2 of 2 types of activity", "Met")],
        rest: Vec::new(),
        ..card.clone()
    };
    let shell = || samples::shell_for(&samples::trainee(), "Home", crate::web::nav::Place::Home);
    let full = Home {
        shell: shell(),
        cards: vec![card, second],
        nothing_yet: false,
        returned: vec![waits("Valve repair or replacement, 3 November 2026", "which cardioplegia?")],
        more_returned: 3,
        drafts: vec![waits("Bypass case", "")],
        more_drafts: 2,
        asks: vec![waits("Midterm, 3 <December> 2026", "Prepare your side of this review.")],
        more_to_see: 2,
        goals: vec![waits("Read the <guideline>", "")],
        more_goals: 1,
        others: [Some("s".to_owned()), None]
            .map(|remind| Other {
                said: "6 with Sue Carter since 4 November 2026 (17 days)".to_owned(),
                next: match remind {
                    Some(_) => String::new(),
                    None => "Reminded; again possible from 19 November 2026".to_owned(),
                },
                name: "Sue Carter".to_owned(),
                away: "Sue <Carter> is away until 24 November 2026; Tom Hill deputises".to_owned(),
                gone: remind
                    .as_ref()
                    .map(|_| ("Can decide on 2 of these no more".to_owned(), "/entries/1".to_owned())),
                remind,
            })
            .into(),
        next: vec![NextStep {
            href: "/requirements/e1/cases".to_owned(),
            title: "Supervised bypass cases".to_owned(),
            sentence: "9 wait for a signature; 23 more reach 150.".to_owned(),
        }],
        log: Some(link("Log a case")),
        again: vec![link("Aortic surgery")],
        more: vec![link("CPD activity")],
    };
    let empty = Home {
        shell: shell(),
        cards: Vec::new(),
        nothing_yet: true,
        returned: Vec::new(),
        more_returned: 0,
        drafts: Vec::new(),
        more_drafts: 0,
        asks: Vec::new(),
        more_to_see: 0,
        goals: Vec::new(),
        more_goals: 0,
        others: Vec::new(),
        next: Vec::new(),
        log: None,
        again: Vec::new(),
        more: Vec::new(),
    };
    vec![Sample::of("standing/home", &full), Sample::of("standing/home, empty", &empty)]
}
