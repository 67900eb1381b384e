//! A kind read as the form of a round: which of its fields are rated, which are words, and which groups there are.

use crate::domain::kind::{Choice, Field, FieldType, Kind, Role, Value, Values};

/// A trainee of the house rates only in a group whose code ends so.
pub const GROUP_OF_TRAINEES: &str = "-trainees";

/// A kind as what colleagues are asked.
#[derive(Debug, Clone, Copy)]
pub struct Form<'k>(pub &'k Kind);

/// A rating question.
#[derive(Debug, Clone, Copy)]
pub struct Question<'k> {
    pub field: &'k Field,
    /// The levels of the scale, lowest first.
    pub levels: &'k [Choice],
}

impl Question<'_> {
    /// 1 for the lowest level; none for an answer that is no level.
    pub fn figure(&self, answer: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.code == answer).map(|at| at + 1)
    }
}

impl<'k> Form<'k> {
    pub fn levels(self) -> &'k [Choice] {
        self.0.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default()
    }

    pub fn groups(self) -> &'k [Choice] {
        self.0.role(Role::Type).map(Field::choices).unwrap_or_default()
    }

    pub fn group(self, code: &str) -> Option<&'k Choice> {
        self.groups().iter().find(|group| group.code == code)
    }

    pub fn questions(self) -> impl Iterator<Item = Question<'k>> {
        let levels = self.levels();
        self.0
            .fields
            .iter()
            .filter(|field| matches!(field.kind, FieldType::Choice { .. }) && field.role != Some(Role::Type))
            .map(move |field| Question { field, levels })
    }

    /// What is answered in words of one's own.
    pub fn free(self) -> impl Iterator<Item = &'k Field> {
        self.0.fields.iter().filter(|field| field.is_prose())
    }

    /// The kind without the group, which whoever proposes a colleague says.
    pub fn asked(self) -> Kind {
        let mut kind = self.0.clone();
        kind.fields.retain(|field| field.role != Some(Role::Type));
        kind
    }

    /// The same without words: what a trainee says of themself.
    pub fn of_oneself(self) -> Kind {
        let mut kind = self.asked();
        kind.fields.retain(|field| !field.is_prose());
        kind
    }

    /// Whether it can be asked with at all.
    pub fn is_whole(self) -> bool {
        self.levels().len() > 1 && !self.groups().is_empty() && self.questions().next().is_some()
    }

    /// Of an answer: what was rated, and the words, which are never kept together.
    pub fn apart(self, mut values: Values) -> (Values, Vec<(String, String)>) {
        let mut words = Vec::new();
        for field in self.free() {
            if let Some(Value::Text(text)) = values.remove(&field.code) {
                words.push((field.code.clone(), text));
            }
        }
        (values, words)
    }

    /// The number field of a round's entry to which a group counts.
    pub fn counts_as<'r>(self, group: &str, round: &'r Kind) -> Option<&'r Field> {
        let before = group.split_once('-').map_or(group, |(before, _)| before);
        let number =
            |code: &str| round.field(code).filter(|field| matches!(field.kind, FieldType::Number { .. }));
        number(group).or_else(|| number(before))
    }
}
