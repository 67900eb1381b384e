//! Quality assurance: a sample of decisions is read a second time by somebody who does not know the first judgement.
//! Which decisions are drawn follows from a seed, so that an auditor can draw the sample again. Decisions that are worth
//! a second look weigh more: those of new assessors, those of fast batches, those on rare items.
//!
//! Decided: a decision has as many tickets as it weighs. A ticket is the SHA-256 of the seed, the decision's id and the
//! ticket's number, and the decisions with the smallest tickets are drawn. So nothing but a hash is needed to check a
//! draw, and it comes out the same on every machine. What was drawn from is kept beside the sample (`frame`), so that a
//! draw can be done again when departments, words and decisions have changed. Agreement is told from ten pairs on: fewer
//! say nothing.

pub mod frame;
pub mod names;

use std::collections::BTreeMap;

use crate::domain::audit::digest;
use crate::domain::names::{AccountId, DecisionId, EntryId};
use crate::text_words;

/// Fewer pairs are no figure.
pub const FEWEST_PAIRS: usize = 10;
/// Decisions in one sample at most.
pub const MOST: i32 = 100;
/// An assessor with fewer decisions before this one is new.
pub const NEW_BELOW: usize = 20;
/// An item that makes up less than one in so many of the decisions is rare.
pub const RARE_ONE_IN: usize = 50;
/// A batch that took less for each of its entries is fast: in ten seconds one reads some forty words, and a case says more
/// than that. Nobody has set this number, so it is shown as illustrative.
pub const FAST_SECONDS: u32 = 10;
/// Days that a second reader has, unless a lead says otherwise, and days before the end at which they are reminded.
pub const READING_DAYS: i64 = 28;
pub const REMIND_DAYS: i64 = 7;
/// Days that a second reader can be given at most.
pub const LONGEST_DAYS: i64 = 366;

text_words! {
    /// Why a decision weighs more than another.
    enum Ground "ground" {
        NewAssessor = "new-assessor",
        /// Any batch, however long it took: of samples that were drawn before the time was looked at. Their word stays,
        /// so that they draw as they drew.
        Batch = "fast-batch",
        FastBatch = "batch-in-seconds",
        RareItem = "rare-item",
    }
}

/// What each ground adds to the weight of one that every decision has.
pub const WEIGHTS: [(Ground, i32); 3] =
    [(Ground::NewAssessor, 3), (Ground::FastBatch, 2), (Ground::RareItem, 2)];

impl Ground {
    pub fn shown(self) -> &'static str {
        match self {
            Ground::NewAssessor => "a new assessor",
            Ground::Batch => "signed in a batch",
            Ground::FastBatch => "signed in a fast batch",
            Ground::RareItem => "a rare item",
        }
    }
}

/// How a decision was taken together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batch {
    /// When it was begun is not known, or was not looked at when the sample was drawn.
    Untimed,
    /// Whole seconds from choosing the entries to signing them, for each of them.
    Timed(u32),
}

impl Batch {
    /// So many entries were signed together, so many milliseconds after they were chosen.
    pub fn of(millis: Option<i64>, entries: i32) -> Batch {
        let each = millis.and_then(|all| all.checked_div(i64::from(entries).checked_mul(1_000)?));
        each.and_then(|each| u32::try_from(each).ok()).map_or(Batch::Untimed, Batch::Timed)
    }

    /// Where the time is not known it counts as fast: one look too many is better than one too few.
    pub fn is_fast(self) -> bool {
        match self {
            Batch::Untimed => true,
            Batch::Timed(each) => each < FAST_SECONDS,
        }
    }
}

/// One decision from which is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub id: DecisionId,
    pub entry: EntryId,
    pub signer: AccountId,
    /// What was decided on: kind and title.
    pub item: String,
    /// How many decisions the signer had taken before this one.
    pub before: usize,
    /// None where it was taken alone.
    pub batch: Option<Batch>,
}

/// What became of a decision since it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    Stands,
    /// Whoever took it took it back, or it was undone.
    TakenBack,
    /// Something in its entry was struck out, so the entry is assessed again.
    Struck,
    /// Its person was erased, and every word with them.
    Erased,
}

impl Since {
    /// Empty where it stands.
    pub fn shown(self) -> &'static str {
        match self {
            Since::Stands => "",
            Since::TakenBack => "Taken back since",
            Since::Struck => "Struck out since",
            Since::Erased => "Erased since",
        }
    }
}

/// A decision with its weight and what that was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    pub id: DecisionId,
    pub entry: EntryId,
    pub weight: i32,
    pub grounds: Vec<Ground>,
    /// How many decisions the signer had taken before this one.
    pub before: usize,
    /// None where it was taken alone.
    pub batch: Option<Batch>,
    /// How many of all the decisions were on the same item, this one included.
    pub same_item: usize,
}

