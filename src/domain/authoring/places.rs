//! Where on the form a fault of the file is mended: the path that the reader of files gives, as the name of the
//! field that asks for it.

use super::parts::{Part, Sort, of_requirement};
use super::rule_parts::of_rule;

/// A step of a path: `units`, or `units[2]`.
type Step<'p> = (&'p str, Option<usize>);

/// The field of the form for a path inside one requirement, such as `rule.units[2].credits`; none where the form
/// has no field for it.
pub fn field_of(rule: &str, path: &str) -> Option<String> {
    field_among(of_requirement().iter().chain(of_rule(rule)), path)
}

/// The same among other parts.
pub fn field_among(mut parts: impl Iterator<Item = &'static Part>, path: &str) -> Option<String> {
    let steps: Vec<Step<'_>> = path.split('.').filter(|step| !step.is_empty()).map(step).collect();
    let part = parts.find(|part| {
        part.at.len() <= steps.len() && part.at.iter().zip(&steps).all(|(key, (step, _))| key == step)
    })?;
    let (at, rest) = steps.split_at(part.at.len());
    Some(inside(part, &part.name(), at.last().and_then(|(_, index)| *index), rest))
}

fn step(word: &str) -> Step<'_> {
    match word.split_once('[') {
        Some((key, index)) => (key, index.trim_end_matches(']').parse().ok()),
        None => (word, None),
    }
}

fn inside(part: &Part, name: &str, index: Option<usize>, rest: &[Step<'_>]) -> String {
    let row = || format!("{name}-{}", index.unwrap_or(0) + 1);
    match part.sort {
        Sort::Table(cells) => of_table(cells, name, rest),
        Sort::Rows(cells) => of_table(cells, &row(), rest),
        Sort::Pairs(cells) => of_table(cells, &row(), rest),
        Sort::Credits(cells) => of_table(cells, &format!("{name}-1"), rest),
        Sort::Conditions => format!("{}-{}", row(), of_condition(rest)),
        Sort::Day | Sort::Due | Sort::Window => match rest {
            [(key @ ("from" | "until" | "begins"), _), rest @ ..] => rest
                .first()
                .map_or_else(|| format!("{name}-{key}"), |(inner, _)| format!("{name}-{key}-{inner}")),
            [("last_months" | "any_months", _), ..] => format!("{name}-months"),
            [("year_from", _), ..] => format!("{name}-on"),
            [("about", index), rest @ ..] => {
                format!("{name}-about-{}-{}", index.unwrap_or(0) + 1, of_condition(rest))
            }
            [(key, _), ..] => format!("{name}-{key}"),
            [] => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

fn of_table(cells: &[Part], name: &str, steps: &[Step<'_>]) -> String {
    let found = steps.split_first().and_then(|((key, index), rest)| {
        let cell = cells.iter().find(|cell| cell.key() == *key)?;
        Some(inside(cell, &format!("{name}-{key}"), *index, rest))
    });
    // What is missing altogether is said at the first cell.
    let first = || cells.first().map(|cell| inside(cell, &format!("{name}-{}", cell.key()), None, &[]));
    found.or_else(first).unwrap_or_else(|| name.to_owned())
}

fn of_condition(rest: &[Step<'_>]) -> &'static str {
    match rest.first().map(|(key, _)| *key) {
        Some("is" | "is_not" | "at_least" | "at_most" | "yes" | "outcome" | "level") => "value",
        Some("because") => "because",
        _ => "field",
    }
}
