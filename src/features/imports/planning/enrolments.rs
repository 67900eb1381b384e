//! A row of enrolments: a person on a version of a programme, in a department, from and until. Somebody new is
//! invited, as the form does. Who is on the version already keeps it; another last day moves it.

use std::sync::Arc;

use super::whom::{Whom, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::domain::names::DepartmentId;
use crate::domain::policy::enrolments::{EndCase, EnrolCase, may_enrol, may_set_end};
use crate::domain::policy::people::may_invite;
use crate::domain::programme::Version;
use crate::domain::territory::Spot;
use crate::domain::time::Day;
use crate::features::imports::store::OnVersion;
use crate::features::programmes::VersionRow;

pub(super) fn fit(row: &Row<'_>) -> Result<Fit, Ended> {
    let from = row.needed_day("from")?;
    let until = row.day("until")?;
    let (version_row, version) = version(row, from)?;
    let department = department(row)?;
    let whom = whom(row, true)?;
    let spot = row.world.atlas.enrolment(&department, &version_row.programme)?;
    let about = format!("{}/{}", whom.key(), version_row.id);
    let title = format!("{}, version {}", version.title, version.version);
    if let Some(known) = row.world.on_version(&whom.account(), &version_row.id) {
        return already(row, known, spot, &title, until, about);
    }
    let months = version.months.and_then(|months| i32::try_from(months).ok());
    let lasts = months.map(|months| from.plus_months(months).plus_days(-1));
    let until = until.or(lasts).ok_or_else(|| {
        row.unfit("until", "this programme does not say how long it lasts, so the last day is needed.")
    })?;
    let case = EnrolCase {
        trainee: whom.account(),
        version: version_row.id.clone(),
        department: department.clone(),
        from,
        until,
        spot,
        territory: row.world.territory.clone(),
        published: version_row.state == "published",
        already: false,
    };
    may_enrol(row.person, &case)?;
    let invited = match &whom {
        Whom::New { email, .. } => {
            may_invite(row.person, &row.world.territory, false)?;
            format!("Invites {}, {email}, and enrols them", whom.name())
        }
        Whom::Known { name, .. } => format!("Enrols {name}"),
    };
    let sentence = format!("{invited} on {title}, {from} to {until}.");
    Ok(Fit::new(sentence, Step::Enrol { whom, version: case.version, department, from, until }, about))
}

fn already(
    row: &Row<'_>,
    known: &OnVersion,
    _wanted: Spot,
    title: &str,
    until: Option<Day>,
    about: String,
) -> Result<Fit, Ended> {
    let name = &known.name;
    let Some(until) = until.filter(|until| *until != known.ends_on) else {
        return Ok(Fit::same(format!("{name} is on {title} already."), about));
    };
    let case = EndCase {
        extended: known.extended,
        trainee: known.person.clone(),
        spot: row.world.atlas.enrolment(&known.department, &known.programme)?,
        territory: row.world.territory.clone(),
        started_on: known.started_on,
        ends_on: known.ends_on,
        wanted: until,
    };
    may_set_end(row.person, &case)?;
    let sentence = format!("Moves the last day of {name} on {title} from {} to {until}.", known.ends_on);
    let (enrolment, portfolio) = (known.enrolment.clone(), known.portfolio.clone());
    Ok(Fit::changed(sentence, Step::MoveEnd { enrolment, portfolio, was: known.ends_on, until }, about))
}

/// By code or title; without a version the one whose cohort the first day falls into, else the newest.
fn version<'w>(row: &Row<'w>, from: Day) -> Result<(&'w VersionRow, &'w Arc<Version>), Unfit> {
    let (programme, wanted) = (row.needed("programme")?, row.cell("version"));
    let named = |(known, version): &&(VersionRow, Arc<Version>)| {
        [known.code.as_str(), version.title.as_str()].iter().any(|name| name.eq_ignore_ascii_case(programme))
    };
    let of: Vec<&(VersionRow, Arc<Version>)> = row.world.versions.iter().filter(named).collect();
    if of.is_empty() {
        return Err(row.unfit("programme", format!("there is no programme “{programme}”.")));
    }
    let fits = |version: &Version| {
        version.cohort_from.is_none_or(|first| first <= from)
            && version.cohort_until.is_none_or(|last| from <= last)
    };
    let found = match wanted.is_empty() {
        false => of.iter().find(|(known, _)| known.version.eq_ignore_ascii_case(wanted)),
        true => of.iter().find(|(_, version)| fits(version)).or_else(|| of.first()),
    };
    let found = found.ok_or_else(|| {
        let known: Vec<&str> = of.iter().map(|(known, _)| known.version.as_str()).collect();
        row.unfit("version", format!("there is no version “{wanted}”; there is {}.", known.join(", ")))
    })?;
    Ok((&found.0, &found.1))
}

/// By its name, and that of its institution where several are called so.
fn department(row: &Row<'_>) -> Result<DepartmentId, Unfit> {
    let (name, institution) = (row.needed("department")?, row.cell("institution"));
    let atlas = &row.world.atlas;
    let of = |id: &crate::domain::names::InstitutionId| {
        institution.is_empty()
            || atlas.institution(id).is_some_and(|one| one.name.to_lowercase() == institution.to_lowercase())
    };
    let mut found = atlas
        .departments
        .iter()
        .filter(|one| one.name.to_lowercase() == name.to_lowercase() && of(&one.institution));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(_), Some(_)) => {
            let sentence = format!("several departments are called “{name}”; give the institution too.");
            Err(row.unfit("department", sentence))
        }
        (None, _) => Err(row.unfit("department", format!("there is no department “{name}”."))),
    }
}
