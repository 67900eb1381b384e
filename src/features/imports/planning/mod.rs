//! What each row of a file would do, before anything is done. The same function plans the preview and, inside
//! the write, what is then carried out; it asks each rule with the same case as a form does. Nothing is written
//! here.

mod appointments;
mod enrolments;
mod marks;
mod people;
mod progress;
mod registrations;
mod whom;

use std::collections::HashMap;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::audit::digest;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::import::{RowOutcome, Sort};
use crate::domain::kind::Kind;
use crate::domain::names::{
    AccountId, AppointmentId, BookId, DepartmentId, EmailAddress, EnrolmentId, PortfolioId, RegistrationId,
    VersionId,
};
use crate::domain::outside::OutsideNumber;
use crate::domain::role::{Capacity, Person};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::imports::mapping::Mapping;
use crate::features::imports::reading::{Sheet, SheetRow, read_day};
use crate::features::imports::store::World;
use crate::features::official::ToMark;
use crate::features::people::Statement;
use crate::features::results::ToEnter;

pub use whom::Whom;

/// What a row does when it is carried out.
#[derive(Debug, Clone)]
pub enum Step {
    Person { whom: Whom, numbers: Vec<OutsideNumber> },
    Enrol { whom: Whom, version: VersionId, department: DepartmentId, from: Day, until: Day },
    MoveEnd { enrolment: EnrolmentId, portfolio: PortfolioId, was: Day, until: Day },
    Appoint { whom: Whom, capacity: Capacity, over: Vec<Over>, from: Day, until: Option<Day> },
    MoveAppointment { appointment: AppointmentId, was: Option<Day>, until: Day },
    Mark { portfolio: PortfolioId, kind: std::sync::Arc<Kind>, one: ToEnter },
    EnterThere { portfolio: PortfolioId, enrolment: EnrolmentId, marks: Vec<ToMark> },
    Register { person: AccountId, said: Statement, replaces: Option<RegistrationId> },
}

/// One row with what would become of it.
#[derive(Debug, Clone)]
pub struct Planned {
    pub line: u64,
    pub outcome: RowOutcome,
    pub sentence: String,
    pub step: Option<Step>,
}

/// Why a row is not carried out, as a sentence.
#[derive(Debug)]
pub(super) struct Unfit(String);

impl From<Refusal> for Unfit {
    fn from(refusal: Refusal) -> Unfit {
        Unfit(refusal.sentence)
    }
}

/// What a row of one sort is worth: outcome, sentence, what it does, and what no other row may be about too.
pub(super) struct Fit {
    outcome: RowOutcome,
    sentence: String,
    step: Option<Step>,
    about: String,
}

impl Fit {
    fn same(sentence: impl Into<String>, about: String) -> Fit {
        Fit { outcome: RowOutcome::Same, sentence: sentence.into(), step: None, about }
    }

    fn new(sentence: impl Into<String>, step: Step, about: String) -> Fit {
        Fit { outcome: RowOutcome::New, sentence: sentence.into(), step: Some(step), about }
    }

    fn changed(sentence: impl Into<String>, step: Step, about: String) -> Fit {
        Fit { outcome: RowOutcome::Changed, sentence: sentence.into(), step: Some(step), about }
    }
}

/// A fault of the row is a sentence beside it; anything else ends the whole.
pub(super) enum Ended {
    Row(Unfit),
    All(Fault),
}

impl From<Unfit> for Ended {
    fn from(unfit: Unfit) -> Ended {
        Ended::Row(unfit)
    }
}

impl From<Refusal> for Ended {
    fn from(refusal: Refusal) -> Ended {
        Ended::Row(refusal.into())
    }
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Ended {
        match fault {
            Fault::Refused(refusal) => Ended::Row(refusal.into()),
            other => Ended::All(other),
        }
    }
}

/// A row with everything that its planning asks.
pub(super) struct Row<'a> {
    person: &'a Person,
    world: &'a World,
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    row: &'a SheetRow,
}

