//! Continuing development by quality: enough different types of activity, a dated list, and every long
//! gap in it explained. There is no amount to reach, so nothing here adds up hours or points.

use std::collections::BTreeSet;

use crate::domain::amount::Amount;
use crate::domain::kind::{Role, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::Mix;
use crate::domain::time::Day;

use super::context::Context;
use super::judge::Verdict;
use super::windows::Bounds;
use super::{Minimum, Reason, Standing};

/// What the list holds: days for the gaps, types for the variety.
#[derive(Default)]
struct List {
    /// From and until of what is signed, whether inside the window or before it.
    signed: Vec<(Day, Day)>,
    waiting: Vec<(Day, Day)>,
    types: BTreeSet<String>,
    types_waiting: BTreeSet<String>,
    types_recorded: BTreeSet<String>,
}

pub(super) fn mix(ctx: &Context<'_>, requirement: &Requirement, rule: &Mix, standing: &mut Standing) {
    standing.unit = "types of activity".to_owned();
    standing.target = Amount::whole(rule.types.into());
    ctx.accepted(requirement, standing);
    let bounds = ctx.bounds(requirement, standing);
    let list = list(ctx, requirement, rule, &bounds, standing);
    let only_waiting = list.types_waiting.difference(&list.types).count();
    standing.signed = Amount::count(list.types.len());
    standing.submitted = Amount::count(only_waiting);
    standing.recorded = Amount::count(list.types_recorded.len());
    let enough = |types: usize| Amount::count(types) >= standing.target;
    let (signed, waiting) = (enough(list.types.len()), enough(list.types.len() + only_waiting));
    let (mut open, mut open_after) = (0, 0);
    if let Some(months) = rule.gap_months.and_then(|months| i32::try_from(months).ok()) {
        let reasons = explanations(ctx, requirement, rule, standing);
        let gaps = Gaps { from: bounds.from, start: ctx.facts.enrolment.started, today: ctx.day, months };
        let found = gaps.of(&list.signed);
        let explained = |events: &[(Day, Day)]| gaps.of(&[events, &reasons].concat());
        let unexplained = explained(&list.signed);
        open = unexplained.len();
        // When the next silence becomes a gap, and when an old gap rolls out of sight.
        let last = |spans: &[(Day, Day)]| spans.iter().map(|(_, until)| *until).fold(gaps.start, Day::max);
        let done = last(&list.signed);
        standing.wake(done.plus_months(months), ctx.day);
        standing.wake(done.max(last(&reasons)).plus_months(months), ctx.day);
        // A silence that began before the window is seen once the window begins.
        bounds.from.inspect(|first| standing.wake(*first, ctx.day));
        // With what waits the list is another one, and its silences are others.
        let with_waiting = [list.signed.as_slice(), &list.waiting].concat();
        let done = last(&with_waiting);
        standing.wake(done.plus_months(months), ctx.day);
        standing.wake(done.max(last(&reasons)).plus_months(months), ctx.day);
        let still_open = explained(&with_waiting);
        open_after = still_open.len();
        let begins = |day: &Day, events: &[(Day, Day)]| events.iter().any(|(from, _)| from == day);
        let ended = |until: &Day| *until < ctx.day || begins(until, &list.signed) || begins(until, &reasons);
        let gaps = found.iter().chain(&unexplained).chain(&still_open);
        for (_, until) in gaps.filter(|(_, until)| ended(until) || begins(until, &list.waiting)) {
            bounds.leaves(*until).inspect(|day| standing.wake(*day, ctx.day));
        }
        let total = found.len().max(open);
        standing.minimums.push(Minimum {
            label: format!("gaps of {months} months or more explained"),
            recorded: Amount::count(total - open),
            submitted: Amount::ZERO,
            signed: Amount::count(total - open),
            target: Amount::count(total),
            met: open == 0,
        });
        if let Some((from, until)) = unexplained.first() {
            let open = !ended(until);
            standing.result = Some(if open {
                format!("Unexplained gap since {from}")
            } else {
                format!("Unexplained gap from {from} to {until}")
            });
        }
    }
    standing.met = signed && open == 0;
    standing.would_meet = waiting && open_after == 0;
    standing.failing = open > 0 && open_after > 0;
    standing.met_on = standing.counted.iter().map(|one| one.day).max().filter(|_| standing.met);
}

fn list(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Mix,
    bounds: &Bounds,
    standing: &mut Standing,
) -> List {
    let mut list = List::default();
    let Some(kind) = ctx.kind(&rule.kind) else { return list };
    for known in ctx.of_kind(&rule.kind) {
        let fact = known.0;
        let judged = ctx.judge(requirement, &[], bounds, *known, standing);
        let types: Vec<String> = match kind.value(&fact.values, Role::Type) {
            Some(Value::Text(one)) => vec![one.clone()],
            Some(Value::Several(several)) => several.clone(),
            _ => Vec::new(),
        };
        if judged.recorded {
            list.types_recorded.extend(types.iter().cloned());
        }
        let span = (fact.day, fact.until.filter(|until| *until >= fact.day).unwrap_or(fact.day));
        match judged.verdict {
            Verdict::No(reason, sentence) => {
                // What lies before the window still says where a gap that reaches into it began.
                let before = reason == Reason::OutsideWindow
                    && ctx.judge(requirement, &[], &Bounds::OPEN, *known, standing).verdict
                        == Verdict::Counts;
                if before {
                    list.signed.push(span);
                }
                standing.refuse(&fact.id, reason, sentence);
            }
            _ if types.is_empty() => {
                standing.refuse(&fact.id, Reason::NoType, "it names no type of activity".to_owned());
            }
            Verdict::Counts => {
                list.signed.push(span);
                list.types.extend(types);
                standing.count(fact, Amount::ONE, ctx.label(requirement, bounds, fact));
            }
            Verdict::Waits(reason, sentence) => {
                list.waiting.push(span);
                list.types_waiting.extend(types);
                standing.wait(fact, Amount::ONE, reason, sentence);
            }
        }
    }
    list
}

/// Accepted explanations as spans. They stand among the facts that count, with no credit of their own.
fn explanations(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Mix,
    standing: &mut Standing,
) -> Vec<(Day, Day)> {
    let mut spans = Vec::new();
    let Some(code) = rule.explained_by.as_deref().filter(|code| *code != rule.kind) else { return spans };
    for known in ctx.of_kind(code) {
        let fact = known.0;
        match ctx.judge(requirement, &[], &Bounds::OPEN, *known, standing).verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            Verdict::Waits(reason, sentence) => standing.wait(fact, Amount::ZERO, reason, sentence),
            Verdict::Counts => {
                spans.push((fact.day, fact.until.filter(|until| *until >= fact.day).unwrap_or(fact.day)));
                standing.count(fact, Amount::ZERO, String::new());
            }
        }
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    spans
}

struct Gaps {
    from: Option<Day>,
    /// Where the list begins: the enrolment.
    start: Day,
    today: Day,
    months: i32,
}

impl Gaps {
    /// Silences of so many months or more, that reach into the window, up to today.
    fn of(&self, events: &[(Day, Day)]) -> Vec<(Day, Day)> {
        let mut events: Vec<(Day, Day)> =
            events.iter().filter(|(from, _)| *from <= self.today).copied().collect();
        events.push((self.today, self.today));
        events.sort_unstable();
        let mut reached = self.start;
        let mut gaps = Vec::new();
        for (from, until) in events {
            let in_sight = self.from.is_none_or(|first| from >= first);
            if from >= reached.plus_months(self.months) && in_sight {
                gaps.push((reached, from));
            }
            reached = reached.max(until.min(self.today));
        }
        gaps
    }
}
