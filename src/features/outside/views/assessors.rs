//! One assessor as a lead sees them.

use askama::Template;

use crate::domain::assessor::Identity;
use crate::features::outside::store::{Assessor, Resembling};
use crate::features::people::Stated;
use crate::features::programmes::KnownRegister;
use crate::features::roster::register_choices;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "outside/assessor.html")]
pub struct AssessorPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) name: String,
    pub(super) action: String,
    /// What they stated of themselves, with the address that they proved.
    pub(super) stated: Vec<String>,
    pub(super) confirmed: Vec<String>,
    pub(super) registers: Vec<Choice>,
    /// Who stated the same before: the name, with the addresses.
    pub(super) resembles: Option<(String, String)>,
    pub(super) joining: String,
}

impl AssessorPage {
    pub fn new(
        who: &Lead,
        found: &Assessor,
        (registered, known): (&[Stated], &[KnownRegister]),
        resembles: Option<Resembling>,
        mut typed: Typed,
    ) -> AssessorPage {
        if let Some(newest) = found.stated.first().filter(|_| typed.words.is_empty()) {
            typed.words.add("number", newest.number.clone());
        }
        let confirmed = registered.iter().filter_map(|one| {
            let (by, at) = one.confirmed.first()?;
            let row = &one.row;
            Some(format!(
                "{}, number {}, from {}: confirmed by {by} on {}",
                KnownRegister::said(known, &row.body, &row.category),
                row.number,
                row.valid_from,
                at.day_in(who.zone)
            ))
        });
        AssessorPage {
            shell: who.shell(found.name.clone(), Place::People),
            typed,
            name: found.name.clone(),
            action: paths::assessor(found.person.as_str()),
            stated: found.stated.iter().map(said).collect(),
            confirmed: confirmed.collect(),
            registers: register_choices(known),
            resembles: resembles.map(|one| (one.name, one.addresses.join(", "))),
            joining: paths::assessor_joining(found.person.as_str()),
        }
    }
}

/// The address has gone where somebody was erased.
fn said(stated: &Identity) -> String {
    match stated.address.as_str() {
        "" => stated.stated(),
        address => format!("{}; {address}", stated.stated()),
    }
}

impl View for AssessorPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
