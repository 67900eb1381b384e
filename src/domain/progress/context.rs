//! What one assessment knows: the facts by kind in order of day, today, and the standings found so far;
//! and from these, the days on which windows begin and end.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::domain::fact::{Fact, FactState, Facts, Training};
use crate::domain::kind::{Confirmer, Kind, Outcome, Value};
use crate::domain::programme::{Requirement, Version};
use crate::domain::rule::{Anchor, Condition, Edge, Test};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

use super::Standing;

/// A fact with its state as of the instant.
pub(super) type Known<'a> = (&'a Fact, FactState);

/// Facts of some kinds, by day and id, each with its kind.
type Several<'a> = Rc<Vec<(&'a Kind, Known<'a>)>>;

/// Kinds, and a field that they have.
type FieldOf = (Vec<String>, String);

pub(super) struct Context<'a> {
    pub version: &'a Version,
    pub facts: &'a Facts,
    /// As asked.
    pub now: Moment,
    /// What was known and decided by then counts: now, or the deadline once it has passed.
    pub as_of: Moment,
    /// The deadline after which filing and deciding stop, whether or not it has passed.
    pub freeze: Option<Moment>,
    /// Today.
    pub day: Day,
    /// A draft that is judged as if it were signed by somebody entitled.
    pub preview: Option<&'a str>,
    pub training: Training,
    kinds: HashMap<&'a str, &'a Kind>,
    by_kind: BTreeMap<&'a str, Vec<Known<'a>>>,
    /// Those of several kinds, put in order once for all rules that ask.
    merged: RefCell<BTreeMap<Vec<String>, Several<'a>>>,
    /// The same by what one of their fields names. A programme of 14 modules asks 28 times for the few that are
    /// about one: looked through each time, 5 000 facts took twice as long.
    by_field: RefCell<BTreeMap<FieldOf, HashMap<&'a str, Several<'a>>>>,
    /// Earlier learning by the requirement against which it was accepted.
    against: BTreeMap<&'a str, Vec<Known<'a>>>,
    pub done: BTreeMap<&'a str, Standing>,
}

