//! What one assessment knows: the facts by kind in order of day, today, and the standings found so far;
//! and from these, the days on which windows begin and end.

use std::collections::BTreeMap;

use crate::domain::fact::{Fact, FactState, Facts};
use crate::domain::kind::{Confirmer, Kind, Outcome};
use crate::domain::programme::{Requirement, Version};
use crate::domain::rule::{Anchor, Condition, Edge, Window};
use crate::domain::time::{Day, Moment};

use super::{Span, Standing};

pub(super) struct Context<'a> {
    pub version: &'a Version,
    pub facts: &'a Facts,
    pub as_of: Moment,
    /// Today.
    pub day: Day,
    /// A draft that is judged as if it were signed by somebody entitled.
    pub preview: Option<&'a str>,
    by_kind: BTreeMap<&'a str, Vec<&'a Fact>>,
    pub done: BTreeMap<&'a str, Standing>,
}

/// The days of a window, and whether they move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub from: Option<Day>,
    pub until: Option<Day>,
    /// A rolling window of so many months.
    pub rolling: Option<u32>,
}

impl<'a> Context<'a> {
    pub fn new(
        version: &'a Version,
        facts: &'a Facts,
        as_of: Moment,
        preview: Option<&'a str>,
    ) -> Context<'a> {
        let mut by_kind: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for fact in &facts.facts {
            by_kind.entry(fact.kind.as_str()).or_default().push(fact);
        }
        for list in by_kind.values_mut() {
            list.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
        }
        let day = as_of.day_in(facts.enrolment.zone);
        Context { version, facts, as_of, day, preview, by_kind, done: BTreeMap::new() }
    }

    /// The facts of a kind that exist as of now, withdrawn ones left out, by day and id.
    pub fn of_kind(&self, code: &str) -> impl Iterator<Item = (&'a Fact, FactState)> + '_ {
        let all = self.by_kind.get(code).into_iter().flatten();
        all.filter_map(|fact| Some((*fact, self.state(fact)?)))
            .filter(|(_, state)| *state != FactState::Withdrawn)
    }

    /// What a kind is, when the programme uses it.
    pub fn kind(&self, code: &str) -> Option<&'a Kind> {
        self.version.kind(code).map(|used| &used.kind)
    }

    pub fn is_preview(&self, fact: &Fact) -> bool {
        self.preview == Some(fact.id.as_str())
    }

    /// Declared facts, which nobody confirms, are as good as signed when submitted.
    fn state(&self, fact: &Fact) -> Option<FactState> {
        if self.is_preview(fact) {
            return Some(FactState::Signed);
        }
        let state = fact.state_at(self.as_of)?;
        let declared = self.kind(&fact.kind).is_some_and(|kind| kind.confirmed_by == Confirmer::Nobody);
        if declared && state == FactState::Submitted { Some(FactState::Signed) } else { Some(state) }
    }

    pub fn ends(&self) -> Option<Day> {
        let enrolment = &self.facts.enrolment;
        let months = self.version.months.and_then(|months| i32::try_from(months).ok());
        enrolment.ends.or_else(|| months.map(|months| enrolment.started.plus_months(months).plus_days(-1)))
    }

    /// The day of an edge; none when it has not happened. Future facts that will decide it wake `standing`.
    pub fn edge(&self, edge: &Edge, standing: &mut Standing) -> Option<Day> {
        let started = self.facts.enrolment.started;
        let day = match &edge.anchor {
            Anchor::Start => started,
            Anchor::End => self.ends()?,
            Anchor::Day(day) => *day,
            Anchor::Nth { n, month, day } => nth(started, *n, *month, *day)?,
            Anchor::Fact { kind, about } => self.first(kind, about, standing)?,
            Anchor::Met(code) => {
                let other = self.done.get(code.as_str())?;
                if other.met { other.met_on? } else { return None }
            }
        };
        Some(day.plus_months(edge.months).plus_days(edge.days))
    }

    /// The day of the first signed and satisfactory fact.
    fn first(&self, code: &str, about: &[Condition], standing: &mut Standing) -> Option<Day> {
        let kind = self.kind(code)?;
        for (fact, state) in self.of_kind(code) {
            let fine = state == FactState::Signed
                && fact.filed
                && fact.outcome != Some(Outcome::Unsatisfactory)
                && kind.outcome(&fact.values) != Some(Outcome::Unsatisfactory)
                && (kind.confirmed_by == Confirmer::Nobody || fact.confirmed.iter().any(|c| !c.own))
                && !self.is_preview(fact)
                && about.iter().all(|condition| condition.holds(kind, fact));
            if fine && fact.day > self.day {
                standing.wake(fact.day, self.day);
            } else if fine {
                return Some(fact.day);
            }
        }
        None
    }

    pub fn bounds(&self, requirement: &Requirement, standing: &mut Standing) -> Bounds {
        let (from, until, rolling) = match &requirement.window {
            Window::Always => (None, None, None),
            Window::Enrolment => (Some(self.facts.enrolment.started), self.ends(), None),
            Window::Between { from, until } => {
                let mut day = |edge: &Option<Edge>| edge.as_ref().and_then(|edge| self.edge(edge, standing));
                (day(from), day(until), None)
            }
            Window::LastMonths(months) => {
                (Some(rolls_from(self.day, *months)), Some(self.day), Some(*months))
            }
            Window::Year { month, day } => {
                let next = nth(self.day.plus_days(1), 1, *month, *day);
                next.inspect(|next| standing.wake(*next, self.day));
                (next.map(|next| next.plus_months(-12)), next.map(|next| next.plus_days(-1)), None)
            }
        };
        // The ends of a rolling window are other days every day: they are not part of the answer.
        let told = rolling.is_none() && (from.is_some() || until.is_some());
        standing.window = told.then_some(Span { from, until });
        Bounds { from, until, rolling }
    }
}

impl Bounds {
    pub const OPEN: Bounds = Bounds { from: None, until: None, rolling: None };

    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day <= until)
    }

    /// The first day on which a rolling window no longer holds the day.
    pub fn leaves(&self, day: Day) -> Option<Day> {
        let months = self.rolling?;
        let about = day.plus_months(i32::try_from(months).ok()?).plus_days(-2);
        // Months differ in length, so the exact day is searched for near the obvious one.
        (0..8).map(|step| about.plus_days(step)).find(|today| rolls_from(*today, months) > day)
    }
}

/// The first day of the `months` months that end today.
fn rolls_from(today: Day, months: u32) -> Day {
    today.plus_months(-i32::try_from(months).unwrap_or(i32::MAX)).plus_days(1)
}

/// The n-th such calendar day on or after `start`.
fn nth(start: Day, n: u32, month: u32, day: u32) -> Option<Day> {
    let this_year = Day::of(start.year(), month, day)?;
    let later = i32::try_from(n.max(1)).ok()? - if this_year >= start { 1 } else { 0 };
    Day::of(start.year().checked_add(later)?, month, day)
}

impl Standing {
    /// The answer may change on `day`; kept when it is after today and the earliest such.
    pub(super) fn wake(&mut self, day: Day, today: Day) {
        if day > today && self.holds_until.is_none_or(|before| day < before) {
            self.holds_until = Some(day);
        }
    }
}
