//! Rules that count, add up, measure time or compare sums, as sentences.

use crate::domain::programme::Version;

use super::super::{Condition, Length, LengthOf, Over, Rule, Share, Tally, Weight};
use super::words::{kind, phrases, plurals};

pub(super) fn counted(tally: &Tally, rule: &Rule, version: &Version) -> Vec<String> {
    let first = tally.kinds.first().and_then(|code| kind(code, version));
    let both: Vec<Condition> = tally.about.iter().chain(&tally.conditions).cloned().collect();
    let where_ = phrases(&both, first);
    let mut all = match &tally.weight {
        Weight::Number { field } => {
            let label = first.and_then(|kind| kind.field(field)).map_or(field.as_str(), |f| f.label.as_str());
            vec![format!("{label}: at least {} {} together{where_}", tally.target, tally.unit)]
        }
        _ if matches!(rule, Rule::Pool(_)) => {
            vec![format!(
                "At least {} {} of any of these: {}{where_}",
                tally.target,
                tally.unit,
                plurals(&tally.kinds, version)
            )]
        }
        _ => vec![format!("At least {} {}{where_}", tally.target, tally.unit)],
    };
    if let Weight::ByChoice { field, credits, otherwise } = &tally.weight {
        let field = first.and_then(|kind| kind.field(field));
        let label = |code: &String| {
            let choice = field.and_then(|field| field.choices().iter().find(|choice| &choice.code == code));
            choice.map_or_else(|| code.clone(), |choice| choice.label.clone())
        };
        let named: Vec<String> =
            credits.iter().map(|(code, amount)| format!("“{}” {amount}", label(code))).collect();
        all.push(format!("Each counts {otherwise}, but {}", named.join(", ")));
    }
    all.extend(
        tally.minimums.iter().map(|least| format!("At least {} of them: {}", least.amount, least.label)),
    );
    if tally.minimums.len() > 1 {
        all.push("One entry may serve several of these".to_owned());
    }
    all.extend(tally.caps.iter().map(|cap| format!("At most {} count: {}", cap.amount, cap.label)));
    if tally.one_per_case {
        all.push("One case gives at most one credit".to_owned());
    }
    if let Some(latest) = &tally.latest {
        all.push(format!("The last {} must all match: {}", latest.number, latest.label));
    }
    if !tally.tolerance.is_zero() {
        all.push(format!("{} short of it will do", tally.tolerance));
    }
    all
}

pub(super) fn lasted(length: &Length, version: &Version) -> Vec<String> {
    let what = match &length.of {
        LengthOf::Enrolment => "on the programme".to_owned(),
        LengthOf::Kinds(kinds) => format!("of {}", plurals(kinds, version)),
    };
    let first = match &length.of {
        LengthOf::Kinds(kinds) => kinds.first().and_then(|code| kind(code, version)),
        LengthOf::Enrolment => None,
    };
    let both: Vec<Condition> = length.about.iter().chain(&length.conditions).cloned().collect();
    let most = length.at_most.map(|most| format!(", of which at most {most} count")).unwrap_or_default();
    let where_ = phrases(&both, first);
    let mut all = vec![format!("At least {} {} {what}{where_}{most}", length.target, length.unit)];
    match &length.of {
        LengthOf::Enrolment => all.push("Time out is left out, and part time counts by its share".to_owned()),
        LengthOf::Kinds(_) => all.push("What overlaps counts once".to_owned()),
    }
    if !length.absence.is_empty() {
        all.push(format!("Taken out: {}", plurals(&length.absence, version)));
    }
    if length.whole_time.is_some() {
        all.push("Part time counts by its share of whole time".to_owned());
    }
    all
}

pub(super) fn shared(share: &Share, version: &Version) -> Vec<String> {
    let label = |kinds: &[String], field: &str| {
        let first = kinds.first().and_then(|code| kind(code, version));
        let label = first.and_then(|kind| kind.field(field)).map_or(field, |field| field.label.as_str());
        format!("{} of {}", label.to_lowercase(), plurals(kinds, version))
    };
    let part = &share.part;
    let both: Vec<Condition> = part.about.iter().chain(&part.conditions).cloned().collect();
    let where_ = phrases(&both, part.kinds.first().and_then(|code| kind(code, version)));
    let numerator = label(&part.kinds, &part.field);
    vec![match &share.over {
        Over::Weeks => {
            format!("On average at least {} hours a week so far: {numerator}{where_}", share.target)
        }
        Over::Contracted(hours) => format!(
            "At least {} % of the contracted time so far ({hours} hours a week, by working share, without time out): {numerator}{where_}",
            share.target
        ),
        Over::Part(over) => {
            format!(
                "At least {} % of the {}: {numerator}{where_}",
                share.target,
                label(&over.kinds, &over.field)
            )
        }
    }]
}
