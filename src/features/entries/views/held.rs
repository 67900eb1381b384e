//! The page of a draft that was sent and has not arrived: being checked, or held with its owner.

use askama::Template;

use crate::domain::names::DraftId;
use crate::features::entries::naming::{About, LOOKED, Question};
use crate::features::entries::sending::Standing;
use crate::features::entries::store::HoldState;
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "entries/held.html")]
pub struct Held {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) heading: String,
    /// What the entry is called.
    pub(super) entry: String,
    pub(super) action: String,
    pub(super) draft: String,
    pub(super) saved: String,
    pub(super) waiting: Vec<String>,
    pub(super) unscanned: Vec<String>,
    pub(super) old: bool,
    /// There is more to it than a file that cannot be kept.
    pub(super) may_name: bool,
    pub(super) questions: Vec<Asked>,
    /// With something that cannot be explained there is only correcting.
    pub(super) may_go_on: bool,
}

/// A question as it is shown.
pub struct Asked {
    pub name: String,
    pub legend: String,
    pub place: String,
    /// Before, what was found, after.
    pub excerpt: Option<(String, String, String)>,
    pub choices: Vec<Choice>,
    /// Why it cannot go on as it is.
    pub never: &'static str,
}

impl View for Held {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Held {
    pub fn title(standing: &Standing) -> &'static str {
        let checking = standing.hold.as_ref().is_some_and(|hold| hold.state == HoldState::Checking);
        if standing.old {
            return "Look at this entry again";
        }
        if standing.questions.is_empty() && (checking || !standing.waiting.is_empty()) {
            "Being checked"
        } else {
            "Held with you"
        }
    }

    pub fn new(shell: Shell, id: &DraftId, standing: Standing, typed: Typed) -> Held {
        Held {
            heading: Held::title(&standing).to_owned(),
            entry: standing.title,
            action: paths::draft_check(id.as_str()),
            draft: paths::draft(id.as_str()),
            saved: standing.saved,
            waiting: standing.waiting,
            unscanned: standing.unscanned,
            old: standing.old,
            may_go_on: !standing.questions.iter().any(|one| matches!(one.about, About::Never(_))),
            may_name: !standing.questions.iter().all(|one| matches!(one.about, About::Never(_))),
            questions: standing.questions.into_iter().map(asked).collect(),
            shell,
            typed,
        }
    }
}

fn asked(question: Question) -> Asked {
    let name = format!("why-{}", question.key);
    let excerpt = question.found.map(|found| (found.before, found.text, found.after));
    let (legend, choices, never) = match question.about {
        About::Looks(what) => {
            let choices = what.reasons().iter().map(|one| Choice::of(one.as_str(), one.shown())).collect();
            (format!("This looks like {}. What is it?", what.shown()), choices, "")
        }
        About::Unread => (
            "Pictures, scans and files inside a file cannot be read by Perfolio. Look yourself".to_owned(),
            vec![Choice::of(LOOKED, "I have looked at every page, and nobody is named on it")],
            "",
        ),
        About::Never(why) => ("This file cannot be checked".to_owned(), Vec::new(), why),
    };
    Asked { name, legend, place: question.place, excerpt, choices, never }
}
