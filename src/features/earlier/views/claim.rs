//! "I have done this before": the form, and the list of requirements for which it can be said.

use askama::Template;

use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::features::earlier::cases::{claimable, takes_earlier};
use crate::features::earlier::views::with_form;
use crate::features::entries::Own;
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "earlier/claim.html")]
pub struct ClaimPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) programme: String,
    pub(super) requirement: String,
    pub(super) which: Vec<Choice>,
    pub(super) items: Vec<Choice>,
    pub(super) unit: String,
    pub(super) able: Vec<Choice>,
    pub(super) back: String,
}

with_form!(ClaimPage);

impl ClaimPage {
    pub fn new(
        who: &Trainee,
        own: &Own,
        able: &[(AccountId, String)],
        typed: Typed,
    ) -> Result<ClaimPage, Fault> {
        let found = own.enrolments.iter().find(|(row, _)| row.id.as_str() == typed.word("enrolment"));
        let (row, version) = found.ok_or(Fault::NotFound)?;
        let requirement = version.requirement(typed.word("requirement")).ok_or(Fault::NotFound)?;
        let can = claimable(requirement);
        let mut which = vec![Choice::of("all", "All of it")];
        if let Some(unit) = &can.unit {
            which.push(Choice::of("credit", format!("A part: so many {unit}")));
        }
        if !can.items.is_empty() {
            which.push(Choice::of("items", "A part: the items that I tick"));
        }
        Ok(ClaimPage {
            shell: who.shell("I have done this before", Place::Requirements),
            programme: version.title.clone(),
            requirement: requirement.title.clone(),
            which,
            items: can.items.iter().map(|(code, title)| Choice::of(code, title)).collect(),
            unit: can.unit.unwrap_or_default(),
            able: able.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect(),
            back: paths::requirement(row.id.as_str(), &requirement.code),
            typed,
        })
    }
}

#[derive(Template)]
#[template(path = "earlier/which.html")]
pub struct ClaimWhich {
    pub(super) shell: Shell,
    /// Programme, and title and address of each requirement.
    pub(super) under: Vec<(String, Vec<(String, String)>)>,
}

impl View for ClaimWhich {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl ClaimWhich {
    pub fn new(who: &Trainee, own: &Own) -> ClaimWhich {
        let of = |(row, version): &(
            crate::features::enrolments::Enrolled,
            std::sync::Arc<crate::domain::programme::Version>,
        )| {
            let open = version.requirements.iter().filter(|one| takes_earlier(version, one));
            let lines = open
                .map(|one| (one.title.clone(), paths::earlier_claim_of(row.id.as_str(), &one.code)))
                .collect();
            (version.title.clone(), lines)
        };
        ClaimWhich {
            shell: who.shell("I have done this before", Place::Requirements),
            under: own
                .enrolments
                .iter()
                .map(of)
                .filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty())
                .collect(),
        }
    }
}
