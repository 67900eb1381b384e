//! The list and the page of one person as plain values.

use askama::Template;

use super::pages::{Found, Roster};
use crate::domain::names::capital;
use crate::domain::outside::label;
use crate::domain::role::Capacity;
use crate::domain::time::Day;
use crate::features::accounts::Account;
use crate::features::enrolments::Enrolled;
use crate::features::people::{Appointed, Atlas, Waiting};
use crate::features::roster::registrations::{self, Card};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};

#[derive(Template)]
#[template(path = "roster/people.html")]
pub struct People {
    shell: Shell,
    unconfirmed: Vec<Card>,
    waiting: Vec<Invited>,
    trainees: Vec<Line>,
    supervisors: Vec<Line>,
}

/// Somebody who has yet to join.
struct Invited {
    name: String,
    href: String,
    email: String,
    since: String,
    until: String,
    expired: bool,
    again: String,
}

/// Somebody on the list: what they are on or over, and from when until when.
struct Line {
    name: String,
    href: String,
    what: Vec<String>,
    days: Vec<String>,
}

impl View for People {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl People {
    pub fn new(who: &Lead, roster: Roster) -> People {
        let Roster { trainees, supervisors, unconfirmed, waiting, atlas, registers } = roster;
        let mut lines: Vec<Line> = Vec::new();
        for (enrolled, title) in &trainees {
            let href = paths::person(enrolled.person.as_str());
            let (what, days) = (format!("{title}, {}", enrolled.department_name), of_days(enrolled));
            match lines.last_mut().filter(|line| line.href == href) {
                Some(line) => {
                    line.what.push(what);
                    line.days.push(days);
                }
                None => {
                    lines.push(Line { name: enrolled.name.clone(), href, what: vec![what], days: vec![days] })
                }
            }
        }
        let supervising = supervisors.iter().map(|one| Line {
            name: one.name.clone(),
            href: paths::person(one.person.as_str()),
            what: one.appointments.iter().map(|a| as_what(a, &atlas)).collect(),
            days: one.appointments.iter().map(days).collect(),
        });
        People {
            shell: who.shell("People", Place::People),
            unconfirmed: unconfirmed.iter().map(|stated| registrations::card(&registers, stated)).collect(),
            waiting: waiting.into_iter().map(|one| invited(who, one)).collect(),
            trainees: lines,
            supervisors: supervising.collect(),
        }
    }
}

fn invited(who: &Lead, one: Waiting) -> Invited {
    Invited {
        href: paths::person(one.account.as_str()),
        again: paths::person_invitation(one.account.as_str()),
        name: one.name,
        email: one.email,
        since: one.made_at.day_in(who.zone).to_string(),
        until: one.expires_at.day_in(who.zone).to_string(),
        expired: one.expires_at <= who.now,
    }
}

/// `Perfusion, Northgate`; of a tutor with what they are.
fn as_what(one: &Appointed, atlas: &Atlas) -> String {
    match one.capacity {
        Capacity::Supervisor => capital(&atlas.labels(&one.over)),
        other => format!("{}: {}", capital(other.shown()), atlas.labels(&one.over)),
    }
}

fn of_days(enrolled: &Enrolled) -> String {
    format!("{} to {}", enrolled.started_on, enrolled.ends_on)
}

fn days(appointed: &Appointed) -> String {
    match appointed.until {
        Some(until) => format!("{} to {until}", appointed.from),
        None => format!("since {}", appointed.from),
    }
}

#[derive(Template)]
#[template(path = "roster/person.html")]
pub struct PersonPage {
    shell: Shell,
    name: String,
    email: String,
    state: &'static str,
    waiting: Option<Invited>,
    link: String,
    enrolments: Vec<OnProgramme>,
    appointments: Vec<Appointment>,
    registrations: Vec<Card>,
    /// What the number is, and the number.
    numbers: Vec<(String, String)>,
    keep_numbers: String,
    enrol: String,
    appoint: String,
    away: String,
    handover: String,
    lost_factor: String,
}

struct OnProgramme {
    title: String,
    /// Who looks after them there.
    looked_after: Vec<String>,
    place: String,
    days: String,
    standing: String,
    results: String,
    terms: String,
    /// Empty where the programme approves nobody by name.
    assessors: String,
}

struct Appointment {
    over: String,
    /// `May read: ..`
    reads: String,
    days: String,
    ended: bool,
    end: String,
}

impl View for PersonPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl PersonPage {
    pub fn new(who: &Lead, found: Found) -> PersonPage {
        let Found {
            account,
            waiting,
            enrolments,
            looked_after,
            appointments,
            reads,
            statements,
            numbers,
            atlas,
            registers,
        } = found;
        let id = account.id.as_str();
        let state = match (&account.closed_at, &waiting) {
            (Some(_), _) => "Account closed",
            (None, Some(_)) => "Invited, not joined yet",
            (None, None) => "Joined",
        };
        PersonPage {
            shell: who.shell(account.name.clone(), Place::People),
            state,
            waiting: waiting.map(|one| invited(who, one)),
            link: paths::person_link(id),
            enrolments: enrolments
                .iter()
                .zip(looked_after)
                .map(|((enrolled, title, approves), by)| on_programme(enrolled, title, *approves, by))
                .collect(),
            appointments: appointments
                .iter()
                .map(|one| appointment(who.today(), &atlas, one, reads.get(&one.capacity)))
                .collect(),
            registrations: statements.iter().map(|stated| registrations::card(&registers, stated)).collect(),
            numbers: numbers
                .iter()
                .map(|(row, _)| (label(row.issuer, &row.body), row.number.clone()))
                .collect(),
            keep_numbers: paths::person_numbers(id),
            enrol: paths::new_enrolment(id),
            appoint: paths::new_appointment(id),
            away: paths::person_away(id),
            handover: paths::person_handover(id),
            lost_factor: paths::factor_reset(id),
            name: account.name,
            email: account.email,
        }
    }
}

fn on_programme(enrolled: &Enrolled, title: &str, approves: bool, looked_after: Vec<String>) -> OnProgramme {
    OnProgramme {
        looked_after,
        title: title.to_owned(),
        place: format!("{}, {}", enrolled.department_name, enrolled.institution_name),
        days: of_days(enrolled),
        standing: format!("{}/{}", paths::TRAINEES, enrolled.id),
        results: paths::results_of(enrolled.id.as_str()),
        terms: paths::terms(enrolled.id.as_str()),
        assessors: if approves { paths::assessors(enrolled.id.as_str()) } else { String::new() },
    }
}

fn appointment(today: Day, atlas: &Atlas, one: &Appointed, reads: Option<&String>) -> Appointment {
    Appointment {
        over: as_what(one, atlas),
        reads: reads.cloned().unwrap_or_default(),
        days: days(one),
        ended: one.until.is_some_and(|until| until < today),
        end: paths::appointment_end(one.id.as_str()),
    }
}

/// The one page that ever shows a link's secret.
#[derive(Template)]
#[template(path = "roster/link.html")]
pub struct LinkPage {
    shell: Shell,
    name: String,
    email: String,
    link: String,
    until: String,
    back: String,
}

impl View for LinkPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl LinkPage {
    pub fn new(shell: Shell, account: Account, link: String, until: String, back: String) -> LinkPage {
        LinkPage { shell, name: account.name, email: account.email, link, until, back }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::People);
    let invited = |expired| Invited {
        name: "Ann <Field>".to_owned(),
        href: paths::person("p"),
        email: "ann@demo.example".to_owned(),
        since: "1 November 2026".to_owned(),
        until: "15 November 2026".to_owned(),
        expired,
        again: paths::person_invitation("p"),
    };
    let line = || Line {
        name: "Ann Field".to_owned(),
        href: paths::person("p"),
        what: vec!["MSc, version 2025, Perfusion".to_owned(), "HCPC".to_owned()],
        days: vec!["1 September 2025 to 31 August 2027".to_owned(), "since 1 September 2025".to_owned()],
    };
    let card = registrations::sample_card;
    let person = |waiting, full: bool| PersonPage {
        shell: shell("Ann Field"),
        name: "Ann Field".to_owned(),
        email: "ann@demo.example".to_owned(),
        state: "Invited, not joined yet",
        waiting,
        link: paths::person_link("p"),
        enrolments: if full {
            vec![OnProgramme {
                title: "MSc, version 2025".to_owned(),
                looked_after: vec!["Training officer: Sue <Carter>".to_owned()],
                place: "Perfusion, Northgate".to_owned(),
                days: "1 September 2025 to 31 August 2027".to_owned(),
                standing: "/trainees/e".to_owned(),
                results: paths::results_of("e"),
                terms: paths::terms("e"),
                assessors: paths::assessors("e"),
            }]
        } else {
            Vec::new()
        },
        appointments: if full {
            [false, true]
                .map(|ended| Appointment {
                    over: "Perfusion, Northgate".to_owned(),
                    reads: "May read: all.".to_owned(),
                    days: "since 1 September 2025".to_owned(),
                    ended,
                    end: paths::appointment_end("a"),
                })
                .into()
        } else {
            Vec::new()
        },
        registrations: if full { vec![card(true), card(false)] } else { Vec::new() },
        numbers: if full {
            vec![("Student number, University of <Bristol>".to_owned(), "AB <12>".to_owned())]
        } else {
            Vec::new()
        },
        keep_numbers: paths::person_numbers("p"),
        enrol: paths::new_enrolment("p"),
        appoint: paths::new_appointment("p"),
        away: paths::person_away("p"),
        handover: paths::person_handover("p"),
        lost_factor: paths::factor_reset("p"),
    };
    let people = |full: bool| People {
        shell: shell("People"),
        unconfirmed: if full { vec![card(false)] } else { Vec::new() },
        waiting: if full { vec![invited(false), invited(true)] } else { Vec::new() },
        trainees: if full { vec![line()] } else { Vec::new() },
        supervisors: if full { vec![line()] } else { Vec::new() },
    };
    vec![
        Sample::of("roster/people", &people(true)),
        Sample::of("roster/people, nobody", &people(false)),
        Sample::of("roster/person", &person(Some(invited(true)), true)),
        Sample::of("roster/person, nothing yet", &person(None, false)),
        Sample::of(
            "roster/link",
            &LinkPage {
                shell: shell("A link to pass on"),
                name: "Ann Field".to_owned(),
                email: "ann@demo.example".to_owned(),
                link: "https://perfolio.example/invitations/abc".to_owned(),
                until: "15 November 2026, 14:02".to_owned(),
                back: paths::person("p"),
            },
        ),
    ]
}
