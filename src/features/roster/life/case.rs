//! What the rule about recording something needs to know, and what the form of it offers: gathered once, for the
//! page and inside the write alike.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fact::Facts;
use crate::domain::fault::Fault;
use crate::domain::life::{Happened, changes};
use crate::domain::names::EnrolmentId;
use crate::domain::policy::life::LifeCase;
use crate::domain::programme::Version;
use crate::domain::progress::{Assessment, last_day};
use crate::domain::role::Person;
use crate::domain::rule::Rule;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{self, Enrolled};
use crate::features::people::territory;
use crate::features::roster::enrolling::spot;
use crate::features::standing;

/// An enrolment as its lead has it in hand.
pub struct InHand {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub facts: Facts,
    pub assessment: Assessment,
    pub now: Moment,
}

/// Of an enrolment that the person leads; any other is not there.
// open: `led_one` asks the person's sight
pub fn in_hand(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    id: &EnrolmentId,
    now: Moment,
) -> Result<InHand, Fault> {
    let row = enrolments::led_one(conn, &person.sight(), id)?;
    let assessed = standing::assess_now(conn, shelf, id, now)?;
    let (version, facts, assessment) = (assessed.version, assessed.facts, assessed.assessment);
    Ok(InHand { row, version, facts, assessment, now })
}

impl InHand {
    /// In the institution's zone.
    pub fn today(&self) -> Day {
        self.assessment.day
    }

    pub fn last_day(&self) -> Day {
        last_day(&self.version, &self.facts.enrolment, self.now).unwrap_or(self.row.ends_on)
    }

    /// What the programme may award to those who leave early, each once, the highest first.
    pub fn exits(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let marks = self.version.requirements.iter().filter_map(|requirement| match &requirement.rule {
            Rule::Marks(marks) => Some(marks),
            _ => None,
        });
        for exit in marks.flat_map(|marks| &marks.exits) {
            if !all.contains(&exit.award) {
                all.push(exit.award.clone());
            }
        }
        all
    }

    /// Requirements with grace: code, title, and the last day to which it may be extended.
    pub fn graces(&self) -> Vec<(String, String, Day)> {
        let of = |requirement: &crate::domain::programme::Requirement| {
            let months = i32::try_from(requirement.grace.as_ref()?.most).ok()?;
            let standing = self.assessment.requirements.iter().find(|one| one.id == requirement.code)?;
            let until = standing.window?.until?;
            Some((requirement.code.clone(), requirement.title.clone(), until.plus_months(months)))
        };
        self.version.requirements.iter().filter_map(of).collect()
    }

    pub fn changes(&self, wanted: &Happened) -> Vec<String> {
        changes(&self.version, &self.facts, wanted, self.now)
    }

    pub fn case(
        &self,
        conn: &mut Conn,
        person: &Person,
        wanted: Happened,
        reason_given: bool,
    ) -> Result<LifeCase, Fault> {
        let most = self.graces().into_iter().find(|(code, ..)| *code == wanted.requirement);
        Ok(LifeCase {
            trainee: self.row.person.clone(),
            spot: spot(conn, &self.row)?,
            territory: territory(conn, &person.account, person.today())?,
            enrolment: self.facts.enrolment.clone(),
            today: self.today(),
            now: self.now,
            last_day: self.last_day(),
            exits: self.exits(),
            grace_most: most.map(|(.., day)| day),
            wanted,
            reason_given,
        })
    }
}
