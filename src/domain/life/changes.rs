//! What recording something would change, before it is recorded: both answers are asked of the same function.

use crate::domain::fact::Facts;
use crate::domain::life::{Happened, Happening};
use crate::domain::programme::Version;
use crate::domain::progress::{Standing, assess, last_day, life_of};
use crate::domain::time::{Day, Moment};

/// Sentences: the last day, the deadline, and the days of each requirement that move. Never empty.
pub fn changes(version: &Version, facts: &Facts, wanted: &Happened, now: Moment) -> Vec<String> {
    let mut after = facts.clone();
    if wanted.what == Happening::Working {
        after.enrolment.working.retain(|one| one.from != wanted.day);
    }
    wanted.put(&mut after.enrolment, "", "", None);
    let zone = facts.enrolment.zone;
    let mut all = Vec::new();
    let last = |facts: &Facts| last_day(version, &facts.enrolment, now);
    all.extend(match (last(facts), last(&after)) {
        (was, is) if was != is => is.map(|is| match was {
            Some(was) => format!("The last day moves from {was} to {is}."),
            None => format!("The last day is {is}."),
        }),
        (_, is) => is.map(|is| format!("The last day stays {is}.")),
    });
    let freeze = |facts: &Facts| life_of(version, &facts.enrolment, now).freeze;
    if let (was, Some(is)) = (freeze(facts), freeze(&after))
        && was != Some(is)
    {
        let before = was.map(|was| format!(" instead of {}", was.shown_in(zone))).unwrap_or_default();
        all.push(format!("Filing and deciding stop on {}{before}.", is.shown_in(zone)));
    }
    if wanted.what.ends() {
        let from = wanted.day;
        all.push(format!(
            "From {from} on nothing more is asked, and nothing new is filed. Reading and downloading go on."
        ));
    }
    let (was, is) = (assess(version, facts, now), assess(version, &after, now));
    for (was, is) in was.requirements.iter().zip(&is.requirements) {
        all.extend(moved(was, is));
    }
    all
}

/// The days of one requirement that are others than before, as one sentence.
fn moved(was: &Standing, is: &Standing) -> Option<String> {
    let until = |one: &Standing| one.window.and_then(|window| window.until);
    let pairs = [
        ("due", was.due, is.due),
        ("what is done counts until", until(was), until(is)),
        ("grace until", was.grace_until, is.grace_until),
    ];
    let said = |(what, was, is): (&str, Option<Day>, Option<Day>)| match (was, is) {
        _ if was == is => None,
        (Some(was), Some(is)) => Some(format!("{what} {is} instead of {was}")),
        (None, Some(is)) => Some(format!("{what} {is}")),
        (_, None) => Some(format!("no longer {what} a day")),
    };
    let mut all: Vec<String> = pairs.into_iter().filter_map(said).collect();
    match (was.met, is.met) {
        (true, false) => all.push("no longer met".to_owned()),
        (false, true) => all.push("met".to_owned()),
        _ => {}
    }
    (!all.is_empty()).then(|| format!("{}: {}.", is.title, all.join("; ")))
}
