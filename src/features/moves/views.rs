//! The pages of this room as plain values.

mod changed;
mod sample;

use askama::Template;

pub use changed::MovePage;
pub use sample::samples;

use changed::{Changed, changed};

use super::forms::pair_field;
use super::pages::BatchFound;
use super::planning::{Chosen, LOOKED_AT, Looked, Plan};
use crate::domain::moving::added;
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Requirement;
use crate::domain::rule::describe;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "moves/new.html")]
pub struct NewMove {
    shell: Shell,
    typed: Typed,
    title: String,
    choose: String,
    action: String,
    versions: Vec<Choice>,
    cohorts: Vec<Choice>,
    nobody: bool,
    same: bool,
    chosen: Option<ChosenShown>,
    looked: Option<LookedShown>,
}

pub struct ChosenShown {
    from: String,
    to: String,
    old: String,
    new: String,
    pairs: Vec<PairShown>,
    /// Of the new version, for the fields of the pairs.
    offers: Vec<(String, String)>,
    added: Vec<(String, String)>,
    people: Vec<(String, String, bool)>,
}

pub struct PairShown {
    field: String,
    title: String,
    rule: String,
    becomes: String,
    becomes_title: String,
    becomes_rule: String,
}

pub struct LookedShown {
    people: Vec<(String, Changed)>,
    more: usize,
    next: usize,
    all: usize,
}

impl View for NewMove {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl NewMove {
    pub fn new(who: &Lead, plan: Plan, typed: Typed, looked: Option<Looked>) -> NewMove {
        NewMove::of(who.shell("Move to another version", Place::Programmes), plan, typed, looked)
    }

    fn of(shell: Shell, plan: Plan, typed: Typed, looked: Option<Looked>) -> NewMove {
        let on = |row: &crate::features::programmes::VersionRow| {
            let count = plan.people.iter().filter(|one| one.version == row.id).count();
            Choice::of(
                row.id.as_str(),
                format!("{}, version {} ({count} of your people)", row.title, row.version),
            )
        };
        let mut cohorts: Vec<&String> = plan.people.iter().map(|row| &row.cohort).collect();
        cohorts.sort();
        cohorts.dedup();
        let (from, to) = (typed.word("from"), typed.word("to"));
        let all = typed.words.all("who").count();
        let next = typed.word("next").parse::<usize>().unwrap_or(0) + LOOKED_AT;
        NewMove {
            choose: paths::new_move(&plan.code),
            action: paths::moves(&plan.code),
            versions: plan.versions.iter().map(on).collect(),
            cohorts: cohorts.into_iter().map(|cohort| Choice::of(cohort, cohort)).collect(),
            nobody: plan.people.is_empty(),
            same: !from.is_empty() && from == to,
            chosen: plan.chosen.as_ref().map(|chosen| chosen_shown(chosen, &typed)),
            looked: looked.map(|looked| LookedShown {
                people: looked
                    .people
                    .iter()
                    .map(|(row, beside)| (row.name.clone(), changed(beside, &looked.new)))
                    .collect(),
                more: looked.more,
                next,
                all,
            }),
            title: plan.title,
            typed,
            shell,
        }
    }
}

fn chosen_shown(chosen: &Chosen, typed: &Typed) -> ChosenShown {
    let mut pairs = chosen.pairs.clone();
    let was_sent = typed.words.iter().any(|(name, _)| name.starts_with("pair-"));
    for requirement in chosen.old.requirements.iter().filter(|_| was_sent) {
        let word = typed.word(&pair_field(&requirement.code)).trim().to_owned();
        pairs.insert(requirement.code.clone(), Some(word).filter(|word| !word.is_empty()));
    }
    let rule = |requirement: &Requirement, version| describe(requirement, version);
    let pair = |requirement: &Requirement| {
        let becomes = pairs.get(&requirement.code).cloned().flatten().unwrap_or_default();
        let other = chosen.new.requirement(&becomes);
        PairShown {
            field: pair_field(&requirement.code),
            title: requirement.title.clone(),
            rule: rule(requirement, &chosen.old),
            becomes_title: other.map(|other| other.title.clone()).unwrap_or_default(),
            becomes_rule: other.map(|other| rule(other, &chosen.new)).unwrap_or_default(),
            becomes,
        }
    };
    // Those of the chosen cohort are ticked; after a look, those who were.
    let looked = typed.words.all("who").next().is_some() || was_sent;
    let cohort = typed.word("cohort");
    let ticked = |id: &str, of: &str| match looked {
        true => typed.has("who", id),
        false => cohort.is_empty() || cohort == of,
    };
    ChosenShown {
        from: chosen.from.to_string(),
        to: chosen.to.to_string(),
        old: chosen.old.version.clone(),
        new: chosen.new.version.clone(),
        pairs: chosen.old.requirements.iter().map(pair).collect(),
        offers: chosen.new.requirements.iter().map(|one| (one.code.clone(), one.title.clone())).collect(),
        added: added(&chosen.new, &pairs)
            .into_iter()
            .map(|one| (one.title.clone(), rule(one, &chosen.new)))
            .collect(),
        people: chosen
            .people
            .iter()
            .map(|row| {
                let label = format!("{}, cohort {}", row.name, row.cohort);
                (row.id.to_string(), label, ticked(row.id.as_str(), &row.cohort))
            })
            .collect(),
    }
}

#[derive(Template)]
#[template(path = "moves/batch.html")]
pub struct BatchPage {
    shell: Shell,
    title: String,
    old: String,
    new: String,
    here: String,
    board: &'static str,
    people: usize,
    done: usize,
    waiting: usize,
    moved: Vec<(String, String)>,
    hindered: Vec<(String, String, String)>,
    /// Whose, where they are approved anew, and what stands for nothing or for less.
    approvals: Vec<(String, String, String)>,
}

impl View for BatchPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl BatchPage {
    pub fn new(who: &Lead, found: BatchFound) -> BatchPage {
        BatchPage::of(who.shell("People moved", Place::Programmes), found)
    }

    fn of(shell: Shell, found: BatchFound) -> BatchPage {
        let BatchFound { row, old, new, progress, approvals } = found;
        let name =
            |id: &EnrolmentId| progress.moved.iter().find(|(of, ..)| of == id).map(|(_, _, name)| name);
        let approvals = approvals.iter().filter(|(_, goes)| goes.ends);
        let people = usize::try_from(row.people).unwrap_or(0);
        BatchPage {
            title: new.title.clone(),
            here: paths::move_batch(&new.code, row.id.as_str()),
            board: paths::BOARD,
            old: old.version.clone(),
            new: new.version.clone(),
            people,
            approvals: approvals
                .map(|(id, goes)| {
                    let name = name(id).cloned().unwrap_or_default();
                    (name, paths::assessors(id.as_str()), goes.sentence.clone())
                })
                .collect(),
            done: people.saturating_sub(progress.waiting + progress.hindered.len()),
            waiting: progress.waiting,
            moved: progress
                .moved
                .iter()
                .map(|(enrolment, id, name)| (name.clone(), paths::moved(enrolment.as_str(), id.as_str())))
                .collect(),
            hindered: progress
                .hindered
                .iter()
                .map(|(id, name, why)| (name.clone(), paths::trainee(id.as_str()), why.clone()))
                .collect(),
            shell,
        }
    }
}
