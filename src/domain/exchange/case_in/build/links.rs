//! Associations: those that mean something here act, and all that our export would not make again are kept.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use crate::domain::exchange::case_in::package::{Link, said};
use crate::domain::exchange::case_in::tree::name;
use crate::domain::exchange::file::{put, text_of, to_table, to_toml};

use super::{Build, Place};

/// The types of CASE 1.1; others begin with `ext:`.
const KNOWN: [&str; 10] = [
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
];

impl Build<'_> {
    /// The links to keep, and what each requirement needs first.
    pub(super) fn links(&mut self) -> (Vec<Value>, BTreeMap<String, Vec<String>>) {
        let package = self.package;
        let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut before: BTreeMap<usize, BTreeSet<usize>> = self.below();
        let mut inert: BTreeMap<&str, usize> = BTreeMap::new();
        let mut kept = Vec::new();
        let mut order: Vec<(usize, &Link)> = package.links.iter().enumerate().collect();
        order.sort_by_key(|(number, link)| (link.number.unwrap_or(i64::MAX), *number));
        for (number, link) in order {
            let requirement = |id: &str| match self.places.get(*package.index.get(id)?) {
                Some(Some(Place::Requirement(asked))) => Some(*asked),
                _ => None,
            };
            let ends = requirement(&link.from).zip(requirement(&link.to));
            let mut means = None;
            match (link.sort.as_str(), ends) {
                _ if link.inert => {
                    self.told.kept(&link.place, "it meant nothing when it first came in, and does not now.")
                }
                ("precedes", Some((first, then))) if !reaches(&before, first, then) => {
                    before.entry(then).or_default().insert(first);
                    if let (Some(first), Some(then)) = (self.asked.get(first), self.asked.get(then)) {
                        needs.entry(then.code.clone()).or_default().push(first.code.clone());
                        means = Some("needs");
                    }
                }
                ("precedes", Some(_)) => {
                    let from = package.index.get(&link.from).map(|at| name(package, *at)).unwrap_or_default();
                    self.told.kept(&link.place, format!("a circle: {from} would wait for itself."));
                }
                ("isPartOf", Some((part, outer))) if self.may_be_part(part, outer) => {
                    let outer = self.asked.get(outer).map(|outer| outer.code.clone()).unwrap_or_default();
                    if let Some(part) = self.asked.get_mut(part) {
                        put(&mut part.table, "part_of", outer);
                        means = Some("part_of");
                    }
                }
                // The tree has said it before.
                ("isPartOf", Some((part, outer))) if self.is_part(part, outer) => means = Some("part_of"),
                ("isChildOf", _) => {}
                (sort, _) if KNOWN.contains(&sort) || sort.starts_with("ext:") => {
                    *inert.entry(sort).or_default() += 1;
                }
                (sort, _) => {
                    self.told.kept(&link.place, format!("the standard has no association “{sort}”."))
                }
            }
            if !package.makes(link) {
                kept.push(Value::Table(self.kept_link(number, link, means)));
            }
        }
        for (sort, count) in inert {
            self.told
                .kept("CFAssociations", format!("“{sort}” ({count}): a programme has no such relation."));
        }
        (kept, needs)
    }

    /// What each requirement waits for because it combines it.
    fn below(&self) -> BTreeMap<usize, BTreeSet<usize>> {
        let number = |code: &String| self.asked.iter().position(|asked| asked.code == *code);
        let all = self.asked.iter().enumerate();
        all.map(|(at, asked)| (at, asked.below.iter().filter_map(number).collect())).collect()
    }

    /// One step deep only, and not of itself.
    fn may_be_part(&self, part: usize, outer: usize) -> bool {
        let (Some(inner), Some(whole)) = (self.asked.get(part), self.asked.get(outer)) else { return false };
        let has_parts = self.asked.iter().any(|asked| text_of(&asked.table, "part_of") == inner.code);
        part != outer
            && !has_parts
            && text_of(&inner.table, "part_of").is_empty()
            && text_of(&whole.table, "part_of").is_empty()
    }

    fn is_part(&self, part: usize, outer: usize) -> bool {
        let ends = self.asked.get(part).zip(self.asked.get(outer));
        ends.is_some_and(|(part, outer)| text_of(&part.table, "part_of") == outer.code)
    }

    fn kept_link(&self, number: usize, link: &Link, means: Option<&str>) -> Table {
        let mut table: Table = (link.attributes.iter())
            .filter_map(|(key, value)| Some((key.clone(), to_toml(value)?)))
            .collect();
        for (key, id, node) in [("from", &link.from, &link.origin), ("to", &link.to, &link.destination)] {
            let inside = self.addresses.contains_key(id) || *id == said(&self.package.document, "identifier");
            let plain = inside && !node.contains_key("targetType");
            let end = if plain { Value::String(id.clone()) } else { Value::Table(to_table(node)) };
            table.insert(key.to_owned(), end);
        }
        if let Some(&item) = self.package.index.get(&link.from)
            && self.tree.because.get(item).copied().flatten() == Some(number)
        {
            let under = self.under(item);
            table.insert("under".to_owned(), Value::String(under));
        }
        put(&mut table, "means", means.unwrap_or_default());
        table
    }

    /// The address under which our export would put it.
    fn under(&self, item: usize) -> String {
        let section = |asked: usize| {
            let section =
                self.asked.get(asked).map(|asked| text_of(&asked.table, "section")).unwrap_or_default();
            if section.is_empty() { String::new() } else { format!("sections/{section}") }
        };
        match self.places.get(item) {
            Some(Some(Place::Requirement(asked))) => section(*asked),
            Some(Some(Place::Listed(asked))) => {
                self.asked.get(*asked).map(|asked| format!("requirements/{}", asked.code)).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

/// The one waits for the other, directly or through others.
fn reaches(before: &BTreeMap<usize, BTreeSet<usize>>, from: usize, to: usize) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(one) = open.pop() {
        if one == to {
            return true;
        }
        if seen.insert(one) {
            open.extend(before.get(&one).into_iter().flatten());
        }
    }
    false
}
