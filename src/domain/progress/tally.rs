//! Count and sum. Signed facts take their credit first, by day; what waits may then fill what caps leave
//! over. So the order in which facts are given changes nothing, and what waits never displaces what is signed.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::Value;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Category, Tally, Weight};

use super::context::Context;
use super::judge::Verdict;
use super::{Counted, Minimum, Reason, Standing, say};

/// What caps and cases still allow.
struct Room<'r> {
    caps: Vec<(&'r Category, Amount)>,
    cases: BTreeMap<&'r str, Amount>,
}

pub(super) fn tally<'a>(ctx: &Context<'a>, requirement: &Requirement, rule: &Tally, standing: &mut Standing) {
    let bounds = ctx.bounds(requirement, standing);
    let mut facts: Vec<_> = rule.kinds.iter().flat_map(|kind| ctx.of_kind(kind)).collect();
    facts.sort_by(|a, b| (a.0.day, &a.0.id).cmp(&(b.0.day, &b.0.id)));
    let mut recorded: Vec<(&Fact, Amount)> = Vec::new();
    let mut signed: Vec<(&Fact, Amount)> = Vec::new();
    let mut waiting: Vec<(&Fact, Amount)> = Vec::new();
    for (fact, state) in facts {
        let judged = ctx.judge(requirement, &rule.conditions, &bounds, (fact, state), standing);
        let credit = credit(rule, fact);
        if judged.recorded {
            recorded.push((fact, credit));
        }
        match judged.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            _ if credit.is_zero() => standing.refuse(&fact.id, Reason::NoWeight, no_weight(ctx, rule, fact)),
            Verdict::Counts => signed.push((fact, credit)),
            Verdict::Waits => waiting.push((fact, credit)),
        }
    }
    let mut room =
        Room { caps: rule.caps.iter().map(|cap| (cap, cap.amount)).collect(), cases: BTreeMap::new() };
    for (fact, credit) in signed {
        if let Some(credit) = room.take(ctx, rule, fact, credit, standing) {
            standing.counted.push(Counted { fact: fact.id.clone(), day: fact.day, credit });
        }
    }
    for (fact, credit) in waiting {
        if let Some(credit) = room.take(ctx, rule, fact, credit, standing) {
            standing.pending.push(Counted { fact: fact.id.clone(), day: fact.day, credit });
            standing.wait(fact);
        }
    }
    standing.recorded = recorded.iter().map(|(_, credit)| *credit).sum();
    standing.signed = total(&standing.counted);
    standing.submitted = total(&standing.pending);
    let found: BTreeMap<&str, &Fact> = recorded.iter().map(|(fact, _)| (fact.id.as_str(), *fact)).collect();
    standing.minimums =
        rule.minimums.iter().map(|least| minimum(ctx, least, &recorded, &found, standing)).collect();
    let reached = |signed: Amount, extra: Amount| signed + extra >= standing.target;
    let least = |waiting: bool| {
        standing.minimums.iter().all(|m| m.met || (waiting && m.signed + m.submitted >= m.target))
    };
    (standing.met, standing.would_meet) = (
        reached(standing.signed, Amount::ZERO) && least(false),
        reached(standing.signed, standing.submitted) && least(true),
    );
    if standing.met {
        standing.met_on = met_on(ctx, rule, standing, &found);
    }
}

fn total(list: &[Counted]) -> Amount {
    list.iter().map(|one| one.credit).sum()
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

fn no_weight(ctx: &Context<'_>, rule: &Tally, fact: &Fact) -> String {
    let field = match &rule.weight {
        Weight::One => return "it has no weight here".to_owned(),
        Weight::ByChoice { field, .. } | Weight::Number { field } => field,
    };
    match ctx.kind(&fact.kind).and_then(|kind| kind.field(field)) {
        Some(field) => format!("{} gives no credit here", say::said(field, fact)),
        None => "it gives no credit here".to_owned(),
    }
}

impl<'r> Room<'r> {
    /// The credit that fits, or the reason why none does.
    fn take(
        &mut self,
        ctx: &Context<'_>,
        rule: &Tally,
        fact: &'r Fact,
        credit: Amount,
        standing: &mut Standing,
    ) -> Option<Amount> {
        let mut left = credit;
        if let Some(case) = fact.case.as_deref().filter(|_| rule.one_per_case) {
            let room = *self.cases.entry(case).or_insert(Amount::ONE);
            left = left.min(room);
            if left.is_zero() {
                standing.refuse(&fact.id, Reason::SameCase, "the same case counts already".to_owned());
                return None;
            }
        }
        let mine: Vec<usize> = (self.caps.iter().enumerate())
            .filter(|(_, (cap, _))| within(ctx, cap, fact))
            .map(|(at, _)| at)
            .collect();
        for at in &mine {
            if let Some((cap, room)) = self.caps.get(*at) {
                left = left.min(*room);
                if left.is_zero() {
                    let sentence = format!("at most {} {} count, and they are full", cap.amount, cap.label);
                    standing.refuse(&fact.id, Reason::OverCap, sentence);
                    return None;
                }
            }
        }
        for at in mine {
            if let Some((_, room)) = self.caps.get_mut(at) {
                *room = room.less(left);
            }
        }
        if let Some(room) = fact.case.as_deref().and_then(|case| self.cases.get_mut(case)) {
            *room = room.less(left);
        }
        Some(left)
    }
}

fn within(ctx: &Context<'_>, category: &Category, fact: &Fact) -> bool {
    ctx.kind(&fact.kind).is_some_and(|kind| category.conditions.iter().all(|c| c.holds(kind, fact)))
}

fn minimum(
    ctx: &Context<'_>,
    least: &Category,
    recorded: &[(&Fact, Amount)],
    found: &BTreeMap<&str, &Fact>,
    standing: &Standing,
) -> Minimum {
    let mine = |one: &&Counted| found.get(one.fact.as_str()).is_some_and(|fact| within(ctx, least, fact));
    let signed: Amount = standing.counted.iter().filter(mine).map(|one| one.credit).sum();
    Minimum {
        label: least.label.clone(),
        recorded: recorded
            .iter()
            .filter(|(fact, _)| within(ctx, least, fact))
            .map(|(_, credit)| *credit)
            .sum(),
        submitted: standing.pending.iter().filter(mine).map(|one| one.credit).sum(),
        signed,
        target: least.amount,
        met: signed >= least.amount,
    }
}

/// The day of the fact with which the target and every minimum were reached.
fn met_on(
    ctx: &Context<'_>,
    rule: &Tally,
    standing: &Standing,
    found: &BTreeMap<&str, &Fact>,
) -> Option<crate::domain::time::Day> {
    let mut so_far = Amount::ZERO;
    let mut short: Vec<(&Category, Amount)> =
        rule.minimums.iter().map(|least| (least, least.amount)).collect();
    for one in &standing.counted {
        so_far = so_far + one.credit;
        if let Some(fact) = found.get(one.fact.as_str()) {
            for (least, left) in &mut short {
                if within(ctx, least, fact) {
                    *left = left.less(one.credit);
                }
            }
        }
        if so_far >= standing.target && short.iter().all(|(_, left)| left.is_zero()) {
            return Some(one.day);
        }
    }
    None
}
