//! How long periods lasted, up to today: overlaps once, absences out, times the share of whole time. Time
//! on the programme itself is measured the same way, from the enrolment's own working share and time out.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::Value;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Length, LengthOf};
use crate::domain::time::Day;

use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::spans::{Period, Stretch, amount, fine, laid, measured};
use super::windows::Bounds;
use super::{Reason, Standing, say};

/// A period that matches, and what became of it.
struct Found<'a> {
    fact: &'a Fact,
    period: Period,
    verdict: Verdict,
}

pub(super) fn length(ctx: &Context<'_>, requirement: &Requirement, rule: &Length, standing: &mut Standing) {
    standing.unit = rule.unit.as_str().to_owned();
    let bounds = ctx.bounds(requirement, standing);
    if bounds.rolling.is_some() {
        standing.wake(ctx.day.plus_days(1), ctx.day);
    }
    let absences = absences(ctx, requirement, rule, standing);
    let found = match &rule.of {
        LengthOf::Enrolment => {
            enrolment(ctx, rule, &bounds, &absences, standing);
            Vec::new()
        }
        LengthOf::Kinds(kinds) => periods(ctx, requirement, rule, kinds, &bounds, standing),
    };
    let of = |wanted: &dyn Fn(&Verdict) -> bool| -> Vec<Stretch> {
        let chosen = found.iter().map(|one| match wanted(&one.verdict) {
            true => one.period,
            false => Period { share: 0, ..one.period },
        });
        laid(&chosen.collect::<Vec<_>>(), &absences)
    };
    let counts = of(&|verdict| *verdict == Verdict::Counts);
    let with_waiting = of(&|verdict| !matches!(verdict, Verdict::No(..)));
    let all = of(&|_| true);
    let extra = ctx.accepted(requirement, standing);
    let most = rule.at_most.unwrap_or(Amount::of_hundredths(i64::MAX));
    let total = |stretches: &[Stretch]| amount(measured(stretches, rule.unit));
    let base = standing.signed;
    let whole = base + total(&counts) + extra.signed;
    standing.signed = whole.min(most);
    standing.submitted =
        (base + total(&with_waiting) + extra.signed + extra.waiting).min(most).less(standing.signed);
    let recorded = base + total(&all) + extra.signed + extra.waiting;
    standing.recorded = recorded.max(standing.signed + standing.submitted);
    if whole > most {
        let sentence = format!("only {most} of {whole} {} count", rule.unit);
        standing.warnings.push(super::Warning { facts: Vec::new(), sentence });
    }
    tell(ctx, requirement, rule, &bounds, found, (&counts, &with_waiting), standing);
    standing.met = standing.signed >= standing.target;
    standing.would_meet = standing.signed + standing.submitted >= standing.target;
    if standing.met {
        standing.met_on = reached(&counts, base + extra.signed, standing.target, rule).or(standing.met_on);
    }
}

/// The enrolment's own time, from its beginning (or the window's) until today or its end.
fn enrolment(
    ctx: &Context<'_>,
    rule: &Length,
    bounds: &Bounds,
    absences: &[(Day, Day)],
    standing: &mut Standing,
) {
    let last = [ctx.ends(), bounds.last()].into_iter().flatten().min();
    let until = last.map_or(ctx.day, |last| last.min(ctx.day));
    ctx.training.moves_on.inspect(|day| standing.wake(*day, ctx.day));
    let periods: Vec<Period> = (ctx.training.stretches(until).into_iter())
        .map(|(from, until, share)| {
            let from = bounds.from.map_or(from, |first| first.max(from));
            Period { from, until, share }
        })
        .collect();
    let stretches = laid(&periods, absences);
    standing.signed = amount(measured(&stretches, rule.unit));
    if last.is_none_or(|last| last > ctx.day) {
        standing.wake(ctx.day.plus_days(1), ctx.day);
    }
    standing.met_on = reached(&stretches, Amount::ZERO, standing.target, rule);
}

