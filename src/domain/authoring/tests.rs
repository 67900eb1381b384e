//! Editing keeps everything else as it was, over every requirement of every shipped programme.

mod layers;
mod whole;

use std::path::PathBuf;

use super::*;
use crate::domain::kind::{self, Kind};
use crate::domain::programme::{self, UsedKind, Version};

fn programmes() -> PathBuf {
    let near = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes"));
    if near.is_dir() { near } else { PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/programmes")) }
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let folders = [programmes().join(folder), programmes().join("next").join(folder)];
    let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

fn house() -> Vec<Kind> {
    toml_files("kinds")
        .iter()
        .map(|path| kind::read(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn all() -> Vec<(String, Version)> {
    let house = house();
    let texts = toml_files("").into_iter().map(|path| std::fs::read_to_string(path).unwrap());
    texts.map(|text| (text.clone(), programme::read(&text, &house).unwrap())).collect()
}

fn of<'a>(version: &'a Version, code: &str) -> &'a crate::domain::programme::Requirement {
    version.requirement(code).unwrap()
}

#[test]
fn a_form_that_changes_nothing_changes_no_byte() {
    let (mut requirements, mut by_text) = (0, Vec::new());
    for (text, version) in all() {
        let sheet = Sheet::read(&text).unwrap();
        for code in sheet.codes("requirements") {
            let block = sheet.block("requirements", code).unwrap();
            let held = held(block, &version.kinds).unwrap_or_else(|| panic!("{code}"));
            let edited = edited(block, &held.rule, &held.said, &version.kinds).unwrap();
            assert_eq!(edited, block, "{code}");
            requirements += 1;
            if !held.beyond.is_empty() || !held.others.is_empty() {
                by_text.push(format!("{} {code}: {:?} {:?}", version.code, held.beyond, held.others));
            }
        }
    }
    // No requirement needs the text editor.
    assert!(requirements > 500, "{requirements}");
    assert_eq!(by_text, Vec::<String>::new());
}

#[test]
fn a_change_of_one_part_changes_that_part_alone() {
    let house = house();
    for (text, version) in all() {
        let sheet = Sheet::read(&text).unwrap();
        for code in sheet.codes("requirements") {
            let block = sheet.block("requirements", code).unwrap();
            let before = of(&version, code);
            let mut held = held(block, &version.kinds).unwrap();
            held.said.insert("title".to_owned(), vec!["Another “title”".to_owned()]);
            held.said.insert("note".to_owned(), vec!["Two\r\nlines".to_owned()]);
            let block = edited(block, &held.rule, &held.said, &version.kinds).unwrap();
            let text = sheet.with_block("requirements", code, &block).unwrap();
            let after =
                programme::read(&text, &house).unwrap_or_else(|flaws| panic!("{code}: {flaws:#?}\n{block}"));
            let mut wanted = version.clone();
            for one in wanted.requirements.iter_mut().filter(|one| one.code == before.code) {
                one.title = "Another “title”".to_owned();
                one.provenance.note = "Two\nlines".to_owned();
            }
            assert_eq!(after.requirements, wanted.requirements, "{code}");
            let comments =
                |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
            assert_eq!(comments(&text), comments(&sheet.text()));
        }
    }
}

const FILE: &str = r#"# The whole.
programme = "p"
version = "1"   # the first
title = "P"
body = "B"
freeze = 2030-01-01

[[kinds]]
kind = "bypass-case"
version = 1

[[sections]]
code = "practice"
title = "Practice"

# ---- cases ----

# Why 150: the catalogue.
[[requirements]]
code = "cases"
title = "Cases"
source = "https://x.org"   # checked in March
due = { nth = 2, on = "06-30" }
[requirements.rule]
count = "bypass-case"
target = 150   # the catalogue again
# The part that was played.
where = { field = "part-played", is = "ran-it", because = "you did not run it" }
"#;

fn house_of(text: &str) -> (Vec<Kind>, Vec<UsedKind>) {
    let house = house();
    let kinds = programme::read(text, &house).unwrap().kinds;
    (house, kinds)
}

#[test]
fn a_target_and_a_rule_are_written_in_their_place() {
    let (house, kinds) = house_of(FILE);
    let sheet = Sheet::read(FILE).unwrap();
    let block = sheet.block("requirements", "cases").unwrap();
    let mut said = held(block, &kinds).unwrap().said;
    assert_eq!(one(&said, "rule-target"), "150");
    assert_eq!(one(&said, "due-on"), "30 June");
    assert_eq!(one(&said, "rule-where-1-test"), "is");
    let label = one(&said, "rule-where-1-value").to_owned();
    assert_ne!(label, "ran-it", "a choice is shown by its label");
    said.insert("rule-target".to_owned(), vec!["160".to_owned()]);
    let block = edited(block, "count", &said, &kinds).unwrap();
    let text = sheet.with_block("requirements", "cases", &block).unwrap();
    assert_eq!(text, FILE.replace("target = 150   #", "target = 160   #"));
    // More parts, and the window of a year.
    for (name, word) in [
        ("rule-minimum-1-label", "valves"),
        ("rule-minimum-1-at_least", "25"),
        ("rule-minimum-1-where-1-field", "procedure"),
        ("rule-minimum-1-where-1-test", "is"),
        ("rule-minimum-1-where-1-value", "aortic"),
        ("window", "year_from"),
        ("window-on", "1 July"),
        ("section", "practice"),
        ("signers-number", "2"),
        ("personal-least", "75"),
        ("personal-most", "160"),
    ] {
        said.insert(name.to_owned(), vec![word.to_owned()]);
    }
    let block = edited(&block, "count", &said, &kinds).unwrap();
    let text = sheet.with_block("requirements", "cases", &block).unwrap();
    let version = programme::read(&text, &house).unwrap_or_else(|flaws| panic!("{flaws:#?}\n{text}"));
    let sentence = crate::domain::rule::describe(of(&version, "cases"), &version);
    assert!(sentence.contains("At least 160"), "{sentence}");
    assert!(sentence.contains("At least 25 of them: valves"), "{sentence}");
    assert!(sentence.contains("1 July"), "{sentence}");
    assert!(block.contains("# the catalogue again") && block.contains("# checked in March"), "{block}");
    // And away again.
    for name in ["personal-least", "personal-most", "signers-number"] {
        said.remove(name);
    }
    let block = edited(&block, "count", &said, &kinds).unwrap();
    assert!(!block.contains("personal") && !block.contains("signers"), "{block}");
}

#[test]
fn another_rule_keeps_what_both_ask() {
    let (house, kinds) = house_of(FILE);
    let sheet = Sheet::read(FILE).unwrap();
    let block = sheet.block("requirements", "cases").unwrap();
    let mut said = held(block, &kinds).unwrap().said;
    said.insert("rule-sum".to_owned(), vec!["bypass-case".to_owned()]);
    said.insert("rule-of".to_owned(), vec!["bypass-minutes".to_owned()]);
    let block = edited(block, "sum", &said, &kinds).unwrap();
    let text = sheet.with_block("requirements", "cases", &block).unwrap();
    let version = programme::read(&text, &house).unwrap_or_else(|flaws| panic!("{flaws:#?}\n{text}"));
    assert!(matches!(of(&version, "cases").rule, crate::domain::rule::Rule::Sum(_)));
    assert!(text.contains("you did not run it") && text.contains("target = 150"), "{text}");
}

#[test]
fn what_cannot_be_written_is_told_by_its_field() {
    let (_, kinds) = house_of(FILE);
    let sheet = Sheet::read(FILE).unwrap();
    let block = sheet.block("requirements", "cases").unwrap();
    let said = held(block, &kinds).unwrap().said;
    for (name, word) in [
        ("rule-target", "many"),
        ("due-on", "31 June"),
        ("rule-where-1-value", ""),
        ("rule-where-1-field", ""),
        ("signers-number", "two"),
        ("due", "someday"),
    ] {
        let mut said = said.clone();
        said.insert(name.to_owned(), vec![word.to_owned()]);
        let faults = edited(block, "count", &said, &kinds).unwrap_err();
        assert_eq!(faults.len(), 1, "{name}: {faults:?}");
        assert!(faults[0].0.starts_with(name.trim_end_matches("-on")), "{name}: {faults:?}");
    }
}

#[test]
fn a_head_is_changed_in_its_place() {
    let head = head_of(FILE).unwrap();
    assert_eq!((head.title.as_str(), head.version.as_str(), head.offered), ("P", "1", true));
    assert_eq!(head_edited(FILE, &head).unwrap(), FILE);
    let next = Head {
        version: "2".to_owned(),
        cohort_from: "2026-08-01".parse().ok(),
        months: "24".to_owned(),
        ..head
    };
    let text = head_edited(FILE, &next).unwrap();
    assert!(text.contains("version = \"2\"   # the first\n"), "{text}");
    let version = programme::read(&text, &house()).unwrap();
    assert_eq!((version.months, version.cohort_from), (Some(24), "2026-08-01".parse().ok()));
    assert!(version.freeze.is_some(), "what the form does not say stays");
    let kinds = with_kinds(&text, &[("bypass-case".to_owned(), 1), ("document".to_owned(), 1)]).unwrap();
    assert_eq!(programme::read(&kinds, &house()).unwrap().kinds.len(), 2);
    assert_eq!(with_kinds(&kinds, &[("bypass-case".to_owned(), 1)]).unwrap().matches("[[kinds]]").count(), 1);
    let block = section_edited(None, "exam", "Exam", "").unwrap();
    let more = Sheet::read(FILE).unwrap().with_added("sections", &block);
    assert_eq!(programme::read(&more, &house()).unwrap().sections.len(), 2);
    assert_eq!(section_of(&block), Some(("Exam".to_owned(), String::new())));
}

#[test]
fn a_comparison_says_every_change_in_words() {
    let house = house();
    let before = programme::read(FILE, &house).unwrap();
    let told = |text: &str| {
        let after = programme::read(text, &house).unwrap_or_else(|flaws| panic!("{flaws:#?}"));
        compare(&before, &after)
    };
    assert!(told(FILE).is_empty());
    let changed = told(&FILE.replace("target = 150", "target = 160"));
    assert_eq!(changed.requirements.len(), 1);
    assert_eq!(changed.requirements[0].sentences, ["target 150 → 160 bypass cases"]);
    let changed = told(&FILE.replace("nth = 2", "nth = 3"));
    assert!(changed.requirements[0].sentences[0].contains("2nd 30 June"), "{changed:?}");
    let changed = told(&FILE.replace("because = \"you did not run it\"", "because = \"not run\""));
    assert!(!changed.requirements.is_empty(), "a reason is a change too");
    let changed = told(&FILE.replace("title = \"P\"", "title = \"Q\""));
    assert_eq!(changed.head, ["title: “P” → “Q”"]);
    let more = format!(
        "{FILE}\n[[requirements]]\ncode = \"more\"\ntitle = \"More\"\nillustrative = true\n[requirements.rule]\nall = [\"cases\"]\n"
    );
    let changed = told(&more);
    assert_eq!((changed.requirements[0].what, changed.requirements[0].code.as_str()), ("Added", "more"));
    let after = programme::read(&more, &house).unwrap();
    assert_eq!(compare(&after, &before).requirements[0].what, "Removed");
}

#[test]
fn every_two_versions_that_differ_are_told_to_differ() {
    let all = all();
    for (_, a) in &all {
        for (_, b) in all.iter().filter(|(_, b)| b.code == a.code) {
            let told = compare(a, b);
            assert_eq!(
                told.requirements.is_empty(),
                a.requirements == b.requirements,
                "{} {} {}",
                a.code,
                a.version,
                b.version
            );
        }
    }
}

#[test]
fn turns_are_told_both_ways() {
    use crate::domain::amount::Amount;
    use crate::domain::outlook::State;
    let stood = |code: &str, met: bool, state: State| Stood {
        code: code.to_owned(),
        title: code.to_owned(),
        state,
        met,
        signed: Amount::whole(155),
        target: Amount::whole(150),
        unit: "cases".to_owned(),
    };
    let before = [
        stood("a", true, State::Met),
        stood("b", false, State::OnTrack),
        stood("c", false, State::Behind),
        stood("d", true, State::Met),
        stood("e", true, State::Met),
    ];
    let after = [
        stood("a", false, State::OnTrack),
        stood("b", false, State::Behind),
        stood("c", true, State::Met),
        stood("e", true, State::Met),
        stood("f", true, State::Met),
        stood("g", false, State::NotStarted),
    ];
    let told: Vec<(String, Turned)> =
        turns(&before, &after).into_iter().map(|turn| (turn.code, turn.turned)).collect();
    let wanted = [
        ("a", Turned::NoLongerMet),
        ("b", Turned::NowBehind),
        ("c", Turned::NowMet),
        ("f", Turned::NewlyMet),
        ("g", Turned::NewlyAsked),
        ("d", Turned::NotAsked),
    ];
    assert_eq!(told, wanted.map(|(code, turned)| (code.to_owned(), turned)));
    assert!(turns(&before, &before).is_empty());
    assert_eq!(turns(&before, &after)[0].before, "155 of 150 cases, Met");
}

#[test]
fn names_are_written_into_the_head_and_taken_out_again() {
    let head = head_of(FILE).unwrap();
    let next = Head { names: ["training officer".to_owned(), String::new(), String::new()], ..head };
    let text = head_edited(FILE, &next).unwrap();
    assert_eq!(programme::read(&text, &house()).unwrap().called("supervisor"), "training officer");
    assert_eq!(head_of(&text).unwrap().names, next.names);
    let back = head_edited(&text, &Head { names: Default::default(), ..next }).unwrap();
    assert!(programme::read(&back, &house()).unwrap().names.is_empty());
}
