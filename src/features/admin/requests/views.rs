//! The page of the setting as plain values.

use askama::Template;

use crate::domain::waiting::Pace;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/requests.html")]
pub struct PacePage {
    shell: Shell,
    typed: Typed,
}

impl View for PacePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl PacePage {
    pub fn new(who: &Admin, pace: Pace, mut typed: Typed) -> PacePage {
        if typed.words.is_empty() {
            typed.words = words(pace).words;
        }
        PacePage { shell: who.shell("Requests that wait", Place::Settings), typed }
    }
}

fn words(pace: Pace) -> Typed {
    Typed::holding([
        ("first", pace.first.to_string()),
        ("second", pace.second.to_string()),
        ("lead", pace.lead.to_string()),
        ("near", pace.near.to_string()),
    ])
}

pub fn samples() -> Vec<Sample> {
    let page = |typed| PacePage {
        shell: samples::shell_for(&samples::admin(), "Requests that wait", Place::Settings),
        typed,
    };
    let faults =
        crate::domain::fault::Faults::one("second", "The second reminder comes after the first one.");
    vec![
        Sample::of("admin/requests", &page(words(Pace::default()))),
        Sample::of("admin/requests, again", &page(words(Pace::default()).with_faults(faults))),
    ]
}
