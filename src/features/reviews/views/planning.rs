//! The list of reviews, and planning one.

use std::collections::{HashMap, HashSet};

use askama::Template;

use crate::domain::kind::{Kind, Role};
use crate::domain::names::ReviewId;
use crate::domain::review::Phase;
use crate::domain::role::Capacity;
use crate::domain::time::Day;
use crate::features::reviews::forms::GUEST;
use crate::features::reviews::pages::ToPlan;
use crate::features::reviews::points::sort_label;
use crate::features::reviews::store::{Found, Listed, MOST_OVER, Points};
use crate::web::gate::{Lead, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

impl View for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl View for PlanPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// The reviews that somebody has a part in.
#[derive(Template)]
#[template(path = "reviews/list.html")]
pub struct List {
    pub(super) shell: Shell,
    /// An objection waits for an answer, of a lead's trainees.
    pub(super) objections: Vec<Row>,
    pub(super) ahead: Vec<Row>,
    /// A panel decided these, and they count once a lead has entered them: theirs to do.
    pub(super) to_enter: Vec<Row>,
    pub(super) held: Vec<Row>,
    /// Of those that are over only so many are listed, because there are more.
    pub(super) cut: Option<usize>,
    /// What programmes ask for and nobody has planned.
    pub(super) points: Vec<Point>,
    pub(super) leads: bool,
}

/// What a lead has to do besides.
#[derive(Debug, Default)]
pub struct ToDo {
    pub points: Vec<Points>,
    pub to_enter: HashSet<ReviewId>,
    /// Reviews with an objection that waits for an answer, and whether the reader may give it.
    pub objections: HashMap<ReviewId, bool>,
}

pub(super) struct Row {
    /// Unique on the page.
    pub(super) id: String,
    pub(super) href: String,
    /// `Midterm: Ann Field`
    pub(super) title: String,
    /// `3 December 2026 · MSc Clinical Perfusion Science · you chair`
    pub(super) about: String,
    pub(super) phase: &'static str,
}

pub(super) struct Point {
    /// `Ann Field: Midterm review of progression`
    pub(super) title: String,
    pub(super) about: String,
    pub(super) href: String,
}

impl List {
    pub fn new(who: &SignedIn, (rows, more): (&[Listed], bool), todo: &ToDo, form: &Kind) -> List {
        let ToDo { points, to_enter, objections } = todo;
        let row = |one: &Listed| {
            let sort = sort_label(form, &one.row.sort);
            let own = one.owner == who.account;
            let (objected, enters) = (objections.get(&one.row.id), to_enter.contains(&one.row.id));
            let mut about = vec![one.row.held_on.to_string(), one.programme.clone()];
            about.extend(one.outcome.clone());
            if one.phase == Phase::Planned {
                about.extend(preparing(one, who.today()));
            }
            about.extend(one.seat.map(|chair| if chair { "you chair" } else { "you sit" }.to_owned()));
            about.extend((objected == Some(&false)).then(|| "another training lead answers".to_owned()));
            about.extend((objected.is_some() && enters).then(|| "waits to be entered".to_owned()));
            let phase = match enters && objected.is_none() {
                true => "Waits to be entered",
                false => one.phase.as_str(),
            };
            Row {
                id: format!("review-{}", one.row.id),
                href: paths::review(one.row.id.as_str()),
                title: if own { sort } else { format!("{sort}: {}", one.owner_name) },
                about: about.join(" · "),
                phase,
            }
        };
        let over = |one: &&Listed| one.phase.has_outcome() || one.phase == Phase::CalledOff;
        let objected = |one: &&Listed| objections.contains_key(&one.row.id);
        let enters = |one: &&Listed| to_enter.contains(&one.row.id) && !objected(one);
        let mut ahead: Vec<Row> = rows.iter().filter(|one| !over(one)).map(row).collect();
        ahead.reverse();
        let point = |one: &Points| Point {
            title: format!("{}: {}", one.name, one.title),
            about: format!("{} · due {}", one.programme, one.due),
            href: paths::new_review(one.enrolment.as_str(), &one.code),
        };
        List {
            shell: who.shell("Reviews", Place::Reviews),
            objections: rows.iter().filter(objected).map(row).collect(),
            ahead,
            to_enter: rows.iter().filter(enters).map(row).collect(),
            held: rows.iter().filter(over).filter(|one| !enters(one) && !objected(one)).map(row).collect(),
            cut: more.then_some(MOST_OVER),
            points: points.iter().map(point).collect(),
            leads: who.is(Capacity::Lead),
        }
    }
}

/// Until when both sides prepare, and whether the reader's has.
fn preparing(one: &Listed, today: Day) -> Vec<String> {
    let until = one.row.prepare_by;
    let mut said = vec![match today <= until {
        true => format!("prepare until {until}"),
        false => format!("preparing ended on {until}"),
    }];
    said.extend(one.prepared.map(|done| match done {
        true => "your side is prepared".to_owned(),
        false => "your side is not prepared".to_owned(),
    }));
    said
}

/// Planning a review, or changing the plan.
#[derive(Template)]
#[template(path = "reviews/plan.html")]
pub struct PlanPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) programme: String,
    /// `Midterm review of progression: due 28 February 2027`
    pub(super) asked: Vec<String>,
    pub(super) enrolment: String,
    pub(super) requirement: String,
    /// The plan that the page changes, as it was; empty for a new one.
    pub(super) was: String,
    pub(super) sorts: Vec<Choice>,
    pub(super) people: Vec<Choice>,
    pub(super) chairs: Vec<Choice>,
    pub(super) action: String,
    pub(super) button: &'static str,
    pub(super) back: String,
}

