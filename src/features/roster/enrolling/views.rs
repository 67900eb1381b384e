//! The forms of enrolling as plain values.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;

use super::pages::Offered;
use crate::domain::names::{AccountId, VersionId};
use crate::domain::programme::Version;
use crate::domain::time::Day;
use crate::features::programmes::{VersionRow, by_field};
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::{Choice, ChoiceGroup};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/enrol.html")]
pub struct EnrolPage {
    shell: Shell,
    typed: Typed,
    title: String,
    /// Name and address are asked for somebody new only.
    is_new: bool,
    versions: Vec<ChoiceGroup>,
    departments: Vec<Choice>,
    supervisors: Vec<Choice>,
    action: String,
    back: String,
}

impl View for EnrolPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl EnrolPage {
    pub fn new(
        who: &Lead,
        person: Option<(AccountId, String)>,
        offered: Offered,
        mut typed: Typed,
    ) -> EnrolPage {
        let Offered { versions, confirmed, usual, departments, supervisors } = offered;
        let start = typed.words.day("from").ok().flatten().unwrap_or_else(|| who.today());
        if typed.words.is_empty() {
            typed.words.add_day("from", who.today());
            if let [only] = departments.as_slice() {
                typed.words.add("department", only.value.clone());
            }
        }
        let chosen = typed.word("version").to_owned();
        let is_new = person.is_none();
        let (title, action, back) = match person {
            None => ("Invite a trainee".to_owned(), paths::NEW_TRAINEE.to_owned(), paths::PEOPLE.to_owned()),
            Some((id, name)) => (
                format!("Enrol {name} on a programme"),
                paths::new_enrolment(id.as_str()),
                paths::person(id.as_str()),
            ),
        };
        EnrolPage {
            shell: who.shell(title.clone(), Place::People),
            typed,
            title,
            is_new,
            versions: ChoiceGroup::of("version", grouped(versions, &confirmed, start), &chosen, &usual),
            departments,
            supervisors,
            action,
            back,
        }
    }
}

/// The versions whose cohort the day falls into come first.
fn sorted(
    versions: &[(VersionRow, Arc<Version>)],
    confirmed: &BTreeSet<VersionId>,
    start: Day,
) -> Vec<Choice> {
    let mut all: Vec<&(VersionRow, Arc<Version>)> = versions.iter().collect();
    all.sort_by_key(|(_, version)| !fits(version, start));
    all.into_iter().map(|(row, version)| choice(row, version, confirmed.contains(&row.id))).collect()
}

/// Under the headings of their fields.
fn grouped(
    versions: Vec<(VersionRow, Arc<Version>)>,
    confirmed: &BTreeSet<VersionId>,
    start: Day,
) -> Vec<(String, Vec<Choice>)> {
    let groups = by_field(versions, |(row, version)| (row.code.clone(), version.field.clone()));
    groups.into_iter().map(|(field, all)| (field, sorted(&all, confirmed, start))).collect()
}

fn fits(version: &Version, start: Day) -> bool {
    version.cohort_from.is_none_or(|from| from <= start)
        && version.cohort_until.is_none_or(|until| start <= until)
}

fn choice(row: &VersionRow, version: &Version, confirmed: bool) -> Choice {
    let cohort = match (version.cohort_from, version.cohort_until) {
        (Some(from), Some(until)) => format!("For people who start from {from} to {until}. "),
        (Some(from), None) => format!("For people who start on {from} or later. "),
        (None, Some(until)) => format!("For people who start by {until}. "),
        (None, None) => String::new(),
    };
    let invented = !confirmed && version.figures.get("months").is_some_and(|figure| figure.illustrative);
    let end = if invented { " (illustrative: no public source states it)." } else { "." };
    let lasts = version.months.map(|months| format!("Lasts {months} months{end}")).unwrap_or_default();
    Choice::of(row.id.as_str(), format!("{}, version {}", version.title, version.version))
        .meaning(format!("{cohort}{lasts}").trim())
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::People);
    let mut faults = crate::domain::fault::Faults::one("", "You can enrol people only where you lead.");
    for field in ["name", "email", "version", "department", "from", "until", "supervisor"] {
        faults.add(field, "Something is wrong here.");
    }
    let typed =
        Typed::holding([("name", "<b>Ann"), ("version", "v"), ("department", "d")]).with_faults(faults);
    let page = |is_new: bool, offers: bool| EnrolPage {
        shell: shell("Enrol"),
        typed: typed.clone(),
        title: "Invite a trainee".to_owned(),
        is_new,
        versions: ChoiceGroup::of(
            "version",
            vec![
                (
                    "Perfusion".to_owned(),
                    vec![
                        Choice::of("v", "MSc, version 2025").meaning("Lasts 24 months."),
                        Choice::of("x", "PGDip"),
                    ],
                ),
                ("Registers and CPD".to_owned(), vec![Choice::of("w", "HCPC")]),
            ],
            "v",
            &[],
        ),
        departments: if offers {
            vec![Choice::of("d", "Perfusion"), Choice::of("e", "ECMO")]
        } else {
            Vec::new()
        },
        supervisors: if offers {
            vec![Choice::of("s", "Sue Carter").meaning("Appointed for Perfusion")]
        } else {
            Vec::new()
        },
        action: paths::NEW_TRAINEE.to_owned(),
        back: paths::PEOPLE.to_owned(),
    };
    vec![
        Sample::of("roster/enrol, new", &page(true, true)),
        Sample::of("roster/enrol", &page(false, true)),
        Sample::of("roster/enrol, nowhere to", &page(true, false)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::{ProgrammeId, VersionId};

    #[test]
    fn the_version_of_the_cohort_comes_first() {
        let day = |year| Day::of(year, 8, 1);
        let version = |number: &str, from, until| {
            let row = VersionRow {
                id: VersionId::new(number),
                programme: ProgrammeId::new("p"),
                code: "msc".to_owned(),
                version: number.to_owned(),
                title: "MSc".to_owned(),
                state: "published".to_owned(),
            };
            let version = Version {
                code: "msc".to_owned(),
                version: number.to_owned(),
                title: "MSc".to_owned(),
                award: String::new(),
                body: String::new(),
                field: if number == "any" { String::new() } else { "Perfusion".to_owned() },
                about: String::new(),
                cohort_from: from,
                cohort_until: until,
                months: None,
                figures: std::collections::BTreeMap::new(),
                official_record: None,
                names: std::collections::BTreeMap::new(),
                freeze: None,
                reviews: crate::domain::programme::ReviewDays::default(),
                completion: None,
                accepts_earlier: true,
                offered: true,
                kinds: Vec::new(),
                sections: Vec::new(),
                requirements: Vec::new(),
            };
            (row, Arc::new(version))
        };
        let all = [
            version("2026", day(2026), None),
            version("2025", day(2025), day(2026)),
            version("any", None, None),
        ];
        let order = |start| {
            sorted(&all, &BTreeSet::new(), start).into_iter().map(|choice| choice.value).collect::<Vec<_>>()
        };
        assert_eq!(order(Day::of(2025, 9, 1).unwrap()), ["2025", "any", "2026"]);
        assert_eq!(order(Day::of(2026, 9, 1).unwrap()), ["2026", "any", "2025"]);
        let groups = grouped(all.to_vec(), &BTreeSet::new(), Day::of(2026, 9, 1).unwrap());
        assert_eq!((groups.len(), groups[0].0.as_str(), groups[0].1.len()), (1, "Perfusion", 3));
    }
}
