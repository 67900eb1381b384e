//! The pages of this room as plain values.

mod colleague;
mod oneself;
mod round;
mod rounds;
mod samples;
mod summary;

pub use colleague::{Colleague, Ended};
pub use oneself::Oneself;
pub use round::RoundPage;
pub use rounds::Rounds;
pub use samples::samples;

use crate::domain::feedback::Form;
use crate::features::entries::name_of;
use crate::web::parts::Choice;

/// A rating question as radios.
pub(super) struct QuestionView {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub options: Vec<Choice>,
}

pub(super) fn questions(form: Form<'_>) -> Vec<QuestionView> {
    let question = |question: crate::domain::feedback::Question<'_>| QuestionView {
        name: name_of(&question.field.code),
        label: question.field.label.clone(),
        hint: question.field.hint.clone(),
        options: question
            .field
            .choices()
            .iter()
            .map(|choice| Choice::of(&*choice.code, &*choice.label).meaning(&*choice.definition))
            .collect(),
    };
    form.questions().map(question).collect()
}

/// The levels with what they mean.
pub(super) fn scale(form: Form<'_>) -> Vec<(String, String)> {
    form.levels().iter().map(|level| (level.label.clone(), level.definition.clone())).collect()
}
