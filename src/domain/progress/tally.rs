//! Count, sum and pool. Signed facts take their credit first, by day; what waits may then fill what caps
//! leave over. So the order in which facts are given changes nothing, and what waits never displaces what
//! is signed.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Category, Condition, Latest, Tally, Weight, Window};
use crate::domain::time::Day;

use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::windows::{Bounds, Terms};
use super::{Minimum, Reason, Span, Standing, say, years};

/// A fact that matches, with its kind and what it gives.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub fact: &'a Fact,
    pub kind: &'a Kind,
    pub credit: Amount,
}

impl Line<'_> {
    fn is(&self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| condition.holds(self.kind, self.fact))
    }
}

/// What caps and cases still allow.
struct Room<'r> {
    caps: Vec<(&'r Category, Amount)>,
    cases: BTreeMap<&'r str, Amount>,
}

pub(super) fn tally<'a>(ctx: &Context<'a>, requirement: &Requirement, rule: &Tally, standing: &mut Standing) {
    let mut bounds = match &requirement.window {
        Window::AnyMonths(months) => best(ctx, requirement, rule, *months, standing),
        _ => ctx.bounds(requirement, standing),
    };
    let cycle = if let Window::Cycle(cycle) = &requirement.window { Some(cycle) } else { None };
    let mut terms = Terms {
        target: rule.target,
        minimums: rule.minimums.clone(),
        caps: rule.caps.clone(),
        each: cycle.and_then(|cycle| cycle.each),
        first: false,
    };
    let whole = bounds;
    ctx.first_cycle(requirement, &mut terms, &mut bounds, standing);
    standing.target = terms.target;
    let extra = ctx.accepted(requirement, standing);
    let (mut recorded, mut signed, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for &(kind, known) in ctx.maybe_about(&rule.kinds, &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &rule.conditions, &bounds, known, standing);
        let line = Line { fact, kind, credit: credit(rule, fact) };
        if judged.recorded {
            recorded.push(line);
        }
        match judged.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            _ if line.credit.is_zero() => standing.refuse(&fact.id, Reason::NoWeight, no_weight(rule, &line)),
            Verdict::Counts => signed.push(line),
            Verdict::Waits(reason, sentence) => waiting.push((line, reason, sentence)),
        }
    }
    let mut room =
        Room { caps: terms.caps.iter().map(|cap| (cap, cap.amount)).collect(), cases: BTreeMap::new() };
    let mut counted: Vec<Line<'_>> = Vec::new();
    for line in signed {
        if let Some(credit) = room.take(rule, &line, standing) {
            counted.push(Line { credit, ..line });
            standing.count(line.fact, credit, ctx.label(requirement, &bounds, line.fact));
        }
    }
    let mut pending: Vec<Line<'_>> = Vec::new();
    for (line, reason, sentence) in waiting {
        if let Some(credit) = room.take(rule, &line, standing) {
            pending.push(Line { credit, ..line });
            standing.wait(line.fact, credit, reason, sentence);
        }
    }
    let total = |list: &[Line<'_>]| list.iter().map(|line| line.credit).sum::<Amount>();
    standing.signed = total(&counted) + extra.signed;
    standing.submitted = total(&pending) + extra.waiting;
    standing.recorded = total(&recorded) + extra.signed + extra.waiting;
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    let sums = Sums { recorded: &recorded, counted: &counted, pending: &pending };
    standing.minimums = terms.minimums.iter().map(|least| sums.minimum(least)).collect();
    let latest = rule.latest.as_ref().map(|latest| sums.latest(latest));
    let mut also = latest.as_ref().is_none_or(|(_, would)| *would);
    standing.minimums.extend(latest.map(|(line, _)| line));
    if let Some((cycle, each)) = cycle.zip(terms.each) {
        let years = years::years(cycle, each, &whole, &sums, ctx.day);
        also &= years.would_meet;
        years.turns.iter().for_each(|day| standing.wake(*day, ctx.day));
        standing.failing = years.failing;
        standing.minimums.extend(years.lines);
        standing.result = years.result;
        let least = sums_met(standing, &terms, false) && years.met;
        standing.met = enough(standing.signed, rule, &terms) && least;
    } else {
        standing.met = enough(standing.signed, rule, &terms) && sums_met(standing, &terms, false);
        standing.met &= standing.minimums.iter().all(|line| line.met);
    }
    standing.would_meet = standing.met
        || (enough(standing.signed + standing.submitted, rule, &terms)
            && sums_met(standing, &terms, true)
            && also);
    if standing.met {
        standing.met_on = met_on(rule, &terms, standing, &counted);
    }
}

