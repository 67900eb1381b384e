//! The page of leads and admins as plain values.

use askama::Template;

use crate::domain::names::capital;
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
    leads: Vec<Line>,
    admins: Vec<Line>,
    universities: Vec<Line>,
    capacities: Vec<Choice>,
    offered: Vec<Choice>,
    no_institution: bool,
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
        [leads, admins, universities]: [&[Appointed]; 3],
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
            shell: who.shell("Leads, admins and universities", Place::Settings),
            typed,
            leads: leads.iter().map(line).collect(),
            admins: admins.iter().map(line).collect(),
            universities: universities.iter().map(line).collect(),
            capacities: capacities(),
            no_institution: atlas.institutions.is_empty(),
            offered: offered.iter().map(|(over, label)| Choice::of(over.code(), label)).collect(),
        }
    }
}

fn capacities() -> Vec<Choice> {
    vec![
        Choice::of("lead", "Training lead")
            .meaning("Invites and enrols trainees, appoints supervisors, sees everybody’s progress"),
        Choice::of("admin", "Admin").meaning("Keeps accounts and settings; sees no portfolio"),
        Choice::of("university", "University administrator").meaning(
            "Enters marks for programmes or institutions; sees no case and nothing else of a portfolio",
        ),
    ]
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
        shell: samples::shell_for(&samples::admin(), "Leads, admins and universities", Place::Settings),
        typed: typed.clone(),
        leads: if full { vec![line(true)] } else { Vec::new() },
        admins: vec![line(false)],
        universities: if full { vec![line(true)] } else { Vec::new() },
        capacities: capacities(),
        no_institution: !full,
        offered: if full { vec![Choice::of("department:d", "Perfusion, Northgate")] } else { Vec::new() },
    };
    vec![Sample::of("admin/staff", &page(true)), Sample::of("admin/staff, nobody", &page(false))]
}
