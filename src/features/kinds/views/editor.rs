//! The editor of one form: the head, the scale, a block of words for each question, and the form as it looks.

use askama::Template;
use chrono_tz::Tz;

use crate::domain::fault::Faults;
use crate::domain::kind::edit::{fields_in, shown};
use crate::features::entries::is_at_once;
use crate::features::kinds::store::Draft;
use crate::features::kinds::views::Preview;
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::Sample;
use crate::web::typed::{Typed, Words};

#[derive(Template)]
#[template(path = "kinds/editor.html")]
pub struct Editor {
    shell: Shell,
    typed: Typed,
    /// The newest version is used at once.
    at_once: bool,
    action: String,
    saved: String,
    /// `Lea Brook, 12 November 2026, 14:02`
    by: String,
    questions: Vec<Question>,
    preview: Preview,
    confirmers: Vec<Choice>,
    recorders: Vec<Choice>,
    begun: Vec<Choice>,
    signers: Vec<Choice>,
    readers: Vec<Choice>,
    takes: Vec<Choice>,
    types: Vec<Choice>,
    sides: Vec<Choice>,
    needs: Vec<Choice>,
}

/// The names of one question's fields.
struct Question {
    heading: String,
    /// Something is wrong in it.
    open: bool,
    code: String,
    label: String,
    hint: String,
    kind: String,
    asked: String,
    required: String,
    choices: String,
    place: String,
    gone: String,
}

impl Question {
    fn of(at: usize, heading: String, typed: &Typed) -> Question {
        let name = |part: &str| format!("f{at}-{part}");
        let parts = ["label", "hint", "choices", "place"];
        Question {
            heading,
            open: parts.iter().any(|part| typed.fault(&name(part)).is_some()),
            code: name("code"),
            label: name("label"),
            hint: name("hint"),
            kind: name("type"),
            asked: name("asked-of"),
            required: name("required"),
            choices: name("choices"),
            place: name("place"),
            gone: name("gone"),
        }
    }
}

fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
    all.iter().map(|(value, label)| Choice::of(*value, *label)).collect()
}

impl Editor {
    pub fn new(shell: Shell, zone: Tz, draft: &Draft, mut typed: Typed) -> Editor {
        if typed.words.is_empty() {
            typed.words = shown(&draft.kind).into_iter().collect();
        }
        let mut found = crate::domain::kind::edit::Typed::new();
        for (name, word) in typed.words.iter() {
            found.entry(name.to_owned()).or_default().push(word.to_owned());
        }
        let there = fields_in(&found);
        let question = |at: usize| {
            let label = typed.words.one(&format!("f{at}-label"));
            let heading = if label.is_empty() { "A new question" } else { label };
            Question::of(at, heading.to_owned(), &typed)
        };
        let questions: Vec<Question> = (1..=there + 1).map(question).collect();
        with_plain_answers(&mut typed.words, there + 1);
        Editor {
            at_once: is_at_once(&draft.kind.code),
            action: paths::kind_draft(&draft.kind.code),
            saved: draft.saved.millis().to_string(),
            by: format!("{}, {}", draft.by, draft.saved.shown_in(zone)),
            questions,
            preview: Preview::of(&draft.kind),
            confirmers: choices(&[
                ("supervisor", "A supervisor"),
                ("lead", "A training lead"),
                ("nobody", "Nobody: the trainee’s word is enough"),
            ]),
            recorders: choices(&[
                ("trainee", "The trainee"),
                ("supervisor", "A supervisor, who signs it at once"),
                ("lead", "A training lead"),
            ]),
            begun: choices(&[
                ("nobody", "No: it is the trainee’s own words"),
                ("one", "Yes, for one trainee"),
                ("several", "Yes, and once for several who were there"),
            ]),
            signers: choices(&[("one", "One person"), ("both", "A supervisor, then a training lead")]),
            readers: choices(&[
                ("trainee", "The trainee"),
                ("supervisor", "Supervisors"),
                ("lead", "Training leads"),
            ]),
            takes: choices(&[
                ("seen", "How, where and when it was seen, asked of whoever signs"),
                ("files", "Files"),
                ("reflection", "A private reflection"),
            ]),
            types: choices(&[
                ("text", "One line"),
                ("long-text", "Several lines"),
                ("choice", "One of several answers"),
                ("choices", "Any of several answers"),
                ("yes-no", "Yes or no"),
                ("number", "A number"),
                ("minutes", "Minutes"),
                ("date", "A date"),
                ("person", "A person"),
                ("place", "A place"),
            ]),
            sides: choices(&[("trainee", "Whoever records it"), ("assessor", "Whoever signs it")]),
            needs: choices(&[("yes", "Must be answered"), ("no", "May be left empty")]),
            shell,
            typed,
        }
    }
}

/// An empty question begins as one line that the trainee may leave empty.
fn with_plain_answers(words: &mut Words, at: usize) {
    for (part, word) in [("type", "text"), ("asked-of", "trainee"), ("required", "no")] {
        let name = format!("f{at}-{part}");
        if words.one(&name).is_empty() {
            words.add(name, word);
        }
    }
    let place = format!("f{at}-place");
    if words.one(&place).is_empty() {
        words.add(place, at.to_string());
    }
}

impl View for Editor {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

pub(super) fn samples(shell: Shell) -> Vec<Sample> {
    let text = "kind = \"watched\"\nversion = 1\nname = \"Watched <b>\"\nconfirmed_by = \"supervisor\"\n[[fields]]\n\
                code = \"result\"\nlabel = \"Was it <good>\"\ntype = \"choice\"\nasked_of = \"assessor\"\n\
                choices = [{ code = \"good\", label = \"Good\", definition = \"Fine.\", outcome = \"satisfactory\" }]\n";
    let Ok(kind) = crate::domain::kind::read(text) else { return Vec::new() };
    let saved = crate::domain::time::Moment::of_millis(1_794_492_153_000);
    let draft = Draft { kind, by: "Lea <Brook>".to_owned(), saved };
    let zone = crate::domain::time::DEFAULT_ZONE;
    let mut faults = Faults::one("", "Something is wrong with the whole.");
    for name in ["name", "may-read", "signers", "levels", "f1-label", "f1-choices", "f1-place"] {
        faults.add(name, format!("Something is wrong with {name}."));
    }
    let words: Words = shown(&draft.kind).into_iter().collect();
    let faulty = Typed { words, ..Typed::nothing() }.with_faults(faults);
    vec![
        Sample::of("kinds/editor", &Editor::new(shell.clone(), zone, &draft, Typed::nothing())),
        Sample::of("kinds/editor, again", &Editor::new(shell, zone, &draft, faulty)),
    ]
}