fn enough(have: Amount, rule: &Tally, terms: &Terms) -> bool {
    have + rule.tolerance >= terms.target
}

/// Whether every minimum is reached, with or without what waits. They are the first lines told.
fn sums_met(standing: &Standing, terms: &Terms, waiting: bool) -> bool {
    let lines = standing.minimums.iter().take(terms.minimums.len());
    lines.into_iter().all(|line| line.met || (waiting && line.signed + line.submitted >= line.target))
}

fn credit(rule: &Tally, fact: &Fact) -> Amount {
    match &rule.weight {
        Weight::One => Amount::ONE,
        Weight::ByChoice { field, credits, otherwise } => {
            let value = fact.values.get(field);
            let named = credits.iter().find(|(code, _)| value.is_some_and(|value| value.names(code)));
            named.map_or(*otherwise, |(_, credit)| *credit)
        }
        Weight::Number { field } => {
            fact.values.get(field).and_then(Value::number).unwrap_or_default().max(Amount::ZERO)
        }
    }
}

fn no_weight(rule: &Tally, line: &Line<'_>) -> String {
    let field = match &rule.weight {
        Weight::One => return "it has no weight here".to_owned(),
        Weight::ByChoice { field, .. } | Weight::Number { field } => field,
    };
    match line.kind.field(field) {
        Some(field) => format!("{} gives no credit here", say::said(field, line.fact)),
        None => "it gives no credit here".to_owned(),
    }
}

/// The so many continuous months in which most counts; of equals the latest.
fn best(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Tally,
    months: u32,
    standing: &mut Standing,
) -> Bounds {
    let mut aside = Standing::blank(requirement);
    let (mut signed, mut waiting) = (Vec::new(), Vec::new());
    for &(kind, known) in ctx.maybe_about(&rule.kinds, &rule.about).iter() {
        if !concerns(&rule.about, kind, known.0) {
            continue;
        }
        let one = (known.0.day, credit(rule, known.0).hundredths());
        match ctx.judge(requirement, &rule.conditions, &Bounds::OPEN, known, &mut aside).verdict {
            Verdict::Counts => signed.push(one),
            Verdict::Waits(..) => waiting.push(one),
            Verdict::No(..) => {}
        }
    }
    aside.holds_until.inspect(|day| standing.wake(*day, ctx.day));
    let days = if signed.is_empty() { waiting } else { signed };
    let step = i32::try_from(months).unwrap_or(i32::MAX);
    let ends = |from: Day| from.plus_months(step).plus_days(-1);
    let (mut most, mut sum, mut next) = (None, 0_i64, 0);
    for (from, credit) in &days {
        while let Some((_, more)) = days.get(next).filter(|(day, _)| *day <= ends(*from)) {
            sum = sum.saturating_add(*more);
            next += 1;
        }
        if most.is_none_or(|(before, _)| sum >= before) {
            most = Some((sum, *from));
        }
        sum = sum.saturating_sub(*credit);
    }
    let Some((_, from)) = most else { return Bounds::OPEN };
    standing.window = Some(Span { from: Some(from), until: Some(ends(from)) });
    Bounds::between(Some(from), Some(ends(from)))
}

