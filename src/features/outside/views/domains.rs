//! Domains of work addresses over what a lead leads.

use askama::Template;

use crate::features::outside::store::Allowed;
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
}

pub(super) struct Line {
    pub domain: String,
    pub over: String,
    pub by: String,
    pub end: String,
}

impl Domains {
    pub fn new(who: &Lead, allowed: &[(Allowed, String)], choices: Vec<Choice>, typed: Typed) -> Domains {
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
