//! What stands between a draft and everybody else's eyes: the questions about what may name a patient, in
//! its words, in the names of its files and inside them, and the owner's answers. A question is known by
//! its place and kind, never by what was found. What an entry already says in a version that arrived is not
//! asked about again.

use std::collections::BTreeMap;

use crate::db::conn::Conn;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::identifiers::{Patterns, Reason, What, look};
use crate::domain::kind::{Field, FieldType, Kind, Value, Values};
use crate::features::entries::entered::name_of;
use crate::features::entries::seen::FileShown;
use crate::features::identifiers::{self, FileCheck, Found, MOST, Outcome};
use crate::files::reading;

/// By the key of the question.
pub type Answers = BTreeMap<String, String>;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// It looks like an identifier: whose is it?
    Looks(What),
    /// Nobody but a person can read it: have you looked?
    Unread,
    /// It cannot go on as it is; the sentence says why.
    Never(&'static str),
}

/// The only answer to `About::Unread`.
pub const LOOKED: &str = "looked";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub key: String,
    pub about: About,
    /// `Notes`, `trace.pdf, page 3`
    pub place: String,
    /// What was found and what is around it: shown to the owner, kept nowhere.
    pub found: Option<Found>,
}

impl Question {
    /// The answer, if it is one of those that are offered.
    pub fn answer<'a>(&self, answers: &'a Answers) -> Option<&'a str> {
        let said = answers.get(&self.key)?.as_str();
        let offered = match self.about {
            About::Looks(what) => said.parse::<Reason>().is_ok_and(|reason| what.reasons().contains(&reason)),
            About::Unread => said == LOOKED,
            About::Never(_) => false,
        };
        offered.then_some(said)
    }
}

/// The code of a refusal that holds a draft with its owner.
pub const HELD: &str = "held";
/// The code of a refusal because a file has not been looked at yet.
pub const BEING_CHECKED: &str = "being-checked";

pub fn held() -> Refusal {
    Refusal::new(HELD, "It may say who a patient is. Look at it before anybody else can.")
}

pub fn being_checked() -> Refusal {
    Refusal::new(BEING_CHECKED, "A file is still being checked. It is sent when that ends.")
}

/// Questions about the words. `before`: what the latest version says already.
pub fn in_words(kind: &Kind, values: &Values, before: Option<&Values>, house: &Patterns) -> Vec<Question> {
    let mut all = Vec::new();
    for field in &kind.fields {
        let text = values.get(&field.code).and_then(Value::text).unwrap_or_default();
        let same = before.and_then(|before| before.get(&field.code)).and_then(Value::text) == Some(text);
        if !same && is_free(field) {
            all.extend(of_text(&name_of(&field.code), &field.label, text, house, |what| fits(field, what)));
        }
    }
    all
}

/// A question of the words as a hint beside its field, while it is being typed: the field's name, and a sentence.
pub fn hint(kind: &Kind, question: &Question) -> Option<(String, String)> {
    let (About::Looks(what), Some(found)) = (question.about, &question.found) else { return None };
    let names = kind.fields.iter().map(|field| name_of(&field.code));
    let field = names.filter(|name| question.key.starts_with(&format!("{name}-"))).max_by_key(String::len)?;
    let sentence = format!(
        "“{}” looks like {}. If it is a patient's, take it out; otherwise you are asked what it is.",
        found.text,
        what.shown()
    );
    Some((field, sentence))
}

fn is_free(field: &Field) -> bool {
    use FieldType::*;
    matches!(field.kind, Text | LongText | Person | Place)
}

/// A field for a colleague holds a name, one for a place may hold its address.
fn fits(field: &Field, what: What) -> bool {
    match field.kind {
        FieldType::Person => what == What::Name,
        FieldType::Place => matches!(what, What::Postcode | What::Phone),
        _ => false,
    }
}

/// Questions about names of files that came with this version.
pub fn in_names(files: &[FileShown], before: &[FileShown], house: &Patterns) -> Vec<Question> {
    let mut all = Vec::new();
    for file in files {
        if !before.iter().any(|known| known.hash == file.hash && known.name == file.name) {
            let key = format!("name-{}", short(&file.hash));
            let place = format!("The name of the file “{}”", file.name);
            // What parts words in names of files parts nothing else: `scan_of_Mrs_Jones.pdf`.
            let spaced = file.name.replace(['_', '+'], " ");
            all.extend(of_text(&key, &place, &spaced, house, |_| false));
        }
    }
    all
}

fn of_text(
    key: &str,
    place: &str,
    text: &str,
    house: &Patterns,
    fits: impl Fn(What) -> bool,
) -> Vec<Question> {
    let findings = look(text, house).into_iter().filter(|finding| !fits(finding.what));
    findings
        .enumerate()
        .map(|(nth, finding)| Question {
            key: format!("{key}-{nth}-{}", finding.what),
            about: About::Looks(finding.what),
            place: place.to_owned(),
            found: Some(Found::of(finding.what, place, text, finding.span)),
        })
        .collect()
}

/// Questions about what is inside files, from what is known of them; and files nobody has looked at yet.
pub fn in_files(
    conn: &mut Conn,
    files: &[FileShown],
    before: &[FileShown],
    house: &Patterns,
) -> Result<(Vec<Question>, Vec<String>), Fault> {
    let (mut all, mut waiting) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| reading::has_words(&file.media_type)) {
        if before.iter().any(|known| known.hash == file.hash) {
            continue;
        }
        match identifiers::file_check(conn, &file.hash)? {
            Some(check) if check.is_known(house) => {
                all.extend(of_file(file, &check));
            }
            _ => waiting.push(file.hash.clone()),
        }
    }
    Ok((all, waiting))
}

