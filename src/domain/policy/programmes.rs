//! Who may confirm or replace an illustrative figure. A figure holds for everybody on the version, so it
//! takes a lead of the programme, or one who leads everybody enrolled on it; and nobody sets a figure
//! that they are measured by themselves.

use crate::domain::amount::Amount;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::VersionId;
use crate::domain::policy::Grant;
use crate::domain::role::Person;
use crate::domain::territory::{Spot, Territory};

#[derive(Debug, Clone)]
pub struct ConfirmFigure {
    pub version: VersionId,
    pub requirement: String,
    /// None: as it is written.
    pub amount: Option<Amount>,
}

#[derive(Debug, Clone)]
pub struct FigureCase {
    pub version: VersionId,
    pub requirement: String,
    pub illustrative: bool,
    /// What the programme's file says; none where there is no figure that could be another.
    pub figure: Option<Amount>,
    /// None: as it is written.
    pub wanted: Option<Amount>,
    pub source_given: bool,
    /// The programme, and the departments in which people are enrolled on the version.
    pub programme: Spot,
    pub departments: Vec<Spot>,
    /// The asker is enrolled on the version.
    pub own: bool,
    pub territory: Territory,
}

pub fn may_confirm_figure(person: &Person, case: &FigureCase) -> Result<Grant<ConfirmFigure>, Refusal> {
    refuse_unless(!case.own, || {
        Refusal::new(
            "own-figure",
            "Nobody sets a figure that they are measured by. Ask another training lead.",
        )
    })?;
    refuse_unless(!case.territory.is_empty(), || {
        Refusal::new("figure-not-lead", "Only training leads confirm figures.")
    })?;
    let everybody = case.departments.iter().all(|spot| case.territory.holds(spot));
    refuse_unless(case.territory.holds(&case.programme) || everybody, || {
        Refusal::new(
            "figure-of-others",
            "This figure holds for trainees whom you do not lead, too. Ask the lead of the programme.",
        )
    })?;
    refuse_unless(case.illustrative, || {
        Refusal::new("figure-fixed", "This figure comes from the body itself and cannot be changed here.")
    })?;
    refuse_unless(case.figure.is_some() || case.wanted.is_none(), || {
        Refusal::new(
            "figure-written",
            "There is no figure here that could be another. Confirm it as it is written, or write the next version.",
        )
    })?;
    let given = case.wanted.is_some_and(|amount| amount > Amount::ZERO);
    refuse_unless(case.figure.is_none() || given, || {
        Refusal::new("figure-nothing", "Enter a figure greater than zero.")
    })?;
    refuse_unless(case.source_given, || {
        Refusal::new("figure-source", "Say where the figure comes from: a document, a meeting, an address.")
    })?;
    let (version, requirement) = (case.version.clone(), case.requirement.clone());
    Ok(Grant::to(person, ConfirmFigure { version, requirement, amount: case.wanted }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};
    use crate::domain::role::Scope;
    use crate::domain::territory::Over;

    fn case() -> FigureCase {
        let department =
            |id: &str| Spot::within(Over::of(Scope::Department, id), [Over::of(Scope::Institution, id)]);
        FigureCase {
            version: VersionId::new("v"),
            requirement: "mix".to_owned(),
            illustrative: true,
            figure: Some(Amount::whole(50)),
            wanted: Some(Amount::whole(40)),
            source_given: true,
            programme: Spot::alone(Over::of(Scope::Programme, "msc")),
            departments: vec![department("d"), department("e")],
            own: false,
            territory: Territory::of([Over::of(Scope::Programme, "msc")]),
        }
    }

    #[test]
    fn a_figure_is_set_by_who_leads_everybody_it_measures() {
        let over = |all: &[(Scope, &str)]| Territory::of(all.iter().map(|(scope, id)| Over::of(*scope, id)));
        type Change = fn(&mut FigureCase);
        let table: Vec<(&str, Territory, Change, &str)> = vec![
            ("programme's lead", over(&[(Scope::Programme, "msc")]), |_| {}, "ok"),
            (
                "both departments' lead",
                over(&[(Scope::Department, "d"), (Scope::Institution, "e")]),
                |_| {},
                "ok",
            ),
            ("one department's lead", over(&[(Scope::Department, "d")]), |_| {}, "figure-of-others"),
            ("nobody is enrolled", over(&[(Scope::Department, "d")]), |c| c.departments.clear(), "ok"),
            ("no lead", over(&[]), |c| c.departments.clear(), "figure-not-lead"),
            ("on the version oneself", over(&[(Scope::Programme, "msc")]), |c| c.own = true, "own-figure"),
            (
                "the body's figure",
                over(&[(Scope::Programme, "msc")]),
                |c| c.illustrative = false,
                "figure-fixed",
            ),
            ("no figure", over(&[(Scope::Programme, "msc")]), |c| c.figure = None, "figure-written"),
            (
                "as it is written",
                over(&[(Scope::Programme, "msc")]),
                |c| (c.figure, c.wanted) = (None, None),
                "ok",
            ),
            ("zero", over(&[(Scope::Programme, "msc")]), |c| c.wanted = Some(Amount::ZERO), "figure-nothing"),
            ("nothing", over(&[(Scope::Programme, "msc")]), |c| c.wanted = None, "figure-nothing"),
            ("no source", over(&[(Scope::Programme, "msc")]), |c| c.source_given = false, "figure-source"),
        ];
        for (what, territory, change, code) in table {
            let mut case = FigureCase { territory, ..case() };
            change(&mut case);
            assert_eq!(code_of(may_confirm_figure(&somebody("lea"), &case)), code, "{what}");
        }
    }
}
