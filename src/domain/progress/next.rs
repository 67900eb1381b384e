//! The cheapest next thing for a requirement that is not met: answer what was returned, let others sign
//! what waits, then record more.

use crate::domain::amount::Amount;
use crate::domain::rule::{HeldThing, Rule};

use super::{Next, Reason, Standing, Step};

pub(super) fn next(rule: &Rule, standing: &Standing) -> Option<Next> {
    if standing.met || standing.waived.is_some() {
        return None;
    }
    let step = |step, sentence: String| Some(Next { step, sentence });
    let enter = standing.not_counted.iter().filter(|one| one.reason == Reason::NotEntered).count();
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
        let end = if standing.would_meet { ", and that will be enough" } else { "" };
        let sentence = format!("Enter {what} signed here in the system that holds the official record{end}.");
        return step(Step::Enter, sentence);
    }
    let rest = after_waiting(rule, standing);
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
fn after_waiting(rule: &Rule, standing: &Standing) -> Next {
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
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) => more(standing),
        Rule::Length(_) => {
            let left = standing.target.less(standing.signed + standing.submitted);
            say(Step::Record, format!("{left} more {} reach {}.", standing.unit, standing.target))
        }
        Rule::Share(_) => {
            let (have, target) = (standing.signed, standing.target);
            say(Step::Record, format!("record more: it is {have}, and {target} {} is asked.", standing.unit))
        }
        Rule::Signoff(_) | Rule::Coverage(_) => item(standing),
        Rule::Feedback(_) => say(Step::Record, "start a round of feedback and ask enough people.".to_owned()),
        Rule::Meeting(meeting) if meeting.every_months.is_some() => {
            say(Step::Record, "arrange the next meeting and record it.".to_owned())
        }
        Rule::Meeting(_) => say(Step::Record, "arrange the meeting and record it.".to_owned()),
        Rule::Marks(_) if standing.failing => {
            say(Step::Resit, "sit the unit again that was not passed.".to_owned())
        }
        Rule::Marks(marks) if marks.units.len() == 1 => {
            say(Step::Record, "the mark is not entered yet.".to_owned())
        }
        Rule::Marks(_) => {
            let left = standing.target.less(standing.signed + standing.submitted);
            say(Step::Record, format!("{left} more credits reach {}.", standing.target))
        }
        Rule::Exam(_) if standing.failing => say(Step::Resit, "sit the exam again.".to_owned()),
        Rule::Exam(_) => say(Step::Record, "the result is not entered yet.".to_owned()),
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
            let open = standing.children.iter().find(|child| child.binding && !child.met);
            say(
                Step::Record,
                open.map_or_else(|| "nothing to do.".to_owned(), |child| format!("next: {}.", child.title)),
            )
        }
    };
    if waiting == 0 { more } else { say(Step::Wait, format!("{waits}; {}", more.sentence)) }
}

/// The first item that is still open.
fn item(standing: &Standing) -> Next {
    let sentence = match standing.minimums.iter().find(|one| !one.met && one.submitted.is_zero()) {
        Some(open) => {
            let little = standing.not_counted.iter().find(|one| one.reason == Reason::TooLittleEvidence);
            let why = little.map(|one| format!(" ({})", one.sentence)).unwrap_or_default();
            format!("next: {}{why}.", open.label)
        }
        None if standing.lapsed => "it has run out: have it signed again.".to_owned(),
        None => "record it and have it signed.".to_owned(),
    };
    let step = if standing.lapsed { Step::Renew } else { Step::Record };
    Next { step, sentence }
}

/// `23 more reach 150.`
fn more(standing: &Standing) -> Next {
    let left = standing.target.less(standing.signed + standing.submitted);
    if !left.is_zero() {
        let verb = if left == Amount::ONE { "reaches" } else { "reach" };
        return Next { step: Step::Record, sentence: format!("{left} more {verb} {}.", standing.target) };
    }
    let short = standing.minimums.iter().find(|least| least.signed + least.submitted < least.target);
    let sentence = match short {
        Some(least) => {
            let left = least.target.less(least.signed + least.submitted);
            format!("{left} more needed: {}.", least.label)
        }
        None => "nothing more to record.".to_owned(),
    };
    Next { step: Step::Record, sentence }
}
