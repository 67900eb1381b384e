use std::collections::BTreeMap;

use super::*;

const CASE: &str = include_str!("../../../programmes/kinds/bypass-case.toml");

fn typed(pairs: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    pairs.iter().map(|(field, all)| ((*field).to_owned(), texts(all))).collect()
}

const ENOUGH: &[(&str, &[&str])] = &[
    ("procedure", &["cabg"]),
    ("part-played", &["ran-it"]),
    ("supervision", &["in-theatre"]),
    ("supervisor", &["Sue Carter"]),
    ("site", &["St Elsewhere"]),
    ("urgency", &["elective"]),
    ("patient-group", &["adult"]),
];

fn with(more: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    let mut all = typed(ENOUGH);
    all.extend(typed(more));
    all
}

fn fault(more: &[(&str, &[&str])]) -> (String, String) {
    let faults = read(CASE).unwrap().check(&with(more)).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    (faults[0].field.clone(), faults[0].sentence.clone())
}

#[test]
fn what_is_missing_is_asked_for_in_a_sentence_whatever_its_label_is() {
    for (label, said) in [
        ("Supervising perfusionist", "Enter the supervising perfusionist."),
        ("The case in outline", "Enter the case in outline."),
        ("What was decided", "Say what was decided."),
        ("What I did and learnt", "Fill in “What I did and learnt”."),
        ("My share of the case", "Fill in “My share of the case”."),
        ("A second operation", "Fill in “A second operation”."),
        ("What do they do well?", "Answer “What do they do well?”"),
    ] {
        let kind = read(&CASE.replace("Supervising perfusionist", label)).unwrap();
        let mut typed = typed(ENOUGH);
        typed.remove("supervisor");
        let faults = kind.check(&typed).unwrap_err();
        assert_eq!(faults.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>(), [said]);
    }
}

#[test]
fn one_of_a_kind_has_the_article_that_it_is_said_with() {
    for (file, said) in [
        ("bypass-case", "a bypass case"),
        ("safety-training", "an induction or safety training"),
        ("unit-result", "a unit result"),
        ("cpd-activity", "a CPD activity"),
        ("workplace-evidence", "workplace evidence"),
    ] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes/kinds");
        let kind = read(&std::fs::read_to_string(format!("{folder}/{file}.toml")).unwrap()).unwrap();
        assert_eq!(kind.one(), said);
    }
}

/// A house that has the kind already keeps its entries as they are when only the form's beginning changes.
#[test]
fn what_a_form_begins_with_is_no_part_of_what_a_kind_records() {
    let text = CASE;
    let now = read(text).unwrap();
    let before = read(&text.replace("repeat = false\n", "")).unwrap();
    assert!(now != before && now.records_the_same(&before));
    let other = read(&text.replace("label = \"Urgency\"", "label = \"How urgent\"")).unwrap();
    assert!(!now.records_the_same(&other));
    let about_the_patient = ["urgency", "patient-group", "age-band", "redo"];
    assert!(about_the_patient.iter().all(|code| now.field(code).is_some_and(|field| !field.repeat)));
    assert!(now.field("site").is_some_and(|field| field.repeat));
}

#[test]
fn what_was_typed_becomes_values_and_can_be_typed_again() {
    let kind = read(CASE).unwrap();
    let typed = with(&[
        ("bypass-minutes", &[" 92 "]),
        ("lowest-temperature", &["32.5"]),
        ("cell-salvage", &["yes"]),
        ("circuit", &["  Cafe\u{301} 3000 "]),
        ("age-band", &["60-74"]),
        ("cross-clamp-minutes", &[""]),
        ("csrf", &["not a field"]),
    ]);
    let values = kind.check(&typed).unwrap();
    assert_eq!(values["bypass-minutes"], Value::Number(Amount::whole(92)));
    assert_eq!(values["lowest-temperature"], Value::Number(Amount::of_hundredths(3250)));
    assert_eq!(values["cell-salvage"], Value::Yes(true));
    assert_eq!(values["circuit"], Value::Text("Café 3000".to_owned()));
    assert!(!values.contains_key("cross-clamp-minutes") && !values.contains_key("csrf"));
    assert_eq!(kind.check(&kind.typed(&values)).unwrap(), values);
    let json = serde_json::to_string(&values).unwrap();
    assert_eq!(serde_json::from_str::<Values>(&json).unwrap(), values);
}

