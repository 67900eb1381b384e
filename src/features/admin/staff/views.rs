//! The page of leads and admins as plain values.

use askama::Template;

use crate::domain::names::capital;
use crate::domain::role::Capacity;
use crate::domain::territory::Over;
use crate::features::people::{Appointed, Atlas};
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/staff.html")]
pub struct Staff {
    shell: Shell,
    typed: Typed,
    groups: Vec<Group>,
    capacities: Vec<Choice>,
    offered: Vec<Choice>,
    no_institution: bool,
}

/// Who is appointed in one capacity.
struct Group {
    heading: &'static str,
    /// Where nobody is.
    nobody: &'static str,
    lines: Vec<Line>,
}

/// Whom an admin appoints, in the order of the page, and what they do.
pub const OFFERED: [(Capacity, &str); 7] = [
    (Capacity::Lead, "Invites and enrols trainees, appoints supervisors, sees everybody’s progress."),
    (Capacity::Admin, "Keeps accounts and settings."),
    (Capacity::University, "Enters marks for programmes or institutions."),
    (Capacity::Governance, "Is told when patient data is found, and keeps the incidents."),
    (Capacity::Tutor, "Looks after registered staff of a department: what they fall short of, and by when."),
    (Capacity::Coordinator, "Looks after trainees across employers, and signs nothing."),
    (Capacity::QualityReader, "Reads samples of decisions a second time; may come from another site."),
];

fn heading(capacity: Capacity) -> (&'static str, &'static str) {
    match capacity {
        Capacity::Lead => (
            "Training leads",
            "Nobody leads training yet. Appoint somebody below: they invite the trainees and supervisors.",
        ),
        Capacity::University => (
            "University administrators",
            "Nobody enters marks for a university yet. Training leads can enter them too.",
        ),
        Capacity::Governance => (
            "Information governance",
            "Nobody holds information governance yet: until then the admins are told when patient data is found.",
        ),
        Capacity::Tutor => (
            "Departmental tutors",
            "Nobody looks after registered staff yet. Training leads can appoint tutors too.",
        ),
        Capacity::Coordinator => {
            ("Consortium co-ordinators", "Nobody looks after trainees across employers yet.")
        }
        Capacity::QualityReader => (
            "Quality readers",
            "Nobody reads samples of decisions yet. Training leads can appoint readers too.",
        ),
        Capacity::Admin | Capacity::Supervisor | Capacity::Panel | Capacity::Assessor => {
            ("Admins", "Nobody.")
        }
    }
}

pub fn choice(capacity: Capacity, does: &str, reads: &str) -> Choice {
    Choice::of(capacity.as_str(), capital(capacity.shown())).meaning(format!("{does} {reads}"))
}

struct Line {
    name: String,
    account: String,
    over: String,
    days: String,
    /// Nobody ends their own.
    end: Option<String>,
}

impl View for Staff {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Staff {
    pub fn new(
        who: &Admin,
        atlas: &Atlas,
        (groups, capacities): (&[(Capacity, Vec<Appointed>)], Vec<Choice>),
        offered: &[(Over, String)],
        mut typed: Typed,
    ) -> Staff {
        if typed.words.is_empty() {
            typed.words.add_day("from", who.today());
        }
        let line = |one: &Appointed| Line {
            name: one.name.clone(),
            account: paths::one_account(one.person.as_str()),
            over: capital(&atlas.labels(&one.over)),
            days: match one.until {
                Some(until) => format!("{} to {until}", one.from),
                None => format!("since {}", one.from),
            },
            end: (one.person != who.account).then(|| paths::appointment_end(one.id.as_str())),
        };
        Staff {
            shell: who.shell("Leads, admins and others", Place::Settings),
            typed,
            groups: groups
                .iter()
                .map(|(capacity, all)| {
                    let (heading, nobody) = heading(*capacity);
                    Group { heading, nobody, lines: all.iter().map(line).collect() }
                })
                .collect(),
            capacities,
            no_institution: atlas.institutions.is_empty(),
            offered: offered.iter().map(|(over, label)| Choice::of(over.code(), label)).collect(),
        }
    }
}

pub fn samples() -> Vec<Sample> {
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["name", "email", "capacity", "over", "from", "until"] {
        faults.add(field, "Something is wrong here.");
    }
    let typed = Typed::holding([("name", "<b>"), ("capacity", "lead")]).with_faults(faults);
    let line = |end: bool| Line {
        name: "Lea <O’Neill>".to_owned(),
        account: paths::one_account("a"),
        over: "All of Northgate".to_owned(),
        days: "since 1 September 2025".to_owned(),
        end: end.then(|| paths::appointment_end("a")),
    };
    let page = |full: bool| Staff {
        shell: samples::shell_for(&samples::admin(), "Leads, admins and others", Place::Settings),
        typed: typed.clone(),
        groups: OFFERED
            .iter()
            .map(|(capacity, _)| {
                let (heading, nobody) = heading(*capacity);
                Group {
                    heading,
                    nobody,
                    lines: if full { vec![line(true), line(false)] } else { Vec::new() },
                }
            })
            .collect(),
        capacities: OFFERED
            .iter()
            .map(|(capacity, does)| choice(*capacity, does, "May read: something."))
            .collect(),
        no_institution: !full,
        offered: if full { vec![Choice::of("department:d", "Perfusion, Northgate")] } else { Vec::new() },
    };
    vec![Sample::of("admin/staff", &page(true)), Sample::of("admin/staff, nobody", &page(false))]
}
