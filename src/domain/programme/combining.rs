//! What a rule combines: codes, sections and phases, and where somebody stands in other programmes.

use crate::domain::reading::{Mixed, Table};
use crate::domain::rule::{Denominator, Elsewhere, Of, Rule};

use super::read::{Known, no_such};
use super::{Necessity, Requirement};

/// The list under a key. Sections and phases are spelt out once every requirement is known.
pub(super) fn combined(table: &Table<'_>, key: &'static str, known: &Known<'_>) -> Of {
    let mut of = Of::default();
    let listed = table.mixed(key);
    if listed.is_empty() {
        table.fault_at(key, format!("“{key}” must list the codes of other requirements."));
    }
    for one in &listed {
        match one {
            Mixed::Text(code) => {
                if !known.codes.contains(&code.text) {
                    let names = known.codes.iter().map(String::as_str);
                    table.fault_of(code, no_such(&code.text, "a requirement", names));
                } else if of.codes.contains(&code.text) {
                    table.fault_of(code, format!("“{}” is named twice: keep one.", code.text));
                }
                of.codes.push(code.text.clone());
            }
            Mixed::Table(inner) => grouped(inner, known, &mut of),
        }
    }
    of
}

fn grouped(table: &Table<'_>, known: &Known<'_>, of: &mut Of) {
    let said: Vec<&str> =
        ["section", "phase", "programme"].into_iter().filter(|key| table.has(key)).collect();
    match said.as_slice() {
        ["section"] => {
            let Some(code) = table.text("section") else { return };
            if !known.sections.iter().any(|section| section.code == code) {
                let names = known.sections.iter().map(|section| section.code.as_str());
                table.fault_at("section", no_such(&code, "a section", names));
                return;
            }
            of.groups.push((format!("section {code}"), Vec::new()));
        }
        ["phase"] => {
            let Some(phase) = table.text("phase") else { return };
            if !known.phases.contains(&phase) {
                let names = known.phases.iter().map(String::as_str);
                table.fault_at("phase", no_such(&phase, "a phase of any requirement", names));
                return;
            }
            of.groups.push((format!("phase {phase}"), Vec::new()));
        }
        ["programme"] => {
            let programme = table.need_code("programme");
            of.elsewhere.push(Elsewhere { programme, requirement: table.text("requirement") });
        }
        _ => {
            table.fault(
                "Name one: { section = \"…\" }, { phase = \"…\" } or { programme = \"…\", requirement = \"…\" }.",
            );
            return;
        }
    }
    table.finish();
}

pub(super) fn percent(table: &Table<'_>, known: &Known<'_>) -> Option<Rule> {
    let by = table.word("by", Denominator::ALL).unwrap_or(Denominator::Requirements);
    let of = combined(table, "of", known);
    let percent = table.small("percent", 1, 100)?;
    Some(Rule::Percent { percent, by, of })
}

/// Spells out sections and phases: everything in them that stands for itself, but for the one that asks.
pub(super) fn spell_out(requirements: &mut [Requirement], sections: &[super::Section], tables: &[Table<'_>]) {
    let members = |group: &str, own: &str| -> Vec<String> {
        let inside = |one: &&Requirement| match group.split_once(' ') {
            Some(("section", code)) => one.section.as_deref() == Some(code),
            Some((_, phase)) => one.phase.as_deref() == Some(phase),
            None => false,
        };
        let alone = |one: &&Requirement| one.part_of.is_none() && one.necessity != Necessity::Part;
        let all = requirements.iter().filter(inside).filter(alone).filter(|one| one.code != own);
        all.map(|one| one.code.clone()).collect()
    };
    let mut found: Vec<Vec<Vec<String>>> = Vec::new();
    for (requirement, table) in requirements.iter().zip(tables) {
        let groups = requirement.rule.combines().map(|of| of.groups.as_slice()).unwrap_or_default();
        let lists: Vec<Vec<String>> =
            groups.iter().map(|(group, _)| members(group, &requirement.code)).collect();
        for ((group, _), _) in groups.iter().zip(&lists).filter(|(_, list)| list.is_empty()) {
            table.fault(format!("There is nothing in the {group} to combine: name requirements instead."));
        }
        found.push(lists);
    }
    for (requirement, lists) in requirements.iter_mut().zip(found) {
        let (Rule::All(of) | Rule::Any(of) | Rule::AtLeast { of, .. } | Rule::Percent { of, .. }) =
            &mut requirement.rule
        else {
            continue;
        };
        for ((group, codes), list) in of.groups.iter_mut().zip(lists) {
            for code in &list {
                if !of.codes.contains(code) {
                    of.codes.push(code.clone());
                }
            }
            let (of, name) = group.split_once(' ').unwrap_or(("", group.as_str()));
            let section = sections.iter().find(|one| one.code == name).filter(|_| of == "section");
            *group = match section {
                Some(section) => format!("everything in “{}”", section.title),
                None => format!("everything in {of} {name}"),
            };
            *codes = list;
        }
    }
}
