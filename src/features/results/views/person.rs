//! One person's results, the form that adds one, and the form that corrects one.

use askama::Template;

use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::programme::Version;
use crate::features::enrolments::Enrolled;
use crate::features::entries::Seen;
use crate::features::results::checklist::has_checklist;
use crate::features::results::gathering::Single;
use crate::features::results::sheet::{Sheet, told};
use crate::features::results::store::Known;
use crate::features::results::views::ask::{Ask, fill_day, fill_in};
use crate::features::results::views::index::place_of;
use crate::features::signoffs::{lower, said};
use crate::web::gate::Marker;
use crate::web::page::{Shell, View};
use crate::web::paths;
use crate::web::typed::{Typed, Words};

#[derive(Template)]
#[template(path = "results/person.html")]
pub struct Person {
    pub shell: Shell,
    pub typed: Typed,
    pub name: String,
    pub programme: String,
    pub lines: Vec<ResultLine>,
    /// Label, address, and whether its form is shown.
    pub adds: Vec<(String, String, bool)>,
    pub form: Option<OneForm>,
    /// Where the programme's conditions of entry are ticked off, if it has any.
    pub checklist: Option<String>,
}

pub struct ResultLine {
    pub what: String,
    pub told: String,
    pub day: String,
    pub state: &'static str,
    pub entry: String,
    pub correct: String,
}

/// The form of one result, all fields of its kind.
pub struct OneForm {
    pub action: String,
    pub heading: String,
    pub about: String,
    pub kind: String,
    pub day_label: String,
    pub until_label: String,
    pub asks: Vec<Ask>,
    pub button: String,
}

impl Person {
    pub fn new(who: &Marker, single: &Single, kind: &str, typed: Typed) -> Person {
        let path = paths::results_of(single.row.id.as_str());
        let add = |one: &std::sync::Arc<Kind>| {
            let label = format!("Add {}", lower(&one.name));
            (label, format!("{path}?kind={}", one.code), one.code == kind)
        };
        let form = Sheet::of(&single.version, kind)
            .filter(|_| single.kinds.iter().any(|one| one.code == kind))
            .map(|sheet| if single.led { sheet } else { sheet.for_the_board() })
            .map(|sheet| one_form(&sheet, path.clone(), format!("Add {}", lower(&sheet.kind.name))));
        Person {
            shell: who.shell(format!("Results of {}", single.row.name), place_of(who)),
            typed,
            name: single.row.name.clone(),
            programme: format!(
                "{}, version {}, cohort {}",
                single.version.title, single.version.version, single.row.cohort
            ),
            lines: single.known.iter().map(|one| line(one, single)).collect(),
            adds: single.kinds.iter().map(add).collect(),
            form,
            checklist: (single.led && has_checklist(&single.version))
                .then(|| paths::checklist(single.row.id.as_str())),
        }
    }
}

fn line(one: &Known, single: &Single) -> ResultLine {
    ResultLine {
        what: format!("{}: {}", one.kind.name, one.title),
        told: told(&one.kind, &one.values),
        day: match one.until {
            Some(until) => format!("{}, until {until}", one.day),
            None => one.day.to_string(),
        },
        state: one.state.shown(),
        entry: format!("/entries/{}", one.entry),
        correct: paths::correction(single.row.id.as_str(), one.entry.as_str()),
    }
}

fn one_form(sheet: &Sheet, action: String, heading: String) -> OneForm {
    let kind = &sheet.kind;
    let ask = |field: &crate::domain::kind::Field| {
        Ask::of(field, field.code.clone()).among_units(field, &sheet.units)
    };
    // What a university enters waits for a board, and is not asked about it.
    let asked = |field: &&crate::domain::kind::Field| {
        !(sheet.provisional && field.role == Some(crate::domain::kind::Role::Provisional))
    };
    OneForm {
        action,
        button: heading.clone(),
        heading,
        about: kind.about.clone(),
        kind: kind.code.clone(),
        day_label: kind.day_label.clone(),
        until_label: if kind.period { kind.until_label.clone() } else { String::new() },
        asks: kind.fields.iter().filter(asked).map(ask).collect(),
    }
}

impl View for Person {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[derive(Template)]
#[template(path = "results/correction.html")]
pub struct Correction {
    pub shell: Shell,
    pub typed: Typed,
    pub name: String,
    pub heading: String,
    pub back: String,
    pub form: OneForm,
}

impl Correction {
    pub fn new(
        who: &Marker,
        (row, led): (&Enrolled, bool),
        version: &Version,
        seen: &Seen,
        typed: Option<Typed>,
    ) -> Correction {
        let units = Sheet::of(version, &seen.kind.code).map(|sheet| sheet.units).unwrap_or_default();
        let sheet = Sheet {
            kind: seen.kind.clone(),
            units,
            shared: Vec::new(),
            own: Vec::new(),
            ticked: false,
            provisional: !led,
        };
        let action = paths::correction(row.id.as_str(), seen.id.as_str());
        let heading = capital(&said(seen));
        let form = one_form(&sheet, action, format!("Correct this {}", lower(&seen.kind.name)));
        Correction {
            shell: who.shell(format!("Correct: {heading}"), place_of(who)),
            typed: typed.unwrap_or_else(|| as_it_is(seen)),
            name: row.name.clone(),
            heading,
            back: paths::results_of(row.id.as_str()),
            form,
        }
    }
}

fn as_it_is(seen: &Seen) -> Typed {
    let mut words = Words::default();
    fill_day(&mut words, "on", seen.day);
    if let Some(until) = seen.until {
        fill_day(&mut words, "until", until);
    }
    fill_in(&mut words, &seen.kind.fields, &seen.values, str::to_owned);
    Typed { words, ..Typed::default() }
}

impl View for Correction {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
