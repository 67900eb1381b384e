//! Two years of a training department on one timeline, before any of it is written: what happens, to
//! whom, at which instant. It depends on the demo day and on nothing else, so the same day gives the
//! same house. Everything ends in the evening before the demo day, whatever the hour of the start.

use chrono::Datelike;

use super::cases::{self, Case, Sort};
use super::cast::{STAR, STAR_WAITS, SUPERVISORS, TRAINEES, Trainee};
use super::chance::Chance;
use super::others::{self, Student, students};
use crate::domain::fault::Fault;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

mod fates;
mod other;
mod second;
mod steps;

pub use steps::{Registrant, Step, What};

const SEED: u64 = 150;

/// Both houses; for tests a few people with a few cases, or those few and everybody of the other house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Whole,
    Small,
    Programmes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub day: Day,
    /// First days of the two cohorts.
    pub starts: [Day; 2],
    pub trainees: Vec<Training>,
    /// One on each other programme.
    pub students: Vec<Student>,
    /// In the order of time.
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    pub who: &'static str,
    pub address: &'static str,
    pub cohort: usize,
    pub department: usize,
    pub cases: Vec<Logged>,
    /// Begun and not submitted.
    pub drafts: Vec<Case>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub case: Case,
    pub day: Day,
    pub sent: Moment,
    /// One of several cases of this sort on this day: the form asks whether it is another one.
    pub double: bool,
    pub fate: Fate,
}

/// What becomes of a case once it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Signed,
    /// Comes back once, is put right and then signed.
    Detour,
    /// Is still where it was sent.
    Waits,
    /// Came back and is still with the trainee.
    Back,
    /// Was sent by mistake and withdrawn the same evening.
    Withdrawn,
}

impl Plan {
    /// Fails only where a shipped programme cannot be read.
    pub fn of(day: Day, size: Size) -> Result<Plan, Fault> {
        let first = monday_from(day.plus_days(-776));
        let cast: Vec<Trainee> = match size {
            Size::Whole => TRAINEES.to_vec(),
            Size::Small | Size::Programmes => TRAINEES
                .iter()
                .enumerate()
                .filter(|(at, _)| [STAR, 1, 13, 23].contains(at))
                .map(|(_, one)| Trainee { counts: one.counts.small(), ..*one })
                .collect(),
        };
        let mut planning = Planning {
            chance: Chance::seeded(SEED),
            plan: Plan {
                day,
                starts: [first, first.plus_days(364)],
                trainees: Vec::new(),
                students: Vec::new(),
                steps: Vec::new(),
            },
        };
        planning.arrivals(&cast);
        for (at, one) in cast.iter().enumerate() {
            planning.cases_of(at, one);
        }
        planning.queues();
        planning.fates();
        planning.everything_else(&cast);
        planning.second_thoughts();
        if size != Size::Small {
            planning.other_house()?;
        }
        let mut plan = planning.plan;
        plan.steps.sort_by_key(|step| step.at);
        Ok(plan)
    }

    /// The last instant at which anything happens.
    pub fn ends(&self) -> Moment {
        clock(self.day.plus_days(-1), 21 * 60 + 30)
    }
}

/// Minutes after midnight in the department's zone.
fn clock(day: Day, minutes: i64) -> Moment {
    day.starts_in(DEFAULT_ZONE).plus_seconds(minutes * 60)
}

fn monday_from(day: Day) -> Day {
    let after = i64::from(day.naive().weekday().num_days_from_monday());
    day.plus_days((7 - after) % 7)
}

fn working_day(day: Day) -> Day {
    match day.naive().weekday().num_days_from_monday() {
        5 => day.plus_days(2),
        6 => day.plus_days(1),
        _ => day,
    }
}

struct Planning {
    chance: Chance,
    plan: Plan,
}

impl Planning {
    /// Opens after the first house has its people.
    fn other_house(&mut self) -> Result<(), Fault> {
        let [first, _] = self.plan.starts;
        self.plan.students = students(self.plan.day, first, &self.chance)?;
        let steps = others::steps(&self.plan.students, first, self.plan.ends());
        self.plan.steps.extend(steps.into_iter().map(|(at, act)| Step { at, what: What::Other(act) }));
        Ok(())
    }

    fn at(&mut self, at: Moment, what: What) {
        // Seconds differ, as they do when people press buttons.
        let at = at.plus_millis(self.chance.between(0, 59_999)).min(self.plan.ends());
        self.plan.steps.push(Step { at, what });
    }

