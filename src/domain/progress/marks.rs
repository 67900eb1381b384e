//! University units: the best pass of each unit gives its credits; every other attempt stays, with its
//! reason. Results of units that the rule does not name are none of its business.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Role, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Marks, Unit};

use super::context::Context;
use super::judge::Verdict;
use super::{Counted, Minimum, Reason, Standing};

/// What became of one unit.
#[derive(Default)]
struct Found {
    recorded: bool,
    waits: bool,
    failed: bool,
    /// The mark that counts, after any cap.
    mark: Option<Amount>,
    day: Option<crate::domain::time::Day>,
}

pub(super) fn marks(ctx: &Context<'_>, requirement: &Requirement, rule: &Marks, standing: &mut Standing) {
    standing.unit = "credits".to_owned();
    let found: Vec<(&Unit, Found)> =
        rule.units.iter().map(|unit| (unit, one_unit(ctx, requirement, rule, unit, standing))).collect();
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    let credits = |wanted: fn(&Found) -> bool| -> Amount {
        found.iter().filter(|(_, found)| wanted(found)).map(|(unit, _)| unit.credits).sum()
    };
    standing.recorded = credits(|found| found.recorded);
    standing.signed = credits(|found| found.mark.is_some());
    standing.submitted = credits(|found| found.mark.is_none() && found.waits);
    let mandatory: Vec<&(&Unit, Found)> = found.iter().filter(|(unit, _)| unit.mandatory).collect();
    if rule.units.len() > 1 {
        standing.minimums = mandatory.iter().map(|(unit, found)| line(unit, found)).collect();
    }
    standing.met = standing.signed >= standing.target && mandatory.iter().all(|(_, f)| f.mark.is_some());
    standing.would_meet = standing.signed + standing.submitted >= standing.target
        && mandatory.iter().all(|(_, found)| found.mark.is_some() || found.waits);
    standing.failing =
        mandatory.iter().any(|(_, found)| found.failed && found.mark.is_none() && !found.waits);
    standing.met_on = if standing.met { found.iter().filter_map(|(_, found)| found.day).max() } else { None };
    standing.result = result(rule, &found, standing.met);
}

fn line(unit: &Unit, found: &Found) -> Minimum {
    let credits = |yes: bool| if yes { unit.credits } else { Amount::ZERO };
    Minimum {
        label: unit.title.clone(),
        recorded: credits(found.recorded),
        submitted: credits(found.mark.is_none() && found.waits),
        signed: credits(found.mark.is_some()),
        target: unit.credits,
        met: found.mark.is_some(),
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
    standing: &mut Standing,
) -> Found {
    let mut found = Found::default();
    let Some(kind) = ctx.kind(&rule.kind) else { return found };
    let bounds = ctx.bounds(requirement, standing);
    let mut passes: Vec<(&Fact, Amount)> = Vec::new();
    let mut attempts = 0;
    for (fact, state) in ctx.of_kind(&rule.kind) {
        let code = kind.value(&fact.values, Role::Unit).and_then(Value::text);
        if !code.is_some_and(|code| code.trim().eq_ignore_ascii_case(&unit.code)) {
            continue;
        }
        let judged = ctx.judge(requirement, &[], &bounds, (fact, state), standing);
        found.recorded |= judged.recorded;
        let mark = mark_of(kind, fact);
        let provisional = kind.value(&fact.values, Role::Provisional) == Some(&Value::Yes(true));
        match (judged.verdict, mark) {
            (Verdict::No(reason, sentence), _) => {
                found.failed |= reason == Reason::Unsatisfactory;
                standing.refuse(&fact.id, reason, sentence);
            }
            (_, None) => standing.refuse(&fact.id, Reason::NoMark, "it has no mark".to_owned()),
            (Verdict::Waits, Some(mark)) if mark >= unit.pass => {
                found.waits = true;
                standing.pending.push(Counted { fact: fact.id.clone(), day: fact.day, credit: unit.credits });
                standing.wait(fact);
            }
            (_, Some(mark)) if mark < unit.pass => {
                (found.failed, attempts) = (true, attempts + 1);
                let sentence = format!("{mark} is below the pass mark of {}", unit.pass);
                standing.refuse(&fact.id, Reason::BelowPass, sentence);
            }
            (_, Some(_)) if provisional => {
                let sentence = "the mark is provisional until the examination board confirms it";
                standing.refuse(&fact.id, Reason::Provisional, sentence.to_owned());
            }
            (_, Some(mark)) => {
                let capped = unit.resit_cap.filter(|_| attempts > 0).map_or(mark, |cap| mark.min(cap));
                attempts += 1;
                passes.push((fact, capped));
            }
        }
    }
    // The best pass; of equals the first.
    let best = passes.iter().enumerate().max_by_key(|(at, (_, mark))| (*mark, std::cmp::Reverse(*at)));
    let best = best.map(|(at, _)| at);
    for (at, (fact, mark)) in passes.iter().enumerate() {
        if Some(at) == best {
            (found.mark, found.day) = (Some(*mark), Some(fact.day));
            standing.counted.push(Counted { fact: fact.id.clone(), day: fact.day, credit: unit.credits });
        } else {
            let sentence = "another attempt at the same unit counts already".to_owned();
            standing.refuse(&fact.id, Reason::OtherAttempt, sentence);
        }
    }
    found
}

/// One unit: its mark. Several: the mean weighted by credits, and the band once the credits are there.
fn result(rule: &Marks, found: &[(&Unit, Found)], met: bool) -> Option<String> {
    let passed: Vec<(i128, i128)> = found
        .iter()
        .filter_map(|(unit, found)| Some((unit.credits.hundredths().into(), found.mark?.hundredths().into())))
        .collect();
    let credits: i128 = passed.iter().map(|(credits, _)| credits).sum();
    if credits == 0 {
        return None;
    }
    let mean = passed.iter().map(|(credits, mark)| credits * mark).sum::<i128>() / credits;
    let mean = Amount::of_hundredths(i64::try_from(mean).unwrap_or(0));
    if rule.units.len() == 1 {
        return Some(mean.to_string());
    }
    let band = rule.bands.iter().find(|band| met && mean >= band.from);
    Some(match band {
        Some(band) => format!("Mean {mean}: {}", band.name),
        None => format!("Mean {mean} so far"),
    })
}
