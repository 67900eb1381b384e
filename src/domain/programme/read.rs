//! A programme file as a `Version`, or every fault in it. Kinds come first, since rules name their
//! fields; then sections; then requirements, which may name each other in any order.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kind::{Kind, meant, more_fields};
use crate::domain::reading::{Flaw, Table, look_page, nearest, read_page};

use super::edges::due;
use super::{Provenance, Section, UsedKind, Version, case, combining, graph, requirement};

/// More requirements than any programme has; keeps every walk over them shallow.
const MOST: usize = 1000;

/// Reads one programme file against the kinds of the house. All faults are told together.
pub fn read(text: &str, kinds: &[Kind]) -> Result<Version, Vec<Flaw>> {
    read_page(text, |top| version(top, kinds))
}

/// A file that somebody is still writing: what can be understood of it, beside every fault. A rule that
/// cannot be read is an empty one, so nobody is ever measured by such a version.
pub fn look(text: &str, kinds: &[Kind]) -> (Option<Version>, Vec<Flaw>) {
    look_page(text, |top| version(top, kinds))
}

/// What a requirement may name.
pub(super) struct Known<'k> {
    pub kinds: &'k [UsedKind],
    pub sections: &'k [Section],
    pub codes: BTreeSet<String>,
    pub phases: BTreeSet<String>,
    /// The official record lives in another system.
    pub elsewhere: bool,
}

/// `“x” is not …` with the nearest that is; the nearest is looked for when the sentence is told.
pub(super) struct NoSuch<'n> {
    word: &'n str,
    of: String,
    known: Vec<&'n str>,
}

pub(super) fn no_such<'n>(word: &'n str, of: &str, known: impl IntoIterator<Item = &'n str>) -> NoSuch<'n> {
    NoSuch { word, of: of.to_owned(), known: known.into_iter().collect() }
}

impl From<NoSuch<'_>> for String {
    fn from(NoSuch { word, of, known }: NoSuch<'_>) -> String {
        match nearest(word, known.iter().copied()) {
            Some(near) => format!("“{word}” is not {of}: did you mean “{near}”?"),
            None if known.is_empty() => format!("“{word}” is not {of}: there are none."),
            None if known.len() <= 12 => format!("“{word}” is not {of}: there are {}.", known.join(", ")),
            None => format!("“{word}” is not {of}."),
        }
    }
}

fn version(top: &Table<'_>, house: &[Kind]) -> Option<Version> {
    let code = top.need_code("programme");
    let name = top.need_code("version");
    let title = top.need_text("title");
    let cohort = top.table("cohort").map(|table| {
        let range = (table.day("from"), table.day("until"));
        if let (Some(from), Some(until)) = range
            && from > until
        {
            table.fault_at("until", "The cohort ends before it begins: exchange “from” and “until”.");
        }
        table.finish();
        range
    });
    let kinds = kinds(top, house);
    let sections = sections(top);
    let tables = top.tables("requirements");
    if tables.is_empty() {
        top.fault("There are no requirements: add at least one [[requirements]].");
    }
    if tables.len() > MOST {
        top.fault(format!("A programme has at most {MOST} requirements."));
        return None;
    }
    let codes = tables.iter().filter_map(|table| table.text("code")).collect();
    let phases = tables.iter().filter_map(|table| table.text("phase")).collect();
    let official_record = top.text("official_record").filter(|name| name != "here");
    let elsewhere = official_record.is_some();
    let known = Known { kinds: &kinds, sections: &sections, codes, phases, elsewhere };
    let mut requirements = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for table in &tables {
        let requirement = requirement::requirement(table, &known);
        if let Some(line) = seen.insert(requirement.code.clone(), table.line()) {
            table.fault_at(
                "code",
                format!("“{}” is the code of the requirement in line {line} too.", requirement.code),
            );
        }
        requirements.push(requirement);
    }
    combining::spell_out(&mut requirements, &sections, &tables);
    graph::check(&requirements, &tables);
    let freeze = due(top, "freeze", &known);
    if freeze.as_ref().is_some_and(|freeze| !freeze.edge.anchor.is_fixed()) {
        top.fault_at(
            "freeze",
            "A deadline for everybody cannot hang on a fact: name a day, or one counted from the start.",
        );
    }
    let figures = figures(top);
    let completion = requirement::one_requirement(top, "completion", "", &known);
    case::check(top, &sections, &requirements);
    let version = Version {
        code,
        version: name,
        title,
        award: top.text_or_empty("award"),
        body: top.need_text("body"),
        field: top.text_or_empty("field"),
        about: top.text_or_empty("about"),
        cohort_from: cohort.and_then(|range| range.0),
        cohort_until: cohort.and_then(|range| range.1),
        months: top.small("months", 1, 240),
        figures,
        official_record,
        names: super::called::names(top),
        freeze,
        reviews: super::reviewing::reviews(top),
        completion,
        accepts_earlier: top.yes("accepts_earlier", true),
        offered: top.yes("offered", true),
        kinds,
        sections,
        requirements,
    };
    top.finish();
    Some(version)
}

