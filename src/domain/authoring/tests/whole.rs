//! Every part can be written by the form, from nothing; each refuses nonsense at its field; each is in the sentence.

use super::*;
use crate::domain::progress::tests::shelf;
use crate::domain::rule::describe;

/// Every shipped programme, and the page of the format with every rule and everything that a rule may carry.
fn shipped_and_documented() -> Vec<(String, Version, Vec<Kind>)> {
    let house = house();
    let mut all: Vec<_> = all().into_iter().map(|(text, version)| (text, version, house.clone())).collect();
    let text = shelf::head(36) + &shelf::documented();
    let version = programme::read(&text, shelf::kinds()).unwrap();
    all.push((text, version, shelf::kinds().to_vec()));
    all
}

#[test]
fn what_the_form_says_is_the_whole_requirement() {
    let mut by_text = Vec::new();
    for (text, version, house) in shipped_and_documented() {
        let sheet = Sheet::read(&text).unwrap();
        let mut rebuilt = text.clone();
        for code in sheet.codes("requirements") {
            let block = sheet.block("requirements", code).unwrap();
            let held = held(block, &version.kinds).unwrap();
            // What the form says nothing of stays as it was written; which it is, is told beside it.
            if !held.beyond.is_empty() || !held.others.is_empty() {
                by_text.push(format!("{} {code} {:?}", version.code, held.beyond));
                continue;
            }
            assert_eq!(edited(block, &held.rule, &held.said, &version.kinds).unwrap(), block, "{code}");
            // The same words in an empty form.
            let block = edited(&begun(code, "T"), &held.rule, &held.said, &version.kinds)
                .unwrap_or_else(|faults| panic!("{code}: {faults:?}"));
            rebuilt = Sheet::read(&rebuilt).unwrap().with_block("requirements", code, &block).unwrap();
        }
        let again = programme::read(&rebuilt, &house)
            .unwrap_or_else(|flaws| panic!("{}: {flaws:#?}\n{rebuilt}", version.code));
        for (before, after) in version.requirements.iter().zip(&again.requirements) {
            assert_eq!(before, after, "{} {}", version.code, before.code);
        }
    }
    // The form says everything that the format can.
    assert_eq!(by_text, Vec::<String>::new());
}

/// A requirement of the format's page with some words changed: its block, or what is wrong.
fn changed(code: &str, words: &[(&str, &str)]) -> Result<String, Vec<(String, String)>> {
    let text = shelf::head(36) + &shelf::documented();
    let sheet = Sheet::read(&text).unwrap();
    let kinds = &shelf::EVERYTHING.kinds;
    let block = sheet.block("requirements", code).unwrap();
    let mut held = held(block, kinds).unwrap();
    for (name, word) in words {
        held.said.insert((*name).to_owned(), vec![(*word).to_owned()]);
    }
    edited(block, &held.rule, &held.said, kinds)
}

