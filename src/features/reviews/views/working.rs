//! The pages on which somebody does something in a review.

use std::collections::{HashMap, HashSet};

use askama::Template;

use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Values};
use crate::domain::names::{EntryId, with_article};
use crate::domain::policy::reviews::Sees;
use crate::domain::review::{Phase, Question, Side};
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::reviews::early::decides_early;
use crate::features::reviews::entering::outcomes;
use crate::features::reviews::forms::{CONDITIONS, LONG, condition_field, field_of};
use crate::features::reviews::packing;
use crate::features::reviews::store::{Found, PackRow};
use crate::features::reviews::views::{Head, OutcomeView};
use crate::render::report::PortfolioReport;
use crate::render::review::{Line, ReviewPart};
use crate::web::gate::{Lead, SignedIn, Trainee};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;
use crate::web::visit::Visit;

macro_rules! view {
    ($($view:ident $(with $typed:ident)?),+) => { $(
        impl View for $view {
            fn shell(&self) -> &Shell {
                &self.shell
            }
            $(fn typed(&self) -> Option<&Typed> {
                Some(&self.$typed)
            })?
        }
    )+ };
}
view!(PreparationPage with typed, PackPage, OutcomePage with typed, ObjectionPage with typed, AnswerPage with typed);

/// Words that are refused unless their writer says that nobody is named.
fn was_refused(typed: &Typed) -> bool {
    let mut faults = typed.faults.iter();
    faults.any(|(field, _)| !field.is_empty() && !typed.word(field).is_empty())
}

#[derive(Template)]
#[template(path = "reviews/preparation.html")]
pub struct PreparationPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) head: Head,
    pub(super) questions: Vec<Asked>,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) illustrative: bool,
    pub(super) refused: bool,
    pub(super) readers: &'static str,
    /// What the page shows as kept.
    pub(super) kept: String,
}

pub(super) struct Asked {
    pub name: String,
    pub label: String,
    pub hint: String,
}

impl Asked {
    fn of(question: &Question) -> Asked {
        let optional = if question.required { "" } else { " (optional)" };
        Asked {
            name: field_of(&question.code),
            label: format!("{}{optional}", question.label),
            hint: question.hint.clone(),
        }
    }
}

impl PreparationPage {
    pub fn new(
        who: &SignedIn,
        found: &Found,
        form: &Kind,
        side: Side,
        (kept, typed): (Values, Option<Typed>),
    ) -> PreparationPage {
        let head = Head::of(found, form);
        let kept =
            kept.iter().map(|(code, value)| (field_of(code), value.text().unwrap_or_default().to_owned()));
        let typed = typed.unwrap_or_else(|| Typed::holding(kept));
        let id = found.row.id.as_str();
        PreparationPage {
            shell: who.shell(format!("Prepare the review of {}", found.row.held_on), Place::Reviews),
            refused: was_refused(&typed),
            typed,
            head,
            questions: found.terms.questions(side).iter().map(Asked::of).collect(),
            action: paths::review_preparation(id),
            back: paths::review(id),
            illustrative: found.terms.illustrative,
            readers: match side {
                Side::Trainee => {
                    "Your training lead reads it at once; your supervisors and the panel from the day the pack is frozen."
                }
                Side::Supervisor => {
                    "The training lead reads it at once; the trainee and the panel from the day the pack is frozen."
                }
            },
            kept: String::new(),
        }
    }

    pub fn over(self, kept: String) -> PreparationPage {
        PreparationPage { kept, ..self }
    }

    pub(super) fn most(&self) -> usize {
        LONG
    }
}

#[derive(Template)]
#[template(path = "reviews/pack.html")]
pub struct PackPage {
    pub(super) shell: Shell,
    /// `Frozen 12 November 2026, 14:02, by Lea Brook`
    pub(super) frozen: String,
    pub(super) hash: String,
    pub(super) intact: bool,
    /// On which day, where something in it was struck out.
    pub(super) withdrawn: Option<String>,
    /// What that means for the review, behind a space.
    pub(super) after: &'static str,
    pub(super) report: Option<PortfolioReport>,
    pub(super) review: Option<ReviewPart>,
    /// Of each entry, by its hash, where a panel member reports patient data in it.
    pub(super) reports: HashMap<String, String>,
    /// Where they report it in what was written in the review itself.
    pub(super) report_written: Option<String>,
    pub(super) changed: usize,
    /// For who sees the portfolio.
    pub(super) changes: Vec<Line>,
    pub(super) pdf: String,
    pub(super) back: String,
}

impl PackPage {
    pub fn new(
        who: &SignedIn,
        found: &Found,
        pack: &PackRow,
        (changed, seen): (Vec<(EntryId, String, Moment)>, HashSet<EntryId>),
        held: Vec<(String, EntryId)>,
    ) -> Result<PackPage, Fault> {
        let id = found.row.id.as_str();
        let frozen = found.packs.iter().find(|one| one.id == pack.id).map(|one| one.said(found.zone));
        let intact = pack.is_intact();
        let mut report = match pack.withdrawn_at.is_none() && intact {
            true => Some(packing::read(pack)?),
            false => None,
        };
        let review = report.as_mut().and_then(|report| report.review.take());
        let line = |(entry, title, at): &(EntryId, String, Moment)| Line {
            text: title.clone(),
            about: format!("changed {}", at.shown_in(found.zone)),
            href: paths::entry(entry.as_str()),
        };
        Ok(PackPage {
            shell: who.shell(format!("What the panel reads: {}", found.enrolled.name), Place::Reviews),
            frozen: format!("Frozen {}", frozen.unwrap_or_default()),
            hash: pack.hash.clone(),
            intact,
            after: after_withdrawal(found.case.phase),
            withdrawn: pack.withdrawn_at.map(|at| at.day_in(found.zone).to_string()),
            report_written: (found.sees == Sees::Pack).then(|| paths::review_report(id)),
            reports: held
                .into_iter()
                .map(|(root, entry)| (root, paths::pack_report(id, entry.as_str())))
                .collect(),
            report,
            review,
            changed: changed.len(),
            changes: changed.iter().filter(|(entry, ..)| seen.contains(entry)).map(line).collect(),
            pdf: paths::review_pack_pdf(id),
            back: paths::review(id),
        })
    }
}

