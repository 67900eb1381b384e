use proptest::prelude::*;

use super::*;
use crate::domain::kind;
use crate::domain::reading::Flaw;
use crate::domain::rule::describe;

const CASE: &str = include_str!("../../../programmes/kinds/bypass-case.toml");
const RESULT: &str = include_str!("../../../programmes/kinds/unit-result.toml");
const SHIPPED: &str = include_str!("../../../programmes/perfusion-msc-2025.toml");

/// Eight lines before the requirements begin.
const HEAD: &str = "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\nkinds = [\n  { kind = \"bypass-case\", version = 1 },\n  { kind = \"unit-result\", version = 1 } ]\nsections = { code = \"s\", title = \"S\" }\n";
const GOOD: &str = "[[requirements]]\ncode = \"a\"\ntitle = \"A\"\nsource = \"s\"\nrule = { count = \"bypass-case\", target = 1 }\n";

fn kinds() -> Vec<Kind> {
    vec![kind::read(CASE).unwrap(), kind::read(RESULT).unwrap()]
}

fn flaws(text: &str) -> Vec<Flaw> {
    read(text, &kinds()).err().unwrap_or_default()
}

/// The head, one good requirement (lines 9 to 13) and a second one from line 14 on.
fn second(lines: &str) -> String {
    format!("{HEAD}{GOOD}[[requirements]]\ncode = \"b\"\ntitle = \"B\"\nsource = \"s\"\n{lines}\n")
}

fn rule(rule: &str) -> String {
    second(&format!("rule = {{ {rule} }}"))
}

#[track_caller]
fn tells(text: &str, line: usize, words: &str) {
    let flaws = flaws(text);
    let found = flaws.iter().any(|flaw| flaw.line == line && flaw.sentence.contains(words));
    assert!(found, "wanted {line}: {words}\nfound {flaws:#?}\nin\n{text}");
    assert_eq!(flaws.len(), 1, "one fault, told once: {flaws:#?}");
}

#[test]
fn a_good_file_has_no_fault() {
    assert_eq!(flaws(&format!("{HEAD}{GOOD}")), []);
    assert_eq!(flaws(&rule("count = \"bypass-case\", target = 2")), []);
}

#[test]
fn faults_at_the_top() {
    let good = format!("{HEAD}{GOOD}");
    tells(&good.replace("programme = \"p\"", "programme = \"P p\""), 1, "“P p” is not a code");
    tells(&good.replace("title = \"P\"\n", "\n"), 1, "“title” is missing");
    tells(&good.replace("body = \"B\"", "bdoy = \"B\"\nbody = \"B\""), 4, "did you mean “body”");
    tells(&good.replace("title = \"P\"", "title = 3"), 3, "“title” must be a text in quotes, not a number");
    tells(&good.replace("title = \"P\"", "title = \"\""), 3, "“title” is empty");
    tells(&good.replace("\"bypass-case\", version = 1", "\"bypass-case\", version = 7"), 6, "there is 1");
    tells(
        &good.replace("{ kind = \"unit-result\"", "{ kind = \"unit-results\""),
        7,
        "did you mean “unit-result”",
    );
    tells(&good.replace("title = \"P\"", "title = \"P\"\nmonths = 0"), 4, "from 1 to 240");
    tells(
        &good.replace("title = \"P\"", "title = \"P\"\ncohort = { from = 2026-01-01, until = 2025-01-01 }"),
        4,
        "ends before it begins",
    );
    tells(
        &good.replace("version = 1 },", "version = 1, required = [\"shrae\"] },"),
        6,
        "did you mean “share”",
    );
    tells(
        &good.replace("version = 1 },", "version = 1, words = { part-played = { ran = \"Did\" } } },"),
        6,
        "Did you mean “ran-it”",
    );
    tells(HEAD, 1, "There are no requirements");
    tells(&good.replace("title = \"P\"", "title = \"P"), 3, "This is not TOML");
}

