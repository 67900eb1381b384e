//! An activity, a competency or a duty, accepted at or above a level, alone or as a list of items. The
//! latest acceptance of an item holds; its level, its evidence and its expiry are judged for that item.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Value, Values};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Condition, Evidence, Item, Signoff, Test};
use crate::domain::time::Day;

use super::aside::Aside;
use super::condition::concerns;
use super::context::Context;
use super::judge::{Judged, Verdict};
use super::windows::Bounds;
use super::{Minimum, Reason, Standing, say};

/// What is known of one item so far.
#[derive(Default, Clone)]
struct Found {
    recorded: bool,
    accepted: Option<Day>,
    waits: bool,
    lapsed: bool,
}

/// The items of a rule by code; a rule without a list has one without a name.
struct List<'r> {
    items: &'r [Item],
    at: BTreeMap<&'r str, usize>,
}

/// The items that a fact names: in the field, or by being mapped to them.
pub(super) fn named<'f>(fact: &'f Fact, field: &str) -> impl Iterator<Item = &'f str> {
    said_in(&fact.values, field).iter().chain(&fact.items).map(|code| code.trim())
}

/// What stands in a field of one choice or of several.
pub(super) fn said_in<'v>(values: &'v Values, field: &str) -> &'v [String] {
    match values.get(field) {
        Some(Value::Text(one)) => std::slice::from_ref(one),
        Some(Value::Several(several)) => several,
        _ => &[],
    }
}

impl<'r> List<'r> {
    fn of(rule: &'r Signoff) -> List<'r> {
        let at = rule.items.iter().enumerate().map(|(at, item)| (item.code.as_str(), at)).collect();
        List { items: &rule.items, at }
    }

    fn len(&self) -> usize {
        self.items.len().max(1)
    }

    /// Places of the items that the fact is about, each once.
    fn places(&self, rule: &Signoff, fact: &Fact) -> Vec<usize> {
        let Some(field) = &rule.item else { return vec![0] };
        let mut places: Vec<usize> =
            named(fact, field).filter_map(|code| self.at.get(code)).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn level<'s>(&self, rule: &'s Signoff, at: usize) -> Option<&'s str> {
        match self.of_type(rule, at) {
            Some(one) => one.level.as_deref(),
            None => rule.level.as_deref(),
        }
    }

    fn evidence<'s>(&self, rule: &'s Signoff, at: usize) -> &'s [Evidence] {
        self.of_type(rule, at).map_or(&rule.evidence, |one| &one.evidence)
    }

    fn of_type<'s>(&self, rule: &'s Signoff, at: usize) -> Option<&'s crate::domain::rule::ItemType> {
        let code = self.items.get(at)?.of_type.as_ref()?;
        rule.types.iter().find(|one| &one.code == code)
    }
}

