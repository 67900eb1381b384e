//! What is asked on the page of a cohort: a few fields once for everybody (which unit, which exam, the
//! day) and a row of short fields per person. Which is which follows from the roles of the kind's
//! fields; nothing here knows a kind by name. Long texts belong to the page of one person.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::fault::Faults;
use crate::domain::kind::{Field, FieldType, Kind, Role, Value, Values};
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::programme::Version;
use crate::domain::rule::Rule;
use crate::domain::time::Day;
use crate::features::results::entering::as_provisional;
use crate::web::typed::Words;

/// One result to be entered, or corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToEnter {
    pub enrolment: EnrolmentId,
    pub corrects: Option<EntryId>,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
}

/// Somebody in the list, with the provisional result that their row would correct.
#[derive(Debug, Clone)]
pub struct Place {
    pub enrolment: EnrolmentId,
    pub name: String,
    pub provisional: Option<(EntryId, Day, Values)>,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    pub kind: Arc<Kind>,
    /// Code and title of each unit of the programme.
    pub units: Vec<(String, String)>,
    /// Asked once, the unit left out where it was chosen before.
    pub shared: Vec<Field>,
    /// Asked beside every name.
    pub own: Vec<Field>,
    /// No field of a row need be filled in, so a box says for whom it is as well as what was typed.
    pub ticked: bool,
    /// What is entered waits for an examination board, and is not asked about it.
    pub provisional: bool,
}

/// The box beside a name.
pub const TAKE: &str = "take";

/// The name of a row's field.
pub fn name_in_row(field: &str, enrolment: &EnrolmentId) -> String {
    format!("{field}-{enrolment}")
}

impl Sheet {
    /// The kind as this programme uses it; none where it does not.
    pub fn of(version: &Version, kind: &str) -> Option<Sheet> {
        let used = version.kind(kind)?;
        let short =
            used.kind.fields.iter().filter(|field| field.required || field.kind != FieldType::LongText);
        let (own, shared): (Vec<Field>, Vec<Field>) = short.cloned().partition(is_own);
        let ticked = !own.iter().any(|field| field.required);
        Some(Sheet {
            kind: Arc::new(used.kind.clone()),
            units: units(version, kind),
            shared,
            own,
            ticked,
            provisional: false,
        })
    }

    /// As a university administrator fills it in: a board has yet to confirm it all.
    #[must_use]
    pub fn for_the_board(mut self) -> Sheet {
        self.own.retain(|field| field.role != Some(Role::Provisional));
        self.provisional = true;
        self
    }

