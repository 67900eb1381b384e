//! Whole modules and the whole programme, signed off above their items: a decision of a lead that opens when other
//! requirements are met. What blocks it is told before anybody tries. Which requirements these are follows from
//! their rules; nothing here knows a kind by name.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, Recorder, Role, Value, Values};
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::outlook::State;
use crate::domain::programme::Version;
use crate::domain::progress::{Reason, Standing};
use crate::domain::role::Sight;
use crate::domain::rule::{Condition, Test};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, closings, led_one};
use crate::features::results::sheet::ToEnter;
use crate::features::signoffs::not_yet;
use crate::features::standing::{assess_enrolment, told_figures};
use crate::web::typed::Words;

/// One requirement that must come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocks {
    pub code: String,
    pub title: String,
    /// `2 of 3 case discussions signed, 1 submitted`
    pub figures: String,
    pub state: State,
}

/// What a lead can do about a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is met, locked, or the enrolment is closed.
    Nothing,
    /// The trainee has asked: the entry that waits.
    Confirm(EntryId),
    /// It is signed here, and counts once it is entered in this system, which holds the official record.
    Signed(EntryId, String),
    /// Signed off in one step: the kind, and what its rule says of the entry.
    SignOff(Arc<Kind>, Values),
    /// More must be said of it than its rule does: recorded with the other results.
    Record(String),
    /// Only the trainee can record it.
    Ask,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    pub code: String,
    pub title: String,
    /// The module it stands in; empty where it stands in none.
    pub section: String,
    pub state: State,
    pub met_on: Option<Day>,
    pub blocks: Vec<Blocks>,
    /// What should come first and is not met, and holds nobody up: its figure is illustrative, or it is not required.
    pub open: Vec<Blocks>,
    /// Entries that wait for a signature and would meet it.
    pub asked: Vec<EntryId>,
    /// What the day of its entry means: `Date completed`.
    pub day_label: String,
    pub step: Step,
}

pub struct Wholes {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub all: Vec<Whole>,
    /// Why nothing is signed off any more.
    pub closed: Option<String>,
}

/// Where each whole of one enrolment stands.
pub fn wholes(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
) -> Result<Wholes, Fault> {
    let row = led_one(conn, who, id)?;
    let closed = closings(conn, shelf, std::slice::from_ref(id), now)?.remove(id).map(|one| one.sentence);
    let assessed = assess_enrolment(conn, shelf, id, now)?;
    let version = &assessed.version;
    let standing = |code: &str| assessed.assessment.requirements.iter().find(|standing| standing.id == code);
    let state = |code: &str| {
        let outlook = assessed.outlooks.iter().find(|outlook| outlook.id == code);
        outlook.map_or(State::NotStarted, |outlook| outlook.state)
    };
    let all = version.requirements.iter().filter_map(|asked| {
        let (kind, about) = version.whole(asked)?;
        let standing_of = standing(&asked.code)?;
        let section =
            asked.section.as_ref().and_then(|code| version.sections.iter().find(|s| s.code == *code));
        let first = |code: &str| {
            let (first, known) = (version.requirement(code)?, standing(code)?);
            let (code, title) = (first.code.clone(), first.title.clone());
            let one = Blocks { state: state(&code), code, title, figures: told_figures(first, known) };
            Some((one, known.met || known.waived.is_some()))
        };
        let locks = |code: &str| standing_of.locked_by.iter().any(|lock| lock.code == code);
        let blocks = standing_of.locked_by.iter().filter_map(|lock| Some(first(&lock.code)?.0));
        let needs = asked.needs.iter().filter(|code| !standing_of.met && !locks(code));
        let open = needs.filter_map(|code| first(code)).filter(|(_, met)| !met).map(|(one, _)| one);
        Some(Whole {
            code: asked.code.clone(),
            title: asked.said(row.started_on).0.to_owned(),
            section: section.map(|section| section.title.clone()).unwrap_or_default(),
            state: state(&asked.code),
            met_on: standing_of.met_on.filter(|_| standing_of.met),
            blocks: blocks.collect(),
            open: open.collect(),
            asked: waits(standing_of, false).collect(),
            day_label: kind.day_label.clone(),
            step: if closed.is_some() { Step::Nothing } else { step(version, standing_of, kind, about) },
        })
    });
    let all = all.collect();
    Ok(Wholes { all, version: assessed.version.clone(), row, closed })
}

