//! Two versions of a programme, requirement by requirement and figure by figure, in words. Nothing that
//! differs is passed over: what has no words of its own is said by its place in the format.

use serde::Serialize;
use serde_json::Value;

use crate::domain::kind::edit::told;
use crate::domain::programme::{Requirement, Version};
use crate::domain::rule::{Rule, Signoff, describe};

/// What differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Sentences about the head, the sections and the kinds.
    pub head: Vec<String>,
    /// In the order of the new version; what is gone comes last.
    pub requirements: Vec<Change>,
}

/// One requirement that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub code: String,
    pub title: String,
    /// `Added`, `Removed` or `Changed`.
    pub what: &'static str,
    /// `target 150 → 160 cases`.
    pub sentences: Vec<String>,
}

impl Comparison {
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.requirements.is_empty()
    }
}

/// What changes from one version to another.
pub fn compare(before: &Version, after: &Version) -> Comparison {
    let mut requirements = Vec::new();
    for now in &after.requirements {
        let change =
            |what, sentences| Change { code: now.code.clone(), title: now.title.clone(), what, sentences };
        match before.requirement(&now.code) {
            None => requirements.push(change("Added", vec![describe(now, after)])),
            Some(was) => {
                let sentences = changed(was, before, now, after);
                if !sentences.is_empty() {
                    requirements.push(change("Changed", sentences));
                }
            }
        }
    }
    for was in before.requirements.iter().filter(|was| after.requirement(&was.code).is_none()) {
        let (code, title) = (was.code.clone(), was.title.clone());
        requirements.push(Change { code, title, what: "Removed", sentences: vec![describe(was, before)] });
    }
    let common = |version: &Version| -> Vec<String> {
        let codes = version.requirements.iter().map(|one| one.code.clone());
        let other = |code: &String| before.requirement(code).is_some() && after.requirement(code).is_some();
        codes.filter(other).collect()
    };
    let mut head = of_head(before, after);
    if common(before) != common(after) {
        head.push("The order of the requirements changes.".to_owned());
    }
    Comparison { head, requirements }
}

fn of_head(before: &Version, after: &Version) -> Vec<String> {
    let day = |day: Option<crate::domain::time::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let word = |version: &Version, what: &str| match what {
        "title" => version.title.clone(),
        "award" => version.award.clone(),
        "awarding body" => version.body.clone(),
        "field" => version.field.clone(),
        "introduction" => version.about.clone(),
        "first day of the cohort" => day(version.cohort_from),
        "last day of the cohort" => day(version.cohort_until),
        "length in months" => version.months.map(|months| months.to_string()).unwrap_or_default(),
        "official record" => version.official_record.clone().unwrap_or_default(),
        "names of supervisors, leads and others" => version.called_otherwise().join(", "),
        "requirement that means completed" => version.completion.clone().unwrap_or_default(),
        "offered to leads" => if version.offered { "yes" } else { "no" }.to_owned(),
        "source of the figures above" => plain(&version.figures),
        "earlier records accepted" => if version.accepts_earlier { "yes" } else { "no" }.to_owned(),
        _ => plain(&version.freeze),
    };
    let what = [
        "title",
        "award",
        "awarding body",
        "field",
        "introduction",
        "first day of the cohort",
        "last day of the cohort",
        "length in months",
        "official record",
        "names of supervisors, leads and others",
        "requirement that means completed",
        "offered to leads",
        "earlier records accepted",
        "deadline for everybody",
        "source of the figures above",
    ];
    let mut all: Vec<String> =
        what.iter().filter_map(|what| turned(what, &word(before, what), &word(after, what))).collect();
    let sections = |version: &Version| -> Vec<(String, String)> {
        version
            .sections
            .iter()
            .map(|one| (one.code.clone(), format!("{} {}", one.title, one.text).trim().to_owned()))
            .collect()
    };
    all.extend(listed("section", &sections(before), &sections(after)));
    let kinds = |version: &Version| -> Vec<(String, String)> {
        let one = |used: &crate::domain::programme::UsedKind| {
            let required: Vec<&str> =
                used.kind.fields.iter().filter(|f| f.required).map(|f| f.code.as_str()).collect();
            let said = [plain(&used.added), plain(&used.words)].into_iter().filter(|word| word.len() > 2);
            let said: Vec<String> =
                [format!("{}, asks for {}", told(used.kind.version), required.join(", "))]
                    .into_iter()
                    .chain(said)
                    .collect();
            (used.kind.code.clone(), said.join(" "))
        };
        version.kinds.iter().map(one).collect()
    };
    all.extend(listed("kind of entry", &kinds(before), &kinds(after)));
    all
}

