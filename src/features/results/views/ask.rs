//! One field of a form, whatever the kind asks: its name, its words, how it is filled in.

use crate::domain::kind::{Field, FieldType, Role, Values};
use crate::domain::time::Day;
use crate::web::parts::Choice;
use crate::web::typed::Words;

/// `shape` is one of text, number, choice, choices, yes, long, date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub unit: String,
    pub shape: &'static str,
    pub options: Vec<Choice>,
}

impl Ask {
    pub fn of(field: &Field, name: String) -> Ask {
        let unit = match &field.kind {
            FieldType::Number { unit, .. } => unit.clone(),
            FieldType::Minutes { .. } => "minutes".to_owned(),
            _ => String::new(),
        };
        let options = field.choices().iter();
        let options = options.map(|one| Choice::of(&one.code, &one.label).meaning(&one.definition)).collect();
        Ask {
            name,
            label: if field.required { field.label.clone() } else { format!("{} (optional)", field.label) },
            hint: field.hint.clone(),
            unit,
            shape: shape(&field.kind),
            options,
        }
    }

    /// The unit is chosen from those that the programme has.
    pub fn among_units(mut self, field: &Field, units: &[(String, String)]) -> Ask {
        if field.role == Some(Role::Unit) && !units.is_empty() {
            self.shape = "choice";
            self.hint = String::new();
            self.options =
                units.iter().map(|(code, title)| Choice::of(code, format!("{title} ({code})"))).collect();
        }
        self
    }
}

fn shape(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::Text | FieldType::Person | FieldType::Place => "text",
        FieldType::LongText => "long",
        FieldType::Number { .. } | FieldType::Minutes { .. } => "number",
        FieldType::Choice { .. } => "choice",
        FieldType::Choices { .. } => "choices",
        FieldType::Date => "date",
        FieldType::YesNo => "yes",
    }
}

/// Puts what is known into the fields of a form, under the names that `name` gives.
pub fn fill_in(words: &mut Words, fields: &[Field], values: &Values, name: impl Fn(&str) -> String) {
    for field in fields {
        let Some(value) = values.get(&field.code) else { continue };
        let name = name(&field.code);
        match (&field.kind, value) {
            (FieldType::YesNo, crate::domain::kind::Value::Yes(false)) => {}
            (FieldType::YesNo, _) => words.add(name, "yes"),
            (FieldType::Date, value) => {
                if let Some(day) = value.text().and_then(|text| text.parse::<Day>().ok()) {
                    fill_day(words, &name, day);
                }
            }
            (_, crate::domain::kind::Value::Several(all)) => {
                for one in all {
                    words.add(name.clone(), one.clone());
                }
            }
            (_, crate::domain::kind::Value::Number(number)) => words.add(name, number.to_string()),
            (_, value) => words.add(name, value.text().unwrap_or_default()),
        }
    }
}

pub fn fill_day(words: &mut Words, name: &str, day: Day) {
    words.add(format!("{name}-day"), day.day_of_month().to_string());
    words.add(format!("{name}-month"), day.month().to_string());
    words.add(format!("{name}-year"), day.year().to_string());
}
