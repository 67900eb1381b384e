//! A round of feedback from colleagues: enough people, from each group, oneself among them where asked, and
//! released. Fewer people than the floor would not stay anonymous, so such a round cannot count.

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;
use crate::domain::kind::{Kind, Value};
use crate::domain::programme::Requirement;
use crate::domain::rule::{Feedback, FieldLeast};

use super::ahead::Ahead;
use super::condition::concerns;
use super::context::Context;
use super::judge::Verdict;
use super::{Reason, Standing};

pub(super) fn feedback(
    ctx: &Context<'_>,
    requirement: &Requirement,
    rule: &Feedback,
    standing: &mut Standing,
) {
    standing.unit = if rule.target == Amount::ONE { "round" } else { "rounds" }.to_owned();
    let bounds = ctx.bounds(requirement, standing);
    let extra = ctx.accepted(requirement, standing);
    (standing.signed, standing.submitted) = (extra.signed, extra.waiting);
    standing.recorded = extra.signed + extra.waiting;
    let Some(kind) = ctx.kind(&rule.kind) else { return };
    let mut most: Option<&Fact> = None;
    for (_, known) in ctx.maybe_about(std::slice::from_ref(&rule.kind), &rule.about).iter() {
        let fact = known.0;
        if !concerns(&rule.about, kind, fact) {
            continue;
        }
        let judged = ctx.judge(requirement, &[], &bounds, *known, standing);
        let gathers = match &judged.verdict {
            Verdict::Waits(..) => true,
            Verdict::Counts => short(rule, kind, fact).is_some(),
            Verdict::No(..) => false,
        };
        if gathers && most.is_none_or(|before| answers(rule, before) <= answers(rule, fact)) {
            most = Some(fact);
        }
        if judged.recorded {
            standing.recorded = standing.recorded + Amount::ONE;
        }
        match judged.verdict {
            Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            // What is still being gathered may yet become enough.
            Verdict::Waits(reason, sentence) => {
                standing.submitted = standing.submitted + Amount::ONE;
                standing.wait(fact, Amount::ONE, reason, sentence);
            }
            Verdict::Counts => match short(rule, kind, fact) {
                Some((reason, sentence)) => standing.refuse(&fact.id, reason, sentence),
                None => {
                    standing.signed = standing.signed + Amount::ONE;
                    standing.count(fact, Amount::ONE, ctx.label(requirement, &bounds, fact));
                }
            },
        }
    }
    standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    standing.met = standing.signed >= standing.target;
    standing.would_meet = standing.signed + standing.submitted >= standing.target;
    standing.ahead = most.filter(|_| !standing.met).map(|round| ahead(rule, round));
    if standing.met {
        let needed = usize::try_from(standing.target.hundredths() / 100).unwrap_or(1).max(1);
        let days = &standing.counted;
        standing.met_on = days.get(needed - 1).or(days.last()).map(|one| one.day);
    }
}

fn number(fact: &Fact, field: &str) -> Amount {
    fact.values.get(field).and_then(Value::number).unwrap_or_default()
}

fn answers(rule: &Feedback, fact: &Fact) -> Amount {
    number(fact, &rule.raters.field)
}

/// Who is still to answer in a round.
fn ahead(rule: &Feedback, round: &Fact) -> Ahead {
    let short = rule.groups.iter().filter(|group| number(round, &group.field) < group.at_least);
    let said =
        |group: &FieldLeast| format!("{} of {} {}", number(round, &group.field), group.at_least, group.label);
    let needed = rule.raters.at_least.max(Amount::whole(rule.floor.into()));
    let (have, groups) = (answers(rule, round), short.map(said).collect());
    Ahead::Answers { have, needed, since: round.day, groups }
}

/// The first thing that a signed round lacks.
fn short(rule: &Feedback, kind: &Kind, fact: &Fact) -> Option<(Reason, String)> {
    let yes = |field: &str| match fact.values.get(field) {
        Some(Value::Yes(yes)) => *yes,
        // A day of release.
        Some(Value::Text(day)) => !day.is_empty(),
        _ => false,
    };
    if let Some(field) = rule.released.as_deref().filter(|field| !yes(field)) {
        let label = kind.field(field).map_or(field, |field| field.label.as_str());
        return Some((Reason::NotReleased, format!("it is not released ({})", label.to_lowercase())));
    }
    let floor = Amount::whole(rule.floor.into());
    if answers(rule, fact) < floor {
        let sentence = format!("with fewer than {} people nobody would stay anonymous", rule.floor);
        return Some((Reason::TooFewRaters, sentence));
    }
    let few = |asked: &FieldLeast, who: &str| {
        let have = number(fact, &asked.field);
        (have < asked.at_least).then(|| {
            (Reason::TooFewRaters, format!("{have} of the {} {who} needed answered", asked.at_least))
        })
    };
    few(&rule.raters, "people")
        .or_else(|| rule.groups.iter().find_map(|group| few(group, &group.label)))
        .or_else(|| {
            let field = rule.self_rating.as_deref()?;
            (!yes(field)).then(|| (Reason::NoSelfRating, "you have not rated yourself in it".to_owned()))
        })
}
