//! An exam: every part passed. Attempts are numbered by day and all are kept; absence is a result like
//! any other (the kind's choice carries the outcome).

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Role, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Exam, ExamPart};

use super::context::Context;
use super::judge::Verdict;
use super::{Counted, Minimum, Reason, Standing};

#[derive(Default)]
struct Sat {
    recorded: bool,
    passed: Option<crate::domain::time::Day>,
    waits: bool,
    failed: u32,
}

pub(super) fn exam(ctx: &Context<'_>, requirement: &Requirement, rule: &Exam, standing: &mut Standing) {
    let whole = [ExamPart { code: String::new(), title: requirement.title.clone() }];
    let parts: &[ExamPart] = if rule.parts.is_empty() { &whole } else { &rule.parts };
    standing.target = Amount::count(parts.len());
    standing.unit = if parts.len() == 1 { "passed" } else { "parts passed" }.to_owned();
    let mut sat: Vec<Sat> = parts.iter().map(|_| Sat::default()).collect();
    let bounds = ctx.bounds(requirement, standing);
    let Some(kind) = ctx.kind(&rule.kind) else { return };
    for (fact, state) in ctx.of_kind(&rule.kind) {
        if !rule.about.iter().all(|condition| condition.holds(kind, fact)) {
            continue;
        }
        let judged = ctx.judge(requirement, &[], &bounds, (fact, state), standing);
        let at: Vec<usize> = (parts.iter().enumerate())
            .filter(|(_, part)| part.code.is_empty() || is_part(kind, fact, &part.code))
            .map(|(at, _)| at)
            .collect();
        if at.is_empty() && matches!(judged.verdict, Verdict::Counts | Verdict::Waits) {
            standing.refuse(&fact.id, Reason::UnknownPart, "it names no part of this exam".to_owned());
            continue;
        }
        let mut sittings: Vec<&mut Sat> =
            sat.iter_mut().enumerate().filter(|(part, _)| at.contains(part)).map(|(_, sat)| sat).collect();
        for sat in &mut sittings {
            sat.recorded |= judged.recorded;
        }
        attempt(rule, kind, fact, judged.verdict, &mut sittings, standing);
    }
    let count = |wanted: fn(&Sat) -> bool| Amount::count(sat.iter().filter(|sat| wanted(sat)).count());
    standing.recorded = count(|sat| sat.recorded);
    standing.signed = count(|sat| sat.passed.is_some());
    standing.submitted = count(|sat| sat.passed.is_none() && sat.waits);
    standing.met = sat.iter().all(|sat| sat.passed.is_some());
    standing.would_meet = sat.iter().all(|sat| sat.passed.is_some() || sat.waits);
    standing.failing = sat.iter().any(|sat| sat.failed > 0 && sat.passed.is_none() && !sat.waits);
    let last = sat.iter().filter_map(|sat| sat.passed).max();
    standing.met_on = last.filter(|_| standing.met);
    standing.result = match (standing.met_on, sat.iter().map(|sat| sat.failed).sum::<u32>()) {
        (Some(day), _) => Some(format!("Passed on {day}")),
        (None, 0) => None,
        (None, 1) => Some("Not passed at the first attempt".to_owned()),
        (None, failed) => Some(format!("Not passed after {failed} attempts")),
    };
    if parts.len() > 1 {
        standing.minimums = parts.iter().zip(&sat).map(|(part, sat)| line(part, sat)).collect();
    }
}

fn is_part(kind: &Kind, fact: &Fact, code: &str) -> bool {
    kind.value(&fact.values, Role::Part).is_some_and(|value| value.names(code))
}

fn line(part: &ExamPart, sat: &Sat) -> Minimum {
    let one = |yes: bool| if yes { Amount::ONE } else { Amount::ZERO };
    Minimum {
        label: part.title.clone(),
        recorded: one(sat.recorded),
        submitted: one(sat.passed.is_none() && sat.waits),
        signed: one(sat.passed.is_some()),
        target: Amount::ONE,
        met: sat.passed.is_some(),
    }
}

/// One sitting, for every part that it names.
fn attempt(
    rule: &Exam,
    kind: &Kind,
    fact: &Fact,
    verdict: Verdict,
    parts: &mut [&mut Sat],
    standing: &mut Standing,
) {
    let refusal = match verdict {
        Verdict::No(reason, sentence) => Some((reason, sentence)),
        Verdict::Waits if parts.iter().any(|sat| sat.passed.is_none()) => {
            parts.iter_mut().for_each(|sat| sat.waits = true);
            let credit = Amount::count(parts.len());
            standing.pending.push(Counted { fact: fact.id.clone(), day: fact.day, credit });
            standing.wait(fact);
            return;
        }
        _ => mark(rule, kind, fact),
    };
    if let Some((reason, sentence)) = refusal {
        if matches!(reason, Reason::Unsatisfactory | Reason::BelowPass) {
            parts.iter_mut().for_each(|sat| sat.failed += 1);
        }
        standing.refuse(&fact.id, reason, sentence);
        return;
    }
    let mut passed = 0;
    for sat in parts.iter_mut().filter(|sat| sat.passed.is_none()) {
        if rule.attempts.is_none_or(|most| sat.failed < most) {
            sat.passed = Some(fact.day);
            passed += 1;
        }
    }
    if passed > 0 {
        standing.counted.push(Counted {
            fact: fact.id.clone(),
            day: fact.day,
            credit: Amount::count(passed),
        });
    } else if let Some(most) = rule.attempts.filter(|_| parts.iter().any(|sat| sat.passed.is_none())) {
        let sentence = format!("all {most} attempts were used before it");
        standing.refuse(&fact.id, Reason::AttemptsUsed, sentence);
    } else {
        standing.refuse(&fact.id, Reason::OtherAttempt, "it was passed before".to_owned());
    }
}

/// Why the mark is not enough, where the exam has a pass mark.
fn mark(rule: &Exam, kind: &Kind, fact: &Fact) -> Option<(Reason, String)> {
    let pass = rule.pass?;
    match kind.value(&fact.values, Role::Mark).and_then(Value::number) {
        Some(mark) if mark >= pass => None,
        Some(mark) => Some((Reason::BelowPass, format!("{mark} is below the pass mark of {pass}"))),
        None => Some((Reason::NoMark, "it has no mark".to_owned())),
    }
}
