//! Requirements in the words of every page: figures from the assessment, the state from the outlook.

use crate::domain::fact::ConfirmedFigure;
use crate::domain::outlook::{Outlook, Overall, State};
use crate::domain::programme::{Requirement, Version};
use crate::domain::progress::{Assessment, Standing};
use crate::domain::rule::Rule;
use crate::domain::rule::describe;
use crate::features::enrolments::store::PersonalTerm;
use crate::features::exports::gather::printed;
use crate::render::report::{Bar, RequirementRow, Summary};

/// At most so many sentences stand on the summary page.
const HEADLINES: usize = 8;

fn pairs<'a>(
    version: &'a Version,
    assessment: &'a Assessment,
    outlooks: &'a [Outlook],
) -> impl Iterator<Item = (&'a Requirement, &'a Standing, &'a Outlook)> {
    assessment.requirements.iter().filter_map(|standing| {
        let requirement = version.requirement(&standing.id)?;
        let outlook = outlooks.iter().find(|outlook| outlook.id == standing.id)?;
        Some((requirement, standing, outlook))
    })
}

pub fn summary(assessment: &Assessment, outlooks: &[Outlook], overall: &Overall) -> Summary {
    let state_of = |id: &str| outlooks.iter().find(|o| o.id == id);
    let mut ranked: Vec<(u8, String)> = Vec::new();
    for standing in assessment.requirements.iter().filter(|standing| standing.binding) {
        let Some(outlook) = state_of(&standing.id) else { continue };
        let figures = format!("{} of {} {}", standing.signed, standing.target, standing.unit);
        // Whoever reads a report is told about the trainee, not spoken to.
        let forecast =
            outlook.forecast.as_ref().map(|forecast| format!(" {}", forecast.about)).unwrap_or_default();
        match outlook.state {
            State::Behind => {
                ranked.push((0, format!("{} is behind, with {figures}.{forecast}", standing.title)))
            }
            State::Lapsed => ranked.push((1, format!("{} has lapsed.", standing.title))),
            State::OnTrack if outlook.forecast.is_some() => {
                ranked.push((2, format!("{} is on track, with {figures}.{forecast}", standing.title)));
            }
            State::NotStarted if outlook.forecast.is_some() => {
                ranked.push((2, format!("{} is not started.{forecast}", standing.title)));
            }
            State::WithOthers => {
                ranked.push((3, format!("{} will be met when what waits is signed.", standing.title)));
            }
            State::ToEnter => {
                let sentence =
                    format!("{} will be met when what is signed is entered elsewhere.", standing.title);
                ranked.push((3, sentence));
            }
            State::Locked => {
                let locks: Vec<&str> = standing.locked_by.iter().map(|lock| lock.sentence.as_str()).collect();
                ranked.push((4, format!("{} is locked: it {}.", standing.title, locks.join(" and "))));
            }
            _ => {}
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Summary {
        met: u32::try_from(overall.met).unwrap_or(u32::MAX),
        of: u32::try_from(overall.of).unwrap_or(u32::MAX),
        headlines: ranked.into_iter().map(|(_, sentence)| sentence).take(HEADLINES).collect(),
    }
}

/// A bar for each requirement that counts towards a number.
pub fn chart(version: &Version, assessment: &Assessment, outlooks: &[Outlook]) -> Vec<Bar> {
    pairs(version, assessment, outlooks)
        .filter(|(requirement, standing, _)| {
            requirement.rule.target().is_some() && standing.target.hundredths() > 100
        })
        .map(|(_, standing, outlook)| Bar {
            label: standing.title.clone(),
            signed: printed(standing.signed),
            submitted: printed(standing.submitted),
            target: printed(standing.target),
            expected_today: outlook.expected.map(printed),
            unit: standing.unit.clone(),
        })
        .collect()
}

pub fn rows(
    version: &Version,
    terms: &[PersonalTerm],
    confirmed: &[ConfirmedFigure],
    assessment: &Assessment,
    outlooks: &[Outlook],
) -> Vec<RequirementRow> {
    pairs(version, assessment, outlooks)
        .map(|(requirement, standing, outlook)| {
            let section = requirement.section.as_ref();
            let section = section.and_then(|code| version.sections.iter().find(|s| s.code == *code));
            RequirementRow {
                code: standing.id.clone(),
                section: section.map(|section| section.title.clone()).unwrap_or_default(),
                title: standing.title.clone(),
                rule: rule(version, requirement, standing),
                recorded: Some(printed(standing.recorded)),
                submitted: Some(printed(standing.submitted)),
                signed: Some(printed(standing.signed)),
                target: Some(printed(standing.target)),
                unit: standing.unit.clone(),
                state: outlook.state.to_string(),
                due: standing.due,
                source: source(requirement, confirmed, standing),
                note: note(terms, standing, outlook),
            }
        })
        .collect()
}

/// The rule in words, with the figure that holds for this person.
fn rule(version: &Version, requirement: &Requirement, standing: &Standing) -> String {
    if requirement.rule.target().is_none_or(|target| target == standing.target) {
        return describe(requirement, version);
    }
    let rule: Rule = requirement.rule.with_target(standing.target);
    describe(&Requirement { rule, ..requirement.clone() }, version)
}

fn source(requirement: &Requirement, confirmed: &[ConfirmedFigure], standing: &Standing) -> Option<String> {
    if standing.illustrative {
        return None;
    }
    let figure = confirmed.iter().rev().find(|figure| figure.requirement == requirement.code);
    let by = figure.map(|figure| match figure.source.is_empty() {
        true => format!("confirmed by {}", figure.by),
        false => format!("confirmed by {} ({})", figure.by, figure.source),
    });
    let named = requirement.provenance.sources.iter().filter(|source| !source.is_empty()).cloned();
    Some(named.chain(by).collect::<Vec<_>>().join("; "))
}

/// What is missing, or why it is so: at most what a reader needs beside the figures.
fn note(terms: &[PersonalTerm], standing: &Standing, outlook: &Outlook) -> String {
    let mut notes: Vec<String> = Vec::new();
    notes.extend(standing.result.clone());
    if let Some((by, reason)) = &standing.waived {
        notes.push(format!("Waived by {by}: {reason}"));
    }
    for term in terms.iter().filter(|term| term.requirement == standing.id && term.term != "waiver") {
        let what = match term.day {
            Some(day) => format!("Due day {day}"),
            None => "Personal target".to_owned(),
        };
        notes.push(format!("{what} set by {}: {}", term.by, term.reason));
    }
    notes.extend(standing.locked_by.iter().map(|lock| crate::domain::names::capital(&lock.sentence)));
    for minimum in standing.minimums.iter().filter(|minimum| !minimum.met) {
        notes.push(format!(
            "{}: {} of {} signed",
            crate::domain::names::capital(&minimum.label),
            minimum.signed,
            minimum.target
        ));
    }
    if let Some(forecast) = &outlook.forecast {
        notes.push(crate::domain::names::capital(&forecast.about));
    }
    notes.extend(standing.warnings.iter().map(|warning| {
        let sentence = crate::domain::names::capital(&warning.sentence);
        match warning.facts.len() {
            0 => sentence,
            1 => format!("{sentence} (1 entry)"),
            many => format!("{sentence} ({many} entries)"),
        }
    }));
    let ended = |text: String| if text.ends_with('.') { text } else { text + "." };
    notes.into_iter().map(ended).collect::<Vec<_>>().join(" ")
}
