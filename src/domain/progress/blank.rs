//! A standing of which nothing is known yet.

use crate::domain::amount::Amount;
use crate::domain::programme::{Requirement, Signers};
use crate::domain::rule::Window;

use super::Standing;

impl Standing {
    pub(super) fn blank(requirement: &Requirement) -> Standing {
        Standing {
            id: requirement.code.clone(),
            title: requirement.title.clone(),
            necessity: requirement.necessity,
            illustrative: false,
            waived: None,
            binding: false,
            recorded: Amount::ZERO,
            submitted: Amount::ZERO,
            signed: Amount::ZERO,
            target: Amount::ZERO,
            unit: String::new(),
            met: false,
            would_meet: false,
            locked: false,
            locked_by: Vec::new(),
            lapsed: false,
            failing: false,
            result: None,
            counted: Vec::new(),
            pending: Vec::new(),
            not_counted: Vec::new(),
            waits: Vec::new(),
            minimums: Vec::new(),
            children: Vec::new(),
            warnings: Vec::new(),
            due: None,
            window: None,
            next: None,
            holds_until: None,
            met_on: None,
            grace_until: None,
            ahead: None,
        }
    }
}

impl Requirement {
    /// The same for facts that only stand beside those it asks for: evidence, absences, the other side of a
    /// share. They are confirmed by whoever their kind names, and nothing else is asked of them.
    pub(super) fn plain(&self) -> Requirement {
        Requirement {
            window: Window::Always,
            grace: None,
            signers: Signers::default(),
            supervised_by: None,
            accredited_site: false,
            official: false,
            ..self.clone()
        }
    }
}
