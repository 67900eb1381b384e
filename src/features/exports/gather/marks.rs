//! University marks, exam attempts and certificates once more as a short table: what a board looks for
//! first. They are told by what their fields mean, never by the name of a kind.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::domain::amount::Amount as Counted;
use crate::domain::entry::EntryState;
use crate::domain::kind::{Confirmer, Role, Value};
use crate::domain::programme::Version;
use crate::domain::rule::{Rule, Unit};
use crate::features::exports::gather::{entries, printed};
use crate::features::standing::EntryRow as HeldEntry;
use crate::render::amount::Stamp;
use crate::render::report::MarkRow;

pub fn rows(version: &Version, shown: &[&HeldEntry], more: &entries::More, zone: Tz) -> Vec<MarkRow> {
    let mut oldest_first: Vec<&HeldEntry> = shown.iter().copied().filter(|entry| is_result(entry)).collect();
    oldest_first.sort_by_key(|entry| (entry.day, entry.number));
    let mut attempts: HashMap<(String, String), u32> = HashMap::new();
    let mut rows = Vec::new();
    for entry in oldest_first {
        let Some(written) = more.written.get(&entry.version) else { continue };
        let code = code(entry);
        let attempt = code.as_ref().map(|code| {
            let so_far = attempts.entry((entry.kind.code.clone(), code.to_lowercase())).or_default();
            *so_far += 1;
            *so_far
        });
        let unit = code.as_deref().and_then(|code| unit(version, code));
        let mark = value(entry, Role::Mark).and_then(Value::number);
        rows.push(MarkRow {
            kind: entry.kind.name.clone(),
            title: unit.map_or_else(|| title(version, entry), |unit| unit.title.clone()),
            code: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
            on: entry.day,
            attempt,
            mark: mark.map(printed),
            credits: unit.map(|unit| printed(unit.credits)),
            outcome: outcome(version, entry, unit, mark),
            entered_by: written.by.clone(),
            entered_at: Stamp::of(written.at, zone),
        });
    }
    rows
}

fn is_result(entry: &HeldEntry) -> bool {
    let means = |role| entry.kind.role(role).is_some();
    let is_certificate = entry.kind.period && entry.kind.confirmed_by == Confirmer::Lead;
    means(Role::Unit) || means(Role::Exam) || means(Role::Mark) || is_certificate
}

fn value(entry: &HeldEntry, role: Role) -> Option<&Value> {
    entry.kind.value(&entry.values, role)
}

/// What attempts are counted by: the unit's code, or which exam.
fn code(entry: &HeldEntry) -> Option<String> {
    let named = value(entry, Role::Unit).or_else(|| value(entry, Role::Exam))?;
    named.text().map(|text| text.trim().to_owned())
}

fn unit<'v>(version: &'v Version, code: &str) -> Option<&'v Unit> {
    let units = version.requirements.iter().filter_map(|requirement| match &requirement.rule {
        Rule::Marks(marks) => Some(&marks.units),
        _ => None,
    });
    units.flatten().find(|unit| unit.code.eq_ignore_ascii_case(code))
}

fn words(version: &Version, entry: &HeldEntry, role: Role) -> Option<String> {
    let field = entry.kind.role(role)?;
    let field = version.kind(&entry.kind.code).and_then(|used| used.kind.field(&field.code)).unwrap_or(field);
    entry.values.get(&field.code).map(|value| field.shown(value))
}

fn title(version: &Version, entry: &HeldEntry) -> String {
    let named = words(version, entry, Role::Exam)
        .or_else(|| words(version, entry, Role::Type))
        .unwrap_or_else(|| entries::title(version, entry));
    match words(version, entry, Role::Part).filter(|part| !part.is_empty()) {
        Some(part) => format!("{named}: {part}"),
        None => named,
    }
}

fn outcome(version: &Version, entry: &HeldEntry, unit: Option<&Unit>, mark: Option<Counted>) -> String {
    let said = match (words(version, entry, Role::Result), unit, mark) {
        (Some(result), _, _) => result,
        (None, Some(unit), Some(mark)) if mark >= unit.pass => "Pass".to_owned(),
        (None, Some(_), Some(_)) => "Fail".to_owned(),
        _ => match entry.until {
            Some(day) => format!("Valid until {day}"),
            None if entry.kind.period => "Held".to_owned(),
            None => String::new(),
        },
    };
    let provisional = value(entry, Role::Provisional) == Some(&Value::Yes(true));
    let unsigned = entry.state() != EntryState::Signed && entry.kind.confirmed_by != Confirmer::Nobody;
    match (provisional, unsigned) {
        (_, true) => format!("{said} (not confirmed)"),
        (true, false) => format!("{said} (provisional)"),
        (false, false) => said,
    }
}