/// `target 150 → 160`; nothing where both are the same.
fn turned(what: &str, was: &str, now: &str) -> Option<String> {
    match (was, now) {
        _ if was == now => None,
        ("", now) => Some(format!("{what}: now “{now}”")),
        (was, "") => Some(format!("{what}: no longer “{was}”")),
        (was, now) => Some(format!("{what}: “{was}” → “{now}”")),
    }
}

/// Named things on either side: added, removed, changed.
fn listed(what: &str, was: &[(String, String)], now: &[(String, String)]) -> Vec<String> {
    let of = |list: &[(String, String)], name: &str| {
        list.iter().find(|(known, _)| known == name).map(|(_, said)| said.clone())
    };
    let mut all = Vec::new();
    for (name, said) in now {
        match of(was, name) {
            None => all.push(format!("{what} “{name}” added: {said}")),
            Some(before) if before != *said => all.push(format!("{what} “{name}”: {before} → {said}")),
            Some(_) => {}
        }
    }
    all.extend(
        was.iter()
            .filter(|(name, _)| of(now, name).is_none())
            .map(|(name, said)| format!("{what} “{name}” removed: {said}")),
    );
    all
}

fn changed(was: &Requirement, before: &Version, now: &Requirement, after: &Version) -> Vec<String> {
    let mut all = Vec::new();
    let mut told: Vec<(String, String)> = Vec::new();
    if let (Some(from), Some(to)) = (was.rule.target(), now.rule.target())
        && from != to
    {
        told.push((from.to_string(), to.to_string()));
        all.push(format!("target {from} → {to} {}", now.rule.unit()).trim_end().to_owned());
    }
    for (what, was, now) in [
        ("of them at least", minimums(&was.rule), minimums(&now.rule)),
        ("at most so many count", caps(&was.rule), caps(&now.rule)),
        ("item", items(&was.rule), items(&now.rule)),
        ("unit", units(&was.rule), units(&now.rule)),
    ] {
        all.extend(listed(what, &was, &now));
        let both = was
            .iter()
            .filter_map(|(name, said)| Some((said, &now.iter().find(|(other, _)| other == name)?.1)));
        told.extend(both.filter(|(was, now)| was != now).map(|(was, now)| (was.clone(), now.clone())));
    }
    for (what, was, now) in [
        ("title", was.title.clone(), now.title.clone()),
        ("text", was.text.clone(), now.text.clone()),
        ("section", was.section.clone().unwrap_or_default(), now.section.clone().unwrap_or_default()),
        ("shown under", was.part_of.clone().unwrap_or_default(), now.part_of.clone().unwrap_or_default()),
        ("phase", was.phase.clone().unwrap_or_default(), now.phase.clone().unwrap_or_default()),
        ("necessity", was.necessity.to_string(), now.necessity.to_string()),
        ("note", was.provenance.note.clone(), now.provenance.note.clone()),
        ("sources", was.provenance.sources.join(", "), now.provenance.sources.join(", ")),
    ] {
        all.extend(turned(what, &was, &now));
    }
    match (was.provenance.illustrative, now.provenance.illustrative) {
        (true, false) => all.push("the figure is no longer illustrative".to_owned()),
        (false, true) => all.push("the figure is now illustrative".to_owned()),
        _ => {}
    }
    all.extend(sentences(&describe(was, before), &describe(now, after), &told));
    if all.is_empty() && was != now {
        all.extend(places(&json(was), &json(now), ""));
    }
    all
}

