//! A row of unit marks: the result of one unit of one person. A provisional result of the same unit is
//! corrected, the same result is left alone, anything else is another attempt. What a university reads in is
//! always provisional: a board's meeting confirms it on the sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::whom::{Whom, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::domain::kind::{Field, Kind, Recorder, Role, Value, Values};
use crate::domain::policy::results::{ResultCase, may_record_result};
use crate::domain::programme::Version;
use crate::domain::role::Capacity;
use crate::domain::rule::Rule;
use crate::features::enrolments::Enrolled;
use crate::features::results::{Known, ToEnter, as_provisional, is_provisional};

pub(super) fn fit(row: &Row<'_>) -> Result<Fit, Ended> {
    let unit = row.needed("unit")?;
    let day = row.needed_day("on")?;
    if day > row.person.today() {
        return Err(row.unfit("on", format!("{day} is still to come.")).into());
    }
    let whom = whom(row, false)?;
    let Whom::Known { account, name, .. } = &whom else {
        return Err(Unfit("Marks are entered only for people who are enrolled.".to_owned()).into());
    };
    let (enrolled, kind, code) = place(row, account, name, unit)?;
    let led = row.world.leads(&enrolled.id);
    let mut values = values(row, &kind, &code)?;
    if !led {
        as_provisional(&kind, &mut values);
    }
    let about = format!("{}/{code}/{day}", enrolled.id);
    let said = format!("{name}, {code}: {}", told(&kind, &values));
    let known: Vec<&Known> = row.world.results_of(&enrolled.id, &kind.code, &code);
    let alike = |one: &&&Known| one.day == day && plain(&kind, &one.values) == plain(&kind, &values);
    let settled =
        |one: &&&Known| !led || is_provisional(&kind, &one.values) == is_provisional(&kind, &values);
    if known.iter().filter(alike).any(|one| settled(&one)) {
        return Ok(Fit::same(format!("{said}, on {day}: entered already."), about));
    }
    let before = known.iter().rfind(|one| is_provisional(&kind, &one.values) || one.day == day);
    let case = ResultCase {
        portfolio: enrolled.portfolio.clone(),
        owner: account.clone(),
        whole: false,
        recorded_by: kind.recorded_by,
        university: kind.university,
        provisional: kind.role(Role::Provisional).is_none() || is_provisional(&kind, &values),
        board: false,
        capacities: vec![if led { Capacity::Lead } else { Capacity::University }],
        corrects: before.map(|one| one.state),
    };
    may_record_result(row.person, &case)?;
    let one = ToEnter {
        enrolment: enrolled.id.clone(),
        corrects: before.map(|one| one.entry.clone()),
        day,
        until: None,
        values,
    };
    let step = Step::Mark { portfolio: enrolled.portfolio.clone(), kind: kind.clone(), one };
    Ok(match before {
        Some(before) => {
            let was = told(&before.kind, &before.values);
            Fit::changed(format!("Corrects {said}, on {day}. It was {was}, on {}.", before.day), step, about)
        }
        None => Fit::new(format!("Enters {said}, on {day}."), step, about),
    })
}

/// The enrolment whose programme has the unit, with the kind that takes its results and the unit's own code.
fn place<'w>(
    row: &Row<'w>,
    account: &crate::domain::names::AccountId,
    name: &str,
    unit: &str,
) -> Result<(&'w Enrolled, Arc<Kind>, String), Unfit> {
    let mut titles = Vec::new();
    for enrolled in row.world.marked_of(account) {
        let Some(version) = row.world.version(&enrolled.version) else { continue };
        let led = row.world.leads(&enrolled.id);
        for used in &version.kinds {
            let kind = &used.kind;
            let takes = kind.recorded_by == Recorder::Lead
                && kind.role(Role::Unit).is_some()
                && (led || kind.university);
            if !takes {
                continue;
            }
            if let Some(code) = unit_of(version, &kind.code, unit) {
                return Ok((enrolled, Arc::new(kind.clone()), code));
            }
        }
        titles.push(format!("{}, version {}", version.title, version.version));
    }
    let sentence = match titles.as_slice() {
        [] => format!("{name} is on no programme whose marks you enter."),
        some => format!("“{unit}” is no unit of {}.", some.join(" or ")),
    };
    Err(row.unfit("unit", sentence))
}

