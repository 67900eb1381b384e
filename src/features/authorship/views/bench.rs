//! What the choices of a form come from: the kinds of the version that is written, with their fields, its sections
//! and its requirements. A draft has its own; what an institution adds has the owner's too.

use crate::domain::authoring::Fields;
use crate::domain::kind::{Field, FieldType};
use crate::domain::programme::{UsedKind, Version};
use crate::web::parts::Choice;
use crate::web::typed::Typed;

pub struct Bench<'b> {
    pub version: Option<&'b Version>,
    /// Of the requirements, in their order.
    pub codes: Vec<&'b str>,
}

impl<'b> Bench<'b> {
    pub fn kinds(&self) -> &'b [UsedKind] {
        self.version.map(|version| version.kinds.as_slice()).unwrap_or_default()
    }

    /// The kinds that the form names under one of the fields; all while it names none.
    pub fn named(&self, typed: &Typed, fields: &[String]) -> Vec<&'b UsedKind> {
        let is_named = |used: &&UsedKind| fields.iter().any(|field| typed.has(field, &used.kind.code));
        let named: Vec<&UsedKind> = self.kinds().iter().filter(is_named).collect();
        if named.is_empty() { self.kinds().iter().collect() } else { named }
    }

    pub fn kind_choices(&self) -> Vec<Choice> {
        self.kinds().iter().map(|used| Choice::of(&used.kind.code, &used.kind.name)).collect()
    }

    pub fn sections(&self) -> Vec<Choice> {
        let sections = self.version.iter().flat_map(|version| &version.sections);
        sections.map(|section| Choice::of(&section.code, &section.title)).collect()
    }

    pub fn requirements(&self) -> Vec<Choice> {
        let title = |code: &str| {
            let found = self.version.and_then(|version| version.requirement(code));
            found.map(|one| one.title.clone()).filter(|title| !title.is_empty())
        };
        self.codes
            .iter()
            .map(|code| Choice::of(*code, title(code).unwrap_or_else(|| (*code).to_owned())))
            .collect()
    }

    /// Everything in a section or a phase, then each requirement.
    pub fn combined(&self) -> Vec<Choice> {
        let mut all: Vec<Choice> = Vec::new();
        for section in self.version.iter().flat_map(|version| &version.sections) {
            let label = format!("Everything in “{}”", section.title);
            all.push(Choice::of(format!("section:{}", section.code), label));
        }
        let phases = self.version.iter().flat_map(|version| &version.requirements);
        for phase in phases.filter_map(|one| one.phase.as_ref()) {
            let value = format!("phase:{phase}");
            if !all.iter().any(|one| one.value == value) {
                all.push(Choice::of(value, format!("Everything in phase {phase}")));
            }
        }
        all.extend(self.requirements());
        all
    }
}

fn fits(field: &Field, wanted: Fields) -> bool {
    match wanted {
        Fields::Any => true,
        Fields::Number => matches!(field.kind, FieldType::Number { .. } | FieldType::Minutes { .. }),
        Fields::YesNo => matches!(field.kind, FieldType::YesNo),
        Fields::YesNoOrDate => matches!(field.kind, FieldType::YesNo | FieldType::Date),
        Fields::Choice => matches!(field.kind, FieldType::Choice { .. }),
        Fields::Choices => matches!(field.kind, FieldType::Choice { .. } | FieldType::Choices { .. }),
    }
}

/// The fields of some kinds, each once.
pub fn fields(kinds: &[&UsedKind], wanted: Fields) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    for field in kinds.iter().flat_map(|used| used.kind.fields.iter()).filter(|field| fits(field, wanted)) {
        if !all.iter().any(|one| one.value == field.code) {
            all.push(Choice::of(&field.code, &field.label));
        }
    }
    all
}

/// The answers that a field offers.
pub fn answers(kinds: &[&UsedKind], field: &str) -> Vec<Choice> {
    let found = kinds.iter().find_map(|used| used.kind.field(field));
    let choices = found.map(|field| field.choices()).unwrap_or_default();
    choices.iter().map(|choice| Choice::of(&choice.code, &choice.label)).collect()
}

pub fn levels(kinds: &[&UsedKind]) -> Vec<Choice> {
    let levels = kinds.iter().filter_map(|used| used.kind.scale.as_ref()).flat_map(|scale| &scale.levels);
    let mut all: Vec<Choice> = Vec::new();
    for level in levels {
        if !all.iter().any(|one| one.value == level.code) {
            all.push(Choice::of(&level.code, &level.label));
        }
    }
    all
}
