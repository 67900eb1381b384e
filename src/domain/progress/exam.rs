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
        let at = parts.iter().position(|part| part.code.is_empty() || is_part(kind, fact, &part.code));
        match at.and_then(|at| sat.get_mut(at)) {
            Some(sat) => {
                sat.recorded |= judged.recorded;
                attempt(rule, kind, fact, judged.verdict, sat, standing);
            }
            None => match judged.verdict {
                Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
                _ => {
                    standing.refuse(&fact.id, Reason::UnknownPart, "it names no part of this exam".to_owned())
                }
            },
        }
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

fn attempt(rule: &Exam, kind: &Kind, fact: &Fact, verdict: Verdict, sat: &mut Sat, standing: &mut Standing) {
    let used = sat.failed;
    match verdict {
        Verdict::No(reason, sentence) => {
            if reason == Reason::Unsatisfactory {
                sat.failed += 1;
            }
            standing.refuse(&fact.id, reason, sentence);
            return;
        }
        Verdict::Waits if sat.passed.is_none() => {
            sat.waits = true;
            standing.pending.push(Counted { fact: fact.id.clone(), day: fact.day, credit: Amount::ONE });
            standing.wait(fact);
            return;
        }
        _ => {}
    }
    if sat.passed.is_some() {
        standing.refuse(&fact.id, Reason::OtherAttempt, "it was passed before".to_owned());
        return;
    }
    if let Some(most) = rule.attempts.filter(|most| used >= *most) {
        let sentence = format!("all {most} attempts were used before it");
        standing.refuse(&fact.id, Reason::AttemptsUsed, sentence);
        return;
    }
    if let Some(pass) = rule.pass {
        match kind.value(&fact.values, Role::Mark).and_then(Value::number) {
            Some(mark) if mark >= pass => {}
            Some(mark) => {
                sat.failed += 1;
                let sentence = format!("{mark} is below the pass mark of {pass}");
                standing.refuse(&fact.id, Reason::BelowPass, sentence);
                return;
            }
            None => {
                standing.refuse(&fact.id, Reason::NoMark, "it has no mark".to_owned());
                return;
            }
        }
    }
    sat.passed = Some(fact.day);
    standing.counted.push(Counted { fact: fact.id.clone(), day: fact.day, credit: Amount::ONE });
}
