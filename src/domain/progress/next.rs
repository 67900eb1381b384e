//! The cheapest next thing for a requirement that is not met: answer what was returned, let others sign
//! what waits, then record more. Of what combines others it is that of the nearest of them; of a list the
//! item that is begun; of a count what serves its minimums too.

mod more;

use crate::domain::amount::Amount;
use crate::domain::rule::{HeldThing, Rule};

use super::context::Context;
use super::{Next, Reason, Standing, Step};

/// Whether everything that waits is signed, and waits to be entered where the official record is.
pub fn only_to_enter(standing: &Standing) -> bool {
    standing.waits.is_empty() && standing.next.as_ref().is_some_and(|next| next.step == Step::EnterAll)
}

/// `hint` is what the rule itself found while it judged; `items` are to be entered of facts that count by others.
pub(super) fn next(
    ctx: &Context<'_>,
    rule: &Rule,
    standing: &Standing,
    hint: Option<String>,
    items: usize,
) -> Option<Next> {
    if standing.met || standing.waived.is_some() {
        return None;
    }
    let step = |step, sentence: String| Some(Next { step, sentence });
    let whole = standing.not_counted.iter().filter(|one| one.reason == Reason::NotEntered).count();
    let enter = whole.saturating_add(items);
    if let Some(lock) = standing.locked_by.first() {
        return step(Step::Unlock, format!("First: {}.", lock.title));
    }
    let returned = standing.not_counted.iter().filter(|one| one.reason == Reason::Returned).count();
    let answer = match returned {
        0 => String::new(),
        1 => "Answer the one that was returned; ".to_owned(),
        many => format!("Answer the {many} that were returned; "),
    };
    if enter > 0 && returned == 0 {
        let what = if enter == 1 { "the one that is".to_owned() } else { format!("the {enter} that are") };
        // Items of facts that count already are in no `pending`.
        let all = whole >= standing.pending.len();
        let end = if standing.would_meet && all { ", and that will be enough" } else { "" };
        let sentence = format!("Enter {what} signed here in the system that holds the official record{end}.");
        return step(if all { Step::EnterAll } else { Step::Enter }, sentence);
    }
    let rest = after_waiting(ctx, rule, standing, hint);
    if returned > 0 {
        let sentence = answer + &rest.sentence;
        return step(Step::AnswerReturned, sentence);
    }
    let mut sentence = rest.sentence;
    if let Some(first) = sentence.get(..1) {
        sentence = first.to_uppercase() + sentence.get(1..).unwrap_or_default();
    }
    step(rest.step, sentence)
}

/// What would still be to do if everything that waits were signed; begins in lower case.
fn after_waiting(ctx: &Context<'_>, rule: &Rule, standing: &Standing, hint: Option<String>) -> Next {
    let say = |step, sentence: String| Next { step, sentence };
    let waiting = standing.pending.len();
    let waits = match waiting {
        1 => "1 waits for a signature".to_owned(),
        many => format!("{many} wait for a signature"),
    };
    if waiting > 0 && standing.would_meet {
        return say(Step::Wait, format!("{waits}, and that will be enough."));
    }
    let more = match rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => more::tally(tally, standing),
        Rule::Length(_) => {
            let left = standing.target.less(standing.signed + standing.submitted);
            say(Step::Record, format!("{left} more {} reach {}.", standing.unit, standing.target))
        }
        Rule::Share(_) => {
            let (have, target) = (standing.signed, standing.target);
            let plain = format!("record more: it is {have}, and {target} {} is asked.", standing.unit);
            say(Step::Record, hint.unwrap_or(plain))
        }
        Rule::Signoff(_) | Rule::Coverage(_) => more::item(standing),
        Rule::Feedback(_) => say(Step::Record, more::round(standing)),
        Rule::Meeting(meeting) => say(Step::Record, more::meeting(meeting.every_months.is_some(), standing)),
        Rule::Marks(marks) => more::marks(marks, standing),
        Rule::Exam(_) if standing.failing => say(Step::Resit, more::part("sit the exam again", standing)),
        Rule::Exam(_) => say(Step::Record, more::part("the result is not entered yet", standing)),
        Rule::Held(held) => match (&held.what, standing.lapsed) {
            (HeldThing::Registration(register), true) => {
                say(Step::Renew, format!("renew the registration with {}.", register.body_name))
            }
            (HeldThing::Registration(register), false) => {
                say(Step::Record, format!("add the registration with {}.", register.body_name))
            }
            (HeldThing::Fact { .. }, true) => say(Step::Renew, "renew it and add the new one.".to_owned()),
            (HeldThing::Fact { .. }, false) => say(Step::Record, "add it when you have it.".to_owned()),
        },
        Rule::Mix(_) if standing.minimums.iter().any(|check| !check.met) => {
            say(Step::Explain, "explain the gap in the list, or add what you did in it.".to_owned())
        }
        Rule::Mix(_) => {
            let left = standing.target.less(standing.signed + standing.submitted);
            let noun = if left == Amount::ONE { "type" } else { "types" };
            say(Step::Vary, format!("add an activity of {left} more {noun}."))
        }
        Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => {
            more::nearest(ctx, matches!(rule, Rule::All(_)), standing)
        }
    };
    if waiting == 0 { more } else { say(Step::Wait, format!("{waits}; {}", more.sentence)) }
}