#[test]
fn every_fault_stands_beside_its_field() {
    let kind = read(CASE).unwrap();
    let faults = kind.check(&typed(&[("procedure", &["cabg"])])).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        fields,
        ["part-played", "supervision", "site", "urgency", "patient-group"],
        "the supervisor is not asked yet"
    );
    assert_eq!(faults[0].sentence, "Choose an answer: the part I played.");
    let told = |field: &str, typed: &str| fault(&[(field, &[typed])]).1;
    assert_eq!(told("procedure", "heart"), "Choose from the list: procedure.");
    assert_eq!(told("share", "101"), "Enter a number from 0 to 100 %.");
    assert_eq!(told("share", "12.5"), "Enter a whole number.");
    assert_eq!(told("lowest-temperature", "32.55"), "Enter a number with one decimal at most.");
    assert_eq!(told("bypass-minutes", "an hour"), "Enter a number, such as 1440, without a unit.");
    assert_eq!(told("redo", "perhaps"), "Choose yes or no.");
    assert_eq!(told("circuit", "two\nlines"), "Write this on one line.");
    assert_eq!(told("circuit", &"x".repeat(201)), "Shorten this to 200 characters: it has 201.");
    assert_eq!(fault(&[("share", &["1", "2"])]).1, "Give one answer only.");
}

#[test]
fn a_field_that_was_not_asked_is_left_out() {
    let kind = read(CASE).unwrap();
    let values = kind
        .check(&with(&[("supervision", &["none"]), ("procedure", &["standby"]), ("bypass-minutes", &["x"])]))
        .unwrap();
    assert!(!values.contains_key("supervisor") && !values.contains_key("bypass-minutes"));
}

#[test]
fn a_kind_file_tells_all_its_faults() {
    let tells = |find: &str, put: &str, line: usize, words: &str| {
        let text = "kind = \"k\"\nversion = 1\nname = \"K\"\nconfirmed_by = \"lead\"\n[[fields]]\ncode = \"a\"\nlabel = \"A\"\ntype = \"choice\"\nchoices = [{ code = \"x\", label = \"X\" }]\n[[fields]]\ncode = \"b\"\nlabel = \"B\"\ntype = \"text\"\n";
        assert!(text.contains(find) && read(text).is_ok());
        let flaws = read(&text.replacen(find, put, 1)).unwrap_err();
        assert!(
            flaws.iter().any(|flaw| flaw.line == line && flaw.sentence.contains(words)),
            "{line} {words}: {flaws:#?}"
        );
    };
    tells("kind = \"k\"", "kind = \"K k\"", 1, "is not a code");
    tells("version = 1", "version = \"1\"", 2, "must be a whole number");
    tells("confirmed_by = \"lead\"", "confirmed_by = \"leed\"", 4, "Did you mean “lead”");
    tells("name = \"K\"", "nmae = \"K\"", 3, "did you mean “name”");
    tells("name = \"K\"", "name = \"K\"\nuntil_label = \"U\"", 4, "needs period = true");
    tells("type = \"choice\"", "type = \"choise\"", 8, "Did you mean “choice”");
    tells("code = \"b\"", "code = \"a\"", 11, "the code of another field");
    tells("code = \"x\", label", "lable", 9, "“code” is missing");
    tells(
        "type = \"text\"",
        "type = \"text\"\nshow_if = { field = \"a\", is = \"y\" }",
        14,
        "is not a choice of the field “a”",
    );
    tells(
        "type = \"text\"",
        "type = \"text\"\nshow_if = { field = \"c\", is = \"y\" }",
        14,
        "not a field above",
    );
    tells("type = \"text\"", "type = \"number\"\nmin = 3\nmax = 2", 14, "exchange them");
    tells("type = \"text\"", "type = \"number\"\ndecimals = 3", 14, "from 0 to 2");
    tells("type = \"text\"", "type = \"text\"\nrole = \"mrak\"", 14, "Did you mean “mark”");
    tells("choices = [{ code = \"x\", label = \"X\" }]", "choices = []", 9, "is empty");
}
