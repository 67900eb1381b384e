//! Domains of work addresses over what a lead leads.

use askama::Template;

use crate::features::outside::store::{Allowed, Assessor};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "outside/domains.html")]
pub struct Domains {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) lines: Vec<Line>,
    pub(super) choices: Vec<Choice>,
    /// Who has signed so for the lead's trainees: name, what they stated last, their page.
    pub(super) signed: Vec<(String, String, String)>,
}

pub(super) struct Line {
    pub domain: String,
    pub over: String,
    pub by: String,
    pub end: String,
}

impl Domains {
    pub fn new(
        who: &Lead,
        allowed: &[(Allowed, String)],
        choices: Vec<Choice>,
        signed: &[Assessor],
        typed: Typed,
    ) -> Domains {
        let of = |one: &Assessor| {
            let newest = one.stated.first().map(|stated| format!("{}; {}", stated.stated(), stated.address));
            (one.name.clone(), newest.unwrap_or_default(), paths::assessor(one.person.as_str()))
        };
        let line = |(one, over): &(Allowed, String)| Line {
            domain: one.row.domain.clone(),
            over: over.clone(),
            by: format!("{}, {}", one.by, one.row.known_from.day_in(who.zone)),
            end: paths::work_domain_end(one.row.id.as_str()),
        };
        Domains {
            shell: who.shell("Work addresses", Place::People),
            typed,
            lines: allowed.iter().map(line).collect(),
            choices,
            signed: signed.iter().map(of).collect(),
        }
    }
}

impl View for Domains {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
