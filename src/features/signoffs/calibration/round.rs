//! The house's look at patterns, each morning: whoever newly has one is told, and what holds no more is forgotten.
//! Written to be run twice.

use std::collections::BTreeSet;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::calibration::{OWN_DAYS, PATTERN_DAYS, Pattern, patterns, said};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::signoffs::store;

pub async fn look_for_patterns(app: &App, system: System) -> Result<(), Fault> {
    let (held, told) = app
        .read(move |r| {
            let now = r.now();
            if !store::shown(r.conn())?.is_on(now.day_in(DEFAULT_ZONE)) {
                return Ok((Vec::new(), store::told(r.conn(), system)?));
            }
            let mut held: Vec<(AccountId, Pattern, String)> = Vec::new();
            for (person, acts) in store::acts_by_person(r.conn(), now.plus_days(-PATTERN_DAYS), system)? {
                for (pattern, part, all) in patterns(&acts.iter().collect::<Vec<_>>()) {
                    let sentence = format!(
                        "{} You see this first, on the page of your own figures (inbox); training leads see the sentence in {OWN_DAYS} days if it still \
                         holds.",
                        said(pattern, part, all, "your")
                    );
                    held.push((person.clone(), pattern, sentence));
                }
            }
            Ok((held, store::told(r.conn(), system)?))
        })
        .await?;
    let holds: BTreeSet<(AccountId, &str)> =
        held.iter().map(|(person, pattern, _)| (person.clone(), pattern.as_str())).collect();
    let over: Vec<(AccountId, Pattern)> = told
        .into_iter()
        .filter(|(person, pattern)| !holds.contains(&(person.clone(), pattern.as_str())))
        .collect();
    if held.is_empty() && over.is_empty() {
        return Ok(());
    }
    app.write_quietly(Why::Reminded, move |tx| {
        for (person, pattern, sentence) in &held {
            store::tell(tx, person, *pattern, sentence, system)?;
        }
        for (person, pattern) in &over {
            store::forget(tx, person, *pattern, system)?;
        }
        Ok(())
    })
    .await
}
