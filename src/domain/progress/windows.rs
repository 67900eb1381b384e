//! The days of a requirement's window as they are for this person today.

use crate::domain::amount::Amount;
use crate::domain::programme::Requirement;
use crate::domain::rule::{Category, Cycle, Edge, Window};
use crate::domain::time::Day;

use super::context::{Context, nth};
use super::{Span, Standing, Warning};

/// The days of a window, and whether they move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub from: Option<Day>,
    pub until: Option<Day>,
    /// The last day of grace after `until`.
    pub grace: Option<Day>,
    /// A rolling window of so many months.
    pub rolling: Option<u32>,
}

impl Bounds {
    pub const OPEN: Bounds = Bounds { from: None, until: None, grace: None, rolling: None };

    pub fn between(from: Option<Day>, until: Option<Day>) -> Bounds {
        Bounds { from, until, ..Bounds::OPEN }
    }

    /// The last day that counts, grace included.
    pub fn last(&self) -> Option<Day> {
        self.until.map(|until| self.grace.map_or(until, |grace| grace.max(until)))
    }

    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| day >= from) && self.last().is_none_or(|until| day <= until)
    }

    /// After the window's end, but within the grace.
    pub fn in_grace(&self, day: Day) -> bool {
        self.until.is_some_and(|until| day > until) && self.holds(day)
    }

    /// The first day on which a rolling window no longer holds the day.
    pub fn leaves(&self, day: Day) -> Option<Day> {
        let months = self.rolling?;
        let about = day.plus_months(i32::try_from(months).ok()?).plus_days(-2);
        // Months differ in length, so the exact day is searched for near the obvious one.
        (0..8).map(|step| about.plus_days(step)).find(|today| rolls_from(*today, months) > day)
    }
}

impl Context<'_> {
    pub fn bounds(&self, requirement: &Requirement, standing: &mut Standing) -> Bounds {
        let mut bounds = match &requirement.window {
            Window::Always | Window::AnyMonths(_) => Bounds::OPEN,
            Window::Enrolment => {
                let set = self.facts.enrolment.set_end(self.now);
                if let Some(day) = self.training.moves_on.filter(|_| set.is_none()) {
                    standing.wake(day, self.day);
                }
                Bounds::between(Some(self.facts.enrolment.started), self.ends())
            }
            Window::Between { from, until } => {
                let mut day = |edge: &Option<Edge>| edge.as_ref().and_then(|edge| self.edge(edge, standing));
                let (from, until) = (day(from), day(until));
                Bounds::between(from, until)
            }
            Window::LastMonths(months) => Bounds {
                rolling: Some(*months),
                ..Bounds::between(Some(rolls_from(self.day, *months)), Some(self.day))
            },
            Window::Cycle(cycle) => match self.cycle(cycle, standing) {
                Some((from, until)) => {
                    standing.wake(until.plus_days(1), self.day);
                    Bounds::between(Some(from), Some(until))
                }
                None => Bounds::OPEN,
            },
        };
        self.grace(requirement, &mut bounds, standing);
        // The ends of a rolling window are other days every day: they are not part of the answer.
        let told = bounds.rolling.is_none() && (bounds.from.is_some() || bounds.until.is_some());
        standing.window = told.then_some(Span { from: bounds.from, until: bounds.until });
        bounds
    }

    /// First and last day of the cycle that today is in; of the first one where it has not begun.
    fn cycle(&self, cycle: &Cycle, standing: &mut Standing) -> Option<(Day, Day)> {
        let begins = match &cycle.begins {
            Some(edge) => self.edge(edge, standing).unwrap_or(self.facts.enrolment.started),
            None => self.facts.enrolment.started,
        };
        let year_of =
            |day: Day| nth(day.plus_days(1), 1, cycle.month, cycle.day).map(|next| next.plus_months(-12));
        let (first, this) = (year_of(begins)?, year_of(self.day)?);
        let years = i32::try_from(cycle.years.max(1)).ok()?;
        // A single year is simply the one of today, also before the enrolment began.
        let gone = this.year().saturating_sub(first.year());
        let gone = if years == 1 { gone } else { gone.max(0) };
        let at = gone.div_euclid(years).saturating_mul(years);
        let from = first.plus_months(at.saturating_mul(12));
        Some((from, from.plus_months(years.saturating_mul(12)).plus_days(-1)))
    }

    fn grace(&self, requirement: &Requirement, bounds: &mut Bounds, standing: &mut Standing) {
        let Some((grace, until)) = requirement.grace.as_ref().zip(bounds.until) else { return };
        let later = |months: u32| until.plus_months(i32::try_from(months).unwrap_or(0));
        let mut last = later(grace.months);
        let mine = self.facts.enrolment.graces.iter().filter(|own| own.requirement == requirement.code);
        let known = mine.filter(|own| own.known_from.is_none_or(|from| from <= self.now));
        if let Some(own) = known.max_by_key(|own| own.until) {
            last = last.max(own.until.min(later(grace.most)));
            if own.until > later(grace.most) {
                let sentence = format!(
                    "{} extended the grace to {}, but it may last until {} at most",
                    own.by,
                    own.until,
                    later(grace.most)
                );
                standing.warnings.push(Warning { facts: Vec::new(), sentence });
            }
        }
        bounds.grace = Some(last);
        standing.grace_until = Some(last);
    }

    /// The first cycle's own figures, and its beginning in `bounds`, when today lies in it.
    pub fn first_cycle(
        &self,
        requirement: &Requirement,
        terms: &mut Terms,
        bounds: &mut Bounds,
        standing: &mut Standing,
    ) {
        let Some(first) = &requirement.first_cycle else { return };
        let (Some(from), Some(until)) = (bounds.from, bounds.until) else { return };
        let Some(day) = self.edge(&first.from, standing).filter(|day| *day > from && *day <= until) else {
            return;
        };
        let (left, whole) =
            (until.days_since(day).saturating_add(1), until.days_since(from).saturating_add(1));
        let part = |amount: Amount| {
            let hundredths = i128::from(amount.hundredths()) * i128::from(left);
            // Up to the next whole one: nobody does a third of a case.
            let units = hundredths.div_euclid(i128::from(whole.max(1)) * 100)
                + i128::from(hundredths.rem_euclid(i128::from(whole.max(1)) * 100) > 0);
            Amount::whole(i64::try_from(units).unwrap_or(i64::MAX))
        };
        let lists = |own: &[Category], before: &[Category]| -> Vec<Category> {
            if !own.is_empty() || first.target.is_some() {
                return own.to_vec();
            }
            before.iter().map(|one| Category { amount: part(one.amount), ..one.clone() }).collect()
        };
        terms.minimums = lists(&first.minimums, &terms.minimums);
        terms.caps = lists(&first.caps, &terms.caps);
        terms.each = terms.each.map(part);
        terms.target = first.target.unwrap_or_else(|| part(terms.target));
        terms.first = true;
        bounds.from = Some(day);
        standing.window = Some(Span { from: Some(day), until: Some(until) });
    }
}

/// What a rule that counts asks of this person now.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub target: Amount,
    pub minimums: Vec<Category>,
    pub caps: Vec<Category>,
    /// In every single year of a cycle.
    pub each: Option<Amount>,
    pub first: bool,
}

/// The first day of the `months` months that end today.
fn rolls_from(today: Day, months: u32) -> Day {
    today.plus_months(-i32::try_from(months).unwrap_or(i32::MAX)).plus_days(1)
}
