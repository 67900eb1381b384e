//! A kind of entry: what one records about a case, a mark, a certificate. Kinds belong to the house
//! and are shared by all programmes, so that one case can count everywhere; a programme names the
//! kinds it uses, may ask for more fields, and maps its body's words onto the shared choices. A kind
//! is a versioned TOML file (`programmes/kinds/*.toml`); nothing in the code names one.

mod begun;
mod check;
pub mod edit;
mod read;
mod recast;
mod sides;
mod write;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::IntoDeserializer as _;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::domain::amount::Amount;
use crate::domain::names::with_article;
use crate::text_words;

pub use begun::BegunFor;
pub use check::FieldFault;
pub use read::{is_code, read};
pub(crate) use read::{meant, more_fields};
pub use recast::{Recast, recast};
pub use write::written;

/// One version of a kind. Cheap to share behind an `Arc`; never changes once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Stable for ever: `bypass-case`.
    pub code: String,
    pub version: u32,
    /// `Bypass case`, as a heading.
    pub name: String,
    /// `bypass cases`, in a sentence after a number.
    pub plural: String,
    /// One or two sentences above the form.
    pub about: String,
    pub confirmed_by: Confirmer,
    /// Who signs one after the other; empty: one signature is enough, as `confirmed_by` says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signers: Vec<Confirmer>,
    pub recorded_by: Recorder,
    /// For how many at once a supervisor may begin it in their place.
    #[serde(skip_serializing_if = "BegunFor::is_one")]
    pub begun_for: BegunFor,
    /// The only ones who may read its entries; empty: whoever sees the portfolio.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub may_read: Vec<Reader>,
    /// Whoever signs first says how, where and when they saw it.
    #[serde(skip_serializing_if = "is_false")]
    pub seen: bool,
    /// A university administrator may enter it too, and sees it: marks, exam attempts, awards.
    #[serde(skip_serializing_if = "is_false")]
    pub university: bool,
    /// Photographs may be taken or attached.
    pub camera: bool,
    /// Files (PDF, DOCX, pictures) may be attached.
    pub files: bool,
    /// The form offers a private reflection.
    pub reflection: bool,
    /// The kind lasts from its day until another day (a placement, a certificate's validity).
    pub period: bool,
    /// What the day means: `Date of the case`.
    pub day_label: String,
    pub until_label: String,
    /// The levels a signer chooses from, lowest first. Levels are ordered, never averaged.
    pub scale: Option<Scale>,
    pub fields: Vec<Field>,
}

/// Left out of what is written of a kind, so that kinds from before it read the same.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(yes: &bool) -> bool {
    !*yes
}

text_words! {
    /// Who turns *submitted* into *signed*.
    enum Confirmer "confirmer" {
        Supervisor = "supervisor",
        Lead = "lead",
        /// Declared by the trainee: counts as soon as it is submitted.
        Nobody = "nobody",
    }
    /// Who writes an entry of this kind.
    enum Recorder "recorder" {
        Trainee = "trainee",
        /// About a trainee, by somebody who supervises them.
        Supervisor = "supervisor",
        Lead = "lead",
    }
    /// Who answers a field of a form with two sides.
    enum Asker "side of a form" {
        Trainee = "trainee",
        /// Whoever signs first.
        Assessor = "assessor",
    }
    /// To whom entries of a kind are open.
    enum Reader "reader" {
        Trainee = "trainee",
        Supervisor = "supervisor",
        Lead = "lead",
    }
    /// What a field means to the engine and to the form, whatever its label says.
    enum Role "role" {
        /// What was done.
        Procedure = "procedure",
        /// The part the trainee played; laid out as large buttons.
        PartPlayed = "part-played",
        /// The supervision the trainee had; laid out as large buttons.
        Supervision = "supervision",
        /// The registered person who supervised, not necessarily the signer.
        Supervisor = "supervisor",
        Site = "site",
        /// The share of the case, in per cent, that the trainee carried out.
        Share = "share",
        /// The type or category of an activity, document or certificate.
        Type = "type",
        /// A title of one line, shown in lists.
        Title = "title",
        /// The code of a university unit.
        Unit = "unit",
        /// A mark out of 100.
        Mark = "mark",
        /// `yes` while an examination board has not confirmed the mark.
        Provisional = "provisional",
        /// Which exam.
        Exam = "exam",
        /// Which part of the exam.
        Part = "part",
        /// How it ended; its choices carry an `outcome`.
        Result = "result",
        /// Free words that the log form puts last.
        Notes = "notes",
        /// What was agreed to do, an action on each line: each can become a goal.
        Actions = "actions",
    }
    /// Whether what was done was good enough. Only satisfactory facts count.
    enum Outcome "outcome" {
        Satisfactory = "satisfactory",
        Unsatisfactory = "unsatisfactory",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scale {
    pub name: String,
    /// Lowest first.
    pub levels: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    pub code: String,
    pub label: String,
    pub hint: String,
    pub kind: FieldType,
    #[serde(skip_serializing_if = "Asker::is_trainee")]
    pub asked_of: Asker,
    pub required: bool,
    pub role: Option<Role>,
    /// Asked only when another field has one of these choices.
    pub show_if: Option<ShowIf>,
    /// Whether a new entry may begin with the answer of an earlier one. Never for what tells of the
    /// one patient: a default there is a wrong record as soon as it is overlooked.
    pub repeat: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShowIf {
    pub field: String,
    pub is: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum FieldType {
    /// One line.
    Text,
    LongText,
    /// Both bounds are allowed values; `decimals` is 0, 1 or 2.
    Number {
        unit: String,
        min: Amount,
        max: Amount,
        decimals: u8,
    },
    /// Whole minutes.
    Minutes {
        max: Amount,
    },
    Choice {
        choices: Vec<Choice>,
    },
    Choices {
        choices: Vec<Choice>,
    },
    Date,
    YesNo,
    /// A person of the house (its id) or, for one who is not in it, the name as typed.
    Person,
    /// A site of the house (its id) or the name as typed.
    Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub code: String,
    pub label: String,
    /// Shown under the label; may be empty.
    pub definition: String,
    /// A choice that by itself says how it ended, such as *failed*.
    pub outcome: Option<Outcome>,
}

/// What an entry says in one field, in JSON's natural forms. Text, choice, person, place and date are
/// all texts; the kind knows which is which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Yes(bool),
    Number(Amount),
    Text(String),
    Several(Vec<String>),
}

/// Read in one pass: the derived reader of an untagged enum copies everything first, and a portfolio has
/// thousands of values.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Value, D::Error> {
        struct Any;
        impl<'de> de::Visitor<'de> for Any {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false, a number with at most two decimals, a text or a list of texts")
            }
            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Value, E> {
                Ok(Value::Yes(yes))
            }
            fn visit_i64<E: de::Error>(self, n: i64) -> Result<Value, E> {
                Amount::deserialize(n.into_deserializer()).map(Value::Number)
            }
            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Value, E> {
                Amount::deserialize(n.into_deserializer()).map(Value::Number)
            }
            fn visit_f64<E: de::Error>(self, n: f64) -> Result<Value, E> {
                Amount::deserialize(n.into_deserializer()).map(Value::Number)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
                Ok(Value::Text(text))
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(Value::Several(texts))
            }
        }
        d.deserialize_any(Any)
    }
}

