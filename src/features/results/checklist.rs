//! The conditions of entry as one checklist: what the programme of an enrolment asks a lead to have seen, ticked off
//! together on the day of enrolling. Which kind of entry that is follows from the programme: one that a lead
//! records, on one day, with a list of types that its requirements look for. Nothing here knows a kind by name.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Field, FieldType, Kind, Recorder, Role, Value, Values};
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Version;
use crate::domain::role::Sight;
use crate::domain::rule::{Held, HeldThing, Rule, Test};
use crate::domain::time::Day;
use crate::features::enrolments::{Enrolled, led_one};
use crate::features::programmes;
use crate::features::results::sheet::{TAKE, ToEnter};
use crate::features::results::store;
use crate::web::typed::Words;

/// One condition, and what has been seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Code and label of the kind's choice.
    pub code: String,
    pub label: String,
    /// Titles of the requirements that look for it.
    pub asked_by: Vec<String>,
    /// What was seen and when, where it is checked already.
    pub checked: Vec<(String, Day)>,
}

pub struct Checklist {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub kind: Arc<Kind>,
    /// The field that names the condition, and the one that says what was seen.
    pub condition: Field,
    pub seen: Option<Field>,
    pub criteria: Vec<Criterion>,
}

/// The field of a row that says what was seen.
pub fn seen_in_row(code: &str) -> String {
    format!("seen-{code}")
}

/// The box of a row.
pub fn box_in_row(code: &str) -> String {
    format!("{TAKE}-{code}")
}

/// Whether a programme has such a list.
pub fn has_checklist(version: &Version) -> bool {
    criteria(version).is_some()
}

type Listed<'v> = (&'v Kind, &'v Field, Vec<Criterion>);

fn criteria(version: &Version) -> Option<Listed<'_>> {
    let lists = version.kinds.iter().map(|used| &used.kind);
    let mut lists = lists.filter(|kind| kind.recorded_by == Recorder::Lead && !kind.period);
    lists.find_map(|kind| {
        let field = kind.role(Role::Type)?;
        let mut all: Vec<Criterion> = Vec::new();
        for requirement in &version.requirements {
            let Rule::Held(Held { what: HeldThing::Fact { kind: of, about, .. }, .. }) = &requirement.rule
            else {
                continue;
            };
            for condition in about.iter().filter(|_| *of == kind.code) {
                let Test::Is { field: on, any_of } = &condition.test else { continue };
                for code in any_of.iter().filter(|_| *on == field.code) {
                    let choice = field.choices().iter().find(|choice| choice.code == *code);
                    let label = choice.map_or_else(|| code.clone(), |choice| choice.label.clone());
                    match all.iter_mut().find(|known| known.code == *code) {
                        Some(known) => known.asked_by.push(requirement.title.clone()),
                        None => all.push(Criterion {
                            code: code.clone(),
                            label,
                            asked_by: vec![requirement.title.clone()],
                            checked: Vec::new(),
                        }),
                    }
                }
            }
        }
        (!all.is_empty()).then_some((kind, field, all))
    })
}

/// The list of one enrolment, with what is checked already; not found where the programme has none.
pub fn checklist(conn: &mut Conn, shelf: &Shelf, who: &Sight, id: &EnrolmentId) -> Result<Checklist, Fault> {
    let row = led_one(conn, who, id)?;
    let version = programmes::version(conn, shelf, &row.version)?;
    let (kind, field, mut all) = criteria(&version).ok_or(Fault::NotFound)?;
    let (kind, condition) = (Arc::new(kind.clone()), field.clone());
    for known in store::known(conn, shelf, who, &[&kind.code])? {
        let code = known.values.get(&condition.code).and_then(Value::text).unwrap_or_default().to_owned();
        let place = all.iter_mut().find(|one| one.code == code).filter(|_| known.enrolment == *id);
        if let Some(place) = place {
            place.checked.push((known.title, known.day));
        }
    }
    let seen = kind.fields.iter().find(|one| one.required && one.kind == FieldType::Text).cloned();
    Ok(Checklist { row, version, kind, condition, seen, criteria: all })
}

impl Checklist {
    /// What was ticked, each as an entry of its own; all faults together.
    pub fn read(&self, words: &Words, today: Day) -> Result<Vec<ToEnter>, Faults> {
        let mut faults = Faults::none();
        let day = faults.take("on", words.day("on")).flatten();
        let day = match day {
            Some(day) if day > today => {
                faults.add("on", "This day is still to come. Enter a day up to today.");
                today
            }
            Some(day) => day,
            None => {
                faults.add("on", format!("Enter the {}.", self.kind.day_label.to_lowercase()));
                today
            }
        };
        let mut all = Vec::new();
        for one in self.criteria.iter().filter(|one| words.one(&box_in_row(&one.code)) == "yes") {
            let mut values: Values = [(self.condition.code.clone(), Value::Text(one.code.clone()))].into();
            if let Some(seen) = &self.seen {
                let name = seen_in_row(&one.code);
                let text = words.one(&name).trim();
                if text.is_empty() {
                    faults.add(name, format!("{}: enter what you saw.", one.label));
                    continue;
                }
                let typed = [(seen.code.clone(), vec![text.to_owned()])].into();
                let (read, wrong) = self.kind.read_typed(&typed);
                if let Some(fault) = wrong.into_iter().find(|fault| fault.field == seen.code) {
                    faults.add(name, fault.sentence);
                }
                values.extend(read);
            }
            let enrolment = self.row.id.clone();
            all.push(ToEnter { enrolment, corrects: None, day, until: None, values });
        }
        if all.is_empty() && faults.is_empty() {
            faults.add("", "Nothing is ticked. Tick at least one condition that you have checked.");
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }
}
