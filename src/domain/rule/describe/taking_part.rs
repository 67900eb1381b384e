//! Rules over items and about what others take part in, as sentences.

use crate::domain::kind::lower;
use crate::domain::programme::Version;

use super::super::{Coverage, Evidence, Feedback, FieldLeast, Meeting, Signoff};
use super::words::{kind, phrases, plurals};
use crate::domain::amount::Amount;

pub(super) fn accepted(signoff: &Signoff, version: &Version) -> Vec<String> {
    let of = kind(&signoff.kind, version);
    let level = |code: &String| {
        let levels = of.and_then(|kind| kind.scale.as_ref()).map(|scale| scale.levels.as_slice());
        let found = levels.unwrap_or_default().iter().find(|one| &one.code == code);
        found.map_or_else(|| code.clone(), |one| one.label.clone())
    };
    let at = |code: &Option<String>| {
        code.as_ref().map(|code| format!(" at “{}” or higher", level(code))).unwrap_or_default()
    };
    let name = of.map_or(signoff.kind.as_str(), |kind| kind.name.as_str());
    let mut all = match signoff.items.len() {
        0 => vec![format!("{name}: signed{}{}", at(&signoff.level), phrases(&signoff.about, of))],
        number => {
            let all = Amount::count(number);
            let part =
                if signoff.target == all { "All".to_owned() } else { format!("{} of the", signoff.target) };
            vec![format!("{part} {number} items are signed{}", at(&signoff.level))]
        }
    };
    all.extend(signoff.evidence.iter().map(|one| format!("Each needs {}", proof(one, version))));
    for one in &signoff.types {
        let proofs: Vec<String> = one.evidence.iter().map(|evidence| proof(evidence, version)).collect();
        let with = if proofs.is_empty() { String::new() } else { format!(", with {}", proofs.join(" and ")) };
        all.push(format!("{}: signed{}{with}", one.title, at(&one.level)));
    }
    all.extend(signoff.expires_months.map(|months| format!("It runs out {months} months after its day")));
    all
}

fn proof(evidence: &Evidence, version: &Version) -> String {
    let of = evidence.kinds.first().and_then(|code| kind(code, version));
    let where_ = phrases(&evidence.conditions, of);
    format!(
        "{} signed from {}{where_} ({})",
        evidence.at_least,
        plurals(&evidence.kinds, version),
        evidence.label
    )
}

pub(super) fn covered(coverage: &Coverage, version: &Version) -> Vec<String> {
    let number = coverage.items.len();
    let part = if coverage.target == Amount::count(number) {
        format!("Every one of the {number} items")
    } else {
        format!("{} of the {number} items", coverage.target)
    };
    let times = if coverage.each == 1 { "one".to_owned() } else { coverage.each.to_string() };
    vec![
        format!("{part} has at least {times} signed: {}", plurals(&coverage.kinds, version)),
        "One entry may serve several items".to_owned(),
    ]
}

pub(super) fn heard(feedback: &Feedback, version: &Version) -> Vec<String> {
    let rounds = if feedback.target == Amount::ONE {
        "A round".to_owned()
    } else {
        format!("{} rounds", feedback.target)
    };
    let people = if feedback.raters.at_least == Amount::ONE { "person" } else { "people" };
    let least = feedback.raters.at_least;
    let mut all = vec![format!("{rounds} of feedback from at least {least} {people}")];
    let said = |one: &FieldLeast| format!("{} {}", one.at_least, one.label);
    if !feedback.groups.is_empty() {
        all.push(format!(
            "Among them {}",
            feedback.groups.iter().map(said).collect::<Vec<_>>().join(" and ")
        ));
    }
    if feedback.self_rating.is_some() {
        all.push("You rate yourself as well".to_owned());
    }
    if let Some(field) = &feedback.released {
        let field = kind(&feedback.kind, version).and_then(|kind| kind.field(field));
        let label = field.map(|field| field.label.as_str()).unwrap_or_default();
        all.push(format!("It counts once it is released: {}", lower(label)));
    }
    if feedback.floor > 0 {
        all.push(format!(
            "With fewer than {} nobody would stay anonymous, so it is not released",
            feedback.floor
        ));
    }
    all
}

pub(super) fn met(meeting: &Meeting, version: &Version) -> Vec<String> {
    let of = kind(&meeting.kind, version);
    let both: Vec<_> = meeting.about.iter().chain(&meeting.conditions).cloned().collect();
    let where_ = phrases(&both, of);
    let name = of.map_or(meeting.kind.as_str(), |kind| kind.name.as_str());
    let mut all = vec![match (meeting.every_months, meeting.target) {
        (Some(1), _) => format!("{name}: one every month{where_}"),
        (Some(months), _) => format!("{name}: one every {months} months{where_}"),
        (None, Amount::ONE) => format!("{name}: held and confirmed{where_}"),
        (None, number) => format!("{name}: {number} held and confirmed{where_}"),
    }];
    if meeting.may_miss > 0 {
        all.push(format!("{} may be missed", meeting.may_miss));
    }
    if let Some(attends) = &meeting.attends {
        let choices =
            of.and_then(|kind| kind.field(&attends.field)).map(|field| field.choices()).unwrap_or_default();
        let label = |code: &String| {
            choices
                .iter()
                .find(|one| &one.code == code)
                .map_or_else(|| code.clone(), |one| one.label.to_lowercase())
        };
        all.push(format!("Present: {}", attends.all_of.iter().map(label).collect::<Vec<_>>().join(", ")));
    }
    all
}
