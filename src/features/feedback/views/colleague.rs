//! The questions as a colleague answers them, and the page of a link that takes no answer.

use askama::Template;

use crate::domain::fault::{Fault, Refusal};
use crate::domain::feedback::{Form, LEAST, WORDS};
use crate::features::entries::name_of;
use crate::features::feedback::pages::colleague::HeldRound;
use crate::features::feedback::views::{QuestionView, questions, scale};
use crate::web::gate::Public;
use crate::web::page::{Shell, StatusCode, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "feedback/colleague.html")]
pub struct Colleague {
    pub(super) shell: Shell,
    pub(super) house: String,
    pub(super) typed: Typed,
    pub(super) action: String,
    pub(super) refusal: String,
    /// For whom the link is.
    pub(super) name: String,
    pub(super) trainee: String,
    pub(super) supervisor: String,
    pub(super) until: String,
    pub(super) floor: usize,
    pub(super) least: usize,
    pub(super) scale_name: String,
    pub(super) scale: Vec<(String, String)>,
    pub(super) questions: Vec<QuestionView>,
    /// Name and question of what is answered in words.
    pub(super) free: Vec<(String, String)>,
    /// What they wrote may name a patient.
    pub(super) looked: bool,
}

impl Colleague {
    pub fn new(who: &Public, token: &str, held: &HeldRound, typed: Typed) -> Result<Colleague, Fault> {
        let form = Form(&held.form);
        let free: Vec<(String, String)> =
            form.free().map(|field| (name_of(&field.code), field.label.clone())).collect();
        let closes_on = held.begun.row.closes_on.ok_or_else(|| Fault::broken("an open round has no end"))?;
        Ok(Colleague {
            shell: who.shell(format!("Feedback for {}", held.begun.owner_name)),
            house: held.house.clone(),
            action: paths::colleague(token),
            refusal: paths::colleague_refusal(token),
            name: held.rater.name.clone(),
            trainee: held.begun.owner_name.clone(),
            supervisor: held.begun.supervisor_name.clone(),
            until: closes_on.to_string(),
            floor: held.begun.row.floors().0,
            least: LEAST,
            scale_name: held.form.scale.as_ref().map(|scale| scale.name.clone()).unwrap_or_default(),
            scale: scale(form),
            questions: questions(form),
            looked: free.iter().any(|(name, _)| typed.fault(name).is_some()),
            free,
            typed,
        })
    }

    pub(super) fn most(&self) -> usize {
        WORDS
    }
}

impl View for Colleague {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// Nothing of the round stands on it.
#[derive(Template)]
#[template(path = "feedback/ended.html")]
pub struct Ended {
    pub(super) shell: Shell,
    pub(super) heading: String,
    pub(super) sentence: String,
    pub(super) status: StatusCode,
}

impl Ended {
    pub fn new(who: &Public, refusal: &Refusal, sent: bool) -> Ended {
        let (heading, status) = match refusal.code {
            "link-used" if sent => ("An answer is in already", StatusCode::CONFLICT),
            _ if sent => ("Nothing was kept", StatusCode::CONFLICT),
            "link-used" => ("Your answer is in", StatusCode::OK),
            "link-declined" => ("You need not answer", StatusCode::OK),
            _ => ("This link opens nothing", StatusCode::GONE),
        };
        let mut sentence = refusal.sentence.clone();
        if sent {
            sentence.push_str(match refusal.code {
                "link-used" => " The first answer is kept. What you have just sent is not.",
                _ => " What you have just sent was not kept.",
            });
        }
        Ended { shell: who.shell(heading), heading: heading.to_owned(), sentence, status }
    }
}

impl View for Ended {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        self.status
    }
}
