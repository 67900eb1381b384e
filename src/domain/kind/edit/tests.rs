use super::*;
use crate::domain::kind::{read, written};

const FORM: &str = r#"
kind = "watched"
version = 2
name = "Watched"
confirmed_by = "supervisor"
[scale]
name = "Needed"
levels = [{ code = "low", label = "Low", definition = "Beside." }, { code = "high", label = "High" }]
[[fields]]
code = "title"
label = "What"
type = "text"
role = "title"
required = true
[[fields]]
code = "minutes"
label = "How long"
type = "minutes"
max = 90
"#;

fn typed(kind: &Kind, change: &[(&str, &str)]) -> Typed {
    let mut all = Typed::new();
    for (name, word) in shown(kind) {
        all.entry(name).or_default().push(word);
    }
    for (name, word) in change {
        all.insert((*name).to_owned(), vec![(*word).to_owned()]);
    }
    all
}

#[test]
fn what_is_shown_is_the_same_kind_again() {
    let kind = read(FORM).unwrap();
    assert_eq!(applied(&kind, &typed(&kind, &[])).unwrap(), kind);
}

#[test]
fn a_new_question_for_the_assessor_with_its_answers() {
    let kind = read(FORM).unwrap();
    let words = typed(
        &kind,
        &[
            ("f3-label", "Was it good?"),
            ("f3-type", "choice"),
            ("f3-asked-of", "assessor"),
            ("f3-required", "yes"),
            ("f3-choices", "Good\nnot-yet | Not yet | Repeat it. | unsatisfactory"),
            ("f3-place", "1"),
            ("f1-place", "2"),
            ("takes", "seen"),
        ],
    );
    let edited = applied(&kind, &words).unwrap();
    let codes: Vec<&str> = edited.fields.iter().map(|field| field.code.as_str()).collect();
    assert_eq!(codes, ["was-it-good", "title", "minutes"]);
    let new = &edited.fields[0];
    assert_eq!((new.asked_of, new.role, new.required), (Asker::Assessor, Some(Role::Result), true));
    assert_eq!(new.choices()[1].outcome, Some(Outcome::Unsatisfactory));
    assert!(edited.seen);
    assert_eq!(read(&written(&edited)).unwrap(), edited);
    assert_eq!(edited.fields[2].kind, kind.fields[1].kind, "bounds that the editor does not show stay");
}

#[test]
fn a_question_goes_and_everything_wrong_is_told_at_once() {
    let kind = read(FORM).unwrap();
    let gone = applied(&kind, &typed(&kind, &[("f2-gone", "yes")])).unwrap();
    assert_eq!(gone.fields.len(), 1);
    let faults = applied(
        &kind,
        &typed(
            &kind,
            &[
                ("name", " "),
                ("f1-label", ""),
                ("f2-type", "choice"),
                ("scale", ""),
                ("f3-label", "What?"),
                ("f4-label", "what"),
                ("may-read", "nobody"),
            ],
        ),
    )
    .unwrap_err();
    for name in ["name", "f1-label", "f2-choices", "scale", "may-read", "f4-label"] {
        assert!(faults.about(name).is_some(), "{name}: {faults:?}");
    }
    let cleared = applied(&kind, &typed(&kind, &[("levels", "")])).unwrap_err();
    assert_eq!(
        cleared.about("levels"),
        Some("Enter the levels, one on each line, or clear what they say too.")
    );
    let outcome = applied(&kind, &typed(&kind, &[("levels", "low | Low | | great")])).unwrap_err();
    assert!(outcome.about("levels").is_some_and(|why| why.contains("“great” is no outcome")), "{outcome:?}");
}

#[test]
fn what_is_too_long_or_stands_nowhere_is_told_beside_it() {
    let kind = read(FORM).unwrap();
    let (line, several) = ("x".repeat(201), "x".repeat(1001));
    let levels = format!("low | {line}");
    let change = [
        ("name", &line[..81]),
        ("about", several.as_str()),
        ("day-label", line.as_str()),
        ("levels", levels.as_str()),
        ("f1-label", line.as_str()),
        ("f1-hint", several.as_str()),
        ("f1-place", "abc"),
        ("f2-place", "-3"),
    ];
    let faults = applied(&kind, &typed(&kind, &change)).unwrap_err();
    for (name, _) in change {
        assert!(faults.about(name).is_some(), "{name}: {faults:?}");
    }
    assert_eq!(faults.about("f1-label"), Some("Shorten this to 200 characters: it has 201."));
    assert_eq!(faults.about("f2-place"), Some("Enter a whole number from 1 to 99."));
    let most =
        [("f1-label", &line[..200]), ("about", &several[..1000]), ("f1-place", "99"), ("f2-place", "")];
    let edited = applied(&kind, &typed(&kind, &most)).unwrap();
    assert_eq!(edited.fields[0].code, "minutes", "the one without a place stays where it stood");
}

#[test]
fn versions_of_a_house_never_meet_those_of_a_release() {
    assert_eq!((next_version(2), next_version(1001)), (1001, 1002));
    assert_eq!((told(2).as_str(), told(1002).as_str()), ("version 2", "version 2 of this house"));
    assert_eq!(code_of("What went well, überall?"), "what-went-well-uberall");
}
