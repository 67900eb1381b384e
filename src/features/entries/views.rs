//! What this room shows: which kind to record, the log form, the answer what it would count for, an
//! entry.

mod entry;
mod held;
mod log;
mod sample;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use askama::Template;

use crate::domain::kind::{Confirmer, Kind};
use crate::domain::names::capital;
use crate::features::entries::store::{CountsIn, Seen};
use crate::web::page::{Shell, View};
use crate::web::paths;

pub use entry::{Entry, Shown};
pub use held::Held;
pub use log::{Limits, Log, PreviewPart, log_title};
pub use sample::{sample_side, samples};

/// More kinds than these are not looked over at once: so many stand first, the others are folded.
const MANY: usize = 8;
const AT_ONCE: usize = 5;
/// Longest sentence that one page can leave for the next.
const LONGEST: usize = 280;

#[derive(Template)]
#[template(path = "entries/which.html")]
pub struct Which {
    shell: Shell,
    kinds: Vec<KindLine>,
    /// Folded below, where there are many.
    more: Vec<KindLine>,
}

struct KindLine {
    name: String,
    about: String,
    path: String,
}

impl View for Which {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Which {
    /// `times`: how often the person has recorded each, by code. Used most comes first, else the order of the
    /// programmes.
    pub fn new(shell: Shell, kinds: &[Arc<Kind>], times: &HashMap<String, i64>) -> Which {
        let mut kinds: Vec<&Arc<Kind>> = kinds.iter().collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(times.get(&kind.code).copied().unwrap_or_default()));
        let at_once = if kinds.len() > MANY { AT_ONCE } else { kinds.len() };
        let (first, more) = kinds.split_at_checked(at_once).unwrap_or_default();
        let line = |kind: &Arc<Kind>| KindLine {
            name: kind.name.clone(),
            about: kind.about.clone(),
            path: paths::new_entry(&kind.code),
        };
        Which {
            shell,
            kinds: first.iter().copied().map(line).collect(),
            more: more.iter().copied().map(line).collect(),
        }
    }
}

/// What is said after submitting: with whom it waits, and what it counts for.
pub fn said_after(entry: &Seen, counts: &[CountsIn]) -> String {
    let waits = match (&entry.request, entry.kind.confirmed_by) {
        (Some(open), _) => format!("Number {}: submitted to {}.", entry.number, open.asked_name),
        (None, Confirmer::Lead) => {
            format!("Number {}: recorded. Your training lead confirms it.", entry.number)
        }
        (None, _) => format!("Number {}: recorded.", entry.number),
    };
    let now: Vec<&str> = counts.iter().flat_map(|line| &line.yes).map(|(_, title)| title.as_str()).collect();
    let mut then: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in counts.iter().flat_map(|line| &line.pending) {
        then.entry(&one.when).or_default().push(&one.title);
    }
    let mut said = vec![waits];
    if !now.is_empty() {
        said.push(format!("Counts for: {}.", now.join(", ")));
    }
    for (when, titles) in &then {
        said.push(format!("{}, counts for: {}.", capital(when), titles.join(", ")));
    }
    if now.is_empty() && then.is_empty() {
        let why = counts.iter().any(|line| !line.no.is_empty() || !line.open.is_empty());
        let end = if why { "the page below says why" } else { "it is kept and shown" };
        said.push(format!("It counts for no requirement; {end}."));
    }
    let said = said.join(" ");
    if said.chars().count() <= LONGEST {
        return said;
    }
    let short: String = said.chars().take(LONGEST - 1).collect();
    format!("{}…", short.trim_end())
}