/// Sentences of the rule that differ in more than the figures that were told already.
fn sentences(was: &str, now: &str, told: &[(String, String)]) -> Vec<String> {
    let split =
        |text: &str| -> Vec<String> { text.trim_end_matches('.').split(". ").map(str::to_owned).collect() };
    let (was, now) = (split(was), split(now));
    let gone: Vec<&String> = was.iter().filter(|one| !now.contains(one)).collect();
    let mut new: Vec<&String> = now.iter().filter(|one| !was.contains(one)).collect();
    let mut all = Vec::new();
    for one in gone {
        let like = new.iter().position(|other| masked(other) == masked(one));
        match like.map(|at| new.remove(at)) {
            Some(other)
                if numbers(one)
                    .iter()
                    .zip(numbers(other))
                    .all(|(a, b)| *a == b || told.contains(&(a.clone(), b))) => {}
            Some(other) => all.push(format!("“{one}” → “{other}”")),
            None => all.push(format!("no longer: {one}")),
        }
    }
    all.extend(new.into_iter().map(|one| format!("now: {one}")));
    all
}

fn masked(sentence: &str) -> String {
    let mut masked: String = sentence.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    while masked.contains("##") {
        masked = masked.replace("##", "#");
    }
    masked
}

fn numbers(sentence: &str) -> Vec<String> {
    let numbers =
        sentence.split(|c: char| !c.is_ascii_digit() && c != '.').map(|word| word.trim_matches('.'));
    numbers.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn minimums(rule: &Rule) -> Vec<(String, String)> {
    match rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => {
            tally.minimums.iter().map(|one| (one.label.clone(), one.amount.to_string())).collect()
        }
        _ => Vec::new(),
    }
}

fn caps(rule: &Rule) -> Vec<(String, String)> {
    match rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => {
            tally.caps.iter().map(|one| (one.label.clone(), one.amount.to_string())).collect()
        }
        _ => Vec::new(),
    }
}

fn items(rule: &Rule) -> Vec<(String, String)> {
    let items = match rule {
        Rule::Signoff(Signoff { items, .. }) => items,
        Rule::Coverage(coverage) => &coverage.items,
        _ => return Vec::new(),
    };
    let said = |one: &crate::domain::rule::Item| match one.text.as_str() {
        "" => one.title.clone(),
        text => format!("{} ({text})", one.title),
    };
    items.iter().map(|one| (one.code.clone(), said(one))).collect()
}

fn units(rule: &Rule) -> Vec<(String, String)> {
    let Rule::Marks(marks) = rule else { return Vec::new() };
    let said = |unit: &crate::domain::rule::Unit| {
        let pass = if unit.pass_fail { "passed".to_owned() } else { format!("pass mark {}", unit.pass) };
        format!("{}, {} credits, {pass}", unit.title, unit.credits)
    };
    marks.units.iter().map(|unit| (unit.code.clone(), said(unit))).collect()
}

fn json(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn plain(value: &impl Serialize) -> String {
    match json(value) {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Every place in which two values differ: the last resort, so that no change goes unsaid.
fn places(was: &Value, now: &Value, at: &str) -> Vec<String> {
    let inside = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (was, now) {
        _ if was == now => Vec::new(),
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            let null = Value::Null;
            let of = |map: &'_ serde_json::Map<String, Value>, key: &String| {
                map.get(key).cloned().unwrap_or(null.clone())
            };
            keys.into_iter().flat_map(|key| places(&of(a, key), &of(b, key), &inside(key))).collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let each = a.iter().zip(b).enumerate();
            each.flat_map(|(number, (a, b))| places(a, b, &inside(&(number + 1).to_string()))).collect()
        }
        _ => vec![format!("{}: {was} → {now}", at.replace('.', ", ").replace('_', " "))],
    }
}
