//! One enrolment as the pages read it: its row, its version and the stored answer, with the outlook of
//! today computed on reading. Nothing of `courses` is assessed afresh: a page costs the same however many
//! entries stand behind it, and says so when the stored answer may be old. Only the page of one opened
//! requirement, which lists the facts, works the whole answer out (`fresh`).

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fact::{Enrolment, Facts, LifeState};
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::outlook::{Outlook, Overall, State, outlook, overall};
use crate::domain::programme::{Requirement, Version};
use crate::domain::progress::{Assessment, ENGINE, Standing, last_day, life_of};
use crate::domain::rule::Rule;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::Enrolled;
use crate::features::programmes;
use crate::features::standing::figures::Stored;
use crate::features::standing::living::{KeptLife, said};
use crate::features::standing::store::{assess_now, stored_of};

pub struct Course {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub assessment: Assessment,
    /// One for each requirement, in the same order.
    pub outlooks: Vec<Outlook>,
    pub overall: Overall,
    pub last_entry_on: Option<Day>,
    /// What there is to say of the enrolment's life today; its last day is in the row.
    pub life: Vec<String>,
    /// What to say when the stored answer may be old.
    pub stale: Option<String>,
    /// In the institution's zone.
    pub today: Day,
}

impl Course {
    /// Each requirement with its standing and outlook, in the order of the programme.
    pub fn lines(&self) -> impl Iterator<Item = (&Requirement, &Standing, &Outlook)> {
        self.assessment.requirements.iter().filter_map(|standing| {
            let requirement = self.version.requirement(&standing.id)?;
            let outlook = self.outlooks.iter().find(|one| one.id == standing.id)?;
            Some((requirement, standing, outlook))
        })
    }

    pub fn line(&self, code: &str) -> Option<(&Requirement, &Standing, &Outlook)> {
        self.lines().find(|(requirement, _, _)| requirement.code == code)
    }

    /// The requirement above all others: of those that bind and count something, the one that takes most.
    pub fn headline(&self) -> Option<(&Requirement, &Standing, &Outlook)> {
        let counts = self.lines().filter(|(requirement, standing, _)| {
            heads(requirement, standing.binding)
                && (standing.met || self.opens(requirement, standing).is_none())
        });
        // The first of equals, so that the order of the programme decides.
        counts.reduce(|best, next| if next.1.target > best.1.target { next } else { best })
    }

    /// What opens it and is not met, where nothing of it is begun. An illustrative figure holds nobody up, and yet nobody
    /// is advised to begin at the end.
    pub fn opens(
        &self,
        requirement: &Requirement,
        standing: &Standing,
    ) -> Option<(&Requirement, &Standing, &Outlook)> {
        let begun = !(standing.signed + standing.submitted).is_zero();
        let mut before = requirement.needs.iter().filter(|_| !begun).filter_map(|code| self.line(code));
        before.find(|(_, first, _)| !first.met && first.waived.is_none())
    }

    /// The next day by which something that binds is due; the end of the enrolment where nothing is.
    pub fn deadline(&self) -> Day {
        let open = self.lines().filter(|(_, standing, _)| standing.binding && !standing.met);
        open.filter_map(|(_, standing, _)| standing.due).min().unwrap_or(self.row.ends_on)
    }

    /// After its last day, its end or its deadline: nothing is asked under it any more.
    pub fn is_over(&self) -> bool {
        self.row.ends_on < self.today || self.is_closed()
    }

    /// Neither closed nor on time out: a next step can be asked for.
    pub fn is_going_on(&self) -> bool {
        !self.is_closed() && self.assessment.life.state != LifeState::TimeOut
    }

    /// After its end or its deadline: nothing is recorded under it any more.
    pub fn is_closed(&self) -> bool {
        use LifeState::{Completed, Incomplete, Transferred, Withdrawn};
        let life = &self.assessment.life;
        life.is_frozen || matches!(life.state, Transferred | Withdrawn | Completed | Incomplete)
    }

