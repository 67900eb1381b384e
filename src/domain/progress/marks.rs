//! University units: the best pass of each unit gives its credits; every other attempt stays, with its
//! reason. Results of units that the rule does not name are none of its business.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Role, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Exit, Marks, Unit, UnitGroup};
use crate::domain::time::Day;

use super::ahead::Ahead;
use super::context::{Context, Extra};
use super::judge::Verdict;
use super::windows::Bounds;
use super::{Minimum, Reason, Standing};

/// What became of one unit.
#[derive(Default)]
struct Found {
    recorded: bool,
    waits: bool,
    failed: bool,
    /// The mark that counts, after any cap; none where the unit has no mark.
    mark: Option<Amount>,
    /// The day of the pass.
    day: Option<Day>,
}

impl Found {
    fn passed(&self) -> bool {
        self.day.is_some()
    }
}

pub(super) fn marks(ctx: &Context<'_>, requirement: &Requirement, rule: &Marks, standing: &mut Standing) {
    standing.unit = "credits".to_owned();
    let bounds = ctx.bounds(requirement, standing);
    let extra = ctx.accepted(requirement, standing);
    let mut found: Vec<(&Unit, Found)> = (rule.units.iter())
        .map(|unit| (unit, one_unit(ctx, requirement, rule, unit, &bounds, standing)))
        .collect();
    exempt(&mut found, &extra);
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    let credits = |wanted: fn(&Found) -> bool| -> Amount {
        found.iter().filter(|(_, found)| wanted(found)).map(|(unit, _)| unit.credits).sum()
    };
    standing.recorded = credits(|found| found.recorded) + extra.signed + extra.waiting;
    standing.signed = credits(Found::passed) + extra.signed;
    standing.submitted = credits(|found| !found.passed() && found.waits) + extra.waiting;
    let mandatory: Vec<&(&Unit, Found)> = found.iter().filter(|(unit, _)| unit.mandatory).collect();
    if rule.units.len() > 1 {
        standing.minimums = mandatory.iter().map(|(unit, found)| line(unit, found)).collect();
    }
    let groups: Vec<Minimum> = rule.groups.iter().map(|group| of_group(group, &found)).collect();
    standing.met = standing.signed >= standing.target
        && mandatory.iter().all(|(_, found)| found.passed())
        && groups.iter().all(|group| group.met);
    standing.would_meet = standing.signed + standing.submitted >= standing.target
        && mandatory.iter().all(|(_, found)| found.passed() || found.waits)
        && groups.iter().all(|group| group.signed + group.submitted >= group.target);
    standing.failing = mandatory.iter().any(|(_, found)| found.failed && !found.passed() && !found.waits);
    standing.met_on = if standing.met { found.iter().filter_map(|(_, found)| found.day).max() } else { None };
    standing.result = result(rule, &found, standing.met, standing.signed);
    standing.minimums.splice(0..0, groups);
    if !standing.met {
        let open = found.iter().filter(|(_, found)| !found.passed() && !found.waits);
        standing.ahead = Some(Ahead::Units(open.map(|(unit, _)| unit.title.clone()).collect()));
    }
}

fn line(unit: &Unit, found: &Found) -> Minimum {
    let credits = |yes: bool| if yes { unit.credits } else { Amount::ZERO };
    Minimum {
        label: unit.title.clone(),
        recorded: credits(found.recorded),
        submitted: credits(!found.passed() && found.waits),
        signed: credits(found.passed()),
        target: unit.credits,
        met: found.passed(),
    }
}

fn of_group(group: &UnitGroup, found: &[(&Unit, Found)]) -> Minimum {
    let mine = || found.iter().filter(|(unit, _)| unit.group.as_ref() == Some(&group.code));
    let credits = |wanted: fn(&Found) -> bool| -> Amount {
        mine().filter(|(_, found)| wanted(found)).map(|(unit, _)| unit.credits).sum()
    };
    let signed = credits(Found::passed);
    Minimum {
        label: group.title.clone(),
        recorded: credits(|found| found.recorded),
        submitted: credits(|found| !found.passed() && found.waits),
        signed,
        target: group.credits,
        met: signed >= group.credits,
    }
}

/// Units from which somebody was exempted for earlier learning: passed, without a mark.
fn exempt(found: &mut [(&Unit, Found)], extra: &Extra) {
    let is = |unit: &Unit, code: &str| code.trim().eq_ignore_ascii_case(&unit.code);
    for (unit, found) in found {
        if let Some((_, day)) = extra.items.iter().find(|(code, _)| is(unit, code)) {
            (found.recorded, found.day) = (true, found.day.or(Some(*day)));
        }
        if extra.items_waiting.iter().any(|code| is(unit, code)) {
            (found.recorded, found.waits) = (true, true);
        }
    }
}

fn mark_of(kind: &Kind, fact: &Fact) -> Option<Amount> {
    kind.value(&fact.values, Role::Mark).and_then(Value::number)
}