/// The unit's code as the programme writes it, found by code or title.
fn unit_of(version: &Version, kind: &str, unit: &str) -> Option<String> {
    version.requirements.iter().find_map(|requirement| {
        let Rule::Marks(marks) = &requirement.rule else { return None };
        let named = |one: &&crate::domain::rule::Unit| {
            one.code.eq_ignore_ascii_case(unit) || one.title.eq_ignore_ascii_case(unit)
        };
        let found = marks.units.iter().filter(|_| marks.kind == kind).find(named)?;
        Some(found.code.clone())
    })
}

/// The values that the row says, as the kind's form would read them.
fn values(row: &Row<'_>, kind: &Kind, unit: &str) -> Result<Values, Unfit> {
    let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |role: Role, text: String| {
        if let Some(field) = kind.role(role) {
            typed.insert(field.code.clone(), vec![text]);
        }
    };
    put(Role::Unit, unit.to_owned());
    let mark = row.cell("mark").trim_end_matches('%').trim();
    let mark = if mark.contains('.') { mark.to_owned() } else { mark.replace(',', ".") };
    if !mark.is_empty() {
        put(Role::Mark, mark.clone());
    }
    let result = row.cell("result");
    if !result.is_empty() {
        let choice = kind.role(Role::Result).and_then(|field| choice(field, result));
        match choice {
            Some(code) => put(Role::Result, code),
            // A grade beside the mark says nothing more where the kind knows marks only.
            None if kind.role(Role::Result).is_none() && !mark.is_empty() => {}
            None => return Err(row.unfit("result", format!("“{result}” is no result that this unit knows."))),
        }
    }
    if yes(row)? {
        put(Role::Provisional, "yes".to_owned());
    }
    if mark.is_empty() && result.is_empty() {
        return Err(row.unfit("mark", "there is neither a mark nor a result."));
    }
    let (values, faults) = kind.read_typed(&typed);
    match faults.first() {
        None => Ok(values),
        Some(fault) => {
            let column = match kind.field(&fault.field).and_then(|field| field.role) {
                Some(Role::Result) => "result",
                Some(Role::Unit) => "unit",
                _ => "mark",
            };
            Err(row.unfit(column, format!("“{}”: {}", row.cell(column), fault.sentence)))
        }
    }
}

fn choice(field: &Field, text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let stem = |word: &str| word.to_lowercase().trim_end_matches("ed").to_owned();
    let fits = |code: &str, label: &str| {
        text == code
            || text == label.to_lowercase()
            || text == stem(code)
            || (text.len() == 1 && code.starts_with(&text))
    };
    field.choices().iter().find(|one| fits(&one.code, &one.label)).map(|one| one.code.clone())
}

fn yes(row: &Row<'_>) -> Result<bool, Unfit> {
    let cell = row.cell("provisional");
    match cell.to_lowercase().as_str() {
        "" | "no" | "n" | "false" | "0" | "confirmed" => Ok(false),
        "yes" | "y" | "true" | "1" | "x" | "provisional" => Ok(true),
        _ => Err(row.unfit("provisional", format!("“{cell}” is neither yes nor no."))),
    }
}

/// Without what a board says of it.
fn plain(kind: &Kind, values: &Values) -> Values {
    let mut plain = values.clone();
    if let Some(field) = kind.role(Role::Provisional) {
        plain.remove(&field.code);
    }
    plain
}

/// `64 of 100, provisional`
fn told(kind: &Kind, values: &Values) -> String {
    let mut said = Vec::new();
    for role in [Role::Mark, Role::Result] {
        if let Some((field, value)) =
            kind.role(role).and_then(|field| Some((field, values.get(&field.code)?)))
        {
            said.push(field.shown(value));
        }
    }
    if kind.value(values, Role::Provisional) == Some(&Value::Yes(true)) {
        said.push("provisional".to_owned());
    }
    said.join(", ")
}
