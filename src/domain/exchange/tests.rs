use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value as Json;

use super::*;
use crate::domain::kind::{self, Kind};
use crate::domain::programme;
use crate::domain::progress::tests::shelf;
use crate::domain::rule::Rule;

mod any;
mod foreign;
mod lists;

fn at() -> Published<'static> {
    Published {
        base: Some("https://perfolio.example"),
        at: Moment::of_millis(1_763_755_200_000),
        status: "Adopted",
    }
}

/// The official schema of a CFPackage, with its formats asserted.
pub static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let path = shelf::root().join("tests/schemas/case-v1p1-cfpackage.json");
    let schema: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft201909)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

fn valid(case: &Json) -> Result<(), String> {
    let faults: Vec<String> =
        SCHEMA.iter_errors(case).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(shelf::root().join(folder))
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

/// The kinds of the house, and those of the worked examples.
static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let folders = ["programmes/kinds", "tests/worked/kinds"];
    let files = folders.iter().flat_map(|folder| toml_files(folder));
    let mut kinds: Vec<Kind> = Vec::new();
    for path in files {
        let kind = kind::read(&std::fs::read_to_string(path).unwrap()).unwrap();
        if !kinds.iter().any(|one| one.code == kind.code && one.version == kind.version) {
            kinds.push(kind);
        }
    }
    kinds
});

/// Every programme that is shipped, and the one that has everything.
static SHELF: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let files = toml_files("programmes").into_iter();
    let mut all: Vec<(String, String)> =
        files.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())).collect();
    all.push(("docs/programme-format.md".to_owned(), shelf::head(36) + &shelf::documented()));
    all
});

fn version(name: &str, text: &str) -> programme::Version {
    let kinds = if name.starts_with("docs") { shelf::kinds() } else { &KINDS };
    programme::read(text, kinds).unwrap_or_else(|flaws| panic!("{name}: {flaws:#?}\n{text}"))
}

#[test]
fn every_programme_goes_out_as_valid_case_and_comes_back_as_it_was() {
    assert!(SHELF.len() >= 3, "{}", SHELF.len());
    for (name, text) in SHELF.iter() {
        let case = to_case(text, &at()).unwrap();
        let json: Json = serde_json::from_str(&case).unwrap();
        valid(&json).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let back = from_case(&case, &Accepting::default()).unwrap();
        assert_eq!(back.not_held, [], "{name}");
        assert_eq!(version(name, &back.toml), version(name, text), "{name}");
        let again: Json = serde_json::from_str(&to_case(&back.toml, &at()).unwrap()).unwrap();
        assert_eq!(again, json, "{name}");
    }
}

#[test]
fn what_case_can_say_it_says() {
    let text = std::fs::read_to_string(shelf::root().join("programmes/perfusion-msc-2025.toml")).unwrap();
    let version = version("perfusion", &text);
    let json: Json = serde_json::from_str(&to_case(&text, &at()).unwrap()).unwrap();
    assert_eq!(json["CFDocument"]["title"], version.title);
    assert_eq!(json["CFDocument"]["creator"], version.body);
    assert_eq!(json["CFDocument"]["adoptionStatus"], "Adopted");
    let items = json["CFItems"].as_array().unwrap();
    let codes: BTreeSet<&str> =
        items.iter().map(|item| item["humanCodingScheme"].as_str().unwrap()).collect();
    let id = |code: &str| {
        items.iter().find(|item| item["humanCodingScheme"] == code).unwrap()["identifier"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    for requirement in &version.requirements {
        assert!(codes.contains(requirement.code.as_str()), "{}", requirement.code);
    }
    let links = json["CFAssociations"].as_array().unwrap();
    let has = |sort: &str, from: &str, to: &str| {
        links.iter().any(|link| {
            link["associationType"] == sort
                && link["originNodeURI"]["identifier"] == from
                && link["destinationNodeURI"]["identifier"] == to
        })
    };
    let mut needs = 0;
    for requirement in &version.requirements {
        if let Some(section) = &requirement.section {
            assert!(has("isChildOf", &id(&requirement.code), &id(section)), "{}", requirement.code);
        }
        for first in &requirement.needs {
            needs += 1;
            assert!(has("precedes", &id(first), &id(&requirement.code)), "{first}");
        }
        if let Some(outer) = &requirement.part_of {
            assert!(has("isPartOf", &id(&requirement.code), &id(outer)), "{outer}");
        }
    }
    assert!(needs > 0, "the exam needs the cases");
    let bypass = items.iter().find(|item| item["humanCodingScheme"] == "bypass-150").unwrap();
    assert_eq!(
        bypass["uri"],
        "https://perfolio.example/programmes/perfusion-msc/versions/2025#asked-bypass-150"
    );
    assert_eq!(bypass["extensions"]["perfolio"]["rest"]["rule"]["target"], 150);
}

#[test]
fn an_identifier_is_the_same_for_ever() {
    // Somebody's badge points at it: another would break the link.
    assert_eq!(codes::identifier("perfusion-msc/2025/requirements/bypass-150"), BYPASS);
    assert!(uuid::Uuid::parse_str(BYPASS).is_ok_and(|id| id.get_version_num() == 5));
}

const BYPASS: &str = "7c7f1181-51c1-5a18-90ce-48bf22270863";

#[test]
fn words_changed_elsewhere_come_back_changed_and_the_rule_stays() {
    let text = std::fs::read_to_string(shelf::root().join("programmes/perfusion-msc-2025.toml")).unwrap();
    let mut json: Json = serde_json::from_str(&to_case(&text, &at()).unwrap()).unwrap();
    let items = json["CFItems"].as_array_mut().unwrap();
    let bypass = items.iter_mut().find(|item| item["humanCodingScheme"] == "bypass-150").unwrap();
    bypass["abbreviatedStatement"] = "Cases".into();
    bypass["notes"] = "Added elsewhere.".into();
    let draft = from_case(&json.to_string(), &Accepting::default()).unwrap();
    let changed = version("perfusion", &draft.toml);
    let asked = changed.requirement("bypass-150").unwrap();
    assert_eq!(asked.title, "Cases");
    assert_eq!(asked.rule, version("perfusion", &text).requirement("bypass-150").unwrap().rule);
    let again: Json = serde_json::from_str(&to_case(&draft.toml, &at()).unwrap()).unwrap();
    let bypass =
        again["CFItems"].as_array().unwrap().iter().find(|item| item["humanCodingScheme"] == "bypass-150");
    assert_eq!(bypass.unwrap()["notes"], "Added elsewhere.");
}

#[test]
fn what_is_no_package_is_refused_with_a_sentence() {
    for (text, wanted) in [
        ("", "This is not JSON"),
        ("{\n\"a\": ,}", "This is not JSON"),
        ("[]", "This is not a CFPackage"),
        ("{\"CFItems\": []}", "there is no “CFDocument”"),
    ] {
        let flaws = from_case(text, &Accepting::default()).unwrap_err();
        assert!(flaws.len() == 1 && flaws[0].sentence.contains(wanted), "{text}: {flaws:?}");
    }
    assert_eq!(from_case("{\n\"a\": ,}", &Accepting::default()).unwrap_err()[0].line, 2);
}
