//! One person before and after: the same pure function under both versions, requirement beside
//! requirement. Nothing is estimated; what would be is assessed like what is.

use std::collections::BTreeSet;

use super::approved::{Goes, approvals_after};
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::moving::{Pairs, carried, section_went};
use crate::domain::names::VersionId;
use crate::domain::programme::Version;
use crate::domain::time::Moment;
use crate::features::enrolments::{Enrolled, PersonalTerm};
use crate::features::programmes;
use crate::features::standing::{Assessed, as_on, assess_held, holdings_now, told_figures};

/// A requirement of the old version beside what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub old: Option<Side>,
    pub new: Option<Side>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub title: String,
    pub figures: String,
    pub met: bool,
    pub binding: bool,
}

impl Line {
    /// Met before, and asked and not met after. What is asked no more takes nothing from anybody.
    pub fn loses(&self) -> bool {
        self.old.as_ref().is_some_and(|side| side.met) && self.new.as_ref().is_some_and(|side| !side.met)
    }

    /// Asked before and after, and met only after.
    pub fn gains(&self) -> bool {
        self.old.as_ref().is_some_and(|side| !side.met) && self.new.as_ref().is_some_and(|side| side.met)
    }

    pub fn stays(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => old.met == new.met && old.figures == new.figures,
            _ => false,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Beside {
    pub lines: Vec<Line>,
    /// `5 of 12 met`, before and after.
    pub before: String,
    pub after: String,
    /// Entries that counted for something and count for nothing any more.
    pub counted_no_more: Vec<String>,
    /// What held for the person alone and ends.
    pub terms_ending: Vec<String>,
    /// Approvals by name that do not stay as they were.
    pub approvals: Vec<Goes>,
}

/// What a move would change.
// open: the row was read through sight
pub fn would(
    conn: &mut Conn,
    shelf: &Shelf,
    row: &Enrolled,
    to: &VersionId,
    pairs: &Pairs,
    now: Moment,
) -> Result<Beside, Fault> {
    let mut holdings = holdings_now(conn, shelf, &row.portfolio, now)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == row.id).cloned();
    let held = &held.ok_or(Fault::NotFound)?;
    let before = assess_held(conn, shelf, &holdings, held)?;
    let new = programmes::version(conn, shelf, to)?;
    let (mut terms, mut ending) = (Vec::new(), Vec::new());
    for term in &held.terms {
        match carried(&new, pairs, &term.requirement, target(term)) {
            Some(requirement) => terms.push(PersonalTerm { requirement, ..term.clone() }),
            None => ending.push(told(&before.version, term)),
        }
    }
    let then = as_on(conn, shelf, held, to, terms, now)?;
    for one in holdings.approved.iter_mut().flatten().filter(|one| one.enrolment.as_ref() == Some(&row.id)) {
        let after = |code: &String| section_went(&held.version, &new, pairs, code).sections;
        one.sections = one.sections.take().map(|codes| codes.iter().flat_map(after).collect());
    }
    let after = assess_held(conn, shelf, &holdings, &then)?;
    let beside = beside(&before, &after, pairs);
    let approvals = approvals_after(conn, shelf, (&held.version, &new, pairs), &[&row.id], (now, now))?;
    let approvals = approvals.into_iter().map(|(_, goes)| goes).collect();
    Ok(Beside { terms_ending: ending, approvals, ..beside })
}

/// Two answers about one enrolment.
pub fn beside(before: &Assessed, after: &Assessed, pairs: &Pairs) -> Beside {
    let mut lines = Vec::new();
    for requirement in &before.version.requirements {
        let becomes = pairs.get(&requirement.code).and_then(Option::as_deref);
        let new = becomes.and_then(|code| side(after, code));
        lines.push(Line { old: side(before, &requirement.code), new });
    }
    for requirement in crate::domain::moving::added(&after.version, pairs) {
        lines.push(Line { old: None, new: side(after, &requirement.code) });
    }
    let counts: BTreeSet<&str> = counted(after).collect();
    let mut lost: Vec<&str> = counted(before).filter(|fact| !counts.contains(fact)).collect();
    lost.sort_unstable();
    lost.dedup();
    let titled = |id: &&str| {
        let fact = before.facts.facts.iter().find(|fact| fact.id == **id)?;
        Some(format!("{}, {}", fact.label, fact.day))
    };
    Beside {
        before: before.overall.sentence.clone(),
        after: after.overall.sentence.clone(),
        counted_no_more: lost.iter().filter_map(titled).collect(),
        terms_ending: Vec::new(),
        approvals: Vec::new(),
        lines,
    }
}

fn counted(assessed: &Assessed) -> impl Iterator<Item = &str> {
    let all = assessed.assessment.requirements.iter().flat_map(|standing| &standing.counted);
    all.map(|one| one.fact.as_str())
}

fn side(assessed: &Assessed, code: &str) -> Option<Side> {
    let requirement = assessed.version.requirement(code)?;
    let standing = assessed.assessment.requirements.iter().find(|standing| standing.id == code)?;
    Some(Side {
        title: requirement.said(assessed.row.started_on).0.to_owned(),
        figures: told_figures(requirement, standing),
        met: standing.met,
        binding: standing.binding,
    })
}

/// The figure that a term sets.
pub fn target(term: &PersonalTerm) -> Option<Amount> {
    (term.term == "target").then(|| Amount::of_hundredths(term.amount.unwrap_or(0)))
}

fn told(version: &Version, term: &PersonalTerm) -> String {
    let title = version.requirement(&term.requirement).map_or(term.requirement.as_str(), |one| &one.title);
    match (target(term), term.day) {
        (Some(target), _) => format!("{title}: the target of {target}, set by {}", term.by),
        (None, Some(day)) => format!("{title}: due on {day}, set by {}", term.by),
        (None, None) => format!("{title}: waived by {}", term.by),
    }
}
