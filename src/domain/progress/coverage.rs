//! Every item of a list has its evidence. Evidence is mapped many-to-many: one fact may serve several
//! items, and an item may take several facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::amount::Amount;
use crate::domain::programme::Requirement;
use crate::domain::rule::Coverage;
use crate::domain::time::Day;

use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::signoff::named;
use super::{Minimum, Reason, Standing};

#[derive(Default, Clone)]
struct Found {
    recorded: u32,
    signed: u32,
    waiting: u32,
    /// The day with which there was enough.
    on: Option<Day>,
    accepted: bool,
    accepted_waits: bool,
}

/// How many items still have to be entered in the official record of facts that count by other items.
pub(super) fn coverage(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Coverage,
    standing: &mut Standing,
) -> usize {
    standing.unit = "items covered".to_owned();
    let bounds = ctx.bounds(requirement, standing);
    let at: BTreeMap<&str, usize> =
        rule.items.iter().enumerate().map(|(at, item)| (item.code.as_str(), at)).collect();
    let mut found: Vec<Found> = vec![Found::default(); rule.items.len()];
    let extra = ctx.accepted(requirement, standing);
    for (code, day) in &extra.items {
        if let Some(item) = at.get(code.as_str()).and_then(|at| found.get_mut(*at)) {
            (item.accepted, item.on) = (true, item.on.max(Some(*day)));
        }
    }
    for code in &extra.items_waiting {
        if let Some(item) = at.get(code.as_str()).and_then(|at| found.get_mut(*at)) {
            item.accepted_waits = true;
        }
    }
    let mut left_out = BTreeSet::new();
    for &(kind, known) in ctx.maybe_about(&rule.kinds, &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &rule.conditions, &bounds, known, standing);
        let mut places: Vec<usize> =
            named(fact, &rule.item).filter_map(|code| at.get(code)).copied().collect();
        places.sort_unstable();
        places.dedup();
        let passes = matches!(judged.verdict, Verdict::Counts);
        for place in &places {
            let code = rule.items.get(*place).map(|item| item.code.as_str());
            let to_enter = passes
                && !ctx.is_preview(fact)
                && ctx.not_there_for(requirement, fact, code, standing).is_some();
            left_out.extend(to_enter.then_some(*place));
            let (counts, waits) =
                (passes && !to_enter, to_enter || matches!(judged.verdict, Verdict::Waits(..)));
            let Some(item) = found.get_mut(*place) else { continue };
            item.recorded = item.recorded.saturating_add(u32::from(judged.recorded));
            item.signed = item.signed.saturating_add(u32::from(counts));
            item.waiting = item.waiting.saturating_add(u32::from(waits));
            if counts && item.signed == rule.each && item.on.is_none() {
                item.on = Some(fact.day);
            }
        }
        match judged.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            _ if places.is_empty() => {
                let sentence = "it is mapped to none of the items of this list".to_owned();
                standing.refuse(&fact.id, Reason::UnknownItem, sentence);
            }
            Verdict::Counts => {
                standing.count(fact, Amount::ONE, ctx.label(requirement, &bounds, fact));
            }
            Verdict::Waits(reason, sentence) => standing.wait(fact, Amount::ONE, reason, sentence),
        }
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    sum_up(ctx, rule, &found, standing);
    left_out.len()
}

fn sum_up(ctx: &Context<'_>, rule: &Coverage, found: &[Found], standing: &mut Standing) {
    let met = |one: &Found| one.accepted || one.signed >= rule.each;
    let would = |one: &Found| one.accepted_waits || one.signed.saturating_add(one.waiting) >= rule.each;
    let count =
        |wanted: &dyn Fn(&Found) -> bool| Amount::count(found.iter().filter(|one| wanted(one)).count());
    standing.signed = count(&met);
    standing.submitted = count(&|one| !met(one) && would(one));
    standing.recorded = count(&|one| met(one) || would(one) || one.recorded > 0);
    standing.met = standing.signed >= standing.target;
    standing.would_meet = standing.signed + standing.submitted >= standing.target;
    if standing.met {
        let mut days: Vec<Day> = found.iter().filter(|one| met(one)).filter_map(|one| one.on).collect();
        days.sort_unstable();
        let needed = usize::try_from(standing.target.hundredths() / 100).unwrap_or(0);
        standing.met_on = days.get(needed.saturating_sub(1)).or(days.last()).copied();
    }
    let started = ctx.facts.enrolment.started;
    let lines = rule.items.iter().zip(found).map(|(item, one)| Minimum {
        label: item.said(started).0.to_owned(),
        recorded: Amount::whole(one.recorded.into()),
        submitted: Amount::whole(one.waiting.into()),
        signed: Amount::whole(one.signed.into()),
        target: Amount::whole(rule.each.into()),
        met: met(one),
    });
    standing.minimums = lines.collect();
}
