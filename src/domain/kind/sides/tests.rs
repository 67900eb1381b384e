use std::collections::BTreeMap;

use crate::domain::kind::*;

const FORM: &str = r#"
kind = "watched"
version = 1
name = "Watched"
confirmed_by = "supervisor"
seen = true
[[fields]]
code = "title"
label = "What"
type = "text"
role = "title"
required = true
[[fields]]
code = "hard"
label = "Was it hard"
type = "yes-no"
[[fields]]
code = "advice"
label = "Advice"
type = "long-text"
asked_of = "assessor"
required = true
[[fields]]
code = "result"
label = "Outcome"
type = "choice"
role = "result"
asked_of = "assessor"
required = true
choices = [
  { code = "good", label = "Satisfactory", outcome = "satisfactory" },
  { code = "not-yet", label = "Not yet", outcome = "unsatisfactory" },
]
[[fields]]
code = "missing"
label = "What is missing"
type = "text"
asked_of = "assessor"
required = true
show_if = { field = "result", is = ["not-yet"] }
"#;

fn typed(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    pairs.iter().map(|(code, word)| ((*code).to_owned(), vec![(*word).to_owned()])).collect()
}

fn fields(faults: &[FieldFault]) -> Vec<&str> {
    faults.iter().map(|fault| fault.field.as_str()).collect()
}

#[test]
fn each_side_is_asked_its_own_fields() {
    let kind = read(FORM).unwrap();
    assert!(kind.has_two_sides() && kind.seen);
    let all = typed(&[("title", "ECG"), ("result", "good"), ("advice", "Slow down"), ("missing", "x")]);
    let written = kind.check(&all).unwrap();
    assert_eq!(
        written.keys().collect::<Vec<_>>(),
        ["title"],
        "what the trainee typed for the assessor is nothing"
    );
    let (answers, faults) = kind.read_answers(&all, &written);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["advice", "result"], "asked only if it is not yet good");
    let both = Kind::both_sides(&written, &answers);
    assert_eq!(kind.outcome(&both), Some(Outcome::Satisfactory));
    assert_eq!(kind.outcome(&written), None);
}

#[test]
fn what_is_missing_stands_at_its_field() {
    let kind = read(FORM).unwrap();
    let faults = kind.read_answers(&typed(&[("result", "not-yet")]), &Values::new()).1;
    assert_eq!(fields(&faults), ["advice", "missing"]);
    assert!(
        kind.check(&typed(&[("title", "ECG")])).is_ok(),
        "the assessor's fields are not missing in the entry"
    );
}

#[test]
fn a_kind_of_before_is_written_as_before() {
    let plain = read("kind = \"k\"\nversion = 1\nname = \"K\"\nconfirmed_by = \"supervisor\"\n").unwrap();
    let json = serde_json::to_string(&plain).unwrap();
    for key in ["asked_of", "seen", "signers", "may_read"] {
        assert!(!json.contains(key), "{key}: {json}");
    }
    assert!(!plain.has_two_sides());
    assert_eq!(plain.closed_to().count(), 0);
    assert_eq!(plain.next_to_sign([]), None);
}

#[test]
fn several_sign_in_their_order() {
    let text = FORM.replace("seen = true", "signers = [\"supervisor\", \"lead\"]");
    let kind = read(&text).unwrap();
    let next = |signed: &[&str]| kind.next_to_sign(signed.iter().copied());
    assert_eq!(next(&[]), Some(Confirmer::Supervisor));
    assert_eq!(next(&["supervisor"]), Some(Confirmer::Lead));
    assert_eq!(next(&["assessor"]), Some(Confirmer::Lead));
    assert_eq!(next(&["supervisor", "supervisor"]), Some(Confirmer::Lead));
    assert_eq!(next(&["supervisor", "lead"]), None);
    assert_eq!(next(&["lead", "lead"]), None);
}

#[test]
fn a_kind_is_closed_to_those_it_does_not_name() {
    let closed = |readers: &str| {
        let text = FORM.replace("seen = true", &format!("may_read = [{readers}]"));
        read(&text).map(|kind| kind.closed_to().collect::<Vec<_>>())
    };
    assert_eq!(closed("\"trainee\", \"lead\"").unwrap(), [Reader::Supervisor]);
    assert_eq!(closed("\"trainee\"").unwrap(), [Reader::Supervisor, Reader::Lead]);
    assert!(closed("\"lead\"").unwrap_err()[0].sentence.contains("may read it"));
    assert!(closed("\"manager\"").unwrap_err()[0].sentence.contains("is not one of"));
}

#[test]
fn a_side_that_nobody_would_answer_is_a_fault() {
    let faults = |from: &str, to: &str| -> Vec<String> {
        let text = FORM.replacen(from, to, 1);
        assert_ne!(text, FORM, "{from}");
        read(&text).unwrap_err().into_iter().map(|flaw| flaw.sentence).collect()
    };
    let supervisor = "confirmed_by = \"supervisor\"";
    assert_eq!(faults(supervisor, "confirmed_by = \"nobody\"").len(), 4, "seen, and three fields");
    assert_eq!(faults(supervisor, "confirmed_by = \"lead\"\nrecorded_by = \"lead\"").len(), 4);
    assert!(faults("type = \"long-text\"", "type = \"person\"")[0].contains("known already"));
    assert!(faults("role = \"result\"", "role = \"exam\"")[0].contains("only “result”, “notes”"));
    assert!(
        faults("asked_of = \"assessor\"\nrequired = true\nshow_if", "show_if")[0].contains("answers later")
    );
    assert!(faults("seen = true", "signers = [\"lead\", \"supervisor\"]").len() == 2);
    assert!(faults("seen = true", "signers = [\"nobody\"]")[0].contains("is not one of"));
}
