//! A form as a training lead edits it in the browser: the head, the scale, and each field as a few lines of words.
//! What a form of the browser does not show (bounds, roles that only files set, what depends on what) stays as it was.
//! Decided: versions made in a house begin at 1001, so that a version that a later release ships never meets one of a
//! house's own.

use std::collections::BTreeMap;

use super::{
    Asker, Choice, Confirmer, Field, FieldType, Kind, Outcome, Reader, Recorder, Role, Scale, is_code,
};
use crate::domain::amount::Amount;
use crate::domain::fault::Faults;
use crate::domain::folding::fold;

/// Characters of a name; of a question or another line; of what stands above or below.
const NAME: usize = 80;
const LINE: usize = 200;
const SEVERAL: usize = 1000;
/// Places that questions may have, from 1 on.
const PLACES: usize = 99;

/// The last number that a release may ship.
pub const SHIPPED: u32 = 1000;

/// The number of the next version of a house's own.
pub fn next_version(newest: u32) -> u32 {
    newest.max(SHIPPED).saturating_add(1)
}

/// How a version is told: `version 2`, `version 1 of this house`.
pub fn told(version: u32) -> String {
    match version.checked_sub(SHIPPED).filter(|own| *own > 0) {
        Some(own) => format!("version {own} of this house"),
        None => format!("version {version}"),
    }
}

/// The words of the editor by their names, several where several boxes are ticked.
pub type Typed = BTreeMap<String, Vec<String>>;

/// The words with which the editor shows a kind.
pub fn shown(kind: &Kind) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, word: &str| words.push((name.to_owned(), word.to_owned()));
    say("name", &kind.name);
    say("plural", &kind.plural);
    say("about", &kind.about);
    say("day-label", &kind.day_label);
    say("confirmed-by", kind.confirmed_by.as_str());
    say("recorded-by", kind.recorded_by.as_str());
    say("begun-for", kind.begun_for.as_str());
    say("signers", if kind.signers.is_empty() { "one" } else { "both" });
    let open = kind.may_read.is_empty();
    for reader in Reader::ALL.iter().filter(|one| open || kind.may_read.contains(one)) {
        say("may-read", reader.as_str());
    }
    for (name, yes) in [("seen", kind.seen), ("files", kind.files), ("reflection", kind.reflection)] {
        if yes {
            say("takes", name);
        }
    }
    say("scale", kind.scale.as_ref().map_or("", |scale| &scale.name));
    say("levels", &kind.scale.as_ref().map(|scale| lines(&scale.levels)).unwrap_or_default());
    for (field, at) in kind.fields.iter().zip(1..) {
        let mut say = |part: &str, word: &str| words.push((format!("f{at}-{part}"), word.to_owned()));
        say("code", &field.code);
        say("label", &field.label);
        say("hint", &field.hint);
        say("type", field.kind.word());
        say("asked-of", field.asked_of.as_str());
        say("required", if field.required { "yes" } else { "no" });
        say("choices", &lines(field.choices()));
        say("place", &at.to_string());
    }
    words
}

/// `code | Label | what it means | outcome`, a line for each.
fn lines(choices: &[Choice]) -> String {
    let line = |one: &Choice| {
        let outcome = one.outcome.map_or("", |outcome| match outcome {
            Outcome::Satisfactory => "satisfactory",
            Outcome::Unsatisfactory => "unsatisfactory",
        });
        let line = [one.code.as_str(), &one.label, &one.definition, outcome].join(" | ");
        line.trim_end_matches([' ', '|']).to_owned()
    };
    choices.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// How many fields the words speak of.
pub fn fields_in(typed: &Typed) -> usize {
    (1..).take_while(|at| typed.contains_key(&format!("f{at}-label"))).count()
}

struct Words<'t>(&'t Typed);

impl Words<'_> {
    fn one(&self, name: &str) -> String {
        let word = self.0.get(name).and_then(|all| all.first()).cloned().unwrap_or_default();
        word.replace("\r\n", "\n").trim().to_owned()
    }

    /// The same, of so many characters at most.
    fn within(&self, name: &str, most: usize, faults: &mut Faults) -> String {
        let word = self.one(name);
        let length = word.chars().count();
        if length > most {
            faults.add(name, format!("Shorten this to {most} characters: it has {length}."));
        }
        word
    }

    fn has(&self, name: &str, word: &str) -> bool {
        self.0.get(name).is_some_and(|all| all.iter().any(|one| one == word))
    }
}

