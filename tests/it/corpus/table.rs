//! The table of precision and recall. Each line of the corpus says what is in it, as kinds with their
//! number; each finding is right, or wrong, and what was not found is missed.

use std::collections::BTreeMap;
use std::fmt;

/// Kinds with how many of each.
pub type Counts = BTreeMap<String, usize>;

#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub there: usize,
    pub right: usize,
    pub wrong: usize,
}

impl Score {
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.there)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[derive(Default)]
pub struct Table {
    pub by_kind: BTreeMap<String, Score>,
    /// Texts (or files) that were to be held, were held rightly, were held wrongly.
    pub held: Score,
    pub looked_at: usize,
    /// What went wrong, for whoever mends it.
    pub notes: Vec<String>,
}

/// A name that nothing announces: known to be beyond these checks, and counted apart.
pub const BEYOND: &str = "untitled";

impl Table {
    pub fn add(&mut self, what: &str, there: &Counts, found: &Counts) {
        self.looked_at += 1;
        for kind in there.keys().chain(found.keys()) {
            self.by_kind.entry(kind.clone()).or_default();
        }
        for (kind, score) in &mut self.by_kind {
            let (wanted, got) =
                (there.get(kind).copied().unwrap_or(0), found.get(kind).copied().unwrap_or(0));
            score.there += wanted;
            score.right += wanted.min(got);
            score.wrong += got.saturating_sub(wanted);
        }
        match (there.is_empty(), found.is_empty()) {
            (false, false) => {
                self.held.there += 1;
                self.held.right += 1;
            }
            (false, true) => self.held.there += 1,
            (true, false) => self.held.wrong += 1,
            (true, true) => {}
        }
        if there != found && !there.contains_key(BEYOND) {
            self.notes.push(format!("{what}: has {there:?}, found {found:?}"));
        }
    }

    /// Over every kind that these checks are for.
    pub fn overall(&self) -> Score {
        let mut sum = Score::default();
        for (_, score) in self.by_kind.iter().filter(|(kind, _)| *kind != BEYOND) {
            sum.there += score.there;
            sum.right += score.right;
            sum.wrong += score.wrong;
        }
        sum
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| kind | there | found | wrong | precision | recall |")?;
        writeln!(f, "| --- | --- | --- | --- | --- | --- |")?;
        let mut line = |name: &str, score: Score| {
            let (precision, recall) = (score.precision(), score.recall());
            writeln!(
                f,
                "| {name} | {} | {} | {} | {precision:.3} | {recall:.3} |",
                score.there, score.right, score.wrong
            )
        };
        for (kind, score) in self.by_kind.iter().filter(|(kind, _)| *kind != BEYOND) {
            line(kind, *score)?;
        }
        line("**all of these**", self.overall())?;
        if let Some(beyond) = self.by_kind.get(BEYOND) {
            line("names without a title", *beyond)?;
        }
        line("held at all", self.held)
    }
}