#[test]
fn nonsense_is_refused_at_its_field() {
    for (code, words, field, told) in [
        ("echo-250", &[("rule-latest-number", "many")][..], "rule-latest-number", "not a whole number"),
        ("echo-250", &[("rule-latest-number", "")], "rule-latest-number", "how many of the last"),
        ("echo-250", &[("rule-latest-label", "")], "rule-latest-label", "what these are called"),
        ("echo-250", &[("rule-minimum-1-at_least", "x")], "rule-minimum-1-at_least", "is not a number"),
        (
            "echo-250",
            &[("rule-minimum-1-where-1-field", "")],
            "rule-minimum-1-where-1-field",
            "Choose the field",
        ),
        ("cases", &[("rule-weight-otherwise", "1")], "rule-weight-field", "whose answer decides"),
        (
            "cases",
            &[("rule-weight-field", "part-played")],
            "rule-weight-credits-1-choice",
            "at least one answer",
        ),
        (
            "cases",
            &[("rule-weight-field", "part-played"), ("rule-weight-credits-1-choice", "ran-it")],
            "rule-weight-credits-1-amount",
            "as a number",
        ),
        ("cases", &[("grace-months", "6")], "grace-label", "what is said of an entry"),
        ("cases", &[("personal-least", "75")], "personal-most", "highest target"),
        ("cases", &[("expected-1-month", "3")], "expected-1-share", "in per cent"),
        ("cases", &[("first_cycle-target", "20")], "first_cycle-from", "Choose the day"),
        (
            "cases",
            &[("signers-registered-1-category", "full")],
            "signers-registered-1-body",
            "the body’s code",
        ),
        ("cases", &[("wording-1-text", "Other")], "wording-1-from", "first day of the cohort"),
        ("cases", &[("wording-1-text", "Other"), ("wording-1-from", "soon")], "wording-1-from", "2027-06-30"),
        ("cases", &[("due", "day"), ("due-day", "2027-06-30"), ("due-time", "5pm")], "due-time", "17:00"),
        ("cases", &[("due", "end"), ("due-zone", "Mars")], "due-zone", "Europe/London"),
        ("cases", &[("due", "met")], "due-met", "Choose the requirement"),
        ("cases", &[("window", "between"), ("window-from", "fact")], "window-from-fact", "kind of entry"),
        ("msc", &[("rule-units-1-pass", "half")], "rule-units-1-pass", "the word result"),
        ("msc", &[("rule-units-4-code", "X")], "rule-units-4-title", "title of this unit"),
        ("msc", &[("rule-groups-1-credits", "")], "rule-groups-1-credits", "as a number"),
        ("msc", &[("rule-bands-1-from", "")], "rule-bands-1-from", "the mean"),
        ("msc", &[("rule-exit-1-award", "")], "rule-exit-1-award", "Enter the award"),
        ("practical", &[("rule-parts-1-title", "")], "rule-parts-1-title", "title of this part"),
        ("r1-activities", &[("rule-types-1-code", "")], "rule-types-1-code", "code for this type"),
        (
            "r1-activities",
            &[("rule-types-1-evidence-1-kind", "")],
            "rule-types-1-evidence-1-kind",
            "kind of entry that is evidence",
        ),
        ("r1-activities", &[("rule-items", "A | B | eta | more")], "rule-items", "code | title | type"),
        (
            "r1-activities",
            &[("rule-items-words-1-code", "gone")],
            "rule-items-words-1-code",
            "not in the list",
        ),
        ("msf", &[("rule-groups-1-field", "")], "rule-groups-1-field", "with their number"),
        ("monthly", &[("rule-attends-field", "")], "rule-attends-field", "who was there"),
        ("narrative", &[("rule-words-field", "")], "rule-words-field", "number of words"),
        (
            "attainment",
            &[("rule-all-elsewhere-1-programme", ""), ("rule-all-elsewhere-1-requirement", "x")],
            "rule-all-elsewhere-1-programme",
            "other programme",
        ),
    ] {
        let faults = changed(code, words).expect_err(&format!("{code} {words:?}"));
        assert_eq!(faults.len(), 1, "{code} {words:?}: {faults:?}");
        assert_eq!(faults[0].0, field, "{faults:?}");
        assert!(faults[0].1.contains(told), "{told}: {faults:?}");
    }
}

#[test]
fn every_part_is_in_the_sentence() {
    let text = shelf::head(36) + &shelf::documented();
    for (code, words, told) in [
        (
            "cases",
            &[
                ("rule-weight-field", "part-played"),
                ("rule-weight-credits-1-choice", "assisted"),
                ("rule-weight-credits-1-amount", "0.5"),
            ][..],
            "Each counts 1, but “Assisted” 0.5",
        ),
        ("echo-250", &[("rule-latest-number", "140")], "The last 140 must all match"),
        ("r1-activities", &[("rule-types-1-evidence-1-at_least", "2")], "with 2 signed from"),
        ("msc", &[("rule-groups-1-title", "Thesis")], "70 credits: Thesis"),
        ("msc", &[("rule-bands-3-name", "Enough")], "Enough from 50"),
        ("msc", &[("rule-exit-1-award", "Diploma")], "Diploma at 120"),
        ("msc", &[("rule-units-1-attempts", "3")], "Research project: at most 3 attempts"),
        ("msc", &[("rule-units-1-resit_cap", "45")], "a resit counts no more than 45"),
        ("msc", &[("rule-units-1-weight", "9")], "weighs 9 in the mean"),
        ("msc", &[("rule-units-1-mandatory", "")], "Research project: may be failed"),
        ("practical", &[("rule-parts-1-pass", "")], "Every part is passed: Practical; Viva"),
        ("ecg-written", &[("rule-hurdles-1-test", "no")], "No pass without this"),
        ("everything", &[("grace-months", "7")], "7 months of grace after that"),
        ("clinical-year", &[("first_cycle-target", "21")], "21 are asked, at most 8 count (secondary)"),
        ("monthly", &[("rule-attends-all_of", "trainee")], "Present: the trainee"),
        ("narrative", &[("rule-words-number", "3000")], "2700 to 3300 words"),
        ("msf", &[("rule-groups-1-at_least", "4")], "Among them 4 clinical colleagues"),
        ("everything", &[("expected-1-share", "5")], "5 % by month 3"),
        ("everything", &[("signers-trainees", "yes")], "Another trainee may sign"),
        (
            "cases",
            &[("due", "met"), ("due-met", "either"), ("due-months", "6")],
            "6 months after the day on which",
        ),
        (
            "cases",
            &[("window", "between"), ("window-until", "fact"), ("window-until-fact", "exam")],
            "first confirmed",
        ),
        ("whole-of-phase-1", &[("rule-all", "section:practice")], "everything in “Practice”"),
    ] {
        let block = changed(code, words).unwrap_or_else(|faults| panic!("{code}: {faults:?}"));
        let text = Sheet::read(&text).unwrap().with_block("requirements", code, &block).unwrap();
        let version =
            programme::read(&text, shelf::kinds()).unwrap_or_else(|flaws| panic!("{code}: {flaws:#?}"));
        let sentence = describe(of(&version, code), &version);
        assert!(sentence.contains(told), "{told}: {sentence}");
    }
}

