//! What waits for what. A requirement that, through others, waits for itself could never be met and
//! would have no answer, so such a file is refused.

use std::collections::BTreeMap;

use crate::domain::reading::Table;
use crate::domain::rule::{Anchor, Edge, Rule, Window};

use super::Requirement;

impl Requirement {
    /// Codes of the requirements whose standing must be known before this one's.
    pub fn depends_on(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.needs.iter().map(String::as_str).collect();
        all.extend(self.rule.children().iter().map(String::as_str));
        all.extend(self.edges().into_iter().filter_map(awaited));
        all
    }
}

impl Requirement {
    /// Every day on which something of it depends.
    fn edges(&self) -> Vec<&Edge> {
        let held_on = if let Rule::Held(held) = &self.rule { held.on.as_ref() } else { None };
        let (from, until) = match &self.window {
            Window::Between { from, until } => (from.as_ref(), until.as_ref()),
            Window::Cycle(cycle) => (cycle.begins.as_ref(), None),
            _ => (None, None),
        };
        let due = self.due.as_ref().map(|due| &due.edge);
        let first = self.first_cycle.as_ref().map(|first| &first.from);
        [held_on, from, until, due, first].into_iter().flatten().collect()
    }
}

fn awaited(edge: &Edge) -> Option<&str> {
    match &edge.anchor {
        Anchor::Met(code) => Some(code),
        _ => None,
    }
}

/// Tells each requirement that begins a circle, once per circle; and deeper chains than anyone needs.
pub(super) fn check(requirements: &[Requirement], tables: &[Table<'_>]) {
    let index: BTreeMap<&str, &Requirement> = requirements.iter().map(|r| (r.code.as_str(), r)).collect();
    let mut settled: Vec<&str> = Vec::new();
    for (requirement, table) in requirements.iter().zip(tables) {
        let mut path: Vec<&str> = Vec::new();
        if let Some(circle) = circle(&requirement.code, &index, &mut path, &mut settled) {
            table.fault(format!(
                "This waits for itself ({}): take one of these links away.",
                circle.join(" → ")
            ));
        }
        let part = requirement.part_of.as_deref().filter(|part| *part != requirement.code);
        if part.is_some_and(|parent| index.get(parent).is_some_and(|parent| parent.part_of.is_some())) {
            table.fault_at("part_of", "“part_of” goes one step deep only: name the outermost requirement.");
        }
    }
}

fn circle<'r>(
    code: &'r str,
    index: &BTreeMap<&'r str, &'r Requirement>,
    path: &mut Vec<&'r str>,
    settled: &mut Vec<&'r str>,
) -> Option<Vec<&'r str>> {
    if let Some(at) = path.iter().position(|before| *before == code) {
        let mut round: Vec<&str> = path.iter().skip(at).copied().collect();
        round.push(code);
        // Told once, and not again from each of its members.
        settled.extend(round.iter());
        return Some(round);
    }
    if settled.contains(&code) {
        return None;
    }
    path.push(code);
    let found = index.get(code).into_iter().flat_map(|requirement| requirement.depends_on());
    let mut result = None;
    for next in found {
        result = circle(next, index, path, settled);
        if result.is_some() {
            break;
        }
    }
    path.pop();
    settled.push(code);
    result
}