    /// Whether some of the list are left out of `overall`: recommended, illustrative, waived.
    pub fn has_uncounted(&self) -> bool {
        self.lines().any(|(_, standing, _)| !standing.binding)
    }

    pub fn behind(&self) -> impl Iterator<Item = &Requirement> {
        let late = |outlook: &Outlook| outlook.state == State::Behind;
        self.lines().filter(move |(_, _, outlook)| late(outlook)).map(|(requirement, _, _)| requirement)
    }
}

/// Whether a requirement may stand above the others: what is worked off case by case, and binds.
pub fn heads(requirement: &Requirement, binding: bool) -> bool {
    let worked_off = matches!(
        requirement.rule,
        Rule::Count(_) | Rule::Sum(_) | Rule::Pool(_) | Rule::Signoff(_) | Rule::Coverage(_)
    );
    binding && worked_off
}

/// The rows with their stored answers, in the order given. Two statements, and one for each version that
/// was never read before.
// open: the rows were read through sight, or are one's own
pub fn courses(
    conn: &mut Conn,
    shelf: &Shelf,
    rows: Vec<Enrolled>,
    now: Moment,
) -> Result<Vec<Course>, Fault> {
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut stored = stored_of(conn, &ids)?;
    rows.into_iter()
        .map(|row| {
            let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
            let stored = stored.remove(&row.id);
            Ok(course(row, version, stored, now))
        })
        .collect()
}

/// One enrolment assessed now, with every fact that counts and that does not.
// open: the row was read through sight
pub fn fresh(conn: &mut Conn, shelf: &Shelf, row: Enrolled, now: Moment) -> Result<Course, Fault> {
    let assessed = assess_now(conn, shelf, &row.id, now)?;
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let stored = Stored {
        engine: i32::try_from(ENGINE).unwrap_or(i32::MAX),
        stale: false,
        computed_at: now,
        holds_until: assessed.assessment.holds_until,
        met: number(assessed.overall.met),
        total: number(assessed.overall.of),
        last_entry_on: None,
        life: KeptLife::of(&assessed.facts.enrolment),
        requirements: assessed.assessment.requirements,
    };
    Ok(course(row, assessed.version, Some(stored), now))
}

pub fn course(mut row: Enrolled, version: Arc<Version>, stored: Option<Stored>, now: Moment) -> Course {
    let zone = row.zone.parse().unwrap_or(DEFAULT_ZONE);
    let today = now.day_in(zone);
    let stale = match &stored {
        None => Some("The figures are being worked out. Reload this page in a minute.".to_owned()),
        Some(stored) if stored.is_old(today) => Some(format!(
            "Something has changed since these figures were worked out ({}). They are being brought up \
             to date; reload this page in a minute.",
            stored.computed_at.shown_in(zone)
        )),
        Some(_) => None,
    };
    let last_entry_on = stored.as_ref().and_then(|stored| stored.last_entry_on);
    let holds_until = stored.as_ref().and_then(|stored| stored.holds_until);
    let as_of = stored.as_ref().map_or(now, |stored| stored.computed_at);
    let (kept, requirements) = stored.map(|stored| (stored.life, stored.requirements)).unwrap_or_default();
    let enrolment = kept.enrolment((row.started_on, row.ends_on), &row.zone, &version);
    row.ends_on = last_day(&version, &enrolment, now).unwrap_or(row.ends_on);
    let said = said(&version, &enrolment, now);
    let (programme, number) = (version.code.clone(), version.version.clone());
    let assessment = Assessment {
        programme,
        version: number,
        engine: ENGINE,
        as_of,
        day: today,
        requirements,
        holds_until,
        life: life_of(&version, &enrolment, now),
    };
    let outlooks = outlook(&version, &alone(enrolment), &assessment, today);
    let overall = overall(&assessment, &outlooks);
    Course { row, version, assessment, outlooks, overall, last_entry_on, life: said, stale, today }
}

/// All that the outlook reads of the facts: the days of what counts are in the stored answer.
fn alone(enrolment: Enrolment) -> Facts {
    Facts { enrolment, facts: Vec::new(), registrations: Vec::new(), elsewhere: Vec::new() }
}