/// What would meet it and waits: for a signature, or signed already and not entered where the official record is.
fn waits(standing: &Standing, signed: bool) -> impl Iterator<Item = EntryId> {
    let entered = move |fact: &str| {
        let mut not = standing.not_counted.iter().filter(|one| one.fact == fact);
        not.any(|one| one.reason == Reason::NotEntered)
    };
    let pending = standing.pending.iter().filter(move |one| entered(&one.fact) == signed);
    pending.map(|one| EntryId::new(one.fact.as_str()))
}

fn step(version: &Version, standing: &Standing, kind: &Kind, about: &[Condition]) -> Step {
    if standing.met || standing.locked || standing.waived.is_some() {
        return Step::Nothing;
    }
    if let Some(entry) = waits(standing, false).next() {
        return Step::Confirm(entry);
    }
    if let Some(entry) = waits(standing, true).next() {
        return Step::Signed(entry, version.official_record.clone().unwrap_or_default());
    }
    match said_by(kind, about) {
        Some(values) => Step::SignOff(Arc::new(kind.clone()), values),
        None if kind.recorded_by == Recorder::Lead => Step::Record(kind.code.clone()),
        None => Step::Ask,
    }
}

/// What the rule alone says of the entry, where that is all that its form needs.
fn said_by(kind: &Kind, about: &[Condition]) -> Option<Values> {
    let mut values = Values::new();
    for condition in about {
        match &condition.test {
            Test::Is { field, any_of } if any_of.len() == 1 => {
                values.extend(any_of.first().map(|code| (field.clone(), Value::Text(code.clone()))));
            }
            _ => return None,
        }
    }
    let whole =
        kind.fields.iter().filter(|field| field.required).all(|field| values.contains_key(&field.code));
    (whole && !kind.period && kind.scale.is_none()).then_some(values)
}

/// What is not met and holds nobody up, of an entry that asks for a whole; nothing of one that asks for none. What comes
/// first is in the case of deciding.
// open: the entry was found in the asker's sight, and each enrolment is asked for
pub fn unmet_of(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: (&EntryId, &[EnrolmentId]),
    now: Moment,
) -> Result<Vec<String>, Fault> {
    let mut open = Vec::new();
    for id in entry.1 {
        let found = match wholes(conn, shelf, who, id, now) {
            Err(Fault::NotFound) => continue,
            found => found?,
        };
        for whole in found.all.iter().filter(|whole| whole.asked.contains(entry.0)) {
            let not_met = |one: &Blocks| format!("{}: {}", one.title, one.figures);
            open.extend(whole.open.iter().map(not_met));
        }
    }
    Ok(open)
}

impl Whole {
    /// Why it is not signed off yet; none where nothing comes first.
    pub fn blocked(&self) -> Option<String> {
        let first = self.blocks.first()?;
        Some(not_yet(&first.title, &first.figures, self.blocks.len().saturating_sub(1)))
    }

    /// What is typed beside the button, as the entry that is signed; what blocks it is a fault of its own.
    pub fn read(&self, row: &Enrolled, words: &Words, today: Day) -> Result<(Arc<Kind>, ToEnter), Faults> {
        if let Some(sentence) = self.blocked() {
            return Err(Faults::one("", sentence));
        }
        let Step::SignOff(kind, values) = &self.step else {
            return Err(Faults::one("", "There is nothing here for you to sign off any more."));
        };
        let mut faults = Faults::none();
        let day = match faults.take("on", words.day("on")).flatten() {
            Some(day) if day > today => {
                faults.add("on", "This day is still to come. Enter a day up to today.");
                today
            }
            // Nothing of it can have been done by then: most often the year is mistyped.
            Some(day) if day < row.started_on => {
                let (name, began) = (&row.name, row.started_on);
                faults.add("on", format!("{name} began on {began}. Enter a day from then on."));
                today
            }
            Some(day) => day,
            None => {
                faults.add("on", format!("Enter the {}.", kind.day_label.to_lowercase()));
                today
            }
        };
        let mut values = values.clone();
        if let Some(field) = kind.role(Role::Notes) {
            let typed = [(field.code.clone(), vec![words.one("notes").trim().to_owned()])].into();
            let (read, wrong) = kind.read_typed(&typed);
            if let Some(fault) = wrong.into_iter().find(|fault| fault.field == field.code) {
                faults.add("notes", fault.sentence);
            }
            values.extend(read.into_iter().filter(|(code, _)| *code == field.code));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok((kind.clone(), ToEnter { enrolment: row.id.clone(), corrects: None, day, until: None, values }))
    }
}