impl<'a> Context<'a> {
    pub fn new(version: &'a Version, facts: &'a Facts, now: Moment, preview: Option<&'a str>) -> Context<'a> {
        let day = now.day_in(facts.enrolment.zone);
        let training = facts.enrolment.training(day, now);
        let mut ctx = Context {
            version,
            facts,
            now,
            as_of: now,
            freeze: None,
            day,
            preview,
            training,
            kinds: version.kinds.iter().map(|used| (used.kind.code.as_str(), &used.kind)).collect(),
            by_kind: BTreeMap::new(),
            merged: RefCell::default(),
            by_field: RefCell::default(),
            against: BTreeMap::new(),
            done: BTreeMap::new(),
        };
        ctx.freeze = ctx.freezes();
        ctx.as_of = ctx.freeze.map_or(now, |freeze| freeze.min(now));
        let declared: Vec<&str> = (version.kinds.iter())
            .filter(|used| used.kind.confirmed_by == Confirmer::Nobody)
            .map(|used| used.kind.code.as_str())
            .collect();
        for fact in &facts.facts {
            let Some(state) = ctx.state(fact, &declared) else { continue };
            let against = fact.accepted.as_ref().and_then(|accepted| accepted.against.as_deref());
            match against {
                Some(code) => ctx.against.entry(code).or_default().push((fact, state)),
                None => ctx.by_kind.entry(fact.kind.as_str()).or_default().push((fact, state)),
            }
        }
        for list in ctx.by_kind.values_mut().chain(ctx.against.values_mut()) {
            list.sort_by(|a, b| (a.0.day, &a.0.id).cmp(&(b.0.day, &b.0.id)));
        }
        ctx
    }

    /// The facts of a kind that exist as of now, withdrawn ones left out, by day and id.
    pub fn of_kind(&self, code: &str) -> &[Known<'a>] {
        self.by_kind.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// Those of several kinds, still by day and id, each with its kind.
    pub fn of_kinds(&self, codes: &[String]) -> Several<'a> {
        if let Some(known) = self.merged.borrow().get(codes) {
            return known.clone();
        }
        let mut all: Vec<(&'a Kind, Known<'a>)> = Vec::new();
        for (kind, code) in codes.iter().filter_map(|code| Some((self.kind(code)?, code))) {
            all.extend(self.of_kind(code).iter().map(|known| (kind, *known)));
        }
        if codes.len() > 1 {
            all.sort_by(|a, b| (a.1.0.day, &a.1.0.id).cmp(&(b.1.0.day, &b.1.0.id)));
        }
        let all = Rc::new(all);
        self.merged.borrow_mut().insert(codes.to_vec(), all.clone());
        all
    }

    /// At least all those that the conditions let through, in the same order: a rule still asks each.
    pub fn maybe_about(&self, codes: &[String], about: &[Condition]) -> Several<'a> {
        let one = about.iter().find_map(|condition| match &condition.test {
            Test::Is { field, any_of } => {
                any_of.first().filter(|_| any_of.len() == 1).map(|code| (field, code))
            }
            _ => None,
        });
        let Some((field, code)) = one else { return self.of_kinds(codes) };
        let of = (codes.to_vec(), field.clone());
        let mut by_field = self.by_field.borrow_mut();
        let named = by_field.entry(of).or_insert_with(|| {
            let mut lists: HashMap<&'a str, Vec<(&'a Kind, Known<'a>)>> = HashMap::new();
            for one in self.of_kinds(codes).iter() {
                let fact: &'a Fact = one.1.0;
                let said: &'a [String] = match fact.values.get(field) {
                    Some(Value::Text(text)) => std::slice::from_ref(text),
                    Some(Value::Several(several)) => several,
                    _ => &[],
                };
                for name in said {
                    let list = lists.entry(name).or_default();
                    if list.last().is_none_or(|last| !std::ptr::eq(last.1.0, fact)) {
                        list.push(*one);
                    }
                }
            }
            lists.into_iter().map(|(name, list)| (name, Rc::new(list))).collect()
        });
        named.get(code.as_str()).cloned().unwrap_or_default()
    }

    pub fn against(&self, code: &str) -> &[Known<'a>] {
        self.against.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a kind is, when the programme uses it.
    pub fn kind(&self, code: &str) -> Option<&'a Kind> {
        self.kinds.get(code).copied()
    }

    pub fn is_preview(&self, fact: &Fact) -> bool {
        self.preview == Some(fact.id.as_str())
    }

    /// Whether the fact came when the enrolment was frozen already.
    pub fn too_late(&self, fact: &Fact) -> bool {
        self.as_of < self.now && !self.is_preview(fact) && fact.state_at(self.as_of).is_none()
    }

    /// Declared facts, which nobody confirms, are as good as signed when submitted.
    fn state(&self, fact: &Fact, declared: &[&str]) -> Option<FactState> {
        if self.is_preview(fact) {
            return Some(FactState::Signed);
        }
        let state = fact.state_at(self.as_of).or_else(|| fact.state_at(self.now))?;
        match state {
            FactState::Withdrawn => None,
            FactState::Submitted if declared.contains(&fact.kind.as_str()) => Some(FactState::Signed),
            other => Some(other),
        }
    }

    /// The deadline: this person's own, or the programme's at its hour.
    fn freezes(&self) -> Option<Moment> {
        if let Some(own) = self.facts.enrolment.freeze {
            return Some(own);
        }
        let freeze = self.version.freeze.as_ref()?;
        let day = self.fixed(&freeze.edge)?;
        let zone = freeze.zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(DEFAULT_ZONE);
        let Some(time) = &freeze.at else { return Some(day.ends_in(zone)) };
        let (hours, minutes) = time.split_once(':')?;
        let seconds = hours.parse::<i64>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
        Some(day.starts_in(zone).plus_seconds(seconds.saturating_mul(60)))
    }

    pub fn ends(&self) -> Option<Day> {
        let enrolment = &self.facts.enrolment;
        enrolment.set_end(self.now).or_else(|| {
            let months = i32::try_from(self.version.months?).ok()?;
            Some(self.training.moved(enrolment.started.plus_months(months)).plus_days(-1))
        })
    }

    /// The day of an edge that hangs on no fact.
    fn fixed(&self, edge: &Edge) -> Option<Day> {
        let started = self.facts.enrolment.started;
        let later = |day: Day| day.plus_months(edge.months).plus_days(edge.days);
        match &edge.anchor {
            Anchor::Start if edge.pro_rata => Some(self.training.moved(later(started))),
            Anchor::Start => Some(later(started)),
            Anchor::End => self.ends().map(later),
            Anchor::Day(day) => Some(later(*day)),
            Anchor::Nth { n, month, day } => {
                let nominal = nth(started, *n, *month, *day)?;
                let moved = if edge.pro_rata { self.training.moved(nominal) } else { nominal };
                let there = if moved > nominal { nth(moved, 1, *month, *day)? } else { nominal };
                Some(later(there))
            }
            Anchor::Weekday { n, day } if *n > 0 => {
                let nominal = nth_of(started, *n, |year| day.of(year))?;
                let moved = if edge.pro_rata { self.training.moved(nominal) } else { nominal };
                let there = if moved > nominal { nth_of(moved, 1, |year| day.of(year))? } else { nominal };
                Some(later(there))
            }
            _ => None,
        }
    }

    /// The day of an edge; none when it has not happened. Future facts that will decide it wake `standing`.
    pub fn edge(&self, edge: &Edge, standing: &mut Standing) -> Option<Day> {
        if edge.anchor.is_fixed() {
            if let Some(day) = self.training.moves_on.filter(|_| edge.pro_rata) {
                standing.wake(day, self.day);
            }
            return self.fixed(edge);
        }
        let day = match &edge.anchor {
            Anchor::Every { month, day } => {
                let next = nth(self.day, 1, *month, *day)?;
                standing.wake(next.plus_days(1), self.day);
                next
            }
            Anchor::Weekday { day, .. } => {
                // A weekend is not over on its Saturday.
                let next = nth_of(self.day.plus_days(-edge.days.max(0)), 1, |year| day.of(year))?;
                standing.wake(next.plus_days(1 + edge.days.max(0)), self.day);
                next
            }
            Anchor::Window => standing.window?.until?,
            Anchor::Fact { kind, about, last } => self.happened(kind, about, *last, standing)?,
            Anchor::Met(code) => {
                let other = self.done.get(code.as_str())?;
                if other.met { other.met_on? } else { return None }
            }
            _ => return None,
        };
        Some(day.plus_months(edge.months).plus_days(edge.days))
    }

    /// The day of the first or last signed and satisfactory fact.
    fn happened(&self, code: &str, about: &[Condition], last: bool, standing: &mut Standing) -> Option<Day> {
        let kind = self.kind(code)?;
        let mut found = None;
        for (fact, state) in self.of_kind(code) {
            let signed = kind.confirmed_by == Confirmer::Nobody
                || fact.accepted.is_some()
                || fact.confirmed.iter().any(|c| !c.own && c.at <= self.as_of);
            let fine = *state == FactState::Signed
                && signed
                && fact.filed
                && !self.too_late(fact)
                && fact.outcome != Some(Outcome::Unsatisfactory)
                && kind.outcome(&fact.values) != Some(Outcome::Unsatisfactory)
                && !self.is_preview(fact)
                && about.iter().all(|condition| condition.holds(kind, fact));
            if fine && fact.day > self.day {
                standing.wake(fact.day, self.day);
                break;
            }
            if fine {
                found = Some(fact.day);
                if !last {
                    break;
                }
            }
        }
        found
    }

    /// Earlier learning that was accepted against this requirement: what it gives, and what waits.
    pub fn accepted(&self, requirement: &Requirement, standing: &mut Standing) -> Extra {
        super::accepted::accepted(self, requirement, standing)
    }
}

/// What earlier learning gives to one requirement.
#[derive(Debug, Default)]
pub(super) struct Extra {
    pub signed: crate::domain::amount::Amount,
    pub waiting: crate::domain::amount::Amount,
    pub items: Vec<(String, Day)>,
    pub items_waiting: Vec<String>,
}

/// The n-th such calendar day on or after `start`.
pub(super) fn nth(start: Day, n: u32, month: u32, day: u32) -> Option<Day> {
    nth_of(start, n, |year| Day::of(year, month, day))
}

/// The same of a day that every year has.
fn nth_of(start: Day, n: u32, of: impl Fn(i32) -> Option<Day>) -> Option<Day> {
    let later = i32::try_from(n.max(1)).ok()? - if of(start.year())? >= start { 1 } else { 0 };
    of(start.year().checked_add(later)?)
}

impl Standing {
    /// The answer may change on `day`; kept when it is after today and the earliest such.
    pub(super) fn wake(&mut self, day: Day, today: Day) {
        if day > today && self.holds_until.is_none_or(|before| day < before) {
            self.holds_until = Some(day);
        }
    }
}
