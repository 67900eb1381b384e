//! How somebody decides, beside how their department does: how long it takes, how often something is returned, and at
//! which levels. Pure arithmetic on decisions. A department's figure needs five people besides the reader, so that
//! nobody is worked out from it; theirs are counted per person and then compared, so that one who decides a lot is one
//! of them. Two patterns are said in words: late and bulk. Their owner is told first, and training leads, for quality
//! assurance, see that sentence of the trainees whom they lead, two weeks later if it still holds.

use std::collections::BTreeMap;

use crate::domain::names::AccountId;
use crate::domain::time::{Day, Moment};
use crate::text_words;

/// People besides the reader behind a figure of a department.
pub const FLOOR: usize = 5;
/// The name of the house's setting.
pub const SETTING: &str = "signoffs.calibration";
/// Days that are looked back on for figures.
pub const FIGURES_DAYS: i64 = 365;
/// Days that are looked back on for patterns.
pub const PATTERN_DAYS: i64 = 90;
/// Days between telling people what will be shown to whom, and showing it.
pub const NOTICE_DAYS: i64 = 14;
/// So many days ahead it may be set at most: a day beyond them is a slip of the pen, and everybody would be told of it.
const AHEAD_DAYS: i64 = 365;
/// Days for which a pattern is its owner's alone.
pub const OWN_DAYS: i64 = 14;
/// A decision that took longer is late.
pub const LATE_DAYS: i64 = 14;
/// Fewer decisions make no pattern.
pub const FEWEST: usize = 10;

text_words! {
    /// What is said of how somebody decides.
    enum Pattern "pattern" {
        Late = "late",
        Bulk = "bulk",
    }
}

/// One decision that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub signer: AccountId,
    pub kind: String,
    /// Since when it waited with whoever was asked; none where nobody was.
    pub asked: Option<Moment>,
    pub at: Moment,
    pub returned: bool,
    /// Empty where the kind has no scale.
    pub level: String,
    /// Signed together with others.
    pub batched: bool,
}

impl Act {
    fn hours(&self) -> Option<i64> {
        self.asked.map(|asked| (self.at.millis() - asked.millis()).max(0) / 3_600_000)
    }

    /// A signature that says a level of this kind: what a spread is made of.
    pub fn is_at_a_level_of(&self, kind: &str) -> bool {
        self.kind == kind && !self.level.is_empty() && !self.returned
    }

    fn is_late(&self) -> bool {
        self.hours().is_some_and(|hours| hours > LATE_DAYS * 24)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub decided: usize,
    /// Half of the decisions were faster; whole hours.
    pub median_hours: Option<i64>,
    /// Of a hundred.
    pub returned: i64,
}

/// None of nobody's decisions.
pub fn figures(acts: &[&Act]) -> Option<Figures> {
    let returned = acts.iter().filter(|act| act.returned).count();
    let share = percent(returned, acts.len())?;
    let hours = median(acts.iter().filter_map(|act| act.hours()).collect());
    Some(Figures { decided: acts.len(), median_hours: hours, returned: share })
}

/// The same of a department: the middle of its people, without the reader. None below the floor.
pub fn beside(acts: &[Act], reader: &AccountId) -> Option<(usize, Figures)> {
    let each: Vec<Figures> = people(acts, reader).into_values().filter_map(|own| figures(&own)).collect();
    if each.len() < FLOOR {
        return None;
    }
    let decided = each.iter().map(|one| one.decided).sum();
    // Whoever was never asked has no time: the floor holds for those who have one.
    let timed: Vec<i64> = each.iter().filter_map(|one| one.median_hours).collect();
    let median_hours = if timed.len() < FLOOR { None } else { median(timed) };
    let returned = median(each.iter().map(|one| one.returned).collect()).unwrap_or_default();
    Some((each.len(), Figures { decided, median_hours, returned }))
}

fn people<'a>(acts: &'a [Act], but: &AccountId) -> BTreeMap<&'a AccountId, Vec<&'a Act>> {
    let mut all: BTreeMap<&AccountId, Vec<&Act>> = BTreeMap::new();
    for act in acts.iter().filter(|act| act.signer != *but) {
        all.entry(&act.signer).or_default().push(act);
    }
    all
}

/// Of a hundred signatures of a kind, how many are at each level; in the order of the codes.
pub type Spread = BTreeMap<String, i64>;

/// The reader's own spread of levels of a kind, and their department's; none of nothing, and none below the floor.
pub fn spreads(
    acts: &[Act],
    own: &[&Act],
    reader: &AccountId,
    kind: &str,
) -> (Option<Spread>, Option<Spread>) {
    let levelled = |act: &&Act| act.is_at_a_level_of(kind);
    let mine: Vec<&Act> = own.iter().copied().filter(levelled).collect();
    let each: Vec<Vec<&Act>> = people(acts, reader)
        .into_values()
        .map(|own| own.into_iter().filter(levelled).collect::<Vec<&Act>>())
        .filter(|own| !own.is_empty())
        .collect();
    let theirs = (each.len() >= FLOOR).then(|| {
        let mut sums: Spread = BTreeMap::new();
        let people = i64::try_from(each.len()).unwrap_or(i64::MAX).max(1);
        for (level, share) in each.iter().filter_map(|own| spread(own)).flatten() {
            *sums.entry(level).or_default() += share;
        }
        sums.into_iter().map(|(level, sum)| (level, (sum + people / 2) / people)).collect()
    });
    (spread(&mine), theirs)
}