fn one_unit(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Marks,
    unit: &Unit,
    bounds: &Bounds,
    standing: &mut Standing,
) -> Found {
    let mut found = Found::default();
    let Some(kind) = ctx.kind(&rule.kind) else { return found };
    let mut passes: Vec<(&Fact, Option<Amount>)> = Vec::new();
    let mut attempts: u32 = 0;
    for (fact, state) in ctx.of_kind(&rule.kind) {
        let code = kind.value(&fact.values, Role::Unit).and_then(Value::text);
        if !code.is_some_and(|code| code.trim().eq_ignore_ascii_case(&unit.code)) {
            continue;
        }
        let judged = ctx.judge(requirement, &[], bounds, (*fact, *state), standing);
        found.recorded |= judged.recorded;
        let mark = mark_of(kind, fact);
        let provisional = kind.value(&fact.values, Role::Provisional) == Some(&Value::Yes(true));
        match (judged.verdict, mark) {
            (Verdict::No(reason, sentence), _) => {
                let failed = reason == Reason::Unsatisfactory;
                found.failed |= failed;
                attempts = attempts.saturating_add(u32::from(failed));
                standing.refuse(&fact.id, reason, sentence);
            }
            (_, None) if !unit.pass_fail => {
                standing.refuse(&fact.id, Reason::NoMark, "it has no mark".to_owned());
            }
            (Verdict::Waits(reason, sentence), mark) if mark.unwrap_or(unit.pass) >= unit.pass => {
                found.waits = true;
                standing.wait(fact, unit.credits, reason, sentence);
            }
            (_, Some(mark)) if mark < unit.pass => {
                found.failed = true;
                attempts = attempts.saturating_add(1);
                let sentence = format!("{mark} is below the pass mark of {}", unit.pass);
                standing.refuse(&fact.id, Reason::BelowPass, sentence);
            }
            (_, _) if provisional => {
                let sentence = "the mark is provisional until the examination board confirms it";
                standing.refuse(&fact.id, Reason::Provisional, sentence.to_owned());
            }
            (_, _) if unit.attempts.is_some_and(|most| attempts >= most) => {
                let sentence = format!("all {attempts} attempts were used before it");
                standing.refuse(&fact.id, Reason::AttemptsUsed, sentence);
            }
            (_, mark) => {
                let capped = mark
                    .map(|mark| unit.resit_cap.filter(|_| attempts > 0).map_or(mark, |cap| mark.min(cap)));
                attempts = attempts.saturating_add(1);
                passes.push((*fact, capped.filter(|_| !unit.pass_fail)));
            }
        }
    }
    // The best pass; of equals the first.
    let best = passes.iter().enumerate().max_by_key(|(at, (_, mark))| (*mark, std::cmp::Reverse(*at)));
    let best = best.map(|(at, _)| at);
    for (at, (fact, mark)) in passes.iter().enumerate() {
        if Some(at) == best {
            (found.mark, found.day) = (*mark, Some(fact.day));
            standing.count(fact, unit.credits, ctx.label(requirement, bounds, fact));
        } else {
            let sentence = "another attempt at the same unit counts already".to_owned();
            standing.refuse(&fact.id, Reason::OtherAttempt, sentence);
        }
    }
    found
}

/// One unit: its mark. Several: the weighted mean, the band once the credits are there, and what might be
/// awarded on leaving before.
fn result(rule: &Marks, found: &[(&Unit, Found)], met: bool, signed: Amount) -> Option<String> {
    let marked: Vec<(i128, i128)> = found
        .iter()
        .filter_map(|(unit, found)| {
            let weight = unit.weight.unwrap_or(unit.credits);
            Some((weight.hundredths().into(), found.mark?.hundredths().into()))
        })
        .collect();
    let exit = rule.exits.iter().find(|exit| !met && enough(exit, found, signed));
    let exit = exit.map(|exit| format!("on leaving now: {}", exit.award));
    let weights: i128 = marked.iter().map(|(weight, _)| weight).sum();
    if weights == 0 {
        return exit.map(|exit| format!("{signed} credits; {exit}"));
    }
    let mean = marked.iter().map(|(weight, mark)| weight * mark).sum::<i128>() / weights;
    let mean = Amount::of_hundredths(i64::try_from(mean).unwrap_or(0));
    if rule.units.len() == 1 {
        return Some(mean.to_string());
    }
    let band = rule.bands.iter().find(|band| met && mean >= band.from);
    let said = match band {
        Some(band) => format!("Mean {mean}: {}", band.name),
        None => format!("Mean {mean} so far"),
    };
    Some(exit.map_or_else(|| said.clone(), |exit| format!("{said}; {exit}")))
}

fn enough(exit: &Exit, found: &[(&Unit, Found)], signed: Amount) -> bool {
    let have = match &exit.group {
        None => signed,
        Some(group) => (found.iter())
            .filter(|(unit, found)| found.passed() && unit.group.as_ref() == Some(group))
            .map(|(unit, _)| unit.credits)
            .sum(),
    };
    have >= exit.credits
}
