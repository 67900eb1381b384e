//! Where results are entered, and what waits for the lead.

use std::sync::Arc;

use askama::Template;

use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::role::Capacity;
use crate::features::results::gathering::Led;
use crate::features::results::pages::cohort_path;
use crate::features::results::store::ToConfirm;
use crate::web::gate::Marker;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;

#[derive(Template)]
#[template(path = "results/index.html")]
pub struct Index {
    pub shell: Shell,
    pub cohorts: Vec<CohortLine>,
    /// A lead confirms what trainees state; a university does not.
    pub confirms: bool,
    pub waiting: Vec<ConfirmLine>,
}

pub struct CohortLine {
    pub title: String,
    /// `12 people`
    pub people: String,
    /// Label and address.
    pub links: Vec<(String, String)>,
}

pub struct ConfirmLine {
    pub path: String,
    pub trainee: String,
    pub what: String,
    pub day: String,
    pub since: String,
}

impl Index {
    pub fn new(who: &Marker, led: &[Led], waiting: &[ToConfirm], kinds: &[Arc<Kind>]) -> Index {
        let cohort = |one: &Led| CohortLine {
            title: format!("{}, version {}", one.version.title, one.version.version),
            people: if one.people == 1 { "1 person".to_owned() } else { format!("{} people", one.people) },
            links: one
                .kinds
                .iter()
                .map(|kind| (capital(&kind.plural), cohort_path(&one.id, &kind.code, None)))
                .collect(),
        };
        let line = |one: &ToConfirm| {
            let kind = kinds.iter().find(|kind| kind.code == one.kind);
            let what = kind.map_or_else(|| one.title.clone(), |kind| format!("{}: {}", kind.name, one.title));
            ConfirmLine {
                path: paths::confirmation(one.entry.as_str()),
                trainee: one.trainee.clone(),
                what,
                day: one.day.to_string(),
                since: one.since.day_in(who.zone).to_string(),
            }
        };
        Index {
            shell: who.shell("Results", place_of(who)),
            confirms: who.is(Capacity::Lead),
            cohorts: led.iter().map(cohort).collect(),
            waiting: waiting.iter().map(line).collect(),
        }
    }
}

/// A lead finds results under what waits; for a university they are a place of the menu.
pub fn place_of(who: &Marker) -> Place {
    if who.is(Capacity::Lead) { Place::Waiting } else { Place::Results }
}

impl View for Index {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}
