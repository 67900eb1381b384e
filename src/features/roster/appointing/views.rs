//! The forms of appointing as plain values.

use askama::Template;

use crate::domain::names::AccountId;
use crate::domain::role::Capacity;
use crate::features::people::Appointed;
use crate::features::roster::appointing::pages::way_back;
use crate::web::gate::{Lead, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/appoint.html")]
pub struct AppointPage {
    shell: Shell,
    typed: Typed,
    title: String,
    /// Name and address are asked for somebody new only.
    is_new: bool,
    capacities: Vec<Choice>,
    choices: Vec<Choice>,
    action: String,
    back: String,
}

impl View for AppointPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl AppointPage {
    pub fn new(
        who: &Lead,
        person: Option<(AccountId, String)>,
        (capacities, choices): (Vec<Choice>, Vec<Choice>),
        mut typed: Typed,
    ) -> AppointPage {
        if typed.words.is_empty() {
            typed.words.add("capacity", Capacity::Supervisor.as_str());
            typed.words.add_day("from", who.today());
        }
        let is_new = person.is_none();
        let (title, action, back) = match person {
            None => (
                "Invite a supervisor or a tutor".to_owned(),
                paths::NEW_SUPERVISOR.to_owned(),
                paths::PEOPLE.to_owned(),
            ),
            Some((id, name)) => (
                format!("Appoint {name} as a supervisor or a tutor"),
                paths::new_appointment(id.as_str()),
                paths::person(id.as_str()),
            ),
        };
        AppointPage {
            shell: who.shell(title.clone(), Place::People),
            typed,
            title,
            is_new,
            capacities,
            choices,
            action,
            back,
        }
    }
}

#[derive(Template)]
#[template(path = "roster/end.html")]
pub struct EndPage {
    shell: Shell,
    typed: Typed,
    name: String,
    capacity: &'static str,
    over: String,
    from: String,
    /// How many requests wait with the person.
    waits: i64,
    handover: String,
    leave: Vec<Choice>,
    action: String,
    back: String,
}

impl View for EndPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl EndPage {
    pub fn new(who: &SignedIn, appointed: &Appointed, over: &str, waits: i64, mut typed: Typed) -> EndPage {
        if typed.words.is_empty() {
            typed.words.add_day("last", appointed.until.unwrap_or_else(|| who.today()));
        }
        EndPage {
            shell: who.shell(format!("End the appointment of {}", appointed.name), Place::People),
            typed,
            name: appointed.name.clone(),
            capacity: appointed.capacity.shown(),
            over: over.to_owned(),
            from: appointed.from.to_string(),
            waits,
            // The page is a lead's; others are told of it and ask one.
            handover: match who.is(Capacity::Lead) {
                true => paths::person_handover(appointed.person.as_str()),
                false => String::new(),
            },
            leave: leave(waits),
            action: paths::appointment_end(appointed.id.as_str()),
            back: way_back(appointed),
        }
    }
}

fn leave(waits: i64) -> Vec<Choice> {
    match waits {
        0 => Vec::new(),
        _ => vec![Choice::of(
            "yes",
            "It stays with them: they decide within 60 days of the last day, and what still waits then comes before leads",
        )],
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::People);
    let mut faults = crate::domain::fault::Faults::one("", "You can appoint only over what you lead.");
    for field in ["name", "email", "capacity", "over", "from", "until", "last"] {
        faults.add(field, "Something is wrong here.");
    }
    let typed =
        Typed::holding([("name", "<b>Sue"), ("over", "department:d"), ("last-day", "1")]).with_faults(faults);
    let choices = vec![
        Choice::of("department:d", "Perfusion, Northgate").meaning("All trainees of the department"),
        Choice::of("person:p", "Ann Field").meaning("Only this trainee"),
    ];
    let page = |is_new, choices| AppointPage {
        shell: shell("Appoint"),
        typed: typed.clone(),
        title: "Appoint a supervisor".to_owned(),
        is_new,
        capacities: vec![
            Choice::of("supervisor", "Supervisor").meaning("Signs. May read: all."),
            Choice::of("tutor", "Departmental tutor"),
        ],
        choices,
        action: paths::new_appointment("p"),
        back: paths::person("p"),
    };
    let end = EndPage {
        shell: shell("End"),
        typed: typed.clone(),
        name: "Sue Carter".to_owned(),
        capacity: "supervisor",
        over: "Perfusion, Northgate".to_owned(),
        from: "1 September 2025".to_owned(),
        waits: 4,
        handover: paths::person_handover("p"),
        leave: leave(4),
        action: paths::appointment_end("a"),
        back: paths::person("p"),
    };
    vec![
        Sample::of("roster/appoint, new", &page(true, choices.clone())),
        Sample::of("roster/appoint", &page(false, choices)),
        Sample::of("roster/appoint, nothing to choose", &page(false, Vec::new())),
        Sample::of("roster/end", &end),
    ]
}
