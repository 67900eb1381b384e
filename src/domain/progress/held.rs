//! Something that is valid on a day: a registration, a certificate, a document. *Unknown* (nobody has
//! confirmed it) is not *lapsed* (it was valid and its last day is over).

use crate::domain::amount::Amount;
use crate::domain::fact::Registration;
use crate::domain::kind::Confirmer;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Condition, Held, HeldThing, Register, Unknown};
use crate::domain::time::Day;

use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::{Counted, Reason, Standing, Wait};
use crate::domain::fact::Fact;
use crate::domain::kind::Value;

pub(super) fn held(ctx: &Context<'_>, requirement: &Requirement, rule: &Held, standing: &mut Standing) {
    standing.target = Amount::ONE;
    let extra = ctx.accepted(requirement, standing);
    standing.recorded = extra.signed + extra.waiting;
    let event = rule.on.as_ref().and_then(|edge| ctx.edge(edge, standing)).filter(|day| *day <= ctx.day);
    let asked = Asked { on: event.unwrap_or(ctx.day), today: event.is_none() };
    match &rule.what {
        HeldThing::Registration(register) => registration(ctx, register, rule.unknown, &asked, standing),
        HeldThing::Fact { kind, about, title } => {
            fact(ctx, requirement, rule, (kind, about), &asked, standing);
            if !title.is_empty() {
                standing.unit.clone_from(title);
            }
        }
    }
    standing.signed = Amount::count(standing.counted.len().min(1));
    let waits = standing.signed.is_zero() && !standing.pending.is_empty();
    standing.submitted = if waits { Amount::ONE } else { Amount::ZERO };
    standing.met = !standing.signed.is_zero();
    standing.would_meet = standing.met || waits;
    standing.met_on = standing.counted.first().map(|one| one.day);
    standing.lapsed &= !standing.would_meet;
}

/// The day in question, and whether it is simply today, so that time alone can change the answer.
struct Asked {
    on: Day,
    today: bool,
}

fn registration(
    ctx: &Context<'_>,
    register: &Register,
    unknown: Unknown,
    asked: &Asked,
    standing: &mut Standing,
) {
    standing.unit = "registration".to_owned();
    let known = |row: &&Registration| {
        row.body == register.body
            && row.known_from.is_none_or(|from| from <= ctx.as_of)
            && row.known_until.is_none_or(|until| until > ctx.as_of)
    };
    let mut rows: Vec<&Registration> = ctx.facts.registrations.iter().filter(known).collect();
    // The one that lasts longest speaks; an open end lasts for ever.
    let last =
        |row: &Registration| row.valid_until.map_or((0, None), |until| (1, Some(std::cmp::Reverse(until))));
    rows.sort_by(|a, b| (!a.confirmed, last(a), &a.id).cmp(&(!b.confirmed, last(b), &b.id)));
    for row in rows {
        if !register.categories.is_empty() && !register.categories.contains(&row.category) {
            let sentence =
                format!("its category is “{}”, not {}", row.category, register.categories.join(" or "));
            standing.refuse(&row.id, Reason::OtherCategory, sentence);
            continue;
        }
        standing.recorded = standing.recorded + Amount::ONE;
        if asked.today {
            row.valid_from.inspect(|from| standing.wake(*from, ctx.day));
            row.valid_until.inspect(|until| standing.wake(until.plus_days(1), ctx.day));
        }
        if let Some(from) = row.valid_from.filter(|from| *from > asked.on) {
            standing.refuse(&row.id, Reason::NotYetValid, format!("it is valid only from {from}"));
        } else if let Some(until) = row.valid_until.filter(|until| *until < asked.on) {
            standing.lapsed |= asked.today && row.confirmed;
            standing.refuse(&row.id, Reason::Lapsed, format!("it was valid until {until}"));
        } else if !standing.counted.is_empty() {
            standing.refuse(&row.id, Reason::OtherAttempt, "another registration counts already".to_owned());
        } else {
            valid(row, unknown, ctx, standing);
        }
    }
}

