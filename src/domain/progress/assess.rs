//! Every requirement in an order in which what it depends on is already known.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fact::Facts;
use crate::domain::programme::{Necessity, Requirement, Version};
use crate::domain::rule::Rule;
use crate::domain::time::Moment;

use super::context::Context;
use super::next::next;
use super::{Assessment, ENGINE, Lock, Standing, Warning, combine, exam, held, marks, mix, tally};

/// Where every requirement of the version stands on these facts, as of an instant.
pub fn assess(version: &Version, facts: &Facts, as_of: Moment) -> Assessment {
    assess_with(version, facts, as_of, None)
}

pub(super) fn assess_with(
    version: &Version,
    facts: &Facts,
    as_of: Moment,
    preview: Option<&str>,
) -> Assessment {
    let mut ctx = Context::new(version, facts, as_of, preview);
    for requirement in in_order(&version.requirements) {
        let standing = one(&ctx, requirement);
        ctx.done.insert(&requirement.code, standing);
    }
    let mut done = ctx.done;
    let requirements: Vec<Standing> = version
        .requirements
        .iter()
        .filter_map(|requirement| done.remove(requirement.code.as_str()))
        .collect();
    Assessment {
        programme: version.code.clone(),
        version: version.version.clone(),
        engine: ENGINE,
        as_of,
        day: ctx.day,
        holds_until: requirements.iter().filter_map(|standing| standing.holds_until).min(),
        requirements,
    }
}

/// Dependencies first. A published version has no circles; should one come by another way, its members
/// are taken as they stand.
fn in_order(requirements: &[Requirement]) -> Vec<&Requirement> {
    let index: BTreeMap<&str, &Requirement> = requirements.iter().map(|r| (r.code.as_str(), r)).collect();
    let (mut order, mut seen) = (Vec::new(), BTreeMap::new());
    for requirement in requirements {
        let mut stack = vec![(requirement, false)];
        while let Some((requirement, ready)) = stack.pop() {
            let code = requirement.code.as_str();
            if ready {
                order.push(requirement);
            } else if seen.insert(code, ()).is_none() {
                stack.push((requirement, true));
                let before = requirement.depends_on();
                stack.extend(
                    before.iter().rev().filter_map(|code| index.get(code)).map(|other| (*other, false)),
                );
            }
        }
    }
    order
}

fn one(ctx: &Context<'_>, requirement: &Requirement) -> Standing {
    let mut standing = blank(ctx, requirement);
    let rule = with_target(ctx, requirement, &mut standing);
    let rule = rule.as_ref().unwrap_or(&requirement.rule);
    standing.target = rule.target().unwrap_or_default();
    match rule {
        Rule::Count(rule) | Rule::Sum(rule) => {
            standing.unit.clone_from(&rule.unit);
            tally::tally(ctx, requirement, rule, &mut standing);
        }
        Rule::Marks(rule) => marks::marks(ctx, requirement, rule, &mut standing),
        Rule::Exam(rule) => exam::exam(ctx, requirement, rule, &mut standing),
        Rule::Held(rule) => held::held(ctx, requirement, rule, &mut standing),
        Rule::Mix(rule) => mix::mix(ctx, requirement, rule, &mut standing),
        Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => {
            combine::combine(ctx, rule, &mut standing);
        }
    }
    lock(ctx, requirement, &mut standing);
    for before in requirement.depends_on().into_iter().filter_map(|code| ctx.done.get(code)) {
        before.holds_until.inspect(|day| standing.wake(*day, ctx.day));
    }
    standing.due = due(ctx, requirement, &mut standing);
    standing.waits.sort_by(|a, b| (a.since, &a.fact).cmp(&(b.since, &b.fact)));
    standing.next = next(rule, &standing);
    standing
}

