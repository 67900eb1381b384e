//! A kind as the text of its file: what `read` reads. It is how an edit in the browser becomes a version, so that a
//! form made there and one made in a file are the same thing.

use std::fmt::Write as _;

use super::{BegunFor, Choice, Field, FieldType, Kind};
use crate::domain::reading::quoted;

impl FieldType {
    /// As it stands in a file.
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::LongText => "long-text",
            FieldType::Number { .. } => "number",
            FieldType::Minutes { .. } => "minutes",
            FieldType::Choice { .. } => "choice",
            FieldType::Choices { .. } => "choices",
            FieldType::Date => "date",
            FieldType::YesNo => "yes-no",
            FieldType::Person => "person",
            FieldType::Place => "place",
        }
    }
}

/// The file of the kind, whole; `read(&written(&kind))` is the kind again.
pub fn written(kind: &Kind) -> String {
    let mut out = String::new();
    let mut text = |key: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{key} = {}", quoted(value));
    };
    text("kind", &kind.code);
    text("name", &kind.name);
    text("plural", &kind.plural);
    text("about", &kind.about);
    text("confirmed_by", kind.confirmed_by.as_str());
    text("recorded_by", kind.recorded_by.as_str());
    if kind.begun_for != BegunFor::One {
        text("begun_for", kind.begun_for.as_str());
    }
    text("day_label", &kind.day_label);
    if kind.period {
        text("until_label", &kind.until_label);
    }
    let _ = writeln!(out, "version = {}", kind.version);
    for (key, words) in [
        ("signers", kind.signers.iter().map(|one| quoted(one.as_str())).collect::<Vec<_>>()),
        ("may_read", kind.may_read.iter().map(|one| quoted(one.as_str())).collect()),
    ] {
        if !words.is_empty() {
            let _ = writeln!(out, "{key} = [{}]", words.join(", "));
        }
    }
    for (key, yes) in [
        ("seen", kind.seen),
        ("university", kind.university),
        ("camera", kind.camera),
        ("files", kind.files),
        ("reflection", kind.reflection),
        ("period", kind.period),
    ] {
        let _ = writeln!(out, "{key} = {yes}");
    }
    if let Some(scale) = &kind.scale {
        let _ = writeln!(out, "\n[scale]\nname = {}", quoted(&scale.name));
        list(&mut out, "levels", &scale.levels);
    }
    for field in &kind.fields {
        one(&mut out, field);
    }
    out
}

fn one(out: &mut String, field: &Field) {
    let _ = writeln!(out, "\n[[fields]]\ncode = {}\nlabel = {}", quoted(&field.code), quoted(&field.label));
    if !field.hint.is_empty() {
        let _ = writeln!(out, "hint = {}", quoted(&field.hint));
    }
    let _ = writeln!(out, "type = {}", quoted(field.kind.word()));
    if !field.asked_of.is_trainee() {
        let _ = writeln!(out, "asked_of = {}", quoted(field.asked_of.as_str()));
    }
    if let Some(role) = field.role {
        let _ = writeln!(out, "role = {}", quoted(role.as_str()));
    }
    let _ = writeln!(out, "required = {}\nrepeat = {}", field.required, field.repeat);
    if let Some(show) = &field.show_if {
        let is: Vec<String> = show.is.iter().map(|code| quoted(code)).collect();
        let _ = writeln!(out, "show_if = {{ field = {}, is = [{}] }}", quoted(&show.field), is.join(", "));
    }
    match &field.kind {
        FieldType::Number { unit, min, max, decimals } => {
            let _ = writeln!(out, "unit = {}\nmin = {min}\nmax = {max}\ndecimals = {decimals}", quoted(unit));
        }
        FieldType::Minutes { max } => {
            let _ = writeln!(out, "max = {max}");
        }
        FieldType::Choice { choices } | FieldType::Choices { choices } => list(out, "choices", choices),
        _ => {}
    }
}

fn list(out: &mut String, key: &str, choices: &[Choice]) {
    let _ = writeln!(out, "{key} = [");
    for choice in choices {
        let _ = write!(out, "  {{ code = {}, label = {}", quoted(&choice.code), quoted(&choice.label));
        if !choice.definition.is_empty() {
            let _ = write!(out, ", definition = {}", quoted(&choice.definition));
        }
        if let Some(outcome) = choice.outcome {
            let _ = write!(out, ", outcome = {}", quoted(outcome.as_str()));
        }
        out.push_str(" },\n");
    }
    out.push_str("]\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::read;

    #[test]
    fn every_shipped_kind_comes_back_as_it_was() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes/kinds");
        let folder = if std::path::Path::new(folder).is_dir() { folder } else { "programmes/kinds" };
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let kind = read(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
            let text = written(&kind);
            assert_eq!(read(&text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}")), kind, "{text}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
    }

    #[test]
    fn what_people_type_cannot_break_the_file() {
        let text = "kind = \"k\"\nversion = 1\nname = \"K\"\nconfirmed_by = \"nobody\"\n";
        let mut kind = read(text).unwrap();
        kind.about = "a \"quoted\" \\ line\nand another\t\u{1}] = [".to_owned();
        let again = read(&written(&kind)).unwrap();
        assert_eq!(again.about, kind.about);
    }
}
