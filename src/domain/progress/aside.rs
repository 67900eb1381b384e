//! Facts that stand beside those a rule counts: evidence, absences, the other side of a share. They add
//! nothing to its figures, and yet the answer depends on them: so each is told, once.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fact::Fact;

use super::Standing;
use super::judge::Verdict;

/// What became of each of them, by day; the best that was heard of it.
#[derive(Default)]
pub(super) struct Aside<'f> {
    heard: BTreeMap<(crate::domain::time::Day, &'f str), (&'f Fact, Verdict, String)>,
}

impl<'f> Aside<'f> {
    /// `label` says how it counts, where it does.
    pub fn hear(&mut self, fact: &'f Fact, verdict: Verdict, label: &str) {
        let worth = |verdict: &Verdict| match verdict {
            Verdict::Counts => 2,
            Verdict::Waits(..) => 1,
            Verdict::No(..) => 0,
        };
        let known = self.heard.get(&(fact.day, fact.id.as_str()));
        if known.is_none_or(|(_, before, _)| worth(before) < worth(&verdict)) {
            self.heard.insert((fact.day, fact.id.as_str()), (fact, verdict, label.to_owned()));
        }
    }

    pub fn tell(self, standing: &mut Standing) {
        for (fact, verdict, label) in self.heard.into_values() {
            match verdict {
                Verdict::Counts => standing.count(fact, Amount::ZERO, label),
                Verdict::Waits(reason, sentence) => standing.wait(fact, Amount::ZERO, reason, sentence),
                Verdict::No(reason, sentence) => standing.refuse(&fact.id, reason, sentence),
            }
        }
        standing.counted.sort_by(|a, b| (a.day, &a.fact).cmp(&(b.day, &b.fact)));
    }
}