/// The kind with what was typed; faults by the names of the editor. What is wrong with the whole is told by `read`.
pub fn applied(kind: &Kind, typed: &Typed) -> Result<Kind, Faults> {
    let words = Words(typed);
    let mut faults = Faults::none();
    let mut edited = kind.clone();
    edited.name = words.within("name", NAME, &mut faults);
    if edited.name.is_empty() {
        faults.add("name", "Enter the name of the form.");
    }
    edited.plural = match words.within("plural", NAME, &mut faults) {
        plural if plural.is_empty() => format!("{}s", edited.name.to_lowercase()),
        plural => plural,
    };
    edited.about = words.within("about", SEVERAL, &mut faults);
    edited.day_label = match words.within("day-label", LINE, &mut faults) {
        label if label.is_empty() => "Date".to_owned(),
        label => label,
    };
    edited.confirmed_by = words.one("confirmed-by").parse().unwrap_or(kind.confirmed_by);
    edited.recorded_by = words.one("recorded-by").parse().unwrap_or(kind.recorded_by);
    edited.begun_for = words.one("begun-for").parse().unwrap_or(kind.begun_for);
    edited.signers = match words.one("signers").as_str() {
        "both" => vec![Confirmer::Supervisor, Confirmer::Lead],
        _ => Vec::new(),
    };
    let readers: Vec<Reader> =
        Reader::ALL.iter().copied().filter(|one| words.has("may-read", one.as_str())).collect();
    if readers.is_empty() {
        faults.add("may-read", "Choose at least one who may read it.");
    }
    edited.may_read = if readers.len() == Reader::ALL.len() { Vec::new() } else { readers };
    edited.seen = words.has("takes", "seen");
    edited.files = words.has("takes", "files");
    edited.reflection = words.has("takes", "reflection");
    if edited.recorded_by != Recorder::Lead {
        edited.university = false;
    }
    edited.scale = scale(&words, &mut faults);
    edited.fields = fields(kind, &words, fields_in(typed), &mut faults);
    if faults.is_empty() { Ok(edited) } else { Err(faults) }
}

fn scale(words: &Words<'_>, faults: &mut Faults) -> Option<Scale> {
    let (name, levels) = (words.within("scale", LINE, faults), words.one("levels"));
    if name.is_empty() && levels.is_empty() {
        return None;
    }
    if name.is_empty() {
        faults.add("scale", "Enter what the levels say, or leave both empty.");
    }
    if levels.is_empty() {
        faults.add("levels", "Enter the levels, one on each line, or clear what they say too.");
    }
    Some(Scale { name, levels: choices("levels", &levels, faults) })
}

/// In the order of the places that were typed; of two alike the one that stood first.
fn fields(kind: &Kind, words: &Words<'_>, number: usize, faults: &mut Faults) -> Vec<Field> {
    let mut placed: Vec<(usize, Field)> = Vec::new();
    for at in 1..=number {
        let of = |part: &str| words.one(&format!("f{at}-{part}"));
        let label = of("label");
        if words.has(&format!("f{at}-gone"), "yes") || (label.is_empty() && of("code").is_empty()) {
            continue;
        }
        let name = format!("f{at}-label");
        if label.is_empty() {
            faults.add(&name, "Enter the question, or tick that it goes.");
        }
        let label = words.within(&name, LINE, faults);
        let hint = words.within(&format!("f{at}-hint"), SEVERAL, faults);
        let known = kind.field(&of("code"));
        let code = match known {
            Some(field) => field.code.clone(),
            None => code_of(&label),
        };
        if !is_code(&code) || placed.iter().any(|(_, other)| other.code == code) {
            faults.add(&name, "There is a question of this name already. Give each a name of its own.");
        }
        let field_kind = field_type(known, &of("type"), at, &of("choices"), faults);
        let place = place(&of("place"), at, faults);
        let asked_of = of("asked-of").parse().unwrap_or(Asker::Trainee);
        placed.push((
            place,
            Field {
                hint,
                required: of("required") == "yes",
                role: known.and_then(|field| field.role).or_else(|| result_of(kind, &field_kind)),
                show_if: known.and_then(|field| field.show_if.clone()),
                repeat: known.is_none_or(|field| field.repeat),
                kind: field_kind,
                asked_of,
                code,
                label,
            },
        ));
    }
    placed.sort_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, field)| field).collect()
}

