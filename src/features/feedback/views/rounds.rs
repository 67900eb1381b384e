//! A person's rounds.

use askama::Template;

use crate::domain::fault::Fault;
use crate::domain::role::Person;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::feedback::round::Beginning;
use crate::features::feedback::store::{AskedOf, Begun, MOST_OVER};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "feedback/rounds.html")]
pub struct Rounds {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    /// Has a portfolio.
    pub(super) trainee: bool,
    pub(super) own: Vec<Line>,
    pub(super) others: Vec<Line>,
    /// Of those that are over only so many are listed, because there are more.
    pub(super) cut: Option<usize>,
    /// Who asks for this person's own feedback, until when, and where the button leads.
    pub(super) asked: Vec<(String, String, String)>,
    /// Enrolment and supervisor in one.
    pub(super) with: Vec<Choice>,
    /// Why none can be begun.
    pub(super) refused: String,
    pub(super) hints: Vec<String>,
}

pub(super) struct Line {
    pub path: String,
    pub name: String,
    pub hint: String,
    pub state: String,
    pub id: String,
}

impl Rounds {
    pub fn new(
        who: &Person,
        visit: &Visit,
        (own, (others, more)): (&[Begun], (&[Begun], bool)),
        asked: &[AskedOf],
        beginnings: &[Beginning],
        typed: Typed,
    ) -> Result<Rounds, Fault> {
        let line = |one: &Begun| -> Result<Line, Fault> {
            let begun = one.row.begun_at.day_in(DEFAULT_ZONE);
            let mine = one.owner == who.account;
            Ok(Line {
                path: paths::round(one.row.id.as_str()),
                name: if mine { format!("Round begun on {begun}") } else { one.owner_name.clone() },
                hint: match mine {
                    true => format!("With {}", one.supervisor_name),
                    false => format!("Begun on {begun}, with {}", one.supervisor_name),
                },
                state: one.row.state()?.shown().to_owned(),
                id: one.row.id.to_string(),
            })
        };
        let trainee = who.portfolio.is_some();
        let open: Vec<&Beginning> = beginnings.iter().filter(|one| !one.another).collect();
        let with: Vec<Choice> = open
            .iter()
            .flat_map(|one| {
                one.supervisors.iter().map(|(id, name)| {
                    Choice::of(format!("{} {id}", one.enrolment), name.clone()).meaning(one.title.clone())
                })
            })
            .collect();
        let refused = match (beginnings.is_empty(), open.is_empty(), with.is_empty()) {
            (true, ..) => "None of your programmes asks for feedback rounds.",
            (_, true, _) => "A round runs already. Another one can be begun when it is over.",
            (.., true) => "Nobody supervises you today. Ask your training lead to appoint somebody.",
            _ => "",
        };
        let hints = open.iter().flat_map(|one| {
            let asks = one.least.as_ref().map(|least| {
                format!(
                    "{} asks for {least} answers: propose some more, since not everybody answers.",
                    one.title
                )
            });
            let (title, floor, from) = (&one.title, one.floor, one.floor_from.shown());
            let shown = format!(
                "{title}: with fewer than {floor} answers no comments and no groups are shown, {from}."
            );
            asks.into_iter().chain([shown])
        });
        let place = if trainee { Place::Portfolio } else { Place::Trainees };
        Ok(Rounds {
            shell: Shell::of(visit, "Feedback from colleagues", place),
            typed,
            trainee,
            own: own.iter().map(line).collect::<Result<_, _>>()?,
            others: others.iter().map(line).collect::<Result<_, _>>()?,
            cut: more.then_some(MOST_OVER),
            asked: asked
                .iter()
                .map(|one| {
                    let until = one.closes_on.map(|day| day.to_string()).unwrap_or_default();
                    (one.trainee.clone(), until, paths::feedback_asked(one.rater.as_str()))
                })
                .collect(),
            hints: hints.collect(),
            with,
            refused: if trainee { refused.to_owned() } else { String::new() },
        })
    }
}

impl View for Rounds {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
