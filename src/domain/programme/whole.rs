//! Decisions about a whole: of a module, or of the programme. A lead takes them once other requirements are met.

use super::{Requirement, Version};
use crate::domain::kind::{Confirmer, Kind};
use crate::domain::rule::{Condition, HeldThing, Rule};

impl Version {
    /// The kind and the conditions of such a decision; none where the requirement is something else.
    pub fn whole<'v>(&'v self, asked: &'v Requirement) -> Option<(&'v Kind, &'v [Condition])> {
        let (kind, about) = match &asked.rule {
            Rule::Signoff(rule) if rule.items.is_empty() => (&rule.kind, &rule.about),
            Rule::Held(held) => match &held.what {
                HeldThing::Fact { kind, about, .. } => (kind, about),
                HeldThing::Registration(_) => return None,
            },
            _ => return None,
        };
        let kind = &self.kind(kind)?.kind;
        (kind.confirmed_by == Confirmer::Lead && !asked.needs.is_empty()).then_some((kind, about))
    }

    pub fn has_wholes(&self) -> bool {
        self.requirements.iter().any(|one| self.whole(one).is_some())
    }
}