/// Where the figures of the head come from.
fn figures(top: &Table<'_>) -> BTreeMap<String, Provenance> {
    let mut all = BTreeMap::new();
    let Some(table) = top.table("figures") else { return all };
    for key in ["months", "cohort", "freeze"] {
        let Some(inner) = table.table(key) else { continue };
        if !top.has(key) {
            let sentence = format!("The head says no “{key}”: say it, or take this away.");
            table.fault_at(key, sentence);
        }
        all.insert(key.to_owned(), requirement::provenance(&inner));
        inner.finish();
    }
    table.finish();
    all
}

fn kinds(top: &Table<'_>, house: &[Kind]) -> Vec<UsedKind> {
    let mut all: Vec<UsedKind> = Vec::new();
    for table in top.tables("kinds") {
        let one = kind_used(&table, house, &all);
        all.extend(one);
    }
    all
}

/// One `[[kinds]]` table; `all` are those before it.
pub(super) fn kind_used(table: &Table<'_>, house: &[Kind], all: &[UsedKind]) -> Option<UsedKind> {
    let code = table.need_text("kind");
    let version = table.small("version", 1, 9999);
    if version.is_none() && !table.has("version") {
        table.fault("“version” is missing: name the version of the kind, such as version = 1.");
    }
    let same: Vec<&Kind> = house.iter().filter(|kind| kind.code == code).collect();
    let found = same.iter().find(|kind| version.is_none_or(|number| kind.version == number));
    let kind = match (found, same.first()) {
        (Some(kind), _) => *kind,
        (None, Some(kind)) => {
            let have: Vec<String> = same.iter().map(|kind| kind.version.to_string()).collect();
            let sentence = format!("There is no such version of “{code}”: there is {}.", have.join(", "));
            table.fault_at("version", sentence);
            kind
        }
        (None, None) => {
            let names = house.iter().map(|kind| kind.code.as_str());
            table.fault_at("kind", no_such(&code, "a kind of entry", names));
            return None;
        }
    };
    if all.iter().any(|used| used.kind.code == code) {
        table.fault_at("kind", format!("“{code}” is named twice: keep one."));
    }
    Some(used(table, kind))
}

pub(super) fn used(table: &Table<'_>, kind: &Kind) -> UsedKind {
    let mut kind = kind.clone();
    let added = more_fields(table, &kind);
    let codes = added.iter().map(|field| field.code.clone()).collect();
    kind.fields.extend(added);
    for code in table.texts("required") {
        match kind.fields.iter_mut().find(|field| field.code == code.text) {
            Some(field) => field.required = true,
            None => {
                let fields = kind.fields.iter().map(|field| field.code.as_str());
                table.fault_of(&code, no_such(&code.text, &format!("a field of “{}”", kind.code), fields));
            }
        }
    }
    let mut words = BTreeMap::new();
    if let Some(table) = table.table("words") {
        for name in table.open_keys() {
            let Some(field) = kind.fields.iter().find(|field| field.code == name.text) else {
                let fields = kind.fields.iter().map(|field| field.code.as_str());
                table.fault_of(&name, no_such(&name.text, &format!("a field of “{}”", kind.code), fields));
                continue;
            };
            let Some(inner) = table.open_table(&name) else {
                table.fault_of(
                    &name,
                    format!("“{}” must be a table of choices and the body's words.", name.text),
                );
                continue;
            };
            let mut of_field = BTreeMap::new();
            for choice in inner.open_keys() {
                let is_choice = field.choices().iter().any(|one| one.code == choice.text);
                match inner.open_value(&choice.text).and_then(|value| value.as_str()) {
                    _ if !is_choice => {
                        let near = meant(&choice.text, field.choices());
                        inner.fault_of(
                            &choice,
                            format!("“{}” is not a choice of “{}”.{near}", choice.text, name.text),
                        );
                    }
                    Some(text) => {
                        of_field.insert(choice.text.clone(), text.to_owned());
                    }
                    None => inner.fault_of(
                        &choice,
                        format!("The words for “{}” must be a text in quotes.", choice.text),
                    ),
                }
            }
            words.insert(name.text, of_field);
        }
    }
    let _ = table.has("version");
    table.finish();
    UsedKind { kind, added: codes, words }
}

pub(super) fn sections(top: &Table<'_>) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    for table in top.tables("sections") {
        let section = Section {
            code: table.need_code("code"),
            title: table.need_text("title"),
            text: table.text_or_empty("text"),
        };
        if all.iter().any(|other| other.code == section.code) {
            table.fault_at(
                "code",
                format!("“{}” is the code of another section: give each its own.", section.code),
            );
        }
        table.finish();
        all.push(section);
    }
    all
}
