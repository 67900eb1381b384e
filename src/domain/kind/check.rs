//! What somebody typed into the form of a kind, as values or as faults beside the fields. Knows nothing
//! of HTTP: the form hands over texts by field code, several where several boxes were ticked.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Asker, Field, FieldType, Kind, Value, Values, lower};
use crate::domain::amount::Amount;
use crate::domain::time::Day;

/// Characters of one line, and of a long text.
const LINE: usize = 200;
const LONG: usize = 10_000;

/// A sentence beside one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub field: String,
    pub sentence: String,
}

impl Kind {
    /// The values, or every fault. Fields of which the form did not ask (`show_if`) are left out, and
    /// texts under codes that the kind does not know are nobody's business here.
    pub fn check(&self, typed: &BTreeMap<String, Vec<String>>) -> Result<Values, Vec<FieldFault>> {
        let (values, faults) = self.read_typed(typed);
        if faults.is_empty() { Ok(values) } else { Err(faults) }
    }

    /// What can be read already, for a draft or a preview, beside what is wrong or missing.
    pub fn read_typed(&self, typed: &BTreeMap<String, Vec<String>>) -> (Values, Vec<FieldFault>) {
        self.read_side(Asker::Trainee, typed, &Values::new())
    }

    /// The same of the assessor's side, whose fields may depend on what the trainee has written.
    pub fn read_answers(
        &self,
        typed: &BTreeMap<String, Vec<String>>,
        written: &Values,
    ) -> (Values, Vec<FieldFault>) {
        self.read_side(Asker::Assessor, typed, written)
    }

    fn read_side(
        &self,
        side: Asker,
        typed: &BTreeMap<String, Vec<String>>,
        written: &Values,
    ) -> (Values, Vec<FieldFault>) {
        let (mut values, mut faults) = (Values::new(), Vec::new());
        for field in self.asked_of(side) {
            if !field.asked(written) && !field.asked(&values) {
                continue;
            }
            let texts: Vec<String> = typed.get(&field.code).into_iter().flatten().map(|t| clean(t)).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
            match field.read(&texts) {
                Ok(Some(value)) => {
                    values.insert(field.code.clone(), value);
                }
                Ok(None) if field.required => {
                    faults.push(FieldFault { field: field.code.clone(), sentence: field.missing() });
                }
                Ok(None) => {}
                Err(sentence) => faults.push(FieldFault { field: field.code.clone(), sentence }),
            }
        }
        (values, faults)
    }

    /// The texts that a form shows again for these values.
    pub fn typed(&self, values: &Values) -> BTreeMap<String, Vec<String>> {
        let texts = |value: &Value| match value {
            Value::Yes(yes) => vec![if *yes { "yes" } else { "no" }.to_owned()],
            Value::Number(number) => vec![number.to_string()],
            Value::Text(text) => vec![text.clone()],
            Value::Several(all) => all.clone(),
        };
        values.iter().map(|(code, value)| (code.clone(), texts(value))).collect()
    }
}

/// One form of each letter, one kind of line end, no blanks around.
fn clean(text: &str) -> String {
    text.nfc().collect::<String>().replace("\r\n", "\n").trim().to_owned()
}

impl Field {
    fn missing(&self) -> String {
        let label = lower(&self.label);
        match self.kind {
            FieldType::Choice { .. } | FieldType::YesNo => format!("Choose an answer: {label}."),
            FieldType::Choices { .. } => format!("Choose at least one: {label}."),
            FieldType::Date => format!("Enter the date: {label}."),
            _ => self.asked_for(&label),
        }
    }

    /// Labels are questions, the beginning of a sentence, or the name of a thing: `What was decided`, `My share of the
    /// case`, `Hospital`.
    fn asked_for(&self, label: &str) -> String {
        let begins = |words: &[&str]| words.iter().any(|word| label.split(' ').next() == Some(word));
        let owners = label.split(' ').any(|word| matches!(word, "I" | "i" | "my"));
        if label.ends_with('?') {
            return format!("Answer “{}”", self.label);
        }
        if owners || begins(&["A", "an"]) {
            return format!("Fill in “{}”.", self.label);
        }
        if begins(&["what", "how", "why", "where", "who", "which", "when", "whether"]) {
            return format!("Say {label}.");
        }
        format!("Enter the {}.", label.strip_prefix("the ").unwrap_or(label))
    }

    fn read(&self, texts: &[&str]) -> Result<Option<Value>, String> {
        if let FieldType::Choices { choices } = &self.kind {
            let mut several: Vec<String> = Vec::new();
            for choice in choices.iter().filter(|choice| texts.contains(&choice.code.as_str())) {
                several.push(choice.code.clone());
            }
            let strange = texts.iter().any(|text| !choices.iter().any(|choice| choice.code == *text));
            return match (strange, several.is_empty()) {
                (true, _) => Err(format!("Choose from the list: {}.", lower(&self.label))),
                (false, true) => Ok(None),
                (false, false) => Ok(Some(Value::Several(several))),
            };
        }
        match texts {
            [] => Ok(None),
            [one] => self.read_one(one).map(Some),
            _ => Err("Give one answer only.".to_owned()),
        }
    }

    fn read_one(&self, text: &str) -> Result<Value, String> {
        match &self.kind {
            FieldType::Text | FieldType::Person | FieldType::Place => words(text, LINE, false),
            FieldType::LongText => words(text, LONG, true),
            FieldType::Number { unit, min, max, decimals } => self.number(text, unit, *min, *max, *decimals),
            FieldType::Minutes { max } => self.number(text, "minutes", Amount::ZERO, *max, 0),
            FieldType::Choice { choices } | FieldType::Choices { choices } => {
                let known = choices.iter().any(|choice| choice.code == text);
                let fault = || format!("Choose from the list: {}.", lower(&self.label));
                if known { Ok(Value::Text(text.to_owned())) } else { Err(fault()) }
            }
            FieldType::Date => match text.parse::<Day>() {
                Ok(day) => Ok(Value::Text(day.iso())),
                Err(_) => Err("Enter a real date, such as 2026-11-12.".to_owned()),
            },
            FieldType::YesNo => match text {
                "yes" | "true" | "on" => Ok(Value::Yes(true)),
                "no" | "false" => Ok(Value::Yes(false)),
                _ => Err("Choose yes or no.".to_owned()),
            },
        }
    }

    fn number(
        &self,
        text: &str,
        unit: &str,
        min: Amount,
        max: Amount,
        decimals: u8,
    ) -> Result<Value, String> {
        let of = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        let number =
            Amount::typed(text).ok_or_else(|| format!("Enter a number, such as {max}, without a unit."))?;
        let step = match decimals {
            0 => 100,
            1 => 10,
            _ => 1,
        };
        if number.hundredths() % step != 0 {
            return Err(match decimals {
                0 => "Enter a whole number.".to_owned(),
                _ => "Enter a number with one decimal at most.".to_owned(),
            });
        }
        if number < min || number > max {
            return Err(format!("Enter a number from {min} to {max}{of}."));
        }
        Ok(Value::Number(number))
    }
}

fn words(text: &str, most: usize, lines: bool) -> Result<Value, String> {
    let length = text.chars().count();
    if length > most {
        return Err(format!("Shorten this to {most} characters: it has {length}."));
    }
    if text.chars().any(|c| c.is_control() && !(lines && (c == '\n' || c == '\t'))) {
        let sentence = if lines { "Remove the invisible characters." } else { "Write this on one line." };
        return Err(sentence.to_owned());
    }
    Ok(Value::Text(text.to_owned()))
}