fn absences(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Length,
    standing: &mut Standing,
) -> Vec<(Day, Day)> {
    let mut away = Vec::new();
    let mut aside = Standing::blank(requirement);
    let plain = requirement.plain();
    for &(_, known) in ctx.of_kinds(&rule.absence).iter() {
        let judged = ctx.judge(&plain, &[], &Bounds::OPEN, known, &mut aside);
        if judged.verdict == Verdict::Counts {
            let until = known.0.until.unwrap_or(ctx.day).min(ctx.day);
            if known.0.until.is_none_or(|until| until > ctx.day) {
                standing.wake(ctx.day.plus_days(1), ctx.day);
            }
            away.push((known.0.day, until));
        }
    }
    aside.holds_until.inspect(|day| standing.wake(*day, ctx.day));
    away
}

fn periods<'a>(
    ctx: &Context<'a>,
    requirement: &Requirement,
    rule: &Length,
    kinds: &[String],
    bounds: &Bounds,
    standing: &mut Standing,
) -> Vec<Found<'a>> {
    let mut all = Vec::new();
    for &(kind, known) in ctx.maybe_about(kinds, &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &rule.conditions, &Bounds::OPEN, known, standing);
        if !judged.recorded {
            if let Verdict::No(reason, sentence) = judged.verdict {
                standing.refuse(&fact.id, reason, sentence);
            }
            continue;
        }
        let goes_on = fact.until.is_none_or(|until| until > ctx.day);
        let until = fact.until.map_or(ctx.day, |until| until.min(ctx.day));
        let until = bounds.last().map_or(until, |last| last.min(until));
        let from = bounds.from.map_or(fact.day, |first| first.max(fact.day));
        if goes_on {
            standing.wake(ctx.day.plus_days(1), ctx.day);
        }
        if from > until {
            let sentence = say::outside(fact.day, bounds);
            standing.refuse(&fact.id, Reason::OutsideWindow, sentence);
            continue;
        }
        let field = rule.whole_time.as_ref().and_then(|field| fact.values.get(field));
        let share = field.and_then(Value::number).map_or(100, |percent| percent.hundredths() / 100);
        let period = Period { from, until, share: share.clamp(0, 100) };
        all.push(Found { fact, period, verdict: judged.verdict });
    }
    all
}

/// Says of each period whether it counts, with how much, or why not.
fn tell(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Length,
    bounds: &Bounds,
    found: Vec<Found<'_>>,
    (counts, with_waiting): (&[Stretch], &[Stretch]),
    standing: &mut Standing,
) {
    let credits = |stretches: &[Stretch]| {
        let mut sums = vec![0_i64; found.len()];
        for one in stretches {
            if let Some(sum) = sums.get_mut(one.of) {
                *sum = sum.saturating_add(fine(one.from, one.until, one.share, rule.unit));
            }
        }
        sums
    };
    let (signed, waiting) = (credits(counts), credits(with_waiting));
    for (at, one) in found.into_iter().enumerate() {
        let credit = |sums: &[i64]| amount(sums.get(at).copied().unwrap_or(0));
        match one.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&one.fact.id, reason, sentence),
            Verdict::Counts if !credit(&signed).is_zero() => {
                standing.count(one.fact, credit(&signed), ctx.label(requirement, bounds, one.fact));
            }
            Verdict::Waits(reason, sentence) if !credit(&waiting).is_zero() => {
                standing.wait(one.fact, credit(&waiting), reason, sentence);
            }
            _ => {
                let sentence = "these days count already, or were an absence".to_owned();
                standing.refuse(&one.fact.id, Reason::Overlaps, sentence);
            }
        }
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
}

/// The last day of the stretch in which the target was reached. What is measured only grows, so the stretch
/// is found by halving.
fn reached(stretches: &[Stretch], before: Amount, target: Amount, rule: &Length) -> Option<Day> {
    let enough = |count: usize| {
        let so_far = stretches.get(..count).unwrap_or_default();
        before + amount(measured(so_far, rule.unit)) >= target
    };
    let (mut low, mut high) = (1, stretches.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    stretches.get(high.checked_sub(1)?).map(|one| one.until)
}
