//! Who somebody is to somebody else. A *capacity* is what a person may be; an *appointment* gives a
//! person a capacity over a scope, from a day until a day; an *actor* is how somebody came in; and
//! *sight* is which rows exist for them. A trainee needs no appointment: the portfolio is theirs.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use crate::domain::names::{AccountId, PortfolioId, SessionId};
use crate::domain::time::{Day, Moment};
use crate::text_words;

text_words! {
    /// What a person may be to another's record; all but the last by appointment.
    enum Capacity "capacity" {
        Supervisor = "supervisor",
        Lead = "lead",
        Admin = "admin",
        /// Enters marks for a university, and sees nothing else of anybody.
        University = "university",
        /// Keeps incidents and sees who opened what, over the whole house; no content of anybody's.
        Governance = "governance",
        /// Sits on the panel of one review: a seat gives it, and no appointment does.
        Panel = "panel",
        /// Looks after the registered staff of a department: what they fall short of, and their attendance.
        Tutor = "tutor",
        /// Looks after trainees across several employers: standings and what holds them up, and signs nothing.
        Coordinator = "coordinator",
        /// Reads a sample of decisions a second time, without knowing what was decided.
        QualityReader = "quality-reader",
        /// Decides on one entry through a link, without an account: the link gives it, and no appointment does.
        Assessor = "assessor",
    }
    /// What an appointment reaches over.
    enum Scope "scope" {
        /// One person's enrolments.
        Person = "person",
        Department = "department",
        Site = "site",
        Programme = "programme",
        Institution = "institution",
        /// Accounts and settings of the whole house; only for admins, and no portfolio is in it.
        House = "house",
    }
}

impl Capacity {
    /// Those that an appointment gives and of whom the house asks a second factor by a rule of their own;
    /// `factor::Demands::of` says to whose rule the others are held.
    pub const APPOINTED: &'static [Capacity] =
        &[Capacity::Supervisor, Capacity::Lead, Capacity::Admin, Capacity::University];

    /// The word on the page, in a sentence.
    pub fn shown(self) -> &'static str {
        match self {
            Capacity::Supervisor => "supervisor",
            Capacity::Lead => "training lead",
            Capacity::Admin => "admin",
            Capacity::University => "university administrator",
            Capacity::Governance => "information governance",
            Capacity::Panel => "panel member",
            Capacity::Tutor => "departmental tutor",
            Capacity::Coordinator => "consortium co-ordinator",
            Capacity::QualityReader => "quality reader",
            Capacity::Assessor => "assessor",
        }
    }
}

/// How many days after its end the holder of an appointment may still decide what happened within it.
pub const DECIDE_AFTER_END_DAYS: i64 = 60;

/// A signed-in person, as the session middleware found them: once per request, before any handler.
#[derive(Debug, Clone)]
pub struct Person {
    pub account: AccountId,
    pub session: SessionId,
    pub name: String,
    pub email: String,
    /// Every capacity in which the person holds an appointment today or held one in the last 60 days.
    pub capacities: BTreeSet<Capacity>,
    /// The person's own portfolio, once they were enrolled on anything.
    pub portfolio: Option<PortfolioId>,
    /// What waits in the person's inbox, for the header.
    pub inbox: i64,
    pub zone: Tz,
    pub now: Moment,
    /// The secret that forms of this session carry.
    pub csrf: String,
}

impl Person {
    pub fn today(&self) -> Day {
        self.now.day_in(self.zone)
    }

    pub fn is(&self, capacity: Capacity) -> bool {
        self.capacities.contains(&capacity)
    }

    pub fn sight(&self) -> Sight {
        Sight { viewer: self.account.clone(), today: self.today() }
    }
}

/// Which rows exist for a person: every read of people's data takes one. Made only from a `Person`
/// (or, in jobs, from the account on whose behalf they run).
#[derive(Debug, Clone)]
pub struct Sight {
    viewer: AccountId,
    today: Day,
}

impl Sight {
    /// For a job that reads on behalf of the person who asked for it.
    pub fn on_behalf_of(viewer: AccountId, today: Day) -> Sight {
        Sight { viewer, today }
    }

    pub fn viewer(&self) -> &AccountId {
        &self.viewer
    }

    pub fn today(&self) -> Day {
        self.today
    }

    /// Appointments that ended before this day are out of sight.
    pub fn oldest_end(&self) -> Day {
        self.today.plus_days(-DECIDE_AFTER_END_DAYS)
    }
}

/// The house itself at work: jobs and the command line, and a small report that its asker waits for. Made
/// only in `jobs/worker.rs`, `cli`, `exports/build.rs` and tests.
#[derive(Debug, Clone, Copy)]
pub struct System(());

impl System {
    pub fn at_work() -> System {
        System(())
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::names::with_article;

    #[test]
    fn a_noun_has_its_article() {
        for (noun, said) in [
            ("assessor", "an assessor"),
            ("supervisor", "a supervisor"),
            ("university administrator", "a university administrator"),
            ("Educational supervisor", "an Educational supervisor"),
        ] {
            assert_eq!(with_article(noun), said);
        }
    }
}