/// The fields of one entry by code. A field that was left empty is absent.
pub type Values = BTreeMap<String, Value>;

impl Value {
    /// The text, the chosen code, the ISO day.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<Amount> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// True when this is the choice, or it is among the choices.
    pub fn names(&self, choice: &str) -> bool {
        match self {
            Value::Text(text) => text == choice,
            Value::Several(all) => all.iter().any(|one| one == choice),
            _ => false,
        }
    }
}

impl Kind {
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    pub fn role(&self, role: Role) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Some(role))
    }

    /// `a bypass case`, `an explanation of a gap`, `a CPD activity`.
    pub fn one(&self) -> String {
        let name = lower(&self.name);
        // Of “pieces of workplace evidence” there is no “a workplace evidence”.
        let is_mass = lower(&self.plural).ends_with(&format!(" of {name}"));
        if is_mass { name } else { with_article(&name) }
    }

    /// Whether both ask, mean and keep the same, whatever their forms begin with and whoever may begin them.
    pub fn records_the_same(&self, other: &Kind) -> bool {
        let plain = |kind: &Kind| {
            let mut kind = kind.clone();
            kind.fields.iter_mut().for_each(|field| field.repeat = true);
            kind.university = false;
            kind.begun_for = BegunFor::One;
            kind
        };
        plain(self) == plain(other)
    }

    /// What the entry says in the field with this meaning.
    pub fn value<'v>(&self, values: &'v Values, role: Role) -> Option<&'v Value> {
        self.role(role).and_then(|field| values.get(&field.code))
    }

    /// The outcome that a chosen answer carries by itself.
    pub fn outcome(&self, values: &Values) -> Option<Outcome> {
        let tells = |field: &&Field| field.choices().iter().any(|choice| choice.outcome.is_some());
        self.fields.iter().filter(tells).find_map(|field| {
            let value = values.get(&field.code)?;
            field.choices().iter().find(|choice| value.names(&choice.code))?.outcome
        })
    }
}

impl Field {
    /// It is answered in words of one's own.
    pub fn is_prose(&self) -> bool {
        matches!(self.kind, FieldType::Text | FieldType::LongText)
    }

    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            FieldType::Choice { choices } | FieldType::Choices { choices } => choices,
            _ => &[],
        }
    }

    /// The words for one value as a person reads it: labels for choices, unit after a number.
    pub fn shown(&self, value: &Value) -> String {
        let label = |code: &String| {
            self.choices().iter().find(|c| &c.code == code).map_or_else(|| code.clone(), |c| c.label.clone())
        };
        match (value, &self.kind) {
            (Value::Yes(yes), _) => if *yes { "Yes" } else { "No" }.to_owned(),
            (Value::Number(n), FieldType::Number { unit, .. }) if !unit.is_empty() => format!("{n} {unit}"),
            (Value::Number(n), FieldType::Minutes { .. }) => format!("{n} min"),
            (Value::Number(n), _) => n.to_string(),
            (Value::Text(text), FieldType::Date) => {
                text.parse::<crate::domain::time::Day>().map_or_else(|_| text.clone(), |day| day.to_string())
            }
            (Value::Text(text), _) => label(text),
            (Value::Several(all), _) => all.iter().map(label).collect::<Vec<_>>().join(", "),
        }
    }

    /// True when the form shows the field for these values.
    pub fn asked(&self, values: &Values) -> bool {
        self.show_if.as_ref().is_none_or(|show| {
            values.get(&show.field).is_some_and(|value| show.is.iter().any(|code| value.names(code)))
        })
    }
}

/// A label inside a sentence; capitals that are an abbreviation stay.
pub fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