    fn arrivals(&mut self, cast: &[Trainee]) {
        let [first, _] = self.plan.starts;
        self.at(clock(first.plus_days(-28), 9 * 60 + 10), What::Found);
        for (at, one) in SUPERVISORS.iter().enumerate() {
            let start = self.plan.starts.get(one.from_cohort).copied().unwrap_or(first);
            self.at(
                clock(start.plus_days(-21), 10 * 60 + 5 * i64::try_from(at).unwrap_or(0)),
                What::InviteSupervisor(at),
            );
            let joins = start.plus_days(-20 + self.chance.between(0, 5));
            let minute = self.chance.between(9 * 60, 17 * 60);
            self.at(clock(joins, minute), What::SupervisorJoins(at));
            self.at(clock(joins, minute + 12), What::State(Registrant::Supervisor(at)));
            if one.confirmed {
                self.at(clock(start.plus_days(-13), 11 * 60), What::Confirm(Registrant::Supervisor(at)));
            }
        }
        for (at, one) in cast.iter().enumerate() {
            let start = self.plan.starts.get(one.cohort).copied().unwrap_or(first);
            self.at(
                clock(start.plus_days(-12), 9 * 60 + i64::try_from(at).unwrap_or(0) * 4),
                What::Enrol(at),
            );
            let joins = start.plus_days(-11 + self.chance.between(0, 9));
            let minute = self.chance.between(8 * 60, 20 * 60);
            self.at(clock(joins, minute), What::TraineeJoins(at));
        }
    }

    fn cases_of(&mut self, at: usize, one: &Trainee) {
        let cases = cases::of(one, &self.chance);
        let [first, _] = self.plan.starts;
        let start = self.plan.starts.get(one.cohort).copied().unwrap_or(first).plus_days(8);
        let last = self.plan.day.plus_days(-one.last_case);
        let days = self.days(cases.len(), start, last);
        let mut logged: Vec<Logged> = Vec::new();
        for (case, day) in cases.into_iter().zip(days) {
            let later = if day < self.plan.day.plus_days(-3) && self.chance.percent(22) {
                self.chance.between(1, 3)
            } else {
                0
            };
            let minute = self.chance.between(17 * 60, 21 * 60);
            let sent = clock(day.plus_days(later), minute);
            logged.push(Logged { case, day, sent, double: false, fate: Fate::Signed });
        }
        if at == STAR {
            self.star(&mut logged);
        }
        let alike: Vec<(Day, &str)> = logged.iter().map(|one| (one.day, one.case.procedure)).collect();
        for one in &mut logged {
            one.double = alike.iter().filter(|like| **like == (one.day, one.case.procedure)).count() > 1;
        }
        let drafts = match at {
            STAR => 3,
            4 | 7 | 13 | 16 | 21 => 1,
            _ => 0,
        };
        let drafts = (0..drafts).filter_map(|_| cases::of(one, &self.chance).pop()).collect();
        self.plan.trainees.push(Training {
            who: one.name,
            address: one.address,
            cohort: one.cohort,
            department: one.department,
            cases: logged,
            drafts,
        });
    }

    /// So many working days between two days, closer together towards the end, as skill grows.
    fn days(&self, count: usize, first: Day, last: Day) -> Vec<Day> {
        let span = last.days_since(first);
        let share = |nth: usize| ((nth as f64 + 0.5) / count as f64).powf(0.8);
        let mut days: Vec<Day> = (0..count)
            .map(|nth| {
                let gone = (share(nth) * span as f64) as i64 + self.chance.between(-2, 2);
                let day = first.plus_days(gone.clamp(0, span));
                if self.chance.percent(8) { day } else { working_day(day).min(last) }
            })
            .collect();
        days.sort_unstable();
        days
    }

    /// The last cases that count wait with others, one before them came back, everything else is signed.
    fn star(&self, logged: &mut [Logged]) {
        let ran = logged.iter().filter(|one| one.case.sort == Sort::Ran).count();
        let waiting = (ran * STAR_WAITS.len() / 127).max(1);
        let mut counting = logged.iter_mut().rev().filter(|one| one.case.sort == Sort::Ran);
        for (with, days) in STAR_WAITS.iter().take(waiting).zip([1, 2].into_iter().map(Some).chain([None; 8]))
        {
            let Some(one) = counting.next() else { continue };
            one.fate = Fate::Waits;
            one.case.supervisor = *with;
            // The last two are of yesterday and the day before, whatever the days of the week.
            if let Some(days) = days {
                one.day = self.plan.day.plus_days(-days);
                one.sent = clock(one.day, self.chance.between(17 * 60, 20 * 60));
            }
        }
        if let Some(one) = counting.nth(2) {
            one.fate = Fate::Back;
            one.case.supervisor = 0;
        }
    }
}

#[cfg(test)]
mod tests;
