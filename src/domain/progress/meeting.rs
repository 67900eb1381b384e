//! Meetings and reviews: so many in the window, or one in each stretch of it.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::Kind;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Attends, Meeting};
use crate::domain::time::Day;

use super::ahead::{Ahead, Rhythm};
use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::windows::Bounds;
use super::{Minimum, Reason, Standing};

/// More stretches than any programme lasts months.
const MOST: usize = 600;

/// One stretch in which a meeting is asked.
struct Stretch {
    from: Day,
    until: Day,
    recorded: bool,
    held: Option<Day>,
    waits: bool,
}

pub(super) fn meeting(ctx: &Context<'_>, requirement: &Requirement, rule: &Meeting, standing: &mut Standing) {
    let bounds = ctx.bounds(requirement, standing);
    let mut stretches = rule.every_months.map(|months| stretches(ctx, &bounds, months, standing));
    standing.unit = match (&stretches, standing.target == Amount::ONE) {
        (None, true) => "meeting",
        _ => "meetings",
    }
    .to_owned();
    let extra = ctx.accepted(requirement, standing);
    (standing.signed, standing.submitted) = (extra.signed, extra.waiting);
    standing.recorded = extra.signed + extra.waiting;
    let Some(kind) = ctx.kind(&rule.kind) else { return };
    for (_, known) in ctx.maybe_about(std::slice::from_ref(&rule.kind), &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &rule.conditions, &bounds, *known, standing);
        let missing = rule.attends.as_ref().and_then(|attends| absent(attends, kind, fact));
        match judged.verdict {
            Verdict::No(reason, sentence) => {
                standing.refuse(&fact.id, reason, sentence);
                if judged.recorded {
                    record(&mut stretches, fact, standing);
                }
                continue;
            }
            _ if missing.is_some() => {
                let sentence = missing.unwrap_or_default();
                standing.refuse(&fact.id, Reason::Absent, sentence);
                record(&mut stretches, fact, standing);
                continue;
            }
            Verdict::Counts if take(&mut stretches, fact, true, standing) => {
                standing.count(fact, Amount::ONE, ctx.label(requirement, &bounds, fact));
            }
            Verdict::Waits(reason, sentence) if take(&mut stretches, fact, false, standing) => {
                standing.wait(fact, Amount::ONE, reason, sentence);
            }
            _ => {
                let sentence = "another one of the same stretch counts already".to_owned();
                standing.refuse(&fact.id, Reason::SamePeriod, sentence);
            }
        }
        record(&mut stretches, fact, standing);
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    match stretches {
        Some(stretches) => {
            regular(ctx, rule, &stretches, standing);
            if !standing.met {
                standing.ahead = Some(rhythm(ctx, rule, &stretches, bounds.until.is_none()));
            }
        }
        None => {
            standing.met = standing.signed >= standing.target;
            standing.would_meet = standing.signed + standing.submitted >= standing.target;
        }
    }
    if standing.met {
        let needed = usize::try_from(standing.target.hundredths() / 100).unwrap_or(1).max(1);
        let days = &standing.counted;
        standing.met_on = days.get(needed - 1).or(days.last()).map(|one| one.day);
    }
}

/// The stretches of the window; of an open one those that have begun.
fn stretches(ctx: &Context<'_>, bounds: &Bounds, months: u32, standing: &mut Standing) -> Vec<Stretch> {
    let step = i32::try_from(months.max(1)).unwrap_or(1);
    let begins = bounds.from.unwrap_or(ctx.facts.enrolment.started);
    let mut all = Vec::new();
    for number in 0..MOST {
        let Some(later) = i32::try_from(number).ok().and_then(|number| number.checked_mul(step)) else {
            break;
        };
        let from = begins.plus_months(later);
        let until = begins.plus_months(later.saturating_add(step)).plus_days(-1);
        let over = match bounds.until {
            // A last stretch that is cut short is not asked for.
            Some(last) => until > last,
            None => from > ctx.day,
        };
        if over || until < from {
            if bounds.until.is_none() {
                standing.wake(from, ctx.day);
            }
            break;
        }
        standing.wake(until.plus_days(1), ctx.day);
        all.push(Stretch { from, until, recorded: false, held: None, waits: false });
    }
    if bounds.rolling.is_some() {
        standing.wake(ctx.day.plus_days(1), ctx.day);
    }
    all
}

fn within(stretches: &mut [Stretch], day: Day) -> Option<&mut Stretch> {
    let at = stretches.partition_point(|one| one.until < day);
    stretches.get_mut(at).filter(|one| one.from <= day)
}