#[test]
fn faults_of_a_requirement() {
    let good = "rule = { count = \"bypass-case\", target = 2 }";
    let with = |line: &str| second(&format!("{line}\n{good}"));
    tells(&with("necessity = \"requird\""), 18, "Did you mean “required”");
    tells(&with("section = \"t\""), 18, "did you mean “s”");
    tells(&with("needs = [\"a\", \"c\"]"), 18, "“c” is not a requirement");
    tells(&with("needs = \"b\""), 14, "waits for itself");
    tells(&with("windwo = \"enrolment\""), 18, "did you mean “window”");
    tells(&with("window = \"sometimes\""), 18, "is not a window");
    tells(&with("window = { last_months = 3, until = \"end\" }"), 18, "A window is one of");
    tells(&with("window = { from = \"begin\" }"), 18, "“begin” is not a day");
    tells(&with("due = { on = \"06-30\" }"), 18, "Say which day");
    tells(&with("due = { nth = 2, on = \"31-06\" }"), 18, "not a day of the year");
    tells(&with("due = { months = 2, zone = \"Europe/Bristol\" }"), 18, "not a time zone");
    tells(&with("due = { months = 2, time = \"5pm\" }"), 18, "not a time of day");
    tells(&with("due = { met = \"z\" }"), 18, "is not a requirement");
    tells(&with("expected = [[6, 50], [3, 60]]"), 18, "goes back");
    tells(&with("expected = [6, 50]"), 18, "pairs of whole numbers");
    tells(
        &with("personal = { least = 9, most = 3 }").replace("target = 2", "target = 5"),
        18,
        "exchange them",
    );
    tells(&with("personal = { least = 3, most = 9 }"), 18, "lies outside 3 to 9");
    tells(&with("signers = { capacities = [\"boss\"] }"), 18, "a capacity that signs");
    tells(&with("signers = { number = 0 }"), 18, "from 1 to 9");
    tells(&with("supervised_by = { category = \"full\" }"), 18, "“body” is missing");
    tells(&with("accredited_site = \"yes\""), 18, "must be true or false");
    tells(&with("part_of = \"b\""), 18, "names the requirement itself");
    tells(&with("").replace("source = \"s\"\n\n", "\n\n"), 14, "Where does this come from?");
    tells(&with("").replace("code = \"b\"", "code = \"a\""), 15, "in line 9 too");
    tells(&second(""), 14, "“rule” is missing");
    tells(&second("rule = 3"), 18, "must be a table");
}

#[test]
fn faults_of_a_rule() {
    tells(&rule("cuont = \"bypass-case\", target = 1"), 18, "Did you mean “count”");
    tells(&rule("count = \"bypass-case\", target = 1, mix = \"x\""), 18, "keep one of count, mix");
    tells(&rule("count = \"bypas-case\", target = 1"), 18, "did you mean “bypass-case”");
    tells(&rule("count = \"bypass-case\""), 18, "“target” is missing");
    tells(&rule("count = \"bypass-case\", target = -1"), 18, "must not be below 0");
    tells(&rule("count = \"bypass-case\", target = 1.005"), 18, "at most two decimals");
    tells(&rule("count = \"bypass-case\", target = \"many\""), 18, "must be a number");
    let with = |condition: &str| rule(&format!("count = \"bypass-case\", target = 1, where = {condition}"));
    tells(&with("{ field = \"parts-played\", is = \"ran-it\" }"), 18, "did you mean “part-played”");
    tells(&with("{ field = \"part-played\", is = \"runit\" }"), 18, "Did you mean “ran-it”");
    tells(&with("{ field = \"part-played\" }"), 18, "exactly one test");
    tells(&with("{ field = \"part-played\", at_least = 3 }"), 18, "is not a number");
    tells(&with("{ field = \"share\", is = \"3\" }"), 18, "is not a choice or a text");
    tells(&with("{ field = \"redo\", yes = 1 }"), 18, "must be true or false");
    tells(&with("{ level = \"expert\" }"), 18, "is not a level of");
    tells(&with("{ outcome = \"good\" }"), 18, "is not one of");
    tells(
        &rule("count = \"bypass-case\", target = 1, cap = { label = \"x\", at_most = 2 }"),
        18,
        "“where” is missing",
    );
    let least = "minimum = { label = \"x\", at_least = 2, where = { field = \"redo\", yes = true } }";
    tells(
        &rule(&format!("count = \"bypass-case\", target = 1, {least}")),
        18,
        "At least 2 of 1 can never be",
    );
    let weight = |credits: &str| {
        rule(&format!(
            "count = \"bypass-case\", target = 1, weight = {{ field = \"procedure\", credits = {credits} }}"
        ))
    };
    tells(&weight("{ stand-by = 0.5 }"), 18, "Did you mean “standby”");
    tells(&weight("{ standby = \"half\" }"), 18, "must be a number from 0");
    tells(&rule("sum = \"bypass-case\", target = 1"), 18, "“of” is missing");
    tells(&rule("sum = \"bypass-case\", of = \"procedure\", target = 1"), 18, "is not a number");
    let marks = |unit: &str| rule(&format!("marks = \"unit-result\", units = [{unit}]"));
    tells(&marks("{ code = \"U\", title = \"U\", credits = 20 }"), 18, "“pass” is missing");
    tells(&marks("{ code = \"U\", title = \"U\", credits = 20, pass = 101 }"), 18, "from 0 to 100");
    tells(
        &rule("marks = \"bypass-case\", units = [{ code = \"U\", title = \"U\", credits = 20, pass = 50 }]")
            .replace("marks = \"bypass-case\"", "exam = \"bypass-case\"")
            .replace(", units = [{ code = \"U\", title = \"U\", credits = 20, pass = 50 }]", ""),
        18,
        "has no field with role = \"result\"",
    );
    tells(
        &rule(
            "marks = \"unit-result\", target = 40, units = [{ code = \"U\", title = \"U\", credits = 20, pass = 50 }]",
        ),
        18,
        "give 20 credits together",
    );
    tells(&rule("mix = \"bypass-case\", types = 2"), 18, "has no field with role = \"type\"");
    tells(&rule("held = \"bypass-case\", unknown = \"maybe\""), 18, "is not one of: counts, refuses");
    tells(&rule("all = []"), 18, "must list the codes");
    tells(&rule("all = [\"a\", \"a\"]"), 18, "named twice");
    tells(&rule("at_least = 2, of = \"a\""), 18, "can never be");
    tells(&rule("percent = 101, of = \"a\""), 18, "from 1 to 100");
}