impl PlanPage {
    pub fn new(who: &Lead, found: &ToPlan, requirement: &str, mut typed: Typed) -> PlanPage {
        let asked = found.asked.iter().find(|one| one.code == requirement);
        if typed.words.is_empty()
            && let Some(asked) = asked
        {
            typed.words.add("sort", asked.sort.clone());
            let before = found.terms.prepare_days;
            if let Some(due) = asked.due.filter(|due| *due > who.today().plus_days(before + 7)) {
                typed.words.add_day("held", due);
                typed.words.add_day("prepare", due.plus_days(-before));
            }
        }
        let shell = who.shell(format!("Plan a review of {}", found.enrolled.name), Place::Reviews);
        PlanPage::of(shell, found, Vec::new(), typed)
            .leading(paths::REVIEWS.to_owned(), "Plan the review", paths::REVIEWS.to_owned())
            .about(requirement)
    }

    pub fn again(who: &Lead, to_plan: &ToPlan, found: &Found, typed: Option<Typed>) -> PlanPage {
        let mut held = Typed::holding([("sort", found.row.sort.as_str())]);
        held.words.add_day("held", found.row.held_on);
        held.words.add_day("prepare", found.row.prepare_by);
        for seat in &found.seats {
            held.words.add("panel", seat.row.person_id.as_str());
            if seat.row.chair {
                held.words.add("chair", seat.row.person_id.as_str());
            }
        }
        let more = found.seats.iter().map(|seat| (seat.row.person_id.to_string(), seat.name.clone()));
        let id = found.row.id.as_str();
        let shell = who.shell(format!("Plan of the review of {}", found.enrolled.name), Place::Reviews);
        let page = PlanPage::of(shell, to_plan, more.collect(), typed.unwrap_or(held));
        PlanPage { was: found.planned(), ..page }
            .leading(paths::review_plan(id), "Change the plan", paths::review(id))
            .about(&found.row.requirement)
    }

    fn of(shell: Shell, found: &ToPlan, more: Vec<(String, String)>, typed: Typed) -> PlanPage {
        let mut people: Vec<Choice> =
            found.people.iter().map(|(id, name)| Choice::of(id.as_str(), name)).collect();
        for (id, name) in more {
            if !people.iter().any(|one| one.value == id) {
                people.push(Choice::of(id, name));
            }
        }
        let mut chairs = people.clone();
        chairs.push(Choice::of(GUEST, "Whoever has the address above"));
        let sort_field = found.form.role(Role::Type);
        let sorts = sort_field.map(|field| field.choices()).unwrap_or_default();
        let asked = found.asked.iter().map(|one| match (one.met, one.due) {
            (true, _) => format!("{}: met", one.title),
            (false, Some(due)) => format!("{}: due {due}", one.title),
            (false, None) => format!("{}: no day is set", one.title),
        });
        PlanPage {
            shell,
            typed,
            programme: format!("{}, cohort {}", found.version.title, found.enrolled.cohort),
            asked: asked.collect(),
            enrolment: found.enrolled.id.to_string(),
            requirement: String::new(),
            was: String::new(),
            sorts: sorts.iter().map(|one| Choice::of(&one.code, &one.label)).collect(),
            people,
            chairs,
            action: String::new(),
            button: "",
            back: String::new(),
        }
    }

    fn leading(mut self, action: String, button: &'static str, back: String) -> PlanPage {
        (self.action, self.button, self.back) = (action, button, back);
        self
    }

    fn about(mut self, requirement: &str) -> PlanPage {
        requirement.clone_into(&mut self.requirement);
        self
    }
}