/// Only while both sides prepare can there be another pack.
pub(super) fn after_withdrawal(phase: Phase) -> &'static str {
    match phase {
        Phase::Planned => " A training lead can freeze another.",
        Phase::Decided | Phase::Objected | Phase::Over => {
            " The outcome of the review is recorded, and stays."
        }
        Phase::CalledOff => " The review was called off.",
        Phase::Frozen => "",
    }
}

/// The fields of an outcome, on two pages.
pub(super) struct OutcomeFields {
    pub outcomes: Vec<Choice>,
    /// Of a condition and of its day.
    pub conditions: Vec<(String, String, String)>,
}

impl OutcomeFields {
    pub fn of(form: &Kind) -> OutcomeFields {
        let choice = |one: &crate::domain::kind::Choice| {
            Choice::of(&one.code, &one.label).meaning(one.definition.clone())
        };
        let row = |number| {
            let label = if number == 1 { "Condition".to_owned() } else { format!("Condition {number}") };
            (condition_field(number), format!("due-{number}"), label)
        };
        OutcomeFields {
            outcomes: outcomes(form).iter().map(choice).collect(),
            conditions: (1..=CONDITIONS).map(row).collect(),
        }
    }

    /// Something was typed into a condition after the first, or is wrong there.
    pub fn asks_more(&self, typed: &Typed) -> bool {
        self.conditions.iter().skip(1).any(|(name, due, _)| {
            let of_it = |field: &str| field == name || field.starts_with(due.as_str());
            typed.words.iter().any(|(field, word)| of_it(field) && !word.trim().is_empty())
                || typed.faults.iter().any(|(field, _)| of_it(field))
        })
    }

    /// What was chosen can be taken back: the outcome may stay.
    fn or_none(mut self) -> OutcomeFields {
        self.outcomes.insert(0, Choice::of("", "None: it stays"));
        self
    }
}

#[derive(Template)]
#[template(path = "reviews/outcome.html")]
pub struct OutcomePage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) head: Head,
    pub(super) fields: OutcomeFields,
    pub(super) pack: String,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) refused: bool,
    /// The tick without which nothing is recorded: the day of the review is still to come.
    pub(super) early: Option<String>,
    /// What somebody else recorded meanwhile.
    pub(super) stands: Vec<OutcomeView>,
}

impl OutcomePage {
    pub fn new(person: &Person, visit: &Visit, found: &Found, form: &Kind, typed: Typed) -> OutcomePage {
        let id = found.row.id.as_str();
        OutcomePage {
            shell: Shell::of(
                visit,
                format!("Outcome of the review of {}", found.enrolled.name),
                Place::Reviews,
            ),
            refused: was_refused(&typed),
            typed,
            head: Head::of(found, form),
            fields: OutcomeFields::of(form),
            pack: paths::review_pack(id),
            action: paths::review_outcome(id),
            back: paths::review(id),
            early: decides_early(person.today(), found).map(|early| early.tick),
            stands: found.outcomes.iter().map(|one| OutcomeView::of(person, found, one)).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "reviews/objection.html")]
pub struct ObjectionPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) head: Head,
    pub(super) until: String,
    /// What the programme calls a training lead.
    pub(super) lead: String,
    pub(super) illustrative: bool,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) refused: bool,
}

impl ObjectionPage {
    pub fn new(who: &Trainee, found: &Found, form: &Kind, typed: Typed) -> ObjectionPage {
        let id = found.row.id.as_str();
        let until = found.case.latest.as_ref().map(|one| one.objection_until.to_string());
        ObjectionPage {
            shell: who.shell("Object to the outcome", Place::Reviews),
            refused: was_refused(&typed),
            typed,
            head: Head::of(found, form),
            until: until.unwrap_or_default(),
            lead: with_article(found.called.name("lead")),
            illustrative: found.terms.illustrative && !found.terms.objection_named,
            action: paths::review_objection(id),
            back: paths::review(id),
        }
    }
}

#[derive(Template)]
#[template(path = "reviews/answer.html")]
pub struct AnswerPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) head: Head,
    pub(super) stands: Vec<OutcomeView>,
    pub(super) verdicts: Vec<Choice>,
    pub(super) fields: OutcomeFields,
    pub(super) action: String,
    pub(super) back: String,
    pub(super) refused: bool,
}

impl AnswerPage {
    pub fn new(who: &Lead, found: &Found, form: &Kind, typed: Typed) -> AnswerPage {
        let id = found.row.id.as_str();
        AnswerPage {
            shell: who.shell(format!("Answer the objection of {}", found.enrolled.name), Place::Reviews),
            refused: was_refused(&typed),
            typed,
            head: Head::of(found, form),
            stands: found.outcomes.iter().map(|one| OutcomeView::of(who.person(), found, one)).collect(),
            verdicts: verdicts(),
            fields: OutcomeFields::of(form).or_none(),
            action: paths::review_answer(id),
            back: paths::review(id),
        }
    }
}

pub(super) fn verdicts() -> Vec<Choice> {
    vec![
        Choice::of("upheld", "The outcome stays"),
        Choice::of("changed", "The outcome changes").meaning("The old one stays beside it and can be read"),
    ]
}
