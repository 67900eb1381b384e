//! The trainee's rating of themself.

use askama::Template;

use crate::domain::fault::Fault;
use crate::features::entries::name_of;
use crate::features::feedback::round::Round;
use crate::features::feedback::views::{QuestionView, questions, scale};
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "feedback/oneself.html")]
pub struct Oneself {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) back: String,
    pub(super) action: String,
    pub(super) scale: Vec<(String, String)>,
    pub(super) questions: Vec<QuestionView>,
    /// The rating that this page was made over.
    pub(super) kept: String,
}

impl Oneself {
    pub fn new(who: &Trainee, round: &Round, mut typed: Typed) -> Result<Oneself, Fault> {
        if typed.words.is_empty() {
            for (code, value) in round.begun.row.own()? {
                typed.words.add(name_of(&code), value.text().unwrap_or_default());
            }
        }
        let id = round.begun.row.id.as_str();
        Ok(Oneself {
            shell: who.shell("How do you see yourself?", Place::Portfolio),
            typed,
            back: paths::round(id),
            action: paths::round_self(id),
            scale: scale(round.form()),
            questions: questions(round.form()),
            kept: round.own_ratings(),
        })
    }
}

impl View for Oneself {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