fn spread(acts: &[&Act]) -> Option<Spread> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for act in acts {
        *counts.entry(&act.level).or_default() += 1;
    }
    let shares =
        counts.into_iter().map(|(level, count)| Some((level.to_owned(), percent(count, acts.len())?)));
    (!acts.is_empty()).then(|| shares.collect()).flatten()
}

fn percent(part: usize, all: usize) -> Option<i64> {
    let (part, all) = (i64::try_from(part).ok()?, i64::try_from(all).ok()?);
    (all > 0).then(|| (part * 100 + all / 2) / all)
}

/// The lower of the two in the middle.
fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    all.get(all.len().checked_sub(1)? / 2).copied()
}

/// What holds of one person's decisions of the last `PATTERN_DAYS` days, with the sentence that everybody reads who
/// reads any: `12 of your 20 decisions ..`, in which `{whose}` is `your`, or `Sue Carter’s`.
pub fn patterns(own: &[&Act]) -> Vec<(Pattern, usize, usize)> {
    let timed: Vec<&&Act> = own.iter().filter(|act| act.asked.is_some()).collect();
    let late = timed.iter().filter(|act| act.is_late()).count();
    let signed: Vec<&&Act> = own.iter().filter(|act| !act.returned).collect();
    let bulk = signed.iter().filter(|act| act.batched).count();
    let holds = |part: usize, all: usize| all >= FEWEST && part * 2 > all;
    let late = holds(late, timed.len()).then_some((Pattern::Late, late, timed.len()));
    let bulk = holds(bulk, signed.len()).then_some((Pattern::Bulk, bulk, signed.len()));
    late.into_iter().chain(bulk).collect()
}

/// `whose`: `your`, or a name with its possessive.
pub fn said(pattern: Pattern, part: usize, all: usize, whose: &str) -> String {
    match pattern {
        Pattern::Late => format!(
            "{part} of {whose} {all} decisions of the last {PATTERN_DAYS} days came more than {LATE_DAYS} days after the \
             request."
        ),
        Pattern::Bulk => format!(
            "{part} of {whose} {all} signatures of the last {PATTERN_DAYS} days were given in batches, after a look at one."
        ),
    }
}

/// Whether and when the house shows any of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Off,
    /// Shown from this day on; staff were told before it.
    From(Day),
}

impl Shown {
    /// As it is stored. What cannot be read is off.
    pub fn read(text: &str) -> Shown {
        text.parse().map_or(Shown::Off, Shown::From)
    }

    pub fn written(self) -> String {
        match self {
            Shown::Off => "off".to_owned(),
            Shown::From(day) => day.iso(),
        }
    }

    pub fn is_on(self, today: Day) -> bool {
        matches!(self, Shown::From(day) if day <= today)
    }
}

/// What staff are told: those who are there when it is set, and whoever becomes a supervisor or a lead later.
pub fn announced(from: Day) -> String {
    format!(
        "From {from} on, Perfolio shows you how you decide, beside your department, and says what is shown to whom. \
         Read it under Your figures, in the line above your inbox."
    )
}

/// The same to those who were told of another day before, which is still to come.
pub fn announced_anew(from: Day, before: Day) -> String {
    format!("{} You were told of {before} before: that holds no more.", announced(from))
}

/// The first day on which it can be shown if people are told today.
pub fn earliest(today: Day) -> Day {
    today.plus_days(NOTICE_DAYS)
}

/// The last.
pub fn latest(today: Day) -> Day {
    today.plus_days(AHEAD_DAYS)
}

/// From when on training leads see a pattern that its owner was told of then.
pub fn seen_by_leads_from(told: Moment) -> Moment {
    told.plus_days(OWN_DAYS)
}

/// What staff are told before anything is shown, and what stands on the page of it.
pub const PROMISE: [&str; 4] = [
    "You alone see your own figures: how long a decision takes you, how often you return something, and at which levels \
     you sign.",
    "Beside them stand your department’s, made from at least five people besides you. Nobody else’s are shown to you, \
     and yours to nobody.",
    "If most of your decisions come late, or most of your signatures are given in batches, you are told first, in one \
     sentence with two numbers. Training leads see that sentence, and nothing else of this, two weeks later if it still \
     holds.",
    "Your sentence counts all that you decide; a training lead’s counts only what you decided about trainees whom they \
     lead. You always see since when they see it.",
];

#[cfg(test)]
mod tests;