impl<'r> Room<'r> {
    /// The credit that fits; refuses with the reason where none does.
    fn take(&mut self, rule: &Tally, line: &Line<'r>, standing: &mut Standing) -> Option<Amount> {
        let mut left = line.credit;
        let case = line.fact.case.as_deref().filter(|_| rule.one_per_case);
        if let Some(case) = case {
            left = left.min(*self.cases.entry(case).or_insert(Amount::ONE));
            if left.is_zero() {
                standing.refuse(&line.fact.id, Reason::SameCase, "the same case counts already".to_owned());
                return None;
            }
        }
        let mine: Vec<usize> = (self.caps.iter().enumerate())
            .filter(|(_, (cap, _))| line.is(&cap.conditions))
            .map(|(at, _)| at)
            .collect();
        for at in &mine {
            if let Some((cap, room)) = self.caps.get(*at) {
                left = left.min(*room);
                if left.is_zero() {
                    let sentence = format!("at most {} {} count, and they are full", cap.amount, cap.label);
                    standing.refuse(&line.fact.id, Reason::OverCap, sentence);
                    return None;
                }
            }
        }
        for at in mine {
            if let Some((_, room)) = self.caps.get_mut(at) {
                *room = room.less(left);
            }
        }
        if let Some(room) = case.and_then(|case| self.cases.get_mut(case)) {
            *room = room.less(left);
        }
        Some(left)
    }
}

/// What was found, for the parts of it that a rule asks about.
pub(super) struct Sums<'l, 'a> {
    pub recorded: &'l [Line<'a>],
    pub counted: &'l [Line<'a>],
    pub pending: &'l [Line<'a>],
}

impl Sums<'_, '_> {
    fn minimum(&self, least: &Category) -> Minimum {
        let sum = |list: &[Line<'_>]| -> Amount {
            list.iter().filter(|line| line.is(&least.conditions)).map(|line| line.credit).sum()
        };
        let signed = sum(self.counted);
        Minimum {
            label: least.label.clone(),
            recorded: sum(self.recorded),
            submitted: sum(self.pending),
            signed,
            target: least.amount,
            met: signed >= least.amount,
        }
    }

    /// How many of the last ones match, and whether all would if what waits were signed.
    fn latest(&self, latest: &Latest) -> (Minimum, bool) {
        let number = usize::try_from(latest.number).unwrap_or(usize::MAX);
        let last = |list: &mut Vec<&Line<'_>>| {
            list.sort_by(|a, b| (a.fact.day, &a.fact.id).cmp(&(b.fact.day, &b.fact.id)));
            let skipped = list.len().saturating_sub(number);
            let found = list.iter().skip(skipped).filter(|line| line.is(&latest.conditions)).count();
            Amount::count(found)
        };
        let signed = last(&mut self.counted.iter().collect());
        let would = last(&mut self.counted.iter().chain(self.pending).collect());
        let target = Amount::whole(latest.number.into());
        let line = Minimum {
            label: latest.label.clone(),
            recorded: last(&mut self.recorded.iter().collect()).max(signed),
            submitted: would.less(signed),
            signed,
            target,
            met: signed >= target,
        };
        (line, would >= target)
    }
}

/// The day of the fact with which the target and every minimum were reached.
fn met_on(rule: &Tally, terms: &Terms, standing: &Standing, counted: &[Line<'_>]) -> Option<Day> {
    let found: BTreeMap<&str, &Line<'_>> = counted.iter().map(|line| (line.fact.id.as_str(), line)).collect();
    let mut so_far = Amount::ZERO;
    let mut short: Vec<(&Category, Amount)> =
        terms.minimums.iter().map(|least| (least, least.amount)).collect();
    // What looks at the order or at single years is met with the last of all.
    let whole = rule.latest.is_some() || terms.each.is_some();
    for one in &standing.counted {
        so_far = so_far + one.credit;
        if let Some(line) = found.get(one.fact.as_str()) {
            for (least, left) in &mut short {
                if line.is(&least.conditions) {
                    *left = left.less(one.credit);
                }
            }
        }
        if !whole && enough(so_far, rule, terms) && short.iter().all(|(_, left)| left.is_zero()) {
            return Some(one.day);
        }
    }
    standing.counted.last().map(|one| one.day).filter(|_| whole)
}