fn valid(row: &Registration, unknown: Unknown, ctx: &Context<'_>, standing: &mut Standing) {
    let day = row.valid_from.unwrap_or(ctx.facts.enrolment.started);
    let one = Counted { fact: row.id.clone(), day, credit: Amount::ONE, label: String::new() };
    if row.confirmed {
        standing.counted.push(one);
    } else if unknown == Unknown::Counts {
        standing.counted.push(one);
        standing.warnings.push(super::Warning {
            facts: vec![row.id.clone()],
            sentence: "nobody has confirmed this registration".to_owned(),
        });
    } else {
        standing.pending.push(one);
        let sentence = "nobody has confirmed this registration yet".to_owned();
        standing.refuse(&row.id, Reason::WaitsForSignature, sentence);
        if let Some(who) = &row.waits_with {
            standing.waits.push(Wait { fact: row.id.clone(), with: who.name.clone(), since: who.since });
        }
    }
}

fn fact(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Held,
    (code, about): (&str, &[Condition]),
    asked: &Asked,
    standing: &mut Standing,
) {
    let bounds = ctx.bounds(requirement, standing);
    let Some(kind) = ctx.kind(code) else { return };
    standing.unit.clone_from(&kind.name);
    for (_, known) in ctx.maybe_about(&[code.to_owned()], about).iter() {
        let fact = known.0;
        if !concerns(about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, about, &bounds, *known, standing);
        standing.recorded = standing.recorded + if judged.recorded { Amount::ONE } else { Amount::ZERO };
        let last = last_day(rule, fact);
        if asked.today && judged.recorded {
            last.inspect(|until| standing.wake(until.plus_days(1), ctx.day));
        }
        let signed = judged.verdict == Verdict::Counts;
        match judged.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            _ if fact.day > asked.on => {
                standing.refuse(&fact.id, Reason::NotYetValid, format!("it is valid only from {}", fact.day));
            }
            _ if last.is_some_and(|until| until < asked.on) => {
                standing.lapsed |= asked.today && signed;
                let until = last.unwrap_or(asked.on);
                standing.refuse(&fact.id, Reason::Lapsed, format!("it was valid until {until}"));
            }
            _ if length(rule, fact).is_some() => {
                let sentence = length(rule, fact).unwrap_or_default();
                standing.refuse(&fact.id, Reason::TooLong, sentence);
            }
            Verdict::Waits(reason, sentence) => standing.wait(fact, Amount::ONE, reason, sentence),
            Verdict::Counts if !standing.counted.is_empty() => {
                standing.refuse(&fact.id, Reason::OtherAttempt, "an earlier one counts already".to_owned());
            }
            Verdict::Counts => {
                standing.count(fact, Amount::ONE, ctx.label(requirement, &bounds, fact));
            }
        }
    }
    if kind.confirmed_by == Confirmer::Nobody && !requirement.official {
        standing.pending.clear();
    }
}

/// The last day of validity: the fact's own, or so many months from its day.
fn last_day(rule: &Held, fact: &Fact) -> Option<Day> {
    let by_rule = rule.valid_months.and_then(|months| i32::try_from(months).ok());
    fact.until.or_else(|| by_rule.map(|months| fact.day.plus_months(months).plus_days(-1)))
}

/// Why a document is too long or too short.
fn length(rule: &Held, fact: &Fact) -> Option<String> {
    let limit = rule.words.as_ref()?;
    match fact.values.get(&limit.field).and_then(Value::number) {
        None => Some("it does not say how many words it has".to_owned()),
        Some(words) if words > limit.most => {
            Some(format!("it has {words} words, and at most {} are allowed", limit.most))
        }
        Some(words) if words < limit.least => {
            Some(format!("it has {words} words, and at least {} are needed", limit.least))
        }
        Some(_) => None,
    }
}
