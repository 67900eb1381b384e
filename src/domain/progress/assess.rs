//! Every requirement in an order in which what it depends on is already known.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fact::Facts;
use crate::domain::programme::{Necessity, Requirement, Version};
use crate::domain::rule::Rule;
use crate::domain::time::{Day, Moment};

use super::context::Context;
use super::next::next;
use super::{Assessment, ENGINE, Life, Lock, Standing, Warning};
use super::{
    accepted, combine, coverage, exam, feedback, held, length, marks, meeting, mix, share, signoff, tally,
};

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
    let (life, life_changes) = life(&ctx);
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
        holds_until: requirements
            .iter()
            .filter_map(|standing| standing.holds_until)
            .chain(life_changes)
            .min(),
        life,
        requirements,
    }
}

/// What the enrolment is today, and the next day on which that changes by itself.
pub(super) fn life(ctx: &Context<'_>) -> (Life, Option<Day>) {
    let enrolment = &ctx.facts.enrolment;
    let (state, event) = enrolment.life_on(ctx.day, ctx.now);
    let completed = match &ctx.version.completion {
        Some(code) => ctx.done.get(code.as_str()).is_some_and(|standing| standing.met),
        None => {
            let mut binding = ctx.done.values().filter(|standing| standing.binding).peekable();
            binding.peek().is_some() && binding.all(|standing| standing.met)
        }
    };
    let ends = enrolment.life.iter().filter_map(|event| event.until).map(|until| until.plus_days(1));
    let days = enrolment.life.iter().map(|event| event.day).chain(ends);
    let freezes = ctx.freeze.map(|freeze| freeze.day_in(enrolment.zone));
    let changes = days.chain(freezes).filter(|day| *day > ctx.day).min();
    let life = Life {
        state,
        since: event.map(|event| event.day),
        award: event.map(|event| event.award.clone()).unwrap_or_default(),
        freeze: ctx.freeze,
        is_frozen: ctx.freeze.is_some_and(|freeze| freeze < ctx.now),
        completed,
    };
    (life, changes)
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
    let mut standing = begun(ctx, requirement);
    let rule = with_target(ctx, requirement, &mut standing);
    let rule = rule.as_ref().unwrap_or(&requirement.rule);
    standing.target = rule.target().unwrap_or_default();
    let (mut hint, mut to_enter) = (None, 0);
    match rule {
        Rule::Count(rule) | Rule::Sum(rule) | Rule::Pool(rule) => {
            standing.unit.clone_from(&rule.unit);
            tally::tally(ctx, requirement, rule, &mut standing);
        }
        Rule::Length(rule) => length::length(ctx, requirement, rule, &mut standing),
        Rule::Share(rule) => hint = share::share(ctx, requirement, rule, &mut standing),
        Rule::Signoff(rule) => to_enter = signoff::signoff(ctx, requirement, rule, &mut standing),
        Rule::Coverage(rule) => to_enter = coverage::coverage(ctx, requirement, rule, &mut standing),
        Rule::Feedback(rule) => feedback::feedback(ctx, requirement, rule, &mut standing),
        Rule::Meeting(rule) => meeting::meeting(ctx, requirement, rule, &mut standing),
        Rule::Marks(rule) => marks::marks(ctx, requirement, rule, &mut standing),
        Rule::Exam(rule) => exam::exam(ctx, requirement, rule, &mut standing),
        Rule::Held(rule) => held::held(ctx, requirement, rule, &mut standing),
        Rule::Mix(rule) => mix::mix(ctx, requirement, rule, &mut standing),
        Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => {
            ctx.accepted(requirement, &mut standing);
            combine::combine(ctx, rule, &mut standing);
        }
    }
    whole(ctx, requirement, &mut standing);
    lock(ctx, requirement, &mut standing);
    for before in requirement.depends_on().into_iter().filter_map(|code| ctx.done.get(code)) {
        before.holds_until.inspect(|day| standing.wake(*day, ctx.day));
    }
    standing.due = due(ctx, requirement, &mut standing);
    standing.waits.sort_by(|a, b| (a.since, &a.fact).cmp(&(b.since, &b.fact)));
    standing.next = next(ctx, rule, &standing, hint, to_enter);
    standing
}

fn begun(ctx: &Context<'_>, requirement: &Requirement) -> Standing {
    let enrolment = &ctx.facts.enrolment;
    let known = |from: Option<Moment>| from.is_none_or(|from| from <= ctx.now);
    let mine = |code: &String| *code == requirement.code;
    let waived =
        enrolment.waivers.iter().find(|waiver| mine(&waiver.requirement) && known(waiver.known_from));
    let confirmed =
        enrolment.confirmed.iter().any(|figure| mine(&figure.requirement) && known(figure.known_from));
    let illustrative = requirement.provenance.illustrative && !confirmed;
    let mut standing = Standing::blank(requirement);
    requirement.said(enrolment.started).0.clone_into(&mut standing.title);
    standing.illustrative = illustrative;
    standing.waived = waived.map(|waiver| (waiver.by.clone(), waiver.reason.clone()));
    standing.binding =
        requirement.necessity == Necessity::Required && !illustrative && standing.waived.is_none();
    standing
}

/// Earlier learning that was accepted for the whole of a requirement meets it.
fn whole(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) {
    let target = standing.target;
    let (accepted, waits) = accepted::whole(ctx, requirement, standing);
    if accepted {
        standing.met_on = standing.met_on.filter(|_| standing.met);
        (standing.met, standing.would_meet) = (true, true);
        (standing.lapsed, standing.failing) = (false, false);
        standing.signed = standing.signed.max(target);
        standing.submitted = Amount::ZERO;
        standing.met_on = standing.met_on.or(standing.counted.iter().map(|one| one.day).max());
    } else if waits && !standing.met {
        standing.would_meet = true;
        standing.submitted = standing.submitted.max(target.less(standing.signed));
    }
    standing.recorded = standing.recorded.max(standing.signed + standing.submitted);
}

/// The rule with the figure that a lead confirmed, or that a named person set for this trainee.
fn with_target(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) -> Option<Rule> {
    let enrolment = &ctx.facts.enrolment;
    let known = |from: Option<Moment>| from.is_none_or(|from| from <= ctx.now);
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
        let Some(needed) = ctx.done.get(code.as_str()).filter(|needed| needed.is_asked() && !needed.met)
        else {
            continue;
        };
        let counts = matches!(
            ctx.version.requirement(code).map(|requirement| &requirement.rule),
            Some(Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) | Rule::Length(_) | Rule::Marks(_))
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

fn due(ctx: &Context<'_>, requirement: &Requirement, standing: &mut Standing) -> Option<Day> {
    let personal = ctx.facts.enrolment.due_days.get(&requirement.code).copied();
    personal.or_else(|| requirement.due.as_ref().and_then(|due| ctx.edge(&due.edge, standing)))
}