/// Whether the fact fills a place that was still free.
fn take(stretches: &mut Option<Vec<Stretch>>, fact: &Fact, signed: bool, standing: &mut Standing) -> bool {
    let Some(stretches) = stretches else {
        let sum = if signed { &mut standing.signed } else { &mut standing.submitted };
        *sum = *sum + Amount::ONE;
        return true;
    };
    match within(stretches, fact.day) {
        Some(one) if signed && one.held.is_none() => {
            one.held = Some(fact.day);
            true
        }
        Some(one) if !signed && !one.waits => {
            one.waits = true;
            true
        }
        _ => false,
    }
}

fn record(stretches: &mut Option<Vec<Stretch>>, fact: &Fact, standing: &mut Standing) {
    match stretches {
        None => standing.recorded = standing.recorded + Amount::ONE,
        Some(stretches) => {
            if let Some(one) = within(stretches, fact.day) {
                one.recorded = true;
            }
        }
    }
}

fn regular(ctx: &Context<'_>, rule: &Meeting, stretches: &[Stretch], standing: &mut Standing) {
    let count = |wanted: &dyn Fn(&Stretch) -> bool| stretches.iter().filter(|one| wanted(one)).count();
    let held = count(&|one| one.held.is_some());
    let waits = count(&|one| one.held.is_none() && one.waits);
    let missed = count(&|one| one.held.is_none() && !one.waits && one.until < ctx.day);
    let may_miss = usize::try_from(rule.may_miss).unwrap_or(usize::MAX);
    standing.target = Amount::count(stretches.len().saturating_sub(may_miss));
    standing.signed = standing.signed + Amount::count(held);
    standing.submitted = standing.submitted + Amount::count(waits);
    standing.recorded =
        standing.recorded + Amount::count(count(&|one| one.recorded || one.held.is_some() || one.waits));
    standing.met = !stretches.is_empty() && standing.signed >= standing.target;
    standing.would_meet = !stretches.is_empty() && standing.signed + standing.submitted >= standing.target;
    standing.failing = !standing.would_meet && missed > may_miss;
    if missed > 0 && !standing.met {
        standing.result = Some(match missed {
            1 => format!("{held} of {} held, 1 time was missed", stretches.len()),
            many => format!("{held} of {} held, {many} times were missed", stretches.len()),
        });
    }
    let one = |yes: bool| if yes { Amount::ONE } else { Amount::ZERO };
    // Those that are over or have begun; what lies ahead needs no line.
    let begun = stretches.iter().filter(|one| one.from <= ctx.day);
    standing.minimums = begun
        .map(|stretch| Minimum {
            label: format!("{} to {}", stretch.from, stretch.until),
            recorded: one(stretch.recorded),
            submitted: one(stretch.held.is_none() && stretch.waits),
            signed: one(stretch.held.is_some()),
            target: Amount::ONE,
            met: stretch.held.is_some(),
        })
        .collect();
    for stretch in stretches.iter().filter(|one| one.from > ctx.day).take(1) {
        standing.wake(stretch.from, ctx.day);
    }
}

/// The next one that is due, and until when the rhythm holds without another.
fn rhythm(ctx: &Context<'_>, rule: &Meeting, stretches: &[Stretch], goes_on: bool) -> Ahead {
    let over = || stretches.iter().filter(|one| one.until < ctx.day);
    let is_open = |one: &&Stretch| one.held.is_none() && !one.waits;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let missed = number(over().filter(is_open).count());
    let mut open = stretches.iter().filter(|one| one.until >= ctx.day).filter(is_open);
    let next = open.clone().next().map(|one| (one.from, one.until));
    let spare = usize::try_from(rule.may_miss.saturating_sub(missed)).unwrap_or(usize::MAX);
    let lost = open.nth(spare).map(|one| one.until.plus_days(1)).filter(|_| missed <= rule.may_miss);
    Ahead::Rhythm(Rhythm {
        next,
        over: number(over().count()),
        missed,
        may_miss: rule.may_miss,
        lost,
        last: stretches.last().map(|one| one.until).filter(|_| !goes_on),
    })
}

/// Who was not there.
fn absent(attends: &Attends, kind: &Kind, fact: &Fact) -> Option<String> {
    let value = fact.values.get(&attends.field);
    let missing = attends.all_of.iter().find(|code| !value.is_some_and(|value| value.names(code)))?;
    let choices = kind.field(&attends.field).map(|field| field.choices()).unwrap_or_default();
    let label = choices.iter().find(|choice| &choice.code == missing).map_or(missing, |choice| &choice.label);
    Some(format!("{} was not there", label.to_lowercase()))
}
