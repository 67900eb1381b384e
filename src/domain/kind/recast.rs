//! The same thing said on another form: what was filed as one type and should have been another keeps every answer
//! that the other form asks for too. Nothing is guessed: an answer that has no place there is told, not bent.

use super::{Asker, Field, FieldType, Kind, Value, Values};

/// What the other form takes over, and the codes of the fields whose answers it has no place for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recast {
    pub values: Values,
    /// In the order of the form that they are from.
    pub left: Vec<String>,
}

/// A field takes the answer of its namesake, else of the field with the same role, where both ask alike.
pub fn recast(from: &Kind, to: &Kind, values: &Values) -> Recast {
    let mut found = Recast::default();
    for field in &from.fields {
        let Some(value) = values.get(&field.code) else { continue };
        let namesake = to.field(&field.code).and_then(|other| fitting(field, other, value));
        // A namesake's answer has the first right to the place.
        let alike = || {
            let other = field.role.and_then(|role| to.role(role))?;
            fitting(field, other, value).filter(|(code, _)| !values.contains_key(code))
        };
        match namesake.or_else(alike) {
            Some((code, value)) => drop(found.values.insert(code, value)),
            None => found.left.push(field.code.clone()),
        }
    }
    found
}

fn fitting(from: &Field, to: &Field, value: &Value) -> Option<(String, Value)> {
    let same = std::mem::discriminant(&from.kind) == std::mem::discriminant(&to.kind);
    let fits = to.asked_of == Asker::Trainee
        && match &to.kind {
            FieldType::Text => same,
            FieldType::LongText => from.is_prose(),
            FieldType::Choice { choices } => {
                same && value.text().is_some_and(|code| choices.iter().any(|one| one.code == code))
            }
            FieldType::Choices { choices } => {
                let known = |code: &String| choices.iter().any(|one| one.code == *code);
                same && matches!(value, Value::Several(all) if all.iter().all(known))
            }
            FieldType::Number { min, max, .. } => {
                same && value.number().is_some_and(|number| *min <= number && number <= *max)
            }
            _ => same,
        };
    fits.then(|| (to.code.clone(), value.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::domain::amount::Amount;

    const WATCHED: &str = r#"
kind = "watched"
version = 1
name = "Watched"
confirmed_by = "supervisor"
[[fields]]
code = "title"
label = "What"
type = "text"
role = "title"
[[fields]]
code = "words"
label = "Words"
type = "text"
role = "notes"
[[fields]]
code = "hard"
label = "How hard"
type = "choice"
choices = [{ code = "plain", label = "Plain" }, { code = "odd", label = "Odd" }]
[[fields]]
code = "minutes"
label = "Minutes"
type = "number"
max = 500
[[fields]]
code = "tool"
label = "Tool"
type = "text"
"#;

    const TALKED: &str = r#"
kind = "talked"
version = 1
name = "Talked over"
confirmed_by = "supervisor"
[[fields]]
code = "subject"
label = "Subject"
type = "text"
role = "title"
[[fields]]
code = "notes"
label = "Notes"
type = "long-text"
role = "notes"
[[fields]]
code = "hard"
label = "How hard"
type = "choice"
choices = [{ code = "plain", label = "Plain" }]
[[fields]]
code = "minutes"
label = "Minutes"
type = "number"
max = 100
[[fields]]
code = "tool"
label = "Tool"
type = "text"
asked_of = "assessor"
"#;

    fn values(hard: &str, minutes: i64) -> Values {
        let text = |text: &str| Value::Text(text.to_owned());
        [
            ("title", text("A valve")),
            ("words", text("It went well")),
            ("hard", text(hard)),
            ("minutes", Value::Number(Amount::whole(minutes))),
            ("tool", text("A pump")),
        ]
        .into_iter()
        .map(|(code, value)| (code.to_owned(), value))
        .collect()
    }

    #[test]
    fn what_both_forms_ask_is_kept_and_what_has_no_place_is_told() {
        let (from, to) = (read(WATCHED).unwrap(), read(TALKED).unwrap());
        let found = recast(&from, &to, &values("plain", 90));
        let mut kept = values("plain", 90);
        kept.remove("tool");
        for (before, after) in [("title", "subject"), ("words", "notes")] {
            let value = kept.remove(before).unwrap();
            kept.insert(after.to_owned(), value);
        }
        assert_eq!(found.values, kept, "by name, else by role; a line may become several");
        assert_eq!(found.left, ["tool"], "the assessor's side is the assessor's to answer");
    }

    #[test]
    fn an_answer_that_the_other_form_would_refuse_is_not_taken_over() {
        let (from, to) = (read(WATCHED).unwrap(), read(TALKED).unwrap());
        let found = recast(&from, &to, &values("odd", 101));
        assert_eq!(found.left, ["hard", "minutes", "tool"]);
        // And back: a text of several lines is not pressed into one.
        let back = recast(&to, &from, &found.values);
        assert_eq!(back.left, ["notes"]);
    }

    #[test]
    fn the_same_form_takes_everything() {
        let kind = read(WATCHED).unwrap();
        let all = values("odd", 400);
        assert_eq!(recast(&kind, &kind, &all), Recast { values: all, left: Vec::new() });
    }
}