    /// Everything that was typed as results; a row in which nothing was typed, or nothing was changed,
    /// gives none. All faults are told together.
    pub fn read(&self, words: &Words, places: &[Place], today: Day) -> Result<Vec<ToEnter>, Faults> {
        let mut faults = Faults::none();
        let given = given_day(words, today, &mut faults);
        let until = faults.take("until", words.day("until")).flatten();
        let mut all = Vec::new();
        let mut shared_told = false;
        for place in places.iter().filter(|place| self.is_filled(words, place)) {
            let (mut values, wrong) = self.kind.read_typed(&self.typed(words, place));
            if self.provisional {
                as_provisional(&self.kind, &mut values);
            }
            for fault in wrong {
                if self.own.iter().any(|field| field.code == fault.field) {
                    let field = name_in_row(&fault.field, &place.enrolment);
                    faults.add(field, format!("{}: {}", place.name, fault.sentence));
                } else {
                    faults.add(fault.field, fault.sentence);
                    shared_told = true;
                }
            }
            let day = given.or(place.provisional.as_ref().map(|(_, day, _)| *day));
            let Some(day) = day else {
                faults.add("on", format!("Enter the {}.", self.kind.day_label.to_lowercase()));
                continue;
            };
            // Without its tick, a row that stands as it did is not corrected by the day that others share.
            let unasked = self.ticked && !is_taken(words, place);
            let unchanged = place.provisional.as_ref().is_some_and(|(_, was, before)| {
                *before == values && (unasked || given.is_none() || given == Some(*was))
            });
            if !unchanged {
                let corrects = place.provisional.as_ref().map(|(entry, ..)| entry.clone());
                all.push(ToEnter { enrolment: place.enrolment.clone(), corrects, day, until, values });
            }
        }
        if all.is_empty() && faults.is_empty() && !shared_told {
            let how = if self.ticked { "Tick “Enter” or fill" } else { "Fill" };
            faults.add("", format!("Nothing was entered. {how} in the row of at least one person."));
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    fn is_filled(&self, words: &Words, place: &Place) -> bool {
        let in_row =
            |code: &str| words.all(&name_in_row(code, &place.enrolment)).any(|word| !word.trim().is_empty());
        // That it waits for the board says nothing of what was reached.
        let says = |field: &&Field| !self.ticked || field.role != Some(Role::Provisional);
        (self.ticked && is_taken(words, place))
            || self.own.iter().filter(says).any(|field| in_row(&field.code))
    }

    /// The words of one row with those that hold for everybody, as the kind reads them.
    fn typed(&self, words: &Words, place: &Place) -> BTreeMap<String, Vec<String>> {
        let own = self.own.iter().map(|field| (field, name_in_row(&field.code, &place.enrolment)));
        let shared = self.shared.iter().map(|field| (field, field.code.clone()));
        let texts = own.chain(shared).map(|(field, name)| (field.code.clone(), texts(words, field, &name)));
        texts.collect()
    }
}

/// The box beside the name is ticked.
fn is_taken(words: &Words, place: &Place) -> bool {
    !words.one(&name_in_row(TAKE, &place.enrolment)).is_empty()
}

/// What one person's form says, all fields of the kind.
pub fn read_one(kind: &Kind, words: &Words, today: Day) -> Result<(Day, Option<Day>, Values), Faults> {
    let mut faults = Faults::none();
    let day = given_day(words, today, &mut faults);
    if day.is_none() {
        faults.add("on", format!("Enter the {}.", kind.day_label.to_lowercase()));
    }
    let until = if kind.period { faults.take("until", words.day("until")).flatten() } else { None };
    if let (Some(day), Some(until)) = (day, until)
        && until < day
    {
        faults.add("until", "The last day is before the first. Check both.");
    }
    let typed =
        kind.fields.iter().map(|field| (field.code.clone(), texts(words, field, &field.code))).collect();
    let (values, wrong) = kind.read_typed(&typed);
    for fault in wrong {
        faults.add(fault.field, fault.sentence);
    }
    match day {
        Some(day) if faults.is_empty() => Ok((day, until, values)),
        _ => Err(faults),
    }
}

fn given_day(words: &Words, today: Day, faults: &mut Faults) -> Option<Day> {
    let day = faults.take("on", words.day("on")).flatten()?;
    if day > today {
        faults.add("on", "This day is still to come. Enter a day up to today.");
    }
    Some(day)
}

fn texts(words: &Words, field: &Field, name: &str) -> Vec<String> {
    match field.kind {
        FieldType::Date => match words.day(name) {
            Ok(day) => day.map(Day::iso).into_iter().collect(),
            Err(_) => vec!["no date".to_owned()],
        },
        _ => words.all(name).map(str::to_owned).collect(),
    }
}

/// What tells people apart; everything else is about the occasion.
fn is_own(field: &Field) -> bool {
    match field.role {
        Some(Role::Mark | Role::Provisional | Role::Result | Role::Share | Role::Notes) => true,
        Some(_) => false,
        None => !matches!(field.kind, FieldType::Person | FieldType::Place),
    }
}

fn units(version: &Version, kind: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for requirement in &version.requirements {
        let Rule::Marks(marks) = &requirement.rule else { continue };
        for unit in marks.units.iter().filter(|_| marks.kind == kind) {
            if !all.iter().any(|(code, _)| *code == unit.code) {
                all.push((unit.code.clone(), unit.title.clone()));
            }
        }
    }
    all
}

/// The result in a few words: `64 of 100, not yet confirmed by the examination board`. What an entry is
/// called by already (its unit, its exam, its type) is left out.
pub fn told(kind: &Kind, values: &Values) -> String {
    let mut said = Vec::new();
    for field in kind.fields.iter().filter(|field| is_own(field) && field.kind != FieldType::LongText) {
        match values.get(&field.code) {
            Some(Value::Yes(true)) => said.push(crate::features::signoffs::lower(&field.label)),
            Some(Value::Yes(false)) | None => {}
            Some(value) => said.push(field.shown(value)),
        }
    }
    said.join(", ")
}

#[cfg(test)]
mod tests;
