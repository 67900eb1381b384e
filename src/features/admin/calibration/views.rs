//! The page of the setting as plain values.

use askama::Template;

use crate::domain::calibration::{PROMISE, Shown, earliest};
use crate::domain::time::Day;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/calibration.html")]
pub struct Rule {
    shell: Shell,
    typed: Typed,
    /// What holds now, as a sentence.
    now: String,
    choices: Vec<Choice>,
    hint: String,
}

impl View for Rule {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Rule {
    pub fn new(who: &Admin, shown: Shown, typed: Typed) -> Rule {
        rule(who.shell("How people decide", Place::Settings), shown, who.today(), typed)
    }

    fn promise(&self) -> [&'static str; 4] {
        PROMISE
    }
}

fn rule(shell: Shell, shown: Shown, today: Day, mut typed: Typed) -> Rule {
    let now = match shown {
        Shown::Off => "It is off. This is what would be shown to whom:".to_owned(),
        Shown::From(day) if day <= today => format!("It is on, since {day}. This is shown to whom:"),
        Shown::From(day) => {
            format!("It is on from {day}, and everybody was told. This will be shown to whom:")
        }
    };
    if typed.words.is_empty() {
        typed.words.add("shown", if shown == Shown::Off { "off" } else { "on" });
        if let Shown::From(day) = shown {
            typed.words.add_day("from", day);
        }
    }
    Rule {
        shell,
        typed,
        now,
        choices: vec![Choice::of("off", "No"), Choice::of("on", "Yes, from the day below")],
        hint: format!("{} is the first day possible, because people are told before", earliest(today)),
    }
}

pub fn samples() -> Vec<Sample> {
    let today = samples::admin().today();
    let page = |shown, typed| {
        rule(samples::shell_for(&samples::admin(), "How people decide", Place::Settings), shown, today, typed)
    };
    let faults = crate::domain::fault::Faults::one("from", "Enter the day from which on it is shown.");
    vec![
        Sample::of("admin/calibration", &page(Shown::Off, Typed::nothing())),
        Sample::of("admin/calibration, on", &page(Shown::From(today), Typed::nothing())),
        Sample::of(
            "admin/calibration, again",
            &page(Shown::Off, Typed::holding([("shown", "on")]).with_faults(faults)),
        ),
    ]
}
