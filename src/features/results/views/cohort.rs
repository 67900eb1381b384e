//! A whole cohort on one page: what holds for everybody once, then a row per person.

use askama::Template;

use crate::domain::kind::Role;
use crate::domain::names::{VersionId, capital};
use crate::features::results::gathering;
use crate::features::results::pages::cohort_path;
use crate::features::results::sheet::{Place as Seat, TAKE, name_in_row, told};
use crate::features::results::store::Known;
use crate::features::results::views::ask::{Ask, fill_in};
use crate::features::results::views::index::place_of;
use crate::web::gate::Marker;
use crate::web::page::{Shell, View};
use crate::web::paths;
use crate::web::typed::{Typed, Words};

#[derive(Template)]
#[template(path = "results/cohort.html")]
pub struct Cohort {
    pub shell: Shell,
    pub typed: Typed,
    pub heading: String,
    pub programme: String,
    pub about: String,
    /// Label, address, and whether it is the one that is shown.
    pub units: Vec<(String, String, bool)>,
    /// First a unit must be chosen.
    pub unit_missing: bool,
    /// Name and value.
    pub hidden: Vec<(&'static str, String)>,
    pub day_label: String,
    /// Empty where the kind has no last day.
    pub until_label: String,
    pub shared: Vec<Ask>,
    /// Headings of the fields in a row.
    pub columns: Vec<String>,
    pub rows: Vec<RowLine>,
    /// What is entered here waits for an examination board.
    pub provisional: bool,
    /// Who has a mark that a board has yet to confirm: name and mark.
    pub before_the_board: Vec<(String, String)>,
    /// Which marks these are, for the form that confirms them.
    pub seen: String,
}

pub struct RowLine {
    pub name: String,
    pub path: String,
    /// Results there are already, in a few words.
    pub known: Vec<String>,
    /// Name of the box that says for whom it is; empty where a filled row says it.
    pub take: String,
    pub asks: Vec<Ask>,
    /// The row shows a provisional result, which it corrects.
    pub corrects: bool,
}

impl Cohort {
    pub fn new(
        who: &Marker,
        version: &VersionId,
        cohort: &gathering::Cohort,
        typed: Option<Typed>,
    ) -> Cohort {
        let sheet = &cohort.sheet;
        let kind = &sheet.kind;
        let places = cohort.places();
        let chosen =
            |field: &&crate::domain::kind::Field| field.role != Some(Role::Unit) || cohort.unit.is_none();
        let unit = |(code, title): &(String, String)| {
            let path = cohort_path(version, &kind.code, Some(code));
            (format!("{title} ({code})"), path, cohort.unit.as_ref() == Some(code))
        };
        let mut hidden = vec![("version", version.to_string()), ("kind", kind.code.clone())];
        hidden.extend(cohort.unit.iter().map(|unit| ("unit", unit.clone())));
        Cohort {
            shell: who.shell(capital(&kind.plural), place_of(who)),
            typed: typed.unwrap_or_else(|| prefilled(sheet, &places)),
            heading: capital(&kind.plural),
            programme: format!("{}, version {}", cohort.version.title, cohort.version.version),
            about: kind.about.clone(),
            units: sheet.units.iter().map(unit).collect(),
            unit_missing: !sheet.units.is_empty() && cohort.unit.is_none(),
            hidden,
            day_label: kind.day_label.clone(),
            until_label: if kind.period { kind.until_label.clone() } else { String::new() },
            shared: sheet.shared.iter().filter(chosen).map(|f| Ask::of(f, f.code.clone())).collect(),
            columns: sheet.own.iter().map(|field| field.label.clone()).collect(),
            rows: places.iter().map(|place| row(cohort, place)).collect(),
            provisional: sheet.provisional,
            before_the_board: before_the_board(cohort),
            seen: cohort.as_seen(),
        }
    }
}

fn row(cohort: &gathering::Cohort, place: &Seat) -> RowLine {
    let sheet = &cohort.sheet;
    let known = cohort.known.iter().filter(|one| one.enrolment == place.enrolment);
    let known = known.map(|one| {
        let title = if cohort.unit.is_some() { String::new() } else { format!("{}: ", one.title) };
        format!("{title}{}, {}", told(&one.kind, &one.values), one.day)
    });
    let ask = |field: &crate::domain::kind::Field| {
        let mut ask = Ask::of(field, name_in_row(&field.code, &place.enrolment));
        ask.label = format!("{}, {}", field.label, place.name);
        ask.hint = String::new();
        ask
    };
    RowLine {
        name: place.name.clone(),
        path: paths::results_of(place.enrolment.as_str()),
        known: known.collect(),
        take: if sheet.ticked { name_in_row(TAKE, &place.enrolment) } else { String::new() },
        asks: sheet.own.iter().map(ask).collect(),
        corrects: place.provisional.is_some(),
    }
}

fn before_the_board(cohort: &gathering::Cohort) -> Vec<(String, String)> {
    let line = |one: &Known| {
        let name = cohort.people.iter().find(|row| row.id == one.enrolment).map(|row| row.name.clone());
        let title = if cohort.unit.is_some() { String::new() } else { format!("{}: ", one.title) };
        (name.unwrap_or_default(), format!("{title}{}", told(&one.kind, &one.values)))
    };
    cohort.before_the_board().into_iter().map(line).collect()
}

/// Provisional results stand in their rows already, to be confirmed or changed.
fn prefilled(sheet: &crate::features::results::sheet::Sheet, places: &[Seat]) -> Typed {
    let mut words = Words::default();
    for place in places {
        if let Some((_, _, values)) = &place.provisional {
            fill_in(&mut words, &sheet.own, values, |code| name_in_row(code, &place.enrolment));
        }
    }
    Typed { words, ..Typed::default() }
}

impl View for Cohort {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
