//! One sum over another, over contracted hours, or over weeks: from the window's beginning until today.

use std::collections::BTreeSet;

use crate::domain::amount::Amount;
use crate::domain::kind::Value;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Over, Part, Share};

use super::ahead::Ahead;
use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::windows::Bounds;
use super::{Reason, Standing};

/// Hundredths of the unit of the field.
#[derive(Default)]
struct Sums {
    recorded: i64,
    signed: i64,
    waiting: i64,
}

/// Gives what would help, in words, where the share can be reached today.
pub(super) fn share(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Share,
    standing: &mut Standing,
) -> Option<String> {
    let weekly = rule.over == Over::Weeks;
    standing.unit = if weekly { "hours a week" } else { "%" }.to_owned();
    let mut bounds = ctx.bounds(requirement, standing);
    bounds.from = bounds.from.or(Some(ctx.facts.enrolment.started));
    let sums = summed(ctx, requirement, &rule.part, &bounds, standing);
    let last = [ctx.ends(), bounds.last()].into_iter().flatten().min();
    let until = last.map_or(ctx.day, |last| last.min(ctx.day));
    ctx.training.moves_on.inspect(|day| standing.wake(*day, ctx.day));
    let moves = bounds.rolling.is_some() || last.is_none_or(|last| last > ctx.day);
    if moves && !matches!(rule.over, Over::Part(_)) {
        standing.wake(ctx.day.plus_days(1), ctx.day);
    }
    // Hundredths of training days, from which weeks are sevenths.
    let days = bounds.from.map_or(0, |from| ctx.training.between(from, until.plus_days(1)));
    let mut other = None;
    let (whole, factor) = match &rule.over {
        Over::Part(part) => {
            let mut aside = Standing::blank(requirement);
            let plain = requirement.plain();
            let over = summed(ctx, &plain, part, &bounds, &mut aside);
            aside.holds_until.inspect(|day| standing.wake(*day, ctx.day));
            other = Some(aside);
            (i128::from(over.signed), 10_000)
        }
        Over::Contracted(hours) => (i128::from(days) * i128::from(hours.hundredths()) / 700, 10_000),
        Over::Weeks => (i128::from(days), 700),
    };
    let part = |sum: i64| match whole {
        0 => Amount::ZERO,
        whole => {
            let value = i128::from(sum) * factor / whole;
            Amount::of_hundredths(i64::try_from(value).unwrap_or(i64::MAX))
        }
    };
    let extra = ctx.accepted(requirement, standing);
    let accepted = extra.signed.hundredths();
    let signed = sums.signed.saturating_add(accepted);
    let waiting = signed.saturating_add(sums.waiting).saturating_add(extra.waiting.hundredths());
    standing.signed = part(signed);
    standing.submitted = part(waiting).less(standing.signed);
    standing.recorded = part(sums.recorded.saturating_add(waiting)).max(standing.signed + standing.submitted);
    standing.met = whole > 0 && standing.signed >= standing.target;
    standing.would_meet =
        standing.met || (whole > 0 && standing.signed + standing.submitted >= standing.target);
    standing.met_on = standing.counted.iter().map(|one| one.day).max().filter(|_| standing.met);
    if let Some(other) = other {
        beside(other, standing);
    }
    let have = Amount::of_hundredths(signed);
    standing.result = Some(match &rule.over {
        _ if whole == 0 => "Nothing to measure it against yet".to_owned(),
        Over::Weeks => format!("{} hours a week: {have} hours so far", standing.signed),
        _ => {
            let whole = Amount::of_hundredths(i64::try_from(whole).unwrap_or(i64::MAX));
            format!("{} %: {have} of {whole} hours", standing.signed)
        }
    });
    let asked = i128::from(standing.target.hundredths()) * whole;
    let asked = (asked + factor - 1).div_euclid(factor);
    if whole > 0 && !standing.met {
        let asked = Amount::of_hundredths(i64::try_from(asked).unwrap_or(i64::MAX));
        standing.ahead = Some(Ahead::Hours { have: Amount::of_hundredths(waiting), asked });
    }
    let missing = asked - i128::from(waiting);
    let missing = Amount::of_hundredths(i64::try_from(missing).unwrap_or(i64::MAX));
    let unit = if weekly { " hours a week" } else { " %" };
    (whole > 0 && missing > Amount::ZERO)
        .then(|| format!("{missing} more hours today would reach {}{unit}.", standing.target))
}

/// What it is measured against: told once, with no credit of its own.
fn beside(other: Standing, standing: &mut Standing) {
    let told: BTreeSet<String> = (standing.counted.iter().map(|one| one.fact.clone()))
        .chain(standing.not_counted.iter().map(|one| one.fact.clone()))
        .collect();
    for mut one in other.counted.into_iter().filter(|one| !told.contains(&one.fact)) {
        (one.credit, one.label) = (Amount::ZERO, "what it is measured against".to_owned());
        standing.counted.push(one);
    }
    for mut one in other.pending.into_iter().filter(|one| !told.contains(&one.fact)) {
        one.credit = Amount::ZERO;
        standing.pending.push(one);
    }
    standing.not_counted.extend(other.not_counted.into_iter().filter(|one| !told.contains(&one.fact)));
    standing.waits.extend(other.waits.into_iter().filter(|one| !told.contains(&one.fact)));
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
}

fn summed(
    ctx: &Context<'_>,
    requirement: &Requirement,
    part: &Part,
    bounds: &Bounds,
    standing: &mut Standing,
) -> Sums {
    let mut sums = Sums::default();
    for &(kind, known) in ctx.maybe_about(&part.kinds, &part.about).iter() {
        let fact = known.0;
        if !concerns(&part.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &part.conditions, bounds, known, standing);
        let credit =
            fact.values.get(&part.field).and_then(Value::number).unwrap_or_default().max(Amount::ZERO);
        let add = |sum: &mut i64| *sum = sum.saturating_add(credit.hundredths());
        match judged.verdict {
            Verdict::No(reason, sentence) => {
                if judged.recorded {
                    add(&mut sums.recorded);
                }
                standing.refuse(&fact.id, reason, sentence);
            }
            _ if credit.is_zero() => {
                standing.refuse(&fact.id, Reason::NoWeight, "it says no hours".to_owned());
            }
            Verdict::Counts => {
                add(&mut sums.signed);
                standing.count(fact, credit, ctx.label(requirement, bounds, fact));
            }
            Verdict::Waits(reason, sentence) => {
                add(&mut sums.waiting);
                standing.wait(fact, credit, reason, sentence);
            }
        }
    }
    sums
}
