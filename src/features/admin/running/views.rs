//! Jobs and health as plain values.

use askama::Template;

use crate::features::admin::store::{Buried, Counts};
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

#[derive(Template)]
#[template(path = "admin/jobs.html")]
pub struct Jobs {
    shell: Shell,
    waiting: i64,
    /// Failed, and tried again by themselves.
    failing: Vec<Line>,
    buried: Vec<Line>,
}

struct Line {
    what: String,
    queued: String,
    tries: i32,
    fault: String,
    again: String,
}

impl View for Jobs {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Jobs {
    pub fn new(who: &Admin, counts: Counts, failing: &[Buried], buried: &[Buried]) -> Jobs {
        let line = |one: &Buried| Line {
            what: format!("{} {}", shown(&one.word), one.about).trim_end().to_owned(),
            queued: one.queued_at.shown_in(who.zone),
            tries: one.tries,
            fault: one.fault.clone(),
            again: paths::job_again(one.id.as_str()),
        };
        Jobs {
            shell: who.shell("Jobs", Place::Settings),
            waiting: counts.jobs_waiting,
            failing: failing.iter().map(line).collect(),
            buried: buried.iter().map(line).collect(),
        }
    }
}

/// The job's word as a person would say it.
fn shown(word: &str) -> &str {
    match word {
        "tell" | "write-outside" => "Send a letter",
        "build-export" => "Make a report",
        "refresh-standing" => "Work out somebody’s progress again",
        "refresh-due" => "Work out many people’s progress again",
        "move-people" => "Move people to another version",
        "tidy" => "Tidy up at night",
        other => other,
    }
}

#[derive(Template)]
#[template(path = "admin/health.html")]
pub struct Health {
    shell: Shell,
    rows: Vec<(&'static str, String)>,
}

impl View for Health {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Health {
    pub fn new(who: &Admin, counts: Counts, engine: &str, letters: String) -> Health {
        Health { shell: who.shell("Health", Place::Settings), rows: rows(counts, engine, letters) }
    }
}

fn rows(counts: Counts, engine: &str, letters: String) -> Vec<(&'static str, String)> {
    let database = match engine {
        "postgres" => "PostgreSQL, answers",
        _ => "SQLite, answers",
    };
    vec![
        ("Version", env!("CARGO_PKG_VERSION").to_owned()),
        ("Database", database.to_owned()),
        ("Letters", letters),
        ("Accounts", counts.accounts.to_string()),
        ("Enrolments", counts.enrolments.to_string()),
        ("Figures of everybody", worked_out(counts)),
        ("Entries", counts.entries.to_string()),
        ("Events in the record", counts.events.to_string()),
        ("Jobs waiting", counts.jobs_waiting.to_string()),
        ("Jobs given up", counts.jobs_buried.to_string()),
        ("Last seal of the record", "None yet".to_owned()),
    ]
}

/// `All up to date`, or `Working out again: 812 of 2000`.
fn worked_out(counts: Counts) -> String {
    match counts.standings_old {
        0 => "All up to date".to_owned(),
        old => format!("Working out again: {} of {}", counts.enrolments - old, counts.enrolments),
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::admin(), title, Place::Settings);
    let line = |tries, fault: &str| Line {
        what: format!("{} to Ann <Field>: certificate ends", shown("tell")),
        queued: "2 November 2026, 14:02".to_owned(),
        tries,
        fault: fault.to_owned(),
        again: paths::job_again("j"),
    };
    let (failing, buried) = (vec![line(3, "no route to host")], vec![line(30, "550 no such <user>")]);
    vec![
        Sample::of("admin/jobs", &Jobs { shell: shell("Jobs"), waiting: 3, failing, buried }),
        Sample::of(
            "admin/jobs, none",
            &Jobs { shell: shell("Jobs"), waiting: 0, failing: Vec::new(), buried: Vec::new() },
        ),
        Sample::of(
            "admin/health",
            &Health { shell: shell("Health"), rows: rows(Counts::default(), "sqlite", "Sent".to_owned()) },
        ),
    ]
}
