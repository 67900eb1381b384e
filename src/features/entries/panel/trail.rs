//! Everything that happened to an entry, the newest first.

use std::collections::BTreeMap;

use super::{STRUCK, Step, begun, changes, decided, happened};
use crate::domain::entry::WHY;
use crate::domain::redaction::UNSIGNED;
use crate::domain::signoff::{CAME_BACK, LAPSED};
use crate::domain::time::Moment;
use crate::features::entries::store::{Seen, StruckShown, VersionShown};
use crate::features::entries::{handed, struck};

pub(super) fn trail(
    entry: &Seen,
    names: &BTreeMap<String, String>,
    passed_on: &[(String, String, String, Moment)],
    struck_out: &[StruckShown],
) -> Vec<Step> {
    let mut steps: Vec<(i64, Step)> = Vec::new();
    for (from, to, by, at) in passed_on {
        let what = format!("Handed over from {from} to {to}");
        steps.push((at.millis(), happened(&what, by, at.shown_in(entry.zone))));
    }
    let mut before: Option<&VersionShown> = None;
    for version in &entry.versions {
        let what = match before {
            None if version.by != entry.owner => begun(entry).to_owned(),
            None => "Submitted".to_owned(),
            Some(_) => format!("Changed: version {}", version.number),
        };
        let step = Step {
            what,
            who: version.by_name.clone(),
            at: version.at.shown_in(entry.zone),
            said: why(version),
            changes: before.map(|before| changes(entry, before, version, names)).unwrap_or_default(),
            struck: false,
        };
        steps.push((version.at.millis(), step));
        if entry.before.is_some()
            && let Some((_, step)) = steps.last_mut()
        {
            step.what = "Brought in from before".to_owned();
        }
        if let Some(at) = version.withdrawn_at {
            // Undone with the decision with which it was begun.
            let undid =
                entry.decisions.iter().find(|one| one.undone.as_ref().is_some_and(|(when, _)| *when == at));
            let who = undid.map_or(&entry.owner_name, |one| &one.signer_name);
            steps.push((at.millis(), happened("Withdrawn", who, at.shown_in(entry.zone))));
        }
        before = Some(version);
    }
    for decision in &entry.decisions {
        steps.push((decision.at.millis(), decided(entry, decision)));
        if let Some((at, why)) = &decision.undone {
            let (what, who) = match why.as_str() {
                "undo" => ("Undone", decision.signer_name.as_str()),
                UNSIGNED | LAPSED | CAME_BACK => ("No longer signed", "Perfolio"),
                _ => ("Signature taken back", decision.signer_name.as_str()),
            };
            let mut step = happened(what, who, at.shown_in(entry.zone));
            if why != "undo" {
                step.said.push(if why.is_empty() { STRUCK.to_owned() } else { why.clone() });
            }
            steps.push((at.millis(), step));
        }
    }
    for said in entry.before.iter().flat_map(|before| &before.said) {
        let what = if said.accepted { "Accepted from before" } else { "Not accepted" };
        let mut step = happened(what, &said.by_name, said.at.shown_in(entry.zone));
        step.said.extend(Some(said.reason.clone()).filter(|reason| !reason.is_empty()));
        step.struck = said.undone.is_some();
        steps.push((said.at.millis(), step));
        if let Some((at, why)) = &said.undone {
            let mut step = happened("Acceptance taken back", "", at.shown_in(entry.zone));
            step.said.push(why.clone());
            steps.push((at.millis(), step));
        }
    }
    for one in &entry.acknowledged {
        let mut step = happened("Seen", &one.by, one.at.shown_in(entry.zone));
        step.said.extend(Some(one.words.clone()).filter(|words| !words.is_empty()));
        steps.push((one.at.millis(), step));
    }
    steps.extend(handed::steps(entry));
    steps.extend(struck::steps(entry, struck_out));
    steps.sort_by_key(|(at, _)| *at);
    steps.into_iter().rev().map(|(_, step)| step).collect()
}

/// The reason that its owner gave for going on from what was signed.
fn why(version: &VersionShown) -> Vec<String> {
    let struck = version.is_struck(WHY).then_some(STRUCK);
    version.why().or(struck).map(str::to_owned).into_iter().collect()
}
