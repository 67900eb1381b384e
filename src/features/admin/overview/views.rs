//! The first page of the settings as plain values.

use askama::Template;

use crate::features::admin::store::Counts;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

#[derive(Template)]
#[template(path = "admin/settings.html")]
pub struct Settings {
    shell: Shell,
    /// What a new house needs, in order; empty once all is done.
    steps: Vec<Line>,
    lines: Vec<Line>,
    letters_leave: bool,
    buried: i64,
    one_buried: bool,
}

struct Line {
    id: &'static str,
    name: &'static str,
    href: &'static str,
    hint: String,
    state: &'static str,
}

impl View for Settings {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Settings {
    pub fn new(who: &Admin, counts: Counts, leads: usize, letters_leave: bool) -> Settings {
        let shell = who.shell("Settings", Place::Settings);
        let (buried, one_buried) = (counts.jobs_buried, counts.jobs_buried == 1);
        Settings {
            shell,
            steps: steps(counts, leads),
            lines: lines(counts, leads),
            letters_leave,
            buried,
            one_buried,
        }
    }
}

fn steps(counts: Counts, leads: usize) -> Vec<Line> {
    let state = |done: bool| if done { "Done" } else { "To do" };
    let all = vec![
        Line {
            id: "step-institution",
            name: "Add your institution",
            href: paths::INSTITUTIONS,
            hint: "An employer or a university".to_owned(),
            state: state(counts.institutions > 0),
        },
        Line {
            id: "step-department",
            name: "Add a department to it",
            href: paths::INSTITUTIONS,
            hint: "People are enrolled in departments".to_owned(),
            state: state(counts.departments > 0),
        },
        Line {
            id: "step-lead",
            name: "Appoint a training lead",
            href: paths::STAFF,
            hint: "They invite trainees and supervisors".to_owned(),
            state: state(leads > 0),
        },
    ];
    if all.iter().all(|step| step.state == "Done") { Vec::new() } else { all }
}

fn lines(counts: Counts, leads: usize) -> Vec<Line> {
    let line = |id, name, href, hint| Line { id, name, href, hint, state: "" };
    vec![
        line(
            "institutions",
            "Institutions, sites and departments",
            paths::INSTITUTIONS,
            format!(
                "{}, {}, {}",
                counted(counts.institutions, "institution"),
                counted(counts.sites, "site"),
                counted(counts.departments, "department")
            ),
        ),
        line(
            "staff",
            "Leads, admins and others",
            paths::STAFF,
            format!("{} as training lead", counted(leads, "appointment")),
        ),
        line("accounts", "Accounts", paths::ACCOUNTS, counted(counts.accounts, "account")),
        line("imports", "Import", paths::IMPORTS, "People and appointments from a file".to_owned()),
        line(
            "programmes",
            "Programmes",
            paths::PROGRAMMES,
            "What each asks, and who looks after those written here".to_owned(),
        ),
        line(
            "rules",
            "House rules",
            paths::HOUSE_RULES,
            "Camera and files, for each kind of entry".to_owned(),
        ),
        line(
            "requests",
            "Requests that wait",
            paths::REQUEST_RULES,
            "When they are reminded of, and come before training leads".to_owned(),
        ),
        line(
            "feedback",
            "Rounds of feedback",
            paths::FEEDBACK_RULES,
            "How many answers keep a colleague unknown, and how often colleagues are asked".to_owned(),
        ),
        line(
            "calibration",
            "How people decide",
            paths::CALIBRATION_RULE,
            "Whether they see their own figures beside their department’s".to_owned(),
        ),
        line(
            "second-factor",
            "Second factor",
            paths::FACTOR_DEMANDS,
            "Who must sign in with a code as well".to_owned(),
        ),
        line(
            "lost",
            "Lost second factors",
            paths::LOST_FACTORS,
            match counts.factors_lost {
                0 => "Nobody has lost theirs".to_owned(),
                1 => "1 person has lost theirs".to_owned(),
                many => format!("{many} people have lost theirs"),
            },
        ),
        line(
            "erasures",
            "Erasures",
            paths::ERASURES,
            "People whose record information governance wants erased".to_owned(),
        ),
        line(
            "patterns",
            "Numbers of your hospitals",
            paths::PATTERNS,
            "What may name a patient, looked for before anyone else reads".to_owned(),
        ),
        line(
            "jobs",
            "Jobs",
            paths::JOBS,
            format!("{} waiting, {} given up", counts.jobs_waiting, counts.jobs_buried),
        ),
        line("health", "Health", paths::HOUSE_HEALTH, "Database, version, letters".to_owned()),
    ]
}

/// `1 site`, `2 sites`
fn counted(number: impl std::fmt::Display, one: &str) -> String {
    let number = number.to_string();
    let more = if number == "1" { "" } else { "s" };
    format!("{number} {one}{more}")
}

pub fn samples() -> Vec<Sample> {
    let page = |counts, leads, letters_leave| Settings {
        shell: samples::shell_for(&samples::admin(), "Settings", Place::Settings),
        steps: steps(counts, leads),
        lines: lines(counts, leads),
        letters_leave,
        buried: counts.jobs_buried,
        one_buried: counts.jobs_buried == 1,
    };
    let full = Counts { institutions: 1, departments: 2, jobs_buried: 1, ..Counts::default() };
    vec![
        Sample::of("admin/settings, new house", &page(Counts::default(), 0, false)),
        Sample::of("admin/settings", &page(full, 1, true)),
    ]
}
