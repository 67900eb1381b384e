//! An exam: every part passed. Attempts are numbered by day and all are kept; absence is a result like
//! any other (the kind's choice carries the outcome).

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Role, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Exam, ExamPart};

use super::context::Context;
use super::judge::Verdict;
use super::{Minimum, Reason, Standing, say};

#[derive(Default)]
struct Sat {
    recorded: bool,
    passed: Option<crate::domain::time::Day>,
    waits: bool,
    failed: u32,
}

pub(super) fn exam(ctx: &Context<'_>, requirement: &Requirement, rule: &Exam, standing: &mut Standing) {
    let whole = [ExamPart { code: String::new(), title: requirement.title.clone(), pass: None }];
    ctx.accepted(requirement, standing);
    let parts: &[ExamPart] = if rule.parts.is_empty() { &whole } else { &rule.parts };
    standing.target = Amount::count(parts.len());
    standing.unit = if parts.len() == 1 { "passed" } else { "parts passed" }.to_owned();
    let mut sat: Vec<Sat> = parts.iter().map(|_| Sat::default()).collect();
    let bounds = ctx.bounds(requirement, standing);
    let Some(kind) = ctx.kind(&rule.kind) else { return };
    for (_, known) in ctx.maybe_about(std::slice::from_ref(&rule.kind), &rule.about).iter() {
        let fact = known.0;
        if !rule.about.iter().all(|condition| condition.holds(kind, fact)) {
            continue;
        }
        let judged = ctx.judge(requirement, &[], &bounds, *known, standing);
        let at: Vec<usize> = (parts.iter().enumerate())
            .filter(|(_, part)| part.code.is_empty() || is_part(kind, fact, &part.code))
            .map(|(at, _)| at)
            .collect();
        let says = matches!(judged.verdict, Verdict::Counts | Verdict::Waits(..));
        if says && (at.is_empty() || (rule.whole && at.len() < parts.len())) {
            let sentence = match at.len() {
                0 => "it names no part of this exam",
                _ => "all parts are sat together, and it names only some",
            };
            standing.refuse(&fact.id, Reason::UnknownPart, sentence.to_owned());
            continue;
        }
        let mut sittings: Vec<(&ExamPart, &mut Sat)> = (parts.iter().zip(sat.iter_mut()).enumerate())
            .filter(|(place, _)| at.contains(place))
            .map(|(_, pair)| pair)
            .collect();
        for (_, sat) in &mut sittings {
            sat.recorded |= judged.recorded;
        }
        let label = ctx.label(requirement, &bounds, fact);
        attempt(rule, (kind, fact), judged.verdict, &mut sittings, label, standing);
    }
    let count = |wanted: fn(&Sat) -> bool| Amount::count(sat.iter().filter(|sat| wanted(sat)).count());
    standing.recorded = count(|sat| sat.recorded);
    standing.signed = count(|sat| sat.passed.is_some());
    standing.submitted = count(|sat| sat.passed.is_none() && sat.waits);
    let together = together(rule, &sat);
    standing.met = sat.iter().all(|sat| sat.passed.is_some()) && together;
    standing.would_meet =
        standing.met || (together && sat.iter().all(|sat| sat.passed.is_some() || sat.waits));
    standing.failing = sat.iter().any(|sat| sat.failed > 0 && sat.passed.is_none() && !sat.waits);
    let last = sat.iter().filter_map(|sat| sat.passed).max();
    standing.met_on = last.filter(|_| standing.met);
    standing.result = match (standing.met_on, sat.iter().map(|sat| sat.failed).sum::<u32>()) {
        (Some(day), _) => Some(format!("Passed on {day}")),
        _ if !together => {
            let months = rule.within_months.unwrap_or(0);
            Some(format!("Not all parts within {months} months of each other"))
        }
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

/// Whether the parts that are passed lie within the months allowed. Of a part passed twice the later counts.
fn together(rule: &Exam, sat: &[Sat]) -> bool {
    let Some(months) = rule.within_months.and_then(|months| i32::try_from(months).ok()) else { return true };
    let days = || sat.iter().filter_map(|sat| sat.passed);
    days().min().zip(days().max()).is_none_or(|(first, last)| last < first.plus_months(months))
}

/// One sitting, for every part that it names.
fn attempt(
    rule: &Exam,
    (kind, fact): (&Kind, &Fact),
    verdict: Verdict,
    parts: &mut [(&ExamPart, &mut Sat)],
    label: String,
    standing: &mut Standing,
) {
    let refusal = match verdict {
        Verdict::No(reason, sentence) => Some((reason, sentence)),
        Verdict::Waits(reason, sentence) => {
            if parts.iter().all(|(_, sat)| sat.passed.is_some()) {
                standing.refuse(&fact.id, Reason::OtherAttempt, "it was passed before".to_owned());
                return;
            }
            parts.iter_mut().for_each(|(_, sat)| sat.waits = true);
            standing.wait(fact, Amount::count(parts.len()), reason, sentence);
            return;
        }
        Verdict::Counts => hurdle(rule, kind, fact),
    };
    if let Some((reason, sentence)) = refusal {
        if matches!(reason, Reason::Unsatisfactory | Reason::BelowPass | Reason::Hurdle) {
            parts.iter_mut().for_each(|(_, sat)| sat.failed = sat.failed.saturating_add(1));
        }
        standing.refuse(&fact.id, reason, sentence);
        return;
    }
    let again = rule.within_months.is_some();
    let (mut passed, mut below) = (0, None);
    for (part, sat) in parts.iter_mut() {
        if let Some(refusal) = mark(part.pass.or(rule.pass), kind, fact) {
            sat.failed = sat.failed.saturating_add(1);
            below = Some(refusal);
        } else if (sat.passed.is_none() || again) && rule.attempts.is_none_or(|most| sat.failed < most) {
            sat.passed = Some(fact.day);
            passed += 1;
        }
    }
    if passed > 0 {
        standing.count(fact, Amount::count(passed), label);
    } else if let Some((reason, sentence)) = below {
        standing.refuse(&fact.id, reason, sentence);
    } else if let Some(most) = rule.attempts.filter(|_| parts.iter().any(|(_, sat)| sat.passed.is_none())) {
        let sentence = format!("all {most} attempts were used before it");
        standing.refuse(&fact.id, Reason::AttemptsUsed, sentence);
    } else {
        standing.refuse(&fact.id, Reason::OtherAttempt, "it was passed before".to_owned());
    }
}

/// The hurdle that the sitting missed, whatever its mark.
fn hurdle(rule: &Exam, kind: &Kind, fact: &Fact) -> Option<(Reason, String)> {
    let missed = rule.hurdles.iter().find(|condition| !condition.holds(kind, fact))?;
    Some((Reason::Hurdle, say::condition(missed, kind, fact)))
}

/// Why the mark is not enough, where there is a pass mark.
fn mark(pass: Option<Amount>, kind: &Kind, fact: &Fact) -> Option<(Reason, String)> {
    let pass = pass?;
    match kind.value(&fact.values, Role::Mark).and_then(Value::number) {
        Some(mark) if mark >= pass => None,
        Some(mark) => Some((Reason::BelowPass, format!("{mark} is below the pass mark of {pass}"))),
        None => Some((Reason::NoMark, "it has no mark".to_owned())),
    }
}
