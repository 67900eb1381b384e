//! What would still have to be recorded, rule by rule; each begins in lower case.

use crate::domain::amount::Amount;
use crate::domain::progress::context::Context;
use crate::domain::progress::{Minimum, Next, Reason, Standing, Step, only_to_enter};
use crate::domain::rule::{Marks, Tally};

/// `23 more reach 150, and at least 8 primary among them.`
pub(super) fn tally(rule: &Tally, standing: &Standing) -> Next {
    let goal = standing.target.less(rule.tolerance);
    let left = goal.less(standing.signed + standing.submitted);
    let missing = |line: &Minimum| line.target.less(line.signed + line.submitted);
    let own = |line: &&Minimum| rule.minimums.iter().any(|least| least.label == line.label);
    let short: Vec<&Minimum> =
        standing.minimums.iter().filter(own).filter(|line| !missing(line).is_zero()).collect();
    let list: Vec<String> =
        short.iter().take(3).map(|line| format!("{} {}", missing(line), line.label)).collect();
    let most = short.iter().map(|line| missing(line)).max().unwrap_or_default();
    let verb = if left == Amount::ONE { "reaches" } else { "reach" };
    let sentence = match (left.is_zero(), short.as_slice()) {
        (false, []) if goal == Amount::ONE => "record one.".to_owned(),
        (false, []) => format!("{left} more {verb} {goal}."),
        (false, _) if most < left => {
            format!("{left} more {verb} {goal}, and at least {} among them.", list.join(", "))
        }
        (_, [one]) => format!("{} more needed: {}.", missing(one), one.label),
        (_, [_, ..]) => format!("more needed: {}.", list.join(", ")),
        // What looks at the last ones, or at single years.
        (true, []) => match standing.minimums.iter().find(|line| !missing(line).is_zero()) {
            Some(line) => format!("{} more needed: {}.", missing(line), line.label),
            None => "nothing more to record.".to_owned(),
        },
    };
    Next { step: Step::Record, sentence }
}

/// The open item that is nearest: one that is begun before one that is not.
pub(super) fn item(standing: &Standing) -> Next {
    let open = standing.minimums.iter().filter(|one| !one.met && one.submitted.is_zero());
    let nearest = open.min_by_key(|one| (one.recorded.is_zero(), one.target.less(one.signed)));
    let left = standing.target.less(standing.signed + standing.submitted);
    let sentence = match nearest {
        Some(open) => {
            let mut little =
                standing.not_counted.iter().filter(|one| one.reason == Reason::TooLittleEvidence);
            // Whose evidence it is can be said only where there is no other.
            let why = match (little.next(), little.next()) {
                (Some(one), None) if !open.recorded.is_zero() => format!(" ({})", one.sentence),
                _ => String::new(),
            };
            let more = if left > Amount::ONE {
                format!("; {left} more reach {}", standing.target)
            } else {
                String::new()
            };
            format!("next: {}{why}{more}.", open.label)
        }
        None if standing.lapsed => "it has run out: have it signed again.".to_owned(),
        None => "record it and have it signed.".to_owned(),
    };
    let step = if standing.lapsed { Step::Renew } else { Step::Record };
    Next { step, sentence }
}

/// What the latest round lacks, where there is one.
pub(super) fn round(standing: &Standing) -> String {
    let lacks = [Reason::NotReleased, Reason::TooFewRaters, Reason::NoSelfRating];
    match standing.not_counted.iter().rev().find(|one| lacks.contains(&one.reason)) {
        Some(one) => format!("the last round does not count yet, because {}.", one.sentence),
        None => "start a round of feedback and ask enough people.".to_owned(),
    }
}

/// The stretch that is running, where there is to be one in each.
pub(super) fn meeting(regular: bool, standing: &Standing) -> String {
    match standing.minimums.last().filter(|line| regular && !line.met && line.submitted.is_zero()) {
        Some(line) => format!("arrange the meeting of {} and record it.", line.label),
        None if regular => "arrange the next meeting and record it.".to_owned(),
        None => "arrange the meeting and record it.".to_owned(),
    }
}