fn blank(ctx: &Context<'_>, requirement: &Requirement) -> Standing {
    let enrolment = &ctx.facts.enrolment;
    let known = |from: Option<Moment>| from.is_none_or(|from| from <= ctx.as_of);
    let mine = |code: &String| *code == requirement.code;
    let waived =
        enrolment.waivers.iter().find(|waiver| mine(&waiver.requirement) && known(waiver.known_from));
    let confirmed =
        enrolment.confirmed.iter().any(|figure| mine(&figure.requirement) && known(figure.known_from));
    let illustrative = requirement.provenance.illustrative && !confirmed;
    Standing {
        id: requirement.code.clone(),
        title: requirement.title.clone(),
        necessity: requirement.necessity,
        illustrative,
        waived: waived.map(|waiver| (waiver.by.clone(), waiver.reason.clone())),
        binding: requirement.necessity == Necessity::Required && !illustrative && waived.is_none(),
        recorded: Amount::ZERO,
        submitted: Amount::ZERO,
        signed: Amount::ZERO,
        target: Amount::ZERO,
        unit: String::new(),
        met: false,
        would_meet: false,
        locked: false,
        locked_by: Vec::new(),
        lapsed: false,
        failing: false,
        result: None,
        counted: Vec::new(),
        pending: Vec::new(),
        not_counted: Vec::new(),
        waits: Vec::new(),
        minimums: Vec::new(),
        children: Vec::new(),
        warnings: Vec::new(),
        due: None,
        window: None,
        next: None,
        holds_until: None,
        met_on: None,
    }
}

/// The rule with the figure that a lead confirmed, or that a named person set for this trainee.
fn with_target(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) -> Option<Rule> {
    let enrolment = &ctx.facts.enrolment;
    let known = |from: Option<Moment>| from.is_none_or(|from| from <= ctx.as_of);
    let figure = enrolment.confirmed.iter().rev().filter(|figure| known(figure.known_from));
    let replaced = figure
        .filter(|figure| figure.requirement == requirement.code && requirement.provenance.illustrative)
        .find_map(|figure| figure.target);
    let mut personal = enrolment.targets.iter().rev().filter(|target| known(target.known_from));
    let personal = personal.find(|target| target.requirement == requirement.code);
    let personal = personal.and_then(|set| {
        let inside = requirement.personal.is_some_and(|r| set.target >= r.least && set.target <= r.most);
        if !inside {
            let sentence = match requirement.personal {
                Some(range) => format!(
                    "the personal target {} set by {} is outside {} to {}, so the programme's figure holds",
                    set.target, set.by, range.least, range.most
                ),
                None => format!("{} set a personal target, which this programme does not allow here", set.by),
            };
            standing.warnings.push(Warning { facts: Vec::new(), sentence });
        }
        inside.then_some(set.target)
    });
    personal.or(replaced).map(|target| requirement.rule.with_target(target.max(Amount::ZERO)))
}

fn lock(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) {
    for code in &requirement.needs {
        let Some(needed) = ctx.done.get(code.as_str()).filter(|needed| needed.binding && !needed.met) else {
            continue;
        };
        let counts = matches!(
            ctx.version.requirement(code).map(|requirement| &requirement.rule),
            Some(Rule::Count(_) | Rule::Sum(_) | Rule::Marks(_))
        );
        let sentence = if counts {
            format!("needs {} {} ({} signed)", needed.target, needed.unit, needed.signed)
        } else {
            format!("needs {}", needed.title)
        };
        standing.locked_by.push(Lock { code: code.clone(), title: needed.title.clone(), sentence });
    }
    standing.locked = !standing.locked_by.is_empty();
    standing.met &= !standing.locked;
    standing.would_meet &= !standing.locked;
    standing.met_on = standing.met_on.filter(|_| standing.met);
}

fn due(
    ctx: &Context<'_>,
    requirement: &Requirement,
    standing: &mut Standing,
) -> Option<crate::domain::time::Day> {
    let personal = ctx.facts.enrolment.due_days.get(&requirement.code).copied();
    personal.or_else(|| requirement.due.as_ref().and_then(|due| ctx.edge(&due.edge, standing)))
}