/// A browser sends ticked boxes in the order of the page, not in that of the file.
#[test]
fn the_order_of_the_page_changes_no_byte() {
    let mut turned = 0;
    for (text, version, _) in shipped_and_documented() {
        let sheet = Sheet::read(&text).unwrap();
        for code in sheet.codes("requirements") {
            let block = sheet.block("requirements", code).unwrap();
            let mut held = held(block, &version.kinds).unwrap();
            let several = |(name, words): &(&String, &mut Vec<String>)| {
                words.len() > 1 && name.as_str() != "signers-capacities"
            };
            for (_, words) in held.said.iter_mut().filter(several) {
                words.reverse();
                turned += 1;
            }
            let edited = edited(block, &held.rule, &held.said, &version.kinds).unwrap();
            assert_eq!(edited, block, "{code}");
        }
    }
    assert!(turned > 50, "{turned}");
    // What is ticked besides comes after; who signs first is said by the order.
    let block = changed("everything", &[]).unwrap();
    assert!(block.contains("capacities = [\"supervisor\", \"lead\"]"), "{block}");
    let kinds = &shelf::EVERYTHING.kinds;
    let mut held = held(&block, kinds).unwrap();
    held.said.insert("signers-capacities".to_owned(), vec!["lead".to_owned(), "supervisor".to_owned()]);
    let block = edited(&block, &held.rule, &held.said, kinds).unwrap();
    assert!(block.contains("capacities = [\"lead\", \"supervisor\"]"), "{block}");
}

#[test]
fn a_fault_of_the_file_finds_its_field() {
    for (rule, path, field) in [
        ("count", "title", "title"),
        ("count", "rule.target", "rule-target"),
        ("count", "rule.latest.where", "rule-latest-where-1-field"),
        ("count", "rule.latest", "rule-latest-number"),
        ("count", "rule.minimum.at_least", "rule-minimum-1-at_least"),
        ("count", "rule.minimum[1].where.is[0]", "rule-minimum-2-where-1-value"),
        ("count", "rule.weight.credits.half-day", "rule-weight-credits-1-choice"),
        ("signoff", "rule.types[1].evidence.kind", "rule-types-2-evidence-1-kind"),
        ("signoff", "rule.items[3].type", "rule-items"),
        ("marks", "rule.units[2].group", "rule-units-3-group"),
        ("marks", "rule.units[0]", "rule-units-1-code"),
        ("count", "window.from.fact", "window-from-fact"),
        ("count", "due.about.field", "due-about-1-field"),
        ("count", "signers.registered.body", "signers-registered-1-body"),
        ("count", "needs[1]", "needs"),
        ("count", "expected", "expected-1-month"),
    ] {
        assert_eq!(field_of(rule, path).as_deref(), Some(field), "{path}");
    }
    assert_eq!(field_of("count", "rule.percent"), None);
    assert_eq!(field_of("count", "rule"), None);
}