#[test]
fn what_waits_for_itself_is_refused() {
    let circle = second("needs = \"a\"\nrule = { count = \"bypass-case\", target = 2 }")
        .replace("source = \"s\"\nrule", "source = \"s\"\nneeds = \"b\"\nrule");
    tells(&circle, 9, "a → b → a");
    let child = rule("all = \"a\"")
        .replace("source = \"s\"\nrule = { count", "source = \"s\"\nneeds = \"b\"\nrule = { count");
    tells(&child, 9, "waits for itself");
    let window =
        second("window = { until = { met = \"a\" } }\nrule = { count = \"bypass-case\", target = 2 }")
            .replace("source = \"s\"\nrule", "source = \"s\"\nneeds = \"b\"\nrule");
    tells(&window, 9, "waits for itself");
}

#[test]
fn all_faults_are_told_together_in_the_order_of_lines() {
    let text =
        rule("count = \"bypass-case\", target = -1, whree = 3").replace("title = \"P\"", "titel = \"P\"");
    let lines: Vec<usize> = flaws(&text).iter().map(|flaw| flaw.line).collect();
    assert_eq!(lines, [1, 3, 18, 18]);
}

#[test]
fn a_field_and_words_of_the_body_are_worked_in() {
    let text = format!("{HEAD}{GOOD}").replace(
        "{ kind = \"bypass-case\", version = 1 }",
        "{ kind = \"bypass-case\", version = 1, required = \"share\", fields = [{ code = \"pump\", label = \"Pump\", type = \"text\" }], words = { part-played = { ran-it = \"Primary\" } } }",
    );
    let version = read(&text, &kinds()).unwrap();
    let used = version.kind("bypass-case").unwrap();
    assert!(used.kind.field("share").unwrap().required && used.kind.field("pump").is_some());
    assert_eq!(
        (used.added.as_slice(), used.words["part-played"]["ran-it"].as_str()),
        (&["pump".to_owned()][..], "Primary")
    );
}

#[test]
fn a_rule_reads_as_a_sentence() {
    let text = second(
        "window = { year_from = \"07-01\" }\ndue = { nth = 1, on = \"06-30\" }\n[requirements.rule]\ncount = \"bypass-case\"\ntarget = 40\nunit = \"cases\"\nminimum = { label = \"primary\", at_least = 25, where = { field = \"part-played\", is = \"ran-it\" } }\ncap = { label = \"secondary\", at_most = 15, where = { field = \"part-played\", is = \"assisted\" } }",
    );
    let version = read(&text, &kinds()).unwrap();
    assert_eq!(
        describe(version.requirement("b").unwrap(), &version),
        "At least 40 cases. At least 25 of them: primary. At most 15 count: secondary. Only the year that began on 1 July counts. Due by the 1st 30 June after the start."
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever somebody hands in, there is an answer.
    #[test]
    fn reading_never_panics(cut in 0usize..12_000, put in "[\\[\\]{}=\"a-z0-9.,\n -]{0,12}", less in 0usize..40) {
        let text: String = SHIPPED.chars().take(cut).chain(put.chars()).chain(SHIPPED.chars().skip(cut + less)).collect();
        let _ = read(&text, &kinds());
        let _ = kind::read(&text);
        let case: String = CASE.chars().take(cut / 2).chain(put.chars()).chain(CASE.chars().skip(cut / 2 + less)).collect();
        let _ = kind::read(&case);
    }
}

#[test]
fn nests_and_giants_are_refused_without_falling_over() {
    let deep = format!("programme = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!flaws(&deep).is_empty());
    let long = "#".repeat(1_000_001);
    tells(&long, 1, "larger than 1 MB");
    let chain: String = (0..900)
        .map(|n| format!("[[requirements]]\ncode = \"r{n}\"\ntitle = \"R\"\nsource = \"s\"\nneeds = \"r{}\"\nrule = {{ count = \"bypass-case\", target = 1 }}\n", (n + 1) % 900))
        .collect();
    assert_eq!(flaws(&format!("{HEAD}{chain}")).len(), 1, "one great circle");
}

#[test]
fn words_that_nobody_knows_are_not_all_compared_with_all_that_are_known() {
    let known: String = (0..300).map(|n| format!("[[requirements]]\ncode = \"r{n:07}\"\n")).collect();
    let strange: String = (0..60_000).map(|n| format!("\"s{n:07}\",")).collect();
    let before = std::time::Instant::now();
    assert_eq!(flaws(&format!("{HEAD}{known}needs = [{strange}]\n")).len(), 200);
    assert!(before.elapsed().as_secs() < 30, "{:?}", before.elapsed());
}