impl Row<'_> {
    fn cell(&self, code: &str) -> &str {
        self.mapping.cell(self.sheet, self.row, code)
    }

    /// `Column “Start date”: “soon” is not a date ..`
    fn unfit(&self, code: &str, sentence: impl std::fmt::Display) -> Unfit {
        match self.mapping.columns.get(code) {
            Some(heading) => Unfit(format!("Column “{heading}”: {sentence}")),
            None => Unfit(sentence.to_string()),
        }
    }

    fn needed(&self, code: &str) -> Result<&str, Unfit> {
        let cell = self.cell(code);
        if cell.is_empty() { Err(self.unfit(code, "this cell is empty.")) } else { Ok(cell) }
    }

    fn day(&self, code: &str) -> Result<Option<Day>, Unfit> {
        let cell = self.cell(code);
        if cell.is_empty() {
            return Ok(None);
        }
        read_day(cell, self.mapping.dates).map(Some).map_err(|why| self.unfit(code, format!("{why}.")))
    }

    fn needed_day(&self, code: &str) -> Result<Day, Unfit> {
        self.needed(code)?;
        self.day(code)?.ok_or_else(|| self.unfit(code, "this cell is empty."))
    }
}

/// Every row of the file with what would become of it.
pub fn plan(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    sort: Sort,
    sheet: &Sheet,
    mapping: &Mapping,
) -> Result<Vec<Planned>, Fault> {
    let world = World::load(conn, shelf, person, sort)?;
    let mut all = Vec::new();
    let mut about: HashMap<String, u64> = HashMap::new();
    let mut desks = progress::Desks::default();
    for row in &sheet.rows {
        let one = Row { person, world: &world, sheet, mapping, row };
        let fit = match sort {
            Sort::People => people::fit(&one),
            Sort::Enrolments => enrolments::fit(&one),
            Sort::Appointments => appointments::fit(&one, conn, shelf),
            Sort::Marks => marks::fit(&one),
            Sort::Registrations => registrations::fit(&one),
            Sort::Progress => progress::fit(&one, conn, shelf, &mut desks),
        };
        all.push(match fit {
            Ok(fit) => match about.insert(fit.about.clone(), row.line) {
                Some(before) => {
                    about.insert(fit.about, before);
                    fault(row.line, format!("Line {before} says something about the same already."))
                }
                None => {
                    Planned { line: row.line, outcome: fit.outcome, sentence: fit.sentence, step: fit.step }
                }
            },
            Err(Ended::Row(Unfit(sentence))) => fault(row.line, sentence),
            Err(Ended::All(fault)) => return Err(fault),
        });
    }
    Ok(all)
}

fn fault(line: u64, sentence: String) -> Planned {
    Planned { line, outcome: RowOutcome::Fault, sentence, step: None }
}

/// The plan as one word: what is carried out is what was on the screen.
pub fn as_seen(planned: &[Planned]) -> String {
    let fields = planned.iter().flat_map(|one| {
        [one.line.to_string(), one.outcome.to_string(), one.sentence.clone(), format!("{:?}", one.step)]
    });
    digest(&fields.collect::<Vec<_>>())
}

/// The books that the steps write in, the house's among them.
pub fn books(planned: &[Planned]) -> Vec<BookId> {
    let mut all = vec![BookId::house()];
    for one in planned {
        match &one.step {
            Some(
                Step::MoveEnd { portfolio, .. }
                | Step::Mark { portfolio, .. }
                | Step::EnterThere { portfolio, .. },
            ) => {
                all.push(portfolio.clone().into());
            }
            Some(Step::Enrol { whom, .. }) => {
                all.extend(whom.portfolio().map(|portfolio| BookId::from(portfolio.clone())));
            }
            _ => {}
        }
    }
    all.sort();
    all.dedup();
    all
}

/// An address that a cell holds.
pub(super) fn address(row: &Row<'_>) -> Result<Option<EmailAddress>, Unfit> {
    let cell = row.cell("email");
    if cell.is_empty() {
        return Ok(None);
    }
    let fit = EmailAddress::parse(cell);
    fit.map(Some)
        .map_err(|_| row.unfit("email", format!("“{cell}” is not an email address like name@example.com.")))
}
