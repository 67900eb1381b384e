//! Rules about results and what is held, as sentences.

use crate::domain::amount::Amount;
use crate::domain::programme::{Requirement, Version};

use super::super::{Exam, ExamPart, Held, HeldThing, Marks, Mix, Unit};
use super::times::edge;
use super::words::{kind, phrase, register};

pub(super) fn credits(marks: &Marks) -> Vec<String> {
    let mut all = reached(marks);
    all.extend(marks.units.iter().flat_map(|unit| special(unit, marks.units.len() > 1)));
    all
}

/// What a unit has beside its credits and its pass mark.
fn special(unit: &Unit, is_named: bool) -> Vec<String> {
    let of = if is_named { format!("{}: ", unit.title) } else { String::new() };
    let mut all = Vec::new();
    all.extend(unit.attempts.map(|most| match most {
        1 => format!("{of}one attempt"),
        most => format!("{of}at most {most} attempts"),
    }));
    all.extend(unit.resit_cap.map(|cap| format!("{of}a resit counts no more than {cap}")));
    all.extend(unit.weight.map(|weight| format!("{of}weighs {weight} in the mean")));
    if is_named && !unit.mandatory {
        all.push(format!("{of}may be failed where the credits are reached without it"));
    }
    all
}

fn reached(marks: &Marks) -> Vec<String> {
    match marks.units.as_slice() {
        [unit] if unit.pass_fail => {
            vec![format!("Unit {}, {} credits: passed", unit.code, unit.credits)]
        }
        [unit] => {
            vec![format!("Unit {}, {} credits: a mark of at least {}", unit.code, unit.credits, unit.pass)]
        }
        units => {
            let mut all =
                vec![format!("{} credits from {} units, each with its pass mark", marks.target, units.len())];
            let bands: Vec<String> =
                marks.bands.iter().map(|band| format!("{} from {}", band.name, band.from)).collect();
            if !bands.is_empty() {
                all.push(format!("The mean is weighted by credits: {}", bands.join(", ")));
            }
            all.extend(
                marks.groups.iter().map(|group| format!("{} credits: {}", group.credits, group.title)),
            );
            if !marks.exits.is_empty() {
                let exits: Vec<String> =
                    (marks.exits.iter()).map(|exit| format!("{} at {}", exit.award, exit.credits)).collect();
                all.push(format!("On leaving early: {}", exits.join(", ")));
            }
            all
        }
    }
}

pub(super) fn passed(exam: &Exam, requirement: &Requirement, version: &Version) -> Vec<String> {
    let mut all = match exam.parts.as_slice() {
        [] => vec![format!("{} is passed", requirement.title)],
        parts => {
            let named = |part: &ExamPart| match part.pass {
                Some(pass) => format!("{} (from {pass})", part.title),
                None => part.title.clone(),
            };
            let names: Vec<String> = parts.iter().map(named).collect();
            vec![format!("Every part is passed: {}", names.join("; "))]
        }
    };
    all.extend(exam.pass.map(|pass| format!("The pass mark is {pass}")));
    let of_kind = kind(&exam.kind, version);
    all.extend(exam.hurdles.iter().map(|one| format!("No pass without this: {}", phrase(one, of_kind))));
    if exam.whole {
        all.push("Whoever does not pass sits the whole of it again".to_owned());
    }
    all.extend(
        exam.within_months.map(|months| format!("All parts lie within {months} months of each other")),
    );
    all.extend(exam.attempts.map(|most| format!("There are at most {most} attempts")));
    all
}

pub(super) fn valid(held: &Held, version: &Version) -> Vec<String> {
    let on = match &held.on {
        Some(edge_) => format!("on {} (before that has come: today)", edge(edge_, version)),
        None => "today".to_owned(),
    };
    match &held.what {
        HeldThing::Registration(one) => vec![format!("A registration with {} is valid {on}", register(one))],
        HeldThing::Fact { kind: code, title, .. } => {
            let name = kind(code, version).map_or(code.as_str(), |kind| kind.name.as_str());
            let name = if title.is_empty() { name } else { title.as_str() };
            let mut all = vec![format!("{name}: confirmed, and valid {on}")];
            all.extend(
                held.valid_months.map(|months| format!("It is valid for {months} months from its day")),
            );
            all.extend(held.words.as_ref().map(|limit| match limit.least {
                Amount::ZERO => format!("It has at most {} words", limit.most),
                least => format!("It has {least} to {} words", limit.most),
            }));
            all
        }
    }
}

pub(super) fn varied(mix: &Mix, version: &Version) -> Vec<String> {
    let plural = kind(&mix.kind, version).map_or(mix.kind.as_str(), |kind| kind.plural.as_str());
    let mut all = vec![format!("At least {} different types among the {plural}", mix.types)];
    if let Some(months) = mix.gap_months {
        all.push(format!("Every gap of {months} months or more in the dated list is explained"));
    }
    all.push("There is no number of hours or points to reach".to_owned());
    all
}