/// The unit that was failed, or the first that is open.
pub(super) fn marks(rule: &Marks, standing: &Standing) -> Next {
    let say = |step, sentence: String| Next { step, sentence };
    let unit = |line: &&Minimum| rule.units.iter().any(|unit| unit.title == line.label);
    let open = || standing.minimums.iter().filter(unit).filter(|line| !line.met && line.submitted.is_zero());
    if standing.failing {
        let failed = open().find(|line| !line.recorded.is_zero());
        let name = failed.map(|line| format!(": {}", line.label)).unwrap_or_default();
        return say(Step::Resit, format!("sit the unit again that was not passed{name}."));
    }
    if rule.units.len() == 1 && standing.not_counted.iter().any(|not| not.reason == Reason::Provisional) {
        return say(Step::Record, "the examination board has yet to confirm the mark.".to_owned());
    }
    if rule.units.len() == 1 {
        return say(Step::Record, "the mark is not entered yet.".to_owned());
    }
    let left = standing.target.less(standing.signed + standing.submitted);
    let next = open().next().map(|line| format!("next: {}", line.label));
    let more = (!left.is_zero()).then(|| format!("{left} more credits reach {}", standing.target));
    let group = standing.minimums.iter().find(|line| line.signed + line.submitted < line.target);
    let group = || group.map(|line| format!("more credits needed: {}", line.label));
    let parts: Vec<String> =
        next.or_else(|| more.is_none().then(group).flatten()).into_iter().chain(more.clone()).collect();
    say(Step::Record, parts.join("; ") + ".")
}

/// The part that is open, where an exam has several.
pub(super) fn part(what: &str, standing: &Standing) -> String {
    let open: Vec<&str> = (standing.minimums.iter())
        .filter(|line| !line.met && line.submitted.is_zero())
        .map(|line| line.label.as_str())
        .collect();
    if open.is_empty() { format!("{what}.") } else { format!("{what}: {}.", open.join(", ")) }
}

/// The next step of the nearest of what it combines.
pub(super) fn nearest(ctx: &Context<'_>, all: bool, standing: &Standing) -> Next {
    let say = |step, sentence: String| Next { step, sentence };
    let open = || standing.children.iter().filter(|child| child.binding && !child.met);
    let known = open().filter_map(|child| ctx.done.get(child.code.as_str()));
    if standing.would_meet {
        let mut enough = known.filter(|child| child.would_meet).peekable();
        if standing.pending.is_empty() && enough.peek().is_some() && enough.all(only_to_enter) {
            let sentence = "enter what is signed here in the system that holds the official record, and that will be enough.";
            return say(Step::EnterAll, sentence.to_owned());
        }
        return say(Step::Wait, "what waits for a signature will be enough.".to_owned());
    }
    // Where all are asked, what only waits needs nothing more from whoever reads this.
    let nearest = known.min_by_key(|child| (child.locked, all && child.would_meet, left(child)));
    match (nearest, open().next()) {
        (Some(child), _) => {
            let step = match child.next.as_ref().map_or(Step::Record, |next| next.step) {
                // Of the others that it combines that says nothing.
                Step::EnterAll => Step::Enter,
                step => step,
            };
            let how = child.next.as_ref().map(|next| format!(" {}", next.sentence)).unwrap_or_default();
            say(step, format!("next: {}.{how}", child.title.trim_end_matches('.')))
        }
        (None, Some(child)) => say(Step::Record, format!("next: {}.", child.title)),
        (None, None) => say(Step::Record, "nothing to do.".to_owned()),
    }
}

/// How far it is from being met, in ten thousandths of its target.
fn left(standing: &Standing) -> i64 {
    let target = standing.target.hundredths();
    if standing.would_meet {
        return 0;
    }
    if target <= 0 {
        return 10_000;
    }
    let have = (standing.signed + standing.submitted).hundredths();
    target.saturating_sub(have).max(1).saturating_mul(10_000) / target
}
