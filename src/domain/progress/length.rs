//! How long periods lasted, up to today: overlaps once, absences out, times the share of whole time. Time
//! on the programme itself is measured the same way, from the enrolment's own working share and time out.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::Value;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Length, LengthOf};
use crate::domain::time::Day;

use super::ahead::Ahead;
use super::aside::Aside;
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

/// What is recorded of the time to come: periods as they are planned, and absences to their last day.
#[derive(Default)]
struct Coming {
    periods: Vec<Period>,
    away: Vec<(Day, Day)>,
}

pub(super) fn length(ctx: &Context<'_>, requirement: &Requirement, rule: &Length, standing: &mut Standing) {
    standing.unit = rule.unit.as_str().to_owned();
    let bounds = ctx.bounds(requirement, standing);
    if bounds.rolling.is_some() {
        standing.wake(ctx.day.plus_days(1), ctx.day);
    }
    let mut coming = Coming::default();
    let absences = absences(ctx, requirement, rule, &mut coming, standing);
    let found = match &rule.of {
        LengthOf::Enrolment => {
            enrolment(ctx, rule, &bounds, &absences, standing);
            Vec::new()
        }
        LengthOf::Kinds(kinds) => periods(ctx, requirement, (rule, kinds), &bounds, &mut coming, standing),
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
    standing.met = standing.signed >= standing.target;
    if !standing.met {
        standing.ahead = Some(ahead(ctx, rule, &bounds, &found, coming, standing));
    }
    tell(ctx, requirement, rule, &bounds, found, (&counts, &with_waiting), standing);
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
    coming: &mut Coming,
    standing: &mut Standing,
) -> Vec<(Day, Day)> {
    let mut away = Vec::new();
    let never = never(ctx);
    let mut aside = Standing::blank(requirement);
    let mut told = Aside::default();
    let plain = requirement.plain();
    for &(kind, known) in ctx.of_kinds(&rule.absence).iter() {
        let judged = ctx.judge(&plain, &[], &Bounds::OPEN, known, &mut aside);
        let own = matches!(&rule.of, LengthOf::Kinds(kinds) if kinds.contains(&known.0.kind));
        if !own || !concerns(&rule.about, kind, known.0) {
            told.hear(known.0, judged.verdict.clone(), "an absence, taken out");
        }
        if judged.verdict == Verdict::Counts || is_to_come(&judged.verdict) {
            coming.away.push((known.0.day, known.0.until.unwrap_or(never)));
        }
        if judged.verdict == Verdict::Counts {
            let until = known.0.until.unwrap_or(ctx.day).min(ctx.day);
            if known.0.until.is_none_or(|until| until > ctx.day) {
                standing.wake(ctx.day.plus_days(1), ctx.day);
            }
            away.push((known.0.day, until));
        }
    }
    aside.holds_until.inspect(|day| standing.wake(*day, ctx.day));
    told.tell(standing);
    away
}

fn periods<'a>(
    ctx: &Context<'a>,
    requirement: &Requirement,
    (rule, kinds): (&Length, &[String]),
    bounds: &Bounds,
    coming: &mut Coming,
    standing: &mut Standing,
) -> Vec<Found<'a>> {
    let mut all = Vec::new();
    let never = never(ctx);
    for &(kind, known) in ctx.maybe_about(kinds, &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &rule.conditions, &Bounds::OPEN, known, standing);
        let field = rule.whole_time.as_ref().and_then(|field| fact.values.get(field));
        let share = field.and_then(Value::number).map_or(100, |percent| percent.hundredths() / 100);
        let share = share.clamp(0, 100);
        if !judged.recorded {
            if is_to_come(&judged.verdict) && bounds.holds(fact.day) {
                let until = fact.until.unwrap_or(never);
                coming.periods.push(Period { from: fact.day, until, share });
            }
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
        let period = Period { from, until, share };
        all.push(Found { fact, period, verdict: judged.verdict });
    }
    all
}

fn is_to_come(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::No(Reason::InFuture, _))
}

/// Further off than anything that is planned; the same day whenever it is asked for.
fn never(ctx: &Context<'_>) -> Day {
    ctx.facts.enrolment.started.plus_months(1200)
}

/// What comes if everything goes on as it is recorded: what runs to its last day, what is planned from its
/// first, and no absence but those that are known.
fn ahead(
    ctx: &Context<'_>,
    rule: &Length,
    bounds: &Bounds,
    found: &[Found<'_>],
    coming: Coming,
    standing: &Standing,
) -> Ahead {
    let never = never(ctx);
    let missing = standing.target.less(standing.signed + standing.submitted);
    let own = rule.of == LengthOf::Enrolment;
    if own && ctx.training.moves_on.is_some() {
        // Time out whose end is not known: everything moves on with every day.
        return Ahead::Periods { weekly: Amount::ZERO, comes: missing, reached: None };
    }
    let last = if own { [ctx.ends(), bounds.last()].into_iter().flatten().min() } else { bounds.last() };
    let last = last.map_or(never, |last| last.min(never));
    let mut periods: Vec<Period> = if own {
        let from = |day: Day| bounds.from.map_or(day, |first| first.max(day));
        let stretches = ctx.training.stretches(last).into_iter();
        stretches.map(|(begins, until, share)| Period { from: from(begins), until, share }).collect()
    } else {
        let fine = found.iter().filter(|one| !matches!(one.verdict, Verdict::No(..)));
        let whole = fine.map(|one| Period { until: one.fact.until.unwrap_or(never), ..one.period });
        whole.chain(coming.periods).collect()
    };
    periods.iter_mut().for_each(|one| one.until = one.until.min(last));
    let stretches = laid(&periods, &coming.away);
    let by = |day: Day| -> Amount {
        let until = stretches.iter().take_while(|one| one.from <= day);
        let until: Vec<Stretch> = until.map(|one| Stretch { until: one.until.min(day), ..*one }).collect();
        amount(measured(&until, rule.unit))
    };
    let now = by(ctx.day);
    let runs = stretches.iter().find(|one| one.from <= ctx.day && ctx.day < one.until);
    let weekly =
        runs.map_or(Amount::ZERO, |one| amount(fine(ctx.day, ctx.day.plus_days(6), one.share, rule.unit)));
    let comes = by(never).less(now);
    let reached = (comes >= missing && !missing.is_zero()).then(|| {
        let (mut early, mut late) = (1, never.days_since(ctx.day).max(1));
        while early < late {
            let middle = early + (late - early) / 2;
            if by(ctx.day.plus_days(middle)).less(now) >= missing {
                late = middle
            } else {
                early = middle + 1
            }
        }
        ctx.day.plus_days(early)
    });
    Ahead::Periods { weekly, comes: comes.min(missing), reached }
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
