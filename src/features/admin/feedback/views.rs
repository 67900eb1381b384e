//! The page of the setting as plain values.

use askama::Template;

use crate::domain::fault::Faults;
use crate::domain::feedback::{LEAST, Terms};
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/feedback.html")]
pub struct TermsPage {
    shell: Shell,
    typed: Typed,
    /// The house has set it; else these are Perfolio's own figures.
    set: bool,
}

impl View for TermsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl TermsPage {
    pub fn new(who: &Admin, (terms, set): (Terms, bool), mut typed: Typed) -> TermsPage {
        if typed.words.is_empty() {
            typed.words = words(terms).words;
        }
        TermsPage { shell: who.shell("Rounds of feedback", Place::Settings), typed, set }
    }

    pub(super) fn least(&self) -> usize {
        LEAST
    }
}

fn words(terms: Terms) -> Typed {
    Typed::holding([
        ("floor", terms.floor.to_string()),
        ("group-floor", terms.group_floor.to_string()),
        ("days", terms.days.to_string()),
        ("every", terms.every.to_string()),
        ("reminders", terms.reminders.to_string()),
    ])
}

pub fn samples() -> Vec<Sample> {
    let page = |typed, set| TermsPage {
        shell: samples::shell_for(&samples::admin(), "Rounds of feedback", Place::Settings),
        typed,
        set,
    };
    let faults = Faults::one("floor", "Enter at least 3: with fewer, an answer could be guessed.");
    vec![
        Sample::of("admin/feedback", &page(words(Terms::default()), false)),
        Sample::of("admin/feedback, again", &page(words(Terms::default()).with_faults(faults), true)),
    ]
}