/// Where nothing is typed, where it stands.
fn place(typed: &str, at: usize, faults: &mut Faults) -> usize {
    match typed.parse::<usize>() {
        _ if typed.is_empty() => at,
        Ok(place) if (1..=PLACES).contains(&place) => place,
        _ => {
            faults.add(format!("f{at}-place"), format!("Enter a whole number from 1 to {PLACES}."));
            at
        }
    }
}

/// A new question whose answers say how it ended is the outcome, where there is none yet.
fn result_of(kind: &Kind, field: &FieldType) -> Option<Role> {
    let FieldType::Choice { choices } = field else { return None };
    let tells = choices.iter().any(|choice| choice.outcome.is_some());
    (tells && kind.role(Role::Result).is_none()).then_some(Role::Result)
}

fn field_type(known: Option<&Field>, word: &str, at: usize, typed: &str, faults: &mut Faults) -> FieldType {
    let mut listed = || {
        let name = format!("f{at}-choices");
        let all = choices(&name, typed, faults);
        if all.is_empty() {
            faults.add(&name, "Enter the answers, one on each line.");
        }
        all
    };
    match word {
        "choice" => FieldType::Choice { choices: listed() },
        "choices" => FieldType::Choices { choices: listed() },
        word => match known.map(|field| &field.kind).filter(|kind| kind.word() == word) {
            Some(same) => same.clone(),
            None => plain_type(word),
        },
    }
}

fn plain_type(word: &str) -> FieldType {
    match word {
        "long-text" => FieldType::LongText,
        "number" => FieldType::Number {
            unit: String::new(),
            min: Amount::ZERO,
            max: Amount::whole(1_000_000),
            decimals: 0,
        },
        "minutes" => FieldType::Minutes { max: Amount::whole(1440) },
        "date" => FieldType::Date,
        "yes-no" => FieldType::YesNo,
        "person" => FieldType::Person,
        "place" => FieldType::Place,
        _ => FieldType::Text,
    }
}

/// A line for each: `Label`, or `code | Label | what it means | outcome`.
fn choices(name: &str, typed: &str, faults: &mut Faults) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let (code, label, more) = match parts.as_slice() {
            [label] => (code_of(label), *label, &[][..]),
            [code, label, more @ ..] => ((*code).to_owned(), *label, more),
            [] => continue,
        };
        let (definition, outcome) = match more {
            [] => ("", ""),
            [definition] => (*definition, ""),
            [definition, outcome, ..] => (*definition, *outcome),
        };
        let outcome = match outcome {
            "" => None,
            word => match word.parse::<Outcome>() {
                Ok(outcome) => Some(outcome),
                Err(_) => {
                    faults
                        .add(name, format!("“{word}” is no outcome: write satisfactory or unsatisfactory."));
                    None
                }
            },
        };
        if label.is_empty() || !is_code(&code) || all.iter().any(|other| other.code == code) {
            faults.add(
                name,
                format!("“{line}”: each answer needs a code of its own (a-z, 0-9, -) and a label."),
            );
        }
        if label.chars().count() > LINE || definition.chars().count() > SEVERAL {
            let sentence =
                format!("Shorten each answer to {LINE} characters, and what it means to {SEVERAL}.");
            faults.add(name, sentence);
        }
        all.push(Choice { code, label: label.to_owned(), definition: definition.to_owned(), outcome });
    }
    all
}

/// `What went well` as `what-went-well`.
pub fn code_of(label: &str) -> String {
    let mut code = String::new();
    for letter in fold(label).chars() {
        let plain = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        match (plain, code.ends_with('-') || code.is_empty()) {
            (true, _) => code.push(letter),
            (false, false) => code.push('-'),
            (false, true) => {}
        }
    }
    let mut code: String = code.chars().take(60).collect();
    while code.ends_with('-') {
        code.pop();
    }
    code
}

#[cfg(test)]
mod tests;