/// How many items still have to be entered in the official record of facts that count by other items.
pub(super) fn signoff(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Signoff,
    standing: &mut Standing,
) -> usize {
    let Some(kind) = ctx.kind(&rule.kind) else { return 0 };
    let list = List::of(rule);
    standing.unit = if rule.items.is_empty() { kind.name.to_lowercase() } else { "items signed".to_owned() };
    let bounds = ctx.bounds(requirement, standing);
    let proofs = Proofs::of(ctx, requirement, rule, &list, standing);
    let mut found: Vec<Found> = vec![Found::default(); list.len()];
    let extra = ctx.accepted(requirement, standing);
    let place = |code: &str| list.at.get(code).copied();
    for (at, day) in extra.items.iter().filter_map(|(code, day)| Some((place(code)?, *day))) {
        if let Some(item) = found.get_mut(at) {
            (item.recorded, item.accepted) = (true, item.accepted.max(Some(day)));
        }
    }
    for item in extra.items_waiting.iter().filter_map(|code| place(code)) {
        if let Some(item) = found.get_mut(item) {
            (item.recorded, item.waits) = (true, true);
        }
    }
    // From the latest to the earliest, so that the first to fit an item holds it.
    let deciding = Deciding { ctx, requirement, rule, kind, list: &list, proofs: &proofs, bounds: &bounds };
    let mut left_out = BTreeSet::new();
    for (_, known) in ctx.maybe_about(std::slice::from_ref(&rule.kind), &rule.about).iter().rev() {
        if !concerns(&rule.about, kind, known.0) {
            continue;
        }
        let places = list.places(rule, known.0);
        if places.is_empty() {
            // Said before all else: what became of an item of another list is that list's to tell.
            let sentence = "it names none of the items of this list".to_owned();
            standing.refuse(&known.0.id, Reason::UnknownItem, sentence);
            continue;
        }
        let judged = ctx.judge(requirement, &[], &bounds, *known, standing);
        left_out.extend(deciding.decide(known.0, places, judged, &mut found, standing));
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    sum_up(ctx, &list, &found, standing);
    left_out.retain(|at| found.get(*at).is_some_and(|item| item.accepted.is_none()));
    left_out.len()
}

/// All by which one decision is judged.
struct Deciding<'d, 'a> {
    ctx: &'d Context<'a>,
    requirement: &'d Requirement,
    rule: &'d Signoff,
    kind: &'d Kind,
    list: &'d List<'d>,
    proofs: &'d Proofs,
    bounds: &'d Bounds,
}

impl Deciding<'_, '_> {
    /// Places of items that are not in the official record yet, though the fact counts by others.
    fn decide(
        &self,
        fact: &Fact,
        places: Vec<usize>,
        judged: Judged,
        found: &mut [Found],
        standing: &mut Standing,
    ) -> Vec<usize> {
        let refusal = match judged.verdict {
            Verdict::No(reason, sentence) => {
                touch(found, judged.recorded, &places);
                standing.refuse(&fact.id, reason, sentence);
                return Vec::new();
            }
            Verdict::Counts => None,
            Verdict::Waits(reason, sentence) => Some((reason, sentence)),
        };
        touch(found, true, &places);
        // Whatever it waits for or lacks, it may run out.
        expires(self.rule, fact).inspect(|day| standing.wake(day.plus_days(1), self.ctx.day));
        let (mut takes, mut would, mut why) = (Vec::new(), Vec::new(), None);
        let mut to_enter = Vec::new();
        for at in places {
            match self.refuses(fact, at, refusal.is_some()) {
                Some((reason, sentence)) => {
                    if reason == Reason::Lapsed
                        && let Some(item) = found.get_mut(at)
                    {
                        item.lapsed = true;
                    }
                    // Evidence that waits is all that is missing: then the item waits too.
                    if reason == Reason::TooLittleEvidence && self.proofs.would_do(self.rule, self.list, at) {
                        would.push(at);
                    }
                    why = why.or(Some((reason, sentence)));
                }
                None if found.get(at).is_some_and(|item| item.accepted.is_some()) => {}
                None if refusal.is_some() => would.push(at),
                None => match self.not_there(fact, at, standing) {
                    Some(missing) => to_enter.push((at, missing)),
                    None => takes.push(at),
                },
            }
        }
        if !takes.is_empty() {
            for at in &takes {
                if let Some(item) = found.get_mut(*at) {
                    item.accepted = Some(fact.day);
                }
            }
            // The fact counts by what of it is there; its other items wait to be entered.
            for (at, _) in &to_enter {
                if let Some(item) = found.get_mut(*at) {
                    item.waits = true;
                }
            }
            standing.count(
                fact,
                Amount::count(takes.len()),
                self.ctx.label(self.requirement, self.bounds, fact),
            );
            return to_enter.into_iter().map(|(at, _)| at).collect();
        }
        let mut refusal = refusal;
        for (at, missing) in to_enter {
            would.push(at);
            refusal = refusal.or(Some(missing));
        }
        let fresh = would.into_iter().filter_map(|at| {
            let item = found.get_mut(at).filter(|item| !item.waits && item.accepted.is_none())?;
            item.waits = true;
            Some(())
        });
        let fresh = fresh.count();
        let first = if fresh > 0 { refusal.or(why) } else { why.or(refusal) };
        match first {
            Some((reason, sentence)) if fresh > 0 => {
                standing.wait(fact, Amount::count(fresh), reason, sentence);
            }
            Some((reason, sentence))
                if reason != Reason::WaitsForSignature && reason != Reason::NotEntered =>
            {
                standing.refuse(&fact.id, reason, sentence);
            }
            _ => {
                let sentence = "a later one about the same holds".to_owned();
                standing.refuse(&fact.id, Reason::OtherAttempt, sentence);
            }
        }
        Vec::new()
    }

    /// Where the official record is elsewhere: that this one item of what is decided is not there yet.
    fn not_there(&self, fact: &Fact, at: usize, standing: &mut Standing) -> Option<(Reason, String)> {
        let item = self.list.items.get(at).filter(|_| !self.ctx.is_preview(fact))?;
        self.ctx.not_there_for(self.requirement, fact, Some(&item.code), standing)
    }

    /// Why the decision is not enough for one item. What is not decided may still get its level.
    fn refuses(&self, fact: &Fact, at: usize, undecided: bool) -> Option<(Reason, String)> {
        let free = undecided || fact.accepted.is_some() || self.ctx.is_preview(fact);
        if let Some(level) = self.list.level(self.rule, at).filter(|_| !free) {
            let wanted = Condition { test: Test::Level(level.to_owned()), because: None };
            if !wanted.holds(self.kind, fact) {
                return Some((Reason::Condition, say::condition(&wanted, self.kind, fact)));
            }
        }
        if let Some(until) = expires(self.rule, fact).filter(|until| *until < self.ctx.day) {
            return Some((Reason::Lapsed, format!("it was valid until {until}")));
        }
        let missing = self.proofs.missing(self.rule, self.list, at);
        missing.map(|sentence| (Reason::TooLittleEvidence, sentence))
    }
}

fn touch(found: &mut [Found], recorded: bool, places: &[usize]) {
    for at in places {
        if let Some(item) = found.get_mut(*at) {
            item.recorded |= recorded;
        }
    }
}

/// The last day on which an acceptance holds.
pub(super) fn expires(rule: &Signoff, fact: &Fact) -> Option<Day> {
    [runs_out(rule, fact.day), fact.until].into_iter().flatten().min()
}

/// The last day that the rule gives to what happened on a day.
pub(super) fn runs_out(rule: &Signoff, day: Day) -> Option<Day> {
    let months = i32::try_from(rule.expires_months?).ok()?;
    Some(day.plus_months(months).plus_days(-1))
}

/// How much evidence there is: by type of item, by evidence, by item.
struct Proofs {
    signed: BTreeMap<(usize, usize, usize), u32>,
    waiting: BTreeMap<(usize, usize, usize), u32>,
}

impl Proofs {
    fn of(
        ctx: &Context<'_>,
        requirement: &Requirement,
        rule: &Signoff,
        list: &List<'_>,
        standing: &mut Standing,
    ) -> Proofs {
        let mut proofs = Proofs { signed: BTreeMap::new(), waiting: BTreeMap::new() };
        let mut told = Aside::default();
        let sets = std::iter::once(&rule.evidence).chain(rule.types.iter().map(|one| &one.evidence));
        let mut aside = Standing::blank(requirement);
        let plain = requirement.plain();
        for (set, all) in sets.enumerate() {
            for (number, evidence) in all.iter().enumerate() {
                for &(kind, known) in ctx.of_kinds(&evidence.kinds).iter() {
                    let field = rule.item.as_ref().filter(|field| kind.field(field).is_some());
                    let places: Vec<usize> = match (field, known.0.items.is_empty()) {
                        (None, true) => (0..list.len()).collect(),
                        _ => list.places(rule, known.0),
                    };
                    if places.is_empty() {
                        continue;
                    }
                    let judged = ctx.judge(&plain, &evidence.conditions, &Bounds::OPEN, known, &mut aside);
                    let into = match &judged.verdict {
                        Verdict::Counts => Some(&mut proofs.signed),
                        Verdict::Waits(..) => Some(&mut proofs.waiting),
                        Verdict::No(..) => None,
                    };
                    // What is signed off itself is told by the rule.
                    if known.0.kind != rule.kind || !concerns(&rule.about, kind, known.0) {
                        told.hear(known.0, judged.verdict, &format!("evidence: {}", evidence.label));
                    }
                    let Some(into) = into else { continue };
                    for at in places {
                        let count = into.entry((set, number, at)).or_default();
                        *count = count.saturating_add(1);
                    }
                }
            }
        }
        aside.holds_until.inspect(|day| standing.wake(*day, ctx.day));
        told.tell(standing);
        proofs
    }

    fn set(rule: &Signoff, list: &List<'_>, at: usize) -> usize {
        let of = list.items.get(at).and_then(|item| item.of_type.as_ref());
        of.and_then(|code| rule.types.iter().position(|one| &one.code == code)).map_or(0, |place| place + 1)
    }

    /// `1 of 2 are there: an observed assessment`.
    fn missing(&self, rule: &Signoff, list: &List<'_>, at: usize) -> Option<String> {
        let set = Proofs::set(rule, list, at);
        list.evidence(rule, at).iter().enumerate().find_map(|(number, evidence)| {
            let have = self.signed.get(&(set, number, at)).copied().unwrap_or(0);
            (have < evidence.at_least)
                .then(|| format!("{have} of {} signed are there: {}", evidence.at_least, evidence.label))
        })
    }

    fn would_do(&self, rule: &Signoff, list: &List<'_>, at: usize) -> bool {
        let set = Proofs::set(rule, list, at);
        let of = |map: &BTreeMap<_, u32>, number| map.get(&(set, number, at)).copied().unwrap_or(0);
        list.evidence(rule, at).iter().enumerate().all(|(number, evidence)| {
            of(&self.signed, number).saturating_add(of(&self.waiting, number)) >= evidence.at_least
        })
    }
}

fn sum_up(ctx: &Context<'_>, list: &List<'_>, found: &[Found], standing: &mut Standing) {
    let count = |wanted: fn(&Found) -> bool| Amount::count(found.iter().filter(|one| wanted(one)).count());
    standing.signed = count(|one| one.accepted.is_some());
    standing.submitted = count(|one| one.accepted.is_none() && one.waits);
    standing.recorded = count(|one| one.recorded);
    standing.met = standing.signed >= standing.target;
    standing.would_meet = standing.signed + standing.submitted >= standing.target;
    standing.lapsed = !standing.would_meet && found.iter().any(|one| one.lapsed && one.accepted.is_none());
    if standing.met {
        let mut days: Vec<Day> = found.iter().filter_map(|one| one.accepted).collect();
        days.sort_unstable();
        let needed = usize::try_from(standing.target.hundredths() / 100).unwrap_or(0);
        standing.met_on = days.get(needed.saturating_sub(1)).or(days.last()).copied();
    }
    let started = ctx.facts.enrolment.started;
    let one = |yes: bool| if yes { Amount::ONE } else { Amount::ZERO };
    standing.minimums = list
        .items
        .iter()
        .zip(found)
        .map(|(item, found)| Minimum {
            label: format!("{} {}", item.code, item.said(started).0),
            recorded: one(found.recorded),
            submitted: one(found.accepted.is_none() && found.waits),
            signed: one(found.accepted.is_some()),
            target: Amount::ONE,
            met: found.accepted.is_some(),
        })
        .collect();
}