fn of_file(file: &FileShown, check: &FileCheck) -> Vec<Question> {
    let key = format!("file-{}", short(&file.hash));
    let one = |about: About| {
        vec![Question {
            key: format!("{key}-{LOOKED}"),
            about,
            place: format!("“{}”", file.name),
            found: None,
        }]
    };
    match check.outcome {
        Outcome::Clear | Outcome::Waiting | Outcome::Unscanned => Vec::new(),
        Outcome::Infected => one(About::Never(
            "A virus scanner found something harmful in it, so nobody is given it. Remove it, and tell whoever looks \
             after the computer that it came from.",
        )),
        Outcome::Locked => one(About::Never(
            "It is locked with a password, so it cannot be checked. Save it without one and add it again.",
        )),
        Outcome::Damaged => one(About::Never(
            "It is damaged, so it cannot be checked. Save it anew (“Print to PDF” often helps) and add it again.",
        )),
        Outcome::Found if check.kinds.len() > MOST => one(About::Never(
            "There is more in it that looks like patients' names and numbers than can be explained one by one. Take \
             them out and add it again.",
        )),
        Outcome::Unread | Outcome::TooMuch => one(About::Unread),
        Outcome::Found => {
            let mut all: Vec<Question> = check
                .kinds
                .iter()
                .enumerate()
                .map(|(nth, what)| Question {
                    key: format!("{key}-{nth}-{what}"),
                    about: About::Looks(*what),
                    place: format!("“{}”", file.name),
                    found: None,
                })
                .collect();
            if check.unread {
                all.extend(one(About::Unread));
            }
            all
        }
    }
}

/// Puts beside the questions about one file what was found in it.
pub fn with_findings(questions: &mut [Question], file: &FileShown, found: Vec<Found>) {
    let key = format!("file-{}", short(&file.hash));
    for (nth, one) in found.into_iter().enumerate() {
        let wanted = format!("{key}-{nth}-{}", one.what);
        if let Some(question) = questions.iter_mut().find(|question| question.key == wanted) {
            question.place = format!("“{}”, {}", file.name, one.place);
            question.found = Some(one);
        }
    }
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// The answers to all of the questions as the event keeps them: `f-notes-0-name:colleague`; or none, if one
/// is missing.
pub fn answered(questions: &[Question], answers: &Answers) -> Option<Vec<String>> {
    questions.iter().map(|one| Some(format!("{}:{}", one.key, one.answer(answers)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> Kind {
        crate::domain::kind::read(&std::fs::read_to_string("programmes/kinds/bypass-case.toml").unwrap())
            .unwrap()
    }

    fn values(notes: &str) -> Values {
        let pairs = [("supervisor", "Mr Reid"), ("incidents", notes)];
        pairs.map(|(code, text)| (code.to_owned(), Value::Text(text.to_owned()))).into()
    }

    #[test]
    fn every_question_needs_an_answer_that_is_offered_for_it() {
        let house = Patterns::default();
        let all = in_words(&kind(), &values("Mrs Jones, 943 476 5919"), None, &house);
        let keys: Vec<&str> = all.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["f-incidents-0-name", "f-incidents-1-nhs-number"], "not the colleague's name");
        let mut answers = Answers::new();
        assert_eq!(answered(&all, &answers), None);
        answers.insert("f-incidents-0-name".into(), "colleague".into());
        answers.insert("f-incidents-1-nhs-number".into(), "colleague".into());
        assert_eq!(answered(&all, &answers), None, "no number is a colleague");
        answers.insert("f-incidents-1-nhs-number".into(), "thing".into());
        let kept = answered(&all, &answers).unwrap();
        assert_eq!(kept, ["f-incidents-0-name:colleague", "f-incidents-1-nhs-number:thing"]);
        let hints: Vec<(String, String)> = all.iter().filter_map(|one| hint(&kind(), one)).collect();
        assert_eq!(hints.len(), 2);
        assert!(hints.iter().all(|(field, _)| field == "f-incidents"), "{hints:?}");
        assert!(hints[1].1.starts_with("“943 476 5919” looks like an NHS number."), "{hints:?}");
        let same = in_words(
            &kind(),
            &values("Mrs Jones, 943 476 5919"),
            Some(&values("Mrs Jones, 943 476 5919")),
            &house,
        );
        assert!(same.is_empty(), "what has arrived is not asked about again");
    }

    #[test]
    fn names_of_files_are_read_as_words() {
        let file = FileShown {
            id: crate::domain::names::EvidenceId::new("e"),
            name: "echo_Mrs_Jones_9434765919.pdf".into(),
            size: 1,
            media_type: crate::files::intake::PDF.into(),
            hash: "0123456789abcdef".into(),
            has_thumb: false,
        };
        let all = in_names(std::slice::from_ref(&file), &[], &Patterns::default());
        let keys: Vec<&str> = all.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["name-0123456789ab-0-name", "name-0123456789ab-1-nhs-number"]);
        assert!(
            in_names(std::slice::from_ref(&file), std::slice::from_ref(&file), &Patterns::default())
                .is_empty()
        );
        let locked = FileCheck { outcome: Outcome::Locked, kinds: Vec::new(), unread: false, number: 0 };
        let answers = Answers::from([("file-0123456789ab-looked".to_owned(), LOOKED.to_owned())]);
        assert_eq!(answered(&of_file(&file, &locked), &answers), None, "what is locked stays");
        let scan = FileCheck { outcome: Outcome::Unread, ..locked };
        assert!(answered(&of_file(&file, &scan), &answers).is_some());
    }
}
