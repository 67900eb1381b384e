//! The page of the setting as plain values.

use askama::Template;

use crate::domain::factor::{Demand, Demands};
use crate::domain::role::Capacity;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/demands.html")]
pub struct DemandsPage {
    shell: Shell,
    typed: Typed,
    choices: Vec<Choice>,
    /// Leads or admins get in by a password alone.
    lax: bool,
}

impl View for DemandsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl DemandsPage {
    pub fn new(who: &Admin, demands: &Demands, mut typed: Typed) -> DemandsPage {
        if typed.words.is_empty() {
            for capacity in Capacity::APPOINTED {
                typed.words.add(capacity.as_str(), demands.of(*capacity).as_str());
            }
        }
        DemandsPage {
            shell: who.shell("Second factor", Place::Settings),
            typed,
            choices: choices(),
            lax: demands.lead != Demand::Required || demands.admin != Demand::Required,
        }
    }
}

fn choices() -> Vec<Choice> {
    vec![
        Choice::of(Demand::Off.as_str(), "Off").meaning("Not offered; whoever has one keeps it"),
        Choice::of(Demand::Offered.as_str(), "Offered").meaning("Everybody decides for themselves"),
        Choice::of(Demand::Required.as_str(), "Required").meaning("Nothing else opens until it is set up"),
    ]
}

pub fn samples() -> Vec<Sample> {
    let mut faults = crate::domain::fault::Faults::none();
    for capacity in Capacity::APPOINTED {
        faults.add(capacity.as_str(), "Choose one.");
    }
    let page = |lax, typed| DemandsPage {
        shell: samples::shell_for(&samples::admin(), "Second factor", Place::Settings),
        typed,
        choices: choices(),
        lax,
    };
    vec![
        Sample::of(
            "admin/demands",
            &page(true, Typed::holding([("lead", "offered"), ("admin", "required")])),
        ),
        Sample::of("admin/demands, again", &page(false, Typed::nothing().with_faults(faults))),
    ]
}
