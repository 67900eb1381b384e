//! A requirement as plain sentences, for its page: what counts, how much, when, and whose word it takes.

mod counting;
mod results;
mod taking_part;
mod times;
mod words;

use crate::domain::programme::{Due, Requirement, Version};

use super::{Denominator, Of, Rule};
use times::{edge, window};
use words::{registers, signers, titles};

/// The rule of a requirement in words, a few sentences at most.
pub fn describe(requirement: &Requirement, version: &Version) -> String {
    let mut sentences = of_rule(requirement, version);
    if let Some(wanted) = &requirement.supervised_by {
        sentences.push(format!("Supervised by somebody registered with {} on the day", registers(wanted)));
    }
    if requirement.accredited_site {
        sentences.push("At a site that was accredited on the day".to_owned());
    }
    sentences.extend(window(requirement, version));
    if let Some(range) = requirement.personal {
        let (least, most) = (range.least, range.most);
        sentences.push(format!(
            "The figure is set for each person, from {least} to {most}, by a named person with a reason"
        ));
    }
    if !requirement.needs.is_empty() {
        sentences.push(format!("Opens when these are met: {}", titles(&requirement.needs, version)));
    }
    sentences.extend(signers(requirement, version));
    if let Some(system) = version.official_record.as_ref().filter(|_| requirement.official) {
        sentences.push(format!("What is signed here counts once it is entered in {system}"));
    }
    if !(requirement.earlier && version.accepts_earlier) {
        sentences.push("Nothing from before the programme counts".to_owned());
    }
    if let Some(due) = &requirement.due {
        sentences.push(format!("Due by {}", to_the_hour(due, version)));
    }
    if !requirement.expected.is_empty() {
        let point = |(month, share): &(u32, u32)| format!("{share} % by month {month}");
        let points: Vec<String> = requirement.expected.iter().map(point).collect();
        sentences.push(format!("Expected on the way: {}", points.join(", ")));
    }
    sentences.join(". ") + "."
}

/// When filing and deciding stop for everybody on the version: `15 September 2025, 17:00`.
pub fn frozen(version: &Version) -> Option<String> {
    Some(crate::domain::names::capital(&to_the_hour(version.freeze.as_ref()?, version)))
}

fn to_the_hour(due: &Due, version: &Version) -> String {
    let hour = due.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    format!("{}{hour}", edge(&due.edge, version))
}

fn of_rule(requirement: &Requirement, version: &Version) -> Vec<String> {
    match &requirement.rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => {
            counting::counted(tally, &requirement.rule, version)
        }
        Rule::Length(length) => counting::lasted(length, version),
        Rule::Share(share) => counting::shared(share, version),
        Rule::Signoff(signoff) => taking_part::accepted(signoff, version),
        Rule::Coverage(coverage) => taking_part::covered(coverage, version),
        Rule::Feedback(feedback) => taking_part::heard(feedback, version),
        Rule::Meeting(meeting) => taking_part::met(meeting, version),
        Rule::Marks(marks) => results::credits(marks),
        Rule::Exam(exam) => results::passed(exam, requirement, version),
        Rule::Held(held) => results::valid(held, version),
        Rule::Mix(mix) => results::varied(mix, version),
        Rule::All(of) => vec![format!("All of these: {}", listed(of, version))],
        Rule::Any(of) => vec![format!("Any one of these: {}", listed(of, version))],
        Rule::AtLeast { number, of } => {
            vec![format!("At least {number} of these {}: {}", many(of), listed(of, version))]
        }
        Rule::Percent { percent, by: Denominator::Requirements, of } => vec![
            format!("{percent} % of these {}: {}", many(of), listed(of, version)),
            "Only required and confirmed ones are in the denominator".to_owned(),
        ],
        Rule::Percent { percent, by: Denominator::Items, of } => vec![
            format!("{percent} % of the items inside these: {}", listed(of, version)),
            "The denominator is every item, unit or credit of those that are required and confirmed"
                .to_owned(),
        ],
    }
}

fn many(of: &Of) -> usize {
    of.codes.len() + of.elsewhere.len()
}

/// Titles; sections and phases by their name; other programmes by their code.
fn listed(of: &Of, version: &Version) -> String {
    let grouped = |code: &&String| of.groups.iter().any(|(_, codes)| codes.contains(code));
    let alone: Vec<String> = of.codes.iter().filter(|code| !grouped(code)).cloned().collect();
    let mut all: Vec<String> = Vec::new();
    if !alone.is_empty() {
        all.push(titles(&alone, version));
    }
    all.extend(of.groups.iter().map(|(said, codes)| format!("{said} ({} requirements)", codes.len())));
    all.extend(of.elsewhere.iter().map(|other| match &other.requirement {
        Some(code) => format!("“{code}” in the programme {}", other.programme),
        None => format!("the programme {} is completed", other.programme),
    }));
    all.join("; ")
}