/// Every decision with its weight, in the order of their ids.
pub fn weighed(all: &[Decided], weights: &[(Ground, i32)]) -> Vec<Weighed> {
    let mut items: BTreeMap<&str, usize> = BTreeMap::new();
    for one in all {
        *items.entry(&one.item).or_default() += 1;
    }
    let same = |one: &Decided| items.get(one.item.as_str()).copied().unwrap_or_default();
    let mut found: Vec<Weighed> = all
        .iter()
        .map(|one| {
            let holds = |ground: Ground| match ground {
                Ground::NewAssessor => one.before < NEW_BELOW,
                Ground::Batch => one.batch.is_some(),
                Ground::FastBatch => one.batch.is_some_and(Batch::is_fast),
                Ground::RareItem => same(one) * RARE_ONE_IN < all.len(),
            };
            let grounds: Vec<(Ground, i32)> =
                weights.iter().copied().filter(|(ground, _)| holds(*ground)).collect();
            let more: i32 = grounds.iter().map(|(_, weight)| (*weight).max(0)).sum();
            Weighed {
                id: one.id.clone(),
                entry: one.entry.clone(),
                weight: 1 + more,
                grounds: grounds.into_iter().map(|(ground, _)| ground).collect(),
                before: one.before,
                batch: one.batch,
                same_item: same(one),
            }
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|b, a| a.id == b.id);
    found
}

/// The sample, in the order in which its decisions were drawn.
pub fn drawn(seed: &str, all: &[Weighed], size: i32) -> Vec<Weighed> {
    let most = usize::try_from(size).unwrap_or_default();
    let order = in_order(seed, all.iter().map(|one| (&one.id, one.weight)));
    order.into_iter().take(most).filter_map(|(_, at)| all.get(at).cloned()).collect()
}

/// The smallest ticket of each of these decisions with its place among them, the smallest ticket first.
pub fn in_order<'a>(seed: &str, all: impl Iterator<Item = (&'a DecisionId, i32)>) -> Vec<(String, usize)> {
    let smallest =
        |id: &DecisionId, weight: i32| (0..weight.max(1)).map(|number| ticket(seed, id, number)).min();
    let mut tickets: Vec<(String, usize)> =
        all.enumerate().filter_map(|(at, (id, weight))| Some((smallest(id, weight)?, at))).collect();
    tickets.sort();
    tickets
}

fn ticket(seed: &str, decision: &DecisionId, number: i32) -> String {
    digest(&[seed.to_owned(), decision.to_string(), number.to_string()])
}

/// What stands for all the decisions from which was drawn, with their weights.
pub fn frame_hash<'a>(all: impl IntoIterator<Item = (&'a DecisionId, i32)>) -> String {
    let fields: Vec<String> = all.into_iter().map(|(id, weight)| format!("{id} {weight}")).collect();
    digest(&fields)
}

/// A seed as it is stored and shown.
pub fn seed(chance: [u8; 8]) -> String {
    chance.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One judgement, by whoever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgement {
    /// `signed` or `returned`.
    pub verdict: String,
    pub satisfactory: bool,
    /// Empty without a scale, and where it was returned.
    pub level: String,
}

/// How far two readers agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Too few pairs: how many there are.
    TooFew(usize),
    Told {
        pairs: usize,
        same: usize,
        /// Of a hundred.
        percent: i64,
        /// Cohen's kappa in hundredths; none where both readers judge everything alike, so that chance says it all.
        kappa: Option<i64>,
    },
}

/// Each pair is the first judgement and the second. Levels are the same or not: they are never averaged.
pub fn agreement(pairs: &[(Judgement, Judgement)]) -> Agreement {
    let count = pairs.len();
    if count < FEWEST_PAIRS {
        return Agreement::TooFew(count);
    }
    let same = pairs.iter().filter(|(first, second)| first == second).count();
    let mut first: BTreeMap<&Judgement, i64> = BTreeMap::new();
    let mut second: BTreeMap<&Judgement, i64> = BTreeMap::new();
    for (one, other) in pairs {
        *first.entry(one).or_default() += 1;
        *second.entry(other).or_default() += 1;
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let (all, alike) = (number(count), number(same));
    // Times all squared, so that nothing is rounded before the end.
    let by_chance: i64 = first.iter().map(|(one, count)| count * second.get(one).copied().unwrap_or(0)).sum();
    let (above, room) = (alike * all - by_chance, all * all - by_chance);
    // To the nearest, and a half away from nothing.
    let hundredths = |above: i64| (above * 200 + above.signum() * room) / (room * 2);
    Agreement::Told {
        pairs: count,
        same,
        percent: (alike * 100 + all / 2) / all,
        kappa: (room > 0).then(|| hundredths(above)),
    }
}

impl Agreement {
    pub fn said(self) -> String {
        match self {
            Agreement::TooFew(count) => {
                let pairs = if count == 1 { "pair" } else { "pairs" };
                format!(
                    "{count} {pairs} to compare: fewer than {FEWEST_PAIRS} say nothing, so no figure is shown."
                )
            }
            Agreement::Told { pairs, same, percent, kappa } => {
                let beyond = match kappa {
                    Some(kappa) => {
                        let sign = if kappa < 0 { "-" } else { "" };
                        format!(
                            " Beyond chance (Cohen’s kappa): {sign}{}.{:02}.",
                            kappa.abs() / 100,
                            kappa.abs() % 100
                        )
                    }
                    None => String::new(),
                };
                format!("{same} of {pairs} pairs agree, {percent} %.{beyond}")
            }
        }
    }
}

#[cfg(test)]
mod tests;
